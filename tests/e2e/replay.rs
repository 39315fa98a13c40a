//! The replayed rounds, played through the pages from publication to the letters.

use almoner_domain::value::{Mark, Percent, weighted_percent};
use almoner_office::OfficePack;
use almoner_persistence::{Database, Tuning};
use almoner_ports::Clock;
use almoner_replay::file::{Bid, ReplayFile, Typed};
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
        begins: london("2022-08-01T09:00"),
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

fn specialist() -> ReplayFile {
    ReplayFile::parse(include_str!("../../crates/replay/data/specialist-round-2022.toml")).unwrap()
}

fn diversion() -> ReplayFile {
    ReplayFile::parse(include_str!("../../crates/replay/data/diversion-fund-2022.toml")).unwrap()
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
    assert_eq!(marks_in(&counts[0]), marks_of(&zones));
    assert_eq!(marks_in(&counts[1]), marks_of(&fund));
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

/// The shapes of round that are not like the first two: a specialist round in which names and
/// places are withheld, and a fund of two sources.
fn other_shapes_come_to_their_counts(empty: &Empty) {
    let (specialist, diversion) = (specialist(), diversion());
    let counts = played(empty, &[&diversion, &specialist]);
    assert_eq!(counts[0].differences(&diversion.expected, area_name), []);
    assert_eq!(counts[1].differences(&specialist.expected, area_name), []);
    assert_eq!(counts[0].budget_pence, 20_000_000);
}

#[test]
fn other_shapes_come_to_their_counts_on_sqlite() {
    other_shapes_come_to_their_counts(&Empty::new(Kind::Sqlite));
}

#[test]
fn other_shapes_come_to_their_counts_on_postgresql() {
    if let Some(empty) = Empty::on_postgres() {
        other_shapes_come_to_their_counts(&empty);
    }
}

/// What the report must say of the marks in a file: the mean of what the assessors
/// gave, and what the panel agreed.
fn marks_of(file: &ReplayFile) -> Vec<(String, String)> {
    let criteria = &file.round.scoring.criteria;
    let percent = |mark_of: &dyn Fn(&str) -> Mark| {
        let weighted = criteria.iter().map(|one| (mark_of(&one.code), u32::from(one.weight)));
        weighted_percent(weighted).unwrap()
    };
    let mut marked: Vec<(String, String)> = file
        .bids
        .iter()
        .filter(|bid| bid.agreed.is_some())
        .map(|bid| {
            let each = bid
                .marks
                .iter()
                .map(|marks| percent(&|code| Mark::new(marks.criteria[code].0).unwrap()));
            let agreed = percent(&|code| bid.agreed_mark(code).unwrap());
            (Percent::mean(each).unwrap().to_string(), agreed.to_string())
        })
        .collect();
    marked.sort();
    marked
}

/// The same of a report.
fn marks_in(counts: &Counts) -> Vec<(String, String)> {
    let shown = counts.ranking.iter().map(|one| (one.assessors.clone(), one.agreed.clone()));
    let mut shown: Vec<_> = shown.collect();
    shown.sort();
    shown
}

/// The Safety Fund after one change to one of its bids, and what its report says then.
fn safety_fund_with(key: &str, change: impl FnOnce(&mut Bid)) -> (ReplayFile, Counts) {
    let mut file = safety_fund();
    change(file.bids.iter_mut().find(|bid| bid.key == key).unwrap());
    let counts = played(&Empty::new(Kind::Sqlite), &[&file]).remove(0);
    (file, counts)
}

#[test]
fn one_changed_mark_changes_the_report() {
    // One of three assessors thinks less of the fit of a bid that was to be funded; what the
    // panel agrees follows, and falls below the least mark.
    let (file, counts) = safety_fund_with("braunstone-repair", |bid| {
        bid.marks[0].criteria.get_mut("fit").unwrap().0 = 1;
    });
    assert_ne!(marks_of(&file), marks_of(&safety_fund()));
    assert_eq!(marks_in(&counts), marks_of(&file));
    let differences = counts.differences(&file.expected, area_name);
    let differ = |what: &str| differences.iter().any(|one| one.what == what);
    assert!(differ("recommended_pence") && differ("by_area West Leicester"), "{differences:?}");
}

#[test]
fn one_changed_postcode_changes_the_report() {
    // A funded bid serves the east of the city instead of the west.
    let (file, counts) = safety_fund_with("new-parks-boxing", |bid| {
        let east = Typed::One("LE5 3NW".to_owned());
        bid.answers.insert("B4.0.postcode".to_owned(), east);
    });
    assert_eq!(marks_in(&counts), marks_of(&file));
    let differences = counts.differences(&file.expected, area_name);
    let differ: Vec<&str> = differences.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(differ, ["by_area East Leicester", "by_area West Leicester"]);
}
