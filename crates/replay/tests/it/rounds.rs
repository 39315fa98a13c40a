//! The rounds that ship as data: they agree with themselves, with the domain's own rules and with
//! the office's lists.

use almoner_domain::access::Role;
use almoner_domain::application::Seconded;
use almoner_domain::application::bounds;
use almoner_domain::area::AreaKind;
use almoner_domain::form::{Fields, Form, Meaning, Value};
use almoner_domain::id::{ApplicationId, PersonId, RoundId};
use almoner_domain::moderation::{Contender, NotWhy, Rules, Suggestion, next_to_mean, rank};
use almoner_domain::office::Office;
use almoner_domain::round::{CheckMethod, Round, missing};
use almoner_domain::screening::{Failing, Finding, Subject, check};
use almoner_domain::value::{
    CivilDate, Deadline, Instant, Mark, Pence, Postcode, Quantity, london, weighted_percent,
};
use almoner_office::OfficePack;
use almoner_replay::file::{Bid, Outcome, ReplayFile, Ruling, Typed};
use almoner_replay::open::open_round;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

const SAFETY_FUND: &str = include_str!("../../data/safety-fund-round-3.toml");
const PEOPLE_ZONES: &str = include_str!("../../data/people-zones-round-3.toml");
const SPECIALIST: &str = include_str!("../../data/specialist-round-2022.toml");
const DIVERSION: &str = include_str!("../../data/diversion-fund-2022.toml");
const OPEN_ROUND: &str = include_str!("../../data/open-round.toml");

/// The rounds of the past, as the tests look at them.
fn rounds() -> Vec<ReplayFile> {
    [SAFETY_FUND, PEOPLE_ZONES, SPECIALIST, DIVERSION].into_iter().map(read).collect()
}

fn read(text: &str) -> ReplayFile {
    ReplayFile::parse(text).unwrap_or_else(|fault| panic!("{fault}"))
}

fn office() -> OfficePack {
    OfficePack::embedded_llr().unwrap()
}

fn fields(answers: &BTreeMap<String, Typed>) -> Fields {
    answers.iter().map(|(name, typed)| (name.clone(), typed.values().to_vec())).collect()
}

/// What stands when the round closes: the last version that was sent.
fn sent_answers(bid: &Bid) -> Fields {
    let mut answers = fields(&bid.answers);
    if let Some(again) = &bid.sent_again {
        answers.extend(fields(&again.answers));
    }
    answers
}

fn received(file: &ReplayFile) -> impl Iterator<Item = &Bid> {
    file.bids.iter().filter(|bid| bid.sent.is_some_and(|at| at < file.round.dates.closes))
}

fn amount_asked(form: &Form, bid: &Bid) -> Pence {
    form.amount_asked(&sent_answers(bid)).unwrap()
}

fn at(civil: jiff::civil::DateTime) -> Instant {
    london::instant(civil.date(), civil.time()).unwrap()
}

/// The posts' people by number, which is all that the rules of a round need to know of them.
fn as_round(file: &ReplayFile) -> Round {
    let number = |email: &str| {
        let at = file.people.iter().position(|person| person.email == email)?;
        Some(PersonId(Uuid::from_u128(at as u128 + 1)))
    };
    let posts = file.posts.resolve(number).unwrap();
    let by = PersonId(Uuid::from_u128(1));
    let created = at(file.timetable.created);
    let id = RoundId(Uuid::from_u128(1));
    Round::draft(id, file.round.clone(), file.form.clone(), posts, by, created).unwrap()
}

#[test]
fn nothing_is_missing_from_the_settings() {
    let office = office().office;
    for file in rounds() {
        assert_eq!(missing(&as_round(&file), &office), [], "{}", file.round.reference);
    }
}

#[test]
fn the_paste_of_the_definition_is_a_round_file() {
    for file in rounds() {
        let pasted = file.definition().unwrap();
        let read = almoner_domain::round::RoundFile::parse(&pasted).unwrap();
        assert_eq!(read.round, file.round);
        assert_eq!(read.form, file.form);
    }
}

#[test]
fn nothing_stands_in_the_way_of_a_bid_that_is_sent() {
    for file in rounds() {
        for bid in received(&file) {
            for answers in [fields(&bid.answers), sent_answers(bid)] {
                let found = file.form.check(&answers, &bounds(&file.round));
                let blocking: Vec<_> = found.blocking().collect();
                assert!(blocking.is_empty(), "{}: {blocking:?}", bid.key);
            }
        }
    }
}

#[test]
fn a_late_bid_lacks_nothing_but_time() {
    for file in rounds() {
        for bid in file.bids.iter().filter(|bid| bid.late_attempt.is_some()) {
            let found = file.form.check(&fields(&bid.answers), &bounds(&file.round));
            assert!(found.may_be_sent(), "{}", bid.key);
            assert_eq!(bid.sent, None, "{}", bid.key);
        }
    }
}

#[test]
fn a_bid_that_is_sent_is_warned_only_of_what_it_fails() {
    for file in rounds() {
        for bid in received(&file).filter(|bid| bid.fails.is_empty()) {
            let found = file.form.check(&sent_answers(bid), &bounds(&file.round));
            let warnings: Vec<_> = found.warnings().collect();
            assert!(warnings.is_empty(), "{}: {warnings:?}", bid.key);
        }
    }
}

#[test]
fn every_answer_belongs_to_a_question_that_is_asked() {
    for file in rounds() {
        for bid in &file.bids {
            let answers = sent_answers(bid);
            for name in answers.keys() {
                let asked = file
                    .form
                    .questions()
                    .any(|one| one.owns(name) && file.form.applies(one, &answers));
                assert!(asked, "{}: {name}", bid.key);
            }
        }
    }
}

#[test]
fn screening_by_computer_fails_what_the_file_says_and_nothing_else() {
    let office = office().office;
    for file in rounds() {
        for bid in received(&file) {
            let answers = sent_answers(bid);
            let sent = bid.sent_again.as_ref().map_or(bid.sent, |again| Some(again.at)).unwrap();
            let subject = Subject {
                settings: &file.round,
                form: &file.form,
                answers: &answers,
                kind: bid.group.kind,
                gazetteer: &office.gazetteer,
                day: file.round.dates.opens.date(),
                bids: 1,
                sent: Some((at(sent), Deadline::new(at(file.round.dates.closes)))),
                second: Seconded::NotNeeded,
            };
            for one in &file.round.eligibility.checks {
                let said = bid.fails.iter().find(|fail| fail.check == one.code);
                let found = check(one.method, &subject);
                match (one.method, said) {
                    (CheckMethod::Manual, _) => {}
                    (_, None) => assert_eq!(found, Finding::Pass, "{} {}", bid.key, one.code),
                    (_, Some(fail)) => {
                        let reason = match found {
                            Finding::Fail(Failing::OutsideTargets { .. }) => "outside_target_areas",
                            Finding::Fail(Failing::StartsTooEarly { .. }) => "already_started",
                            other => panic!("{} {}: {other:?}", bid.key, one.code),
                        };
                        assert_eq!(fail.reason, reason, "{}", bid.key);
                    }
                }
            }
        }
    }
}

#[test]
fn each_failed_check_gives_a_reason_that_the_round_knows() {
    for file in rounds() {
        for fail in file.bids.iter().flat_map(|bid| &bid.fails) {
            let known = file.round.eligibility.checks.iter().any(|check| {
                check.code == fail.check && check.reasons.iter().any(|r| r.code == fail.reason)
            });
            assert!(known, "{} {}", fail.check, fail.reason);
        }
    }
}

#[test]
fn the_safety_fund_turns_down_six_for_the_reasons_told() {
    let file = read(SAFETY_FUND);
    let mut checks: Vec<&str> =
        received(&file).flat_map(|bid| &bid.fails).map(|fail| fail.check.as_str()).collect();
    checks.sort_unstable();
    assert_eq!(checks, ["EL04", "EL06", "EL06", "EL07", "EL08", "EL10"]);
}

#[test]
fn the_counts_are_those_of_the_bids() {
    for file in rounds() {
        let expected = &file.expected;
        let count = |found: usize| i64::try_from(found).unwrap();
        let eligible: Vec<&Bid> = received(&file).filter(|bid| bid.fails.is_empty()).collect();
        let awards: Vec<&&Bid> = eligible
            .iter()
            .filter(|bid| bid.agreed.as_ref().is_some_and(|agreed| agreed.outcome == Outcome::Fund))
            .collect();
        assert_eq!(count(received(&file).count()), expected.received);
        assert_eq!(
            count(received(&file).filter(|bid| !bid.fails.is_empty()).count()),
            expected.ineligible
        );
        assert_eq!(
            count(eligible.iter().filter(|bid| bid.agreed.is_some()).count()),
            expected.moderated
        );
        assert_eq!(count(eligible.len()), expected.moderated, "every eligible bid is moderated");
        assert_eq!(count(awards.len()), expected.recommended);
        assert_eq!(expected.approved, expected.recommended);
        let sum = |amounts: Vec<Pence>| Pence::total(amounts).unwrap().get();
        let recommended =
            sum(awards.iter().map(|bid| bid.agreed.as_ref().unwrap().amount.unwrap()).collect());
        assert_eq!(recommended, expected.recommended_pence);
        let requested = sum(received(&file).map(|bid| amount_asked(&file.form, bid)).collect());
        for (found, [least, most]) in
            [(recommended, expected.approved_pence), (requested, expected.requested_pence)]
        {
            assert!((least..=most).contains(&found), "{}: {found}", file.round.reference);
        }
    }
}

#[test]
fn each_award_counts_in_the_area_of_its_largest_share() {
    let office = office().office;
    for file in rounds() {
        let mut found: BTreeMap<String, i64> =
            file.round.areas.reported.iter().map(|code| (code.clone(), 0)).collect();
        let kind = area_kind(&file, &office);
        for bid in received(&file) {
            let funded = bid.agreed.as_ref().is_some_and(|one| one.outcome == Outcome::Fund);
            if !funded {
                continue;
            }
            *found.get_mut(&lead_area(&file, bid, kind, &office)).unwrap() += 1;
        }
        assert_eq!(found, file.expected.by_area, "{}", file.round.reference);
    }
}

/// The code of the area of the largest share.
fn lead_area(file: &ReplayFile, bid: &Bid, kind: AreaKind, office: &Office) -> String {
    let Some(Value::AreaShares(shares)) = file.form.value_for(Meaning::Places, &sent_answers(bid))
    else {
        panic!("{} has no places", bid.key)
    };
    let day = file.round.dates.opens.date();
    shares.lead_area(kind, &office.gazetteer, day).unwrap().code.as_str().to_owned()
}

fn area_kind(file: &ReplayFile, office: &Office) -> AreaKind {
    let day = file.round.dates.opens.date();
    let first = almoner_domain::area::AreaCode::parse(&file.round.areas.reported[0]).unwrap();
    office.gazetteer.area(&first, day).unwrap().kind
}

#[test]
fn the_panel_recommends_what_the_rules_suggest() {
    for file in rounds() {
        let bids: Vec<&Bid> = received(&file).filter(|bid| bid.agreed.is_some()).collect();
        let contenders: Vec<Contender> =
            bids.iter().enumerate().map(|(number, bid)| contender(&file, bid, number)).collect();
        let rules = Rules {
            scoring: &file.round.scoring,
            line: Some(file.panel.line),
            budget: file.round.money.budget,
            reserve_list: file.round.money.reserve_list,
        };
        for ranked in rank(&contenders, rules) {
            let number = usize::try_from(ranked.application.0.as_u128()).unwrap();
            let bid = bids[number];
            let told = match ranked.suggestion {
                Suggestion::Recommend => Outcome::Fund,
                Suggestion::Reserve => Outcome::Reserve,
                Suggestion::Not(NotWhy::BelowLine | NotWhy::BelowMinimum(_)) => Outcome::Decline,
                other => panic!("{}: {other:?}", bid.key),
            };
            let said = bid.agreed.as_ref().unwrap().outcome;
            assert_eq!(said, told, "{} with {}", bid.key, ranked.percent);
        }
    }
}

fn contender(file: &ReplayFile, bid: &Bid, number: usize) -> Contender {
    let agreed = bid.agreed.as_ref().unwrap();
    let criteria = &file.round.scoring.criteria;
    let marks: BTreeMap<String, Mark> = criteria
        .iter()
        .map(|one| (one.code.clone(), bid.agreed_mark(&one.code).unwrap()))
        .collect();
    let weighted = criteria.iter().map(|one| (marks[&one.code], u32::from(one.weight)));
    Contender {
        application: ApplicationId(Uuid::from_u128(number as u128)),
        percent: weighted_percent(weighted).unwrap(),
        first_time: true,
        sent_at: at(bid.sent.unwrap()),
        cost: agreed.amount.unwrap_or_else(|| amount_asked(&file.form, bid)),
        marks,
    }
}

#[test]
fn each_bid_has_the_marks_that_the_round_asks_for() {
    for file in rounds() {
        let criteria: BTreeSet<&str> =
            file.round.scoring.criteria.iter().map(|one| one.code.as_str()).collect();
        for bid in &file.bids {
            for marks in &bid.marks {
                let marked: BTreeSet<&str> = marks.criteria.keys().map(String::as_str).collect();
                assert_eq!(marked, criteria, "{} by {}", bid.key, marks.by);
                assert!(marks.criteria.values().all(|(mark, why)| *mark <= 5 && !why.is_empty()));
            }
        }
    }
}

#[test]
fn an_agreed_mark_is_told_only_where_the_panel_changed_it() {
    for file in rounds() {
        for bid in &file.bids {
            let changed = bid.agreed.iter().flat_map(|agreed| &agreed.changed);
            for (code, changed) in changed {
                assert!(!changed.why.is_empty(), "{} {code}", bid.key);
                let next = next_to_mean(&bid.given(code)).unwrap();
                assert_ne!(Mark::new(changed.mark).unwrap(), next, "{} {code}", bid.key);
            }
        }
    }
}

#[test]
fn groups_and_people_are_each_their_own() {
    for file in rounds() {
        let keys: BTreeSet<&str> = file.bids.iter().map(|bid| bid.key.as_str()).collect();
        let names: BTreeSet<&str> = file.bids.iter().map(|bid| bid.group.name.as_str()).collect();
        let mut addresses: BTreeSet<&str> =
            file.bids.iter().map(|bid| bid.person.email.as_str()).collect();
        addresses.extend(file.people.iter().map(|person| person.email.as_str()));
        assert_eq!(keys.len(), file.bids.len());
        assert_eq!(names.len(), file.bids.len());
        assert_eq!(addresses.len(), file.bids.len() + file.people.len());
    }
}

#[test]
fn every_address_and_telephone_number_is_of_nobody() {
    for file in rounds() {
        let typed = file.bids.iter().flat_map(|bid| &bid.answers);
        for (name, answer) in typed {
            for value in answer.values() {
                if name.ends_with(".email") {
                    assert!(is_reserved(value), "{name} {value}");
                }
                if name.ends_with(".phone") {
                    let drama = ["0116 496 0", "07700 900"];
                    assert!(drama.iter().any(|start| value.starts_with(start)), "{name} {value}");
                }
            }
        }
        for email in file
            .people
            .iter()
            .map(|one| &one.email)
            .chain(file.bids.iter().map(|b| &b.person.email))
        {
            assert!(is_reserved(email), "{email}");
        }
    }
}

fn is_reserved(email: &str) -> bool {
    [".example.org", ".example.com", "@example.org", "@example.com"]
        .iter()
        .any(|end| email.ends_with(end))
}

#[test]
fn every_postcode_is_of_a_public_building() {
    let pack = office();
    let known: BTreeSet<Postcode> = pack.public_buildings.iter().map(|one| one.postcode).collect();
    for file in rounds() {
        for bid in &file.bids {
            let places = bid.answers.iter().filter(|(name, _)| name.ends_with(".postcode"));
            let typed = places.flat_map(|(_, typed)| typed.values());
            for postcode in typed.chain([&bid.group.postcode]) {
                let postcode = Postcode::parse(postcode).unwrap();
                assert!(known.contains(&postcode), "{} {postcode}", bid.key);
            }
        }
    }
}

#[test]
fn each_step_comes_after_the_one_before() {
    for file in rounds() {
        let (t, dates) = (&file.timetable, &file.round.dates);
        let steps = [
            t.set_up,
            t.created,
            t.approved,
            t.published,
            dates.opens,
            dates.closes,
            t.declared,
            t.screened,
            t.confirmed,
            t.assigned,
            t.marked,
            t.moderated,
            t.due_diligence,
            t.finance,
            t.decided,
            t.announced,
        ];
        assert!(steps.windows(2).all(|pair| pair[0] < pair[1]), "{}", file.round.reference);
        for bid in &file.bids {
            assert!(dates.opens <= bid.started, "{}", bid.key);
            let after = [bid.sent, bid.sent_again.as_ref().map(|a| a.at), bid.withdrawn];
            let mut before = bid.started;
            for step in after.into_iter().flatten() {
                assert!(before < step && step < dates.closes, "{} {step}", bid.key);
                before = step;
            }
            assert!(bid.late_attempt.is_none_or(|late| late >= dates.closes), "{}", bid.key);
        }
    }
}

#[test]
fn reviews_can_be_asked_for_before_the_panel_meets() {
    let holidays = office().office.bank_holidays;
    for file in rounds() {
        let from = file.timetable.confirmed.date();
        let days = u32::from(file.round.dates.review_working_days);
        let until = almoner_domain::value::add_working_days(from, days, &holidays).unwrap();
        assert!(until < file.timetable.assigned.date(), "{}", file.round.reference);
    }
}

#[test]
fn assessors_are_trained_before_they_are_given_bids() {
    for file in rounds() {
        for by in file.bids.iter().flat_map(|bid| &bid.marks).map(|marks| &marks.by) {
            let person = file.people.iter().find(|person| person.email == *by).unwrap();
            let trained: CivilDate = person.trained.unwrap();
            assert!(trained < file.timetable.assigned.date(), "{by}");
        }
    }
}

#[test]
fn nobody_marks_a_bid_in_which_they_have_an_interest() {
    for file in rounds() {
        for bid in &file.bids {
            for interest in &bid.interests {
                assert!(file.people.iter().any(|person| person.email == interest.by));
                let marks = bid.marks.iter().any(|marks| marks.by == interest.by);
                assert!(interest.ruling == Ruling::Clear || !marks, "{}", bid.key);
            }
        }
    }
}

#[test]
fn each_bid_is_marked_by_as_many_as_its_area_asks_for() {
    let office = office().office;
    for file in rounds() {
        let scoring = &file.round.scoring;
        let kind = area_kind(&file, &office);
        for bid in file.bids.iter().filter(|bid| bid.agreed.is_some()) {
            let is_community = |email: &str| {
                let by = file.people.iter().find(|person| person.email == email).unwrap();
                by.roles.contains(&Role::CommunityAssessor).then_some(by)
            };
            let (community, staff): (Vec<_>, Vec<_>) =
                bid.marks.iter().partition(|marks| is_community(&marks.by).is_some());
            assert_eq!(staff.len(), usize::from(scoring.staff_assessors), "{}", bid.key);
            let lead = lead_area(&file, bid, kind, &office);
            let quota = scoring.community_assessors.iter().find(|quota| quota.area == lead);
            let wanted = quota.map_or(0, |quota| usize::from(quota.assessors));
            assert_eq!(community.len(), wanted, "{}", bid.key);
            for marks in community {
                assert!(is_community(&marks.by).unwrap().zones.contains(&lead), "{}", bid.key);
            }
        }
    }
}

#[test]
fn a_budget_line_costs_its_quantity_times_its_unit() {
    for file in rounds() {
        for bid in received(&file) {
            let answers = sent_answers(bid);
            let one = |name: String| answers.get(&name).map(|typed| typed[0].as_str());
            for row in 0.. {
                let Some(quantity) = one(format!("C1.{row}.quantity")) else { break };
                let unit = Pence::parse(one(format!("C1.{row}.unit_cost")).unwrap()).unwrap();
                let cost = Quantity::parse(quantity).unwrap().cost(unit).unwrap();
                let paid = ["from_grant", "from_others"]
                    .map(|by| Pence::parse(one(format!("C1.{row}.{by}")).unwrap_or("0")).unwrap());
                assert_eq!(Pence::total(paid), Some(cost), "{} row {row}", bid.key);
            }
        }
    }
}

/// The open round on the days of two years.
fn days() -> impl Iterator<Item = (CivilDate, ReplayFile)> {
    let first = jiff::civil::date(2026, 11, 18);
    first
        .series(jiff::Span::new().days(5))
        .take(146)
        .map(|day| (day, open_round(OPEN_ROUND, day).unwrap_or_else(|fault| panic!("{fault}"))))
}

#[test]
fn the_fictional_round_is_open_and_complete_on_any_day() {
    let office = office().office;
    for (day, file) in days() {
        let dates = &file.round.dates;
        assert!(dates.opens.date() < day && day < dates.closes.date(), "{day}");
        assert_eq!(missing(&as_round(&file), &office), [], "{day}");
    }
}

#[test]
fn what_groups_did_in_the_open_round_lies_in_the_past() {
    for (day, file) in days() {
        for bid in &file.bids {
            let steps = [Some(bid.started), bid.sent];
            assert!(steps.into_iter().flatten().all(|step| step.date() < day), "{day} {}", bid.key);
            assert!(file.round.dates.opens < bid.started, "{day} {}", bid.key);
        }
    }
}

#[test]
fn one_bid_of_the_open_round_is_sent_one_begun_and_one_full_of_mistakes() {
    for (day, file) in days() {
        let found: Vec<(bool, usize, usize)> = file
            .bids
            .iter()
            .map(|bid| {
                let answers = fields(&bid.answers);
                let check = file.form.check(&answers, &bounds(&file.round));
                let unwritten = |problem: &&almoner_domain::form::Problem| {
                    matches!(problem.fault, almoner_domain::form::Fault::Missing)
                };
                let mistakes = check.blocking().filter(|problem| !unwritten(problem)).count();
                (bid.sent.is_some(), check.blocking().filter(unwritten).count(), mistakes)
            })
            .collect();
        let [sent, begun, mistaken] = found[..] else { panic!("{found:?}") };
        assert_eq!(sent, (true, 0, 0), "{day}");
        assert!(!begun.0 && begun.1 > 0, "{day}: {begun:?}");
        assert!(!mistaken.0 && mistaken.2 >= 6, "{day}: {mistaken:?}");
    }
}

#[test]
fn dates_in_answers_move_with_the_day() {
    let start = |day| {
        let file = open_round(OPEN_ROUND, day).unwrap();
        let answers = fields(&file.bids[0].answers);
        match file.form.value_for(Meaning::ProjectPeriod, &answers) {
            Some(Value::Period { start, .. }) => (start, file.round.dates.earliest_start),
            other => panic!("{other:?}"),
        }
    };
    let (before, earliest_before) = start(jiff::civil::date(2026, 11, 18));
    let (after, earliest_after) = start(jiff::civil::date(2027, 3, 30));
    assert!(before < after);
    assert_eq!(before.duration_until(after), earliest_before.duration_until(earliest_after));
    assert_eq!(before.weekday(), after.weekday());
}
