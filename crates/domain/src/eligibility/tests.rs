use super::*;
use crate::area::{Area, AreaKind, Members, Place};
use crate::form::Fault;
use crate::round::sample;
use jiff::civil::date;

const DAY: CivilDate = date(2026, 6, 1);

fn code(text: &str) -> AreaCode {
    AreaCode::parse(text).unwrap()
}

fn postcode(text: &str) -> Postcode {
    Postcode::parse(text).unwrap()
}

/// Two areas: LE3 9QJ lies in `north`, LE5 4PW in `south`.
fn gazetteer() -> Gazetteer {
    let area = |name: &str, ward: &str| Area {
        code: code(name),
        kind: AreaKind::Zone,
        name: name.to_owned(),
        aliases: Vec::new(),
        valid_from: None,
        valid_to: None,
        approximate: true,
        note: None,
        members: Members { wards: [code(ward)].into(), ..Members::default() },
    };
    let place = |ward: &str| Place { lsoa: code("L1"), ward: code(ward), district: code("D1") };
    Gazetteer::new(
        vec![area("north", "W1"), area("south", "W2")],
        [(postcode("LE3 9QJ"), place("W1")), (postcode("LE5 4PW"), place("W2"))],
    )
    .unwrap()
}

/// For charities with two unrelated members, in `north`, £500 to £5,000.
fn settings() -> Settings {
    let mut settings = sample::file().round;
    settings.eligibility.kinds = vec![Kind::Charity];
    settings.eligibility.least_unrelated_members = 2;
    settings.eligibility.questions = vec![Threshold {
        id: QuestionId::parse("started").unwrap(),
        text: "Has the project started already?".to_owned(),
        hint: None,
        passes: false,
        reason: "We cannot pay for what has been done already.".to_owned(),
    }];
    settings.areas.targets = vec!["north".to_owned()];
    settings.areas.least_target_percent = 70;
    settings.money.minimum = Pence::new(50_000);
    settings.money.maximum = Pence::new(500_000);
    settings
}

fn typed(changes: &[(&str, &str)]) -> Fields {
    let mut fields: Fields = [
        ("kind", "charity"),
        ("place", "le3 9qj"),
        ("members", "3"),
        ("amount", "1,000"),
        ("started", "no"),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), vec![text.to_owned()]))
    .collect();
    for (name, text) in changes {
        fields.insert((*name).to_owned(), vec![(*text).to_owned()]);
    }
    fields
}

fn outlook(changes: &[(&str, &str)]) -> Outlook {
    let settings = settings();
    Facts::read(&settings, &typed(changes)).unwrap().outlook(&settings, &gazetteer(), DAY)
}

#[test]
fn a_project_that_fits_meets_no_bar() {
    assert_eq!(outlook(&[]), Outlook::default());
}

#[test]
fn a_kind_of_group_that_may_not_apply_is_told() {
    assert_eq!(outlook(&[("kind", "business")]).bars, [Bar::Kind(Kind::Business)]);
}

#[test]
fn a_place_outside_the_target_areas_is_told() {
    let bars = outlook(&[("place", "LE5 4PW")]).bars;
    assert_eq!(bars, [Bar::OutsideTargets(postcode("LE5 4PW"))]);
}

#[test]
fn a_postcode_that_the_list_does_not_know_warns_and_never_bars() {
    let outlook = outlook(&[("place", "SW1A 1AA")]);
    assert!(outlook.is_clear());
    assert_eq!(outlook.unknown_place, Some(postcode("SW1A 1AA")));
}

#[test]
fn a_round_for_everywhere_bars_no_place() {
    let mut settings = settings();
    settings.areas.least_target_percent = 0;
    let facts = Facts { place: Some(postcode("LE5 4PW")), ..Facts::default() };
    assert!(facts.outlook(&settings, &gazetteer(), DAY).is_clear());
}

#[test]
fn the_limits_themselves_can_be_asked_for() {
    for amount in ["500", "5,000"] {
        assert!(outlook(&[("amount", amount)]).is_clear(), "{amount}");
    }
}

#[test]
fn an_amount_outside_the_limits_is_told() {
    let least = Pence::new(50_000);
    let below = Bar::BelowMinimum { asked: Pence::new(49_999), least };
    assert_eq!(outlook(&[("amount", "499.99")]).bars, [below]);
    let most = Pence::new(500_000);
    let above = Bar::AboveMaximum { asked: Pence::new(500_001), most };
    assert_eq!(outlook(&[("amount", "5000.01")]).bars, [above]);
}

#[test]
fn too_few_unrelated_members_are_told() {
    let bar = Bar::TooFewUnrelated { unrelated: 1, least: 2 };
    assert_eq!(outlook(&[("members", "1")]).bars, [bar]);
}

#[test]
fn a_question_of_the_rounds_own_answers_in_its_own_words() {
    let bars = outlook(&[("started", "yes")]).bars;
    let [Bar::Own { reason, .. }] = bars.as_slice() else { panic!("{bars:?}") };
    assert_eq!(reason, "We cannot pay for what has been done already.");
}

#[test]
fn every_bar_is_told_at_once() {
    let bars = outlook(&[("kind", "other"), ("place", "LE5 4PW"), ("amount", "1")]).bars;
    assert_eq!(bars.len(), 3);
}

#[test]
fn each_missing_answer_is_a_problem_at_its_field() {
    let problems = Facts::read(&settings(), &Fields::new()).unwrap_err();
    let fields: Vec<&str> = problems.iter().map(|problem| problem.field.as_str()).collect();
    assert_eq!(fields, ["kind", "place", "members", "amount", "started"]);
    assert!(problems.iter().all(|problem| problem.fault == Fault::Missing));
}

#[test]
fn a_round_that_asks_for_no_members_does_not_ask() {
    let mut settings = settings();
    settings.eligibility.least_unrelated_members = 0;
    assert!(!asks(&settings).contains(&Ask::Members));
    let mut answers = typed(&[]);
    answers.remove("members");
    assert!(Facts::read(&settings, &answers).is_ok());
}

#[test]
fn a_round_for_few_places_comes_before_one_for_everywhere() {
    let narrow = settings();
    let mut everywhere = settings();
    everywhere.areas.targets.clear();
    assert!(breadth(&narrow) < breadth(&everywhere));
}
