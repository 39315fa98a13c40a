//! Rounds that were read before, by id and version.
//!
//! A version of a round never changes once it is committed, so what was read of it holds until
//! another version is there; which version that is, is asked of the database each time. Only what
//! a reading transaction saw is kept: a writing one may see a version that is never committed.

use almoner_domain::id::RoundId;
use almoner_domain::round::Round;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

/// The most rounds that are kept. An office works on a few at a time.
const MOST: usize = 32;

/// Rounds by id, each in the version that was read last.
#[derive(Default)]
pub(crate) struct KeptRounds(RwLock<HashMap<RoundId, Arc<Round>>>);

impl KeptRounds {
    /// The round in exactly this version, if it is kept.
    pub(crate) fn get(&self, id: RoundId, version: i64) -> Option<Arc<Round>> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        kept.get(&id).filter(|round| round.version == version).map(Arc::clone)
    }

    /// Keeps a round that was read from what is committed, unless a later version is kept.
    pub(crate) fn keep(&self, round: &Round) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.get(&round.id).is_some_and(|known| known.version > round.version) {
            return;
        }
        if kept.len() >= MOST && !kept.contains_key(&round.id) {
            kept.clear();
        }
        kept.insert(round.id, Arc::new(round.clone()));
    }
}

/// How a transaction may use the rounds that are kept.
#[derive(Clone, Copy)]
pub(crate) enum Rounds<'k> {
    /// It reads what is committed: it may keep what it reads.
    Committed(&'k KeptRounds),
    /// It may see changes of its own.
    Own(&'k KeptRounds),
}

impl Rounds<'_> {
    pub(crate) fn get(&self, id: RoundId, version: i64) -> Option<Arc<Round>> {
        match self {
            Self::Committed(kept) | Self::Own(kept) => kept.get(id, version),
        }
    }

    pub(crate) fn keep(&self, round: &Round) {
        if let Self::Committed(kept) = self {
            kept.keep(round);
        }
    }
}
