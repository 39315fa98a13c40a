//! What the office adds while a round runs: questions with answers, publicity, workshops. The logs
//! themselves are in the settings of the round.

use super::answer::done;
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::RoundId;
use almoner_domain::value::CivilDate;
use almoner_http::Route;
use almoner_usecases::rounds::{AddPublicity, AddQuestion, AddWorkshop};
use serde::Deserialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/staff/rounds/{round}/questions", Act::SupportRound, question),
        Route::post("/staff/rounds/{round}/publicity", Act::SupportRound, publicity),
        Route::post("/staff/rounds/{round}/workshops", Act::SupportRound, workshop),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(question, publicity, workshop))]
pub(super) struct Doc;

/// A question that somebody asked, with its answer for everybody.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct QuestionInput {
    /// The question, without the name of who asked.
    #[validate(length(min = 1, max = 8_000))]
    #[schema(min_length = 1, max_length = 8_000)]
    question: String,
    /// The answer.
    #[validate(length(min = 1, max = 8_000))]
    #[schema(min_length = 1, max_length = 8_000)]
    answer: String,
}

/// Where the round was made known.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct PublicityInput {
    /// The day.
    #[schema(value_type = String, format = Date)]
    on: CivilDate,
    /// Through what.
    #[validate(length(min = 1, max = 8_000))]
    #[schema(min_length = 1, max_length = 8_000)]
    channel: String,
    /// The code of the area that it was aimed at; empty for everywhere.
    #[serde(default)]
    #[validate(length(max = 60))]
    #[schema(max_length = 60)]
    area: String,
    /// What was done.
    #[validate(length(min = 1, max = 8_000))]
    #[schema(min_length = 1, max_length = 8_000)]
    note: String,
}

/// A workshop for applicants.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct WorkshopInput {
    /// The day.
    #[schema(value_type = String, format = Date)]
    on: CivilDate,
    /// What and where.
    #[validate(length(min = 1, max = 8_000))]
    #[schema(min_length = 1, max_length = 8_000)]
    title: String,
    /// Whether it was, or will be, recorded.
    recorded: bool,
}

/// Publishes a question with its answer, for everybody.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/questions",
    tag = "staff: rounds",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = QuestionInput,
    responses((status = 204, description = "Published"))
)]
async fn question(caller: Caller, id: web::Path<Uuid>, body: Body<QuestionInput>) -> ApiResult {
    let QuestionInput { question, answer } = body.sent;
    caller.act(body.arrived, AddQuestion { round: RoundId(*id), question, answer }).await?;
    done()
}

/// Writes down where the round was made known.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/publicity",
    tag = "staff: rounds",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = PublicityInput,
    responses((status = 204, description = "Written down"))
)]
async fn publicity(caller: Caller, id: web::Path<Uuid>, body: Body<PublicityInput>) -> ApiResult {
    let PublicityInput { on, channel, area, note } = body.sent;
    caller.act(body.arrived, AddPublicity { round: RoundId(*id), on, channel, area, note }).await?;
    done()
}

/// Writes down a workshop for applicants.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/workshops",
    tag = "staff: rounds",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = WorkshopInput,
    responses((status = 204, description = "Written down"))
)]
async fn workshop(caller: Caller, id: web::Path<Uuid>, body: Body<WorkshopInput>) -> ApiResult {
    let WorkshopInput { on, title, recorded } = body.sent;
    caller.act(body.arrived, AddWorkshop { round: RoundId(*id), on, title, recorded }).await?;
    done()
}
