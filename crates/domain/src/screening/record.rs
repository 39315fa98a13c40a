//! The screening of one application: its checks, and what people decided about them.

use super::check::{CheckStatus, Checked};
use super::review::Review;
use super::text::Text;
use crate::NotFromHere;
use crate::access::Role;
use crate::form::QuestionId;
use crate::id::{ApplicationId, PersonId, RoundId};
use crate::round::{Check, Round};
use crate::value::{CivilDate, Instant};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use thiserror::Error;

/// How often a group can be asked for something in one screening (proposed default).
pub const MOST_REQUESTS: usize = 2;
/// Working days in which a group answers such a request (proposed default).
pub const INFORMATION_WORKING_DAYS: u32 = 5;
/// How many words the reason for an override or for the answer to a review has at least
/// (proposed default).
pub const LEAST_WORDS: usize = 30;

/// The screening of one application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screening {
    /// Whose.
    pub application: ApplicationId,
    /// In which round.
    pub round: RoundId,
    /// Version for optimistic locking.
    pub version: i64,
    /// The checks of the round, in its order.
    pub checks: Vec<Checked>,
    /// The proposal that the bid is not eligible, open or confirmed.
    pub proposal: Option<Proposal>,
    /// What the group was asked for, oldest first.
    pub requests: Vec<InformationRequest>,
    /// Overrides, complete or waiting for another authority, oldest first.
    pub overrides: Vec<Override>,
    /// Reviews that the group asked for, oldest first: one for each confirmed result at most.
    pub reviews: Vec<Review>,
    /// Everybody who took any part in it, so that "another person" can be told.
    pub took_part: BTreeSet<PersonId>,
}

/// A proposal that a bid is not eligible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Who proposed it.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// Who confirmed it, when, and until when the group may ask for a review.
    pub confirmed: Option<Confirmed>,
}

/// A second person's confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// The last day on which the group may ask for a review.
    pub review_until: CivilDate,
}

/// Named things that the group is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InformationRequest {
    /// What.
    pub items: Vec<Item>,
    /// Who asked.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// The last day for an answer.
    pub until: CivilDate,
    /// When the group answered.
    pub answered_at: Option<Instant>,
    /// When its time had run out.
    pub expired_at: Option<Instant>,
}

impl InformationRequest {
    /// Whether the group can still answer it on this day.
    #[must_use]
    pub fn is_open(&self, today: CivilDate) -> bool {
        self.answered_at.is_none() && self.expired_at.is_none() && today <= self.until
    }

    /// The questions whose answers the group may change for it.
    pub fn questions(&self) -> impl Iterator<Item = &QuestionId> {
        self.items.iter().flat_map(|item| &item.questions)
    }
}

/// One thing that the group is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The check that needs it.
    pub check: String,
    /// The questions whose answers may be changed.
    pub questions: Vec<QuestionId>,
    /// What is missing, in plain words to the group.
    pub text: String,
}

/// A failed result that is set aside: a record of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// The check.
    pub check: String,
    /// The result that it sets aside.
    pub old: CheckStatus,
    /// The result in its place, once it is complete.
    pub new: CheckStatus,
    /// Why: at least [`LEAST_WORDS`] words.
    pub reason: String,
    /// What the group must do; empty where nothing is asked.
    pub conditions: Vec<String>,
    /// Who has agreed so far, each with another of the authorities that are needed.
    pub consents: Vec<Consent>,
    /// When the last authority that is needed agreed.
    pub complete_at: Option<Instant>,
}

/// One authority's agreement to an override.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Who.
    pub by: PersonId,
    /// With which authority.
    pub role: Role,
    /// When.
    pub at: Instant,
}

/// Why a step of screening is refused, in facts.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ScreeningRefused {
    /// The table of applications or of checks has no such move from here.
    #[error(transparent)]
    NotFromHere(#[from] NotFromHere),
    /// The round is not being screened, or moderation has begun.
    #[error("the round is {0}")]
    RoundNotScreening(&'static str),
    /// The round has no such check.
    #[error("no check {0}")]
    NoSuchCheck(String),
    /// The check has no such reason.
    #[error("check {check} has no reason {reason}")]
    NoSuchReason {
        /// The check.
        check: String,
        /// The reason.
        reason: String,
    },
    /// A fail without a coded reason.
    #[error("no reason for check {0}")]
    ReasonMissing(String),
    /// A result that needs words.
    #[error("no words for {0}")]
    TextMissing(String),
    /// The computed check fails: only an override can set that aside.
    #[error("check {0} was computed to fail")]
    ComputedFail(String),
    /// The check cannot pass on a condition.
    #[error("check {0} cannot be conditional")]
    NoCondition(String),
    /// Nothing is proposed to fail.
    #[error("no check is proposed to fail")]
    NothingFails,
    /// The same person took the first part.
    #[error("the same person")]
    SamePerson,
    /// Checks without a result.
    #[error("checks without a result: {0:?}")]
    Unfinished(Vec<String>),
    /// The group has been asked as often as it can be.
    #[error("asked {0} times")]
    AskedTooOften(usize),
    /// Nothing can put this check right.
    #[error("check {0} cannot be put right")]
    NotCurable(String),
    /// An item without a question, or with one that the form does not have.
    #[error("no question for check {0}")]
    NoQuestion(String),
    /// The group's time has run out.
    #[error("until {0}")]
    TooLate(CivilDate),
    /// The group's time has not run out.
    #[error("until {0}")]
    StillTime(CivilDate),
    /// Nobody may override this check.
    #[error("check {0} cannot be overridden")]
    NoOverride(String),
    /// The person does not hold an authority that is still needed.
    #[error("not an authority that check {0} still needs")]
    NotYourAuthority(String),
    /// The person has agreed already.
    #[error("agreed already")]
    AgreedAlready,
    /// The reason is too short.
    #[error("{count} words of {least}")]
    TooShort {
        /// Its words.
        count: usize,
        /// The least.
        least: usize,
    },
    /// A text is too long.
    #[error("{count} characters of {most}")]
    TooLong {
        /// Which.
        text: Text,
        /// Its characters.
        count: usize,
        /// The most.
        most: usize,
    },
    /// A safeguarding check can be set aside only with conditions.
    #[error("check {0} needs conditions")]
    ConditionsMissing(String),
    /// A review of this result was asked for before.
    #[error("a review was asked for before")]
    ReviewAskedBefore,
    /// There is no review to answer.
    #[error("no review is open")]
    NoReview,
}

impl ScreeningRefused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFromHere(_) => "screening_not_from_here",
            Self::RoundNotScreening(_) => "screening_round_not_screening",
            Self::NoSuchCheck(_) => "screening_no_such_check",
            Self::NoSuchReason { .. } => "screening_no_such_reason",
            Self::ReasonMissing(_) => "screening_reason_missing",
            Self::TextMissing(_) => "screening_text_missing",
            Self::ComputedFail(_) => "screening_computed_fail",
            Self::NoCondition(_) => "screening_no_condition",
            Self::NothingFails => "screening_nothing_fails",
            Self::SamePerson => "screening_same_person",
            Self::Unfinished(_) => "screening_unfinished",
            Self::AskedTooOften(_) => "screening_asked_too_often",
            Self::NotCurable(_) => "screening_not_curable",
            Self::NoQuestion(_) => "screening_no_question",
            Self::TooLate(_) => "screening_too_late",
            Self::StillTime(_) => "screening_still_time",
            Self::NoOverride(_) => "screening_no_override",
            Self::NotYourAuthority(_) => "screening_not_your_authority",
            Self::AgreedAlready => "screening_agreed_already",
            Self::TooShort { .. } => "screening_too_short",
            Self::TooLong { .. } => "screening_text_too_long",
            Self::ConditionsMissing(_) => "screening_conditions_missing",
            Self::ReviewAskedBefore => "screening_review_asked_before",
            Self::NoReview => "screening_no_review",
        }
    }
}

impl Screening {
    /// A screening that is about to begin.
    #[must_use]
    pub fn of(application: ApplicationId, round: &Round) -> Self {
        let checks = &round.settings.eligibility.checks;
        Self {
            application,
            round: round.id,
            version: 1,
            checks: checks.iter().map(|check| Checked::todo(&check.code)).collect(),
            proposal: None,
            requests: Vec::new(),
            overrides: Vec::new(),
            reviews: Vec::new(),
            took_part: BTreeSet::new(),
        }
    }

    /// A check as it stands.
    #[must_use]
    pub fn check(&self, code: &str) -> Option<&Checked> {
        self.checks.iter().find(|checked| checked.code == code)
    }

    /// Checks in this state.
    pub fn in_state(&self, status: CheckStatus) -> impl Iterator<Item = &Checked> {
        self.checks.iter().filter(move |checked| checked.status == status)
    }

    /// Every condition that the group will have to meet.
    pub fn conditions(&self) -> impl Iterator<Item = &str> {
        let passed = self.checks.iter().filter_map(|checked| checked.condition.as_deref());
        let complete = self.overrides.iter().filter(|one| one.complete_at.is_some());
        passed.chain(complete.flat_map(|one| one.conditions.iter().map(String::as_str)))
    }

    /// The reasons for which it fails, as `check:reason`.
    #[must_use]
    pub fn reason_codes(&self) -> Vec<String> {
        let fails = |status| matches!(status, CheckStatus::FailProposed | CheckStatus::Fail);
        self.checks
            .iter()
            .filter(|checked| fails(checked.status))
            .flat_map(|checked| {
                checked.reasons.iter().map(|reason| format!("{}:{reason}", checked.code))
            })
            .collect()
    }

    /// The confirmed result, while it stands.
    #[must_use]
    pub fn confirmed(&self) -> Option<&Confirmed> {
        self.proposal.as_ref().and_then(|proposal| proposal.confirmed.as_ref())
    }

    /// The request that waits for the group.
    #[must_use]
    pub fn open_request(&self) -> Option<&InformationRequest> {
        self.requests.last().filter(|one| one.answered_at.is_none() && one.expired_at.is_none())
    }

    /// The review that waits for an answer.
    #[must_use]
    pub fn open_review(&self) -> Option<&Review> {
        self.reviews.last().filter(|review| review.status.is_open())
    }

    /// Whether the group may still ask for a review on this day.
    #[must_use]
    pub fn review_can_be_asked(&self, today: CivilDate) -> bool {
        self.confirmed().is_some_and(|confirmed| {
            today <= confirmed.review_until
                && !self.reviews.iter().any(|review| review.of == confirmed.at)
        })
    }

    pub(super) fn checked_mut(&mut self, code: &str) -> Result<&mut Checked, ScreeningRefused> {
        let found = self.checks.iter_mut().find(|checked| checked.code == code);
        found.ok_or_else(|| ScreeningRefused::NoSuchCheck(code.to_owned()))
    }
}

/// The check of the round with this code.
pub(super) fn check_of<'a>(round: &'a Round, code: &str) -> Result<&'a Check, ScreeningRefused> {
    let found = round.settings.eligibility.checks.iter().find(|check| check.code == code);
    found.ok_or_else(|| ScreeningRefused::NoSuchCheck(code.to_owned()))
}
