//! Appending an entry.

use super::hash::{NOTHING_BEFORE, of_entry};
use super::read::stream_text;
use super::tables::{EntryRow, audit_entry};
use crate::conn::AnyConnection;
use crate::dialect::insert_all;
use crate::tx::DieselTx;
use crate::types::{At, Key};
use almoner_domain::audit::{By, Entry};
use almoner_domain::id::EntryId;
use almoner_domain::value::Instant;
use almoner_ports::{StoreError, Stored};
use diesel::dsl::max;
use diesel::prelude::*;
use diesel::sql_types::{Array, Text};
use std::collections::{BTreeMap, BTreeSet};
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
    let row = row(id, entry, (by, at, request), (stream, seq + 1, prev_hash))?;
    tx.run(|c| diesel::insert_into(audit_entry::table).values(&row).execute(c)).map(drop)
}

/// Appends several entries: one read of the heads of their chains, one insert for some hundreds.
pub(super) fn append_all(
    tx: &mut DieselTx<'_>,
    entries: &[(EntryId, &Entry)],
    by: &By,
    at: Instant,
    request: Uuid,
) -> Stored<()> {
    let streams: Vec<String> = entries.iter().map(|(_, entry)| stream_text(entry.stream)).collect();
    let mut each = streams.clone();
    // In one order, so that two such transactions never wait for each other.
    each.sort_unstable();
    each.dedup();
    tx.run(|c| queue_for_all(c, &each))?;
    let mut heads = heads(tx, &each)?;
    let mut rows = Vec::with_capacity(entries.len());
    for ((id, entry), stream) in entries.iter().zip(streams) {
        let (seq, prev_hash) =
            heads.remove(&stream).unwrap_or_else(|| (0, NOTHING_BEFORE.to_vec()));
        let row = row(*id, entry, (by, at, request), (stream, seq + 1, prev_hash))?;
        heads.insert(row.stream.clone(), (row.seq, row.hash.clone()));
        rows.push(row);
    }
    tx.run(|c| insert_all!(c, audit_entry::table, &rows)).map(drop)
}

/// The last place of each of these chains and its hash; chains that do not exist yet have none.
fn heads(tx: &mut DieselTx<'_>, streams: &[String]) -> Stored<BTreeMap<String, (i64, Vec<u8>)>> {
    let last: Vec<(String, Option<i64>)> = tx.run(|c| {
        audit_entry::table
            .filter(audit_entry::stream.eq_any(streams))
            .group_by(audit_entry::stream)
            .select((audit_entry::stream, max(audit_entry::seq)))
            .load(c)
    })?;
    let last: BTreeMap<String, i64> =
        last.into_iter().filter_map(|(stream, seq)| Some((stream, seq?))).collect();
    let places: BTreeSet<i64> = last.values().copied().collect();
    // Entries at a place that is the last one of some chain; those of other chains fall away.
    let candidates: Vec<(String, i64, Vec<u8>)> = tx.run(|c| {
        audit_entry::table
            .filter(audit_entry::stream.eq_any(streams))
            .filter(audit_entry::seq.eq_any(places))
            .select((audit_entry::stream, audit_entry::seq, audit_entry::hash))
            .load(c)
    })?;
    let are_last = candidates.into_iter().filter(|(stream, seq, _)| last.get(stream) == Some(seq));
    Ok(are_last.map(|(stream, seq, hash)| (stream, (seq, hash))).collect())
}

/// The row of an entry at its place in its chain, with its hash.
fn row(
    id: EntryId,
    entry: &Entry,
    (by, at, request): (&By, Instant, Uuid),
    (stream, seq, prev_hash): (String, i64, Vec<u8>),
) -> Stored<EntryRow> {
    // A BTreeMap: the keys are written in order.
    let facts = serde_json::to_string(&entry.facts)
        .map_err(|e| StoreError::Failed(format!("facts cannot be written: {e}")))?;
    let roles: Vec<&str> = by.roles.iter().map(|role| role.code()).collect();
    let mut row = EntryRow {
        id: id.into(),
        stream,
        seq,
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
    Ok(row)
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

/// The same for several streams.
fn queue_for_all(conn: &mut AnyConnection, streams: &[String]) -> QueryResult<()> {
    match conn {
        AnyConnection::Sqlite(_) => Ok(()),
        AnyConnection::Postgres(c) => diesel::sql_query(
            "SELECT pg_advisory_xact_lock(hashtextextended(s, 0)) \
             FROM (SELECT unnest($1) AS s ORDER BY 1) AS streams",
        )
        .bind::<Array<Text>, _>(streams)
        .execute(c)
        .map(drop),
    }
}
