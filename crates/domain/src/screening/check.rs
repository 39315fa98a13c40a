//! One check of one application.

use crate::access::Role;
use crate::id::PersonId;
use crate::round::{Check, CheckMethod};
use crate::value::Instant;
use serde::{Deserialize, Serialize};

crate::state::state_machine! {
    /// Where a check stands.
    status CheckStatus {
        /// Not looked at yet.
        Todo = "todo",
        /// Passed, with a condition where its record names one.
        Pass = "pass",
        /// One person says that it fails.
        FailProposed = "fail_proposed",
        /// It fails: a second person has confirmed it.
        Fail = "fail",
        /// The group has to say more first.
        NeedsInfo = "needs_info",
        /// It does not concern this bid.
        NotApplicable = "not_applicable",
        /// It failed, and those with the authority set the result aside.
        Overridden = "overridden",
    }
    /// What can happen to a check. Until the bid is put to a second person, its screener may
    /// correct a result.
    moves CheckMove {
        /// It passes.
        Accept: Todo | Pass | FailProposed | NeedsInfo | NotApplicable => Pass,
        /// It fails, says one person.
        ProposeFail: Todo | Pass | FailProposed | NeedsInfo | NotApplicable => FailProposed,
        /// The group has to say more.
        Query: Todo | Pass | FailProposed | NeedsInfo | NotApplicable => NeedsInfo,
        /// It does not concern this bid.
        SetAside: Todo | Pass | FailProposed | NeedsInfo | NotApplicable => NotApplicable,
        /// The group has answered, or its time has run out.
        LookAgain: NeedsInfo => Todo,
        /// A second person does not agree that it fails.
        RejectFail: FailProposed => Todo,
        /// A second person agrees that it fails.
        ConfirmFail: FailProposed => Fail,
        /// A review finds that it has to be looked at again.
        Reopen: Fail => Todo,
        /// Those with the authority set the failed result aside.
        Override: Fail => Overridden,
    }
}

impl CheckStatus {
    /// Whether it lets the bid go on.
    #[must_use]
    pub const fn lets_go_on(self) -> bool {
        matches!(self, Self::Pass | Self::NotApplicable | Self::Overridden)
    }
}

/// One check as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The check's code.
    pub code: String,
    /// Where it stands.
    pub status: CheckStatus,
    /// Codes of the reasons for which it fails.
    pub reasons: Vec<String>,
    /// In the words of who recorded it.
    pub text: String,
    /// What the group must do before an agreement, if it passes only with that.
    pub condition: Option<String>,
    /// Who recorded it last.
    pub by: Option<PersonId>,
    /// When.
    pub at: Option<Instant>,
}

impl Checked {
    /// A check that nobody has looked at.
    #[must_use]
    pub fn todo(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            status: CheckStatus::Todo,
            reasons: Vec::new(),
            text: String::new(),
            condition: None,
            by: None,
            at: None,
        }
    }
}

impl Check {
    /// Whether it keeps people at risk safe: then a fail is never set aside without conditions,
    /// and a single officer cannot pass it on a condition.
    #[must_use]
    pub fn is_safeguarding(&self) -> bool {
        self.override_by.contains(&Role::SafeguardingLead)
    }

    /// Whether the group may be asked to put it right. Nothing puts right that a bid was late,
    /// that its group may not apply, or where it happens.
    #[must_use]
    pub const fn is_curable(&self) -> bool {
        match self.method {
            CheckMethod::Manual
            | CheckMethod::Committee
            | CheckMethod::Amount
            | CheckMethod::Dates
            | CheckMethod::SecondPerson => true,
            CheckMethod::OrganisationKind
            | CheckMethod::Area
            | CheckMethod::Complete
            | CheckMethod::OneBid => false,
        }
    }
}
