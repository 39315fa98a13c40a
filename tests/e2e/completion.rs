//! How far people get with a round, and how long it takes them.

use almoner_domain::access::Role;
use almoner_domain::id::RoundId;
use almoner_domain::round::Status;
use almoner_testkit::{ANSWERS, OPEN_ROUND, Visit, World, london, on_both_databases};

const PHONE: &str = "Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36";

fn counted(world: &World, staff: &Visit, round: RoundId) -> serde_json::Value {
    let path = format!("/api/v1/staff/rounds/{round}/completion");
    world.program(staff, true).get_json(&path).unwrap().expect(200).unwrap().body
}

/// A group that takes so many minutes for each section, and sends.
fn group_that_takes(world: &World, name: &str, minutes: i64) {
    let mut visit = world.applicant(name);
    let group = world.group(&mut visit, &format!("Fictional Group of {name}"));
    let application = world.start_bid(&visit, group);
    for (section, typed) in ANSWERS {
        world.answer(&visit, application, section, typed);
        world.clock.advance_minutes(minutes);
    }
    world.send(&visit, application);
}

on_both_databases! {
    fn steps_are_counted_by_day_and_device_without_a_cookie(world: &World) {
        let round = world.open_round();
        let staff = world.staff("Rita Rounds", &[Role::GrantsLead]);
        let mut phone = world.browser().with_header("user-agent", PHONE);
        let mut robot = world.browser().with_header("user-agent", "Examplebot/1.0");
        for _ in 0..3 {
            phone.get(&format!("/rounds/{OPEN_ROUND}")).unwrap().expect(200).unwrap();
        }
        robot.get(&format!("/rounds/{OPEN_ROUND}")).unwrap().expect(200).unwrap();
        assert_eq!(phone.get("/rounds/NO-SUCH-R1").unwrap().status, 404);
        assert!(phone.cookie(almoner_http::SESSION_COOKIE_PLAIN).is_none());
        world.app.write_tally().unwrap();
        phone.get(&format!("/rounds/{OPEN_ROUND}")).unwrap();
        world.app.write_tally().unwrap();
        let seen = counted(world, &staff, round);
        assert_eq!(seen["footfall"].as_array().unwrap().len(), 1, "{seen}");
        assert_eq!(seen["footfall"][0]["day"], "2024-01-08");
        assert_eq!(seen["footfall"][0]["device"], "phone");
        assert_eq!(seen["footfall"][0]["count"], 4);
    }

    fn staff_read_where_people_stopped_and_how_long_it_took(world: &World) {
        let round = world.open_round();
        for (name, minutes) in [("Ann", 5), ("Bea", 10), ("Cas", 20)] {
            group_that_takes(world, name, minutes);
        }
        let mut visit = world.applicant("Dee");
        let group = world.group(&mut visit, "Fictional Group of Dee");
        let application = world.start_bid(&visit, group);
        world.answer(&visit, application, ANSWERS[0].0, ANSWERS[0].1);
        let mut visit = world.applicant("Eve");
        let group = world.group(&mut visit, "Fictional Group of Eve");
        world.start_bid(&visit, group);

        let mut staff = world.staff("Rita Rounds", &[Role::GrantsLead]);
        let seen = counted(world, &staff, round);
        assert_eq!((&seen["started"], &seen["saved"], &seen["sent"]), (&5.into(), &4.into(), &3.into()));
        assert_eq!(seen["without_answers"], 1);
        let reached: u64 =
            seen["furthest"].as_array().unwrap().iter().map(|one| one["count"].as_u64().unwrap()).sum();
        assert_eq!(reached, 1, "{seen}");
        let (sections, middle) = (i64::try_from(ANSWERS.len()).unwrap(), 10);
        assert_eq!(seen["times"]["minutes_at_work"], (sections - 1) * middle);
        assert_eq!(seen["times"]["minutes_to_sending"], sections * middle);
        let page = staff.browser.get(&format!("/staff/rounds/{round}/completion")).unwrap();
        assert!(page.text().contains("How far people got"), "{}", page.text());
        assert!(page.text().contains("Applying took all 3 groups together"), "{}", page.text());
        let mut stranger = world.applicant("Fay");
        let path = format!("/staff/rounds/{round}/completion");
        assert_eq!(stranger.browser.get(&path).unwrap().status, 404);
    }

    fn whoever_thinks_of_applying_reads_how_long_others_took_last_time(world: &World) {
        world.open_round();
        for (name, minutes) in [("Ann", 5), ("Bea", 10), ("Cas", 20), ("Dee", 10), ("Eve", 10)] {
            group_that_takes(world, name, minutes);
        }
        world.clock.set(london("2024-02-05T17:00"));
        world.open_round_with(|round| {
            round.settings.reference = "OPN-2425-R2".to_owned();
            round.opens_at = london("2024-06-03T09:00");
            round.deadline.at = london("2024-07-01T17:00");
            round.status = Status::Open;
        });
        world.clock.set(london("2024-06-03T10:00"));
        let mut browser = world.browser();
        let page = browser.get("/rounds/OPN-2425-R2").unwrap().expect(200).unwrap();
        assert!(page.text().contains("How long others took"), "{}", page.text());
        assert!(page.text().contains("5 groups asked."), "{}", page.text());
        let page = browser.get(&format!("/rounds/{OPEN_ROUND}")).unwrap();
        assert!(!page.text().contains("How long others took"), "there was none before");
    }
}
