//! More time for one group: asked for, given by somebody else, and kept to on every path.

use almoner_domain::access::Actor;
use almoner_domain::access::Role;
use almoner_domain::application::Status;
use almoner_domain::id::{ApplicationId, OrganisationId, RoundId};
use almoner_testkit::{OPEN_ROUND, Visit, World, london, on_both_databases};
use almoner_usecases::AppError;
use almoner_usecases::applications::{AbandonDrafts, OwnApplication, Sent, Submit};
use almoner_usecases::rounds::{AnswerMoreTime, Change, Tick};

const WHAT_HAPPENED: &str = "The secretary is in hospital. (fictional)";

fn send(world: &World, visit: &Visit, application: ApplicationId) -> Sent {
    let bid = world.see(&visit.actor, &OwnApplication { application }).unwrap();
    let (version, intent) = (bid.application.version, bid.intent);
    world.act(&visit.actor, Submit { application, version, intent }).unwrap()
}

/// A group with a filled-in bid.
fn group(world: &World, person: &str, name: &str) -> (Visit, OrganisationId, ApplicationId) {
    let mut visit = world.applicant(person);
    let group = world.group(&mut visit, name);
    let application = world.start_bid(&visit, group);
    world.fill_in(&visit, application);
    (visit, group, application)
}

/// Asks in the browser for time until 5pm on 8 February 2024.
fn ask(world: &World, officer: &mut Visit, round: RoundId, name: &str) {
    let page = officer.browser.get(&format!("/staff/rounds/{round}")).unwrap().accepted().unwrap();
    let page = officer.browser.follow(&page, "More time for one group").unwrap();
    let mut form = page.accepted().unwrap().main_form().unwrap();
    for (field, typed) in [
        ("group", name),
        ("until-day", "8"),
        ("until-month", "2"),
        ("until-year", "2024"),
        ("time", "17:00"),
        ("ground", "disability"),
        ("reason", WHAT_HAPPENED),
    ] {
        form.set(field, typed).unwrap();
    }
    form.submit(&mut officer.browser).unwrap().accepted().unwrap();
    world.deliver();
}

fn give(lead: &mut Visit, round: RoundId) {
    let page = lead.browser.get(&format!("/staff/rounds/{round}/more-time")).unwrap();
    let form = page.accepted().unwrap().form("/answer").unwrap();
    form.press(&mut lead.browser, "give").unwrap().accepted().unwrap();
}

on_both_databases! {
    fn a_group_with_more_time_sends_until_its_own_deadline_to_the_millisecond(world: &World) {
        let round = world.open_round();
        world.clock.set(london("2024-02-05T12:00"));
        let mut officer = world.staff("Olive Officer", &[Role::GrantsOfficer]);
        let mut director = world.staff("Dana Director", &[Role::Director]);
        let (mut late, _, own) = group(world, "Asha Example", "Fictional Youth Group");
        let (other, _, not_own) = group(world, "Bela Example", "Second Fictional Group");
        ask(world, &mut officer, round, "Fictional Youth Group");
        give(&mut director, round);

        world.clock.set(london("2024-02-05T17:00:00"));
        world.act(&Actor::System, Tick).unwrap();
        let Sent::Late(_) = send(world, &other, not_own) else { panic!("one deadline for others") };
        assert_eq!(world.act(&Actor::System, AbandonDrafts).unwrap().drafts, 0);
        let page = late.browser.get(&format!("/applications/{own}")).unwrap().accepted().unwrap();
        assert!(page.text().contains("5pm on Thursday 8 February 2024"), "{}", page.text());

        world.clock.set(london("2024-02-08T16:59:59.999"));
        assert!(matches!(send(world, &late, own), Sent::Received(_)));
        let status = world.read(|tx| tx.application(own)).unwrap().status;
        assert_eq!(status, Status::Submitted);
        assert_eq!(world.read(|tx| tx.round(round)).unwrap().status.code(), "closed");
    }

    fn at_its_own_deadline_the_group_is_late_like_any_other(world: &World) {
        let round = world.open_round();
        world.clock.set(london("2024-02-05T12:00"));
        let mut officer = world.staff("Olive Officer", &[Role::GrantsOfficer]);
        let mut director = world.staff("Dana Director", &[Role::Director]);
        let (late, _, own) = group(world, "Asha Example", "Fictional Youth Group");
        ask(world, &mut officer, round, "Fictional Youth Group");
        give(&mut director, round);
        world.clock.set(london("2024-02-08T17:00:00"));
        let Sent::Late(told) = send(world, &late, own) else { panic!("in time") };
        assert_eq!(told.arrived, london("2024-02-08T17:00:00"));
        assert!(told.deadline.to_string().contains("8 February"), "{}", told.deadline);
    }

    fn the_letters_tell_the_deadline_and_never_what_happened(world: &World) {
        let round = world.open_round();
        world.clock.set(london("2024-02-05T12:00"));
        let mut officer = world.staff("Olive Officer", &[Role::GrantsOfficer]);
        let mut director = world.staff("Dana Director", &[Role::Director]);
        let (late, _, _) = group(world, "Asha Example", "Fictional Youth Group");
        ask(world, &mut officer, round, "Fictional Youth Group");
        let asked = world.letter_to(&director.email).text().unwrap();
        assert!(!asked.contains("Youth") && !asked.contains("hospital"), "{asked}");
        give(&mut director, round);
        world.deliver();
        let is_told = |one: &almoner_replay::post_box::Message| {
            one.is_to(&late.email) && one.text().is_some_and(|text| text.contains("8 February"))
        };
        let told = world.post.wait_for(is_told, std::time::Duration::from_secs(10)).unwrap();
        assert!(!told.text().unwrap().contains("hospital"));
        let page = late.browser.clone().get(&format!("/rounds/{OPEN_ROUND}")).unwrap();
        assert!(!page.text().contains("8 February") && !page.text().contains("Disability"));
    }

    fn the_officer_of_the_request_does_not_decide_on_it(world: &World) {
        let round = world.open_round();
        world.clock.set(london("2024-02-05T12:00"));
        let mut lead = world.staff("Lena Lead", &[Role::GrantsLead]);
        let (_, organisation, _) = group(world, "Asha Example", "Fictional Youth Group");
        ask(world, &mut lead, round, "Fictional Youth Group");
        let page = lead.browser.get(&format!("/staff/rounds/{round}/more-time")).unwrap();
        assert!(page.form("/answer").is_err());
        let version = world.read(|tx| tx.round(round)).unwrap().version;
        let mv = AnswerMoreTime { organisation, given: true };
        let refused = world.act(&lead.actor, Change { round, version, mv });
        assert!(matches!(refused, Err(AppError::Forbidden(..) | AppError::Refused(_))), "{refused:?}");
    }
}
