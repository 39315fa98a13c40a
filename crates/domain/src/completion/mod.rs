//! How many people got how far with a round, how long it took them, and what it asked of all of
//! them together. Counts and times, nothing about a person.

use crate::application::SITTING_PAUSE;
use crate::form::{Form, SectionId};
use crate::value::{CivilDate, Instant, Pence};
use jiff::SignedDuration;
use std::collections::{BTreeMap, BTreeSet};

/// A step of the way to a bid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Looked at the round's page.
    Looked,
    /// Checked whether a project fits.
    Checked,
    /// Started a bid.
    Started,
    /// Saved the first section of a bid.
    Saved,
    /// Sent a bid for the first time.
    Sent,
}

impl Step {
    /// Every step, in their order.
    pub const ALL: [Self; 5] =
        [Self::Looked, Self::Checked, Self::Started, Self::Saved, Self::Sent];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Looked => "looked",
            Self::Checked => "checked",
            Self::Started => "started",
            Self::Saved => "saved",
            Self::Sent => "sent",
        }
    }

    /// Reads the stable code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// The class of a device. Nothing finer is kept of what a browser says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Device {
    /// A phone.
    Phone,
    /// Anything else.
    Other,
}

impl Device {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Phone, Self::Other];

    /// From what a browser says about itself; none for a program that only reads pages.
    #[must_use]
    pub fn of(user_agent: &str) -> Option<Self> {
        let says = user_agent.to_ascii_lowercase();
        if says.is_empty() || ["bot", "crawl", "spider"].iter().any(|word| says.contains(word)) {
            return None;
        }
        Some(if says.contains("mobi") { Self::Phone } else { Self::Other })
    }

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Other => "other",
        }
    }

    /// Reads the stable code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.code() == code)
    }
}

/// How often a step was taken on a day, with a class of device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Footfall {
    /// The day in London.
    pub day: CivilDate,
    /// The step.
    pub step: Step,
    /// The class of device.
    pub device: Device,
    /// How often.
    pub count: u64,
}

/// What writing one bid took until it was first sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// When its first section was saved.
    pub first_saved: Instant,
    /// The time between saves of one sitting, added up.
    pub worked: SignedDuration,
    /// When it was first sent.
    pub first_sent: Option<Instant>,
}

/// The time that a save adds to the work on a bid: what passed since the save before it, unless
/// that was so long that nobody was at it.
#[must_use]
pub fn worked_since(before: Option<Instant>, now: Instant) -> SignedDuration {
    let passed = before.map_or(SignedDuration::ZERO, |before| now.since(before));
    if passed.is_negative() || passed > SITTING_PAUSE { SignedDuration::ZERO } else { passed }
}

/// The middle one of some numbers; the lower of two in the middle. None of none.
#[must_use]
pub fn median(numbers: impl IntoIterator<Item = i64>) -> Option<i64> {
    let mut sorted: Vec<i64> = numbers.into_iter().collect();
    sorted.sort_unstable();
    let middle = sorted.len().checked_sub(1)? / 2;
    sorted.get(middle).copied()
}

/// What a round took those who sent a bid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// How many bids it is taken from.
    pub bids: u32,
    /// The median of the minutes from the first save to the first sending, nights included.
    pub minutes_to_sending: Option<i64>,
    /// The median of the minutes at work.
    pub minutes_at_work: Option<i64>,
}

impl Times {
    /// Of the bids that were sent.
    #[must_use]
    pub fn of(efforts: &[Effort]) -> Self {
        let sent: Vec<(Effort, Instant)> =
            efforts.iter().filter_map(|one| Some((*one, one.first_sent?))).collect();
        let to_sending = sent.iter().map(|(one, at)| at.since(one.first_saved).as_mins().max(0));
        Self {
            bids: u32::try_from(sent.len()).unwrap_or(u32::MAX),
            minutes_to_sending: median(to_sending),
            minutes_at_work: median(sent.iter().map(|(one, _)| one.worked.as_mins())),
        }
    }
}

/// What a round asked of all groups, against what it gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Burden {
    /// How many groups sent a bid.
    pub groups: u32,
    /// The median of the minutes at work.
    pub minutes: i64,
    /// The money that was given; none before it is known.
    pub given: Option<Pence>,
}

impl Burden {
    /// The hours of all groups together, to the nearest.
    #[must_use]
    pub fn hours(&self) -> i64 {
        (self.minutes.saturating_mul(i64::from(self.groups)).saturating_add(30)) / 60
    }

    /// The pounds that were given for each hour; none before they are known.
    #[must_use]
    pub fn pounds_an_hour(&self) -> Option<i64> {
        (self.given?.get() / 100).checked_div(self.hours())
    }
}

/// For bids that were not sent: the furthest section that each has answers in, by the form's
/// order, and how many got no further. Bids without any answer count under none.
#[must_use]
pub fn furthest<Bid: Ord + Copy>(
    form: &Form,
    started: u64,
    saved: &[(Bid, SectionId)],
) -> (u64, Vec<(SectionId, u64)>) {
    let place = |id: &SectionId| form.sections.iter().position(|one| one.id == *id);
    let mut last: BTreeMap<Bid, usize> = BTreeMap::new();
    let bids: BTreeSet<Bid> = saved.iter().map(|(bid, _)| *bid).collect();
    for (bid, section) in saved {
        if let Some(place) = place(section) {
            let known = last.entry(*bid).or_insert(place);
            *known = (*known).max(place);
        }
    }
    let count = |at: usize| last.values().filter(|place| **place == at).count() as u64;
    let sections = form.sections.iter().enumerate().map(|(at, one)| (one.id.clone(), count(at)));
    (started.saturating_sub(bids.len() as u64), sections.collect())
}

#[cfg(test)]
mod tests;
