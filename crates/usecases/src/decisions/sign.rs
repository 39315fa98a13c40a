//! The approver signs: the decision, the round, every bid and the drafts of the awards move
//! together.

use super::papers::Papers;
use super::prepare::{Table, entry};
use super::refused;
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::NotFromHere;
use almoner_domain::access::{Act, On};
use almoner_domain::application::{Application, Move, Status};
use almoner_domain::audit::{Entry, Fact, events};
use almoner_domain::award::{self, Award};
use almoner_domain::decision::{Decision, Item, Judge, Outcome as Decided};
use almoner_domain::id::{AwardId, RoundId};
use almoner_domain::round;
use almoner_domain::value::Instant;

/// Signs the decision on a round as its approver or their substitute.
pub struct SignDecision {
    /// The round.
    pub round: RoundId,
    /// The version of the decision that was read.
    pub version: i64,
}

impl UseCase for SignDecision {
    type Subject = Table;
    type Output = ();
    const ACT: Act = Act::Decide;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Table> {
        Ok(Table(Papers::load(self.round, eye)?))
    }

    fn on(&self, Table(papers): &Table) -> On {
        papers.on(papers.round.posts.approver)
    }

    fn run(&self, Table(papers): Table, cx: &mut Cx<'_>) -> Outcome<()> {
        let decision = papers.decision(self.version)?;
        let (person, now) = (cx.person()?, cx.now);
        let standings = papers.standings(person, &mut cx.eye)?;
        let judge = Judge {
            person,
            post: papers.round.posts.approver,
            parts: &papers.parts,
            standings: &standings,
        };
        let facts = papers.facts();
        let signed = decision.sign(&judge, &papers.round, &facts, now).map_err(refused)?;
        let sum = signed.sum().map_err(refused)?;
        let facts = round::Decision {
            undecided: 0,
            approved: sum.total,
            finance_commented: signed.comment.is_some(),
        };
        let from = papers.round.status;
        let decided = papers.round.clone().decide(facts).map_err(Refusal::from)?;
        let mut awards = Vec::new();
        for item in &signed.items {
            let application =
                papers.applications.get(&item.application).ok_or(AppError::NotFound)?;
            let after = after(application, item.outcome).map_err(|why| refused(why.into()))?;
            if after != *application {
                cx.tx.save_application(&after)?;
            }
            if item.outcome.funds() {
                awards.push(drafted(cx.id(), &signed, item, now));
            }
            cx.audit(&about(item, &signed, application.status, after.status))?;
        }
        cx.tx.save_decision(&signed)?;
        cx.tx.save_round(&decided)?;
        cx.tx.add_awards(&awards)?;
        for award in &awards {
            let entry = Entry::application(award.round, award.application, events::AWARD_DRAFTED)
                .id("award", award.id)
                .code("to", award.status.code())
                .pence("amount", award.amount);
            cx.audit(&entry)?;
        }
        let substitute = signed.signature.is_some_and(|signature| signature.as_substitute);
        let entry = entry(&signed, events::DECISION_SIGNED)
            .code("from", from.code())
            .code("to", decided.status.code())
            .with("as_substitute", Fact::Flag(substitute));
        cx.audit(&entry)
    }
}

/// The bid after the decision: an award exists for it, it is declined, or it waits.
pub(super) fn after(
    application: &Application,
    outcome: Decided,
) -> Result<Application, NotFromHere> {
    let step = |from: Status, mv: Move| {
        from.after(mv).ok_or(NotFromHere { from: from.code(), mv: mv.name() })
    };
    let from = application.status;
    let status = match outcome {
        Decided::Fund | Decided::FundInPart => step(step(from, Move::Approve)?, Move::Convert)?,
        Decided::Decline => step(from, Move::Decline)?,
        Decided::Reserve => from,
    };
    Ok(Application { status, ..application.clone() })
}

/// An award as drafted from a decision.
pub(super) fn drafted(id: AwardId, decision: &Decision, item: &Item, at: Instant) -> Award {
    Award {
        id,
        version: 1,
        round: decision.round,
        decision: decision.id,
        application: item.application,
        organisation: item.organisation,
        status: award::Status::Drafted,
        recipient: item.recipient.clone(),
        amount: item.amount,
        purpose: item.purpose.clone(),
        conditions: item.conditions.clone(),
        reason: item.public_reason.clone(),
        withhold: item.withhold,
        drafted_at: at,
        offered_at: None,
        accept_by: None,
    }
}

fn about(item: &Item, decision: &Decision, from: Status, to: Status) -> Entry {
    let mut entry = Entry::application(decision.round, item.application, events::DECISION_SIGNED)
        .id("decision", decision.id)
        .code("from", from.code())
        .code("to", to.code())
        .code("outcome", item.outcome.code())
        .pence("amount", item.amount)
        .code("panel_outcome", item.panel.outcome.code())
        .pence("panel_amount", item.panel.amount)
        .with("departs", Fact::Flag(item.departure().is_some()))
        .number("conditions", i64::try_from(item.conditions.len()).unwrap_or(i64::MAX));
    if let Some(reason) = item.reason {
        entry = entry.code("reason", reason.code());
    }
    if let Some(rank) = item.reserve_rank {
        entry = entry.number("reserve_rank", i64::from(rank));
    }
    entry
}
