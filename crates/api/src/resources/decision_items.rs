//! Writing a decision: its texts, and what is decided about each bid.

use super::answer::done;
use super::shape;
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::decision::{Outcome, Reason, Texts};
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_domain::value::Pence;
use almoner_http::Route;
use almoner_usecases::decisions::{DescribeDecision, ReviseItem};
use serde::Deserialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::put("/staff/rounds/{round}/decision/texts", Act::PrepareDecision, describe),
        Route::put("/staff/rounds/{round}/decision/items/{application}", Act::ReviseItem, revise),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(describe, revise))]
pub(super) struct Doc;

/// The texts of a decision.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct TextsInput {
    /// The version of the decision that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// What is decided on, in plain English.
    #[validate(length(min = 1, max = 8_000))]
    #[schema(min_length = 1, max_length = 8_000)]
    summary: String,
    /// What else could have been done.
    #[validate(length(min = 1, max = 8_000))]
    #[schema(min_length = 1, max_length = 8_000)]
    options: String,
    /// Equality.
    #[serde(default)]
    #[validate(length(max = 8_000))]
    #[schema(max_length = 8_000)]
    equality: String,
    /// Data protection.
    #[serde(default)]
    #[validate(length(max = 8_000))]
    #[schema(max_length = 8_000)]
    data_protection: String,
    /// What is exempt from publication.
    #[serde(default)]
    #[validate(length(max = 8_000))]
    #[schema(max_length = 8_000)]
    exempt: String,
}

/// What is decided about a bid.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct ItemInput {
    /// The version of the decision that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// What.
    #[schema(schema_with = shape::decided)]
    outcome: Outcome,
    /// How much, in pence; 0 without an award.
    #[validate(range(min = 0, max = crate::input::MOST_PENCE))]
    #[schema(minimum = 0, maximum = 99_999_999_999_i64)]
    amount_pence: i64,
    /// The coded reason.
    #[schema(schema_with = shape::decided_reason)]
    reason: Reason,
    /// The reason for the public.
    #[validate(length(min = 1, max = 8_000))]
    #[schema(min_length = 1, max_length = 8_000)]
    public_reason: String,
    /// Why it departs from the panel, for the public; needed where it does.
    #[serde(default)]
    #[validate(length(max = 8_000))]
    #[schema(max_length = 8_000)]
    departure_reason: String,
    /// Conditions.
    #[serde(default)]
    #[validate(custom(function = shape::bounded_lines))]
    #[schema(schema_with = shape::lines)]
    conditions: Vec<String>,
    /// Help for the next bid.
    #[serde(default)]
    #[validate(length(max = 8_000))]
    #[schema(max_length = 8_000)]
    feedback: String,
}

/// Writes the texts of the decision.
#[utoipa::path(
    put,
    path = "/staff/rounds/{round}/decision/texts",
    tag = "staff: decision",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = TextsInput,
    responses((status = 204, description = "Written"))
)]
async fn describe(caller: Caller, id: web::Path<Uuid>, body: Body<TextsInput>) -> ApiResult {
    let TextsInput { version, summary, options, equality, data_protection, exempt } = body.sent;
    let texts = Texts { summary, options, equality, data_protection, exempt };
    caller.act(body.arrived, DescribeDecision { round: RoundId(*id), version, texts }).await?;
    done()
}

/// Writes what is decided about one bid.
#[utoipa::path(
    put,
    path = "/staff/rounds/{round}/decision/items/{application}",
    tag = "staff: decision",
    params(
        ("round" = Uuid, Path, description = "The round's id"),
        ("application" = Uuid, Path, description = "The bid's id")
    ),
    request_body = ItemInput,
    responses((status = 204, description = "Written"))
)]
async fn revise(caller: Caller, path: web::Path<(Uuid, Uuid)>, body: Body<ItemInput>) -> ApiResult {
    let ((round, application), sent) = (path.into_inner(), body.sent);
    let case = ReviseItem {
        round: RoundId(round),
        version: sent.version,
        application: ApplicationId(application),
        outcome: sent.outcome,
        amount: Pence::new(sent.amount_pence),
        reason: sent.reason,
        public_reason: sent.public_reason,
        departure_reason: sent.departure_reason,
        conditions: sent.conditions.join("\n"),
        feedback: sent.feedback,
    };
    caller.act(body.arrived, case).await?;
    done()
}
