//! The guarded moves of an assessment.

use super::marks::{LONGEST_REASON, missing};
use super::{Assessment, Kind, Marks, Module, Move, Profile, Remark, Status, Unmarked, reveal};
use crate::NotFromHere;
use crate::access::{RoleSet, Standing};
use crate::application::{self, Application};
use crate::id::{AssessmentId, PersonId};
use crate::round::{self, Round, Scoring};
use crate::value::{CivilDate, Instant};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why an assessment does not move, in facts.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AssessmentRefused {
    /// The table has no such move from here.
    #[error(transparent)]
    NotFromHere(#[from] NotFromHere),
    /// The round is not being assessed.
    #[error("the round is {}", .0.code())]
    RoundNotAssessing(round::Status),
    /// The bid does not wait for assessments.
    #[error("the application is {}", .0.code())]
    ApplicationNotReady(application::Status),
    /// The marks of the bid are revealed: they can only be moderated.
    #[error("the marks are revealed")]
    Revealed,
    /// The person does not hold the role.
    #[error("not an assessor of this kind: {}", .0.code())]
    NoRole(Kind),
    /// Training is missing or out of date.
    #[error("{} modules are missing or out of date", .0.len())]
    NotTrained(Vec<Module>),
    /// The bid is not of their zone.
    #[error("the bid is not of one of their zones")]
    OutsideZone,
    /// The person has this bid already.
    #[error("assigned already")]
    AssignedAlready,
    /// The person wrote, sent or belongs to it.
    #[error("took part in the bid: {0:?}")]
    Involved(Involvement),
    /// The person has a conflict of interest.
    #[error("has a conflict of interest")]
    Conflict,
    /// It needs a reason.
    #[error("no reason is given")]
    NoReason,
    /// A reason is too long.
    #[error("a reason is longer than {most} bytes")]
    ReasonTooLong {
        /// The criterion, where the reason is one for a mark.
        criterion: Option<String>,
        /// The most bytes.
        most: usize,
    },
    /// Marks for something that the round does not mark.
    #[error("no criterion {0}")]
    NoSuchCriterion(String),
    /// Marks or reasons are missing.
    #[error("{} marks or reasons are missing", .0.len())]
    Incomplete(Vec<Unmarked>),
    /// Its time has not run out.
    #[error("it was due on {0} and still has time")]
    StillTime(CivilDate),
    /// Nobody's marks would be left.
    #[error("no marks would be left")]
    NothingLeft,
}

impl AssessmentRefused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFromHere(_) => "assessment_not_from_here",
            Self::RoundNotAssessing(_) => "assessment_round_not_assessing",
            Self::ApplicationNotReady(_) => "assessment_application_not_ready",
            Self::Revealed => "assessment_revealed",
            Self::NoRole(_) => "assessment_no_role",
            Self::NotTrained(_) => "assessment_not_trained",
            Self::OutsideZone => "assessment_outside_zone",
            Self::AssignedAlready => "assessment_assigned_already",
            Self::Involved(_) => "assessment_involved",
            Self::Conflict => "assessment_conflict",
            Self::NoReason => "assessment_no_reason",
            Self::ReasonTooLong { .. } => "assessment_reason_too_long",
            Self::NoSuchCriterion(_) => "assessment_no_such_criterion",
            Self::Incomplete(_) => "assessment_incomplete",
            Self::StillTime(_) => "assessment_still_time",
            Self::NothingLeft => "assessment_nothing_left",
        }
    }
}

/// How a person took part in a bid, which keeps them from marking it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Involvement {
    /// They started or sent it.
    Wrote,
    /// They belong to the group.
    Member,
}

/// Why an assessor gives a bid back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandBackReason {
    /// A conflict of interest: they are recused.
    Conflict,
    /// No time.
    Time,
    /// Too close to what they do, or outside what they know.
    Knowledge,
    /// Something else.
    Other,
}

impl HandBackReason {
    /// Every reason.
    pub const ALL: &'static [Self] = &[Self::Conflict, Self::Time, Self::Knowledge, Self::Other];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Time => "time",
            Self::Knowledge => "knowledge",
            Self::Other => "other",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.code() == code)
    }
}

/// What an assignment is made of.
#[derive(Clone, Copy, Debug)]
pub struct Assign<'a> {
    /// Its id.
    pub id: AssessmentId,
    /// The round.
    pub round: &'a Round,
    /// The bid.
    pub application: &'a Application,
    /// Every assessment of the bid so far.
    pub existing: &'a [Assessment],
    /// Training and zones of the assessor.
    pub profile: &'a Profile,
    /// The roles that they hold now.
    pub roles: RoleSet,
    /// On whose behalf they mark.
    pub kind: Kind,
    /// How they took part in the bid, if they did.
    pub involved: Option<Involvement>,
    /// Where they stand on the conflict register.
    pub standing: Standing,
    /// Why a community assessor may mark it from outside their zone.
    pub widened: Option<&'a str>,
    /// Who assigns.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// Today's date.
    pub today: CivilDate,
}

/// Assigns a bid to an assessor. They may be assigned before they have declared their interests;
/// the bid opens to them only afterwards.
///
/// # Errors
/// [`AssessmentRefused`].
pub fn assign(new: Assign<'_>) -> Result<Assessment, AssessmentRefused> {
    let assessor = new.profile.person;
    if new.round.status != round::Status::Assessing {
        return Err(AssessmentRefused::RoundNotAssessing(new.round.status));
    }
    match new.application.status {
        application::Status::Eligible | application::Status::InAssessment => {}
        status => return Err(AssessmentRefused::ApplicationNotReady(status)),
    }
    if new.existing.iter().any(|one| one.status.is_revealed()) {
        return Err(AssessmentRefused::Revealed);
    }
    if !new.roles.has(new.kind.role()) {
        return Err(AssessmentRefused::NoRole(new.kind));
    }
    let lacking: Vec<Module> = new.profile.lacking(new.today).collect();
    if !lacking.is_empty() {
        return Err(AssessmentRefused::NotTrained(lacking));
    }
    let has_it = |one: &Assessment| {
        one.assessor == assessor
            && one.status != Status::HandedBack
            && one.status != Status::Expired
    };
    if new.existing.iter().any(has_it) {
        return Err(AssessmentRefused::AssignedAlready);
    }
    let involved = if new.application.started_by == assessor {
        Some(Involvement::Wrote)
    } else {
        new.involved
    };
    if let Some(involved) = involved {
        return Err(AssessmentRefused::Involved(involved));
    }
    if new.standing == Standing::Recused {
        return Err(AssessmentRefused::Conflict);
    }
    let at_home = new.application.lead_area.as_ref().is_some_and(|a| new.profile.zones.contains(a));
    let widened = match (new.kind, at_home, new.widened.map(str::trim)) {
        (Kind::Staff, ..) | (Kind::Community, true, _) => None,
        (Kind::Community, false, None) => return Err(AssessmentRefused::OutsideZone),
        (Kind::Community, false, Some(reason)) => Some(with_reason(reason)?.to_owned()),
    };
    Ok(Assessment {
        id: new.id,
        version: 1,
        round: new.round.id,
        application: new.application.id,
        assessor,
        kind: new.kind,
        status: Status::Assigned,
        assigned_by: new.by,
        assigned_at: new.at,
        due: due(new.round, new.today),
        widened,
        marks: Marks::new(),
        submitted_at: None,
        locked_at: None,
        remarks: Vec::new(),
    })
}

/// Keeps a draft, partial marks and reasons included.
///
/// # Errors
/// [`AssessmentRefused::NotFromHere`], [`AssessmentRefused::NoSuchCriterion`],
/// [`AssessmentRefused::ReasonTooLong`].
pub fn save(
    assessment: &Assessment,
    scoring: &Scoring,
    marks: Marks,
) -> Result<Assessment, AssessmentRefused> {
    let begun = match assessment.status {
        Status::Assigned => moved(assessment, Move::Start)?,
        _ => moved(assessment, Move::Save)?,
    };
    for (code, given) in &marks {
        if !scoring.criteria.iter().any(|criterion| criterion.code == *code) {
            return Err(AssessmentRefused::NoSuchCriterion(code.clone()));
        }
        if given.reason.len() > LONGEST_REASON {
            let criterion = Some(code.clone());
            return Err(AssessmentRefused::ReasonTooLong { criterion, most: LONGEST_REASON });
        }
    }
    Ok(Assessment { marks, ..begun })
}

/// Hands it in: every criterion has a mark and a reason.
///
/// # Errors
/// [`AssessmentRefused::NotFromHere`], [`AssessmentRefused::Incomplete`].
pub fn submit(
    assessment: &Assessment,
    scoring: &Scoring,
    at: Instant,
) -> Result<Assessment, AssessmentRefused> {
    let submitted = moved(assessment, Move::Submit)?;
    let missing = missing(scoring, &assessment.marks);
    if !missing.is_empty() {
        return Err(AssessmentRefused::Incomplete(missing));
    }
    Ok(Assessment { submitted_at: Some(at), ..submitted })
}

/// The lead gives it back to its assessor, while no mark of the bid is revealed.
///
/// # Errors
/// [`AssessmentRefused::Revealed`], [`AssessmentRefused::NoReason`],
/// [`AssessmentRefused::NotFromHere`].
pub fn unlock(
    assessment: &Assessment,
    reason: &str,
    by: PersonId,
    at: Instant,
) -> Result<Assessment, AssessmentRefused> {
    if assessment.status.is_revealed() {
        return Err(AssessmentRefused::Revealed);
    }
    let mut unlocked = remarked(assessment, Move::Unlock, None, reason, by, at)?;
    unlocked.submitted_at = None;
    Ok(unlocked)
}

/// The assessor gives it back; what they wrote stays with the record. For a conflict they are
/// recused.
///
/// # Errors
/// [`AssessmentRefused::NoReason`], [`AssessmentRefused::NotFromHere`].
pub fn hand_back(
    assessment: &Assessment,
    why: HandBackReason,
    reason: &str,
    at: Instant,
) -> Result<Assessment, AssessmentRefused> {
    let mv = if why == HandBackReason::Conflict { Move::Recuse } else { Move::HandBack };
    remarked(assessment, mv, Some(why), reason, assessment.assessor, at)
}

/// The lead does without it. Somebody else's marks must be left.
///
/// # Errors
/// [`AssessmentRefused::NoReason`], [`AssessmentRefused::NotFromHere`],
/// [`AssessmentRefused::NothingLeft`].
pub fn waive(
    assessment: &Assessment,
    required: reveal::Required,
    all: &[Assessment],
    reason: &str,
    by: PersonId,
    at: Instant,
) -> Result<Assessment, AssessmentRefused> {
    if !may_waive(assessment, required, all) {
        return Err(AssessmentRefused::NothingLeft);
    }
    remarked(assessment, Move::Waive, None, reason, by, at)
}

/// Whether somebody's marks would be left without this one: others are in, are being written, or
/// have a place that is still to be filled.
#[must_use]
pub fn may_waive(assessment: &Assessment, required: reveal::Required, all: &[Assessment]) -> bool {
    let after = all
        .iter()
        .map(|one| (one.kind, if one.id == assessment.id { Status::Waived } else { one.status }));
    let seen = reveal::progress(required, after);
    seen.submitted + seen.assigned + seen.in_progress + seen.unfilled > 0
}

/// Days after the due day on which an assessment that was not handed in ends (proposed default).
const DAYS_OF_GRACE: i8 = 3;
/// Days that somebody has who is assigned after the round's own due day (proposed default).
const DAYS_WHEN_LATE: i8 = 7;

/// Assessments that were due before this day have run out on `today`.
#[must_use]
pub fn overdue_before(today: CivilDate) -> CivilDate {
    today.saturating_sub(jiff::Span::new().days(DAYS_OF_GRACE))
}

/// The day on which an assessment is due that is assigned on `today`.
fn due(round: &Round, today: CivilDate) -> CivilDate {
    let planned = round.settings.dates.assessment_by;
    if today <= planned {
        return planned;
    }
    today.saturating_add(jiff::Span::new().days(DAYS_WHEN_LATE))
}

/// Its time has run out: what was written stays with the record, and the place is free for
/// somebody else.
///
/// # Errors
/// [`AssessmentRefused::StillTime`], [`AssessmentRefused::NotFromHere`].
pub fn expire(assessment: &Assessment, today: CivilDate) -> Result<Assessment, AssessmentRefused> {
    let expired = moved(assessment, Move::Expire)?;
    if assessment.due >= overdue_before(today) {
        return Err(AssessmentRefused::StillTime(assessment.due));
    }
    Ok(expired)
}

fn with_reason(reason: &str) -> Result<&str, AssessmentRefused> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(AssessmentRefused::NoReason);
    }
    if reason.len() > LONGEST_REASON {
        return Err(AssessmentRefused::ReasonTooLong { criterion: None, most: LONGEST_REASON });
    }
    Ok(reason)
}

fn remarked(
    assessment: &Assessment,
    mv: Move,
    code: Option<HandBackReason>,
    reason: &str,
    by: PersonId,
    at: Instant,
) -> Result<Assessment, AssessmentRefused> {
    let mut changed = moved(assessment, mv)?;
    let reason = with_reason(reason)?.to_owned();
    changed.remarks.push(Remark { to: changed.status, code, reason, by, at });
    Ok(changed)
}

fn moved(assessment: &Assessment, mv: Move) -> Result<Assessment, NotFromHere> {
    let from = assessment.status;
    let status = from.after(mv).ok_or(NotFromHere { from: from.code(), mv: mv.name() })?;
    Ok(Assessment { status, ..assessment.clone() })
}
