//! A balanced suggestion of who marks what.

use super::Kind;
use crate::id::{ApplicationId, PersonId};
use std::collections::{BTreeMap, BTreeSet};

/// Somebody who could mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// On whose behalf.
    pub kind: Kind,
    /// How many bids of the round they have already.
    pub load: usize,
    /// Bids that they may not mark: a conflict, a part in it, another zone, or theirs already.
    pub barred: BTreeSet<ApplicationId>,
}

/// A bid that lacks assessors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// Which.
    pub application: ApplicationId,
    /// Of which kind.
    pub kind: Kind,
    /// How many more.
    pub places: usize,
}

/// One suggested assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// The bid.
    pub application: ApplicationId,
    /// Who.
    pub person: PersonId,
    /// On whose behalf.
    pub kind: Kind,
}

/// Suggests assessors for every place that can be filled: bids with the fewest possible assessors
/// first, each to whoever has the least to do. The same input gives the same answer, in whatever
/// order it comes.
#[must_use]
pub fn suggest(candidates: &[Candidate], needs: &[Need]) -> Vec<Suggested> {
    let mut loads: BTreeMap<PersonId, usize> = BTreeMap::new();
    for candidate in candidates {
        let load = loads.entry(candidate.person).or_default();
        *load = (*load).max(candidate.load);
    }
    let possible = |need: &Need| {
        let mut people: Vec<PersonId> = candidates
            .iter()
            .filter(|one| one.kind == need.kind && !one.barred.contains(&need.application))
            .map(|one| one.person)
            .collect();
        people.sort_unstable();
        people.dedup();
        people
    };
    let mut open: Vec<(Need, Vec<PersonId>)> =
        needs.iter().map(|need| (*need, possible(need))).collect();
    open.sort_by_key(|(need, people)| (people.len(), need.application, need.kind));
    let mut taken: BTreeSet<(ApplicationId, PersonId)> = BTreeSet::new();
    let mut suggested = Vec::new();
    for (need, people) in open {
        for _ in 0..need.places {
            let free = people.iter().filter(|one| !taken.contains(&(need.application, **one)));
            let next = free.min_by_key(|one| (loads.get(one).copied().unwrap_or_default(), **one));
            let Some(person) = next.copied() else { break };
            taken.insert((need.application, person));
            *loads.entry(person).or_default() += 1;
            suggested.push(Suggested { application: need.application, person, kind: need.kind });
        }
    }
    suggested
}
