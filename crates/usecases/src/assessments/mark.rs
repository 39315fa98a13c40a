//! The marking screen: saving and handing in, and what the screen shows.

use super::record::{Bid, entry};
use super::refused;
use crate::{AppError, Cx, Eye, Outcome, UseCase, View};
use almoner_domain::access::{Act, On, Standing};
use almoner_domain::application::Application;
use almoner_domain::assessment::{
    Assessment, Marks, Provisional, Status, provisional, save, submit,
};
use almoner_domain::document::Document;
use almoner_domain::form::Fields;
use almoner_domain::id::{AssessmentId, PersonId};
use almoner_domain::round::Round;

/// Keeps a draft.
pub struct SaveAssessment {
    /// Which.
    pub assessment: AssessmentId,
    /// The version that was read.
    pub version: i64,
    /// Marks and reasons as far as they go.
    pub marks: Marks,
}

/// Keeps what was typed and hands it in. If it is the last one that the bid needs, all of the
/// bid lock together.
pub struct SubmitAssessment {
    /// Which.
    pub assessment: AssessmentId,
    /// The version that was read.
    pub version: i64,
    /// Marks and reasons, complete.
    pub marks: Marks,
}

/// One assessment for its assessor.
pub struct AssessmentPage {
    /// Which.
    pub assessment: AssessmentId,
}

/// What the marking screen shows. Nobody else's marks are in it.
pub struct AssessmentSheet {
    /// The round.
    pub round: Round,
    /// The bid.
    pub application: Application,
    /// The assessment.
    pub assessment: Assessment,
    /// The answers of the version that stands.
    pub answers: Fields,
    /// The documents of the bid, those that are gone as well.
    pub documents: Vec<Document>,
    /// The total so far.
    pub total: Provisional,
}

/// What a change loads.
pub struct Subject {
    assessment: Assessment,
    standing: Standing,
    entered_by: Option<PersonId>,
}

fn load(id: AssessmentId, eye: &mut Eye<'_>) -> Outcome<Subject> {
    let assessment = eye.tx.assessment(id)?.ok_or(AppError::NotFound)?;
    let person = eye.person()?;
    let standing = eye.tx.standing(person, assessment.application)?;
    let application = eye.tx.application(assessment.application)?;
    let entered_by = application.and_then(|application| application.entered_by());
    Ok(Subject { assessment, standing, entered_by })
}

/// Its assessor, unless they gave it up or the office does without it.
fn on(subject: &Subject) -> On {
    let status = subject.assessment.status;
    let theirs = !status.is_given_up() && status != Status::Waived;
    On::default()
        .named(theirs.then_some(subject.assessment.assessor))
        .standing(subject.standing)
        .barred(subject.entered_by)
}

/// Keeps the draft of the version that was read.
fn keep(subject: &Assessment, version: i64, marks: &Marks, cx: &mut Cx<'_>) -> Outcome<Kept> {
    if subject.version != version {
        return Err(AppError::Stale);
    }
    let bid = Bid::load_to_change(subject, cx)?;
    let after = save(subject, &bid.round.settings.scoring, marks.clone()).map_err(refused)?;
    if subject.status == Status::Assigned {
        cx.audit(&entry(&after, "assessment.started", Some(subject.status)))?;
    }
    Ok(Kept { bid, after })
}

struct Kept {
    bid: Bid,
    after: Assessment,
}

impl UseCase for SaveAssessment {
    type Subject = Subject;
    type Output = ();
    const ACT: Act = Act::Assess;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Subject> {
        load(self.assessment, eye)
    }

    fn on(&self, subject: &Subject) -> On {
        on(subject)
    }

    fn run(&self, subject: Subject, cx: &mut Cx<'_>) -> Outcome<()> {
        let kept = keep(&subject.assessment, self.version, &self.marks, cx)?;
        Ok(cx.tx.save_assessment(&kept.after)?)
    }
}

impl UseCase for SubmitAssessment {
    type Subject = Subject;
    type Output = ();
    const ACT: Act = Act::Assess;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Subject> {
        load(self.assessment, eye)
    }

    fn on(&self, subject: &Subject) -> On {
        on(subject)
    }

    fn run(&self, subject: Subject, cx: &mut Cx<'_>) -> Outcome<()> {
        let Kept { mut bid, after } = keep(&subject.assessment, self.version, &self.marks, cx)?;
        let submitted = submit(&after, &bid.round.settings.scoring, cx.now).map_err(refused)?;
        cx.tx.save_assessment(&submitted)?;
        cx.audit(&entry(&submitted, "assessment.submitted", Some(after.status)))?;
        bid.put(&submitted);
        bid.reveal_if_complete(cx)
    }
}

impl View for AssessmentPage {
    type Output = AssessmentSheet;
    const ACT: Act = Act::Assess;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        let subject = load(self.assessment, eye)?;
        let on = on(&subject);
        let assessment = subject.assessment;
        let bid = Bid::load(&assessment, eye)?;
        let sent = eye.tx.submission(bid.application.id, bid.application.submission)?;
        let answers = sent.map(|sent| sent.answers).unwrap_or_default();
        let total = provisional(&bid.round.settings.scoring, &assessment.marks);
        let Bid { round, application, .. } = bid;
        let documents = eye.tx.documents_of(application.id)?;
        let sheet = AssessmentSheet { round, application, assessment, answers, documents, total };
        Ok((on, sheet))
    }
}
