//! Assessors and assessments. State, version and locking count in their columns, so that all
//! assessments of a bid lock in one statement; the rest is the document.

use crate::dialect::insert_all;
use crate::tx::DieselTx;
use crate::types::{At, Doc, Key};
use almoner_domain::assessment::{Assessment, Kind, Profile, Status};
use almoner_domain::id::{ApplicationId, AssessmentId, OrganisationId, PersonId, RoundId};
use almoner_domain::value::CivilDate;
use almoner_domain::value::Instant;
use almoner_ports::{
    AssessmentCount, AssessmentKey, AssessmentLine, Assessments, Load, StoreError, Stored,
};
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Json};

    assessor_profile (person) {
        person -> Guid,
        version -> BigInt,
        body -> Json,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Json, Stamp};

    assessment (id) {
        id -> Guid,
        version -> BigInt,
        round -> Guid,
        application -> Guid,
        assessor -> Guid,
        kind -> Text,
        status -> Text,
        due -> Text,
        locked_at -> Nullable<Stamp>,
        body -> Json,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Stamp};

    membership (person, organisation, since) {
        person -> Guid,
        organisation -> Guid,
        since -> Stamp,
        until_at -> Nullable<Stamp>,
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = assessor_profile)]
struct ProfileRow {
    person: Key,
    version: i64,
    body: Doc,
}

impl ProfileRow {
    fn read(self) -> Stored<Profile> {
        let profile: Profile = self.body.read("assessor_profile", self.person)?;
        Ok(Profile { version: self.version, ..profile })
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = assessment, treat_none_as_default_value = false)]
struct Row {
    id: Key,
    version: i64,
    round: Key,
    application: Key,
    assessor: Key,
    kind: String,
    status: String,
    due: String,
    locked_at: Option<At>,
    body: Doc,
}

impl Row {
    fn of(record: &Assessment) -> Stored<Self> {
        Ok(Self {
            id: record.id.into(),
            version: record.version,
            round: record.round.into(),
            application: record.application.into(),
            assessor: record.assessor.into(),
            kind: record.kind.code().to_owned(),
            status: record.status.code().to_owned(),
            due: record.due.to_string(),
            locked_at: record.locked_at.map(At),
            body: Doc::of(record)?,
        })
    }

    fn read(self) -> Stored<Assessment> {
        let record: Assessment = self.body.read("assessment", self.id)?;
        Ok(Assessment {
            version: self.version,
            status: status("assessment", self.id, &self.status)?,
            locked_at: self.locked_at.map(|at| at.0),
            ..record
        })
    }
}

fn status(table: &'static str, id: Key, code: &str) -> Stored<Status> {
    Status::parse(code).ok_or_else(|| corrupt(table, id, "status", code))
}

fn kind(table: &'static str, id: Key, code: &str) -> Stored<Kind> {
    Kind::parse(code).ok_or_else(|| corrupt(table, id, "kind", code))
}

fn corrupt(table: &'static str, id: Key, what: &str, code: &str) -> StoreError {
    crate::error::corrupt(table, id.0, format!("no {what} {code}"))
}

fn count(number: i64) -> u64 {
    number.unsigned_abs()
}

fn all(rows: Vec<Row>) -> Stored<Vec<Assessment>> {
    rows.into_iter().map(Row::read).collect()
}

/// States in which the assessor has yet to hand it in.
const UNFINISHED: [&str; 2] = [Status::Assigned.code(), Status::InProgress.code()];

/// States in which the assessor no longer has to do with the bid.
const GIVEN_UP: [&str; 4] = [
    Status::Recused.code(),
    Status::HandedBack.code(),
    Status::Waived.code(),
    Status::Expired.code(),
];

impl Assessments for DieselTx<'_> {
    fn assessor_profile(&mut self, person: PersonId) -> Stored<Option<Profile>> {
        let row: Option<ProfileRow> =
            self.run(|c| assessor_profile::table.find(Key::from(person)).first(c).optional())?;
        row.map(ProfileRow::read).transpose()
    }

    fn assessor_profiles(&mut self, people: &[PersonId]) -> Stored<Vec<Profile>> {
        let keys: Vec<Key> = people.iter().copied().map(Key::from).collect();
        let rows: Vec<ProfileRow> = self.run(|c| {
            assessor_profile::table
                .filter(assessor_profile::person.eq_any(keys))
                .order(assessor_profile::person)
                .load(c)
        })?;
        rows.into_iter().map(ProfileRow::read).collect()
    }

    fn save_assessor_profile(&mut self, profile: &Profile) -> Stored<()> {
        let row = ProfileRow {
            person: profile.person.into(),
            version: profile.version + 1,
            body: Doc::of(profile)?,
        };
        if profile.version == 0 {
            // Somebody else's first save in the meantime leaves nothing to insert.
            return self.change_one(|c| {
                crate::dialect::upsert!(
                    c, assessor_profile::table, &row, on assessor_profile::person, keep
                )
            });
        }
        let this = assessor_profile::table
            .filter(assessor_profile::person.eq(row.person))
            .filter(assessor_profile::version.eq(profile.version));
        self.change_one(|c| {
            diesel::update(this)
                .set((
                    assessor_profile::version.eq(row.version),
                    assessor_profile::body.eq(&row.body),
                ))
                .execute(c)
        })
    }

    fn members_of_groups(
        &mut self,
        organisations: &[OrganisationId],
    ) -> Stored<Vec<(OrganisationId, PersonId)>> {
        let keys: Vec<Key> = organisations.iter().copied().map(Key::from).collect();
        let rows: Vec<(Key, Key)> = self.run(|c| {
            membership::table
                .filter(membership::organisation.eq_any(keys))
                .filter(membership::until_at.is_null())
                .order((membership::organisation, membership::person))
                .select((membership::organisation, membership::person))
                .load(c)
        })?;
        Ok(rows.into_iter().map(|(group, person)| (group.to(), person.to())).collect())
    }

    fn add_assessments(&mut self, assessments: &[Assessment]) -> Stored<()> {
        let rows: Vec<Row> = assessments.iter().map(Row::of).collect::<Stored<_>>()?;
        self.run(|c| insert_all!(c, assessment::table, &rows)).map(drop)
    }

    fn assessment(&mut self, id: AssessmentId) -> Stored<Option<Assessment>> {
        let row: Option<Row> =
            self.run(|c| assessment::table.find(Key::from(id)).first(c).optional())?;
        row.map(Row::read).transpose()
    }

    fn save_assessment(&mut self, record: &Assessment) -> Stored<()> {
        let row = Row::of(record)?;
        let this = assessment::table
            .filter(assessment::id.eq(row.id))
            .filter(assessment::version.eq(row.version));
        self.change_one(|c| {
            diesel::update(this)
                .set((
                    assessment::version.eq(row.version + 1),
                    assessment::status.eq(&row.status),
                    assessment::due.eq(&row.due),
                    assessment::locked_at.eq(row.locked_at),
                    assessment::body.eq(&row.body),
                ))
                .execute(c)
        })
    }

    fn assessments_of(&mut self, applications: &[ApplicationId]) -> Stored<Vec<Assessment>> {
        let keys: Vec<Key> = applications.iter().copied().map(Key::from).collect();
        let rows: Vec<Row> = self.run(|c| {
            assessment::table
                .filter(assessment::application.eq_any(keys))
                .order((assessment::application, assessment::id))
                .load(c)
        })?;
        all(rows)
    }

    fn assessments_by(
        &mut self,
        assessor: PersonId,
        after: Option<AssessmentKey>,
        limit: i64,
    ) -> Stored<Vec<Assessment>> {
        let mut query = assessment::table
            .filter(assessment::assessor.eq(Key::from(assessor)))
            .filter(assessment::status.ne_all(GIVEN_UP))
            .order((assessment::due, assessment::id))
            .limit(limit)
            .into_boxed();
        if let Some(AssessmentKey { due, id }) = after {
            let due = due.to_string();
            query = query.filter(
                assessment::due
                    .gt(due.clone())
                    .or(assessment::due.eq(due).and(assessment::id.gt(Key::from(id)))),
            );
        }
        let rows: Vec<Row> = self.run(|c| query.load(c))?;
        all(rows)
    }

    fn assessment_lines(&mut self, round: RoundId) -> Stored<Vec<AssessmentLine>> {
        let rows: Vec<(Key, Key, Key, String, String)> = self.run(|c| {
            assessment::table
                .filter(assessment::round.eq(Key::from(round)))
                .order((assessment::application, assessment::id))
                .select((
                    assessment::id,
                    assessment::application,
                    assessment::assessor,
                    assessment::kind,
                    assessment::status,
                ))
                .load(c)
        })?;
        rows.into_iter()
            .map(|(id, application, assessor, of_kind, in_status)| {
                Ok(AssessmentLine {
                    id: id.to(),
                    application: application.to(),
                    assessor: assessor.to(),
                    kind: kind("assessment", id, &of_kind)?,
                    status: status("assessment", id, &in_status)?,
                })
            })
            .collect()
    }

    fn assessment_counts(&mut self, round: RoundId) -> Stored<Vec<AssessmentCount>> {
        let rows: Vec<(Key, String, String, i64)> = self.run(|c| {
            assessment::table
                .filter(assessment::round.eq(Key::from(round)))
                .group_by((assessment::application, assessment::kind, assessment::status))
                .order((assessment::application, assessment::kind, assessment::status))
                .select((
                    assessment::application,
                    assessment::kind,
                    assessment::status,
                    diesel::dsl::count_star(),
                ))
                .load(c)
        })?;
        rows.into_iter()
            .map(|(application, of_kind, in_status, number)| {
                Ok(AssessmentCount {
                    application: application.to(),
                    kind: kind("assessment", application, &of_kind)?,
                    status: status("assessment", application, &in_status)?,
                    count: count(number),
                })
            })
            .collect()
    }

    fn assessor_loads(&mut self, round: RoundId) -> Stored<Vec<Load>> {
        let rows: Vec<(Key, String, i64)> = self.run(|c| {
            assessment::table
                .filter(assessment::round.eq(Key::from(round)))
                .group_by((assessment::assessor, assessment::status))
                .order((assessment::assessor, assessment::status))
                .select((assessment::assessor, assessment::status, diesel::dsl::count_star()))
                .load(c)
        })?;
        rows.into_iter()
            .map(|(assessor, in_status, number)| {
                Ok(Load {
                    assessor: assessor.to(),
                    status: status("assessment", assessor, &in_status)?,
                    count: count(number),
                })
            })
            .collect()
    }

    fn assessments_overdue(&mut self, before: CivilDate, limit: i64) -> Stored<Vec<Assessment>> {
        let rows: Vec<Row> = self.run(|c| {
            assessment::table
                .filter(assessment::status.eq_any(UNFINISHED))
                .filter(assessment::due.lt(before.to_string()))
                .order((assessment::due, assessment::id))
                .limit(limit)
                .load(c)
        })?;
        all(rows)
    }

    fn expire_assessments(&mut self, ids: &[AssessmentId]) -> Stored<usize> {
        let keys: Vec<Key> = ids.iter().copied().map(Key::from).collect();
        let these = assessment::table
            .filter(assessment::id.eq_any(keys))
            .filter(assessment::status.eq_any(UNFINISHED));
        self.run(|c| {
            diesel::update(these)
                .set((
                    assessment::status.eq(Status::Expired.code()),
                    assessment::version.eq(assessment::version + 1_i64),
                ))
                .execute(c)
        })
    }

    fn lock_assessments(&mut self, application: ApplicationId, at: Instant) -> Stored<usize> {
        let these = assessment::table
            .filter(assessment::application.eq(Key::from(application)))
            .filter(assessment::status.eq(Status::Submitted.code()));
        self.run(|c| {
            diesel::update(these)
                .set((
                    assessment::status.eq(Status::Locked.code()),
                    assessment::locked_at.eq(Some(At(at))),
                    assessment::version.eq(assessment::version + 1_i64),
                ))
                .execute(c)
        })
    }

    fn mark_moderated(&mut self, application: ApplicationId) -> Stored<usize> {
        let these = assessment::table
            .filter(assessment::application.eq(Key::from(application)))
            .filter(assessment::status.eq(Status::Locked.code()));
        self.run(|c| {
            diesel::update(these)
                .set((
                    assessment::status.eq(Status::Moderated.code()),
                    assessment::version.eq(assessment::version + 1_i64),
                ))
                .execute(c)
        })
    }
}
