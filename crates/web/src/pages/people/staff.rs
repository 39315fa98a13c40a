//! Who holds which role of the office: the list, one person, an invitation.

use super::account::name_words;
use super::sign_in::email_words;
use crate::chrome::Chrome;
use crate::components::{Choice, ErrorSummary, Field, Select, TextInput};
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, again, chrome, ok, see_other};
use actix_web::web;
use almoner_domain::access::{Act, Role};
use almoner_domain::id::PersonId;
use almoner_domain::person::{NameFault, PersonName};
use almoner_domain::value::{EmailAddress, london, show_date, show_minute};
use almoner_http::{Posted, Route, Visitor, blocking, csrf_token};
use almoner_usecases::people::{
    EndRole, GrantRole, InviteStaff, Member, ResetSecondFactor, StaffList, StaffMember, Whose,
};
use almoner_usecases::{AppError, UseCase};
use askama::Template;

const LIST: &str = "/staff/people";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(LIST, Act::ManagePeople, list),
        Route::get("/staff/people/invite", Act::ManagePeople, invite),
        Route::post("/staff/people/invite", Act::ManagePeople, send_invitation),
        Route::get("/staff/people/{person}", Act::ManagePeople, show),
        Route::post("/staff/people/{person}/grant", Act::ManagePeople, grant),
        Route::post("/staff/people/{person}/end", Act::ManagePeople, end),
        Route::post("/staff/people/{person}/reset", Act::ManagePeople, reset),
    ]
}

/// A person as the list and their own page show them.
struct MemberRow {
    id: PersonId,
    name: String,
    email: String,
    roles: Vec<HeldRow>,
    app: &'static str,
    seen: String,
}

struct HeldRow {
    code: &'static str,
    title: String,
    since: String,
}

fn row(site: &SiteData, member: Member) -> MemberRow {
    let titles = &site.app.office().titles;
    let held = |held: &almoner_domain::person::RoleHeld| HeldRow {
        code: held.role.code(),
        title: titles.of(held.role).to_owned(),
        since: show_date(london::date(held.from)),
    };
    let person = &member.person;
    MemberRow {
        id: person.id,
        name: if person.name.is_empty() { "No name yet" } else { &person.name }.to_owned(),
        email: person.email.clone(),
        roles: member.roles.iter().map(held).collect(),
        app: if member.has_second_factor { "Set up" } else { "Not set up" },
        seen: member.last_seen.map_or_else(|| "Never".to_owned(), show_minute),
    }
}

#[derive(Template)]
#[template(path = "pages/people/staff.html")]
struct ListPage {
    chrome: Chrome,
    members: Vec<MemberRow>,
}

async fn list(site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let members = blocking(move || app.look(&actor, arrived, &StaffList)).await?;
    let mut chrome = chrome(&site, &frame, &visitor, "Who holds which role");
    chrome.wide = true;
    let members = members.into_iter().map(|member| row(&site, member)).collect();
    Ok(ok(&ListPage { chrome, members }))
}

#[derive(Template)]
#[template(path = "pages/people/staff_member.html")]
struct MemberPage {
    chrome: Chrome,
    csrf: String,
    member: MemberRow,
    possible: Select,
    own: bool,
    can_reset: bool,
}

fn person_of(path: &str) -> Result<PersonId, PageError> {
    PersonId::parse(path).ok_or_else(|| AppError::NotFound.into())
}

async fn show(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    path: web::Path<String>,
) -> PageResult {
    let person = person_of(&path)?;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let seen = blocking(move || app.look(&actor, arrived, &StaffMember { person })).await?;
    let can_reset = seen.member.has_second_factor && !seen.own;
    let possible = role_select(&site, "Role to give", seen.possible.into_iter());
    let member = row(&site, seen.member);
    Ok(ok(&MemberPage {
        chrome: chrome(&site, &frame, &visitor, &member.name),
        csrf: csrf_token(&site, visitor.session_token()),
        member,
        possible,
        own: seen.own,
        can_reset,
    }))
}

fn role_select(site: &SiteData, label: &'static str, roles: impl Iterator<Item = Role>) -> Select {
    let titles = &site.app.office().titles;
    let choices = roles.map(|role| Choice::new(role.code(), titles.of(role).to_owned()));
    let none = Choice::new("", "Choose a role");
    Select::new("role", label, std::iter::once(none).chain(choices))
}

/// Runs a change of one person's roles and shows their page again.
async fn change<U: UseCase>(
    site: &SiteData,
    visitor: &Visitor,
    posted: &Posted,
    person: PersonId,
    case: U,
) -> PageResult {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, case)).await?;
    Ok(see_other(&format!("{LIST}/{person}")))
}

fn role_of(posted: &Posted) -> Option<Role> {
    Role::parse(posted.fields.only("role"))
}

async fn grant(
    site: SiteData,
    visitor: Visitor,
    path: web::Path<String>,
    posted: Posted,
) -> PageResult {
    let person = person_of(&path)?;
    match role_of(&posted) {
        Some(role) => change(&site, &visitor, &posted, person, GrantRole { person, role }).await,
        // Nothing was chosen: the page with its list again.
        None => Ok(see_other(&format!("{LIST}/{person}"))),
    }
}

async fn end(
    site: SiteData,
    visitor: Visitor,
    path: web::Path<String>,
    posted: Posted,
) -> PageResult {
    let person = person_of(&path)?;
    let role = role_of(&posted).ok_or_else(|| PageError::from(AppError::NotFound))?;
    change(&site, &visitor, &posted, person, EndRole { person, role }).await
}

async fn reset(
    site: SiteData,
    visitor: Visitor,
    path: web::Path<String>,
    posted: Posted,
) -> PageResult {
    let person = person_of(&path)?;
    let case = ResetSecondFactor { whose: Whose::Id(person) };
    change(&site, &visitor, &posted, person, case).await
}

#[derive(Template)]
#[template(path = "pages/people/invite.html")]
struct InvitePage {
    chrome: Chrome,
    errors: ErrorSummary,
    csrf: String,
    email: TextInput,
    name: TextInput,
    role: Select,
}

/// What was typed into the invitation, and what is wrong with it.
#[derive(Default)]
struct Invitation<'a> {
    email: (&'a str, Option<&'static str>),
    name: (&'a str, Option<&'static str>),
    role: (&'a str, Option<&'static str>),
}

fn invite_page(
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    typed: &Invitation<'_>,
) -> InvitePage {
    let shown = |text: &str| text.chars().take(400).collect::<String>();
    let mut chrome = chrome(site, frame, visitor, "Invite somebody");
    let email = TextInput::email("email", "Their email address")
        .value(shown(typed.email.0))
        .error(typed.email.1);
    let name = TextInput::new("name", "Their name (optional)")
        .value(shown(typed.name.0))
        .error(typed.name.1);
    let role = role_select(site, "Their role", Role::ALL.iter().copied())
        .choose(typed.role.0)
        .error(typed.role.1);
    let errors: ErrorSummary =
        [email.error_item(), name.error_item(), role.error_item()].into_iter().collect();
    chrome.error = !errors.is_empty();
    let csrf = csrf_token(site, visitor.session_token());
    InvitePage { chrome, errors, csrf, email, name, role }
}

async fn invite(site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    Ok(ok(&invite_page((&site, &frame, &visitor), &Invitation::default())))
}

async fn send_invitation(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let field = |name| posted.fields.only(name);
    let email = EmailAddress::parse(field("email"));
    let name = match PersonName::parse(field("name")) {
        Err(NameFault::Empty) => Ok(None),
        parsed => parsed.map(Some),
    };
    match (email, name, role_of(&posted)) {
        (Ok(email), Ok(name), Some(role)) => {
            let case = InviteStaff { email, name, role };
            let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
            let person = blocking(move || app.execute(&actor, arrived, case)).await?;
            Ok(see_other(&format!("{LIST}/{person}")))
        }
        (email, name, role) => Ok(again(&invite_page(
            (&site, &frame, &visitor),
            &Invitation {
                email: (field("email"), email.err().map(email_words)),
                name: (field("name"), name.err().map(name_words)),
                role: (field("role"), role.is_none().then_some("Choose a role")),
            },
        ))),
    }
}
