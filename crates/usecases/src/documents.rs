//! Documents that groups send: from their arrival to their end.
//!
//! The bytes are dealt with outside of transactions: they are kept before the record is written,
//! and given up after it says so. Bytes without a record are swept away later.

mod attach;
mod open;
mod place;
mod remove;
mod scan;
mod tidy;

pub use attach::Attach;
pub use open::{OpenDocument, OpenOwnDocument, Opened};
pub use place::{Upload, UploadPlace};
pub use remove::Remove;
pub use scan::{DueScans, RecordScan, Scanned, Waiting, WaitingDocuments};
pub use tidy::{EraseOld, KeysInUse};

use almoner_domain::audit::Entry;
use almoner_domain::document::Document;
use almoner_domain::id::RoundId;

/// An entry about a document, in the chain of its bid. Its name may name people and stays out.
fn entry(round: RoundId, document: &Document, event: &'static str) -> Entry {
    Entry::application(round, document.application, event)
        .id("document", document.id.uuid())
        .code("question", document.question.as_str())
        .code("status", document.status.code())
}
