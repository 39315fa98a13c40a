//! What the audit trail keeps of assessments, and the reveal.

use super::refused;
use crate::{AppError, Cx, Outcome};
use almoner_domain::application::{Application, Move};
use almoner_domain::assessment::{
    Assessment, AssessmentRefused, Required, Status, is_complete, lock, required,
};
use almoner_domain::audit::{Entry, Fact, events};
use almoner_domain::round::Round;
use almoner_ports::StoreError;

/// An entry about an assessment: its id, its assessor, its kind and where it stands now.
pub(super) fn entry(assessment: &Assessment, event: &'static str, from: Option<Status>) -> Entry {
    let entry = Entry::application(assessment.round, assessment.application, event)
        .id("assessment", assessment.id.uuid())
        .id("assessor", assessment.assessor.uuid())
        .code("kind", assessment.kind.code())
        .code("to", assessment.status.code());
    match from {
        Some(from) => entry.code("from", from.code()),
        None => entry,
    }
}

/// The same with a digest of the reason that was written last.
pub(super) fn entry_with_reason(
    assessment: &Assessment,
    event: &'static str,
    from: Status,
    cx: &mut Cx<'_>,
) -> Outcome<Entry> {
    let entry = entry(assessment, event, Some(from));
    let Some(remark) = assessment.remarks.last() else { return Ok(entry) };
    let digest = cx.digest(remark.by, &remark.reason)?;
    let entry = entry.with("reason", digest);
    Ok(match remark.code {
        Some(code) => entry.code("reason_code", code.code()),
        None => entry,
    })
}

/// Everything that belongs to one bid's assessment.
pub(super) struct Bid {
    pub(super) round: Round,
    pub(super) application: Application,
    pub(super) all: Vec<Assessment>,
}

impl Bid {
    /// Loads the bid of an assessment.
    pub(super) fn load(assessment: &Assessment, eye: &mut crate::Eye<'_>) -> Outcome<Self> {
        let round = eye.tx.round(assessment.round)?.ok_or(AppError::NotFound)?;
        let application = eye.tx.application(assessment.application)?.ok_or(AppError::NotFound)?;
        let all = eye.tx.assessments_of(&[application.id])?;
        Ok(Self { round, application, all })
    }

    /// Loads it to change one of its assessments: two who hand in at once do so one after the other,
    /// and the second sees that nothing is missing any more.
    pub(super) fn load_to_change(
        assessment: &Assessment,
        eye: &mut crate::Eye<'_>,
    ) -> Outcome<Self> {
        eye.tx.lock_applications(&[assessment.application])?;
        Self::load(assessment, eye)
    }

    /// How many assessments the bid needs.
    pub(super) fn required(&self) -> Required {
        required(&self.round.settings.scoring, self.application.lead_area.as_deref())
    }

    /// Puts the changed assessment in its place.
    pub(super) fn put(&mut self, changed: &Assessment) {
        for one in &mut self.all {
            if one.id == changed.id {
                one.clone_from(changed);
            }
        }
    }

    /// Locks everything together and tells the bid, if nothing is missing any more.
    pub(super) fn reveal_if_complete(&self, cx: &mut Cx<'_>) -> Outcome<()> {
        let required = self.required();
        if !is_complete(required, &self.all) {
            return Ok(());
        }
        let Some(locked) = lock(required, &self.all, cx.now) else { return Ok(()) };
        let expected = self.all.iter().filter(|one| one.status == Status::Submitted).count();
        let now = cx.now;
        if cx.tx.lock_assessments(self.application.id, now)? != expected {
            return Err(StoreError::Stale.into());
        }
        let (from, mv) = (self.application.status, Move::FinishAssessment);
        let status =
            from.after(mv).ok_or_else(|| refused(AssessmentRefused::ApplicationNotReady(from)))?;
        let assessed = Application { status, ..self.application.clone() };
        cx.tx.save_application(&assessed)?;
        let mut entry = Entry::application(self.round.id, assessed.id, events::ASSESSMENT_LOCKED)
            .code("from", from.code())
            .code("to", status.code());
        for one in locked.iter().filter(|one| one.status == Status::Locked) {
            for (criterion, given) in &one.marks {
                if let Some(mark) = given.mark {
                    let name = format!("{}.{criterion}", one.id);
                    entry = entry.with(&name, Fact::Number(i64::from(mark.get())));
                }
            }
        }
        cx.audit(&entry)
    }
}
