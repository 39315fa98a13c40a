use super::*;
use crate::application::{Application, Status, Withhold};
use crate::id::{ApplicationId, OrganisationId, PersonId, RoundId};
use crate::value::{Instant, Pence};
use proptest::prelude::*;
use std::collections::BTreeMap;
use uuid::Uuid;

fn at() -> Instant {
    Instant::parse("2026-07-29T09:00:00Z").unwrap()
}

fn officer() -> PersonId {
    PersonId(Uuid::from_u128(9))
}

fn application(status: Status) -> Application {
    Application {
        id: ApplicationId(Uuid::from_u128(1)),
        version: 4,
        round: RoundId(Uuid::from_u128(2)),
        organisation: OrganisationId(Uuid::from_u128(3)),
        organisation_name: "Invented Group".into(),
        title: "Evening activities".into(),
        status,
        reference: None,
        started_by: PersonId(Uuid::from_u128(4)),
        started_at: at(),
        submitted_at: None,
        submission: 1,
        reopened: false,
        requested: None,
        lead_area: None,
        withhold: Withhold::Nothing,
        withhold_reason: None,
        late_at: None,
        conditional: false,
        entered: None,
    }
}

fn satisfied() -> CheckResult {
    CheckResult { finding: Finding::Satisfied, note: String::new() }
}

fn all() -> BTreeMap<Check, CheckResult> {
    Check::ALL.iter().map(|check| (*check, satisfied())).collect()
}

fn report(pounds: i32, outcome: Outcome) -> Report {
    let amount = Pence::from_pounds(pounds);
    Report { amount, checks: all(), outcome, finance_note: None }
}

fn recorded(status: Status, report: Report) -> Result<Recorded, DueDiligenceRefused> {
    record(&application(status), None, report, officer(), at())
}

#[test]
fn a_clear_result_moves_a_recommended_bid_on() {
    let recorded = recorded(Status::Recommended, report(4_000, Outcome::Clear)).unwrap();
    assert_eq!(recorded.application.status, Status::DdClear);
    assert_eq!(recorded.due_diligence.band, Band::Small);
}

#[test]
fn a_fail_needs_a_reason_and_stops_the_bid() {
    let fail = |reason: &str| report(4_000, Outcome::Fail { reason: reason.to_owned() });
    let refused = recorded(Status::Recommended, fail(" "));
    assert_eq!(refused, Err(DueDiligenceRefused::NoReason));
    let failed = recorded(Status::Reserve, fail("It has no committee.")).unwrap();
    assert_eq!(failed.application.status, Status::DdFailed);
}

#[test]
fn a_bid_that_was_not_recommended_keeps_its_status() {
    let recorded = recorded(Status::NotRecommended, report(4_000, Outcome::Clear)).unwrap();
    assert_eq!(recorded.application.status, Status::NotRecommended);
}

#[test]
fn a_result_stands_as_recorded() {
    let first = recorded(Status::NotRecommended, report(4_000, Outcome::Clear)).unwrap();
    let again = report(4_000, Outcome::Clear);
    let application = application(Status::NotRecommended);
    let refused = record(&application, Some(&first.due_diligence), again, officer(), at());
    assert_eq!(refused, Err(DueDiligenceRefused::AlreadyRecorded));
}

#[test]
fn a_result_is_made_anew_after_the_decision_went_back_to_the_panel() {
    let first = recorded(Status::Recommended, report(4_000, Outcome::Clear)).unwrap();
    let application = application(Status::Recommended);
    let again = report(5_000, Outcome::Clear);
    let anew = record(&application, Some(&first.due_diligence), again, officer(), at()).unwrap();
    assert_eq!(anew.due_diligence.amount, Pence::from_pounds(5_000));
    assert_eq!(anew.application.status, Status::DdClear);
}

#[test]
fn after_the_decision_only_the_reserve_list_is_looked_at() {
    use crate::round::Status::{Announced, Moderating, Recommended};
    assert!(is_open(Recommended, Status::Recommended, false));
    assert!(is_open(Recommended, Status::NotRecommended, false));
    assert!(!is_open(Recommended, Status::NotRecommended, true));
    assert!(!is_open(Recommended, Status::DdClear, true));
    assert!(is_open(Announced, Status::Reserve, false));
    assert!(!is_open(Announced, Status::Recommended, false));
    assert!(!is_open(Moderating, Status::Recommended, false));
}

#[test]
fn a_concern_is_not_simply_clear() {
    let mut report = report(4_000, Outcome::Clear);
    let note = "Its last accounts are late.".to_owned();
    report.checks.insert(Check::Accounts, CheckResult { finding: Finding::Concern, note });
    let refused = recorded(Status::Recommended, report.clone());
    assert_eq!(refused, Err(DueDiligenceRefused::ConcernOpen(Check::Accounts)));
    let conditions = vec!["Send the accounts before the first payment.".to_owned()];
    report.outcome = Outcome::ClearWithConditions { conditions };
    assert!(recorded(Status::Recommended, report).is_ok());
}

#[test]
fn what_an_amount_needs_cannot_be_left_out_or_aside() {
    let mut missing = report(20_000, Outcome::Clear);
    missing.checks.remove(&Check::Reference);
    let refused = recorded(Status::Recommended, missing);
    assert_eq!(refused, Err(DueDiligenceRefused::CheckMissing(Check::Reference)));
    let mut aside = report(30_000, Outcome::Clear);
    let note = "No children take part.".to_owned();
    aside.checks.insert(Check::Safeguarding, CheckResult { finding: Finding::NotRelevant, note });
    let refused = recorded(Status::Recommended, aside.clone());
    assert_eq!(refused, Err(DueDiligenceRefused::CheckNeeded(Check::Safeguarding)));
    aside.amount = Pence::from_pounds(20_000);
    assert!(recorded(Status::Recommended, aside).is_ok());
}

#[test]
fn a_band_ends_with_its_highest_amount() {
    assert_eq!(Band::of(Pence::new(500_000)), Band::Small);
    assert_eq!(Band::of(Pence::new(500_001)), Band::Middle);
    assert_eq!(Band::of(Pence::new(2_500_000)), Band::Middle);
    assert_eq!(Band::of(Pence::new(2_500_001)), Band::Large);
}

proptest! {
    #[test]
    fn more_money_never_needs_fewer_checks(less in 1_i64..4_000_000, more in 1_i64..4_000_000) {
        let (less, more) = (less.min(more), less.max(more));
        let weight = |amount: i64, check: &Check| match check.need(Band::of(Pence::new(amount))) {
            Need::Optional => 0,
            Need::IfRelevant => 1,
            Need::Required => 2,
        };
        for check in Check::ALL {
            prop_assert!(weight(less, check) <= weight(more, check));
        }
    }

    #[test]
    fn only_a_bid_that_the_panel_dealt_with_is_recorded(at_status in 0..Status::ALL.len()) {
        let status = Status::ALL[at_status];
        let expected =
            matches!(status, Status::Recommended | Status::Reserve | Status::NotRecommended);
        prop_assert_eq!(recorded(status, report(4_000, Outcome::Clear)).is_ok(), expected);
    }
}
