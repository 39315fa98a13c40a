//! One group's bid in one round.

mod editing;
mod entered;
mod moves;
mod places;
mod second_person;
mod state;
mod submission;
mod track;
pub mod withhold;

pub use editing::{
    Difference, Keep, PRESENT_FOR, Presence, SITTING_PAUSE, also_here, differences, join,
    same_sitting,
};
pub use entered::{EnterRefused, Entered, EnteredHow, may_be_contact, may_enter};
pub use moves::{
    ApplicationRefused, Change, Start, abandon, arrive_late, may_edit, may_send, reopen, start,
    submit, withdraw,
};
pub use places::Places;
pub use second_person::{
    Confirmation, ConfirmationAnswer, ConfirmationMove, ConfirmationRefused, ConfirmationStatus,
    LONGEST_REASON, Reply, SECOND_PERSON_WORKING_DAYS, Seconded, confirm_until, is_same_mailbox,
    is_shared_address, may_answer, may_name, may_second, needs_second_person, remind_on, seconded,
};
pub use state::{Move, Status};
pub use submission::{
    DrawUp, OrganisationFacts, SectionAnswers, Submission, all_answers, bounds, project_name,
};
pub use track::{NextStep, next_step};

use crate::id::{ApplicationId, OrganisationId, PersonId, RoundId};
use crate::value::{Instant, Pence};
use serde::{Deserialize, Serialize};

/// What of a bid is withheld from everybody who is not working on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Withhold {
    /// Nothing.
    #[default]
    Nothing,
    /// The group's name.
    Name,
    /// Places.
    Place,
    /// Both.
    Both,
}

impl Withhold {
    /// Whether the name is withheld.
    #[must_use]
    pub const fn name(self) -> bool {
        matches!(self, Self::Name | Self::Both)
    }

    /// Whether places are withheld.
    #[must_use]
    pub const fn place(self) -> bool {
        matches!(self, Self::Place | Self::Both)
    }

    /// What either withholds.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self.name() || other.name(), self.place() || other.place()) {
            (false, false) => Self::Nothing,
            (true, false) => Self::Name,
            (false, true) => Self::Place,
            (true, true) => Self::Both,
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Name => "name",
            Self::Place => "place",
            Self::Both => "both",
        }
    }
}

/// An application: the head of it. Its answers are kept by section, its sent versions apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// Version for optimistic locking.
    pub version: i64,
    /// Its round.
    pub round: RoundId,
    /// The group.
    pub organisation: OrganisationId,
    /// The group's name at the time of sending (or now, while it is a draft).
    pub organisation_name: String,
    /// The project's name.
    pub title: String,
    /// Where it stands.
    pub status: Status,
    /// Its reference, given when it is first sent.
    pub reference: Option<String>,
    /// Who started it.
    pub started_by: PersonId,
    /// When it was started.
    pub started_at: Instant,
    /// When it was last sent.
    pub submitted_at: Option<Instant>,
    /// The number of the version that was last sent; 0 for none.
    pub submission: u32,
    /// Whether it was reopened: the answers on screen are a working copy, the sent version stands.
    pub reopened: bool,
    /// The amount asked for, from the version that stands.
    pub requested: Option<Pence>,
    /// The code of the area with the largest share of beneficiaries, from the version that
    /// stands.
    pub lead_area: Option<String>,
    /// What is withheld, and why.
    pub withhold: Withhold,
    /// Why it is withheld.
    pub withhold_reason: Option<String>,
    /// When an attempt to send arrived late.
    pub late_at: Option<Instant>,
    /// Whether it is eligible only with conditions.
    pub conditional: bool,
    /// Who entered it for the group, if the group did not do so itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered: Option<Entered>,
}
