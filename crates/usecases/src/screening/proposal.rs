//! Two people for a fail: one proposes, another confirms or does not.

use super::{Case, letters};
use crate::{Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::audit::Fact;
use almoner_domain::id::{ApplicationId, PersonId};
use almoner_domain::screening::{CheckStatus, confirm, propose, reject};

/// One person proposes that a bid is not eligible.
pub struct ProposeIneligible {
    /// The bid.
    pub application: ApplicationId,
    /// The version of its screening that was read.
    pub version: i64,
}

impl UseCase for ProposeIneligible {
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
        let after = propose(case.bid.clone(), step).map_err(Refusal::from)?;
        let reasons = Fact::Codes(after.screening.reason_codes());
        cx.audit(&case.entry(&after, "screening.proposed").with("reasons", reasons))?;
        case.save(&after, cx)
    }
}

/// Another person confirms that a bid is not eligible. The group is told why at once.
pub struct ConfirmIneligible {
    /// The bid.
    pub application: ApplicationId,
    /// The version of its screening that was read.
    pub version: i64,
}

impl UseCase for ConfirmIneligible {
    type Subject = Case;
    type Output = ();
    const ACT: Act = Act::ConfirmScreening;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Case> {
        Case::load(eye, self.application)
    }

    fn on(&self, case: &Case) -> On {
        case.on().barred(first_persons(case))
    }

    fn run(&self, case: Case, cx: &mut Cx<'_>) -> Outcome<()> {
        case.must_be(self.version)?;
        let holidays = cx.office().bank_holidays.clone();
        let step = case.step(cx, &holidays)?;
        let after = confirm(case.bid.clone(), step).map_err(Refusal::from)?;
        let until = after.screening.confirmed().map(|confirmed| confirmed.review_until);
        let entry = case
            .entry(&after, "screening.confirmed")
            .with("reasons", Fact::Codes(after.screening.reason_codes()))
            .code("review_until", until.map(|day| day.to_string()).unwrap_or_default());
        cx.audit(&entry)?;
        case.save(&after, cx)?;
        letters::to_group(&after.application, &letters::not_eligible(&after, &case.round), cx)
    }
}

/// Another person does not agree that a bid is not eligible.
pub struct RejectProposal {
    /// The bid.
    pub application: ApplicationId,
    /// The version of its screening that was read.
    pub version: i64,
    /// Why.
    pub text: String,
}

impl UseCase for RejectProposal {
    type Subject = Case;
    type Output = ();
    const ACT: Act = Act::ConfirmScreening;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Case> {
        Case::load(eye, self.application)
    }

    fn on(&self, case: &Case) -> On {
        case.on().barred(first_persons(case))
    }

    fn run(&self, case: Case, cx: &mut Cx<'_>) -> Outcome<()> {
        case.must_be(self.version)?;
        let holidays = cx.office().bank_holidays.clone();
        let step = case.step(cx, &holidays)?;
        let after = reject(case.bid.clone(), step, &self.text).map_err(Refusal::from)?;
        let text = cx.digest(step.by, &self.text)?;
        let reasons = Fact::Codes(case.bid.screening.reason_codes());
        let entry = case.entry(&after, "screening.rejected").with("reasons", reasons);
        cx.audit(&entry.with("text", text))?;
        case.save(&after, cx)
    }
}

/// Who proposed it, and who recorded what it rests on.
pub(super) fn first_persons(case: &Case) -> Vec<PersonId> {
    let screening = &case.bid.screening;
    let recorded = screening.in_state(CheckStatus::FailProposed).filter_map(|one| one.by);
    recorded.chain(screening.proposal.as_ref().map(|proposal| proposal.by)).collect()
}
