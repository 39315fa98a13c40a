//! A database for one test: a copy of one that was migrated once per process.

use almoner_persistence::{Database, Tuning};
use diesel::{Connection, PgConnection, RunQueryDsl};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Embedded.
    Sqlite,
    /// A server, from `ALMONER_TEST_POSTGRES`.
    Postgres,
}

/// Removes the database when the test is over.
pub enum Litter {
    /// A folder.
    Folder(PathBuf),
    /// A database of a server.
    Database {
        /// The server.
        admin: String,
        /// The database's name.
        name: String,
    },
}

/// A database that is migrated and otherwise empty, removed with this.
pub struct Empty {
    /// Its address.
    pub url: String,
    _litter: Litter,
}

impl Empty {
    /// A new one.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        let (url, litter) = fresh(kind);
        Self { url, _litter: litter }
    }

    /// A new one on PostgreSQL, unless it was left out on purpose.
    #[must_use]
    pub fn on_postgres() -> Option<Self> {
        admin_url().map(|_| Self::new(Kind::Postgres))
    }
}

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A name that no other test of any process uses.
fn fresh_name() -> String {
    let count = COUNT.fetch_add(1, Ordering::SeqCst);
    format!("almoner_test_{}_{count}", std::process::id())
}

/// A database that is migrated and empty.
#[must_use]
pub fn fresh(kind: Kind) -> (String, Litter) {
    match kind {
        Kind::Sqlite => {
            static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
            let template = TEMPLATE.get_or_init(|| {
                let folder = folder();
                let file = folder.join("template.sqlite3");
                let url = format!("sqlite://{}", file.display());
                Database::open_for_tests(&url, Tuning::default()).unwrap().migrate().unwrap();
                let bytes = std::fs::read(&file).unwrap();
                std::fs::remove_dir_all(&folder).unwrap();
                bytes
            });
            let folder = folder();
            let file = folder.join("almoner.sqlite3");
            std::fs::write(&file, template).unwrap();
            (format!("sqlite://{}", file.display()), Litter::Folder(folder))
        }
        Kind::Postgres => {
            let admin = admin_url().expect("ALMONER_TEST_POSTGRES names a server for tests");
            static TEMPLATE: OnceLock<String> = OnceLock::new();
            let template = TEMPLATE.get_or_init(|| {
                let name = format!("{}_template", fresh_name());
                ask(&admin, &format!("CREATE DATABASE {name}"));
                let database = Database::open_for_tests(&named(&admin, &name), Tuning::default());
                database.unwrap().migrate().unwrap();
                name
            });
            let name = fresh_name();
            ask(&admin, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
            (named(&admin, &name), Litter::Database { admin, name })
        }
    }
}

fn folder() -> PathBuf {
    let shared = PathBuf::from("/dev/shm");
    let base = if shared.is_dir() { shared } else { std::env::temp_dir() };
    let folder = base.join(fresh_name());
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// The server for tests. Without it tests fail, unless it was left out on purpose.
pub(crate) fn admin_url() -> Option<String> {
    let url = std::env::var("ALMONER_TEST_POSTGRES").ok();
    assert!(
        url.is_some() || std::env::var_os("ALMONER_TEST_SQLITE_ONLY").is_some(),
        "set ALMONER_TEST_POSTGRES to a throw-away server (tests/run does), or \
         ALMONER_TEST_SQLITE_ONLY=1 to leave PostgreSQL out"
    );
    url
}

fn named(admin: &str, name: &str) -> String {
    let (base, query) = admin.split_once('?').map_or((admin, ""), |(base, query)| (base, query));
    let (server, _) = base.rsplit_once('/').expect("the URL names a database");
    if query.is_empty() { format!("{server}/{name}") } else { format!("{server}/{name}?{query}") }
}

fn ask(admin: &str, sql: &str) {
    let mut connection = PgConnection::establish(admin).expect("the server for tests answers");
    diesel::sql_query(sql).execute(&mut connection).expect("the server for tests obeys");
}

impl Drop for Litter {
    fn drop(&mut self) {
        match self {
            Self::Folder(folder) => {
                let _unused = std::fs::remove_dir_all(folder);
            }
            Self::Database { admin, name } => {
                if let Ok(mut connection) = PgConnection::establish(admin) {
                    let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                    let _unused = diesel::sql_query(sql).execute(&mut connection);
                }
            }
        }
    }
}
