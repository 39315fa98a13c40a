//! One's own organisations.

use super::answer::{done, made, ok};
use super::applications::ApplicationSummary;
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::OrganisationId;
use almoner_domain::organisation::Organisation;
use almoner_http::Route;
use almoner_usecases::applications::{
    CreateOrganisation, EditOrganisation, MyApplications, OrganisationForm, OrganisationPage,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/organisations", Act::OwnAccount, list),
        Route::post("/organisations", Act::StartApplication, create),
        Route::get("/organisations/{organisation}", Act::ManageOrganisation, read),
        Route::put("/organisations/{organisation}", Act::ManageOrganisation, change),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(list, create, read, change))]
pub(super) struct Doc;

/// An organisation's record, as sent in.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct OrganisationInput {
    /// Its name.
    #[validate(length(min = 1, max = 200))]
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// Other names; may be empty.
    #[serde(default)]
    #[validate(length(max = 200))]
    #[schema(max_length = 200)]
    other_names: String,
    /// The code of its kind, such as `charity`, `cic` or `group`.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^[a-z_]+$")]
    kind: String,
    /// Charity number; may be empty.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_length = 20)]
    charity_number: String,
    /// Company number; may be empty.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_length = 20)]
    company_number: String,
    /// Postcode; may be empty.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(max_length = 20)]
    postcode: String,
}

impl From<OrganisationInput> for OrganisationForm {
    fn from(input: OrganisationInput) -> Self {
        Self {
            name: input.name,
            other_names: input.other_names,
            kind: input.kind,
            charity_number: input.charity_number,
            company_number: input.company_number,
            postcode: input.postcode,
        }
    }
}

/// A change of an organisation's record.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct OrganisationChange {
    /// The version that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The whole record.
    #[validate(nested)]
    organisation: OrganisationInput,
}

/// One's own organisation.
#[derive(Serialize, ToSchema)]
struct OrganisationRead {
    /// Its id.
    id: Uuid,
    /// Its version, for a change.
    version: i64,
    /// Its name.
    name: String,
    /// Other names.
    other_names: String,
    /// The code of its kind.
    kind: &'static str,
    /// Charity number.
    charity_number: Option<String>,
    /// Company number.
    company_number: Option<String>,
    /// Postcode.
    postcode: Option<String>,
}

impl From<Organisation> for OrganisationRead {
    fn from(record: Organisation) -> Self {
        Self {
            id: record.id.uuid(),
            version: record.version,
            name: record.name,
            other_names: record.other_names,
            kind: record.kind.code(),
            charity_number: record.charity_number,
            company_number: record.company_number,
            postcode: record.postcode,
        }
    }
}

/// One's own organisations.
#[derive(Serialize, ToSchema)]
struct OrganisationList {
    /// By name.
    organisations: Vec<OrganisationRead>,
}

/// One's own organisation with its members and bids.
#[derive(Serialize, ToSchema)]
struct OrganisationSeenRead {
    /// Its record.
    organisation: OrganisationRead,
    /// Its members.
    members: Vec<MemberRead>,
    /// Its bids, newest first.
    applications: Vec<ApplicationSummary>,
}

/// A member of one's own organisation.
#[derive(Serialize, ToSchema)]
struct MemberRead {
    /// Their name.
    name: String,
    /// Their address.
    email: String,
}

/// One's own organisations, by name.
#[utoipa::path(
    get,
    path = "/organisations",
    tag = "organisations",
    responses((status = 200, description = "All of them", body = OrganisationList))
)]
async fn list(caller: Caller) -> ApiResult {
    let mine = caller.see(MyApplications).await?;
    let organisations = mine.organisations.into_iter().map(Into::into).collect();
    ok(&OrganisationList { organisations })
}

/// Makes an organisation's record; the caller is its first member.
#[utoipa::path(
    post,
    path = "/organisations",
    tag = "organisations",
    request_body = OrganisationInput,
    responses((status = 201, description = "Made", body = super::answer::Made))
)]
async fn create(caller: Caller, body: Body<OrganisationInput>) -> ApiResult {
    let case = CreateOrganisation { form: body.sent.into() };
    let id = caller.act(body.arrived, case).await?;
    made("/organisations", id.uuid())
}

/// One's own organisation.
#[utoipa::path(
    get,
    path = "/organisations/{organisation}",
    tag = "organisations",
    params(("organisation" = Uuid, Path, description = "Its id")),
    responses((status = 200, description = "The record", body = OrganisationSeenRead))
)]
async fn read(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(OrganisationPage { organisation: OrganisationId(*id) }).await?;
    ok(&OrganisationSeenRead {
        organisation: seen.organisation.into(),
        members: seen
            .members
            .into_iter()
            .map(|person| MemberRead { name: person.name, email: person.email })
            .collect(),
        applications: seen.bids.iter().map(ApplicationSummary::of).collect(),
    })
}

/// Changes one's own organisation.
#[utoipa::path(
    put,
    path = "/organisations/{organisation}",
    tag = "organisations",
    params(("organisation" = Uuid, Path, description = "Its id")),
    request_body = OrganisationChange,
    responses((status = 204, description = "Changed"))
)]
async fn change(caller: Caller, id: web::Path<Uuid>, body: Body<OrganisationChange>) -> ApiResult {
    let OrganisationChange { version, organisation } = body.sent;
    let organisation_id = OrganisationId(*id);
    let case =
        EditOrganisation { organisation: organisation_id, version, form: organisation.into() };
    caller.act(body.arrived, case).await?;
    done()
}
