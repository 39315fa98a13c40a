//! The meeting of the panel: who was there, and who left the room for which bid.

use super::{PanelRefused, must_be_moderating};
use crate::id::{ApplicationId, PersonId, RoundId};
use crate::round::{Panel, Round};
use crate::value::{CivilDate, Instant};
use serde::{Deserialize, Serialize};

/// Somebody who was there as a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Present {
    /// Who.
    pub person: PersonId,
    /// Whether they represent a community.
    pub community: bool,
}

/// Somebody who left the room while a bid was discussed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Left {
    /// Who.
    pub person: PersonId,
    /// For which bid.
    pub application: ApplicationId,
}

/// The record of a round's meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    /// The round.
    pub round: RoundId,
    /// Version for optimistic locking; 0 before the first save.
    pub version: i64,
    /// The day.
    pub on: CivilDate,
    /// Members who were there, the chair included.
    pub present: Vec<Present>,
    /// Who left for which bid.
    pub left: Vec<Left>,
    /// Who recorded it: the round's chair or their substitute.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

impl Meeting {
    /// How many members were there, and how many of them represent a community.
    #[must_use]
    pub fn counts(&self) -> (u64, u64) {
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        let community = self.present.iter().filter(|one| one.community).count();
        (count(self.present.len()), count(community))
    }

    /// Whether enough were there.
    ///
    /// # Errors
    /// [`PanelRefused::NoQuorum`], [`PanelRefused::NoCommunityQuorum`].
    pub fn quorum(&self, panel: &Panel) -> Result<(), PanelRefused> {
        let (present, community) = self.counts();
        let needed = u64::from(panel.quorum);
        if present < needed {
            return Err(PanelRefused::NoQuorum { present, needed });
        }
        let needed = u64::from(panel.community_quorum);
        if community < needed {
            return Err(PanelRefused::NoCommunityQuorum { present: community, needed });
        }
        Ok(())
    }
}

/// What is recorded about a meeting.
#[derive(Clone, Debug)]
pub struct Attendance<'a> {
    /// The day.
    pub on: CivilDate,
    /// Members who were there.
    pub present: Vec<Present>,
    /// Conflicts of those present, from the register.
    pub conflicts: &'a [Left],
    /// Whether the chair says that each of them left the room.
    pub all_left: bool,
}

/// Records a meeting. The chair or their substitute was there, and everybody with a conflict left
/// the room for the bid that it is about.
///
/// # Errors
/// [`PanelRefused`].
pub fn record(
    round: &Round,
    earlier: Option<&Meeting>,
    attendance: Attendance<'_>,
    by: PersonId,
    at: Instant,
    today: CivilDate,
) -> Result<Meeting, PanelRefused> {
    must_be_moderating(round.status)?;
    if attendance.on > today {
        return Err(PanelRefused::InFuture);
    }
    let mut present = attendance.present;
    present.sort_unstable();
    present.dedup_by_key(|one| one.person);
    let there = |person: PersonId| present.iter().any(|one| one.person == person);
    let chaired = round.posts.chair.is_some_and(|post| post.people().any(there));
    if !chaired {
        return Err(PanelRefused::NoChair);
    }
    let mut left: Vec<Left> =
        attendance.conflicts.iter().copied().filter(|one| there(one.person)).collect();
    left.sort_unstable();
    left.dedup();
    if !left.is_empty() && !attendance.all_left {
        return Err(PanelRefused::StayedInRoom(u64::try_from(left.len()).unwrap_or(u64::MAX)));
    }
    let version = earlier.map_or(0, |earlier| earlier.version);
    Ok(Meeting { round: round.id, version, on: attendance.on, present, left, by, at })
}
