//! Packs with one thing wrong: the complaint names file and line.

use std::fs;
use std::path::{Path, PathBuf};

use almoner_office::{Fault, OfficePack, PackError, Thing};
use proptest::prelude::*;

/// A copy of the fictional pack, in a folder of the test's own.
struct Copy(PathBuf);

impl Copy {
    fn new(test: &str) -> Self {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/otherland");
        let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        fs::create_dir_all(&to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
        Self(to)
    }

    fn with(self, file: &str, text: impl AsRef<[u8]>) -> Self {
        fs::write(self.0.join(file), text).unwrap();
        self
    }

    /// Replaces the one place in `file` where `old` stands.
    fn replacing(self, file: &str, old: &str, new: &str) -> Self {
        let text = fs::read_to_string(self.0.join(file)).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{old:?} in {file}");
        self.with(file, text.replace(old, new))
    }

    fn complaint(self) -> PackError {
        let answer = OfficePack::from_folder(&self.0);
        fs::remove_dir_all(&self.0).unwrap();
        answer.unwrap_err()
    }

    #[track_caller]
    fn complains(self, complaint: &str) {
        assert_eq!(self.complaint().to_string(), complaint);
    }
}

#[test]
fn a_missing_file_is_named() {
    let copy = Copy::new("missing");
    fs::remove_file(copy.0.join("plan.toml")).unwrap();
    let error = copy.complaint();
    assert_eq!((error.file.name(), error.line), ("plan.toml", None));
    assert!(matches!(error.fault, Fault::Unreadable(_)));
}

#[test]
fn a_file_in_another_encoding_is_named() {
    Copy::new("encoding")
        .with("wards.csv", b"ward,name,district\nX05000001,M\xfchle,X07000001\n")
        .complains("wards.csv: is not UTF-8 after byte 30");
}

#[test]
fn a_byte_order_mark_from_a_spreadsheet_does_no_harm() {
    let copy = Copy::new("mark");
    let text = fs::read_to_string(copy.0.join("wards.csv")).unwrap();
    let copy = copy.with("wards.csv", format!("\u{feff}{}", text.replace('\n', "\r\n")));
    assert!(OfficePack::from_folder(&copy.0).is_ok());
}

#[test]
fn a_misspelt_field_is_named_with_its_line() {
    let error =
        Copy::new("field").replacing("office.toml", "short_name =", "shortname =").complaint();
    assert_eq!((error.file.name(), error.line), ("office.toml", Some(4)));
    assert!(error.to_string().contains("shortname"), "{error}");
}

#[test]
fn any_other_time_zone_is_refused() {
    let error =
        Copy::new("zone").replacing("office.toml", "Europe/London", "Europe/Paris").complaint();
    assert_eq!((error.file.name(), error.line), ("office.toml", Some(9)));
}

#[test]
fn a_role_without_a_title_is_refused() {
    Copy::new("title")
        .replacing("office.toml", "chair = \"Panel Chair\"\n", "")
        .complains("office.toml line 19: no title for the role chair");
}

#[test]
fn a_mailbox_must_be_one() {
    Copy::new("mailbox")
        .replacing("office.toml", "grants@otherland.example", "grants at otherland")
        .complains("office.toml line 14: 'grants at otherland' is not an email address");
}

#[test]
fn an_area_may_only_list_wards_that_are_in_the_pack() {
    Copy::new("ward")
        .replacing("areas.toml", "\"X05000003\"", "\"X05000009\"")
        .complains("areas.toml line 30: no ward X05000009 in this pack");
}

#[test]
fn a_zone_may_only_list_lsoas_that_are_in_the_pack() {
    let error = Copy::new("lsoa").replacing("areas.toml", "X01000003", "X01000033").complaint();
    assert_eq!(error.line, Some(45));
    assert!(matches!(error.fault, Fault::Unknown { thing: Thing::Lsoa, .. }));
}

#[test]
fn a_zone_must_lie_in_its_district() {
    Copy::new("district")
        .replacing("areas.toml", "X01000003", "X01000001")
        .complains("areas.toml line 45: LSOA X01000001 is not in district X07000002");
}

#[test]
fn two_versions_of_an_area_may_not_overlap() {
    Copy::new("versions")
        .replacing("areas.toml", "valid_to = 2023-03-31", "valid_to = 2023-04-01")
        .complains("areas.toml line 25: area riverside is there twice");
}

#[test]
fn two_areas_may_not_share_a_name() {
    Copy::new("name")
        .replacing("areas.toml", "\"riverside\"\nname = \"Riverside\"\napproximate = false\nsource = \"invented\"\nvalid_from = 2023-04-01", "\"old-town\"\nname = \"riverside\"\napproximate = false\nsource = \"invented\"")
        .complains("areas.toml line 26: area name riverside is there twice");
}

#[test]
fn an_area_must_end_after_it_starts() {
    Copy::new("order")
        .replacing(
            "areas.toml",
            "valid_to = 2023-03-31",
            "valid_from = 2024-01-01\nvalid_to = 2023-03-31",
        )
        .complains("areas.toml line 22: ends on 2023-03-31, before it starts on 2024-01-01");
}

#[test]
fn an_approximate_area_must_say_why_and_by_whom() {
    Copy::new("approximate")
        .replacing("areas.toml", "note = \"Invented.\"\n", "")
        .complains("areas.toml line 38: approximate area harbour-estate needs a note and a maker");
}

#[test]
fn an_area_must_cover_something() {
    Copy::new("empty")
        .replacing("areas.toml", "wards = [\"X05000001\"]\n", "")
        .complains("areas.toml line 17: area riverside covers nothing");
}

#[test]
fn a_ward_must_belong_to_a_district() {
    Copy::new("homeless")
        .replacing("wards.csv", "Moor,X07000001", "Moor,X07000009")
        .complains("wards.csv line 4: no district X07000009 in this pack");
}

#[test]
fn a_postcode_may_be_listed_once() {
    Copy::new("postcode")
        .replacing("postcodes.csv", "OT1 1AB", "ot11aa")
        .complains("postcodes.csv line 3: postcode ot11aa is there twice");
}

#[test]
fn columns_in_another_order_are_refused() {
    Copy::new("columns")
        .replacing("postcodes.csv", "postcode,ward,lsoa", "postcode,lsoa,ward")
        .complains("postcodes.csv line 1: the first line must be postcode,ward,lsoa");
}

#[test]
fn a_priority_may_be_listed_once_in_a_plan() {
    Copy::new("priority")
        .replacing("plan.toml", "kind-streets", "safe-harbours")
        .complains("plan.toml line 16: priority safe-harbours is there twice");
}

#[test]
fn a_priority_may_not_start_before_its_plan() {
    Copy::new("early")
        .replacing(
            "plan.toml",
            "title = \"Kind Streets\"",
            "title = \"Kind Streets\"\nvalid_from = 2023-01-01",
        )
        .complains("plan.toml line 18: 2023-01-01 is outside the plan's own dates");
}

#[test]
fn a_time_is_no_date() {
    Copy::new("time")
        .replacing("plan.toml", "2024-04-01", "2024-04-01T09:00:00")
        .complains("plan.toml line 6: '2024-04-01T09:00:00' is not a date");
}

#[test]
fn a_bank_holiday_needs_a_real_date() {
    Copy::new("holiday")
        .replacing("bank-holidays.csv", "2024-12-26", "2024-12-32")
        .complains("bank-holidays.csv line 3: '2024-12-32' is not a date");
}

#[test]
fn a_building_must_lie_in_the_area_beside_it() {
    let building =
        "[[building]]\npostcode = \"OT1 1AA\"\nkind = \"library\"\nareas = [\"harbour-estate\"]\n";
    Copy::new("building")
        .with("public-buildings.toml", building)
        .complains("public-buildings.toml line 4: OT1 1AA is not in area harbour-estate");
}

#[test]
fn evidence_must_be_about_an_area_of_the_pack() {
    let evidence = "[[evidence]]\narea = \"atlantis\"\nmeasure = \"Waves\"\nsource = \"invented\"\nperiod = \"1999\"\n";
    Copy::new("evidence")
        .with("evidence.toml", evidence)
        .complains("evidence.toml line 2: no area atlantis in this pack");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_file_is_read_or_refused_by_name(place in 0_usize..1200, byte in any::<u8>()) {
        let copy = Copy::new("damaged");
        let mut text = fs::read(copy.0.join("areas.toml")).unwrap();
        let length = text.len();
        if let Some(damaged) = text.get_mut(place % length) {
            *damaged = byte;
        }
        let copy = copy.with("areas.toml", &text);
        if let Err(error) = OfficePack::from_folder(&copy.0) {
            // A district spoilt in areas.toml is missed where a ward refers to it.
            prop_assert!(["areas.toml", "wards.csv"].contains(&error.file.name()), "{}", error);
        }
        fs::remove_dir_all(&copy.0).unwrap();
    }
}
