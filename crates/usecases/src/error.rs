//! Why a use case did not happen: one closed type for all of them.

use almoner_domain::access::{Act, Denied};
use almoner_domain::person::RoleRefused;
use almoner_ports::StoreError;
use thiserror::Error;

/// The result of a use case.
pub type Outcome<T> = Result<T, AppError>;

/// A fault in one field of what was sent in, whether it answers a question of a round's form or
/// stands on a page of the house's own.
pub use almoner_domain::form::Problem as FieldProblem;

/// A rule of the field that stands against a move, with its facts. Each module of the domain
/// brings its own closed enum; the page has words for each, the API its code.
#[derive(Debug, Error)]
pub enum Refusal {
    /// Giving or ending a role.
    #[error(transparent)]
    Role(#[from] RoleRefused),
    /// About a move of a round.
    #[error(transparent)]
    Round(#[from] almoner_domain::round::RoundRefused),
    /// About the file of a round.
    #[error(transparent)]
    RoundFile(#[from] almoner_domain::round::RoundFileFault),
    /// About a move of an application.
    #[error(transparent)]
    Application(#[from] almoner_domain::application::ApplicationRefused),
    /// About answers on who leads a group.
    #[error(transparent)]
    Equality(#[from] almoner_domain::equality::EqualityRefused),
    /// About a bid that an officer enters for a group.
    #[error(transparent)]
    Entered(#[from] almoner_domain::application::EnterRefused),
    /// About the second person of a bid.
    #[error(transparent)]
    Confirmation(#[from] almoner_domain::application::ConfirmationRefused),
    /// About due diligence.
    #[error(transparent)]
    DueDiligence(#[from] almoner_domain::due_diligence::DueDiligenceRefused),
    /// About a decision.
    #[error(transparent)]
    Decision(#[from] almoner_domain::decision::DecisionRefused),
    /// About a document.
    #[error(transparent)]
    Document(#[from] almoner_domain::document::DocumentRefused),
    /// About an award.
    #[error(transparent)]
    Award(#[from] almoner_domain::award::AwardRefused),
    /// About an assessment.
    #[error(transparent)]
    Assessment(#[from] almoner_domain::assessment::AssessmentRefused),
    /// About training.
    #[error(transparent)]
    Training(#[from] almoner_domain::assessment::TrainingRefused),
    /// About the panel.
    #[error(transparent)]
    Panel(#[from] almoner_domain::moderation::PanelRefused),
    /// About a declaration of interests.
    #[error(transparent)]
    Conflict(#[from] almoner_domain::conflict::ConflictRefused),
    /// About who belongs to a group.
    #[error(transparent)]
    Members(#[from] almoner_domain::organisation::MembersRefused),
    /// About a step of screening.
    #[error(transparent)]
    Screening(#[from] almoner_domain::screening::ScreeningRefused),
}

impl Refusal {
    /// The stable code, for the API and for the audit trail.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Role(refused) => refused.code(),
            Self::Round(refused) => refused.code(),
            Self::Assessment(refused) => refused.code(),
            Self::Training(refused) => refused.code(),
            Self::Panel(refused) => refused.code(),
            Self::RoundFile(fault) => fault.code(),
            Self::Application(refused) => refused.code(),
            Self::Equality(refused) => refused.code(),
            Self::Entered(refused) => refused.code(),
            Self::Confirmation(refused) => refused.code(),
            Self::Conflict(refused) => refused.code(),
            Self::Members(refused) => refused.code(),
            Self::Screening(refused) => refused.code(),
            Self::DueDiligence(refused) => refused.code(),
            Self::Decision(refused) => refused.code(),
            Self::Document(refused) => refused.code(),
            Self::Award(refused) => refused.code(),
        }
    }
}

/// Why a use case did not happen. Nothing was changed.
#[derive(Debug, Error)]
pub enum AppError {
    /// It does not exist, or it does not exist for this person: the same answer.
    #[error("not found")]
    NotFound,
    /// Nobody has signed in.
    #[error("signed out")]
    SignedOut,
    /// Staff without the second factor in this session.
    #[error("the second factor is missing")]
    SecondFactor,
    /// Interests about the record have not been declared yet.
    #[error("interests are not declared")]
    Declare,
    /// The person may see it, but not do this.
    #[error("forbidden: {0:?} ({1:?})")]
    Forbidden(Act, Denied),
    /// Somebody else changed the record since the person read it.
    #[error("the record has changed")]
    Stale,
    /// A rule of the field stands against it.
    #[error("refused: {}", .0.code())]
    Refused(#[from] Refusal),
    /// Faults in the fields, in page order.
    #[error("{} invalid fields", .0.len())]
    Invalid(Vec<FieldProblem>),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stale => Self::Stale,
            other => Self::Store(other),
        }
    }
}
