//! Marking blind, the reveal, moderation, ranking and recommendation, from outside the crate.
#![expect(clippy::unwrap_used, reason = "a step that fails is a failed test")]

use almoner_domain::access::{Role, RoleSet, Standing};
use almoner_domain::application::{self, Application, Withhold};
use almoner_domain::assessment::{
    Assessment, AssessmentRefused, Assign, Completed, CriterionMark, HandBackReason, Kind, Marks,
    Module, Profile, Required, Status, assign, complete_module, expire, hand_back, is_complete,
    lock, overdue_before, required, revealed, save, submit, suggest, unlock, waive,
};
use almoner_domain::assessment::{Candidate, Need};
use almoner_domain::id::{ApplicationId, AssessmentId, OrganisationId, PersonId, RoundId};
use almoner_domain::moderation::{
    Agreeing, AgreementFault, Attendance, Combined, Contender, Left, Moderation, NotWhy, Outcome,
    PanelRefused, Position, Present, Proposal, ReasonCode, Rules, Split, Suggestion, Wish, agree,
    combine, finish, rank, recommend, record, set_line,
};
use almoner_domain::round::{self, Post, Posts, Round, RoundFile, TieBreak};
use almoner_domain::value::{Instant, Mark, Pence, Percent};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const TODAY: Date = date(2026, 7, 10);

fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

fn now() -> Instant {
    Instant::parse("2026-07-10T09:00:00Z").unwrap()
}

fn mark(number: u8) -> Mark {
    Mark::new(number).unwrap()
}

/// A fictional round with two criteria (60 and 40 per cent), two staff assessors, and one
/// community assessor in the north. Person 90 chairs, 91 is the substitute.
fn round(status: round::Status) -> Round {
    let RoundFile { round, form, .. } =
        RoundFile::parse(include_str!("../src/round/sample.toml")).unwrap();
    let chair = Some(Post { holder: person(90), substitute: Some(person(91)) });
    let posts = Posts { chair, ..Posts::default() };
    let id = RoundId(Uuid::from_u128(1));
    let round = Round::draft(id, round, form, posts, person(80), now()).unwrap();
    Round { status, ..round }
}

fn bid(number: u128, status: application::Status, area: &str) -> Application {
    Application {
        id: ApplicationId(Uuid::from_u128(number)),
        version: 1,
        round: RoundId(Uuid::from_u128(1)),
        organisation: OrganisationId(Uuid::from_u128(number)),
        organisation_name: "Example Group".into(),
        title: "Example project".into(),
        status,
        reference: None,
        started_by: person(70),
        started_at: now(),
        submitted_at: Some(now()),
        submission: 1,
        reopened: false,
        requested: Some(Pence::from_pounds(5_000)),
        lead_area: Some(area.into()),
        withhold: Withhold::Nothing,
        withhold_reason: None,
        late_at: None,
        conditional: false,
        entered: None,
    }
}

fn trained(number: u128) -> Profile {
    let done = Completed { on: date(2026, 1, 5), until: date(2027, 1, 5) };
    let mut profile =
        complete_module(&Profile::new(person(number)), Module::ALL, done, TODAY).unwrap();
    profile.zones.insert("north".into());
    profile
}

fn asking<'a>(
    round: &'a Round,
    application: &'a Application,
    existing: &'a [Assessment],
    profile: &'a Profile,
    kind: Kind,
) -> Assign<'a> {
    Assign {
        id: AssessmentId(Uuid::from_u128(100 + existing.len() as u128)),
        round,
        application,
        existing,
        profile,
        roles: RoleSet::EMPTY.with(Role::Assessor).with(Role::CommunityAssessor),
        kind,
        involved: None,
        standing: Standing::Undeclared,
        widened: None,
        by: person(80),
        at: now(),
        today: TODAY,
    }
}

/// Two staff assessments of a bid of the south, assigned.
fn pair(round: &Round) -> Vec<Assessment> {
    let round = &Round { status: round::Status::Assessing, ..round.clone() };
    let application = bid(1, application::Status::Eligible, "south");
    let mut all = Vec::new();
    for number in [11, 12] {
        let profile = trained(number);
        let one = assign(asking(round, &application, &all, &profile, Kind::Staff)).unwrap();
        all.push(one);
    }
    all
}

fn marks(need: u8, delivery: u8) -> Marks {
    let given = |number| CriterionMark { mark: Some(mark(number)), reason: "As answered".into() };
    Marks::from([("C1".into(), given(need)), ("C2".into(), given(delivery))])
}

/// Both of a pair, handed in and locked.
fn locked(round: &Round, given: [(u8, u8); 2]) -> Vec<Assessment> {
    let scoring = &round.settings.scoring;
    let all: Vec<Assessment> = pair(round)
        .iter()
        .zip(given)
        .map(|(one, (need, delivery))| {
            let saved = save(one, scoring, marks(need, delivery)).unwrap();
            submit(&saved, scoring, now()).unwrap()
        })
        .collect();
    lock(required(scoring, Some("south")), &all, now()).unwrap()
}

fn combined(round: &Round, given: [(u8, u8); 2]) -> Combined {
    let all = locked(round, given);
    let open = revealed(required(&round.settings.scoring, Some("south")), &all).unwrap();
    combine(&round.settings.scoring, &open).unwrap()
}

#[test]
fn a_bid_of_a_zone_with_a_quota_needs_community_assessors_too() {
    let scoring = round(round::Status::Assessing).settings.scoring;
    assert_eq!(required(&scoring, Some("north")), Required { staff: 2, community: 1 });
    assert_eq!(required(&scoring, Some("south")), Required { staff: 2, community: 0 });
    assert_eq!(required(&scoring, None), Required { staff: 2, community: 0 });
}

#[test]
fn nobody_is_assigned_without_complete_training_in_date() {
    let round = round(round::Status::Assessing);
    let application = bid(1, application::Status::Eligible, "south");
    let mut profile = trained(11);
    profile
        .modules
        .insert(Module::Scoring, Completed { on: date(2025, 1, 1), until: date(2026, 7, 9) });
    let refused = assign(asking(&round, &application, &[], &profile, Kind::Staff)).unwrap_err();
    assert_eq!(refused, AssessmentRefused::NotTrained(vec![Module::Scoring]));
}

#[test]
fn a_community_assessor_marks_another_zone_only_with_a_reason() {
    let round = round(round::Status::Assessing);
    let application = bid(1, application::Status::Eligible, "south");
    let profile = trained(11);
    let new = asking(&round, &application, &[], &profile, Kind::Community);
    assert_eq!(assign(new), Err(AssessmentRefused::OutsideZone));
    let blank = Assign { widened: Some("  "), ..new };
    assert_eq!(assign(blank), Err(AssessmentRefused::NoReason));
    let widened = assign(Assign { widened: Some("Nobody of that zone is free"), ..new }).unwrap();
    assert_eq!(widened.widened.as_deref(), Some("Nobody of that zone is free"));
    let home = bid(2, application::Status::Eligible, "north");
    assert!(assign(asking(&round, &home, &[], &profile, Kind::Community)).is_ok());
}

#[test]
fn an_assessment_ends_three_days_after_it_was_due_unless_it_is_handed_in() {
    let round = round(round::Status::Assessing);
    let [one, other] = <[Assessment; 2]>::try_from(pair(&round)).unwrap();
    let third = date(2026, 7, 23);
    assert_eq!(expire(&one, third), Err(AssessmentRefused::StillTime(date(2026, 7, 20))));
    let after = third.tomorrow().unwrap();
    assert_eq!(expire(&one, after).unwrap().status, Status::Expired);
    assert!(overdue_before(after) > one.due && overdue_before(third) <= one.due);
    let scoring = &round.settings.scoring;
    let sent = submit(&save(&other, scoring, marks(3, 4)).unwrap(), scoring, now()).unwrap();
    assert!(matches!(expire(&sent, after), Err(AssessmentRefused::NotFromHere(_))));
}

#[test]
fn who_is_assigned_after_the_due_day_has_a_week() {
    let round = round(round::Status::Assessing);
    let application = bid(1, application::Status::Eligible, "south");
    let profile = trained(11);
    let new = asking(&round, &application, &[], &profile, Kind::Staff);
    assert_eq!(assign(new).unwrap().due, date(2026, 7, 20));
    let late = Assign { today: date(2026, 7, 21), ..new };
    assert_eq!(assign(late).unwrap().due, date(2026, 7, 28));
}

#[test]
fn who_wrote_the_bid_or_has_a_conflict_is_not_assigned() {
    let round = round(round::Status::Assessing);
    let application = bid(1, application::Status::Eligible, "south");
    let author = trained(70);
    let refused = assign(asking(&round, &application, &[], &author, Kind::Staff)).unwrap_err();
    assert!(matches!(refused, AssessmentRefused::Involved(_)));
    let other = trained(11);
    let new = asking(&round, &application, &[], &other, Kind::Staff);
    let refused = assign(Assign { standing: Standing::Recused, ..new }).unwrap_err();
    assert_eq!(refused, AssessmentRefused::Conflict);
}

#[test]
fn an_assessment_is_handed_in_only_with_every_mark_and_reason() {
    let round = round(round::Status::Assessing);
    let scoring = &round.settings.scoring;
    let [one, _] = <[Assessment; 2]>::try_from(pair(&round)).unwrap();
    let mut partial = marks(3, 4);
    partial.get_mut("C1").unwrap().reason = " ".into();
    partial.get_mut("C2").unwrap().mark = None;
    let draft = save(&one, scoring, partial.clone()).unwrap();
    assert_eq!((draft.status, &draft.marks), (Status::InProgress, &partial));
    let Err(AssessmentRefused::Incomplete(missing)) = submit(&draft, scoring, now()) else {
        panic!("an incomplete assessment was handed in")
    };
    let codes: Vec<&str> = missing.iter().map(|one| one.criterion.as_str()).collect();
    assert_eq!(codes, ["C1", "C2"]);
}

#[test]
fn nothing_is_revealed_while_one_is_out_and_nothing_is_unlocked_afterwards() {
    let round = round(round::Status::Assessing);
    let scoring = &round.settings.scoring;
    let needed = required(scoring, Some("south"));
    let mut all = pair(&round);
    let first = save(&all[0], scoring, marks(3, 4)).unwrap();
    all[0] = submit(&first, scoring, now()).unwrap();
    assert_eq!(revealed(needed, &all), None);
    assert_eq!(lock(needed, &all, now()), None);
    let second = save(&all[1], scoring, marks(2, 2)).unwrap();
    all[1] = submit(&second, scoring, now()).unwrap();
    assert_eq!(revealed(needed, &all), None, "handed in is not yet locked");
    let all = lock(needed, &all, now()).unwrap();
    assert_eq!(revealed(needed, &all).unwrap().len(), 2);
    let refused = unlock(&all[0], "a slip", person(80), now()).unwrap_err();
    assert_eq!(refused, AssessmentRefused::Revealed);
    assert!(save(&all[0], scoring, marks(5, 5)).is_err());
}

#[test]
fn the_last_marks_of_a_bid_cannot_be_waived_away() {
    let round = round(round::Status::Assessing);
    let needed = required(&round.settings.scoring, Some("south"));
    let mut all = pair(&round);
    all[0] = waive(&all[0], needed, &all, "Away for a month", person(80), now()).unwrap();
    let refused = waive(&all[1], needed, &all, "Away too", person(80), now()).unwrap_err();
    assert_eq!(refused, AssessmentRefused::NothingLeft);
}

#[test]
fn a_bid_given_back_leaves_its_place_to_somebody_else() {
    let round = round(round::Status::Assessing);
    let application = bid(1, application::Status::InAssessment, "south");
    let mut all = pair(&round);
    all[0] = hand_back(&all[0], HandBackReason::Conflict, "My sister's group", now()).unwrap();
    assert_eq!(all[0].status, Status::Recused);
    let profile = trained(13);
    assert!(assign(asking(&round, &application, &all, &profile, Kind::Staff)).is_ok());
    let same = trained(11);
    let refused = assign(asking(&round, &application, &all, &same, Kind::Staff)).unwrap_err();
    assert_eq!(refused, AssessmentRefused::AssignedAlready);
}

#[test]
fn means_are_exact_and_spreads_are_flagged() {
    let round = round(round::Status::Moderating);
    let all = combined(&round, [(3, 4), (5, 4)]);
    assert_eq!(all.all, Percent::whole(80));
    assert_eq!(all.staff, Some(Percent::whole(80)));
    assert_eq!(all.community, None);
    assert!(all.criteria[0].discuss && !all.criteria[1].discuss);
    assert!(all.discuss, "24 points apart");
}

fn proposals(need: (u8, &str), delivery: (u8, &str)) -> BTreeMap<String, Proposal> {
    let proposal =
        |(number, reason): (u8, &str)| Proposal { mark: Some(mark(number)), reason: reason.into() };
    BTreeMap::from([("C1".into(), proposal(need)), ("C2".into(), proposal(delivery))])
}

fn agreed(
    round: &Round,
    originals: &Combined,
    proposals: &BTreeMap<String, Proposal>,
    discussion: &str,
) -> Result<(Application, Moderation), PanelRefused> {
    agree(Agreeing {
        round,
        application: &bid(1, application::Status::Assessed, "south"),
        earlier: None,
        originals,
        proposals,
        discussion,
        by: person(90),
        at: now(),
    })
}

#[test]
fn an_agreed_mark_off_the_mean_or_with_a_wide_spread_needs_a_reason() {
    let round = round(round::Status::Moderating);
    let near = combined(&round, [(3, 4), (4, 4)]);
    assert!(agreed(&round, &near, &proposals((3, ""), (4, "")), "").is_ok());
    let refused = agreed(&round, &near, &proposals((5, ""), (4, "")), "").unwrap_err();
    let fault = AgreementFault::NoReason { criterion: "C1".into() };
    assert_eq!(refused, PanelRefused::Agreement(vec![fault]));
    let wide = combined(&round, [(3, 4), (5, 4)]);
    assert!(agreed(&round, &wide, &proposals((4, ""), (4, "")), "Talked").is_err());
    let refused = agreed(&round, &wide, &proposals((4, "Read again"), (4, "")), "").unwrap_err();
    assert_eq!(refused, PanelRefused::NotDiscussed);
    assert!(agreed(&round, &wide, &proposals((4, "Read again"), (4, "")), "Talked").is_ok());
}

fn with_line(percent: i64) -> Round {
    let round = round(round::Status::Moderating);
    set_line(round, percent, "A clear gap lies there", 0, person(90), now()).unwrap()
}

fn wish(outcome: Outcome, pounds: Option<i32>, code: ReasonCode) -> Wish {
    Wish {
        outcome,
        amount: pounds.map(Pence::from_pounds),
        conditions: Vec::new(),
        reason_code: code,
        reason: "Strong local evidence".into(),
        feedback: "Thank you".into(),
    }
}

/// A bid whose agreed marks are these, without flags.
fn moderated(round: &Round, need: u8, delivery: u8) -> (Application, Moderation) {
    let originals = combined(round, [(need, delivery), (need, delivery)]);
    agreed(round, &originals, &proposals((need, ""), (delivery, "")), "").unwrap()
}

#[test]
fn the_line_waits_for_every_bid_and_needs_a_reason() {
    let open = || round(round::Status::Moderating);
    let set = |percent, reason: &str, without| {
        set_line(open(), percent, reason, without, person(90), now()).unwrap_err()
    };
    assert_eq!(set(60, "Why", 2), PanelRefused::NotModerated(2));
    assert_eq!(set(60, " ", 0), PanelRefused::NoReason);
    assert_eq!(set(101, "Why", 0), PanelRefused::NoPercentage(101));
    let early = set_line(round(round::Status::Assessing), 60, "Why", 0, person(90), now());
    assert_eq!(early, Err(PanelRefused::RoundNotModerating(round::Status::Assessing)));
}

#[test]
fn an_award_stays_within_what_was_asked_for_and_above_the_smallest() {
    let round = with_line(60);
    let (application, moderation) = moderated(&round, 4, 4);
    let ask = |pounds| {
        let wish = wish(Outcome::Recommend, pounds, ReasonCode::Merit);
        recommend(&round, &application, &moderation, wish, person(90), now())
    };
    assert_eq!(ask(None), Err(PanelRefused::NoAmount));
    assert!(matches!(ask(Some(5_001)), Err(PanelRefused::AmountOutside { .. })));
    let (after, made) = ask(Some(5_000)).unwrap();
    assert_eq!(after.status, application::Status::Recommended);
    assert_eq!(made.agreement, moderation.agreement, "the agreed marks are untouched");
}

#[test]
fn a_bid_below_a_minimum_is_never_recommended_and_one_below_the_line_only_openly() {
    let round = with_line(60);
    let (application, low) = moderated(&round, 1, 5);
    let award = |code| wish(Outcome::Recommend, Some(5_000), code);
    let ask = |moderation, code| {
        recommend(&round, &application, moderation, award(code), person(90), now())
    };
    let refused = ask(&low, ReasonCode::Departure).unwrap_err();
    assert_eq!(refused, PanelRefused::BelowMinimum(vec!["C1".into()]));
    let (_, under) = moderated(&round, 2, 3);
    assert!(matches!(ask(&under, ReasonCode::Merit), Err(PanelRefused::BelowLine { .. })));
    assert!(ask(&under, ReasonCode::Departure).is_ok());
}

#[test]
fn the_chair_was_there_and_conflicts_left_the_room() {
    let round = round(round::Status::Moderating);
    let present = |numbers: &[u128]| -> Vec<Present> {
        let one = |number: &u128| Present { person: person(*number), community: *number == 13 };
        numbers.iter().map(one).collect()
    };
    let conflict = [Left { person: person(11), application: ApplicationId(Uuid::from_u128(1)) }];
    let hold = |numbers: &[u128], all_left| {
        let attendance =
            Attendance { on: TODAY, present: present(numbers), conflicts: &conflict, all_left };
        record(&round, None, attendance, person(90), now(), TODAY)
    };
    assert_eq!(hold(&[11, 12], true), Err(PanelRefused::NoChair));
    assert_eq!(hold(&[11, 12, 90], false), Err(PanelRefused::StayedInRoom(1)));
    let meeting = hold(&[11, 12, 90], true).unwrap();
    let refused = meeting.quorum(&round.settings.panel).unwrap_err();
    assert_eq!(refused, PanelRefused::NoCommunityQuorum { present: 0, needed: 1 });
    assert!(hold(&[13, 12, 91], false).unwrap().quorum(&round.settings.panel).is_ok());
}

#[test]
fn a_round_is_recommended_whole_or_not_at_all() {
    let round = with_line(60);
    let (application, moderation) = moderated(&round, 4, 4);
    let attendance = Attendance {
        on: TODAY,
        present: [13, 12, 90].map(|n| Present { person: person(n), community: n == 13 }).into(),
        conflicts: &[],
        all_left: false,
    };
    let meeting = record(&round, None, attendance, person(90), now(), TODAY).unwrap();
    let plenty = Pence::from_pounds(100_000);
    let open = [Position { application: &application, moderation: Some(&moderation) }];
    let refused = finish(&round, &open, Some(&meeting), plenty).unwrap_err();
    assert_eq!(refused, PanelRefused::NotRecommended(1));
    let wish = wish(Outcome::Recommend, Some(5_000), ReasonCode::Merit);
    let (application, moderation) =
        recommend(&round, &application, &moderation, wish, person(90), now()).unwrap();
    let done = [Position { application: &application, moderation: Some(&moderation) }];
    assert_eq!(finish(&round, &done, None, plenty), Err(PanelRefused::NoMeeting));
    let tight = finish(&round, &done, Some(&meeting), Pence::from_pounds(4_999)).unwrap_err();
    assert!(matches!(tight, PanelRefused::OverBudget { .. }));
    let facts = finish(&round, &done, Some(&meeting), plenty).unwrap();
    assert_eq!((facts.recommended, facts.sum), (1, Pence::from_pounds(5_000)));
}

fn contender(number: u128, need: u8, delivery: u8, minute: i64) -> Contender {
    let round = round(round::Status::Moderating);
    let marks: BTreeMap<String, Mark> =
        [("C1".into(), mark(need)), ("C2".into(), mark(delivery))].into();
    let weights = round.settings.scoring.criteria.iter();
    let percent = almoner_domain::value::weighted_percent(
        weights.map(|one| (*marks.get(&one.code).unwrap(), u32::from(one.weight))),
    );
    Contender {
        application: ApplicationId(Uuid::from_u128(number)),
        percent: percent.unwrap(),
        marks,
        first_time: false,
        sent_at: Instant::from_microsecond(minute * 60_000_000).unwrap(),
        cost: Pence::from_pounds(5_000),
    }
}

fn ranked(
    round: &Round,
    contenders: &[Contender],
    pounds: i32,
) -> Vec<almoner_domain::moderation::Ranked> {
    let rules = Rules {
        scoring: &round.settings.scoring,
        line: Some(60),
        budget: Pence::from_pounds(pounds),
        reserve_list: true,
    };
    rank(contenders, rules)
}

#[test]
fn equal_bids_are_split_by_the_published_rules_in_order_and_it_shows_which() {
    let round = round(round::Status::Moderating);
    // 2 x 60 + 5 x 40 = 320 and 4 x 60 + 2 x 40 = 320 points.
    let all = [contender(1, 2, 5, 1), contender(2, 4, 2, 9), contender(3, 4, 2, 5)];
    let places = ranked(&round, &all, 100_000);
    let order: Vec<u128> = places.iter().map(|one| one.application.uuid().as_u128()).collect();
    assert_eq!(order, [3, 2, 1]);
    assert_eq!(places[0].split, None);
    assert_eq!(places[1].split, Some(Split::By(TieBreak::SentFirst)));
    let need = TieBreak::Criterion { code: "C1".into() };
    assert_eq!(places[2].split, Some(Split::By(need)));
    assert_eq!(places[2].place, 3);
}

#[test]
fn bids_that_no_rule_splits_share_a_place() {
    let round = round(round::Status::Moderating);
    let places = ranked(&round, &[contender(2, 4, 4, 1), contender(1, 4, 4, 1)], 100_000);
    assert_eq!((places[0].place, places[1].place), (1, 1));
    assert_eq!(places[1].split, Some(Split::Unsplit));
}

#[test]
fn awards_stop_at_the_first_bid_that_the_budget_does_not_cover() {
    let round = round(round::Status::Moderating);
    let mut all = [contender(1, 5, 5, 1), contender(2, 4, 4, 2), contender(3, 3, 3, 3)];
    all[1].cost = Pence::from_pounds(9_000);
    all[2].cost = Pence::from_pounds(1_000);
    let places = ranked(&round, &all, 10_000);
    let says: Vec<&Suggestion> = places.iter().map(|one| &one.suggestion).collect();
    assert_eq!(says, [&Suggestion::Recommend, &Suggestion::Reserve, &Suggestion::Reserve]);
    let low = ranked(&round, &[contender(4, 1, 5, 1), contender(5, 2, 2, 1)], 10_000);
    assert!(matches!(low[0].suggestion, Suggestion::Not(NotWhy::BelowMinimum(_))));
    assert_eq!(low[1].suggestion, Suggestion::Not(NotWhy::BelowLine));
}

#[test]
fn a_suggestion_keeps_loads_even_and_never_asks_who_may_not() {
    let bids: Vec<ApplicationId> =
        (1..=4).map(|number| ApplicationId(Uuid::from_u128(number))).collect();
    let candidate = |number, barred: &[ApplicationId]| Candidate {
        person: person(number),
        kind: Kind::Staff,
        load: 0,
        barred: barred.iter().copied().collect(),
    };
    let pool = [candidate(11, &bids[..1]), candidate(12, &[]), candidate(13, &[])];
    let needs: Vec<Need> =
        bids.iter().map(|bid| Need { application: *bid, kind: Kind::Staff, places: 2 }).collect();
    let suggested = suggest(&pool, &needs);
    assert_eq!(suggested.len(), 8);
    assert!(!suggested.iter().any(|one| one.application == bids[0] && one.person == person(11)));
    for number in [11, 12, 13] {
        let load = suggested.iter().filter(|one| one.person == person(number)).count();
        assert!((2..=3).contains(&load), "{number} has {load}");
    }
    let distinct: BTreeSet<_> = suggested.iter().map(|one| (one.application, one.person)).collect();
    assert_eq!(distinct.len(), 8, "nobody is asked twice about a bid");
}

proptest! {
    /// Whatever people do in whatever order, marks show only when nothing is out, and once they
    /// show they never change again.
    #[test]
    fn no_order_of_work_shows_marks_early_or_changes_them_late(
        steps in prop::collection::vec((0_usize..2, 0_u8..7, 0_u8..=5), 0..60)
    ) {
        let round = round(round::Status::Assessing);
        let scoring = &round.settings.scoring;
        let needed = required(scoring, Some("south"));
        let mut all = pair(&round);
        let mut shown: Option<Vec<Marks>> = None;
        for (which, step, number) in steps {
            let one = &all[which];
            let after = match step {
                0 | 1 => save(one, scoring, marks(number, number)),
                2 | 3 => submit(one, scoring, now()),
                4 => unlock(one, "Look again", person(80), now()),
                5 => hand_back(one, HandBackReason::Time, "No time", now()),
                _ => waive(one, needed, &all, "Away", person(80), now()),
            };
            if let Ok(after) = after {
                prop_assert!(Status::ALL.contains(&after.status));
                all[which] = after;
            }
            if let Some(locked) = lock(needed, &all, now()) {
                all = locked;
            }
            let open = revealed(needed, &all);
            let out = all.iter().any(|one| one.status.is_open() || one.status.is_given_up());
            prop_assert!(open.is_none() || !out);
            prop_assert_eq!(open.is_some(), is_complete(needed, &all));
            let now_shown = open.map(|open| open.iter().map(|one| one.marks.clone()).collect());
            if shown.is_some() {
                prop_assert_eq!(&now_shown, &shown);
            }
            shown = now_shown;
        }
    }

    #[test]
    fn the_ranking_is_one_order_whatever_order_bids_come_in(
        bids in prop::collection::vec((0_u8..=5, 0_u8..=5, 0_i64..3), 1..12),
        turn in 0_usize..12,
    ) {
        let round = round(round::Status::Moderating);
        let mut all: Vec<Contender> = bids
            .iter()
            .enumerate()
            .map(|(n, (need, delivery, minute))| contender(n as u128, *need, *delivery, *minute))
            .collect();
        let first = ranked(&round, &all, 20_000);
        all.reverse();
        let by = turn % all.len();
        all.rotate_left(by);
        let second = ranked(&round, &all, 20_000);
        prop_assert_eq!(&first, &second);
        for (above, below) in first.iter().zip(first.iter().skip(1)) {
            prop_assert!(above.percent >= below.percent);
            prop_assert_eq!(above.percent == below.percent, below.split.is_some());
        }
        let spent = first.last().map(|one| one.running).unwrap_or_default();
        prop_assert!(spent <= Pence::from_pounds(20_000));
    }

    #[test]
    fn agreed_percentages_lie_within_bounds_and_originals_stay(
        given in prop::array::uniform4(0_u8..=5), to in prop::array::uniform2(0_u8..=5),
    ) {
        let round = round(round::Status::Moderating);
        let [a, b, c, d] = given;
        let originals = combined(&round, [(a, b), (c, d)]);
        let before = originals.clone();
        let says = proposals((to[0], "Agreed"), (to[1], "Agreed"));
        let (_, moderation) = agreed(&round, &originals, &says, "Discussed").unwrap();
        prop_assert!(moderation.percent() >= Percent::ZERO);
        prop_assert!(moderation.percent() <= Percent::whole(100));
        prop_assert_eq!(originals, before);
    }
}
