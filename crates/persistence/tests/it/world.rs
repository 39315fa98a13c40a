//! A database of a test's own, and short words for what tests do with it.

use almoner_domain::access::Role;
use almoner_domain::audit::{By, Entry};
use almoner_domain::id::{EntryId, PersonId};
use almoner_domain::person::Person;
use almoner_domain::value::Instant;
use almoner_persistence::{Database, Tuning};
use almoner_ports::{Store, StoreError, Stored, Tx, Verdict};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, RunQueryDsl, SqliteConnection};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;
use uuid::Uuid;

/// A migrated and marked database that nobody else uses; it goes with the value.
///
/// Making a database takes PostgreSQL a tenth of a second. One that a test used through the store
/// alone is therefore emptied, and given to another test.
pub(crate) struct World {
    pub(crate) url: String,
    database: Option<Database>,
    store: Option<Arc<dyn Store>>,
    end: End,
    /// Whether the test went past the store, so that emptying the tables may not be enough.
    touched_beside: AtomicBool,
}

enum End {
    RemoveFolder(PathBuf),
    DropDatabase(String),
}

/// The wait of tests: short, so that a test of overload is quick.
pub(crate) fn tuning() -> Tuning {
    Tuning { pool: 4, wait: Duration::from_secs(20), ..Tuning::default() }
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

fn fresh_name() -> String {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    format!("almoner_it_{}_{number}", std::process::id())
}

/// The address of the PostgreSQL server's administrator.
pub(crate) fn admin() -> Option<String> {
    let address = std::env::var("ALMONER_TEST_POSTGRES").ok();
    assert!(
        address.is_some() || std::env::var_os("ALMONER_TEST_SQLITE_ONLY").is_some(),
        "set ALMONER_TEST_POSTGRES to a throw-away server, or ALMONER_TEST_SQLITE_ONLY"
    );
    address
}

fn prepare(url: &str) {
    let database = Database::open_for_tests(url, tuning()).unwrap();
    database.migrate().unwrap();
    database.mark_new("fictional-office", false, moment(0)).unwrap();
}

impl World {
    pub(crate) fn sqlite() -> Self {
        let folder = std::env::temp_dir().join(fresh_name());
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("almoner.sqlite3");
        std::fs::write(&file, sqlite_template()).unwrap();
        Self::open(format!("sqlite://{}", file.display()), End::RemoveFolder(folder))
    }

    pub(crate) fn postgres() -> Option<Self> {
        let admin = admin()?;
        let template = postgres_template(&admin);
        let emptied = EMPTIED.lock().unwrap().pop();
        let name = emptied.unwrap_or_else(|| {
            let name = fresh_name();
            run_on_server(&admin, &format!("CREATE DATABASE {name} TEMPLATE {template}"));
            name
        });
        Some(Self::open(address_of(&admin, &name), End::DropDatabase(name)))
    }

    fn open(url: String, end: End) -> Self {
        let mut world =
            Self { url, database: None, store: None, end, touched_beside: AtomicBool::new(false) };
        world.reopen();
        world
    }

    /// Closes everything and opens the database again, as a restart does.
    pub(crate) fn reopen(&mut self) {
        self.reopen_with(tuning());
    }

    pub(crate) fn reopen_with(&mut self, tuning: Tuning) {
        self.store = None;
        self.database = None;
        let database = Database::open_for_tests(&self.url, tuning).unwrap();
        self.store = Some(database.store().unwrap());
        self.database = Some(database);
    }

    /// Closes everything; returns the path of the file, if it is one.
    pub(crate) fn close(&mut self) -> Option<String> {
        self.store = None;
        self.database = None;
        self.url.strip_prefix("sqlite://").map(str::to_owned)
    }

    /// The name of the database on the PostgreSQL server.
    pub(crate) fn database_name(&self) -> String {
        self.touched_beside.store(true, Ordering::Relaxed);
        match &self.end {
            End::DropDatabase(name) => name.clone(),
            End::RemoveFolder(_) => panic!("a SQLite database has no name on a server"),
        }
    }

    /// Ends every connection to this database, from outside it.
    pub(crate) fn terminate_all(&self, admin: &str) {
        run_on_server(
            admin,
            &format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
                self.database_name()
            ),
        );
    }

    pub(crate) fn database(&self) -> &Database {
        self.touched_beside.store(true, Ordering::Relaxed);
        self.database.as_ref().unwrap()
    }

    pub(crate) fn store(&self) -> Arc<dyn Store> {
        Arc::clone(self.store.as_ref().unwrap())
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite")
    }

    /// Commits what `work` did if it is `Ok`, undoes it if it is not, tries again if it was busy.
    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut dyn Tx) -> Stored<T> + Send + 'static,
    ) -> Stored<T> {
        write(self.store().as_ref(), work)
    }

    pub(crate) fn read<T>(&self, mut work: impl FnMut(&mut dyn Tx) -> Stored<T>) -> T {
        let mut result = None;
        self.store().read(&mut |tx| result = Some(work(tx))).unwrap();
        result.unwrap().unwrap()
    }

    /// Runs SQL beside the store, as somebody with access to the database could.
    pub(crate) fn sql(&self, sql: &str) {
        self.try_sql(sql).unwrap();
    }

    pub(crate) fn try_sql(&self, sql: &str) -> diesel::QueryResult<()> {
        self.touched_beside.store(true, Ordering::Relaxed);
        match self.url.strip_prefix("sqlite://") {
            Some(path) => {
                let mut conn = SqliteConnection::establish(path).unwrap();
                conn.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
                conn.batch_execute(sql)
            }
            None => PgConnection::establish(&self.url).unwrap().batch_execute(sql),
        }
    }

    /// A person who is in the database.
    pub(crate) fn add_person(&self, number: u128) -> Person {
        let new = person(number);
        let adding = new.clone();
        self.write(move |tx| tx.add_person(&adding)).unwrap();
        new
    }

    /// Appends an entry to the trail.
    pub(crate) fn append(&self, number: u128, entry: Entry) {
        self.write(move |tx| append(tx, number, &entry)).unwrap();
    }
}

pub(crate) fn append(tx: &mut dyn Tx, number: u128, entry: &Entry) -> Stored<()> {
    let by = By { person: Some(person(1).id), roles: vec![Role::GrantsOfficer, Role::Chair] };
    let at = moment(i64::try_from(number % 1_000_000).unwrap());
    tx.append(EntryId(Uuid::from_u128(number)), entry, &by, at, Uuid::from_u128(number + 1))
}

pub(crate) fn write<T: Send + 'static>(
    store: &dyn Store,
    mut work: impl FnMut(&mut dyn Tx) -> Stored<T> + Send + 'static,
) -> Stored<T> {
    let answer = Arc::new(Mutex::new(None));
    let captured = Arc::clone(&answer);
    store.write(Box::new(move |tx| {
        let result = work(tx);
        let verdict = match &result {
            Ok(_) => Verdict::Commit,
            Err(StoreError::Busy(_)) => Verdict::Retry,
            Err(_) => Verdict::RollBack,
        };
        *captured.lock().unwrap() = Some(result);
        verdict
    }))?;
    answer.lock().unwrap().take().unwrap()
}

impl Drop for World {
    fn drop(&mut self) {
        self.store = None;
        self.database = None;
        match &self.end {
            End::RemoveFolder(folder) => drop(std::fs::remove_dir_all(folder)),
            End::DropDatabase(name) => {
                let Some(admin) = admin() else { return };
                if self.touched_beside.load(Ordering::Relaxed) || std::thread::panicking() {
                    run_on_server(&admin, &format!("DROP DATABASE {name} WITH (FORCE)"));
                } else {
                    run_on_server(&self.url, EMPTY);
                    EMPTIED.lock().unwrap().push(name.clone());
                }
            }
        }
    }
}

/// Databases that were emptied after a test.
static EMPTIED: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Empties every table but the mark, past triggers and references, as an administrator may.
const EMPTY: &str = "DO $$ DECLARE name text; BEGIN \
    SET LOCAL session_replication_role = replica; \
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' \
        AND tablename NOT IN ('office_mark', '__diesel_schema_migrations') \
    LOOP EXECUTE format('DELETE FROM %I', name); END LOOP; \
    END $$";

/// The databases of this and of earlier processes.
const OURS: &str = "SELECT datname::text AS name FROM pg_database \
    WHERE datname LIKE 'almoner\\_it\\_%'";

#[derive(diesel::QueryableByName)]
struct Name {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

/// Drops what processes that have ended left on the server.
fn drop_stale_databases(admin: &str) {
    let mut conn = PgConnection::establish(admin).unwrap();
    let names: Vec<Name> = diesel::sql_query(OURS).load(&mut conn).unwrap();
    for Name { name } in names {
        let process = name.split('_').nth(2).unwrap_or_default();
        if !std::path::Path::new("/proc").join(process).exists() {
            conn.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).unwrap();
        }
    }
}

/// The bytes of a migrated database file, made once.
fn sqlite_template() -> &'static [u8] {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let folder = std::env::temp_dir().join(fresh_name());
        std::fs::create_dir_all(&folder).unwrap();
        let file = folder.join("template.sqlite3");
        prepare(&format!("sqlite://{}", file.display()));
        let bytes = std::fs::read(&file).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        bytes
    })
}

/// The name of a migrated database, made once.
fn postgres_template(admin: &str) -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let name = format!("almoner_it_{}_template", std::process::id());
        drop_stale_databases(admin);
        run_on_server(admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        run_on_server(admin, &format!("CREATE DATABASE {name}"));
        prepare(&address_of(admin, &name));
        name
    })
}

pub(crate) fn run_on_server(admin: &str, sql: &str) {
    PgConnection::establish(admin).unwrap().batch_execute(sql).unwrap();
}

/// The administrator's address with the database replaced by `name`.
pub(crate) fn address_of(admin: &str, name: &str) -> String {
    let (before, parameters) = admin.split_once('?').unwrap_or((admin, ""));
    let (server, _) = before.rsplit_once('/').unwrap();
    let joint = if parameters.is_empty() { "" } else { "?" };
    format!("{server}/{name}{joint}{parameters}")
}

/// An instant, some seconds and a few microseconds after the start of 2024.
pub(crate) fn moment(seconds: i64) -> Instant {
    Instant::from_microsecond(1_704_067_200_000_123 + seconds * 1_000_000).unwrap()
}

pub(crate) fn person(number: u128) -> Person {
    Person {
        id: PersonId(Uuid::from_u128(number)),
        email: format!("person{number}@example.org"),
        name: format!("Person {number}"),
        phone: None,
        created_at: moment(0),
        version: 1,
    }
}
