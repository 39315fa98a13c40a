//! The table `second_factor`: sealed secrets and the last time step used.

use crate::dialect::{ROWS_AT_ONCE, upsert};
use crate::tx::DieselTx;
use crate::types::{At, Key};
use almoner_domain::id::PersonId;
use almoner_domain::value::Instant;
use almoner_ports::Stored;
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Stamp};

    second_factor (person) {
        person -> Guid,
        sealed -> Binary,
        last_step -> BigInt,
        set_at -> Stamp,
    }
}

#[derive(Insertable, AsChangeset)]
#[diesel(table_name = second_factor)]
struct Row<'a> {
    person: Key,
    sealed: &'a [u8],
    last_step: i64,
    set_at: At,
}

pub(super) fn find(tx: &mut DieselTx<'_>, person: PersonId) -> Stored<Option<(Vec<u8>, i64)>> {
    tx.run(|c| {
        second_factor::table
            .find(Key::from(person))
            .select((second_factor::sealed, second_factor::last_step))
            .first(c)
            .optional()
    })
}

pub(super) fn set(
    tx: &mut DieselTx<'_>,
    person: PersonId,
    sealed: &[u8],
    at: Instant,
) -> Stored<()> {
    let row = Row { person: person.into(), sealed, last_step: 0, set_at: At(at) };
    tx.run(|c| upsert!(c, second_factor::table, &row, on second_factor::person, set &row)).map(drop)
}

pub(super) fn use_step(tx: &mut DieselTx<'_>, person: PersonId, step: i64) -> Stored<bool> {
    let unused = second_factor::table
        .filter(second_factor::person.eq(Key::from(person)))
        .filter(second_factor::last_step.lt(step));
    let changed =
        tx.run(|c| diesel::update(unused).set(second_factor::last_step.eq(step)).execute(c))?;
    Ok(changed == 1)
}

pub(super) fn among(tx: &mut DieselTx<'_>, people: &[PersonId]) -> Stored<Vec<PersonId>> {
    let mut found = Vec::new();
    for people in people.chunks(ROWS_AT_ONCE) {
        let keys: Vec<Key> = people.iter().copied().map(Key::from).collect();
        let rows: Vec<Key> = tx.run(|c| {
            second_factor::table
                .filter(second_factor::person.eq_any(keys))
                .order(second_factor::person)
                .select(second_factor::person)
                .load(c)
        })?;
        found.extend(rows.into_iter().map(Key::to::<PersonId>));
    }
    Ok(found)
}

pub(super) fn clear(tx: &mut DieselTx<'_>, person: PersonId) -> Stored<()> {
    let this = second_factor::table.find(Key::from(person));
    tx.run(|c| diesel::delete(this).execute(c)).map(drop)
}
