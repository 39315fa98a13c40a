//! SQL types of our own, each native on PostgreSQL and text on SQLite, and the Rust types that
//! rows hold: [`Key`] for ids, [`At`] for instants, [`Doc`] for documents.

use crate::conn::{MultiBackend, MultiRawValue};
use almoner_domain::id;
use almoner_domain::value::Instant;
use almoner_ports::{StoreError, Stored};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{HasSqlType, SqlType};
use diesel::sqlite::{Sqlite, SqliteValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::Write;
use uuid::Uuid;

/// An identifier: `uuid`, or its 36 lower-case characters.
#[derive(Clone, Copy, Debug, SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(name = "uuid"), sqlite_type(name = "Text"))]
pub struct Guid;

/// An instant: `timestamptz`, or RFC 3339 in UTC with six decimals, whose text order is time order.
#[derive(Clone, Copy, Debug, SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(name = "timestamptz"), sqlite_type(name = "Text"))]
pub struct Stamp;

/// A document: `jsonb`, or JSON text. Stored and read whole; what is searched is a column.
#[derive(Clone, Copy, Debug, SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(name = "jsonb"), sqlite_type(name = "Text"))]
pub struct Json;

/// An id in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Guid)]
pub(crate) struct Key(pub(crate) Uuid);

impl Key {
    /// The id, as the domain's type.
    pub(crate) fn to<T: From<Uuid>>(self) -> T {
        T::from(self.0)
    }
}

impl From<Uuid> for Key {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

macro_rules! keys {
    ($($id:ident),+ $(,)?) => {$(
        impl From<id::$id> for Key {
            fn from(id: id::$id) -> Self {
                Self(id.uuid())
            }
        }
    )+};
}

// Every id of the domain that is a column.
keys! {
    PersonId, InvitationId, OrganisationId, RoundId, ApplicationId, SubmissionId, DeclarationId,
    AssessmentId, DecisionId, AwardId, DocumentId, EntryId, LetterId, SessionId, SignInId, TokenId,
}

/// An instant in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, AsExpression, FromSqlRow)]
#[diesel(sql_type = Stamp)]
pub(crate) struct At(pub(crate) Instant);

/// A document in a row, as its JSON text.
#[derive(Clone, Debug, PartialEq, Eq, AsExpression, FromSqlRow)]
#[diesel(sql_type = Json)]
pub(crate) struct Doc(String);

impl Doc {
    /// Writes a record down.
    ///
    /// # Errors
    /// When the record cannot be JSON (a map whose keys are no strings).
    pub(crate) fn of<T: Serialize>(record: &T) -> Stored<Self> {
        serde_json::to_string(record)
            .map(Self)
            .map_err(|e| StoreError::Failed(format!("a record cannot be written as JSON: {e}")))
    }

    /// Reads the record back; `table` and `id` name the row if it makes no sense.
    pub(crate) fn read<T: DeserializeOwned>(&self, table: &'static str, id: Key) -> Stored<T> {
        serde_json::from_str(&self.0).map_err(|e| crate::error::corrupt(table, id.0, e))
    }
}

/// Instants can be compared by `max` and `min`.
impl diesel::sql_types::SqlOrd for Stamp {}

impl Doc {
    /// Reads a record of a table whose rows have no id; why it makes no sense, if it does not.
    pub(crate) fn read_plain<T: DeserializeOwned>(&self) -> Result<T, String> {
        serde_json::from_str(&self.0).map_err(|e| e.to_string())
    }
}

macro_rules! on_both {
    ($sql:ident, $rust:ident) => {
        impl HasSqlType<$sql> for MultiBackend {
            fn metadata(lookup: &mut Self::MetadataLookup) -> Self::TypeMetadata {
                Self::lookup_sql_type::<$sql>(lookup)
            }
        }

        impl FromSql<$sql, MultiBackend> for $rust {
            fn from_sql(value: MultiRawValue<'_>) -> deserialize::Result<Self> {
                value.from_sql::<Self, $sql>()
            }
        }

        impl ToSql<$sql, MultiBackend> for $rust {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
                out.set_value(($sql, self));
                Ok(IsNull::No)
            }
        }
    };
}

on_both!(Guid, Key);
on_both!(Stamp, At);
on_both!(Json, Doc);

fn text(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<String> {
    <String as FromSql<diesel::sql_types::Text, Sqlite>>::from_sql(value)
}

impl FromSql<Guid, Sqlite> for Key {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(Uuid::try_parse(&text(value)?)?))
    }
}

impl ToSql<Guid, Sqlite> for Key {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.hyphenated().to_string());
        Ok(IsNull::No)
    }
}

impl FromSql<Guid, Pg> for Key {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(Uuid::from_slice(value.as_bytes())?))
    }
}

impl ToSql<Guid, Pg> for Key {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}

/// 2000-01-01T00:00:00Z, from which PostgreSQL counts, in microseconds after 1970.
const POSTGRES_EPOCH: i64 = 946_684_800_000_000;

impl FromSql<Stamp, Sqlite> for At {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        Ok(Self(text(value)?.parse::<Instant>()?))
    }
}

impl ToSql<Stamp, Sqlite> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.to_string());
        Ok(IsNull::No)
    }
}

impl FromSql<Stamp, Pg> for At {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        let bytes = <[u8; 8]>::try_from(value.as_bytes())?;
        let micros = i64::from_be_bytes(bytes)
            .checked_add(POSTGRES_EPOCH)
            .ok_or("the timestamp is out of range")?;
        Ok(Self(Instant::from_microsecond(micros)?))
    }
}

impl ToSql<Stamp, Pg> for At {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let micros = self.0.as_microsecond() - POSTGRES_EPOCH;
        out.write_all(&micros.to_be_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<Json, Sqlite> for Doc {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        text(value).map(Self)
    }
}

impl ToSql<Json, Sqlite> for Doc {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.as_str());
        Ok(IsNull::No)
    }
}

impl FromSql<Json, Pg> for Doc {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        // Binary jsonb is a version byte (1) and the text.
        match value.as_bytes().split_first() {
            Some((1, text)) => Ok(Self(std::str::from_utf8(text)?.to_owned())),
            _ => Err("an unknown version of jsonb".into()),
        }
    }
}

impl ToSql<Json, Pg> for Doc {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        out.write_all(&[1])?;
        out.write_all(self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}
