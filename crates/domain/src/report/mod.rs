//! The report of a round, derived from its audit trail alone: for any past instant, and with no
//! other record at hand.

mod areas;
mod fold;
mod ranking;

pub use areas::AreaLine;
pub use ranking::RankLine;

use crate::application::Withhold;
use crate::id::ApplicationId;
use crate::value::{Instant, Mark, Pence, Percent};
use std::collections::BTreeMap;

/// A count of bids with their money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many bids.
    pub count: u32,
    /// Their amounts together, in pence.
    pub amount: Pence,
}

impl Tally {
    fn add(&mut self, amount: Pence) {
        self.count = self.count.saturating_add(1);
        self.amount = self.amount.checked_add(amount).unwrap_or(self.amount);
    }
}

/// What the trail says about one bid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bid {
    /// Its reference.
    pub reference: Option<String>,
    /// Whether it was ever sent in time.
    pub received: bool,
    /// What the version that stands asks for.
    pub requested: Pence,
    /// The code of the area with the largest share of its beneficiaries.
    pub lead_area: Option<String>,
    /// Whole per cent of beneficiaries by area.
    pub shares: BTreeMap<String, u32>,
    /// Whether it was taken back.
    pub withdrawn: bool,
    /// Whether an attempt to send it arrived late.
    pub late: bool,
    /// The reasons for which it is not eligible; none while it is or may be.
    pub ineligible: Option<Vec<String>>,
    /// Whether it passed screening.
    pub eligible: bool,
    /// The marks of each of its assessors by criterion, since they were revealed.
    pub assessed: BTreeMap<String, BTreeMap<String, Mark>>,
    /// Whether the panel agreed marks.
    pub moderated: bool,
    /// The marks that the panel agreed, by criterion.
    pub agreed: BTreeMap<String, Mark>,
    /// What the panel recommends: an award of so much, or none.
    pub recommended: Option<Pence>,
    /// What was approved: an award of so much, or none.
    pub approved: Option<Pence>,
    /// The coded reason of the decision.
    pub reason: Option<String>,
    /// What is withheld.
    pub withhold: Withhold,
}

/// The report of a round at an instant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The instant: entries up to and including it count.
    pub until: Option<Instant>,
    /// The reference of the round.
    pub reference: Option<String>,
    /// What the round may spend.
    pub budget: Option<Pence>,
    /// Codes of the areas by which it reports, in their order.
    pub reported: Vec<String>,
    /// What each criterion weighs; together they weigh 100.
    pub weights: BTreeMap<String, u32>,
    /// The lowest agreed mark with which a bid can be funded, for criteria that have one.
    pub least_marks: BTreeMap<String, u32>,
    /// Each bid of which the trail knows.
    pub bids: BTreeMap<ApplicationId, Bid>,
    /// When the panel's recommendation was complete.
    pub recommended_at: Option<Instant>,
    /// When the decision was signed.
    pub decided_at: Option<Instant>,
    /// When the groups were told.
    pub announced_at: Option<Instant>,
    /// Interests that were declared.
    pub conflicts: u32,
    /// People who were kept away from a bid, counted by bid.
    pub recusals: u32,
    /// Failed checks that were overridden.
    pub overrides: u32,
    /// How many entries it is derived from.
    pub entries: usize,
}

impl Report {
    /// Bids that were ever sent in time.
    pub fn received(&self) -> impl Iterator<Item = &Bid> {
        self.bids.values().filter(|bid| bid.received)
    }

    /// Bids that were ever sent in time, with what they ask for.
    #[must_use]
    pub fn requested(&self) -> Tally {
        tally(self.received().map(|bid| bid.requested))
    }

    /// Bids that are not eligible.
    #[must_use]
    pub fn ineligible(&self) -> u32 {
        count(self.received().filter(|bid| bid.ineligible.is_some()))
    }

    /// How often each reason made a bid not eligible. A bid may have several.
    #[must_use]
    pub fn reasons(&self) -> BTreeMap<&str, u32> {
        let mut reasons = BTreeMap::new();
        for code in self.received().filter_map(|bid| bid.ineligible.as_ref()).flatten() {
            *reasons.entry(code.as_str()).or_insert(0) += 1;
        }
        reasons
    }

    /// Bids that passed screening.
    #[must_use]
    pub fn eligible(&self) -> u32 {
        count(self.received().filter(|bid| bid.eligible))
    }

    /// Bids with agreed marks.
    #[must_use]
    pub fn moderated(&self) -> u32 {
        count(self.received().filter(|bid| bid.moderated))
    }

    /// Bids that were taken back after they had been sent.
    #[must_use]
    pub fn withdrawn(&self) -> u32 {
        count(self.received().filter(|bid| bid.withdrawn))
    }

    /// Bids of which nothing arrived in time.
    #[must_use]
    pub fn late(&self) -> u32 {
        count(self.bids.values().filter(|bid| bid.late && !bid.received))
    }

    /// What the panel recommends; none before its recommendation is complete. Recommended is not
    /// approved.
    #[must_use]
    pub fn recommended(&self) -> Option<Tally> {
        self.recommended_at.map(|_| tally(self.received().filter_map(|bid| bid.recommended)))
    }

    /// What was approved; none before the decision is signed.
    #[must_use]
    pub fn approved(&self) -> Option<Tally> {
        self.decided_at.map(|_| tally(self.received().filter_map(|bid| bid.approved)))
    }

    /// How many of the bids that were received were recommended.
    #[must_use]
    pub fn success_of_received(&self) -> Option<Percent> {
        Percent::share(i64::from(self.recommended()?.count), i64::from(self.requested().count))
    }

    /// How many of the eligible bids were recommended: not the same as of all, since a bid that
    /// is not eligible was not declined.
    #[must_use]
    pub fn success_of_eligible(&self) -> Option<Percent> {
        Percent::share(i64::from(self.recommended()?.count), i64::from(self.moderated()))
    }
}

fn count<'a>(bids: impl Iterator<Item = &'a Bid>) -> u32 {
    u32::try_from(bids.count()).unwrap_or(u32::MAX)
}

fn tally(amounts: impl Iterator<Item = Pence>) -> Tally {
    let mut tally = Tally::default();
    amounts.for_each(|amount| tally.add(amount));
    tally
}

#[cfg(test)]
mod tests;
