//! Assessors, assignment and blind marking.

mod assign;
mod expire;
mod give_up;
mod mark;
mod marks;
mod mine;
mod pool;
mod progress;
mod record;
mod training;

pub use assign::{AssignAssessors, AssignBeyondZone, Pair};
pub use expire::ExpireAssessments;
pub use give_up::{HandBack, Unlock, Waive};
pub use mark::{AssessmentPage, AssessmentSheet, SaveAssessment, SubmitAssessment};
pub use marks::{MarksOfBid, RevealedMarks};
pub use mine::{LIST_LENGTH, MyAssessment, MyAssessments};
pub(crate) use pool::declared_bids;
pub use pool::{AssessorPool, BidToAssign, Pool, PoolMember};
pub use progress::{BidProgress, ProgressOfRound, RoundProgress};
pub use training::{AssessorRecord, AssessorSheet, RecordTraining, SetZones};

use crate::{AppError, Eye, Outcome, Refusal};
use almoner_domain::assessment::{AssessmentRefused, Status};
use almoner_domain::id::ApplicationId;

/// The most bids of a round that a page of staff shows at once.
pub(crate) const MOST_BIDS: i64 = 5_000;

/// Whether a bid was given to the caller to mark, and still is theirs.
pub(crate) fn is_given_to(bid: ApplicationId, eye: &mut Eye<'_>) -> Outcome<bool> {
    let me = eye.person()?;
    Ok(eye
        .tx
        .assessments_of(&[bid])?
        .into_iter()
        .any(|one| one.assessor == me && !one.status.is_given_up() && one.status != Status::Waived))
}

/// Turns the domain's refusal into the application's.
fn refused(refused: AssessmentRefused) -> AppError {
    Refusal::from(refused).into()
}
