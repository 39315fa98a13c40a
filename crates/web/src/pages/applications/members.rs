//! Who belongs to one's own organisation, and the invitation that somebody else got.

use super::{look, token};
use crate::chrome::Chrome;
use crate::components::{Choice, ErrorSummary, Field, Radios, TextInput};
use crate::content::members as words;
use crate::done::{Done, DoneQuery};
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, again, chrome, ok, render, see_other};
use crate::pages::people::email_words;
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use almoner_domain::access::Act;
use almoner_domain::id::{InvitationId, OrganisationId, PersonId};
use almoner_domain::organisation::MemberRole;
use almoner_domain::value::{EmailAddress, EmailFault, show_minute};
use almoner_http::{Posted, Route, Visitor, blocking};
use almoner_usecases::applications::{
    AcceptInvitation, ChangeMemberRole, InvitationPage, InviteMember, MemberSeen, MembersPage,
    MembersSeen, RemoveMember, WithdrawInvitation,
};
use almoner_usecases::{AppError, Refusal};
use askama::Template;

const PEOPLE: &str = "/organisations/{organisation}/people";
const REMOVE: &str = "/organisations/{organisation}/people/{person}/remove";
const ROLE: &str = "/organisations/{organisation}/people/{person}/role";
const WITHDRAW: &str = "/organisations/{organisation}/invitations/{invitation}/withdraw";
const INVITATION: &str = "/invitations/{invitation}";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(PEOPLE, Act::ManageMembers, show),
        Route::post(PEOPLE, Act::ManageMembers, invite),
        Route::get(REMOVE, Act::ManageMembers, ask_to_remove),
        Route::post(REMOVE, Act::ManageMembers, remove),
        Route::post(ROLE, Act::ManageMembers, change_role),
        Route::post(WITHDRAW, Act::ManageMembers, withdraw),
        Route::get(INVITATION, Act::JoinOrganisation, invitation),
        Route::post(INVITATION, Act::JoinOrganisation, accept),
    ]
}

#[derive(Template)]
#[template(path = "pages/applications/members.html")]
struct MembersTemplate {
    chrome: Chrome,
    csrf: String,
    path: String,
    organisation: String,
    errors: ErrorSummary,
    members: Vec<MemberLine>,
    invitations: Vec<InvitationLine>,
    /// Whether the caller decides who belongs to it.
    leads: bool,
    email: TextInput,
    role: Radios,
}

struct MemberLine {
    id: PersonId,
    name: String,
    email: String,
    role: &'static str,
    about: &'static str,
    own: bool,
    /// Whether they alone decide who belongs to the organisation, so that they can neither step
    /// back nor leave.
    only_lead: bool,
    /// The other role: its code and what a button to give it says.
    other: (&'static str, &'static str),
}

struct InvitationLine {
    id: InvitationId,
    email: String,
    role: &'static str,
    until: String,
}

#[derive(Template)]
#[template(path = "pages/applications/member_remove.html")]
struct RemoveTemplate {
    chrome: Chrome,
    csrf: String,
    back: String,
    heading: String,
    own: bool,
}

#[derive(Template)]
#[template(path = "pages/applications/invitation.html")]
struct InvitationTemplate {
    chrome: Chrome,
    csrf: String,
    organisation: String,
    by: String,
    about: &'static str,
    live: bool,
    until: String,
}

/// What somebody sees who opens an invitation that is not to their own address; the same where
/// there is none, so that nobody learns which exist.
#[derive(Template)]
#[template(path = "pages/applications/invitation_other.html")]
struct OtherAddressTemplate {
    chrome: Chrome,
    csrf: String,
}

/// What was typed into the form that invites, and what is wrong with it.
#[derive(Default)]
struct Inviting {
    email: String,
    role: String,
    email_error: Option<String>,
    role_error: Option<&'static str>,
}

async fn show(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    at: Path<String>,
    done: Query<DoneQuery>,
) -> PageResult {
    let seen = seen(&site, &visitor, &at).await?;
    let mut page = page(&site, &frame, &visitor, seen, Inviting::default());
    page.chrome.done = done.words();
    Ok(ok(&page))
}

async fn seen(site: &SiteData, visitor: &Visitor, at: &str) -> Result<MembersSeen, PageError> {
    look(site, visitor, MembersPage { organisation: organisation_of(at)? }).await
}

async fn invite(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    at: Path<String>,
    posted: Posted,
) -> PageResult {
    let organisation = organisation_of(&at)?;
    let mut typed = Inviting {
        email: posted.fields.text("email").to_owned(),
        role: posted.fields.text("role").to_owned(),
        ..Inviting::default()
    };
    let email = EmailAddress::parse(&typed.email);
    let role = MemberRole::parse(&typed.role);
    if let (Ok(email), Some(role)) = (&email, role) {
        let case = InviteMember { organisation, email: email.clone(), role };
        let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
        match blocking(move || app.execute(&actor, arrived, case)).await {
            Ok(_) => return Ok(see_other(&Done::Invited.at(&people(organisation)))),
            Err(AppError::Refused(Refusal::Members(refused))) => {
                let (heading, lines) = words::refused(refused);
                typed.email_error = Some(format!("{heading}. {}", lines.join(" ")));
            }
            Err(error) => return Err(error.into()),
        }
    }
    if let Err(fault) = email {
        typed.email_error = Some(match fault {
            EmailFault::Empty => "Enter their email address".to_owned(),
            fault => email_words(fault).to_owned(),
        });
    }
    if role.is_none() {
        typed.role_error = Some("Choose what this person will be able to do");
    }
    let seen = seen(&site, &visitor, &at).await?;
    Ok(again(&page(&site, &frame, &visitor, seen, typed)))
}

async fn ask_to_remove(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    at: Path<(String, String)>,
) -> PageResult {
    let seen = seen(&site, &visitor, &at.0).await?;
    let person = person_of(&at.1)?;
    let own = seen.caller == Some(person);
    let member = seen.members.iter().find(|member| member.person.id == person);
    let member = member.filter(|_| seen.leads || own).ok_or(AppError::NotFound)?;
    let organisation = &seen.organisation.name;
    let heading = if own {
        format!("Leave {organisation}")
    } else {
        format!("Remove {} from {organisation}", name(member))
    };
    Ok(ok(&RemoveTemplate {
        chrome: chrome(&site, &frame, &visitor, &heading),
        csrf: token(&site, &visitor),
        back: people(seen.organisation.id),
        heading,
        own,
    }))
}

async fn remove(
    site: SiteData,
    visitor: Visitor,
    at: Path<(String, String)>,
    posted: Posted,
) -> PageResult {
    let (organisation, person) = (organisation_of(&at.0)?, person_of(&at.1)?);
    let own = visitor.actor.person() == Some(person);
    let case = RemoveMember { organisation, person };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, case)).await?;
    Ok(see_other(&if own {
        "/applications".to_owned()
    } else {
        Done::Removed.at(&people(organisation))
    }))
}

async fn change_role(
    site: SiteData,
    visitor: Visitor,
    at: Path<(String, String)>,
    posted: Posted,
) -> PageResult {
    let (organisation, person) = (organisation_of(&at.0)?, person_of(&at.1)?);
    let role = MemberRole::parse(posted.fields.text("role")).ok_or(AppError::NotFound)?;
    let case = ChangeMemberRole { organisation, person, role };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, case)).await?;
    Ok(see_other(&Done::RoleChanged.at(&people(organisation))))
}

async fn withdraw(
    site: SiteData,
    visitor: Visitor,
    at: Path<(String, String)>,
    posted: Posted,
) -> PageResult {
    let organisation = organisation_of(&at.0)?;
    let case = WithdrawInvitation { organisation, invitation: invitation_of(&at.1)? };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, case)).await?;
    Ok(see_other(&Done::TakenBack.at(&people(organisation))))
}

async fn invitation(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    at: Path<String>,
) -> PageResult {
    let case = invitation_of(&at).map(|invitation| InvitationPage { invitation });
    let seen = match case {
        Ok(case) => look(&site, &visitor, case).await,
        Err(error) => Err(error),
    };
    let seen = match seen {
        Err(error) if matches!(*error.0, AppError::NotFound) => {
            let page = OtherAddressTemplate {
                chrome: chrome(&site, &frame, &visitor, "This invitation is not for you"),
                csrf: token(&site, &visitor),
            };
            return Ok(render(StatusCode::NOT_FOUND, &page));
        }
        other => other?,
    };
    Ok(ok(&InvitationTemplate {
        chrome: chrome(&site, &frame, &visitor, &format!("Join {}", seen.organisation)),
        csrf: token(&site, &visitor),
        organisation: seen.organisation,
        by: seen.by,
        about: words::about(seen.role),
        live: seen.live,
        until: show_minute(seen.until),
    }))
}

async fn accept(site: SiteData, visitor: Visitor, at: Path<String>, posted: Posted) -> PageResult {
    let case = AcceptInvitation { invitation: invitation_of(&at)? };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let organisation = blocking(move || app.execute(&actor, arrived, case)).await?;
    Ok(see_other(&format!("/organisations/{organisation}")))
}

fn people(organisation: OrganisationId) -> String {
    format!("/organisations/{organisation}/people")
}

fn organisation_of(text: &str) -> Result<OrganisationId, PageError> {
    OrganisationId::parse(text).ok_or_else(|| AppError::NotFound.into())
}

fn person_of(text: &str) -> Result<PersonId, PageError> {
    PersonId::parse(text).ok_or_else(|| AppError::NotFound.into())
}

fn invitation_of(text: &str) -> Result<InvitationId, PageError> {
    InvitationId::parse(text).ok_or_else(|| AppError::NotFound.into())
}

fn name(member: &MemberSeen) -> String {
    let person = &member.person;
    if person.name.is_empty() { person.email.clone() } else { person.name.clone() }
}

fn page(
    site: &SiteData,
    frame: &FrameData,
    visitor: &Visitor,
    seen: MembersSeen,
    typed: Inviting,
) -> MembersTemplate {
    let caller = seen.caller;
    let leads = seen.members.iter().filter(|one| one.role == MemberRole::Lead).count();
    let line = |member: &MemberSeen| MemberLine {
        only_lead: member.role == MemberRole::Lead && leads == 1,
        id: member.person.id,
        name: name(member),
        email: member.person.email.clone(),
        role: words::role(member.role),
        about: words::about(member.role),
        own: caller == Some(member.person.id),
        other: match member.role {
            MemberRole::Lead => (MemberRole::Member.code(), "Make a member"),
            MemberRole::Member => (MemberRole::Lead.code(), "Make a lead"),
        },
    };
    let email = TextInput { autocomplete: None, ..TextInput::email("email", "Email address") }
        .hint("We email a link to this address. Use the person’s own, not a shared mailbox.")
        .value(typed.email)
        .error(typed.email_error);
    let roles = MemberRole::ALL
        .iter()
        .map(|role| Choice::new(role.code(), words::role(*role)).hint(words::about(*role)));
    let role = Radios::new("role", "What will this person be able to do?", roles)
        .choose(&typed.role)
        .error(typed.role_error);
    let errors: ErrorSummary = [email.error_item(), role.error_item()].into_iter().collect();
    let organisation = seen.organisation.name.clone();
    let mut chrome = chrome(site, frame, visitor, &format!("People of {organisation}"));
    chrome.error = !errors.is_empty();
    MembersTemplate {
        chrome,
        csrf: token(site, visitor),
        path: format!("/organisations/{}", seen.organisation.id),
        organisation,
        errors,
        members: seen.members.iter().map(line).collect(),
        invitations: seen
            .invitations
            .iter()
            .map(|one| InvitationLine {
                id: one.id,
                email: one.email.clone(),
                role: words::role(one.role),
                until: show_minute(one.expires_at),
            })
            .collect(),
        leads: seen.leads,
        email,
        role,
    }
}
