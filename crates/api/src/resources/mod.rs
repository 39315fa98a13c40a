//! The resources, a file a topic, and the table of all their routes.

mod answer;
mod applications;
mod decisions;
mod marking;
mod organisations;
mod rounds;
mod screening;
mod set_up;
mod staff_rounds;

use almoner_domain::access::Act;
use almoner_http::Route;
use utoipa::OpenApi;

/// Every route of the interface, each with the act that the policy knows it by. Paths begin after
/// [`crate::BASE`].
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = vec![Route::get("/openapi.json", Act::ReadPublic, crate::openapi::serve)];
    routes.extend(rounds::routes());
    routes.extend(organisations::routes());
    routes.extend(applications::routes());
    routes.extend(staff_rounds::routes());
    routes.extend(set_up::routes());
    routes.extend(screening::routes());
    routes.extend(marking::routes());
    routes.extend(decisions::routes());
    routes
}

#[derive(OpenApi)]
#[openapi(paths(crate::openapi::serve))]
struct Own;

/// The documents of all topics, in one.
pub(crate) fn documents() -> utoipa::openapi::OpenApi {
    let mut whole = Own::openapi();
    for part in [
        rounds::Doc::openapi(),
        organisations::Doc::openapi(),
        applications::Doc::openapi(),
        staff_rounds::Doc::openapi(),
        set_up::Doc::openapi(),
        screening::Doc::openapi(),
        marking::Doc::openapi(),
        decisions::Doc::openapi(),
    ] {
        whole.merge(part);
    }
    whole
}
