//! What the assessors' marks come to together, and where they differ so much that the panel must
//! talk about it.

use crate::assessment::{Assessment, Kind, percent};
use crate::id::{AssessmentId, PersonId};
use crate::round::Scoring;
use crate::value::{Mark, Percent};

/// One criterion across the assessors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionView {
    /// Its code.
    pub code: String,
    /// Every assessor's mark, in the order of [`Combined::assessors`].
    pub marks: Vec<Mark>,
    /// The difference between the highest and the lowest.
    pub spread: u8,
    /// Whether the spread must be discussed.
    pub discuss: bool,
}

impl CriterionView {
    /// The sum of the marks and how many there are: their mean is the one over the other.
    #[must_use]
    pub fn sum_and_count(&self) -> (u32, u32) {
        let sum = self.marks.iter().map(|mark| u32::from(mark.get())).sum();
        (sum, u32::try_from(self.marks.len()).unwrap_or(u32::MAX))
    }

    /// Whether `mark` is the whole number next to the mean; at a half, either neighbour is.
    #[must_use]
    pub fn is_next_to_mean(&self, mark: Mark) -> bool {
        let (sum, count) = self.sum_and_count();
        (2 * count * u32::from(mark.get())).abs_diff(2 * sum) <= count
    }
}

/// The whole number next to the mean of `marks`; at a half the higher one, a proposed default.
/// `None` of nothing.
#[must_use]
pub fn next_to_mean(marks: &[Mark]) -> Option<Mark> {
    let count = u32::try_from(marks.len()).ok().filter(|count| *count > 0)?;
    let sum: u32 = marks.iter().map(|mark| u32::from(mark.get())).sum();
    let rounded = (2 * sum + count) / (2 * count);
    u8::try_from(rounded).ok().and_then(|mark| Mark::new(mark).ok())
}

/// All marks of a bid together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Combined {
    /// Who marked, on whose behalf, and the percentage that their marks make.
    pub assessors: Vec<(AssessmentId, PersonId, Kind, Percent)>,
    /// The criteria, in the round's order.
    pub criteria: Vec<CriterionView>,
    /// The mean of staff and independent assessors.
    pub staff: Option<Percent>,
    /// The mean of community assessors.
    pub community: Option<Percent>,
    /// The mean of everybody: one person, one mark.
    pub all: Percent,
    /// Whether the percentages differ so much that the bid as a whole must be discussed.
    pub discuss: bool,
}

/// Puts the revealed assessments of a bid together. `None` when one of them lacks a mark or there
/// are none.
#[must_use]
pub fn combine(scoring: &Scoring, revealed: &[&Assessment]) -> Option<Combined> {
    let mut revealed = revealed.to_vec();
    revealed.sort_by_key(|one| (one.kind, one.id));
    let mark_of = |one: &Assessment, code: &str| one.marks.get(code).and_then(|given| given.mark);
    let assessors: Vec<_> = revealed
        .iter()
        .map(|one| {
            let percent = percent(scoring, |code| mark_of(one, code))?;
            Some((one.id, one.assessor, one.kind, percent))
        })
        .collect::<Option<_>>()?;
    let criteria = scoring
        .criteria
        .iter()
        .map(|criterion| {
            let marks: Vec<Mark> =
                revealed.iter().map(|one| mark_of(one, &criterion.code)).collect::<Option<_>>()?;
            let highest = marks.iter().max()?.get();
            let spread = highest - marks.iter().min()?.get();
            Some(CriterionView {
                code: criterion.code.clone(),
                discuss: marks.len() > 1 && spread >= scoring.discuss_mark_spread,
                marks,
                spread,
            })
        })
        .collect::<Option<Vec<_>>>()?;
    let mean = |kind: Option<Kind>| {
        Percent::mean(
            assessors
                .iter()
                .filter(|(_, _, theirs, _)| kind.is_none_or(|kind| kind == *theirs))
                .map(|(.., percent)| *percent),
        )
    };
    let percents = || assessors.iter().map(|(.., percent)| *percent);
    let discuss = assessors.len() > 1
        && apart(percents().min()?, percents().max()?, scoring.discuss_percent_spread);
    Some(Combined {
        staff: mean(Some(Kind::Staff)),
        community: mean(Some(Kind::Community)),
        all: mean(None)?,
        discuss,
        assessors,
        criteria,
    })
}

/// Whether two percentages are at least `points` percentage points apart, exactly.
fn apart(low: Percent, high: Percent, points: u8) -> bool {
    let ((n, d), (m, e)) = (low.fraction(), high.fraction());
    let (n, d, m, e) = (i128::from(n), i128::from(d), i128::from(m), i128::from(e));
    m * d - n * e >= i128::from(points) * d * e
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marks(given: &[u8]) -> Vec<Mark> {
        given.iter().map(|mark| Mark::new(*mark).unwrap()).collect()
    }

    #[test]
    fn the_mark_next_to_the_mean_is_the_higher_one_at_a_half() {
        for (given, next) in [(&[4, 4, 3][..], 4), (&[4, 3, 3], 3), (&[4, 3], 4), (&[0, 5], 3)] {
            assert_eq!(next_to_mean(&marks(given)), Mark::new(next).ok(), "{given:?}");
        }
        assert_eq!(next_to_mean(&[]), None);
    }

    proptest! {
        #[test]
        fn it_needs_no_reason_of_its_own(given in prop::collection::vec(0_u8..=5, 1..9)) {
            let marks = marks(&given);
            let next = next_to_mean(&marks).unwrap();
            let view = CriterionView { code: "need".into(), marks, spread: 0, discuss: false };
            prop_assert!(view.is_next_to_mean(next));
        }
    }
}
