//! A fictional office: other data, the same code.

use std::path::Path;

use almoner_domain::access::Role;
use almoner_domain::area::AreaKind;
use almoner_domain::value::Postcode;
use almoner_office::OfficePack;
use jiff::civil::{Date, date};

fn otherland() -> OfficePack {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/otherland");
    OfficePack::from_folder(folder).unwrap()
}

fn codes_of(pack: &OfficePack, postcode: &str, kind: AreaKind, day: Date) -> Vec<String> {
    let postcode = Postcode::parse(postcode).unwrap();
    let areas = pack.office.gazetteer.areas_of(&postcode, day);
    areas.iter().filter(|area| area.kind == kind).map(|area| area.code.to_string()).collect()
}

#[test]
fn another_office_has_its_own_name_titles_plan_and_areas() {
    let pack = otherland();
    assert_eq!(pack.office.identity.short_name, "Otherland OPCC");
    assert_eq!(pack.office.titles.of(Role::ChiefFinanceOfficer), "Treasurer");
    let plan = pack.office.plan("2024-28").unwrap();
    let titles: Vec<&str> = plan.priorities.iter().map(|p| p.title.as_str()).collect();
    assert_eq!(titles, ["Safe Harbours", "Kind Streets"]);
    let day = date(2024, 6, 1);
    assert_eq!(codes_of(&pack, "OT2 1AA", AreaKind::Zone, day), ["harbour-estate"]);
    assert_eq!(codes_of(&pack, "OT2 1AA", AreaKind::District, day), ["X07000002"]);
}

#[test]
fn nothing_of_leicester_is_left_in_another_office() {
    let pack = otherland();
    let leicester = OfficePack::embedded_llr().unwrap();
    for area in leicester.office.gazetteer.areas() {
        assert!(pack.office.gazetteer.area(&area.code, date(2024, 6, 1)).is_none());
    }
    assert_eq!(codes_of(&pack, "LE1 1FZ", AreaKind::Ward, date(2024, 6, 1)), [""; 0]);
}

#[test]
fn a_policing_area_that_was_redrawn_holds_a_postcode_from_its_new_first_day() {
    let pack = otherland();
    let on = |day| codes_of(&pack, "OT1 1AB", AreaKind::PolicingArea, day);
    assert_eq!(on(date(2023, 3, 31)), [""; 0]);
    assert_eq!(on(date(2023, 4, 1)), ["riverside"]);
}

#[test]
fn a_zone_may_list_a_postcode_that_is_newer_than_the_table() {
    let pack = otherland();
    assert_eq!(codes_of(&pack, "OT2 9ZZ", AreaKind::Zone, date(2024, 6, 1)), ["harbour-estate"]);
}

#[test]
fn evidence_and_demonstration_places_may_be_absent() {
    let pack = otherland();
    assert!(pack.evidence.is_empty() && pack.public_buildings.is_empty());
}
