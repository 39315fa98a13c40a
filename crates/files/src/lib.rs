//! Where the bytes of documents are kept, what they are by their content, and whether a scanner
//! finds something in them.
//!
//! [`Store`] keeps files in a local folder or an S3-compatible store, under random names.
//! [`Clamd`] speaks to ClamAV's daemon. [`inspect`] judges a file by its content alone.
#![warn(missing_docs)]

mod clamd;
mod incoming;
pub mod inspect;
mod store;

pub use clamd::{Clamd, ScannerAddress};
pub use store::{Place, Store, StoreFault};
