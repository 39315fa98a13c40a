//! The record of one's own organisation: made, shown and changed.

use super::{look, path, token};
use crate::chrome::Chrome;
use crate::components::{Choice, ErrorSummary, Field, Radios, TextInput};
use crate::content::applications::{kind, public_status};
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use almoner_domain::access::Act;
use almoner_domain::id::OrganisationId;
use almoner_domain::organisation::{Kind, Register};
use almoner_http::{Fields, Posted, Route, Visitor, blocking};
use almoner_usecases::applications::{
    CreateOrganisation, EditOrganisation, OrganisationForm, OrganisationPage, OrganisationSeen,
};
use almoner_usecases::{AppError, FieldProblem};
use askama::Template;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Route> {
    const NEW: &str = "/organisations/new";
    const ONE: &str = "/organisations/{organisation}";
    vec![
        Route::get(NEW, Act::StartApplication, ask),
        Route::post(NEW, Act::StartApplication, create),
        Route::get(ONE, Act::ManageOrganisation, show),
        Route::post(ONE, Act::ManageOrganisation, change),
    ]
}

#[derive(Template)]
#[template(path = "pages/applications/organisation.html")]
struct OrganisationTemplate {
    chrome: Chrome,
    csrf: String,
    heading: String,
    button: &'static str,
    errors: ErrorSummary,
    notices: Vec<String>,
    name: TextInput,
    other_names: TextInput,
    kind: Radios,
    /// Asked of those kinds of group that the office asks for it.
    charity_number: Option<TextInput>,
    company_number: Option<TextInput>,
    postcode: TextInput,
    /// The version of a record that there is.
    version: Option<i64>,
    /// The round that this was begun from.
    round: Option<String>,
    /// What is asked for only if a grant is offered.
    before_agreement: Vec<String>,
    members: Vec<String>,
    /// Where its people are managed.
    people: Option<String>,
    bids: Vec<(String, String)>,
}

#[derive(Default, Deserialize)]
struct From {
    #[serde(default)]
    round: Option<String>,
}

/// What a drawing of the form is made of.
#[derive(Default)]
struct Drawn {
    form: OrganisationForm,
    problems: Vec<FieldProblem>,
    notices: Vec<String>,
    seen: Option<OrganisationSeen>,
    round: Option<String>,
}

async fn ask(site: SiteData, frame: FrameData, visitor: Visitor, from: Query<From>) -> PageResult {
    let round = from.into_inner().round.filter(|round| is_reference(round));
    Ok(ok(&page(&site, &frame, &visitor, Drawn { round, ..Drawn::default() })))
}

async fn create(site: SiteData, frame: FrameData, visitor: Visitor, posted: Posted) -> PageResult {
    let form = typed(&posted.fields);
    let round = Some(posted.fields.text("round").to_owned()).filter(|round| is_reference(round));
    let case = CreateOrganisation { form: form.clone() };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    match blocking(move || app.execute(&actor, arrived, case)).await {
        Ok(organisation) => {
            let kind = Kind::parse(form.kind.trim());
            let asked = kind.is_some_and(|one| !site.app.office().kinds.of(one).numbers.is_empty());
            Ok(see_other(&match round {
                // Its numbers are asked for next, now that its kind is known.
                Some(round) if asked => format!("/organisations/{organisation}?round={round}"),
                Some(round) => format!("/rounds/{round}/apply"),
                None => format!("/organisations/{organisation}"),
            }))
        }
        Err(AppError::Invalid(problems)) => {
            let drawn = Drawn { form, problems, round, ..Drawn::default() };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(render(status, &page(&site, &frame, &visitor, drawn)))
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    at: Path<String>,
    from: Query<From>,
) -> PageResult {
    let round = from.into_inner().round.filter(|round| is_reference(round));
    let seen = look(&site, &visitor, OrganisationPage { organisation: id_of(&at)? }).await?;
    let form = OrganisationForm::of(&seen.organisation);
    let drawn = Drawn { form, seen: Some(seen), round, ..Drawn::default() };
    Ok(ok(&page(&site, &frame, &visitor, drawn)))
}

async fn change(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    at: Path<String>,
    posted: Posted,
) -> PageResult {
    let organisation = id_of(&at)?;
    let form = typed(&posted.fields);
    let round = Some(posted.fields.text("round").to_owned()).filter(|round| is_reference(round));
    let version = posted.fields.text("version").trim().parse().unwrap_or(0);
    let case = EditOrganisation { organisation, version, form: form.clone() };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let (status, problems, notices) =
        match blocking(move || app.execute(&actor, arrived, case)).await {
            Ok(()) => {
                return Ok(see_other(&match round {
                    Some(round) => format!("/rounds/{round}/apply"),
                    None => format!("/organisations/{organisation}"),
                }));
            }
            Err(AppError::Invalid(problems)) => {
                (StatusCode::UNPROCESSABLE_ENTITY, problems, Vec::new())
            }
            Err(AppError::Stale) => (StatusCode::CONFLICT, Vec::new(), Vec::new()),
            Err(error) => return Err(error.into()),
        };
    let seen = look(&site, &visitor, OrganisationPage { organisation }).await?;
    let notices = if status == StatusCode::CONFLICT { stale(&seen) } else { notices };
    let drawn = Drawn { form, problems, notices, seen: Some(seen), round };
    Ok(render(status, &page(&site, &frame, &visitor, drawn)))
}

/// What is stored now, where somebody else changed it meanwhile.
fn stale(seen: &OrganisationSeen) -> Vec<String> {
    let one = &seen.organisation;
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
    vec![
        "Somebody else changed this while you were working. What you typed is still in the boxes. \
         If you save again, it replaces what they saved."
            .to_owned(),
        format!(
            "Saved now: {}; {}; charity number {}; company number {}; postcode {}.",
            one.name,
            kind(one.kind),
            or_none(&one.charity_number),
            or_none(&one.company_number),
            or_none(&one.postcode)
        ),
    ]
}

fn id_of(text: &str) -> Result<OrganisationId, PageError> {
    OrganisationId::parse(text).ok_or_else(|| AppError::NotFound.into())
}

/// Whether a text can be a round's reference: it is put into an address.
fn is_reference(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !text.is_empty() && text.len() <= 40 && text.bytes().all(allowed)
}

fn typed(fields: &Fields) -> OrganisationForm {
    let text = |name: &str| fields.text(name).to_owned();
    OrganisationForm {
        name: text("name"),
        other_names: text("other_names"),
        kind: text("kind"),
        charity_number: text("charity_number"),
        company_number: text("company_number"),
        postcode: text("postcode"),
    }
}

fn page(
    site: &SiteData,
    frame: &FrameData,
    visitor: &Visitor,
    drawn: Drawn,
) -> OrganisationTemplate {
    let Drawn { form, problems, notices, seen, round } = drawn;
    let error = |field: &str, label: &str| {
        let problem = problems.iter().find(|problem| problem.field == field)?;
        Some(crate::content::faults::fault(label, &problem.fault))
    };
    let input = |name: &'static str, label: &'static str, value: String| {
        TextInput::new(name, label).value(value).error(error(name, label))
    };
    let name = input("name", "Name of the organisation", form.name);
    let other_names = input("other_names", "Other names that you use (optional)", form.other_names);
    let kinds = Kind::ALL.iter().map(|one| Choice::new(one.code(), kind(*one)));
    let label = "What kind of organisation is it?";
    let which = Radios::new("kind", label, kinds).choose(&form.kind).error(error("kind", label));
    // A number is asked for once the kind of group is known, and shown wherever there is one.
    let kind_of_group = seen.as_ref().map(|seen| seen.organisation.kind);
    let needs = kind_of_group.map(|one| site.app.office().kinds.of(one));
    let number = |register, name: &'static str, label: &'static str, value: String| {
        let asked = needs.is_some_and(|needs| needs.asks_for(register));
        (asked || !value.is_empty()).then(|| input(name, label, value).width(20))
    };
    let charity_number = number(
        Register::Charity,
        "charity_number",
        "Charity number (optional)",
        form.charity_number,
    );
    let company_number = number(
        Register::Company,
        "company_number",
        "Company or CIC number (optional)",
        form.company_number,
    );
    let postcode = input("postcode", "Postcode (optional)", form.postcode).width(10);
    let errors: ErrorSummary = [
        name.error_item(),
        other_names.error_item(),
        which.error_item(),
        charity_number.as_ref().and_then(Field::error_item),
        company_number.as_ref().and_then(Field::error_item),
        postcode.error_item(),
    ]
    .into_iter()
    .collect();
    let heading = match &seen {
        Some(seen) => seen.organisation.name.clone(),
        None => "Tell us about your organisation".to_owned(),
    };
    let mut chrome = chrome(site, frame, visitor, &heading);
    chrome.error = !errors.is_empty();
    OrganisationTemplate {
        chrome,
        csrf: token(site, visitor),
        button: if seen.is_some() && round.is_none() {
            "Save changes"
        } else {
            "Save and continue"
        },
        heading,
        errors,
        notices,
        name,
        other_names,
        kind: which,
        charity_number,
        company_number,
        postcode,
        version: seen.as_ref().map(|seen| seen.organisation.version),
        round,
        before_agreement: needs.map(|needs| needs.before_agreement.clone()).unwrap_or_default(),
        people: seen.as_ref().map(|seen| format!("/organisations/{}/people", seen.organisation.id)),
        members: seen
            .iter()
            .flat_map(|seen| &seen.members)
            .map(|one| if one.name.is_empty() { one.email.clone() } else { one.name.clone() })
            .collect(),
        bids: seen
            .iter()
            .flat_map(|seen| &seen.bids)
            .map(|bid| {
                let title = if bid.title.is_empty() { "Application" } else { &bid.title };
                (path(bid.id), format!("{title}: {}", public_status(bid.status).to_lowercase()))
            })
            .collect(),
    }
}
