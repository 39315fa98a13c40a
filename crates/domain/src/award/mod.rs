//! Awards: what follows an approval.

mod state;

pub use state::{Move, Status};

use crate::application::Withhold;
use crate::id::{ApplicationId, AwardId, DecisionId, OrganisationId, RoundId};
use crate::state::NotFromHere;
use crate::value::{CivilDate, Instant, Pence};
use serde::{Deserialize, Serialize};

/// An award. Recipient, amount, purpose, conditions and reasons stand apart, as the Elected Local
/// Policing Bodies (Specified Information) Order 2011 asks of what is published about grants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award {
    /// Its id.
    pub id: AwardId,
    /// Version for optimistic locking.
    pub version: i64,
    /// The round.
    pub round: RoundId,
    /// The decision that it follows.
    pub decision: DecisionId,
    /// The bid.
    pub application: ApplicationId,
    /// The group.
    pub organisation: OrganisationId,
    /// Where it stands.
    pub status: Status,
    /// To whom.
    pub recipient: String,
    /// How much.
    pub amount: Pence,
    /// For what.
    pub purpose: String,
    /// On what conditions.
    pub conditions: Vec<String>,
    /// Why, as published.
    pub reason: String,
    /// What is withheld, inherited from the bid.
    pub withhold: Withhold,
    /// When it was drafted.
    pub drafted_at: Instant,
    /// When it was offered.
    pub offered_at: Option<Instant>,
    /// The last day on which the offer can be accepted.
    pub accept_by: Option<CivilDate>,
}

/// Why a move of an award is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AwardRefused {
    /// The table has no such move from here.
    #[error(transparent)]
    NotFromHere(#[from] NotFromHere),
    /// The last day for accepting is not over.
    #[error("it can be accepted until {0}")]
    TooEarly(CivilDate),
}

impl AwardRefused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFromHere(_) => "award.not_from_here",
            Self::TooEarly(_) => "award.too_early",
        }
    }
}

impl Award {
    /// Offers it to the group, to be accepted until the end of `accept_by`.
    ///
    /// # Errors
    /// When it is not a draft.
    pub fn offer(mut self, at: Instant, accept_by: CivilDate) -> Result<Self, AwardRefused> {
        self.status = self.moved(Move::Offer)?;
        (self.offered_at, self.accept_by) = (Some(at), Some(accept_by));
        Ok(self)
    }

    /// The group does not want it. Its money is free again.
    ///
    /// # Errors
    /// When it is not on offer.
    pub fn decline(mut self) -> Result<Self, AwardRefused> {
        self.status = self.moved(Move::DeclineOffer)?;
        Ok(self)
    }

    /// Nobody accepted it in time. Its money is free again.
    ///
    /// # Errors
    /// When it is not on offer, or `today` is not after the last day for accepting.
    pub fn lapse(mut self, today: CivilDate) -> Result<Self, AwardRefused> {
        let status = self.moved(Move::Lapse)?;
        if let Some(last) = self.accept_by.filter(|last| today <= *last) {
            return Err(AwardRefused::TooEarly(last));
        }
        self.status = status;
        Ok(self)
    }

    fn moved(&self, mv: Move) -> Result<Status, NotFromHere> {
        let from = self.status;
        from.after(mv).ok_or(NotFromHere { from: from.code(), mv: mv.name() })
    }
}

impl Status {
    /// Whether its money is bound.
    #[must_use]
    pub const fn binds_money(self) -> bool {
        !matches!(self, Self::DeclinedByOrg | Self::Lapsed)
    }
}
