//! How far people got with a round, counted in bulk.

use crate::Stored;
use almoner_domain::completion::{Effort, Footfall};
use almoner_domain::form::SectionId;
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_domain::value::Instant;

/// How many bids of a round there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BidCounts {
    /// All that were started.
    pub started: u64,
    /// Those in which something was saved.
    pub saved: u64,
    /// Those that were sent at least once.
    pub sent: u64,
    /// Those that were sent, by the code of their lead area, by code.
    pub sent_by_area: Vec<(Option<String>, u64)>,
}

/// Counts of steps, and the time that bids took. Every method fails only when the database does.
#[expect(clippy::missing_errors_doc, reason = "said once for the whole trait")]
pub trait Completion {
    /// Adds to the counts of a round.
    fn add_footfall(&mut self, round: RoundId, counts: &[Footfall]) -> Stored<()>;
    /// The counts of a round, by day, step and device.
    fn footfall(&mut self, round: RoundId) -> Stored<Vec<Footfall>>;
    /// Notes a save of a bid: the first one by its instant, each by the seconds of work that it
    /// adds.
    fn note_effort(
        &mut self,
        application: ApplicationId,
        round: RoundId,
        at: Instant,
        worked_seconds: i64,
    ) -> Stored<()>;
    /// What the bids of a round took, by bid.
    fn efforts(&mut self, round: RoundId) -> Stored<Vec<Effort>>;
    /// How many bids of a round there are.
    fn bid_counts(&mut self, round: RoundId) -> Stored<BidCounts>;
    /// The sections with answers of the bids that were never sent, by bid.
    fn sections_of_unsent(&mut self, round: RoundId) -> Stored<Vec<(ApplicationId, SectionId)>>;
}
