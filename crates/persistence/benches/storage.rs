//! What storage costs, with every commit flushed to disk: a bid sent, a page of the staff's list.
//!
//! On SQLite always; on PostgreSQL where `ALMONER_BENCH_POSTGRES` is the address of an
//! administrator of a server that loses no commit. Everything in the databases is invented.
#![expect(clippy::unwrap_used, reason = "a fault in what is measured ends the benchmark")]

use almoner_domain::application::{
    Application, OrganisationFacts, Places, Status, Submission, Withhold,
};
use almoner_domain::audit::{By, Entry, events};
use almoner_domain::conflict;
use almoner_domain::form::Fields;
use almoner_domain::id::{
    ApplicationId, EntryId, LetterId, OrganisationId, PersonId, RoundId, SubmissionId,
};
use almoner_domain::letter::{Body, Letter, Recipient};
use almoner_domain::organisation::{Kind, Organisation};
use almoner_domain::person::Person;
use almoner_domain::value::{Instant, Pence};
use almoner_persistence::{Database, Tuning};
use almoner_ports::{
    ApplicationFilter, ApplicationKey, ApplicationLine, ApplicationOrder, ApplicationsOf,
    StatusCount, Store, Stored, Tx, Verdict,
};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use divan::{Bencher, black_box};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use uuid::Uuid;

const ROUND: RoundId = RoundId(Uuid::from_u128(1));
/// Applications in the list.
const BIDS: u32 = 5_000;
/// Lines of a page, and one that tells whether there is another.
const PAGE: i64 = 51;
/// Bids that are sent.
const SENT: u32 = 200;

fn main() {
    divan::main();
}

/// The databases that can be measured here.
fn databases() -> Vec<&'static str> {
    let mut all = vec!["sqlite"];
    all.extend(std::env::var_os("ALMONER_BENCH_POSTGRES").map(|_| "postgresql"));
    all
}

/// A database of a benchmark's own; it goes with the value.
struct Office {
    store: Option<Arc<dyn Store>>,
    end: End,
}

enum End {
    Folder(PathBuf),
    Database(String),
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

impl Office {
    fn on(database: &str) -> Self {
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("almoner_storage_{}_{number}", std::process::id());
        let (url, end) = if database == "sqlite" {
            let folder = std::env::temp_dir().join(name);
            std::fs::create_dir_all(&folder).unwrap();
            (format!("sqlite://{}/almoner.sqlite3", folder.display()), End::Folder(folder))
        } else {
            let admin = administrator();
            run(&admin, &format!("CREATE DATABASE {name}"));
            let server = admin.rsplit_once('/').unwrap().0;
            (format!("{server}/{name}"), End::Database(name))
        };
        let opened = Database::open(&url, Tuning::default()).unwrap();
        opened.migrate().unwrap();
        opened.mark_new("fictional-office", false, at(0)).unwrap();
        let office = Self { store: Some(opened.store().unwrap()), end };
        office.write(|tx| {
            tx.add_person(&person())?;
            tx.add_organisation(&group())
        });
        office
    }

    fn store(&self) -> &dyn Store {
        self.store.as_deref().unwrap()
    }

    /// One write transaction, durable when it returns.
    fn write(&self, mut work: impl FnMut(&mut dyn Tx) -> Stored<()> + Send + 'static) {
        let job = Box::new(move |tx: &mut dyn Tx| {
            work(tx).unwrap();
            Verdict::Commit
        });
        self.store().write(job).unwrap();
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        self.store = None;
        match &self.end {
            End::Folder(folder) => std::fs::remove_dir_all(folder).unwrap(),
            End::Database(name) => {
                run(&administrator(), &format!("DROP DATABASE {name} WITH (FORCE)"));
            }
        }
    }
}

fn administrator() -> String {
    std::env::var("ALMONER_BENCH_POSTGRES").unwrap()
}

fn run(admin: &str, sql: &str) {
    PgConnection::establish(admin).unwrap().batch_execute(sql).unwrap();
}

fn at(second: u32) -> Instant {
    Instant::from_microsecond(1_700_000_000_000_000 + i64::from(second) * 1_000_000).unwrap()
}

fn id(number: u32) -> Uuid {
    Uuid::from_u128(u128::from(number))
}

fn person() -> Person {
    Person {
        id: PersonId(id(1)),
        email: "ada@example.org".to_owned(),
        name: "Ada Example".to_owned(),
        phone: None,
        created_at: at(0),
        version: 1,
    }
}

fn group() -> Organisation {
    Organisation {
        id: OrganisationId(id(1)),
        version: 1,
        name: "Fictional Group".to_owned(),
        other_names: String::new(),
        kind: Kind::Group,
        charity_number: None,
        company_number: None,
        postcode: Some("LE1 1AA".to_owned()),
        created_by: person().id,
        created_at: at(0),
    }
}

fn draft(number: u32) -> Application {
    Application {
        id: ApplicationId(id(number)),
        version: 1,
        round: ROUND,
        organisation: group().id,
        organisation_name: format!("Fictional Group {number}"),
        title: "A fictional project".to_owned(),
        // No group has two bids in one place, but any number that it gave up.
        status: Status::Withdrawn,
        reference: None,
        started_by: person().id,
        started_at: at(0),
        submitted_at: None,
        submission: 0,
        reopened: false,
        requested: None,
        lead_area: None,
        withhold: Withhold::Nothing,
        withhold_reason: None,
        late_at: None,
        conditional: false,
        entered: None,
    }
}

fn received(number: u32) -> Application {
    Application {
        reference: Some(format!("TST-2627-R1-{number}")),
        submitted_at: Some(at(number)),
        submission: 1,
        requested: Some(Pence::from_pounds(1_000)),
        lead_area: Some("north".to_owned()),
        ..draft(number)
    }
}

/// What a group wrote, as long as usual.
fn submission(of: &Application, number: u32) -> Submission {
    let answer = vec!["A few words that stand for an answer. ".repeat(12)];
    let answers: Fields = (1..=8).map(|place| (format!("B{place}"), answer.clone())).collect();
    Submission {
        id: SubmissionId(id(number)),
        application: of.id,
        round: of.round,
        number: 1,
        form_version: 1,
        answers,
        title: of.title.clone(),
        requested: of.requested,
        places: Places { lead: of.lead_area.clone(), in_targets: 100, ..Places::default() },
        organisation: OrganisationFacts::of(&group()),
        sent_at: at(number),
        by: person().id,
        intent: "pressed".to_owned(),
    }
}

fn receipt(of: &Application) -> Letter {
    Letter {
        to: Recipient {
            person: Some(person().id),
            name: person().name,
            email: "ada@example.org".to_owned(),
        },
        round: Some(of.round),
        application: Some(of.id),
        body: Body::SignInLink { sealed: vec![0; 64], minutes: 60 },
    }
}

/// The rows of one sending: its version, the head, an audit entry, a letter, and the flush.
#[divan::bench(args = databases(), sample_count = SENT, sample_size = 1)]
fn send_a_bid(bencher: Bencher<'_, '_>, database: &str) {
    let office = Office::on(database);
    office.write(|tx| (1..=SENT + 20).try_for_each(|number| tx.add_application(&draft(number), 1)));
    let next = AtomicU32::new(1);
    bencher.with_inputs(|| next.fetch_add(1, Ordering::Relaxed)).bench_values(|number| {
        office.write(move |tx| {
            let sent = received(number);
            tx.add_submission(&submission(&sent, number))?;
            tx.next_reference(ROUND)?;
            tx.save_application(&sent)?;
            let entry = Entry::application(ROUND, sent.id, events::APPLICATION_SUBMITTED)
                .pence("requested", Pence::from_pounds(1_000))
                .code("lead_area", "north");
            let by = By { person: Some(person().id), roles: Vec::new() };
            tx.append(EntryId(id(number)), &entry, &by, at(number), id(number))?;
            tx.queue(LetterId(id(number)), &receipt(&sent), at(number))
        });
    });
}

/// A page of 50 from the middle of the list, by key, with the counts above it and where its
/// reader stands.
#[divan::bench(args = databases())]
fn read_a_page_of_the_list(bencher: Bencher<'_, '_>, database: &str) {
    let office = Office::on(database);
    office.write(|tx| (1..=BIDS).try_for_each(|number| tx.add_application(&received(number), 1)));
    let after = ApplicationKey {
        received_at: at(BIDS / 2),
        organisation_name: String::new(),
        id: ApplicationId(id(BIDS / 2)),
    };
    bencher.bench(|| {
        let mut page = None;
        office.store().read(&mut |tx| page = Some(read_a_page(tx, &after).unwrap())).unwrap();
        black_box(page)
    });
}

type Page = (Vec<(ApplicationLine, Option<conflict::Status>)>, Vec<StatusCount>);

fn read_a_page(tx: &mut dyn Tx, after: &ApplicationKey) -> Stored<Page> {
    let reader = person().id;
    black_box(tx.recused_from(reader, ROUND)?);
    let all = ApplicationFilter::default();
    let order = ApplicationOrder::Received;
    let list = ApplicationsOf { round: ROUND, filter: &all, order, after: Some(after) };
    Ok((tx.application_list_for(reader, &list, PAGE)?, tx.status_counts(ROUND)?))
}
