//! Who holds which role of the office.

use super::account::RoleRead;
use super::answer::{done, made, ok};
use super::shape;
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::{ApiError, ApiResult};
use actix_web::web;
use almoner_domain::access::{Act, Role};
use almoner_domain::id::PersonId;
use almoner_domain::person::PersonName;
use almoner_domain::value::EmailAddress;
use almoner_http::Route;
use almoner_usecases::people::{
    EndRole, GrantRole, InviteStaff, Member, ResetSecondFactor, StaffList, StaffMember, Whose,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/people", Act::ManagePeople, list),
        Route::post("/staff/people", Act::ManagePeople, invite),
        Route::get("/staff/people/{person}", Act::ManagePeople, read),
        Route::post("/staff/people/{person}/roles", Act::ManagePeople, grant),
        Route::post("/staff/people/{person}/roles/end", Act::ManagePeople, end),
        Route::post("/staff/people/{person}/reset-second-factor", Act::ManagePeople, reset),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(list, invite, read, grant, end, reset))]
pub(super) struct Doc;

/// Everybody who holds a role.
#[derive(Serialize, ToSchema)]
struct MemberList {
    /// By name.
    people: Vec<StaffMemberRead>,
}

/// Somebody of the office.
#[derive(Serialize, ToSchema)]
struct StaffMemberRead {
    /// Their id.
    person: Uuid,
    /// Their name; may be empty.
    name: String,
    /// Their address.
    email: String,
    /// Their roles with their beginning.
    roles: Vec<HeldRead>,
    /// Whether they have set up an app for sign-in codes.
    has_second_factor: bool,
    /// When they were last seen in a session.
    #[schema(format = DateTime)]
    last_seen: Option<String>,
}

/// A role that somebody holds.
#[derive(Serialize, ToSchema)]
struct HeldRead {
    /// The role.
    #[schema(schema_with = shape::role)]
    role: &'static str,
    /// Since when.
    #[schema(format = DateTime)]
    from: String,
}

impl From<Member> for StaffMemberRead {
    fn from(member: Member) -> Self {
        let held = member.roles.iter();
        Self {
            roles: held
                .map(|held| HeldRead { role: held.role.code(), from: held.from.to_string() })
                .collect(),
            has_second_factor: member.has_second_factor,
            last_seen: member.last_seen.map(|at| at.to_string()),
            person: member.person.id.uuid(),
            name: member.person.name,
            email: member.person.email,
        }
    }
}

/// One person and what they could be given.
#[derive(Serialize, ToSchema)]
struct StaffMemberSeenRead {
    /// The person.
    member: StaffMemberRead,
    /// Roles that they could be given beside those that they hold.
    possible: Vec<RoleRead>,
    /// Whether it is the caller's own account, which somebody else must change.
    own: bool,
}

/// Somebody who is given a role by their address.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct InviteInput {
    /// Their address.
    #[validate(length(min = 3, max = 254))]
    #[schema(min_length = 3, max_length = 254)]
    email: String,
    /// Their name, used if they have given none themselves; may be empty.
    #[serde(default)]
    #[validate(length(max = 100))]
    #[schema(max_length = 100)]
    name: String,
    /// The role.
    #[schema(schema_with = shape::role)]
    role: Role,
}

/// A role to give or to end.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct RoleInput {
    /// The role.
    #[schema(schema_with = shape::role)]
    role: Role,
}

/// Everybody who holds a role, by name.
#[utoipa::path(
    get,
    path = "/staff/people",
    tag = "staff: people",
    responses((status = 200, description = "All of them", body = MemberList))
)]
async fn list(caller: Caller) -> ApiResult {
    let members = caller.see(StaffList).await?;
    ok(&MemberList { people: members.into_iter().map(Into::into).collect() })
}

/// Gives somebody a role by their address, and an account if they have none.
#[utoipa::path(
    post,
    path = "/staff/people",
    tag = "staff: people",
    request_body = InviteInput,
    responses((status = 201, description = "Given", body = super::answer::Made))
)]
async fn invite(caller: Caller, body: Body<InviteInput>) -> ApiResult {
    let InviteInput { email, name, role } = body.sent;
    let email =
        EmailAddress::parse(&email).map_err(|_| ApiError::field("email", "not_an_email"))?;
    let name = match name.trim() {
        "" => None,
        typed => Some(PersonName::parse(typed).map_err(|_| ApiError::field("name", "not_a_name"))?),
    };
    let person = caller.act(body.arrived, InviteStaff { email, name, role }).await?;
    made("/staff/people", person.uuid())
}

/// One person's roles, and those that they could be given.
#[utoipa::path(
    get,
    path = "/staff/people/{person}",
    tag = "staff: people",
    params(("person" = Uuid, Path, description = "The person's id")),
    responses((status = 200, description = "The person", body = StaffMemberSeenRead))
)]
async fn read(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(StaffMember { person: PersonId(*id) }).await?;
    ok(&StaffMemberSeenRead {
        member: seen.member.into(),
        possible: seen.possible.into_iter().map(Into::into).collect(),
        own: seen.own,
    })
}

/// Gives somebody who has an account a role.
#[utoipa::path(
    post,
    path = "/staff/people/{person}/roles",
    tag = "staff: people",
    params(("person" = Uuid, Path, description = "The person's id")),
    request_body = RoleInput,
    responses((status = 204, description = "Given"))
)]
async fn grant(caller: Caller, id: web::Path<Uuid>, body: Body<RoleInput>) -> ApiResult {
    let case = GrantRole { person: PersonId(*id), role: body.sent.role };
    caller.act(body.arrived, case).await?;
    done()
}

/// Ends somebody's role.
#[utoipa::path(
    post,
    path = "/staff/people/{person}/roles/end",
    tag = "staff: people",
    params(("person" = Uuid, Path, description = "The person's id")),
    request_body = RoleInput,
    responses((status = 204, description = "Ended"))
)]
async fn end(caller: Caller, id: web::Path<Uuid>, body: Body<RoleInput>) -> ApiResult {
    let case = EndRole { person: PersonId(*id), role: body.sent.role };
    caller.act(body.arrived, case).await?;
    done()
}

/// Takes somebody's second factor away, so that they set up a new one at their next sign-in.
#[utoipa::path(
    post,
    path = "/staff/people/{person}/reset-second-factor",
    tag = "staff: people",
    params(("person" = Uuid, Path, description = "The person's id")),
    responses((status = 204, description = "Reset"))
)]
async fn reset(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    caller.act_now(ResetSecondFactor { whose: Whose::Id(PersonId(*id)) }).await?;
    done()
}
