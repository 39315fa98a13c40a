//! The panel: the ranking, one bid, the meeting, and handing the recommendation over.

mod meeting;
mod moderation;
mod table;

use almoner_domain::access::Act;
use almoner_http::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/rounds/{round}/panel", Act::ReadPanel, table::answer),
        Route::post("/staff/rounds/{round}/line", Act::ChairPanel, table::line),
        Route::post("/staff/rounds/{round}/recommend", Act::ChairPanel, table::recommend),
        Route::get("/staff/rounds/{round}/meeting", Act::ChairPanel, meeting::answer),
        Route::post("/staff/rounds/{round}/meeting", Act::ChairPanel, meeting::take),
        Route::get(
            "/staff/applications/{application}/moderation",
            Act::Moderate,
            moderation::answer,
        ),
        Route::post(
            "/staff/applications/{application}/moderation",
            Act::Moderate,
            moderation::agree,
        ),
        Route::post(
            "/staff/applications/{application}/recommendation",
            Act::Moderate,
            moderation::recommend,
        ),
    ]
}
