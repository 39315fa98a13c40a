//! Answers as typed values.

use serde::Serialize;

use super::problem::Measured;
use crate::area::Shares;
use crate::id::DocumentId;
use crate::value::{
    CharityNumber, CivilDate, CompanyNumber, EmailAddress, Pence, PhoneNumber, Postcode, Quantity,
};

/// An answer that could be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Value {
    /// Text of one line or several, cleaned.
    Text(String),
    /// A whole number.
    Number(i64),
    /// An amount.
    Money(Pence),
    /// A date.
    Date(CivilDate),
    /// The first and the last day.
    Period {
        /// The first.
        start: CivilDate,
        /// The last; never before the first.
        end: CivilDate,
    },
    /// The value of the option chosen.
    Choice(String),
    /// The values of the options chosen, in the form's order.
    Choices(Vec<String>),
    /// Yes or no.
    YesNo(bool),
    /// Yes with its text, or no.
    YesNoExplain {
        /// Whether the answer is yes.
        yes: bool,
        /// What was written to a yes.
        explanation: Option<String>,
    },
    /// Numbers of registers.
    OrganisationIds(OrganisationIds),
    /// Somebody.
    Person(Person),
    /// An address.
    Address(Address),
    /// A postcode.
    Postcode(Postcode),
    /// Places with their shares.
    AreaShares(Shares),
    /// Costs.
    Budget(Budget),
    /// Money and help from elsewhere.
    MatchFunding(Vec<MatchFunding>),
    /// What will be different.
    Outcomes(Vec<Outcome>),
    /// What could go wrong.
    Risks(Vec<Risk>),
    /// What is done by when.
    Milestones(Vec<Milestone>),
    /// Rows of a table of the round's own.
    Table(Table),
    /// Documents, as received.
    Files(Vec<DocumentId>),
    /// Every statement was agreed to.
    Agreed,
}

/// A number of a register, or a text that does not have the form of one and that a person looks
/// at: a group is never shut out by the form of its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Identifier<T> {
    /// It has the form of one.
    Number(T),
    /// As typed.
    AsTyped(String),
}

/// Numbers of an organisation in registers; all absent when it has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OrganisationIds {
    /// In a register of charities.
    pub charity: Option<Identifier<CharityNumber>>,
    /// In the register of companies.
    pub company: Option<Identifier<CompanyNumber>>,
    /// The unique reference number of a school.
    pub school: Option<Identifier<String>>,
    /// Any other, as typed.
    pub other: Option<String>,
}

/// Somebody to be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// What they are in the organisation.
    pub role: String,
    /// Their email address.
    pub email: EmailAddress,
    /// Their telephone number.
    pub phone: Option<PhoneNumber>,
}

/// A postal address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Address {
    /// Its lines without the postcode: first, second, town, county, as far as given.
    pub lines: Vec<String>,
    /// Its postcode.
    pub postcode: Postcode,
}

/// Costs with their sums.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Budget {
    /// Its lines.
    pub lines: Vec<BudgetLine>,
    /// The sum of all lines.
    pub total: Pence,
    /// What the grant would pay.
    pub from_grant: Pence,
    /// What others would pay.
    pub from_others: Pence,
}

/// One line of costs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BudgetLine {
    /// The value of its category.
    pub category: String,
    /// What is paid for.
    pub description: String,
    /// How many.
    pub quantity: Quantity,
    /// What one costs.
    pub unit_cost: Pence,
    /// Quantity times unit cost, rounded half up to a penny.
    pub total: Pence,
    /// What the grant would pay of it.
    pub from_grant: Pence,
    /// What others would pay of it.
    pub from_others: Pence,
}

/// Money or help from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatchFunding {
    /// From whom.
    pub source: String,
    /// How much, or what the help is worth.
    pub amount: Pence,
    /// Whether it is help in kind, and not money.
    pub in_kind: bool,
    /// Whether it is promised.
    pub confirmed: bool,
}

/// Something that will be different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// What.
    pub outcome: String,
    /// By what it shows.
    pub indicator: String,
    /// How it is now; `None` when that is not known.
    pub baseline: Option<String>,
    /// How it should be.
    pub target: String,
    /// How and when it is measured.
    pub how: String,
}

/// Something that could go wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Risk {
    /// What.
    pub risk: String,
    /// What would be done.
    pub response: String,
}

/// A table of the round's own, with its sums.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Its rows, each with a text for every column.
    pub rows: Vec<Vec<String>>,
    /// The sum of each column; none of a column of text.
    pub totals: Vec<Option<Measured>>,
}

/// Something done by a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Milestone {
    /// What.
    pub what: String,
    /// By when.
    pub by: CivilDate,
}
