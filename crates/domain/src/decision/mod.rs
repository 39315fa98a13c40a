//! The decision on a round: drafted from the panel's recommendation, commented on by the finance
//! officer, signed by the approver, with a public reason for each bid.

mod announce;
mod item;
mod moves;
mod parts;
mod reserve;
mod send_back;
mod state;

pub use crate::moderation::Outcome as PanelOutcome;
pub use announce::{Contact, NotFunded, Offer, Row, RowFault, accept_by, check_rows, review_by};
pub use item::{Departure, Feedback, Item, ItemFault, Outcome, Panel, Reason, Revision};
pub use moves::{DecisionRefused, FundingFacts, Judge, Sum, Texts, draft};
pub use parts::{Part, Parts};
pub use reserve::{Promotion, Reserve, promote, reserve_list};
pub use send_back::{before_the_panel, may_send_back};
pub use state::{Move, Status};

use crate::id::{ApplicationId, DecisionId, PersonId, RoundId};
use crate::round::LegalPower;
use crate::value::{Instant, Pence};
use serde::{Deserialize, Serialize};

/// The finance officer's comment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinanceComment {
    /// The comment.
    pub text: String,
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// The total of the decision that it is about.
    pub total: Pence,
}

/// The approver's signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Who.
    pub by: PersonId,
    /// Whether as the named substitute.
    pub as_substitute: bool,
    /// When.
    pub at: Instant,
}

/// The decision record of a round. Once signed it is never changed; another one supersedes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// Version for optimistic locking.
    pub version: i64,
    /// The round.
    pub round: RoundId,
    /// Where it stands.
    pub status: Status,
    /// The power under which the grants are made.
    pub legal_power: LegalPower,
    /// What was decided on, in plain English. Public.
    pub summary: String,
    /// What else could have been done. Public.
    pub options: String,
    /// Equality: what was considered. Public.
    pub equality: String,
    /// Data protection: what was considered. Public.
    pub data_protection: String,
    /// The part that is exempt from publication, kept apart. Never public.
    pub exempt: String,
    /// What the round may spend.
    pub budget: Pence,
    /// The most that may be committed, the published tolerance included.
    pub most: Pence,
    /// One item for each bid of the recommendation, best first.
    pub items: Vec<Item>,
    /// Who prepared it.
    pub prepared_by: PersonId,
    /// When.
    pub prepared_at: Instant,
    /// The finance officer's comment.
    pub comment: Option<FinanceComment>,
    /// The approver's signature.
    pub signature: Option<Signature>,
    /// Bids of the reserve list that were approved later.
    pub promotions: Vec<Promotion>,
}

impl Decision {
    /// The item of a bid.
    #[must_use]
    pub fn item(&self, application: ApplicationId) -> Option<&Item> {
        self.items.iter().find(|item| item.application == application)
    }

    /// What it awards in all; none if the sum cannot be held.
    #[must_use]
    pub fn total(&self) -> Option<Pence> {
        Pence::total(self.items.iter().map(|item| item.amount))
    }

    /// Whether it is signed.
    #[must_use]
    pub const fn is_signed(&self) -> bool {
        matches!(self.status, Status::Signed)
    }
}

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
