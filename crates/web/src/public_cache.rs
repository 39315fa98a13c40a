//! Public pages as rendered bytes, for visitors without a session.
//!
//! A page is kept with the version of the public content that it was made of, and with the span of
//! time in which the phases of its rounds are what it says: a round is never shown as open after
//! its deadline, nor as closed before it, whichever way the clock moves. A hit asks no database
//! (on PostgreSQL, one for the version) and makes no copy of the page.

use crate::error::PageError;
use crate::page::{FrameData, SiteData};
use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use almoner_domain::value::Instant;
use almoner_http::{Visitor, blocking};
use almoner_usecases::AppError;
use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, PoisonError, RwLock};

/// The most pages that are kept: the list, and a few for each round.
const MOST_PAGES: usize = 2_000;

/// The span of time in which what a page says of phases holds: from the last opening or deadline
/// before it was made, to the next one after. In whole milliseconds, as deadlines are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    from: i64,
    until: i64,
}

impl Span {
    /// The span around `now` between these instants.
    #[must_use]
    pub fn around(now: Instant, boundaries: impl IntoIterator<Item = Instant>) -> Self {
        let now = now.as_millisecond();
        let mut span = Self { from: i64::MIN, until: i64::MAX };
        for boundary in boundaries {
            let boundary = boundary.as_millisecond();
            if boundary <= now {
                span.from = span.from.max(boundary);
            } else {
                span.until = span.until.min(boundary);
            }
        }
        span
    }

    /// Whether the span holds `now`.
    #[must_use]
    pub fn holds(&self, now: Instant) -> bool {
        (self.from..self.until).contains(&now.as_millisecond())
    }
}

#[derive(Clone)]
struct Kept {
    version: i64,
    span: Span,
    page: Bytes,
}

/// The pages that are kept.
#[derive(Clone, Default)]
pub struct PublicCache {
    pages: Arc<RwLock<HashMap<Box<str>, Kept>>>,
}

impl PublicCache {
    fn get(&self, path: &str, version: i64, now: Instant) -> Option<Bytes> {
        let pages = self.pages.read().unwrap_or_else(PoisonError::into_inner);
        let kept = pages.get(path)?;
        (kept.version == version && kept.span.holds(now)).then(|| kept.page.clone())
    }

    fn keep(&self, path: &str, version: i64, span: Span, page: Bytes) {
        let mut pages = self.pages.write().unwrap_or_else(PoisonError::into_inner);
        if pages.len() >= MOST_PAGES {
            pages.clear();
        }
        pages.insert(path.into(), Kept { version, span, page });
    }
}

/// A page that was made for one visitor.
pub struct Made {
    /// Its HTML.
    pub html: String,
    /// While what it says of phases holds.
    pub span: Span,
    /// The address under which it may be kept; none if this address is not the page's own.
    pub address: Option<String>,
}

/// Answers from the pages that are kept, or with what `make` makes.
///
/// # Errors
/// As `make` says, or when the visitor cannot be recognised.
pub async fn answer<F, W>(
    request: HttpRequest,
    site: SiteData,
    frame: FrameData,
    make: F,
) -> Result<HttpResponse, actix_web::Error>
where
    F: FnOnce(SiteData, FrameData, Visitor) -> W,
    W: Future<Output = Result<Made, PageError>>,
{
    let named = [header::COOKIE, header::AUTHORIZATION];
    let anonymous = !named.iter().any(|name| request.headers().contains_key(name))
        && request.query_string().is_empty();
    let version = if anonymous { Some(version(&site).await?) } else { None };
    if let Some(version) = version {
        let now = site.app.arrived().at;
        if let Some(page) = frame.public.get(request.path(), version, now) {
            return Ok(html(page));
        }
    }
    let visitor = Visitor::extract(&request).await?;
    let cache = frame.public.clone();
    let made = make(site, frame, visitor).await?;
    let page = Bytes::from(made.html);
    if let (Some(version), Some(address)) = (version, made.address)
        && address == request.path()
    {
        cache.keep(&address, version, made.span, page.clone());
    }
    Ok(html(page))
}

fn html(page: Bytes) -> HttpResponse {
    HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page)
}

/// The version of the public content, read before the page is made: a change in between makes the
/// page newer than its version, never older.
async fn version(site: &SiteData) -> Result<i64, PageError> {
    let store = Arc::clone(site.app.store());
    if let Some(version) = store.public_version_at_hand() {
        return Ok(version);
    }
    Ok(blocking(move || store.public_version().map_err(AppError::from)).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn a_span_ends_at_the_deadline_to_the_millisecond() {
        let opens = at("2026-06-01T08:00:00Z");
        let closes = at("2026-06-29T16:00:00Z");
        let span = Span::around(at("2026-06-10T12:00:00Z"), [opens, closes]);
        assert!(span.holds(at("2026-06-29T15:59:59.999Z")));
        assert!(!span.holds(at("2026-06-29T16:00:00Z")));
        assert!(span.holds(opens));
        assert!(!span.holds(at("2026-06-01T07:59:59.999Z")));
    }

    #[test]
    fn a_page_is_found_under_its_version_and_within_its_span_only() {
        let cache = PublicCache::default();
        let now = at("2026-06-10T12:00:00Z");
        let span = Span::around(now, [at("2026-06-29T16:00:00Z")]);
        cache.keep("/rounds", 7, span, Bytes::from_static(b"page"));
        assert_eq!(cache.get("/rounds", 7, now), Some(Bytes::from_static(b"page")));
        assert_eq!(cache.get("/rounds", 8, now), None);
        assert_eq!(cache.get("/rounds", 7, at("2026-06-29T16:00:00Z")), None);
        assert_eq!(cache.get("/", 7, now), None);
    }
}
