//! What is checked for which amount. The bands are a proposed default.

use crate::value::Pence;
use serde::{Deserialize, Serialize};

/// How much money is at stake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Up to £5,000.
    Small,
    /// More than £5,000, up to £25,000.
    Middle,
    /// More than £25,000.
    Large,
}

impl Band {
    /// The most of a small award.
    pub const SMALL_MOST: Pence = Pence::new(500_000);
    /// The most of a middle award.
    pub const MIDDLE_MOST: Pence = Pence::new(2_500_000);

    /// The band of an amount.
    #[must_use]
    pub fn of(amount: Pence) -> Self {
        if amount <= Self::SMALL_MOST {
            Self::Small
        } else if amount <= Self::MIDDLE_MOST {
            Self::Middle
        } else {
            Self::Large
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Middle => "middle",
            Self::Large => "large",
        }
    }
}

crate::codes::codes! {
    /// One thing that the officer looks at.
    Check {
        /// The group exists: register entry active and in its name, or known for what it is.
        Existence = "existence",
        /// Governing document and list of its committee.
        Committee = "committee",
        /// Safeguarding policy, read against the checklist.
        Safeguarding = "safeguarding",
        /// Other public money for the same cost.
        OtherMoney = "other_money",
        /// Accounts: income, reserves, able to go on; the award as a share of income.
        Accounts = "accounts",
        /// A reference taken up.
        Reference = "reference",
        /// Findings of others about it.
        Findings = "findings",
        /// Whether the police or the community safety partnership have a concern: yes or no, nothing
        /// else is kept.
        PoliceConcern = "police_concern",
    }
}

/// Whether a check must be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It must be made.
    Required,
    /// It must be made, or found to have no bearing, with a note of why.
    IfRelevant,
    /// It may be made.
    Optional,
}

impl Check {
    /// Whether it must be made for an award of this band.
    #[must_use]
    pub const fn need(self, band: Band) -> Need {
        match (self, band) {
            (Self::Existence | Self::Committee | Self::OtherMoney, _)
            | (Self::Safeguarding, Band::Large)
            | (Self::Accounts | Self::Reference | Self::Findings, Band::Middle | Band::Large)
            | (Self::PoliceConcern, Band::Large) => Need::Required,
            (Self::Safeguarding, Band::Small | Band::Middle) => Need::IfRelevant,
            (Self::Accounts | Self::Reference | Self::Findings, Band::Small)
            | (Self::PoliceConcern, Band::Small | Band::Middle) => Need::Optional,
        }
    }
}
