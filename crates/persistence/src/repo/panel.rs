//! Moderation and meetings: one document for a bid, one for a round.

use crate::dialect::upsert;
use crate::tx::DieselTx;
use crate::types::{Doc, Key};
use almoner_domain::application::Status;
use almoner_domain::id::{ApplicationId, OrganisationId, RoundId};
use almoner_domain::moderation::{Meeting, Moderation};
use almoner_ports::{Moderations, Stored};
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Json};

    moderation (application) {
        application -> Guid,
        round -> Guid,
        version -> BigInt,
        body -> Json,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Json};

    meeting (round) {
        round -> Guid,
        version -> BigInt,
        body -> Json,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Guid;

    application (id) {
        id -> Guid,
        round -> Guid,
        organisation -> Guid,
        status -> Text,
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = moderation)]
struct ModerationRow {
    application: Key,
    round: Key,
    version: i64,
    body: Doc,
}

impl ModerationRow {
    fn read(self) -> Stored<Moderation> {
        let record: Moderation = self.body.read("moderation", self.application)?;
        Ok(Moderation { version: self.version, ..record })
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = meeting)]
struct MeetingRow {
    round: Key,
    version: i64,
    body: Doc,
}

impl Moderations for DieselTx<'_> {
    fn moderation(&mut self, application: ApplicationId) -> Stored<Option<Moderation>> {
        let row: Option<ModerationRow> =
            self.run(|c| moderation::table.find(Key::from(application)).first(c).optional())?;
        row.map(ModerationRow::read).transpose()
    }

    fn moderations(&mut self, round: RoundId) -> Stored<Vec<Moderation>> {
        let rows: Vec<ModerationRow> = self.run(|c| {
            moderation::table
                .filter(moderation::round.eq(Key::from(round)))
                .order(moderation::application)
                .load(c)
        })?;
        rows.into_iter().map(ModerationRow::read).collect()
    }

    fn save_moderation(&mut self, record: &Moderation) -> Stored<()> {
        let row = ModerationRow {
            application: record.application.into(),
            round: record.round.into(),
            version: record.version + 1,
            body: Doc::of(record)?,
        };
        if record.version == 0 {
            return self.change_one(
                |c| upsert!(c, moderation::table, &row, on moderation::application, keep),
            );
        }
        let this = moderation::table
            .filter(moderation::application.eq(row.application))
            .filter(moderation::version.eq(record.version));
        self.change_one(|c| {
            diesel::update(this)
                .set((moderation::version.eq(row.version), moderation::body.eq(&row.body)))
                .execute(c)
        })
    }

    fn meeting(&mut self, round: RoundId) -> Stored<Option<Meeting>> {
        let row: Option<MeetingRow> =
            self.run(|c| meeting::table.find(Key::from(round)).first(c).optional())?;
        row.map(|row| {
            let record: Meeting = row.body.read("meeting", row.round)?;
            Ok(Meeting { version: row.version, ..record })
        })
        .transpose()
    }

    fn save_meeting(&mut self, record: &Meeting) -> Stored<()> {
        let row = MeetingRow {
            round: record.round.into(),
            version: record.version + 1,
            body: Doc::of(record)?,
        };
        if record.version == 0 {
            return self.change_one(|c| upsert!(c, meeting::table, &row, on meeting::round, keep));
        }
        let this = meeting::table
            .filter(meeting::round.eq(row.round))
            .filter(meeting::version.eq(record.version));
        self.change_one(|c| {
            diesel::update(this)
                .set((meeting::version.eq(row.version), meeting::body.eq(&row.body)))
                .execute(c)
        })
    }

    fn funded_before(
        &mut self,
        organisations: &[OrganisationId],
        other_than: RoundId,
    ) -> Stored<Vec<OrganisationId>> {
        let keys: Vec<Key> = organisations.iter().copied().map(Key::from).collect();
        let rows: Vec<Key> = self.run(|c| {
            application::table
                .filter(application::organisation.eq_any(keys))
                .filter(application::round.ne(Key::from(other_than)))
                .filter(
                    application::status.eq_any([Status::Approved.code(), Status::Converted.code()]),
                )
                .order(application::organisation)
                .select(application::organisation)
                .distinct()
                .load(c)
        })?;
        Ok(rows.into_iter().map(Key::to).collect())
    }
}
