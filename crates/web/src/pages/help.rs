//! The standing pages at the foot of every page: accessibility, privacy, contact.

use crate::chrome::Chrome;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use almoner_domain::access::Act;
use almoner_http::{Route, Visitor};
use askama::Template;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/accessibility", Act::ReadPublic, accessibility),
        Route::get("/privacy", Act::ReadPublic, privacy),
        Route::get("/contact", Act::ReadPublic, contact),
    ]
}

#[derive(Template)]
#[template(path = "pages/help/accessibility.html")]
struct Accessibility {
    chrome: Chrome,
}

#[derive(Template)]
#[template(path = "pages/help/privacy.html")]
struct Privacy {
    chrome: Chrome,
    email: String,
}

#[derive(Template)]
#[template(path = "pages/help/contact.html")]
struct Contact {
    chrome: Chrome,
    email: String,
}

async fn accessibility(site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let chrome = chrome(&site, &frame, &visitor, "Accessibility statement");
    Ok(ok(&Accessibility { chrome }))
}

async fn privacy(site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let email = site.app.office().identity.contact_email.clone();
    Ok(ok(&Privacy { chrome: chrome(&site, &frame, &visitor, "Privacy"), email }))
}

async fn contact(site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let email = site.app.office().identity.contact_email.clone();
    Ok(ok(&Contact { chrome: chrome(&site, &frame, &visitor, "Contact"), email }))
}
