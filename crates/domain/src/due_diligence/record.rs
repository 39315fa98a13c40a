//! The recorded result and the move that it makes.

use super::{Band, Check, Need};
use crate::application::{Application, Move, Status};
use crate::id::{ApplicationId, PersonId, RoundId};
use crate::round;
use crate::state::NotFromHere;
use crate::value::{Instant, Pence};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// Nothing stands against it.
    Satisfied,
    /// It has no bearing on this bid; the note says why.
    NotRelevant,
    /// Something stands against it; the note says what.
    Concern,
}

impl Finding {
    /// Every finding.
    pub const ALL: &'static [Self] = &[Self::Satisfied, Self::NotRelevant, Self::Concern];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Satisfied => "satisfied",
            Self::NotRelevant => "not_relevant",
            Self::Concern => "concern",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|finding| finding.code() == code)
    }
}

/// One check as made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    /// What it found.
    pub finding: Finding,
    /// What was seen. Never the evidence itself, nor intelligence.
    pub note: String,
}

/// What it all comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub enum Outcome {
    /// It may be funded.
    Clear,
    /// It may be funded on these conditions.
    ClearWithConditions {
        /// The conditions, which the offer repeats.
        conditions: Vec<String>,
    },
    /// It may not be funded.
    Fail {
        /// Why, for the office.
        reason: String,
    },
}

impl Outcome {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Clear => "clear",
            Self::ClearWithConditions { .. } => "clear_with_conditions",
            Self::Fail { .. } => "fail",
        }
    }

    /// Whether the bid may be funded.
    #[must_use]
    pub const fn is_clear(&self) -> bool {
        matches!(self, Self::Clear | Self::ClearWithConditions { .. })
    }

    /// Its conditions.
    #[must_use]
    pub fn conditions(&self) -> &[String] {
        match self {
            Self::ClearWithConditions { conditions } => conditions,
            Self::Clear | Self::Fail { .. } => &[],
        }
    }
}

/// The result for one bid. It stands as recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueDiligence {
    /// The bid.
    pub application: ApplicationId,
    /// The round.
    pub round: RoundId,
    /// The amount for which it was made.
    pub amount: Pence,
    /// The band of that amount.
    pub band: Band,
    /// The checks that were made.
    pub checks: BTreeMap<Check, CheckResult>,
    /// What it comes to.
    pub outcome: Outcome,
    /// What was asked of the chief finance officer and what they said, if they were asked.
    pub finance_note: Option<String>,
    /// The officer.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// What an officer reports.
#[derive(Clone, Debug)]
pub struct Report {
    /// The amount that may be awarded.
    pub amount: Pence,
    /// The checks that were made.
    pub checks: BTreeMap<Check, CheckResult>,
    /// What they come to.
    pub outcome: Outcome,
    /// See [`DueDiligence::finance_note`].
    pub finance_note: Option<String>,
}

/// A recorded result and the application after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The result.
    pub due_diligence: DueDiligence,
    /// The application; its status moved unless the panel did not recommend it.
    pub application: Application,
}

/// Why a result is not recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DueDiligenceRefused {
    /// The application is not at that point.
    #[error(transparent)]
    NotFromHere(#[from] NotFromHere),
    /// A result is recorded already.
    #[error("recorded already")]
    AlreadyRecorded,
    /// A check that this amount needs was not made.
    #[error("{0:?} was not made")]
    CheckMissing(Check),
    /// A check that this amount needs cannot be left aside.
    #[error("{0:?} cannot be left aside")]
    CheckNeeded(Check),
    /// A concern, or why a check has no bearing, needs words.
    #[error("{0:?} needs a note")]
    NoteMissing(Check),
    /// A concern is open, so that the result is not simply clear.
    #[error("{0:?} raised a concern")]
    ConcernOpen(Check),
    /// A clear result with conditions names none.
    #[error("no condition is named")]
    NoConditions,
    /// A fail names no reason.
    #[error("no reason is named")]
    NoReason,
    /// The amount is nothing.
    #[error("no amount")]
    NoAmount,
}

impl DueDiligenceRefused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFromHere(_) => "due_diligence.not_from_here",
            Self::AlreadyRecorded => "due_diligence.already_recorded",
            Self::CheckMissing(_) => "due_diligence.check_missing",
            Self::CheckNeeded(_) => "due_diligence.check_needed",
            Self::NoteMissing(_) => "due_diligence.note_missing",
            Self::ConcernOpen(_) => "due_diligence.concern_open",
            Self::NoConditions => "due_diligence.no_conditions",
            Self::NoReason => "due_diligence.no_reason",
            Self::NoAmount => "due_diligence.no_amount",
        }
    }
}

/// Whether a bid stands where a result moves it on: one that was recorded earlier was made before
/// the decision went back to the panel, and another one takes its place.
const fn is_anew(application: Status) -> bool {
    matches!(application, Status::Recommended | Status::Reserve)
}

/// Whether a result can be recorded now: while the decision is prepared, and for a bid on the
/// reserve list until it is approved from there.
#[must_use]
pub const fn is_open(round: round::Status, application: Status, earlier: bool) -> bool {
    let stage = match round {
        round::Status::Recommended => true,
        round::Status::Decided | round::Status::Announced | round::Status::Delivering => {
            matches!(application, Status::Reserve)
        }
        _ => false,
    };
    stage && (!earlier || is_anew(application))
}

/// Records the result of an application that may be funded. A bid that the panel did not
/// recommend keeps its status: the approver may still want to depart from the panel.
///
/// # Errors
/// The refusal.
pub fn record(
    application: &Application,
    earlier: Option<&DueDiligence>,
    report: Report,
    by: PersonId,
    at: Instant,
) -> Result<Recorded, DueDiligenceRefused> {
    if earlier.is_some() && !is_anew(application.status) {
        return Err(DueDiligenceRefused::AlreadyRecorded);
    }
    let status = after(application.status, &report.outcome)?;
    if report.amount <= Pence::ZERO {
        return Err(DueDiligenceRefused::NoAmount);
    }
    let band = Band::of(report.amount);
    for check in Check::ALL {
        complete(*check, report.checks.get(check), band)?;
    }
    holds_together(&report)?;
    let due_diligence = DueDiligence {
        application: application.id,
        round: application.round,
        amount: report.amount,
        band,
        checks: report.checks,
        outcome: report.outcome,
        finance_note: report.finance_note,
        by,
        at,
    };
    let application = Application { status, ..application.clone() };
    Ok(Recorded { due_diligence, application })
}

fn after(from: Status, outcome: &Outcome) -> Result<Status, NotFromHere> {
    if from == Status::NotRecommended {
        return Ok(from);
    }
    let mv = if outcome.is_clear() { Move::ClearDueDiligence } else { Move::FailDueDiligence };
    from.after(mv).ok_or(NotFromHere { from: from.code(), mv: mv.name() })
}

fn complete(
    check: Check,
    made: Option<&CheckResult>,
    band: Band,
) -> Result<(), DueDiligenceRefused> {
    let need = check.need(band);
    let Some(made) = made else {
        return match need {
            Need::Optional => Ok(()),
            Need::Required | Need::IfRelevant => Err(DueDiligenceRefused::CheckMissing(check)),
        };
    };
    if need == Need::Required && made.finding == Finding::NotRelevant {
        return Err(DueDiligenceRefused::CheckNeeded(check));
    }
    if made.finding != Finding::Satisfied && made.note.trim().is_empty() {
        return Err(DueDiligenceRefused::NoteMissing(check));
    }
    Ok(())
}

fn holds_together(report: &Report) -> Result<(), DueDiligenceRefused> {
    match &report.outcome {
        Outcome::Clear => {
            let concern = report.checks.iter().find(|(_, made)| made.finding == Finding::Concern);
            concern.map_or(Ok(()), |(check, _)| Err(DueDiligenceRefused::ConcernOpen(*check)))
        }
        Outcome::ClearWithConditions { conditions } => {
            let named = !conditions.is_empty() && conditions.iter().all(|c| !c.trim().is_empty());
            if named { Ok(()) } else { Err(DueDiligenceRefused::NoConditions) }
        }
        Outcome::Fail { reason } if reason.trim().is_empty() => Err(DueDiligenceRefused::NoReason),
        Outcome::Fail { .. } => Ok(()),
    }
}
