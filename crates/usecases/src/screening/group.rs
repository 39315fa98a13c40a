//! What the group sees of its result, and the review that it may ask for.

use super::letters::failed_checks;
use super::{Case, letters};
use crate::applications::Bid as OwnBid;
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase, View};
use almoner_domain::access::{Act, On, Standing};
use almoner_domain::application::{Application, Status, Submission};
use almoner_domain::id::ApplicationId;
use almoner_domain::letter::FailedCheck;
use almoner_domain::round::Round;
use almoner_domain::screening::{Bid, InformationRequest, Review, Screening, Step, ask_for_review};
use almoner_domain::value::{CivilDate, london};

/// Reads the result of one's own bid.
pub struct ReadOwnResult {
    /// The bid.
    pub application: ApplicationId,
}

/// The result of one's own bid, as far as it has been told.
pub struct OwnResult {
    /// The bid.
    pub application: Application,
    /// Its round.
    pub round: Round,
    /// The version that stands.
    pub submission: Submission,
    /// The version of the screening, for a form.
    pub version: i64,
    /// Why it is not eligible; empty while that is not confirmed.
    pub failed: Vec<FailedCheck>,
    /// The last day on which a review can be asked for, while one can.
    pub review_until: Option<CivilDate>,
    /// The review that was asked for last.
    pub review: Option<Review>,
    /// What the office asks for, while the group can answer.
    pub request: Option<InformationRequest>,
    /// What the office asked for last, if the time for it ran out without an answer.
    pub missed: Option<InformationRequest>,
    /// What it would have to do before an agreement, once it is eligible.
    pub conditions: Vec<String>,
}

impl View for ReadOwnResult {
    type Output = OwnResult;
    const ACT: Act = Act::ReadOwnApplication;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, OwnResult)> {
        let own = OwnBid::load(eye, self.application)?;
        let on = own.on();
        let screening = eye.tx.screening(self.application)?.ok_or(AppError::NotFound)?;
        let OwnBid { application, round, .. } = own;
        let submission =
            eye.tx.submission(application.id, application.submission)?.ok_or(AppError::NotFound)?;
        let today = london::date(eye.now);
        let ineligible = application.status == Status::Ineligible;
        let failed = if ineligible { failed_checks(&screening, &round) } else { Vec::new() };
        let until = screening.confirmed().map(|confirmed| confirmed.review_until);
        let review_until = until.filter(|_| ineligible && screening.review_can_be_asked(today));
        let request = screening.open_request().filter(|request| {
            application.status == Status::InfoRequested && request.is_open(today)
        });
        let missed = screening
            .requests
            .last()
            .filter(|request| request.answered_at.is_none() && !request.is_open(today));
        let result = OwnResult {
            missed: missed.cloned(),
            failed,
            review_until,
            review: screening.reviews.last().cloned(),
            request: request.cloned(),
            conditions: told_conditions(&application, &screening),
            version: screening.version,
            submission,
            application,
            round,
        };
        Ok((on, result))
    }
}

/// Conditions are told with the result that they belong to, not before.
fn told_conditions(application: &Application, screening: &Screening) -> Vec<String> {
    if application.conditional {
        screening.conditions().map(str::to_owned).collect()
    } else {
        Vec::new()
    }
}

/// The group asks for a review of the result.
pub struct AskForReview {
    /// The bid.
    pub application: ApplicationId,
    /// Why, in the group's words.
    pub grounds: String,
}

impl UseCase for AskForReview {
    type Subject = (OwnBid, Screening);
    type Output = ();
    const ACT: Act = Act::AskForReview;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        let own = OwnBid::load(eye, self.application)?;
        let screening = eye.tx.screening(self.application)?.ok_or(AppError::NotFound)?;
        Ok((own, screening))
    }

    fn on(&self, (own, _): &Self::Subject) -> On {
        own.on()
    }

    fn run(&self, (own, screening): Self::Subject, cx: &mut Cx<'_>) -> Outcome<()> {
        let OwnBid { application, round, .. } = own;
        let bid = Bid { application, screening };
        let case = Case { bid, round, standing: Standing::NotApplicable };
        let holidays = cx.office().bank_holidays.clone();
        let me = cx.person()?;
        let step = Step { round: &case.round, by: me, at: cx.now, holidays: &holidays };
        let after = ask_for_review(case.bid.clone(), step, &self.grounds).map_err(Refusal::from)?;
        let grounds = cx.digest(me, &self.grounds)?;
        cx.audit(&case.entry(&after, "screening.review_asked").with("grounds", grounds))?;
        case.save(&after, cx)?;
        let body = letters::review_received(&after, &case.round, cx.now);
        letters::to_group(&after.application, &body, cx)
    }
}
