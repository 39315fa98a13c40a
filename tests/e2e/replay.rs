//! The replayed rounds, played through the pages from publication to the letters.

use almoner_office::OfficePack;
use almoner_persistence::{Database, Tuning};
use almoner_ports::Clock;
use almoner_replay::file::ReplayFile;
use almoner_replay::play::{Counts, Until, play};
use almoner_server::clock::SystemClock;
use almoner_server::stage::{OfficeOnStage, Props};
use almoner_testkit::london;
use std::sync::atomic::{AtomicU32, Ordering};

/// Numbers the folders of databases.
static FOLDERS: AtomicU32 = AtomicU32::new(0);

fn safety_fund() -> ReplayFile {
    ReplayFile::parse(include_str!("../../crates/replay/data/safety-fund-round-3.toml")).unwrap()
}

fn people_zones() -> ReplayFile {
    ReplayFile::parse(include_str!("../../crates/replay/data/people-zones-round-3.toml")).unwrap()
}

/// Plays files in one office on a new database and gives back their reports.
fn played_on(url: &str, files: &[&ReplayFile]) -> Vec<Counts> {
    let database = Database::open_for_tests(url, Tuning::default()).unwrap();
    database.migrate().unwrap();
    database.mark_new("llr", false, SystemClock.now()).unwrap();
    let stage = OfficeOnStage::start(Props {
        store: database.store().unwrap(),
        demonstration: false,
        office: OfficePack::embedded_llr().unwrap().office,
        secret: vec![7; 32],
        public_url: None,
        begins: london("2023-10-01T09:00"),
    })
    .unwrap();
    let files: Vec<_> = files.iter().map(|file| (*file, Until::Told)).collect();
    let counts = match play(&stage, &files) {
        Ok(counts) => counts,
        Err(error) => panic!("{error}"),
    };
    stage.end().unwrap();
    counts
}

fn played(files: &[&ReplayFile]) -> Vec<Counts> {
    let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
    let name = format!("almoner-replay-{}-{number}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let counts = played_on(&format!("sqlite://{}/replay.sqlite3", folder.display()), files);
    std::fs::remove_dir_all(&folder).unwrap();
    counts
}

fn area_name(code: &str) -> String {
    let office = OfficePack::embedded_llr().unwrap().office;
    let areas = office.gazetteer.areas();
    let found = areas.iter().find(|area| area.code.as_str() == code);
    found.map_or_else(|| code.to_owned(), |area| area.name.clone())
}

#[test]
fn the_safety_fund_comes_to_its_published_counts() {
    let file = safety_fund();
    let counts = played(&[&file]).remove(0);
    assert_eq!(counts.differences(&file.expected, area_name), []);
}

#[test]
fn the_people_zones_come_to_their_published_counts() {
    let file = people_zones();
    let counts = played(&[&file]).remove(0);
    assert_eq!(counts.differences(&file.expected, area_name), []);
}
