//! Appending an entry.

use super::hash::{NOTHING_BEFORE, of_entry};
use super::read::stream_text;
use super::tables::{EntryRow, audit_entry};
use crate::conn::AnyConnection;
use crate::tx::DieselTx;
use crate::types::{At, Key};
use almoner_domain::audit::{By, Entry};
use almoner_domain::id::EntryId;
use almoner_domain::value::Instant;
use almoner_ports::{StoreError, Stored};
use diesel::prelude::*;
use diesel::sql_types::Text;
use uuid::Uuid;

pub(super) fn append(
    tx: &mut DieselTx<'_>,
    id: EntryId,
    entry: &Entry,
    by: &By,
    at: Instant,
    request: Uuid,
) -> Stored<()> {
    let stream = stream_text(entry.stream);
    tx.run(|c| queue_for(c, &stream))?;
    let last: Option<(i64, Vec<u8>)> = tx.run(|c| {
        audit_entry::table
            .filter(audit_entry::stream.eq(&stream))
            .order(audit_entry::seq.desc())
            .select((audit_entry::seq, audit_entry::hash))
            .first(c)
            .optional()
    })?;
    let (seq, prev_hash) = last.unwrap_or_else(|| (0, NOTHING_BEFORE.to_vec()));
    // A BTreeMap: the keys are written in order.
    let facts = serde_json::to_string(&entry.facts)
        .map_err(|e| StoreError::Failed(format!("facts cannot be written: {e}")))?;
    let roles: Vec<&str> = by.roles.iter().map(|role| role.code()).collect();
    let mut row = EntryRow {
        id: id.into(),
        stream,
        seq: seq + 1,
        round: entry.round.map(Key::from),
        event: entry.event.to_owned(),
        facts,
        person: by.person.map(Key::from),
        roles: roles.join(","),
        at: At(at),
        request: request.into(),
        prev_hash,
        hash: Vec::new(),
    };
    row.hash = of_entry(&row);
    tx.run(|c| diesel::insert_into(audit_entry::table).values(&row).execute(c)).map(drop)
}

/// On PostgreSQL, waits until no other transaction is appending to the stream, and holds the
/// others off until this one ends. Without it the unique place in the chain would let one of them
/// through and make the rest run again. On SQLite nobody else writes meanwhile.
pub(super) fn queue_for(conn: &mut AnyConnection, stream: &str) -> QueryResult<()> {
    match conn {
        AnyConnection::Sqlite(_) => Ok(()),
        AnyConnection::Postgres(c) => {
            diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
                .bind::<Text, _>(stream)
                .execute(c)
                .map(drop)
        }
    }
}
