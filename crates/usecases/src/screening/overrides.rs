//! Setting a failed result aside, and answering a review.

use super::{Case, letters};
use crate::{Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On, Role};
use almoner_domain::application::Status;
use almoner_domain::audit::Fact;
use almoner_domain::id::ApplicationId;
use almoner_domain::screening::{Overriding, answer_review, override_check};

/// Agrees to set a failed check aside.
pub struct OverrideCheck {
    /// The bid.
    pub application: ApplicationId,
    /// The version of its screening that was read.
    pub version: i64,
    /// The check's code.
    pub check: String,
    /// The authority that the caller uses.
    pub role: Role,
    /// Why.
    pub reason: String,
    /// What the group must do.
    pub conditions: Vec<String>,
}

impl UseCase for OverrideCheck {
    type Subject = Case;
    type Output = ();
    const ACT: Act = Act::OverrideCheck;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Case> {
        Case::load(eye, self.application)
    }

    fn on(&self, case: &Case) -> On {
        let screening = &case.bid.screening;
        let screener = screening.check(&self.check).and_then(|one| one.by);
        let proposer = screening.proposal.as_ref().map(|proposal| proposal.by);
        case.on().barred(screener.into_iter().chain(proposer))
    }

    fn run(&self, case: Case, cx: &mut Cx<'_>) -> Outcome<()> {
        case.must_be(self.version)?;
        let holidays = cx.office().bank_holidays.clone();
        let step = case.step(cx, &holidays)?;
        let say = Overriding {
            check: &self.check,
            role: self.role,
            holds: cx.roles(),
            reason: &self.reason,
            conditions: self.conditions.clone(),
        };
        let after = override_check(case.bid.clone(), step, say).map_err(Refusal::from)?;
        let record = after.screening.overrides.last();
        let complete = record.is_some_and(|one| one.complete_at.is_some());
        let reason = cx.digest(step.by, &self.reason)?;
        let conditions = record.map_or(0, |one| one.conditions.len());
        let entry = case
            .entry(&after, "screening.overridden")
            .code("check", self.check.as_str())
            .code("old", record.map_or("", |one| one.old.code()))
            .code("new", record.map_or("", |one| one.new.code()))
            .code("authority", self.role.code())
            .number("conditions", i64::try_from(conditions).unwrap_or(i64::MAX))
            .with("complete", Fact::Flag(complete))
            .with("reason", reason);
        cx.audit(&entry)?;
        case.save(&after, cx)?;
        if after.application.status == Status::Screening {
            let body = letters::set_aside(&after, &case.round);
            letters::to_group(&after.application, &body, cx)?;
        }
        Ok(())
    }
}

/// Answers the review that a group asked for. Only somebody who took no part in the screening can.
pub struct AnswerReview {
    /// The bid.
    pub application: ApplicationId,
    /// The version of its screening that was read.
    pub version: i64,
    /// Whether the bid is screened again.
    pub reinstate: bool,
    /// The answer to the group.
    pub answer: String,
}

impl UseCase for AnswerReview {
    type Subject = Case;
    type Output = ();
    const ACT: Act = Act::OverrideCheck;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Case> {
        Case::load(eye, self.application)
    }

    fn on(&self, case: &Case) -> On {
        case.on().barred(case.bid.screening.took_part.iter().copied())
    }

    fn run(&self, case: Case, cx: &mut Cx<'_>) -> Outcome<()> {
        case.must_be(self.version)?;
        let holidays = cx.office().bank_holidays.clone();
        let step = case.step(cx, &holidays)?;
        let after = answer_review(case.bid.clone(), step, self.reinstate, &self.answer)
            .map_err(Refusal::from)?;
        let outcome = after.screening.reviews.last().map_or("", |review| review.status.code());
        let reason = cx.digest(step.by, &self.answer)?;
        let entry = case
            .entry(&after, "screening.review_answered")
            .code("outcome", outcome)
            .with("reason", reason);
        cx.audit(&entry)?;
        case.save(&after, cx)?;
        let body =
            letters::review_answered(&after, &case.round, self.reinstate, self.answer.clone());
        letters::to_group(&after.application, &body, cx)
    }
}
