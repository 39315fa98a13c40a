use super::*;
use crate::access::Standing;
use crate::conflict::Status;
use crate::id::{ApplicationId, DeclarationId, RoundId};
use proptest::prelude::*;
use uuid::Uuid;

fn at(seconds: i64) -> Instant {
    Instant::from_microsecond(1_702_000_000_000_000 + seconds * 1_000_000).unwrap()
}

fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn pending(capacity: Capacity) -> Declaration {
    let id = DeclarationId(Uuid::from_u128(1));
    let round = RoundId(Uuid::from_u128(2));
    let application = ApplicationId(Uuid::from_u128(3));
    Declaration::pending(id, round, application, person(4), capacity)
}

fn interest(kind: Kind) -> Answer {
    Answer::Interest { kind, note: "I was on its committee until May.".to_owned() }
}

#[test]
fn nothing_opens_before_anything_is_declared() {
    assert_eq!(pending(Capacity::Staff).status.standing(), Standing::Undeclared);
}

#[test]
fn no_interest_opens_the_bid() {
    let made = declare(&pending(Capacity::Staff), Answer::NoInterest, at(1)).unwrap();
    assert_eq!(made.status.standing(), Standing::Clear);
}

#[test]
fn an_interest_of_staff_keeps_the_bid_shut_until_somebody_else_decides() {
    let made = declare(&pending(Capacity::Staff), interest(Kind::Personal), at(1)).unwrap();
    assert_eq!(made.status.standing(), Standing::Undeclared);
    let cleared = decide(&made, person(9), &Ruling::Clear, "A neighbour only.", at(2)).unwrap();
    assert_eq!(cleared.status.standing(), Standing::Clear);
}

#[test]
fn nobody_decides_about_their_own_interest() {
    let made = declare(&pending(Capacity::Staff), interest(Kind::Other), at(1)).unwrap();
    let refused = decide(&made, made.person, &Ruling::Clear, "It is nothing.", at(2));
    assert_eq!(refused, Err(ConflictRefused::OwnInterest));
}

#[test]
fn a_community_assessor_steps_aside_from_a_relatives_bid_by_rule() {
    let made = declare(&pending(Capacity::Community), interest(Kind::CloseRelative), at(1));
    let made = made.unwrap();
    assert_eq!(made.status, Status::Recused);
    assert_eq!(made.decision.unwrap().by, None);
}

#[test]
fn a_community_assessor_who_just_knows_somebody_goes_on_with_a_note() {
    let made = declare(&pending(Capacity::Community), interest(Kind::Personal), at(1)).unwrap();
    assert_eq!(made.status, Status::ClearedWithNote);
}

#[test]
fn an_interest_may_be_remembered_after_none_was_declared() {
    let none = declare(&pending(Capacity::Staff), Answer::NoInterest, at(1)).unwrap();
    let later = declare(&none, interest(Kind::ReceivedService), at(2)).unwrap();
    assert_eq!(later.status, Status::Declared);
}

#[test]
fn a_recused_person_cannot_declare_themselves_clear() {
    let away = declare(&pending(Capacity::Community), interest(Kind::Pecuniary), at(1)).unwrap();
    let refused = declare(&away, Answer::NoInterest, at(2));
    assert!(matches!(refused, Err(ConflictRefused::NotFromHere(_))));
}

#[test]
fn an_interest_needs_words() {
    let silent = Answer::Interest { kind: Kind::Other, note: "  ".to_owned() };
    let refused = declare(&pending(Capacity::Staff), silent, at(1));
    assert_eq!(refused, Err(ConflictRefused::NoteMissing));
}

#[derive(Clone, Debug)]
enum Call {
    Declare(Answer),
    Decide(u128, Ruling),
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let kind = proptest::sample::select(Kind::ALL);
    let call = prop_oneof![
        Just(Call::Declare(Answer::NoInterest)),
        kind.prop_map(|kind| Call::Declare(interest(kind))),
        (4..7_u128).prop_map(|by| Call::Decide(by, Ruling::Clear)),
        (4..7_u128).prop_map(|by| Call::Decide(by, Ruling::Recuse)),
    ];
    proptest::collection::vec(call, 0..12)
}

proptest! {
    #[test]
    fn no_order_of_calls_opens_a_bid_after_an_interest_without_another_person(
        community: bool,
        calls in calls(),
    ) {
        let capacity = if community { Capacity::Community } else { Capacity::Staff };
        let mut declaration = pending(capacity);
        for call in calls {
            let before = declaration.clone();
            let outcome = match call {
                Call::Declare(answer) => declare(&declaration, answer, at(1)),
                Call::Decide(by, ruling) => decide(&declaration, person(by), &ruling, "Why.", at(2)),
            };
            if let Ok(next) = outcome {
                declaration = next;
            }
            if before.status == Status::Recused {
                prop_assert_eq!(declaration.status, Status::Recused);
            }
            if let (Standing::Clear, Some(kind)) = (declaration.status.standing(), declaration.kind)
            {
                let decision = declaration.decision.clone();
                let by = decision.expect("an interest is cleared by a decision").by;
                let by_rule = community && kind == Kind::Personal && by.is_none();
                prop_assert!(by_rule || by.is_some_and(|by| by != declaration.person));
            }
        }
    }
}

#[test]
fn whoever_finds_a_conflict_at_work_stands_aside_from_wherever_they_stood() {
    let pending = pending(Capacity::Staff);
    let clear = declare(&pending, Answer::NoInterest, at(1)).unwrap();
    let waiting = declare(&pending, interest(Kind::Personal), at(1)).unwrap();
    for before in [&pending, &clear, &waiting] {
        let aside = stand_aside(before, "My sister runs it.", at(2)).unwrap();
        assert_eq!(aside.status.standing(), Standing::Recused);
        assert_eq!(aside.decision.as_ref().and_then(|one| one.by), Some(before.person));
        assert!(aside.kind.is_some() && !aside.note.is_empty());
    }
    let declared = stand_aside(&waiting, "My sister runs it.", at(2)).unwrap();
    assert_eq!(declared.note, "I was on its committee until May.");
}

#[test]
fn standing_aside_twice_changes_nothing_and_needs_words_once() {
    let pending = pending(Capacity::Community);
    let aside = stand_aside(&pending, "My sister runs it.", at(1)).unwrap();
    assert_eq!(stand_aside(&aside, "Again.", at(2)), Ok(aside.clone()));
    assert_eq!(stand_aside(&pending, " ", at(1)), Err(ConflictRefused::NoteMissing));
}
