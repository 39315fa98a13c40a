//! Setting a round up in the browser: begun from the template or a past round, then a list of
//! tasks with a page for each part, and the questions built one by one.

mod begin;
mod draw;
mod form;
mod inputs;
mod part;
mod parts;
mod preview;
mod question;
mod question_inputs;
mod rules;
mod tasks;

use crate::page::SiteData;
use almoner_domain::access::Act;
use almoner_domain::id::RoundId;
use almoner_http::{Route, Visitor, blocking};
use almoner_usecases::rounds::{RoundSetUp, SetUpSeen};
use almoner_usecases::{AppError, Outcome};

/// Said where somebody else changed the round meanwhile.
const STALE: &str = "Somebody else changed this round while you were working. Nothing of yours was \
                     saved, and all of it is still below. Save again if you still want to.";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/rounds/begin", Act::SetUpRound, begin::show),
        Route::post("/staff/rounds/begin", Act::SetUpRound, begin::take),
        Route::get("/staff/rounds/{round}/set-up", Act::ReadRound, tasks::show),
        Route::get("/staff/rounds/{round}/set-up/{part}", Act::ReadRound, part::show),
        Route::post("/staff/rounds/{round}/set-up/{part}", Act::SetUpRound, part::save),
        Route::get(
            "/staff/rounds/{round}/set-up/{part}/items/{item}",
            Act::ReadRound,
            part::show_item,
        ),
        Route::post(
            "/staff/rounds/{round}/set-up/{part}/items/{item}",
            Act::SetUpRound,
            part::save_item,
        ),
        Route::get("/staff/rounds/{round}/form", Act::ReadRound, form::show),
        Route::post("/staff/rounds/{round}/form", Act::SetUpRound, form::change),
        Route::get("/staff/rounds/{round}/form/preview", Act::ReadRound, preview::show),
        Route::get("/staff/rounds/{round}/form/checks", Act::ReadRound, rules::show),
        Route::post("/staff/rounds/{round}/form/checks", Act::SetUpRound, rules::change),
        Route::get("/staff/rounds/{round}/form/sections/{section}", Act::ReadRound, form::section),
        Route::post(
            "/staff/rounds/{round}/form/sections/{section}",
            Act::SetUpRound,
            form::write_section,
        ),
        Route::post(
            "/staff/rounds/{round}/form/sections/{section}/add",
            Act::SetUpRound,
            form::add_question,
        ),
        Route::get(
            "/staff/rounds/{round}/form/questions/{question}",
            Act::ReadRound,
            question::show,
        ),
        Route::post(
            "/staff/rounds/{round}/form/questions/{question}",
            Act::SetUpRound,
            question::save,
        ),
    ]
}

/// The round with the id in an address; an id that cannot be read is one that does not exist.
async fn seen(site: &SiteData, visitor: &Visitor, id: &str) -> Outcome<SetUpSeen> {
    let round = RoundId::parse(id).ok_or(AppError::NotFound)?;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    blocking(move || app.look(&actor, arrived, &RoundSetUp { round })).await
}

fn path(round: RoundId) -> String {
    format!("/staff/rounds/{round}")
}
