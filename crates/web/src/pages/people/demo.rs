//! Signing in at the press of a button, in a demonstration on this machine only.

use super::onward::{enter, session_of};
use crate::chrome::Chrome;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, chrome, ok};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::PersonId;
use almoner_domain::person::{LocalPath, Person};
use almoner_http::{Posted, Route, Visitor, blocking, csrf_token};
use almoner_usecases::AppError;
use almoner_usecases::people::{DemoPeople, DemoSignIn};
use askama::Template;

/// The routes that only a demonstration has.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/demo", Act::SignIn, list),
        Route::post("/demo/sign-in/{person}", Act::SignIn, press),
    ]
}

#[derive(Template)]
#[template(path = "pages/people/demo.html")]
struct DemoPage {
    chrome: Chrome,
    csrf: String,
    staff: Vec<Offer>,
    applicants: Vec<Offer>,
}

/// One person who can be signed in.
struct Offer {
    id: PersonId,
    name: String,
    about: String,
}

fn offer(person: Person, about: String) -> Offer {
    let name = if person.name.is_empty() { person.email } else { person.name };
    Offer { id: person.id, name, about }
}

async fn list(site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let seen = blocking(move || app.look(&actor, arrived, &DemoPeople)).await?;
    let titles = &site.app.office().titles;
    let staff = seen.staff.into_iter().map(|(person, roles)| {
        let roles: Vec<&str> = roles.iter().map(|role| titles.of(*role)).collect();
        offer(person, roles.join(", "))
    });
    let applicants =
        seen.applicants.into_iter().map(|person| offer(person, "For a group".to_owned()));
    Ok(ok(&DemoPage {
        chrome: chrome(&site, &frame, &visitor, "Demonstration"),
        csrf: csrf_token(&site, visitor.session_token()),
        staff: staff.collect(),
        applicants: applicants.collect(),
    }))
}

async fn press(
    site: SiteData,
    visitor: Visitor,
    path: web::Path<String>,
    posted: Posted,
) -> PageResult {
    let person = PersonId::parse(&path).ok_or_else(|| PageError::from(AppError::NotFound))?;
    let next = LocalPath::or_top(posted.fields.only("next"));
    let case = DemoSignIn { person, next, before: session_of(&visitor) };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    Ok(enter(&site, blocking(move || app.execute(&actor, arrived, case)).await?))
}
