//! The reserve list: looked at, and approved from when money is free.

use super::Withheld;
use super::letters::Batch;
use super::papers::Papers;
use super::prepare::Table;
use super::refused;
use super::sign::{after, drafted};
use super::texts::text;
use crate::contacts::contacts;
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase, View};
use almoner_domain::access::{Act, On};
use almoner_domain::application::{Application, Status};
use almoner_domain::audit::{Entry, events};
use almoner_domain::decision::{
    Contact, Decision, DecisionRefused, Item, Judge, Outcome as Decided, promote, reserve_list,
};
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_domain::round::{Phase, Round};
use almoner_domain::value::{CivilDate, Pence};
use std::collections::BTreeSet;

/// Approves the first bid of the reserve list, by the approver or their substitute.
pub struct PromoteReserve {
    /// The round.
    pub round: RoundId,
    /// The version of the decision that was read.
    pub version: i64,
    /// The bid.
    pub application: ApplicationId,
    /// How much.
    pub amount: Pence,
    /// Why, written for the public.
    pub public_reason: String,
}

impl UseCase for PromoteReserve {
    type Subject = Table;
    type Output = ();
    const ACT: Act = Act::PromoteReserve;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Table> {
        Ok(Table(Papers::load(self.round, eye)?))
    }

    fn on(&self, Table(papers): &Table) -> On {
        papers.on(papers.round.posts.approver)
    }

    fn run(&self, Table(papers): Table, cx: &mut Cx<'_>) -> Outcome<()> {
        let decision = papers.decision(self.version)?;
        if papers.round.phase(cx.now) != Phase::Results {
            return Err(refused(DecisionRefused::RoundNotThere(papers.round.status)));
        }
        let (person, now) = (cx.person()?, cx.now);
        let standings = papers.standings(person, &mut cx.eye)?;
        let judge = Judge {
            person,
            post: papers.round.posts.approver,
            parts: &papers.parts,
            standings: &standings,
        };
        let reason = text("public_reason", &self.public_reason)?;
        let conditions = match papers.results.get(&self.application) {
            None => return Err(refused(DecisionRefused::NoDueDiligence(vec![self.application]))),
            Some(result) if !result.outcome.is_clear() => {
                return Err(refused(DecisionRefused::FailedDueDiligence(vec![self.application])));
            }
            Some(result) if self.amount > result.amount => {
                return Err(refused(DecisionRefused::DueDiligenceForLess(vec![self.application])));
            }
            Some(result) => result.outcome.conditions(),
        };
        let awards = cx.tx.awards_of(self.round)?;
        let days = papers.round.settings.money.reserve_days;
        let out = out(&decision, papers.applications.values());
        let list = reserve_list(&decision, days, &awards, &out);
        let promoted =
            promote(&decision, &judge, self.application, self.amount, &reason, &list, now)
                .map_err(refused)?;
        let item = decision.item(self.application).ok_or(AppError::NotFound)?;
        let application = papers.applications.get(&self.application).ok_or(AppError::NotFound)?;
        let approved = after(application, Decided::Fund).map_err(|why| refused(why.into()))?;
        let holidays = cx.office().bank_holidays.clone();
        let batch =
            Batch { round: &papers.round, decision: &decision, at: now, holidays: &holidays };
        let mut item = Item { amount: self.amount, public_reason: reason, ..item.clone() };
        item.add_conditions(conditions);
        let award = drafted(cx.id(), &decision, &item, now);
        let award = award.offer(now, batch.accept_by()?).map_err(Refusal::from)?;
        let people = contacts([application], &mut cx.eye)?;
        let told = people.get(&application.id).ok_or(AppError::NotFound)?;
        let contact = Contact { name: told.name.clone(), email: told.email.clone() };
        let letter = batch.offer(&item, self.amount, &item.public_reason, (told.id, &contact))?;
        cx.tx.save_decision(&promoted)?;
        cx.tx.save_application(&approved)?;
        cx.tx.add_awards(std::slice::from_ref(&award))?;
        cx.send(&letter)?;
        let entry = Entry::application(self.round, self.application, events::RESERVE_PROMOTED)
            .id("award", award.id)
            .code("from", application.status.code())
            .code("to", approved.status.code())
            .pence("amount", self.amount);
        cx.audit(&entry)?;
        cx.public_change()
    }
}

/// The bids of the reserve list that can no longer be approved from it.
fn out<'a>(
    decision: &Decision,
    applications: impl IntoIterator<Item = &'a Application>,
) -> BTreeSet<ApplicationId> {
    let waiting: BTreeSet<ApplicationId> = applications
        .into_iter()
        .filter(|one| matches!(one.status, Status::Reserve | Status::DdClear))
        .map(|one| one.id)
        .collect();
    let listed = decision.items.iter().map(|item| item.application);
    listed.filter(|id| !waiting.contains(id)).collect()
}

/// The page of a round's reserve list.
pub struct ReservePage {
    /// The round.
    pub round: RoundId,
}

/// What the page shows.
pub struct ReserveSheet {
    /// The round.
    pub round: Round,
    /// The version of the decision.
    pub version: i64,
    /// The last day on which the list stands.
    pub until: Option<CivilDate>,
    /// Who waits, first come first, without bids from which the reader is kept away.
    pub waiting: Vec<Item>,
    /// What the reader may not see of which bid.
    pub withheld: Withheld,
    /// The money that is free; withheld from somebody whom it would tell of a bid from which they
    /// are kept away.
    pub free: Option<Pence>,
    /// Whether the reader is the approver or the substitute.
    pub may_promote: bool,
}

impl View for ReservePage {
    type Output = ReserveSheet;
    const ACT: Act = Act::ReadDecision;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, ReserveSheet)> {
        let round = eye.tx.round(self.round)?.ok_or(AppError::NotFound)?;
        let decision = eye.tx.decision_of(self.round)?.ok_or(AppError::NotFound)?;
        let awards = eye.tx.awards_of(self.round)?;
        let bids: Vec<ApplicationId> = decision.items.iter().map(|item| item.application).collect();
        let bids = eye.tx.applications(&bids)?;
        let withheld = Withheld::from(round.id, &bids, eye)?;
        let shown = decision.as_if_without(withheld.away());
        let out = out(&shown, &bids);
        let list = reserve_list(&shown, round.settings.money.reserve_days, &awards, &out);
        let whole = withheld.away().is_empty();
        let me = eye.actor.person();
        let may_promote =
            round.posts.approver.is_some_and(|post| post.people().any(|person| Some(person) == me));
        let sheet = ReserveSheet {
            version: decision.version,
            until: list.until,
            waiting: list.waiting.into_iter().map(|item| withheld.item(item)).collect(),
            withheld,
            free: whole.then_some(list.free),
            may_promote: may_promote && whole && round.phase(eye.now) == Phase::Results,
            round,
        };
        Ok((On::default(), sheet))
    }
}
