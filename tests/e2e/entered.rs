//! A bid that an officer enters for a group: the group confirms it, and the officer judges nothing
//! of it.

use almoner_domain::access::{Actor, Caller, Denied, Role};
use almoner_domain::application::{ConfirmationStatus, EnterRefused, EnteredHow, Reply};
use almoner_domain::assessment::{self, Assessment, Kind};
use almoner_domain::id::{ApplicationId, AssessmentId, RoundId};
use almoner_domain::round::{Check, CheckMethod, Post, Reason, Round};
use almoner_domain::screening::CheckResult;
use almoner_server::chores;
use almoner_testkit::{Visit, World, london, on_both_databases};
use almoner_usecases::applications::{AnswerAsSecondPerson, EnterApplication, OwnApplication};
use almoner_usecases::assessments::{AssessmentPage, SaveAssessment};
use almoner_usecases::decisions::DiligencePage;
use almoner_usecases::panel::AgreeMarks;
use almoner_usecases::rounds::Change;
use almoner_usecases::screening::{
    ConfirmIneligible, PassScreening, RecordCheck, ScreeningPage, StartScreening,
};
use almoner_usecases::{AppError, Outcome, Refusal};
use std::collections::BTreeMap;

const CONTACT: &str = "asha@example.org";

fn takes_entered(round: &mut Round) {
    round.settings.eligibility.checks.push(Check {
        code: "EL13".to_owned(),
        title: "Somebody of the group confirmed it".to_owned(),
        method: CheckMethod::SecondPerson,
        reasons: vec![Reason {
            code: "not_confirmed".to_owned(),
            text: "Nobody confirmed it.".to_owned(),
        }],
        conditional: false,
        override_by: Vec::new(),
    });
}

fn entering(round: RoundId) -> EnterApplication {
    EnterApplication {
        round,
        organisation: "Fictional Friday Football".to_owned(),
        kind: "group".to_owned(),
        contact: "Asha Example".to_owned(),
        email: CONTACT.to_owned(),
        how: EnteredHow::Paper.code().to_owned(),
        received: Some("2024-01-08T09:30:00".parse().unwrap()),
    }
}

struct Stage {
    round: RoundId,
    officer: Visit,
    other: Visit,
    bid: ApplicationId,
}

/// Entered by Olive and sent by her; Owen is an officer too.
fn entered(world: &World) -> Stage {
    let officer = world.staff("Olive Officer", &[Role::GrantsOfficer]);
    let other = world.staff("Owen Officer", &[Role::GrantsOfficer]);
    let round = world.open_round_with(takes_entered);
    let bid = world.act(&officer.actor, entering(round)).unwrap();
    world.fill_in(&officer, bid);
    world.send(&officer, bid);
    Stage { round, officer, other, bid }
}

/// The contact, as the policy sees them once they have signed in by their letter.
fn contact(world: &World, bid: ApplicationId) -> Actor {
    let person = world.read(|tx| tx.person_by_email(CONTACT)).unwrap();
    let organisation = world.read(|tx| tx.application(bid)).unwrap().organisation;
    Actor::Person(Caller {
        id: person.id,
        roles: std::iter::empty().collect(),
        second_factor: false,
        organisations: vec![organisation],
    })
}

fn status(world: &World, bid: ApplicationId) -> ConfirmationStatus {
    world.read(|tx| tx.confirmation(bid)).unwrap().status
}

fn is_barred<T: std::fmt::Debug>(outcome: Outcome<T>) {
    let barred = matches!(outcome, Err(AppError::Forbidden(_, Denied::EarlierPart)));
    assert!(barred, "{:?}", outcome.err());
}

fn screened(world: &World, stage: &Stage) {
    world.clock.set(london("2024-02-12T09:00"));
    chores::tick(&world.app);
    for visit in [&stage.officer, &stage.other] {
        world.clear(visit, stage.round, &[stage.bid]);
    }
    let version = world.read(|tx| tx.round(stage.round)).unwrap().version;
    let start = Change { round: stage.round, version, mv: StartScreening };
    world.act(&stage.other.actor, start).unwrap();
}

fn record(world: &World, bid: ApplicationId, check: &str) -> RecordCheck {
    RecordCheck {
        application: bid,
        version: world.read(|tx| tx.screening(bid)).unwrap().version,
        check: check.to_owned(),
        found: CheckResult::Pass { condition: None },
        text: String::new(),
    }
}

fn refusal<T>(outcome: Outcome<T>) -> EnterRefused {
    match outcome {
        Err(AppError::Refused(Refusal::Entered(refused))) => refused,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was entered"),
    }
}

on_both_databases! {
    fn an_officer_enters_a_paper_bid_and_the_groups_contact_confirms_it(world: &World) {
        let mut officer = world.staff("Olive Officer", &[Role::GrantsOfficer]);
        let round = world.open_round_with(takes_entered);
        world.sign_in_again(&mut officer);
        let at = format!("/staff/rounds/{round}");
        let page = officer.browser.get(&at).unwrap().expect(200).unwrap();
        let link = "Enter an application for a group";
        let page = officer.browser.follow(&page, link).unwrap().expect(200).unwrap();
        let mut form = page.main_form().unwrap();
        form.set("organisation", "Fictional Friday Football").unwrap();
        form.set("kind", "group").unwrap();
        form.set("contact", "Asha Example").unwrap();
        form.set("email", "info@example.org").unwrap();
        form.set("how", "paper").unwrap();
        for (part, text) in [("day", "8"), ("month", "1"), ("year", "2024")] {
            form.set(&format!("received-{part}"), text).unwrap();
        }
        form.set("time", "09:30").unwrap();
        let page = form.submit(&mut officer.browser).unwrap();
        assert_eq!(page.status, 422);
        assert!(page.text().contains("one that several people read"), "{}", page.text());
        let mut form = page.main_form().unwrap();
        form.set("email", CONTACT).unwrap();
        let page = form.submit(&mut officer.browser).unwrap().accepted().unwrap();
        assert_eq!(page.heading(), "Your application");
        let told = world.letter_to(CONTACT).text().unwrap();
        assert!(told.contains("Olive Officer"), "{told}");

        let bid = ApplicationId::parse(page.url.rsplit('/').next().unwrap()).unwrap();
        world.fill_in(&officer, bid);
        world.send(&officer, bid);
        let asked = world.read(|tx| tx.confirmation(bid)).unwrap();
        assert_eq!(asked.first, Some(officer.person));
        let contact = contact(world, bid);
        assert_eq!(asked.person, contact.person());
        world.deliver();
        let page = officer.browser.get(&format!("/applications/{bid}/receipt")).unwrap();
        let page = page.expect(200).unwrap();
        assert!(page.text().contains("Asha Example must still confirm"), "{}", page.text());
        let own = world.see(&contact, &OwnApplication { application: bid }).unwrap();
        assert_eq!(own.application.submitted_at, Some(london("2024-01-08T10:00")));
        let reply = Reply::Confirm { own_address: true };
        let yes = AnswerAsSecondPerson { application: bid, submission: 1, reply };
        world.act(&contact, yes).unwrap();
        assert_eq!(status(world, bid), ConfirmationStatus::Confirmed);

        let stream = almoner_domain::audit::Stream::Application(bid);
        let entries = world.read(|tx| tx.entries_of(stream));
        let entry = entries.iter().find(|one| one.event == "application.entered").unwrap();
        assert_eq!(entry.by.person, Some(officer.person));
        let how = almoner_domain::audit::Fact::Code("paper".to_owned());
        assert_eq!(entry.facts.get("how"), Some(&how));
    }

    fn the_receipt_of_an_entered_bid_goes_to_the_group(world: &World) {
        let all = entered(world);
        world.deliver();
        let letters = world.read(|tx| tx.letters(None, 100));
        let receipt = letters.iter().find(|one| one.code == "application_received").unwrap();
        assert_eq!(receipt.to.email, CONTACT);
        assert_eq!(status(world, all.bid), ConfirmationStatus::Asked);
    }

    fn a_bid_is_entered_only_if_it_came_while_the_round_was_open(world: &World) {
        let officer = world.staff("Olive Officer", &[Role::GrantsOfficer]);
        let round = world.open_round_with(takes_entered);
        let at = |text: &str| {
            let received = Some(text.parse().unwrap());
            world.act(&officer.actor, EnterApplication { received, ..entering(round) })
        };
        assert!(matches!(refusal(at("2024-01-07T12:00")), EnterRefused::BeforeOpening(_)));
        assert!(matches!(refusal(at("2024-02-05T17:00")), EnterRefused::AfterDeadline(_)));
        assert_eq!(refusal(at("2024-01-08T10:00:01")), EnterRefused::NotYet);
        world.clock.set(london("2024-02-05T17:00"));
        let late = at("2024-01-20T12:00");
        assert!(matches!(late, Err(AppError::Refused(Refusal::Application(_)))));
    }

    fn the_officer_and_their_colleagues_are_not_the_contact(world: &World) {
        let officer = world.staff("Olive Officer", &[Role::GrantsOfficer]);
        let colleague = world.staff("Lena Lead", &[Role::GrantsLead]);
        let round = world.open_round_with(takes_entered);
        let to = |email: &str| {
            let email = email.to_owned();
            world.act(&officer.actor, EnterApplication { email, ..entering(round) })
        };
        assert_eq!(refusal(to("olive.officer+bid@example.org")), EnterRefused::OwnMailbox);
        assert_eq!(refusal(to(&colleague.email)), EnterRefused::Staff);
    }

    fn who_entered_a_bid_never_confirms_it(world: &World) {
        let all = entered(world);
        let reply = Reply::Confirm { own_address: true };
        let yes = AnswerAsSecondPerson { application: all.bid, submission: 1, reply };
        let outcome = world.act(&all.officer.actor, yes);
        assert!(matches!(outcome, Err(AppError::NotFound)), "{outcome:?}");
    }

    fn who_entered_a_bid_never_screens_it(world: &World) {
        let all = entered(world);
        screened(world, &all);
        is_barred(world.act(&all.officer.actor, record(world, all.bid, "EL06")));
        let page = ScreeningPage { application: all.bid };
        is_barred(world.see(&all.officer.actor, &page).map(drop));
        let version = world.read(|tx| tx.screening(all.bid)).unwrap().version;
        let pass = PassScreening { application: all.bid, version };
        is_barred(world.act(&all.officer.actor, pass));
        world.act(&all.other.actor, record(world, all.bid, "EL06")).unwrap();
    }

    fn who_entered_a_bid_never_confirms_a_result_of_screening(world: &World) {
        let lead = world.staff("Lena Lead", &[Role::GrantsLead]);
        let round = world.open_round_with(takes_entered);
        let bid = world.act(&lead.actor, entering(round)).unwrap();
        world.fill_in(&lead, bid);
        world.send(&lead, bid);
        let other = world.staff("Owen Officer", &[Role::GrantsOfficer]);
        let all = Stage { round, officer: lead, other, bid };
        screened(world, &all);
        let version = world.read(|tx| tx.screening(bid)).unwrap().version;
        is_barred(world.act(&all.officer.actor, ConfirmIneligible { application: bid, version }));
    }

    fn who_entered_a_bid_never_marks_it_even_if_somebody_assigned_it_to_them(world: &World) {
        let all = entered(world);
        let officer = all.officer.person;
        let given = Assessment {
            id: AssessmentId(world.uuid()),
            version: 1,
            round: all.round,
            application: all.bid,
            assessor: officer,
            kind: Kind::Staff,
            status: assessment::Status::Assigned,
            assigned_by: all.other.person,
            assigned_at: world.now(),
            due: "2024-03-01".parse().unwrap(),
            widened: None,
            marks: assessment::Marks::new(),
            submitted_at: None,
            locked_at: None,
            remarks: Vec::new(),
        };
        let id = given.id;
        world.write(move |tx| tx.add_assessments(std::slice::from_ref(&given)));
        world.clear(&all.officer, all.round, &[all.bid]);
        let marks = assessment::Marks::new();
        let save = SaveAssessment { assessment: id, version: 1, marks };
        is_barred(world.act(&all.officer.actor, save));
        is_barred(world.see(&all.officer.actor, &AssessmentPage { assessment: id }).map(drop));
    }

    fn who_entered_a_bid_never_moderates_it_even_as_the_rounds_chair(world: &World) {
        let all = entered(world);
        let chair = Post { holder: all.officer.person, substitute: None };
        let mut round = world.read(|tx| tx.round(all.round)).unwrap();
        round.posts.chair = Some(chair);
        world.write(move |tx| tx.save_round(&round));
        world.clear(&all.officer, all.round, &[all.bid]);
        let agree = AgreeMarks {
            application: all.bid,
            version: 0,
            proposals: BTreeMap::new(),
            discussion: String::new(),
        };
        is_barred(world.act(&all.officer.actor, agree));
    }

    fn who_entered_a_bid_never_makes_its_due_diligence(world: &World) {
        let all = entered(world);
        world.clear(&all.officer, all.round, &[all.bid]);
        let page = DiligencePage { application: all.bid };
        is_barred(world.see(&all.officer.actor, &page).map(drop));
    }

    fn an_officer_before_the_second_factor_enters_and_edits_nothing(world: &World) {
        let all = entered(world);
        let Actor::Person(caller) = &all.officer.actor else { panic!("a visit is of a person") };
        let half = Actor::Person(Caller { second_factor: false, ..caller.clone() });
        let seen = world.see(&half, &OwnApplication { application: all.bid });
        assert!(matches!(seen.err(), Some(AppError::NotFound)));
        let again = world.act(&half, entering(all.round));
        assert!(matches!(again, Err(AppError::SecondFactor)), "{again:?}");
        let other = world.see(&all.other.actor, &OwnApplication { application: all.bid });
        assert!(matches!(other.err(), Some(AppError::NotFound)), "another officer sees nothing");
    }
}
