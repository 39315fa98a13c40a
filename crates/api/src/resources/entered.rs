//! Bids that an officer enters for groups.

use super::answer::made;
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::{ApiError, ApiResult};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::RoundId;
use almoner_http::Route;
use almoner_usecases::applications::EnterApplication;
use serde::Deserialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::post("/staff/rounds/{round}/enter", Act::EnterApplication, enter)]
}

#[derive(OpenApi)]
#[openapi(paths(enter))]
pub(super) struct Doc;

/// A bid that a group gave by telephone or on paper.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct EnterInput {
    /// The name of the group.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    organisation: String,
    /// The code of its kind.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    kind: String,
    /// The name of its contact.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    contact: String,
    /// The contact's own address.
    #[validate(length(min = 1, max = 254))]
    #[schema(min_length = 1, max_length = 254)]
    email: String,
    /// phone or paper.
    #[validate(length(max = 20))]
    #[schema(max_length = 20, pattern = "^(phone|paper)$")]
    how: String,
    /// When the call was, or the paper was received, as the clock in London showed it.
    #[validate(length(max = 30))]
    #[schema(
        max_length = 30,
        pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$"
    )]
    received: String,
}

/// Enters a bid for a group. Its answers are then saved and sent as for any bid; its contact
/// confirms it.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/enter",
    tag = "staff: rounds",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = EnterInput,
    responses((status = 201, description = "Entered", body = super::answer::Made))
)]
async fn enter(caller: Caller, id: web::Path<Uuid>, body: Body<EnterInput>) -> ApiResult {
    let sent = body.sent;
    let received = sent.received.parse().map_err(|_| ApiError::field("received", "not_a_time"))?;
    let case = EnterApplication {
        round: RoundId(*id),
        organisation: sent.organisation,
        kind: sent.kind,
        contact: sent.contact,
        email: sent.email,
        how: sent.how,
        received: Some(received),
    };
    let application = caller.act(body.arrived, case).await?;
    made("/applications", application.uuid())
}
