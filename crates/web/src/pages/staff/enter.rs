//! Entering a bid for a group that gave it by telephone or on paper.

use crate::chrome::Chrome;
use crate::components::{Choice, DateInput, ErrorSummary, Field, Radios, Select, TextInput};
use crate::content::applications::kind as kind_words;
use crate::content::entered as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, render, see_other};
use crate::typed::Typed;
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_domain::application::{EnterRefused, EnteredHow};
use almoner_domain::id::RoundId;
use almoner_domain::organisation::Kind;
use almoner_domain::value::read_date;
use almoner_http::{Fields, Posted, Route, Visitor, blocking, csrf_token};
use almoner_usecases::applications::EnterApplication;
use almoner_usecases::rounds::RoundForStaff;
use almoner_usecases::{AppError, Refusal};
use askama::Template;

const PATH: &str = "/staff/rounds/{round}/enter";
/// The form of the page.
const FORM: &str = "enter";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(PATH, Act::EnterApplication, show),
        Route::post(PATH, Act::EnterApplication, enter),
    ]
}

#[derive(Template)]
#[template(path = "pages/staff/enter.html")]
struct EnterPage {
    chrome: Chrome,
    errors: ErrorSummary,
    caption: String,
    back: String,
    csrf: String,
    organisation: TextInput,
    kind: Select,
    contact: TextInput,
    email: TextInput,
    how: Radios,
    received: DateInput,
    time: TextInput,
}

fn page(
    seen: &RoundForStaff,
    typed: &Typed,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
) -> EnterPage {
    let part = typed.part(FORM);
    let line = |name: &'static str, label: &'static str| {
        TextInput::new(name, label).value(part.value(name, "")).error(part.error(name))
    };
    let kinds = &seen.round.settings.eligibility.kinds;
    let mut choices = vec![Choice::new("", "Choose a kind")];
    choices.extend(kinds.iter().map(|kind: &Kind| Choice::new(kind.code(), kind_words(*kind))));
    let kind = Select::new("kind", "What kind of organisation is it?", choices)
        .choose(&part.value("kind", ""))
        .error(part.error("kind"));
    let organisation = line("organisation", "Name of the organisation");
    let contact = line("contact", "Name of its contact");
    let email = TextInput {
        autocomplete: None,
        ..TextInput::email("email", "Email address of its contact")
    }
    .hint("Their own, which nobody else reads. They confirm the application by a link in it.")
    .value(part.value("email", ""))
    .error(part.error("email"));
    let how = EnteredHow::ALL.iter().map(|how| Choice::new(how.code(), words::how(*how)));
    let how = Radios::new("how", "How did they give it to us?", how)
        .choose(&part.value("how", ""))
        .error(part.error("how"));
    let received = DateInput::new("received", "When did we receive it?")
        .hint("The day of the call, or the day on which the paper came. For example, 14 12 2023")
        .typed([
            part.value("received-day", ""),
            part.value("received-month", ""),
            part.value("received-year", ""),
        ])
        .error(part.error("received"));
    let time = line("time", "At what time?").hint("On a 24-hour clock, for example 16:30");
    let mut chrome = chrome(site, frame, visitor, "Enter an application for a group");
    let errors = typed.summary(
        [
            organisation.error_item(),
            kind.error_item(),
            contact.error_item(),
            email.error_item(),
            how.error_item(),
            received.error_item(),
            time.error_item(),
        ],
        true,
        &mut chrome,
    );
    EnterPage {
        chrome,
        errors,
        caption: seen.round.settings.title.clone(),
        back: format!("/staff/rounds/{}", seen.round.id),
        csrf: csrf_token(site, visitor.session_token()),
        organisation,
        kind,
        contact,
        email,
        how,
        received,
        time,
    }
}

async fn show(id: Path<String>, site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let seen = super::round::find(&site, &visitor, &id).await?;
    let typed = Typed::default();
    Ok(render(typed.status(), &page(&seen, &typed, (&site, &frame, &visitor))))
}

/// The time that was typed, as the clock in London showed it.
fn received(fields: &Fields) -> Option<jiff::civil::DateTime> {
    let part = |name: &str| fields.only(name).trim().to_owned();
    let day = read_date(&part("received-day"), &part("received-month"), &part("received-year"));
    let time: jiff::civil::Time = part("time").parse().ok()?;
    Some(day.ok()?.to_datetime(time))
}

/// The field that a refusal is about.
fn field(refusal: &Refusal) -> String {
    let Refusal::Entered(refused) = refusal else { return String::new() };
    let field = match refused {
        EnterRefused::BeforeOpening(_) | EnterRefused::AfterDeadline(_) | EnterRefused::NotYet => {
            "received"
        }
        EnterRefused::OwnMailbox | EnterRefused::SharedAddress | EnterRefused::Staff => "email",
        EnterRefused::NoCheck | EnterRefused::OwnGroup => "",
    };
    field.to_owned()
}

async fn enter(
    id: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = RoundId::parse(&id).ok_or(AppError::NotFound)?;
    let fields = &posted.fields;
    let text = |name: &str| fields.only(name).to_owned();
    let case = EnterApplication {
        round,
        organisation: text("organisation"),
        kind: text("kind"),
        contact: text("contact"),
        email: text("email"),
        how: text("how"),
        received: received(fields),
    };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    match blocking(move || app.execute(&actor, arrived, case)).await {
        Ok(application) => Ok(see_other(&format!("/applications/{application}"))),
        Err(error) => {
            let typed = Typed::refused(FORM, fields, error, field)?;
            let seen = super::round::find(&site, &visitor, &id).await?;
            Ok(render(typed.status(), &page(&seen, &typed, (&site, &frame, &visitor))))
        }
    }
}
