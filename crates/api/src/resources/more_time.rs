//! More time for one group: what was asked for and given, asking, deciding.

use super::answer::{done, ok};
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::{ApiError, ApiResult};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::{OrganisationId, RoundId};
use almoner_domain::round::Ground;
use almoner_http::Route;
use almoner_usecases::rounds::{AnswerMoreTime, AskMoreTime, Change, MoreTimeOfRound};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

#[derive(OpenApi)]
#[openapi(paths(list, ask, answer))]
pub(super) struct Doc;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/rounds/{round}/more-time", Act::ReadMoreTime, list),
        Route::post("/staff/rounds/{round}/more-time", Act::AskMoreTime, ask),
        Route::post("/staff/rounds/{round}/more-time/answer", Act::AnswerMoreTime, answer),
    ]
}

/// Deadlines of single groups.
#[derive(Serialize, ToSchema)]
struct MoreTimeRead {
    /// The version of the round, for every change.
    version: i64,
    /// What was asked for, oldest first.
    requests: Vec<MoreTimeRequest>,
}

/// A deadline of one group, asked for or given.
#[derive(Serialize, ToSchema)]
struct MoreTimeRequest {
    /// The group.
    organisation: Uuid,
    /// What it was called then.
    name: String,
    /// Its deadline.
    #[schema(format = DateTime)]
    until: String,
    /// `office_fault`, `disability` or `bereavement`.
    ground: &'static str,
    /// What happened.
    reason: String,
    /// Who asked.
    asked_by: Uuid,
    /// Whether it was given; `null` while nobody has decided.
    given: Option<bool>,
}

/// More time for one group.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct MoreTimeAsk {
    /// The version that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The group.
    organisation: Uuid,
    /// Its deadline, by the London clock, such as `2026-07-03T17:00:00`.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    until: String,
    /// `office_fault`, `disability` or `bereavement`.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    ground: String,
    /// What happened.
    #[validate(length(min = 1, max = 4_000))]
    #[schema(min_length = 1, max_length = 4_000)]
    reason: String,
}

/// What is decided on it.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct MoreTimeDecision {
    /// The version that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The group.
    organisation: Uuid,
    /// Whether it gets it.
    given: bool,
}

/// The deadlines of single groups, with what is asked for.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}/more-time",
    tag = "staff: rounds",
    params(("round" = Uuid, Path, description = "The round's id")),
    responses((status = 200, description = "The requests", body = MoreTimeRead))
)]
async fn list(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(MoreTimeOfRound { round: RoundId(*id) }).await?;
    let requests = seen.round.more_time.into_iter().map(|one| MoreTimeRequest {
        organisation: one.organisation.uuid(),
        name: one.name,
        until: one.until.at.to_string(),
        ground: one.ground.code(),
        reason: one.reason,
        asked_by: one.asked_by.uuid(),
        given: one.answer.map(|answer| answer.given),
    });
    ok(&MoreTimeRead { version: seen.round.version, requests: requests.collect() })
}

/// Asks for a later deadline of one group.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/more-time",
    tag = "staff: rounds",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = MoreTimeAsk,
    responses((status = 204, description = "Asked"))
)]
async fn ask(caller: Caller, id: web::Path<Uuid>, body: Body<MoreTimeAsk>) -> ApiResult {
    let MoreTimeAsk { version, organisation, until, ground, reason } = body.sent;
    let until = until.parse().map_err(|_| ApiError::field("until", "not_a_time"))?;
    let ground = Ground::ALL.into_iter().find(|one| one.code() == ground);
    let ground = ground.ok_or_else(|| ApiError::field("ground", "not_an_option"))?;
    let mv = AskMoreTime { organisation: OrganisationId(organisation), until, ground, reason };
    caller.act(body.arrived, Change { round: RoundId(*id), version, mv }).await?;
    done()
}

/// Gives a group the time that was asked for, or refuses it.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/more-time/answer",
    tag = "staff: rounds",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = MoreTimeDecision,
    responses((status = 204, description = "Decided"))
)]
async fn answer(caller: Caller, id: web::Path<Uuid>, body: Body<MoreTimeDecision>) -> ApiResult {
    let MoreTimeDecision { version, organisation, given } = body.sent;
    let mv = AnswerMoreTime { organisation: OrganisationId(organisation), given };
    caller.act(body.arrived, Change { round: RoundId(*id), version, mv }).await?;
    done()
}
