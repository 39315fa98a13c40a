//! The scheduler's part: documents whose time is over, and bytes that belong to nothing.

use super::entry;
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase, View};
use almoner_domain::access::{Act, On};
use almoner_domain::document::{Document, erase};
use jiff::SignedDuration;

/// How long documents of bids that were given up or taken back are kept after their round closed:
/// 90 days, a proposed default.
const KEPT_AFTER_CLOSING: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Documents of one run.
const AT_ONCE: i64 = 100;

/// Gives up documents of bids that were never sent or were taken back, long after the round.
pub struct EraseOld;

impl UseCase for EraseOld {
    type Subject = Vec<Document>;
    /// The names of bytes that nobody needs any more.
    type Output = Vec<String>;
    const ACT: Act = Act::Housekeeping;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Vec<Document>> {
        let before = eye.now.checked_add(-KEPT_AFTER_CLOSING).ok_or(AppError::NotFound)?;
        Ok(eye.tx.documents_to_erase(before, AT_ONCE)?)
    }

    fn on(&self, _: &Vec<Document>) -> On {
        On::default()
    }

    fn run(&self, old: Vec<Document>, cx: &mut Cx<'_>) -> Outcome<Vec<String>> {
        let mut ids: Vec<_> = old.iter().map(|document| document.application).collect();
        ids.dedup();
        let bids = cx.tx.applications(&ids)?;
        let mut keys = Vec::new();
        for document in old {
            let bid = bids.iter().find(|bid| bid.id == document.application);
            let round = bid.ok_or(AppError::NotFound)?.round;
            let after = erase(&document).map_err(Refusal::from)?;
            cx.tx.save_document(&after)?;
            cx.audit(&entry(round, &after, "document.erased"))?;
            keys.push(after.key);
        }
        Ok(keys)
    }
}

/// Asks which of these names belong to documents that are kept.
pub struct KeysInUse {
    /// The names.
    pub keys: Vec<String>,
}

impl View for KeysInUse {
    type Output = Vec<String>;
    const ACT: Act = Act::Housekeeping;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Vec<String>)> {
        Ok((On::default(), eye.tx.keys_in_use(&self.keys)?))
    }
}
