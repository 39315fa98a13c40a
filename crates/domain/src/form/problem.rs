//! What can be wrong with an answer.

use serde::Serialize;

use crate::value::{CivilDate, DateFault, EmailFault, MoneyFault, Pence, QuantityFault};

/// Something wrong with what was typed into one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The name of the field.
    pub field: String,
    /// What is wrong.
    pub fault: Fault,
}

/// Whether a problem stops a bid from being sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Said, but the bid may be sent: a check that a person will look at.
    Warning,
    /// The bid cannot be sent.
    Blocking,
}

/// An amount or a number, in a comparison of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// A whole number.
    Count(i64),
    /// Pence.
    Money(Pence),
}

impl Measured {
    /// The sum of two of one kind.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Count(one), Self::Count(two)) => one.checked_add(two).map(Self::Count),
            (Self::Money(one), Self::Money(two)) => one.checked_add(two).map(Self::Money),
            _ => None,
        }
    }
}

/// What is wrong, as facts. Written as a code, with the facts beside it where there are some.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "code", content = "facts", rename_all = "snake_case")]
pub enum Fault {
    /// There is no answer.
    Missing,
    /// A field that takes one text came several times.
    Repeated {
        /// How many times.
        count: usize,
    },
    /// Longer than any field may be.
    TooLong {
        /// Its bytes.
        bytes: usize,
        /// The most.
        max: usize,
    },
    /// It holds a character that no keyboard types.
    ControlCharacter {
        /// Its Unicode number.
        code: u32,
    },
    /// More characters than asked for.
    TooManyCharacters {
        /// How many there are.
        count: usize,
        /// The most.
        max: usize,
    },
    /// More words than asked for.
    TooManyWords {
        /// How many there are.
        count: usize,
        /// The most.
        max: usize,
    },
    /// Not a number.
    NotNumber,
    /// Not a whole number.
    NotWhole,
    /// Below the least number.
    NumberBelow {
        /// The least.
        least: i64,
    },
    /// Above the most.
    NumberAbove {
        /// The most.
        most: i64,
    },
    /// Not an amount of money.
    Money(MoneyFault),
    /// Below the least amount.
    MoneyBelow {
        /// The least.
        least: Pence,
    },
    /// Above the most.
    MoneyAbove {
        /// The most.
        most: Pence,
    },
    /// Not a quantity.
    Quantity(QuantityFault),
    /// Not a date.
    Date(DateFault),
    /// The end lies before the start.
    EndBeforeStart {
        /// The start.
        start: CivilDate,
        /// The end.
        end: CivilDate,
    },
    /// Not one of the options offered.
    NotAnOption,
    /// Fewer chosen than asked for.
    TooFewChosen {
        /// How many were.
        count: usize,
        /// The fewest.
        min: usize,
    },
    /// More chosen than asked for.
    TooManyChosen {
        /// How many were.
        count: usize,
        /// The most.
        max: usize,
    },
    /// Not every statement was agreed to.
    NotAllAgreed {
        /// How many were not.
        left: usize,
    },
    /// No file was sent.
    NoFile,
    /// More files than asked for.
    TooManyFiles {
        /// How many there are.
        count: usize,
        /// The most.
        most: usize,
    },
    /// Not an email address.
    Email(EmailFault),
    /// Not a telephone number.
    NotPhoneNumber,
    /// Not a postcode.
    NotPostcode,
    /// Not the form of a charity number; a person will look.
    NotCharityNumber,
    /// Not the form of a company number; a person will look.
    NotCompanyNumber,
    /// Not the form of a school's number, which has six figures; a person will look.
    NotSchoolNumber,
    /// Neither a number was given nor "none" ticked.
    NoNumberNorNone,
    /// A number was given and "none" was ticked.
    NumberAndNone,
    /// A baseline was given and "not known" was ticked.
    BaselineAndUnknown,
    /// Not a whole number of per cent from 1 to 100.
    NotPercent,
    /// The shares do not add up to 100.
    SharesTotal {
        /// What they add up to.
        total: u32,
    },
    /// Quantity times unit cost is not what the grant and others pay.
    LineDoesNotAddUp {
        /// Quantity times unit cost.
        total: Pence,
        /// What the grant would pay.
        from_grant: Pence,
        /// What others would pay.
        from_others: Pence,
    },
    /// The sums are too large to keep.
    SumTooLarge,
    /// The budget's lines do not ask for the amount asked for.
    BudgetNotAmountAsked {
        /// What the budget's lines ask for.
        budget: Pence,
        /// The amount asked for.
        asked: Pence,
    },
    /// Less is asked for than the round gives at least.
    BelowRoundMinimum {
        /// The amount asked for.
        asked: Pence,
        /// The round's least.
        least: Pence,
    },
    /// More is asked for than the round gives at most.
    AboveRoundMaximum {
        /// The amount asked for.
        asked: Pence,
        /// The round's most.
        most: Pence,
    },
    /// Others pay less of the whole cost than the round wants.
    MatchShort {
        /// What others would pay.
        from_others: Pence,
        /// The whole cost.
        total: Pence,
        /// How many per cent of it others must pay.
        least: u8,
    },
    /// The smallest useful amount is more than the amount asked for.
    SmallestAboveAsked {
        /// The smallest useful amount.
        smallest: Pence,
        /// The amount asked for.
        asked: Pence,
    },
    /// It begins before the round's money may be spent.
    StartsTooEarly {
        /// The first day it may be spent.
        earliest: CivilDate,
    },
    /// It ends after the round's money may be spent.
    EndsTooLate {
        /// The last day it may be spent.
        latest: CivilDate,
    },
    /// It is not between the start and the end of the project.
    OutsideProject {
        /// The project's first day.
        start: CivilDate,
        /// The project's last day.
        end: CivilDate,
    },
    /// More unrelated committee members than members.
    MoreUnrelatedThanMembers {
        /// How many are unrelated.
        unrelated: i64,
        /// How many there are.
        members: i64,
    },
    /// The second contact is the first.
    SamePerson,
    /// It is not what other answers come to together.
    NotTheSum {
        /// The answer.
        given: Measured,
        /// What the others come to.
        sum: Measured,
        /// The ids of their questions.
        with: Vec<String>,
    },
    /// Other answers together are more than it.
    ExceededByOthers {
        /// The answer.
        given: Measured,
        /// What the others come to.
        sum: Measured,
        /// The ids of their questions.
        with: Vec<String>,
    },
    /// It lies before a date that it must not lie before.
    BeforeAnother {
        /// The answer.
        given: CivilDate,
        /// The date that it must not lie before.
        after: CivilDate,
        /// The ids of the other questions.
        with: Vec<String>,
    },
}

impl Fault {
    /// Whether it stops a bid from being sent. What an eligibility check would find only warns, as
    /// a person decides on that.
    pub const fn severity(&self) -> Severity {
        match self {
            Self::NotCharityNumber
            | Self::NotCompanyNumber
            | Self::NotSchoolNumber
            | Self::BelowRoundMinimum { .. }
            | Self::AboveRoundMaximum { .. }
            | Self::SmallestAboveAsked { .. }
            | Self::StartsTooEarly { .. }
            | Self::EndsTooLate { .. }
            | Self::OutsideProject { .. }
            | Self::SamePerson => Severity::Warning,
            _ => Severity::Blocking,
        }
    }
}

impl Problem {
    /// A problem with `field`.
    pub fn new(field: impl Into<String>, fault: Fault) -> Self {
        Self { field: field.into(), fault }
    }

    /// Whether it stops a bid from being sent.
    pub const fn severity(&self) -> Severity {
        self.fault.severity()
    }

    /// Whether it stops a bid from being sent.
    pub fn is_blocking(&self) -> bool {
        self.severity() == Severity::Blocking
    }
}
