//! The reserve list of a round.

use super::answer::{done, ok};
use super::decision_read::ItemRead;
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_domain::value::Pence;
use almoner_http::Route;
use almoner_usecases::decisions::{PromoteReserve, ReservePage, ReserveSheet};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/rounds/{round}/reserve", Act::ReadDecision, read),
        Route::post("/staff/rounds/{round}/reserve", Act::PromoteReserve, promote),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(read, promote))]
pub(super) struct Doc;

/// The reserve list.
#[derive(Serialize, ToSchema)]
struct ReserveRead {
    /// The version of the decision, for an approval.
    version: i64,
    /// The last day on which the list stands; null until the decision is signed.
    #[schema(format = Date)]
    until: Option<String>,
    /// Who waits, first come first, without bids from which the reader is kept away.
    waiting: Vec<ItemRead>,
    /// The money that is free, in pence; null for a reader whom it would tell of a bid from which
    /// they are kept away.
    free_pence: Option<i64>,
    /// Whether the reader may approve from the list now.
    may_promote: bool,
}

impl From<ReserveSheet> for ReserveRead {
    fn from(sheet: ReserveSheet) -> Self {
        Self {
            version: sheet.version,
            until: sheet.until.map(|day| day.to_string()),
            waiting: sheet.waiting.into_iter().map(Into::into).collect(),
            free_pence: sheet.free.map(Pence::get),
            may_promote: sheet.may_promote,
        }
    }
}

/// An approval from the reserve list.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct PromoteInput {
    /// The version of the decision that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The bid, the first of the list.
    application: Uuid,
    /// How much, in pence.
    #[validate(range(min = 1, max = crate::input::MOST_PENCE))]
    #[schema(minimum = 1, maximum = 99_999_999_999_i64)]
    amount_pence: i64,
    /// Why, written for the public.
    #[validate(length(min = 1, max = 8_000))]
    #[schema(min_length = 1, max_length = 8_000)]
    public_reason: String,
}

/// The reserve list of a round, with the money that is free.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}/reserve",
    tag = "staff: decision",
    params(("round" = Uuid, Path, description = "The round's id")),
    responses((status = 200, description = "The list", body = ReserveRead))
)]
async fn read(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    ok(&ReserveRead::from(caller.see(ReservePage { round: RoundId(*id) }).await?))
}

/// Approves the first bid of the reserve list.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/reserve",
    tag = "staff: decision",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = PromoteInput,
    responses((status = 204, description = "Approved"))
)]
async fn promote(caller: Caller, id: web::Path<Uuid>, body: Body<PromoteInput>) -> ApiResult {
    let PromoteInput { version, application, amount_pence, public_reason } = body.sent;
    let case = PromoteReserve {
        round: RoundId(*id),
        version,
        application: ApplicationId(application),
        amount: Pence::new(amount_pence),
        public_reason,
    };
    caller.act(body.arrived, case).await?;
    done()
}
