//! The records of documents that groups sent.

use crate::Stored;
use almoner_domain::document::Document;
use almoner_domain::id::{ApplicationId, DocumentId};
use almoner_domain::value::Instant;

/// How many documents wait for a scanner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unjudged {
    /// Closed until a scanner has looked at them.
    pub pending: u64,
    /// Open without having been scanned.
    pub unscanned: u64,
}

/// Reads and writes the records of documents. Every method fails only when the database does, or
/// with the [`crate::StoreError`] named.
#[expect(clippy::missing_errors_doc, reason = "said once for the whole trait")]
pub trait Documents {
    /// Adds a document. [`crate::Taken::DocumentPlace`] if another document of the bid has its
    /// place.
    fn add_document(&mut self, document: &Document) -> Stored<()>;
    /// A document by id.
    fn document(&mut self, id: DocumentId) -> Stored<Option<Document>>;
    /// Saves a document whose stored version is that of `document`, and counts it up. `Stale` if
    /// it was changed since.
    fn save_document(&mut self, document: &Document) -> Stored<()>;
    /// All documents of a bid in the order they came, those that are gone as well.
    fn documents_of(&mut self, application: ApplicationId) -> Stored<Vec<Document>>;
    /// Documents that a scanner should look at by `at`, closed ones before open ones and of each
    /// the longest waiting first, at most `limit`.
    fn documents_to_scan(&mut self, at: Instant, limit: i64) -> Stored<Vec<Document>>;
    /// Kept documents of bids that were given up or taken back, whose round closed before
    /// `closed_before`, at most `limit`.
    fn documents_to_erase(&mut self, closed_before: Instant, limit: i64) -> Stored<Vec<Document>>;
    /// How many documents have not been judged.
    fn unjudged(&mut self) -> Stored<Unjudged>;
    /// Those of `keys` whose bytes belong to a document that is kept.
    fn keys_in_use(&mut self, keys: &[String]) -> Stored<Vec<String>>;
}
