//! The privacy notice of a round.

use super::round;
use crate::chrome::Chrome;
use crate::error::PageError;
use crate::page::{FrameData, SiteData, chrome};
use crate::public_cache::{self, Made};
use actix_web::{HttpRequest, HttpResponse, web};
use almoner_http::Visitor;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/rounds/privacy.html")]
struct PrivacyPage {
    chrome: Chrome,
    round: String,
    path: String,
    version: String,
    paragraphs: Vec<String>,
}

pub(super) async fn answer(
    request: HttpRequest,
    reference: web::Path<String>,
    site: SiteData,
    frame: FrameData,
) -> Result<HttpResponse, actix_web::Error> {
    public_cache::answer(request, site, frame, |site, frame, visitor| {
        make(site, frame, visitor, reference.into_inner())
    })
    .await
}

async fn make(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    reference: String,
) -> Result<Made, PageError> {
    let seen = round::find(&site, &visitor, reference).await?;
    let span = round::span(&seen, &visitor);
    let settings = seen.round.settings;
    let path = format!("/rounds/{}", settings.reference);
    let notice = settings.privacy_notice;
    let paragraphs = notice.text.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    let page = PrivacyPage {
        chrome: chrome(&site, &frame, &visitor, "Privacy notice"),
        paragraphs: paragraphs.map(str::to_owned).collect(),
        version: notice.version,
        round: settings.title,
        path: path.clone(),
    };
    let html = crate::page::html(&page)?;
    Ok(Made { html, span, address: Some(format!("{path}/privacy")) })
}
