//! The ranking: exact percentages, published tie-breaks in order, minimum marks, the line and the
//! budget. A pure function of what was agreed; the order in which bids come in does not matter.

use crate::id::ApplicationId;
use crate::round::{Scoring, TieBreak};
use crate::value::{Instant, Mark, Pence, Percent};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// One bid as it goes into the ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contender {
    /// Which.
    pub application: ApplicationId,
    /// The agreed percentage, exact.
    pub percent: Percent,
    /// The agreed marks, by criterion code.
    pub marks: BTreeMap<String, Mark>,
    /// Whether the group has had no award from this office before.
    pub first_time: bool,
    /// When the bid was sent.
    pub sent_at: Instant,
    /// What it would cost: the amount recommended, or the amount asked for.
    pub cost: Pence,
}

/// By what bids are ranked and cut off.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// Criteria and tie-breaks.
    pub scoring: &'a Scoring,
    /// The line, once set.
    pub line: Option<u8>,
    /// What the round may spend.
    pub budget: Pence,
    /// Whether the round keeps a reserve list.
    pub reserve_list: bool,
}

/// What put a bid below one with the same percentage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Split {
    /// A published tie-break.
    By(TieBreak),
    /// None of the published tie-breaks splits them: the order shown means nothing.
    Unsplit,
}

/// Why a bid is not suggested for an award.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotWhy {
    /// Marks below their minimum: the criteria's codes.
    BelowMinimum(Vec<String>),
    /// Below the line.
    BelowLine,
    /// The budget is spent on better bids, and the round keeps no reserve list.
    BudgetSpent,
}

/// What the rules suggest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// The line is not set yet.
    NoLine,
    /// An award.
    Recommend,
    /// The reserve list.
    Reserve,
    /// No award.
    Not(NotWhy),
}

/// A bid in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// Which.
    pub application: ApplicationId,
    /// Its place, from 1. Bids that nothing splits share a place.
    pub place: usize,
    /// The percentage.
    pub percent: Percent,
    /// What put it below the bid before it, if their percentages are equal.
    pub split: Option<Split>,
    /// Codes of criteria with a mark below their minimum.
    pub below_minimum: Vec<String>,
    /// What the rules suggest.
    pub suggestion: Suggestion,
    /// What all awards suggested down to here cost.
    pub running: Pence,
}

/// Compares two bids, the better first, and says which tie-break decided.
fn compare(a: &Contender, b: &Contender, breaks: &[TieBreak]) -> (Ordering, Option<Split>) {
    let by_percent = b.percent.cmp(&a.percent);
    if by_percent != Ordering::Equal {
        return (by_percent, None);
    }
    for tie_break in breaks {
        let order = match tie_break {
            TieBreak::Criterion { code } => b.marks.get(code).cmp(&a.marks.get(code)),
            TieBreak::FirstTime => b.first_time.cmp(&a.first_time),
            TieBreak::SentFirst => a.sent_at.cmp(&b.sent_at),
        };
        if order != Ordering::Equal {
            return (order, Some(Split::By(tie_break.clone())));
        }
    }
    (a.application.cmp(&b.application), Some(Split::Unsplit))
}

/// Ranks bids and suggests what to do with each. Awards go down the ranking until the first bid
/// that the budget does not cover whole: nothing below it jumps ahead.
#[must_use]
pub fn rank(contenders: &[Contender], rules: Rules<'_>) -> Vec<Ranked> {
    let breaks = &rules.scoring.tie_breaks;
    let mut order: Vec<&Contender> = contenders.iter().collect();
    order.sort_by(|a, b| compare(a, b, breaks).0);
    let mut ranked: Vec<Ranked> = Vec::with_capacity(order.len());
    let (mut running, mut spent) = (Pence::ZERO, false);
    let mut before: Option<&Contender> = None;
    for contender in order {
        let split = before.and_then(|before| compare(before, contender, breaks).1);
        let shared = matches!(split, Some(Split::Unsplit));
        let place = match ranked.last() {
            Some(last) if shared => last.place,
            _ => ranked.len() + 1,
        };
        let below_minimum = below_minimum(rules.scoring, &contender.marks);
        let suggestion = match rules.line {
            _ if !below_minimum.is_empty() => {
                Suggestion::Not(NotWhy::BelowMinimum(below_minimum.clone()))
            }
            None => Suggestion::NoLine,
            Some(line) if contender.percent < Percent::whole(i32::from(line)) => {
                Suggestion::Not(NotWhy::BelowLine)
            }
            Some(_) => {
                let with = running.checked_add(contender.cost);
                match with.filter(|with| !spent && *with <= rules.budget) {
                    Some(with) => {
                        running = with;
                        Suggestion::Recommend
                    }
                    None => {
                        spent = true;
                        if rules.reserve_list {
                            Suggestion::Reserve
                        } else {
                            Suggestion::Not(NotWhy::BudgetSpent)
                        }
                    }
                }
            }
        };
        ranked.push(Ranked {
            application: contender.application,
            place,
            percent: contender.percent,
            split,
            below_minimum,
            suggestion,
            running,
        });
        before = Some(contender);
    }
    ranked
}

/// Codes of the criteria whose mark is below their minimum, in the round's order.
pub(super) fn below_minimum(scoring: &Scoring, marks: &BTreeMap<String, Mark>) -> Vec<String> {
    scoring
        .criteria
        .iter()
        .filter(|criterion| {
            let mark = marks.get(&criterion.code).map_or(0, |mark| mark.get());
            criterion.minimum.is_some_and(|least| mark < least)
        })
        .map(|criterion| criterion.code.clone())
        .collect()
}
