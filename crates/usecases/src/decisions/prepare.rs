//! The officer prepares the decision: drafted from the recommendation, then written bid by bid.

use super::papers::{Papers, awaits};
use super::refused;
use super::texts::{lines, text};
use crate::conflict::standing;
use crate::{AppError, Cx, Eye, Outcome, UseCase};
use almoner_domain::access::{Act, On, Standing};
use almoner_domain::application::Application;
use almoner_domain::audit::{Entry, events};
use almoner_domain::decision::{
    Decision, DecisionRefused, Feedback, Item, Outcome as Decided, Panel, PanelOutcome, Reason,
    Revision, Texts, draft,
};
use almoner_domain::due_diligence::DueDiligence;
use almoner_domain::id::{ApplicationId, OrganisationId, RoundId};
use almoner_domain::moderation::Moderation;
use almoner_domain::round::Round;
use almoner_domain::value::Pence;
use std::collections::BTreeMap;

/// Drafts the decision on a round from what the panel recommended.
pub struct PrepareDecision {
    /// The round.
    pub round: RoundId,
}

impl UseCase for PrepareDecision {
    type Subject = Table;
    type Output = ();
    const ACT: Act = Act::PrepareDecision;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Table> {
        Ok(Table(Papers::load(self.round, eye)?))
    }

    fn on(&self, _: &Table) -> On {
        On::default()
    }

    fn run(&self, Table(papers): Table, cx: &mut Cx<'_>) -> Outcome<()> {
        if papers.decision.is_some() {
            return Err(refused(DecisionRefused::Exists));
        }
        let moderations: BTreeMap<ApplicationId, Moderation> = cx
            .tx
            .moderations(self.round)?
            .into_iter()
            .map(|moderation| (moderation.application, moderation))
            .collect();
        let mut items: Vec<Item> = papers
            .applications
            .values()
            .filter(|application| awaits(application.status))
            .filter_map(|application| {
                let moderation = moderations.get(&application.id)?;
                let result = papers.results.get(&application.id);
                item(&papers.round, application, moderation, result)
            })
            .collect();
        items.sort_by_key(|item| (std::cmp::Reverse(item.panel.percent), item.application));
        let mut rank = 0;
        for item in items.iter_mut().filter(|item| item.outcome == Decided::Reserve) {
            rank += 1;
            item.reserve_rank = Some(rank);
        }
        let (by, now) = (cx.person()?, cx.now);
        let most = papers.round.most_to_commit();
        let decision = draft(cx.id(), &papers.round, most, items, by, now).map_err(refused)?;
        cx.tx.add_decision(&decision)?;
        cx.audit(&entry(&decision, events::DECISION_PREPARED))
    }
}

/// What a case about the decision loads.
pub struct Table(pub(super) Papers);

/// An entry about a decision as it is.
pub(super) fn entry(decision: &Decision, event: &'static str) -> Entry {
    let funded = decision.items.iter().filter(|item| item.outcome.funds()).count();
    let entry = Entry::round(decision.round, event)
        .id("decision", decision.id)
        .code("to", decision.status.code())
        .number("items", i64::try_from(decision.items.len()).unwrap_or(i64::MAX))
        .number("funded", i64::try_from(funded).unwrap_or(i64::MAX));
    match decision.total() {
        Some(total) => entry.pence("total", total),
        None => entry,
    }
}

/// A bid as the panel recommended it. Its public reason is left to be written: the panel's own
/// words were not written for the public.
fn item(
    round: &Round,
    application: &Application,
    moderation: &Moderation,
    result: Option<&DueDiligence>,
) -> Option<Item> {
    let made = moderation.recommendation.as_ref()?;
    let requested = application.requested.unwrap_or(Pence::ZERO);
    let recommended = made.amount.unwrap_or(Pence::ZERO);
    let failed = result.is_some_and(|result| !result.outcome.is_clear());
    let (outcome, amount, reason) = match made.outcome {
        PanelOutcome::Recommend if failed => {
            (Decided::Decline, Pence::ZERO, Some(Reason::DueDiligence))
        }
        PanelOutcome::Recommend if recommended == requested => {
            (Decided::Fund, recommended, Some(Reason::AboveLine))
        }
        PanelOutcome::Recommend => (Decided::FundInPart, recommended, Some(Reason::PartFits)),
        PanelOutcome::Reserve => (Decided::Reserve, Pence::ZERO, Some(Reason::BudgetSpent)),
        PanelOutcome::Not => (Decided::Decline, Pence::ZERO, None),
    };
    let set = result.map(|result| result.outcome.conditions()).unwrap_or_default();
    let marks = round
        .settings
        .scoring
        .criteria
        .iter()
        .filter_map(|criterion| {
            let agreed = moderation.agreement.marks.get(&criterion.code)?;
            Some((criterion.title.clone(), agreed.mark.get()))
        })
        .collect();
    let mut item = Item {
        application: application.id,
        reference: application.reference.clone().unwrap_or_default(),
        organisation: application.organisation,
        recipient: application.organisation_name.clone(),
        purpose: application.title.clone(),
        withhold: application.withhold,
        lead_area: application.lead_area.clone(),
        requested,
        panel: Panel { outcome: made.outcome, amount: recommended, percent: moderation.percent() },
        outcome,
        amount,
        reserve_rank: None,
        reason,
        public_reason: String::new(),
        departure_reason: None,
        conditions: made.conditions.clone(),
        feedback: Feedback { marks, text: made.feedback.clone() },
    };
    item.add_conditions(set);
    Some(item)
}

/// Writes what is decided about one bid.
pub struct ReviseItem {
    /// The round.
    pub round: RoundId,
    /// The version of the decision that was read.
    pub version: i64,
    /// The bid.
    pub application: ApplicationId,
    /// What is decided.
    pub outcome: Decided,
    /// How much is awarded; nothing without an award.
    pub amount: Pence,
    /// The coded reason.
    pub reason: Reason,
    /// The reason for the public.
    pub public_reason: String,
    /// Why it departs from the panel.
    pub departure_reason: String,
    /// Conditions, a line each.
    pub conditions: String,
    /// Help for the next bid.
    pub feedback: String,
}

/// Writes the texts of the decision.
pub struct DescribeDecision {
    /// The round.
    pub round: RoundId,
    /// The version of the decision that was read.
    pub version: i64,
    /// The texts.
    pub texts: Texts,
}

/// Takes bids out that have been withdrawn since the decision was drafted.
pub struct RefreshDecision {
    /// The round.
    pub round: RoundId,
    /// The version of the decision that was read.
    pub version: i64,
}

fn load(round: RoundId, version: i64, eye: &mut Eye<'_>) -> Outcome<Decision> {
    let decision = eye.tx.decision_of(round)?.ok_or(AppError::NotFound)?;
    if decision.version != version {
        return Err(AppError::Stale);
    }
    Ok(decision)
}

impl UseCase for ReviseItem {
    type Subject = (Decision, Option<OrganisationId>, Standing);
    type Output = ();
    const ACT: Act = Act::ReviseItem;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        let decision = eye.tx.decision_of(self.round)?.ok_or(AppError::NotFound)?;
        let owner = decision.item(self.application).map(|item| item.organisation);
        Ok((decision, owner, standing(eye, self.application)?))
    }

    fn on(&self, (_, owner, standing): &Self::Subject) -> On {
        On { owner: *owner, ..On::default() }.standing(*standing)
    }

    fn run(&self, (decision, ..): Self::Subject, cx: &mut Cx<'_>) -> Outcome<()> {
        if decision.version != self.version {
            return Err(AppError::Stale);
        }
        let departure = text("departure_reason", &self.departure_reason)?;
        let revision = Revision {
            outcome: self.outcome,
            amount: self.amount,
            reason: self.reason,
            public_reason: text("public_reason", &self.public_reason)?,
            departure_reason: (!departure.is_empty()).then_some(departure),
            conditions: lines("conditions", &self.conditions)?,
            feedback: text("feedback", &self.feedback)?,
        };
        let item = decision
            .item(self.application)
            .ok_or_else(|| refused(DecisionRefused::NotInIt(self.application)))?;
        let money = cx.tx.round(self.round)?.ok_or(AppError::NotFound)?.settings.money;
        let faults = item
            .revised(revision.clone())
            .faults((money.minimum, money.maximum), money.reserve_list);
        if !faults.is_empty() {
            let faults = faults.into_iter().map(|fault| (self.application, fault)).collect();
            return Err(refused(DecisionRefused::Incomplete(faults)));
        }
        let after = decision.revise(self.application, revision).map_err(refused)?;
        cx.tx.save_decision(&after)?;
        cx.audit(
            &Entry::application(self.round, self.application, events::DECISION_REVISED)
                .id("decision", after.id)
                .code("outcome", self.outcome.code())
                .code("reason", self.reason.code())
                .pence("amount", self.amount),
        )
    }
}

impl UseCase for DescribeDecision {
    type Subject = Decision;
    type Output = ();
    const ACT: Act = Act::PrepareDecision;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Decision> {
        load(self.round, self.version, eye)
    }

    fn on(&self, _: &Decision) -> On {
        On::default()
    }

    fn run(&self, decision: Decision, cx: &mut Cx<'_>) -> Outcome<()> {
        let texts = Texts {
            summary: text("summary", &self.texts.summary)?,
            options: text("options", &self.texts.options)?,
            equality: text("equality", &self.texts.equality)?,
            data_protection: text("data_protection", &self.texts.data_protection)?,
            exempt: text("exempt", &self.texts.exempt)?,
        };
        if texts.summary.is_empty() || texts.options.is_empty() {
            return Err(refused(DecisionRefused::TextsMissing));
        }
        let after = decision.describe(texts).map_err(refused)?;
        cx.tx.save_decision(&after)?;
        cx.audit(&entry(&after, events::DECISION_REVISED))
    }
}

impl UseCase for RefreshDecision {
    type Subject = Table;
    type Output = ();
    const ACT: Act = Act::PrepareDecision;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Table> {
        Ok(Table(Papers::load(self.round, eye)?))
    }

    fn on(&self, _: &Table) -> On {
        On::default()
    }

    fn run(&self, Table(papers): Table, cx: &mut Cx<'_>) -> Outcome<()> {
        let decision = papers.decision(self.version)?;
        let after = decision.brought_up_to_date(&papers.facts()).map_err(refused)?;
        cx.tx.save_decision(&after)?;
        cx.audit(&entry(&after, events::DECISION_REVISED))
    }
}
