//! The machine's own limit: how often one client can commit a single row, durably, with the same
//! settings as the store.

use crate::conn::{AnyConnection, Connector, Durability, Tuning};
use crate::database::OpenError;
use crate::error::store_error;
use crate::url::DatabaseUrl;
use diesel::connection::SimpleConnection;
use diesel::sql_types::{BigInt, Text};
use diesel::{QueryResult, RunQueryDsl};
use std::time::{Duration, Instant};

/// What is written in each row, about as long as a reference and its facts.
const ROW: &str = "one row of about a hundred bytes, written and committed by itself, as a measure \
                   of what the disk allows";

/// Single-row commits per second by one client, into a table `bare_commit` that is made for it
/// and removed at the end. On SQLite give a file of its own.
///
/// # Errors
/// When the database does not answer or a statement fails.
pub fn bare_commits_per_second(url: &str, lasting: Duration) -> Result<f64, OpenError> {
    let url: DatabaseUrl = url.parse()?;
    let connector =
        Connector::new(&url, Tuning::default(), Durability::Full).map_err(OpenError::System)?;
    let mut conn = connector.connect_now()?;
    make(&mut conn).map_err(store_error)?;
    let begun = Instant::now();
    let mut rows: i32 = 0;
    let outcome = loop {
        if begun.elapsed() >= lasting {
            break Ok(());
        }
        rows = rows.saturating_add(1);
        if let Err(error) = add(&mut conn, i64::from(rows)) {
            break Err(error);
        }
    };
    let seconds = begun.elapsed().as_secs_f64();
    let removed = run(&mut conn, "DROP TABLE bare_commit");
    outcome.and(removed).map_err(store_error)?;
    Ok(f64::from(rows) / seconds)
}

fn make(conn: &mut AnyConnection) -> QueryResult<()> {
    run(conn, "CREATE TABLE bare_commit (id BIGINT PRIMARY KEY, body TEXT NOT NULL)")
}

fn run(conn: &mut AnyConnection, sql: &str) -> QueryResult<()> {
    match conn {
        AnyConnection::Sqlite(conn) => conn.batch_execute(sql),
        AnyConnection::Postgres(conn) => conn.batch_execute(sql),
    }
}

fn add(conn: &mut AnyConnection, id: i64) -> QueryResult<usize> {
    match conn {
        AnyConnection::Sqlite(conn) => {
            diesel::sql_query("INSERT INTO bare_commit (id, body) VALUES (?, ?)")
                .bind::<BigInt, _>(id)
                .bind::<Text, _>(ROW)
                .execute(conn)
        }
        AnyConnection::Postgres(conn) => {
            diesel::sql_query("INSERT INTO bare_commit (id, body) VALUES ($1, $2)")
                .bind::<BigInt, _>(id)
                .bind::<Text, _>(ROW)
                .execute(conn)
        }
    }
}
