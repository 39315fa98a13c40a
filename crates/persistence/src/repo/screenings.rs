//! Screenings, and who took part in them.

use super::applications::application;
use crate::dialect::insert_all;
use crate::tx::DieselTx;
use crate::types::{Doc, Key};
use almoner_domain::application::Status;
use almoner_domain::id::{ApplicationId, PersonId, RoundId};
use almoner_domain::screening::Screening;
use almoner_domain::value::CivilDate;
use almoner_ports::{Screenings, Stored};
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::BTreeSet;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Json};

    screening (application) {
        application -> Guid,
        round -> Guid,
        version -> BigInt,
        review_until -> Nullable<Text>,
        review_open -> Bool,
        information_until -> Nullable<Text>,
        body -> Json,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Guid;

    screening_part (round, person, application) {
        round -> Guid,
        person -> Guid,
        application -> Guid,
    }
}

diesel::allow_tables_to_appear_in_same_query!(screening, application);

#[derive(Queryable, Insertable)]
#[diesel(table_name = screening, treat_none_as_default_value = false)]
struct Row {
    application: Key,
    round: Key,
    version: i64,
    review_until: Option<String>,
    review_open: bool,
    information_until: Option<String>,
    body: Doc,
}

#[derive(Insertable)]
#[diesel(table_name = screening_part)]
struct Part {
    round: Key,
    person: Key,
    application: Key,
}

impl Row {
    fn of(record: &Screening) -> Stored<Self> {
        let asked = |at| record.reviews.iter().any(|review| review.of == at);
        let may_ask = record.confirmed().filter(|confirmed| !asked(confirmed.at));
        Ok(Self {
            application: record.application.into(),
            round: record.round.into(),
            version: record.version,
            review_until: may_ask.map(|confirmed| confirmed.review_until.to_string()),
            review_open: record.open_review().is_some(),
            information_until: record.open_request().map(|request| request.until.to_string()),
            body: Doc::of(record)?,
        })
    }

    fn read(self) -> Stored<Screening> {
        let record: Screening = self.body.read("screening", self.application)?;
        Ok(Screening { version: self.version, ..record })
    }
}

impl Screenings for DieselTx<'_> {
    fn to_be_screened(&mut self, round: RoundId) -> Stored<Vec<ApplicationId>> {
        let keys: Vec<Key> = self.run(|c| {
            application::table
                .filter(application::round.eq(Key::from(round)))
                .filter(application::received.eq(true))
                .filter(application::status.eq(Status::Submitted.code()))
                .order(application::id)
                .select(application::id)
                .load(c)
        })?;
        Ok(keys.into_iter().map(Key::to).collect())
    }

    fn mark_screening(&mut self, round: RoundId) -> Stored<usize> {
        let sent = application::table
            .filter(application::round.eq(Key::from(round)))
            .filter(application::received.eq(true))
            .filter(application::status.eq(Status::Submitted.code()));
        self.run(|c| {
            diesel::update(sent)
                .set((
                    application::status.eq(Status::Screening.code()),
                    application::version.eq(application::version + 1_i64),
                ))
                .execute(c)
        })
    }

    fn screened_applications(&mut self, round: RoundId) -> Stored<Vec<ApplicationId>> {
        let keys: Vec<Key> = self.run(|c| {
            screening::table
                .filter(screening::round.eq(Key::from(round)))
                .order(screening::application)
                .select(screening::application)
                .load(c)
        })?;
        Ok(keys.into_iter().map(Key::to).collect())
    }

    fn add_screenings(&mut self, screenings: &[Screening]) -> Stored<()> {
        let rows = screenings.iter().map(Row::of).collect::<Stored<Vec<_>>>()?;
        self.run(|c| insert_all!(c, screening::table, &rows)).map(drop)
    }

    fn screening(&mut self, id: ApplicationId) -> Stored<Option<Screening>> {
        let row: Option<Row> =
            self.run(|c| screening::table.find(Key::from(id)).first(c).optional())?;
        row.map(Row::read).transpose()
    }

    fn screenings(&mut self, ids: &[ApplicationId]) -> Stored<Vec<Screening>> {
        let keys: Vec<Key> = ids.iter().copied().map(Key::from).collect();
        let rows: Vec<Row> = self.run(|c| {
            screening::table
                .filter(screening::application.eq_any(keys))
                .order(screening::application)
                .load(c)
        })?;
        rows.into_iter().map(Row::read).collect()
    }

    fn save_screening(&mut self, record: &Screening) -> Stored<()> {
        let row = Row::of(record)?;
        let this = screening::table
            .filter(screening::application.eq(row.application))
            .filter(screening::version.eq(row.version));
        self.change_one(|c| {
            diesel::update(this)
                .set((
                    screening::version.eq(row.version + 1),
                    screening::review_until.eq(&row.review_until),
                    screening::review_open.eq(row.review_open),
                    screening::information_until.eq(&row.information_until),
                    screening::body.eq(&row.body),
                ))
                .execute(c)
        })?;
        let known: Vec<Key> = self.run(|c| {
            screening_part::table
                .filter(screening_part::round.eq(row.round))
                .filter(screening_part::application.eq(row.application))
                .order(screening_part::person)
                .select(screening_part::person)
                .load(c)
        })?;
        let known: BTreeSet<PersonId> = known.into_iter().map(Key::to).collect();
        let parts: Vec<Part> = record
            .took_part
            .difference(&known)
            .map(|person| Part {
                round: row.round,
                person: (*person).into(),
                application: row.application,
            })
            .collect();
        self.run(|c| insert_all!(c, screening_part::table, &parts)).map(drop)
    }

    fn without_result(&mut self, round: RoundId) -> Stored<u64> {
        let waiting = [Status::Submitted, Status::Screening, Status::IneligibleProposed];
        let codes: Vec<&str> = waiting.iter().map(|status| status.code()).collect();
        let count: i64 = self.run(|c| {
            application::table
                .filter(application::round.eq(Key::from(round)))
                .filter(application::received.eq(true))
                .filter(application::status.eq_any(codes))
                .select(count_star())
                .get_result(c)
        })?;
        Ok(count.unsigned_abs())
    }

    fn open_reviews(&mut self, round: RoundId, today: CivilDate) -> Stored<u64> {
        let can_ask = screening::review_until.ge(Some(today.to_string()));
        let count: i64 = self.run(|c| {
            screening::table
                .inner_join(application::table.on(application::id.eq(screening::application)))
                .filter(screening::round.eq(Key::from(round)))
                .filter(application::status.eq(Status::Ineligible.code()))
                .filter(screening::review_open.eq(true).or(can_ask.assume_not_null()))
                .select(count_star())
                .get_result(c)
        })?;
        Ok(count.unsigned_abs())
    }

    fn information_overdue(&mut self, today: CivilDate, limit: i64) -> Stored<Vec<ApplicationId>> {
        let keys: Vec<Key> = self.run(|c| {
            screening::table
                .inner_join(application::table.on(application::id.eq(screening::application)))
                .filter(screening::information_until.lt(Some(today.to_string())))
                .filter(application::status.eq(Status::InfoRequested.code()))
                .order((screening::information_until, screening::application))
                .limit(limit)
                .select(screening::application)
                .load(c)
        })?;
        Ok(keys.into_iter().map(Key::to).collect())
    }

    fn people_who_screened(&mut self, round: RoundId) -> Stored<Vec<PersonId>> {
        let keys: Vec<Key> = self.run(|c| {
            screening_part::table
                .filter(screening_part::round.eq(Key::from(round)))
                .order(screening_part::person)
                .select(screening_part::person)
                .distinct()
                .load(c)
        })?;
        Ok(keys.into_iter().map(Key::to).collect())
    }
}
