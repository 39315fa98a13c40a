//! The table `session`.

use super::accounts::{self, person};
use crate::dialect::ROWS_AT_ONCE;
use crate::tx::DieselTx;
use crate::types::{At, Key};
use almoner_domain::id::PersonId;
use almoner_domain::person::Person;
use almoner_domain::value::Instant;
use almoner_ports::{Session, Stored};
use diesel::dsl::max;
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Stamp};

    session (id) {
        id -> Guid,
        person -> Guid,
        token_digest -> Binary,
        created_at -> Stamp,
        seen_at -> Stamp,
        second_factor_at -> Nullable<Stamp>,
        ended_at -> Nullable<Stamp>,
    }
}

diesel::joinable!(session -> person (person));
diesel::allow_tables_to_appear_in_same_query!(session, person);

#[derive(Queryable, Insertable)]
#[diesel(table_name = session, treat_none_as_default_value = false)]
struct Row {
    id: Key,
    person: Key,
    token_digest: Vec<u8>,
    created_at: At,
    seen_at: At,
    second_factor_at: Option<At>,
    ended_at: Option<At>,
}

impl From<Row> for Session {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.to(),
            person: row.person.to(),
            token_digest: row.token_digest,
            created_at: row.created_at.0,
            seen_at: row.seen_at.0,
            second_factor_at: row.second_factor_at.map(|at| at.0),
            ended_at: row.ended_at.map(|at| at.0),
        }
    }
}

pub(super) fn add(tx: &mut DieselTx<'_>, new: &Session) -> Stored<()> {
    let row = Row {
        id: new.id.into(),
        person: new.person.into(),
        token_digest: new.token_digest.clone(),
        created_at: At(new.created_at),
        seen_at: At(new.seen_at),
        second_factor_at: new.second_factor_at.map(At),
        ended_at: new.ended_at.map(At),
    };
    tx.run(|c| diesel::insert_into(session::table).values(&row).execute(c)).map(drop)
}

pub(super) fn find_by_digest(tx: &mut DieselTx<'_>, digest: &[u8]) -> Stored<Option<Session>> {
    let row: Option<Row> =
        tx.run(|c| session::table.filter(session::token_digest.eq(digest)).first(c).optional())?;
    Ok(row.map(Session::from))
}

pub(super) fn find_with_person(
    tx: &mut DieselTx<'_>,
    digest: &[u8],
) -> Stored<Option<(Session, Person)>> {
    let row: Option<(Row, accounts::Row)> = tx.run(|c| {
        session::table
            .inner_join(person::table)
            .filter(session::token_digest.eq(digest))
            .select((session::all_columns, person::all_columns))
            .first(c)
            .optional()
    })?;
    Ok(row.map(|(session, person)| (session.into(), person.into())))
}

/// A session that has ended stays so: a request that read it before cannot bring it back.
pub(super) fn save(tx: &mut DieselTx<'_>, changed: &Session) -> Stored<()> {
    let open = session::table
        .filter(session::id.eq(Key::from(changed.id)))
        .filter(session::ended_at.is_null());
    tx.change_one(|c| {
        diesel::update(open)
            .set((
                session::seen_at.eq(At(changed.seen_at)),
                session::second_factor_at.eq(changed.second_factor_at.map(At)),
                session::ended_at.eq(changed.ended_at.map(At)),
            ))
            .execute(c)
    })
}

pub(super) fn end_all(tx: &mut DieselTx<'_>, person: PersonId, at: Instant) -> Stored<()> {
    let open = session::table
        .filter(session::person.eq(Key::from(person)))
        .filter(session::ended_at.is_null());
    tx.run(|c| diesel::update(open).set(session::ended_at.eq(Some(At(at)))).execute(c)).map(drop)
}

pub(super) fn last_seen(
    tx: &mut DieselTx<'_>,
    people: &[PersonId],
) -> Stored<Vec<(PersonId, Instant)>> {
    let mut seen = Vec::new();
    for people in people.chunks(ROWS_AT_ONCE) {
        let keys: Vec<Key> = people.iter().copied().map(Key::from).collect();
        let rows: Vec<(Key, Option<At>)> = tx.run(|c| {
            session::table
                .filter(session::person.eq_any(keys))
                .group_by(session::person)
                .select((session::person, max(session::seen_at)))
                .load(c)
        })?;
        seen.extend(rows.into_iter().filter_map(|(person, at)| Some((person.to(), at?.0))));
    }
    Ok(seen)
}
