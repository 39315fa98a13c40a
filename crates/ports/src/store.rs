//! The store: transactions and what can go wrong with them.

use crate::{
    Applications, Assessments, AuditTrail, Completion, Confirmations, Decisions, Declarations,
    Documents, EqualityAnswers, Moderations, Organisations, Outbox, People, Rounds, Screenings,
};
use thiserror::Error;

/// Everything that one transaction can read and write. A supertrait of one trait per aggregate.
pub trait Tx:
    Applications
    + Assessments
    + AuditTrail
    + Confirmations
    + Completion
    + Decisions
    + Declarations
    + Documents
    + EqualityAnswers
    + Moderations
    + Organisations
    + Outbox
    + People
    + Rounds
    + Screenings
{
}

impl<
    T: Applications
        + Assessments
        + AuditTrail
        + Confirmations
        + Completion
        + Decisions
        + Declarations
        + Documents
        + EqualityAnswers
        + Moderations
        + Organisations
        + Outbox
        + People
        + Rounds
        + Screenings,
> Tx for T
{
}

/// What the work wants done with its transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Keep everything.
    Commit,
    /// Keep nothing.
    RollBack,
    /// Keep nothing and run the work again: another transaction was in the way.
    Retry,
}

/// Work for a write transaction. It may run more than once (PostgreSQL retries a serialization
/// failure), so it leaves its result behind only through what it captured, and is answered only
/// after the commit is durable.
pub type Job = Box<dyn FnMut(&mut dyn Tx) -> Verdict + Send>;

/// A database.
pub trait Store: Send + Sync {
    /// Runs `job` in a write transaction and returns once its verdict is durable. On SQLite many
    /// waiting jobs share one commit, a savepoint each.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when it cannot be done in time, [`StoreError::Failed`] when the
    /// database is broken or away. In both cases nothing was kept, but for one: if the connection
    /// to a database server is lost during the commit itself, nobody knows (`Failed`). A repeat of
    /// the same request must therefore be recognisable.
    ///
    /// After a statement of the job has failed, nothing is committed, whatever the verdict says:
    /// after `Busy` the job is run again, after anything else but `Stale` and `Corrupt` it fails.
    fn write(&self, job: Job) -> Stored<()>;

    /// Runs `work` in a read transaction that sees one state of the database.
    ///
    /// # Errors
    /// As for [`Store::write`].
    fn read(&self, work: &mut dyn FnMut(&mut dyn Tx)) -> Stored<()>;

    /// A counter that has changed whenever something public may have changed.
    ///
    /// # Errors
    /// As for [`Store::write`].
    fn public_version(&self) -> Stored<i64>;

    /// The same counter where it is known without asking the database: in the process that alone
    /// writes to it.
    fn public_version_at_hand(&self) -> Option<i64> {
        None
    }

    /// Whether the database answers now.
    ///
    /// # Errors
    /// As for [`Store::write`].
    fn ping(&self) -> Stored<()>;
}

/// Short for a result of the store.
pub type Stored<T> = Result<T, StoreError>;

/// A uniqueness rule that the database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Somebody already has this email address.
    Email,
    /// Another round has this reference.
    RoundReference,
    /// Another entry already has this place in its chain: try again.
    ChainPlace,
    /// The person has already declared about this application.
    Declaration,
    /// Another bid of the group has this place in the round: try again.
    BidPlace,
    /// Another document of the bid has this place: try again.
    DocumentPlace,
    /// The bid has a sent version of this number: try again.
    Submission,
    /// The bid has a confirmation already: try again.
    Confirmation,
    /// The bid has a result of due diligence.
    DueDiligence,
    /// The round has a decision that stands.
    Decision,
    /// The bid has an award.
    Award,
    /// Another rule, by its name in the database.
    Other,
}

/// What can go wrong in the store.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Somebody else changed the record since it was read.
    #[error("the record has changed since it was read")]
    Stale,
    /// Locked, overloaded or deadlocked for longer than we wait.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// A uniqueness rule.
    #[error("already taken: {0:?} ({1})")]
    Taken(Taken, String),
    /// A stored row makes no sense.
    #[error("corrupt row {id} in {table}: {why}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The row.
        id: String,
        /// What is wrong with it.
        why: String,
    },
    /// Anything else: connection lost, disk full, wrong SQL.
    #[error("the database failed: {0}")]
    Failed(String),
}
