//! The fictional round that is open on the day on which a demonstration office is filled.
//!
//! Its file is written as if the day were `as_of`. Every date in it, those in answers included, is
//! moved by whole weeks to the day at hand, so that days of the week stay as they are and what is
//! told of the days before `as_of` lies in the past.

use crate::file::{Bid, Expected, FileFault, Panel, ReplayFile, Staff, Timetable, Typed};
use almoner_domain::form::Form;
use almoner_domain::round::{PostsByEmail, Settings};
use almoner_domain::value::{CivilDate, parse_whole, read_date};
use jiff::SignedDuration;
use jiff::civil::DateTime;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The file of the open round: a replay that stops where groups write their bids.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenFile {
    as_of: CivilDate,
    round: Settings,
    posts: PostsByEmail,
    form: Form,
    people: Vec<Staff>,
    timetable: Timetable,
    bids: Vec<Bid>,
}

/// Reads the file of the open round as of `today`, the date in London. Of its timetable only the
/// steps up to publication are for playing; the others are plans, and it has no panel and expects
/// no results.
///
/// # Errors
/// [`FileFault::Malformed`] with line and field.
pub fn open_round(text: &str, today: CivilDate) -> Result<ReplayFile, FileFault> {
    earlier_round(text, today, 0)
}

/// The same round as if it had been held so many weeks earlier.
///
/// # Errors
/// [`FileFault::Malformed`] with line and field.
pub(crate) fn earlier_round(
    text: &str,
    today: CivilDate,
    weeks_earlier: i64,
) -> Result<ReplayFile, FileFault> {
    let mut file: OpenFile = toml::from_str(text)?;
    let weeks = file.as_of.duration_until(today).as_hours().div_euclid(7 * 24);
    let weeks = weeks.saturating_sub(weeks_earlier);
    let shift = Shift(SignedDuration::from_hours(weeks.saturating_mul(7 * 24)));
    shift.settings(&mut file.round);
    shift.timetable(&mut file.timetable);
    for bid in &mut file.bids {
        shift.bid(bid);
    }
    let OpenFile { as_of: _, round, posts, form, people, timetable, bids } = file;
    let (panel, expected) = (Panel::default(), Expected::default());
    Ok(ReplayFile { round, posts, form, people, timetable, bids, panel, expected })
}

/// How far dates are moved.
#[derive(Clone, Copy, Debug)]
struct Shift(SignedDuration);

impl Shift {
    fn time(self, time: &mut DateTime) {
        *time = time.saturating_add(self.0);
    }

    fn date(self, date: &mut CivilDate) {
        *date = date.saturating_add(self.0);
    }

    fn settings(self, settings: &mut Settings) {
        let dates = &mut settings.dates;
        self.time(&mut dates.opens);
        self.time(&mut dates.closes);
        for date in [
            &mut dates.screening_by,
            &mut dates.assessment_by,
            &mut dates.moderation_on,
            &mut dates.decision_by,
            &mut dates.earliest_start,
            &mut dates.latest_end,
        ] {
            self.date(date);
        }
        settings.workshops.iter_mut().for_each(|workshop| self.date(&mut workshop.on));
        settings.questions.iter_mut().for_each(|question| self.date(&mut question.on));
        settings.publicity.iter_mut().for_each(|publicity| self.date(&mut publicity.on));
    }

    fn timetable(self, table: &mut Timetable) {
        for time in [
            &mut table.set_up,
            &mut table.created,
            &mut table.approved,
            &mut table.published,
            &mut table.declared,
            &mut table.screened,
            &mut table.confirmed,
            &mut table.assigned,
            &mut table.marked,
            &mut table.moderated,
            &mut table.due_diligence,
            &mut table.finance,
            &mut table.decided,
            &mut table.announced,
        ] {
            self.time(time);
        }
    }

    fn bid(self, bid: &mut Bid) {
        self.time(&mut bid.started);
        let times = [&mut bid.sent, &mut bid.late_attempt, &mut bid.withdrawn];
        times.into_iter().flatten().for_each(|time| self.time(time));
        self.answers(&mut bid.answers);
        if let Some(again) = &mut bid.sent_again {
            self.time(&mut again.at);
            self.answers(&mut again.answers);
        }
    }

    /// Moves each date that was typed in three fields; what is not a real date stays as typed.
    fn answers(self, answers: &mut BTreeMap<String, Typed>) {
        let dates: Vec<String> = answers
            .keys()
            .filter_map(|name| name.strip_suffix(".day").map(str::to_owned))
            .collect();
        for name in dates {
            let part = |part: &str| match answers.get(&format!("{name}.{part}")) {
                Some(Typed::One(text)) if parse_whole(text).is_ok() => text.as_str(),
                _ => "",
            };
            let Ok(mut date) = read_date(part("day"), part("month"), part("year")) else {
                continue;
            };
            self.date(&mut date);
            for (part, number) in [
                ("day", i16::from(date.day())),
                ("month", i16::from(date.month())),
                ("year", date.year()),
            ] {
                answers.insert(format!("{name}.{part}"), Typed::One(number.to_string()));
            }
        }
    }
}
