//! Marks with their reasons, and the exact percentage that they make.

use crate::round::Scoring;
use crate::value::{Mark, Percent, weighted_percent};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The longest reason for one mark, in bytes.
pub const LONGEST_REASON: usize = 6_000;

/// What an assessor has put down for one criterion so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionMark {
    /// The mark; none while it is a draft.
    pub mark: Option<Mark>,
    /// Why.
    pub reason: String,
}

/// Marks by criterion code.
pub type Marks = BTreeMap<String, CriterionMark>;

/// What a criterion still lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkMissing {
    /// No mark.
    Mark,
    /// No reason.
    Reason,
}

/// A criterion that cannot be handed in as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmarked {
    /// The criterion's code.
    pub criterion: String,
    /// What it lacks.
    pub missing: MarkMissing,
}

/// What every criterion of the round still lacks, in the round's order. A reason is needed for
/// every mark, so that a group can be told why.
pub(super) fn missing(scoring: &Scoring, marks: &Marks) -> Vec<Unmarked> {
    let mut faults = Vec::new();
    for criterion in &scoring.criteria {
        let given = marks.get(&criterion.code);
        let mut lacks = |missing| {
            faults.push(Unmarked { criterion: criterion.code.clone(), missing });
        };
        if given.and_then(|given| given.mark).is_none() {
            lacks(MarkMissing::Mark);
        }
        if given.is_none_or(|given| given.reason.trim().is_empty()) {
            lacks(MarkMissing::Reason);
        }
    }
    faults
}

/// The exact percentage of complete marks; `None` when a criterion has no mark or the round's
/// weights do not total 100.
#[must_use]
pub fn percent(scoring: &Scoring, mark_of: impl Fn(&str) -> Option<Mark>) -> Option<Percent> {
    let marks: Option<Vec<(Mark, u32)>> = scoring
        .criteria
        .iter()
        .map(|criterion| Some((mark_of(&criterion.code)?, u32::from(criterion.weight))))
        .collect();
    weighted_percent(marks?).ok()
}

/// A running total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provisional {
    /// The percentage reached so far: a criterion without a mark counts nothing.
    pub percent: Percent,
    /// How many criteria have a mark.
    pub marked: usize,
    /// Of how many.
    pub of: usize,
}

/// The running total of a draft.
#[must_use]
pub fn provisional(scoring: &Scoring, marks: &Marks) -> Provisional {
    let given: Vec<(Mark, i64)> = scoring
        .criteria
        .iter()
        .filter_map(|criterion| {
            Some((marks.get(&criterion.code)?.mark?, i64::from(criterion.weight)))
        })
        .collect();
    let points: i64 = given.iter().map(|(mark, weight)| i64::from(mark.get()) * weight).sum();
    let highest = i64::from(Mark::HIGHEST.get());
    Provisional {
        percent: Percent::new(points, highest).unwrap_or(Percent::ZERO),
        marked: given.len(),
        of: scoring.criteria.len(),
    }
}
