//! The server's own parts: the clock, identifiers and secrets that the use cases ask for.
#![warn(missing_docs)]

pub mod clock;
pub mod ids;
pub mod secrets;
