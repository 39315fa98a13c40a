//! Counts that say nothing about a single group.

use super::{Answer, Question};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A count below this is not shown (proposed default).
pub const FLOOR: u32 = 10;

/// One cell of a table of counts: an answer, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// This answer.
    Answered(Answer),
    /// The question was passed over.
    PassedOver,
}

/// A count as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// The count.
    Count(u32),
    /// Not shown: it is below the floor, or another one could be worked out with it.
    Withheld,
}

/// The counts of one question. Its cells total the number of groups that answered anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionCounts {
    /// The question.
    pub question: Question,
    /// Each answer and none, in order.
    pub cells: Vec<(Cell, Shown)>,
}

/// The counts of a round as they were made once after it closed, and never again: the difference
/// between two makings would say what a group answered that took its answers back between them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// How many groups answered anything; none if fewer than the floor, and then nothing else is
    /// shown either.
    pub groups: Option<u32>,
    /// The counts of each question.
    pub questions: Vec<QuestionCounts>,
}

/// Makes the counts of a round.
#[must_use]
pub fn release(given: &[BTreeMap<Question, Answer>]) -> Release {
    let groups = u32::try_from(given.len()).unwrap_or(u32::MAX);
    if groups < FLOOR {
        return Release { groups: None, questions: Vec::new() };
    }
    let questions = Question::ALL
        .iter()
        .map(|question| {
            let cells = Answer::ALL.iter().map(|answer| Cell::Answered(*answer));
            let counted = cells.chain([Cell::PassedOver]).map(|cell| {
                let is = |one: &&BTreeMap<Question, Answer>| match cell {
                    Cell::Answered(answer) => one.get(question) == Some(&answer),
                    Cell::PassedOver => !one.contains_key(question),
                };
                (cell, u32::try_from(given.iter().filter(is).count()).unwrap_or(u32::MAX))
            });
            QuestionCounts { question: *question, cells: withhold(counted.collect()) }
        })
        .collect();
    Release { groups: Some(groups), questions }
}

/// Withholds every cell below the floor, nothing included, and then more of the smallest until what
/// is withheld comes to the floor together: the shown cells and the total give no more away than
/// that sum. One withheld cell alone would be the difference itself.
fn withhold(cells: Vec<(Cell, u32)>) -> Vec<(Cell, Shown)> {
    let mut order: Vec<(u32, usize)> =
        cells.iter().enumerate().map(|(place, (_, count))| (*count, place)).collect();
    order.sort_unstable();
    let mut hidden = vec![false; cells.len()];
    let (mut how_many, mut sum) = (0_u32, 0_u32);
    for (count, place) in order {
        let enough = how_many == 0 || (how_many >= 2 && sum >= FLOOR);
        if count >= FLOOR && enough {
            break;
        }
        if let Some(flag) = hidden.get_mut(place) {
            *flag = true;
        }
        how_many = how_many.saturating_add(1);
        sum = sum.saturating_add(count);
    }
    cells
        .into_iter()
        .zip(hidden)
        .map(|((cell, count), hidden)| {
            (cell, if hidden { Shown::Withheld } else { Shown::Count(count) })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn many(count: usize, answer: Option<Answer>) -> Vec<BTreeMap<Question, Answer>> {
        let one: BTreeMap<_, _> =
            answer.map(|answer| (Question::Disabled, answer)).into_iter().collect();
        vec![one; count]
    }

    fn shown(release: &Release, answer: Answer) -> Shown {
        let about = release.questions.iter().find(|one| one.question == Question::Disabled);
        let cells = &about.unwrap().cells;
        cells.iter().find(|(cell, _)| *cell == Cell::Answered(answer)).unwrap().1
    }

    #[test]
    fn a_round_with_few_answers_shows_nothing_at_all() {
        let few = release(&many(9, Some(Answer::Yes)));
        assert_eq!(few, Release { groups: None, questions: Vec::new() });
    }

    #[test]
    fn a_small_count_takes_its_complement_with_it() {
        let given = [many(12, Some(Answer::Yes)), many(3, Some(Answer::No))].concat();
        let made = release(&given);
        assert_eq!(made.groups, Some(15));
        assert_eq!(shown(&made, Answer::No), Shown::Withheld);
        assert_eq!(shown(&made, Answer::Yes), Shown::Withheld);
    }

    #[test]
    fn large_counts_are_shown_beside_what_is_withheld() {
        let given = [
            many(40, Some(Answer::Yes)),
            many(25, Some(Answer::No)),
            many(7, Some(Answer::NotKnown)),
            many(6, Some(Answer::NotSaid)),
        ]
        .concat();
        let made = release(&given);
        assert_eq!(shown(&made, Answer::Yes), Shown::Count(40));
        assert_eq!(shown(&made, Answer::No), Shown::Count(25));
        assert_eq!(shown(&made, Answer::NotKnown), Shown::Withheld);
        assert_eq!(shown(&made, Answer::NotSaid), Shown::Withheld);
    }

    proptest! {
        /// Somebody who has the whole table and its total knows of the withheld cells only what
        /// they come to together.
        #[test]
        fn nobody_works_out_a_small_count_from_the_table(
            counts in prop::collection::vec(0_usize..60, 4),
            passed in 0_usize..60,
        ) {
            let mut given = many(passed, None);
            for (answer, count) in Answer::ALL.iter().zip(&counts) {
                given.extend(many(*count, Some(*answer)));
            }
            let made = release(&given);
            let Some(groups) = made.groups else { return Ok(()) };
            for question in &made.questions {
                let visible: u32 = question.cells.iter().filter_map(|(_, shown)| match shown {
                    Shown::Count(count) => Some(*count),
                    Shown::Withheld => None,
                }).sum();
                for (_, shown) in &question.cells {
                    prop_assert!(!matches!(shown, Shown::Count(count) if *count < FLOOR));
                }
                let withheld = question.cells.iter().filter(|(_, one)| *one == Shown::Withheld).count();
                prop_assert!(withheld != 1);
                prop_assert!(withheld == 0 || groups - visible >= FLOOR);
            }
        }
    }
}
