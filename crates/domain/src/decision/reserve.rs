//! The reserve list: ranked, for a time, and approved from it when money is freed.

use super::{Decision, DecisionRefused, Item, Judge, Outcome, Status};
use crate::award::Award;
use crate::id::{ApplicationId, PersonId};
use crate::state::NotFromHere;
use crate::value::{CivilDate, Instant, Pence, london};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// For how many days a reserve list stands where the round does not say: a proposed default.
const USUAL_DAYS: u16 = 60;

/// An approval from the reserve list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promotion {
    /// The bid.
    pub application: ApplicationId,
    /// How much.
    pub amount: Pence,
    /// Why, written for the public.
    pub public_reason: String,
    /// The approver.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// A reserve list as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reserve<'a> {
    /// The last day on which it stands; none before the decision is signed.
    pub until: Option<CivilDate>,
    /// Who waits on it, first come first.
    pub waiting: Vec<&'a Item>,
    /// The money that is free.
    pub free: Pence,
}

/// The reserve list of a decision, and the money that is free for it: what may be committed less
/// what awards bind. `out` are bids that can no longer be approved: taken back by their groups, or
/// with a failed due diligence. They hold nobody up.
#[must_use]
pub fn reserve_list<'a>(
    decision: &'a Decision,
    days: Option<u16>,
    awards: &[Award],
    out: &BTreeSet<ApplicationId>,
) -> Reserve<'a> {
    let until = decision.signature.and_then(|signature| {
        let days = i64::from(days.unwrap_or(USUAL_DAYS));
        london::date(signature.at).checked_add(jiff::Span::new().days(days)).ok()
    });
    let promoted = |item: &Item| {
        decision.promotions.iter().any(|promotion| promotion.application == item.application)
    };
    let mut waiting: Vec<&Item> = decision
        .items
        .iter()
        .filter(|item| item.outcome == Outcome::Reserve && !promoted(item))
        .filter(|item| !out.contains(&item.application))
        .collect();
    waiting.sort_by_key(|item| item.reserve_rank);
    let bound = Pence::total(
        awards.iter().filter(|award| award.status.binds_money()).map(|award| award.amount),
    );
    let free = bound.and_then(|bound| decision.most.checked_sub(bound)).unwrap_or(Pence::ZERO);
    Reserve { until, waiting, free: free.max(Pence::ZERO) }
}

/// Approves the first bid of the reserve `list`, by the approver who could have signed the decision.
///
/// # Errors
/// The refusal.
pub fn promote(
    decision: &Decision,
    judge: &Judge<'_>,
    application: ApplicationId,
    amount: Pence,
    public_reason: &str,
    list: &Reserve<'_>,
    at: Instant,
) -> Result<Decision, DecisionRefused> {
    if decision.status != Status::Signed {
        return Err(NotFromHere { from: decision.status.code(), mv: "Promote" }.into());
    }
    let commented = decision.comment.as_ref().map(|comment| comment.by);
    let others: Vec<PersonId> = commented.into_iter().chain([decision.prepared_by]).collect();
    decision.may_judge(judge, &others)?;
    if let Some(until) = list.until.filter(|until| london::date(at) > *until) {
        return Err(DecisionRefused::ReserveExpired(until));
    }
    let first = list.waiting.first().ok_or(DecisionRefused::NotInIt(application))?;
    if first.application != application {
        return Err(DecisionRefused::NotFirst(first.application));
    }
    if public_reason.trim().is_empty() {
        return Err(DecisionRefused::NoWords);
    }
    if amount <= Pence::ZERO || amount > first.requested {
        let fault = super::ItemFault::MoreThanRequested;
        return Err(DecisionRefused::Incomplete(vec![(application, fault)]));
    }
    if amount > list.free {
        return Err(DecisionRefused::NotFree { free: list.free });
    }
    let mut promoted = decision.clone();
    promoted.promotions.push(Promotion {
        application,
        amount,
        public_reason: public_reason.trim().to_owned(),
        by: judge.person,
        at,
    });
    Ok(promoted)
}
