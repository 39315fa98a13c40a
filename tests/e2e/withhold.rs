//! A name and places that must not become known: nobody who does not work on the bid finds them,
//! on any page or in any answer of the interface.

use crate::decisions::{announce, comment, prepared, sign, stage};
use almoner_domain::access::Role;
use almoner_domain::application::{Application, Status as BidStatus, Withhold};
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_domain::round::{Round, Status};
use almoner_domain::screening::Screening;
use almoner_http::Route;
use almoner_replay::browser::{Api, Browser};
use almoner_testkit::{OPEN_ROUND, Visit, World, london, on_both_databases};
use almoner_usecases::AppError;
use almoner_usecases::applications::{OwnApplication, WithholdDetails, WithholdOwnDetails};
use std::collections::BTreeSet;

/// The group's name and its project's postcode: found nowhere else.
const NAME: &str = "Canary Refuge";
const POSTCODE: &str = "LE3 9NZ";

/// Where the project is: shown only to those who work on the bid.
const AREA: &str = "new-parks";

/// Somebody who does not work on the bid.
enum Reader {
    /// Of the office, or of another group.
    Group(Box<Visit>),
    /// Not signed in.
    Nobody(Box<Browser>),
}

/// One of the office for each role, a member of another group, and somebody not signed in.
fn outsiders(world: &World) -> Vec<Reader> {
    let with = |role: &Role| Box::new(world.staff(&format!("With {}", role.code()), &[*role]));
    let mut readers: Vec<Reader> = Role::ALL.iter().map(with).map(Reader::Group).collect();
    readers.push(Reader::Group(Box::new(world.applicant("Olga Other"))));
    readers.push(Reader::Nobody(Box::new(world.browser())));
    readers
}

/// Every place of the pages and of the interface that can be read, about one bid of a round.
struct Places {
    pages: Vec<String>,
    answers: Vec<String>,
}

impl Places {
    fn of(world: &World, round: RoundId, bid: ApplicationId, reference: &str) -> Self {
        let organisation = world.read(|tx| tx.application(bid)).unwrap().organisation;
        let fill = |path: String| {
            path.replace("{round}", &round.to_string())
                .replace("{application}", &bid.to_string())
                .replace("{organisation}", &organisation.to_string())
                .replace("{reference}", reference)
                .replace("{section}", "your-project")
        };
        let get = |routes: Vec<Route>, base: &str| {
            let get = routes.into_iter().filter(|one| one.method == "GET");
            let paths = get.map(|one| fill(format!("{base}{}", one.path)));
            paths.filter(|path| !path.contains('{')).collect()
        };
        Self {
            pages: get(almoner_web::pages::routes(), ""),
            answers: get(almoner_api::routes(), almoner_api::BASE),
        }
    }

    /// What this reader is shown, by its path.
    fn read_by(&self, world: &World, reader: &mut Reader) -> Vec<(String, String)> {
        let (browser, program) = match reader {
            Reader::Group(visit) => {
                let program = world.program(visit, true);
                (&mut visit.browser, program)
            }
            Reader::Nobody(browser) => (&mut **browser, Api::new(&world.url)),
        };
        let pages = self.pages.iter().filter_map(|path| {
            let page = browser.get(path).unwrap();
            (page.status == 200).then(|| (path.clone(), page.body))
        });
        let answers = self.answers.iter().filter_map(|path| {
            let answer = program.get_json(path).unwrap();
            (answer.status == 200).then(|| (path.clone(), answer.body.to_string()))
        });
        pages.chain(answers).collect()
    }
}

/// What a page or an answer tells that it must not.
fn told(path: &str, body: &str) -> Vec<&'static str> {
    // The list of names is there to declare on: it shows the name, never a place. The register is
    // of what was declared on it.
    let shows_name = path.ends_with("/declarations") || path.ends_with("/register");
    let name = (body.contains(NAME) && !shows_name).then_some("the name");
    let place = body.contains(POSTCODE) || body.contains("LE39NZ");
    name.into_iter().chain(place.then_some("the postcode")).collect()
}

fn withhold_own(world: &World, group: &Visit, application: ApplicationId) {
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
        let places = Places::of(world, round, bid, OPEN_ROUND);
        let stages = [
            (Status::Screening, BidStatus::Screening),
            (Status::Moderating, BidStatus::Assessed),
            (Status::Recommended, BidStatus::Recommended),
            (Status::Announced, BidStatus::Approved),
        ];
        let mut readers = outsiders(world);
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
                for (path, body) in places.read_by(world, reader) {
                    seen += 1;
                    let told = told(&path, &body);
                    faults.extend(told.iter().map(|what| format!("{path} at {at:?}: {what}")));
                }
            }
        }
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
        assert!(seen > 200, "only {seen} answers were read");
    }

    fn neither_does_the_record_of_the_decision(world: &World) {
        let mut stage = stage(world);
        let bid = stage.bids[0];
        world.write(move |tx| {
            let named = tx.application(bid)?.map(|bid| Application {
                organisation_name: NAME.to_owned(),
                title: format!("Beds at {POSTCODE}"),
                lead_area: Some(AREA.to_owned()),
                withhold: Withhold::Both,
                ..bid
            });
            named.iter().try_for_each(|bid| tx.save_application(bid))
        });
        prepared(&mut stage);
        comment(&mut stage);
        let places = Places::of(world, stage.round, bid, "TST-2324-R1");
        let mut readers = outsiders(world);
        // Of a reserve bid, so that its group reads of the same round.
        readers.push(Reader::Group(Box::new(stage.groups.remove(1))));
        let (mut faults, mut read) = (Vec::new(), BTreeSet::new());
        let mut look = |world: &World, at: &str| {
            for reader in &mut readers {
                for (path, body) in places.read_by(world, reader) {
                    let told = told(&path, &body);
                    faults.extend(told.iter().map(|what| format!("{path} {at}: {what}")));
                    read.insert(path);
                }
            }
        };
        look(world, "before it is signed");
        sign(&mut stage);
        announce(&mut stage);
        look(world, "after it is announced");
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
        for path in [
            format!("/staff/rounds/{}/decision", stage.round),
            format!("/staff/rounds/{}/notices", stage.round),
            format!("/staff/rounds/{}/report", stage.round),
            "/rounds/TST-2324-R1/results".to_owned(),
        ] {
            let api = format!("{}{path}", almoner_api::BASE);
            assert!(read.contains(&path) && read.contains(&api), "{path} was not read: {read:#?}");
        }
        // Whoever works on the bid does read the name: the canary is there to be found.
        let path = format!("/staff/rounds/{}/decision", stage.round);
        let page = stage.officer.browser.get(&path).unwrap().expect(200).unwrap();
        assert!(page.text().contains(NAME), "{}", page.text());
    }
}
