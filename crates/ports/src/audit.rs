//! The audit trail's port.

use crate::Stored;
use almoner_domain::audit::{By, Entry, Recorded, Stream};
use almoner_domain::id::{EntryId, PersonId, RoundId};
use almoner_domain::value::Instant;
use uuid::Uuid;

/// The last entry of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its chain, as stored.
    pub stream: String,
    /// Its place.
    pub seq: i64,
    /// Its hash.
    pub hash: Vec<u8>,
}

/// The first bad place that a verification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The chain.
    pub stream: String,
    /// The place in it.
    pub seq: i64,
    /// The entry there, if there is one.
    pub entry: Option<EntryId>,
    /// What is wrong, for the operator.
    pub why: String,
}

/// Reads and appends to the audit trail.
pub trait AuditTrail {
    /// Appends an entry to its chain.
    ///
    /// # Errors
    /// [`crate::StoreError::Busy`] if another transaction took the place in the chain.
    fn append(
        &mut self,
        id: EntryId,
        entry: &Entry,
        by: &By,
        at: Instant,
        request: Uuid,
    ) -> Stored<()>;

    /// Appends entries to their chains, in the order given, with a number of statements that does
    /// not grow with the number of chains.
    ///
    /// # Errors
    /// As [`Self::append`].
    fn append_all(
        &mut self,
        entries: &[(EntryId, &Entry)],
        by: &By,
        at: Instant,
        request: Uuid,
    ) -> Stored<()>;

    /// The entries that count for a round, oldest first, up to and including `until`.
    ///
    /// # Errors
    /// When the database fails.
    fn entries_of_round(&mut self, round: RoundId, until: Instant) -> Stored<Vec<Recorded>>;

    /// The entries of one chain, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    fn entries_of(&mut self, stream: Stream) -> Stored<Vec<Recorded>>;

    /// How many entries there are in all.
    ///
    /// # Errors
    /// When the database fails.
    fn entry_count(&mut self) -> Stored<i64>;

    /// Seals the heads of all chains that grew since the last anchor into a new anchor, itself
    /// chained to the one before. Returns how many heads it sealed; none makes no anchor.
    ///
    /// # Errors
    /// When the database fails.
    fn seal_heads(&mut self, at: Instant) -> Stored<usize>;

    /// Checks every chain and anchor from the start.
    ///
    /// # Errors
    /// When the database fails.
    fn verify(&mut self) -> Stored<Result<i64, Broken>>;

    /// The key under which digests about a person are made; made with `fresh` if there is none.
    ///
    /// # Errors
    /// When the database fails.
    fn digest_key(&mut self, person: PersonId, fresh: &[u8; 32]) -> Stored<Option<Vec<u8>>>;

    /// Marks that something public has changed.
    ///
    /// # Errors
    /// When the database fails.
    fn touch_public(&mut self) -> Stored<()>;
}
