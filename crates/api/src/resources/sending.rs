//! One's own bid from sending to taking it back.

use super::answer::{AtVersion, done, ok};
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::{ApiError, ApiResult};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::application::Submission;
use almoner_domain::id::ApplicationId;
use almoner_http::Route;
use almoner_usecases::AppError;
use almoner_usecases::applications::{OwnApplication, Receipt, Reopen, Sent, Submit, Withdraw};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/applications/{application}/submit", Act::SubmitApplication, submit),
        Route::get("/applications/{application}/receipt", Act::ReadOwnApplication, receipt),
        Route::post("/applications/{application}/reopen", Act::SubmitApplication, reopen),
        Route::post("/applications/{application}/withdraw", Act::WithdrawApplication, withdraw),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(submit, receipt, reopen, withdraw))]
pub(super) struct Doc;

/// The sending of a bid.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct SubmitInput {
    /// The version of the bid that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The `intent` that was read with it.
    #[validate(length(max = 128))]
    #[schema(max_length = 128, pattern = "^[0-9a-f]*$")]
    intent: String,
}

/// A receipt.
#[derive(Serialize, ToSchema)]
struct ReceiptRead {
    /// The bid.
    application: Uuid,
    /// Its reference.
    reference: String,
    /// The number of the sent version.
    submission: u32,
    /// When its last byte was there.
    #[schema(format = DateTime)]
    sent_at: String,
    /// The amount asked for, in pence.
    requested_pence: Option<i64>,
}

impl From<Receipt> for ReceiptRead {
    fn from(receipt: Receipt) -> Self {
        Self {
            application: receipt.application.uuid(),
            reference: receipt.reference,
            submission: receipt.submission,
            sent_at: receipt.sent_at.to_string(),
            requested_pence: receipt.requested.map(|pence| pence.get()),
        }
    }
}

/// Sends a bid. The same call again answers with the same receipt. After the deadline the answer
/// is 409 `arrived_late`, and the answers are kept.
#[utoipa::path(
    post,
    path = "/applications/{application}/submit",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = SubmitInput,
    responses((status = 200, description = "Received", body = ReceiptRead))
)]
async fn submit(caller: Caller, id: web::Path<Uuid>, body: Body<SubmitInput>) -> ApiResult {
    let SubmitInput { version, intent } = body.sent;
    let case = Submit { application: ApplicationId(*id), version, intent };
    match caller.act(body.arrived, case).await? {
        Sent::Received(receipt) => ok(&ReceiptRead::from(receipt)),
        Sent::Late(late) => Err(ApiError::Late {
            arrived: late.arrived.to_string(),
            deadline: late.deadline.to_string(),
        }),
    }
}

/// The receipt of the version that stands.
#[utoipa::path(
    get,
    path = "/applications/{application}/receipt",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    responses((status = 200, description = "The receipt", body = ReceiptRead))
)]
async fn receipt(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let bid = caller.see(OwnApplication { application: ApplicationId(*id) }).await?;
    let reference = bid.application.reference.unwrap_or_default();
    let Submission { application, number, sent_at, requested, .. } =
        bid.submission.ok_or(AppError::NotFound)?;
    ok(&ReceiptRead::from(Receipt {
        application,
        reference,
        submission: number,
        sent_at,
        requested,
    }))
}

/// Opens a sent bid again before the deadline. Until it is sent again, the sent version stands.
#[utoipa::path(
    post,
    path = "/applications/{application}/reopen",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = AtVersion,
    responses((status = 204, description = "Reopened"))
)]
async fn reopen(caller: Caller, id: web::Path<Uuid>, body: Body<AtVersion>) -> ApiResult {
    let case = Reopen { application: ApplicationId(*id), version: body.sent.version };
    caller.act(body.arrived, case).await?;
    done()
}

/// Takes a bid back, at any time before the decision.
#[utoipa::path(
    post,
    path = "/applications/{application}/withdraw",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = AtVersion,
    responses((status = 204, description = "Taken back"))
)]
async fn withdraw(caller: Caller, id: web::Path<Uuid>, body: Body<AtVersion>) -> ApiResult {
    let case = Withdraw { application: ApplicationId(*id), version: body.sent.version };
    caller.act(body.arrived, case).await?;
    done()
}
