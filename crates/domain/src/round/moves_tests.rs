//! The moves of a round and their guards.

use super::sample::{at, draft, office, open, person, published};
use super::*;
use crate::value::{Deadline, Pence};
use jiff::civil::datetime;
use proptest::prelude::*;

/// Tries a move with facts that stand in nobody's way.
fn attempt(round: Round, mv: Move, now: Instant) -> Result<Round, RoundRefused> {
    let by = person(60);
    match mv {
        Move::AskForReview => round.ask_for_review(by, Vec::new()),
        Move::SendBack => round.send_back(by, now, "The dates clash"),
        Move::Approve => round.approve(person(61), true, Vec::new()),
        Move::Publish => round.publish(now, Vec::new()),
        Move::Open => round.open(now),
        Move::Extend => {
            let later = round.deadline.at.checked_add(jiff::SignedDuration::from_hours(24));
            let later = crate::value::london::civil(later.unwrap());
            round.extend(later, by, now, "An outage")
        }
        Move::Pause => round.pause(by, now, "An outage"),
        Move::Resume => round.resume(by, now, "It is over"),
        Move::Close => round.close(now),
        Move::StartScreening => round.start_screening(now),
        Move::StartAssessing => round.start_assessing(Screened::default()),
        Move::StartModerating => round.start_moderating(Moderated::default()),
        Move::Recommend => round.recommend(Recommendation { without: 0, present: 9 }),
        Move::ReturnToPanel => round.return_to_panel(by, now, "Look again"),
        Move::Decide => round.decide(Decision { finance_commented: true, ..Decision::default() }),
        Move::Announce => round.announce(Undecided::default()),
        Move::StartDelivery => round.start_delivery(1),
        Move::CloseOut => round.close_out(0),
        Move::Cancel => round.cancel(by, now, "No longer needed"),
    }
}

#[test]
fn a_move_that_the_table_does_not_have_is_refused_with_the_state_and_the_move() {
    for status in Status::ALL {
        for mv in Move::ALL {
            let round = Round { status: *status, ..open() };
            let outcome = attempt(round, *mv, at("2026-06-10T12:00:00Z"));
            if status.after(*mv).is_none() {
                let refused = crate::NotFromHere { from: status.code(), mv: mv.name() };
                assert_eq!(outcome, Err(RoundRefused::NotFromHere(refused)));
            } else if let Ok(after) = outcome {
                assert_eq!(Some(after.status), status.after(*mv));
            }
        }
    }
}

proptest! {
    #[test]
    fn no_order_of_calls_reaches_an_undeclared_state(
        steps in prop::collection::vec((0_usize..64, 0_i64..40), 0..60),
    ) {
        let mut round = draft();
        let mut now = at("2026-05-01T09:00:00Z");
        for (number, days) in steps {
            now = now.checked_add(jiff::SignedDuration::from_hours(days * 6)).unwrap();
            let mv = Move::ALL[number % Move::ALL.len()];
            let before = round.clone();
            match attempt(round, mv, now) {
                Ok(after) => {
                    prop_assert_eq!(Some(after.status), before.status.after(mv));
                    round = after;
                }
                Err(refused) => {
                    prop_assert!(!refused.code().is_empty());
                    prop_assert!(!refused.to_string().is_empty());
                    round = before;
                }
            }
        }
    }

    #[test]
    fn a_round_once_closed_never_opens_again(
        minutes in prop::collection::vec(-100_000_i64..100_000, 1..40),
    ) {
        let mut round = published();
        let start = at("2026-06-20T12:00:00Z");
        let mut closed = false;
        for offset in minutes {
            let now = start.checked_add(jiff::SignedDuration::from_mins(offset)).unwrap();
            round = round.caught_up(now).0;
            let phase = round.phase(now);
            if closed {
                prop_assert_eq!(phase, Phase::Closed);
            }
            if phase == Phase::Open {
                prop_assert!(now >= round.opens_at && !round.deadline.is_past(now));
            }
            closed = phase == Phase::Closed;
        }
    }
}

#[test]
fn the_sample_is_complete() {
    assert_eq!(missing(&draft(), &office()), Vec::new());
}

#[test]
fn who_asks_for_the_review_neither_confirms_the_funds_nor_approves() {
    let asked = draft().ask_for_review(person(7), Vec::new()).unwrap();
    assert_eq!(asked.clone().confirm_funds(person(7)), Err(RoundRefused::SamePerson));
    let confirmed = asked.confirm_funds(person(8)).unwrap();
    assert_eq!(
        confirmed.clone().approve(person(7), true, Vec::new()),
        Err(RoundRefused::SamePerson)
    );
    assert!(confirmed.approve(person(9), true, Vec::new()).is_ok());
}

#[test]
fn nothing_is_approved_before_the_funds_are_confirmed() {
    let asked = draft().ask_for_review(person(7), Vec::new()).unwrap();
    assert_eq!(asked.approve(person(9), true, Vec::new()), Err(RoundRefused::FundsNotConfirmed));
}

#[test]
fn a_director_does_not_approve_above_the_limit() {
    let mut round = draft();
    round.settings.money.budget = Pence::from_pounds(50_001);
    let round = round.ask_for_review(person(7), Vec::new()).unwrap();
    let round = round.confirm_funds(person(8)).unwrap();
    assert!(matches!(
        round.clone().approve(person(9), false, Vec::new()),
        Err(RoundRefused::AboveLimit { .. })
    ));
    assert!(round.approve(person(9), true, Vec::new()).is_ok());
}

#[test]
fn what_is_sent_back_needs_a_reason_and_its_funds_confirmed_anew() {
    let round = draft().ask_for_review(person(7), Vec::new()).unwrap();
    let round = round.confirm_funds(person(8)).unwrap();
    let now = at("2026-05-02T09:00:00Z");
    assert_eq!(round.clone().send_back(person(8), now, "  "), Err(RoundRefused::NoReason));
    let back = round.send_back(person(8), now, "The budget is wrong").unwrap();
    assert_eq!((back.status, back.funds_confirmed_by), (Status::Draft, None));
}

#[test]
fn an_incomplete_round_is_not_reviewed_and_every_gap_is_told() {
    let gaps = vec![Missing::NoBudget, Missing::ContactPhone];
    assert_eq!(
        draft().ask_for_review(person(7), gaps.clone()),
        Err(RoundRefused::Incomplete(gaps))
    );
}

#[test]
fn the_clock_alone_says_whether_a_round_is_open() {
    let round = published();
    assert_eq!(round.phase(at("2026-06-01T07:59:59.999Z")), Phase::Announced);
    assert_eq!(round.phase(at("2026-06-01T08:00:00Z")), Phase::Open);
    assert_eq!(round.phase(at("2026-06-29T15:59:59.999Z")), Phase::Open);
    assert_eq!(round.phase(at("2026-06-29T16:00:00Z")), Phase::Closed);
    assert_eq!(draft().phase(at("2026-06-10T08:00:00Z")), Phase::Hidden);
}

#[test]
fn catching_up_opens_and_closes_with_the_planned_instants() {
    let (round, moves) = published().caught_up(at("2026-07-01T00:00:00Z"));
    assert_eq!(round.status, Status::Closed);
    let due: Vec<_> = moves.iter().map(|moved| (moved.to, moved.due)).collect();
    assert_eq!(
        due,
        [(Status::Open, at("2026-06-01T08:00:00Z")), (Status::Closed, at("2026-06-29T16:00:00Z"))]
    );
}

#[test]
fn a_clock_set_back_opens_nothing_that_had_closed() {
    let (round, _) = published().caught_up(at("2026-06-29T16:00:00Z"));
    let (round, moves) = round.caught_up(at("2026-06-29T15:00:00Z"));
    assert!(moves.is_empty());
    assert_eq!(round.phase(at("2026-06-29T15:00:00Z")), Phase::Closed);
}

#[test]
fn a_deadline_moves_later_only_and_only_before_it_has_passed() {
    let now = at("2026-06-20T12:00:00Z");
    let closes = datetime(2026, 7, 3, 17, 0, 0, 0);
    let longer = open().extend(closes, person(9), now, "Post strike").unwrap();
    assert_eq!(longer.deadline, Deadline::new(at("2026-07-03T16:00:00Z")));
    let same = datetime(2026, 6, 29, 17, 0, 0, 0);
    assert!(matches!(
        open().extend(same, person(9), now, "Post strike"),
        Err(RoundRefused::NotLater(_))
    ));
    assert!(matches!(
        open().extend(closes, person(9), at("2026-06-29T16:00:00Z"), "Post strike"),
        Err(RoundRefused::DeadlinePassed(_))
    ));
}

#[test]
fn a_deadline_at_a_time_that_no_clock_shows_is_refused() {
    let skipped = datetime(2027, 3, 28, 1, 30, 0, 0);
    let refused = open().extend(skipped, person(9), at("2026-06-20T12:00:00Z"), "Why");
    assert!(matches!(refused, Err(RoundRefused::NoSuchTime { which: DateOf::Closes, .. })));
}

#[test]
fn the_time_of_a_pause_is_given_back_even_across_the_old_deadline() {
    let paused = open().pause(person(9), at("2026-06-29T15:00:00Z"), "Outage").unwrap();
    assert_eq!(paused.phase(at("2026-06-29T17:00:00Z")), Phase::Paused);
    let round = paused.resume(person(9), at("2026-06-29T20:00:00Z"), "Repaired").unwrap();
    assert_eq!(round.deadline, Deadline::new(at("2026-06-29T21:00:00Z")));
    assert_eq!(round.phase(at("2026-06-29T20:30:00Z")), Phase::Open);
}

#[test]
fn moderation_waits_for_open_reviews() {
    let round = Round { status: Status::Assessing, ..open() };
    let refused = round.start_moderating(Moderated { reviews_open: 1, ..Moderated::default() });
    assert_eq!(refused, Err(RoundRefused::ReviewsOpen(1)));
}

#[test]
fn approvals_may_exceed_the_budget_only_by_the_agreed_share() {
    let round = Round { status: Status::Recommended, ..open() };
    assert_eq!(round.most_to_commit(), Pence::new(4_200_000));
    let facts = |approved| Decision { undecided: 0, approved, finance_commented: true };
    assert!(round.clone().decide(facts(Pence::new(4_200_000))).is_ok());
    assert!(matches!(
        round.decide(facts(Pence::new(4_200_001))),
        Err(RoundRefused::OverBudget { .. })
    ));
}

#[test]
fn a_round_called_off_before_it_was_announced_stays_hidden() {
    let now = at("2026-05-02T09:00:00Z");
    let hidden = draft().cancel(person(9), now, "No money").unwrap();
    assert_eq!(hidden.phase(now), Phase::Hidden);
    let shown = published().cancel(person(9), at("2026-05-21T09:00:00Z"), "No money").unwrap();
    assert_eq!(shown.phase(now), Phase::Cancelled);
}
