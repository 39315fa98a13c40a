//! Setting a round up part by part, and building its form question by question.

use super::answer::{Made, done, made, ok, plain};
use crate::caller::Caller;
use crate::input::{Body, shown};
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::form::FormEdit;
use almoner_domain::id::RoundId;
use almoner_domain::round::{Part, Written};
use almoner_http::Route;
use almoner_usecases::AppError;
use almoner_usecases::rounds::{
    BeginFrom, BeginRound, BuildForm, GroupsNamed, RoundSetUp, WritePart,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

#[derive(OpenApi)]
#[openapi(paths(begin, groups, part, write, form, build))]
pub(super) struct Doc;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/staff/rounds/begin", Act::SetUpRound, begin),
        Route::get("/staff/groups", Act::SetUpRound, groups),
        Route::get("/staff/rounds/{round}/set-up/{part}", Act::ReadRound, part),
        Route::put("/staff/rounds/{round}/set-up", Act::SetUpRound, write),
        Route::get("/staff/rounds/{round}/form", Act::ReadRound, form),
        Route::post("/staff/rounds/{round}/form/edits", Act::SetUpRound, build),
    ]
}

/// A round to begin.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct BeginInput {
    /// Its public title.
    #[validate(length(min = 1, max = 300))]
    #[schema(min_length = 1, max_length = 300)]
    title: String,
    /// The prefix of its references, such as `CSF-2425-R1`.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    reference: String,
    /// The fund that it belongs to.
    #[validate(length(min = 1, max = 300))]
    #[schema(min_length = 1, max_length = 300)]
    fund: String,
    /// The round that it is copied from; leave it out for the office's template.
    #[serde(default)]
    from: Option<Uuid>,
}

/// Which groups.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Named {
    /// The name, exactly.
    #[param(min_length = 1, max_length = 300)]
    name: String,
}

/// Groups of a name.
#[derive(Serialize, ToSchema)]
struct GroupsFound {
    /// The groups.
    groups: Vec<GroupFound>,
}

/// A group.
#[derive(Serialize, ToSchema)]
struct GroupFound {
    /// Its id.
    id: Uuid,
    /// Its name.
    name: String,
}

/// A part of a round as it stands.
#[derive(Serialize, ToSchema)]
struct PartRead {
    /// The version of the round, for every change.
    version: i64,
    /// Whether the part may be changed as the round stands.
    may_change: bool,
    /// The part with its settings.
    #[schema(value_type = Object)]
    part: serde_json::Value,
    /// How many things are missing in it.
    missing: usize,
}

/// A part of a round as it shall be.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct PartInput {
    /// The version that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The part with all its settings, as it is read.
    #[schema(value_type = Object)]
    part: Written,
}

/// The form of a round as it stands.
#[derive(Serialize, ToSchema)]
struct BuiltFormRead {
    /// The version of the round, for every change.
    version: i64,
    /// Whether the form may be changed as the round stands.
    may_change: bool,
    /// The form: sections with their questions.
    #[schema(value_type = Object)]
    form: serde_json::Value,
    /// What is wrong with it, in plain English.
    faults: Vec<String>,
}

/// One step of building a form.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct EditInput {
    /// The version that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The step: `add_section`, `write_section`, `move_section`, `remove_section`,
    /// `add_question`, `write_question`, `move_question`, `remove_question`, `add_rule` or
    /// `remove_rule`, with its facts.
    #[schema(value_type = Object)]
    edit: FormEdit,
}

/// Begins a round, as a draft, from the office's template or from another round.
#[utoipa::path(
    post,
    path = "/staff/rounds/begin",
    tag = "staff: rounds",
    request_body = BeginInput,
    responses((status = 201, description = "Made", body = Made))
)]
async fn begin(caller: Caller, body: Body<BeginInput>) -> ApiResult {
    let BeginInput { title, reference, fund, from } = body.sent;
    let from = from.map_or(BeginFrom::Template, |round| BeginFrom::Round(RoundId(round)));
    let id = caller.act(body.arrived, BeginRound { title, reference, fund, from }).await?;
    made("/staff/rounds", id.uuid())
}

/// Groups with exactly this name, for invitations.
#[utoipa::path(
    get,
    path = "/staff/groups",
    tag = "staff: rounds",
    params(Named),
    responses((status = 200, description = "The groups", body = GroupsFound))
)]
async fn groups(caller: Caller, query: web::Query<Named>) -> ApiResult {
    let Named { name } = query.into_inner();
    shown("name", &name)?;
    let names = vec![name];
    let found = caller.see(GroupsNamed { names }).await?;
    let groups = found.into_iter().map(|one| GroupFound { id: one.id.uuid(), name: one.name });
    ok(&GroupsFound { groups: groups.collect() })
}

/// One part of a round's set-up.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}/set-up/{part}",
    tag = "staff: rounds",
    params(
        ("round" = Uuid, Path, description = "The round's id"),
        ("part" = String, Path, description = "The part's code, such as `money`",
            max_length = 40, pattern = "^[a-z_]{1,40}$")
    ),
    responses((status = 200, description = "The part", body = PartRead))
)]
async fn part(caller: Caller, at: web::Path<(Uuid, String)>) -> ApiResult {
    let (id, code) = at.into_inner();
    let part = Part::parse(&code).ok_or(AppError::NotFound)?;
    let seen = caller.see(RoundSetUp { round: RoundId(id) }).await?;
    let written = Written::of(part, &seen.round).ok_or(AppError::NotFound)?;
    ok(&PartRead {
        version: seen.round.version,
        may_change: part.may_change(seen.round.status),
        part: plain(&written),
        missing: seen.missing.iter().filter(|gap| gap.place().part == part).count(),
    })
}

/// Writes one part of a round's set-up.
#[utoipa::path(
    put,
    path = "/staff/rounds/{round}/set-up",
    tag = "staff: rounds",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = PartInput,
    responses((status = 204, description = "Written"))
)]
async fn write(caller: Caller, id: web::Path<Uuid>, body: Body<PartInput>) -> ApiResult {
    let PartInput { version, part } = body.sent;
    caller.act(body.arrived, WritePart { round: RoundId(*id), version, written: part }).await?;
    done()
}

/// The form of a round, with what is wrong with it.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}/form",
    tag = "staff: rounds",
    params(("round" = Uuid, Path, description = "The round's id")),
    responses((status = 200, description = "The form", body = BuiltFormRead))
)]
async fn form(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(RoundSetUp { round: RoundId(*id) }).await?;
    ok(&BuiltFormRead {
        version: seen.round.version,
        may_change: Part::Form.may_change(seen.round.status),
        form: plain(&seen.round.form),
        faults: seen.round.form.faults().iter().map(ToString::to_string).collect(),
    })
}

/// Takes one step in building the form of a round.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/form/edits",
    tag = "staff: rounds",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = EditInput,
    responses((status = 204, description = "Done"))
)]
async fn build(caller: Caller, id: web::Path<Uuid>, body: Body<EditInput>) -> ApiResult {
    let EditInput { version, edit } = body.sent;
    caller.act(body.arrived, BuildForm { round: RoundId(*id), version, edit }).await?;
    done()
}
