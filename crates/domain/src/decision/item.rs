//! One bid in a decision.

use crate::application::Withhold;
use crate::id::{ApplicationId, OrganisationId};
use crate::moderation::Outcome as PanelOutcome;
use crate::value::{Pence, Percent};
use serde::{Deserialize, Serialize};

crate::codes::codes! {
    /// What is decided about a bid.
    Outcome {
        /// An award of what was asked for.
        Fund = "fund",
        /// An award of less than was asked for.
        FundInPart = "fund_in_part",
        /// On the reserve list.
        Reserve = "reserve",
        /// No award.
        Decline = "decline",
    }
}

impl Outcome {
    /// Whether money is awarded.
    #[must_use]
    pub const fn funds(self) -> bool {
        matches!(self, Self::Fund | Self::FundInPart)
    }
}

crate::codes::codes! {
    /// The coded reason of an outcome, beside its public words.
    Reason {
        /// Among the best above the quality line that the budget reaches.
        AboveLine = "above_line",
        /// Funded by departing from the panel, for the reason that is published with it.
        DepartsFromPanel = "departs_from_panel",
        /// Part of it fits the round.
        PartFits = "part_fits",
        /// The budget reaches for part of it.
        BudgetReachesPart = "budget_reaches_part",
        /// Good enough, and the budget is spent.
        BudgetSpent = "budget_spent",
        /// Below the quality line.
        BelowLine = "below_line",
        /// Below the least mark of a criterion.
        LeastMarkMissed = "least_mark_missed",
        /// Due diligence found something against it.
        DueDiligence = "due_diligence",
        /// The same cost is paid for elsewhere.
        OtherMoney = "other_money",
        /// Something else, said in the words.
        Other = "other",
    }
}

impl Reason {
    /// Whether the reason can be given for an outcome.
    #[must_use]
    pub const fn fits(self, outcome: Outcome) -> bool {
        match self {
            Self::AboveLine => matches!(outcome, Outcome::Fund | Outcome::FundInPart),
            Self::DepartsFromPanel | Self::Other => true,
            Self::PartFits | Self::BudgetReachesPart => matches!(outcome, Outcome::FundInPart),
            Self::BudgetSpent => matches!(outcome, Outcome::Reserve | Outcome::Decline),
            Self::BelowLine | Self::LeastMarkMissed | Self::DueDiligence | Self::OtherMoney => {
                matches!(outcome, Outcome::Decline)
            }
        }
    }
}

/// What the panel recommended, kept beside the decision for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panel {
    /// What.
    pub outcome: PanelOutcome,
    /// How much; nothing unless it recommended an award or a place on the reserve list.
    pub amount: Pence,
    /// The agreed percentage, exact.
    pub percent: Percent,
}

/// What an unsuccessful group is told about its bid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// The agreed mark of each criterion: its title and the mark, 0 to 5.
    pub marks: Vec<(String, u8)>,
    /// Two or three lines of help for the next bid.
    pub text: String,
}

/// How a decision differs from what the panel recommended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Departure {
    /// Another outcome.
    Outcome,
    /// Another amount.
    Amount,
}

/// One bid of the decision. Recipient, purpose, amount, conditions and reason are fields of their
/// own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The bid.
    pub application: ApplicationId,
    /// Its reference.
    pub reference: String,
    /// The group.
    pub organisation: OrganisationId,
    /// To whom: the group's name.
    pub recipient: String,
    /// For what: the project's name.
    pub purpose: String,
    /// What is withheld from the public.
    pub withhold: Withhold,
    /// The code of its area with the largest share.
    pub lead_area: Option<String>,
    /// How much was asked for.
    pub requested: Pence,
    /// What the panel recommended.
    pub panel: Panel,
    /// What is decided.
    pub outcome: Outcome,
    /// How much is awarded; nothing without an award.
    pub amount: Pence,
    /// Its place on the reserve list, from 1.
    pub reserve_rank: Option<u16>,
    /// The coded reason.
    pub reason: Option<Reason>,
    /// The reason in words, written for the public.
    pub public_reason: String,
    /// Why it departs from the panel, written for the public.
    pub departure_reason: Option<String>,
    /// The conditions of the award.
    pub conditions: Vec<String>,
    /// What the group is told about its bid.
    pub feedback: Feedback,
}

/// What the officer changes of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// What is decided.
    pub outcome: Outcome,
    /// How much is awarded.
    pub amount: Pence,
    /// The coded reason.
    pub reason: Reason,
    /// The reason in words, written for the public.
    pub public_reason: String,
    /// Why it departs from the panel.
    pub departure_reason: Option<String>,
    /// The conditions of the award.
    pub conditions: Vec<String>,
    /// Two or three lines of help for the next bid.
    pub feedback: String,
}

/// What is wrong with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ItemFault {
    /// No coded reason.
    #[error("no coded reason")]
    ReasonMissing,
    /// The coded reason is not one of this outcome.
    #[error("the coded reason does not fit the outcome")]
    ReasonDoesNotFit,
    /// No reason in words for the public.
    #[error("no public reason")]
    PublicReasonMissing,
    /// It departs from the panel and does not say why.
    #[error("no reason for departing from the panel")]
    DepartureReasonMissing,
    /// An award without an amount.
    #[error("no amount")]
    AmountMissing,
    /// An amount without an award.
    #[error("an amount without an award")]
    AmountWithoutAward,
    /// More than was asked for.
    #[error("more than was asked for")]
    MoreThanRequested,
    /// Funded in part with all that was asked for, or in full with less.
    #[error("the amount does not fit the outcome")]
    AmountDoesNotFit,
    /// An award outside the round's limits.
    #[error("outside the limits of the round")]
    OutsideLimits,
    /// No feedback for a group that gets nothing now.
    #[error("no feedback")]
    FeedbackMissing,
    /// A place on the reserve list of a round that keeps none.
    #[error("the round keeps no reserve list")]
    NoReserveList,
    /// No name of a recipient, or no purpose.
    #[error("no recipient or purpose")]
    RecipientMissing,
}

impl ItemFault {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ReasonMissing => "reason_missing",
            Self::ReasonDoesNotFit => "reason_does_not_fit",
            Self::PublicReasonMissing => "public_reason_missing",
            Self::DepartureReasonMissing => "departure_reason_missing",
            Self::AmountMissing => "amount_missing",
            Self::AmountWithoutAward => "amount_without_award",
            Self::MoreThanRequested => "more_than_requested",
            Self::AmountDoesNotFit => "amount_does_not_fit",
            Self::OutsideLimits => "outside_limits",
            Self::FeedbackMissing => "feedback_missing",
            Self::NoReserveList => "no_reserve_list",
            Self::RecipientMissing => "recipient_missing",
        }
    }
}

impl Item {
    /// Adds the conditions that it does not have yet.
    pub fn add_conditions(&mut self, set: &[String]) {
        for condition in set {
            if !self.conditions.contains(condition) {
                self.conditions.push(condition.clone());
            }
        }
    }

    /// The item with what the officer wrote.
    #[must_use]
    pub fn revised(&self, revision: Revision) -> Self {
        Self {
            outcome: revision.outcome,
            amount: revision.amount,
            reason: Some(revision.reason),
            public_reason: revision.public_reason,
            departure_reason: revision.departure_reason,
            conditions: revision.conditions,
            feedback: Feedback { text: revision.feedback, ..self.feedback.clone() },
            ..self.clone()
        }
    }

    /// How it departs from the panel, if it does.
    #[must_use]
    pub fn departure(&self) -> Option<Departure> {
        match (self.panel.outcome, self.outcome) {
            (PanelOutcome::Recommend, Outcome::Fund | Outcome::FundInPart) => {
                (self.amount != self.panel.amount).then_some(Departure::Amount)
            }
            (PanelOutcome::Reserve, Outcome::Reserve) | (PanelOutcome::Not, Outcome::Decline) => {
                None
            }
            _ => Some(Departure::Outcome),
        }
    }

    /// Everything that keeps it from being signed. `limits` are the smallest and the largest
    /// award of the round; `keeps_reserve` whether it keeps a reserve list.
    #[must_use]
    pub fn faults(&self, limits: (Pence, Pence), keeps_reserve: bool) -> Vec<ItemFault> {
        let departs = self.departure().is_some();
        let silent = |text: &str| text.trim().is_empty();
        let no_departure_reason = self.departure_reason.as_deref().is_none_or(silent);
        let funds = self.outcome.funds();
        let in_full = self.amount == self.requested;
        let fits = match self.outcome {
            Outcome::Fund => in_full,
            Outcome::FundInPart => !in_full,
            Outcome::Reserve | Outcome::Decline => true,
        };
        [
            (self.reason.is_none(), ItemFault::ReasonMissing),
            (
                self.reason.is_some_and(|reason| !reason.fits(self.outcome)),
                ItemFault::ReasonDoesNotFit,
            ),
            (silent(&self.public_reason), ItemFault::PublicReasonMissing),
            (departs && no_departure_reason, ItemFault::DepartureReasonMissing),
            (funds && self.amount <= Pence::ZERO, ItemFault::AmountMissing),
            (!funds && self.amount != Pence::ZERO, ItemFault::AmountWithoutAward),
            (self.amount > self.requested, ItemFault::MoreThanRequested),
            (funds && self.amount <= self.requested && !fits, ItemFault::AmountDoesNotFit),
            (
                funds
                    && self.amount > Pence::ZERO
                    && (self.amount < limits.0 || self.amount > limits.1),
                ItemFault::OutsideLimits,
            ),
            (!funds && silent(&self.feedback.text), ItemFault::FeedbackMissing),
            (self.outcome == Outcome::Reserve && !keeps_reserve, ItemFault::NoReserveList),
            (silent(&self.recipient) || silent(&self.purpose), ItemFault::RecipientMissing),
        ]
        .into_iter()
        .filter_map(|(wrong, fault)| wrong.then_some(fault))
        .collect()
    }
}
