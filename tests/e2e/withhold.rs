//! A name and places that must not become known: nobody who does not work on the bid finds them,
//! on any page or in any answer of the interface.

use almoner_domain::access::Role;
use almoner_domain::application::{Application, Status as BidStatus, Withhold};
use almoner_domain::round::{Round, Status};
use almoner_domain::screening::Screening;
use almoner_testkit::{OPEN_ROUND, Visit, World, london, on_both_databases};
use almoner_usecases::AppError;
use almoner_usecases::applications::{OwnApplication, WithholdDetails, WithholdOwnDetails};

/// The group's name and its project's postcode: found nowhere else.
const NAME: &str = "Canary Refuge";
const POSTCODE: &str = "LE3 9NZ";

fn withhold_own(world: &World, group: &Visit, application: almoner_domain::id::ApplicationId) {
    let bid = world.see(&group.actor, &OwnApplication { application }).unwrap().application;
    let case = WithholdOwnDetails {
        application,
        version: bid.version,
        withhold: Withhold::Both,
        reason: String::new(),
    };
    world.act(&group.actor, case).unwrap();
}

on_both_databases! {
    fn a_group_withholds_its_name_on_its_own_page_and_lifts_it_again(world: &World) {
        world.open_round();
        let (mut group, bid, _) = world.sent_bid("Asha Example", NAME);
        let path = format!("/applications/{bid}/withhold");
        let page = group.browser.get(&path).unwrap().expect(200).unwrap();
        let mut form = page.form("withhold-form").unwrap();
        form.set("withhold", "both").unwrap().set("reason", "We house people in flight.").unwrap();
        form.submit(&mut group.browser).unwrap().accepted().unwrap();
        let kept = world.read(|tx| tx.application(bid)).unwrap();
        assert_eq!(kept.withhold, Withhold::Both);
        assert_eq!(kept.withhold_reason.as_deref(), Some("We house people in flight."));

        let page = group.browser.get(&path).unwrap().expect(200).unwrap();
        let mut form = page.form("withhold-form").unwrap();
        assert_eq!(form.value("withhold").as_deref(), Some("both"));
        form.set("withhold", "nothing").unwrap().set("reason", "").unwrap();
        form.submit(&mut group.browser).unwrap().accepted().unwrap();
        assert_eq!(world.read(|tx| tx.application(bid)).unwrap().withhold, Withhold::Nothing);
        let trail = world.read(|tx| {
            tx.entries_of(almoner_domain::audit::Stream::Application(bid))
        });
        assert_eq!(trail.iter().filter(|one| one.event == "application.withheld").count(), 2);
    }

    fn the_office_withholds_with_a_reason_alone(world: &World) {
        let round = world.open_round();
        let (_, bid, _) = world.sent_bid("Asha Example", NAME);
        let officer = world.staff("Olive Officer", &[Role::GrantsOfficer]);
        let version = world.read(|tx| tx.application(bid)).unwrap().version;
        let case = |reason: &str| WithholdDetails {
            application: bid,
            version,
            withhold: Withhold::Name,
            reason: reason.to_owned(),
        };
        let undeclared = world.act(&officer.actor, case("At the group’s wish"));
        assert!(matches!(undeclared, Err(AppError::Declare)), "{undeclared:?}");
        world.clear(&officer, round, &[bid]);
        let without = world.act(&officer.actor, case(" "));
        assert!(matches!(without, Err(AppError::Invalid(_))), "{without:?}");
        world.act(&officer.actor, case("At the group’s wish")).unwrap();
        assert_eq!(world.read(|tx| tx.application(bid)).unwrap().withhold, Withhold::Name);
    }

    fn no_page_and_no_answer_tells_it_to_those_who_do_not_work_on_the_bid(world: &World) {
        let round = world.open_round();
        let (group, bid, _) = world.sent_bid("Asha Example", NAME);
        withhold_own(world, &group, bid);
        world.clock.set(london("2024-02-06T10:00"));
        let saved = world.read(|tx| tx.round(round)).unwrap();
        let screening = Screening::of(bid, &saved);
        world.write(move |tx| tx.add_screenings(std::slice::from_ref(&screening)));
        let organisation = world.read(|tx| tx.application(bid)).unwrap().organisation;
        let fill = |path: &str| {
            path.replace("{round}", &round.to_string())
                .replace("{application}", &bid.to_string())
                .replace("{organisation}", &organisation.to_string())
                .replace("{reference}", OPEN_ROUND)
                .replace("{section}", "your-project")
        };
        let stages = [
            (Status::Screening, BidStatus::Screening),
            (Status::Moderating, BidStatus::Assessed),
            (Status::Recommended, BidStatus::Recommended),
            (Status::Announced, BidStatus::Approved),
        ];
        // The list of names is there to declare on: it shows the name, never a place. The
        // register is of what was declared on it.
        let shows_name = |path: &str| path.ends_with("/declarations") || path.ends_with("/register");
        let mut readers: Vec<Visit> = Role::ALL
            .iter()
            .map(|role| world.staff(&format!("With {}", role.code()), &[*role]))
            .collect();
        readers.push(world.applicant("Olga Other"));
        let mut faults = Vec::new();
        let mut seen = 0;
        for (at, of_bid) in stages {
            let (saved, one) = (
                world.read(|tx| tx.round(round)).unwrap(),
                world.read(|tx| tx.application(bid)).unwrap(),
            );
            world.write(move |tx| {
                tx.save_round(&Round { status: at, ..saved.clone() })?;
                tx.save_application(&Application { status: of_bid, ..one.clone() })
            });
            for reader in &mut readers {
                let program = world.program(reader, true);
                let pages = almoner_web::pages::routes();
                let pages = pages.iter().filter(|one| one.method == "GET").map(|one| fill(one.path));
                let answers = almoner_api::routes();
                let answers = answers.iter().filter(|one| one.method == "GET");
                let answers = answers.map(|one| fill(&format!("{}{}", almoner_api::BASE, one.path)));
                let mut all: Vec<(String, String)> = Vec::new();
                for path in pages.filter(|path| !path.contains('{')) {
                    let page = reader.browser.get(&path).unwrap();
                    if page.status == 200 {
                        all.push((path, page.body));
                    }
                }
                for path in answers.filter(|path| !path.contains('{')) {
                    let answer = program.get_json(&path).unwrap();
                    if answer.status == 200 {
                        all.push((path, answer.body.to_string()));
                    }
                }
                for (path, body) in all {
                    seen += 1;
                    let place = format!("{} reads {path} at {at:?}", reader.email);
                    if body.contains(NAME) && !shows_name(&path) {
                        faults.push(format!("{place}: the name"));
                    }
                    if body.contains(POSTCODE) || body.contains("LE39NZ") {
                        faults.push(format!("{place}: the postcode"));
                    }
                }
            }
        }
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
        assert!(seen > 200, "only {seen} answers were read");
    }
}
