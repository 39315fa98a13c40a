//! What groups say about who leads them, apart from everything else.

use crate::Stored;
use almoner_domain::equality::{Answer, Answers, Question, Release};
use almoner_domain::id::RoundId;
use std::collections::BTreeMap;

/// Reads and writes those answers. One file of the use cases calls it, and no other. Every method
/// fails only when the database does, or with the [`crate::StoreError`] named.
#[expect(clippy::missing_errors_doc, reason = "said once for the whole trait")]
pub trait EqualityAnswers {
    /// Adds answers under their key.
    fn add_equality_answers(&mut self, answers: &Answers) -> Stored<()>;
    /// Removes the answers with this key; whether there were any.
    fn remove_equality_answers(&mut self, key: &str) -> Stored<bool>;
    /// How many groups have answered in a round.
    fn equality_answers_count(&mut self, round: RoundId) -> Stored<u64>;
    /// The answers of a round without their keys, in no order that says anything.
    fn equality_answers_of(&mut self, round: RoundId) -> Stored<Vec<BTreeMap<Question, Answer>>>;
    /// Keeps the counts of a round.
    fn add_equality_release(&mut self, round: RoundId, release: &Release) -> Stored<()>;
    /// The counts of a round, if they were made.
    fn equality_release(&mut self, round: RoundId) -> Stored<Option<Release>>;
}
