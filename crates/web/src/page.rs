//! From a page struct to an answer: the frame around it, the rendering, the status.

use crate::chrome::{Chrome, Office as OfficeFrame, SignedIn};
use crate::components::{Link, Page};
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
    mark_current(&mut chrome.navigation, visitor.path());
    chrome
}

/// Marks the link that leads to the page at `path`, or to the part of the service that it is in.
fn mark_current(links: &mut [Link], path: &str) {
    let holds = |link: &&mut Link| {
        let rest = path.strip_prefix(&*link.href);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    // Of a part and a part of that, the inner one.
    if let Some(link) = links.iter_mut().filter(holds).max_by_key(|link| link.href.len()) {
        link.current = if link.href == path { Page::This } else { Page::Within };
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_navigation_marks_the_page_or_the_innermost_part_that_holds_it() {
        let marked = |path: &str| {
            let mut links =
                ["/rounds", "/staff", "/staff/assessments"].map(|href| Link::new("A", href));
            mark_current(&mut links, path);
            links.map(|link| link.current)
        };
        use Page::{Another, This, Within};
        assert_eq!(marked("/rounds"), [This, Another, Another]);
        assert_eq!(marked("/rounds/A-1"), [Within, Another, Another]);
        assert_eq!(marked("/staff/rounds"), [Another, Within, Another]);
        assert_eq!(marked("/staff/assessments/1"), [Another, Another, Within]);
        assert_eq!(marked("/staffing"), [Another, Another, Another]);
    }
}
