//! Documents that groups send with their bids.
//!
//! The bytes are kept elsewhere, under a random name; this is the record of them. Nobody opens a
//! document before a scanner has cleared it, unless the office runs without one and says so.

mod certificate;
mod kind;
mod limits;
mod moves;
mod name;
mod refused;
mod state;

pub use certificate::{named_as_certificate, reads_as_certificate};
pub use kind::{DocumentKind, FileKind, Foreign};
pub use limits::{Limits, MEGABYTE, Room};
pub use moves::{
    Destination, Finding, Received, accept, erase, judge, receive, remove, scan_failed,
};
pub use name::{FileName, LONGEST_NAME, OtherEnding};
pub use refused::DocumentRefused;
pub use state::{Move, Status};

use crate::form::{Fields, QuestionId};
use crate::id::{ApplicationId, DocumentId, PersonId};
use crate::value::{CivilDate, Instant};
use serde::{Deserialize, Serialize};

/// A document of a bid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// Version for optimistic locking.
    pub version: i64,
    /// Whose.
    pub application: ApplicationId,
    /// The question that it answers.
    pub question: QuestionId,
    /// Its place among the documents of the bid, from 1; none once it answers nothing.
    pub place: Option<u16>,
    /// What it was asked for as.
    pub asked_as: DocumentKind,
    /// The name that it is shown and downloaded under.
    pub name: FileName,
    /// What kind of file it is, by its content.
    pub kind: FileKind,
    /// Its bytes.
    pub size: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// The random name under which its bytes are kept.
    pub key: String,
    /// Where it stands.
    pub status: Status,
    /// The last day on which it holds, for kinds that run out.
    pub valid_until: Option<CivilDate>,
    /// Who sent it.
    pub received_by: PersonId,
    /// When.
    pub received_at: Instant,
    /// When the group took it out of its answers, if it did.
    pub removed_at: Option<Instant>,
    /// When a scanner looked at it.
    pub judged_at: Option<Instant>,
    /// What the scanner called what it found.
    pub finding: Option<String>,
    /// How often scanning has failed.
    pub scan_failures: u32,
    /// When it is to be scanned next.
    pub scan_at: Option<Instant>,
}

impl Document {
    /// Whether it is part of the answer to this question as the group has it now.
    #[must_use]
    pub fn answers(&self, question: &str) -> bool {
        self.is_part_of_answers() && self.question.as_str() == question
    }

    /// Whether it is part of any answer as the group has it now.
    #[must_use]
    pub const fn is_part_of_answers(&self) -> bool {
        self.status.is_kept() && self.removed_at.is_none()
    }

    /// Whether those who may read it can open it.
    ///
    /// # Errors
    /// [`DocumentRefused::NotReadable`].
    pub const fn must_be_readable(&self) -> Result<(), DocumentRefused> {
        if self.status.is_readable() {
            Ok(())
        } else {
            Err(DocumentRefused::NotReadable(self.status))
        }
    }
}

/// What the office does while no scanner is set up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WithoutScanner {
    /// Documents are kept and stay closed until there is a scanner.
    #[default]
    Quarantine,
    /// Documents can be opened, marked as not scanned.
    Accept,
}

/// Puts the documents of a bid into its answers: under each question their ids, as received.
#[must_use]
pub fn with_documents(mut answers: Fields, documents: &[Document]) -> Fields {
    let mut kept: Vec<&Document> =
        documents.iter().filter(|one| one.is_part_of_answers()).collect();
    kept.sort_by_key(|one| (one.received_at, one.id));
    for document in kept {
        answers
            .entry(document.question.as_str().to_owned())
            .or_default()
            .push(document.id.to_string());
    }
    answers
}
