//! Writing a round part by part.

use super::sample::{at, draft, office, open, person, published};
use super::*;
use crate::form::{FormEdit, QuestionId, To};
use crate::value::{Instant, Pence};
use jiff::civil::datetime;
use proptest::prelude::*;

fn now() -> Instant {
    at("2026-05-21T09:00:00Z")
}

fn written(round: &Round, part: Part) -> Written {
    Written::of(part, round).unwrap()
}

#[test]
fn every_part_written_as_it_was_changes_nothing() {
    for part in Part::ALL.iter().filter(|part| **part != Part::Form) {
        let round = draft();
        let same = round.clone().with_part(written(&round, *part), now(), &office()).unwrap();
        assert_eq!(same, round, "{part:?}");
    }
}

#[test]
fn every_part_reads_back_from_json() {
    for part in Part::ALL.iter().filter(|part| **part != Part::Form) {
        let written = written(&draft(), *part);
        let json = serde_json::to_string(&written).unwrap();
        assert_eq!(serde_json::from_str::<Written>(&json).unwrap(), written);
    }
}

#[test]
fn a_part_of_a_draft_may_be_left_unfinished() {
    let round = draft();
    let Written::Money(money) = written(&round, Part::Money) else { panic!() };
    let written = Written::Money(Money { budget: Pence::ZERO, ..money });
    let round = round.with_part(written, now(), &office()).unwrap();
    assert!(missing(&round, &office()).contains(&Missing::NoBudget));
}

#[test]
fn a_part_that_was_taken_over_waits_until_somebody_saves_it() {
    let mut round = draft();
    round.settings.to_check = vec![Part::Dates, Part::Contact];
    let same = written(&round, Part::Dates);
    let round = round.with_part(same, now(), &office()).unwrap();
    assert_eq!(missing(&round, &office()), [Missing::NotLookedAt(Part::Contact)]);
}

#[test]
fn an_announced_round_takes_a_new_contact_and_no_new_budget() {
    let round = published();
    let Written::Contact(contact) = written(&round, Part::Contact) else { panic!() };
    let contact = Contact { phone: "0116 496 0001".into(), ..contact };
    let round = round.with_part(Written::Contact(contact), now(), &office()).unwrap();
    assert_eq!(round.settings.contact.phone, "0116 496 0001");
    let money = written(&round, Part::Money);
    let frozen = RoundRefused::Frozen { part: Part::Money, status: Status::Published };
    assert_eq!(round.with_part(money, now(), &office()), Err(frozen));
}

#[test]
fn an_announced_round_keeps_somebody_to_ring() {
    let round = published();
    let Written::Contact(contact) = written(&round, Part::Contact) else { panic!() };
    let silent = Written::Contact(Contact { phone: String::new(), ..contact });
    let incomplete = RoundRefused::Incomplete(vec![Missing::ContactPhone]);
    assert_eq!(round.with_part(silent, now(), &office()), Err(incomplete));
}

#[test]
fn an_announced_round_does_not_close_earlier_than_promised() {
    let round = published();
    let promised = round.deadline;
    let Written::Dates(dates) = written(&round, Part::Dates) else { panic!() };
    let sooner = Dates { closes: datetime(2026, 6, 28, 17, 0, 0, 0), ..dates.clone() };
    let refused = round.clone().with_part(Written::Dates(sooner), now(), &office());
    assert_eq!(refused, Err(RoundRefused::NotLater(promised)));
    let later = Dates { closes: datetime(2026, 6, 30, 17, 0, 0, 0), ..dates };
    let round = round.with_part(Written::Dates(later), now(), &office()).unwrap();
    assert_eq!(round.deadline.at, at("2026-06-30T16:00:00Z"));
}

#[test]
fn nothing_of_an_open_round_is_written_anew() {
    for part in Part::ALL.iter().filter(|part| **part != Part::Form) {
        let round = open();
        let same = written(&round, *part);
        let frozen = RoundRefused::Frozen { part: *part, status: Status::Open };
        assert_eq!(round.with_part(same, at("2026-06-02T09:00:00Z"), &office()), Err(frozen));
    }
}

#[test]
fn the_clock_freezes_an_announced_round_whatever_is_stored() {
    let round = published();
    let same = written(&round, Part::Contact);
    let refused = round.with_part(same, at("2026-06-01T08:00:00Z"), &office());
    let frozen = RoundRefused::Frozen { part: Part::Contact, status: Status::Open };
    assert_eq!(refused, Err(frozen));
}

#[test]
fn a_changed_draft_needs_its_funds_confirmed_anew() {
    let mut round = draft();
    round.funds_confirmed_by = Some(person(50));
    let same = written(&round, Part::Privacy);
    let round = round.with_part(same, now(), &office()).unwrap();
    assert_eq!(round.funds_confirmed_by, None);
}

#[test]
fn a_direct_award_says_why_and_names_its_groups() {
    let mut round = draft();
    round.settings.kind = RoundType::DirectAward { reason: " ".into() };
    assert_eq!(
        missing(&round, &office()),
        [Missing::NoReasonNotToCompete, Missing::DirectAwardToNobody]
    );
    round.settings.open_to = OpenTo::Invited { groups: Vec::new(), why: String::new() };
    round.settings.kind = RoundType::Competitive;
    assert_eq!(
        missing(&round, &office()),
        [Missing::NobodyInvited, Missing::NoReasonForInvitation]
    );
}

#[test]
fn a_question_that_counts_for_a_criterion_is_marked() {
    let round = draft();
    let id = QuestionId::parse("B1").unwrap();
    let question = round.form.question(&id).unwrap().clone();
    let edit = FormEdit::WriteQuestion { question, feeds: vec!["C2".into()] };
    let round = round.with_form(edit, now()).unwrap();
    assert_eq!(round.counts_for(&id), ["C2"]);
    assert_eq!(missing(&round, &office()), [Missing::CriterionWithoutQuestion("C1".into())]);
}

#[test]
fn a_question_that_is_taken_out_counts_for_nothing() {
    let round = draft();
    let edit = FormEdit::RemoveQuestion { question: QuestionId::parse("B1").unwrap() };
    let round = round.with_form(edit, now()).unwrap();
    assert_eq!(missing(&round, &office()), [Missing::CriterionWithoutQuestion("C1".into())]);
}

#[test]
fn the_form_of_an_announced_round_stays_as_it_is() {
    let edit = FormEdit::AddSection { title: "More".into() };
    let frozen = RoundRefused::Frozen { part: Part::Form, status: Status::Published };
    assert_eq!(published().with_form(edit, now()), Err(frozen));
}

#[test]
fn everything_that_can_be_missing_has_its_place_in_a_part() {
    let mut round = draft();
    round.settings.title.clear();
    round.settings.privacy_notice.text.clear();
    round.settings.eligibility.checks.clear();
    round.settings.areas.why.clear();
    round.settings.scoring.tie_breaks.clear();
    round.posts.chair = None;
    let places: Vec<(Part, &str)> = missing(&round, &office())
        .iter()
        .map(|gap| (gap.place().part, gap.place().setting))
        .collect();
    assert_eq!(
        places,
        [
            (Part::About, "title"),
            (Part::Checks, ""),
            (Part::Evidence, "areas.why"),
            (Part::Scoring, "tie_breaks"),
            (Part::Privacy, "text"),
            (Part::Posts, "chair.holder"),
        ]
    );
}

fn edit() -> impl Strategy<Value = FormEdit> {
    let id = prop_oneof![Just("B1"), Just("B2")].prop_map(|id| QuestionId::parse(id).unwrap());
    let to = prop_oneof![Just(To::Up), Just(To::Down)];
    let feeds = proptest::sample::subsequence(vec!["C1".to_owned(), "C2".to_owned()], 0..=2);
    prop_oneof![
        Just(FormEdit::AddSection { title: "More".into() }),
        id.clone().prop_map(|question| FormEdit::RemoveQuestion { question }),
        (id.clone(), to).prop_map(|(question, to)| FormEdit::MoveQuestion { question, to }),
        (id, feeds, any::<bool>()).prop_map(|(id, feeds, named)| {
            let mut question = draft().form.question(&id).unwrap().clone();
            if !named {
                question.text.clear();
            }
            FormEdit::WriteQuestion { question, feeds }
        }),
    ]
}

proptest! {
    #[test]
    fn no_steps_lead_to_a_form_with_faults_that_could_be_announced(
        edits in proptest::collection::vec(edit(), 0..12)
    ) {
        let mut round = draft();
        for edit in edits {
            if let Ok(after) = round.clone().with_form(edit, now()) {
                round = after;
            }
            let found = missing(&round, &office());
            let faults = round.form.faults();
            prop_assert_eq!(faults.is_empty(), !found.iter().any(|gap| matches!(gap, Missing::Form(_))));
            // A question is marked exactly if it counts for something.
            let unsure = found.iter().any(|gap| matches!(
                gap,
                Missing::ScoredForNothing { .. }
                    | Missing::QuestionNotScored { .. }
                    | Missing::UnknownQuestion { .. }
            ));
            prop_assert!(!unsure, "{:?}", found);
            let asked = round.clone().ask_for_review(person(0), found.clone());
            prop_assert_eq!(asked.is_ok(), found.is_empty());
        }
    }
}
