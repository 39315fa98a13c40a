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
pub use mine::{LIST_LENGTH, MyAssessment, MyAssessments, MyList};
pub(crate) use pool::declared_bids;
pub use pool::{AssessorPool, BidToAssign, Pool, PoolMember};
pub use progress::{BidProgress, ProgressOfRound, RoundProgress};
pub use training::{AssessorRecord, AssessorSheet, RecordTraining, SetZones};

use crate::{AppError, Eye, Outcome, Refusal};
use almoner_domain::application::Application;
use almoner_domain::assessment::{AssessmentRefused, Status};
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_ports::StoreError;

/// The most bids of one round that are worked on as a whole.
const MOST_BIDS: i64 = 20_000;

/// Every bid that a round has received. One with more than can be worked on as a whole fails
/// rather than that some are left out.
pub(crate) fn all_received(round: RoundId, eye: &mut Eye<'_>) -> Outcome<Vec<Application>> {
    let all = eye.tx.received(round, MOST_BIDS + 1)?;
    match i64::try_from(all.len()) {
        Ok(count) if count <= MOST_BIDS => Ok(all),
        _ => Err(StoreError::Failed(format!("a round of more than {MOST_BIDS} bids")).into()),
    }
}

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
