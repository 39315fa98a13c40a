//! What staff see of rounds: home, list, one round, its settings, its steps and its logs.

mod completion;
mod define;
pub(crate) mod documents;
mod enter;
mod home;
mod list;
mod log;
mod more_time;
mod round;
mod set_up;
mod settings;
mod step;
pub(super) mod work;

use almoner_domain::access::Act;
use almoner_http::Route;

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/staff", Act::StaffHome, home::answer),
        Route::get("/staff/rounds", Act::ReadRound, list::answer),
        Route::get("/staff/rounds/new", Act::SetUpRound, define::new_form),
        Route::post("/staff/rounds/new", Act::SetUpRound, define::create),
        Route::get("/staff/rounds/{round}", Act::ReadRound, round::answer),
        Route::get("/staff/rounds/{round}/completion", Act::ReadReport, completion::answer),
        Route::get("/staff/rounds/{round}/settings", Act::ReadRound, settings::answer),
        Route::get("/staff/rounds/{round}/revise", Act::SetUpRound, define::revise_form),
        Route::post("/staff/rounds/{round}/revise", Act::SetUpRound, define::revise),
    ];
    routes.extend(enter::routes());
    routes.extend(step::routes());
    routes.extend(log::routes());
    routes.extend(more_time::routes());
    routes.extend(set_up::routes());
    routes.extend(documents::routes());
    routes
}
