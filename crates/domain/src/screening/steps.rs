//! The steps of screening. Each begins with the table of applications at the round's own stage,
//! and gives back bid and screening as they are afterwards, or says why not.

use super::check::{CheckMove, CheckStatus, Checked};
use super::record::{
    Confirmed, INFORMATION_WORKING_DAYS, InformationRequest, Item, MOST_REQUESTS, Proposal,
    Screening, ScreeningRefused, check_of,
};
use super::text::Text;
use crate::NotFromHere;
use crate::application::{Application, Move, Status};
use crate::id::PersonId;
use crate::round::{Round, Status as RoundStatus};
use crate::value::{BankHolidays, CivilDate, Instant, add_working_days, london};

/// Who does it, when, in which round.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// The round.
    pub round: &'a Round,
    /// Who.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// Days on which nobody works.
    pub holidays: &'a BankHolidays,
}

impl Step<'_> {
    /// The day in the office.
    #[must_use]
    pub fn today(&self) -> CivilDate {
        london::date(self.at)
    }

    /// So many working days from today; the last day of the calendar where that is past it.
    fn in_working_days(&self, days: u32) -> CivilDate {
        add_working_days(self.today(), days, self.holidays).unwrap_or(CivilDate::MAX)
    }

    /// Results can change until moderation begins.
    pub(super) fn before_moderation(&self) -> Result<(), ScreeningRefused> {
        match self.round.status {
            RoundStatus::Screening | RoundStatus::Assessing => Ok(()),
            other => Err(ScreeningRefused::RoundNotScreening(other.code())),
        }
    }
}

/// A bid with its screening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bid {
    /// The bid.
    pub application: Application,
    /// Its screening.
    pub screening: Screening,
}

/// What a step gives.
pub type Stepped = Result<Bid, ScreeningRefused>;

/// What one person finds about one check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckResult {
    /// It passes, on a condition where one is named.
    Pass {
        /// What the group must do before an agreement.
        condition: Option<String>,
    },
    /// It fails.
    Fail {
        /// Codes of the round's reasons for this check.
        reasons: Vec<String>,
    },
    /// The group has to say more.
    NeedsInformation,
    /// It does not concern this bid.
    NotApplicable,
}

/// Screening of a sent bid begins.
///
/// # Errors
/// [`ScreeningRefused::NotFromHere`].
pub fn start(application: &Application, round: &Round) -> Stepped {
    let application = moved(application, Move::StartScreening)?;
    let screening = Screening::of(application.id, round);
    Ok(Bid { application, screening })
}

/// Records what one person finds about one check. `computed_fail` says that the check was
/// computed from the answers and fails: then no single person can pass it.
///
/// # Errors
/// [`ScreeningRefused`].
pub fn record_check(
    bid: Bid,
    step: Step<'_>,
    code: &str,
    found: CheckResult,
    text: &str,
    computed_fail: bool,
) -> Stepped {
    step.before_moderation()?;
    must_stand(&bid.application, Status::Screening, "RecordCheck")?;
    let check = check_of(step.round, code)?;
    let missing = || ScreeningRefused::TextMissing(code.to_owned());
    let silent = text.trim().is_empty();
    Text::Result(code.to_owned()).hold(text)?;
    if let CheckResult::Pass { condition: Some(condition) } = &found {
        Text::Condition(code.to_owned()).hold(condition)?;
    }
    let (mv, reasons, condition) = match found {
        CheckResult::Pass { condition } => {
            if computed_fail {
                return Err(ScreeningRefused::ComputedFail(code.to_owned()));
            }
            if condition.is_some() && (!check.conditional || check.is_safeguarding()) {
                return Err(ScreeningRefused::NoCondition(code.to_owned()));
            }
            (CheckMove::Accept, Vec::new(), condition)
        }
        CheckResult::Fail { reasons } => {
            if reasons.is_empty() {
                return Err(ScreeningRefused::ReasonMissing(code.to_owned()));
            }
            let known = |reason: &String| check.reasons.iter().any(|one| one.code == *reason);
            if let Some(unknown) = reasons.iter().find(|reason| !known(reason)) {
                let (check, reason) = (code.to_owned(), unknown.clone());
                return Err(ScreeningRefused::NoSuchReason { check, reason });
            }
            (CheckMove::ProposeFail, reasons, None)
        }
        CheckResult::NeedsInformation if !check.is_curable() => {
            return Err(ScreeningRefused::NotCurable(code.to_owned()));
        }
        CheckResult::NeedsInformation => (CheckMove::Query, Vec::new(), None),
        CheckResult::NotApplicable if computed_fail => {
            return Err(ScreeningRefused::ComputedFail(code.to_owned()));
        }
        CheckResult::NotApplicable => (CheckMove::SetAside, Vec::new(), None),
    };
    if silent && mv != CheckMove::Accept {
        return Err(missing());
    }
    let mut bid = bid;
    let checked = bid.screening.checked_mut(code)?;
    advance(checked, mv)?;
    checked.reasons = reasons;
    checked.text = text.to_owned();
    checked.condition = condition;
    checked.by = Some(step.by);
    checked.at = Some(step.at);
    bid.screening.took_part.insert(step.by);
    Ok(bid)
}

/// Asks the group for what the checks in [`CheckStatus::NeedsInfo`] need: exactly those.
///
/// # Errors
/// [`ScreeningRefused`].
pub fn ask_for_information(bid: Bid, step: Step<'_>, items: Vec<Item>) -> Stepped {
    step.before_moderation()?;
    if bid.screening.requests.len() >= MOST_REQUESTS {
        return Err(ScreeningRefused::AskedTooOften(bid.screening.requests.len()));
    }
    for checked in bid.screening.in_state(CheckStatus::NeedsInfo) {
        if !items.iter().any(|item| item.check == checked.code) {
            return Err(ScreeningRefused::NoQuestion(checked.code.clone()));
        }
    }
    for item in &items {
        check_of(step.round, &item.check)?;
        let waits = bid.screening.check(&item.check);
        if waits.is_none_or(|checked| checked.status != CheckStatus::NeedsInfo) {
            return Err(ScreeningRefused::NotCurable(item.check.clone()));
        }
        let known = item.questions.iter().all(|id| step.round.form.question(id).is_some());
        // What a second person confirms is no answer of the form.
        let answers = !step.round.settings.eligibility.is_second_person_check(&item.check);
        if (answers && item.questions.is_empty()) || !known {
            return Err(ScreeningRefused::NoQuestion(item.check.clone()));
        }
        if item.text.trim().is_empty() {
            return Err(ScreeningRefused::TextMissing(item.check.clone()));
        }
        Text::Asked(item.check.clone()).hold(&item.text)?;
    }
    if items.is_empty() {
        return Err(ScreeningRefused::NothingFails);
    }
    let application = moved(&bid.application, Move::AskForInformation)?;
    let mut screening = bid.screening;
    screening.requests.push(InformationRequest {
        items,
        by: step.by,
        at: step.at,
        until: step.in_working_days(INFORMATION_WORKING_DAYS),
        answered_at: None,
        expired_at: None,
    });
    screening.took_part.insert(step.by);
    Ok(Bid { application, screening })
}

/// The group has answered in time: the checks that waited are to be looked at again.
///
/// # Errors
/// [`ScreeningRefused::TooLate`], [`ScreeningRefused::NotFromHere`].
pub fn give_information(bid: Bid, at: Instant) -> Stepped {
    let mut bid = returned(bid)?;
    let Some(request) = bid.screening.requests.last_mut() else { return Ok(bid) };
    if london::date(at) > request.until {
        return Err(ScreeningRefused::TooLate(request.until));
    }
    request.answered_at = Some(at);
    Ok(bid)
}

/// The group's time has run out: the bid goes back to screening as it is.
///
/// # Errors
/// [`ScreeningRefused::StillTime`], [`ScreeningRefused::NotFromHere`].
pub fn expire_information(bid: Bid, at: Instant) -> Stepped {
    let mut bid = returned(bid)?;
    let Some(request) = bid.screening.requests.last_mut() else { return Ok(bid) };
    if london::date(at) <= request.until {
        return Err(ScreeningRefused::StillTime(request.until));
    }
    request.expired_at = Some(at);
    Ok(bid)
}

fn returned(bid: Bid) -> Stepped {
    let application = moved(&bid.application, Move::ReturnToScreening)?;
    let mut screening = bid.screening;
    for checked in &mut screening.checks {
        if checked.status == CheckStatus::NeedsInfo {
            advance(checked, CheckMove::LookAgain)?;
        }
    }
    Ok(Bid { application, screening })
}

/// One person proposes that the bid is not eligible.
///
/// # Errors
/// [`ScreeningRefused::NothingFails`], [`ScreeningRefused::NotFromHere`].
pub fn propose(bid: Bid, step: Step<'_>) -> Stepped {
    step.before_moderation()?;
    let application = moved(&bid.application, Move::ProposeIneligible)?;
    if bid.screening.in_state(CheckStatus::FailProposed).next().is_none() {
        return Err(ScreeningRefused::NothingFails);
    }
    let mut screening = bid.screening;
    screening.proposal = Some(Proposal { by: step.by, at: step.at, confirmed: None });
    screening.took_part.insert(step.by);
    Ok(Bid { application, screening })
}

/// Another person does not agree: the checks are to be looked at again.
///
/// # Errors
/// [`ScreeningRefused::SamePerson`], [`ScreeningRefused::TextMissing`],
/// [`ScreeningRefused::NotFromHere`].
pub fn reject(bid: Bid, step: Step<'_>, text: &str) -> Stepped {
    step.before_moderation()?;
    let application = moved(&bid.application, Move::RejectProposal)?;
    must_be_another(&bid.screening, step.by)?;
    if text.trim().is_empty() {
        return Err(ScreeningRefused::TextMissing("proposal".to_owned()));
    }
    Text::Rejection.hold(text)?;
    let mut screening = bid.screening;
    for checked in &mut screening.checks {
        if checked.status == CheckStatus::FailProposed {
            advance(checked, CheckMove::RejectFail)?;
        }
    }
    screening.proposal = None;
    screening.took_part.insert(step.by);
    Ok(Bid { application, screening })
}

/// Another person confirms that the bid is not eligible. The group has the round's number of
/// working days, from today, to ask for a review.
///
/// # Errors
/// [`ScreeningRefused::SamePerson`], [`ScreeningRefused::NotFromHere`].
pub fn confirm(bid: Bid, step: Step<'_>) -> Stepped {
    step.before_moderation()?;
    let application = moved(&bid.application, Move::ConfirmIneligible)?;
    must_be_another(&bid.screening, step.by)?;
    let days = u32::from(step.round.settings.dates.review_working_days);
    let review_until = step.in_working_days(days);
    let mut screening = bid.screening;
    for checked in &mut screening.checks {
        if checked.status == CheckStatus::FailProposed {
            advance(checked, CheckMove::ConfirmFail)?;
        }
    }
    if let Some(proposal) = &mut screening.proposal {
        proposal.confirmed = Some(Confirmed { by: step.by, at: step.at, review_until });
    }
    screening.took_part.insert(step.by);
    Ok(Bid { application, screening })
}

/// Neither who proposed it nor who recorded a fail that it rests on.
fn must_be_another(screening: &Screening, by: PersonId) -> Result<(), ScreeningRefused> {
    let proposed = screening.proposal.as_ref().is_some_and(|proposal| proposal.by == by);
    let recorded = |checked: &Checked| checked.by == Some(by);
    if proposed || screening.in_state(CheckStatus::FailProposed).any(recorded) {
        return Err(ScreeningRefused::SamePerson);
    }
    Ok(())
}

/// The bid goes on to assessment: every check passes, is set aside or does not concern it.
///
/// # Errors
/// [`ScreeningRefused::Unfinished`], [`ScreeningRefused::NotFromHere`].
pub fn pass(bid: Bid, step: Step<'_>) -> Stepped {
    step.before_moderation()?;
    let mut application = moved(&bid.application, Move::PassScreening)?;
    let unfinished = |checked: &&Checked| !checked.status.lets_go_on();
    let unfinished: Vec<String> =
        bid.screening.checks.iter().filter(unfinished).map(|one| one.code.clone()).collect();
    if !unfinished.is_empty() {
        return Err(ScreeningRefused::Unfinished(unfinished));
    }
    application.conditional = bid.screening.conditions().next().is_some();
    let mut screening = bid.screening;
    screening.took_part.insert(step.by);
    Ok(Bid { application, screening })
}

pub(super) fn moved(application: &Application, mv: Move) -> Result<Application, NotFromHere> {
    let from = application.status;
    let status = from.after(mv).ok_or(NotFromHere { from: from.code(), mv: mv.name() })?;
    Ok(Application { status, ..application.clone() })
}

pub(super) fn must_stand(
    application: &Application,
    status: Status,
    mv: &'static str,
) -> Result<(), NotFromHere> {
    let from = application.status;
    if from == status { Ok(()) } else { Err(NotFromHere { from: from.code(), mv }) }
}

pub(super) fn advance(checked: &mut Checked, mv: CheckMove) -> Result<(), NotFromHere> {
    let from = checked.status;
    checked.status = from.after(mv).ok_or(NotFromHere { from: from.code(), mv: mv.name() })?;
    Ok(())
}
