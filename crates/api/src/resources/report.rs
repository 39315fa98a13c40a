//! The report of a round.

use super::answer::ok;
use crate::caller::Caller;
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::completion::{Burden, Times};
use almoner_domain::id::RoundId;
use almoner_domain::report::{RankLine, Tally};
use almoner_domain::value::CivilDate;
use almoner_http::Route;
use almoner_usecases::completion::{CompletionOf, CompletionSeen, OthersTook, PublicBurden};
use almoner_usecases::decisions::{AreaFigures, ReportOf, ReportSheet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, OpenApi, ToSchema};
use uuid::Uuid;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/rounds/{round}/report", Act::ReadReport, report),
        Route::get("/staff/rounds/{round}/completion", Act::ReadReport, completion),
        Route::get("/rounds/{reference}/burden", Act::ReadPublic, burden),
        Route::get("/rounds/{reference}/last-time", Act::ReadPublic, last_time),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(report, completion, burden, last_time))]
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
    /// Whether it is about every bid: until everybody is told, bids from which the caller is kept
    /// away are left out of every figure.
    whole: bool,
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
            whole: sheet.whole,
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

/// A count under a name.
#[derive(Serialize, ToSchema)]
struct NamedCount {
    /// What is counted.
    name: String,
    /// How many.
    count: u64,
}

impl From<(String, u64)> for NamedCount {
    fn from((name, count): (String, u64)) -> Self {
        Self { name, count }
    }
}

/// How often a step was taken on a day.
#[derive(Serialize, ToSchema)]
struct FootfallRead {
    /// The day in London.
    #[schema(value_type = String, format = Date)]
    day: CivilDate,
    /// `looked`, `checked`, `started`, `saved` or `sent`.
    step: &'static str,
    /// `phone` or `other`.
    device: &'static str,
    /// How often.
    count: u64,
}

/// How long bids took that were sent.
#[derive(Serialize, ToSchema)]
struct TimesRead {
    /// How many bids it is taken from.
    bids: u32,
    /// The median of the minutes from the first save to the first sending.
    minutes_to_sending: Option<i64>,
    /// The median of the minutes at work: between saves, long pauses left out.
    minutes_at_work: Option<i64>,
}

impl From<Times> for TimesRead {
    fn from(times: Times) -> Self {
        Self {
            bids: times.bids,
            minutes_to_sending: times.minutes_to_sending,
            minutes_at_work: times.minutes_at_work,
        }
    }
}

/// What a round asked of all groups, against what it gave.
#[derive(Serialize, ToSchema)]
struct BurdenRead {
    /// How many groups sent a bid.
    groups: u32,
    /// The median of the minutes at work.
    minutes_at_work: i64,
    /// The hours of all groups together.
    hours: i64,
    /// What was given, in pence; null before it is public.
    given_pence: Option<i64>,
}

impl From<Burden> for BurdenRead {
    fn from(burden: Burden) -> Self {
        Self {
            groups: burden.groups,
            minutes_at_work: burden.minutes,
            hours: burden.hours(),
            given_pence: burden.given.map(|given| given.get()),
        }
    }
}

/// How far people got with a round.
#[derive(Serialize, ToSchema)]
struct CompletionRead {
    /// Bids that were started.
    started: u64,
    /// Bids in which something was saved.
    saved: u64,
    /// Bids that were sent.
    sent: u64,
    /// Those that were sent, by lead area.
    sent_by_area: Vec<NamedCount>,
    /// What was counted on the pages, by day, step and device.
    footfall: Vec<FootfallRead>,
    /// Bids that were not sent and have no answer.
    without_answers: u64,
    /// The sections of the form, each with the bids not sent that got no further.
    furthest: Vec<NamedCount>,
    /// How long it took.
    times: TimesRead,
    /// What it asked of all groups; null before a bid was sent.
    burden: Option<BurdenRead>,
}

impl From<CompletionSeen> for CompletionRead {
    fn from(seen: CompletionSeen) -> Self {
        let footfall = seen.footfall.iter().map(|one| FootfallRead {
            day: one.day,
            step: one.step.code(),
            device: one.device.code(),
            count: one.count,
        });
        Self {
            started: seen.bids.started,
            saved: seen.bids.saved,
            sent: seen.bids.sent,
            footfall: footfall.collect(),
            sent_by_area: seen.areas.into_iter().map(NamedCount::from).collect(),
            without_answers: seen.without_answers,
            furthest: seen.furthest.into_iter().map(NamedCount::from).collect(),
            times: seen.times.into(),
            burden: seen.burden.map(BurdenRead::from),
        }
    }
}

/// How far people got with a round, and how long it took them.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}/completion",
    tag = "rounds",
    params(("round" = Uuid, Path, description = "The round's id")),
    responses((status = 200, description = "The counts", body = CompletionRead))
)]
async fn completion(caller: Caller, round: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(CompletionOf { round: RoundId(*round) }).await?;
    ok(&CompletionRead::from(seen))
}

/// What a round asked of all groups together, once its results are public; null where too few
/// groups sent a bid for their time to be told.
#[utoipa::path(
    get,
    path = "/rounds/{reference}/burden",
    tag = "rounds",
    params(("reference" = String, Path, description = "The round's reference",
        max_length = 40, pattern = "^[A-Z0-9-]{1,40}$")),
    responses((status = 200, description = "The burden", body = Option<BurdenRead>))
)]
async fn burden(caller: Caller, reference: web::Path<String>) -> ApiResult {
    let seen = caller.see(PublicBurden { reference: reference.into_inner() }).await?;
    ok(&seen.map(BurdenRead::from))
}

/// How the last round of the same fund went for others.
#[derive(Serialize, ToSchema)]
struct LastTimeRead {
    /// That round's title.
    title: String,
    /// How long it took.
    times: TimesRead,
    /// How many groups sent a bid.
    asked: u64,
    /// How many of them were funded; null before it is public.
    funded: Option<usize>,
}

/// How the last round of the same fund went for others; null where there is none, or too few
/// groups sent a bid.
#[utoipa::path(
    get,
    path = "/rounds/{reference}/last-time",
    tag = "rounds",
    params(("reference" = String, Path, description = "The round's reference",
        max_length = 40, pattern = "^[A-Z0-9-]{1,40}$")),
    responses((status = 200, description = "Last time", body = Option<LastTimeRead>))
)]
async fn last_time(caller: Caller, reference: web::Path<String>) -> ApiResult {
    let seen = caller.see(OthersTook { reference: reference.into_inner() }).await?;
    ok(&seen.map(|last| LastTimeRead {
        title: last.title,
        times: last.times.into(),
        asked: last.asked,
        funded: last.funded,
    }))
}
