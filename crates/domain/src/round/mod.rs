//! A round of a fund: its settings, its form, the people it names and where it stands.

mod again;
mod asked;
mod checks;
mod file;
mod more_time;
mod moves;
#[cfg(test)]
mod moves_tests;
mod parts;
#[cfg(test)]
mod parts_tests;
#[cfg(test)]
pub(crate) mod sample;
mod settings;
mod state;

pub use again::{New, Template};
pub use checks::{DateOf, Missing, Place, PostName, missing};
pub use file::{LARGEST_FILE, PostByEmail, PostsByEmail, RoundFile, RoundFileFault};
pub use more_time::{AskMoreTime, Ground, MoreTime, MoreTimeAnswer};
pub use moves::{
    ClockMove, DIRECTOR_LIMIT, Decision, Moderated, Recommendation, RoundRefused, Screened,
    Undecided,
};
pub use parts::{
    About, Applicants, Checks, Criteria, Funding, Marking, Part, Places, Purpose, Shape, Written,
};
pub use settings::{
    Areas, Check, CheckMethod, Contact, Criterion, Dates, Eligibility, Evidence, FundingSource,
    Invited, LegalPower, Money, Notes, Notice, OpenTo, Panel, Provenance, ProvenanceStatus,
    Publicity, QuestionAndAnswer, Quota, Reason, RoundType, Scoring, Settings, Threshold, TieBreak,
    Workshop,
};
pub use state::{Move, Status};

use crate::form::Form;
use crate::id::{PersonId, RoundId};
use crate::value::{Deadline, Instant};
use serde::{Deserialize, Serialize};

/// A part in the round with a named substitute, so that a declared interest never stops or taints
/// a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Who has it.
    pub holder: PersonId,
    /// Who takes it when the holder may not.
    pub substitute: Option<PersonId>,
}

impl Post {
    /// Both people.
    pub fn people(self) -> impl Iterator<Item = PersonId> {
        std::iter::once(self.holder).chain(self.substitute)
    }
}

/// The people whom a round names. It cannot open while one of them or a substitute is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Posts {
    /// The grants officer who runs it.
    pub officer: Option<PersonId>,
    /// The grants lead who confirms and assigns.
    pub lead: Option<Post>,
    /// The chair of moderation.
    pub chair: Option<Post>,
    /// The finance officer who comments.
    pub finance: Option<Post>,
    /// The approver.
    pub approver: Option<Post>,
}

/// A round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// Version for optimistic locking.
    pub version: i64,
    /// Where it stands, as stored. Use [`Round::phase`] for what counts at an instant.
    pub status: Status,
    /// Its settings.
    pub settings: Settings,
    /// Its form.
    pub form: Form,
    /// The people whom it names.
    pub posts: Posts,
    /// When it opens, from [`Dates::opens`].
    pub opens_at: Instant,
    /// When it closes, from [`Dates::closes`], moved by extensions and pauses.
    pub deadline: Deadline,
    /// When the close was first noticed: after that nothing reopens it, whatever a clock says.
    pub closed_at: Option<Instant>,
    /// Whether the chief finance officer has confirmed that the money is there, and who.
    pub funds_confirmed_by: Option<PersonId>,
    /// The quality line, once set.
    pub line: Option<Line>,
    /// Who set the round up.
    pub created_by: PersonId,
    /// When it was set up.
    pub created_at: Instant,
    /// Who asked for the review that is under way or has passed.
    pub review_asked_by: Option<PersonId>,
    /// Who approved it.
    pub approved_by: Option<PersonId>,
    /// When it was announced; none if it never was.
    pub published_at: Option<Instant>,
    /// Since when it is paused.
    pub paused_at: Option<Instant>,
    /// What changed on the way, with reasons, oldest first.
    pub remarks: Vec<Remark>,
    /// Deadlines of single groups, asked for and given, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more_time: Vec<MoreTime>,
}

/// Something that happened to a round for a reason that people are told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// What happened.
    pub event: RemarkOn,
    /// Why.
    pub reason: String,
    /// Who did it.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// What a remark is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemarkOn {
    /// It was sent back to its draft.
    SentBack,
    /// Its deadline was moved. Public.
    Extended {
        /// The deadline before.
        from: Deadline,
        /// The deadline after.
        to: Deadline,
    },
    /// It was paused. Public.
    Paused,
    /// It went on, with the lost time added. Public.
    Resumed {
        /// The deadline before.
        from: Deadline,
        /// The deadline after.
        to: Deadline,
    },
    /// The approver sent the recommendation back to the panel.
    ReturnedToPanel,
    /// It was called off. Public if the round was.
    Cancelled,
}

impl RemarkOn {
    /// Whether the public page shows it.
    #[must_use]
    pub const fn is_public(self) -> bool {
        match self {
            Self::Extended { .. } | Self::Paused | Self::Resumed { .. } | Self::Cancelled => true,
            Self::SentBack | Self::ReturnedToPanel => false,
        }
    }
}

/// The quality line: set after moderation, with a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The least percentage that is recommended.
    pub percent: u8,
    /// Why there. Shown in the recommendation.
    pub reason: String,
    /// Who set it.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// What counts at an instant: computed from the clock, not from a job having run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Not announced: it does not exist for the public.
    Hidden,
    /// Announced, opens later.
    Announced,
    /// Takes applications.
    Open,
    /// Stopped for an outage.
    Paused,
    /// The deadline has passed; no result yet.
    Closed,
    /// Results are public.
    Results,
    /// Called off.
    Cancelled,
}

/// The longest that a request may be on its way from its last byte to the database: queues, a wait
/// for a connection and every retry together are far shorter (proposed default).
pub const IN_HAND: jiff::SignedDuration = jiff::SignedDuration::from_mins(2);

impl Round {
    /// What counts at `now`.
    #[must_use]
    pub fn phase(&self, now: Instant) -> Phase {
        match self.status {
            Status::Draft | Status::InReview | Status::Approved => Phase::Hidden,
            Status::Cancelled if self.published_at.is_none() => Phase::Hidden,
            Status::Cancelled => Phase::Cancelled,
            Status::Paused => Phase::Paused,
            Status::Published | Status::Open => {
                if self.closed_at.is_some() && !self.is_in_hand(now) || self.deadline.is_past(now) {
                    Phase::Closed
                } else if now >= self.opens_at {
                    Phase::Open
                } else {
                    Phase::Announced
                }
            }
            // The clock closed it while this was still on its way to the database.
            Status::Closed if self.is_in_hand(now) => Phase::Open,
            Status::Closed
            | Status::Screening
            | Status::Assessing
            | Status::Moderating
            | Status::Recommended
            | Status::Decided => Phase::Closed,
            Status::Announced | Status::Delivering | Status::ClosedOut => Phase::Results,
        }
    }

    /// Whether `arrived` is an instant before the deadline from which a request may still be on its
    /// way. A clock that was set back further than that reopens nothing.
    fn is_in_hand(&self, arrived: Instant) -> bool {
        let since = self.deadline.at.since(arrived);
        !self.deadline.is_past(arrived) && since <= IN_HAND
    }

    /// Whether nothing that arrived before the last group's deadline can any longer be on its way. What
    /// looks at all bids of a round, or gives up drafts, waits for it.
    #[must_use]
    pub fn all_have_arrived(&self, now: Instant) -> bool {
        now.since(self.last_deadline().at) >= IN_HAND
    }
}
