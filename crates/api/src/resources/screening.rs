//! Screening an application: its checks, and the proposal that it is not eligible.

use super::answer::{AtVersion, done, ok};
use super::screening_read::ScreeningRead;
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::ApplicationId;
use almoner_domain::screening::CheckResult;
use almoner_http::Route;
use almoner_usecases::screening::{
    ConfirmIneligible, PassScreening, ProposeIneligible, RecordCheck, RejectProposal, ScreeningPage,
};
use serde::Deserialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/applications/{application}/screening", Act::Screen, screening),
        Route::post("/staff/applications/{application}/screening/check", Act::Screen, check),
        Route::post("/staff/applications/{application}/screening/pass", Act::Screen, pass),
        Route::post("/staff/applications/{application}/screening/propose", Act::Screen, propose),
        Route::post(
            "/staff/applications/{application}/screening/confirm",
            Act::ConfirmScreening,
            confirm,
        ),
        Route::post(
            "/staff/applications/{application}/screening/reject",
            Act::ConfirmScreening,
            reject,
        ),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(screening, check, pass, propose, confirm, reject))]
pub(super) struct Doc;

/// The screening of an application.
#[utoipa::path(
    get,
    path = "/staff/applications/{application}/screening",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    responses((status = 200, description = "The screening", body = ScreeningRead))
)]
async fn screening(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(ScreeningPage { application: ApplicationId(*id) }).await?;
    ok(&ScreeningRead::from(seen))
}

/// How a check came out.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Came {
    /// It passes, on a condition where one is named.
    Pass,
    /// It fails for the named reasons.
    Fail,
    /// The group has to say more.
    NeedsInfo,
    /// It does not concern this bid.
    NotApplicable,
}

/// The result of one check.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct CheckInput {
    /// The version of the screening that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The check's code.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    check: String,
    /// How it came out.
    result: Came,
    /// Codes of the round's reasons, for a fail.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(schema_with = codes)]
    reasons: Vec<String>,
    /// What the group must do before an agreement, for a pass on a condition.
    #[validate(length(max = 2000))]
    #[schema(max_length = 2000)]
    condition: Option<String>,
    /// In the caller's own words.
    #[serde(default)]
    #[validate(length(max = 5000))]
    #[schema(max_length = 5000)]
    text: String,
}

/// A short list of codes.
fn codes() -> utoipa::openapi::Schema {
    use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Type};
    let code = ObjectBuilder::new().schema_type(Type::String).max_length(Some(60));
    ArrayBuilder::new().items(code).max_items(Some(20)).into()
}

/// Records the result of one check.
#[utoipa::path(
    post,
    path = "/staff/applications/{application}/screening/check",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = CheckInput,
    responses((status = 204, description = "Recorded"))
)]
async fn check(caller: Caller, id: web::Path<Uuid>, body: Body<CheckInput>) -> ApiResult {
    let CheckInput { version, check, result, reasons, condition, text } = body.sent;
    let found = match result {
        Came::Pass => CheckResult::Pass { condition },
        Came::Fail => CheckResult::Fail { reasons },
        Came::NeedsInfo => CheckResult::NeedsInformation,
        Came::NotApplicable => CheckResult::NotApplicable,
    };
    let case = RecordCheck { application: ApplicationId(*id), version, check, found, text };
    caller.act(body.arrived, case).await?;
    done()
}

/// Finds an application eligible.
#[utoipa::path(
    post,
    path = "/staff/applications/{application}/screening/pass",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = AtVersion,
    responses((status = 204, description = "Eligible"))
)]
async fn pass(caller: Caller, id: web::Path<Uuid>, body: Body<AtVersion>) -> ApiResult {
    let case = PassScreening { application: ApplicationId(*id), version: body.sent.version };
    caller.act(body.arrived, case).await?;
    done()
}

/// Proposes that an application is not eligible; another person confirms it.
#[utoipa::path(
    post,
    path = "/staff/applications/{application}/screening/propose",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = AtVersion,
    responses((status = 204, description = "Proposed"))
)]
async fn propose(caller: Caller, id: web::Path<Uuid>, body: Body<AtVersion>) -> ApiResult {
    let case = ProposeIneligible { application: ApplicationId(*id), version: body.sent.version };
    caller.act(body.arrived, case).await?;
    done()
}

/// Confirms that an application is not eligible; the group is told at once.
#[utoipa::path(
    post,
    path = "/staff/applications/{application}/screening/confirm",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = AtVersion,
    responses((status = 204, description = "Confirmed"))
)]
async fn confirm(caller: Caller, id: web::Path<Uuid>, body: Body<AtVersion>) -> ApiResult {
    let case = ConfirmIneligible { application: ApplicationId(*id), version: body.sent.version };
    caller.act(body.arrived, case).await?;
    done()
}

/// Rejects the proposal that an application is not eligible.
#[utoipa::path(
    post,
    path = "/staff/applications/{application}/screening/reject",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = super::answer::WithReason,
    responses((status = 204, description = "Rejected"))
)]
async fn reject(
    caller: Caller,
    id: web::Path<Uuid>,
    body: Body<super::answer::WithReason>,
) -> ApiResult {
    let super::answer::WithReason { version, reason } = body.sent;
    let case = RejectProposal { application: ApplicationId(*id), version, text: reason };
    caller.act(body.arrived, case).await?;
    done()
}
