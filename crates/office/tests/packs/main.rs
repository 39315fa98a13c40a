//! The packs as an office would use them: the built-in one, another one, and broken ones.
#![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]

mod broken;
mod llr;
mod otherland;
