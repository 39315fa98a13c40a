//! Kills the program in the middle of many submissions, again and again, and looks for what was
//! acknowledged: everything must be there once, with its letter and its entry in the audit trail.
#![expect(clippy::unwrap_used, reason = "a step that fails is a failed test")]

mod clients;
mod inquest;

use almoner_persistence::{Database, Tuning};
use almoner_replay::post_box::{Keep, PostBox};
use almoner_replay::program::Program;
use almoner_server::rehearsal::{Rehearsal, SECRET};
use almoner_testkit::{Kind, Litter, fresh_database};
use inquest::Findings;
use std::path::PathBuf;

/// Groups that send at the same time.
const CLIENTS: usize = 50;

/// One course of the harness.
struct Course {
    kind: Kind,
    submissions: usize,
    kills: usize,
    fault: Option<&'static str>,
}

impl Course {
    fn run(&self) -> Findings {
        let (url, _litter) = database(self.kind);
        let bids = {
            let database = Database::open_for_tests(&url, Tuning::default()).unwrap();
            database.migrate().unwrap();
            let rehearsal = Rehearsal::begin(&database, "http://127.0.0.1").unwrap();
            rehearsal.bids(self.submissions, false).unwrap()
        };
        let post = PostBox::start_keeping(Keep::Counters).unwrap();
        let mut program = Program::serving(&almoner(), &url, SECRET, post.port()).unwrap();
        if let Some(fault) = self.fault {
            program = program.with("ALMONER_PLANTED_FAULT", fault);
        }
        program.start().unwrap();
        let sent = clients::send_all(&mut program, &bids, CLIENTS, self.kills);
        program.kill().unwrap();
        assert!(sent.refused.is_empty(), "{:?}", sent.refused);
        assert_eq!(sent.kills, self.kills, "every kill fell into the submissions");
        inquest::hold(&url, &sent)
    }
}

/// The program under test: the one that lies beside the tests.
fn almoner() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let program = test.ancestors().nth(2).unwrap().join("almoner");
    assert!(program.is_file(), "build {} first: cargo build --workspace", program.display());
    program
}

/// A database on a disk, unlike that of other tests.
fn database(kind: Kind) -> (String, Litter) {
    match kind {
        Kind::Postgres => fresh_database(kind),
        Kind::Sqlite => {
            static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
            let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let name = format!("almoner-kill-{}-{count}", std::process::id());
            let folder = std::env::temp_dir().join(name);
            std::fs::create_dir_all(&folder).unwrap();
            (format!("sqlite://{}/almoner.sqlite3", folder.display()), Litter::Folder(folder))
        }
    }
}

#[test]
fn three_kills_among_300_submissions_lose_and_double_nothing() {
    let course = Course { kind: Kind::Sqlite, submissions: 300, kills: 3, fault: None };
    assert_eq!(course.run(), Findings::default());
}

#[cfg(debug_assertions)]
#[test]
fn an_acknowledgement_before_the_commit_is_found_out() {
    use almoner_server::planted::ACKNOWLEDGE_BEFORE_COMMIT;
    let fault = Some(ACKNOWLEDGE_BEFORE_COMMIT);
    let course = Course { kind: Kind::Sqlite, submissions: 150, kills: 3, fault };
    let findings = course.run();
    assert!(!findings.lost.is_empty(), "the planted fault was not found: {findings:?}");
}

#[test]
#[ignore = "long: many kills"]
fn many_kills_among_1000_submissions_lose_and_double_nothing_on_sqlite() {
    for _ in 0..5 {
        let course = Course { kind: Kind::Sqlite, submissions: 1_000, kills: 15, fault: None };
        assert_eq!(course.run(), Findings::default());
    }
}

#[test]
#[ignore = "long: many kills, and a PostgreSQL server that waits for its disk"]
fn many_kills_among_1000_submissions_lose_and_double_nothing_on_postgresql() {
    for _ in 0..5 {
        let course = Course { kind: Kind::Postgres, submissions: 1_000, kills: 15, fault: None };
        assert_eq!(course.run(), Findings::default());
    }
}
