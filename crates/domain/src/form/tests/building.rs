use super::super::{BuildRefused, Condition, FormEdit, FormFault, Kind, To};
use super::*;
use proptest::prelude::*;

pub(super) fn question(id: &str, kind: Kind) -> Question {
    Question {
        id: QuestionId::parse(id).unwrap(),
        text: format!("Question {id}?"),
        hint: None,
        why: None,
        required: true,
        purpose: super::super::Purpose::Information,
        meaning: None,
        seen_by_assessors: true,
        publishable: false,
        places: false,
        when: None,
        kind,
    }
}

fn depends(id: &str, on: &str, equals: &str) -> Question {
    let when = Condition { question: QuestionId::parse(on).unwrap(), equals: equals.into() };
    Question { when: Some(when), ..question(id, Kind::LongText { max_words: 50 }) }
}

/// Two sections: in the first `Q1`, yes or no; in the second `Q2`, asked only if `Q1` is yes.
fn built() -> Form {
    let mut form = Form { version: 1, sections: Vec::new(), rules: Vec::new() };
    let section = |form: &Form, at: usize| form.sections[at].id.clone();
    for title in ["About you", "About you"] {
        form = form.edited(&FormEdit::AddSection { title: title.into() }).unwrap();
    }
    let first = FormEdit::AddQuestion {
        section: section(&form, 0),
        question: question("Q1", Kind::YesNo {}),
    };
    form = form.edited(&first).unwrap();
    let second =
        FormEdit::AddQuestion { section: section(&form, 1), question: depends("Q2", "Q1", "yes") };
    form.edited(&second).unwrap()
}

fn moved(form: &Form, id: &str, to: To) -> Result<Form, BuildRefused> {
    form.edited(&FormEdit::MoveQuestion { question: QuestionId::parse(id).unwrap(), to })
}

#[test]
fn sections_get_ids_of_their_words_and_none_twice() {
    let ids: Vec<String> = built().sections.iter().map(|one| one.id.to_string()).collect();
    assert_eq!(ids, ["about-you", "about-you-2"]);
}

#[test]
fn a_form_that_was_built_has_no_faults() {
    assert_eq!(built().faults(), []);
}

#[test]
fn a_question_does_not_come_before_the_one_that_it_depends_on() {
    let form = moved(&built(), "Q2", To::Up).unwrap();
    let order: Vec<&str> = form.questions().map(|one| one.id.as_str()).collect();
    assert_eq!((order, form.sections[1].questions.len()), (vec!["Q1", "Q2"], 0));
    assert!(matches!(
        moved(&form, "Q2", To::Up),
        Err(BuildRefused::Condition(FormFault::ConditionNotEarlier { .. }))
    ));
}

#[test]
fn a_question_on_which_another_depends_is_not_taken_out() {
    let edit = FormEdit::RemoveQuestion { question: QuestionId::parse("Q1").unwrap() };
    assert!(matches!(
        built().edited(&edit),
        Err(BuildRefused::Condition(FormFault::ConditionUnknown { .. }))
    ));
}

#[test]
fn an_answer_on_which_another_question_depends_is_not_taken_away() {
    let other = question("Q1", Kind::LongText { max_words: 10 });
    let edit = FormEdit::WriteQuestion { question: other, feeds: Vec::new() };
    assert!(matches!(
        built().edited(&edit),
        Err(BuildRefused::Condition(FormFault::ConditionNeverTrue { .. }))
    ));
}

#[test]
fn two_questions_do_not_depend_on_each_other() {
    let circular = depends("Q1", "Q2", "yes");
    let edit = FormEdit::WriteQuestion { question: circular, feeds: Vec::new() };
    assert!(matches!(built().edited(&edit), Err(BuildRefused::Condition(_))));
}

#[test]
fn a_section_with_questions_is_not_taken_out() {
    let form = built();
    let section = form.sections[0].id.clone();
    assert_eq!(
        form.edited(&FormEdit::RemoveSection { section: section.clone() }),
        Err(BuildRefused::HasQuestions(section))
    );
}

#[test]
fn every_kind_has_a_blank_to_begin_with() {
    for kind in everything().questions().map(|one| one.kind.clone()) {
        assert!(Kind::blanks().iter().any(|blank| blank.code() == kind.code()), "{kind:?}");
    }
}

fn to() -> impl Strategy<Value = To> {
    prop_oneof![Just(To::Up), Just(To::Down)]
}

fn id() -> impl Strategy<Value = QuestionId> {
    (1_u8..9).prop_map(|number| QuestionId::parse(&format!("Q{number}")).unwrap())
}

fn section() -> impl Strategy<Value = super::super::SectionId> {
    prop_oneof![Just("one"), Just("two"), Just("three")]
        .prop_map(|text| super::super::SectionId::parse(text).unwrap())
}

fn any_question() -> impl Strategy<Value = Question> {
    let kinds = Kind::blanks();
    let when = proptest::option::of((id(), prop_oneof![Just("yes"), Just("no"), Just("other")]));
    (id(), 0..kinds.len(), when, any::<bool>()).prop_map(move |(id, kind, when, named)| {
        let when = when.map(|(question, equals)| Condition { question, equals: equals.into() });
        let text = if named { "What?".to_owned() } else { String::new() };
        Question { when, text, ..question(id.as_str(), kinds[kind].clone()) }
    })
}

fn edit() -> impl Strategy<Value = FormEdit> {
    prop_oneof![
        prop_oneof![Just("One"), Just("Two"), Just("Three"), Just(" ")]
            .prop_map(|title| FormEdit::AddSection { title: title.into() }),
        (section(), to()).prop_map(|(section, to)| FormEdit::MoveSection { section, to }),
        section().prop_map(|section| FormEdit::RemoveSection { section }),
        (section(), any_question())
            .prop_map(|(section, question)| FormEdit::AddQuestion { section, question }),
        any_question().prop_map(|question| FormEdit::WriteQuestion { question, feeds: Vec::new() }),
        (id(), to()).prop_map(|(question, to)| FormEdit::MoveQuestion { question, to }),
        id().prop_map(|question| FormEdit::RemoveQuestion { question }),
    ]
}

proptest! {
    #[test]
    fn no_steps_lead_to_a_condition_that_does_not_hold(
        edits in proptest::collection::vec(edit(), 0..60)
    ) {
        let mut form = Form { version: 1, sections: Vec::new(), rules: Vec::new() };
        for edit in edits {
            let count = form.questions().count();
            match form.edited(&edit) {
                Ok(after) => form = after,
                Err(_) => prop_assert_eq!(form.questions().count(), count),
            }
            let broken = form.faults().into_iter().find(|fault| matches!(
                fault,
                FormFault::ConditionUnknown { .. }
                    | FormFault::ConditionNotEarlier { .. }
                    | FormFault::ConditionNeverTrue { .. }
                    | FormFault::SameQuestion(_)
                    | FormFault::SameSection(_)
            ));
            prop_assert_eq!(broken, None);
        }
    }
}
