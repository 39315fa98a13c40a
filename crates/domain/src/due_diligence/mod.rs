//! Due diligence: one recorded result for each bid that may be funded, before the decision.
//!
//! What is looked at grows with the amount. Evidence of the bank account, insurance and criminal
//! record checks wait for the offer: nobody is asked for them before there is one.

mod band;
mod record;

pub use band::{Band, Check, Need};
pub use record::{
    CheckResult, DueDiligence, DueDiligenceRefused, Finding, Outcome, Recorded, Report, is_open,
    record,
};

#[cfg(test)]
mod tests;
