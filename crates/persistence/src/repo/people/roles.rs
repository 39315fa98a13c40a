//! The table `role_held`: roles of the office over periods.

use super::accounts;
use super::accounts::person;
use crate::conn::AnyConnection;
use crate::error::corrupt;
use crate::tx::DieselTx;
use crate::types::{At, Key};
use almoner_domain::access::Role;
use almoner_domain::id::PersonId;
use almoner_domain::person::{Person, RoleHeld};
use almoner_domain::value::Instant;
use almoner_ports::Stored;
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Stamp};

    role_held (person, role, from_at) {
        person -> Guid,
        role -> Text,
        from_at -> Stamp,
        until_at -> Nullable<Stamp>,
    }
}

diesel::joinable!(role_held -> person (person));
diesel::allow_tables_to_appear_in_same_query!(role_held, person);

#[derive(Queryable, Insertable)]
#[diesel(table_name = role_held, treat_none_as_default_value = false)]
struct Row {
    person: Key,
    role: String,
    from_at: At,
    until_at: Option<At>,
}

fn role(code: &str, holder: Key) -> Stored<Role> {
    Role::parse(code)
        .ok_or_else(|| corrupt("role_held", holder.0, format!("there is no role {code:?}")))
}

/// The rows that count at an instant: begun, and not ended yet.
macro_rules! held_at {
    ($at:expr) => {
        role_held::from_at
            .le(At($at))
            .and(role_held::until_at.is_null().or(role_held::until_at.gt(Some(At($at)))))
    };
}

pub(super) fn lock(tx: &mut DieselTx<'_>, role: Role) -> Stored<()> {
    let rows = role_held::table
        .filter(role_held::role.eq(role.code()))
        .filter(role_held::until_at.is_null())
        .order((role_held::person, role_held::from_at))
        .select(role_held::person);
    tx.run(|c| match c {
        AnyConnection::Sqlite(_) => Ok(()),
        AnyConnection::Postgres(c) => rows.for_update().load::<Key>(c).map(drop),
    })
}

pub(super) fn of(tx: &mut DieselTx<'_>, holder: PersonId, at: Instant) -> Stored<Vec<Role>> {
    let holder = Key::from(holder);
    let codes: Vec<String> = tx.run(|c| {
        role_held::table
            .filter(role_held::person.eq(holder))
            .filter(held_at!(at))
            .order(role_held::role)
            .select(role_held::role)
            .distinct()
            .load(c)
    })?;
    codes.iter().map(|code| role(code, holder)).collect()
}

pub(super) fn holders(tx: &mut DieselTx<'_>, at: Instant) -> Stored<Vec<(Person, RoleHeld)>> {
    let rows: Vec<(accounts::Row, Row)> = tx.run(|c| {
        role_held::table
            .inner_join(person::table)
            .filter(held_at!(at))
            .order((person::name, person::id, role_held::role, role_held::from_at))
            .select((person::all_columns, role_held::all_columns))
            .load(c)
    })?;
    let mut holders = rows
        .into_iter()
        .map(|(person, held)| {
            let held = RoleHeld {
                person: held.person.to(),
                role: role(&held.role, held.person)?,
                from: held.from_at.0,
                until: held.until_at.map(|at| at.0),
            };
            Ok((person.into(), held))
        })
        .collect::<Stored<Vec<(Person, RoleHeld)>>>()?;
    // Stable, and the same whatever the database takes for the order of letters.
    holders.sort_by_key(|(person, _)| person.name.to_lowercase());
    Ok(holders)
}

pub(super) fn grant(tx: &mut DieselTx<'_>, held: &RoleHeld) -> Stored<()> {
    let row = Row {
        person: held.person.into(),
        role: held.role.code().to_owned(),
        from_at: At(held.from),
        until_at: held.until.map(At),
    };
    tx.run(|c| diesel::insert_into(role_held::table).values(&row).execute(c)).map(drop)
}

pub(super) fn end(tx: &mut DieselTx<'_>, holder: PersonId, role: Role, at: Instant) -> Stored<()> {
    let held = role_held::table
        .filter(role_held::person.eq(Key::from(holder)))
        .filter(role_held::role.eq(role.code()))
        .filter(held_at!(at));
    tx.change_one(|c| diesel::update(held).set(role_held::until_at.eq(Some(At(at)))).execute(c))
}
