//! Before sign-in: does a project fit a round, and if not, which round fits?

use almoner_domain::access::Role;
use almoner_domain::round::{Invited, OpenTo};
use almoner_replay::browser::{Api, Browser, Page};
use almoner_testkit::{World, london, on_both_databases};
use almoner_usecases::rounds::{Approve, AskForReview, Change, ConfirmFunds, CreateRound, Publish};
use serde_json::json;

/// A fictional round for New Parks, £250 to £10,000.
const ZONE_ROUND: &str = include_str!("data/round.toml");

/// In New Parks (a public building), and in the city centre.
const IN_NEW_PARKS: &str = "LE3 9NZ";
const ELSEWHERE: &str = "LE1 1FZ";

/// A fictional round for everywhere, which asks whether the project has started.
fn open_to_all() -> String {
    ZONE_ROUND
        .replace("TST-2324-R1", "ALL-2324-R1")
        .replace("fund = \"Test Fund\"", "fund = \"Fund for all\"")
        .replace("title = \"Test Fund, round 1\"", "title = \"Fund for all, round 1\"")
        .replace("targets = [\"new-parks\"]", "targets = []")
        .replace("least_target_percent = 70", "least_target_percent = 0")
        .replace("minimum = 25_000", "minimum = 200_000")
        .replace(
            "least_unrelated_members = 2",
            "least_unrelated_members = 2\nquestions = [{ id = \"started\", text = \"Has it started \
             already?\", passes = false, reason = \"We cannot pay for what is done already.\" }]",
        )
}

/// Announces rounds from their files.
fn announced(world: &World, definitions: &[&str]) {
    for name in ["Second Lead", "Chair", "Second Chair", "Second Finance", "Second Approver"] {
        world.staff(name, &[Role::Chair]);
    }
    world.staff("Lead", &[Role::GrantsLead]);
    let officer = world.staff("Officer", &[Role::GrantsOfficer]).actor;
    let finance = world.staff("Finance", &[Role::ChiefFinanceOfficer]).actor;
    let commissioner = world.staff("Approver", &[Role::Commissioner]).actor;
    for definition in definitions {
        let definition = (*definition).to_owned();
        let round = world.act(&officer, CreateRound { definition }).unwrap();
        world.act(&officer, Change { round, version: 1, mv: AskForReview }).unwrap();
        world.act(&finance, Change { round, version: 2, mv: ConfirmFunds }).unwrap();
        world.act(&commissioner, Change { round, version: 3, mv: Approve }).unwrap();
        world.act(&officer, Change { round, version: 4, mv: Publish }).unwrap();
    }
}

fn asked(world: &World, reference: &str, answers: &[(&str, &str)]) -> Page {
    let mut browser = world.browser();
    let page =
        browser.get(&format!("/rounds/{reference}/eligibility")).unwrap().accepted().unwrap();
    let mut form = page.main_form().unwrap();
    for (name, answer) in answers {
        form.set(name, answer).unwrap();
    }
    form.submit(&mut browser).unwrap()
}

const FITS_THE_ZONE: [(&str, &str); 4] =
    [("kind", "group"), ("place", IN_NEW_PARKS), ("members", "3"), ("amount", "500")];

on_both_databases! {
    fn a_group_whose_project_fits_is_told_what_it_needs_before_it_signs_in(world: &World) {
        announced(world, &[ZONE_ROUND]);
        world.clock.set(london("2024-01-09T12:00"));
        let round = world.browser().get("/rounds/TST-2324-R1").unwrap();
        let link = round.link("Check whether it is for you").unwrap();
        assert_eq!(link, "/rounds/TST-2324-R1/eligibility");
        let page = asked(world, "TST-2324-R1", &FITS_THE_ZONE).accepted().unwrap();
        assert_eq!(page.heading(), "You can apply");
        assert!(page.text().contains("the names of your committee"), "{}", page.text());
        assert!(page.text().contains("a written constitution that your members have adopted"));
        assert_eq!(
            page.link("Start your application").unwrap(),
            "/rounds/TST-2324-R1/apply"
        );
    }

    fn answers_are_kept_when_somebody_goes_back_to_change_one(world: &World) {
        announced(world, &[ZONE_ROUND]);
        world.clock.set(london("2024-01-09T12:00"));
        let mut browser = world.browser();
        let page = asked(world, "TST-2324-R1", &FITS_THE_ZONE).accepted().unwrap();
        let page = page.form("/eligibility").unwrap().press(&mut browser, "change").unwrap();
        let form = page.accepted().unwrap().main_form().unwrap();
        for (name, answer) in FITS_THE_ZONE {
            assert_eq!(form.value(name).as_deref(), Some(answer), "{name}");
        }
    }

    fn a_project_of_new_parks_that_does_not_fit_one_fund_is_led_to_the_one_that_fits(world: &World) {
        announced(world, &[ZONE_ROUND, &open_to_all()]);
        world.clock.set(london("2024-01-09T12:00"));
        let mut answers = FITS_THE_ZONE.to_vec();
        answers.push(("started", "no"));
        let page = asked(world, "ALL-2324-R1", &answers).accepted().unwrap();
        assert_eq!(page.heading(), "This fund does not fit your project");
        assert!(page.text().contains("The smallest grant of this round is £2,000."), "{}", page.text());
        assert_eq!(
            page.link("Test Fund, round 1").unwrap(),
            "/rounds/TST-2324-R1/eligibility"
        );
    }

    fn a_round_for_invited_groups_is_offered_to_those_alone(world: &World) {
        announced(world, &[ZONE_ROUND, &open_to_all()]);
        world.clock.set(london("2024-01-09T12:00"));
        let mut member = world.applicant("Ida Invited");
        let invited = world.group(&mut member, "Invited Club");
        world.write(move |tx| {
            let Some(mut round) = tx.round_by_reference("TST-2324-R1")? else { return Ok(()) };
            let groups = vec![Invited { id: invited, name: "Invited Club".into() }];
            round.settings.open_to = OpenTo::Invited { groups, why: "It is a pilot.".into() };
            tx.save_round(&round)
        });
        let mut answers = FITS_THE_ZONE.to_vec();
        answers.push(("started", "no"));
        let offered_to = |browser: &mut Browser| {
            let page = browser.get("/rounds/ALL-2324-R1/eligibility").unwrap();
            let mut form = page.main_form().unwrap();
            for (name, answer) in &answers {
                form.set(name, answer).unwrap();
            }
            let page = form.submit(browser).unwrap().accepted().unwrap();
            page.text().contains("Test Fund, round 1")
        };
        assert!(!offered_to(&mut world.browser()), "somebody not signed in");
        let mut other = world.applicant("Olga Other");
        world.group(&mut other, "Another Club");
        assert!(!offered_to(&mut other.browser), "a member of another group");
        assert!(offered_to(&mut member.browser), "a member of the invited group");
    }

    fn every_reason_is_given_at_once_and_no_fund_is_made_up(world: &World) {
        announced(world, &[&open_to_all()]);
        world.clock.set(london("2024-01-09T12:00"));
        let answers = [
            ("kind", "business"),
            ("place", IN_NEW_PARKS),
            ("members", "1"),
            ("amount", "20000"),
            ("started", "yes"),
        ];
        let page = asked(world, "ALL-2324-R1", &answers).accepted().unwrap();
        for reason in [
            "This round is not open to this kind of organisation",
            "You said 1.",
            "The largest grant of this round is £10,000.",
            "We cannot pay for what is done already.",
            "None of our other funds fits",
        ] {
            assert!(page.text().contains(reason), "{reason} in {}", page.text());
        }
    }

    fn a_place_outside_the_zone_bars_and_an_unknown_one_only_warns(world: &World) {
        announced(world, &[ZONE_ROUND]);
        world.clock.set(london("2024-01-09T12:00"));
        let at = |place: &'static str| {
            let mut answers = FITS_THE_ZONE;
            answers[1].1 = place;
            asked(world, "TST-2324-R1", &answers).accepted().unwrap()
        };
        let page = at(ELSEWHERE);
        assert!(page.text().contains("This round is for New Parks. LE1 1FZ is in none of them."), "{}", page.text());
        let page = at("SW1A 1AA");
        assert_eq!(page.heading(), "You can apply");
        assert!(page.text().contains("We do not know the postcode SW1A 1AA."));
    }

    fn bad_answers_come_back_as_typed_with_an_error_at_each_field(world: &World) {
        announced(world, &[ZONE_ROUND]);
        world.clock.set(london("2024-01-09T12:00"));
        let answers = [("place", "nowhere <b>"), ("members", "some"), ("amount", "-1")];
        let page = asked(world, "TST-2324-R1", &answers);
        assert_eq!(page.status, 422);
        for field in ["kind", "place", "members", "amount"] {
            assert!(page.body.contains(&format!("href=\"#{field}\"")), "{field}");
        }
        let form = page.main_form().unwrap();
        assert_eq!(form.value("place").unwrap(), "nowhere <b>");
        assert_eq!(form.value("members").unwrap(), "some");
    }

    fn a_round_that_is_over_asks_nobody_whether_they_would_fit(world: &World) {
        announced(world, &[ZONE_ROUND]);
        world.clock.set(london("2024-02-06T12:00"));
        let page = world.browser().get("/rounds/TST-2324-R1/eligibility").unwrap();
        assert_eq!(page.status, 404);
    }

    fn the_json_interface_gives_the_same_outlook(world: &World) {
        announced(world, &[ZONE_ROUND, &open_to_all()]);
        world.clock.set(london("2024-01-09T12:00"));
        let api = Api::new(&world.url);
        let path = "/api/v1/rounds/ALL-2324-R1/eligibility";
        let asked = api.get_json(path).unwrap().expect(200).unwrap();
        let ids: Vec<&str> = asked.body["questions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|question| question["id"].as_str().unwrap())
            .collect();
        assert_eq!(ids, ["kind", "place", "members", "amount", "started"]);
        let answers = json!({ "answers": {
            "kind": "group", "place": IN_NEW_PARKS, "members": "3", "amount": "500", "started": "no"
        } });
        let outlook = api.post_json(path, &answers).unwrap().expect(200).unwrap().body;
        assert_eq!(outlook["fits"], false);
        assert_eq!(outlook["bars"][0]["code"], "below_minimum");
        assert_eq!(outlook["instead"][0]["reference"], "TST-2324-R1");
        api.post_json(path, &json!({ "answers": {} })).unwrap().expect(422).unwrap();
    }
}
