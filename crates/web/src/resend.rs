//! A form that could not be taken because its sender was signed out, or its page belonged to an
//! earlier sign-in. Every field is on this page, so that nothing that was typed is lost: after
//! signing in elsewhere, one press sends it again.

use crate::chrome::Chrome;
use crate::page::{Frame, chrome};
use crate::typed::{NEVER_AGAIN, kept};
use almoner_http::{Fields, Site, Visitor, csrf_token};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/resend.html")]
pub(crate) struct ResendPage {
    chrome: Chrome,
    heading: &'static str,
    signed_in: bool,
    action: String,
    csrf: String,
    hidden: Vec<(String, String)>,
    /// What was typed, to read and to copy.
    typed: Vec<(String, String)>,
}

/// The page for a form that was posted to `action`.
pub(crate) fn page(
    site: &Site,
    frame: &Frame,
    visitor: &Visitor,
    action: &str,
    fields: &Fields,
) -> ResendPage {
    let hidden: Vec<(String, String)> = fields
        .0
        .iter()
        .filter(|(name, _)| !NEVER_AGAIN.contains(&name.as_str()))
        .cloned()
        .collect();
    let typed = kept(fields);
    let signed_in = visitor.is_signed_in();
    let heading =
        if signed_in { "Press “Send again” to finish" } else { "You were signed out" };
    ResendPage {
        chrome: chrome(site, frame, visitor, heading),
        heading,
        signed_in,
        action: action.to_owned(),
        csrf: csrf_token(site, visitor.session_token()),
        hidden,
        typed,
    }
}
