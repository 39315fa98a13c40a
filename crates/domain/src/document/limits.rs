//! How much a group may send.

use super::{Document, DocumentRefused};

/// How much a group may send for one bid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes of one file.
    pub file_bytes: u64,
    /// The most bytes of all files of a bid that are kept.
    pub bid_bytes: u64,
    /// The most files of a bid that are kept.
    pub bid_files: u16,
}

/// One million bytes, as people count them.
pub const MEGABYTE: u64 = 1_000_000;

impl Default for Limits {
    /// Proposed default: 10 MB a file, 50 MB and 30 files a bid.
    fn default() -> Self {
        Self { file_bytes: 10 * MEGABYTE, bid_bytes: 50 * MEGABYTE, bid_files: 30 }
    }
}

/// What there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// How many more files the question takes.
    pub files: u16,
    /// How many more bytes the bid takes.
    pub bytes: u64,
}

impl Limits {
    /// What there is room for at a question that takes `most` files, beside what is there.
    ///
    /// `bid` are all documents of the bid.
    #[must_use]
    pub fn room(&self, bid: &[Document], question: &str, most: u16) -> Room {
        let kept = || bid.iter().filter(|one| one.status.is_kept());
        let here = kept().filter(|one| one.answers(question)).count();
        let all = kept().count();
        let left =
            |most: u16, count: usize| most.saturating_sub(u16::try_from(count).unwrap_or(u16::MAX));
        let used: u64 = kept().map(|one| one.size).sum();
        Room {
            files: left(most, here).min(left(self.bid_files, all)),
            bytes: self.bid_bytes.saturating_sub(used),
        }
    }

    /// Whether a file of `size` bytes may be added beside what is there.
    ///
    /// # Errors
    /// [`DocumentRefused::Empty`], [`DocumentRefused::TooLarge`], [`DocumentRefused::TooMany`],
    /// [`DocumentRefused::BidFull`].
    pub fn admit(
        &self,
        bid: &[Document],
        question: &str,
        most: u16,
        size: u64,
    ) -> Result<(), DocumentRefused> {
        let room = self.room(bid, question, most);
        if size == 0 {
            return Err(DocumentRefused::Empty);
        }
        if size > self.file_bytes {
            return Err(DocumentRefused::TooLarge { limit: self.file_bytes });
        }
        if room.files == 0 {
            return Err(DocumentRefused::TooMany { most: most.min(self.bid_files) });
        }
        if size > room.bytes {
            return Err(DocumentRefused::BidFull { limit: self.bid_bytes, left: room.bytes });
        }
        Ok(())
    }
}
