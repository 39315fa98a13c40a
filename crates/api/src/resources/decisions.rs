//! The steps of a decision: drafted, commented on, signed, told to the groups.

use super::answer::{AtVersion, done, ok};
use super::decision_read::{DecisionRead, NoticesRead};
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::RoundId;
use almoner_http::Route;
use almoner_usecases::decisions::{
    Announce, CommentOnFinance, DecisionPage, NoticesPage, PrepareDecision, RefreshDecision,
    ReturnToPanel, SignDecision,
};
use serde::Deserialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/rounds/{round}/decision", Act::ReadDecision, read),
        Route::post("/staff/rounds/{round}/decision", Act::PrepareDecision, prepare),
        Route::post("/staff/rounds/{round}/decision/refresh", Act::PrepareDecision, refresh),
        Route::post("/staff/rounds/{round}/decision/finance", Act::CommentOnFinance, finance),
        Route::post("/staff/rounds/{round}/decision/sign", Act::Decide, sign),
        Route::post("/staff/rounds/{round}/decision/return", Act::Decide, send_back),
        Route::post("/staff/rounds/{round}/decision/announce", Act::AdvanceRound, announce),
        Route::get("/staff/rounds/{round}/notices", Act::AdvanceRound, notices),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(read, prepare, refresh, finance, sign, send_back, notices, announce))]
pub(super) struct Doc;

/// The decision with everything that it is made from, best bid first.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}/decision",
    tag = "staff: decision",
    params(("round" = Uuid, Path, description = "The round's id")),
    responses((status = 200, description = "The papers", body = DecisionRead))
)]
async fn read(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let papers = caller.see(DecisionPage { round: RoundId(*id) }).await?;
    ok(&DecisionRead::from(papers))
}

/// Nothing to say.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct NothingToSay {}

/// Draws the papers of the decision up.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/decision",
    tag = "staff: decision",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = NothingToSay,
    responses((status = 204, description = "Drawn up"))
)]
async fn prepare(caller: Caller, id: web::Path<Uuid>, body: Body<NothingToSay>) -> ApiResult {
    caller.act(body.arrived, PrepareDecision { round: RoundId(*id) }).await?;
    done()
}

/// Takes bids out that have been withdrawn since the decision was drafted.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/decision/refresh",
    tag = "staff: decision",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = AtVersion,
    responses((status = 204, description = "Taken out"))
)]
async fn refresh(caller: Caller, id: web::Path<Uuid>, body: Body<AtVersion>) -> ApiResult {
    let case = RefreshDecision { round: RoundId(*id), version: body.sent.version };
    caller.act(body.arrived, case).await?;
    done()
}

/// The finance officer's comment.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct CommentInput {
    /// The version of the decision that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The comment.
    #[validate(length(min = 1, max = 10_000))]
    #[schema(min_length = 1, max_length = 10_000)]
    comment: String,
}

/// Comments as the round's finance officer.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/decision/finance",
    tag = "staff: decision",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = CommentInput,
    responses((status = 204, description = "Commented"))
)]
async fn finance(caller: Caller, id: web::Path<Uuid>, body: Body<CommentInput>) -> ApiResult {
    let CommentInput { version, comment } = body.sent;
    let case = CommentOnFinance { round: RoundId(*id), version, comment };
    caller.act(body.arrived, case).await?;
    done()
}

/// Signs the decision as the round's approver.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/decision/sign",
    tag = "staff: decision",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = AtVersion,
    responses((status = 204, description = "Signed"))
)]
async fn sign(caller: Caller, id: web::Path<Uuid>, body: Body<AtVersion>) -> ApiResult {
    let case = SignDecision { round: RoundId(*id), version: body.sent.version };
    caller.act(body.arrived, case).await?;
    done()
}

/// Every letter of a signed decision, as it would be sent today.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}/notices",
    tag = "staff: decision",
    params(("round" = Uuid, Path, description = "The round's id")),
    responses((status = 200, description = "The letters", body = NoticesRead))
)]
async fn notices(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let round = RoundId(*id);
    let read = caller
        .ask(move |app, actor, arrived| {
            let seen = app.look(actor, arrived, &NoticesPage { round })?;
            let words = app.words();
            Ok(NoticesRead::of(seen, |letter| words.write(letter)))
        })
        .await?;
    ok(&read)
}

/// Why the recommendation goes back.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReturnInput {
    /// The version of the round that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// Why.
    #[validate(length(min = 1, max = 5000))]
    #[schema(min_length = 1, max_length = 5000)]
    reason: String,
}

/// Sends the recommendation back to the panel as the round's approver.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/decision/return",
    tag = "staff: decision",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = ReturnInput,
    responses((status = 204, description = "Sent back"))
)]
async fn send_back(caller: Caller, id: web::Path<Uuid>, body: Body<ReturnInput>) -> ApiResult {
    let ReturnInput { version, reason } = body.sent;
    caller.act(body.arrived, ReturnToPanel { round: RoundId(*id), version, reason }).await?;
    done()
}

/// Tells every group its result.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/decision/announce",
    tag = "staff: decision",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = AtVersion,
    responses((status = 204, description = "Told"))
)]
async fn announce(caller: Caller, id: web::Path<Uuid>, body: Body<AtVersion>) -> ApiResult {
    let case = Announce { round: RoundId(*id), version: body.sent.version };
    caller.act(body.arrived, case).await?;
    done()
}
