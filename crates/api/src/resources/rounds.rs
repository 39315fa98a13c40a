//! Rounds, as everybody may see them.

use super::answer::{After, ok, plain};
use crate::caller::Caller;
use crate::cursor;
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::round::Phase;
use almoner_http::Route;
use almoner_usecases::rounds::{PublicRound, PublicRounds, RoundInPublic, RoundLine};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/rounds", Act::ReadPublic, list),
        Route::get("/rounds/{reference}", Act::ReadPublic, read),
        Route::get("/rounds/{reference}/questions", Act::ReadPublic, questions),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(list, read, questions))]
pub(super) struct Doc;

/// A page of the list of rounds.
#[derive(Serialize, ToSchema)]
struct RoundList {
    /// The rounds, the one that opens last first.
    rounds: Vec<RoundSummary>,
    /// Hand it back as `after` for the next page; null after the last.
    next: Option<String>,
}

/// A round of the list.
#[derive(Serialize, ToSchema)]
struct RoundSummary {
    /// Its reference, for its address.
    reference: String,
    /// The fund.
    fund: String,
    /// Its title.
    title: String,
    /// What it is for.
    summary: String,
    /// What counts now: announced, open, paused, closed, results or cancelled.
    phase: &'static str,
    /// When it opens.
    #[schema(format = DateTime)]
    opens_at: String,
    /// When it closes: what arrives at this instant is late.
    #[schema(format = DateTime)]
    closes_at: String,
    /// The smallest award, in pence.
    minimum_pence: i64,
    /// The largest award, in pence.
    maximum_pence: i64,
    /// What the round may spend, in pence.
    budget_pence: i64,
}

impl From<RoundLine> for RoundSummary {
    fn from(line: RoundLine) -> Self {
        Self {
            reference: line.reference,
            fund: line.fund,
            title: line.title,
            summary: line.summary,
            phase: phase(line.phase),
            opens_at: line.opens_at.to_string(),
            closes_at: line.deadline.at.to_string(),
            minimum_pence: line.minimum.get(),
            maximum_pence: line.maximum.get(),
            budget_pence: line.budget.get(),
        }
    }
}

/// The code of a phase.
pub(super) const fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Hidden => "hidden",
        Phase::Announced => "announced",
        Phase::Open => "open",
        Phase::Paused => "paused",
        Phase::Closed => "closed",
        Phase::Results => "results",
        Phase::Cancelled => "cancelled",
    }
}

/// A round as everybody may see it.
#[derive(Serialize, ToSchema)]
struct PublicRoundRead {
    /// Its id, as staff addresses know it.
    id: Uuid,
    /// Its reference.
    reference: String,
    /// The fund.
    fund: String,
    /// Its title.
    title: String,
    /// What it is for.
    summary: String,
    /// What counts now.
    phase: &'static str,
    /// When it opens.
    #[schema(format = DateTime)]
    opens_at: String,
    /// When it closes.
    #[schema(format = DateTime)]
    closes_at: String,
    /// What it funds.
    funds: Vec<String>,
    /// What it does not fund.
    does_not_fund: Vec<String>,
    /// Who may apply.
    who_may_apply: Vec<String>,
    /// The title of its Police and Crime Plan.
    plan: String,
    /// The priorities that it serves.
    priorities: Vec<String>,
    /// Its money: budget, least and most, in pence.
    #[schema(value_type = Object)]
    money: serde_json::Value,
    /// Its dates.
    #[schema(value_type = Object)]
    dates: serde_json::Value,
    /// The names of the areas that it aims at.
    areas: Vec<String>,
    /// How bids are marked: criteria with weights and what each mark means.
    #[schema(value_type = Vec<Object>)]
    criteria: serde_json::Value,
    /// Whom to ask.
    #[schema(value_type = Object)]
    contact: serde_json::Value,
    /// Questions asked and answered.
    #[schema(value_type = Vec<Object>)]
    asked: serde_json::Value,
}

impl From<RoundInPublic> for PublicRoundRead {
    fn from(seen: RoundInPublic) -> Self {
        let named = |code: &String| {
            seen.areas.get(code).map_or_else(|| code.clone(), |area| area.name.clone())
        };
        let settings = seen.round.settings;
        Self {
            id: seen.round.id.uuid(),
            areas: settings.areas.targets.iter().map(named).collect(),
            money: plain(&settings.money),
            dates: plain(&settings.dates),
            criteria: plain(&settings.scoring.criteria),
            contact: plain(&settings.contact),
            asked: plain(&settings.questions),
            reference: settings.reference,
            fund: settings.fund,
            title: settings.title,
            summary: settings.summary,
            phase: phase(seen.phase),
            opens_at: seen.round.opens_at.to_string(),
            closes_at: seen.round.deadline.at.to_string(),
            funds: settings.funds,
            does_not_fund: settings.does_not_fund,
            who_may_apply: settings.who_may_apply,
            plan: seen.plan,
            priorities: seen.priorities,
        }
    }
}

/// The form of a round: every question in advance.
#[derive(Serialize, ToSchema)]
struct FormRead {
    /// The version of the form.
    version: u32,
    /// Its sections with their questions.
    #[schema(value_type = Vec<Object>)]
    sections: serde_json::Value,
}

/// Rounds that have been announced, the one that opens last first.
#[utoipa::path(
    get,
    path = "/rounds",
    tag = "rounds",
    params(After),
    responses((status = 200, description = "A page of the list", body = RoundList))
)]
async fn list(caller: Caller, query: web::Query<After>) -> ApiResult {
    let after = cursor::round(query.after.as_deref())?;
    let lines = caller.see(PublicRounds { after }).await?;
    let next = lines.last().filter(|_| lines.len() >= 100).map(|line| cursor::of_round(line.key));
    ok(&RoundList { rounds: lines.into_iter().map(Into::into).collect(), next })
}

async fn public(
    caller: Caller,
    reference: String,
) -> Result<RoundInPublic, crate::problem::ApiError> {
    caller
        .ask(move |app, actor, arrived| {
            app.look(actor, arrived, &PublicRound { reference: &reference })
        })
        .await
}

/// One round, from the day on which it is announced.
#[utoipa::path(
    get,
    path = "/rounds/{reference}",
    tag = "rounds",
    params(("reference" = String, Path, description = "The round's reference",
        max_length = 40, pattern = "^[A-Z0-9-]{1,40}$")),
    responses((status = 200, description = "The round", body = PublicRoundRead))
)]
async fn read(caller: Caller, reference: web::Path<String>) -> ApiResult {
    let seen = public(caller, reference.into_inner()).await?;
    ok(&PublicRoundRead::from(seen))
}

/// Every question of a round's form.
#[utoipa::path(
    get,
    path = "/rounds/{reference}/questions",
    tag = "rounds",
    params(("reference" = String, Path, description = "The round's reference",
        max_length = 40, pattern = "^[A-Z0-9-]{1,40}$")),
    responses((status = 200, description = "The form", body = FormRead))
)]
async fn questions(caller: Caller, reference: web::Path<String>) -> ApiResult {
    let seen = public(caller, reference.into_inner()).await?;
    let form = seen.round.form;
    ok(&FormRead { version: form.version, sections: plain(&form.sections) })
}
