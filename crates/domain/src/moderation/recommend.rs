//! What the panel recommends about one bid.

use super::ranking::below_minimum;
use super::{Moderation, PanelRefused, moved, must_be_moderating};
use crate::application::{Application, Move};
use crate::id::PersonId;
use crate::round::Round;
use crate::value::{Instant, Pence, Percent};
use serde::{Deserialize, Serialize};

/// The longest text of a reason, a condition or feedback, in bytes.
pub const LONGEST_TEXT: usize = 4_000;
/// The most conditions of one award.
pub const MOST_CONDITIONS: usize = 20;

crate::codes::codes! {
    /// What is recommended.
    Outcome {
        /// An award.
        Recommend = "recommend",
        /// The reserve list.
        Reserve = "reserve",
        /// No award.
        Not = "not_recommended",
    }
}

crate::codes::codes! {
    /// The kind of reason, for lists and counts; its words stand beside it.
    ReasonCode {
        /// Marked high enough, and the money is there.
        Merit = "merit",
        /// A part of what was asked for is enough, or is all that is left.
        Part = "part",
        /// Below the quality line.
        BelowLine = "below_line",
        /// Below the minimum mark of a criterion.
        BelowMinimum = "below_minimum",
        /// Good enough, but the money went to better bids.
        BudgetSpent = "budget_spent",
        /// Against the line or the order of the ranking, for a reason that will be public.
        Departure = "departure",
        /// Something else.
        Other = "other",
    }
}

/// A recommendation about one bid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommendation {
    /// What.
    pub outcome: Outcome,
    /// How much, for an award or the reserve list.
    pub amount: Option<Pence>,
    /// On what conditions.
    pub conditions: Vec<String>,
    /// The kind of reason.
    pub reason_code: ReasonCode,
    /// Why, in words.
    pub reason: String,
    /// What the group is told about its bid.
    pub feedback: String,
    /// Who recorded it.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// What is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// What.
    pub outcome: Outcome,
    /// How much.
    pub amount: Option<Pence>,
    /// On what conditions.
    pub conditions: Vec<String>,
    /// The kind of reason.
    pub reason_code: ReasonCode,
    /// Why, in words.
    pub reason: String,
    /// What the group is told.
    pub feedback: String,
}

/// Recommends an outcome for one bid that has agreed marks.
///
/// # Errors
/// [`PanelRefused`].
pub fn recommend(
    round: &Round,
    application: &Application,
    moderation: &Moderation,
    wish: Wish,
    by: PersonId,
    at: Instant,
) -> Result<(Application, Moderation), PanelRefused> {
    must_be_moderating(round.status)?;
    let application = moved(
        application,
        match wish.outcome {
            Outcome::Recommend => Move::Recommend,
            Outcome::Reserve => Move::PutOnReserve,
            Outcome::Not => Move::NotRecommend,
        },
    )?;
    must_stand_up(round, moderation, &wish)?;
    must_have_amount(round, &application, &wish)?;
    let conditions: Vec<String> = wish
        .conditions
        .iter()
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .collect();
    if conditions.len() > MOST_CONDITIONS {
        return Err(PanelRefused::TooManyConditions(MOST_CONDITIONS));
    }
    let (reason, feedback) = (wish.reason.trim(), wish.feedback.trim());
    if reason.is_empty() || feedback.is_empty() {
        return Err(PanelRefused::NoReason);
    }
    let texts = conditions.iter().map(String::as_str).chain([reason, feedback]);
    if texts.into_iter().any(|text| text.len() > LONGEST_TEXT) {
        return Err(PanelRefused::TooLong { most: LONGEST_TEXT });
    }
    let recommendation = Recommendation {
        outcome: wish.outcome,
        amount: wish.amount,
        conditions,
        reason_code: wish.reason_code,
        reason: reason.to_owned(),
        feedback: feedback.to_owned(),
        by,
        at,
    };
    let moderation = Moderation { recommendation: Some(recommendation), ..moderation.clone() };
    Ok((application, moderation))
}

/// Minimum marks stop an award; the line does too, unless the reason says openly that it departs
/// from it. Asked again when the whole round is recommended: the line may have moved.
pub(super) fn must_be_fundable(
    round: &Round,
    moderation: &Moderation,
    outcome: Outcome,
    reason: ReasonCode,
) -> Result<(), PanelRefused> {
    let line = round.line.as_ref().ok_or(PanelRefused::NoLine)?.percent;
    if outcome == Outcome::Not {
        return Ok(());
    }
    let below = below_minimum(&round.settings.scoring, &moderation.marks());
    if !below.is_empty() {
        return Err(PanelRefused::BelowMinimum(below));
    }
    let percent = moderation.percent();
    if percent < Percent::whole(i32::from(line)) && reason != ReasonCode::Departure {
        return Err(PanelRefused::BelowLine { percent, line });
    }
    Ok(())
}

fn must_stand_up(round: &Round, moderation: &Moderation, wish: &Wish) -> Result<(), PanelRefused> {
    if wish.outcome == Outcome::Reserve && !round.settings.money.reserve_list {
        return Err(PanelRefused::NoReserveList);
    }
    must_be_fundable(round, moderation, wish.outcome, wish.reason_code)
}

/// An award is at least the round's smallest, and at most what was asked for and the round's
/// largest.
fn must_have_amount(
    round: &Round,
    application: &Application,
    wish: &Wish,
) -> Result<(), PanelRefused> {
    match (wish.outcome, wish.amount) {
        (Outcome::Not, None) => Ok(()),
        (Outcome::Not, Some(_)) => Err(PanelRefused::AmountWithout),
        (Outcome::Recommend | Outcome::Reserve, None) => Err(PanelRefused::NoAmount),
        (Outcome::Recommend | Outcome::Reserve, Some(amount)) => {
            let money = &round.settings.money;
            let most =
                application.requested.map_or(money.maximum, |asked| asked.min(money.maximum));
            if amount < money.minimum || amount > most {
                return Err(PanelRefused::AmountOutside { least: money.minimum, most });
            }
            Ok(())
        }
    }
}
