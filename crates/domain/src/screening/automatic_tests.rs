//! The computed checks.

use super::*;
use crate::area::AreaCode;
use crate::area::{Area, AreaKind, Members, Place};
use crate::round::Round;
use crate::round::sample::{at, open};
use crate::value::{Postcode, london};

const FORM: &str = r#"
version = 1

[[sections]]
id = "project"
title = "Your project"

[[sections.questions]]
id = "A8"
text = "How many of your committee are unrelated?"
meaning = "unrelated_members"
kind = "number"

[[sections.questions]]
id = "B4"
text = "Where will it happen?"
meaning = "places"
kind = "area_shares"
max_rows = 4
areas = [{ value = "north", label = "North" }, { value = "south", label = "South" }]

[[sections.questions]]
id = "B14"
text = "When?"
meaning = "project_period"
kind = "period"

[[sections.questions]]
id = "C0"
text = "How much?"
meaning = "amount_asked"
kind = "money"
"#;

fn round() -> Round {
    Round { form: toml::from_str(FORM).unwrap(), ..open() }
}

fn area(code: &str, postcodes: &[&str]) -> Area {
    Area {
        code: AreaCode::parse(code).unwrap(),
        kind: AreaKind::PolicingArea,
        name: code.to_owned(),
        aliases: Vec::new(),
        valid_from: None,
        valid_to: None,
        approximate: true,
        note: None,
        members: Members {
            postcodes: postcodes.iter().map(|code| Postcode::parse(code).unwrap()).collect(),
            ..Members::default()
        },
    }
}

/// North holds LE1 1AA, south LE2 2BB.
fn gazetteer() -> Gazetteer {
    let place = || Place {
        lsoa: AreaCode::parse("E01000001").unwrap(),
        ward: AreaCode::parse("E05000001").unwrap(),
        district: AreaCode::parse("E06000001").unwrap(),
    };
    let known = ["LE1 1AA", "LE2 2BB"].map(|code| (Postcode::parse(code).unwrap(), place()));
    Gazetteer::new(vec![area("north", &["LE1 1AA"]), area("south", &["LE2 2BB"])], known).unwrap()
}

fn fields(typed: &[(&str, &str)]) -> Fields {
    typed.iter().map(|(name, text)| ((*name).to_owned(), vec![(*text).to_owned()])).collect()
}

fn found(method: CheckMethod, kind: Kind, bids: usize, typed: &[(&str, &str)]) -> Finding {
    let (round, gazetteer, answers) = (round(), gazetteer(), fields(typed));
    let subject = Subject {
        settings: &round.settings,
        form: &round.form,
        answers: &answers,
        kind,
        gazetteer: &gazetteer,
        day: london::date(round.opens_at),
        bids,
        sent: None,
        second: Seconded::NotNeeded,
    };
    check(method, &subject)
}

fn finding(method: CheckMethod, typed: &[(&str, &str)]) -> Finding {
    found(method, Kind::Group, 1, typed)
}

fn pounds(pounds: i32) -> Pence {
    Pence::from_pounds(pounds)
}

#[test]
fn a_kind_of_group_that_is_not_allowed_fails() {
    assert_eq!(found(CheckMethod::OrganisationKind, Kind::Group, 1, &[]), Finding::Pass);
    let failing = Failing::KindNotAllowed(Kind::Business);
    assert_eq!(
        found(CheckMethod::OrganisationKind, Kind::Business, 1, &[]),
        Finding::Fail(failing)
    );
}

#[test]
fn two_unrelated_people_are_enough_where_two_are_needed() {
    assert_eq!(finding(CheckMethod::Committee, &[("A8", "2")]), Finding::Pass);
    let failing = Failing::TooFewUnrelated { unrelated: 1, least: 2 };
    assert_eq!(finding(CheckMethod::Committee, &[("A8", "1")]), Finding::Fail(failing));
    assert_eq!(finding(CheckMethod::Committee, &[]), Finding::Unclear(Unclear::NoAnswer));
}

#[test]
fn the_limits_of_the_amount_are_allowed_themselves() {
    assert_eq!(finding(CheckMethod::Amount, &[("C0", "250")]), Finding::Pass);
    assert_eq!(finding(CheckMethod::Amount, &[("C0", "10,000")]), Finding::Pass);
    let below = Failing::BelowMinimum { asked: Pence::new(24_999), least: pounds(250) };
    assert_eq!(finding(CheckMethod::Amount, &[("C0", "249.99")]), Finding::Fail(below));
    let above = Failing::AboveMaximum { asked: Pence::new(1_000_001), most: pounds(10_000) };
    assert_eq!(finding(CheckMethod::Amount, &[("C0", "10000.01")]), Finding::Fail(above));
}

#[test]
fn the_share_in_target_areas_decides_at_its_limit() {
    let typed = |north: &'static str, south: &'static str| {
        [
            ("B4.0.postcode", "LE1 1AA"),
            ("B4.0.percent", north),
            ("B4.1.postcode", "LE2 2BB"),
            ("B4.1.percent", south),
        ]
    };
    assert_eq!(finding(CheckMethod::Area, &typed("70", "30")), Finding::Pass);
    let failing = Failing::OutsideTargets { percent: 69, least: 70 };
    assert_eq!(finding(CheckMethod::Area, &typed("69", "31")), Finding::Fail(failing));
}

#[test]
fn an_unknown_postcode_is_for_a_person_to_look_at_unless_its_area_is_stated() {
    let unknown = [("B4.0.postcode", "LE9 9ZZ"), ("B4.0.percent", "100")];
    let unclear = Unclear::UnknownPlaces { percent: 100 };
    assert_eq!(finding(CheckMethod::Area, &unknown), Finding::Unclear(unclear));
    let stated = [("B4.0.postcode", "LE9 9ZZ"), ("B4.0.area", "north"), ("B4.0.percent", "100")];
    assert_eq!(finding(CheckMethod::Area, &stated), Finding::Pass);
}

#[test]
fn the_first_and_the_last_day_are_allowed_themselves() {
    let typed = |start: &'static str, month: &'static str, year: &'static str| {
        [
            ("B14.start.day", start),
            ("B14.start.month", "9"),
            ("B14.start.year", "2026"),
            ("B14.end.day", "31"),
            ("B14.end.month", month),
            ("B14.end.year", year),
        ]
    };
    assert_eq!(finding(CheckMethod::Dates, &typed("1", "3", "2027")), Finding::Pass);
    let late = finding(CheckMethod::Dates, &typed("1", "5", "2027"));
    assert!(matches!(late, Finding::Fail(Failing::EndsTooLate { .. })), "{late:?}");
}

#[test]
fn more_bids_than_allowed_fail() {
    assert_eq!(found(CheckMethod::OneBid, Kind::Group, 1, &[]), Finding::Pass);
    let failing = Failing::TooManyBids { bids: 2, allowed: 1 };
    assert_eq!(found(CheckMethod::OneBid, Kind::Group, 2, &[]), Finding::Fail(failing));
}

#[test]
fn what_arrived_at_the_deadline_is_late() {
    let (round, gazetteer, answers) = (round(), gazetteer(), Fields::new());
    let sent = |arrived| Subject {
        settings: &round.settings,
        form: &round.form,
        answers: &answers,
        kind: Kind::Group,
        gazetteer: &gazetteer,
        day: london::date(round.opens_at),
        bids: 1,
        sent: Some((arrived, round.deadline)),
        second: Seconded::NotNeeded,
    };
    let late = check(CheckMethod::Complete, &sent(round.deadline.at));
    assert!(matches!(late, Finding::Fail(Failing::Late { .. })), "{late:?}");
    // Four questions, one of them of two dates.
    let early = check(CheckMethod::Complete, &sent(at("2026-06-02T09:00:00Z")));
    assert_eq!(early, Finding::Fail(Failing::Incomplete { missing: 5 }));
}

#[test]
fn warnings_name_the_rounds_own_check_and_what_is_missing_is_not_one() {
    let (mut round, gazetteer) = (round(), gazetteer());
    let mut complete = round.settings.eligibility.checks[0].clone();
    complete.method = CheckMethod::Complete;
    round.settings.eligibility.checks.push(complete);
    let answers = fields(&[("B4.0.postcode", "LE2 2BB"), ("B4.0.percent", "100")]);
    let subject = Subject {
        settings: &round.settings,
        form: &round.form,
        answers: &answers,
        kind: Kind::Group,
        gazetteer: &gazetteer,
        day: london::date(round.opens_at),
        bids: 1,
        sent: None,
        second: Seconded::NotNeeded,
    };
    let warnings = checks_before_sending(&subject);
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].check, "EL06");
    assert_eq!(warnings[0].failing, Failing::OutsideTargets { percent: 0, least: 70 });
}
