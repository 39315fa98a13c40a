//! The keys under which digests about people are made.

use crate::dialect::upsert;
use crate::tx::DieselTx;
use crate::types::Key;
use almoner_domain::id::PersonId;
use almoner_ports::Stored;
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Guid;

    digest_key (person) {
        person -> Guid,
        secret -> Nullable<Binary>,
    }
}

/// A key that was destroyed leaves its row behind, without a secret, and is not made again.
pub(super) fn find_or_add(
    tx: &mut DieselTx<'_>,
    person: PersonId,
    fresh: &[u8; 32],
) -> Stored<Option<Vec<u8>>> {
    let key = Key::from(person);
    let found = find(tx, key)?;
    if let Some(secret) = found {
        return Ok(secret);
    }
    let row = (digest_key::person.eq(key), digest_key::secret.eq(Some(&fresh[..])));
    tx.run(|c| upsert!(c, digest_key::table, row, on digest_key::person, keep))?;
    // Another transaction may have been first.
    Ok(find(tx, key)?.flatten())
}

fn find(tx: &mut DieselTx<'_>, person: Key) -> Stored<Option<Option<Vec<u8>>>> {
    tx.run(|c| digest_key::table.find(person).select(digest_key::secret).first(c).optional())
}
