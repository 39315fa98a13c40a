//! The outbox: emails that wait in the database beside the change that they tell of.

use crate::Stored;
use almoner_domain::id::{ApplicationId, LetterId, RoundId};
use almoner_domain::letter::{Letter, Recipient};
use almoner_domain::value::Instant;

/// A letter that is to be sent now.
#[derive(Clone, Debug)]
pub struct Due {
    /// Its id; the Message-ID is made of it, so a repeat is recognisable.
    pub id: LetterId,
    /// The letter.
    pub letter: Letter,
    /// How many times it was tried before.
    pub attempts: i32,
    /// When it was queued.
    pub queued_at: Instant,
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendOutcome {
    /// The mail server accepted it.
    Accepted,
    /// Try again at this instant.
    RetryAt(Instant, String),
    /// The mail server will never take it, or we gave up.
    Failed(String),
}

/// A letter as the mailbox and the officer's delivery list show it.
#[derive(Clone, Debug)]
pub struct Posted {
    /// Its id.
    pub id: LetterId,
    /// To whom.
    pub to: Recipient,
    /// The kind of letter.
    pub code: String,
    /// The letter.
    pub letter: Letter,
    /// When it was queued.
    pub queued_at: Instant,
    /// When the mail server accepted it.
    pub sent_at: Option<Instant>,
    /// How many tries.
    pub attempts: i32,
    /// What the last failed try said.
    pub last_error: Option<String>,
    /// Whether we gave up.
    pub failed: bool,
    /// What about.
    pub round: Option<RoundId>,
    /// What about.
    pub application: Option<ApplicationId>,
}

/// Queues and leases letters.
pub trait Outbox {
    /// Queues a letter.
    ///
    /// # Errors
    /// When the database fails.
    fn queue(&mut self, id: LetterId, letter: &Letter, at: Instant) -> Stored<()>;

    /// Queues letters, some hundreds with each statement.
    ///
    /// # Errors
    /// When the database fails.
    fn queue_all(&mut self, letters: &[(LetterId, &Letter)], at: Instant) -> Stored<()>;

    /// Leases up to `limit` letters that are due, until `lease_until`. A letter whose lease ran
    /// out (its worker died) is due again. Each lease counts as a try. Safe with several workers
    /// and processes.
    ///
    /// # Errors
    /// When the database fails.
    fn lease(&mut self, now: Instant, lease_until: Instant, limit: i64) -> Stored<Vec<Due>>;

    /// Writes down how a try ended. Nothing changes if the letter waits no more: another worker
    /// has ended it since this one's lease ran out.
    ///
    /// # Errors
    /// When the database fails.
    fn tried(&mut self, id: LetterId, at: Instant, outcome: &SendOutcome) -> Stored<()>;

    /// Letters, newest first, before `before` (by id), at most `limit`.
    ///
    /// # Errors
    /// When the database fails.
    fn letters(&mut self, before: Option<LetterId>, limit: i64) -> Stored<Vec<Posted>>;

    /// One letter.
    ///
    /// # Errors
    /// When the database fails.
    fn letter(&mut self, id: LetterId) -> Stored<Option<Posted>>;

    /// How many letters the mail server has accepted.
    ///
    /// # Errors
    /// When the database fails.
    fn accepted_count(&mut self) -> Stored<i64>;

    /// How many letters are due at `now`.
    ///
    /// # Errors
    /// When the database fails.
    fn due_count(&mut self, now: Instant) -> Stored<i64>;

    /// How many letters are still waiting (not accepted, not given up).
    ///
    /// # Errors
    /// When the database fails.
    fn waiting_count(&mut self) -> Stored<i64>;
}
