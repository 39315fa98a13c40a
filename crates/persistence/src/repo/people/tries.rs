//! The table `tally`: what is counted so that guessing is slow.

use crate::dialect::upsert;
use crate::tx::DieselTx;
use crate::types::{At, Doc};
use almoner_domain::person::Tries;
use almoner_domain::value::Instant;
use almoner_ports::{StoreError, Stored};
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Json, Stamp};

    tally (key) {
        key -> Binary,
        times -> Json,
        used_at -> Stamp,
    }
}

#[derive(Insertable)]
#[diesel(table_name = tally)]
struct Row<'a> {
    key: &'a [u8],
    times: Doc,
    used_at: At,
}

/// Changing the row locks it on PostgreSQL, and what is read afterwards is what the holder of the
/// lock before us left. On SQLite nobody else writes meanwhile.
pub(super) fn lock(tx: &mut DieselTx<'_>, key: &[u8], at: Instant) -> Stored<Tries> {
    let row = Row { key, times: Doc::of(&Tries::default())?, used_at: At(at) };
    let used = tally::used_at.eq(At(at));
    tx.run(|c| upsert!(c, tally::table, &row, on tally::key, set used))?;
    let times: Doc = tx.run(|c| tally::table.find(key).select(tally::times).first(c))?;
    times.read_plain().map_err(|why| StoreError::Corrupt {
        table: "tally",
        id: key.iter().map(|byte| format!("{byte:02x}")).collect(),
        why,
    })
}

pub(super) fn save(tx: &mut DieselTx<'_>, key: &[u8], counted: &Tries) -> Stored<()> {
    let times = Doc::of(counted)?;
    tx.change_one(|c| diesel::update(tally::table.find(key)).set(tally::times.eq(times)).execute(c))
}

pub(super) fn forget(tx: &mut DieselTx<'_>, before: Instant) -> Stored<()> {
    let old = tally::table.filter(tally::used_at.lt(At(before)));
    tx.run(|c| diesel::delete(old).execute(c)).map(drop)
}
