//! The table `token`: tokens of the JSON interface.

use crate::tx::DieselTx;
use crate::types::{At, Key};
use almoner_domain::id::PersonId;
use almoner_domain::value::Instant;
use almoner_ports::{Stored, StoredToken};
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Stamp};

    token (id) {
        id -> Guid,
        person -> Guid,
        name -> Text,
        token_digest -> Binary,
        second_factor -> Bool,
        created_at -> Stamp,
        expires_at -> Stamp,
        used_at -> Nullable<Stamp>,
        revoked_at -> Nullable<Stamp>,
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = token, treat_none_as_default_value = false)]
struct Row {
    id: Key,
    person: Key,
    name: String,
    token_digest: Vec<u8>,
    second_factor: bool,
    created_at: At,
    expires_at: At,
    used_at: Option<At>,
    revoked_at: Option<At>,
}

impl From<Row> for StoredToken {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.to(),
            person: row.person.to(),
            name: row.name,
            token_digest: row.token_digest,
            second_factor: row.second_factor,
            created_at: row.created_at.0,
            expires_at: row.expires_at.0,
            used_at: row.used_at.map(|at| at.0),
            revoked_at: row.revoked_at.map(|at| at.0),
        }
    }
}

pub(super) fn add(tx: &mut DieselTx<'_>, new: &StoredToken) -> Stored<()> {
    let row = Row {
        id: new.id.into(),
        person: new.person.into(),
        name: new.name.clone(),
        token_digest: new.token_digest.clone(),
        second_factor: new.second_factor,
        created_at: At(new.created_at),
        expires_at: At(new.expires_at),
        used_at: new.used_at.map(At),
        revoked_at: new.revoked_at.map(At),
    };
    tx.run(|c| diesel::insert_into(token::table).values(&row).execute(c)).map(drop)
}

pub(super) fn find_by_digest(tx: &mut DieselTx<'_>, digest: &[u8]) -> Stored<Option<StoredToken>> {
    let row: Option<Row> =
        tx.run(|c| token::table.filter(token::token_digest.eq(digest)).first(c).optional())?;
    Ok(row.map(StoredToken::from))
}

pub(super) fn of(tx: &mut DieselTx<'_>, person: PersonId) -> Stored<Vec<StoredToken>> {
    let rows: Vec<Row> = tx.run(|c| {
        token::table
            .filter(token::person.eq(Key::from(person)))
            .order((token::created_at.desc(), token::id.desc()))
            .load(c)
    })?;
    Ok(rows.into_iter().map(StoredToken::from).collect())
}

/// A revoked token stays so: a request that read it before cannot bring it back.
pub(super) fn save(tx: &mut DieselTx<'_>, changed: &StoredToken) -> Stored<()> {
    let live = token::table
        .filter(token::id.eq(Key::from(changed.id)))
        .filter(token::revoked_at.is_null());
    tx.change_one(|c| {
        diesel::update(live)
            .set((
                token::used_at.eq(changed.used_at.map(At)),
                token::revoked_at.eq(changed.revoked_at.map(At)),
            ))
            .execute(c)
    })
}

pub(super) fn revoke_all_with_roles(
    tx: &mut DieselTx<'_>,
    person: PersonId,
    at: Instant,
) -> Stored<()> {
    let live = token::table
        .filter(token::person.eq(Key::from(person)))
        .filter(token::second_factor.eq(true))
        .filter(token::revoked_at.is_null());
    tx.run(|c| diesel::update(live).set(token::revoked_at.eq(Some(At(at)))).execute(c)).map(drop)
}
