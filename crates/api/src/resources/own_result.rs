//! What screening found about one's own bid, and the review that can be asked for.

use super::answer::{done, ok};
use super::screening_read::{AskedRead, ReviewRead};
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::ApplicationId;
use almoner_http::Route;
use almoner_usecases::screening::{AskForReview, ReadOwnResult};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/applications/{application}/result", Act::ReadOwnApplication, result),
        Route::post("/applications/{application}/review", Act::AskForReview, review),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(result, review))]
pub(super) struct Doc;

/// What screening found, as the group is told.
#[derive(Serialize, ToSchema)]
struct ResultRead {
    /// Where the bid stands.
    status: &'static str,
    /// The version of the screening, for an answer to its questions.
    version: i64,
    /// The checks that failed, in the round's own words, if it was found ineligible.
    failed: Vec<String>,
    /// Until when a review may be asked for.
    #[schema(format = Date)]
    review_until: Option<String>,
    /// The review that was asked for last; null if none was.
    review: Option<ReviewRead>,
    /// What the office asks for; null if nothing waits for an answer.
    information: Option<InformationRead>,
    /// Conditions under which it is eligible.
    conditions: Vec<String>,
}

/// What the office asks the group for.
#[derive(Serialize, ToSchema)]
struct InformationRead {
    /// The last day for the answer.
    #[schema(format = Date)]
    until: String,
    /// What is missing, each with the questions that may be answered anew.
    items: Vec<AskedRead>,
}

/// What screening found about one's own bid.
#[utoipa::path(
    get,
    path = "/applications/{application}/result",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    responses((status = 200, description = "The result", body = ResultRead))
)]
async fn result(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(ReadOwnResult { application: ApplicationId(*id) }).await?;
    ok(&ResultRead {
        status: seen.application.status.code(),
        version: seen.version,
        failed: seen.failed.into_iter().map(|one| one.title).collect(),
        review_until: seen.review_until.map(|day| day.to_string()),
        review: seen.review.map(Into::into),
        information: seen.request.map(|request| InformationRead {
            until: request.until.to_string(),
            items: request.items.into_iter().map(Into::into).collect(),
        }),
        conditions: seen.conditions,
    })
}

/// The grounds of a review.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReviewInput {
    /// Why the result is wrong.
    #[validate(length(min = 1, max = 5000))]
    #[schema(min_length = 1, max_length = 5000)]
    grounds: String,
}

/// Asks for a review of a screening result.
#[utoipa::path(
    post,
    path = "/applications/{application}/review",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = ReviewInput,
    responses((status = 204, description = "Asked"))
)]
async fn review(caller: Caller, id: web::Path<Uuid>, body: Body<ReviewInput>) -> ApiResult {
    let case = AskForReview { application: ApplicationId(*id), grounds: body.sent.grounds };
    caller.act(body.arrived, case).await?;
    done()
}
