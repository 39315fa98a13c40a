//! Why a document is not taken or not given, in facts.

use super::kind::{FileKind, Foreign};
use super::state::Status;
use crate::NotFromHere;
use thiserror::Error;

/// Why a document is not taken or not given, in facts.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DocumentRefused {
    /// No file was chosen.
    #[error("no file was chosen")]
    NoneChosen,
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// More bytes than a file may have.
    #[error("the file has more than {limit} bytes")]
    TooLarge {
        /// The most bytes.
        limit: u64,
    },
    /// Not a kind of file that is taken.
    #[error("not a kind of file that is taken: {}", .0.code())]
    NotTaken(Foreign),
    /// The name's ending belongs to another kind than the content.
    #[error("the name ends in {ending}, the content is {}", .kind.code())]
    OtherEnding {
        /// The ending.
        ending: String,
        /// What the content is.
        kind: FileKind,
    },
    /// A kind of file that the office takes, but not at this question.
    #[error("the question does not take {}", .kind.code())]
    NotAskedFor {
        /// What the content is.
        kind: FileKind,
        /// The kinds that the question takes.
        taken: Vec<FileKind>,
    },
    /// It is locked: with a password, or against printing or copying.
    #[error("the file is locked")]
    Locked,
    /// It holds macros or other programs.
    #[error("the file holds a program")]
    HoldsProgram,
    /// It is two kinds of file at once.
    #[error("the file is two kinds of file at once")]
    TwoInOne,
    /// It is broken off or does not hold together.
    #[error("the file is damaged")]
    Damaged,
    /// It unpacks into far more than its size.
    #[error("the file unpacks into more than {limit} bytes or files")]
    UnpacksTooLarge {
        /// The most bytes or files.
        limit: u64,
    },
    /// A picture with too many pixels.
    #[error("the picture has more than {limit} pixels")]
    TooManyPixels {
        /// The most pixels.
        limit: u64,
    },
    /// A certificate of a criminal record check, which must not be kept.
    #[error("a certificate of the Disclosure and Barring Service")]
    Certificate,
    /// As many files as the question or the bid takes.
    #[error("there are {most} files already")]
    TooMany {
        /// The most files.
        most: u16,
    },
    /// The bid has as many bytes as it may have.
    #[error("the bid may have {limit} bytes, {left} are left")]
    BidFull {
        /// The most bytes.
        limit: u64,
        /// How many are left.
        left: u64,
    },
    /// It cannot be opened where it stands.
    #[error("it cannot be opened: {}", .0.code())]
    NotReadable(Status),
    /// The table has no such move from here.
    #[error(transparent)]
    NotFromHere(#[from] NotFromHere),
}

impl DocumentRefused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoneChosen => "document_none_chosen",
            Self::Empty => "document_empty",
            Self::TooLarge { .. } => "document_too_large",
            Self::NotAskedFor { .. } => "document_not_asked_for",
            Self::NotTaken(_) => "document_not_taken",
            Self::OtherEnding { .. } => "document_other_ending",
            Self::Locked => "document_locked",
            Self::HoldsProgram => "document_holds_program",
            Self::TwoInOne => "document_two_in_one",
            Self::Damaged => "document_damaged",
            Self::UnpacksTooLarge { .. } => "document_unpacks_too_large",
            Self::TooManyPixels { .. } => "document_too_many_pixels",
            Self::Certificate => "document_certificate",
            Self::TooMany { .. } => "document_too_many",
            Self::BidFull { .. } => "document_bid_full",
            Self::NotReadable(_) => "document_not_readable",
            Self::NotFromHere(_) => "document_not_from_here",
        }
    }
}
