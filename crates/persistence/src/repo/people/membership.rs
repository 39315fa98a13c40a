//! The table `membership`: who belongs to which organisation.

use crate::tx::DieselTx;
use crate::types::Key;
use almoner_domain::id::{OrganisationId, PersonId};
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
