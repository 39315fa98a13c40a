//! Who took which part in a round, computed from what is recorded: "two people" means two
//! persons, whatever their roles.

use crate::audit::Recorded;
use crate::id::PersonId;
use std::collections::{BTreeMap, BTreeSet};

/// A part in judging the bids of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Screened a bid, confirmed, overrode or reviewed a result.
    Screened,
    /// Marked a bid.
    Marked,
    /// Chaired, moderated or set the line.
    Chaired,
    /// Recommended.
    Recommended,
}

impl Part {
    fn of(event: &str) -> Option<Self> {
        // What a group does to its own bid is no part in judging it.
        const NOT_BY_STAFF: [&str; 2] = ["screening.review_asked", "screening.information_given"];
        if NOT_BY_STAFF.contains(&event) {
            return None;
        }
        match event.split_once('.') {
            Some(("screening", _)) => Some(Self::Screened),
            Some(("assessment", "started" | "saved" | "submitted" | "locked")) => {
                Some(Self::Marked)
            }
            Some(("moderation", _)) => Some(Self::Chaired),
            Some(("panel", "recommended")) => Some(Self::Recommended),
            Some(("panel", _)) => Some(Self::Chaired),
            _ if event == "round.recommended" => Some(Self::Recommended),
            _ => None,
        }
    }
}

/// Who took which parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts(BTreeMap<PersonId, BTreeSet<Part>>);

impl Parts {
    /// The parts taken in a round, from its entries.
    #[must_use]
    pub fn taken(entries: &[Recorded]) -> Self {
        let mut parts: BTreeMap<PersonId, BTreeSet<Part>> = BTreeMap::new();
        for entry in entries {
            if let (Some(person), Some(part)) = (entry.by.person, Part::of(&entry.event)) {
                parts.entry(person).or_default().insert(part);
            }
        }
        Self(parts)
    }

    /// The parts that a person took.
    pub fn of(&self, person: PersonId) -> impl Iterator<Item = Part> {
        self.0.get(&person).into_iter().flatten().copied()
    }

    /// Everybody who took a part: barred from commenting on and from signing the decision.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        self.0.keys().copied()
    }

    /// Whether a person took any part.
    #[must_use]
    pub fn barred(&self, person: PersonId) -> bool {
        self.0.contains_key(&person)
    }
}
