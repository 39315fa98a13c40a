//! The public results of a round: who was funded, where, for what, how much and why.

use super::{look, report};
use crate::chrome::Chrome;
use crate::components::{Cell, Column, Row, Table};
use crate::error::PageError;
use crate::page::{FrameData, SiteData, chrome};
use crate::public_cache::{self, Made, Span};
use actix_web::{HttpRequest, HttpResponse, web};
use almoner_domain::access::Act;
use almoner_domain::completion::Burden;
use almoner_http::{Route, Visitor};
use almoner_usecases::completion::PublicBurden;
use almoner_usecases::decisions::{Award, PublicResults};
use askama::Template;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/rounds/{reference}/results", Act::ReadPublic, answer)]
}

#[derive(Template)]
#[template(path = "pages/decisions/results.html")]
struct ResultsPage {
    chrome: Chrome,
    caption: String,
    back: String,
    summary: String,
    options: String,
    awards: Table,
    said: Vec<String>,
    areas: Table,
    fiction: Option<String>,
}

/// The report behind the page is made of the round's whole audit trail: it is made once, and again
/// when something that the public sees has changed.
async fn answer(
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
    let burden = look(&site, &visitor, PublicBurden { reference: reference.clone() }).await?;
    let seen = look(&site, &visitor, PublicResults { reference }).await?;
    let head = [
        Column::new("Area"),
        Column::new("Organisation"),
        Column::new("Project"),
        Column::numeric("Amount"),
        Column::new("Reason"),
        Column::new("Conditions"),
    ];
    let mut chrome = chrome(&site, &frame, &visitor, "Results");
    chrome.wide = true;
    let page = ResultsPage {
        chrome,
        caption: seen.round.settings.title.clone(),
        back: format!("/rounds/{}", seen.round.settings.reference),
        awards: Table::new("Awards", head, seen.awards.iter().map(row).collect::<Vec<_>>()),
        said: report::said(&seen.report).into_iter().chain(burden.map(burden_words)).collect(),
        areas: report::areas(&seen.areas),
        summary: seen.summary,
        options: seen.options,
        fiction: seen.fiction,
    };
    let address = format!("{}/results", page.back);
    let span = Span::around(visitor.arrived.at, []);
    Ok(Made { html: crate::page::html(&page)?, span, address: Some(address) })
}

/// What the round asked of all groups, against what it gave.
pub(crate) fn burden_words(burden: Burden) -> String {
    let asked = format!(
        "Applying took all {} groups together about {} hours: half of them took {} or less.",
        burden.groups,
        burden.hours(),
        crate::content::rounds::duration(burden.minutes)
    );
    match burden.pounds_an_hour() {
        Some(pounds) => format!("{asked} For each of these hours, £{pounds} was given."),
        None => asked,
    }
}

fn row(award: &Award) -> Row {
    let withheld = |text: &Option<String>| {
        text.clone().unwrap_or_else(|| "Withheld to keep people safe".to_owned())
    };
    let reason = match &award.departure {
        Some(departure) => format!("{} Against the panel: {departure}", award.reason),
        None => award.reason.clone(),
    };
    [
        Cell::new(withheld(&award.area)),
        Cell::new(withheld(&award.recipient)),
        Cell::new(withheld(&award.purpose)),
        Cell::new(award.amount.to_string()),
        Cell::new(reason),
        Cell::new(award.conditions.join("; ")),
    ]
    .into()
}
