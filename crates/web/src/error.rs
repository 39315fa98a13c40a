//! Error pages: what happened, what was kept, what to do next.
//!
//! A handler returns [`PageError`]; its facts travel on the response, and [`dress`] puts a page in
//! place of every error that has none, those of the framework included.

use crate::chrome::Chrome;
use crate::page::{FrameData, SiteData, chrome};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, ResponseError};
use almoner_domain::access::Permit;
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_http::{BodyError, Garbled, Refused, Sent, Unsent, Visitor, blocking, status_of};
use almoner_usecases::conflict::{Declarable, RoundToDeclare};
use almoner_usecases::{AppError, Arrived, Refusal};
use askama::Template;
use std::sync::Arc;

/// An error of a page.
#[derive(Debug)]
pub struct PageError(pub Arc<AppError>);

impl From<AppError> for PageError {
    fn from(error: AppError) -> Self {
        Self(Arc::new(error))
    }
}

impl std::fmt::Display for PageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        status_of(&self.0)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::new(self.status_code());
        response.extensions_mut().insert(Arc::clone(&self.0));
        response
    }
}

/// What a handler of a page answers.
pub type PageResult = Result<HttpResponse, PageError>;

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage {
    chrome: Chrome,
    heading: String,
    paragraphs: Vec<String>,
    request: Option<String>,
    links: Vec<(String, String)>,
}

/// The policy's answer before a record was read, as a bare response that [`dress`] fills.
#[must_use]
pub fn turn_away(_: &ServiceRequest, permit: Permit) -> HttpResponse {
    let error = match permit {
        Permit::SignIn => AppError::SignedOut,
        Permit::SecondFactor => AppError::SecondFactor,
        Permit::Declare => AppError::Declare,
        Permit::Yes | Permit::NotFound | Permit::Forbidden(_) => AppError::NotFound,
    };
    PageError::from(error).error_response()
}

/// Middleware: gives every error without a page its page, and sends people who must sign in or
/// pass the second factor there and back.
///
/// # Errors
/// None of its own.
pub async fn dress(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let site = request.app_data::<SiteData>().cloned();
    let frame = request.app_data::<FrameData>().cloned();
    // The request itself must not be held meanwhile: routing needs it to itself.
    let response = next.call(request).await?.map_into_boxed_body();
    let http = response.request().clone();
    let status = response.status();
    let has_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let body_error =
        response.response().error().and_then(|error| error.as_error::<Refused>()).map(|r| r.0);
    if !(status.is_client_error() || status.is_server_error()) || has_page {
        return Ok(response);
    }
    let (Some(site), Some(frame)) = (site, frame) else { return Ok(response) };
    let app_error = response.response().extensions().get::<Arc<AppError>>().cloned();
    let here = http.uri().path_and_query().map_or("/", |path| path.as_str());
    let next_page = if *http.method() == Method::GET { here } else { "/" };
    let visitor = http.extensions().get::<Visitor>().cloned();
    let visitor = visitor.unwrap_or_else(|| Visitor::nobody(site.app.arrived(), http.path()));
    let unsent = http.extensions().get::<Unsent>().cloned();
    if let Some(Unsent(fields)) = unsent {
        let page = crate::resend::page(&site, &frame, &visitor, here, &fields);
        return Ok(ServiceResponse::new(http, crate::page::render(status, &page)));
    }
    let garbled = http.extensions().get::<Garbled>().cloned();
    if let Some(garbled) = garbled {
        let page = crate::garbled::page(&site, &frame, &visitor, here, &garbled);
        return Ok(ServiceResponse::new(http, crate::page::render(status, &page)));
    }
    match app_error.as_deref() {
        Some(AppError::SignedOut) => return Ok(go(&http, "/sign-in", next_page)),
        Some(AppError::SecondFactor) => return Ok(go(&http, "/second-factor", next_page)),
        _ => {}
    }
    if status.is_server_error() {
        tracing::error!(path = loggable(http.path()), %status, error = ?app_error, "answered with an error");
    }
    let arrived: Arrived = visitor.arrived;
    let (heading, paragraphs) = words(status, app_error.as_deref(), body_error);
    let mut links = vec![("See the funding rounds".to_owned(), "/rounds".to_owned())];
    if let Some(AppError::Declare) = app_error.as_deref()
        && let Some(round) = to_declare(&site, &visitor).await
    {
        let path = format!("/staff/rounds/{round}/declarations");
        links.insert(0, ("Declare your interests".to_owned(), path));
    }
    if let Some(AppError::Refused(Refusal::Members(_))) = app_error.as_deref()
        && let Some(people) = people_of(here)
    {
        links.insert(0, ("Back to the people of your organisation".to_owned(), people));
    }
    let mut chrome = chrome(&site, &frame, &visitor, &heading);
    // Whatever stood against a form, its words are not lost.
    if let Some(Sent(fields)) = http.extensions().get::<Sent>() {
        chrome.kept = crate::typed::kept(fields);
    }
    let page = ErrorPage {
        chrome,
        heading,
        paragraphs,
        request: status.is_server_error().then(|| arrived.request.to_string()),
        links,
    };
    let mut dressed = crate::page::render(status, &page);
    for name in [header::ALLOW, header::RETRY_AFTER] {
        if let Some(value) = response.headers().get(&name) {
            dressed.headers_mut().insert(name, value.clone());
        }
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        dressed.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    Ok(ServiceResponse::new(http, dressed))
}

/// A path as the log may hold it: the token of a sign-in link is a key and never written down.
fn loggable(path: &str) -> &str {
    if path.starts_with("/sign-in/link/") { "/sign-in/link/(token)" } else { path }
}

fn go(http: &actix_web::HttpRequest, path: &str, next: &str) -> ServiceResponse<BoxBody> {
    let query = serde_html_form::to_string([("next", next)]).unwrap_or_default();
    let answer = crate::page::see_other(&format!("{path}?{query}"));
    ServiceResponse::new(http.clone(), answer)
}

/// The round in which interests are to be declared before the page of this visitor opens.
async fn to_declare(site: &SiteData, visitor: &Visitor) -> Option<RoundId> {
    let mut parts = visitor.path().strip_prefix("/staff/")?.split('/');
    let (kind, id) = (parts.next()?, parts.next()?);
    let about = match kind {
        "rounds" => return RoundId::parse(id),
        "applications" => Declarable::Application(ApplicationId::parse(id)?),
        "assessments" => Declarable::Assessment(id.parse().ok()?),
        _ => return None,
    };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    blocking(move || app.look(&actor, arrived, &RoundToDeclare { about })).await.ok()
}

/// The page of a group's people, from the address of one of its acts.
fn people_of(path: &str) -> Option<String> {
    let group = path.strip_prefix("/organisations/")?.split('/').next()?;
    Some(format!("/organisations/{group}/people"))
}

fn words(
    status: StatusCode,
    error: Option<&AppError>,
    body: Option<BodyError>,
) -> (String, Vec<String>) {
    let page = |heading: &str, paragraphs: &[&str]| {
        (heading.to_owned(), paragraphs.iter().map(|text| (*text).to_owned()).collect())
    };
    if let Some(body) = body {
        return match body {
            BodyError::TooLarge => page(
                "What you sent is too large",
                &[
                    "We could not take it, and nothing was changed.",
                    "Go back, shorten the longest answer and try again.",
                ],
            ),
            BodyError::TooSlow => page(
                "Your connection was too slow",
                &[
                    "Your answers did not reach us whole, and nothing was changed.",
                    "Go back and try again. What you typed should still be there.",
                ],
            ),
            BodyError::Forged(_) => page(
                "We could not be sure that this came from you",
                &[
                    "The page that you used was too old, or belonged to an earlier sign-in. \
                     Nothing was changed.",
                    "Go back, copy anything you typed, open the page again and try once more.",
                ],
            ),
            BodyError::Broken
            | BodyError::ContentType
            | BodyError::Unreadable
            | BodyError::Garbled => page(
                "We could not read what was sent",
                &[
                    "Nothing was changed.",
                    "Go back and try again. If it happens again, contact us.",
                ],
            ),
        };
    }
    let known = error.and_then(almoner_words::errors::words);
    if let Some((heading, mut paragraphs)) = known {
        paragraphs.extend(next_step(error).map(str::to_owned));
        return (heading, paragraphs);
    }
    match status {
        StatusCode::NOT_FOUND => page(
            "Page not found",
            &[
                "If you typed the web address, check it is correct.",
                "If you pasted the web address, check you copied the entire address.",
            ],
        ),
        StatusCode::METHOD_NOT_ALLOWED => page(
            "This page cannot be used in that way",
            &["Nothing was changed. Open the page from its link and try again."],
        ),
        StatusCode::TOO_MANY_REQUESTS => {
            page("Too many tries", &["Wait a few minutes and try again. Nothing was changed."])
        }
        status if status.is_client_error() => page(
            "We could not read what was sent",
            &["Nothing was changed.", "Go back and try again. If it happens again, contact us."],
        ),
        _ => page(
            "Sorry, there is a problem with the service",
            &[
                "Nothing was changed. Answers that you saved before are safe.",
                "Go back and try again in a few minutes. What you typed should still be there.",
            ],
        ),
    }
}

/// What to do next in a browser, where the words for everybody do not say it.
const fn next_step(error: Option<&AppError>) -> Option<&'static str> {
    match error {
        Some(AppError::Stale) => {
            Some("Copy what you typed, open the page again and make your change there.")
        }
        Some(AppError::Store(_)) => Some(
            "Answers that you saved before are safe. Go back and try again in a few minutes. What \
             you typed should still be there.",
        ),
        _ => None,
    }
}
