//! Filling the demonstration office, or that of a rehearsal: rounds played through its own pages.

use super::{CommandError, say};
use crate::clock::SystemClock;
use crate::stage::{OfficeOnStage, Props};
use almoner_domain::access::{Actor, Role};
use almoner_domain::office::Office;
use almoner_domain::value::{Postcode, london};
use almoner_office::OfficePack;
use almoner_persistence::Database;
use almoner_ports::Clock;
use almoner_replay::file::{FileFault, ReplayFile};
use almoner_replay::open::open_round;
use almoner_replay::play::{Until, play};
use almoner_replay::rehearse::rehearsal;
use almoner_replay::shipped::{OPEN_ROUND, PEOPLE_ZONES, ROUNDS_UNDER_WAY, SAFETY_FUND};
use almoner_replay::under_way::rounds_under_way;
use almoner_usecases::App;
use almoner_usecases::people::DemoPeople;
use std::time::{Duration, Instant};

/// Plays both past rounds, those that are marked and screened today and the one that is open, with
/// the clock by hand; how long it took. Nothing is written but by the pages.
pub(super) fn fill(
    database: &Database,
    office: &Office,
    secret: &[u8],
    public_url: &str,
) -> Result<Duration, CommandError> {
    say("Filling the office with two rounds of the past, two that are marked and screened today, \
         and one that is open.");
    let began = Instant::now();
    let said = |fault: FileFault| CommandError::Said(fault.to_string());
    let zones = ReplayFile::parse(PEOPLE_ZONES).map_err(said)?;
    let fund = ReplayFile::parse(SAFETY_FUND).map_err(said)?;
    let today = london::date(SystemClock.now());
    let open = open_round(OPEN_ROUND, today).map_err(said)?;
    let under_way = rounds_under_way(OPEN_ROUND, ROUNDS_UNDER_WAY, today).map_err(said)?;
    let mut files = vec![(&zones, Until::Told), (&fund, Until::Told), (&open, Until::Now)];
    files.extend(under_way.iter().map(|(file, until)| (file, *until)));
    play_all(database, office, &files, secret, public_url)?;
    Ok(began.elapsed())
}

/// Plays the round of a file up to the bids of a few invented groups; how long it took.
pub(super) fn rehearse(
    database: &Database,
    pack: &OfficePack,
    text: &str,
    secret: &[u8],
    public_url: &str,
) -> Result<Duration, CommandError> {
    say("Setting the round up for its rehearsal.");
    let began = Instant::now();
    let places: Vec<Postcode> = pack.public_buildings.iter().map(|one| one.postcode).collect();
    let file = rehearsal(text, &places).map_err(|fault| CommandError::Said(fault.to_string()))?;
    play_all(database, &pack.office, &[(&file, Until::Now)], secret, public_url)?;
    Ok(began.elapsed())
}

fn play_all(
    database: &Database,
    office: &Office,
    files: &[(&ReplayFile, Until)],
    secret: &[u8],
    public_url: &str,
) -> Result<(), CommandError> {
    let first = files.iter().map(|(file, _)| file.timetable.set_up).min();
    let begins = first
        .and_then(|time| london::instant(time.date(), time.time()).ok())
        .ok_or_else(|| CommandError::Said("the stories have no beginning".to_owned()))?;
    let stage = OfficeOnStage::start(Props {
        store: database.store()?,
        demonstration: true,
        office: office.clone(),
        secret: secret.to_vec(),
        public_url: Some(public_url.to_owned()),
        begins,
    })?;
    let played = play(&stage, files);
    stage.end()?;
    played.map_err(|stopped| CommandError::Said(stopped.to_string()))?;
    Ok(())
}

/// One sign-in per role, by name: what the page of one-press sign-ins offers.
pub(super) fn sign_ins(app: &App) -> String {
    let Ok(seen) = app.look(&Actor::Nobody, app.arrived(), &DemoPeople) else {
        return String::new();
    };
    let titles = &app.office().titles;
    let mut lines: Vec<String> = Role::ALL
        .iter()
        .filter_map(|role| {
            let (person, _) = seen.staff.iter().find(|(_, held)| held.contains(role))?;
            Some(format!("  {}: {}", titles.of(*role), person.name))
        })
        .collect();
    lines.extend(seen.applicants.first().map(|person| format!("  For a group: {}", person.name)));
    lines.join("\n")
}
