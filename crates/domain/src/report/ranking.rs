//! The marks of a round's bids as the trail tells them: what the assessors gave, once it was
//! revealed, and what the panel agreed.

use super::Report;
use crate::audit::{Fact, Recorded};
use crate::id::ApplicationId;
use crate::value::{Mark, Pence, Percent, weighted_percent};
use std::collections::BTreeMap;

/// Marks by criterion, of one assessor or of the panel.
pub(super) type Marks = BTreeMap<String, Mark>;

/// One bid with agreed marks, in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankLine {
    /// Its place by the agreed percentage, from 1; equal percentages share a place.
    pub place: usize,
    /// The bid.
    pub application: ApplicationId,
    /// Its reference.
    pub reference: Option<String>,
    /// The mean of what its assessors gave, each counting once.
    pub assessors: Option<Percent>,
    /// What the panel agreed.
    pub agreed: Percent,
    /// The criteria whose agreed mark is below the round's minimum.
    pub below_minimum: Vec<String>,
    /// What the panel recommends; none before its recommendation is complete, or for no award.
    pub recommended: Option<Pence>,
}

/// `assessment.criterion` to a mark, for each mark that was revealed.
pub(super) fn revealed(entry: &Recorded) -> BTreeMap<String, Marks> {
    let mut all: BTreeMap<String, Marks> = BTreeMap::new();
    for (name, fact) in &entry.facts {
        if let (Some((assessment, criterion)), Some(mark)) = (name.split_once('.'), mark(fact)) {
            all.entry(assessment.to_owned()).or_default().insert(criterion.to_owned(), mark);
        }
    }
    all
}

/// `mark.criterion` to a mark, for each mark that the panel agreed.
pub(super) fn agreed(entry: &Recorded) -> Marks {
    let named = |(name, fact): (&String, &Fact)| {
        Some((name.strip_prefix("mark.")?.to_owned(), mark(fact)?))
    };
    entry.facts.iter().filter_map(named).collect()
}

fn mark(fact: &Fact) -> Option<Mark> {
    match fact {
        Fact::Number(number) => {
            u8::try_from(*number).ok().and_then(|number| Mark::new(number).ok())
        }
        _ => None,
    }
}

/// `code:number` for each code.
pub(super) fn numbered(fact: Option<&Fact>) -> Option<BTreeMap<String, u32>> {
    let Some(Fact::Codes(codes)) = fact else { return None };
    let numbers = codes.iter().filter_map(|text| {
        let (code, number) = text.rsplit_once(':')?;
        Some((code.to_owned(), number.parse().ok()?))
    });
    Some(numbers.collect())
}

impl Report {
    /// The bids with agreed marks, the highest percentage first.
    #[must_use]
    pub fn ranking(&self) -> Vec<RankLine> {
        let mut lines: Vec<RankLine> = self
            .bids
            .iter()
            .filter(|(_, bid)| bid.received)
            .filter_map(|(application, bid)| {
                Some(RankLine {
                    place: 0,
                    application: *application,
                    reference: bid.reference.clone(),
                    assessors: self.mean(&bid.assessed),
                    agreed: self.percent(&bid.agreed)?,
                    below_minimum: self.below_minimum(&bid.agreed),
                    recommended: bid.recommended.filter(|_| self.recommended_at.is_some()),
                })
            })
            .collect();
        lines.sort_by(|a, b| (b.agreed, &a.reference).cmp(&(a.agreed, &b.reference)));
        let mut before: Option<(usize, Percent)> = None;
        for (number, line) in (1..).zip(&mut lines) {
            line.place = match before {
                Some((place, percent)) if percent == line.agreed => place,
                _ => number,
            };
            before = Some((line.place, line.agreed));
        }
        lines
    }

    /// What marks come to under the weights of the round; none while a mark is missing.
    fn percent(&self, marks: &Marks) -> Option<Percent> {
        let weighted = self.weights.iter().map(|(code, weight)| Some((*marks.get(code)?, *weight)));
        weighted_percent(weighted.collect::<Option<Vec<_>>>()?).ok()
    }

    fn mean(&self, assessed: &BTreeMap<String, Marks>) -> Option<Percent> {
        let percents = assessed.values().map(|marks| self.percent(marks));
        Percent::mean(percents.collect::<Option<Vec<_>>>()?)
    }

    fn below_minimum(&self, marks: &Marks) -> Vec<String> {
        let below = |(code, least): (&String, &u32)| {
            let mark = marks.get(code)?;
            (u32::from(mark.get()) < *least).then(|| code.clone())
        };
        self.least_marks.iter().filter_map(below).collect()
    }
}
