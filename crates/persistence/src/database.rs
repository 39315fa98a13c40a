//! A database as the program opens it: address, lock, migrations, mark, store.

use crate::conn::{AnyConnection, ConnectFault, Connector, Durability, Tuning};
use crate::error::store_error;
use crate::migrate::{self, MigrationFault};
use crate::postgres_store::PostgresStore;
use crate::repo::office_mark;
use crate::sqlite_store::SqliteStore;
use crate::url::{DatabaseUrl, UrlFault};
use almoner_domain::value::Instant;
use almoner_ports::{Store, StoreError};
use diesel::QueryableByName;
use diesel::RunQueryDsl;
use diesel::sql_types::Text;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use thiserror::Error;

/// What a database is; written once, when it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeMark {
    /// The code of the office whose database it is.
    pub office: String,
    /// Whether it holds invented data for show, and may never become a live database.
    pub demonstration: bool,
    /// When it was made.
    pub created_at: Instant,
}

/// Why a database could not be opened or used.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The address is none.
    #[error(transparent)]
    Url(#[from] UrlFault),
    /// The file could not be made or locked.
    #[error("the database file or its lock cannot be used: {0}")]
    System(std::io::Error),
    /// Another process writes to this SQLite database.
    #[error("another process has {0} open to write; stop it first, or do this through it")]
    InUse(PathBuf),
    /// The server does not answer, or refuses us.
    #[error("{0}")]
    Away(String),
    /// PostgreSQL would lose committed work in a crash.
    #[error("PostgreSQL's setting {setting} is {value}: committed work could be lost in a crash")]
    NotDurable {
        /// The setting's name.
        setting: String,
        /// Its value.
        value: String,
    },
    /// The tables are not those that this version of the program needs.
    #[error("the database needs migrating: {}", .0.join(", "))]
    NotMigrated(Vec<String>),
    /// Migrations failed.
    #[error(transparent)]
    Migration(#[from] MigrationFault),
    /// A query failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ConnectFault> for OpenError {
    fn from(fault: ConnectFault) -> Self {
        Self::Away(fault.to_string())
    }
}

/// Held by the process that may write to a SQLite database; the system frees it when the process
/// ends, however it ends.
pub(crate) struct WriterLock {
    _file: File,
}

impl WriterLock {
    fn take(database: &Path) -> Result<Arc<Self>, OpenError> {
        let mut name = database.as_os_str().to_owned();
        name.push(".lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(PathBuf::from(name))
            .map_err(OpenError::System)?;
        match file.try_lock() {
            Ok(()) => Ok(Arc::new(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse(database.to_owned())),
            Err(TryLockError::Error(error)) => Err(OpenError::System(error)),
        }
    }
}

/// Makes the file of a new database, for its owner's eyes only; SQLite gives the files beside it
/// the same permissions. A file that is there keeps its own.
fn make_private(database: &Path) -> std::io::Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(database) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// A database.
pub struct Database {
    connector: Connector,
    /// On SQLite: none if opened to read only.
    lock: Option<Arc<WriterLock>>,
    reads_only: bool,
    /// Made once: a second writer in this process would not know of the first.
    store: Mutex<Option<Arc<dyn Store>>>,
}

impl Database {
    /// Opens a database, and makes the file if it is SQLite's and there is none.
    ///
    /// # Errors
    /// [`OpenError::Url`], [`OpenError::InUse`], [`OpenError::Away`], [`OpenError::NotDurable`].
    pub fn open(url: &str, tuning: Tuning) -> Result<Self, OpenError> {
        Self::open_as(url, tuning, Durability::Full, false)
    }

    /// Opens a database beside a process that writes to it: [`Store::write`] is refused.
    ///
    /// # Errors
    /// As for [`Database::open`], without the lock.
    pub fn open_to_read(url: &str, tuning: Tuning) -> Result<Self, OpenError> {
        Self::open_as(url, tuning, Durability::Full, true)
    }

    /// As [`Database::open_to_read`], without asking whether the server is durable: for tests alone.
    ///
    /// # Errors
    /// As for [`Database::open_to_read`].
    pub fn open_to_read_for_tests(url: &str, tuning: Tuning) -> Result<Self, OpenError> {
        Self::open_as(url, tuning, Durability::None, true)
    }

    /// Opens a database that may lose everything in a crash: for tests alone.
    ///
    /// # Errors
    /// As for [`Database::open`].
    pub fn open_for_tests(url: &str, tuning: Tuning) -> Result<Self, OpenError> {
        Self::open_as(url, tuning, Durability::None, false)
    }

    fn open_as(
        url: &str,
        tuning: Tuning,
        durability: Durability,
        reads_only: bool,
    ) -> Result<Self, OpenError> {
        let url: DatabaseUrl = url.parse()?;
        let connector = Connector::new(&url, tuning, durability).map_err(OpenError::System)?;
        let lock = match connector.file() {
            Some(file) if reads_only && !file.exists() => {
                return Err(OpenError::Away(format!("there is no database {}", file.display())));
            }
            Some(file) if !reads_only => Some(WriterLock::take(file)?),
            _ => None,
        };
        if let Some(file) = connector.file() {
            make_private(file).map_err(OpenError::System)?;
        }
        let database = Self { connector, lock, reads_only, store: Mutex::new(None) };
        let mut conn = database.connect()?;
        if durability == Durability::Full {
            demand_durability(&mut conn)?;
        }
        Ok(database)
    }

    fn connect(&self) -> Result<AnyConnection, OpenError> {
        Ok(self.connector.connect_now()?)
    }

    /// Brings the tables up to date; returns the names of the migrations that were run.
    ///
    /// # Errors
    /// [`OpenError::Migration`]; the failed migration was undone.
    pub fn migrate(&self) -> Result<Vec<String>, OpenError> {
        Ok(migrate::migrate(&mut self.connect()?)?)
    }

    /// Undoes the last migration: for tests of the migrations.
    ///
    /// # Errors
    /// [`OpenError::Migration`].
    pub fn revert_last_migration(&self) -> Result<(), OpenError> {
        Ok(migrate::revert_last(&mut self.connect()?)?)
    }

    /// The names of the migrations that [`Database::migrate`] would run.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn pending_migrations(&self) -> Result<Vec<String>, OpenError> {
        Ok(migrate::pending(&mut self.connect()?)?)
    }

    /// The store; the first call starts it.
    ///
    /// # Errors
    /// [`OpenError::NotMigrated`], or when the database does not answer.
    pub fn store(&self) -> Result<Arc<dyn Store>, OpenError> {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = &*store {
            return Ok(Arc::clone(store));
        }
        let pending = self.pending_migrations()?;
        if !pending.is_empty() {
            return Err(OpenError::NotMigrated(pending));
        }
        let started: Arc<dyn Store> = if self.connector.file().is_some() {
            Arc::new(SqliteStore::start(&self.connector, self.lock.clone())?)
        } else {
            Arc::new(PostgresStore::start(self.connector.clone(), self.reads_only))
        };
        *store = Some(Arc::clone(&started));
        Ok(started)
    }

    /// What the database is; none if it was not marked yet.
    ///
    /// # Errors
    /// When the database does not answer or has no tables.
    pub fn mark(&self) -> Result<Option<OfficeMark>, OpenError> {
        Ok(office_mark::mark(&mut self.connect()?).map_err(store_error)?)
    }

    /// Whether the database holds invented data for show. One without a mark does not.
    ///
    /// # Errors
    /// As for [`Database::mark`].
    pub fn is_demonstration(&self) -> Result<bool, OpenError> {
        Ok(self.mark()?.is_some_and(|mark| mark.demonstration))
    }

    /// Whether nothing was ever written to the database: no mark and nobody in it.
    ///
    /// # Errors
    /// As for [`Database::mark`].
    pub fn is_empty(&self) -> Result<bool, OpenError> {
        Ok(office_mark::is_empty(&mut self.connect()?).map_err(store_error)?)
    }

    /// Marks a new database, once and for all. Do it before [`Database::store`].
    ///
    /// # Errors
    /// [`StoreError::Taken`] if it has a mark already.
    pub fn mark_new(
        &self,
        office: &str,
        demonstration: bool,
        at: Instant,
    ) -> Result<(), OpenError> {
        let mark = OfficeMark { office: office.to_owned(), demonstration, created_at: at };
        Ok(office_mark::add(&mut self.connect()?, &mark).map_err(store_error)?)
    }
}

#[derive(QueryableByName)]
struct Setting {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    setting: String,
}

/// Refuses a PostgreSQL server that answers a commit before it is on disk.
fn demand_durability(conn: &mut AnyConnection) -> Result<(), OpenError> {
    let AnyConnection::Postgres(conn) = conn else {
        return Ok(());
    };
    let settings: Vec<Setting> = diesel::sql_query(
        "SELECT name, setting FROM pg_settings \
         WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name",
    )
    .load(conn)
    .map_err(store_error)?;
    // The other values of synchronous_commit say how long to wait for standby servers.
    match settings.into_iter().find(|setting| setting.setting == "off") {
        Some(Setting { name, setting }) => {
            Err(OpenError::NotDurable { setting: name, value: setting })
        }
        None => Ok(()),
    }
}
