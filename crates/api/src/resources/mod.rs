//! The resources, a file a topic, and the table of all their routes.

mod account;
mod answer;
mod applications;
mod assessors;
mod decision_items;
mod decision_read;
mod decisions;
mod declarations;
mod diligence;
mod documents;
mod eligibility;
mod entered;
mod equality;
mod letters;
mod marking;
mod members;
mod moderation;
mod more_time;
mod organisations;
mod overrides;
mod own_result;
mod panel;
mod panel_read;
mod people;
mod received;
mod report;
mod reserve;
mod results;
mod round_log;
mod rounds;
mod screening;
mod screening_read;
mod second_person;
mod sections;
mod sending;
mod set_up;
mod shape;
mod staff_rounds;
mod training;
mod withhold;

use almoner_domain::access::Act;
use almoner_http::Route;
use utoipa::OpenApi;

macro_rules! topics {
    ($($topic:ident),+ $(,)?) => {
        /// Every route of the interface, each with the act that the policy knows it by. Paths begin
        /// after [`crate::BASE`].
        #[must_use]
        pub fn routes() -> Vec<Route> {
            let mut routes =
                vec![Route::get("/openapi.json", Act::ReadPublic, crate::openapi::serve)];
            $(routes.extend($topic::routes());)+
            routes
        }

        /// The documents of all topics, in one.
        pub(crate) fn documents() -> utoipa::openapi::OpenApi {
            let mut whole = Own::openapi();
            $(whole.merge($topic::Doc::openapi());)+
            whole
        }
    };
}

// In the order in which a round goes.
topics! {
    rounds, eligibility, organisations, members, applications, sections, documents,
    sending, second_person, equality, own_result, results, account,
    staff_rounds, entered, set_up, round_log, more_time, received, declarations, screening, overrides, withhold, assessors,
    training,
    marking, panel, moderation, diligence, decisions, decision_items, reserve, report, people, letters,
}

#[derive(OpenApi)]
#[openapi(paths(crate::openapi::serve))]
struct Own;
