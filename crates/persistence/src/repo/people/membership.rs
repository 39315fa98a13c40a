//! The table `membership`: who belongs to which organisation.

use super::accounts::{self, person};
use crate::tx::DieselTx;
use crate::types::Key;
use almoner_domain::id::{OrganisationId, PersonId};
use almoner_domain::person::Person;
use almoner_ports::Stored;
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Stamp};

    membership (person, organisation, since) {
        person -> Guid,
        organisation -> Guid,
        role -> Text,
        since -> Stamp,
        until_at -> Nullable<Stamp>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(membership, person);

pub(super) fn organisations_of(
    tx: &mut DieselTx<'_>,
    member: PersonId,
) -> Stored<Vec<OrganisationId>> {
    let keys: Vec<Key> = tx.run(|c| {
        membership::table
            .filter(membership::person.eq(Key::from(member)))
            .filter(membership::until_at.is_null())
            .order(membership::organisation)
            .select(membership::organisation)
            .load(c)
    })?;
    Ok(keys.into_iter().map(Key::to).collect())
}

/// People with an open membership, newest account first.
pub(super) fn members(tx: &mut DieselTx<'_>, limit: i64) -> Stored<Vec<Person>> {
    let open = membership::table.filter(membership::until_at.is_null()).select(membership::person);
    let rows: Vec<accounts::Row> = tx.run(|c| {
        person::table
            .filter(person::id.eq_any(open))
            .order((person::created_at.desc(), person::id.desc()))
            .limit(limit)
            .load(c)
    })?;
    Ok(rows.into_iter().map(Person::from).collect())
}
