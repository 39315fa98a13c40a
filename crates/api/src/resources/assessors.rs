//! Assessors of a round: the pool, who marks what, and how far marking is.

use super::answer::ok;
use super::shape;
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::application::Application;
use almoner_domain::application::withhold::{Audience, shown_name};
use almoner_domain::assessment::{Kind, Progress, Suggested};
use almoner_domain::id::{ApplicationId, PersonId, RoundId};
use almoner_http::Route;
use almoner_ports::AssessmentLine;
use almoner_usecases::assessments::{
    AssessorPool, AssignAssessors, AssignBeyondZone, Pair, Pool, PoolMember, ProgressOfRound,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/rounds/{round}/assessors", Act::AssignAssessments, pool),
        Route::post("/staff/rounds/{round}/assessors", Act::AssignAssessments, assign),
        Route::post("/staff/rounds/{round}/assessors/beyond-zone", Act::WidenAssignment, widen),
        Route::get("/staff/rounds/{round}/progress", Act::AssignAssessments, progress),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(pool, assign, widen, progress))]
pub(super) struct Doc;

/// The pool of assessors beside the bids that wait for them.
#[derive(Serialize, ToSchema)]
struct PoolRead {
    /// The pool, by name.
    assessors: Vec<AssessorRead>,
    /// The bids, by when they were received.
    bids: Vec<BidProgressRead>,
    /// A balanced suggestion for the places that are open.
    suggestion: Vec<PairRead>,
}

/// Somebody who may mark.
#[derive(Serialize, ToSchema)]
struct AssessorRead {
    /// Their id.
    person: Uuid,
    /// Their name.
    name: String,
    /// On whose behalf they may mark.
    kinds: Vec<&'static str>,
    /// Whether their training is complete and in date.
    trained: bool,
    /// The codes of the zones that they are from.
    zones: Vec<String>,
    /// Bids of this round that they still have to mark.
    open: usize,
    /// Bids of this round that they have handed in.
    done: usize,
}

impl From<PoolMember> for AssessorRead {
    fn from(member: PoolMember) -> Self {
        Self {
            person: member.person.uuid(),
            name: member.name,
            kinds: member.kinds.iter().map(|kind| kind.code()).collect(),
            trained: member.trained,
            zones: member.profile.zones.into_iter().collect(),
            open: member.open,
            done: member.done,
        }
    }
}

/// A bid and how far its marking is, without marks.
#[derive(Serialize, ToSchema)]
struct BidProgressRead {
    /// The bid.
    application: Uuid,
    /// Its reference.
    reference: Option<String>,
    /// The group's name.
    organisation: String,
    /// Where it stands.
    status: &'static str,
    /// How many assessments it needs.
    required: usize,
    /// How many places nobody has.
    unfilled: usize,
    /// How many have been handed in.
    submitted: usize,
    /// How many are done without.
    waived: usize,
    /// Whether every one is in, so that marks are open.
    revealed: bool,
    /// Who has it.
    assessments: Vec<AssessmentPlace>,
}

/// Who marks a bid, and where that stands.
#[derive(Serialize, ToSchema)]
struct AssessmentPlace {
    /// The assessment's id.
    id: Uuid,
    /// Who marks.
    person: Uuid,
    /// On whose behalf.
    kind: &'static str,
    /// Where it stands.
    status: &'static str,
}

impl BidProgressRead {
    fn of(bid: Application, progress: Progress, lines: &[AssessmentLine]) -> Self {
        Self {
            application: bid.id.uuid(),
            organisation: shown_name(&bid, Audience::Working).or("").to_owned(),
            reference: bid.reference,
            status: bid.status.code(),
            required: progress.required,
            unfilled: progress.unfilled,
            submitted: progress.submitted,
            waived: progress.waived,
            revealed: progress.revealed,
            assessments: lines
                .iter()
                .map(|line| AssessmentPlace {
                    id: line.id.uuid(),
                    person: line.assessor.uuid(),
                    kind: line.kind.code(),
                    status: line.status.code(),
                })
                .collect(),
        }
    }
}

/// Who marks what.
#[derive(Serialize, ToSchema)]
struct PairRead {
    /// The bid.
    application: Uuid,
    /// Who.
    person: Uuid,
    /// On whose behalf.
    kind: &'static str,
}

impl From<Suggested> for PairRead {
    fn from(one: Suggested) -> Self {
        Self {
            application: one.application.uuid(),
            person: one.person.uuid(),
            kind: one.kind.code(),
        }
    }
}

impl From<Pool> for PoolRead {
    fn from(pool: Pool) -> Self {
        Self {
            assessors: pool.members.into_iter().map(Into::into).collect(),
            bids: pool
                .bids
                .into_iter()
                .map(|bid| BidProgressRead::of(bid.application, bid.progress, &bid.assessors))
                .collect(),
            suggestion: pool.suggestion.into_iter().map(Into::into).collect(),
        }
    }
}

/// Who marks what, all or none.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct AssignInput {
    /// Each with a bid and a person.
    #[validate(length(min = 1, max = 2_000), nested)]
    #[schema(min_items = 1, max_items = 2_000)]
    pairs: Vec<PairInput>,
}

/// Who marks a bid, and on whose behalf.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct PairInput {
    /// The bid.
    application: Uuid,
    /// Who.
    person: Uuid,
    /// On whose behalf.
    #[schema(schema_with = shape::assessor_kind)]
    kind: Kind,
}

impl From<PairInput> for Pair {
    fn from(pair: PairInput) -> Self {
        Self {
            application: ApplicationId(pair.application),
            person: PersonId(pair.person),
            kind: pair.kind,
        }
    }
}

/// A bid for a community assessor from outside its zone.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct WidenInput {
    /// The bid.
    application: Uuid,
    /// Who.
    person: Uuid,
    /// Why.
    #[validate(length(min = 1, max = 2_000))]
    #[schema(min_length = 1, max_length = 2_000)]
    reason: String,
}

/// How many assessments were assigned.
#[derive(Serialize, ToSchema)]
struct AssignedRead {
    /// How many.
    assigned: usize,
}

/// How far the marking of a round is: counts only.
#[derive(Serialize, ToSchema)]
struct ProgressRead {
    /// Assessments that are in.
    done: usize,
    /// Assessments that are being worked on.
    open: usize,
    /// The bids, by when they were received.
    bids: Vec<BidProgressRead>,
    /// The assessors' names, by their ids.
    people: BTreeMap<Uuid, String>,
}

/// The pool of assessors beside the bids that wait for them.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}/assessors",
    tag = "staff: assessors",
    params(("round" = Uuid, Path, description = "The round's id")),
    responses((status = 200, description = "The pool", body = PoolRead))
)]
async fn pool(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    ok(&PoolRead::from(caller.see(AssessorPool { round: RoundId(*id) }).await?))
}

/// Assigns bids to assessors, all or none.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/assessors",
    tag = "staff: assessors",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = AssignInput,
    responses((status = 200, description = "Assigned", body = AssignedRead))
)]
async fn assign(caller: Caller, id: web::Path<Uuid>, body: Body<AssignInput>) -> ApiResult {
    let pairs = body.sent.pairs.into_iter().map(Into::into).collect();
    let case = AssignAssessors { round: RoundId(*id), pairs };
    ok(&AssignedRead { assigned: caller.act(body.arrived, case).await? })
}

/// Assigns a bid to a community assessor from outside its zone, with a reason.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/assessors/beyond-zone",
    tag = "staff: assessors",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = WidenInput,
    responses((status = 200, description = "Assigned", body = AssignedRead))
)]
async fn widen(caller: Caller, id: web::Path<Uuid>, body: Body<WidenInput>) -> ApiResult {
    let WidenInput { application, person, reason } = body.sent;
    let pair = PairInput { application, person, kind: Kind::Community }.into();
    let case = AssignBeyondZone { round: RoundId(*id), pair, reason };
    ok(&AssignedRead { assigned: caller.act(body.arrived, case).await? })
}

/// How far the marking of a round is.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}/progress",
    tag = "staff: assessors",
    params(("round" = Uuid, Path, description = "The round's id")),
    responses((status = 200, description = "Counts", body = ProgressRead))
)]
async fn progress(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(ProgressOfRound { round: RoundId(*id) }).await?;
    let (done, open) = seen.totals();
    let bids = seen
        .bids
        .into_iter()
        .map(|bid| BidProgressRead::of(bid.application, bid.progress, &bid.assessors));
    let people = seen.people.into_values().map(|person| (person.id.uuid(), person.name)).collect();
    ok(&ProgressRead { done, open, bids: bids.collect(), people })
}
