//! Storage on SQLite and on PostgreSQL: one text per query, two databases, one behaviour.
//!
//! [`Database`] opens, migrates and marks a database and gives out its
//! [`Store`](almoner_ports::Store). Everything else is private: rows, tables and connections do
//! not leave this crate.
#![warn(missing_docs)]

mod bare;
mod conn;
mod database;
mod dialect;
mod error;
mod kept_rounds;
mod migrate;
mod postgres_store;
mod repo;
mod sqlite_store;
mod sqlite_writer;
mod tx;
mod types;
mod url;

pub use bare::bare_commits_per_second;
pub use conn::Tuning;
pub use database::{Database, OfficeMark, OpenError};
pub use migrate::MigrationFault;
pub use url::{DatabaseUrl, UrlFault};
