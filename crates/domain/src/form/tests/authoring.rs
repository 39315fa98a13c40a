use super::super::{Choice, Condition, FormFault, Kind, Meaning, Purpose, QuestionId, SectionId};
use super::*;

fn id(text: &str) -> QuestionId {
    QuestionId::parse(text).unwrap()
}

fn faults(change: impl FnOnce(&mut Form)) -> Vec<FormFault> {
    let mut form = everything();
    change(&mut form);
    form.faults()
}

#[test]
fn a_sound_form_has_no_faults() {
    assert_eq!(everything().faults(), []);
}

#[test]
fn a_form_reads_back_from_both_file_formats() {
    let form = everything();
    let json = serde_json::to_string(&form).unwrap();
    assert_eq!(serde_json::from_str::<Form>(&json).unwrap(), form);
    let text = toml::to_string(&form).unwrap();
    assert_eq!(toml::from_str::<Form>(&text).unwrap(), form);
}

#[test]
fn a_slip_in_a_form_file_is_refused() {
    let slip = |from: &str, to: &str| {
        let text = super::EVERYTHING.replacen(from, to, 1);
        assert_ne!(text, super::EVERYTHING);
        toml::from_str::<Form>(&text)
    };
    for (from, to) in [
        ("max_words = 10\n", "max_word = 10\n"),
        ("kind = \"long_text\"", "kind = \"longtext\""),
        ("kind = \"address\"", "kind = \"address\"\nrequird = false"),
        ("kind = \"long_text\"", "kind = \"long_text\"\nhidden = true"),
        ("id = \"A1\"", "id = \"A.1\""),
        ("purpose = \"scored\"", "purpose = \"marked\""),
        ("title = \"Money\"", "heading = \"Money\""),
    ] {
        assert!(slip(from, to).is_err(), "{to}");
    }
}

#[test]
fn ids_are_used_once() {
    let same_question = faults(|form| form.sections[0].questions[1].id = id("A1"));
    assert!(same_question.contains(&FormFault::SameQuestion(id("A1"))));
    let money = SectionId::parse("money").unwrap();
    let same_section = faults(|form| form.sections[0].id = money.clone());
    assert_eq!(same_section, [FormFault::SameSection(money)]);
}

#[test]
fn a_condition_names_an_earlier_answer_that_can_be_given() {
    let set = |on: &str, equals: &str| {
        let condition = Condition { question: id(on), equals: equals.to_owned() };
        faults(|form| form.sections[3].questions[1].when = Some(condition))
    };
    let (question, on) = (id("D2"), id);
    assert_eq!(set("A2", "charity"), []);
    assert_eq!(set("B3", "rural"), []);
    assert_eq!(set("A10", "no"), []);
    let unknown = FormFault::ConditionUnknown { question: question.clone(), on: on("Z9") };
    assert_eq!(set("Z9", "yes"), [unknown]);
    for later in ["D2", "G1"] {
        let fault = FormFault::ConditionNotEarlier { question: question.clone(), on: on(later) };
        assert_eq!(set(later, "yes"), [fault]);
    }
    for (earlier, equals) in [("A2", "club"), ("D1", "maybe"), ("A1", "yes")] {
        let fault = FormFault::ConditionNeverTrue { question: question.clone(), on: on(earlier) };
        assert_eq!(set(earlier, equals), [fault]);
    }
}

#[test]
fn options_are_there_and_differ() {
    let choice = |values: &[&str]| {
        let option =
            |value: &&str| Choice { value: (*value).to_owned(), label: String::new(), hint: None };
        let options: Vec<Choice> = values.iter().map(option).collect();
        faults(|form| form.sections[0].questions[0].kind = Kind::Choice { options })
    };
    assert!(choice(&[]).contains(&FormFault::NoOptions(id("A1"))));
    assert!(choice(&["a", "a"]).contains(&FormFault::SameOption(id("A1"))));
    assert!(choice(&["a", ""]).contains(&FormFault::SameOption(id("A1"))));
}

#[test]
fn an_area_is_offered_by_its_code() {
    let area = Choice { value: "West End".to_owned(), label: "West End".to_owned(), hint: None };
    let kind = Kind::AreaShares { areas: vec![area], max_rows: 1 };
    let found = faults(|form| form.sections[1].questions[1].kind = kind);
    assert_eq!(found, [FormFault::SameOption(id("B4"))]);
}

#[test]
fn limits_leave_room_for_an_answer() {
    for kind in [
        Kind::ShortText { max_chars: 0 },
        Kind::LongText { max_words: 0 },
        Kind::Number { min: 2, max: 1 },
        Kind::Milestones { max_rows: 0 },
        Kind::MultiChoice { options: Vec::new(), min: 0, max: None },
    ] {
        let found = faults(|form| form.sections[1].questions[2].kind = kind.clone());
        assert!(found.contains(&FormFault::ImpossibleLimits(id("B5"))), "{kind:?}");
    }
}

#[test]
fn limits_may_leave_room_for_one_answer_only() {
    let option = Choice { value: "a".to_owned(), label: "A".to_owned(), hint: None };
    for kind in [
        Kind::Number { min: 2, max: 2 },
        Kind::MultiChoice { options: vec![option], min: 1, max: Some(1) },
    ] {
        let found = faults(|form| form.sections[1].questions[2].kind = kind.clone());
        assert_eq!(found, [], "{kind:?}");
    }
}

#[test]
fn a_meaning_is_given_once_and_to_a_fitting_question() {
    let meaning = Meaning::AmountAsked;
    let found = faults(|form| form.sections[2].questions[3].meaning = Some(meaning));
    assert_eq!(found, [FormFault::SameMeaning { question: id("C3"), meaning }]);
    let meaning = Meaning::Referee;
    let found = faults(|form| form.sections[2].questions[3].meaning = Some(meaning));
    assert_eq!(found, [FormFault::MeaningOfOtherKind { question: id("C3"), meaning }]);
}

#[test]
fn empty_parts_are_faults() {
    assert_eq!(faults(|form| form.sections.clear()), [FormFault::NoSections]);
    let empty = faults(|form| form.sections[4].questions.clear());
    assert_eq!(empty, [FormFault::EmptySection(SectionId::parse("declarations").unwrap())]);
    let no_text = faults(|form| form.sections[0].questions[0].text.clear());
    assert_eq!(no_text, [FormFault::NoText(id("A1"))]);
}

#[test]
fn the_public_list_holds_every_question_with_its_condition() {
    let form = everything();
    let list = form.public_list();
    let listed: usize = list.iter().map(|section| section.questions.len()).sum();
    assert_eq!(listed, form.questions().count());
    assert_eq!(list[1].intro, Some("Tell us what you want to do."));
    assert_eq!(list[1].questions[0].purpose, Purpose::Scored);
    let only_if = list[3].questions[1].only_if.unwrap();
    assert_eq!((only_if.text, only_if.answer), ("Will you work with children?", "yes"));
}
