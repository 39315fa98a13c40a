//! The tables of the audit trail and their rows.

use crate::types::{At, Key};
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Stamp};

    audit_entry (id) {
        id -> Guid,
        stream -> Text,
        seq -> BigInt,
        round -> Nullable<Guid>,
        event -> Text,
        facts -> Text,
        person -> Nullable<Guid>,
        roles -> Text,
        at -> Stamp,
        request -> Guid,
        prev_hash -> Binary,
        hash -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Stamp;

    audit_anchor (seq) {
        seq -> BigInt,
        at -> Stamp,
        heads -> BigInt,
        prev_hash -> Binary,
        hash -> Binary,
    }
}

diesel::table! {
    use diesel::sql_types::*;

    audit_head (anchor, stream) {
        anchor -> BigInt,
        stream -> Text,
        seq -> BigInt,
        hash -> Binary,
    }
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = audit_entry, treat_none_as_default_value = false)]
pub(super) struct EntryRow {
    pub(super) id: Key,
    /// `office`, `round:ID` or `application:ID`.
    pub(super) stream: String,
    pub(super) seq: i64,
    pub(super) round: Option<Key>,
    pub(super) event: String,
    /// The facts as JSON, keys in order: the text that was hashed.
    pub(super) facts: String,
    pub(super) person: Option<Key>,
    /// Codes with commas between them.
    pub(super) roles: String,
    pub(super) at: At,
    pub(super) request: Key,
    /// The hash of the entry before in the stream; 32 zeros for the first.
    pub(super) prev_hash: Vec<u8>,
    pub(super) hash: Vec<u8>,
}

#[derive(Clone, Debug, Queryable, Insertable)]
#[diesel(table_name = audit_anchor)]
pub(super) struct AnchorRow {
    pub(super) seq: i64,
    pub(super) at: At,
    /// How many heads it seals.
    pub(super) heads: i64,
    pub(super) prev_hash: Vec<u8>,
    pub(super) hash: Vec<u8>,
}

#[derive(Clone, Debug, Queryable)]
pub(super) struct HeadRow {
    pub(super) anchor: i64,
    pub(super) stream: String,
    pub(super) seq: i64,
    pub(super) hash: Vec<u8>,
}
