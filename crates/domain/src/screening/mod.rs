//! Checks of eligibility.

mod automatic;

pub use automatic::{Failing, Finding, Subject, Unclear, Warning, check, checks_before_sending};
