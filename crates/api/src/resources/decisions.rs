//! The panel's line, the decision and the report of a round.

use super::answer::{AtVersion, done, ok};
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::RoundId;
use almoner_domain::report::{RankLine, Tally};
use almoner_domain::value::CivilDate;
use almoner_http::Route;
use almoner_usecases::decisions::{
    Announce, CommentOnFinance, PrepareDecision, ReportOf, ReportSheet, SignDecision,
};
use almoner_usecases::panel::{RecommendRound, SetLine};
use almoner_usecases::rounds::Change;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/staff/rounds/{round}/line", Act::ChairPanel, line),
        Route::post("/staff/rounds/{round}/recommend", Act::ChairPanel, recommend),
        Route::post("/staff/rounds/{round}/decision", Act::PrepareDecision, prepare),
        Route::post("/staff/rounds/{round}/decision/finance", Act::CommentOnFinance, finance),
        Route::post("/staff/rounds/{round}/decision/sign", Act::Decide, sign),
        Route::post("/staff/rounds/{round}/decision/announce", Act::AdvanceRound, announce),
        Route::get("/staff/rounds/{round}/report", Act::ReadReport, report),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(line, recommend, prepare, finance, sign, announce, report))]
pub(super) struct Doc;

/// The quality line.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct LineInput {
    /// The version of the round that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// In percent.
    #[validate(range(min = 0, max = 100))]
    #[schema(minimum = 0, maximum = 100)]
    percent: i64,
    /// Why.
    #[validate(length(min = 1, max = 5000))]
    #[schema(min_length = 1, max_length = 5000)]
    reason: String,
}

/// Sets the quality line of a round.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/line",
    tag = "staff: panel",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = LineInput,
    responses((status = 204, description = "Set"))
)]
async fn line(caller: Caller, id: web::Path<Uuid>, body: Body<LineInput>) -> ApiResult {
    let LineInput { version, percent, reason } = body.sent;
    caller.act(body.arrived, SetLine { round: RoundId(*id), version, percent, reason }).await?;
    done()
}

/// Makes the panel's recommendation for a round as a whole.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/recommend",
    tag = "staff: panel",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = AtVersion,
    responses((status = 204, description = "Recommended"))
)]
async fn recommend(caller: Caller, id: web::Path<Uuid>, body: Body<AtVersion>) -> ApiResult {
    let version = body.sent.version;
    let case = Change { round: RoundId(*id), version, mv: RecommendRound };
    caller.act(body.arrived, case).await?;
    done()
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

/// For which day a report is.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct OnDay {
    /// As things stood at the end of this day; leave it out for now.
    #[param(value_type = Option<String>, format = Date)]
    on: Option<CivilDate>,
}

/// A number of bids with their amounts.
#[derive(Serialize, ToSchema)]
struct TallyRead {
    /// How many.
    count: u32,
    /// Their amounts together, in pence.
    pence: i64,
}

impl From<Tally> for TallyRead {
    fn from(tally: Tally) -> Self {
        Self { count: tally.count, pence: tally.amount.get() }
    }
}

/// The report of a round, derived from the audit trail alone.
#[derive(Serialize, ToSchema)]
struct ReportRead {
    /// What all received bids ask for.
    requested: TallyRead,
    /// How many were found ineligible.
    ineligible: u32,
    /// The reasons for which they were, each with how often.
    reasons: BTreeMap<String, u32>,
    /// How many were found eligible.
    eligible: u32,
    /// How many the panel moderated.
    moderated: u32,
    /// How many were withdrawn.
    withdrawn: u32,
    /// How many attempts arrived late.
    late: u32,
    /// What the panel recommended; null until it has.
    recommended: Option<TallyRead>,
    /// What was approved; null until it is.
    approved: Option<TallyRead>,
    /// The round's budget, in pence.
    budget_pence: Option<i64>,
    /// By area.
    areas: Vec<AreaRead>,
    /// The bids with agreed marks towards which the caller stands clear, the best first.
    ranking: Vec<RankRead>,
    /// How many bids with agreed marks are kept back from the caller.
    kept_back: usize,
    /// How many entries of the trail it is derived from.
    entries: usize,
    /// What is fiction in it, in a demonstration.
    fiction: Option<String>,
}

/// A line of the report by area.
#[derive(Serialize, ToSchema)]
struct AreaRead {
    /// The area's name; null for bids without one, or whose places are withheld.
    name: Option<String>,
    /// Received.
    received: TallyRead,
    /// Recommended.
    recommended: TallyRead,
    /// Approved.
    approved: TallyRead,
}

/// A bid with agreed marks.
#[derive(Serialize, ToSchema)]
struct RankRead {
    /// Its place by the agreed percentage; equal percentages share a place.
    place: usize,
    /// Its reference.
    reference: Option<String>,
    /// The mean of what its assessors gave, such as `78.7%`.
    assessors: Option<String>,
    /// What the panel agreed, such as `79.0%`.
    agreed: String,
    /// Criteria whose agreed mark is below their minimum.
    below_minimum: Vec<String>,
    /// The amount recommended, in pence; null if none is, or until the panel has finished.
    recommended_pence: Option<i64>,
}

impl From<RankLine> for RankRead {
    fn from(line: RankLine) -> Self {
        Self {
            place: line.place,
            reference: line.reference,
            assessors: line.assessors.map(|percent| percent.to_string()),
            agreed: line.agreed.to_string(),
            below_minimum: line.below_minimum,
            recommended_pence: line.recommended.map(|amount| amount.get()),
        }
    }
}

impl From<ReportSheet> for ReportRead {
    fn from(sheet: ReportSheet) -> Self {
        let report = sheet.report;
        let areas = sheet.areas.into_iter().map(|one| AreaRead {
            name: one.name,
            received: one.line.received.into(),
            recommended: one.line.recommended.into(),
            approved: one.line.approved.into(),
        });
        Self {
            requested: report.requested().into(),
            ineligible: report.ineligible(),
            reasons: report
                .reasons()
                .into_iter()
                .map(|(code, count)| (code.to_owned(), count))
                .collect(),
            eligible: report.eligible(),
            moderated: report.moderated(),
            withdrawn: report.withdrawn(),
            late: report.late(),
            recommended: report.recommended().map(Into::into),
            approved: report.approved().map(Into::into),
            budget_pence: report.budget.map(|pence| pence.get()),
            areas: areas.collect(),
            ranking: sheet.ranking.into_iter().map(Into::into).collect(),
            kept_back: sheet.kept_back,
            entries: report.entries,
            fiction: sheet.fiction,
        }
    }
}

/// The report of a round, as of now or of any day.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}/report",
    tag = "staff: decision",
    params(("round" = Uuid, Path, description = "The round's id"), OnDay),
    responses((status = 200, description = "The report", body = ReportRead))
)]
async fn report(caller: Caller, id: web::Path<Uuid>, query: web::Query<OnDay>) -> ApiResult {
    let sheet = caller.see(ReportOf { round: RoundId(*id), on: query.on }).await?;
    ok(&ReportRead::from(sheet))
}
