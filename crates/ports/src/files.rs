//! Where the bytes of documents are kept, and who looks into them.
//!
//! Everything here blocks: it is called from threads that may wait, never inside a transaction.

use almoner_domain::document::{DocumentRefused, FileKind, Finding};
use almoner_domain::value::Instant;
use std::io::Read;
use thiserror::Error;

/// Why bytes could not be kept, read or scanned.
#[derive(Debug, Error)]
pub enum FileError {
    /// There are no bytes under this name.
    #[error("there is no file {0}")]
    Missing(String),
    /// The place for files, or the scanner, does not answer or does not work.
    #[error("{0}")]
    Failed(String),
}

/// What an incoming file turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// What its content is.
    pub kind: FileKind,
    /// Its bytes.
    pub size: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
}

/// A file that is being received. Dropped without being kept, it leaves nothing behind.
pub trait Incoming: Send {
    /// Adds bytes at its end.
    ///
    /// # Errors
    /// [`FileError::Failed`].
    fn write(&mut self, bytes: &[u8]) -> Result<(), FileError>;

    /// Looks into what has arrived: what it is by its content, or why it is not taken.
    ///
    /// # Errors
    /// [`FileError::Failed`].
    fn inspect(&mut self) -> Result<Result<Inspected, DocumentRefused>, FileError>;

    /// Keeps it under `key`, durably.
    ///
    /// # Errors
    /// [`FileError::Failed`].
    fn keep(self: Box<Self>, key: &str) -> Result<(), FileError>;
}

/// Where the bytes of documents are kept, each under a random name.
pub trait Files: Send + Sync {
    /// A new, empty file to receive bytes in.
    ///
    /// # Errors
    /// [`FileError::Failed`].
    fn incoming(&self) -> Result<Box<dyn Incoming>, FileError>;

    /// The bytes kept under `key`, to be read in pieces.
    ///
    /// # Errors
    /// [`FileError::Missing`], [`FileError::Failed`].
    fn open(&self, key: &str) -> Result<Box<dyn Read + Send>, FileError>;

    /// Gives the bytes under `key` up. None there is no error.
    ///
    /// # Errors
    /// [`FileError::Failed`].
    fn erase(&self, key: &str) -> Result<(), FileError>;

    /// Hands the names of everything that has been kept since `before` or longer to `each`, some
    /// hundreds at once.
    ///
    /// # Errors
    /// [`FileError::Failed`].
    fn kept_before(
        &self,
        before: Instant,
        each: &mut dyn FnMut(Vec<String>) -> Result<(), FileError>,
    ) -> Result<(), FileError>;

    /// Whether the place for files answers now.
    ///
    /// # Errors
    /// [`FileError::Failed`].
    fn ping(&self) -> Result<(), FileError>;
}

/// Something that looks for harmful content.
pub trait Scanner: Send + Sync {
    /// Looks at these bytes.
    ///
    /// # Errors
    /// [`FileError::Failed`] when nobody can say.
    fn scan(&self, bytes: &mut dyn Read) -> Result<Finding, FileError>;
}
