//! What is worth another look in a bid and does not stop it from being sent. Said in the same words
//! when a section is saved, on its page, on the list of tasks and before sending.

use super::path;
use super::question::{problem_words, target};
use crate::content::applications::warning;
use almoner_domain::form::{Fault, Meaning, Question, Section};
use almoner_domain::screening::{Failing, Warning};
use almoner_usecases::applications::OwnBid;

/// One thing to look at again.
pub(super) struct Look {
    /// The question that it is about.
    pub question: Option<String>,
    /// The field, by its id on the page of its section.
    target: Option<String>,
    /// The section that has the question.
    section: Option<String>,
    /// What it is.
    pub text: String,
}

impl Look {
    /// Where it is put right, from anywhere.
    pub(super) fn href(&self, bid: &OwnBid) -> Option<String> {
        let (section, target) = (self.section.as_ref()?, self.target.as_ref()?);
        Some(format!("{}/sections/{section}#{target}", path(bid.application.id)))
    }

    /// Where it is put right, from the page of its section.
    pub(super) fn here(&self) -> Option<String> {
        self.target.as_ref().map(|target| format!("#{target}"))
    }

    fn at(section: &Section, question: &Question, target: String, text: String) -> Self {
        Self {
            question: Some(question.id.to_string()),
            target: Some(target),
            section: Some(section.id.to_string()),
            text,
        }
    }
}

/// Everything worth another look, in page order, then what belongs to no answer.
pub(super) fn looks(bid: &OwnBid) -> Vec<Look> {
    let mut looks = Vec::new();
    for section in &bid.round.form.sections {
        looks.extend(of_section(bid, section));
    }
    let nowhere = bid.warnings.iter().filter(|one| !is_said(bid, one));
    looks.extend(nowhere.filter(|one| question_of(bid, one).is_none()).map(|one| Look {
        question: None,
        target: None,
        section: None,
        text: warning(one),
    }));
    looks.extend(unknown_postcodes(bid));
    looks
}

/// What is worth another look in one section.
pub(super) fn of_section(bid: &OwnBid, section: &Section) -> Vec<Look> {
    let problems = bid.check.section(&section.id).map_or(&[][..], |check| &check.problems);
    let mut looks: Vec<Look> = Vec::new();
    for problem in problems.iter().filter(|problem| !problem.is_blocking()) {
        if let Some(question) = section.questions.iter().find(|one| concerns(one, &problem.field)) {
            let at = target(question, &problem.field);
            looks.push(Look::at(section, question, at, problem_words(question, problem)));
        }
    }
    for one in bid.warnings.iter().filter(|one| !is_said(bid, one)) {
        let Some(question) = question_of(bid, one) else { continue };
        if section.questions.iter().any(|own| own.id == question.id) {
            let at = format!("{}-group", question.id);
            looks.push(Look::at(section, question, at, warning(one)));
        }
    }
    looks
}

/// Whether a field, or a group of fields, is one of this question.
pub(super) fn concerns(question: &Question, field: &str) -> bool {
    field == question.id.as_str() || field.starts_with(&format!("{}.", question.id))
}

/// Whether the form itself says the same at its field.
fn is_said(bid: &OwnBid, warning: &Warning) -> bool {
    let same = |fault: &Fault| {
        matches!(
            (&warning.failing, fault),
            (Failing::BelowMinimum { .. }, Fault::BelowRoundMinimum { .. })
                | (Failing::AboveMaximum { .. }, Fault::AboveRoundMaximum { .. })
                | (Failing::StartsTooEarly { .. }, Fault::StartsTooEarly { .. })
                | (Failing::EndsTooLate { .. }, Fault::EndsTooLate { .. })
                | (Failing::BudgetDiffers { .. }, Fault::BudgetNotAmountAsked { .. })
        )
    };
    let mut problems = bid.check.sections.iter().flat_map(|section| &section.problems);
    problems.any(|problem| same(&problem.fault))
}

/// The question whose answer a check looks at.
fn question_of<'a>(bid: &'a OwnBid, warning: &Warning) -> Option<&'a Question> {
    let meaning = match warning.failing {
        Failing::KindNotAllowed(_) => Meaning::OrganisationType,
        Failing::TooFewUnrelated { .. } => Meaning::UnrelatedMembers,
        Failing::BelowMinimum { .. } | Failing::AboveMaximum { .. } => Meaning::AmountAsked,
        Failing::BudgetDiffers { .. } => Meaning::Budget,
        Failing::OutsideTargets { .. } => Meaning::Places,
        Failing::StartsTooEarly { .. } | Failing::EndsTooLate { .. } => Meaning::ProjectPeriod,
        Failing::Late { .. }
        | Failing::Incomplete { .. }
        | Failing::TooManyBids { .. }
        | Failing::SecondPersonWaiting { .. }
        | Failing::SecondPersonSaidNo
        | Failing::NotConfirmed { .. } => return None,
    };
    bid.round.form.question_for(meaning)
}

fn unknown_postcodes(bid: &OwnBid) -> impl Iterator<Item = Look> {
    let unknown = bid.places.iter().flat_map(|places| &places.unknown_postcodes);
    unknown.map(|postcode| Look {
        question: None,
        target: None,
        section: None,
        text: format!(
            "We do not know the postcode {postcode}. You can send your application all the same; \
             if you choose its area yourself, we will use that."
        ),
    })
}
