//! Moderation: agreed marks beside untouched originals, the ranking, and what the panel
//! recommends.

mod agree;
mod combined;
mod complete;
mod line;
mod meeting;
mod ranking;
mod recommend;

pub use agree::{AgreedMark, Agreeing, Agreement, AgreementFault, Proposal, agree};
pub use combined::{Combined, CriterionView, combine, next_to_mean};
pub use complete::{PanelFacts, Position, finish};
pub use line::{LONGEST_LINE_REASON, set_line};
pub use meeting::{Attendance, Left, Meeting, Present, record};
pub use ranking::{Contender, NotWhy, Ranked, Rules, Split, Suggestion, rank};
pub use recommend::{
    LONGEST_TEXT, MOST_CONDITIONS, Outcome, ReasonCode, Recommendation, Wish, recommend,
};

use crate::NotFromHere;
use crate::application::{self, Application};
use crate::id::{ApplicationId, RoundId};
use crate::round;
use crate::value::{Mark, Pence, Percent};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use thiserror::Error;

/// What the panel made of one bid. The assessors' own marks stay where they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moderation {
    /// The bid.
    pub application: ApplicationId,
    /// Its round.
    pub round: RoundId,
    /// Version for optimistic locking; 0 before the first save.
    pub version: i64,
    /// The agreed marks.
    pub agreement: Agreement,
    /// The recommendation, once made.
    pub recommendation: Option<Recommendation>,
}

impl Moderation {
    /// The agreed marks by criterion code.
    #[must_use]
    pub fn marks(&self) -> BTreeMap<String, Mark> {
        self.agreement.marks.iter().map(|(code, agreed)| (code.clone(), agreed.mark)).collect()
    }

    /// The agreed percentage.
    #[must_use]
    pub const fn percent(&self) -> Percent {
        self.agreement.percent
    }
}

/// Why the panel cannot do something, in facts.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PanelRefused {
    /// The table has no such move from here.
    #[error(transparent)]
    NotFromHere(#[from] NotFromHere),
    /// The round is not being moderated.
    #[error("the round is {}", .0.code())]
    RoundNotModerating(round::Status),
    /// Marks are not revealed yet.
    #[error("the marks are not revealed")]
    NotRevealed,
    /// Agreed marks or their reasons are missing.
    #[error("{} faults in the agreed marks", .0.len())]
    Agreement(Vec<AgreementFault>),
    /// The spread of the originals must be discussed, and nothing says what was said.
    #[error("the discussion is not recorded")]
    NotDiscussed,
    /// A text is longer than allowed.
    #[error("a text is longer than {most} bytes")]
    TooLong {
        /// The most bytes.
        most: usize,
    },
    /// It needs a reason.
    #[error("no reason is given")]
    NoReason,
    /// The line is not a whole percentage from 0 to 100.
    #[error("{0} is no percentage")]
    NoPercentage(i64),
    /// Bids without agreed marks.
    #[error("{0} bids are without agreed marks")]
    NotModerated(u64),
    /// The line is not set.
    #[error("the quality line is not set")]
    NoLine,
    /// An award needs an amount.
    #[error("no amount is given")]
    NoAmount,
    /// A bid that is not to be funded has no amount.
    #[error("an amount for a bid that is not recommended")]
    AmountWithout,
    /// The amount is outside its limits.
    #[error("the amount is not between {least} and {most}")]
    AmountOutside {
        /// The smallest award.
        least: Pence,
        /// What was asked for, or the largest award.
        most: Pence,
    },
    /// Agreed marks below the minimum of their criteria: it cannot be funded.
    #[error("{} marks are below their minimum", .0.len())]
    BelowMinimum(Vec<String>),
    /// Below the line, and the reason is not that of a departure from it.
    #[error("{percent} is below the line {line}")]
    BelowLine {
        /// The agreed percentage.
        percent: Percent,
        /// The line.
        line: u8,
    },
    /// The round keeps no reserve list.
    #[error("the round keeps no reserve list")]
    NoReserveList,
    /// More conditions than allowed.
    #[error("more than {0} conditions")]
    TooManyConditions(usize),
    /// Bids without a recommendation.
    #[error("{0} bids are without a recommendation")]
    NotRecommended(u64),
    /// No meeting is recorded.
    #[error("no meeting is recorded")]
    NoMeeting,
    /// Too few were present.
    #[error("{present} of {needed} members were present")]
    NoQuorum {
        /// Present.
        present: u64,
        /// Needed.
        needed: u64,
    },
    /// Too few representatives of the community were present.
    #[error("{present} of {needed} community members were present")]
    NoCommunityQuorum {
        /// Present.
        present: u64,
        /// Needed.
        needed: u64,
    },
    /// The chair was not present.
    #[error("neither the chair nor the substitute was present")]
    NoChair,
    /// Somebody with a conflict did not leave the room.
    #[error("{0} conflicts without leaving the room")]
    StayedInRoom(u64),
    /// The day of the meeting has not come.
    #[error("the meeting lies in the future")]
    InFuture,
    /// The recommendations together are more than may be committed.
    #[error("{sum} recommended, {most} at most")]
    OverBudget {
        /// The sum.
        sum: Pence,
        /// What may be committed.
        most: Pence,
    },
    /// The bid is not at a stage for this.
    #[error("the application is {}", .0.code())]
    ApplicationNotReady(application::Status),
}

impl PanelRefused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFromHere(_) => "panel_not_from_here",
            Self::RoundNotModerating(_) => "panel_round_not_moderating",
            Self::NotRevealed => "panel_not_revealed",
            Self::Agreement(_) => "panel_agreement_incomplete",
            Self::NotDiscussed => "panel_not_discussed",
            Self::TooLong { .. } => "panel_text_too_long",
            Self::NoReason => "panel_no_reason",
            Self::NoPercentage(_) => "panel_no_percentage",
            Self::NotModerated(_) => "panel_not_moderated",
            Self::NoLine => "panel_no_line",
            Self::NoAmount => "panel_no_amount",
            Self::AmountWithout => "panel_amount_without_award",
            Self::AmountOutside { .. } => "panel_amount_outside",
            Self::BelowMinimum(_) => "panel_below_minimum",
            Self::BelowLine { .. } => "panel_below_line",
            Self::NoReserveList => "panel_no_reserve_list",
            Self::TooManyConditions(_) => "panel_too_many_conditions",
            Self::NotRecommended(_) => "panel_not_recommended",
            Self::NoMeeting => "panel_no_meeting",
            Self::NoQuorum { .. } => "panel_no_quorum",
            Self::NoCommunityQuorum { .. } => "panel_no_community_quorum",
            Self::NoChair => "panel_no_chair",
            Self::StayedInRoom(_) => "panel_stayed_in_room",
            Self::InFuture => "panel_meeting_in_future",
            Self::OverBudget { .. } => "panel_over_budget",
            Self::ApplicationNotReady(_) => "panel_application_not_ready",
        }
    }
}

/// The round must be in moderation.
fn must_be_moderating(status: round::Status) -> Result<(), PanelRefused> {
    match status {
        round::Status::Moderating => Ok(()),
        status => Err(PanelRefused::RoundNotModerating(status)),
    }
}

/// The bid after a move of the panel.
fn moved(application: &Application, mv: application::Move) -> Result<Application, PanelRefused> {
    let from = application.status;
    let status = from.after(mv).ok_or(NotFromHere { from: from.code(), mv: mv.name() })?;
    Ok(Application { status, ..application.clone() })
}
