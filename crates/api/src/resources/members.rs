//! Who belongs to one's own organisation.

use super::answer::{done, made, ok};
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::{ApiError, ApiResult};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::form::Fault;
use almoner_domain::id::{InvitationId, OrganisationId, PersonId};
use almoner_domain::organisation::MemberRole;
use almoner_domain::value::EmailAddress;
use almoner_http::Route;
use almoner_usecases::applications::{
    AcceptInvitation, ChangeMemberRole, InvitationPage, InviteMember, MembersPage, RemoveMember,
    WithdrawInvitation,
};
use almoner_usecases::{AppError, FieldProblem};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

const PEOPLE: &str = "/organisations/{organisation}/people";
const PERSON: &str = "/organisations/{organisation}/people/{person}";
const INVITATIONS: &str = "/organisations/{organisation}/invitations";
const SENT: &str = "/organisations/{organisation}/invitations/{invitation}";
const INVITATION: &str = "/invitations/{invitation}";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(PEOPLE, Act::ManageMembers, people),
        Route::put(PERSON, Act::ManageMembers, change_role),
        Route::delete(PERSON, Act::ManageMembers, remove),
        Route::post(INVITATIONS, Act::ManageMembers, invite),
        Route::delete(SENT, Act::ManageMembers, withdraw),
        Route::get(INVITATION, Act::JoinOrganisation, invitation),
        Route::post(INVITATION, Act::JoinOrganisation, accept),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(people, change_role, remove, invite, withdraw, invitation, accept))]
pub(super) struct Doc;

/// The people of an organisation.
#[derive(Serialize, ToSchema)]
struct PeopleRead {
    /// Its members, longest first.
    members: Vec<PersonRead>,
    /// Invitations that can be accepted.
    invitations: Vec<SentRead>,
    /// Whether the caller decides who belongs to it.
    leads: bool,
}

/// A member.
#[derive(Serialize, ToSchema)]
struct PersonRead {
    /// Their id.
    id: Uuid,
    /// Their name; may be empty.
    name: String,
    /// Their address.
    email: String,
    /// What they may do for the organisation: contact (a lead) or member.
    role: &'static str,
    /// Since when.
    #[schema(format = DateTime)]
    since: String,
}

/// An invitation that was sent.
#[derive(Serialize, ToSchema)]
struct SentRead {
    /// Its id.
    id: Uuid,
    /// The address that it went to.
    email: String,
    /// What its reader would be able to do: contact (a lead) or member.
    role: &'static str,
    /// Until when it can be accepted.
    #[schema(format = DateTime)]
    expires_at: String,
}

/// Whom to invite.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct InvitationInput {
    /// Their own address.
    #[validate(length(min = 1, max = 254))]
    #[schema(min_length = 1, max_length = 254)]
    email: String,
    /// What they will be able to do.
    #[validate(length(max = 20))]
    #[schema(max_length = 20, pattern = "^(contact|member)$")]
    role: String,
}

/// A member's new role.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct MemberRoleInput {
    /// contact (a lead) or member.
    #[validate(length(max = 20))]
    #[schema(max_length = 20, pattern = "^(contact|member)$")]
    role: String,
}

/// An invitation, as the person with its address sees it.
#[derive(Serialize, ToSchema)]
struct InvitationRead {
    /// The name of the organisation.
    organisation: String,
    /// Who invites.
    by: String,
    /// What its reader would be able to do: contact (a lead) or member.
    role: &'static str,
    /// Whether it can be accepted now.
    live: bool,
    /// Until when.
    #[schema(format = DateTime)]
    expires_at: String,
}

fn wrong(field: &str, fault: Fault) -> ApiError {
    ApiError::App(AppError::Invalid(vec![FieldProblem { field: field.to_owned(), fault }]))
}

fn role_of(code: &str) -> Result<MemberRole, ApiError> {
    MemberRole::parse(code).ok_or_else(|| wrong("role", Fault::NotAnOption))
}

/// Who belongs to one's own organisation.
#[utoipa::path(
    get,
    path = "/organisations/{organisation}/people",
    tag = "organisations",
    params(("organisation" = Uuid, Path, description = "The organisation's id")),
    responses((status = 200, description = "Its people", body = PeopleRead))
)]
async fn people(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(MembersPage { organisation: OrganisationId(*id) }).await?;
    let members = seen.members.into_iter().map(|member| PersonRead {
        id: member.person.id.uuid(),
        name: member.person.name,
        email: member.person.email,
        role: member.role.code(),
        since: member.since.to_string(),
    });
    let invitations = seen.invitations.into_iter().map(|one| SentRead {
        id: one.id.uuid(),
        email: one.email,
        role: one.role.code(),
        expires_at: one.expires_at.to_string(),
    });
    ok(&PeopleRead {
        members: members.collect(),
        invitations: invitations.collect(),
        leads: seen.leads,
    })
}

/// Gives a member of one's own organisation another role.
#[utoipa::path(
    put,
    path = "/organisations/{organisation}/people/{person}",
    tag = "organisations",
    params(
        ("organisation" = Uuid, Path, description = "The organisation's id"),
        ("person" = Uuid, Path, description = "The member's id"),
    ),
    request_body = MemberRoleInput,
    responses((status = 204, description = "Done"))
)]
async fn change_role(
    caller: Caller,
    path: web::Path<(Uuid, Uuid)>,
    body: Body<MemberRoleInput>,
) -> ApiResult {
    let (organisation, person) = path.into_inner();
    let role = role_of(&body.sent.role)?;
    let (organisation, person) = (OrganisationId(organisation), PersonId(person));
    caller.act(body.arrived, ChangeMemberRole { organisation, person, role }).await?;
    done()
}

/// Removes a member from one's own organisation, or leaves it.
#[utoipa::path(
    delete,
    path = "/organisations/{organisation}/people/{person}",
    tag = "organisations",
    params(
        ("organisation" = Uuid, Path, description = "The organisation's id"),
        ("person" = Uuid, Path, description = "The member's id"),
    ),
    responses((status = 204, description = "Done"))
)]
async fn remove(caller: Caller, path: web::Path<(Uuid, Uuid)>) -> ApiResult {
    let (organisation, person) = path.into_inner();
    let case =
        RemoveMember { organisation: OrganisationId(organisation), person: PersonId(person) };
    caller.act_now(case).await?;
    done()
}

/// Invites somebody to one's own organisation.
#[utoipa::path(
    post,
    path = "/organisations/{organisation}/invitations",
    tag = "organisations",
    params(("organisation" = Uuid, Path, description = "The organisation's id")),
    request_body = InvitationInput,
    responses((status = 201, description = "Sent", body = super::answer::Made))
)]
async fn invite(caller: Caller, id: web::Path<Uuid>, body: Body<InvitationInput>) -> ApiResult {
    let email = EmailAddress::parse(&body.sent.email)
        .map_err(|fault| wrong("email", Fault::Email(fault)))?;
    let case =
        InviteMember { organisation: OrganisationId(*id), email, role: role_of(&body.sent.role)? };
    let invitation = caller.act(body.arrived, case).await?;
    made("/invitations", invitation.uuid())
}

/// Takes an invitation back.
#[utoipa::path(
    delete,
    path = "/organisations/{organisation}/invitations/{invitation}",
    tag = "organisations",
    params(
        ("organisation" = Uuid, Path, description = "The organisation's id"),
        ("invitation" = Uuid, Path, description = "The invitation's id"),
    ),
    responses((status = 204, description = "Done"))
)]
async fn withdraw(caller: Caller, path: web::Path<(Uuid, Uuid)>) -> ApiResult {
    let (organisation, invitation) = path.into_inner();
    let organisation = OrganisationId(organisation);
    let case = WithdrawInvitation { organisation, invitation: InvitationId(invitation) };
    caller.act_now(case).await?;
    done()
}

/// An invitation to one's own address.
#[utoipa::path(
    get,
    path = "/invitations/{invitation}",
    tag = "organisations",
    params(("invitation" = Uuid, Path, description = "The invitation's id")),
    responses((status = 200, description = "The invitation", body = InvitationRead))
)]
async fn invitation(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(InvitationPage { invitation: InvitationId(*id) }).await?;
    ok(&InvitationRead {
        organisation: seen.organisation,
        by: seen.by,
        role: seen.role.code(),
        live: seen.live,
        expires_at: seen.until.to_string(),
    })
}

/// Joins an organisation by an invitation to one's own address.
#[utoipa::path(
    post,
    path = "/invitations/{invitation}",
    tag = "organisations",
    params(("invitation" = Uuid, Path, description = "The invitation's id")),
    responses((status = 204, description = "Joined"))
)]
async fn accept(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    caller.act_now(AcceptInvitation { invitation: InvitationId(*id) }).await?;
    done()
}
