//! What the two databases do not share: beginning a transaction, inserting many rows, and
//! inserting or updating. Everything else is one query text.

use crate::conn::AnyConnection;
use diesel::QueryResult;
use diesel::connection::{AnsiTransactionManager, TransactionManager};

/// Rows of one `INSERT`: below both databases' limits on parameters with 32 columns a row.
pub(crate) const ROWS_AT_ONCE: usize = 500;

/// Begins a transaction that will write. SQLite takes its write lock at once: a transaction that
/// read first and wrote later would fail if another had written in between.
pub(crate) fn begin_writing(conn: &mut AnyConnection) -> QueryResult<()> {
    match conn {
        AnyConnection::Sqlite(c) => {
            AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE")
        }
        AnyConnection::Postgres(c) => {
            AnsiTransactionManager::begin_transaction_sql(c, "BEGIN ISOLATION LEVEL READ COMMITTED")
        }
    }
}

/// Begins a transaction that sees one state of the database and changes nothing.
pub(crate) fn begin_reading(conn: &mut AnyConnection) -> QueryResult<()> {
    match conn {
        AnyConnection::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN"),
        AnyConnection::Postgres(c) => AnsiTransactionManager::begin_transaction_sql(
            c,
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        ),
    }
}

/// Begins a savepoint inside a transaction.
pub(crate) fn savepoint(conn: &mut AnyConnection) -> QueryResult<()> {
    <AnyConnection as TransactionManager<AnyConnection>>::begin_transaction(conn)
}

/// Keeps the innermost savepoint or transaction.
pub(crate) fn keep(conn: &mut AnyConnection) -> QueryResult<()> {
    <AnyConnection as TransactionManager<AnyConnection>>::commit_transaction(conn)
}

/// Undoes the innermost savepoint or transaction.
pub(crate) fn undo(conn: &mut AnyConnection) -> QueryResult<()> {
    <AnyConnection as TransactionManager<AnyConnection>>::rollback_transaction(conn)
}

/// Inserts a slice of `Insertable` rows, some hundreds with each statement:
/// `tx.run(|c| insert_all!(c, my_table::table, &rows))`.
macro_rules! insert_all {
    ($conn:expr, $table:expr, $rows:expr) => {{
        let mut inserted = 0;
        let mut outcome = Ok(());
        for rows in $rows.chunks($crate::dialect::ROWS_AT_ONCE) {
            let done = match $conn {
                $crate::conn::AnyConnection::Sqlite(c) => {
                    diesel::insert_into($table).values(rows).execute(c)
                }
                $crate::conn::AnyConnection::Postgres(c) => {
                    diesel::insert_into($table).values(rows).execute(c)
                }
            };
            match done {
                Ok(n) => inserted += n,
                Err(error) => {
                    outcome = Err(error);
                    break;
                }
            }
        }
        outcome.map(|()| inserted)
    }};
}

/// Inserts a row, or changes the row that already has its key:
/// `upsert!(c, my_table::table, &row, on my_table::id, set &changes)`; or leaves that row alone:
/// `upsert!(c, my_table::table, &row, on my_table::id, keep)`.
macro_rules! upsert {
    ($conn:expr, $table:expr, $row:expr, on $key:expr, set $changes:expr) => {
        match $conn {
            $crate::conn::AnyConnection::Sqlite(c) => diesel::insert_into($table)
                .values($row)
                .on_conflict($key)
                .do_update()
                .set($changes)
                .execute(c),
            $crate::conn::AnyConnection::Postgres(c) => diesel::insert_into($table)
                .values($row)
                .on_conflict($key)
                .do_update()
                .set($changes)
                .execute(c),
        }
    };
    ($conn:expr, $table:expr, $row:expr, on $key:expr, keep) => {
        match $conn {
            $crate::conn::AnyConnection::Sqlite(c) => {
                diesel::insert_into($table).values($row).on_conflict($key).do_nothing().execute(c)
            }
            $crate::conn::AnyConnection::Postgres(c) => {
                diesel::insert_into($table).values($row).on_conflict($key).do_nothing().execute(c)
            }
        }
    };
}

pub(crate) use insert_all;
pub(crate) use upsert;
