use super::super::{Budget, Fault, Value};
use super::*;
use crate::value::{MoneyFault, Pence, QuantityFault};

fn problems(id: &str, typed: &[(&str, &str)]) -> Vec<Problem> {
    question(id).read(&fields(typed)).problems
}

fn budget(answers: &Fields) -> Budget {
    match question("C1").read(answers).value {
        Some(Value::Budget(budget)) => budget,
        other => panic!("no budget: {other:?}"),
    }
}

#[test]
fn a_budget_is_added_up_by_the_line() {
    let budget = budget(&filled_in());
    let totals: Vec<String> = budget.lines.iter().map(|line| line.total.to_string()).collect();
    assert_eq!(totals, ["£1,000", "£400"]);
    assert_eq!(budget.total, Pence::from_pounds(1_400));
    assert_eq!(budget.from_grant, Pence::from_pounds(1_000));
    assert_eq!(budget.from_others, Pence::from_pounds(400));
}

#[test]
fn a_line_that_does_not_add_up_is_a_problem_at_its_row() {
    let read = question("C1").read(&but("C1.1.from_grant", "399.99"));
    let fault = Fault::LineDoesNotAddUp {
        total: Pence::from_pounds(400),
        from_grant: Pence::new(39_999),
        from_others: Pence::ZERO,
    };
    assert_eq!(read.problems, [Problem::new("C1.1.from_grant", fault)]);
    assert_eq!(read.value, None);
    let too_much = question("C1").read(&but("C1.1.from_others", "0.01"));
    assert_eq!(at(&too_much.problems), ["C1.1.from_grant"]);
}

#[test]
fn a_half_filled_row_lists_what_it_lacks() {
    let found = problems("C1", &[("C1.0.description", "Hall"), ("C1.0.quantity", "x")]);
    assert_eq!(at(&found), ["C1.0.category", "C1.0.quantity", "C1.0.unit_cost"]);
    assert_eq!(found[1].fault, Fault::Quantity(QuantityFault::NotNumber));
    let found = problems("C1", &[("C1.2.from_others", "5 pounds")]);
    let fault = Fault::Money(MoneyFault::NotMoney);
    assert!(found.contains(&Problem::new("C1.2.from_others", fault)));
}

#[test]
fn an_empty_table_is_missing_in_its_first_cell() {
    assert_eq!(problems("C1", &[]), [Problem::new("C1.0.category", Fault::Missing)]);
    assert_eq!(problems("C2", &[]), []);
}

#[test]
fn empty_rows_between_others_are_passed_over() {
    let mut moved = filled_in();
    for column in ["category", "description", "quantity", "unit_cost", "from_grant"] {
        let cell = moved.remove(&format!("C1.1.{column}")).unwrap();
        moved.insert(format!("C1.2.{column}"), cell);
    }
    assert_eq!(budget(&moved), budget(&filled_in()));
}

#[test]
fn shares_must_total_a_hundred() {
    let read = question("B4").read(&but("B4.1.percent", "29"));
    assert_eq!(read.problems, [Problem::new("B4.0.percent", Fault::SharesTotal { total: 99 })]);
    let Some(Value::AreaShares(shares)) = question("B4").read(&filled_in()).value else {
        panic!("no shares")
    };
    assert_eq!(shares.iter().map(|share| share.percent).collect::<Vec<_>>(), [70, 30]);
}

#[test]
fn a_share_needs_an_offered_area_or_a_postcode() {
    let row = |column, text| problems("B4", &[("B4.0.percent", "100"), (column, text)]);
    assert_eq!(row("B4.0.area", "north"), [Problem::new("B4.0.area", Fault::NotAnOption)]);
    assert_eq!(row("B4.0.postcode", "LE1"), [Problem::new("B4.0.postcode", Fault::NotPostcode)]);
    assert_eq!(row("B4.0.area", ""), [Problem::new("B4.0.area", Fault::Missing)]);
    for percent in ["0", "101", "12.5", "-1", "1000", "all"] {
        let found = problems("B4", &[("B4.0.area", "west"), ("B4.0.percent", percent)]);
        assert_eq!(found, [Problem::new("B4.0.percent", Fault::NotPercent)], "{percent}");
    }
}

#[test]
fn an_outcome_has_a_baseline_or_says_that_it_is_not_known() {
    let Some(Value::Outcomes(outcomes)) = question("B9").read(&filled_in()).value else {
        panic!("no outcomes")
    };
    assert_eq!(outcomes[0].baseline, None);
    let both = question("B9").read(&but("B9.0.baseline", "12"));
    assert_eq!(both.problems, [Problem::new("B9.0.baseline_unknown", Fault::BaselineAndUnknown)]);
    let neither = question("B9").read(&but("B9.0.baseline_unknown", ""));
    assert_eq!(neither.problems, [Problem::new("B9.0.baseline", Fault::Missing)]);
}

#[test]
fn the_words_of_a_table_are_counted_together() {
    let wordy = question("B9").read(&but("B9.0.how", &"word ".repeat(15)));
    let fault = Fault::TooManyWords { count: 21, max: 20 };
    assert_eq!(wordy.problems, [Problem::new("B9.0.outcome", fault)]);
}

#[test]
fn milestones_risks_and_match_funding_are_read_by_the_row() {
    let milestones = question("B7").read(&filled_in());
    assert!(matches!(milestones.value, Some(Value::Milestones(rows)) if rows.len() == 1));
    let risks = fields(&[("B12.3.risk", "Rain"), ("B12.3.response", "Use the hall")]);
    assert!(
        matches!(question("B12").read(&risks).value, Some(Value::Risks(rows)) if rows.len() == 1)
    );
    let help = fields(&[
        ("C2.0.source", "Parish council"),
        ("C2.0.amount", "400"),
        ("C2.0.form", "in_kind"),
        ("C2.0.confirmed", "yes"),
    ]);
    let Some(Value::MatchFunding(rows)) = question("C2").read(&help).value else {
        panic!("no match funding")
    };
    assert!(rows[0].in_kind && rows[0].confirmed);
}
