//! Connections: one enum for both databases, and the pool's way of making them.

use crate::url::DatabaseUrl;
use diesel::connection::SimpleConnection;
use diesel::r2d2::{HandleError, ManageConnection, Pool, R2D2Connection};
use diesel::{Connection, ConnectionError, PgConnection, SqliteConnection};
use std::path::{Path, PathBuf};
use std::time::Duration;
use thiserror::Error;

/// A connection to either database. What only one of them can do is a `match` on this enum.
#[derive(diesel::MultiConnection)]
#[expect(unreachable_pub, reason = "the derived items are public and name it")]
pub enum AnyConnection {
    /// SQLite.
    Sqlite(SqliteConnection),
    /// PostgreSQL.
    Postgres(PgConnection),
}

/// How connections are made and how long they wait.
#[derive(Clone, Debug)]
pub struct Tuning {
    /// Connections in the pool (readers, on SQLite).
    pub pool: u32,
    /// How long a caller waits for a connection, or for the writer to take up its work.
    pub wait: Duration,
    /// How long one statement may run (PostgreSQL).
    pub statement_timeout: Duration,
    /// How long one statement waits for a lock.
    pub lock_timeout: Duration,
    /// How long to wait for a server to answer a new connection (PostgreSQL).
    pub connect_timeout: Duration,
    /// How many pieces of work may wait for the writer (SQLite).
    pub queue: usize,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            pool: 8,
            wait: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(15),
            lock_timeout: Duration::from_secs(3),
            connect_timeout: Duration::from_secs(5),
            queue: 256,
        }
    }
}

/// Whether a commit survives a power cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Always, at the price of a flush for each commit.
    Full,
    /// Not: for tests that throw the database away.
    None,
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Reading only: refused writes are refused by the database.
    Read,
    /// Everything.
    Write,
}

/// Makes connections to one database.
#[derive(Clone, Debug)]
pub(crate) struct Connector {
    place: Place,
    tuning: Tuning,
    durability: Durability,
    purpose: Purpose,
}

#[derive(Clone)]
enum Place {
    Sqlite(PathBuf),
    Postgres(String),
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => path.fmt(f),
            Self::Postgres(_) => f.write_str("a PostgreSQL server"),
        }
    }
}

/// Why a connection could not be made.
#[derive(Debug, Error)]
pub(crate) enum ConnectFault {
    /// The database did not answer, or refused.
    #[error("no connection: {0}")]
    Away(#[from] ConnectionError),
    /// The settings of the connection were refused.
    #[error("the connection could not be set up: {0}")]
    SetUp(#[from] diesel::result::Error),
    /// The path of the file is not text.
    #[error("the path of the database file is not UTF-8")]
    Path,
}

impl Connector {
    /// A maker of connections to `url`.
    ///
    /// # Errors
    /// When the working directory, which a relative path needs, cannot be read.
    pub(crate) fn new(
        url: &DatabaseUrl,
        tuning: Tuning,
        durability: Durability,
    ) -> std::io::Result<Self> {
        let place = match url {
            // Absolute, so that no name can be taken for a URI of SQLite.
            DatabaseUrl::Sqlite(path) => Place::Sqlite(std::path::absolute(path)?),
            DatabaseUrl::Postgres(url) => Place::Postgres(with_defaults(url, &tuning)),
        };
        Ok(Self { place, tuning, durability, purpose: Purpose::Write })
    }

    /// The same, for another purpose.
    pub(crate) fn to(&self, purpose: Purpose) -> Self {
        Self { purpose, ..self.clone() }
    }

    /// The file of the database, on SQLite.
    pub(crate) fn file(&self) -> Option<&Path> {
        match &self.place {
            Place::Sqlite(path) => Some(path),
            Place::Postgres(_) => None,
        }
    }

    pub(crate) const fn tuning(&self) -> &Tuning {
        &self.tuning
    }

    /// Makes a connection.
    pub(crate) fn connect_now(&self) -> Result<AnyConnection, ConnectFault> {
        match &self.place {
            Place::Sqlite(path) => {
                let path = path.to_str().ok_or(ConnectFault::Path)?;
                let mut conn = SqliteConnection::establish(path)?;
                conn.batch_execute(&self.pragmas())?;
                Ok(AnyConnection::Sqlite(conn))
            }
            Place::Postgres(url) => {
                let mut conn = PgConnection::establish(url)?;
                conn.batch_execute(&self.session())?;
                Ok(AnyConnection::Postgres(conn))
            }
        }
    }

    /// SQLite's settings of a connection. `recursive_triggers` makes `INSERT OR REPLACE` fire the
    /// delete triggers that keep the audit trail; `secure_delete` overwrites what is erased. The
    /// file is not mapped into memory: every connection's mapping would count as resident anew,
    /// while pages that are read through the system's cache are shared. What a reader keeps of its
    /// own is the inner pages of the trees, so little is enough. What was committed is moved into
    /// the file after 16 MB instead of 4: the pages that every sending changes are moved once then.
    fn pragmas(&self) -> String {
        let synchronous = match self.durability {
            Durability::Full => "FULL",
            Durability::None => "OFF",
        };
        let wait = self.tuning.lock_timeout.as_millis();
        let role = match self.purpose {
            Purpose::Read => "PRAGMA query_only = ON; PRAGMA cache_size = -2000;",
            Purpose::Write => {
                "PRAGMA secure_delete = ON; PRAGMA journal_size_limit = 67108864; \
                 PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -8000;"
            }
        };
        format!(
            "PRAGMA busy_timeout = {wait}; PRAGMA journal_mode = WAL; \
             PRAGMA synchronous = {synchronous}; PRAGMA foreign_keys = ON; \
             PRAGMA recursive_triggers = ON; PRAGMA temp_store = MEMORY; \
             PRAGMA mmap_size = 0; {role}"
        )
    }

    /// PostgreSQL's settings of a session. A transaction that its owner left open is ended.
    fn session(&self) -> String {
        format!(
            "SET statement_timeout = {}; SET lock_timeout = {}; \
             SET idle_in_transaction_session_timeout = 60000; SET TIME ZONE 'UTC'; \
             SET client_encoding = 'UTF8'",
            self.tuning.statement_timeout.as_millis(),
            self.tuning.lock_timeout.as_millis(),
        )
    }
}

/// Adds what the address does not say: how long to wait for a connection, how soon a dead one is
/// noticed, and a name for the server's list of sessions.
fn with_defaults(url: &str, tuning: &Tuning) -> String {
    let mut url = url.to_owned();
    let seconds = tuning.connect_timeout.as_secs().max(1).to_string();
    for (name, value) in [
        ("connect_timeout", seconds.as_str()),
        ("application_name", "almoner"),
        ("keepalives_idle", "30"),
        ("tcp_user_timeout", "30000"),
    ] {
        if !url.contains(&format!("{name}=")) {
            url.push(if url.contains('?') { '&' } else { '?' });
            url.push_str(name);
            url.push('=');
            url.push_str(value);
        }
    }
    url
}

/// A connection of the pool.
pub(crate) struct Pooled {
    pub(crate) conn: AnyConnection,
    /// Set when beginning or ending a transaction failed: the pool then drops the connection.
    pub(crate) broken: bool,
}

impl ManageConnection for Connector {
    type Connection = Pooled;
    type Error = ConnectFault;

    fn connect(&self) -> Result<Pooled, ConnectFault> {
        Ok(Pooled { conn: self.connect_now()?, broken: false })
    }

    fn is_valid(&self, pooled: &mut Pooled) -> Result<(), ConnectFault> {
        Ok(pooled.conn.ping()?)
    }

    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        std::thread::panicking() || pooled.broken || pooled.conn.is_broken()
    }
}

/// The pool of a connector. It is made without waiting for a connection, so that a server that is
/// away for a moment does not keep the product from starting again.
pub(crate) fn pool(connector: Connector) -> Pool<Connector> {
    let tuning = connector.tuning.clone();
    Pool::builder()
        .max_size(tuning.pool.max(1))
        .min_idle(Some(1))
        // Whoever takes a connection begins a transaction on it, and takes another if that fails.
        .test_on_check_out(false)
        .connection_timeout(tuning.wait)
        .error_handler(Box::new(LogFaults))
        .build_unchecked(connector)
}

#[derive(Debug)]
struct LogFaults;

impl HandleError<ConnectFault> for LogFaults {
    fn handle_error(&self, fault: ConnectFault) {
        tracing::warn!(%fault, "the pool could not make a connection");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(diesel::QueryableByName)]
    struct Synchronous {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        synchronous: i64,
    }

    fn synchronous(conn: &mut AnyConnection) -> i64 {
        let AnyConnection::Sqlite(conn) = conn else { panic!("it is SQLite") };
        let sql = diesel::sql_query("PRAGMA synchronous");
        diesel::RunQueryDsl::get_result::<Synchronous>(sql, conn).unwrap().synchronous
    }

    #[test]
    fn every_connection_waits_for_the_disk_at_each_commit() {
        const FULL: i64 = 2;
        let name = format!("almoner-synchronous-{}.sqlite3", std::process::id());
        let file = std::env::temp_dir().join(name);
        let url = DatabaseUrl::Sqlite(file.clone());
        let full = Connector::new(&url, Tuning::default(), Durability::Full).unwrap();
        for purpose in [Purpose::Write, Purpose::Read] {
            let connector = full.to(purpose);
            assert_eq!(synchronous(&mut connector.connect_now().unwrap()), FULL, "{purpose:?}");
            let pool = pool(connector);
            let mut all: Vec<_> = (0..3).map(|_| pool.get().unwrap()).collect();
            assert!(all.iter_mut().all(|pooled| synchronous(&mut pooled.conn) == FULL));
        }
        let none = Connector::new(&url, Tuning::default(), Durability::None).unwrap();
        assert_ne!(synchronous(&mut none.connect_now().unwrap()), FULL, "the check can fail");
        for ending in ["", "-wal", "-shm"] {
            drop(std::fs::remove_file(format!("{}{ending}", file.display())));
        }
    }

    #[derive(diesel::QueryableByName)]
    struct CompiledWith {
        #[diesel(sql_type = diesel::sql_types::Text)]
        compile_options: String,
    }

    /// `.cargo/config.toml` says how; a build that does not see it would be many times slower.
    #[test]
    fn sqlite_plans_a_statement_once() {
        let mut conn = SqliteConnection::establish(":memory:").unwrap();
        let sql = diesel::sql_query("PRAGMA compile_options");
        let all: Vec<CompiledWith> = diesel::RunQueryDsl::load(sql, &mut conn).unwrap();
        let has = |name: &str| all.iter().any(|option| option.compile_options == name);
        assert!(has("ENABLE_QPSG") && has("THREADSAFE=2"));
        assert!(!has("ENABLE_MEMORY_MANAGEMENT"));
    }

    #[test]
    fn an_address_keeps_its_own_parameters() {
        let tuning = Tuning::default();
        let url = with_defaults("postgres://h/d?connect_timeout=9", &tuning);
        assert!(url.starts_with("postgres://h/d?connect_timeout=9&application_name=almoner"));
        assert!(with_defaults("postgres://h/d", &tuning).contains("?connect_timeout=5&"));
    }
}
