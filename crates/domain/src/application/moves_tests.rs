//! The moves that a group makes and their guards.

use super::*;
use crate::application::{DrawUp, bounds};
use crate::area::Gazetteer;
use crate::form::Fields;
use crate::id::{OrganisationId, SubmissionId};
use crate::organisation::Kind;
use crate::round::IN_HAND;
use crate::round::sample::{at, office, open, person, published};
use crate::value::ReferencePrefix;
use jiff::SignedDuration;
use proptest::prelude::*;
use uuid::Uuid;

fn group() -> Organisation {
    Organisation {
        id: OrganisationId(Uuid::from_u128(70)),
        version: 1,
        name: "Fictional Youth Group".to_owned(),
        other_names: String::new(),
        kind: Kind::Group,
        charity_number: None,
        company_number: None,
        postcode: None,
        created_by: person(80),
        created_at: at("2026-05-01T09:00:00Z"),
    }
}

fn id(number: u128) -> ApplicationId {
    ApplicationId(Uuid::from_u128(number))
}

fn begin(
    round: &Round,
    existing: &[ApplicationId],
    at: Instant,
) -> Result<Application, ApplicationRefused> {
    let organisation = group();
    start(round, Start { id: id(90), organisation: &organisation, existing, by: person(80), at })
}

fn draft() -> Application {
    begin(&open(), &[], at("2026-06-02T10:00:00Z")).unwrap()
}

fn milliseconds(of: Instant, by: i64) -> Instant {
    of.checked_add(SignedDuration::from_millis(by)).unwrap()
}

fn answers() -> Fields {
    [("B1", "Because it is needed"), ("B2", "Football on Fridays")]
        .map(|(name, text)| (name.to_owned(), vec![text.to_owned()]))
        .into()
}

fn draw_up(
    application: &Application,
    round: &Round,
    answers: Fields,
    at: Instant,
) -> Result<Submission, ApplicationRefused> {
    Submission::draw_up(DrawUp {
        id: SubmissionId(Uuid::from_u128(91)),
        application,
        round,
        organisation: &group(),
        answers,
        by: person(80),
        at,
        intent: "pressed".to_owned(),
        gazetteer: &Gazetteer::default(),
    })
}

fn reference() -> Reference {
    Reference::new(&ReferencePrefix::parse("TST-2627-R1").unwrap(), 7)
}

fn send(
    application: &Application,
    round: &Round,
    at: Instant,
) -> Result<Change, ApplicationRefused> {
    submit(application, round, &draw_up(application, round, answers(), at)?, &reference())
}

fn sent() -> Application {
    send(&draft(), &open(), at("2026-06-03T10:00:00Z")).unwrap().application
}

#[test]
fn a_bid_is_started_in_an_open_round_only() {
    let early = begin(&published(), &[], at("2026-05-31T10:00:00Z"));
    assert_eq!(early, Err(ApplicationRefused::RoundNotOpen(Phase::Announced)));
    assert_eq!(draft().status, Status::Draft);
    let round = open();
    let late = begin(&round, &[], round.deadline.at);
    assert!(matches!(late, Err(ApplicationRefused::DeadlinePassed { .. })));
}

#[test]
fn a_second_bid_of_a_group_is_stopped_at_the_start() {
    let refused = begin(&open(), &[id(1)], at("2026-06-02T10:00:00Z"));
    assert_eq!(refused, Err(ApplicationRefused::TooManyBids { existing: vec![id(1)], allowed: 1 }));
}

#[test]
fn a_group_that_is_not_invited_is_stopped_at_the_start() {
    let mut round = open();
    let invited = |number: u128| crate::round::Invited {
        id: crate::id::OrganisationId(uuid::Uuid::from_u128(number)),
        name: "Invited".into(),
    };
    let open_to = |groups| crate::round::OpenTo::Invited { groups, why: "A pilot".into() };
    round.settings.open_to = open_to(vec![invited(404)]);
    let when = at("2026-06-02T10:00:00Z");
    assert_eq!(begin(&round, &[], when), Err(ApplicationRefused::NotInvited));
    let own = draft().organisation;
    round.settings.open_to = open_to(vec![crate::round::Invited { id: own, ..invited(404) }]);
    assert!(begin(&round, &[], when).is_ok());
}

#[test]
fn the_deadline_is_exact_to_the_millisecond() {
    let round = open();
    let last = milliseconds(round.deadline.at, -1);
    assert_eq!(send(&draft(), &round, last).unwrap().application.submitted_at, Some(last));
    let refused = send(&draft(), &round, round.deadline.at);
    let deadline = round.deadline;
    let arrived = round.deadline.at;
    assert_eq!(refused, Err(ApplicationRefused::DeadlinePassed { deadline, arrived }));
}

#[test]
fn missing_answers_stop_it() {
    let mut some = answers();
    some.remove("B2");
    let refused = draw_up(&draft(), &open(), some, at("2026-06-03T10:00:00Z"));
    assert_eq!(refused, Err(ApplicationRefused::Incomplete(1)));
}

#[test]
fn a_sent_bid_has_a_reference_and_keeps_it() {
    let first = sent();
    assert_eq!(first.reference, Some(reference().to_string()));
    assert_eq!((first.status, first.submission), (Status::Submitted, 1));
    let again = reopen(&first, &open(), at("2026-06-04T10:00:00Z")).unwrap();
    let other = Reference::new(&ReferencePrefix::parse("TST-2627-R1").unwrap(), 8);
    let round = open();
    let second = draw_up(&again, &round, answers(), at("2026-06-05T10:00:00Z")).unwrap();
    let second = submit(&again, &round, &second, &other).unwrap();
    assert_eq!(second.mv, Move::SendAgain);
    assert_eq!(second.application.reference, first.reference);
    assert_eq!((second.application.submission, second.application.reopened), (2, false));
}

#[test]
fn a_sent_bid_is_not_changed_unless_it_is_reopened() {
    let (round, now) = (open(), at("2026-06-04T10:00:00Z"));
    assert_eq!(may_edit(&sent(), &round, now), Err(ApplicationRefused::NotReopened));
    assert_eq!(send(&sent(), &round, now), Err(ApplicationRefused::NotReopened));
    let reopened = reopen(&sent(), &round, now).unwrap();
    assert_eq!(may_edit(&reopened, &round, now), Ok(()));
    assert_eq!(reopen(&reopened, &round, now), Err(ApplicationRefused::ReopenedAlready));
}

#[test]
fn a_reopened_bid_that_is_not_sent_again_stands_as_it_was_sent() {
    let round = open();
    let reopened = reopen(&sent(), &round, at("2026-06-04T10:00:00Z")).unwrap();
    let late = milliseconds(round.deadline.at, 5_000);
    let change = arrive_late(&reopened, &round, late).unwrap();
    assert_eq!(change.application.status, Status::Submitted);
    assert_eq!(change.application.submitted_at, sent().submitted_at);
    assert_eq!(change.application.submission, 1);
    assert_eq!(change.application.late_at, Some(late));
}

#[test]
fn a_late_attempt_makes_a_late_draft_with_the_first_instant() {
    let round = open();
    let first = arrive_late(&draft(), &round, round.deadline.at).unwrap();
    assert_eq!((first.from, first.application.status), (Status::Draft, Status::Late));
    assert_eq!(first.application.late_at, Some(round.deadline.at));
    let early = arrive_late(&draft(), &round, milliseconds(round.deadline.at, -1));
    assert_eq!(early, Err(ApplicationRefused::RoundNotOpen(Phase::Open)));
    let abandoned = abandon(&draft(), &round, all_in(&round)).unwrap().application;
    let later = arrive_late(&abandoned, &round, milliseconds(round.deadline.at, 1)).unwrap();
    assert_eq!((later.from, later.application.status), (Status::Abandoned, Status::Late));
}

/// The first instant at which nothing sent in time can be on its way.
fn all_in(round: &Round) -> Instant {
    round.deadline.at.checked_add(IN_HAND).unwrap()
}

#[test]
fn a_draft_is_given_up_once_nothing_sent_in_time_can_be_on_its_way() {
    let round = open();
    let early = abandon(&draft(), &round, milliseconds(round.deadline.at, -1));
    assert_eq!(early, Err(ApplicationRefused::RoundNotOpen(Phase::Open)));
    let on_its_way = abandon(&draft(), &round, milliseconds(all_in(&round), -1));
    assert_eq!(on_its_way, Err(ApplicationRefused::RoundNotOpen(Phase::Closed)));
    let given_up = abandon(&draft(), &round, all_in(&round)).unwrap();
    assert_eq!(given_up.application.status, Status::Abandoned);
    assert!(abandon(&sent(), &round, all_in(&round)).is_err());
}

#[test]
fn what_arrived_in_time_is_sent_though_the_clock_closed_the_round_meanwhile() {
    let round = open();
    let deadline = round.deadline.at;
    let closed = round.close(deadline).unwrap();
    let in_time = milliseconds(deadline, -1);
    assert!(may_send(&draft(), &closed, in_time).is_ok());
    assert!(may_edit(&draft(), &closed, in_time).is_ok());
    assert!(arrive_late(&draft(), &closed, in_time).is_err());
    assert!(may_send(&draft(), &closed, deadline).is_err());
    let set_back = deadline.checked_add(-IN_HAND).unwrap();
    assert!(may_send(&draft(), &closed, milliseconds(set_back, -1)).is_err(), "a clock set back");
}

#[test]
fn a_paused_round_takes_answers_and_no_bids() {
    let now = at("2026-06-04T10:00:00Z");
    let paused = open().pause(person(2), now, "An outage").unwrap();
    assert_eq!(may_edit(&draft(), &paused, now), Ok(()));
    assert_eq!(
        may_send(&draft(), &paused, now),
        Err(ApplicationRefused::RoundNotOpen(Phase::Paused))
    );
}

#[test]
fn the_limits_of_the_round_come_from_its_settings() {
    let settings = open().settings;
    let limits = bounds(&settings);
    assert_eq!(limits.least, Some(settings.money.minimum));
    assert_eq!(limits.latest_end, Some(settings.dates.latest_end));
    assert!(office().gazetteer.postcode_count() == 0);
}

#[derive(Clone, Copy, Debug)]
enum Press {
    Send,
    Reopen,
    Withdraw,
    Abandon,
    Late,
}

fn press() -> impl Strategy<Value = (Press, i64)> {
    let which = prop_oneof![
        Just(Press::Send),
        Just(Press::Reopen),
        Just(Press::Withdraw),
        Just(Press::Abandon),
        Just(Press::Late)
    ];
    (which, -3_i64..3)
}

proptest! {
    /// Whatever is pressed in whatever order around the deadline: only declared moves happen,
    /// nothing is sent at or after it, and a refusal changes nothing and says why.
    #[test]
    fn no_order_of_presses_reaches_an_undeclared_state(
        presses in proptest::collection::vec(press(), 1..12)
    ) {
        let round = open();
        let mut bid = draft();
        for (press, by) in presses {
            let now = milliseconds(round.deadline.at, by);
            let result = match press {
                Press::Send => send(&bid, &round, now),
                Press::Reopen => reopen(&bid, &round, now).map(|application| {
                    Change { from: bid.status, mv: Move::SendAgain, application }
                }),
                Press::Withdraw => withdraw(&bid),
                Press::Abandon => abandon(&bid, &round, now),
                Press::Late => arrive_late(&bid, &round, now),
            };
            match result {
                Ok(change) => {
                    let stands = change.mv == Move::ArriveLate && bid.status == Status::Submitted;
                    let declared = bid.status.after(change.mv);
                    prop_assert!(stands || declared == Some(change.application.status));
                    if change.application.submission > bid.submission {
                        prop_assert!(by < 0, "sent at {by} ms");
                    }
                    prop_assert!(change.application.submission >= bid.submission);
                    prop_assert!(bid.reference.is_none() || change.application.reference == bid.reference);
                    bid = change.application;
                }
                Err(refused) => prop_assert!(!refused.code().is_empty()),
            }
        }
    }
}
