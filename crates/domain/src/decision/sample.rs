//! Bids and decisions for the tests of this module. Fictional.

use super::{
    Decision, Feedback, FundingFacts, Item, Judge, Outcome, Panel, PanelOutcome, Parts, Reason,
    Texts, draft,
};
use crate::access::Standing;
use crate::application::Withhold;
use crate::id::{ApplicationId, DecisionId, OrganisationId, PersonId};
use crate::round::{Post, Round, Status, sample};
use crate::value::{Instant, Pence, Percent};
use std::collections::BTreeMap;
use uuid::Uuid;

pub(super) const OFFICER: u128 = 1;
pub(super) const FINANCE: u128 = 20;
pub(super) const APPROVER: u128 = 30;
pub(super) const SUBSTITUTE: u128 = 31;

pub(super) fn person(number: u128) -> PersonId {
    PersonId(Uuid::from_u128(number))
}

pub(super) fn bid(number: u128) -> ApplicationId {
    ApplicationId(Uuid::from_u128(number))
}

pub(super) fn noon() -> Instant {
    sample::at("2026-07-30T11:00:00Z")
}

/// A recommended bid that is complete and may be signed.
pub(super) fn funded(number: u128, pounds: i32) -> Item {
    let amount = Pence::from_pounds(pounds);
    Item {
        application: bid(number),
        reference: format!("TST-2627-R1-{number:04}"),
        organisation: OrganisationId(Uuid::from_u128(number)),
        recipient: format!("Invented Group {number}"),
        purpose: "Evening activities".to_owned(),
        withhold: Withhold::Nothing,
        lead_area: Some("north".to_owned()),
        requested: amount,
        panel: Panel { outcome: PanelOutcome::Recommend, amount, percent: Percent::whole(70) },
        outcome: Outcome::Fund,
        amount,
        reserve_rank: None,
        reason: Some(Reason::AboveLine),
        public_reason: "It reaches young people whom nobody else reaches.".to_owned(),
        departure_reason: None,
        conditions: Vec::new(),
        feedback: Feedback::default(),
    }
}

pub(super) fn reserved(number: u128, pounds: i32) -> Item {
    let amount = Pence::from_pounds(pounds);
    Item {
        panel: Panel { outcome: PanelOutcome::Reserve, amount, percent: Percent::whole(62) },
        outcome: Outcome::Reserve,
        amount: Pence::ZERO,
        reason: Some(Reason::BudgetSpent),
        reserve_rank: Some(1),
        feedback: Feedback { marks: Vec::new(), text: "Say who else was asked.".to_owned() },
        ..funded(number, pounds)
    }
}

pub(super) fn declined(number: u128, pounds: i32) -> Item {
    Item {
        panel: Panel {
            outcome: PanelOutcome::Not,
            amount: Pence::ZERO,
            percent: Percent::whole(40),
        },
        outcome: Outcome::Decline,
        reason: Some(Reason::BelowLine),
        reserve_rank: None,
        ..reserved(number, pounds)
    }
}

pub(super) fn round() -> Round {
    Round { status: Status::Recommended, ..sample::open() }
}

pub(super) fn prepared(items: Vec<Item>) -> Decision {
    let round = round();
    let id = DecisionId(Uuid::from_u128(7));
    let texts = Texts {
        summary: "Grants of the first round.".to_owned(),
        options: "Fund fewer groups in full.".to_owned(),
        ..Texts::default()
    };
    draft(id, &round, round.most_to_commit(), items, person(OFFICER), noon())
        .and_then(|decision| decision.describe(texts))
        .unwrap()
}

pub(super) fn clear(decision: &Decision) -> BTreeMap<ApplicationId, Standing> {
    decision.items.iter().map(|item| (item.application, Standing::Clear)).collect()
}

pub(super) fn post(holder: u128, substitute: u128) -> Option<Post> {
    Some(Post { holder: person(holder), substitute: Some(person(substitute)) })
}

pub(super) fn judge<'a>(
    number: u128,
    post: Option<Post>,
    parts: &'a Parts,
    standings: &'a BTreeMap<ApplicationId, Standing>,
) -> Judge<'a> {
    Judge { person: person(number), post, parts, standings }
}

pub(super) fn commented(decision: Decision) -> Decision {
    let (parts, standings) = (Parts::default(), clear(&decision));
    let finance = judge(FINANCE, post(FINANCE, 21), &parts, &standings);
    decision.comment(&finance, "The money is there.", noon()).unwrap()
}

pub(super) fn facts(decision: &Decision) -> BTreeMap<ApplicationId, FundingFacts> {
    decision
        .items
        .iter()
        .map(|item| {
            let due_diligence = Some((item.amount, true));
            (item.application, FundingFacts { due_diligence, ..FundingFacts::default() })
        })
        .collect()
}

pub(super) fn signed(decision: Decision) -> Decision {
    let decision = commented(decision);
    let (parts, standings, facts) = (Parts::default(), clear(&decision), facts(&decision));
    let approver = judge(APPROVER, post(APPROVER, SUBSTITUTE), &parts, &standings);
    decision.sign(&approver, &round(), &facts, noon()).unwrap()
}
