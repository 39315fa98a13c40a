//! Recording checks, and passing a bid on.

use super::page::computed;
use super::{Case, letters};
use crate::{Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::audit::{Entry, Fact};
use almoner_domain::id::ApplicationId;
use almoner_domain::screening::{CheckResult, Finding, pass, record_check};

/// Records what one person finds about one check.
pub struct RecordCheck {
    /// The bid.
    pub application: ApplicationId,
    /// The version of its screening that was read.
    pub version: i64,
    /// The check's code.
    pub check: String,
    /// What was found.
    pub found: CheckResult,
    /// In the screener's words.
    pub text: String,
}

impl UseCase for RecordCheck {
    type Subject = Case;
    type Output = ();
    const ACT: Act = Act::Screen;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Case> {
        Case::load(eye, self.application)
    }

    fn on(&self, case: &Case) -> On {
        case.on()
    }

    fn run(&self, case: Case, cx: &mut Cx<'_>) -> Outcome<()> {
        case.must_be(self.version)?;
        let holidays = cx.office().bank_holidays.clone();
        let step = case.step(cx, &holidays)?;
        let finding = computed(&case.bid.application, &case.round, cx)?
            .into_iter()
            .find(|(code, _)| *code == self.check)
            .map(|(_, finding)| finding);
        let fails = matches!(finding, Some(Finding::Fail(_)));
        let found = self.found.clone();
        let after = record_check(case.bid.clone(), step, &self.check, found, &self.text, fails)
            .map_err(Refusal::from)?;
        let before = case.bid.screening.check(&self.check).map_or("", |one| one.status.code());
        let now = after.screening.check(&self.check);
        let reasons = now.map(|one| one.reasons.clone()).unwrap_or_default();
        let computed = match finding {
            Some(Finding::Pass) => "pass",
            Some(Finding::Fail(_)) => "fail",
            Some(Finding::Unclear(_)) | None => "not_computed",
        };
        let text = cx.digest(step.by, &self.text)?;
        let entry = Entry::application(case.round.id, self.application, "screening.check")
            .code("check", self.check.as_str())
            .code("from", before)
            .code("to", now.map_or("", |one| one.status.code()))
            .code("computed", computed)
            .with("reasons", Fact::Codes(reasons))
            .with("conditional", Fact::Flag(now.is_some_and(|one| one.condition.is_some())))
            .with("text", text);
        cx.audit(&entry)?;
        case.save(&after, cx)
    }
}

/// Passes a bid on to assessment.
pub struct PassScreening {
    /// The bid.
    pub application: ApplicationId,
    /// The version of its screening that was read.
    pub version: i64,
}

impl UseCase for PassScreening {
    type Subject = Case;
    type Output = ();
    const ACT: Act = Act::Screen;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Case> {
        Case::load(eye, self.application)
    }

    fn on(&self, case: &Case) -> On {
        case.on()
    }

    fn run(&self, case: Case, cx: &mut Cx<'_>) -> Outcome<()> {
        case.must_be(self.version)?;
        let holidays = cx.office().bank_holidays.clone();
        let step = case.step(cx, &holidays)?;
        let after = pass(case.bid.clone(), step).map_err(Refusal::from)?;
        let entry = case
            .entry(&after, "screening.passed")
            .with("conditional", Fact::Flag(after.application.conditional));
        cx.audit(&entry)?;
        case.save(&after, cx)?;
        letters::to_group(&after.application, &letters::passed(&after, &case.round), cx)
    }
}
