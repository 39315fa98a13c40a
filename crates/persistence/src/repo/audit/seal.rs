//! Sealing the heads of the chains into an anchor.

use super::append::queue_for;
use super::hash::{AnchorHash, NOTHING_BEFORE};
use super::tables::{AnchorRow, HeadRow, audit_anchor, audit_head};
use crate::tx::DieselTx;
use crate::types::At;
use almoner_domain::value::Instant;
use almoner_ports::Stored;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// Heads read at once.
pub(super) const PAGE: i64 = 500;

/// Copies the last entry of each chain that grew since a head of it was sealed. One statement, so
/// that it sees one state of the chains.
const COPY_HEADS: &str = "\
    INSERT INTO audit_head (anchor, stream, seq, hash) \
    SELECT $1, e.stream, e.seq, e.hash \
    FROM (SELECT stream, MAX(seq) AS seq FROM audit_entry GROUP BY stream) AS last \
    JOIN audit_entry AS e ON e.stream = last.stream AND e.seq = last.seq \
    WHERE e.seq > COALESCE((SELECT MAX(h.seq) FROM audit_head AS h WHERE h.stream = e.stream), 0)";

pub(super) fn seal(tx: &mut DieselTx<'_>, at: Instant) -> Stored<usize> {
    tx.run(|c| queue_for(c, "anchor"))?;
    let last: Option<(i64, Vec<u8>)> = tx.run(|c| {
        audit_anchor::table
            .order(audit_anchor::seq.desc())
            .select((audit_anchor::seq, audit_anchor::hash))
            .first(c)
            .optional()
    })?;
    let (seq, prev_hash) = last.unwrap_or_else(|| (0, NOTHING_BEFORE.to_vec()));
    let seq = seq + 1;
    let heads = tx.run(|c| diesel::sql_query(COPY_HEADS).bind::<BigInt, _>(seq).execute(c))?;
    if heads == 0 {
        return Ok(0);
    }
    let count = i64::try_from(heads).unwrap_or(i64::MAX);
    let mut row = AnchorRow { seq, at: At(at), heads: count, prev_hash, hash: Vec::new() };
    row.hash = hash_of(tx, &row)?.0;
    tx.run(|c| diesel::insert_into(audit_anchor::table).values(&row).execute(c))?;
    Ok(heads)
}

/// The hash of an anchor over its heads as they are stored, and how many there are.
pub(super) fn hash_of(tx: &mut DieselTx<'_>, anchor: &AnchorRow) -> Stored<(Vec<u8>, i64)> {
    let mut hash = AnchorHash::new(anchor);
    let mut count = 0;
    let mut after = String::new();
    loop {
        let page: Vec<HeadRow> = tx.run(|c| {
            audit_head::table
                .filter(audit_head::anchor.eq(anchor.seq))
                .filter(audit_head::stream.gt(&after))
                .order(audit_head::stream)
                .limit(PAGE)
                .load(c)
        })?;
        let Some(last) = page.last() else {
            return Ok((hash.finish(), count));
        };
        after.clone_from(&last.stream);
        for head in &page {
            hash.head(head);
            count += 1;
        }
    }
}
