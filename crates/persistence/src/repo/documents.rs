//! Documents: one row for each, its bytes elsewhere.

use super::applications::application;
use super::rounds::round;
use crate::error::corrupt;
use crate::tx::DieselTx;
use crate::types::{At, Doc, Key};
use almoner_domain::application::Status as BidStatus;
use almoner_domain::document::{Document, Status};
use almoner_domain::id::{ApplicationId, DocumentId};
use almoner_domain::value::Instant;
use almoner_ports::{Documents, Stored, Unjudged};
use diesel::dsl::count_star;
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Json, Stamp};

    document (id) {
        id -> Guid,
        version -> BigInt,
        application -> Guid,
        place -> Nullable<Integer>,
        status -> Text,
        key -> Text,
        received_at -> Stamp,
        scan_at -> Nullable<Stamp>,
        body -> Json,
    }
}

diesel::allow_tables_to_appear_in_same_query!(document, application, round);

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = document, treat_none_as_default_value = false)]
struct Row {
    id: Key,
    version: i64,
    application: Key,
    place: Option<i32>,
    status: String,
    key: String,
    received_at: At,
    scan_at: Option<At>,
    body: Doc,
}

impl Row {
    fn of(record: &Document) -> Stored<Self> {
        Ok(Self {
            id: record.id.into(),
            version: record.version,
            application: record.application.into(),
            place: record.place.map(i32::from),
            status: record.status.code().to_owned(),
            key: record.key.clone(),
            received_at: At(record.received_at),
            scan_at: record.scan_at.map(At),
            body: Doc::of(record)?,
        })
    }

    fn read(self) -> Stored<Document> {
        let kept: Document = self.body.read("document", self.id)?;
        let status = Status::parse(&self.status).ok_or_else(|| {
            corrupt("document", self.id.0, format!("there is no state {:?}", self.status))
        })?;
        Ok(Document { version: self.version, status, ..kept })
    }
}

const KEPT: [&str; 3] = [Status::Pending.code(), Status::Clean.code(), Status::Unscanned.code()];

impl Documents for DieselTx<'_> {
    fn add_document(&mut self, record: &Document) -> Stored<()> {
        let row = Row::of(record)?;
        self.run(|c| diesel::insert_into(document::table).values(&row).execute(c)).map(drop)
    }

    fn document(&mut self, id: DocumentId) -> Stored<Option<Document>> {
        let row: Option<Row> =
            self.run(|c| document::table.find(Key::from(id)).first(c).optional())?;
        row.map(Row::read).transpose()
    }

    fn save_document(&mut self, record: &Document) -> Stored<()> {
        let row = Row::of(record)?;
        let this = document::table
            .filter(document::id.eq(row.id))
            .filter(document::version.eq(row.version));
        self.change_one(|c| {
            diesel::update(this)
                .set((
                    document::version.eq(row.version + 1),
                    document::place.eq(row.place),
                    document::status.eq(&row.status),
                    document::scan_at.eq(row.scan_at),
                    document::body.eq(&row.body),
                ))
                .execute(c)
        })
    }

    fn documents_of(&mut self, bid: ApplicationId) -> Stored<Vec<Document>> {
        let rows: Vec<Row> = self.run(|c| {
            document::table
                .filter(document::application.eq(Key::from(bid)))
                .order((document::received_at, document::id))
                .load(c)
        })?;
        rows.into_iter().map(Row::read).collect()
    }

    fn documents_to_scan(&mut self, at: Instant, limit: i64) -> Stored<Vec<Document>> {
        let rows: Vec<Row> = self.run(|c| {
            document::table
                .filter(document::scan_at.is_not_null())
                .filter(document::scan_at.le(At(at)))
                .order((document::status, document::scan_at, document::id))
                .limit(limit)
                .load(c)
        })?;
        rows.into_iter().map(Row::read).collect()
    }

    fn documents_to_erase(&mut self, closed_before: Instant, limit: i64) -> Stored<Vec<Document>> {
        let over = [BidStatus::Abandoned.code(), BidStatus::Withdrawn.code()];
        let rows: Vec<Row> = self.run(|c| {
            document::table
                .inner_join(application::table.on(application::id.eq(document::application)))
                .inner_join(round::table.on(round::id.eq(application::round)))
                .filter(document::status.eq_any(KEPT))
                .filter(application::status.eq_any(over))
                .filter(round::closes_at.lt(At(closed_before)))
                .order(document::id)
                .limit(limit)
                .select(Row::as_select())
                .load(c)
        })?;
        rows.into_iter().map(Row::read).collect()
    }

    fn unjudged(&mut self) -> Stored<Unjudged> {
        let codes = [Status::Pending.code(), Status::Unscanned.code()];
        let rows: Vec<(String, i64)> = self.run(|c| {
            document::table
                .filter(document::status.eq_any(codes))
                .group_by(document::status)
                .select((document::status, count_star()))
                .load(c)
        })?;
        let count = |status: Status| {
            let found = rows.iter().find(|(code, _)| code == status.code());
            found.map_or(0, |(_, count)| count.unsigned_abs())
        };
        Ok(Unjudged { pending: count(Status::Pending), unscanned: count(Status::Unscanned) })
    }

    fn keys_in_use(&mut self, keys: &[String]) -> Stored<Vec<String>> {
        self.run(|c| {
            document::table
                .filter(document::key.eq_any(keys))
                .filter(document::status.eq_any(KEPT))
                .order(document::key)
                .select(document::key)
                .load(c)
        })
    }
}
