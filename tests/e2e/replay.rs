//! The replayed rounds, played through the pages from publication to the letters.

use almoner_office::OfficePack;
use almoner_persistence::{Database, Tuning};
use almoner_ports::Clock;
use almoner_replay::file::{ReplayFile, Typed};
use almoner_replay::play::{Counts, Until, play};
use almoner_server::clock::SystemClock;
use almoner_server::stage::{OfficeOnStage, Props};
use almoner_testkit::{Empty, Kind, london};

fn safety_fund() -> ReplayFile {
    ReplayFile::parse(include_str!("../../crates/replay/data/safety-fund-round-3.toml")).unwrap()
}

fn people_zones() -> ReplayFile {
    ReplayFile::parse(include_str!("../../crates/replay/data/people-zones-round-3.toml")).unwrap()
}

/// Plays files in one office on a new database and gives back their reports.
fn played(empty: &Empty, files: &[&ReplayFile]) -> Vec<Counts> {
    let database = Database::open_for_tests(&empty.url, Tuning::default()).unwrap();
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

fn area_name(code: &str) -> String {
    let office = OfficePack::embedded_llr().unwrap().office;
    let areas = office.gazetteer.areas();
    let found = areas.iter().find(|area| area.code.as_str() == code);
    found.map_or_else(|| code.to_owned(), |area| area.name.clone())
}

/// Both rounds side by side in one office, as the demonstration plays them.
fn both_rounds_come_to_their_published_counts(empty: &Empty) {
    let (zones, fund) = (people_zones(), safety_fund());
    let counts = played(empty, &[&zones, &fund]);
    assert_eq!(counts[0].differences(&zones.expected, area_name), []);
    assert_eq!(counts[1].differences(&fund.expected, area_name), []);
    assert_eq!(counts[1].budget_pence, 10_000_000);
}

#[test]
fn both_rounds_come_to_their_published_counts_on_sqlite() {
    both_rounds_come_to_their_published_counts(&Empty::new(Kind::Sqlite));
}

#[test]
fn both_rounds_come_to_their_published_counts_on_postgresql() {
    if let Some(empty) = Empty::on_postgres() {
        both_rounds_come_to_their_published_counts(&empty);
    }
}

#[test]
fn a_changed_mark_and_a_changed_postcode_change_the_report() {
    let told = safety_fund();
    let mut file = told.clone();
    let bid =
        |file: &mut ReplayFile, key: &str| file.bids.iter().position(|bid| bid.key == key).unwrap();
    // One agreed mark of a bid that was to be funded falls to nothing.
    let tennis = bid(&mut file, "belgrave-table-tennis");
    let agreed = file.bids[tennis].agreed.as_mut().unwrap();
    *agreed.criteria.get_mut("need").unwrap() = 0;
    // And another funded bid serves the east of the city instead of the west.
    let boxing = bid(&mut file, "new-parks-boxing");
    let east = Typed::One("LE5 3NW".to_owned());
    file.bids[boxing].answers.insert("B4.0.postcode".to_owned(), east);
    let counts = played(&Empty::new(Kind::Sqlite), &[&file]).remove(0);
    let differences = counts.differences(&told.expected, area_name);
    let differ = |what: &str| differences.iter().any(|one| one.what == what);
    assert!(differ("recommended_pence") && differ("by_area West Leicester"), "{differences:?}");
}
