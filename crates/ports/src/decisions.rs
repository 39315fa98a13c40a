//! Due diligence, decisions and awards.

use crate::Stored;
use almoner_domain::award::Award;
use almoner_domain::decision::Decision;
use almoner_domain::due_diligence::DueDiligence;
use almoner_domain::id::{ApplicationId, RoundId};

/// Reads and writes results of due diligence, decisions and awards. Every method fails only when
/// the database does, or with the [`crate::StoreError`] named.
#[expect(clippy::missing_errors_doc, reason = "said once for the whole trait")]
pub trait Decisions {
    /// Adds the result for a bid. [`crate::Taken::DueDiligence`] if it has one.
    fn add_due_diligence(&mut self, result: &DueDiligence) -> Stored<()>;
    /// Puts another result in the place of the one that a bid has. `Stale` if it has none.
    fn replace_due_diligence(&mut self, result: &DueDiligence) -> Stored<()>;
    /// The result for a bid.
    fn due_diligence(&mut self, application: ApplicationId) -> Stored<Option<DueDiligence>>;
    /// All results of a round, by bid, in one query.
    fn due_diligence_of(&mut self, round: RoundId) -> Stored<Vec<DueDiligence>>;

    /// Adds a decision. [`crate::Taken::Decision`] if the round has one that stands.
    fn add_decision(&mut self, decision: &Decision) -> Stored<()>;
    /// Saves a decision whose stored version is that of `decision`, and counts it up. `Stale` if
    /// it was changed since.
    fn save_decision(&mut self, decision: &Decision) -> Stored<()>;
    /// The decision of a round that stands: the one that is not superseded.
    fn decision_of(&mut self, round: RoundId) -> Stored<Option<Decision>>;

    /// Adds awards, in one statement. [`crate::Taken::Award`] if a bid has one.
    fn add_awards(&mut self, awards: &[Award]) -> Stored<()>;
    /// Saves an award whose stored version is that of `award`, and counts it up. `Stale` if it
    /// was changed since.
    fn save_award(&mut self, award: &Award) -> Stored<()>;
    /// The award of a bid.
    fn award_of(&mut self, application: ApplicationId) -> Stored<Option<Award>>;
    /// All awards of a round, by id, in one query.
    fn awards_of(&mut self, round: RoundId) -> Stored<Vec<Award>>;
}
