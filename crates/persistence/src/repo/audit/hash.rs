//! What is hashed, and how: SHA-256 over every column, each with its length before it, so that
//! no two different rows give the same bytes.

use super::tables::{AnchorRow, EntryRow, HeadRow};
use sha2::{Digest, Sha256};

/// What stands before the first entry and the first anchor.
pub(super) const NOTHING_BEFORE: [u8; 32] = [0; 32];

/// Begins with what kind of thing is hashed, and in which form; a new form gets a new name.
const ENTRY: &[u8] = b"almoner audit entry 1";
const ANCHOR: &[u8] = b"almoner audit anchor 1";

struct Hasher(Sha256);

impl Hasher {
    fn new(kind: &[u8]) -> Self {
        let mut hasher = Self(Sha256::new());
        hasher.field(kind);
        hasher
    }

    /// Adds a field: its length in eight bytes, most significant first, and its bytes.
    fn field(&mut self, bytes: &[u8]) {
        self.0.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        self.0.update(bytes);
    }

    /// Adds a field that may be absent: one byte says whether it is there.
    fn optional(&mut self, bytes: Option<&[u8]>) {
        match bytes {
            Some(bytes) => {
                self.field(&[1]);
                self.field(bytes);
            }
            None => self.field(&[0]),
        }
    }

    fn number(&mut self, number: i64) {
        self.field(&number.to_be_bytes());
    }

    fn finish(self) -> Vec<u8> {
        self.0.finalize().to_vec()
    }
}

/// The hash that belongs to an entry.
pub(super) fn of_entry(row: &EntryRow) -> Vec<u8> {
    let mut hasher = Hasher::new(ENTRY);
    hasher.field(&row.prev_hash);
    hasher.field(row.id.0.as_bytes());
    hasher.field(row.stream.as_bytes());
    hasher.number(row.seq);
    hasher.optional(row.round.as_ref().map(|id| &id.0.as_bytes()[..]));
    hasher.field(row.event.as_bytes());
    hasher.field(row.facts.as_bytes());
    hasher.optional(row.person.as_ref().map(|id| &id.0.as_bytes()[..]));
    hasher.field(row.roles.as_bytes());
    hasher.field(row.at.0.to_string().as_bytes());
    hasher.field(row.request.0.as_bytes());
    hasher.finish()
}

/// The hash of an anchor, made head by head.
pub(super) struct AnchorHash(Hasher);

impl AnchorHash {
    /// Begins with the anchor's own columns.
    pub(super) fn new(row: &AnchorRow) -> Self {
        let mut hasher = Hasher::new(ANCHOR);
        hasher.field(&row.prev_hash);
        hasher.number(row.seq);
        hasher.field(row.at.0.to_string().as_bytes());
        hasher.number(row.heads);
        Self(hasher)
    }

    /// Adds a head; in order of stream.
    pub(super) fn head(&mut self, head: &HeadRow) {
        self.0.field(head.stream.as_bytes());
        self.0.number(head.seq);
        self.0.field(&head.hash);
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0.finish()
    }
}
