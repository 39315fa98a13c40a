use proptest::prelude::*;

use super::super::{Bounds, LONGEST_FIELD, SectionId, take_section};
use super::*;

fn section(id: &str) -> super::super::Section {
    everything().section(&SectionId::parse(id).unwrap()).unwrap().clone()
}

fn posted(typed: &[(&str, &str)]) -> Vec<(String, String)> {
    typed.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn only_the_fields_of_the_section_are_taken() {
    let taken = take_section(
        &section("money"),
        posted(&[
            ("C0", "£5"),
            ("C1.0.quantity", "2"),
            ("C1.2.quantity", "3"),
            ("C1.3.quantity", "beyond the last row"),
            ("C1.00.quantity", "another name of a cell"),
            ("C1.+1.quantity", "another name of a cell"),
            ("C1.0.total", "computed"),
            ("C1.0", "no column"),
            ("C0.x", "no part"),
            ("C01", "no question"),
            ("A1", "another section"),
            ("csrf", "not an answer"),
        ]),
        LONGEST_FIELD,
    );
    assert_eq!(taken.keys().collect::<Vec<_>>(), ["C0", "C1.0.quantity", "C1.2.quantity"]);
}

#[test]
fn over_long_text_is_cut_at_the_callers_cap_and_reported() {
    let long = "é".repeat(50_000);
    let taken = take_section(&section("your-project"), [("B5".to_owned(), long)], 64_001);
    assert_eq!(taken["B5"][0].len(), 64_000);
    assert_eq!(question("B5").read(&taken).problems.len(), 1);
}

#[test]
fn a_low_cap_never_hides_that_text_was_cut() {
    let long = "é".repeat(50_000);
    let taken = take_section(&section("your-project"), [("B5".to_owned(), long)], 10);
    assert!(taken["B5"][0].len() > LONGEST_FIELD);
    let problems = question("B5").read(&taken).problems;
    assert!(matches!(problems[0].fault, super::super::Fault::TooLong { .. }));
}

#[test]
fn rows_are_shown_with_an_empty_one_after_them() {
    let budget = question("C1");
    assert_eq!(budget.rows_to_show(&Fields::new()), 1);
    assert_eq!(budget.rows_to_show(&fields(&[("C1.0.quantity", "1")])), 2);
    assert_eq!(budget.rows_to_show(&fields(&[("C1.2.quantity", "1")])), 3);
    assert_eq!(budget.rows_to_show(&fields(&[("C1.1.quantity", " ")])), 1);
    assert_eq!(budget.fields(&Fields::new())[2], "C1.0.quantity");
}

#[test]
fn the_fields_of_every_question_are_its_own_and_nobody_elses() {
    let form = everything();
    for question in form.questions() {
        let names = question.fields(&filled_in());
        assert!(!names.is_empty());
        for name in names {
            let owners: Vec<&Question> = form.questions().filter(|q| q.owns(&name)).collect();
            assert_eq!(owners, [question], "{name}");
        }
    }
}

/// Names that look like fields, and a few that are not.
fn any_name() -> impl Strategy<Value = String> {
    let form = everything();
    let mut names: Vec<String> =
        form.questions().flat_map(|question| question.fields(&filled_in())).collect();
    names.extend(
        ["csrf", "A", "B5.x", "C1.9.quantity", "C1.0.", "C1.99999999.quantity"].map(String::from),
    );
    prop::sample::select(names)
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,40}",
        "[0-9]{1,12}(\\.[0-9]{0,4})?",
        prop::sample::select(vec![
            "yes", "no", "west", "LE1 1AA", "rural", "truth", "cash", "100", " "
        ])
        .prop_map(String::from),
        Just("\r\n\0".to_owned()),
    ]
}

proptest! {
    #[test]
    fn no_typed_field_is_ever_lost_or_changed(
        typed in prop::collection::vec((any_name(), any_text()), 0..60)
    ) {
        let form = everything();
        let mut kept = Fields::new();
        for section in &form.sections {
            kept.extend(take_section(section, typed.clone(), LONGEST_FIELD));
        }
        let mut expected = Fields::new();
        for (name, text) in typed {
            let typed_here = |one: &Question| one.owns(&name) && !one.kind.is_files();
            if form.questions().any(typed_here) {
                expected.entry(name).or_default().push(text);
            }
        }
        prop_assert_eq!(&kept, &expected);
        // Each kept field is shown again where it was typed.
        for (name, _) in kept.iter().filter(|(name, _)| !super::super::is_blank(&kept, name)) {
            let shown = form.questions().any(|question| question.fields(&kept).contains(name));
            prop_assert!(shown, "{name}");
        }
    }

    #[test]
    fn any_answers_can_be_checked(
        typed in prop::collection::vec((any_name(), any_text()), 0..60),
        begun in any::<bool>(),
    ) {
        let form = everything();
        let mut answers = if begun { filled_in() } else { Fields::new() };
        for (name, text) in typed {
            answers.insert(name, vec![text]);
        }
        let completeness = form.check(&answers, &Bounds::default());
        // Every problem points at a field that the form shows.
        for problem in completeness.blocking().chain(completeness.warnings()) {
            let known = form.questions().any(|question| question.owns(&problem.field));
            prop_assert!(known, "{problem:?}");
        }
        for question in form.questions() {
            let read = question.read(&answers);
            prop_assert!(read.value.is_none() || !read.problems.iter().any(Problem::is_blocking));
            let untouched = question.is_untouched(&answers);
            prop_assert_eq!(untouched && !question.required, read == super::super::Read { value: None, problems: Vec::new() });
        }
    }
}

#[test]
fn nobody_types_a_file_into_an_answer() {
    let form = everything();
    let section = form.section(&SectionId::parse("safeguarding").unwrap()).unwrap();
    let posted = [("D1".to_owned(), "no".to_owned()), ("E2".to_owned(), "made-up".to_owned())];
    let taken = take_section(section, posted, LONGEST_FIELD);
    assert_eq!(taken, fields(&[("D1", "no")]));
}
