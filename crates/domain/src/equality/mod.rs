//! What groups say, if they want to, about who leads them; kept apart from their bids.
//!
//! Nobody who judges a bid reads any of it. It leaves only as counts of a whole round, and only
//! where a count says nothing about a single group. The questions follow the categories of the
//! Diversity, Equity and Inclusion data standard that funders of the United Kingdom share.

mod counts;

pub use counts::{Cell, FLOOR, QuestionCounts, Release, Shown, release};

use crate::id::RoundId;
use std::collections::BTreeMap;
use thiserror::Error;

crate::codes::codes! {
    /// What is asked: whether at least half of the people who lead the group are such.
    Question {
        /// From communities that experience racial inequity.
        RacialInequity = "racial_inequity",
        /// Disabled people.
        Disabled = "disabled",
        /// Women and girls.
        Women = "women",
        /// Lesbian, gay, bisexual, trans or queer people.
        Lgbt = "lgbt",
        /// People under 25.
        Young = "young",
        /// People of 65 and over.
        Older = "older",
        /// People of a minority faith.
        Faith = "faith",
        /// People with little money or few chances.
        Poverty = "poverty",
    }
}

crate::codes::codes! {
    /// What can be answered.
    Answer {
        /// At least half of them are.
        Yes = "yes",
        /// Fewer than half are.
        No = "no",
        /// They do not know.
        NotKnown = "not_known",
        /// They would rather not say.
        NotSaid = "not_said",
    }
}

/// The answers of one group, as they are kept: with the round, and with nothing that leads to a
/// bid, a group or a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answers {
    /// The digest of the random key that was shown to the group once.
    pub key: String,
    /// The round.
    pub round: RoundId,
    /// What was answered; what was passed over is not in it.
    pub given: BTreeMap<Question, Answer>,
}

/// Why answers are not taken or counts not shown, in facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EqualityRefused {
    /// The round takes no bids now, so its counts are closed too.
    #[error("the round is not open")]
    NotOpen,
    /// The bid has not been sent.
    #[error("the bid has not been sent")]
    NotSent,
    /// There are as many answers as bids already.
    #[error("as many answers as bids")]
    Enough,
    /// Nothing is answered.
    #[error("nothing is answered")]
    Empty,
    /// No answers have this key.
    #[error("no answers have this key")]
    NoSuchKey,
    /// Counts are made once the round has closed.
    #[error("the round has not closed")]
    NotClosed,
}

impl EqualityRefused {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotOpen => "equality_not_open",
            Self::NotSent => "equality_not_sent",
            Self::Enough => "equality_enough",
            Self::Empty => "equality_empty",
            Self::NoSuchKey => "equality_no_such_key",
            Self::NotClosed => "equality_not_closed",
        }
    }
}
