//! Counts of steps, and the time that bids took.

use super::applications::{application, application_section, submission};
use crate::dialect::upsert;
use crate::error::corrupt;
use crate::tx::DieselTx;
use crate::types::{At, Key};
use almoner_domain::completion::{Device, Effort, Footfall, Step};
use almoner_domain::form::SectionId;
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_domain::value::Instant;
use almoner_ports::{BidCounts, Completion, Stored};
use diesel::dsl::count_star;
use diesel::prelude::*;
use jiff::SignedDuration;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Guid;

    footfall (round, day, step, device) {
        round -> Guid,
        day -> Text,
        step -> Text,
        device -> Text,
        count -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Stamp};

    application_effort (application) {
        application -> Guid,
        round -> Guid,
        first_saved_at -> Stamp,
        worked_seconds -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(application_effort, submission);
diesel::allow_tables_to_appear_in_same_query!(application, application_section);

fn number(count: i64) -> u64 {
    u64::try_from(count).unwrap_or(0)
}

impl Completion for DieselTx<'_> {
    fn add_footfall(&mut self, round: RoundId, counts: &[Footfall]) -> Stored<()> {
        for one in counts {
            let more = i64::try_from(one.count).unwrap_or(i64::MAX);
            let row = (
                footfall::round.eq(Key::from(round)),
                footfall::day.eq(one.day.to_string()),
                footfall::step.eq(one.step.code()),
                footfall::device.eq(one.device.code()),
                footfall::count.eq(more),
            );
            let place = (footfall::round, footfall::day, footfall::step, footfall::device);
            let added = footfall::count.eq(footfall::count + more);
            self.run(|c| upsert!(c, footfall::table, row, on place, set added))?;
        }
        Ok(())
    }

    fn footfall(&mut self, round: RoundId) -> Stored<Vec<Footfall>> {
        let rows: Vec<(String, String, String, i64)> = self.run(|c| {
            footfall::table
                .filter(footfall::round.eq(Key::from(round)))
                .order((footfall::day, footfall::step, footfall::device))
                .select((footfall::day, footfall::step, footfall::device, footfall::count))
                .load(c)
        })?;
        let read = |(day, step, device, count): (String, String, String, i64)| {
            let bad = |what: &str| corrupt("footfall", round.0, what);
            Ok(Footfall {
                day: day.parse().map_err(|_| bad("day"))?,
                step: Step::parse(&step).ok_or_else(|| bad("step"))?,
                device: Device::parse(&device).ok_or_else(|| bad("device"))?,
                count: number(count),
            })
        };
        rows.into_iter().map(read).collect()
    }

    fn note_effort(
        &mut self,
        application: ApplicationId,
        round: RoundId,
        at: Instant,
        worked_seconds: i64,
    ) -> Stored<()> {
        let row = (
            application_effort::application.eq(Key::from(application)),
            application_effort::round.eq(Key::from(round)),
            application_effort::first_saved_at.eq(At(at)),
            application_effort::worked_seconds.eq(0_i64),
        );
        let more = application_effort::worked_seconds
            .eq(application_effort::worked_seconds + worked_seconds);
        let place = application_effort::application;
        self.run(|c| upsert!(c, application_effort::table, row, on place, set more)).map(drop)
    }

    fn efforts(&mut self, round: RoundId) -> Stored<Vec<Effort>> {
        let first = submission::application
            .eq(application_effort::application)
            .and(submission::number.eq(1_i32));
        let rows: Vec<(At, i64, Option<At>)> = self.run(|c| {
            application_effort::table
                .left_join(submission::table.on(first))
                .filter(application_effort::round.eq(Key::from(round)))
                .order(application_effort::application)
                .select((
                    application_effort::first_saved_at,
                    application_effort::worked_seconds,
                    submission::sent_at.nullable(),
                ))
                .load(c)
        })?;
        let read = |(first, worked, sent): (At, i64, Option<At>)| Effort {
            first_saved: first.0,
            worked: SignedDuration::from_secs(worked),
            first_sent: sent.map(|at| at.0),
        };
        Ok(rows.into_iter().map(read).collect())
    }

    fn bid_counts(&mut self, round: RoundId) -> Stored<BidCounts> {
        let round = Key::from(round);
        let started: i64 = self.run(|c| {
            application::table.filter(application::round.eq(round)).select(count_star()).first(c)
        })?;
        let saved: i64 = self.run(|c| {
            application_effort::table
                .filter(application_effort::round.eq(round))
                .select(count_star())
                .first(c)
        })?;
        let areas: Vec<(Option<String>, i64)> = self.run(|c| {
            application::table
                .filter(application::round.eq(round))
                .filter(application::sent.gt(0_i32))
                .group_by(application::lead_area)
                .select((application::lead_area, count_star()))
                .load(c)
        })?;
        let mut sent_by_area: Vec<(Option<String>, u64)> =
            areas.into_iter().map(|(area, count)| (area, number(count))).collect();
        sent_by_area.sort();
        Ok(BidCounts {
            started: number(started),
            saved: number(saved),
            sent: sent_by_area.iter().map(|(_, count)| count).sum(),
            sent_by_area,
        })
    }

    fn sections_of_unsent(&mut self, round: RoundId) -> Stored<Vec<(ApplicationId, SectionId)>> {
        let own = application_section::application.eq(application::id);
        let rows: Vec<(Key, String)> = self.run(|c| {
            application::table
                .inner_join(application_section::table.on(own))
                .filter(application::round.eq(Key::from(round)))
                .filter(application::sent.eq(0_i32))
                .order((application::id, application_section::section))
                .select((application::id, application_section::section))
                .load(c)
        })?;
        let read = |(id, section): (Key, String)| {
            let section = SectionId::parse(&section)
                .map_err(|why| corrupt("application_section", id.0, why))?;
            Ok((id.to(), section))
        };
        rows.into_iter().map(read).collect()
    }
}
