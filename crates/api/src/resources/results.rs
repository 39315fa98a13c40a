//! What the public and the groups see of a decision, once the groups have been told.

use super::answer::ok;
use super::report::{AreaFiguresRead, TallyRead};
use super::shape;
use crate::caller::Caller;
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::ApplicationId;
use almoner_http::Route;
use almoner_usecases::decisions::{Award, OwnDecision, OwnResult, PublicResults, ResultsInPublic};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/rounds/{reference}/results", Act::ReadPublic, results),
        Route::get("/applications/{application}/decision", Act::ReadOwnApplication, own),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(results, own))]
pub(super) struct Doc;

/// The results of a round.
#[derive(Serialize, ToSchema)]
struct ResultsRead {
    /// The awards, by area and recipient.
    awards: Vec<AwardRead>,
    /// What was decided on, in plain English.
    summary: String,
    /// What else could have been done.
    options: String,
    /// What all received bids asked for.
    requested: TallyRead,
    /// What was approved.
    approved: Option<TallyRead>,
    /// By area.
    areas: Vec<AreaFiguresRead>,
    /// What is fiction in it, in a demonstration.
    fiction: Option<String>,
}

/// An award, in the fields that are published.
#[derive(Serialize, ToSchema)]
struct AwardRead {
    /// Where; null if it is withheld.
    area: Option<String>,
    /// To whom; null if it is withheld.
    recipient: Option<String>,
    /// For what; null if it would tell what is withheld.
    purpose: Option<String>,
    /// How much, in pence.
    amount_pence: i64,
    /// On what conditions.
    conditions: Vec<String>,
    /// Why.
    reason: String,
    /// Why against the panel, where it was.
    departure: Option<String>,
}

impl From<Award> for AwardRead {
    fn from(award: Award) -> Self {
        Self {
            area: award.area,
            recipient: award.recipient,
            purpose: award.purpose,
            amount_pence: award.amount.get(),
            conditions: award.conditions,
            reason: award.reason,
            departure: award.departure,
        }
    }
}

impl From<ResultsInPublic> for ResultsRead {
    fn from(seen: ResultsInPublic) -> Self {
        Self {
            requested: seen.report.requested().into(),
            approved: seen.report.approved().map(Into::into),
            awards: seen.awards.into_iter().map(Into::into).collect(),
            summary: seen.summary,
            options: seen.options,
            areas: seen.areas.into_iter().map(Into::into).collect(),
            fiction: seen.fiction,
        }
    }
}

/// The decision on one's own bid.
#[derive(Serialize, ToSchema)]
struct OwnDecisionRead {
    /// The bid.
    application: Uuid,
    /// Its reference.
    reference: String,
    /// What was decided.
    #[schema(schema_with = shape::decided)]
    outcome: &'static str,
    /// What is offered; null if nothing is.
    offer: Option<OfferRead>,
    /// Why.
    reason: String,
    /// The panel's marks by criterion, out of 5.
    marks: Vec<MarkRead>,
    /// Help for the next bid.
    feedback: String,
    /// The last day of the reserve list.
    #[schema(format = Date)]
    reserve_until: Option<String>,
    /// The last day on which a review of the process can be asked for.
    #[schema(format = Date)]
    review_by: Option<String>,
}

/// What is offered to a group.
#[derive(Serialize, ToSchema)]
struct OfferRead {
    /// How much, in pence.
    amount_pence: i64,
    /// On what conditions.
    conditions: Vec<String>,
    /// The last day on which it can be accepted.
    #[schema(format = Date)]
    accept_by: Option<String>,
}

/// The panel's mark of a criterion.
#[derive(Serialize, ToSchema)]
struct MarkRead {
    /// The criterion's title.
    criterion: String,
    /// The mark.
    mark: u8,
}

impl From<OwnResult> for OwnDecisionRead {
    fn from(seen: OwnResult) -> Self {
        let item = seen.item;
        let marks = item.feedback.marks.into_iter();
        Self {
            application: seen.application.id.uuid(),
            reference: item.reference,
            outcome: item.outcome.code(),
            offer: seen.award.map(|award| OfferRead {
                amount_pence: award.amount.get(),
                conditions: award.conditions,
                accept_by: award.accept_by.map(|day| day.to_string()),
            }),
            reason: seen.promotion.map_or(item.public_reason, |promotion| promotion.public_reason),
            marks: marks.map(|(criterion, mark)| MarkRead { criterion, mark }).collect(),
            feedback: item.feedback.text,
            reserve_until: seen.reserve_until.map(|day| day.to_string()),
            review_by: seen.review_by.map(|day| day.to_string()),
        }
    }
}

/// Who was funded, and why.
#[utoipa::path(
    get,
    path = "/rounds/{reference}/results",
    tag = "rounds",
    params(("reference" = String, Path, description = "The round's reference",
        max_length = 40, pattern = "^[A-Z0-9-]{1,40}$")),
    responses((status = 200, description = "The results", body = ResultsRead))
)]
async fn results(caller: Caller, reference: web::Path<String>) -> ApiResult {
    let seen = caller.see(PublicResults { reference: reference.into_inner() }).await?;
    ok(&ResultsRead::from(seen))
}

/// The decision on one's own bid, once the groups have been told.
#[utoipa::path(
    get,
    path = "/applications/{application}/decision",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    responses((status = 200, description = "The decision", body = OwnDecisionRead))
)]
async fn own(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(OwnDecision { application: ApplicationId(*id) }).await?;
    ok(&OwnDecisionRead::from(seen))
}
