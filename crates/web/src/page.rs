//! From a page struct to an answer: the frame around it, the rendering, the status.

use crate::chrome::{Chrome, Office as OfficeFrame, SignedIn};
use crate::components::Link;
use crate::error::PageError;
use crate::public_cache::PublicCache;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, web};
use almoner_domain::access::Role;
use almoner_http::{Site, Visitor, csrf_token};
use almoner_ports::StoreError;
use almoner_usecases::AppError;
use askama::Template;
use std::sync::Arc;

/// What the pages of one site share: the office's frame, made once at start.
#[derive(Clone)]
pub struct Frame {
    /// The office, as every page shows it.
    pub office: Arc<OfficeFrame>,
    /// Public pages that were made before.
    pub public: PublicCache,
}

impl Frame {
    /// The frame of the office that runs this site.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        let identity = &site.app.office().identity;
        let office = OfficeFrame::new(
            identity.name.clone(),
            identity.service_name.clone(),
            identity.contact_name.clone(),
            identity.contact_phone.clone(),
        );
        Self { office: Arc::new(office), public: PublicCache::default() }
    }
}

/// The frame of a page for this visitor: navigation, sign-out, banner.
#[must_use]
pub fn chrome(site: &Site, frame: &Frame, visitor: &Visitor, title: &str) -> Chrome {
    let mut chrome = Chrome::new(Arc::clone(&frame.office), title.to_owned());
    chrome.demonstration = site.app.is_demonstration();
    chrome.navigation.push(Link::new("Funding rounds", "/rounds"));
    match &visitor.known {
        None => chrome.navigation.push(Link::new("Sign in", "/sign-in")),
        Some(_) => {
            if visitor.actor.roles().is_empty() {
                chrome.navigation.push(Link::new("Your applications", "/applications"));
            } else {
                chrome.navigation.push(Link::new("Office", "/staff"));
            }
            let roles = visitor.actor.roles();
            if roles.has(Role::Assessor) || roles.has(Role::CommunityAssessor) {
                chrome.navigation.push(Link::new("Your assessments", "/staff/assessments"));
            }
            chrome.navigation.push(Link::new("Your account", "/account"));
            chrome.signed_in = Some(SignedIn {
                name: visitor.name().to_owned(),
                csrf: csrf_token(site, visitor.session_token()),
            });
        }
    }
    if site.app.is_demonstration() {
        chrome.navigation.push(Link::new("Demonstration", "/demo"));
    }
    chrome
}

/// The HTML of a page.
///
/// # Errors
/// When the template cannot be rendered.
pub fn html(page: &impl Template) -> Result<String, PageError> {
    page.render().map_err(|error| {
        AppError::Store(StoreError::Failed(format!("a page could not be rendered: {error}"))).into()
    })
}

/// A rendered page with this status.
#[must_use]
pub fn render(status: StatusCode, page: &impl Template) -> HttpResponse {
    match page.render() {
        Ok(html) => HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            HttpResponse::InternalServerError().finish()
        }
    }
}

/// A rendered page.
#[must_use]
pub fn ok(page: &impl Template) -> HttpResponse {
    render(StatusCode::OK, page)
}

/// The same page again, because something on it is wrong.
#[must_use]
pub fn again(page: &impl Template) -> HttpResponse {
    render(StatusCode::UNPROCESSABLE_ENTITY, page)
}

/// The page again, because something was tried too often; it may be tried again in `seconds`.
#[must_use]
pub fn too_many(page: &impl Template, seconds: i64) -> HttpResponse {
    let mut response = render(StatusCode::TOO_MANY_REQUESTS, page);
    response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    response
}

/// On to another page after a change.
#[must_use]
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header(("location", path)).finish()
}

/// What most handlers take: the site and the frame.
pub type SiteData = web::Data<Site>;
/// The frame, shared.
pub type FrameData = web::Data<Frame>;
