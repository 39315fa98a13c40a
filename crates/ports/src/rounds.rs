//! Rounds.

use crate::Stored;
use almoner_domain::id::RoundId;
use almoner_domain::round::{Round, Status};
use almoner_domain::value::Instant;

/// Where a list of rounds goes on: after the round that opened at this instant with this id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RoundKey {
    /// When it opens.
    pub opens_at: Instant,
    /// Its id.
    pub id: RoundId,
}

/// What a list about a round says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundHead {
    /// Its id.
    pub id: RoundId,
    /// Version for optimistic locking.
    pub version: i64,
    /// Its reference, in capitals.
    pub reference: String,
    /// Where it stands, as stored.
    pub status: Status,
}

/// Reads and writes rounds. Every method fails only when the database does, or with the
/// [`crate::StoreError`] named.
#[expect(clippy::missing_errors_doc, reason = "said once for the whole trait")]
pub trait Rounds {
    /// Adds a round. [`crate::Taken::RoundReference`] if another has its reference.
    fn add_round(&mut self, round: &Round) -> Stored<()>;
    /// Saves a round whose stored version is that of `round`, and counts it up. `Stale` if it was
    /// changed since.
    fn save_round(&mut self, round: &Round) -> Stored<()>;
    /// A round by id.
    fn round(&mut self, id: RoundId) -> Stored<Option<Round>>;
    /// The head of a round by id, without its settings and its form.
    fn round_head(&mut self, id: RoundId) -> Stored<Option<RoundHead>>;
    /// Several rounds by id, in one query.
    fn rounds_by_id(&mut self, ids: &[RoundId]) -> Stored<Vec<Round>>;
    /// A round by its reference, in capitals or not.
    fn round_by_reference(&mut self, reference: &str) -> Stored<Option<Round>>;
    /// Rounds, the one that opens last first, after `after`, at most `limit`.
    fn rounds(&mut self, after: Option<RoundKey>, limit: i64) -> Stored<Vec<Round>>;
    /// Rounds that were announced, the one that opens last first, after `after`, at most `limit`.
    fn announced_rounds(&mut self, after: Option<RoundKey>, limit: i64) -> Stored<Vec<Round>>;
    /// Rounds that should have opened or closed by `now` and are not stored so, at most `limit`.
    fn rounds_due(&mut self, now: Instant, limit: i64) -> Stored<Vec<Round>>;
}
