//! Saving the answers to one section, partial and invalid ones included.

use super::bid::again;
use super::{Bid, record};
use crate::{AppError, Cx, Eye, FieldProblem, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::application::{
    Application, SectionAnswers, Status, all_answers, bounds, may_edit, project_name, same_sitting,
};
use almoner_domain::completion::worked_since;
use almoner_domain::document::with_documents;
use almoner_domain::form::{
    Fault, Fields, LONGEST_FIELD, Meaning, Problem, Progress, Section, SectionId, take_section,
};
use almoner_domain::id::ApplicationId;

/// Saves one section as typed.
pub struct SaveSection {
    /// The bid.
    pub application: ApplicationId,
    /// The section.
    pub section: SectionId,
    /// The version of the section that the person's page showed; 0 before the first save.
    pub version: i64,
    /// Everything that the page posted; what belongs to no question of the section is ignored.
    pub typed: Vec<(String, String)>,
}

/// A saved section.
#[derive(Clone, Debug)]
pub struct SavedSection {
    /// Its version now.
    pub version: i64,
    /// How far it is.
    pub progress: Progress,
    /// What is wrong with its answers. They are kept all the same.
    pub problems: Vec<Problem>,
    /// Whether a check of eligibility looks at one of its answers.
    pub is_checked: bool,
    /// The section after it.
    pub next: Option<SectionId>,
    /// The reference of the round.
    pub round: String,
    /// Whether nothing of the bid had been saved before.
    pub first: bool,
}

/// The answers that a check of eligibility looks at, and the form does not hold against the round
/// by itself.
const CHECKED: [Meaning; 3] =
    [Meaning::OrganisationType, Meaning::UnrelatedMembers, Meaning::Places];

impl UseCase for SaveSection {
    type Subject = Bid;
    type Output = SavedSection;
    const ACT: Act = Act::EditApplication;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Bid> {
        Bid::load_to_change(eye, self.application)
    }

    fn on(&self, bid: &Bid) -> On {
        bid.on()
    }

    fn run(&self, bid: Bid, cx: &mut Cx<'_>) -> Outcome<SavedSection> {
        let section = bid.round.form.section(&self.section).ok_or(AppError::NotFound)?;
        may_edit(&bid.application, &bid.round, cx.now).map_err(Refusal::from)?;
        self.check_length(section)?;
        let fields = take_section(section, self.typed.iter().cloned(), LONGEST_FIELD);
        let mut all = cx.tx.sections(self.application)?;
        let first = all.is_empty();
        let last_saved = all.iter().map(|one| one.saved_at).max();
        let stored = all.iter().position(|one| one.section == self.section);
        let before = stored.map(|at| all.swap_remove(at));
        let version = before.as_ref().map_or(0, |one| one.version);
        let same = before.as_ref().is_some_and(|one| one.fields == fields);
        // The same text again is the same save again, from whichever page.
        if !same {
            if version != self.version {
                return Err(AppError::Stale);
            }
            let goes_on = same_sitting(before.as_ref(), cx.person()?, cx.now);
            self.save(&fields, &bid.application, goes_on, cx)?;
            if bid.application.submission == 0 {
                let (round, now) = (bid.round.id, cx.now);
                let worked = worked_since(last_saved, now).as_secs();
                cx.tx.note_effort(self.application, round, now, worked)?;
            }
        }
        let mut answers = all_answers(all);
        answers.extend(fields);
        let answers = with_documents(answers, &cx.tx.documents_of(self.application)?);
        if !same {
            keep_title(&bid, &answers, cx)?;
        }
        let mut checked = bid.round.form.check(&answers, &bounds(&bid.round.settings)).sections;
        let at = checked.iter().position(|one| one.id == self.section);
        let next = at.and_then(|at| checked.get(at + 1)).map(|one| one.id.clone());
        let here = at.map(|at| checked.swap_remove(at)).ok_or(AppError::NotFound)?;
        Ok(SavedSection {
            version: if same { version } else { version + 1 },
            progress: here.progress,
            problems: here.problems,
            is_checked: section
                .questions
                .iter()
                .any(|one| one.meaning.is_some_and(|meaning| CHECKED.contains(&meaning))),
            next,
            round: bid.round.settings.reference,
            first: first && !same,
        })
    }
}

impl SaveSection {
    /// No text is cut: one that is longer than any field may be is refused whole, and the page
    /// keeps it.
    fn check_length(&self, section: &Section) -> Outcome<()> {
        let too_long = self.typed.iter().filter(|(name, text)| {
            text.len() > LONGEST_FIELD && section.questions.iter().any(|one| one.owns(name))
        });
        let problems: Vec<FieldProblem> = too_long
            .map(|(name, text)| FieldProblem {
                field: name.clone(),
                fault: Fault::TooLong { bytes: text.len(), max: LONGEST_FIELD },
            })
            .collect();
        if problems.is_empty() { Ok(()) } else { Err(AppError::Invalid(problems)) }
    }

    fn save(
        &self,
        fields: &Fields,
        application: &Application,
        goes_on: bool,
        cx: &mut Cx<'_>,
    ) -> Outcome<()> {
        let answers = SectionAnswers {
            application: self.application,
            section: self.section.clone(),
            version: self.version,
            fields: fields.clone(),
            saved_by: cx.person()?,
            saved_at: cx.now,
        };
        cx.tx.save_section(&answers)?;
        // One entry a sitting: a page that saves by itself would bury the rest of the trail.
        if goes_on {
            return Ok(());
        }
        cx.audit(
            &record::entry(application, "application.section_saved")
                .code("section", self.section.as_str())
                .number("version", self.version + 1),
        )
    }
}

/// A draft is listed by the name that its project has so far.
fn keep_title(bid: &Bid, answers: &Fields, cx: &mut Cx<'_>) -> Outcome<()> {
    let title = project_name(&bid.round, answers);
    if bid.application.status != Status::Draft || title == bid.application.title {
        return Ok(());
    }
    cx.tx.save_application(&Application { title, ..bid.application.clone() }).map_err(again)
}
