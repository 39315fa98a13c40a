//! Asking for a sign-in link, typing the code of the letter, signing out.

use super::onward::{self, NextQuery, enter, session_of};
use crate::chrome::Chrome;
use crate::components::{ErrorItem, ErrorSummary, Field, TextInput};
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, again, chrome, ok, see_other};
use actix_web::{HttpResponse, web};
use almoner_domain::access::Act;
use almoner_domain::id::SignInId;
use almoner_domain::person::{LINK_MINUTES, LocalPath};
use almoner_domain::value::{EmailAddress, EmailFault};
use almoner_http::{Posted, Route, Visitor, blocking, csrf_token, spent_cookie};
use almoner_usecases::people::{AskForSignIn, CodeAnswer, SignOut, UseCode};
use askama::Template;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/sign-in", Act::SignIn, ask),
        Route::post("/sign-in", Act::SignIn, send),
        Route::get("/sign-in/check", Act::SignIn, check),
        Route::post("/sign-in/check", Act::SignIn, code),
        Route::post("/sign-out", Act::SignIn, sign_out),
    ]
}

#[derive(Template)]
#[template(path = "pages/people/sign_in.html")]
struct AskPage {
    chrome: Chrome,
    errors: ErrorSummary,
    csrf: String,
    next: LocalPath,
    email: TextInput,
    one_press: bool,
    /// Whether somebody came here by an invitation.
    invited: bool,
}

fn ask_page(
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    next: LocalPath,
    typed: &str,
    error: Option<&'static str>,
) -> AskPage {
    let mut chrome = chrome(site, frame, visitor, "Sign in");
    let email = TextInput::email("email", "Your email address")
        .hint("We will email you a link and a code to sign in with. You do not need a password.")
        .value(typed.to_owned())
        .error(error);
    chrome.error = error.is_some();
    let errors = [email.error_item()].into_iter().collect();
    let csrf = csrf_token(site, visitor.session_token());
    let invited = next.as_str().starts_with("/invitations/");
    AskPage { chrome, errors, csrf, next, email, one_press: site.settings.one_press, invited }
}

async fn ask(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    query: web::Query<NextQuery>,
) -> PageResult {
    Ok(ok(&ask_page((&site, &frame, &visitor), query.path(), "", None)))
}

async fn send(site: SiteData, frame: FrameData, visitor: Visitor, posted: Posted) -> PageResult {
    let next = LocalPath::or_top(posted.fields.only("next"));
    let typed = posted.fields.only("email");
    let email = match EmailAddress::parse(typed) {
        Ok(email) => email,
        Err(fault) => {
            let shown = typed.get(..320).unwrap_or(typed).trim();
            let page = ask_page((&site, &frame, &visitor), next, shown, Some(email_words(fault)));
            return Ok(again(&page));
        }
    };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let asked =
        blocking(move || app.execute(&actor, arrived, AskForSignIn { email, next })).await?;
    Ok(see_other(&format!("/sign-in/check?id={}", asked.sign_in)))
}

/// What is wrong with an email address.
pub(crate) const fn email_words(fault: EmailFault) -> &'static str {
    match fault {
        EmailFault::Empty => "Enter your email address",
        EmailFault::TooLong => "Enter an email address of at most 254 characters",
        EmailFault::NotEmail => {
            "Enter an email address in the correct format, like name@example.com"
        }
    }
}

#[derive(Template)]
#[template(path = "pages/people/check_email.html")]
struct CheckPage {
    chrome: Chrome,
    errors: ErrorSummary,
    csrf: String,
    id: SignInId,
    code: TextInput,
    minutes: u16,
}

fn check_page(
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    id: SignInId,
    error: Option<String>,
) -> CheckPage {
    let mut chrome = chrome(site, frame, visitor, "Check your email");
    chrome.error = error.is_some();
    let code = TextInput::code("code", "Code from the email").hint("It has 6 digits").error(error);
    let errors = [code.error_item()].into_iter().collect();
    let csrf = csrf_token(site, visitor.session_token());
    CheckPage { chrome, errors, csrf, id, code, minutes: LINK_MINUTES }
}

/// Which link the code page is about.
#[derive(Debug, Deserialize)]
struct CheckQuery {
    id: Option<String>,
}

async fn check(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    query: web::Query<CheckQuery>,
) -> PageResult {
    match query.id.as_deref().and_then(SignInId::parse) {
        Some(id) => Ok(ok(&check_page((&site, &frame, &visitor), id, None))),
        None => Ok(see_other("/sign-in")),
    }
}

async fn code(site: SiteData, frame: FrameData, visitor: Visitor, posted: Posted) -> PageResult {
    let Some(id) = SignInId::parse(posted.fields.only("id")) else {
        return Ok(see_other("/sign-in"));
    };
    let typed = posted.fields.only("code").trim().to_owned();
    let page = |error: String| check_page((&site, &frame, &visitor), id, Some(error));
    if typed.is_empty() {
        return Ok(again(&page("Enter the code from the email".to_owned())));
    }
    if typed.chars().filter(char::is_ascii_digit).count() != 6 {
        return Ok(again(&page("Enter all 6 digits of the code from the email".to_owned())));
    }
    let case = UseCode { sign_in: id, code: typed, before: session_of(&visitor) };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let answer = blocking(move || app.execute(&actor, arrived, case)).await?;
    let words = match answer {
        CodeAnswer::In(signed_in) => return Ok(enter(&site, signed_in)),
        CodeAnswer::Wait(until) => {
            return Ok(onward::wait(&page(onward::wait_words(until)), until, arrived.at));
        }
        CodeAnswer::Wrong => "That is not the code of the newest email. Check it and try again",
        CodeAnswer::TooManyForLink => {
            "You have tried too many codes. Press the link in the email, or ask for a new email"
        }
        CodeAnswer::Used => "This code, or a newer one, has been used. Ask for a new email",
        CodeAnswer::Expired => "This code is too old. Ask for a new email",
    };
    Ok(again(&page(words.to_owned())))
}

async fn sign_out(site: SiteData, visitor: Visitor, posted: Posted) -> PageResult {
    if let Some(token) = session_of(&visitor) {
        let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
        blocking(move || app.execute(&actor, arrived, SignOut { token })).await?;
    }
    Ok(left(&site))
}

/// To the top of the site, without the cookie.
pub(super) fn left(site: &SiteData) -> HttpResponse {
    let mut response = see_other("/");
    if let Err(error) = response.add_cookie(&spent_cookie(site)) {
        tracing::error!(%error, "a session's cookie could not be removed");
    }
    response
}

/// A line of the summary that belongs to no field.
pub(super) fn general(text: String) -> ErrorSummary {
    [ErrorItem::general(text)].into_iter().collect()
}
