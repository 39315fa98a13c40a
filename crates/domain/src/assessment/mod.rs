//! Assessments: one assessor's whole marks with reasons for one bid, made without sight of others'.

mod marks;
mod moves;
mod profile;
mod reveal;
mod state;
mod suggest;

pub use marks::{
    CriterionMark, LONGEST_REASON, MarkMissing, Marks, Provisional, Unmarked, percent, provisional,
};
pub use moves::{
    AssessmentRefused, Assign, HandBackReason, Involvement, assign, expire, hand_back, may_waive,
    overdue_before, save, submit, unlock, waive,
};
pub use profile::{
    Completed, LONGEST_VALIDITY_MONTHS, Module, Profile, TrainingRefused, complete_module,
};
pub use reveal::{Progress, Required, is_complete, lock, progress, required, revealed};
pub use state::{Move, Status};
pub use suggest::{Candidate, Need, Suggested, suggest};

use crate::id::{ApplicationId, AssessmentId, PersonId, RoundId};
use crate::value::{CivilDate, Instant};
use serde::{Deserialize, Serialize};

/// On whose behalf an assessor marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Staff or independent.
    Staff,
    /// A trained representative of a community, for bids of their own zone.
    Community,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[Self::Staff, Self::Community];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Community => "community",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// The role that an assessor of this kind holds.
    #[must_use]
    pub const fn role(self) -> crate::access::Role {
        match self {
            Self::Staff => crate::access::Role::Assessor,
            Self::Community => crate::access::Role::CommunityAssessor,
        }
    }
}

/// One assessor's assessment of one bid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    /// Its id.
    pub id: AssessmentId,
    /// Version for optimistic locking.
    pub version: i64,
    /// The round.
    pub round: RoundId,
    /// The bid.
    pub application: ApplicationId,
    /// Who marks.
    pub assessor: PersonId,
    /// On whose behalf.
    pub kind: Kind,
    /// Where it stands.
    pub status: Status,
    /// Who assigned it.
    pub assigned_by: PersonId,
    /// When.
    pub assigned_at: Instant,
    /// The last day on which it is expected.
    pub due: CivilDate,
    /// Why a community assessor marks a bid from outside their zone.
    pub widened: Option<String>,
    /// The marks so far, by criterion code. Complete once submitted.
    pub marks: Marks,
    /// When it was handed in.
    pub submitted_at: Option<Instant>,
    /// When it was revealed.
    pub locked_at: Option<Instant>,
    /// What happened to it for a reason, oldest first.
    pub remarks: Vec<Remark>,
}

/// Something that happened to an assessment for a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// Where it led.
    pub to: Status,
    /// The reason's code, where there is a closed list.
    pub code: Option<HandBackReason>,
    /// Why, in words.
    pub reason: String,
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}
