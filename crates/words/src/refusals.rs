//! What people read when a rule of the field stands against what they tried.

use super::roles;
use almoner_usecases::Refusal;

/// A heading and paragraphs: what happened, what was kept, what to do next.
#[must_use]
pub fn words(refusal: &Refusal) -> (String, Vec<String>) {
    match refusal {
        Refusal::Role(refused) => roles::refused(refused),
        Refusal::Assessment(refused) => super::assessments::refused(refused),
        Refusal::Training(refused) => super::assessments::training_refused(refused),
        Refusal::Panel(refused) => super::assessments::panel_refused(refused),
        Refusal::Round(refused) => super::rounds::refused(refused),
        Refusal::RoundFile(fault) => super::rounds::file_fault(fault),
        Refusal::Application(refused) => super::applications::refused(refused),
        Refusal::Equality(refused) => super::equality::refused(*refused),
        Refusal::Entered(refused) => super::entered::refused(refused),
        Refusal::Confirmation(refused) => super::second_person::refused(refused),
        Refusal::DueDiligence(refused) => super::decisions::diligence_refused(refused),
        Refusal::Decision(refused) => super::decisions::refused(refused),
        Refusal::Document(refused) => super::documents::refused(refused),
        Refusal::Award(refused) => super::decisions::award_refused(refused),
        Refusal::Conflict(refused) => super::conflict::refused(refused),
        Refusal::Members(refused) => super::members::refused(*refused),
        Refusal::Screening(refused) => super::screening::refused(refused),
    }
}
