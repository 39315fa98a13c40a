//! The table `person`.

use crate::conn::AnyConnection;
use crate::dialect::ROWS_AT_ONCE;
use crate::tx::DieselTx;
use crate::types::{At, Key};
use almoner_domain::id::PersonId;
use almoner_domain::person::Person;
use almoner_ports::Stored;
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Stamp};

    person (id) {
        id -> Guid,
        email -> Text,
        name -> Text,
        phone -> Nullable<Text>,
        created_at -> Stamp,
        version -> BigInt,
    }
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = person, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: Key,
    email: String,
    name: String,
    phone: Option<String>,
    created_at: At,
    version: i64,
}

impl From<Row> for Person {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.to(),
            email: row.email,
            name: row.name,
            phone: row.phone,
            created_at: row.created_at.0,
            version: row.version,
        }
    }
}

impl From<&Person> for Row {
    fn from(person: &Person) -> Self {
        Self {
            id: person.id.into(),
            email: person.email.clone(),
            name: person.name.clone(),
            phone: person.phone.clone(),
            created_at: At(person.created_at),
            version: person.version,
        }
    }
}

/// Whether there is no person at all.
pub(crate) fn nobody(conn: &mut AnyConnection) -> QueryResult<bool> {
    let anybody: Option<Key> = person::table.select(person::id).first(conn).optional()?;
    Ok(anybody.is_none())
}

pub(super) fn find(tx: &mut DieselTx<'_>, id: PersonId) -> Stored<Option<Person>> {
    let row: Option<Row> = tx.run(|c| person::table.find(Key::from(id)).first(c).optional())?;
    Ok(row.map(Person::from))
}

pub(super) fn find_by_email(tx: &mut DieselTx<'_>, email: &str) -> Stored<Option<Person>> {
    let row: Option<Row> =
        tx.run(|c| person::table.filter(person::email.eq(email)).first(c).optional())?;
    Ok(row.map(Person::from))
}

pub(super) fn find_all(tx: &mut DieselTx<'_>, ids: &[PersonId]) -> Stored<Vec<Person>> {
    let mut people = Vec::with_capacity(ids.len());
    for ids in ids.chunks(ROWS_AT_ONCE) {
        let keys: Vec<Key> = ids.iter().copied().map(Key::from).collect();
        let rows: Vec<Row> =
            tx.run(|c| person::table.filter(person::id.eq_any(keys)).order(person::id).load(c))?;
        people.extend(rows.into_iter().map(Person::from));
    }
    Ok(people)
}

pub(super) fn add(tx: &mut DieselTx<'_>, new: &Person) -> Stored<()> {
    let row = Row::from(new);
    tx.run(|c| diesel::insert_into(person::table).values(&row).execute(c)).map(drop)
}

pub(super) fn save(tx: &mut DieselTx<'_>, changed: &Person) -> Stored<()> {
    let this = person::table
        .filter(person::id.eq(Key::from(changed.id)))
        .filter(person::version.eq(changed.version));
    tx.change_one(|c| {
        diesel::update(this)
            .set((
                person::email.eq(&changed.email),
                person::name.eq(&changed.name),
                person::phone.eq(&changed.phone),
                person::version.eq(changed.version + 1),
            ))
            .execute(c)
    })
}
