//! Checks across answers that a round's officer writes: sums that must agree, amounts that may not
//! exceed each other, dates in their order.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::author::FormFault;
use super::kind::Kind;
use super::problem::{Fault, Measured};
use super::schema::{Form, QuestionId};
use super::value::Value;
use crate::value::{CivilDate, Pence};

/// The most checks of one form.
pub(super) const MOST_RULES: usize = 40;

/// One check across answers. It is made only where every answer that it names was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The questions whose answers are compared; several amounts are added up first.
    pub of: Vec<QuestionId>,
    /// How they must stand to the other answer.
    pub is: Relation,
    /// The question with which they are compared. What is wrong is said there.
    pub against: QuestionId,
}

/// How answers must stand to another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Together they are as much.
    Equals,
    /// Together they are no more.
    NotAbove,
    /// Each is on or before it. Of a period its end counts on this side, and its start on the
    /// other.
    NotAfter,
}

/// What can be compared with what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    Count,
    Money,
    Day,
}

impl Kind {
    const fn measure(&self) -> Option<Measure> {
        match self {
            Self::Number { .. } => Some(Measure::Count),
            Self::Money { .. } | Self::Budget { .. } | Self::MatchFunding { .. } => {
                Some(Measure::Money)
            }
            Self::Date {} | Self::Period {} => Some(Measure::Day),
            _ => None,
        }
    }

    /// Whether an answer of this kind can take part in a check across answers: a number, an
    /// amount, the total of a budget or of match funding, a date or a period.
    #[must_use]
    pub const fn can_be_compared(&self) -> bool {
        self.measure().is_some()
    }
}

impl Relation {
    const fn compares(self, measure: Measure) -> bool {
        match self {
            Self::Equals | Self::NotAbove => matches!(measure, Measure::Count | Measure::Money),
            Self::NotAfter => matches!(measure, Measure::Day),
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Equals => "equals",
            Self::NotAbove => "not_above",
            Self::NotAfter => "not_after",
        }
    }
}

impl Rule {
    /// Every question that it names.
    pub fn questions(&self) -> impl Iterator<Item = &QuestionId> {
        self.of.iter().chain([&self.against])
    }

    /// What is wrong between the answers; nothing where one of them was not given.
    pub(super) fn broken(&self, values: &BTreeMap<&QuestionId, Value>) -> Option<Fault> {
        let against = values.get(&self.against)?;
        let others: Option<Vec<&Value>> = self.of.iter().map(|id| values.get(id)).collect();
        let others = others?;
        let with: Vec<String> = self.of.iter().map(ToString::to_string).collect();
        if self.is == Relation::NotAfter {
            let earliest = first_day(against)?;
            let late = others.iter().filter_map(|value| last_day(value)).find(|d| *d > earliest)?;
            return Some(Fault::BeforeAnother { given: earliest, after: late, with });
        }
        let given = measured(against)?;
        let amounts: Option<Vec<Measured>> = others.into_iter().map(measured).collect();
        let sum = total(&amounts?)?;
        let broken = match (self.is, sum, given) {
            (Relation::Equals, one, other) => one != other,
            (_, Measured::Count(sum), Measured::Count(most)) => sum > most,
            (_, Measured::Money(sum), Measured::Money(most)) => sum > most,
            _ => false,
        };
        broken.then_some(match self.is {
            Relation::Equals => Fault::NotTheSum { given, sum, with },
            _ => Fault::ExceededByOthers { given, sum, with },
        })
    }
}

fn measured(value: &Value) -> Option<Measured> {
    match value {
        Value::Number(number) => Some(Measured::Count(*number)),
        Value::Money(amount) => Some(Measured::Money(*amount)),
        Value::Budget(budget) => Some(Measured::Money(budget.total)),
        Value::MatchFunding(rows) => {
            Pence::total(rows.iter().map(|row| row.amount)).map(Measured::Money)
        }
        _ => None,
    }
}

fn total(amounts: &[Measured]) -> Option<Measured> {
    let (first, rest) = amounts.split_first()?;
    rest.iter().try_fold(*first, |sum, next| sum.plus(*next))
}

const fn first_day(value: &Value) -> Option<CivilDate> {
    match value {
        Value::Date(day) => Some(*day),
        Value::Period { start, .. } => Some(*start),
        _ => None,
    }
}

const fn last_day(value: &Value) -> Option<CivilDate> {
    match value {
        Value::Date(day) => Some(*day),
        Value::Period { end, .. } => Some(*end),
        _ => None,
    }
}

impl Form {
    /// What is wrong with the checks across answers, each with its place in their list.
    pub(super) fn rule_faults(&self) -> Vec<FormFault> {
        let mut faults: Vec<FormFault> = self
            .rules
            .iter()
            .enumerate()
            .filter_map(|(at, rule)| self.rule_fault(at, rule))
            .collect();
        faults.extend(self.circle());
        faults
    }

    fn rule_fault(&self, at: usize, rule: &Rule) -> Option<FormFault> {
        if rule.of.is_empty() {
            return Some(FormFault::RuleOfNothing { rule: at });
        }
        let unknown = rule.questions().find(|id| self.question(id).is_none());
        if let Some(on) = unknown {
            return Some(FormFault::RuleUnknown { rule: at, on: on.clone() });
        }
        let against = self.question(&rule.against)?.kind.measure();
        rule.questions()
            .find(|id| {
                let own = self.question(id).and_then(|question| question.kind.measure());
                own.is_none_or(|own| Some(own) != against || !rule.is.compares(own))
            })
            .map(|on| FormFault::RuleOfOtherKind { rule: at, on: on.clone() })
    }

    /// Checks that lead from an answer back to itself: it would have to be less, or earlier, than
    /// itself, or the sum of what it is itself a part of.
    fn circle(&self) -> Option<FormFault> {
        let mut above: BTreeMap<&QuestionId, BTreeSet<&QuestionId>> = BTreeMap::new();
        for rule in &self.rules {
            for id in &rule.of {
                above.entry(id).or_default().insert(&rule.against);
            }
        }
        let returns = |start: &QuestionId| {
            let (mut seen, mut left) = (BTreeSet::new(), vec![start]);
            while let Some(at) = left.pop() {
                for next in above.get(at).into_iter().flatten() {
                    if *next == start {
                        return true;
                    }
                    if seen.insert(*next) {
                        left.push(next);
                    }
                }
            }
            false
        };
        let rule = self.rules.iter().rposition(|rule| returns(&rule.against))?;
        let on = self.rules.get(rule)?.against.clone();
        Some(FormFault::RuleCircular { rule, on })
    }
}
