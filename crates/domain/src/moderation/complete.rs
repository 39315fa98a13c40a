//! When the recommendation of a whole round is complete.

use super::recommend::must_be_fundable;
use super::{Meeting, Moderation, Outcome, PanelRefused, must_be_moderating};
use crate::application::{Application, Status};
use crate::round::Round;
use crate::value::Pence;

/// One bid of the round with what the panel made of it.
#[derive(Clone, Copy, Debug)]
pub struct Position<'a> {
    /// The bid.
    pub application: &'a Application,
    /// Agreed marks and recommendation, once there are.
    pub moderation: Option<&'a Moderation>,
}

impl Position<'_> {
    /// Whether the panel has to deal with the bid: it passed screening and was not taken back.
    #[must_use]
    pub const fn counts(&self) -> bool {
        matches!(
            self.application.status,
            Status::Eligible
                | Status::InAssessment
                | Status::Assessed
                | Status::Moderated
                | Status::Recommended
                | Status::Reserve
                | Status::NotRecommended
        )
    }
}

/// What the complete recommendation comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PanelFacts {
    /// Bids recommended for an award.
    pub recommended: u64,
    /// What they cost together.
    pub sum: Pence,
    /// Bids on the reserve list.
    pub reserve: u64,
    /// Bids not recommended.
    pub not_recommended: u64,
    /// Members who were present.
    pub present: u64,
}

/// Whether the panel's recommendation of the round is complete: every eligible bid has agreed
/// marks and a recommendation, the line is set, enough were present, and the awards together stay
/// within `most`, the budget with its over-commitment.
///
/// # Errors
/// [`PanelRefused`].
pub fn finish(
    round: &Round,
    positions: &[Position<'_>],
    meeting: Option<&Meeting>,
    most: Pence,
) -> Result<PanelFacts, PanelRefused> {
    must_be_moderating(round.status)?;
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let ours: Vec<&Position<'_>> = positions.iter().filter(|one| one.counts()).collect();
    let unmoderated = ours.iter().filter(|one| one.moderation.is_none()).count();
    if unmoderated > 0 {
        return Err(PanelRefused::NotModerated(count(unmoderated)));
    }
    if round.line.is_none() {
        return Err(PanelRefused::NoLine);
    }
    let made = |one: &&Position<'_>| {
        let recommendation =
            one.moderation.and_then(|moderation| moderation.recommendation.clone());
        recommendation.filter(|_| {
            matches!(
                one.application.status,
                Status::Recommended | Status::Reserve | Status::NotRecommended
            )
        })
    };
    let open = ours.iter().filter(|one| made(one).is_none()).count();
    if open > 0 {
        return Err(PanelRefused::NotRecommended(count(open)));
    }
    let meeting = meeting.ok_or(PanelRefused::NoMeeting)?;
    meeting.quorum(&round.settings.panel)?;
    let mut facts = PanelFacts { present: meeting.counts().0, ..PanelFacts::default() };
    for position in ours {
        let (Some(moderation), Some(made)) = (position.moderation, made(&position)) else {
            continue;
        };
        must_be_fundable(round, moderation, made.outcome, made.reason_code)?;
        match made.outcome {
            Outcome::Recommend => {
                facts.recommended += 1;
                let sum = made.amount.and_then(|amount| facts.sum.checked_add(amount));
                facts.sum = sum.ok_or(PanelRefused::NoAmount)?;
            }
            Outcome::Reserve => facts.reserve += 1,
            Outcome::Not => facts.not_recommended += 1,
        }
    }
    if facts.sum > most {
        return Err(PanelRefused::OverBudget { sum: facts.sum, most });
    }
    Ok(facts)
}
