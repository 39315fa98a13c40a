//! Above an amount a second person of the group confirms a bid by the link in their letter.

use almoner_domain::access::{Actor, Role};
use almoner_domain::application::{ConfirmationRefused, ConfirmationStatus, Reply};
use almoner_domain::id::{ApplicationId, OrganisationId};
use almoner_domain::round::{Check, CheckMethod, Reason, Round};
use almoner_domain::screening::{CheckResult, Failing, Finding, Item};
use almoner_domain::value::Pence;
use almoner_server::chores;
use almoner_testkit::{Visit, World, london, on_both_databases};
use almoner_usecases::applications::{
    AnswerAsSecondPerson, NameSecondPerson, OwnApplication, SecondPersonPage, Withdraw,
};
use almoner_usecases::rounds::Change;
use almoner_usecases::screening::{
    AskForInformation, GiveInformation, RecordCheck, ScreeningPage, StartScreening,
};
use almoner_usecases::{AppError, Outcome, Refusal};
use serde_json::json;

/// A bid of £1,000 in a round in which more than £500 needs a second person.
struct Stage {
    asha: Visit,
    ben: Visit,
    group: OrganisationId,
    bid: ApplicationId,
    round: almoner_domain::id::RoundId,
}

fn needs_two(round: &mut Round) {
    round.settings.eligibility.second_person_above = Some(Pence::from_pounds(500));
    round.settings.eligibility.checks.push(Check {
        code: "EL13".to_owned(),
        title: "A second person confirmed it".to_owned(),
        method: CheckMethod::SecondPerson,
        reasons: vec![Reason {
            code: "not_confirmed".to_owned(),
            text: "Nobody else confirmed it.".to_owned(),
        }],
        conditional: false,
        override_by: Vec::new(),
    });
}

fn joins(world: &World, group: OrganisationId, visit: &mut Visit) {
    let (person, now) = (visit.person, world.now());
    world.write(move |tx| tx.add_member(group, person, "member", now));
    if let Actor::Person(caller) = &mut visit.actor {
        caller.organisations.push(group);
    }
}

/// A bid that Asha has filled in; Ben belongs to the group too.
fn filled_in(world: &World, change: impl FnOnce(&mut Round)) -> Stage {
    let round = world.open_round_with(|round| {
        needs_two(round);
        change(round);
    });
    let (mut asha, mut ben) = (world.applicant("Asha Lead"), world.applicant("Ben Friend"));
    let group = world.group(&mut asha, "Fictional Friday Football");
    joins(world, group, &mut ben);
    let bid = world.start_bid(&asha, group);
    world.fill_in(&asha, bid);
    Stage { asha, ben, group, bid, round }
}

fn sent(world: &World) -> Stage {
    let stage = filled_in(world, |_| {});
    world.send(&stage.asha, stage.bid);
    stage
}

fn answers(world: &World, visit: &Visit, bid: ApplicationId, reply: Reply) -> Outcome<()> {
    let case = AnswerAsSecondPerson { application: bid, submission: 1, reply };
    world.act(&visit.actor, case)
}

const YES: Reply = Reply::Confirm { own_address: true };

fn no() -> Reply {
    Reply::Decline { reason: "The figures are last year's.".to_owned() }
}

fn status(world: &World, bid: ApplicationId) -> ConfirmationStatus {
    world.read(|tx| tx.confirmation(bid)).unwrap().status
}

/// The path in the newest letter to this address.
fn path_in_letter(world: &World, email: &str) -> String {
    let letter = world.letter_to(email).text().unwrap();
    let at = letter.find("/applications/").unwrap();
    letter[at..].split_whitespace().next().unwrap().to_owned()
}

fn refusal(outcome: Outcome<()>) -> ConfirmationRefused {
    match outcome {
        Err(AppError::Refused(Refusal::Confirmation(refused))) => refused,
        other => panic!("{other:?}"),
    }
}

fn letters(world: &World, code: &str) -> usize {
    world.read(|tx| tx.letters(None, 100)).iter().filter(|one| one.code == code).count()
}

on_both_databases! {
    fn a_second_person_reads_the_whole_bid_and_confirms_it_by_the_letter(world: &World) {
        let mut all = sent(world);
        let at = format!("/applications/{}", all.bid);
        for page in [format!("{at}/receipt"), at.clone()] {
            let page = all.asha.browser.get(&page).unwrap().expect(200).unwrap();
            let said = "Ben Friend must still confirm, by the end of Thursday 8 February 2024";
            assert!(page.text().contains(said), "{}", page.text());
        }
        let path = path_in_letter(world, &all.ben.email);
        let page = all.ben.browser.get(&path).unwrap().expect(200).unwrap();
        assert!(page.text().contains("Two coaches run a session each week."), "{}", page.text());
        let mut form = page.main_form().unwrap();
        form.set("reply", "confirm").unwrap();
        let page = form.submit(&mut all.ben.browser).unwrap();
        assert_eq!(page.status, 422);
        assert!(page.text().contains("Say that this email address is your own"));
        let mut form = page.main_form().unwrap();
        form.add("own_address", "yes");
        let page = form.submit(&mut all.ben.browser).unwrap().accepted().unwrap();
        assert!(page.text().contains("It is confirmed"), "{}", page.text());

        let told = world.letter_to(&all.asha.email).text().unwrap();
        assert!(told.contains("Ben Friend has confirmed your application"), "{told}");
        let own = world.see(&all.asha.actor, &OwnApplication { application: all.bid }).unwrap();
        assert_eq!(own.application.submitted_at, Some(london("2024-01-08T10:00")));
        let page = all.asha.browser.get(&at).unwrap().expect(200).unwrap();
        assert!(page.text().contains("Confirmed by Ben Friend"), "{}", page.text());
    }

    fn a_bid_at_the_amount_waits_for_nobody(world: &World) {
        let all = filled_in(world, |round| {
            round.settings.eligibility.second_person_above = Some(Pence::from_pounds(1_000));
        });
        world.send(&all.asha, all.bid);
        assert!(world.read(|tx| tx.confirmation(all.bid)).is_none());
        let own = world.see(&all.asha.actor, &OwnApplication { application: all.bid }).unwrap();
        assert!(own.second.is_none());
    }

    fn who_sent_a_bid_never_confirms_it(world: &World) {
        let mut all = sent(world);
        let outcome = answers(world, &all.asha, all.bid, YES);
        assert!(matches!(outcome, Err(AppError::Forbidden(..))), "{outcome:?}");
        let path = format!("/applications/{}/confirmation", all.bid);
        let page = all.asha.browser.get(&path).unwrap().expect(200).unwrap();
        assert!(page.form("confirmation").is_err());
        assert!(page.text().contains("You sent it"), "{}", page.text());
        let program = world.program(&all.asha, false);
        let body = json!({ "submission": 1, "reply": "confirm", "own_address": true });
        let path = format!("/api/v1{path}");
        assert_eq!(program.post_json(&path, &body).unwrap().status, 403);
        assert_eq!(status(world, all.bid), ConfirmationStatus::Asked);
    }

    fn people_of_another_group_find_nothing(world: &World) {
        let all = sent(world);
        let mut other = world.applicant("Olga Other");
        world.group(&mut other, "Another Fictional Group");
        let outcome = answers(world, &other, all.bid, YES);
        assert!(matches!(outcome, Err(AppError::NotFound)), "{outcome:?}");
        for page in ["confirmation", "second-person"] {
            let path = format!("/applications/{}/{page}", all.bid);
            assert_eq!(other.browser.get(&path).unwrap().status, 404);
        }
    }

    fn after_a_no_another_person_is_named_and_asked(world: &World) {
        let mut all = sent(world);
        let mut cleo = world.applicant("Cleo Third");
        joins(world, all.group, &mut cleo);
        assert_eq!(refusal(answers(world, &cleo, all.bid, YES)), ConfirmationRefused::NotNamed);
        // Letters of one delivery arrive in no order: those before the answer go out first.
        world.deliver();
        answers(world, &all.ben, all.bid, no()).unwrap();
        let path = path_in_letter(world, &all.asha.email);
        let page = all.asha.browser.get(&path).unwrap().expect(200).unwrap();
        assert!(page.text().contains("The figures are last year's."), "{}", page.text());
        let mut form = page.main_form().unwrap();
        form.set("person", &cleo.person.to_string()).unwrap();
        let page = form.submit(&mut all.asha.browser).unwrap().accepted().unwrap();
        assert!(page.text().contains("Cleo Third must still confirm"), "{}", page.text());
        assert!(path_in_letter(world, &cleo.email).ends_with("/confirmation"));
        answers(world, &cleo, all.bid, YES).unwrap();
        assert_eq!(status(world, all.bid), ConfirmationStatus::Confirmed);
        let again = answers(world, &all.ben, all.bid, YES);
        assert_eq!(refusal(again), ConfirmationRefused::NotNamed);
    }

    fn a_shared_mailbox_is_not_named(world: &World) {
        let all = sent(world);
        let mut info = world.applicant("Info");
        joins(world, all.group, &mut info);
        let person = info.person;
        let name = NameSecondPerson { application: all.bid, person, version: 1 };
        let outcome = world.act(&all.asha.actor, name);
        assert_eq!(refusal(outcome), ConfirmationRefused::SharedAddress);
        let seen = world.see(&all.asha.actor, &SecondPersonPage { application: all.bid }).unwrap();
        let unfit = seen.candidates.iter().filter(|one| one.unfit.is_some()).count();
        assert_eq!(unfit, 2, "the sender and the shared mailbox");
    }

    fn a_reminder_goes_out_once_on_the_working_day_before(world: &World) {
        let all = sent(world);
        world.deliver();
        world.clock.set(london("2024-02-06T09:00"));
        chores::tick(&world.app);
        assert_eq!(letters(world, "second_person_asked"), 1);
        world.clock.set(london("2024-02-07T09:00"));
        chores::tick(&world.app);
        chores::tick(&world.app);
        assert_eq!(letters(world, "second_person_asked"), 2);
        assert_eq!(letters(world, "second_person_needed"), 2);
        let letter = world.letter_to(&all.ben.email);
        assert!(letter.subject().unwrap().starts_with("Reminder"));
    }

    fn the_last_day_counts_whole_and_the_day_after_is_too_late(world: &World) {
        let all = sent(world);
        world.clock.set(london("2024-02-09T00:00"));
        let late = refusal(answers(world, &all.ben, all.bid, YES));
        assert!(matches!(late, ConfirmationRefused::TooLate(_)));
        world.clock.set(london("2024-02-08T23:59"));
        answers(world, &all.ben, all.bid, YES).unwrap();
        assert_eq!(status(world, all.bid), ConfirmationStatus::Confirmed);
    }

    fn a_bid_taken_back_waits_for_nobody(world: &World) {
        let all = sent(world);
        let own = world.see(&all.asha.actor, &OwnApplication { application: all.bid }).unwrap();
        let version = own.application.version;
        world.act(&all.asha.actor, Withdraw { application: all.bid, version }).unwrap();
        let outcome = answers(world, &all.ben, all.bid, YES);
        assert_eq!(refusal(outcome), ConfirmationRefused::NothingWaits);
    }

    fn an_unconfirmed_bid_is_asked_about_in_screening_and_is_never_lost(world: &World) {
        let officer = world.staff("Officer", &[Role::GrantsOfficer]);
        let all = filled_in(world, |round| round.posts.officer = Some(officer.person));
        world.send(&all.asha, all.bid);
        world.clock.set(london("2024-02-12T09:00"));
        chores::tick(&world.app);
        world.clear(&officer, all.round, &[all.bid]);
        let version = world.read(|tx| tx.round(all.round)).unwrap().version;
        let start = Change { round: all.round, version, mv: StartScreening };
        world.act(&officer.actor, start).unwrap();

        let computed = || {
            let seen = world.see(&officer.actor, &ScreeningPage { application: all.bid }).unwrap();
            seen.checks.into_iter().find(|(check, ..)| check.code == "EL13").unwrap().2
        };
        assert!(matches!(computed(), Finding::Fail(Failing::NotConfirmed { .. })));
        let version = || world.read(|tx| tx.screening(all.bid)).unwrap().version;
        let record = |found| RecordCheck {
            application: all.bid,
            version: version(),
            check: "EL13".to_owned(),
            found,
            text: "Nobody confirmed it.".to_owned(),
        };
        let passed = world.act(&officer.actor, record(CheckResult::Pass { condition: None }));
        assert!(matches!(passed, Err(AppError::Refused(_))), "nobody passes it by hand");
        world.act(&officer.actor, record(CheckResult::NeedsInformation)).unwrap();
        let item = Item {
            check: "EL13".to_owned(),
            questions: Vec::new(),
            text: "Please have a second person confirm it.".to_owned(),
        };
        let ask =
            AskForInformation { application: all.bid, version: version(), items: vec![item] };
        world.act(&officer.actor, ask).unwrap();

        answers(world, &all.ben, all.bid, YES).unwrap();
        let given =
            GiveInformation { application: all.bid, version: version(), typed: Vec::new() };
        world.act(&all.asha.actor, given).unwrap();
        assert_eq!(computed(), Finding::Pass);
    }

    fn programs_name_and_answer_as_people_do(world: &World) {
        let all = sent(world);
        let (asha, ben) = (world.program(&all.asha, false), world.program(&all.ben, false));
        let at = format!("/api/v1/applications/{}", all.bid);
        let read = asha.get_json(&format!("{at}/second-person")).unwrap().body;
        assert_eq!(read["stands"], "waiting");
        assert_eq!(read["person"], all.ben.person.to_string());
        assert_eq!(read["until"], "2024-02-08");
        let body = json!({ "submission": 1, "reply": "decline", "reason": "Not agreed." });
        assert_eq!(ben.post_json(&format!("{at}/confirmation"), &body).unwrap().status, 204);
        let read = asha.get_json(&format!("{at}/second-person")).unwrap().body;
        assert_eq!((&read["stands"], &read["reason"]), (&json!("said_no"), &json!("Not agreed.")));
        let body = json!({ "version": read["version"], "person": all.ben.person.to_string() });
        let named = asha.send_json("PUT", &format!("{at}/second-person"), &body).unwrap();
        assert_eq!(named.status, 204);
        let body = json!({ "submission": 1, "reply": "confirm", "own_address": true });
        assert_eq!(ben.post_json(&format!("{at}/confirmation"), &body).unwrap().status, 204);
    }
}
