//! The table `sign_in`: links with their codes.

use crate::tx::DieselTx;
use crate::types::{At, Key};
use almoner_domain::id::SignInId;
use almoner_domain::value::Instant;
use almoner_ports::{SignIn, Stored};
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Stamp};

    sign_in (id) {
        id -> Guid,
        email -> Text,
        token_digest -> Binary,
        code_digest -> Binary,
        next -> Text,
        created_at -> Stamp,
        expires_at -> Stamp,
        used_at -> Nullable<Stamp>,
        wrong_codes -> Integer,
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = sign_in, treat_none_as_default_value = false)]
struct Row {
    id: Key,
    email: String,
    token_digest: Vec<u8>,
    code_digest: Vec<u8>,
    next: String,
    created_at: At,
    expires_at: At,
    used_at: Option<At>,
    wrong_codes: i32,
}

impl From<Row> for SignIn {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.to(),
            email: row.email,
            token_digest: row.token_digest,
            code_digest: row.code_digest,
            next: row.next,
            created_at: row.created_at.0,
            expires_at: row.expires_at.0,
            used_at: row.used_at.map(|at| at.0),
            wrong_codes: row.wrong_codes,
        }
    }
}

pub(super) fn add(tx: &mut DieselTx<'_>, new: &SignIn) -> Stored<()> {
    let row = Row {
        id: new.id.into(),
        email: new.email.clone(),
        token_digest: new.token_digest.clone(),
        code_digest: new.code_digest.clone(),
        next: new.next.clone(),
        created_at: At(new.created_at),
        expires_at: At(new.expires_at),
        used_at: new.used_at.map(At),
        wrong_codes: new.wrong_codes,
    };
    tx.run(|c| diesel::insert_into(sign_in::table).values(&row).execute(c)).map(drop)
}

pub(super) fn find_by_digest(tx: &mut DieselTx<'_>, digest: &[u8]) -> Stored<Option<SignIn>> {
    let row: Option<Row> =
        tx.run(|c| sign_in::table.filter(sign_in::token_digest.eq(digest)).first(c).optional())?;
    Ok(row.map(SignIn::from))
}

pub(super) fn find(tx: &mut DieselTx<'_>, id: SignInId) -> Stored<Option<SignIn>> {
    let row: Option<Row> = tx.run(|c| sign_in::table.find(Key::from(id)).first(c).optional())?;
    Ok(row.map(SignIn::from))
}

/// A link is used once, and every wrong code counts, also when two requests come at once: a use
/// must find the link unused, and a wrong code must find one wrong code fewer.
pub(super) fn save(tx: &mut DieselTx<'_>, changed: &SignIn) -> Stored<()> {
    let before =
        [changed.wrong_codes - i32::from(changed.used_at.is_none()), changed.wrong_codes - 1];
    let unused = sign_in::table
        .filter(sign_in::id.eq(Key::from(changed.id)))
        .filter(sign_in::used_at.is_null())
        .filter(sign_in::wrong_codes.eq_any(before));
    tx.change_one(|c| {
        diesel::update(unused)
            .set((
                sign_in::used_at.eq(changed.used_at.map(At)),
                sign_in::wrong_codes.eq(changed.wrong_codes),
            ))
            .execute(c)
    })
}

pub(super) fn newest(tx: &mut DieselTx<'_>, email: &str) -> Stored<Option<SignIn>> {
    let row: Option<Row> = tx.run(|c| {
        sign_in::table
            .filter(sign_in::email.eq(email))
            .order((sign_in::created_at.desc(), sign_in::id.desc()))
            .first(c)
            .optional()
    })?;
    Ok(row.map(SignIn::from))
}

pub(super) fn spend(tx: &mut DieselTx<'_>, email: &str, at: Instant) -> Stored<()> {
    let unused = sign_in::table.filter(sign_in::email.eq(email)).filter(sign_in::used_at.is_null());
    tx.run(|c| diesel::update(unused).set(sign_in::used_at.eq(Some(At(at)))).execute(c)).map(drop)
}
