//! Before anybody is told: every letter is checked row by row.

use super::{Decision, DecisionRefused, Item, Outcome};
use crate::id::ApplicationId;
use crate::round::Round;
use crate::value::{
    BankHolidays, CivilDate, EmailAddress, Instant, Pence, add_working_days, london,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Working days in which a group may ask for a review of how its bid was handled.
const REVIEW_DAYS: u32 = 10;

/// To whom a letter goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// The letter of an offer, as facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The bid's reference.
    pub reference: String,
    /// The round's title.
    pub round: String,
    /// To whom.
    pub recipient: String,
    /// For what.
    pub purpose: String,
    /// How much.
    pub amount: Pence,
    /// How much was asked for.
    pub requested: Pence,
    /// On what conditions.
    pub conditions: Vec<String>,
    /// Why, as published.
    pub reason: String,
    /// The last day on which it can be accepted.
    pub accept_by: CivilDate,
    /// Whom to ask: a name and an address.
    pub contact: (String, String),
    /// The path of the bid's decision.
    pub path: String,
}

/// The letter to a group that gets nothing now, as facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotFunded {
    /// The bid's reference.
    pub reference: String,
    /// The round's title.
    pub round: String,
    /// The group.
    pub recipient: String,
    /// Why, as published.
    pub reason: String,
    /// Each criterion with its agreed mark, 0 to 5.
    pub marks: Vec<(String, u8)>,
    /// Help for the next bid.
    pub feedback: String,
    /// The last day on which a review of how the bid was handled can be asked for.
    pub review_by: CivilDate,
    /// Whom to ask: a name and an address.
    pub contact: (String, String),
    /// The path of the bid's decision.
    pub path: String,
}

/// One row of the batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// The bid.
    pub item: &'a Item,
    /// To whom, if anybody.
    pub contact: Option<&'a Contact>,
    /// What keeps the letter from being sent.
    pub faults: Vec<RowFault>,
}

/// What keeps a letter from being sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// There is nobody to send it to, or the address is none.
    #[error("no address")]
    NoAddress,
    /// An offer without an amount.
    #[error("no amount")]
    NoAmount,
    /// No public reason.
    #[error("no reason")]
    NoReason,
    /// No feedback for a group that gets nothing now.
    #[error("no feedback")]
    NoFeedback,
    /// Due diligence set a condition that the offer does not repeat.
    #[error("a condition is missing")]
    ConditionMissing,
}

impl RowFault {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoAddress => "no_address",
            Self::NoAmount => "no_amount",
            Self::NoReason => "no_reason",
            Self::NoFeedback => "no_feedback",
            Self::ConditionMissing => "condition_missing",
        }
    }
}

/// Checks every letter of a signed decision. `conditions` are those that due diligence set.
///
/// # Errors
/// When the decision is not signed: nothing can be shown before.
pub fn check_rows<'a>(
    decision: &'a Decision,
    contacts: &'a BTreeMap<ApplicationId, Contact>,
    conditions: &BTreeMap<ApplicationId, Vec<String>>,
) -> Result<Vec<Row<'a>>, DecisionRefused> {
    if !decision.is_signed() {
        let from = decision.status.code();
        return Err(crate::NotFromHere { from, mv: "Announce" }.into());
    }
    Ok(decision
        .items
        .iter()
        .map(|item| {
            let contact = contacts.get(&item.application);
            let set = conditions.get(&item.application).map_or(&[][..], Vec::as_slice);
            Row { item, contact, faults: faults(item, contact, set) }
        })
        .collect())
}

fn faults(item: &Item, contact: Option<&Contact>, set: &[String]) -> Vec<RowFault> {
    let funds = item.outcome.funds();
    let addressed = contact.is_some_and(|contact| EmailAddress::parse(&contact.email).is_ok());
    let repeats = set.iter().all(|condition| item.conditions.contains(condition));
    [
        (!addressed, RowFault::NoAddress),
        (funds && item.amount <= Pence::ZERO, RowFault::NoAmount),
        (item.public_reason.trim().is_empty(), RowFault::NoReason),
        (!funds && item.feedback.text.trim().is_empty(), RowFault::NoFeedback),
        (funds && !repeats, RowFault::ConditionMissing),
    ]
    .into_iter()
    .filter_map(|(wrong, fault)| wrong.then_some(fault))
    .collect()
}

/// The last day on which an offer made `at` can be accepted; none if no calendar holds it.
#[must_use]
pub fn accept_by(round: &Round, at: Instant, holidays: &BankHolidays) -> Option<CivilDate> {
    let days = u32::from(round.settings.dates.acceptance_working_days);
    add_working_days(london::date(at), days, holidays)
}

/// The last day on which a group told `at` may ask for a review of how its bid was handled.
#[must_use]
pub fn review_by(at: Instant, holidays: &BankHolidays) -> Option<CivilDate> {
    add_working_days(london::date(at), REVIEW_DAYS, holidays)
}

impl Item {
    /// Whether the group waits on the reserve list.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.outcome == Outcome::Reserve
    }
}
