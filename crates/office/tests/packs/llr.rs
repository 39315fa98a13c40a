//! Leicester, Leicestershire and Rutland.

use std::collections::{BTreeMap, BTreeSet};

use almoner_domain::access::Role;
use almoner_domain::area::{Area, AreaCode, AreaKind};
use almoner_domain::value::{Postcode, add_working_days};
use almoner_office::OfficePack;
use jiff::civil::{Date, date};

const DURING_ROUND_THREE: Date = date(2023, 12, 11);

fn pack() -> OfficePack {
    OfficePack::embedded_llr().unwrap()
}

fn codes_of(pack: &OfficePack, postcode: &str, kind: AreaKind) -> Vec<String> {
    let postcode = Postcode::parse(postcode).unwrap();
    let areas = pack.office.gazetteer.areas_of(&postcode, DURING_ROUND_THREE);
    areas.iter().filter(|area| area.kind == kind).map(|area| area.code.to_string()).collect()
}

fn names_of(pack: &OfficePack, postcode: &str, kind: AreaKind) -> Vec<String> {
    let postcode = Postcode::parse(postcode).unwrap();
    let areas = pack.office.gazetteer.areas_of(&postcode, DURING_ROUND_THREE);
    areas.iter().filter(|area| area.kind == kind).map(|area| area.name.clone()).collect()
}

fn listed(pack: &OfficePack) -> impl Iterator<Item = &Area> {
    let areas = pack.office.gazetteer.areas().iter();
    areas.filter(|area| matches!(area.kind, AreaKind::PolicingArea | AreaKind::Zone))
}

#[test]
fn a_postcode_lies_in_the_ward_and_district_that_people_know() {
    let pack = pack();
    for (postcode, ward, district) in [
        ("LE1 1FZ", "Castle", "Leicester"),
        ("LE3 9NZ", "Western", "Leicester"),
        ("LE5 2EG", "Thurncourt", "Leicester"),
        ("LE11 1AF", "Loughborough East", "Charnwood"),
        ("LE19 2BX", "Enderby", "Blaby"),
        ("LE67 8NR", "Thringstone", "North West Leicestershire"),
        ("LE15 6HP", "Oakham South", "Rutland"),
    ] {
        assert_eq!(names_of(&pack, postcode, AreaKind::Ward), [ward], "{postcode}");
        assert_eq!(names_of(&pack, postcode, AreaKind::District), [district], "{postcode}");
    }
}

#[test]
fn the_parts_of_leicester_are_told_apart() {
    let pack = pack();
    for (postcode, area) in [
        ("LE3 6DN", "west-leicester"),
        ("LE3 1LE", "west-leicester"),
        ("LE4 1DS", "west-leicester"),
        ("LE2 0DS", "east-leicester"),
        ("LE4 6LF", "east-leicester"),
        ("LE5 6HP", "east-leicester"),
        ("LE1 6AA", "central-leics"),
        ("LE11 2TX", "charnwood"),
        ("LE2 5JJ", "harborough-and-wigston"),
    ] {
        assert_eq!(codes_of(&pack, postcode, AreaKind::PolicingArea), [area], "{postcode}");
    }
}

#[test]
fn every_postcode_lies_in_one_policing_area() {
    let pack = pack();
    let policing: Vec<&Area> =
        listed(&pack).filter(|area| area.kind == AreaKind::PolicingArea).collect();
    assert_eq!(policing.len(), 8);
    for ward in pack.office.gazetteer.areas_of_kind(AreaKind::Ward, DURING_ROUND_THREE) {
        let around =
            pack.office.gazetteer.areas_around(ward, AreaKind::PolicingArea, DURING_ROUND_THREE);
        assert_eq!(around.len(), 1, "{}", ward.name);
    }
}

#[test]
fn the_nine_districts_have_all_the_wards_and_postcodes() {
    let pack = pack();
    let gazetteer = &pack.office.gazetteer;
    let count = |kind| gazetteer.areas_of_kind(kind, DURING_ROUND_THREE).count();
    assert_eq!((count(AreaKind::District), count(AreaKind::Ward)), (9, 176));
    assert_eq!((gazetteer.postcode_count(), pack.lsoas.len()), (24_347, 634));
    assert_eq!(
        (pack.force.code.as_str(), pack.force.name.as_str()),
        ("E23000021", "Leicestershire")
    );
}

#[test]
fn each_people_zone_lies_in_its_district() {
    let pack = pack();
    let mut found = BTreeMap::new();
    for zone in listed(&pack).filter(|area| area.kind == AreaKind::Zone) {
        let around =
            pack.office.gazetteer.areas_around(zone, AreaKind::District, DURING_ROUND_THREE);
        let names: Vec<&str> = around.iter().map(|area| area.name.as_str()).collect();
        found.insert(zone.name.as_str(), (names, zone.members.lsoas.len()));
    }
    assert_eq!(
        found,
        BTreeMap::from([
            ("Bell Foundry", (vec!["Charnwood"], 7)),
            ("New Parks", (vec!["Leicester"], 5)),
            ("Thringstone & Whitwick", (vec!["North West Leicestershire"], 8)),
        ])
    );
}

#[test]
fn new_parks_is_wholly_in_west_leicester() {
    let pack = pack();
    let gazetteer = &pack.office.gazetteer;
    let zone = gazetteer.area(&AreaCode::parse("new-parks").unwrap(), DURING_ROUND_THREE).unwrap();
    let around = gazetteer.areas_around(zone, AreaKind::PolicingArea, DURING_ROUND_THREE);
    assert_eq!(
        around.iter().map(|area| area.code.as_str()).collect::<Vec<_>>(),
        ["west-leicester"]
    );
}

#[test]
fn whatever_has_no_published_boundary_says_so_and_who_drew_it() {
    let pack = pack();
    for area in listed(&pack) {
        let note = area.note.as_deref().unwrap();
        assert!(area.approximate, "{}", area.name);
        assert!(note.contains("published") && note.contains("approximation"), "{note}");
        assert!(note.contains("List made by the Almoner project"), "{note}");
    }
}

#[test]
fn the_names_in_the_panel_papers_lead_to_the_areas() {
    let pack = pack();
    for (name, code) in [
        ("Central Leics", "central-leics"),
        ("city centre", "central-leics"),
        ("West Leics", "west-leicester"),
        ("East Leics", "east-leicester"),
    ] {
        let area = pack.office.gazetteer.area_named(name, DURING_ROUND_THREE).unwrap();
        assert_eq!(area.code.as_str(), code);
    }
    let central = pack.office.gazetteer.area_named("Central Leics", DURING_ROUND_THREE).unwrap();
    assert!(central.aliases.iter().any(|alias| {
        alias.name == "City Centre" && alias.note.as_deref().unwrap().starts_with("To confirm")
    }));
}

#[test]
fn the_evidence_of_round_three_is_as_printed() {
    let pack = pack();
    let figures: Vec<(&str, &str)> = pack
        .evidence
        .iter()
        .filter_map(|evidence| Some((evidence.area.as_str(), evidence.value.as_deref()?)))
        .collect();
    assert_eq!(
        figures,
        [
            ("central-leics", "19.7"),
            ("west-leicester", "15.5"),
            ("charnwood", "12.2"),
            ("east-leicester", "12.0"),
        ]
    );
    let central = pack.evidence_about("central-leics").next().unwrap();
    assert_eq!(
        central.source,
        "Commissioner's Update, Police and Crime Panel, 12 March 2024, paragraph 26"
    );
}

#[test]
fn a_round_of_december_2023_finds_eleven_themes_and_the_added_one() {
    let pack = pack();
    let plan = pack.office.plan("2021-24").unwrap();
    assert_eq!(plan.priorities_on(DURING_ROUND_THREE).count(), 12);
    assert_eq!(plan.priorities_on(date(2022, 12, 1)).count(), 11);
    let added: Vec<&str> = plan
        .priorities
        .iter()
        .filter(|priority| priority.added)
        .map(|priority| priority.title.as_str())
        .collect();
    assert_eq!(added, ["Trust and Confidence"]);
    assert_eq!(pack.office.plan("2025").unwrap().priorities.len(), 6);
}

#[test]
fn working_days_pass_over_christmas() {
    let pack = pack();
    let holidays = &pack.office.bank_holidays;
    assert_eq!(add_working_days(date(2023, 12, 22), 1, holidays), Some(date(2023, 12, 27)));
    assert_eq!(pack.holidays.span(), Some((date(2012, 1, 2), date(2028, 12, 26))));
    assert_eq!(pack.holidays.on(date(2023, 12, 25)).unwrap().title, "Christmas Day");
}

#[test]
fn the_office_speaks_with_its_own_titles_and_an_address_that_reaches_nobody() {
    let pack = pack();
    let identity = &pack.office.identity;
    assert_eq!(pack.office.titles.of(Role::GrantsOfficer), "Community Development Officer");
    assert_eq!(identity.service_name, "Almoner");
    assert!(identity.contact_is_fictional && identity.contact_email.ends_with(".example"));
    assert!(identity.contact_phone.starts_with("0116 496 0"));
}

#[test]
fn public_buildings_are_spread_over_the_areas() {
    let pack = pack();
    let mut spread: BTreeMap<&str, usize> = BTreeMap::new();
    for code in pack.public_buildings.iter().flat_map(|building| &building.areas) {
        *spread.entry(code.as_str()).or_default() += 1;
    }
    assert!(pack.public_buildings.len() >= 40);
    let every: BTreeSet<&str> = listed(&pack).map(|area| area.code.as_str()).collect();
    assert_eq!(spread.keys().copied().collect::<BTreeSet<_>>(), every);
    for (code, least) in [
        ("west-leicester", 10),
        ("east-leicester", 10),
        ("central-leics", 4),
        ("charnwood", 6),
        ("new-parks", 4),
        ("bell-foundry", 4),
        ("thringstone-and-whitwick", 4),
    ] {
        assert!(spread.get(code).is_some_and(|count| *count >= least), "{code}: {spread:?}");
    }
}

#[test]
fn the_ready_questions_make_a_form_without_faults() {
    use almoner_domain::form::{Form, Section, SectionId};
    let section = |(at, group): (usize, &almoner_domain::office::QuestionGroup)| Section {
        id: SectionId::parse(&format!("group-{at}")).unwrap(),
        title: group.title.clone(),
        intro: None,
        questions: group.questions.clone(),
    };
    let sections = pack().office.questions.iter().enumerate().map(section).collect();
    assert_eq!(Form { version: 1, sections, rules: Vec::new() }.faults(), []);
}

#[test]
fn the_template_of_a_round_marks_what_its_criteria_count() {
    use almoner_domain::form::Purpose;
    let template = pack().office.template.unwrap();
    assert_eq!(template.form.faults(), []);
    let criteria = &template.settings.scoring.criteria;
    assert_eq!(criteria.iter().map(|one| u32::from(one.weight)).sum::<u32>(), 100);
    for id in criteria.iter().flat_map(|one| &one.questions) {
        let question = template.form.question(id).unwrap();
        assert_eq!(question.purpose, Purpose::Scored, "{id}");
    }
}
