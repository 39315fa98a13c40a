//! Against forged requests: the browser's own word on where a form came from, and a token bound
//! to the session.

use crate::{Site, Visitor};
use actix_web::HttpRequest;
use actix_web::http::header;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

/// A request that did not come from a page of this site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forged {
    /// The browser says that another site sent it.
    CrossSite,
    /// The token of the form is missing or is not this session's.
    Token,
}

/// The token that a form of this session carries; empty while nobody is signed in.
#[must_use]
pub fn csrf_token(site: &Site, session_token: Option<&str>) -> String {
    session_token.map_or_else(String::new, |token| {
        URL_SAFE_NO_PAD.encode(site.app.secrets().token_digest(&format!("form:{token}")))
    })
}

/// Checks where a change came from, and its token if somebody is signed in.
pub(crate) fn check(
    site: &Site,
    request: &HttpRequest,
    visitor: &Visitor,
    token: Option<&str>,
) -> Result<(), Forged> {
    let said = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    match said("sec-fetch-site") {
        Some("same-origin" | "none") => {}
        Some(_) => return Err(Forged::CrossSite),
        None => {
            if let Some(origin) = said(header::ORIGIN.as_str()) {
                let host = said(header::HOST.as_str()).unwrap_or_default();
                let same = origin.split_once("://").is_some_and(|(_, from)| from == host);
                if !same && origin != site.settings.public_url {
                    return Err(Forged::CrossSite);
                }
            }
        }
    }
    let expected = csrf_token(site, visitor.session_token());
    if expected.is_empty() {
        return Ok(());
    }
    let given = token.unwrap_or_default();
    if bool::from(given.as_bytes().ct_eq(expected.as_bytes())) {
        Ok(())
    } else {
        Err(Forged::Token)
    }
}
