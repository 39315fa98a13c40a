//! `almoner replay`: a past round, played through the pages on an empty database.

use super::{CommandError, complain, say};
use crate::clock::SystemClock;
use crate::config::Settings;
use crate::stage::{OfficeOnStage, Props};
use crate::wiring::{self, WiringError};
use almoner_domain::area::AreaCode;
use almoner_domain::office::Office;
use almoner_domain::value::{Pence, london};
use almoner_persistence::Database;
use almoner_ports::Clock;
use almoner_replay::file::ReplayFile;
use almoner_replay::play::{Counts, Until, play};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Plays a file. Exit code 0: its expected counts are met; 1: they are not, or the story could
/// not be played to its end.
pub(super) fn run(
    settings: &Settings,
    file: &Path,
    url: Option<&str>,
    json: bool,
) -> Result<ExitCode, CommandError> {
    crate::telemetry::start(&settings.log);
    let said =
        |why: &dyn std::fmt::Display| CommandError::Said(format!("{}: {why}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|error| said(&error))?;
    let story = ReplayFile::parse(&text).map_err(|fault| said(&fault))?;
    let office = wiring::pack(settings.office.pack.as_deref())?.office;
    let own = OwnFolder::unless(url.is_some())?;
    let url = match (url, &own) {
        (Some(url), _) => url.to_owned(),
        (None, Some(folder)) => format!("sqlite://{}/replay.sqlite3", folder.0.display()),
        (None, None) => return Err(CommandError::Said("there is no database".to_owned())),
    };
    let counts = match on_stage(&url, &office, &story)? {
        Ok(counts) => counts,
        Err(stopped) => {
            complain(&format!("almoner: {stopped}"));
            return Ok(ExitCode::from(1));
        }
    };
    let shown = if json { object(&counts)? } else { words(&story, &counts) };
    say(&shown);
    let day = story.round.dates.opens.date();
    let name = |code: &str| area_name(&office, code, day);
    let differences = counts.differences(&story.expected, name);
    for difference in &differences {
        complain(&difference.to_string());
    }
    Ok(if differences.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Plays a story on a new database: the outer error is of the machine, the inner of the story.
fn on_stage(
    url: &str,
    office: &Office,
    story: &ReplayFile,
) -> Result<Result<Counts, String>, CommandError> {
    let database = empty_database(url)?;
    let begins = story.timetable.set_up;
    let begins = london::instant(begins.date(), begins.time())
        .map_err(|fault| CommandError::Said(format!("the timetable: {begins}: {fault}")))?;
    database.mark_new(&office.identity.short_name, false, SystemClock.now())?;
    let mut secret = vec![0; 32];
    getrandom::fill(&mut secret)
        .map_err(|error| CommandError::Said(format!("no random numbers: {error}")))?;
    let stage = OfficeOnStage::start(Props {
        store: database.store()?,
        demonstration: false,
        office: office.clone(),
        secret,
        public_url: None,
        begins,
    })?;
    let played = play(&stage, &[(story, Until::Told)]);
    stage.end()?;
    Ok(match played.map(|mut counts| counts.pop()) {
        Ok(Some(counts)) => Ok(counts),
        Ok(None) => Err("nothing was played".to_owned()),
        Err(error) => Err(error.to_string()),
    })
}

/// Opens a database in which nothing was ever written; a used one is left as it is.
fn empty_database(url: &str) -> Result<Database, CommandError> {
    let used = || {
        CommandError::Said(
            "the database is not empty: a replay needs one in which nothing was ever written"
                .to_owned(),
        )
    };
    let database = wiring::open_as_it_is(url)?;
    // Without tables there is nothing to look into, and nobody either.
    if matches!(database.is_empty(), Ok(false)) {
        return Err(used());
    }
    database.migrate()?;
    if database.is_empty()? { Ok(database) } else { Err(used()) }
}

/// A folder for a database of the replay's own, removed at the end.
struct OwnFolder(PathBuf);

impl OwnFolder {
    fn unless(given: bool) -> Result<Option<Self>, CommandError> {
        if given {
            return Ok(None);
        }
        let name = format!("almoner-replay-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir(&folder)?;
        Ok(Some(Self(folder)))
    }
}

impl Drop for OwnFolder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "the replay's own database could not be removed");
        }
    }
}

fn area_name(office: &Office, code: &str, day: almoner_domain::value::CivilDate) -> String {
    AreaCode::parse(code)
        .ok()
        .and_then(|parsed| office.gazetteer.area(&parsed, day).map(|area| area.name.clone()))
        .unwrap_or_else(|| code.to_owned())
}

fn object(counts: &Counts) -> Result<String, CommandError> {
    serde_json::to_string(counts).map_err(|error| {
        CommandError::Wiring(WiringError::from(std::io::Error::other(error.to_string())))
    })
}

fn words(story: &ReplayFile, counts: &Counts) -> String {
    let money = |pence: i64| Pence::new(pence).to_string();
    let mut lines = vec![
        story.round.title.clone(),
        "Invented groups, not decisions of any Commissioner.".to_owned(),
        format!("Received in time: {}, for {}", counts.received, money(counts.requested_pence)),
        format!("Not eligible: {}", counts.ineligible),
        format!("Moderated: {}", counts.moderated),
        format!(
            "Recommended: {}, for {} of {}",
            counts.recommended,
            money(counts.recommended_pence),
            money(counts.budget_pence)
        ),
        format!("Approved: {}, for {}", counts.approved, money(counts.approved_pence)),
        "Recommended by area:".to_owned(),
    ];
    lines.extend(counts.by_area.iter().map(|(name, count)| format!("  {name}: {count}")));
    lines.push(format!("Emails sent: {}", counts.emails_sent));
    lines.push(format!("Entries of the audit trail, all whole: {}", counts.audit_entries));
    lines.join("\n")
}
