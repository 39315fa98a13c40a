//! What diesel says, in the words of the store.

use almoner_ports::{StoreError, Taken};
use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error};
use std::fmt::Display;

/// The uniqueness rules that use cases tell apart: PostgreSQL's constraint, SQLite's columns, and
/// the rule. A rule that is not here is [`Taken::Other`].
const RULES: &[(&str, &str, Taken)] = &[
    ("person_email_key", "person.email", Taken::Email),
    ("round_slug_key", "round.slug", Taken::RoundReference),
    ("audit_entry_place", "audit_entry.stream, audit_entry.seq", Taken::ChainPlace),
    ("audit_anchor_pkey", "audit_anchor.seq", Taken::ChainPlace),
    ("audit_head_pkey", "audit_head.anchor, audit_head.stream", Taken::ChainPlace),
];

/// The rule behind a unique violation, and its name in the database.
fn rule(information: &dyn DatabaseErrorInformation) -> (Taken, String) {
    if let Some(name) = information.constraint_name() {
        let taken = RULES.iter().find(|(constraint, ..)| *constraint == name);
        return (taken.map_or(Taken::Other, |(.., taken)| *taken), name.to_owned());
    }
    let message = information.message();
    let columns = message.strip_prefix("UNIQUE constraint failed: ").unwrap_or(message);
    match RULES.iter().find(|(_, theirs, _)| *theirs == columns) {
        Some((constraint, _, taken)) => (*taken, (*constraint).to_owned()),
        None => (Taken::Other, columns.to_owned()),
    }
}

/// Messages of conditions that pass if one tries again, where diesel has no kind for them.
/// PostgreSQL's are those of `lc_messages` C or English.
const PASSING: &[&str] = &[
    "deadlock detected",
    "lock timeout",
    "could not obtain lock",
    "too many clients",
    "too many connections",
    "remaining connection slots",
    "the database system is starting up",
    "the database system is shutting down",
    "the database system is in recovery mode",
    "database is locked",
    "database table is locked",
];

/// A diesel error as a store error.
pub(crate) fn store_error(error: Error) -> StoreError {
    match error {
        Error::DatabaseError(DatabaseErrorKind::UniqueViolation, information) => {
            match rule(information.as_ref()) {
                (Taken::ChainPlace, name) => {
                    StoreError::Busy(format!("another transaction took the place: {name}"))
                }
                (taken, name) => StoreError::Taken(taken, name),
            }
        }
        Error::DatabaseError(DatabaseErrorKind::SerializationFailure, information) => {
            StoreError::Busy(information.message().to_owned())
        }
        Error::DatabaseError(kind, information) => {
            let message = information.message();
            if PASSING.iter().any(|known| message.contains(known)) {
                StoreError::Busy(message.to_owned())
            } else {
                StoreError::Failed(format!("{kind:?}: {message}"))
            }
        }
        Error::DeserializationError(why) => {
            StoreError::Corrupt { table: "(unknown)", id: String::new(), why: why.to_string() }
        }
        other => StoreError::Failed(other.to_string()),
    }
}

/// A row that makes no sense.
pub(crate) fn corrupt(table: &'static str, id: impl Display, why: impl Display) -> StoreError {
    StoreError::Corrupt { table, id: id.to_string(), why: why.to_string() }
}
