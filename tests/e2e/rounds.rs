//! A round from its file to its public page, by the people whom the policy names.

use almoner_domain::access::{Actor, Role};
use almoner_domain::application::{self, Application, Start};
use almoner_domain::audit::Fact;
use almoner_domain::id::{ApplicationId, OrganisationId, PersonId, RoundId};
use almoner_domain::organisation::{Kind, Organisation};
use almoner_domain::round::{Round, RoundFile, Status, missing};
use almoner_replay::file::ReplayFile;
use almoner_testkit::{Visit, World, london, on_both_databases};
use almoner_usecases::rounds::{
    AddQuestion, Approve, AskForReview, Change, ConfirmFunds, CreateRound, Extend, PublicRound,
    Publish, Tick,
};
use almoner_usecases::{AppError, Refusal};
use std::collections::BTreeMap;

/// A fictional round file for the office of the tests: opens at 9am on 8 January 2024, closes at
/// 5pm on 5 February 2024.
const FILE: &str = include_str!("data/round.toml");

const SAFETY_FUND: &str = include_str!("../../crates/replay/data/safety-fund-round-3.toml");

/// The people of the file, signed in.
struct Team {
    officer: Visit,
    finance: Visit,
    commissioner: Visit,
}

fn team(world: &World) -> Team {
    for name in ["Second Lead", "Chair", "Second Chair", "Second Finance", "Second Approver"] {
        world.staff(name, &[Role::Chair]);
    }
    world.staff("Lead", &[Role::GrantsLead]);
    Team {
        officer: world.staff("Officer", &[Role::GrantsOfficer]),
        finance: world.staff("Finance", &[Role::ChiefFinanceOfficer]),
        commissioner: world.staff("Approver", &[Role::Commissioner]),
    }
}

fn created(world: &World, team: &Team) -> RoundId {
    world.act(&team.officer.actor, CreateRound { definition: FILE.to_owned() }).unwrap()
}

/// Takes a created round to the public.
fn announced(world: &World, team: &Team) -> RoundId {
    let round = created(world, team);
    world.act(&team.officer.actor, Change { round, version: 1, mv: AskForReview }).unwrap();
    world.act(&team.finance.actor, Change { round, version: 2, mv: ConfirmFunds }).unwrap();
    world.act(&team.commissioner.actor, Change { round, version: 3, mv: Approve }).unwrap();
    world.act(&team.officer.actor, Change { round, version: 4, mv: Publish }).unwrap();
    round
}

/// A draft of a group of its own in an open round.
fn draft_of(world: &World, round: RoundId, by: PersonId) -> Application {
    let organisation = Organisation {
        id: OrganisationId(world.uuid()),
        version: 1,
        name: "Invented Youth Club".into(),
        other_names: String::new(),
        kind: Kind::Group,
        charity_number: None,
        company_number: None,
        postcode: None,
        created_by: by,
        created_at: world.now(),
    };
    let round = world.read(|tx| tx.round(round)).unwrap();
    let id = ApplicationId(world.uuid());
    let new = Start { id, organisation: &organisation, existing: &[], by, at: world.now() };
    let draft = application::start(&round, new).unwrap();
    let now = world.now();
    world.write(move |tx| {
        tx.add_organisation(&organisation)?;
        tx.add_member(organisation.id, by, "contact", now)
    });
    draft
}

on_both_databases! {
    fn a_round_goes_from_its_file_to_its_public_page_in_the_browser(world: &World) {
        let Team { mut officer, mut finance, mut commissioner } = team(world);
        let form = officer.browser.get("/staff/rounds/new").unwrap();
        let mut form = form.main_form().unwrap();
        form.set("definition", FILE).unwrap();
        let page = form.submit(&mut officer.browser).unwrap().accepted().unwrap();
        assert_eq!(page.heading(), "Test Fund, round 1");
        let here = page.url;
        assert_eq!(world.browser().get("/rounds/TST-2324-R1").unwrap().status, 404);

        let press = |visit: &mut Visit, step: &str| {
            let page = visit.browser.get(&here).unwrap().accepted().unwrap();
            let page = visit.browser.follow(&page, step).unwrap().accepted().unwrap();
            let form = page.main_form().unwrap();
            form.submit(&mut visit.browser).unwrap().accepted().unwrap()
        };
        press(&mut officer, "Ask for review");
        press(&mut finance, "Confirm that the funds are there");
        press(&mut commissioner, "Approve");
        let page = press(&mut officer, "Announce");
        assert_eq!(page.texts_of_class("govuk-tag").first().map(String::as_str), Some("Announced"));

        let page = world.browser().get("/rounds/TST-2324-R1").unwrap();
        assert!(page.text().contains("Opens at 9am on Monday 8 January 2024"), "{}", page.text());
        assert!(page.link("Apply").is_err());
        assert!(page.text().contains("Assumed. Invented for a test."));
        let page = world.browser().get("/rounds/TST-2324-R1/questions").unwrap();
        assert!(page.text().contains("Up to 300 words."));
        assert!(page.text().contains("It is marked, for “Need” (60% of the total)."));
        let page = world.browser().get("/rounds/tst-2324-r1/privacy").unwrap();
        assert_eq!(page.heading(), "How we use what you tell us");
    }

    fn the_public_page_follows_the_clock_whether_or_not_a_job_has_run(world: &World) {
        let team = team(world);
        announced(world, &team);
        let tag = |address: &str| {
            let page = world.browser().get(address).unwrap();
            page.texts_of_class("govuk-tag").first().cloned().unwrap_or_default()
        };
        for address in ["/rounds/TST-2324-R1", "/rounds", "/"] {
            let moments = [
                ("2024-01-08T08:59", "Opening soon"),
                ("2024-01-08T09:00", "Open"),
                ("2024-02-05T16:59", "Open"),
                ("2024-02-05T17:00", "Closed"),
                ("2024-02-05T16:59", "Open"),
            ];
            for (moment, wanted) in moments {
                world.clock.set(london(moment));
                assert_eq!(tag(address), wanted, "{address} at {moment}");
                assert_eq!(tag(address), wanted, "{address} at {moment}, again");
            }
        }
        world.clock.set(london("2024-01-08T09:00"));
        let page = world.browser().get("/rounds/TST-2324-R1").unwrap();
        assert_eq!(page.link("Apply").unwrap(), "/rounds/TST-2324-R1/apply");
    }

    fn a_closing_that_was_noticed_stays_whatever_the_clock_says(world: &World) {
        let team = team(world);
        let round = announced(world, &team);
        world.clock.set(london("2024-02-05T17:00"));
        let ticked = world.act(&Actor::System, Tick).unwrap();
        assert_eq!((ticked.opened, ticked.closed), (0, 1));
        let stored = world.read(|tx| tx.round(round)).unwrap();
        assert_eq!(stored.status, Status::Closed);
        world.clock.set(london("2024-02-05T16:00"));
        let page = world.browser().get("/rounds/TST-2324-R1").unwrap();
        assert_eq!(page.texts_of_class("govuk-tag").first().map(String::as_str), Some("Closed"));
        let entries = world.read(|tx| tx.entries_of_round(round, london("2024-03-01T00:00")));
        let closed = entries.iter().find(|entry| entry.event == "round.closed").unwrap();
        assert_eq!(closed.facts.get("due"), Some(&Fact::At(london("2024-02-05T17:00"))));
    }

    fn a_cached_page_shows_a_new_answer_at_once(world: &World) {
        let team = team(world);
        let round = announced(world, &team);
        let before = world.browser().get("/rounds/TST-2324-R1").unwrap();
        assert!(!before.text().contains("May we apply twice?"));
        let case = AddQuestion {
            round,
            question: "May we apply twice?".into(),
            answer: "No, once.".into(),
        };
        world.act(&team.officer.actor, case).unwrap();
        let after = world.browser().get("/rounds/TST-2324-R1").unwrap();
        assert!(after.text().contains("May we apply twice?"));
    }

    fn who_asked_for_the_review_does_not_approve_whatever_their_roles(world: &World) {
        let team = team(world);
        let round = created(world, &team);
        let both = world.staff("Both", &[Role::GrantsOfficer, Role::Commissioner]);
        world.act(&both.actor, Change { round, version: 1, mv: AskForReview }).unwrap();
        world.act(&team.finance.actor, Change { round, version: 2, mv: ConfirmFunds }).unwrap();
        let refused = world.act(&both.actor, Change { round, version: 3, mv: Approve });
        assert!(matches!(refused, Err(AppError::Forbidden(..))), "{refused:?}");
    }

    fn a_form_of_an_older_version_changes_nothing_and_says_so(world: &World) {
        let mut team = team(world);
        let round = created(world, &team);
        let address = format!("/staff/rounds/{round}/cancel");
        let mut director = world.staff("Director", &[Role::Director]);
        let page = director.browser.get(&address).unwrap().accepted().unwrap();
        let mut form = page.main_form().unwrap();
        form.set("reason", "No money after all").unwrap();
        world.act(&team.officer.actor, Change { round, version: 1, mv: AskForReview }).unwrap();
        let page = form.submit(&mut director.browser).unwrap();
        assert_eq!(page.status, 409);
        assert_eq!(page.main_form().unwrap().value("reason").unwrap(), "No money after all");
        let page = team.officer.browser.get(&format!("/staff/rounds/{round}")).unwrap();
        assert_eq!(page.texts_of_class("govuk-tag").first().map(String::as_str), Some("In review"));
    }

    fn a_fault_in_the_file_is_told_at_the_field_with_its_line(world: &World) {
        let mut team = team(world);
        let form = team.officer.browser.get("/staff/rounds/new").unwrap();
        let mut form = form.main_form().unwrap();
        form.set("definition", &FILE.replace("maximum = 1_000_000", "maximum = \"lots\"")).unwrap();
        let page = form.submit(&mut team.officer.browser).unwrap();
        assert_eq!(page.status, 422);
        assert!(page.error_summary().first().unwrap().contains("round.money.maximum"));
        let unknown = FILE.replace("chair@example.org\", sub", "nobody@example.org\", sub");
        let refused = world.act(&team.officer.actor, CreateRound { definition: unknown });
        assert!(matches!(refused, Err(AppError::Refused(Refusal::RoundFile(_)))), "{refused:?}");
    }

    fn a_round_that_is_not_announced_does_not_exist_for_the_public(world: &World) {
        let team = team(world);
        created(world, &team);
        let hidden = world.see(&Actor::Nobody, &PublicRound { reference: "TST-2324-R1" });
        assert!(matches!(hidden, Err(AppError::NotFound)));
        let hidden = world.browser().get("/rounds/TST-2324-R1").unwrap();
        let absent = world.browser().get("/rounds/TST-2324-R2").unwrap();
        assert_eq!((hidden.status, hidden.text()), (absent.status, absent.text()));
    }

    fn an_applicant_sees_no_staff_page(world: &World) {
        let team = team(world);
        let round = created(world, &team);
        let mut applicant = world.applicant("Asha");
        let under = ["", "/settings", "/cancel", "/questions/new"];
        let addresses = under.map(|under| format!("/staff/rounds/{round}{under}"));
        for address in addresses.iter().map(String::as_str).chain(["/staff", "/staff/rounds"]) {
            assert_eq!(applicant.browser.get(address).unwrap().status, 404, "{address}");
        }
    }

    fn everybody_with_a_draft_is_told_that_the_deadline_moved(world: &World) {
        let team = team(world);
        let round = announced(world, &team);
        world.clock.set(london("2024-01-20T10:00"));
        let asha = world.applicant("Asha");
        let draft = draft_of(world, round, asha.person);
        world.write(move |tx| tx.add_application(&draft, 1));
        let version = world.read(|tx| tx.round(round)).unwrap().version;
        let director = world.staff("Director", &[Role::Director]);
        let closes = "2024-02-12T17:00".parse().unwrap();
        let mv = Extend { closes, reason: "Post strike".into() };
        world.act(&director.actor, Change { round, version, mv }).unwrap();
        let letter = world.letter_to(&asha.email);
        assert_eq!(letter.subject().unwrap(), "The deadline has moved");
        assert!(letter.text().unwrap().contains("5pm on Monday 12 February 2024"));
        world.clock.set(london("2024-02-08T10:00"));
        let page = world.browser().get("/rounds/TST-2324-R1").unwrap();
        assert!(page.text().contains("Post strike"));
        assert_eq!(page.texts_of_class("govuk-tag").first().map(String::as_str), Some("Open"));
    }

    fn the_safety_fund_round_that_ships_is_complete_in_its_office(world: &World) {
        let definition = ReplayFile::parse(SAFETY_FUND).unwrap().definition().unwrap();
        let file = RoundFile::parse(&definition).unwrap();
        let people: BTreeMap<String, PersonId> = (file.posts.addresses().into_iter())
            .map(|(_, email)| (email.to_owned(), PersonId(world.uuid())))
            .collect();
        let posts = file.posts.resolve(|email| people.get(email).copied()).unwrap();
        let (id, by) = (RoundId(world.uuid()), PersonId(world.uuid()));
        let round = Round::draft(id, file.round, file.form, posts, by, world.now()).unwrap();
        assert_eq!(missing(&round, world.app.office()), []);
    }
}
