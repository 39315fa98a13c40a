//! A round from the panel's recommendation to the groups, through the pages.

use almoner_domain::access::Role;
use almoner_domain::application::{Application, Status, Withhold};
use almoner_domain::conflict::{self, Capacity, Declaration};
use almoner_domain::id::{ApplicationId, DeclarationId, OrganisationId, PersonId, RoundId};
use almoner_domain::moderation::{
    AgreedMark, Agreement, Moderation, Outcome, ReasonCode, Recommendation,
};
use almoner_domain::organisation::{Kind, Organisation};
use almoner_domain::round::{self, Round};
use almoner_domain::value::{Mark, Pence, Percent};
use almoner_testkit::{Visit, World, on_both_databases};
use almoner_usecases::decisions::{CommentOnFinance, SignDecision};
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
    for person in [stage.officer.person, stage.finance.person, stage.approver.person] {
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

/// Due diligence, draft, texts and items: everything up to the finance officer.
fn prepared(stage: &mut Stage) {
    let (round, browser) = (stage.round, &mut stage.officer.browser);
    let path = format!("/staff/applications/{}/due-diligence", stage.bids[0]);
    let mut form = browser.get(&path).unwrap().expect(200).unwrap().main_form().unwrap();
    for check in ["existence", "committee", "other_money", "safeguarding"] {
        form.set(&format!("{check}.finding"), "satisfied").unwrap();
    }
    form.set("outcome", "clear").unwrap().submit(browser).unwrap().accepted().unwrap();
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

fn comment(stage: &mut Stage) {
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

on_both_databases! {
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
