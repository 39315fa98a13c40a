//! Giving a bid back, giving an assessment back to its assessor, and doing without one.

use super::record::{Bid, entry_with_reason};
use super::refused;
use crate::conflict::stand_aside;
use crate::{AppError, Cx, Eye, Outcome, UseCase};
use almoner_domain::access::{Act, On, Standing};
use almoner_domain::assessment::{Assessment, HandBackReason, hand_back, unlock, waive};
use almoner_domain::id::AssessmentId;
use almoner_domain::letter::{Body, Letter, Recipient};

/// The assessor gives a bid back, whether or not they have opened it. Their others stay theirs.
pub struct HandBack {
    /// Which.
    pub assessment: AssessmentId,
    /// The kind of reason. For a conflict they are recused, on the conflict register too.
    pub why: HandBackReason,
    /// The reason.
    pub reason: String,
}

/// The lead gives a handed-in assessment back to its assessor, before marks are revealed.
pub struct Unlock {
    /// Which.
    pub assessment: AssessmentId,
    /// Why.
    pub reason: String,
}

/// The lead does without an assessment.
pub struct Waive {
    /// Which.
    pub assessment: AssessmentId,
    /// Why.
    pub reason: String,
}

fn load(id: AssessmentId, eye: &mut Eye<'_>) -> Outcome<Assessment> {
    eye.tx.assessment(id)?.ok_or(AppError::NotFound)
}

/// An assessment, and where the caller stands towards its bid.
fn load_with_standing(id: AssessmentId, eye: &mut Eye<'_>) -> Outcome<(Assessment, Standing)> {
    let assessment = load(id, eye)?;
    let person = eye.person()?;
    let standing = eye.tx.standing(person, assessment.application)?;
    Ok((assessment, standing))
}

impl UseCase for HandBack {
    type Subject = Assessment;
    type Output = ();
    const ACT: Act = Act::HandBackAssessment;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Assessment> {
        load(self.assessment, eye)
    }

    fn on(&self, assessment: &Assessment) -> On {
        On::default().named([assessment.assessor])
    }

    fn run(&self, subject: Assessment, cx: &mut Cx<'_>) -> Outcome<()> {
        cx.tx.lock_applications(&[subject.application])?;
        let after = hand_back(&subject, self.why, &self.reason, cx.now).map_err(refused)?;
        cx.tx.save_assessment(&after)?;
        let entry = entry_with_reason(&after, "assessment.handed_back", subject.status, cx)?;
        cx.audit(&entry)?;
        if self.why == HandBackReason::Conflict {
            stand_aside(after.round, after.application, &self.reason, cx)?;
        }
        Ok(())
    }
}

impl UseCase for Unlock {
    type Subject = (Assessment, Standing);
    type Output = ();
    const ACT: Act = Act::UnlockAssessment;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        load_with_standing(self.assessment, eye)
    }

    fn on(&self, (_, standing): &Self::Subject) -> On {
        On::default().standing(*standing)
    }

    fn run(&self, (subject, _): Self::Subject, cx: &mut Cx<'_>) -> Outcome<()> {
        cx.tx.lock_applications(&[subject.application])?;
        let by = cx.person()?;
        let after = unlock(&subject, &self.reason, by, cx.now).map_err(refused)?;
        cx.tx.save_assessment(&after)?;
        let entry = entry_with_reason(&after, "assessment.unlocked", subject.status, cx)?;
        cx.audit(&entry)?;
        let Some(person) = cx.tx.person(after.assessor)? else { return Ok(()) };
        let body = Body::AssessmentGivenBack {
            path: format!("/staff/assessments/{}", after.id),
            reason: self.reason.trim().to_owned(),
        };
        let to = Recipient { person: Some(person.id), name: person.name, email: person.email };
        cx.send(&Letter { to, round: Some(after.round), application: None, body })
    }
}

impl UseCase for Waive {
    type Subject = (Assessment, Standing);
    type Output = ();
    const ACT: Act = Act::WaiveAssessment;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        load_with_standing(self.assessment, eye)
    }

    fn on(&self, (_, standing): &Self::Subject) -> On {
        On::default().standing(*standing)
    }

    fn run(&self, (subject, _): Self::Subject, cx: &mut Cx<'_>) -> Outcome<()> {
        let mut bid = Bid::load_to_change(&subject, cx)?;
        let by = cx.person()?;
        let after =
            waive(&subject, bid.required(), &bid.all, &self.reason, by, cx.now).map_err(refused)?;
        cx.tx.save_assessment(&after)?;
        let entry = entry_with_reason(&after, "assessment.waived", subject.status, cx)?;
        cx.audit(&entry)?;
        bid.put(&after);
        bid.reveal_if_complete(cx)
    }
}
