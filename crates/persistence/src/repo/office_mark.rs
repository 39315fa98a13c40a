//! The one row that says what the database is, and counts public changes.

use crate::conn::AnyConnection;
use crate::database::OfficeMark;
use crate::dialect;
use crate::types::At;
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Stamp;

    office_mark (one) {
        one -> Integer,
        office -> Text,
        demonstration -> Bool,
        created_at -> Stamp,
        public_version -> BigInt,
    }
}

/// The counter of public changes; 0 in a database without a mark.
pub(crate) fn public_version(conn: &mut AnyConnection) -> QueryResult<i64> {
    let version = office_mark::table.select(office_mark::public_version).first(conn).optional()?;
    Ok(version.unwrap_or(0))
}

/// Counts a public change.
pub(crate) fn count_public_change(conn: &mut AnyConnection) -> QueryResult<usize> {
    diesel::update(office_mark::table)
        .set(office_mark::public_version.eq(office_mark::public_version + 1_i64))
        .execute(conn)
}

/// What the database is.
pub(crate) fn mark(conn: &mut AnyConnection) -> QueryResult<Option<OfficeMark>> {
    let row = office_mark::table
        .select((office_mark::office, office_mark::demonstration, office_mark::created_at))
        .first::<(String, bool, At)>(conn)
        .optional()?;
    Ok(row.map(|(office, demonstration, at)| OfficeMark {
        office,
        demonstration,
        created_at: at.0,
    }))
}

/// Writes the mark.
pub(crate) fn add(conn: &mut AnyConnection, mark: &OfficeMark) -> QueryResult<()> {
    dialect::begin_writing(conn)?;
    let outcome = diesel::insert_into(office_mark::table)
        .values((
            office_mark::one.eq(1),
            office_mark::office.eq(&mark.office),
            office_mark::demonstration.eq(mark.demonstration),
            office_mark::created_at.eq(At(mark.created_at)),
            office_mark::public_version.eq(1_i64),
        ))
        .execute(conn);
    match outcome {
        Ok(_) => dialect::keep(conn),
        Err(error) => {
            dialect::undo(conn)?;
            Err(error)
        }
    }
}

/// Whether there is neither a mark nor a person.
pub(crate) fn is_empty(conn: &mut AnyConnection) -> QueryResult<bool> {
    Ok(mark(conn)?.is_none() && super::people::nobody(conn)?)
}
