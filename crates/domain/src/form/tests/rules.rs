use super::super::{
    Bounds, BuildRefused, CellKind, Column, Fault, FormEdit, FormFault, Kind, Meaning, Measured,
    Relation, Rule, Value,
};
use super::building::question as made;
use super::*;
use crate::value::Pence;
use jiff::civil::date;

fn id(text: &str) -> QuestionId {
    QuestionId::parse(text).unwrap()
}

fn rule(of: &[&str], is: Relation, against: &str) -> Rule {
    Rule { of: of.iter().map(|one| id(one)).collect(), is, against: id(against) }
}

fn with(rule: Rule) -> Result<Form, BuildRefused> {
    everything().edited(&FormEdit::AddRule { rule })
}

/// What the form with `rule` finds wrong with `answers`, at which field.
fn found(rule: Rule, answers: &Fields) -> Vec<(String, Fault)> {
    let checked = with(rule).unwrap().check(answers, &Bounds::default());
    checked.blocking().map(|one| (one.field.clone(), one.fault.clone())).collect()
}

fn pounds(pounds: i32) -> Measured {
    Measured::Money(Pence::from_pounds(pounds))
}

#[test]
fn a_sum_that_differs_from_another_answer_is_told_there() {
    let equals = || rule(&["C0"], Relation::Equals, "C1");
    let (given, sum, with) = (pounds(1_400), pounds(1_000), vec!["C0".into()]);
    let fault = Fault::NotTheSum { given, sum, with };
    assert_eq!(found(equals(), &filled_in()), [("C1.0.from_grant".to_owned(), fault)]);
}

#[test]
fn what_may_not_be_above_another_answer_may_be_as_much() {
    let most = || rule(&["A9"], Relation::NotAbove, "A8");
    assert_eq!(found(most(), &but("A9", "5")), []);
    let answers = but("A9", "6");
    let faults = found(most(), &answers);
    let (given, sum) = (Measured::Count(5), Measured::Count(6));
    let fault = Fault::ExceededByOthers { given, sum, with: vec!["A9".into()] };
    assert!(faults.contains(&("A8".to_owned(), fault)), "{faults:?}");
}

#[test]
fn dates_that_come_in_the_wrong_order_are_told_at_the_later_question() {
    let mut form = everything();
    form.sections[1].questions.push(made("B20", Kind::Date {}));
    let edit = FormEdit::AddRule { rule: rule(&["B14"], Relation::NotAfter, "B20") };
    let form = form.edited(&edit).unwrap();
    let mut answers = filled_in();
    for (part, typed) in [("day", "30"), ("month", "3"), ("year", "2025")] {
        answers.insert(format!("B20.{part}"), vec![typed.to_owned()]);
    }
    let checked = form.check(&answers, &Bounds::default());
    let (given, after) = (date(2025, 3, 30), date(2025, 3, 31));
    let fault = Fault::BeforeAnother { given, after, with: vec!["B14".into()] };
    let told: Vec<_> = checked.blocking().map(|one| (one.field.as_str(), &one.fault)).collect();
    assert_eq!(told, [("B20.day", &fault)]);
}

#[test]
fn nothing_is_compared_with_an_answer_that_was_not_given() {
    let faults = found(rule(&["A9"], Relation::NotAbove, "A8"), &but("A9", ""));
    assert_eq!(faults, [("A9".to_owned(), Fault::Missing)]);
}

#[test]
fn checks_that_lead_in_a_circle_are_refused() {
    let form = with(rule(&["A9"], Relation::NotAbove, "A8")).unwrap();
    let back = FormEdit::AddRule { rule: rule(&["A8"], Relation::Equals, "A9") };
    let circular = FormFault::RuleCircular { rule: 1, on: id("A9") };
    assert_eq!(form.edited(&back), Err(BuildRefused::Rule(circular)));
    let itself = with(rule(&["C0", "C1"], Relation::Equals, "C0"));
    let circular = FormFault::RuleCircular { rule: 0, on: id("C0") };
    assert_eq!(itself, Err(BuildRefused::Rule(circular)));
}

#[test]
fn money_is_not_compared_with_people_nor_text_with_anything() {
    for of in ["C0", "B5"] {
        let fault = FormFault::RuleOfOtherKind { rule: 0, on: id(of) };
        assert_eq!(with(rule(&[of], Relation::NotAbove, "A8")), Err(BuildRefused::Rule(fault)));
    }
}

#[test]
fn a_question_stays_and_keeps_its_kind_while_a_check_needs_it() {
    let form = with(rule(&["A9"], Relation::NotAbove, "A8")).unwrap();
    let gone = form.edited(&FormEdit::RemoveQuestion { question: id("A9") });
    let fault = FormFault::RuleUnknown { rule: 0, on: id("A9") };
    assert_eq!(gone, Err(BuildRefused::Rule(fault)));
    let question = form.question(&id("A9")).unwrap().with_kind(Kind::YesNo {});
    let other = form.edited(&FormEdit::WriteQuestion { question, feeds: Vec::new() });
    let fault = FormFault::RuleOfOtherKind { rule: 0, on: id("A9") };
    assert_eq!(other, Err(BuildRefused::Rule(fault)));
    assert!(form.edited(&FormEdit::RemoveRule { rule: 0 }).unwrap().rules.is_empty());
}

#[test]
fn another_kind_keeps_what_both_have() {
    let asked = question("A2");
    let many = asked.with_kind(Kind::MultiChoice { options: Vec::new(), min: 0, max: None });
    assert_eq!(many.kind.options(), asked.kind.options());
    assert_eq!((asked.meaning, many.meaning), (Some(Meaning::OrganisationType), None));
}

fn table() -> Question {
    let column = |value: &str, cell| Column { value: value.into(), label: value.into(), cell };
    let columns = vec![
        column("age", CellKind::Text),
        column("people", CellKind::Number),
        column("cost", CellKind::Money),
    ];
    made("T1", Kind::Table { columns, max_rows: 3 })
}

fn typed(cells: &[(&str, &str)]) -> Fields {
    cells.iter().map(|(name, text)| ((*name).to_owned(), vec![(*text).to_owned()])).collect()
}

#[test]
fn a_table_adds_up_its_numbers_and_amounts() {
    let answers = typed(&[
        ("T1.0.c1", "10 to 15"),
        ("T1.0.c2", "12"),
        ("T1.0.c3", "100"),
        ("T1.1.c1", "16 to 24"),
        ("T1.1.c2", "8"),
        ("T1.1.c3", "50.50"),
    ]);
    let Some(Value::Table(read)) = table().read(&answers).value else { panic!("no table") };
    let cost = Measured::Money(Pence::new(15_050));
    assert_eq!(read.totals, [None, Some(Measured::Count(20)), Some(cost)]);
    assert_eq!(read.rows[1], ["16 to 24", "8", "£50.50"]);
}

#[test]
fn every_cell_of_a_row_is_wanted_and_no_other_column_belongs_to_it() {
    let read = table().read(&typed(&[("T1.0.c1", "All"), ("T1.0.c2", "many")]));
    assert_eq!(at(&read.problems), ["T1.0.c2", "T1.0.c3"]);
    assert!(!table().owns("T1.0.c4"));
}
