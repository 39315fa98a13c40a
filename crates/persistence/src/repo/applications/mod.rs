//! Applications, their answers and their sent versions.

mod list;
mod tables;

use crate::conn::AnyConnection;
use crate::dialect::upsert;
use crate::tx::DieselTx;
use crate::types::{At, Key};
use almoner_domain::application::{Application, Presence, SectionAnswers, Status, Submission};
use almoner_domain::conflict::Status as Declared;
use almoner_domain::form::SectionId;
use almoner_domain::id::{ApplicationId, OrganisationId, PersonId, RoundId};
use almoner_domain::value::Instant;
use almoner_ports::{
    ApplicationFilter, ApplicationKey, ApplicationLine, ApplicationOrder, Applications,
    ApplicationsOf, StatusCount, Stored,
};
use diesel::prelude::*;
use tables::{Head, New, Saved, SectionRow, SubmissionRow, reference_sequence, section_presence};
pub(super) use tables::{application, application_section, submission};

fn keys(ids: &[ApplicationId]) -> Vec<Key> {
    ids.iter().copied().map(Key::from).collect()
}

fn heads(rows: Vec<Head>) -> Stored<Vec<Application>> {
    rows.into_iter().map(Head::read).collect()
}

impl Applications for DieselTx<'_> {
    fn add_application(&mut self, record: &Application, place: u8) -> Stored<()> {
        let row = New::of(record, place)?;
        self.run(|c| diesel::insert_into(application::table).values(row).execute(c)).map(drop)
    }

    fn application(&mut self, id: ApplicationId) -> Stored<Option<Application>> {
        let row = self.run(|c| {
            application::table.find(Key::from(id)).select(Head::as_select()).first(c).optional()
        })?;
        row.map(Head::read).transpose()
    }

    fn application_by_reference(&mut self, reference: &str) -> Stored<Option<Application>> {
        let row = self.run(|c| {
            application::table
                .filter(application::reference.eq(reference))
                .select(Head::as_select())
                .first(c)
                .optional()
        })?;
        row.map(Head::read).transpose()
    }

    fn applications(&mut self, ids: &[ApplicationId]) -> Stored<Vec<Application>> {
        let rows = self.run(|c| {
            application::table
                .filter(application::id.eq_any(keys(ids)))
                .order(application::id)
                .select(Head::as_select())
                .load(c)
        })?;
        heads(rows)
    }

    fn save_application(&mut self, record: &Application) -> Stored<()> {
        let mut row = Saved::of(record)?;
        row.version += 1;
        let this = application::table
            .filter(application::id.eq(Key::from(record.id)))
            .filter(application::version.eq(record.version));
        self.change_one(|c| diesel::update(this).set(row).execute(c))
    }

    fn applications_of(
        &mut self,
        organisations: &[OrganisationId],
        limit: i64,
    ) -> Stored<Vec<Application>> {
        let theirs: Vec<Key> = organisations.iter().copied().map(Key::from).collect();
        let rows = self.run(|c| {
            application::table
                .filter(application::organisation.eq_any(theirs))
                .order((application::started_at.desc(), application::id.desc()))
                .limit(limit)
                .select(Head::as_select())
                .load(c)
        })?;
        heads(rows)
    }

    fn bids_of(
        &mut self,
        organisation: OrganisationId,
        round: RoundId,
    ) -> Stored<Vec<(ApplicationId, u8)>> {
        let over = [Status::Withdrawn.code(), Status::Abandoned.code()];
        let rows: Vec<(Key, i32)> = self.run(|c| {
            application::table
                .filter(application::round.eq(Key::from(round)))
                .filter(application::organisation.eq(Key::from(organisation)))
                .filter(application::status.ne_all(over))
                .order((application::place, application::id))
                .select((application::id, application::place))
                .load(c)
        })?;
        let read = |(id, place): (Key, i32)| (id.to(), u8::try_from(place).unwrap_or(u8::MAX));
        Ok(rows.into_iter().map(read).collect())
    }

    fn received(&mut self, round: RoundId, limit: i64) -> Stored<Vec<Application>> {
        let rows = self.run(|c| {
            application::table
                .filter(application::round.eq(Key::from(round)))
                .filter(application::received.eq(true))
                .order((application::received_at, application::id))
                .limit(limit)
                .select(Head::as_select())
                .load(c)
        })?;
        heads(rows)
    }

    fn application_list(
        &mut self,
        round: RoundId,
        filter: &ApplicationFilter,
        order: ApplicationOrder,
        after: Option<&ApplicationKey>,
        limit: i64,
    ) -> Stored<Vec<ApplicationLine>> {
        list::lines(self, round, filter, order, after, limit)
    }

    fn application_list_for(
        &mut self,
        reader: PersonId,
        list: &ApplicationsOf<'_>,
        limit: i64,
    ) -> Stored<Vec<(ApplicationLine, Option<Declared>)>> {
        list::lines_for(self, reader, list, limit)
    }

    fn application_count(&mut self, round: RoundId, filter: &ApplicationFilter) -> Stored<u64> {
        list::count(self, round, filter)
    }

    fn status_counts(&mut self, round: RoundId) -> Stored<Vec<StatusCount>> {
        list::status_counts(self, round)
    }

    fn draft_count(&mut self, round: RoundId) -> Stored<u64> {
        let count: i64 = self.run(|c| {
            application::table
                .filter(application::round.eq(Key::from(round)))
                .filter(application::status.eq(Status::Draft.code()))
                .count()
                .get_result(c)
        })?;
        Ok(count.unsigned_abs())
    }

    fn rounds_with_drafts(&mut self, limit: i64) -> Stored<Vec<RoundId>> {
        let keys: Vec<Key> = self.run(|c| {
            application::table
                .filter(application::status.eq(Status::Draft.code()))
                .order(application::round)
                .select(application::round)
                .distinct()
                .limit(limit)
                .load(c)
        })?;
        Ok(keys.into_iter().map(Key::to).collect())
    }

    fn drafts(&mut self, round: RoundId, limit: i64) -> Stored<Vec<Application>> {
        let rows = self.run(|c| {
            application::table
                .filter(application::round.eq(Key::from(round)))
                .filter(application::status.eq(Status::Draft.code()))
                .order(application::id)
                .limit(limit)
                .select(Head::as_select())
                .load(c)
        })?;
        heads(rows)
    }

    fn lock_applications(&mut self, ids: &[ApplicationId]) -> Stored<()> {
        // In the order of their ids: two transactions never wait for each other.
        let rows = application::table
            .filter(application::id.eq_any(keys(ids)))
            .order(application::id)
            .select(application::id);
        self.run(|c| match c {
            AnyConnection::Sqlite(_) => Ok(()),
            AnyConnection::Postgres(c) => rows.for_update().load::<Key>(c).map(drop),
        })
    }

    fn abandon_drafts(&mut self, ids: &[ApplicationId]) -> Stored<usize> {
        let drafts = application::table
            .filter(application::id.eq_any(keys(ids)))
            .filter(application::status.eq(Status::Draft.code()));
        self.run(|c| {
            diesel::update(drafts)
                .set((
                    application::status.eq(Status::Abandoned.code()),
                    application::version.eq(application::version + 1_i64),
                ))
                .execute(c)
        })
    }

    fn next_reference(&mut self, round: RoundId) -> Stored<u32> {
        let round = Key::from(round);
        let first = (reference_sequence::round.eq(round), reference_sequence::last.eq(1_i64));
        let next = reference_sequence::last.eq(reference_sequence::last + 1_i64);
        let last: i64 = self.run(|c| match c {
            AnyConnection::Sqlite(c) => diesel::insert_into(reference_sequence::table)
                .values(first)
                .on_conflict(reference_sequence::round)
                .do_update()
                .set(next)
                .returning(reference_sequence::last)
                .get_result(c),
            AnyConnection::Postgres(c) => diesel::insert_into(reference_sequence::table)
                .values(first)
                .on_conflict(reference_sequence::round)
                .do_update()
                .set(next)
                .returning(reference_sequence::last)
                .get_result(c),
        })?;
        u32::try_from(last).map_err(|why| crate::error::corrupt("reference_sequence", round.0, why))
    }

    fn sections(&mut self, of: ApplicationId) -> Stored<Vec<SectionAnswers>> {
        let rows: Vec<SectionRow> = self.run(|c| {
            application_section::table
                .filter(application_section::application.eq(Key::from(of)))
                .order(application_section::section)
                .load(c)
        })?;
        rows.into_iter().map(SectionRow::read).collect()
    }

    fn section(
        &mut self,
        of: ApplicationId,
        section: &SectionId,
    ) -> Stored<Option<SectionAnswers>> {
        let row: Option<SectionRow> = self.run(|c| {
            application_section::table.find((Key::from(of), section.as_str())).first(c).optional()
        })?;
        row.map(SectionRow::read).transpose()
    }

    fn save_section(&mut self, answers: &SectionAnswers) -> Stored<()> {
        let mut row = SectionRow::of(answers)?;
        row.version += 1;
        if answers.version == 0 {
            let place = (application_section::application, application_section::section);
            return self
                .change_one(|c| upsert!(c, application_section::table, &row, on place, keep));
        }
        let this = application_section::table
            .filter(application_section::application.eq(row.application))
            .filter(application_section::section.eq(&row.section))
            .filter(application_section::version.eq(answers.version));
        self.change_one(|c| {
            diesel::update(this)
                .set((
                    application_section::version.eq(row.version),
                    application_section::saved_by.eq(row.saved_by),
                    application_section::saved_at.eq(row.saved_at),
                    application_section::fields.eq(&row.fields),
                ))
                .execute(c)
        })
    }

    fn note_presence(&mut self, presence: &Presence) -> Stored<()> {
        let row = (
            section_presence::application.eq(Key::from(presence.application)),
            section_presence::section.eq(presence.section.as_str()),
            section_presence::person.eq(Key::from(presence.person)),
            section_presence::opened_at.eq(At(presence.at)),
        );
        let place =
            (section_presence::application, section_presence::section, section_presence::person);
        let again = section_presence::opened_at.eq(At(presence.at));
        self.run(|c| upsert!(c, section_presence::table, row, on place, set again)).map(drop)
    }

    fn presence(
        &mut self,
        of: ApplicationId,
        section: &SectionId,
        since: Instant,
    ) -> Stored<Vec<Presence>> {
        let rows: Vec<(Key, At)> = self.run(|c| {
            section_presence::table
                .filter(section_presence::application.eq(Key::from(of)))
                .filter(section_presence::section.eq(section.as_str()))
                .filter(section_presence::opened_at.ge(At(since)))
                .order(section_presence::person)
                .select((section_presence::person, section_presence::opened_at))
                .load(c)
        })?;
        let seen = |(person, at): (Key, At)| Presence {
            application: of,
            section: section.clone(),
            person: person.to(),
            at: at.0,
        };
        Ok(rows.into_iter().map(seen).collect())
    }

    fn forget_presence(&mut self, until: Instant) -> Stored<usize> {
        let gone = section_presence::table.filter(section_presence::opened_at.lt(At(until)));
        self.run(|c| diesel::delete(gone).execute(c))
    }

    fn add_submission(&mut self, sent: &Submission) -> Stored<()> {
        let row = SubmissionRow::of(sent)?;
        self.run(|c| diesel::insert_into(submission::table).values(&row).execute(c)).map(drop)
    }

    fn submission(&mut self, of: ApplicationId, number: u32) -> Stored<Option<Submission>> {
        let number = i32::try_from(number).unwrap_or(i32::MAX);
        let row = self.run(|c| {
            submission::table
                .filter(submission::application.eq(Key::from(of)))
                .filter(submission::number.eq(number))
                .select(SubmissionRow::as_select())
                .first(c)
                .optional()
        })?;
        row.map(SubmissionRow::read).transpose()
    }

    fn last_submissions(&mut self, of: &[ApplicationId]) -> Stored<Vec<Submission>> {
        let theirs = application::id
            .eq(submission::application)
            .and(application::sent.eq(submission::number));
        let rows = self.run(|c| {
            submission::table
                .inner_join(application::table.on(theirs))
                .filter(submission::application.eq_any(keys(of)))
                .order((submission::sent_at, submission::id))
                .select(SubmissionRow::as_select())
                .load(c)
        })?;
        rows.into_iter().map(SubmissionRow::read).collect()
    }
}
