//! Withholding a group's name, its places, or both.

use super::answer::{done, ok};
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::application::Withhold;
use almoner_domain::id::ApplicationId;
use almoner_http::Route;
use almoner_usecases::applications::{WithholdDetails, WithholdOwnDetails, WithholdPage};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

const OWN: &str = "/applications/{application}/withhold";
const OFFICE: &str = "/staff/applications/{application}/withhold";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post(OWN, Act::WithholdOwnDetails, own),
        Route::get(OFFICE, Act::WithholdDetails, read),
        Route::post(OFFICE, Act::WithholdDetails, office),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(own, read, office))]
pub(super) struct Doc;

/// What is to be withheld.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum What {
    /// Nothing: the name and the places can be shown.
    Nothing,
    /// The name of the group and of its project.
    Name,
    /// The places where it works.
    Place,
    /// Both.
    Both,
}

impl From<What> for Withhold {
    fn from(what: What) -> Self {
        match what {
            What::Nothing => Self::Nothing,
            What::Name => Self::Name,
            What::Place => Self::Place,
            What::Both => Self::Both,
        }
    }
}

/// What of a bid is to be withheld, and why.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct WithholdInput {
    /// The version of the bid that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// What.
    withhold: What,
    /// Why. A group may leave it empty, the office may not.
    #[validate(length(max = 5000))]
    #[schema(max_length = 5000)]
    reason: String,
}

/// Withholds details of one's own bid, or shows them again, at any time.
#[utoipa::path(
    post,
    path = "/applications/{application}/withhold",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = WithholdInput,
    responses((status = 204, description = "Done"))
)]
async fn own(caller: Caller, id: web::Path<Uuid>, body: Body<WithholdInput>) -> ApiResult {
    let WithholdInput { version, withhold, reason } = body.sent;
    let (application, withhold) = (ApplicationId(*id), withhold.into());
    caller.act(body.arrived, WithholdOwnDetails { application, version, withhold, reason }).await?;
    done()
}

/// What is withheld of a bid.
#[derive(Serialize, ToSchema)]
struct WithholdRead {
    /// The version of the bid.
    version: i64,
    /// What: nothing, name, place or both.
    withhold: &'static str,
    /// Why.
    reason: Option<String>,
}

/// What is withheld of a bid, for the office.
#[utoipa::path(
    get,
    path = "/staff/applications/{application}/withhold",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    responses((status = 200, description = "What is withheld", body = WithholdRead))
)]
async fn read(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let bid = caller.see(WithholdPage { application: ApplicationId(*id) }).await?;
    ok(&WithholdRead {
        version: bid.version,
        withhold: bid.withhold.code(),
        reason: bid.withhold_reason,
    })
}

/// Withholds details of a bid, or shows them again, for the office.
#[utoipa::path(
    post,
    path = "/staff/applications/{application}/withhold",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = WithholdInput,
    responses((status = 204, description = "Done"))
)]
async fn office(caller: Caller, id: web::Path<Uuid>, body: Body<WithholdInput>) -> ApiResult {
    let WithholdInput { version, withhold, reason } = body.sent;
    let (application, withhold) = (ApplicationId(*id), withhold.into());
    caller.act(body.arrived, WithholdDetails { application, version, withhold, reason }).await?;
    done()
}
