//! The report of a round.

use super::answer::ok;
use crate::caller::Caller;
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::RoundId;
use almoner_domain::report::{RankLine, Tally};
use almoner_domain::value::CivilDate;
use almoner_http::Route;
use almoner_usecases::decisions::{AreaFigures, ReportOf, ReportSheet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, OpenApi, ToSchema};
use uuid::Uuid;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/staff/rounds/{round}/report", Act::ReadReport, report)]
}

#[derive(OpenApi)]
#[openapi(paths(report))]
pub(super) struct Doc;

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
pub(super) struct TallyRead {
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
    areas: Vec<AreaFiguresRead>,
    /// The bids with agreed marks towards which the caller stands clear, the best first.
    ranking: Vec<ReportRankRead>,
    /// How many bids with agreed marks are kept back from the caller.
    kept_back: usize,
    /// How many entries of the trail it is derived from.
    entries: usize,
    /// What is fiction in it, in a demonstration.
    fiction: Option<String>,
}

/// A line of the report by area.
#[derive(Serialize, ToSchema)]
pub(super) struct AreaFiguresRead {
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
struct ReportRankRead {
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

impl From<RankLine> for ReportRankRead {
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

impl From<AreaFigures> for AreaFiguresRead {
    fn from(one: AreaFigures) -> Self {
        Self {
            name: one.name,
            received: one.line.received.into(),
            recommended: one.line.recommended.into(),
            approved: one.line.approved.into(),
        }
    }
}

impl From<ReportSheet> for ReportRead {
    fn from(sheet: ReportSheet) -> Self {
        let report = sheet.report;
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
            areas: sheet.areas.into_iter().map(Into::into).collect(),
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
