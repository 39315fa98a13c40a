//! Assessors: their own list, the marking screen, the pool, progress and revealed marks.

mod assessor;
pub(super) mod head;
pub(super) mod marks;
mod mine;
mod pool;
mod progress;
mod sheet;

use crate::error::PageError;
use almoner_domain::access::Act;
use almoner_domain::id::PersonId;
use almoner_domain::person::Person;
use almoner_http::Route;
use almoner_usecases::AppError;
use std::collections::BTreeMap;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/assessments", Act::ReadOwnAssessments, mine::answer),
        Route::post("/staff/assessments/give-back", Act::HandBackAssessment, mine::hand_back),
        Route::get("/staff/assessments/{assessment}", Act::Assess, sheet::answer),
        Route::post("/staff/assessments/{assessment}", Act::Assess, sheet::take),
        Route::get("/staff/rounds/{round}/assessors", Act::AssignAssessments, pool::answer),
        Route::post("/staff/rounds/{round}/assessors", Act::AssignAssessments, pool::assign),
        Route::post(
            "/staff/rounds/{round}/assessors/beyond",
            Act::WidenAssignment,
            pool::assign_beyond,
        ),
        Route::get("/staff/rounds/{round}/progress", Act::AssignAssessments, progress::answer),
        Route::post("/staff/rounds/{round}/progress/waive", Act::WaiveAssessment, progress::waive),
        Route::post(
            "/staff/rounds/{round}/progress/unlock",
            Act::UnlockAssessment,
            progress::unlock,
        ),
        Route::post(
            "/staff/rounds/{round}/start-moderating",
            Act::AdvanceRound,
            progress::start_moderating,
        ),
        Route::get("/staff/assessors/{person}", Act::ManageAssessors, assessor::answer),
        Route::post("/staff/assessors/{person}/training", Act::ManageAssessors, assessor::train),
        Route::post("/staff/assessors/{person}/zones", Act::ManageAssessors, assessor::zones),
        Route::get("/staff/applications/{application}/marks", Act::ReadMarks, marks::answer),
    ]
}

/// A record's id in an address or a field; one that cannot be read does not exist.
pub(super) fn id<T: std::str::FromStr>(text: &str) -> Result<T, PageError> {
    text.parse().map_err(|_| AppError::NotFound.into())
}

/// A version in a hidden field; one that cannot be read is an old one.
pub(super) fn version(text: &str) -> i64 {
    text.parse().unwrap_or(-1)
}

/// A person's name, or their address while they have not given one.
pub(super) fn name(people: &BTreeMap<PersonId, Person>, person: PersonId) -> String {
    match people.get(&person) {
        Some(person) if person.name.is_empty() => person.email.clone(),
        Some(person) => person.name.clone(),
        None => "Somebody whose account is gone".to_owned(),
    }
}
