//! What assessors have learnt, and the zones that they are from.

use super::answer::{done, ok};
use super::shape;
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::assessment::{Completed, Module, Profile};
use almoner_domain::id::PersonId;
use almoner_domain::value::CivilDate;
use almoner_http::Route;
use almoner_usecases::assessments::{AssessorRecord, RecordTraining, SetZones};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/assessors/{person}", Act::ManageAssessors, read),
        Route::post("/staff/assessors/{person}/training", Act::ManageAssessors, train),
        Route::put("/staff/assessors/{person}/zones", Act::ManageAssessors, set_zones),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(read, train, set_zones))]
pub(super) struct Doc;

/// What is known about an assessor.
#[derive(Serialize, ToSchema)]
struct AssessorSheetRead {
    /// Their id.
    person: Uuid,
    /// Their name.
    name: String,
    /// The version of the record, for a change; 0 before the first.
    version: i64,
    /// Whether their training is complete and in date.
    trained: bool,
    /// What they have learnt.
    training: Vec<TrainingRead>,
    /// The codes of the zones that they are from.
    zones: Vec<String>,
    /// The zones of the office.
    possible_zones: Vec<ZoneRead>,
}

/// A part of the training that was completed.
#[derive(Serialize, ToSchema)]
struct TrainingRead {
    /// Which.
    module: &'static str,
    /// On which day.
    #[schema(format = Date)]
    on: String,
    /// Until when it counts.
    #[schema(format = Date)]
    until: String,
}

/// A zone of the office.
#[derive(Serialize, ToSchema)]
struct ZoneRead {
    /// Its code.
    code: String,
    /// Its name.
    name: String,
}

fn training(profile: &Profile) -> Vec<TrainingRead> {
    let one = |(module, done): (&Module, &Completed)| TrainingRead {
        module: module.code(),
        on: done.on.to_string(),
        until: done.until.to_string(),
    };
    profile.modules.iter().map(one).collect()
}

/// Parts of the training that an assessor completed on one day.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct TrainingInput {
    /// The version that was read; 0 before the first.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// Which.
    #[validate(length(min = 1, max = 20))]
    #[schema(schema_with = shape::modules)]
    modules: BTreeSet<Module>,
    /// On which day.
    #[schema(value_type = String, format = Date)]
    on: CivilDate,
    /// Until when it counts.
    #[schema(value_type = String, format = Date)]
    until: CivilDate,
}

/// The zones whose bids a community assessor may mark.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct ZonesInput {
    /// The version that was read; 0 before the first.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// Their codes.
    #[validate(custom(function = shape::bounded_lines))]
    #[schema(schema_with = shape::lines)]
    zones: Vec<String>,
}

/// What is known about an assessor.
#[utoipa::path(
    get,
    path = "/staff/assessors/{person}",
    tag = "staff: assessors",
    params(("person" = Uuid, Path, description = "The person's id")),
    responses((status = 200, description = "The record", body = AssessorSheetRead))
)]
async fn read(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(AssessorRecord { person: PersonId(*id) }).await?;
    ok(&AssessorSheetRead {
        person: seen.person.id.uuid(),
        name: seen.person.name,
        version: seen.profile.version,
        trained: seen.profile.is_trained(seen.today),
        training: training(&seen.profile),
        zones: seen.profile.zones.into_iter().collect(),
        possible_zones: seen
            .zones
            .into_iter()
            .map(|(code, name)| ZoneRead { code, name })
            .collect(),
    })
}

/// Records what an assessor has learnt.
#[utoipa::path(
    post,
    path = "/staff/assessors/{person}/training",
    tag = "staff: assessors",
    params(("person" = Uuid, Path, description = "The person's id")),
    request_body = TrainingInput,
    responses((status = 204, description = "Recorded"))
)]
async fn train(caller: Caller, id: web::Path<Uuid>, body: Body<TrainingInput>) -> ApiResult {
    let TrainingInput { version, modules, on, until } = body.sent;
    let (person, done_on) = (PersonId(*id), Completed { on, until });
    let modules = modules.into_iter().collect();
    let case = RecordTraining { person, version, modules, done: done_on };
    caller.act(body.arrived, case).await?;
    done()
}

/// Sets the zones whose bids a community assessor may mark.
#[utoipa::path(
    put,
    path = "/staff/assessors/{person}/zones",
    tag = "staff: assessors",
    params(("person" = Uuid, Path, description = "The person's id")),
    request_body = ZonesInput,
    responses((status = 204, description = "Set"))
)]
async fn set_zones(caller: Caller, id: web::Path<Uuid>, body: Body<ZonesInput>) -> ApiResult {
    let ZonesInput { version, zones } = body.sent;
    let zones = zones.into_iter().collect();
    caller.act(body.arrived, SetZones { person: PersonId(*id), version, zones }).await?;
    done()
}
