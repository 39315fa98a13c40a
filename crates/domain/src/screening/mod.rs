//! Screening: checks of eligibility, and what people decide about them.

mod automatic;
mod check;
mod record;
mod review;
mod steps;
mod text;

pub use automatic::{Failing, Finding, Subject, Unclear, Warning, check, checks_before_sending};
pub use check::{CheckMove, CheckStatus, Checked};
pub use record::{
    Confirmed, Consent, INFORMATION_WORKING_DAYS, InformationRequest, Item, LEAST_WORDS,
    MOST_REQUESTS, Override, Proposal, Screening, ScreeningRefused,
};
pub use review::{
    Overriding, Review, ReviewMove, ReviewStatus, answer_review, ask_for_review, override_check,
};
pub use steps::{
    Bid, CheckResult, Step, Stepped, ask_for_information, confirm, expire_information,
    give_information, pass, propose, record_check, reject, start,
};
pub use text::{LONGEST_GROUNDS, LONGEST_LINE, LONGEST_TEXT, Text};

#[cfg(test)]
mod tests;
