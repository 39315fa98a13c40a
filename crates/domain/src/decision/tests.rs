use super::sample::*;
use super::*;
use crate::access::Standing;
use crate::audit::{By, Entry, Recorded};
use crate::award::Award;
use crate::id::{AwardId, EntryId};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

fn entry(event: &'static str, by: u128) -> Recorded {
    let entry = Entry::application(round().id, bid(1), event);
    Recorded {
        id: EntryId(Uuid::nil()),
        stream: entry.stream,
        seq: 1,
        round: entry.round,
        event: event.to_owned(),
        facts: entry.facts,
        by: By { person: Some(person(by)), roles: Vec::new() },
        at: noon(),
        request: Uuid::nil(),
    }
}

fn sign(decision: Decision, by: u128, parts: &Parts) -> Result<Decision, DecisionRefused> {
    let (standings, facts) = (clear(&decision), facts(&decision));
    let approver = judge(by, post(APPROVER, SUBSTITUTE), parts, &standings);
    decision.sign(&approver, &round(), &facts, noon())
}

fn revision(item: &Item) -> Revision {
    Revision {
        outcome: item.outcome,
        amount: item.amount,
        reason: item.reason.unwrap(),
        public_reason: item.public_reason.clone(),
        departure_reason: item.departure_reason.clone(),
        conditions: item.conditions.clone(),
        feedback: item.feedback.text.clone(),
    }
}

#[test]
fn a_complete_decision_is_signed_by_the_approver() {
    let signed = sign(commented(prepared(vec![funded(1, 5_000)])), APPROVER, &Parts::default());
    let signature = signed.unwrap().signature.unwrap();
    assert_eq!((signature.by, signature.as_substitute), (person(APPROVER), false));
}

#[test]
fn the_substitute_signs_in_the_name_of_a_substitute() {
    let signed = sign(commented(prepared(vec![funded(1, 5_000)])), SUBSTITUTE, &Parts::default());
    assert!(signed.unwrap().signature.unwrap().as_substitute);
}

#[test]
fn nobody_signs_before_the_finance_officer_has_commented() {
    let refused = sign(prepared(vec![funded(1, 5_000)]), APPROVER, &Parts::default());
    assert!(matches!(refused, Err(DecisionRefused::NotFromHere(_))));
}

#[test]
fn a_change_after_the_comment_needs_another_comment() {
    let decision = commented(prepared(vec![funded(1, 5_000)]));
    let revision = revision(&decision.items[0]);
    let changed = decision.revise(bid(1), revision).unwrap();
    assert_eq!((changed.status, &changed.comment), (Status::Draft, &None));
}

#[test]
fn a_signed_decision_is_never_changed() {
    let decision = signed(prepared(vec![funded(1, 5_000)]));
    let revision = revision(&decision.items[0]);
    assert!(matches!(decision.revise(bid(1), revision), Err(DecisionRefused::NotFromHere(_))));
}

#[test]
fn nobody_signs_what_they_prepared_or_commented_on() {
    let decision = commented(prepared(vec![funded(1, 5_000)]));
    for by in [OFFICER, FINANCE] {
        let (parts, standings, facts) = (Parts::default(), clear(&decision), facts(&decision));
        let approver = judge(by, post(by, SUBSTITUTE), &parts, &standings);
        let refused = decision.clone().sign(&approver, &round(), &facts, noon());
        assert_eq!(refused, Err(DecisionRefused::EarlierPart));
    }
}

#[test]
fn somebody_whom_the_round_does_not_name_cannot_sign() {
    let refused = sign(commented(prepared(vec![funded(1, 5_000)])), 99, &Parts::default());
    assert_eq!(refused, Err(DecisionRefused::NotNamed));
}

#[test]
fn an_approver_with_an_interest_leaves_it_to_the_substitute() {
    let decision = commented(prepared(vec![funded(1, 5_000), funded(2, 5_000)]));
    let (parts, facts) = (Parts::default(), facts(&decision));
    let mut standings = clear(&decision);
    standings.insert(bid(2), Standing::Recused);
    let approver = judge(APPROVER, post(APPROVER, SUBSTITUTE), &parts, &standings);
    let refused = decision.clone().sign(&approver, &round(), &facts, noon());
    assert_eq!(refused, Err(DecisionRefused::KeptAway(1)));
    assert!(sign(decision, SUBSTITUTE, &parts).is_ok());
}

#[test]
fn an_approver_declares_interests_before_signing() {
    let decision = commented(prepared(vec![funded(1, 5_000)]));
    let (parts, none, facts) = (Parts::default(), BTreeMap::new(), facts(&decision));
    let approver = judge(APPROVER, post(APPROVER, SUBSTITUTE), &parts, &none);
    let refused = decision.sign(&approver, &round(), &facts, noon());
    assert_eq!(refused, Err(DecisionRefused::NotDeclared(1)));
}

#[test]
fn no_award_is_signed_without_clear_due_diligence_for_its_amount() {
    let decision = commented(prepared(vec![funded(1, 5_000)]));
    let (parts, standings) = (Parts::default(), clear(&decision));
    let approver = judge(APPROVER, post(APPROVER, SUBSTITUTE), &parts, &standings);
    let with = |due_diligence| {
        let facts =
            BTreeMap::from([(bid(1), FundingFacts { due_diligence, ..FundingFacts::default() })]);
        decision.clone().sign(&approver, &round(), &facts, noon()).unwrap_err()
    };
    assert_eq!(with(None), DecisionRefused::NoDueDiligence(vec![bid(1)]));
    let amount = decision.items[0].amount;
    assert_eq!(with(Some((amount, false))), DecisionRefused::FailedDueDiligence(vec![bid(1)]));
    let less = Some((Pence::from_pounds(4_000), true));
    assert_eq!(with(less), DecisionRefused::DueDiligenceForLess(vec![bid(1)]));
}

#[test]
fn a_condition_set_after_it_was_prepared_is_taken_over_before_it_is_signed() {
    let decision = commented(prepared(vec![funded(1, 5_000)]));
    let (parts, standings) = (Parts::default(), clear(&decision));
    let approver = judge(APPROVER, post(APPROVER, SUBSTITUTE), &parts, &standings);
    let mut set = facts(&decision);
    set.get_mut(&bid(1)).unwrap().conditions = vec!["See the insurance".to_owned()];
    let refused = decision.clone().sign(&approver, &round(), &set, noon());
    assert_eq!(refused, Err(DecisionRefused::ConditionsLeftOut(vec![bid(1)])));
    let decision = decision.brought_up_to_date(&set).unwrap();
    assert_eq!(decision.items[0].conditions.last().unwrap(), "See the insurance");
    assert!(decision.comment.is_none(), "finance reads it again");
    let twice = decision.clone().brought_up_to_date(&set).unwrap();
    assert_eq!(twice.items[0].conditions, decision.items[0].conditions);
    assert!(commented(decision).sign(&approver, &round(), &set, noon()).is_ok());
}

#[test]
fn every_bid_that_awaits_a_decision_is_in_it() {
    let decision = commented(prepared(vec![funded(1, 5_000)]));
    let (parts, standings) = (Parts::default(), clear(&decision));
    let approver = judge(APPROVER, post(APPROVER, SUBSTITUTE), &parts, &standings);
    let mut more = facts(&decision);
    more.insert(bid(2), FundingFacts::default());
    let refused = decision.clone().sign(&approver, &round(), &more, noon());
    assert_eq!(refused, Err(DecisionRefused::LeftOut(1)));
    let refused = decision.sign(&approver, &round(), &BTreeMap::new(), noon());
    assert_eq!(refused, Err(DecisionRefused::NotDecidable(1)));
}

#[test]
fn each_bid_needs_a_reason_for_the_public() {
    let silent = Item { public_reason: "  ".to_owned(), ..funded(1, 5_000) };
    let refused = sign(commented(prepared(vec![silent])), APPROVER, &Parts::default());
    let fault = (bid(1), ItemFault::PublicReasonMissing);
    assert_eq!(refused, Err(DecisionRefused::Incomplete(vec![fault])));
}

#[test]
fn a_departure_from_the_panel_needs_a_public_reason_of_its_own() {
    let funded_against = Item {
        outcome: Outcome::Fund,
        amount: Pence::from_pounds(5_000),
        reason: Some(Reason::DepartsFromPanel),
        ..declined(1, 5_000)
    };
    let limits = (Pence::from_pounds(250), Pence::from_pounds(10_000));
    assert_eq!(funded_against.faults(limits, true), [ItemFault::DepartureReasonMissing]);
    let said = Some("Nobody else works in that village.".to_owned());
    let said = Item { departure_reason: said, ..funded_against };
    assert_eq!(said.faults(limits, true), []);
}

#[test]
fn less_than_recommended_is_a_departure_too() {
    let item = Item { amount: Pence::from_pounds(4_000), ..funded(1, 5_000) };
    assert_eq!(item.departure(), Some(Departure::Amount));
}

#[test]
fn a_group_that_gets_nothing_now_gets_feedback() {
    let mut item = declined(1, 5_000);
    item.feedback.text = String::new();
    let limits = (Pence::from_pounds(250), Pence::from_pounds(10_000));
    assert_eq!(item.faults(limits, true), [ItemFault::FeedbackMissing]);
}

#[test]
fn whoever_screened_marked_chaired_or_recommended_is_barred() {
    let events = [
        "screening.confirmed",
        "assessment.submitted",
        "moderation.agreed",
        "panel.line",
        "panel.recommended",
        "round.recommended",
    ];
    for event in events {
        assert!(Parts::taken(&[entry(event, 5)]).barred(person(5)), "{event}");
    }
    for event in ["application.submitted", "screening.review_asked", "due_diligence.recorded"] {
        assert!(!Parts::taken(&[entry(event, 5)]).barred(person(5)), "{event}");
    }
}

#[test]
fn the_reserve_list_gives_way_first_come_first_while_money_is_free() {
    let decision = signed(prepared(vec![funded(1, 10_000), reserved(2, 2_000)]));
    let award = |pounds: i32, status| Award {
        id: AwardId(Uuid::nil()),
        version: 1,
        round: decision.round,
        decision: decision.id,
        application: bid(1),
        organisation: decision.items[0].organisation,
        status,
        recipient: String::new(),
        amount: Pence::from_pounds(pounds),
        purpose: String::new(),
        conditions: Vec::new(),
        reason: String::new(),
        withhold: crate::application::Withhold::Nothing,
        drafted_at: noon(),
        offered_at: None,
        accept_by: None,
    };
    let (parts, standings) = (Parts::default(), clear(&decision));
    let approver = judge(APPROVER, post(APPROVER, SUBSTITUTE), &parts, &standings);
    let two = Pence::from_pounds(2_000);
    let with = |awards: &[Award], at| {
        let list = reserve_list(&decision, Some(60), awards, &BTreeSet::new());
        promote(&decision, &approver, bid(2), two, "Money came back.", &list, at)
    };
    let bound = [award(41_000, crate::award::Status::Offered)];
    let free = Pence::from_pounds(1_000);
    assert_eq!(with(&bound, noon()), Err(DecisionRefused::NotFree { free }));
    let lapsed = [award(41_000, crate::award::Status::Lapsed)];
    let promoted = with(&lapsed, noon()).unwrap();
    assert_eq!(promoted.promotions.len(), 1);
    assert!(reserve_list(&promoted, None, &lapsed, &BTreeSet::new()).waiting.is_empty());
    let late = crate::round::sample::at("2026-09-29T11:00:00Z");
    assert!(matches!(with(&lapsed, late), Err(DecisionRefused::ReserveExpired(_))));
}

#[test]
fn a_bid_that_is_out_holds_nobody_up_on_the_reserve_list() {
    let decision = signed(prepared(vec![reserved(1, 2_000), reserved(2, 2_000)]));
    let first = |out: &BTreeSet<ApplicationId>| {
        reserve_list(&decision, None, &[], out).waiting.first().map(|item| item.application)
    };
    assert_eq!(first(&BTreeSet::new()), Some(bid(1)));
    assert_eq!(first(&BTreeSet::from([bid(1)])), Some(bid(2)));
}

#[test]
fn whoever_could_sign_may_send_back() {
    let decision = commented(prepared(vec![funded(1, 5_000)]));
    let (parts, standings) = (Parts::default(), clear(&decision));
    let by = |person| {
        let judge = judge(person, post(APPROVER, SUBSTITUTE), &parts, &standings);
        may_send_back(&judge, Some(&decision), [bid(1)])
    };
    assert_eq!(by(APPROVER), Ok(()));
    assert_eq!(by(SUBSTITUTE), Ok(()));
    assert_eq!(by(FINANCE), Err(DecisionRefused::NotNamed));
    let judge = judge(APPROVER, post(APPROVER, SUBSTITUTE), &parts, &standings);
    let undeclared = may_send_back(&judge, None, [bid(1), bid(2)]);
    assert_eq!(undeclared, Err(DecisionRefused::NotDeclared(1)));
}

#[test]
fn nothing_is_announced_before_it_is_signed() {
    let decision = commented(prepared(vec![funded(1, 5_000)]));
    let none = BTreeMap::new();
    let refused = check_rows(&decision, &none, &BTreeMap::new());
    assert!(matches!(refused, Err(DecisionRefused::NotFromHere(_))));
}

#[test]
fn each_letter_is_checked_before_any_is_sent() {
    let decision = signed(prepared(vec![funded(1, 5_000), declined(2, 3_000)]));
    let contact = |email: &str| Contact { name: "Somebody".into(), email: email.into() };
    let contacts =
        BTreeMap::from([(bid(1), contact("a@example.org")), (bid(2), contact("nowhere"))]);
    let set = BTreeMap::from([(bid(1), vec!["Send the policy.".to_owned()])]);
    let rows = check_rows(&decision, &contacts, &set).unwrap();
    assert_eq!(rows[0].faults, [RowFault::ConditionMissing]);
    assert_eq!(rows[1].faults, [RowFault::NoAddress]);
}

fn outcomes() -> impl Strategy<Value = Vec<(bool, i32, u8)>> {
    prop::collection::vec((any::<bool>(), 250_i32..=10_000, 0_u8..3), 1..12)
}

proptest! {
    #[test]
    fn what_is_signed_never_awards_more_than_the_round_may_commit(bids in outcomes()) {
        let items: Vec<Item> = bids
            .iter()
            .zip(1_u128..)
            .map(|((fund, pounds, other), number)| match (fund, other) {
                (true, _) => funded(number, *pounds),
                (false, 0) => reserved(number, *pounds),
                (false, _) => declined(number, *pounds),
            })
            .collect();
        let decision = prepared(items);
        let total = decision.total().unwrap();
        let (parts, standings) = (Parts::default(), clear(&decision));
        let finance = judge(FINANCE, post(FINANCE, 21), &parts, &standings);
        let comment = decision.comment(&finance, "Seen.", noon());
        let signed = comment.and_then(|decision| sign(decision, APPROVER, &parts));
        let most = round().most_to_commit();
        prop_assert_eq!(signed.is_ok(), total <= most);
        if let Ok(signed) = signed {
            prop_assert!(signed.total().unwrap() <= most);
        }
    }

    #[test]
    fn nobody_signs_after_any_earlier_part_whatever_else_they_did(
        deeds in prop::collection::vec((0_usize..8, 28_u128..33), 0..20),
    ) {
        let events = [
            "screening.check", "assessment.saved", "moderation.agreed", "panel.meeting",
            "panel.recommended", "round.recommended", "application.late", "conflict.declared",
        ];
        let entries: Vec<Recorded> =
            deeds.iter().map(|(event, by)| entry(events[*event], *by)).collect();
        let parts = Parts::taken(&entries);
        let barred: BTreeSet<u128> =
            deeds.iter().filter(|(event, _)| *event < 6).map(|(_, by)| *by).collect();
        for by in [APPROVER, SUBSTITUTE] {
            let signed = sign(commented(prepared(vec![funded(1, 5_000)])), by, &parts);
            prop_assert_eq!(signed.is_ok(), !barred.contains(&by));
        }
    }

    #[test]
    fn a_total_that_cannot_be_held_is_over_the_budget(extra in 1_i64..1_000) {
        let huge = Item { amount: Pence::new(i64::MAX - extra), ..funded(1, 5_000) };
        let decision = prepared(vec![huge, funded(2, 10_000)]);
        let over = matches!(decision.sum(), Err(DecisionRefused::OverBudget { .. }));
        prop_assert!(over);
    }
}
