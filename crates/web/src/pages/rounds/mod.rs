//! What the public sees of rounds.

mod eligibility;
mod facts;
mod list;
mod privacy;
mod questions;
mod round;

pub(crate) use facts::{Fact, RoundFacts, Source, Sources, facts_of};

use almoner_domain::access::Act;
use almoner_http::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/", Act::ReadPublic, list::answer),
        Route::get("/rounds", Act::ReadPublic, list::answer),
        Route::get("/rounds/{reference}", Act::ReadPublic, round::answer),
        Route::get("/rounds/{reference}/eligibility", Act::CheckEligibility, eligibility::show),
        Route::post("/rounds/{reference}/eligibility", Act::CheckEligibility, eligibility::answer),
        Route::get("/rounds/{reference}/questions", Act::ReadPublic, questions::answer),
        Route::get("/rounds/{reference}/questions.txt", Act::ReadPublic, questions::text),
        Route::get("/rounds/{reference}/privacy", Act::ReadPublic, privacy::answer),
    ]
}
