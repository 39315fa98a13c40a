//! Rounds: what lists and the clock search by is a column, the rest is the document.

use crate::tx::DieselTx;
use crate::types::{At, Doc, Key};
use almoner_domain::id::RoundId;
use almoner_domain::round::{Round, Status};
use almoner_domain::value::Instant;
use almoner_ports::{RoundHead, RoundKey, Rounds, Stored};
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Json, Stamp};

    round (id) {
        id -> Guid,
        version -> BigInt,
        slug -> Text,
        status -> Text,
        opens_at -> Stamp,
        closes_at -> Stamp,
        published_at -> Nullable<Stamp>,
        body -> Json,
    }
}

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = round, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    id: Key,
    version: i64,
    slug: String,
    status: String,
    opens_at: At,
    closes_at: At,
    published_at: Option<At>,
    body: Doc,
}

impl Row {
    fn of(record: &Round) -> Stored<Self> {
        Ok(Self {
            id: record.id.into(),
            version: record.version,
            slug: slug(&record.settings.reference),
            status: record.status.code().to_owned(),
            opens_at: At(record.opens_at),
            closes_at: At(record.deadline.at),
            published_at: record.published_at.map(At),
            body: Doc::of(record)?,
        })
    }

    fn read(self) -> Stored<Round> {
        let record: Round = self.body.read("round", self.id)?;
        Ok(Round { version: self.version, ..record })
    }
}

/// What a reference is searched by.
fn slug(reference: &str) -> String {
    reference.trim().to_lowercase()
}

fn read_all(rows: Vec<Row>) -> Stored<Vec<Round>> {
    rows.into_iter().map(Row::read).collect()
}

impl DieselTx<'_> {
    /// A round whose version the database has just told: from those that are kept, or read whole.
    fn in_version(&mut self, id: RoundId, version: i64) -> Stored<Option<Round>> {
        if let Some(kept) = self.rounds.get(id, version) {
            return Ok(Some(Round::clone(&kept)));
        }
        let row: Option<Row> =
            self.run(|c| round::table.find(Key::from(id)).first(c).optional())?;
        let read = row.map(Row::read).transpose()?;
        if let Some(round) = &read {
            self.rounds.keep(round);
        }
        Ok(read)
    }

    fn rounds_from(
        &mut self,
        after: Option<RoundKey>,
        limit: i64,
        announced: bool,
    ) -> Stored<Vec<Round>> {
        let mut query = round::table
            .order((round::opens_at.desc(), round::id.desc()))
            .limit(limit)
            .into_boxed();
        if announced {
            query = query.filter(round::published_at.is_not_null());
        }
        if let Some(after) = after {
            let (at, id) = (At(after.opens_at), Key::from(after.id));
            query = query
                .filter(round::opens_at.lt(at).or(round::opens_at.eq(at).and(round::id.lt(id))));
        }
        read_all(self.run(|c| query.load(c))?)
    }
}

impl Rounds for DieselTx<'_> {
    fn add_round(&mut self, record: &Round) -> Stored<()> {
        let row = Row::of(record)?;
        self.run(|c| diesel::insert_into(round::table).values(&row).execute(c)).map(drop)
    }

    fn save_round(&mut self, record: &Round) -> Stored<()> {
        let row = Row { version: record.version + 1, ..Row::of(record)? };
        let known =
            round::table.filter(round::id.eq(row.id)).filter(round::version.eq(record.version));
        self.change_one(|c| diesel::update(known).set(&row).execute(c))
    }

    fn round(&mut self, id: RoundId) -> Stored<Option<Round>> {
        let found = round::table.find(Key::from(id)).select(round::version);
        match self.run(|c| found.first(c).optional())? {
            Some(version) => self.in_version(id, version),
            None => Ok(None),
        }
    }

    fn round_head(&mut self, id: RoundId) -> Stored<Option<RoundHead>> {
        let found: Option<(Key, i64, String, String)> = self.run(|c| {
            round::table
                .find(Key::from(id))
                .select((round::id, round::version, round::slug, round::status))
                .first(c)
                .optional()
        })?;
        let read = |(key, version, slug, code): (Key, i64, String, String)| {
            let status = Status::parse(&code).ok_or_else(|| {
                crate::error::corrupt("round", key.0, format!("there is no state {code:?}"))
            })?;
            Ok(RoundHead { id: key.to(), version, reference: slug.to_uppercase(), status })
        };
        found.map(read).transpose()
    }

    fn rounds_by_id(&mut self, ids: &[RoundId]) -> Stored<Vec<Round>> {
        let keys: Vec<Key> = ids.iter().copied().map(Key::from).collect();
        read_all(
            self.run(|c| round::table.filter(round::id.eq_any(keys)).order(round::id).load(c))?,
        )
    }

    fn round_by_reference(&mut self, reference: &str) -> Stored<Option<Round>> {
        let slug = slug(reference);
        let found = round::table.filter(round::slug.eq(slug)).select((round::id, round::version));
        match self.run(|c| found.first::<(Key, i64)>(c).optional())? {
            Some((id, version)) => self.in_version(id.to(), version),
            None => Ok(None),
        }
    }

    fn rounds(&mut self, after: Option<RoundKey>, limit: i64) -> Stored<Vec<Round>> {
        self.rounds_from(after, limit, false)
    }

    fn announced_rounds(&mut self, after: Option<RoundKey>, limit: i64) -> Stored<Vec<Round>> {
        self.rounds_from(after, limit, true)
    }

    fn rounds_due(&mut self, now: Instant, limit: i64) -> Stored<Vec<Round>> {
        let to_open = round::status.eq(Status::Published.code()).and(round::opens_at.le(At(now)));
        let to_close = round::status.eq(Status::Open.code()).and(round::closes_at.le(At(now)));
        let due = round::table.filter(to_open.or(to_close)).order(round::id).limit(limit);
        read_all(self.run(|c| due.load(c))?)
    }
}
