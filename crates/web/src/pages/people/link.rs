//! The link of the letter. Opening it changes nothing: programs that look for harm in mail open
//! links too. The button on its page signs in.

use super::onward::{enter, session_of};
use crate::chrome::Chrome;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok, render};
use actix_web::http::StatusCode;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_http::{Posted, Route, Visitor, blocking, csrf_token};
use almoner_usecases::people::{LinkAnswer, UseLink};
use askama::Template;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/sign-in/link/{token}", Act::SignIn, open),
        Route::post("/sign-in/link/{token}", Act::SignIn, press),
    ]
}

#[derive(Template)]
#[template(path = "pages/people/link.html")]
struct LinkPage {
    chrome: Chrome,
    csrf: String,
    token: String,
}

#[derive(Template)]
#[template(path = "pages/people/dead_link.html")]
struct DeadLinkPage {
    chrome: Chrome,
    heading: &'static str,
    why: &'static str,
}

async fn open(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    token: web::Path<String>,
) -> PageResult {
    Ok(ok(&LinkPage {
        chrome: chrome(&site, &frame, &visitor, "Sign in"),
        csrf: csrf_token(&site, visitor.session_token()),
        token: token.into_inner(),
    }))
}

async fn press(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    token: web::Path<String>,
    posted: Posted,
) -> PageResult {
    let case = UseLink { token: token.into_inner(), before: session_of(&visitor) };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let answer = blocking(move || app.execute(&actor, arrived, case)).await?;
    let (status, heading, why) = match answer {
        LinkAnswer::In(signed_in) => return Ok(enter(&site, signed_in)),
        LinkAnswer::Used => (
            StatusCode::GONE,
            "This link has been used",
            "Each link works once, and a newer one replaces it. If you are not signed in, ask for \
             a new email.",
        ),
        LinkAnswer::Expired => (
            StatusCode::GONE,
            "This link is too old",
            "A link works for 60 minutes. Ask for a new email.",
        ),
        LinkAnswer::Unknown => (
            StatusCode::NOT_FOUND,
            "This link does not work",
            "Check that you opened the whole address from the email, or ask for a new email.",
        ),
    };
    let chrome = chrome(&site, &frame, &visitor, heading);
    Ok(render(status, &DeadLinkPage { chrome, heading, why }))
}
