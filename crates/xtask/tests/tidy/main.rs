//! Checks of the repository itself: what may depend on what, twin migrations, SQL text, leftovers.
//!
//! Each test lists every fault that it finds, as a sentence that says what to do.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "helpers of tests: a broken repository or tool stops the check with its reason"
)]

mod crates;
mod files;
mod interface;
mod migrations;
mod repository;
mod rust_text;
mod sql_text;

/// Fails with all faults at once, so that one run shows the whole list.
fn expect_none(faults: &[String]) {
    assert!(faults.is_empty(), "{} fault(s):\n{}", faults.len(), faults.join("\n"));
}
