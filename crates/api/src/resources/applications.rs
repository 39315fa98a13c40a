//! One's own bids: what can be started, the list, and the task list with the answers.

use super::answer::{made, ok};
use super::rounds::phase;
use super::sections::{problems, state};
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::{ApiResult, FieldError};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::application::{Application, NextStep, next_step};
use almoner_domain::id::{ApplicationId, OrganisationId};
use almoner_http::Route;
use almoner_usecases::applications::{
    MyApplications, OwnApplication, OwnBid, StartApplication, StartPage, Starting,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/rounds/{reference}/start", Act::StartApplication, starting),
        Route::get("/applications", Act::OwnAccount, list),
        Route::post("/applications", Act::StartApplication, start),
        Route::get("/applications/{application}", Act::ReadOwnApplication, read),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(starting, list, start, read))]
pub(super) struct Doc;

/// What the caller can start in a round.
#[derive(Serialize, ToSchema)]
struct StartingRead {
    /// The round's reference.
    round: String,
    /// What counts now: a bid can be started while it is `open`.
    phase: &'static str,
    /// The caller's own organisations, by name.
    organisations: Vec<OwnGroupRead>,
}

/// One's own organisation, and its bids in a round.
#[derive(Serialize, ToSchema)]
struct OwnGroupRead {
    /// The organisation's id.
    id: Uuid,
    /// Its name.
    name: String,
    /// Its bids in the round that are neither withdrawn nor abandoned.
    applications: Vec<Uuid>,
}

impl From<Starting> for StartingRead {
    fn from(seen: Starting) -> Self {
        let Starting { round, organisations, bids, phase: now } = seen;
        let groups = organisations.into_iter().map(|group| OwnGroupRead {
            applications: bids
                .iter()
                .filter(|(owner, _)| *owner == group.id)
                .map(|(_, bid)| bid.uuid())
                .collect(),
            id: group.id.uuid(),
            name: group.name,
        });
        Self { organisations: groups.collect(), round: round.settings.reference, phase: phase(now) }
    }
}

/// A bid in short, as its own group sees it.
#[derive(Serialize, ToSchema)]
pub(super) struct ApplicationSummary {
    /// Its id.
    id: Uuid,
    /// The round's id.
    round: Uuid,
    /// The group's id.
    organisation: Uuid,
    /// The project's name.
    title: String,
    /// Where it stands.
    status: &'static str,
    /// Its reference, once it was sent.
    reference: Option<String>,
    /// The amount asked for in the version that stands, in pence.
    requested_pence: Option<i64>,
    /// When it was last sent.
    #[schema(format = DateTime)]
    submitted_at: Option<String>,
}

impl ApplicationSummary {
    pub(super) fn of(bid: &Application) -> Self {
        Self {
            id: bid.id.uuid(),
            round: bid.round.uuid(),
            organisation: bid.organisation.uuid(),
            title: bid.title.clone(),
            status: bid.status.code(),
            reference: bid.reference.clone(),
            requested_pence: bid.requested.map(|pence| pence.get()),
            submitted_at: bid.submitted_at.map(|at| at.to_string()),
        }
    }
}

/// One's own bids.
#[derive(Serialize, ToSchema)]
struct ApplicationList {
    /// Newest first.
    applications: Vec<ApplicationSummary>,
}

/// One's own bid: the task list with the answers.
#[derive(Serialize, ToSchema)]
struct OwnApplicationRead {
    /// In short.
    application: ApplicationSummary,
    /// The round's reference.
    round_reference: String,
    /// Its version, for sending, reopening and withdrawing.
    version: i64,
    /// Whether it was reopened: until it is sent again, the sent version stands.
    reopened: bool,
    /// Whether answers may be changed now.
    editable: bool,
    /// Whether the round and the bid's state let it be sent now.
    sendable: bool,
    /// Whether no answer stands in the way of sending.
    complete: bool,
    /// What sending must name: it changes with the answers.
    intent: String,
    /// What happens next: `send`, `wait`, `check`, `answer`, `mark` or `decide`; none once nothing
    /// does any more.
    next_step: Option<&'static str>,
    /// By when the office promised it.
    promised_by: Option<String>,
    /// Whether that day has passed.
    office_late: bool,
    /// The sections of the form, in order.
    sections: Vec<SectionRead>,
    /// Checks that would fail as things stand; they do not stop it from being sent.
    warnings: Vec<WarningRead>,
}

/// A section of one's own bid.
#[derive(Serialize, ToSchema)]
struct SectionRead {
    /// Its id.
    id: String,
    /// Its heading.
    title: String,
    /// Its version, for a save; 0 before the first.
    version: i64,
    /// How far it is: `not_needed`, `not_started`, `in_progress` or `complete`.
    state: &'static str,
    /// The answers as typed: each field's values.
    fields: BTreeMap<String, Vec<String>>,
    /// What is wrong with them. They are kept all the same.
    problems: Vec<FieldError>,
}

/// A check that would fail.
#[derive(Serialize, ToSchema)]
struct WarningRead {
    /// The check's code.
    check: String,
    /// What is checked, in the round's own words.
    title: String,
}

impl OwnApplicationRead {
    fn of(bid: OwnBid) -> Self {
        let section = |check: &almoner_domain::form::SectionCheck| {
            let saved = bid.sections.iter().find(|one| one.section == check.id);
            let title = bid.round.form.section(&check.id).map(|section| section.title.clone());
            SectionRead {
                id: check.id.to_string(),
                title: title.unwrap_or_default(),
                version: saved.map_or(0, |one| one.version),
                state: state(check.progress),
                fields: saved.map(|one| one.fields.clone()).unwrap_or_default(),
                problems: problems(&check.problems),
            }
        };
        let next = next_step(&bid.application, &bid.round, bid.now);
        Self {
            next_step: next.map(NextStep::code),
            promised_by: next.and_then(NextStep::promised).map(|day| day.to_string()),
            office_late: next.is_some_and(|step| step.is_late(bid.now)),
            application: ApplicationSummary::of(&bid.application),
            round_reference: bid.round.settings.reference.clone(),
            version: bid.application.version,
            reopened: bid.application.reopened,
            editable: bid.editable.is_ok(),
            sendable: bid.sendable.is_ok(),
            complete: bid.check.may_be_sent(),
            sections: bid.check.sections.iter().map(section).collect(),
            warnings: bid
                .warnings
                .iter()
                .map(|one| WarningRead { check: one.check.clone(), title: one.title.clone() })
                .collect(),
            intent: bid.intent,
        }
    }
}

/// The start of a bid.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct StartInput {
    /// The round's reference.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    round: String,
    /// One's own organisation.
    organisation: Uuid,
}

/// What the caller can start in a round: their organisations, and the bids that they have there.
#[utoipa::path(
    get,
    path = "/rounds/{reference}/start",
    tag = "applications",
    params(("reference" = String, Path, description = "The round's reference",
        max_length = 40, pattern = "^[A-Z0-9-]{1,40}$")),
    responses((status = 200, description = "What can be started", body = StartingRead))
)]
async fn starting(caller: Caller, reference: web::Path<String>) -> ApiResult {
    let seen = caller.see(StartPage { round: reference.into_inner() }).await?;
    ok(&StartingRead::from(seen))
}

/// All bids of one's own organisations, newest first.
#[utoipa::path(
    get,
    path = "/applications",
    tag = "applications",
    responses((status = 200, description = "All of them", body = ApplicationList))
)]
async fn list(caller: Caller) -> ApiResult {
    let mine = caller.see(MyApplications).await?;
    let applications =
        mine.bids.iter().map(|bid| ApplicationSummary::of(&bid.application)).collect();
    ok(&ApplicationList { applications })
}

/// Starts a bid of one's own organisation in an open round.
#[utoipa::path(
    post,
    path = "/applications",
    tag = "applications",
    request_body = StartInput,
    responses((status = 201, description = "Started", body = super::answer::Made))
)]
async fn start(caller: Caller, body: Body<StartInput>) -> ApiResult {
    let StartInput { round, organisation } = body.sent;
    let case = StartApplication { round, organisation: OrganisationId(organisation) };
    let id = caller.act(body.arrived, case).await?;
    made("/applications", id.uuid())
}

/// One's own bid: the task list with the answers.
#[utoipa::path(
    get,
    path = "/applications/{application}",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    responses((status = 200, description = "The bid", body = OwnApplicationRead))
)]
async fn read(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let bid = caller.see(OwnApplication { application: ApplicationId(*id) }).await?;
    ok(&OwnApplicationRead::of(bid))
}
