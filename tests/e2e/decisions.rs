//! A round from the panel's recommendation to the groups, through the pages.

use almoner_domain::access::Role;
use almoner_domain::application::{Application, Status, Withhold};
use almoner_domain::audit::{By, Entry, events};
use almoner_domain::conflict::{self, Capacity, Declaration};
use almoner_domain::id::{
    ApplicationId, DeclarationId, EntryId, OrganisationId, PersonId, RoundId,
};
use almoner_domain::moderation::{
    AgreedMark, Agreement, Moderation, Outcome, ReasonCode, Recommendation,
};
use almoner_domain::organisation::{Kind, Organisation};
use almoner_domain::round::{self, Round};
use almoner_domain::value::{Mark, Pence, Percent};
use almoner_testkit::{Visit, World, london, on_both_databases};
use almoner_usecases::decisions::{CommentOnFinance, PromoteReserve, SignDecision};
use almoner_usecases::rounds::CreateRound;
use almoner_usecases::{AppError, Refusal};

const FILE: &str = include_str!("data/round.toml");

/// A round at its recommendation: one bid to fund, one for the reserve list, one to decline.
pub(crate) struct Stage {
    pub(crate) officer: Visit,
    pub(crate) chair: Visit,
    pub(crate) finance: Visit,
    pub(crate) approver: Visit,
    pub(crate) groups: Vec<Visit>,
    pub(crate) bids: Vec<ApplicationId>,
    pub(crate) round: RoundId,
}

pub(crate) fn stage(world: &World) -> Stage {
    for name in ["Second Lead", "Second Chair", "Second Finance", "Second Approver"] {
        world.staff(name, &[Role::Chair]);
    }
    world.staff("Lead", &[Role::GrantsLead]);
    let chair = world.staff("Chair", &[Role::Chair]);
    let officer = world.staff("Officer", &[Role::GrantsOfficer]);
    let finance = world.staff("Finance", &[Role::ChiefFinanceOfficer]);
    let approver = world.staff("Approver", &[Role::Commissioner]);
    let round = world.act(&officer.actor, CreateRound { definition: FILE.to_owned() }).unwrap();
    let now = world.now();
    let saved = world.read(|tx| tx.round(round)).unwrap();
    let at_panel = Round {
        status: round::Status::Recommended,
        published_at: Some(now),
        closed_at: Some(now),
        ..saved
    };
    let criteria = at_panel.settings.scoring.criteria.clone();
    world.write(move |tx| tx.save_round(&at_panel));
    let mut stage =
        Stage { officer, chair, finance, approver, groups: Vec::new(), bids: Vec::new(), round };
    for (name, outcome) in [
        ("Ada Invented", Outcome::Recommend),
        ("Ben Invented", Outcome::Reserve),
        ("Cat Invented", Outcome::Not),
    ] {
        let group = world.applicant(name);
        let bid = application(world, round, name, group.person, outcome);
        let amount = (outcome != Outcome::Not).then_some(Pence::from_pounds(3_000));
        let mark = AgreedMark { mark: Mark::new(3).unwrap(), reason: String::new() };
        let chair = group.person;
        let moderation = Moderation {
            application: bid,
            round,
            version: 0,
            agreement: Agreement {
                marks: criteria.iter().map(|one| (one.code.clone(), mark.clone())).collect(),
                percent: Percent::whole(60),
                discussion: String::new(),
                by: chair,
                at: now,
            },
            recommendation: Some(Recommendation {
                outcome,
                amount,
                conditions: Vec::new(),
                reason_code: ReasonCode::Merit,
                reason: "Said at the panel".into(),
                feedback: "Say who else was asked.".into(),
                by: chair,
                at: now,
            }),
        };
        world.write(move |tx| tx.save_moderation(&moderation));
        stage.groups.push(group);
        stage.bids.push(bid);
    }
    let people = [&stage.chair, &stage.officer, &stage.finance, &stage.approver];
    for person in people.map(|visit| visit.person) {
        declare(world, &stage, person, conflict::Status::None);
    }
    stage
}

fn application(
    world: &World,
    round: RoundId,
    name: &str,
    by: PersonId,
    outcome: Outcome,
) -> ApplicationId {
    let organisation = Organisation {
        id: OrganisationId(world.uuid()),
        version: 1,
        name: format!("Group of {name}"),
        other_names: String::new(),
        kind: Kind::Group,
        charity_number: None,
        company_number: None,
        postcode: None,
        created_by: by,
        created_at: world.now(),
    };
    let id = ApplicationId(world.uuid());
    let now = world.now();
    let bid = Application {
        id,
        version: 1,
        round,
        organisation: organisation.id,
        organisation_name: organisation.name.clone(),
        title: "Evening activities".into(),
        status: match outcome {
            Outcome::Recommend => Status::Recommended,
            Outcome::Reserve => Status::Reserve,
            Outcome::Not => Status::NotRecommended,
        },
        reference: Some(format!("REF-{}", outcome.code())),
        started_by: by,
        started_at: now,
        submitted_at: Some(now),
        submission: 1,
        reopened: false,
        requested: Some(Pence::from_pounds(3_000)),
        lead_area: None,
        withhold: Withhold::Nothing,
        withhold_reason: None,
        late_at: None,
        conditional: false,
        entered: None,
    };
    world.write(move |tx| {
        tx.add_organisation(&organisation)?;
        tx.add_member(organisation.id, by, "contact", now)?;
        tx.add_application(&bid, 1)
    });
    id
}

pub(crate) fn declare(world: &World, stage: &Stage, person: PersonId, status: conflict::Status) {
    let all: Vec<Declaration> = stage
        .bids
        .iter()
        .map(|bid| {
            let id = DeclarationId(world.uuid());
            let made = Declaration::pending(id, stage.round, *bid, person, Capacity::Staff);
            Declaration { status, declared_at: Some(world.now()), ..made }
        })
        .collect();
    world.write(move |tx| tx.add_declarations(&all));
}

/// A clear result of due diligence about a bid.
fn clear(officer: &mut Visit, bid: ApplicationId) {
    let browser = &mut officer.browser;
    let path = format!("/staff/applications/{bid}/due-diligence");
    let mut form = browser.get(&path).unwrap().expect(200).unwrap().main_form().unwrap();
    for check in ["existence", "committee", "other_money", "safeguarding"] {
        form.set(&format!("{check}.finding"), "satisfied").unwrap();
    }
    form.set("outcome", "clear").unwrap().submit(browser).unwrap().accepted().unwrap();
}

/// Due diligence, draft, texts and items: everything up to the finance officer.
pub(crate) fn prepared(stage: &mut Stage) {
    clear(&mut stage.officer, stage.bids[0]);
    let (round, browser) = (stage.round, &mut stage.officer.browser);
    let home = format!("/staff/rounds/{round}/decision");
    let page = browser.get(&home).unwrap().expect(200).unwrap();
    page.form("/prepare").unwrap().submit(browser).unwrap().accepted().unwrap();
    let mut form = browser.get(&format!("{home}/texts")).unwrap().main_form().unwrap();
    form.set("summary", "Grants of the round.")
        .unwrap()
        .set("options", "Fund fewer groups.")
        .unwrap()
        .submit(browser)
        .unwrap()
        .accepted()
        .unwrap();
    for bid in &stage.bids {
        let mut form = browser.get(&format!("{home}/items/{bid}")).unwrap().main_form().unwrap();
        form.set("public_reason", "For the public.").unwrap();
        if form.value("reason").is_none_or(|reason| reason.is_empty()) {
            form.set("reason", "below_line").unwrap();
        }
        form.submit(browser).unwrap().accepted().unwrap();
    }
}

pub(crate) fn comment(stage: &mut Stage) {
    let browser = &mut stage.finance.browser;
    let path = format!("/staff/rounds/{}/decision/finance", stage.round);
    let mut form = browser.get(&path).unwrap().expect(200).unwrap().main_form().unwrap();
    form.set("comment", "The money is there.")
        .unwrap()
        .submit(browser)
        .unwrap()
        .accepted()
        .unwrap();
}

pub(crate) fn sign(stage: &mut Stage) {
    let browser = &mut stage.approver.browser;
    let path = format!("/staff/rounds/{}/decision/sign", stage.round);
    let form = browser.get(&path).unwrap().expect(200).unwrap().main_form().unwrap();
    form.submit(browser).unwrap().accepted().unwrap();
}

pub(crate) fn announce(stage: &mut Stage) {
    let browser = &mut stage.officer.browser;
    let notices = browser.get(&format!("/staff/rounds/{}/notices", stage.round)).unwrap();
    notices.main_form().unwrap().submit(browser).unwrap().accepted().unwrap();
}

/// Prepared, commented on, signed and announced.
fn announced(stage: &mut Stage) {
    prepared(stage);
    comment(stage);
    sign(stage);
    announce(stage);
}

fn promotion(world: &World, stage: &Stage, pounds: i32) -> PromoteReserve {
    PromoteReserve {
        round: stage.round,
        version: world.read(|tx| tx.decision_of(stage.round)).unwrap().version,
        application: stage.bids[1],
        amount: Pence::from_pounds(pounds),
        public_reason: "Money of the round was left.".to_owned(),
    }
}

/// Writes down what the bids asked for when they arrived: the report knows nothing else of them.
pub(crate) fn arrived(world: &World, stage: &Stage) {
    let (round, now, request) = (stage.round, world.now(), world.uuid());
    for bid in &stage.bids {
        let id = EntryId(world.uuid());
        let entry = Entry::application(round, *bid, events::APPLICATION_SUBMITTED)
            .pence("requested", Pence::from_pounds(3_000));
        let by = By { person: None, roles: Vec::new() };
        world.write(move |tx| tx.append(id, &entry, &by, now, request));
    }
}

on_both_databases! {
    fn the_report_shows_any_past_day_as_it_was(world: &World) {
        let mut stage = stage(world);
        arrived(world, &stage);
        prepared(&mut stage);
        comment(&mut stage);
        world.clock.set(london("2023-12-12T10:00"));
        world.sign_in_again(&mut stage.approver);
        sign(&mut stage);
        world.clock.set(london("2023-12-13T10:00"));
        world.sign_in_again(&mut stage.officer);
        let round = stage.round;
        let browser = &mut stage.officer.browser;
        let mut on = |day: &str| {
            let path = format!("/staff/rounds/{round}/report?on={day}");
            browser.get(&path).unwrap().expect(200).unwrap().text()
        };
        let first = on("2023-12-10");
        assert!(first.contains("No application was received in time"), "{first}");
        let before = on("2023-12-11");
        assert!(before.contains("3 applications were received in time"), "{before}");
        assert!(before.contains("Nothing has been approved yet"), "{before}");
        for day in ["2023-12-12", "2023-12-13", ""] {
            let text = on(day);
            assert!(text.contains("1 was approved, for £3,000"), "{day}: {text}");
        }
        let browser = &mut stage.officer.browser;
        let page = browser.get(&format!("/staff/rounds/{round}/report")).unwrap();
        let mut form = page.main_form().unwrap();
        form.set("on-day", "10").unwrap().set("on-month", "12").unwrap();
        let wrong = form.submit(browser).unwrap().expect(422).unwrap();
        assert_eq!(wrong.error_summary(), ["The date must include a year"]);
        form.set("on-year", "2023").unwrap();
        let page = form.submit(browser).unwrap().expect(200).unwrap();
        assert!(page.text().contains("No application was received in time"), "{}", page.text());
        let path = format!("/staff/rounds/{round}/report?on=yesterday");
        stage.officer.browser.get(&path).unwrap().expect(404).unwrap();
    }

    fn a_recommendation_sent_back_lies_before_the_panel_again(world: &World) {
        let mut stage = stage(world);
        prepared(&mut stage);
        comment(&mut stage);
        let round = stage.round;
        let path = format!("/staff/rounds/{round}/decision/return");
        stage.officer.browser.get(&path).unwrap().expect(404).unwrap();
        let browser = &mut stage.approver.browser;
        let page = browser.get(&format!("/staff/rounds/{round}/decision")).unwrap();
        let page = browser.follow(&page, "Send back to the panel").unwrap().expect(200).unwrap();
        let mut form = page.main_form().unwrap();
        let page = form.set("reason", " ").unwrap().submit(browser).unwrap().expect(422).unwrap();
        assert!(page.field_errors().iter().any(|one| one.contains("Enter why")));
        let why = "Look again at the second bid.";
        let mut form = page.main_form().unwrap();
        let page = form.set("reason", why).unwrap().submit(browser).unwrap().accepted().unwrap();
        assert!(page.text().contains(why), "{}", page.text());

        let status = |bid: usize| world.read(|tx| tx.application(stage.bids[bid])).unwrap().status;
        assert_eq!(status(0), Status::Recommended);
        assert_eq!(world.read(|tx| tx.round(round)).unwrap().status, round::Status::Moderating);
        assert_eq!(world.read(|tx| tx.decision_of(round)), None);
        for address in ["chair@example.org", "second.chair@example.org", "officer@example.org"] {
            let letter = world.letter_to(address);
            assert!(letter.text().unwrap().contains(why), "{address}");
        }
        let entries = world.read(|tx| tx.entries_of_round(round, world.now()));
        for event in [events::ROUND_RETURNED, events::DECISION_SUPERSEDED] {
            assert!(entries.iter().any(|entry| entry.event == event), "{event}");
        }

        // The panel recommends again, and everything from due diligence on is made anew.
        world.write(move |tx| {
            let again = tx.round(round)?.map(|saved| Round {
                status: round::Status::Recommended,
                ..saved
            });
            again.iter().try_for_each(|again| tx.save_round(again))
        });
        announced(&mut stage);
        assert_eq!(world.read(|tx| tx.awards_of(round)).len(), 1);
    }

    fn what_was_decided_is_not_sent_back(world: &World) {
        let mut stage = stage(world);
        prepared(&mut stage);
        comment(&mut stage);
        let path = format!("/staff/rounds/{}/decision/return", stage.round);
        let browser = &mut stage.approver.browser;
        let mut form = browser.get(&path).unwrap().expect(200).unwrap().main_form().unwrap();
        form.set("reason", "Too late.").unwrap();
        sign(&mut stage);
        let answer = form.submit(&mut stage.approver.browser).unwrap();
        assert!([409, 422].contains(&answer.status), "{}", answer.status);
        let round = world.read(|tx| tx.round(stage.round)).unwrap();
        assert_eq!(round.status, round::Status::Decided);
    }

    fn the_first_of_the_reserve_list_is_offered_what_is_left(world: &World) {
        let mut stage = stage(world);
        announced(&mut stage);
        world.deliver();
        let (round, bid) = (stage.round, stage.bids[1]);
        let refused = world.act(&stage.approver.actor, promotion(world, &stage, 2_000));
        assert!(matches!(refused, Err(AppError::Refused(_))), "without due diligence: {refused:?}");
        clear(&mut stage.officer, bid);
        let path = format!("/staff/rounds/{round}/reserve");
        let browser = &mut stage.approver.browser;
        let page = browser.get(&path).unwrap().expect(200).unwrap();
        assert!(page.text().contains("Group of Ben Invented"), "{}", page.text());
        let mut form = page.main_form().unwrap();
        form.set("amount", "2,000").unwrap().set("public_reason", "Money was left.").unwrap();
        form.submit(browser).unwrap().accepted().unwrap();
        let award = world.read(|tx| tx.award_of(bid)).unwrap();
        assert_eq!(award.status, almoner_domain::award::Status::Offered);
        assert_eq!(award.amount, Pence::from_pounds(2_000));
        let offer = world.letter_to("ben.invented@example.org");
        assert!(offer.text().unwrap().contains("£2,000"), "{}", offer.text().unwrap());
        let own = format!("/applications/{bid}/decision");
        let page = stage.groups[1].browser.get(&own).unwrap().expect(200).unwrap();
        assert_eq!(page.heading(), "We offer you a grant");
        let page = stage.approver.browser.get(&path).unwrap().expect(200).unwrap();
        assert!(!page.text().contains("Group of Ben Invented"), "{}", page.text());
    }

    fn nobody_is_offered_more_than_is_left_nor_after_the_list_has_ended(world: &World) {
        let mut stage = stage(world);
        announced(&mut stage);
        clear(&mut stage.officer, stage.bids[1]);
        let (round, taken) = (stage.round, Pence::from_pounds(40_000));
        world.write(move |tx| {
            let award = tx.awards_of(round)?.remove(0);
            tx.save_award(&almoner_domain::award::Award { amount: taken, ..award })
        });
        let refused = |world: &World, stage: &Stage| {
            match world.act(&stage.approver.actor, promotion(world, stage, 3_000)) {
                Err(AppError::Refused(refusal)) => refusal.code().to_owned(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(refused(world, &stage), "decision.not_free");
        // The money comes back, but only after the list has ended.
        world.write(move |tx| {
            let award = tx.awards_of(round)?.remove(0);
            let status = almoner_domain::award::Status::Lapsed;
            tx.save_award(&almoner_domain::award::Award { status, ..award })
        });
        world.clock.set(london("2024-02-10T09:00"));
        assert_eq!(refused(world, &stage), "decision.reserve_expired");
        world.clock.set(london("2024-02-09T23:59"));
        world.act(&stage.approver.actor, promotion(world, &stage, 3_000)).unwrap();
    }

    fn groups_learn_of_the_decision_when_it_is_announced_and_not_before(world: &World) {
        let mut stage = stage(world);
        prepared(&mut stage);
        comment(&mut stage);
        let round = stage.round;
        let own = format!("/applications/{}/decision", stage.bids[0]);
        stage.groups[0].browser.get(&own).unwrap().expect(404).unwrap();
        let sign = format!("/staff/rounds/{round}/decision/sign");
        let browser = &mut stage.approver.browser;
        let form = browser.get(&sign).unwrap().expect(200).unwrap().main_form().unwrap();
        form.submit(browser).unwrap().accepted().unwrap();
        stage.groups[0].browser.get(&own).unwrap().expect(404).unwrap();
        world.browser().get("/rounds/NONE/results").unwrap().expect(404).unwrap();

        let browser = &mut stage.officer.browser;
        let notices = browser.get(&format!("/staff/rounds/{round}/notices")).unwrap();
        let notices = notices.expect(200).unwrap();
        assert!(notices.body.contains("ada.invented@example.org"), "{}", notices.body);
        notices.main_form().unwrap().submit(browser).unwrap().accepted().unwrap();
        world.deliver();
        let offer = world.letter_to("ada.invented@example.org");
        assert!(offer.text().unwrap().contains("£3,000"));
        let reserve = world.letter_to("ben.invented@example.org");
        assert!(reserve.subject().unwrap().contains("reserve list"));
        let decline = world.letter_to("cat.invented@example.org");
        assert!(decline.text().unwrap().contains("Say who else was asked."));

        let page = stage.groups[0].browser.get(&own).unwrap().expect(200).unwrap();
        assert_eq!(page.heading(), "We offer you a grant");
        let reference = world.read(|tx| tx.round(round)).unwrap().settings.reference;
        let mut public = world.browser();
        let about = public.get(&format!("/rounds/{reference}")).unwrap();
        let results = public.follow(&about, "Who was funded, and why").unwrap();
        let results = results.expect(200).unwrap();
        assert!(results.text().contains("Group of Ada Invented"));
        assert!(!results.text().contains("Group of Cat Invented"));
        let report = format!("/staff/rounds/{round}/report");
        stage.officer.browser.get(&report).unwrap().expect(200).unwrap();
        let awards = world.read(|tx| tx.awards_of(round));
        assert_eq!(awards.len(), 1);
        assert_eq!(awards[0].status, almoner_domain::award::Status::Offered);
    }

    fn an_item_without_a_public_reason_is_shown_again_with_the_error_at_its_field(world: &World) {
        let mut stage = stage(world);
        prepared(&mut stage);
        let browser = &mut stage.officer.browser;
        let path = format!("/staff/rounds/{}/decision/items/{}", stage.round, stage.bids[0]);
        let mut form = browser.get(&path).unwrap().main_form().unwrap();
        let page = form.set("public_reason", " ").unwrap().submit(browser).unwrap();
        let page = page.expect(422).unwrap();
        assert!(page.field_errors().iter().any(|one| one.contains("reason for the public")));
    }

    fn an_approver_with_an_interest_cannot_sign(world: &World) {
        let mut stage = stage(world);
        prepared(&mut stage);
        comment(&mut stage);
        let (person, round) = (stage.approver.person, stage.round);
        world.write(move |tx| {
            let all = tx.declarations_of(person, round)?;
            let away = Declaration { status: conflict::Status::Recused, ..all[0].clone() };
            tx.save_declaration(&away)
        });
        let version = world.read(|tx| tx.decision_of(round)).unwrap().version;
        let refused = world.act(&stage.approver.actor, SignDecision { round, version });
        assert!(matches!(
            refused,
            Err(AppError::Refused(Refusal::Decision(
                almoner_domain::decision::DecisionRefused::KeptAway(1)
            )))
        ));
    }

    fn nobody_comments_but_the_finance_officer_of_the_round(world: &World) {
        let mut stage = stage(world);
        prepared(&mut stage);
        let version = world.read(|tx| tx.decision_of(stage.round)).unwrap().version;
        let case = CommentOnFinance {
            round: stage.round,
            version,
            comment: "I say so.".to_owned(),
        };
        let refused = world.act(&stage.approver.actor, case);
        assert!(matches!(refused, Err(AppError::NotFound)), "{refused:?}");
    }
}
