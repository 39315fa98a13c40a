//! Two people at one section.

use super::*;
use crate::form::Form;
use crate::round::sample::{at, person};
use proptest::prelude::*;
use uuid::Uuid;

const FORM: &str = r#"
version = 1

[[sections]]
id = "project"
title = "Your project"

[[sections.questions]]
id = "B1"
text = "What is it called?"
kind = "short_text"
max_chars = 100

[[sections.questions]]
id = "B7"
text = "What will you do?"
kind = "long_text"
max_words = 100

[[sections.questions]]
id = "B12"
text = "What could go wrong?"
kind = "risks"
max_rows = 12
"#;

fn section() -> Section {
    toml::from_str::<Form>(FORM).unwrap().sections.remove(0)
}

fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs.iter().map(|(name, text)| ((*name).to_owned(), vec![(*text).to_owned()])).collect()
}

fn saved(by: u128, time: &str) -> SectionAnswers {
    SectionAnswers {
        application: ApplicationId(Uuid::from_u128(1)),
        section: SectionId::parse("project").unwrap(),
        version: 1,
        fields: Fields::new(),
        saved_by: person(by),
        saved_at: at(time),
    }
}

#[test]
fn saves_of_one_person_without_a_long_pause_are_one_sitting() {
    let before = saved(80, "2026-06-02T10:00:00Z");
    assert!(same_sitting(Some(&before), person(80), at("2026-06-02T10:30:00Z")));
    assert!(!same_sitting(Some(&before), person(80), at("2026-06-02T10:30:00.000001Z")));
    assert!(!same_sitting(Some(&before), person(81), at("2026-06-02T10:00:05Z")));
    assert!(!same_sitting(None, person(80), at("2026-06-02T10:00:05Z")));
}

#[test]
fn the_others_who_opened_or_saved_in_the_last_minutes_are_there() {
    let opened = |who, time| Presence {
        application: ApplicationId(Uuid::from_u128(1)),
        section: SectionId::parse("project").unwrap(),
        person: person(who),
        at: at(time),
    };
    let opened = [opened(80, "2026-06-02T10:03:00Z"), opened(82, "2026-06-02T09:58:59Z")];
    let saved = saved(81, "2026-06-02T10:01:00Z");
    let here = also_here(&opened, Some(&saved), person(80), at("2026-06-02T10:04:00Z"));
    assert_eq!(here, [person(81)]);
    let here = also_here(&opened, Some(&saved), person(81), at("2026-06-02T10:04:00Z"));
    assert_eq!(here, [person(80)]);
}

#[test]
fn differences_are_found_by_question_and_by_row() {
    let mine = fields(&[("B1", "Lanterns"), ("B7", "Soup"), ("B12.0.risk", "Rain")]);
    let theirs = fields(&[
        ("B1", "Lanterns"),
        ("B7", "Soup and bread"),
        ("B12.0.risk", "Rain"),
        ("B12.0.response", ""),
        ("B12.1.risk", "Nobody comes"),
    ]);
    let found = differences(&section(), &mine, &theirs);
    let parts: Vec<(&str, bool)> =
        found.iter().map(|one| (one.part.as_str(), one.joinable)).collect();
    assert_eq!(parts, [("B7", true), ("B12.1", false)]);
}

#[test]
fn both_texts_of_a_joined_answer_are_kept() {
    let (mine, theirs) = (fields(&[("B7", "Soup")]), fields(&[("B7", "Bread")]));
    let found = differences(&section(), &mine, &theirs);
    let choices: Vec<_> = found.into_iter().map(|one| (one, Keep::Both)).collect();
    assert_eq!(join(&mine, &choices), fields(&[("B7", "Bread\n\nSoup")]));
}

#[test]
fn a_row_that_was_emptied_by_the_other_is_emptied_where_theirs_is_chosen() {
    let mine = fields(&[("B12.1.risk", "Rain"), ("B12.10.risk", "Snow")]);
    let theirs = fields(&[("B12.10.risk", "Snow")]);
    let found = differences(&section(), &mine, &theirs);
    let choices: Vec<_> = found.into_iter().map(|one| (one, Keep::Theirs)).collect();
    assert_eq!(join(&mine, &choices), theirs);
}

fn answers() -> impl Strategy<Value = Fields> {
    let name = prop::sample::select(vec!["B1", "B7", "B12.0.risk", "B12.0.response", "B12.1.risk"]);
    prop::collection::btree_map(
        name.prop_map(str::to_owned),
        "[a-c]{1,2}".prop_map(|one| vec![one]),
        0..5,
    )
}

proptest! {
    #[test]
    fn choosing_theirs_everywhere_gives_what_is_stored(mine in answers(), theirs in answers()) {
        let found = differences(&section(), &mine, &theirs);
        let choices: Vec<_> = found.into_iter().map(|one| (one, Keep::Theirs)).collect();
        prop_assert_eq!(join(&mine, &choices), theirs);
    }

    #[test]
    fn choosing_mine_everywhere_changes_nothing(mine in answers(), theirs in answers()) {
        let found = differences(&section(), &mine, &theirs);
        let choices: Vec<_> = found.into_iter().map(|one| (one, Keep::Mine)).collect();
        prop_assert_eq!(join(&mine, &choices), mine);
    }
}
