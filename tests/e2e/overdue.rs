//! What has a day on which it ends: a group's answer to a question, and an assessor's marks.

use almoner_domain::access::Role;
use almoner_domain::application::Status;
use almoner_domain::assessment::{self, Assessment, Kind};
use almoner_domain::conflict::{self, Capacity, Declaration};
use almoner_domain::form::QuestionId;
use almoner_domain::id::{ApplicationId, AssessmentId, DeclarationId};
use almoner_domain::round::{self, Post, Round};
use almoner_domain::screening::{CheckResult, Item};
use almoner_domain::value::CivilDate;
use almoner_server::chores;
use almoner_testkit::{Visit, World, london, on_both_databases};
use almoner_usecases::rounds::Change;
use almoner_usecases::screening::{AskForInformation, RecordCheck, StartScreening};

/// A bid of a closed round, its group, and an officer who may work on it.
struct Stage {
    officer: Visit,
    group: Visit,
    bid: ApplicationId,
}

fn stage(world: &World) -> Stage {
    let officer = world.staff("Officer", &[Role::GrantsOfficer]);
    let lead = world.staff("Lead", &[Role::GrantsLead]);
    let round = world.open_round_with(|round| {
        round.posts.officer = Some(officer.person);
        round.posts.lead = Some(Post { holder: lead.person, substitute: None });
    });
    let (group, bid, _) = world.sent_bid("Asha Example", "Fictional Youth Group");
    world.clock.set(london("2024-02-06T10:00"));
    chores::tick(&world.app);
    let id = DeclarationId(world.uuid());
    let made = Declaration::pending(id, round, bid, officer.person, Capacity::Staff);
    let status = conflict::Status::None;
    let declared = Declaration { status, declared_at: Some(world.now()), ..made };
    world.write(move |tx| tx.add_declarations(std::slice::from_ref(&declared)));
    let version = world.read(|tx| tx.round(round)).unwrap().version;
    world.act(&officer.actor, Change { round, version, mv: StartScreening }).unwrap();
    Stage { officer, group, bid }
}

/// The officer asks the group about one question, on Tuesday 6 February 2024: five working days
/// later is Tuesday 13 February.
fn asked(world: &World) -> Stage {
    let stage = stage(world);
    let version = || world.read(|tx| tx.screening(stage.bid)).unwrap().version;
    let look = RecordCheck {
        application: stage.bid,
        version: version(),
        check: "EL10".to_owned(),
        found: CheckResult::NeedsInformation,
        text: "It does not say who was asked.".to_owned(),
    };
    world.act(&stage.officer.actor, look).unwrap();
    let item = Item {
        check: "EL10".to_owned(),
        questions: vec![QuestionId::parse("B5").unwrap()],
        text: "Tell us whom you asked.".to_owned(),
    };
    let ask = AskForInformation { application: stage.bid, version: version(), items: vec![item] };
    world.deliver();
    world.act(&stage.officer.actor, ask).unwrap();
    stage
}

/// What stands as the answer to a question.
fn answer(world: &World, bid: ApplicationId, name: &str) -> String {
    let head = world.read(|tx| tx.application(bid)).unwrap();
    let sent = world.read(|tx| tx.submission(bid, head.submission)).unwrap();
    sent.answers.get(name).map(|values| values.join(", ")).unwrap_or_default()
}

fn status(world: &World, bid: ApplicationId) -> Status {
    world.read(|tx| tx.application(bid)).unwrap().status
}

/// An assessment of the bid that was due on this day, somebody's who has not begun.
fn assigned(world: &World, stage: &Stage, due: CivilDate) -> AssessmentId {
    let assessor = world.staff("Assessor", &[Role::Assessor]).person;
    let round = world.read(|tx| tx.application(stage.bid)).unwrap().round;
    let given = Assessment {
        id: AssessmentId(world.uuid()),
        version: 1,
        round,
        application: stage.bid,
        assessor,
        kind: Kind::Staff,
        status: assessment::Status::Assigned,
        assigned_by: stage.officer.person,
        assigned_at: world.now(),
        due,
        widened: None,
        marks: assessment::Marks::new(),
        submitted_at: None,
        locked_at: None,
        remarks: Vec::new(),
    };
    let id = given.id;
    world.write(move |tx| {
        tx.add_assessments(std::slice::from_ref(&given))?;
        let assessing =
            tx.round(round)?.map(|saved| Round { status: round::Status::Assessing, ..saved });
        assessing.iter().try_for_each(|assessing| tx.save_round(assessing))
    });
    id
}

on_both_databases! {
    fn a_group_changes_only_the_answers_that_it_was_asked_about(world: &World) {
        let mut stage = asked(world);
        let letter = world.letter_to(&stage.group.email);
        assert!(letter.text().unwrap().contains("13 February 2024"), "{:?}", letter.text());
        let before = answer(world, stage.bid, "B7");
        let path = format!("/applications/{}/information", stage.bid);
        world.clock.set(london("2024-02-13T23:30"));
        world.sign_in_again(&mut stage.group);
        let browser = &mut stage.group.browser;
        let page = browser.get(&path).unwrap().expect(200).unwrap();
        assert!(page.text().contains("Tell us whom you asked."), "{}", page.text());
        let mut form = page.main_form().unwrap();
        assert!(form.names().iter().all(|name| name != "B7"), "{:?}", form.names());
        form.set("B5", "We asked 40 young people at the park.").unwrap();
        form.add("B7", "Something else altogether.");
        world.clock.set(london("2024-02-13T23:59"));
        form.submit(browser).unwrap().accepted().unwrap();
        assert_eq!(answer(world, stage.bid, "B5"), "We asked 40 young people at the park.");
        assert_eq!(answer(world, stage.bid, "B7"), before);
        assert_eq!(status(world, stage.bid), Status::Screening);
    }

    fn a_late_answer_changes_nothing_and_is_shown_back(world: &World) {
        let mut stage = asked(world);
        let before = answer(world, stage.bid, "B5");
        let path = format!("/applications/{}/information", stage.bid);
        world.clock.set(london("2024-02-13T23:30"));
        world.sign_in_again(&mut stage.group);
        let browser = &mut stage.group.browser;
        let mut form = browser.get(&path).unwrap().expect(200).unwrap().main_form().unwrap();
        form.set("B5", "We asked 40 young people at the park.").unwrap();
        world.clock.set(london("2024-02-14T00:00"));
        for noticed in [false, true] {
            if noticed {
                chores::tick(&world.app);
                assert_eq!(status(world, stage.bid), Status::Screening);
            }
            let page = form.clone().submit(browser).unwrap().expect(422).unwrap();
            assert!(page.text().contains("Nothing was sent"), "{}", page.text());
            assert!(page.text().contains("We asked 40 young people"), "{}", page.text());
            assert_eq!(answer(world, stage.bid, "B5"), before);
        }
    }

    fn an_assessment_that_nobody_hands_in_ends_three_days_after_it_was_due(world: &World) {
        let stage = stage(world);
        let id = assigned(world, &stage, "2024-03-01".parse().unwrap());
        let now = || world.read(|tx| tx.assessment(id)).unwrap().status;
        world.clock.set(london("2024-03-04T23:59"));
        chores::tick(&world.app);
        assert_eq!(now(), assessment::Status::Assigned);
        world.clock.set(london("2024-03-05T00:00"));
        chores::tick(&world.app);
        assert_eq!(now(), assessment::Status::Expired);
        let letter = world.letter_to("lead@example.org");
        assert!(letter.text().unwrap().contains("1 assessment"), "{:?}", letter.text());
        let stream = almoner_domain::audit::Stream::Application(stage.bid);
        let entries = world.read(|tx| tx.entries_of(stream));
        assert_eq!(entries.last().unwrap().event, "assessment.expired");
        assert!(world.read(|tx| tx.verify()).is_ok());
    }
}
