//! Migrations: embedded, a set for each database, the same names in both.

use crate::conn::AnyConnection;
use diesel::RunQueryDsl;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use thiserror::Error;

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

/// The key of PostgreSQL's advisory lock under which one process at a time migrates: "almoner"
/// in ASCII.
const LOCK: i64 = 0x61_6c_6d_6f_6e_65_72;

/// Why migrating failed. What the failed migration had done was undone.
#[derive(Debug, Error)]
#[error("migrating failed: {0}")]
pub struct MigrationFault(String);

impl MigrationFault {
    fn new(why: impl std::fmt::Display) -> Self {
        Self(why.to_string())
    }
}

/// Runs what is pending; returns the names of what was run.
pub(crate) fn migrate(conn: &mut AnyConnection) -> Result<Vec<String>, MigrationFault> {
    let names = |done: Vec<diesel::migration::MigrationVersion<'_>>| {
        done.iter().map(ToString::to_string).collect()
    };
    match conn {
        AnyConnection::Sqlite(c) => {
            c.run_pending_migrations(SQLITE).map(names).map_err(MigrationFault::new)
        }
        AnyConnection::Postgres(c) => {
            // Migrations may take longer than a page may; the lock is held by the session.
            diesel::sql_query("SET statement_timeout = 0")
                .execute(c)
                .map_err(MigrationFault::new)?;
            diesel::sql_query("SET lock_timeout = 60000")
                .execute(c)
                .map_err(MigrationFault::new)?;
            diesel::sql_query(format!("SELECT pg_advisory_lock({LOCK})"))
                .execute(c)
                .map_err(MigrationFault::new)?;
            let done = c.run_pending_migrations(POSTGRES).map(names).map_err(MigrationFault::new);
            diesel::sql_query(format!("SELECT pg_advisory_unlock({LOCK})"))
                .execute(c)
                .map_err(MigrationFault::new)?;
            done
        }
    }
}

/// Undoes the last migration: for tests of the migrations themselves.
pub(crate) fn revert_last(conn: &mut AnyConnection) -> Result<(), MigrationFault> {
    match conn {
        AnyConnection::Sqlite(c) => c.revert_last_migration(SQLITE),
        AnyConnection::Postgres(c) => c.revert_last_migration(POSTGRES),
    }
    .map(|_| ())
    .map_err(MigrationFault::new)
}

/// The names of what is pending.
pub(crate) fn pending(conn: &mut AnyConnection) -> Result<Vec<String>, MigrationFault> {
    match conn {
        AnyConnection::Sqlite(c) => {
            let pending = c.pending_migrations(SQLITE).map_err(MigrationFault::new)?;
            Ok(pending.iter().map(|m| m.name().to_string()).collect())
        }
        AnyConnection::Postgres(c) => {
            let pending = c.pending_migrations(POSTGRES).map_err(MigrationFault::new)?;
            Ok(pending.iter().map(|m| m.name().to_string()).collect())
        }
    }
}
