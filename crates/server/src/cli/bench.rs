//! `almoner bench`: what this machine does with a round of 5,000 applications.
//!
//! The round is filled by the cases that people use. Then the same program is started as a process
//! of its own on that database, so that its processor time and memory are its alone, and is asked
//! over HTTP from here. Both share the machine's cores.

use super::{CommandError, say};
use crate::rehearsal::{ReadyBid, Rehearsal, SECRET, SignedIn};
use almoner_domain::access::Role;
use almoner_persistence::{Database, DatabaseUrl, Tuning, bare_commits_per_second};
use almoner_replay::bench::{
    Asking, Course, Figures, Findings, Session, Submission, measure, static_pages_per_second,
};
use almoner_replay::browser::Browser;
use almoner_replay::post_box::{Keep, PostBox};
use almoner_replay::program::Program;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// Of so many received applications, as many are sent by many clients, by one client, and have a
/// section saved as one in these.
const SENT_BY_MANY: usize = 2;
const SENT_BY_ONE: usize = 12;
const SAVED: usize = 6;
/// Clients at a time where many are meant.
const MANY: usize = 32;
/// Clients at a time that fill in and read.
const SOME: usize = 8;
/// How long forms may take in all; they end when all are sent.
const AT_MOST: Duration = Duration::from_secs(300);
/// Starts of which the middle one counts.
const STARTS: usize = 3;

/// How large and how long.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Size {
    /// Applications that the round has received.
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(12..=100_000))]
    applications: u32,
    /// For how long each page is asked for, and how long the bare commits are counted.
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=3_600))]
    seconds: u32,
}

impl Size {
    fn bids(self) -> usize {
        usize::try_from(self.applications).unwrap_or(usize::MAX)
    }

    fn lasting(self) -> Duration {
        Duration::from_secs(u64::from(self.seconds))
    }
}

pub(super) fn run(
    database: Option<&str>,
    json: bool,
    size: Size,
) -> Result<ExitCode, CommandError> {
    let folder = Folder::new()?;
    let file = folder.0.join("almoner.sqlite3");
    let url = match database {
        Some(url) => absolute(url)?,
        None => format!("sqlite://{}", file.display()),
    };
    let findings = bench(&url, &folder.0, size)?;
    let text =
        if json { serde_json::to_string(&findings).map_err(said)? } else { in_words(&findings) };
    say(&text);
    Ok(ExitCode::SUCCESS)
}

/// What is asked for, made before the program starts.
struct Filled {
    reference: String,
    applicant: Session,
    application: String,
    section: String,
    staff: Session,
    list_pages: Vec<String>,
    bid_pages: Vec<String>,
    one: Vec<Submission>,
    many: Vec<Submission>,
    saves: Vec<Submission>,
}

fn bench(url: &str, folder: &Path, size: Size) -> Result<Findings, CommandError> {
    let before = load_average();
    let post = PostBox::start_keeping(Keep::Counters)?;
    let exe = std::env::current_exe()?;
    let mut program = Program::serving(&exe, url, SECRET, post.port())?;
    let filled = fill(url, &format!("http://{}", program.address()), size.bids())?;
    let first_page = first_page(&mut program)?;
    // Idle means that nothing has been asked for a while.
    std::thread::sleep(Duration::from_secs(2));
    let resident = program.resident_mib()?;
    let page = Browser::new(&format!("http://{}", program.address()))
        .get(&format!("/rounds/{}", filled.reference))
        .and_then(|page| page.expect(200))
        .map_err(said)?;
    let work = all_work(&program, &filled, size.lasting())?;
    std::thread::sleep(Duration::from_secs(2));
    let resident_after = program.resident_mib()?;
    program.kill()?;
    let sqlite = url.starts_with("sqlite:");
    let bare_url = if sqlite { beside(url) } else { url.to_owned() };
    let bare = bare_commits_per_second(&bare_url, size.lasting());
    if sqlite {
        forget(&bare_url);
    }
    Ok(Findings {
        database: if sqlite { "sqlite" } else { "postgresql" },
        applications: size.bids(),
        work,
        nginx_static_per_second: static_pages_per_second(folder, &page.body, MANY, size.lasting())?,
        bare_commits_per_second: bare?,
        resident_mib: resident,
        resident_after_mib: resident_after,
        first_page_ms: first_page.as_secs_f64() * 1000.0,
        load_average: [before, load_average()],
    })
}

/// Fills the round.
fn fill(url: &str, public_url: &str, received: usize) -> Result<Filled, CommandError> {
    // Nothing of this has to survive a power cut; what is measured opens the database anew.
    let database = Database::open_for_tests(url, Tuning::default())?;
    database.migrate()?;
    let office = Rehearsal::begin(&database, public_url).map_err(said)?;
    let sent = office.bids(received, true).map_err(said)?;
    office.settle_the_post().map_err(said)?;
    let bids = |share: usize| office.bids(received.div_ceil(share), false).map_err(said);
    let staff = office.sign_in("Grants Officer", Some(Role::GrantsOfficer)).map_err(said)?;
    let read: Vec<_> = sent.iter().step_by(50).map(|bid| bid.application).collect();
    office.nothing_to_declare(staff.person, &read).map_err(said)?;
    let one = bids(SENT_BY_ONE)?.iter().map(submission).collect();
    let many = bids(SENT_BY_MANY)?.iter().map(submission).collect();
    let (section, fields) = office.changed_section();
    let saved = bids(SAVED)?;
    let first = saved.first().ok_or_else(|| CommandError::Said("no bid was made".to_owned()))?;
    Ok(Filled {
        reference: office.reference.clone(),
        applicant: session(&first.by),
        application: first.application.to_string(),
        staff: session(&staff),
        list_pages: list_pages(&office).map_err(said)?,
        bid_pages: read.iter().map(|bid| format!("/staff/applications/{bid}")).collect(),
        one,
        many,
        saves: saved.iter().map(|bid| save(bid, &section, &fields)).collect(),
        section,
    })
}

fn session(by: &SignedIn) -> Session {
    Session { cookie: by.cookie.clone(), csrf: by.csrf.clone() }
}

fn submission(bid: &ReadyBid) -> Submission {
    Submission {
        session: session(&bid.by),
        path: format!("/applications/{}/submit", bid.application),
        fields: vec![
            ("version".to_owned(), bid.version.to_string()),
            ("intent".to_owned(), bid.intent.clone()),
        ],
    }
}

fn save(bid: &ReadyBid, section: &str, fields: &[(String, String)]) -> Submission {
    let mut all =
        vec![("version".to_owned(), "1".to_owned()), ("then".to_owned(), "continue".to_owned())];
    all.extend(fields.iter().cloned());
    Submission {
        session: session(&bid.by),
        path: format!("/applications/{}/sections/{section}", bid.application),
        fields: all,
    }
}

/// Pages of the staff list: by key from everywhere in it, plain and with each filter.
fn list_pages(office: &Rehearsal) -> Result<Vec<String>, crate::rehearsal::RehearsalFault> {
    let top = format!("/staff/rounds/{}/applications", office.round);
    let mut pages = vec![top.clone()];
    for (number, line) in office.received()?.iter().step_by(97).enumerate() {
        let filter = match number % 3 {
            0 => "status=submitted".to_owned(),
            1 => format!("area={}", line.lead_area.as_deref().unwrap_or_default()),
            _ => "status=submitted&name=v".to_owned(),
        };
        let after = format!("{}.{}", line.received_at.as_microsecond(), line.id);
        pages.push(format!("{top}?{filter}&after={after}"));
    }
    Ok(pages)
}

fn first_page(program: &mut Program) -> Result<Duration, CommandError> {
    let mut times = Vec::with_capacity(STARTS);
    for _ in 0..STARTS {
        program.kill()?;
        times.push(program.start()?);
    }
    times.sort_unstable();
    Ok(times.get(STARTS / 2).copied().unwrap_or_default())
}

fn all_work(
    program: &Program,
    filled: &Filled,
    pages: Duration,
) -> Result<BTreeMap<&'static str, Figures>, CommandError> {
    let bid = format!("/applications/{}", filled.application);
    let round = [format!("/rounds/{}", filled.reference)];
    let rounds = ["/rounds".to_owned()];
    let section = [format!("{bid}/sections/{}", filled.section)];
    let tasks = [bid];
    let applicant = Some(&filled.applicant);
    let staff = Some(&filled.staff);
    let all: [(&'static str, usize, Asking<'_>); 9] = [
        ("round_page", MANY, Asking::Pages(None, &round)),
        ("round_list", MANY, Asking::Pages(None, &rounds)),
        ("form_section", SOME, Asking::Pages(applicant, &section)),
        ("task_list", SOME, Asking::Pages(applicant, &tasks)),
        ("staff_list", MANY, Asking::Pages(staff, &filled.list_pages)),
        ("staff_bid", SOME, Asking::Pages(staff, &filled.bid_pages)),
        ("save_section", SOME, Asking::Forms(&filled.saves)),
        ("submit_one_client", 1, Asking::Forms(&filled.one)),
        ("submit_32_clients", MANY, Asking::Forms(&filled.many)),
    ];
    let mut work = BTreeMap::new();
    for (name, clients, asking) in &all {
        let lasting = if matches!(asking, Asking::Pages(..)) { pages } else { AT_MOST };
        let course = Course { clients: *clients, lasting };
        let figures = measure(program, course, asking)
            .map_err(|error| CommandError::Said(format!("{name}: {error}")))?;
        work.insert(*name, figures);
    }
    Ok(work)
}

fn in_words(findings: &Findings) -> String {
    let mut lines = vec![format!(
        "{} with {} applications in a round; load average {:.1} before, {:.1} after\n",
        findings.database,
        findings.applications,
        findings.load_average[0],
        findings.load_average[1]
    )];
    lines.push(format!(
        "{:<20}{:>8}{:>12}{:>10}{:>10}{:>10}{:>10}",
        "", "clients", "per second", "p50 ms", "p95 ms", "p99 ms", "cpu ms"
    ));
    for (name, of) in &findings.work {
        lines.push(format!(
            "{name:<20}{:>8}{:>12.0}{:>10.2}{:>10.2}{:>10.2}{:>10.3}",
            of.clients, of.per_second, of.p50_ms, of.p95_ms, of.p99_ms, of.cpu_ms
        ));
    }
    let nginx = findings
        .nginx_static_per_second
        .map_or_else(|| "not installed".to_owned(), |rate| format!("{rate:.0} a second"));
    lines.push(format!("\nthe round page as a file from nginx: {nginx}"));
    lines.push(format!(
        "single-row durable commits by one client: {:.0} a second",
        findings.bare_commits_per_second
    ));
    lines.push(format!(
        "resident: {:.1} MiB idle, {:.1} MiB after all this; first page after {:.0} ms",
        findings.resident_mib, findings.resident_after_mib, findings.first_page_ms
    ));
    lines.join("\n")
}

/// The address with an absolute path, since another process opens it too.
fn absolute(url: &str) -> Result<String, CommandError> {
    match url.parse::<DatabaseUrl>().map_err(said)? {
        DatabaseUrl::Sqlite(path) => {
            Ok(format!("sqlite://{}", std::path::absolute(path)?.display()))
        }
        DatabaseUrl::Postgres(_) => Ok(url.to_owned()),
    }
}

/// A file of its own on the same disk.
fn beside(url: &str) -> String {
    format!("{url}.bare")
}

fn forget(url: &str) {
    let file = url.strip_prefix("sqlite://").unwrap_or(url);
    for ending in ["", "-wal", "-shm"] {
        // Where there is none, nothing has to go.
        drop(std::fs::remove_file(format!("{file}{ending}")));
    }
}

/// The machine's load average over the last minute; 0 where the system does not tell.
fn load_average() -> f64 {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().and_then(|first| first.parse().ok()).unwrap_or(0.0)
}

fn said(error: impl Display) -> CommandError {
    CommandError::Said(error.to_string())
}

/// A folder for what is made on the way; removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> std::io::Result<Self> {
        let folder = std::env::temp_dir().join(format!("almoner-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
