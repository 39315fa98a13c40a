use super::*;
use crate::NotFromHere;
use crate::access::{Role, RoleSet};
use crate::application::{Application, Status, Withhold};
use crate::form::QuestionId;
use crate::id::{ApplicationId, OrganisationId, PersonId};
use crate::round::{Check, CheckMethod, Reason, Round, Status as RoundStatus, sample};
use crate::value::{BankHolidays, Instant};
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

const DAY_ONE: &str = "2026-07-01T10:00:00Z";
const LONG: &str = "The bus route was moved in June, so that people from the target streets now \
                    reach the hall in ten minutes, and the group has shown us its register, which \
                    bears that out for most members.";

fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn check(code: &str, method: CheckMethod, conditional: bool, override_by: &[Role]) -> Check {
    Check {
        code: code.to_owned(),
        title: format!("Check {code}"),
        method,
        reasons: vec![Reason { code: "wrong".to_owned(), text: "It is wrong.".to_owned() }],
        conditional,
        override_by: override_by.to_vec(),
    }
}

/// A round in screening with an area check, a conditional check and a safeguarding check.
fn round() -> Round {
    let mut round = sample::draft();
    round.status = RoundStatus::Screening;
    round.settings.dates.review_working_days = 10;
    round.settings.eligibility.checks = vec![
        check("EL06", CheckMethod::Area, false, &[Role::Director]),
        check("EL04", CheckMethod::Manual, true, &[Role::ChiefFinanceOfficer]),
        check("EL08", CheckMethod::Manual, true, &[Role::SafeguardingLead, Role::Director]),
        check("EL05", CheckMethod::Amount, false, &[]),
    ];
    round
}

fn application(round: &Round) -> Application {
    Application {
        id: ApplicationId(Uuid::from_u128(70)),
        version: 1,
        round: round.id,
        organisation: OrganisationId(Uuid::from_u128(71)),
        organisation_name: "Example Hall".to_owned(),
        title: "Evenings".to_owned(),
        status: Status::Submitted,
        reference: Some("EX-2627-R1-001".to_owned()),
        started_by: person(60),
        started_at: at("2026-06-02T09:00:00Z"),
        submitted_at: Some(at("2026-06-03T09:00:00Z")),
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

/// A screening under way, with short words for what people do in it.
struct World {
    round: Round,
    holidays: BankHolidays,
    now: Instant,
    bid: Bid,
}

impl World {
    fn new() -> Self {
        let round = round();
        let bid = start(&application(&round), &round).unwrap();
        Self { bid, round, holidays: BankHolidays::new(), now: at(DAY_ONE) }
    }

    fn step(&self, by: u128) -> Step<'_> {
        Step { round: &self.round, by: person(by), at: self.now, holidays: &self.holidays }
    }

    fn take(&mut self, outcome: Stepped) -> Result<(), ScreeningRefused> {
        self.bid = outcome?;
        Ok(())
    }

    fn record(&mut self, by: u128, code: &str, found: CheckResult) -> Result<(), ScreeningRefused> {
        let next = record_check(self.bid.clone(), self.step(by), code, found, "Seen.", false);
        self.take(next)
    }

    fn fails(&mut self, by: u128, code: &str) -> Result<(), ScreeningRefused> {
        self.record(by, code, CheckResult::Fail { reasons: vec!["wrong".to_owned()] })
    }

    fn passes(&mut self, by: u128, code: &str) -> Result<(), ScreeningRefused> {
        self.record(by, code, CheckResult::Pass { condition: None })
    }

    fn ineligible(mut self, code: &str) -> Self {
        for other in ["EL06", "EL04", "EL08", "EL05"] {
            self.passes(1, other).unwrap();
        }
        self.fails(1, code).unwrap();
        let next = propose(self.bid.clone(), self.step(1));
        self.take(next).unwrap();
        let next = confirm(self.bid.clone(), self.step(2));
        self.take(next).unwrap();
        self
    }

    fn overrides(&mut self, by: u128, code: &str, role: Role) -> Result<(), ScreeningRefused> {
        self.overrides_on(by, code, role, &["Adopt a policy before the agreement."])
    }

    fn overrides_on(
        &mut self,
        by: u128,
        code: &str,
        role: Role,
        conditions: &[&str],
    ) -> Result<(), ScreeningRefused> {
        let say = Overriding {
            check: code,
            role,
            holds: RoleSet::EMPTY.with(role),
            reason: LONG,
            conditions: conditions.iter().map(|one| (*one).to_owned()).collect(),
        };
        let next = override_check(self.bid.clone(), self.step(by), say);
        self.take(next)
    }
}

#[test]
fn a_fail_is_confirmed_by_another_person() {
    let world = World::new().ineligible("EL06");
    assert_eq!(world.bid.application.status, Status::Ineligible);
    assert_eq!(world.bid.screening.reason_codes(), ["EL06:wrong"]);
}

#[test]
fn nobody_confirms_their_own_proposal() {
    let mut world = World::new();
    world.fails(1, "EL06").unwrap();
    let next = propose(world.bid.clone(), world.step(3));
    world.take(next).unwrap();
    for first in [1, 3] {
        let refused = confirm(world.bid.clone(), world.step(first));
        assert_eq!(refused, Err(ScreeningRefused::SamePerson));
    }
}

#[test]
fn a_fail_needs_a_coded_reason_of_its_check() {
    let mut world = World::new();
    let none = world.record(1, "EL06", CheckResult::Fail { reasons: vec![] });
    assert_eq!(none, Err(ScreeningRefused::ReasonMissing("EL06".to_owned())));
    let reasons = vec!["not_a_reason".to_owned()];
    let unknown = world.record(1, "EL06", CheckResult::Fail { reasons });
    assert!(matches!(unknown, Err(ScreeningRefused::NoSuchReason { .. })));
}

#[test]
fn what_was_computed_to_fail_is_not_passed_by_one_person() {
    let world = World::new();
    for found in [CheckResult::Pass { condition: None }, CheckResult::NotApplicable] {
        let refused = record_check(world.bid.clone(), world.step(1), "EL06", found, "Fine.", true);
        assert_eq!(refused, Err(ScreeningRefused::ComputedFail("EL06".to_owned())));
    }
}

#[test]
fn a_rejected_proposal_sends_the_check_back_to_be_looked_at() {
    let mut world = World::new();
    world.fails(1, "EL04").unwrap();
    let next = propose(world.bid.clone(), world.step(1));
    world.take(next).unwrap();
    let next = reject(world.bid.clone(), world.step(2), "The account is the group's.");
    world.take(next).unwrap();
    assert_eq!(world.bid.application.status, Status::Screening);
    assert_eq!(world.bid.screening.check("EL04").unwrap().status, CheckStatus::Todo);
}

#[test]
fn a_bid_goes_on_only_when_every_check_lets_it() {
    let mut world = World::new();
    for code in ["EL06", "EL04", "EL08"] {
        world.passes(1, code).unwrap();
    }
    let refused = pass(world.bid.clone(), world.step(1));
    assert_eq!(refused, Err(ScreeningRefused::Unfinished(vec!["EL05".to_owned()])));
    world.passes(1, "EL05").unwrap();
    let next = pass(world.bid.clone(), world.step(1));
    world.take(next).unwrap();
    assert_eq!(world.bid.application.status, Status::Eligible);
    assert!(!world.bid.application.conditional);
}

#[test]
fn a_check_passes_on_a_condition_only_where_the_round_says_so() {
    let mut world = World::new();
    let on = |text: &str| CheckResult::Pass { condition: Some(text.to_owned()) };
    assert!(world.record(1, "EL06", on("Move.")).is_err());
    assert_eq!(
        world.record(1, "EL08", on("Write a policy.")),
        Err(ScreeningRefused::NoCondition("EL08".to_owned()))
    );
    world.record(1, "EL04", on("Open an account.")).unwrap();
    for code in ["EL06", "EL08", "EL05"] {
        world.passes(1, code).unwrap();
    }
    let next = pass(world.bid.clone(), world.step(1));
    world.take(next).unwrap();
    assert!(world.bid.application.conditional);
}

#[test]
fn a_text_is_kept_to_its_length_and_one_character_more_is_refused() {
    let world = World::new();
    let text = |count| "x".repeat(count);
    let noted = |count| {
        let (bid, found) = (world.bid.clone(), CheckResult::NotApplicable);
        record_check(bid, world.step(1), "EL06", found, &text(count), false)
    };
    assert!(noted(LONGEST_TEXT).is_ok());
    let too_long = noted(LONGEST_TEXT + 1).unwrap_err();
    let (text_of, count) = (Text::Result("EL06".to_owned()), LONGEST_TEXT + 1);
    assert_eq!(too_long, ScreeningRefused::TooLong { text: text_of, count, most: LONGEST_TEXT });

    let mut world = World::new().ineligible("EL06");
    let refused = world.overrides_on(3, "EL06", Role::Director, &[&text(LONGEST_LINE + 1)]);
    assert!(matches!(refused, Err(ScreeningRefused::TooLong { text: Text::Conditions, .. })));
    let grounds = ask_for_review(world.bid.clone(), world.step(60), &text(LONGEST_GROUNDS + 1));
    assert!(matches!(grounds, Err(ScreeningRefused::TooLong { text: Text::Grounds, .. })));
}

#[test]
fn the_review_window_counts_working_days() {
    // From Wednesday 1 July 2026, ten working days end on Wednesday 15 July.
    let mut world = World::new().ineligible("EL06");
    let until = world.bid.screening.confirmed().unwrap().review_until;
    assert_eq!(until, date(2026, 7, 15));
    world.now = at("2026-07-15T22:59:59Z");
    assert!(ask_for_review(world.bid.clone(), world.step(60), "We moved.").is_ok());
    world.now = at("2026-07-15T23:00:00Z");
    let late = ask_for_review(world.bid.clone(), world.step(60), "We moved.");
    assert_eq!(late, Err(ScreeningRefused::TooLate(until)));
}

#[test]
fn a_review_is_asked_for_once_and_answered_by_somebody_who_took_no_part() {
    let mut world = World::new().ineligible("EL06");
    let next = ask_for_review(world.bid.clone(), world.step(60), "We moved.");
    world.take(next).unwrap();
    let again = ask_for_review(world.bid.clone(), world.step(60), "Again.");
    assert_eq!(again, Err(ScreeningRefused::ReviewAskedBefore));
    for involved in [1, 2] {
        let refused = answer_review(world.bid.clone(), world.step(involved), true, LONG);
        assert_eq!(refused, Err(ScreeningRefused::SamePerson));
    }
    let short = answer_review(world.bid.clone(), world.step(9), true, "You are right.");
    assert!(matches!(short, Err(ScreeningRefused::TooShort { count: 3, least: 30 })));
    let next = answer_review(world.bid.clone(), world.step(9), true, LONG);
    world.take(next).unwrap();
    assert_eq!(world.bid.application.status, Status::Screening);
    assert_eq!(world.bid.screening.check("EL06").unwrap().status, CheckStatus::Todo);
}

#[test]
fn a_result_that_stands_cannot_be_reviewed_again() {
    let mut world = World::new().ineligible("EL06");
    let next = ask_for_review(world.bid.clone(), world.step(60), "We moved.");
    world.take(next).unwrap();
    let next = answer_review(world.bid.clone(), world.step(9), false, LONG);
    world.take(next).unwrap();
    assert_eq!(world.bid.application.status, Status::Ineligible);
    let again = ask_for_review(world.bid.clone(), world.step(60), "Again.");
    assert_eq!(again, Err(ScreeningRefused::ReviewAskedBefore));
}

#[test]
fn the_authority_that_the_check_names_overrides_it() {
    let mut world = World::new().ineligible("EL06");
    let wrong = world.overrides_on(9, "EL06", Role::ChiefFinanceOfficer, &[]);
    assert_eq!(wrong, Err(ScreeningRefused::NotYourAuthority("EL06".to_owned())));
    let screener = world.overrides_on(1, "EL06", Role::Director, &[]);
    assert_eq!(screener, Err(ScreeningRefused::SamePerson));
    world.overrides_on(9, "EL06", Role::Director, &[]).unwrap();
    assert_eq!(world.bid.application.status, Status::Screening);
    let record = world.bid.screening.overrides.last().unwrap();
    assert_eq!((record.old, record.new), (CheckStatus::Fail, CheckStatus::Overridden));
}

#[test]
fn a_check_that_nobody_may_override_stays_failed() {
    let mut world = World::new().ineligible("EL05");
    let refused = world.overrides_on(9, "EL05", Role::Director, &[]);
    assert_eq!(refused, Err(ScreeningRefused::NoOverride("EL05".to_owned())));
}

#[test]
fn a_failed_safeguarding_check_needs_two_authorities_and_conditions() {
    let mut world = World::new().ineligible("EL08");
    let bare = world.overrides_on(8, "EL08", Role::SafeguardingLead, &[]);
    assert_eq!(bare, Err(ScreeningRefused::ConditionsMissing("EL08".to_owned())));
    world.overrides(8, "EL08", Role::SafeguardingLead).unwrap();
    assert_eq!(world.bid.application.status, Status::Ineligible);
    let both = world.overrides(8, "EL08", Role::Director);
    assert_eq!(both, Err(ScreeningRefused::AgreedAlready));
    world.overrides(9, "EL08", Role::Director).unwrap();
    let next = pass(world.bid.clone(), world.step(1));
    world.take(next).unwrap();
    assert!(world.bid.application.conditional);
}

#[test]
fn a_group_is_asked_for_named_answers_and_has_five_working_days() {
    let mut world = World::new();
    world.record(1, "EL04", CheckResult::NeedsInformation).unwrap();
    let question = world.round.form.questions().next().unwrap().id.clone();
    let item = |questions: Vec<QuestionId>| Item {
        check: "EL04".to_owned(),
        questions,
        text: "Whose account is it?".to_owned(),
    };
    let none = ask_for_information(world.bid.clone(), world.step(1), vec![item(vec![])]);
    assert_eq!(none, Err(ScreeningRefused::NoQuestion("EL04".to_owned())));
    let next = ask_for_information(world.bid.clone(), world.step(1), vec![item(vec![question])]);
    world.take(next).unwrap();
    assert_eq!(world.bid.application.status, Status::InfoRequested);
    assert_eq!(world.bid.screening.open_request().unwrap().until, date(2026, 7, 8));
    let early = expire_information(world.bid.clone(), at("2026-07-08T20:00:00Z"));
    assert!(matches!(early, Err(ScreeningRefused::StillTime(_))));
    let late = give_information(world.bid.clone(), at("2026-07-09T06:00:00Z"));
    assert!(matches!(late, Err(ScreeningRefused::TooLate(_))));
    let answered = give_information(world.bid.clone(), at("2026-07-08T20:00:00Z")).unwrap();
    assert_eq!(answered.application.status, Status::Screening);
    assert_eq!(answered.screening.check("EL04").unwrap().status, CheckStatus::Todo);
}

#[test]
fn nothing_puts_right_where_a_bid_happens() {
    let mut world = World::new();
    let refused = world.record(1, "EL06", CheckResult::NeedsInformation);
    assert_eq!(refused, Err(ScreeningRefused::NotCurable("EL06".to_owned())));
}

#[test]
fn results_stay_as_they_are_once_moderation_has_begun() {
    let mut world = World::new().ineligible("EL06");
    world.round.status = RoundStatus::Moderating;
    let refused = world.overrides_on(9, "EL06", Role::Director, &[]);
    assert_eq!(refused, Err(ScreeningRefused::RoundNotScreening("moderating")));
}

#[test]
fn a_bid_that_was_not_sent_is_not_screened() {
    let round = round();
    let draft = Application { status: Status::Draft, ..application(&round) };
    let refused = start(&draft, &round);
    let expected = NotFromHere { from: "draft", mv: "StartScreening" };
    assert_eq!(refused, Err(ScreeningRefused::NotFromHere(expected)));
}

#[derive(Clone, Debug)]
enum Call {
    Fail(u128, usize),
    Pass(u128, usize),
    Query(u128, usize),
    Propose(u128),
    Reject(u128),
    Confirm(u128),
    GoOn(u128),
    AskReview,
    Answer(u128, bool),
    Override(u128, usize, Role),
}

fn calls() -> impl Strategy<Value = Vec<Call>> {
    let who = || 1..4_u128;
    let which = || 0..4_usize;
    let role = proptest::sample::select(Role::ALL);
    let call = prop_oneof![
        3 => (who(), which()).prop_map(|(by, check)| Call::Fail(by, check)),
        4 => (who(), which()).prop_map(|(by, check)| Call::Pass(by, check)),
        1 => (who(), which()).prop_map(|(by, check)| Call::Query(by, check)),
        3 => who().prop_map(Call::Propose),
        1 => who().prop_map(Call::Reject),
        4 => who().prop_map(Call::Confirm),
        3 => who().prop_map(Call::GoOn),
        2 => Just(Call::AskReview),
        2 => (who(), any::<bool>()).prop_map(|(by, reinstate)| Call::Answer(by, reinstate)),
        3 => (who(), which(), role).prop_map(|(by, check, role)| Call::Override(by, check, role)),
    ];
    proptest::collection::vec(call, 0..60)
}

proptest! {
    #[test]
    fn no_order_of_calls_makes_a_result_by_one_person(calls in calls()) {
        let codes = ["EL06", "EL04", "EL08", "EL05"];
        let mut world = World::new();
        for call in calls {
            let before = world.bid.clone();
            let code = |check: usize| codes.get(check).copied().unwrap_or("EL06");
            let _refused_or_done = match call {
                Call::Fail(by, check) => world.fails(by, code(check)),
                Call::Pass(by, check) => world.passes(by, code(check)),
                Call::Query(by, check) => {
                    world.record(by, code(check), CheckResult::NeedsInformation)
                }
                Call::Propose(by) => {
                    let next = propose(world.bid.clone(), world.step(by));
                    world.take(next)
                }
                Call::Reject(by) => {
                    let next = reject(world.bid.clone(), world.step(by), "No.");
                    world.take(next)
                }
                Call::Confirm(by) => {
                    let next = confirm(world.bid.clone(), world.step(by));
                    world.take(next)
                }
                Call::GoOn(by) => {
                    let next = pass(world.bid.clone(), world.step(by));
                    world.take(next)
                }
                Call::AskReview => {
                    let next = ask_for_review(world.bid.clone(), world.step(60), "Please.");
                    world.take(next)
                }
                Call::Answer(by, reinstate) => {
                    let next = answer_review(world.bid.clone(), world.step(by), reinstate, LONG);
                    world.take(next)
                }
                Call::Override(by, check, role) => world.overrides(by, code(check), role),
            };
            let (from, to) = (before.application.status, world.bid.application.status);
            if to == Status::Ineligible && from != to {
                let proposal = world.bid.screening.proposal.as_ref();
                let proposal = proposal.expect("a confirmed result has its proposal");
                let confirmed = proposal.confirmed.as_ref().expect("it is confirmed");
                prop_assert_ne!(proposal.by, confirmed.by);
                for failed in world.bid.screening.in_state(CheckStatus::Fail) {
                    prop_assert_ne!(failed.by, Some(confirmed.by));
                }
            }
            if to == Status::Eligible && from != to {
                prop_assert!(world.bid.screening.checks.iter().all(|one| one.status.lets_go_on()));
            }
            for one in world.bid.screening.overrides.iter().filter(|one| one.complete_at.is_some()) {
                let mut people: Vec<PersonId> = one.consents.iter().map(|say| say.by).collect();
                people.sort_unstable();
                people.dedup();
                prop_assert_eq!(people.len(), one.consents.len());
                if one.check == "EL08" {
                    prop_assert_eq!(people.len(), 2);
                    prop_assert!(!one.conditions.is_empty());
                }
            }
            prop_assert!(before.screening.took_part.is_subset(&world.bid.screening.took_part));
        }
    }
}
