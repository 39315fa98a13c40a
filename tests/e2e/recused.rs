//! People who are kept away from a bid: until the results are announced it does not exist for them,
//! on any page and in any answer.

use crate::decisions::{Stage, announce, arrived, comment, prepared, sign, stage};
use almoner_domain::access::Role;
use almoner_domain::application::{Application, Status, Withhold};
use almoner_domain::assessment::{self, Assessment, Kind};
use almoner_domain::conflict::{self, Answer, Capacity, Declaration};
use almoner_domain::decision::{Outcome, Reason};
use almoner_domain::id::{ApplicationId, AssessmentId, DeclarationId, OrganisationId, RoundId};
use almoner_domain::organisation::Organisation;
use almoner_domain::screening::{CheckResult, Screening};
use almoner_domain::value::Pence;
use almoner_replay::browser::Api;
use almoner_testkit::{Visit, World, london, on_both_databases};
use almoner_usecases::conflict::{DeclareInterests, NamesToDeclare, ReadRegister};
use almoner_usecases::decisions::{
    DecisionPage, DiligencePage, NoticesPage, ReportOf, ReservePage, ReviseItem,
};
use almoner_usecases::screening::{ListApplications, ReadBid, RecordCheck};
use almoner_usecases::{AppError, Refusal};
use serde_json::Value;
use std::collections::BTreeSet;

/// The reference of the bid that is to be funded, and of the one on the reserve list.
const AWAY: &str = "REF-recommend";
const NEXT: &str = "REF-reserve";

/// Writes on the register where somebody stands towards a bid.
fn stands(
    world: &World,
    visit: &Visit,
    (round, bid): (RoundId, ApplicationId),
    status: conflict::Status,
) -> DeclarationId {
    let id = DeclarationId(world.uuid());
    let made = Declaration::pending(id, round, bid, visit.person, Capacity::Staff);
    let kind = (status != conflict::Status::None).then_some(conflict::Kind::Personal);
    let made = Declaration { status, kind, declared_at: Some(world.now()), ..made };
    world.write(move |tx| tx.add_declarations(std::slice::from_ref(&made)));
    id
}

/// An officer who is kept away from the first of the stage's bids and clear of the others.
fn kept_away(world: &World, stage: &Stage) -> Visit {
    let rita = world.staff("Rita Recused", &[Role::GrantsOfficer]);
    for (bid, status) in stage.bids.iter().zip([
        conflict::Status::Recused,
        conflict::Status::None,
        conflict::Status::None,
    ]) {
        stands(world, &rita, (stage.round, *bid), status);
    }
    rita
}

fn revision(world: &World, stage: &Stage, bid: usize) -> ReviseItem {
    ReviseItem {
        round: stage.round,
        version: world.read(|tx| tx.decision_of(stage.round)).unwrap().version,
        application: stage.bids[bid],
        outcome: Outcome::Decline,
        amount: Pence::ZERO,
        reason: Reason::BelowLine,
        public_reason: "For the public.".to_owned(),
        departure_reason: "Other bids were better.".to_owned(),
        conditions: String::new(),
        feedback: "Say who else was asked.".to_owned(),
    }
}

fn assigned(world: &World, to: &Visit, (round, bid): (RoundId, ApplicationId)) {
    let given = Assessment {
        id: AssessmentId(world.uuid()),
        version: 1,
        round,
        application: bid,
        assessor: to.person,
        kind: Kind::Community,
        status: assessment::Status::Assigned,
        assigned_by: to.person,
        assigned_at: world.now(),
        due: "2024-03-01".parse().unwrap(),
        widened: None,
        marks: assessment::Marks::new(),
        submitted_at: None,
        locked_at: None,
        remarks: Vec::new(),
    };
    world.write(move |tx| tx.add_assessments(std::slice::from_ref(&given)));
}

/// So many bids of groups of their own that a round has received.
fn many(world: &World, round: RoundId, count: usize) -> Vec<ApplicationId> {
    let (by, now) = (world.applicant("Many Example").person, world.now());
    let bids: Vec<(Organisation, Application)> = (0..count)
        .map(|number| {
            let organisation = Organisation {
                id: OrganisationId(world.uuid()),
                version: 1,
                name: format!("Canary Group {number:03}"),
                other_names: String::new(),
                kind: almoner_domain::organisation::Kind::Group,
                charity_number: None,
                company_number: None,
                postcode: None,
                created_by: by,
                created_at: now,
            };
            let application = Application {
                id: ApplicationId(world.uuid()),
                version: 1,
                round,
                organisation: organisation.id,
                organisation_name: organisation.name.clone(),
                title: "Evening activities".into(),
                status: Status::Submitted,
                reference: Some(format!("MANY-{number:03}")),
                started_by: by,
                started_at: now,
                submitted_at: Some(now),
                submission: 1,
                reopened: false,
                requested: Some(Pence::from_pounds(1_000)),
                lead_area: None,
                withhold: Withhold::Both,
                withhold_reason: None,
                late_at: None,
                conditional: false,
                entered: None,
            };
            (organisation, application)
        })
        .collect();
    let ids = bids.iter().map(|(_, bid)| bid.id).collect();
    world.write(move |tx| {
        bids.iter().try_for_each(|(organisation, bid)| {
            tx.add_organisation(organisation)?;
            tx.add_application(bid, 1)
        })
    });
    ids
}

/// Every page of a list of the interface: what is in it, and every cursor that was given.
fn pages(program: &Api, path: &str, list: &str) -> (Vec<Value>, Vec<String>) {
    let (mut all, mut cursors) = (Vec::new(), Vec::new());
    loop {
        let after = cursors.last().map_or_else(String::new, |next| format!("after={next}"));
        let page = program.get_json(&format!("{path}{after}")).unwrap();
        assert_eq!(page.status, 200, "{}", page.body);
        all.extend(page.body[list].as_array().unwrap().iter().cloned());
        let Some(next) = page.body["next"].as_str() else { return (all, cursors) };
        cursors.push(next.to_owned());
        assert!(cursors.len() < 100, "it never ends");
    }
}

on_both_databases! {
    fn a_recused_officer_finds_no_trace_of_the_bid_in_the_decision(world: &World) {
        let mut stage = stage(world);
        prepared(&mut stage);
        let mut rita = kept_away(world, &stage);
        let program = world.program(&rita, true);
        let round = stage.round;
        let home = format!("/staff/rounds/{round}/decision");
        let text = rita.browser.get(&home).unwrap().expect(200).unwrap().text();
        assert!(!text.contains(AWAY) && !text.contains("Ada Invented"), "{text}");
        assert!(text.contains(NEXT), "{text}");
        assert!(text.contains("Withheld: you are kept away"), "{text}");
        let answer = program.get_json(&format!("/api/v1{home}")).unwrap();
        assert!(!answer.body.to_string().contains(&stage.bids[0].to_string()), "{}", answer.body);
        assert!(answer.body["decision"]["total_pence"].is_null(), "{}", answer.body);
        let item = |bid: usize| format!("{home}/items/{}", stage.bids[bid]);
        rita.browser.get(&item(0)).unwrap().expect(404).unwrap();
        rita.browser.get(&item(1)).unwrap().expect(200).unwrap();
        let refused = world.act(&rita.actor, revision(world, &stage, 0));
        assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");

        comment(&mut stage);
        sign(&mut stage);
        let notices = world.see(&rita.actor, &NoticesPage { round }).unwrap();
        assert!(notices.ready && notices.rows.len() == 2, "{}", notices.rows.len());
        assert!(notices.rows.iter().all(|row| row.item.application != stage.bids[0]));
        let reserve = world.see(&rita.actor, &ReservePage { round }).unwrap();
        assert_eq!((reserve.free, reserve.waiting.len()), (None, 1));
        assert_eq!(reserve.waiting[0].reserve_rank, Some(1));
        let whole = world.see(&stage.officer.actor, &ReservePage { round }).unwrap();
        assert!(whole.free.is_some());

        announce(&mut stage);
        let papers = world.see(&rita.actor, &DecisionPage { round }).unwrap();
        assert!(papers.whole && papers.rows.len() == 2, "{}", papers.rows.len());
    }

    fn who_has_yet_to_declare_writes_nothing_about_a_bid(world: &World) {
        let mut stage = stage(world);
        prepared(&mut stage);
        let mut una = world.staff("Una Undeclared", &[Role::GrantsOfficer]);
        let refused = world.act(&una.actor, revision(world, &stage, 0));
        assert!(matches!(refused, Err(AppError::Declare)), "{refused:?}");
        let item = format!("/staff/rounds/{}/decision/items/{}", stage.round, stage.bids[0]);
        una.browser.get(&item).unwrap().expect(403).unwrap();
        world.act(&stage.officer.actor, revision(world, &stage, 0)).unwrap();
    }

    fn the_report_counts_as_if_the_bid_did_not_exist_until_all_are_told(world: &World) {
        let mut stage = stage(world);
        arrived(world, &stage);
        let mut rita = kept_away(world, &stage);
        let round = stage.round;
        let path = format!("/staff/rounds/{round}/report");
        let text = rita.browser.get(&path).unwrap().expect(200).unwrap().text();
        assert!(text.contains("2 applications were received in time"), "{text}");
        assert!(text.contains("no figure here includes it"), "{text}");
        let officer = world.see(&stage.officer.actor, &ReportOf { round, on: None }).unwrap();
        assert_eq!((officer.whole, officer.report.requested().count), (true, 3));
        prepared(&mut stage);
        comment(&mut stage);
        sign(&mut stage);
        let before = world.see(&rita.actor, &ReportOf { round, on: None }).unwrap();
        assert_eq!((before.whole, before.report.approved().unwrap().count), (false, 0));
        announce(&mut stage);
        let after = world.see(&rita.actor, &ReportOf { round, on: None }).unwrap();
        assert_eq!((after.whole, after.report.approved().unwrap().count), (true, 1));
        assert!(after.ranking.iter().all(|line| line.application != stage.bids[0]));
    }

    fn an_assessor_opens_the_bids_that_were_given_to_them_and_no_other(world: &World) {
        let round = world.open_round();
        let (_, given, _) = world.sent_bid("Asha Example", "Fictional Friday Football");
        let (_, other, _) = world.sent_bid("Ben Example", "Fictional Bowls");
        world.clock.set(london("2024-02-06T10:00"));
        for role in [Role::CommunityAssessor, Role::Assessor] {
            let mut reader = world.staff(&format!("With {}", role.code()), &[role]);
            world.clear(&reader, round, &[given, other]);
            assigned(world, &reader, (round, given));
            let program = world.program(&reader, true);
            for (bid, status) in [(given, 200), (other, 404)] {
                let path = format!("/staff/applications/{bid}");
                assert_eq!(reader.browser.get(&path).unwrap().status, status, "{path}");
                let answer = program.get_json(&format!("/api/v1{path}")).unwrap();
                assert_eq!(answer.status, status, "{}", answer.body);
            }
        }
        let officer = world.staff("Olive Officer", &[Role::GrantsOfficer]);
        world.clear(&officer, round, &[given, other]);
        world.see(&officer.actor, &ReadBid { application: other }).unwrap();
    }

    fn whoever_wrote_a_bid_judges_nothing_of_it_whatever_they_declared(world: &World) {
        let round = world.open_round();
        let (_, bid, _) = world.sent_bid("Asha Example", "Fictional Friday Football");
        let (_, other, _) = world.sent_bid("Ben Example", "Fictional Bowls");
        let group = world.read(|tx| tx.application(bid)).unwrap().organisation;
        let olive = world.staff("Olive Officer", &[Role::GrantsOfficer]);
        let left = world.staff("Lee Leaver", &[Role::GrantsOfficer]);
        let (stays, leaves, now) = (olive.person, left.person, world.now());
        world.write(move |tx| {
            tx.add_member(group, stays, "contact", now)?;
            tx.add_member(group, leaves, "contact", now)
        });
        world.clock.set(london("2024-02-06T10:00"));
        let (saved, after) = (world.read(|tx| tx.round(round)).unwrap(), world.now());
        let screening = [Screening::of(bid, &saved), Screening::of(other, &saved)];
        world.write(move |tx| {
            tx.end_membership(group, leaves, after)?;
            tx.add_screenings(&screening)
        });
        for officer in [&olive, &left] {
            let listed = world.see(&officer.actor, &NamesToDeclare { round }).unwrap();
            assert_eq!(listed.names.len(), 2);
            let none = DeclareInterests { round, answers: [(bid, Answer::NoInterest)].into() };
            let refused = world.act(&officer.actor, none);
            assert!(matches!(
                refused,
                Err(AppError::Refused(Refusal::Conflict(conflict::ConflictRefused::OwnGroup)))
            ));
            // Even one that was made before they joined opens nothing.
            world.clear(officer, round, &[bid, other]);
            let check = |application: ApplicationId| RecordCheck {
                application,
                version: 1,
                check: "EL10".to_owned(),
                found: CheckResult::NeedsInformation,
                text: String::new(),
            };
            let refused = world.act(&officer.actor, check(bid));
            assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");
            let read = world.see(&officer.actor, &ReadBid { application: bid });
            assert!(matches!(read, Err(AppError::NotFound)));
            let refused = world.see(&officer.actor, &DiligencePage { application: bid });
            assert!(matches!(refused, Err(AppError::NotFound)));
            let list = ListApplications {
                round,
                filter: Default::default(),
                order: almoner_ports::ApplicationOrder::Received,
                after: None,
            };
            let list = world.see(&officer.actor, &list).unwrap();
            let ids: Vec<ApplicationId> = list.lines.iter().map(|line| line.id).collect();
            assert_eq!((ids, list.counts[0].count), (vec![other], 1));
        }
    }

    fn nobody_decides_about_an_interest_in_a_bid_of_their_own_interest(world: &World) {
        let round = world.open_round();
        let (_, bid, _) = world.sent_bid("Asha Example", "Fictional Friday Football");
        world.clock.set(london("2024-02-06T10:00"));
        let officer = world.staff("Olive Officer", &[Role::GrantsOfficer]);
        let declaration = stands(world, &officer, (round, bid), conflict::Status::Declared);
        let ruling = || almoner_usecases::conflict::DecideConflict {
            declaration,
            version: 1,
            ruling: conflict::Ruling::Clear,
            note: "Too far away to matter.".to_owned(),
        };
        for (name, status, declares) in [
            ("Ina Interest", Some(conflict::Status::Declared), true),
            ("Rita Recused", Some(conflict::Status::Recused), false),
            ("Una Undeclared", None, true),
        ] {
            let lead = world.staff(name, &[Role::GrantsLead]);
            if let Some(status) = status {
                stands(world, &lead, (round, bid), status);
            }
            let refused = world.act(&lead.actor, ruling());
            let told = match refused {
                Err(AppError::Declare) => true,
                Err(AppError::NotFound) => false,
                other => panic!("{name}: {other:?}"),
            };
            assert_eq!(told, declares, "{name}");
        }
        let lead = world.staff("Lena Lead", &[Role::GrantsLead]);
        world.clear(&lead, round, &[bid]);
        world.act(&lead.actor, ruling()).unwrap();
        let register = world.see(&lead.actor, &ReadRegister { round, after: None }).unwrap();
        assert_eq!(register.interests.len(), 3);
    }

    fn no_bid_of_a_long_round_is_left_out_and_no_cursor_tells_a_name(world: &World) {
        let round = world.open_round();
        let bids = many(world, round, 501);
        world.clock.set(london("2024-02-06T10:00"));
        let lead = world.staff("Lena Lead", &[Role::GrantsLead]);
        let officer = world.staff("Olive Officer", &[Role::GrantsOfficer]);
        stands(world, &officer, (round, bids[500]), conflict::Status::Declared);
        let register = world.see(&lead.actor, &ReadRegister { round, after: None }).unwrap();
        assert_eq!((register.interests.len(), register.names), (1, 501));

        let program = world.program(&lead, true);
        for order in ["name", "received"] {
            let path = format!("/api/v1/staff/rounds/{round}/applications?order={order}&");
            let (all, cursors) = pages(&program, &path, "applications");
            let ids: BTreeSet<&str> = all.iter().filter_map(|one| one["id"].as_str()).collect();
            assert_eq!((all.len(), ids.len(), cursors.len()), (501, 501, 10), "{order}");
            for cursor in cursors {
                assert!(ApplicationId::parse(&cursor).is_some(), "{cursor}");
            }
        }
        let bad = format!("/api/v1/staff/rounds/{round}/applications?after={round}");
        assert_eq!(program.get_json(&bad).unwrap().status, 404);
    }

    fn an_assessor_reaches_the_last_of_a_long_list_by_the_interface(world: &World) {
        let round = world.open_round();
        let bids = many(world, round, 202);
        let assessor = world.staff("Asif Assessor", &[Role::Assessor]);
        bids.iter().for_each(|bid| assigned(world, &assessor, (round, *bid)));
        stands(world, &assessor, (round, bids[0]), conflict::Status::Recused);
        let program = world.program(&assessor, true);
        let (all, cursors) = pages(&program, "/api/v1/staff/assessments?", "assessments");
        assert_eq!(cursors.len(), 1);
        assert_eq!(all.len(), 201);
        let refused = program.get_json("/api/v1/staff/assessments?after=x").unwrap();
        assert_eq!(refused.status, 422, "{}", refused.body);
    }

    fn the_list_of_letters_tells_nothing_of_a_bid_from_which_the_reader_is_kept_away(world: &World) {
        let round = world.open_round();
        let (_, bid, _) = world.sent_bid("Asha Example", "Fictional Friday Football");
        let (_, other, _) = world.sent_bid("Ben Example", "Fictional Bowls");
        let hide = world.read(|tx| tx.application(other)).unwrap();
        let hide = Application { withhold: Withhold::Name, ..hide };
        world.write(move |tx| tx.save_application(&hide));
        let mut rita = world.staff("Rita Recused", &[Role::GrantsOfficer]);
        stands(world, &rita, (round, bid), conflict::Status::Recused);
        let text = rita.browser.get("/staff/letters").unwrap().expect(200).unwrap().text();
        for address in ["asha.example@", "ben.example@"] {
            assert!(!text.contains(address), "{text}");
        }
        assert!(text.contains("Withheld"), "{text}");
        let answer = world.program(&rita, true).get_json("/api/v1/staff/letters").unwrap().body;
        let to: Vec<&Value> = answer["letters"].as_array().unwrap().iter().map(|one| &one["to"]).collect();
        assert!(!to.is_empty() && to.iter().all(|to| to.is_null()), "{answer}");
        let mut clear = world.staff("Clara Clear", &[Role::GrantsOfficer]);
        world.clear(&clear, round, &[bid, other]);
        let text = clear.browser.get("/staff/letters").unwrap().text();
        assert!(text.contains("asha.example@") && text.contains("ben.example@"), "{text}");
    }
}
