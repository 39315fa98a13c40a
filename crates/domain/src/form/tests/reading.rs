use jiff::civil::date;

use super::super::{Fault, Identifier, Value};
use super::*;
use crate::value::{DateFault, EmailFault, MoneyFault, Pence};

fn value(id: &str, typed: &[(&str, &str)]) -> Value {
    let read = question(id).read(&fields(typed));
    assert_eq!(read.problems, []);
    read.value.unwrap()
}

fn faults(id: &str, typed: &[(&str, &str)]) -> Vec<(String, Fault)> {
    let read = question(id).read(&fields(typed));
    if read.problems.iter().any(Problem::is_blocking) {
        assert_eq!(read.value, None);
    }
    read.problems.into_iter().map(|problem| (problem.field, problem.fault)).collect()
}

fn fault(id: &str, typed: &str) -> Fault {
    let mut faults = faults(id, &[(id, typed)]);
    assert_eq!(faults.len(), 1, "{faults:?}");
    let (field, fault) = faults.remove(0);
    assert_eq!(field, id);
    fault
}

#[test]
fn a_required_question_without_an_answer_is_missing() {
    assert_eq!(faults("B5", &[]), [("B5".to_owned(), Fault::Missing)]);
    assert_eq!(faults("B5", &[("B5", " \r\n ")]), [("B5".to_owned(), Fault::Missing)]);
}

#[test]
fn an_optional_question_without_an_answer_has_neither_value_nor_problem() {
    let read = question("B6").read(&fields(&[("B6.day", " ")]));
    assert_eq!((read.value, read.problems), (None, Vec::new()));
}

#[test]
fn text_is_cleaned_and_its_words_counted() {
    let text = "one two\r\nthree four five six seven eight nine well-known";
    let clean = text.replace("\r\n", "\n");
    assert_eq!(value("B5", &[("B5", text)]), Value::Text(clean));
    let eleven = format!("{text} eleven");
    assert_eq!(fault("B5", &eleven), Fault::TooManyWords { count: 11, max: 10 });
}

#[test]
fn a_line_is_limited_in_characters_not_bytes() {
    assert_eq!(value("A1", &[("A1", &"é".repeat(100))]), Value::Text("é".repeat(100)));
    assert_eq!(fault("A1", &"é".repeat(101)), Fault::TooManyCharacters { count: 101, max: 100 });
}

#[test]
fn hostile_text_is_a_problem_at_its_field() {
    assert_eq!(fault("B5", "a\0b"), Fault::ControlCharacter { code: 0 });
    let long = "x ".repeat(10_001);
    assert_eq!(fault("B5", &long), Fault::TooLong { bytes: 20_002, max: 20_000 });
    let twice = faults("B5", &[("B5", "one"), ("B5", "two")]);
    assert_eq!(twice, [("B5".to_owned(), Fault::Repeated { count: 2 })]);
}

#[test]
fn a_number_keeps_to_its_limits() {
    assert_eq!(value("A8", &[("A8", " 12 ")]), Value::Number(12));
    assert_eq!(fault("A8", "101"), Fault::NumberAbove { most: 100 });
    assert_eq!(fault("A8", "-1"), Fault::NumberBelow { least: 0 });
    assert_eq!(fault("A8", "3.5"), Fault::NotWhole);
    assert_eq!(fault("A8", "a few"), Fault::NotNumber);
    assert_eq!(fault("A8", "99999999999999999999"), Fault::NumberAbove { most: 100 });
}

#[test]
fn an_amount_keeps_to_its_limits() {
    assert_eq!(value("C3", &[("C3", "£250")]), Value::Money(Pence::from_pounds(250)));
    assert_eq!(fault("C3", "249.99"), Fault::MoneyBelow { least: Pence::from_pounds(250) });
    assert_eq!(fault("C3", "lots"), Fault::Money(MoneyFault::NotMoney));
}

#[test]
fn a_date_shows_its_problem_where_it_is_to_be_mended() {
    let typed = |d, m, y| [("B6.day", d), ("B6.month", m), ("B6.year", y)];
    assert_eq!(value("B6", &typed("29", "Feb", "2024")), Value::Date(date(2024, 2, 29)));
    let first = |typed: &[(&str, &str)]| faults("B6", typed).remove(0);
    assert_eq!(
        first(&typed("30", "2", "2024")),
        ("B6.day".into(), Fault::Date(DateFault::NotReal))
    );
    assert_eq!(first(&typed("1", "", "2024")).0, "B6.month");
    assert_eq!(
        first(&typed("1", "2", "24")),
        ("B6.year".into(), Fault::Date(DateFault::YearNotFourFigures))
    );
}

#[test]
fn a_period_does_not_end_before_it_starts() {
    let mut answers = filled_in();
    let period = question("B14");
    let read = period.read(&answers).value;
    assert_eq!(read, Some(Value::Period { start: date(2024, 4, 1), end: date(2025, 3, 31) }));
    let one_day = fields(&[
        ("B14.start.day", "1"),
        ("B14.start.month", "4"),
        ("B14.start.year", "2024"),
        ("B14.end.day", "1"),
        ("B14.end.month", "4"),
        ("B14.end.year", "2024"),
    ]);
    assert!(period.read(&one_day).value.is_some());
    answers.insert("B14.end.year".to_owned(), vec!["2024".to_owned()]);
    let read = period.read(&answers);
    let (start, end) = (date(2024, 4, 1), date(2024, 3, 31));
    assert_eq!(read.problems, [Problem::new("B14.end.day", Fault::EndBeforeStart { start, end })]);
    assert_eq!(read.value, None);
}

#[test]
fn only_offered_options_can_be_chosen() {
    assert_eq!(value("A2", &[("A2", "charity")]), Value::Choice("charity".into()));
    assert_eq!(fault("A2", "Charity"), Fault::NotAnOption);
    let chosen = value("B3", &[("B3", "young"), ("B3", "rural"), ("B3", "young")]);
    assert_eq!(chosen, Value::Choices(vec!["rural".into(), "young".into()]));
    assert_eq!(fault("B3", "urban"), Fault::NotAnOption);
    let all = [("B3", "young"), ("B3", "rural"), ("B3", "victims")];
    assert_eq!(faults("B3", &all)[0].1, Fault::TooManyChosen { count: 3, max: 2 });
}

#[test]
fn a_yes_needs_its_text_and_a_no_does_not() {
    let no = Value::YesNoExplain { yes: false, explanation: None };
    assert_eq!(value("A10", &[("A10", "no"), ("A10.text", "left over")]), no);
    assert_eq!(faults("A10", &[("A10", "yes")]), [("A10.text".to_owned(), Fault::Missing)]);
    let yes = value("A10", &[("A10", "yes"), ("A10.text", "A cousin")]);
    assert_eq!(yes, Value::YesNoExplain { yes: true, explanation: Some("A cousin".into()) });
    assert_eq!(fault("D1", "perhaps"), Fault::NotAnOption);
}

#[test]
fn a_number_of_unknown_form_warns_and_is_kept_as_typed() {
    let read = question("A3").read(&fields(&[("A3.charity", "X6243"), ("A3.company", "1234567")]));
    assert_eq!(read.problems, [Problem::new("A3.charity", Fault::NotCharityNumber)]);
    let Some(Value::OrganisationIds(ids)) = read.value else { panic!("no value") };
    assert_eq!(ids.charity, Some(Identifier::AsTyped("X6243".into())));
    assert!(matches!(ids.company, Some(Identifier::Number(_))));
}

#[test]
fn a_group_without_numbers_says_so() {
    assert_eq!(faults("A3", &[]), [("A3.charity".to_owned(), Fault::NoNumberNorNone)]);
    assert!(matches!(value("A3", &[("A3.none", "yes")]), Value::OrganisationIds(_)));
    let both = faults("A3", &[("A3.none", "yes"), ("A3.school", "125554")]);
    assert_eq!(both, [("A3.none".to_owned(), Fault::NumberAndNone)]);
}

#[test]
fn a_person_needs_every_part() {
    let read = question("A5").read(&fields(&[]));
    assert_eq!(at(&read.problems), ["A5.name", "A5.role", "A5.email", "A5.phone"]);
    let mut answers = filled_in();
    answers.insert("A5.email".into(), vec!["jo at example".into()]);
    let read = question("A5").read(&answers);
    let fault = Fault::Email(EmailFault::NotEmail);
    assert_eq!(read.problems, [Problem::new("A5.email", fault)]);
    assert_eq!(question("A6").read(&filled_in()).problems, []);
}

#[test]
fn an_address_has_its_lines_and_a_postcode() {
    let Some(Value::Address(address)) = question("A4").read(&filled_in()).value else {
        panic!("no address")
    };
    assert_eq!(address.lines, ["1 High Street", "Leicester"]);
    assert_eq!(address.postcode.to_string(), "LE1 1AA");
    assert_eq!(fault("D2", "LE1"), Fault::NotPostcode);
}

#[test]
fn every_statement_must_be_agreed_to() {
    assert_eq!(value("G1", &[("G1", "terms"), ("G1", "truth")]), Value::Agreed);
    assert_eq!(fault("G1", "terms"), Fault::NotAllAgreed { left: 1 });
    assert_eq!(fault("G1", "other"), Fault::NotAnOption);
    assert_eq!(faults("G1", &[]), [("G1".to_owned(), Fault::Missing)]);
}

#[test]
fn the_answer_to_a_question_for_files_is_the_list_of_their_documents() {
    let ids = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"];
    let answers = fields(&[("E2", ids[0]), ("E2", ids[1])]);
    let wanted = ids.map(|id| crate::id::DocumentId::parse(id).unwrap()).to_vec();
    assert_eq!(question("E2").read(&answers).value, Some(Value::Files(wanted)));
    let three = fields(&[("E2", ids[0]), ("E2", ids[1]), ("E2", ids[1])]);
    let problems = question("E2").read(&three).problems;
    assert_eq!(problems, [Problem::new("E2", Fault::TooManyFiles { count: 3, most: 2 })]);
    assert_eq!(
        question("E2").read(&fields(&[("E2", "rules.pdf")])).problems,
        [Problem::new("E2", Fault::NotAnOption)]
    );
    let needed = Question { required: true, ..question("E2") };
    assert_eq!(needed.read(&fields(&[])).problems, [Problem::new("E2", Fault::NoFile)]);
}
