//! Sending the recommendation back to the panel instead of signing a decision on it.

use super::moves::may_judge;
use super::{Decision, DecisionRefused, Judge, PanelOutcome};
use crate::application::{Application, Move};
use crate::id::{ApplicationId, PersonId};

/// Whether a person may send the recommendation back: whoever could sign the decision, about
/// every bid of it. There may be no decision yet.
///
/// # Errors
/// The refusal.
pub fn may_send_back(
    judge: &Judge<'_>,
    decision: Option<&Decision>,
    bids: impl IntoIterator<Item = ApplicationId>,
) -> Result<(), DecisionRefused> {
    let others: Vec<PersonId> = decision
        .into_iter()
        .flat_map(|decision| {
            let commented = decision.comment.as_ref().map(|comment| comment.by);
            commented.into_iter().chain([decision.prepared_by])
        })
        .collect();
    may_judge(judge, &others, bids)
}

/// The bid as it lies before the panel again: as the panel recommended it, with due diligence to
/// be made anew. None if nothing of it has moved on since.
#[must_use]
pub fn before_the_panel(application: &Application, made: PanelOutcome) -> Option<Application> {
    let mv = match made {
        PanelOutcome::Recommend => Move::ReopenRecommendation,
        PanelOutcome::Reserve => Move::ReopenReserve,
        PanelOutcome::Not => return None,
    };
    let status = application.status.after(mv)?;
    Some(Application { status, ..application.clone() })
}
