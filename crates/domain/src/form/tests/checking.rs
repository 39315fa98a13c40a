use jiff::civil::date;

use super::super::{Bounds, Completeness, Condition, Fault, Meaning, Progress};
use super::*;
use crate::value::Pence;

fn check(answers: &Fields) -> Completeness {
    everything().check(answers, &Bounds::default())
}

fn only_problem(completeness: &Completeness) -> (&str, &Fault) {
    let mut all = completeness.blocking().chain(completeness.warnings());
    let problem = all.next().unwrap();
    assert_eq!(all.next(), None);
    (&problem.field, &problem.fault)
}

fn progress(answers: &Fields) -> Vec<Progress> {
    check(answers).sections.iter().map(|section| section.progress).collect()
}

const DONE: Progress = Progress::Complete { warnings: 0 };

#[test]
fn a_filled_in_bid_may_be_sent() {
    assert_eq!(progress(&filled_in()), [DONE; 5]);
    assert!(check(&filled_in()).may_be_sent());
}

#[test]
fn an_empty_bid_has_not_started_and_lists_its_problems_in_page_order() {
    let completeness = check(&Fields::new());
    assert!(completeness.sections.iter().all(|s| s.progress == Progress::NotStarted));
    let fields: Vec<&str> = completeness.blocking().map(|p| p.field.as_str()).collect();
    assert_eq!(fields[..4], ["A1", "A2", "A3.charity", "A4.line1"]);
    assert_eq!(fields.last(), Some(&"G1"));
    assert!(!completeness.may_be_sent());
}

#[test]
fn a_section_with_an_invalid_answer_is_in_progress() {
    assert_eq!(progress(&but("C0", "lots"))[2], Progress::InProgress);
}

#[test]
fn a_question_is_asked_only_if_its_condition_holds() {
    let completeness = check(&but("D1", "yes"));
    assert_eq!(only_problem(&completeness), ("D2", &Fault::Missing));
    let form = everything();
    assert!(!form.applies(&question("D2"), &filled_in()));
    assert_eq!(form.value(&question("D2").id, &but("D2", "LE1 1AA")), None);
}

#[test]
fn a_question_is_not_asked_when_the_one_it_depends_on_is_not() {
    let mut form = everything();
    let mut further = question("D1");
    further.id = QuestionId::parse("D3").unwrap();
    further.when = question("D2").when;
    let mut last = question("D2");
    last.id = QuestionId::parse("D4").unwrap();
    let condition = Condition { question: further.id.clone(), equals: "yes".to_owned() };
    last.when = Some(condition);
    form.sections[3].questions.extend([further, last.clone()]);
    let mut answers = but("D3", "yes");
    assert!(!form.applies(&last, &answers));
    answers.insert("D1".to_owned(), vec!["yes".to_owned()]);
    assert!(form.applies(&last, &answers));
}

#[test]
fn a_section_without_a_question_that_applies_is_not_needed() {
    let mut form = everything();
    let conditional = form.sections[3].questions.remove(1);
    let mut extra = form.sections[3].clone();
    extra.questions = vec![conditional];
    form.sections.push(extra);
    let sections = form.check(&filled_in(), &Bounds::default()).sections;
    assert_eq!(sections.last().unwrap().progress, Progress::NotNeeded);
}

#[test]
fn the_budget_must_ask_for_the_amount_asked_for() {
    let completeness = check(&but("C0", "1,000.01"));
    let fault = Fault::BudgetNotAmountAsked {
        budget: Pence::from_pounds(1_000),
        asked: Pence::new(100_001),
    };
    assert_eq!(only_problem(&completeness), ("C1.0.from_grant", &fault));
    assert!(!completeness.may_be_sent());
}

#[test]
fn without_a_question_for_it_the_amount_is_what_the_budget_asks_for() {
    let mut form = everything();
    assert_eq!(form.amount_asked(&filled_in()), Some(Pence::from_pounds(1_000)));
    form.sections[2].questions.remove(0);
    assert_eq!(form.amount_asked(&filled_in()), Some(Pence::from_pounds(1_000)));
    let bounds = Bounds { most: Some(Pence::from_pounds(999)), ..Bounds::default() };
    let completeness = form.check(&filled_in(), &bounds);
    assert_eq!(only_problem(&completeness).0, "C1.0.from_grant");
}

#[test]
fn an_amount_outside_the_round_warns_and_does_not_block() {
    let asked = Pence::from_pounds(1_000);
    let least = Pence::from_pounds(1_001);
    let bounds = Bounds { least: Some(least), ..Bounds::default() };
    let completeness = everything().check(&filled_in(), &bounds);
    assert_eq!(only_problem(&completeness), ("C0", &Fault::BelowRoundMinimum { asked, least }));
    assert!(completeness.may_be_sent());
    assert_eq!(completeness.sections[2].progress, Progress::Complete { warnings: 1 });
    let exactly = Bounds { least: Some(asked), most: Some(asked), ..Bounds::default() };
    assert_eq!(everything().check(&filled_in(), &exactly).warnings().count(), 0);
}

#[test]
fn dates_outside_the_round_warn() {
    let (earliest, latest) = (date(2024, 4, 2), date(2025, 3, 30));
    let bounds =
        Bounds { earliest_start: Some(earliest), latest_end: Some(latest), ..Bounds::default() };
    let completeness = everything().check(&filled_in(), &bounds);
    let warnings: Vec<&Problem> = completeness.warnings().collect();
    assert_eq!(*warnings[0], Problem::new("B14.start.day", Fault::StartsTooEarly { earliest }));
    assert_eq!(*warnings[1], Problem::new("B14.end.day", Fault::EndsTooLate { latest }));
    assert!(completeness.may_be_sent());
}

#[test]
fn a_milestone_outside_the_project_warns_at_its_row() {
    let (start, end) = (date(2024, 4, 1), date(2025, 3, 31));
    let late = check(&but("B7.0.year", "2031"));
    assert_eq!(only_problem(&late), ("B7.0.day", &Fault::OutsideProject { start, end }));
    assert!(late.may_be_sent());
    let mut last_day = but("B7.0.day", "31");
    last_day.insert("B7.0.month".into(), vec!["3".into()]);
    last_day.insert("B7.0.year".into(), vec!["2025".into()]);
    assert_eq!(check(&last_day).warnings().count(), 0);
}

#[test]
fn the_second_contact_is_somebody_else() {
    let same_name = check(&but("A6.name", "JO OKORO"));
    assert_eq!(only_problem(&same_name), ("A6.name", &Fault::SamePerson));
    assert!(same_name.may_be_sent());
    let same_address = check(&but("A6.email", "Jo@Example.org"));
    assert_eq!(only_problem(&same_address), ("A6.email", &Fault::SamePerson));
}

#[test]
fn no_more_members_are_unrelated_than_there_are() {
    let completeness = check(&but("A9", "6"));
    let fault = Fault::MoreUnrelatedThanMembers { unrelated: 6, members: 5 };
    assert_eq!(only_problem(&completeness), ("A9", &fault));
}

#[test]
fn the_smallest_useful_amount_is_not_above_the_amount_asked_for() {
    let completeness = check(&but("C3", "1000.01"));
    let fault = Fault::SmallestAboveAsked {
        smallest: Pence::new(100_001),
        asked: Pence::from_pounds(1_000),
    };
    assert_eq!(only_problem(&completeness), ("C3", &fault));
}

#[test]
fn problems_are_written_as_codes_with_their_facts() {
    let json = |fault| serde_json::to_value(Problem::new("C0", fault)).unwrap();
    let missing = serde_json::json!({"field": "C0", "fault": {"code": "missing"}});
    assert_eq!(json(Fault::Missing), missing);
    let words = serde_json::json!({"code": "too_many_words", "facts": {"count": 11, "max": 10}});
    assert_eq!(json(Fault::TooManyWords { count: 11, max: 10 })["fault"], words);
    let money = serde_json::json!({"code": "money", "facts": "not_money"});
    assert_eq!(json(Fault::Money(crate::value::MoneyFault::NotMoney))["fault"], money);
    let whole = serde_json::to_value(check(&filled_in())).unwrap();
    assert_eq!(whole["sections"][0]["progress"]["state"], "complete");
}

#[test]
fn an_answer_is_found_by_its_meaning() {
    let form = everything();
    let name = form.value_for(Meaning::OrganisationName, &filled_in());
    assert_eq!(name, Some(super::super::Value::Text("Bridge Youth Club".into())));
    assert_eq!(form.value_for(Meaning::Referee, &filled_in()), None);
}

#[test]
fn others_pay_at_least_their_share_of_the_whole_cost() {
    let with = |match_percent| Bounds { match_percent, ..Bounds::default() };
    assert!(everything().check(&filled_in(), &with(28)).may_be_sent());
    let short = everything().check(&filled_in(), &with(29));
    let (from_others, total) = (Pence::from_pounds(400), Pence::from_pounds(1_400));
    let fault = Fault::MatchShort { from_others, total, least: 29 };
    assert_eq!(only_problem(&short), ("C1.0.from_others", &fault));
}
