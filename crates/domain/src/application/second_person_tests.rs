//! Who may stand behind a bid as its second person, and until when.

use super::*;
use crate::application::Withhold;
use crate::id::OrganisationId;
use crate::organisation::MemberRole;
use crate::round::sample::{at, open};
use crate::round::{Check, CheckMethod};
use crate::screening::{InformationRequest, Item};
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

fn person(number: u128, email: &str) -> Person {
    Person {
        id: PersonId(Uuid::from_u128(number)),
        email: email.to_owned(),
        name: format!("Person {number}"),
        phone: None,
        created_at: at("2026-01-01T09:00:00Z"),
        version: 1,
    }
}

fn asha() -> Person {
    person(1, "asha@example.org")
}

fn ben() -> Person {
    person(2, "ben@example.org")
}

fn cleo() -> Person {
    person(3, "cleo@example.org")
}

fn member(person: &Person, role: MemberRole) -> Membership {
    Membership { person: person.id, role, since: at("2026-01-01T09:00:00Z") }
}

/// Asha leads; the others belong to the group.
fn group(others: &[Person]) -> Vec<(Membership, Person)> {
    let lead = (member(&asha(), MemberRole::Lead), asha());
    let rest = others.iter().map(|one| (member(one, MemberRole::Member), one.clone()));
    [lead].into_iter().chain(rest).collect()
}

fn memberships(of: &[(Membership, Person)]) -> Vec<Membership> {
    of.iter().map(|(member, _)| *member).collect()
}

fn bid() -> Application {
    Application {
        id: ApplicationId(Uuid::from_u128(90)),
        version: 2,
        round: open().id,
        organisation: OrganisationId(Uuid::from_u128(70)),
        organisation_name: "Fictional Youth Group".to_owned(),
        title: "Football".to_owned(),
        status: Status::Submitted,
        reference: Some("TST-2627-R1-0007-X".to_owned()),
        started_by: asha().id,
        started_at: at("2026-06-02T10:00:00Z"),
        submitted_at: Some(at("2026-06-03T10:00:00Z")),
        submission: 1,
        reopened: false,
        requested: Some(Pence::from_pounds(6_000)),
        lead_area: None,
        withhold: Withhold::Nothing,
        withhold_reason: None,
        late_at: None,
        conditional: false,
        entered: None,
    }
}

fn settings(above: Option<i32>) -> Settings {
    let mut settings = open().settings;
    settings.eligibility.second_person_above = above.map(Pence::from_pounds);
    settings.eligibility.checks.push(Check {
        code: "EL90".to_owned(),
        title: "A second person confirmed it".to_owned(),
        method: CheckMethod::SecondPerson,
        reasons: Vec::new(),
        conditional: false,
        override_by: Vec::new(),
    });
    settings
}

const YES: Reply = Reply::Confirm { own_address: true };

fn no(reason: &str) -> Reply {
    Reply::Decline { reason: reason.to_owned() }
}

fn now() -> Instant {
    at("2026-06-03T12:00:00Z")
}

/// Sent by Asha; Ben is the only other member.
fn asked() -> Confirmation {
    let day = date(2026, 7, 2);
    Confirmation::nobody(&bid()).ask(&asha(), &group(&[ben()]), day).unwrap()
}

#[test]
fn a_bid_at_the_amount_needs_nobody_and_a_penny_more_does() {
    let at_it = Some(Pence::from_pounds(5_000));
    let above = Some(Pence::new(500_001));
    assert!(!needs_second_person(&settings(Some(5_000)), at_it));
    assert!(needs_second_person(&settings(Some(5_000)), above));
    assert!(!needs_second_person(&settings(None), above));
    assert!(!needs_second_person(&settings(Some(5_000)), None));
}

#[test]
fn the_days_to_confirm_skip_weekends_and_bank_holidays() {
    // 27 May 2026 is a Wednesday; the Monday after it is made a holiday here.
    let deadline = Deadline::new(at("2026-05-27T16:00:00Z"));
    let holidays: BankHolidays = [date(2026, 6, 1)].into();
    assert_eq!(confirm_until(&settings(Some(1)), deadline, &holidays), date(2026, 6, 2));
    assert_eq!(remind_on(date(2026, 6, 2), &holidays), date(2026, 5, 29));
}

#[test]
fn the_only_other_member_is_asked_without_being_named() {
    let asked = asked();
    assert_eq!(asked.status, ConfirmationStatus::Asked);
    assert_eq!((asked.first, asked.person), (Some(asha().id), Some(ben().id)));
}

#[test]
fn nobody_is_picked_from_several_or_from_none() {
    let day = date(2026, 7, 2);
    let several = Confirmation::nobody(&bid()).ask(&asha(), &group(&[ben(), cleo()]), day).unwrap();
    assert_eq!(several.person, None);
    let alone = Confirmation::nobody(&bid()).ask(&asha(), &group(&[]), day).unwrap();
    assert_eq!(alone.person, None);
}

#[test]
fn who_was_named_and_then_sends_it_is_not_their_own_second_person() {
    let named = Confirmation::nobody(&bid()).name(ben().id).unwrap();
    let sent = named.ask(&ben(), &group(&[ben()]), date(2026, 7, 2)).unwrap();
    assert_eq!((sent.first, sent.person), (Some(ben().id), Some(asha().id)));
}

#[test]
fn who_sent_it_can_never_confirm_it_even_if_named() {
    let forged = Confirmation { person: Some(asha().id), ..asked() };
    let refused = forged.answer(asha().id, YES, 1, now());
    assert_eq!(refused, Err(ConfirmationRefused::FirstPerson));
}

#[test]
fn only_the_named_person_answers() {
    let refused = asked().answer(cleo().id, YES, 1, now());
    assert_eq!(refused, Err(ConfirmationRefused::NotNamed));
}

#[test]
fn a_yes_needs_the_word_that_the_address_is_ones_own() {
    let shared = asked().answer(ben().id, Reply::Confirm { own_address: false }, 1, now());
    assert_eq!(shared, Err(ConfirmationRefused::NotOwnAddress));
    let yes = asked().answer(ben().id, YES, 1, now()).unwrap();
    assert_eq!(yes.status, ConfirmationStatus::Confirmed);
    assert_eq!(yes.remind_on, None);
}

#[test]
fn a_no_needs_a_reason_and_another_person_may_be_named_after_it() {
    let blank = asked().answer(ben().id, no(" \n "), 1, now());
    assert_eq!(blank, Err(ConfirmationRefused::ReasonMissing));
    let long = asked().answer(ben().id, no(&"a".repeat(LONGEST_REASON + 1)), 1, now());
    assert_eq!(long, Err(ConfirmationRefused::ReasonTooLong));
    let declined = asked().answer(ben().id, no("The figures are wrong."), 1, now()).unwrap();
    assert_eq!(declined.status, ConfirmationStatus::Declined);
    let again = declined.name(cleo().id).unwrap();
    assert_eq!((again.status, again.answer), (ConfirmationStatus::Asked, None));
}

#[test]
fn a_confirmed_bid_is_not_given_to_somebody_else() {
    let yes = asked().answer(ben().id, YES, 1, now()).unwrap();
    assert!(matches!(yes.name(cleo().id), Err(ConfirmationRefused::NotFromHere(_))));
}

#[test]
fn sending_again_asks_again() {
    let yes = asked().answer(ben().id, YES, 1, now()).unwrap();
    let again = yes.ask(&asha(), &group(&[ben()]), date(2026, 7, 2)).unwrap();
    assert_eq!((again.status, again.answer), (ConfirmationStatus::Asked, None));
    assert_eq!(again.person, Some(ben().id));
}

#[test]
fn shared_addresses_and_the_senders_own_mailbox_cannot_confirm() {
    let info = person(4, "Info+grants@example.org");
    let twin = person(5, "asha+second@EXAMPLE.org");
    let of = group(&[info.clone(), twin.clone(), ben()]);
    let of = memberships(&of);
    let first = asha();
    let fit = |second: &Person| may_second(&of, Some(&first), second);
    assert_eq!(fit(&info), Err(ConfirmationRefused::SharedAddress));
    assert_eq!(fit(&twin), Err(ConfirmationRefused::SameMailbox));
    assert_eq!(fit(&asha()), Err(ConfirmationRefused::FirstPerson));
    assert_eq!(fit(&cleo()), Err(ConfirmationRefused::NotMember));
    assert_eq!(fit(&ben()), Ok(()));
}

#[test]
fn a_lead_or_the_sender_names_and_others_do_not() {
    let of = memberships(&group(&[ben(), cleo()]));
    assert_eq!(may_name(&of, &bid(), Some(ben().id), asha().id), Ok(()));
    assert_eq!(may_name(&of, &bid(), Some(ben().id), ben().id), Ok(()));
    let other = may_name(&of, &bid(), Some(ben().id), cleo().id);
    assert_eq!(other, Err(ConfirmationRefused::NotYours));
}

#[test]
fn the_last_day_counts_and_the_day_after_does_not() {
    let until = date(2026, 7, 3);
    let on = |day| may_answer(&bid(), &settings(Some(5_000)), None, until, day);
    assert_eq!(on(until), Ok(until));
    assert_eq!(on(date(2026, 7, 4)), Err(ConfirmationRefused::TooLate(until)));
    let gone = Application { status: Status::Withdrawn, ..bid() };
    let refused = may_answer(&gone, &settings(Some(5_000)), None, until, until);
    assert_eq!(refused, Err(ConfirmationRefused::NothingWaits));
}

#[test]
fn a_request_of_screening_for_it_opens_the_confirmation_again() {
    let settings = settings(Some(5_000));
    let (until, asked_until) = (date(2026, 7, 3), date(2026, 7, 20));
    let about = |check: &str| Screening {
        application: bid().id,
        round: bid().round,
        version: 1,
        checks: Vec::new(),
        proposal: None,
        requests: vec![InformationRequest {
            items: vec![Item {
                check: check.to_owned(),
                questions: Vec::new(),
                text: "Please have it confirmed.".to_owned(),
            }],
            by: cleo().id,
            at: now(),
            until: asked_until,
            answered_at: None,
            expired_at: None,
        }],
        overrides: Vec::new(),
        reviews: Vec::new(),
        took_part: std::collections::BTreeSet::new(),
    };
    let bid = Application { status: Status::InfoRequested, ..bid() };
    let day = date(2026, 7, 10);
    let of_it = about("EL90");
    assert_eq!(may_answer(&bid, &settings, Some(&of_it), until, day), Ok(asked_until));
    let of_another = about("EL01");
    let refused = may_answer(&bid, &settings, Some(&of_another), until, day);
    assert_eq!(refused, Err(ConfirmationRefused::TooLate(until)));
    let over = may_answer(&bid, &settings, Some(&of_it), until, date(2026, 7, 21));
    assert_eq!(over, Err(ConfirmationRefused::TooLate(until)));
}

#[test]
fn an_unconfirmed_bid_waits_then_is_missed_and_is_never_void() {
    let until = date(2026, 7, 3);
    let stands = |one: Option<&Confirmation>, day| seconded(true, one, until, day);
    assert_eq!(stands(Some(&asked()), until), Seconded::Waiting { until });
    assert_eq!(stands(Some(&asked()), date(2026, 7, 4)), Seconded::Missed { until });
    assert_eq!(stands(None, date(2026, 7, 4)), Seconded::Missed { until });
    let yes = asked().answer(ben().id, YES, 1, now()).unwrap();
    assert_eq!(stands(Some(&yes), date(2026, 7, 4)), Seconded::Confirmed);
    let small = bid().must_be_confirmed(&settings(Some(5_000)), Some(Pence::from_pounds(10)));
    assert_eq!(seconded(small, None, until, until), Seconded::NotNeeded);
}

proptest! {
    #[test]
    fn whatever_is_tried_nobody_confirms_what_they_sent(
        tries in prop::collection::vec((0_u8..4, 0_usize..3, any::<bool>()), 0..40)
    ) {
        let people = [asha(), ben(), cleo()];
        let of = group(&[ben(), cleo()]);
        let mut kept = Confirmation::nobody(&bid());
        for (what, who, yes) in tries {
            let one = &people[who];
            let tried = match what {
                0 => kept.clone().ask(one, &of, date(2026, 7, 2)),
                1 => kept.clone().name(one.id),
                2 => kept.clone().release(one.id),
                _ => {
                    let reply = if yes { YES } else { no("Wrong.") };
                    kept.clone().answer(one.id, reply, 1, now())
                }
            };
            if let Ok(after) = tried {
                kept = after;
            }
            let by = kept.answer.as_ref().map(|answer| answer.by);
            prop_assert!(by.is_none() || by != kept.first);
            if kept.status == ConfirmationStatus::Confirmed {
                prop_assert!(kept.first.is_some() && by.is_some());
            }
        }
    }

    #[test]
    fn a_reminder_is_a_working_day_before_the_last_one(
        start in 0_i32..20_000,
        off in prop::collection::btree_set(0_i32..20_040, 0..40),
    ) {
        let day = |n: i32| date(2000, 1, 1).saturating_add(jiff::Span::new().days(n));
        let holidays: BankHolidays = off.into_iter().map(day).collect();
        let until = add_working_days(day(start), 3, &holidays).unwrap();
        let reminder = remind_on(until, &holidays);
        prop_assert!(is_working_day(reminder, &holidays));
        prop_assert_eq!(add_working_days(reminder, 1, &holidays), Some(until));
    }

    #[test]
    fn capitals_and_tags_make_no_other_mailbox(local in "[a-z]{1,8}", tag in "[a-z0-9]{0,6}") {
        let plain = format!("{local}@example.org");
        let tagged = format!("{}+{tag}@Example.ORG", local.to_uppercase());
        prop_assert!(is_same_mailbox(&plain, &tagged));
        let other = format!("x{local}@example.org");
        prop_assert!(!is_same_mailbox(&plain, &other));
    }
}
