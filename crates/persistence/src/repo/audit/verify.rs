//! Checking every chain and every anchor from the start, a page at a time.

use super::hash::{NOTHING_BEFORE, of_entry};
use super::seal::{PAGE, hash_of};
use super::tables::{AnchorRow, EntryRow, HeadRow, audit_anchor, audit_entry, audit_head};
use crate::tx::DieselTx;
use almoner_ports::{Broken, Stored};
use diesel::prelude::*;

diesel::allow_tables_to_appear_in_same_query!(audit_head, audit_entry);

pub(super) fn verify(tx: &mut DieselTx<'_>) -> Stored<Result<i64, Broken>> {
    let entries = match chains(tx)? {
        Ok(entries) => entries,
        Err(broken) => return Ok(Err(broken)),
    };
    let anchors = match anchors(tx)? {
        Ok(last) => last,
        Err(broken) => return Ok(Err(broken)),
    };
    match heads(tx, anchors)? {
        Some(broken) => Ok(Err(broken)),
        None => Ok(Ok(entries)),
    }
}

/// Walks all entries, chain by chain. Each must have the next place, the hash of the one before,
/// and the hash of its own columns.
fn chains(tx: &mut DieselTx<'_>) -> Stored<Result<i64, Broken>> {
    let mut count = 0;
    let mut before = (String::new(), 0_i64, NOTHING_BEFORE.to_vec());
    loop {
        let page = page_after(tx, &before.0, before.1)?;
        if page.is_empty() {
            return Ok(Ok(count));
        }
        for entry in page {
            if entry.stream != before.0 {
                before = (entry.stream.clone(), 0, NOTHING_BEFORE.to_vec());
            }
            if let Some(why) = fault_of(&entry, before.1, &before.2) {
                return Ok(Err(broken(&entry, before.1, why)));
            }
            before.1 = entry.seq;
            before.2 = entry.hash;
            count += 1;
        }
    }
}

/// The next entries in order of stream and place: the rest of a chain, else the chains after it.
/// Two questions, because both databases answer each from the index; joined by an "or" they would
/// read a long chain again for every page.
fn page_after(tx: &mut DieselTx<'_>, stream: &str, seq: i64) -> Stored<Vec<EntryRow>> {
    let rest: Vec<EntryRow> = tx.run(|c| {
        audit_entry::table
            .filter(audit_entry::stream.eq(stream))
            .filter(audit_entry::seq.gt(seq))
            .order(audit_entry::seq)
            .limit(PAGE)
            .load(c)
    })?;
    if !rest.is_empty() {
        return Ok(rest);
    }
    tx.run(|c| {
        audit_entry::table
            .filter(audit_entry::stream.gt(stream))
            .order((audit_entry::stream, audit_entry::seq))
            .limit(PAGE)
            .load(c)
    })
}

fn fault_of(entry: &EntryRow, seq_before: i64, hash_before: &[u8]) -> Option<&'static str> {
    if entry.seq != seq_before + 1 {
        return Some("an entry is missing here");
    }
    if entry.prev_hash != hash_before {
        return Some("the entry does not follow the one before");
    }
    if entry.hash != of_entry(entry) {
        return Some("the entry was changed");
    }
    None
}

fn broken(entry: &EntryRow, seq_before: i64, why: &str) -> Broken {
    let missing = entry.seq != seq_before + 1;
    Broken {
        stream: entry.stream.clone(),
        seq: if missing { seq_before + 1 } else { entry.seq },
        entry: (!missing).then(|| entry.id.to()),
        why: why.to_owned(),
    }
}

/// The name under which anchors are reported.
const ANCHORS: &str = "anchor";

fn broken_anchor(seq: i64, why: &str) -> Broken {
    Broken { stream: ANCHORS.to_owned(), seq, entry: None, why: why.to_owned() }
}

/// Walks all anchors; returns the place of the last.
fn anchors(tx: &mut DieselTx<'_>) -> Stored<Result<i64, Broken>> {
    let mut before = (0_i64, NOTHING_BEFORE.to_vec());
    loop {
        let page: Vec<AnchorRow> = tx.run(|c| {
            audit_anchor::table
                .filter(audit_anchor::seq.gt(before.0))
                .order(audit_anchor::seq)
                .limit(PAGE)
                .load(c)
        })?;
        if page.is_empty() {
            return Ok(Ok(before.0));
        }
        for anchor in page {
            let fault = if anchor.seq != before.0 + 1 {
                Some("an anchor is missing here")
            } else if anchor.prev_hash != before.1 {
                Some("the anchor does not follow the one before")
            } else if hash_of(tx, &anchor)? != (anchor.hash.clone(), anchor.heads) {
                Some("the anchor or its heads were changed")
            } else {
                None
            };
            if let Some(why) = fault {
                return Ok(Err(broken_anchor(before.0 + 1, why)));
            }
            before = (anchor.seq, anchor.hash);
        }
    }
}

/// Finds the first sealed head that is not in its chain any more, or that no anchor seals. The
/// chains themselves are whole by now, so that one missing head means that its end was cut off.
fn heads(tx: &mut DieselTx<'_>, last_anchor: i64) -> Stored<Option<Broken>> {
    let stray: Option<i64> = tx.run(|c| {
        audit_head::table
            .filter(audit_head::anchor.gt(last_anchor).or(audit_head::anchor.lt(1_i64)))
            .order(audit_head::anchor)
            .select(audit_head::anchor)
            .first(c)
            .optional()
    })?;
    if let Some(anchor) = stray {
        return Ok(Some(broken_anchor(anchor, "heads are there without their anchor")));
    }
    let lost: Option<HeadRow> = tx.run(|c| {
        audit_head::table
            .left_join(
                audit_entry::table.on(audit_entry::stream
                    .eq(audit_head::stream)
                    .and(audit_entry::seq.eq(audit_head::seq))),
            )
            .filter(
                audit_entry::hash
                    .nullable()
                    .is_null()
                    .or(audit_entry::hash.nullable().ne(audit_head::hash.nullable())),
            )
            .order((audit_head::stream, audit_head::seq))
            .select(audit_head::all_columns)
            .first(c)
            .optional()
    })?;
    Ok(lost.map(|head| Broken {
        stream: head.stream,
        seq: head.seq,
        entry: None,
        why: format!("the entry that anchor {} sealed is not there", head.anchor),
    }))
}
