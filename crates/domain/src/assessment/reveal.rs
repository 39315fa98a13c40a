//! The reveal: no mark of a bid is visible to anybody until every required assessment of it is
//! locked or waived. Whoever shows marks gets them from [`revealed`] and from nowhere else.

use super::{Assessment, Kind, Move, Status};
use crate::round::Scoring;
use crate::value::Instant;

/// How many assessments a bid needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Required {
    /// By staff or independent assessors.
    pub staff: usize,
    /// By community assessors.
    pub community: usize,
}

impl Required {
    /// Of one kind.
    #[must_use]
    pub const fn of(self, kind: Kind) -> usize {
        match kind {
            Kind::Staff => self.staff,
            Kind::Community => self.community,
        }
    }

    /// In all.
    #[must_use]
    pub const fn total(self) -> usize {
        self.staff + self.community
    }
}

/// How many assessments a bid with this lead area needs: the round's number by staff, and the
/// community quota of the area.
#[must_use]
pub fn required(scoring: &Scoring, lead_area: Option<&str>) -> Required {
    let quota = |area: &str| scoring.community_assessors.iter().find(|quota| quota.area == area);
    Required {
        staff: usize::from(scoring.staff_assessors),
        community: lead_area.and_then(quota).map_or(0, |quota| usize::from(quota.assessors)),
    }
}

/// How far a bid's assessments are: counts only, never marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How many are needed.
    pub required: usize,
    /// Assigned, not begun.
    pub assigned: usize,
    /// Being written.
    pub in_progress: usize,
    /// Handed in, revealed or not.
    pub submitted: usize,
    /// Waived.
    pub waived: usize,
    /// Given back, recused or expired.
    pub given_up: usize,
    /// Places that nobody has been assigned to.
    pub unfilled: usize,
    /// Whether the marks are revealed.
    pub revealed: bool,
}

/// How far a bid is. `all` are the kinds and states of its assessments.
#[must_use]
pub fn progress(required: Required, all: impl IntoIterator<Item = (Kind, Status)>) -> Progress {
    let mut seen = Progress { required: required.total(), ..Progress::default() };
    let mut filled = Required::default();
    for (kind, status) in all {
        match status {
            Status::Assigned => seen.assigned += 1,
            Status::InProgress => seen.in_progress += 1,
            Status::Submitted => seen.submitted += 1,
            Status::Locked | Status::Moderated => {
                seen.submitted += 1;
                seen.revealed = true;
            }
            Status::Waived => seen.waived += 1,
            Status::Recused | Status::HandedBack | Status::Expired => seen.given_up += 1,
        }
        if !status.is_given_up() {
            match kind {
                Kind::Staff => filled.staff += 1,
                Kind::Community => filled.community += 1,
            }
        }
    }
    seen.unfilled = required.staff.saturating_sub(filled.staff)
        + required.community.saturating_sub(filled.community);
    seen
}

/// Whether everything that is required of a bid is in or waived: nobody is still writing, every
/// place is filled, and there is at least one mark to moderate.
#[must_use]
pub fn is_complete(required: Required, all: &[Assessment]) -> bool {
    let seen = progress(required, all.iter().map(|one| (one.kind, one.status)));
    seen.unfilled == 0 && seen.assigned == 0 && seen.in_progress == 0 && seen.submitted > 0
}

/// Locks everything of a bid together, if it is complete; `None` while it is not, or when it was
/// locked before. Waived and given-up ones stay as they are.
#[must_use]
pub fn lock(required: Required, all: &[Assessment], at: Instant) -> Option<Vec<Assessment>> {
    if !is_complete(required, all) || all.iter().any(|one| one.status.is_revealed()) {
        return None;
    }
    let locked = all.iter().map(|one| match one.status.after(Move::Lock) {
        Some(status) => Assessment { status, locked_at: Some(at), ..one.clone() },
        None => one.clone(),
    });
    Some(locked.collect())
}

/// The assessments of a bid whose marks may be shown: all of its locked ones once nothing of it
/// is still to come, else none.
#[must_use]
pub fn revealed(required: Required, all: &[Assessment]) -> Option<Vec<&Assessment>> {
    let unlocked = all.iter().any(|one| one.status == Status::Submitted);
    if unlocked || !is_complete(required, all) {
        return None;
    }
    Some(all.iter().filter(|one| one.status.is_revealed()).collect())
}
