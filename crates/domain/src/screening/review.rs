//! After a bid was found not eligible: overrides by those with the authority, and the review that
//! the group may ask for.

use super::check::{CheckMove, CheckStatus, Checked};
use super::record::{Consent, LEAST_WORDS, Override, Screening, ScreeningRefused, check_of};
use super::steps::{Bid, Step, Stepped, advance, moved, must_stand};
use super::text::Text;
use crate::access::{Role, RoleSet};
use crate::application::{Move, Status};
use crate::id::PersonId;
use crate::value::{Instant, words};
use serde::{Deserialize, Serialize};

crate::state::state_machine! {
    /// Where a review stands.
    status ReviewStatus {
        /// The group has asked for it.
        Asked = "asked",
        /// The result was wrong: the bid is screened again.
        Reinstated = "reinstated",
        /// The result stands.
        Stands = "stands",
        /// An override brought the bid back before the review was answered.
        Overtaken = "overtaken",
    }
    /// What can happen to a review.
    moves ReviewMove {
        /// Somebody who took no part finds for the group.
        Reinstate: Asked => Reinstated,
        /// Somebody who took no part finds that the result stands.
        Uphold: Asked => Stands,
        /// An override was quicker.
        Overtake: Asked => Overtaken,
    }
}

impl ReviewStatus {
    /// Whether it waits for an answer.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Asked)
    }
}

/// A review that the group asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The result that it is about: when that was confirmed.
    pub of: Instant,
    /// Where it stands.
    pub status: ReviewStatus,
    /// Who of the group asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Instant,
    /// Why, in their words.
    pub grounds: String,
    /// Who answered.
    pub answered_by: Option<PersonId>,
    /// When.
    pub answered_at: Option<Instant>,
    /// The answer in words to the group.
    pub answer: String,
}

/// What a member of an authority says about a failed check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overriding<'a> {
    /// The check.
    pub check: &'a str,
    /// The authority that they use.
    pub role: Role,
    /// The authorities that they hold.
    pub holds: RoleSet,
    /// Why; used by the first who agrees.
    pub reason: &'a str,
    /// What the group must do; used by the first who agrees.
    pub conditions: Vec<String>,
}

/// Agrees to set a failed check aside. It is set aside once each authority that the check names
/// has agreed, every one another person, none of them its screener. When no check fails any more
/// the bid goes back to screening.
///
/// # Errors
/// [`ScreeningRefused`].
pub fn override_check(bid: Bid, step: Step<'_>, say: Overriding<'_>) -> Stepped {
    step.before_moderation()?;
    must_stand(&bid.application, Status::Ineligible, "OverrideCheck")?;
    let check = check_of(step.round, say.check)?;
    let code = || say.check.to_owned();
    let mut screening = bid.screening;
    let checked = screening.checked_mut(say.check)?;
    checked.status.after(CheckMove::Override).ok_or(crate::NotFromHere {
        from: checked.status.code(),
        mv: CheckMove::Override.name(),
    })?;
    let screener = checked.by == Some(step.by);
    if screener || screening.proposal.as_ref().is_some_and(|one| one.by == step.by) {
        return Err(ScreeningRefused::SamePerson);
    }
    if check.override_by.is_empty() {
        return Err(ScreeningRefused::NoOverride(code()));
    }
    if !check.override_by.contains(&say.role) || !say.holds.has(say.role) {
        return Err(ScreeningRefused::NotYourAuthority(code()));
    }
    let waiting = screening
        .overrides
        .iter()
        .position(|one| one.check == say.check && one.complete_at.is_none());
    let mut record = match waiting {
        Some(place) => screening.overrides.remove(place),
        None => {
            long_enough(say.reason)?;
            Text::Reason.hold(say.reason)?;
            say.conditions.iter().try_for_each(|one| Text::Conditions.hold(one))?;
            let conditions: Vec<String> =
                say.conditions.into_iter().filter(|one| !one.trim().is_empty()).collect();
            if check.is_safeguarding() && conditions.is_empty() {
                return Err(ScreeningRefused::ConditionsMissing(code()));
            }
            Override {
                check: code(),
                old: CheckStatus::Fail,
                new: CheckStatus::Overridden,
                reason: say.reason.to_owned(),
                conditions,
                consents: Vec::new(),
                complete_at: None,
            }
        }
    };
    if record.consents.iter().any(|consent| consent.by == step.by) {
        return Err(ScreeningRefused::AgreedAlready);
    }
    if record.consents.iter().any(|consent| consent.role == say.role) {
        return Err(ScreeningRefused::NotYourAuthority(code()));
    }
    record.consents.push(Consent { by: step.by, role: say.role, at: step.at });
    let agreed = |role: &Role| record.consents.iter().any(|consent| consent.role == *role);
    let complete = check.override_by.iter().all(agreed);
    if complete {
        record.complete_at = Some(step.at);
        advance(screening.checked_mut(say.check)?, CheckMove::Override)?;
    }
    screening.overrides.push(record);
    screening.took_part.insert(step.by);
    if screening.in_state(CheckStatus::Fail).next().is_some() {
        return Ok(Bid { application: bid.application, screening });
    }
    let application = moved(&bid.application, Move::Reinstate)?;
    for review in &mut screening.reviews {
        if let Some(overtaken) = review.status.after(ReviewMove::Overtake) {
            review.status = overtaken;
            review.answered_at = Some(step.at);
        }
    }
    screening.proposal = None;
    Ok(Bid { application, screening })
}

/// The group asks for a review of the result, once, within its time.
///
/// # Errors
/// [`ScreeningRefused`].
pub fn ask_for_review(bid: Bid, step: Step<'_>, grounds: &str) -> Stepped {
    step.before_moderation()?;
    must_stand(&bid.application, Status::Ineligible, "AskForReview")?;
    let Some(confirmed) = bid.screening.confirmed().cloned() else {
        return Err(ScreeningRefused::NoReview);
    };
    if bid.screening.reviews.iter().any(|review| review.of == confirmed.at) {
        return Err(ScreeningRefused::ReviewAskedBefore);
    }
    if step.today() > confirmed.review_until {
        return Err(ScreeningRefused::TooLate(confirmed.review_until));
    }
    if grounds.trim().is_empty() {
        return Err(ScreeningRefused::TextMissing("grounds".to_owned()));
    }
    Text::Grounds.hold(grounds)?;
    let mut bid = bid;
    bid.screening.reviews.push(Review {
        of: confirmed.at,
        status: ReviewStatus::Asked,
        asked_by: step.by,
        asked_at: step.at,
        grounds: grounds.to_owned(),
        answered_by: None,
        answered_at: None,
        answer: String::new(),
    });
    Ok(bid)
}

/// Somebody who took no part in the screening answers the review. If they find for the group, the
/// bid is screened again and every failed check is to be looked at again.
///
/// # Errors
/// [`ScreeningRefused`].
pub fn answer_review(bid: Bid, step: Step<'_>, reinstate: bool, answer: &str) -> Stepped {
    step.before_moderation()?;
    must_stand(&bid.application, Status::Ineligible, "AnswerReview")?;
    if bid.screening.took_part.contains(&step.by) {
        return Err(ScreeningRefused::SamePerson);
    }
    long_enough(answer)?;
    Text::Answer.hold(answer)?;
    let mv = if reinstate { ReviewMove::Reinstate } else { ReviewMove::Uphold };
    let mut bid = bid;
    let review = bid.screening.reviews.iter_mut().find(|review| review.status.is_open());
    let review = review.ok_or(ScreeningRefused::NoReview)?;
    review.status = review.status.after(mv).ok_or(ScreeningRefused::NoReview)?;
    review.answered_by = Some(step.by);
    review.answered_at = Some(step.at);
    review.answer = answer.to_owned();
    bid.screening.took_part.insert(step.by);
    if reinstate {
        bid.application = moved(&bid.application, Move::Reinstate)?;
        reopen(&mut bid.screening)?;
    }
    Ok(bid)
}

fn reopen(screening: &mut Screening) -> Result<(), ScreeningRefused> {
    let failed = |checked: &&mut Checked| checked.status == CheckStatus::Fail;
    for checked in screening.checks.iter_mut().filter(failed) {
        advance(checked, CheckMove::Reopen)?;
    }
    // What was waiting for another authority is about a result that no longer stands.
    screening.overrides.retain(|one| one.complete_at.is_some());
    screening.proposal = None;
    Ok(())
}

fn long_enough(reason: &str) -> Result<(), ScreeningRefused> {
    let count = words(reason);
    if count < LEAST_WORDS {
        return Err(ScreeningRefused::TooShort { count, least: LEAST_WORDS });
    }
    Ok(())
}
