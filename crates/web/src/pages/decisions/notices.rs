//! Every letter, looked at row by row before any is sent.

use super::{WITHHELD, change, look, round_of, version};
use crate::chrome::Chrome;
use crate::components::{ErrorItem, ErrorSummary};
use crate::content::decisions as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, render, see_other};
use actix_web::http::StatusCode;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_http::{Posted, Route, Visitor, csrf_token};
use almoner_usecases::decisions::{Announce, LetterRow, Notices, NoticesPage};
use askama::Template;

const PATH: &str = "/staff/rounds/{round}/notices";

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(PATH, Act::AdvanceRound, form), Route::post(PATH, Act::AdvanceRound, announce)]
}

#[derive(Template)]
#[template(path = "pages/decisions/notices.html")]
struct LettersPage {
    chrome: Chrome,
    caption: String,
    back: String,
    csrf: String,
    version: i64,
    errors: ErrorSummary,
    ready: bool,
    sent: bool,
    rows: Vec<Line>,
}

struct Line {
    reference: String,
    outcome: &'static str,
    amount: String,
    to: String,
    faults: Vec<&'static str>,
    subject: String,
    text: String,
}

async fn form(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = look(&site, &visitor, NoticesPage { round: round_of(&id)? }).await?;
    let page = page(&seen, Vec::new(), (&site, &frame, &visitor));
    Ok(render(StatusCode::OK, &page))
}

async fn announce(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = round_of(&id)?;
    let case = Announce { round, version: version(&posted) };
    let again = match change(&site, &visitor, &posted, case).await? {
        Ok(()) => return Ok(see_other(&format!("/staff/rounds/{round}"))),
        Err(again) => again,
    };
    let seen = look(&site, &visitor, NoticesPage { round }).await?;
    let errors = again.against.into_iter().map(|(_, words)| words).collect();
    Ok(render(again.status, &page(&seen, errors, (&site, &frame, &visitor))))
}

fn page(
    seen: &Notices,
    errors: Vec<String>,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
) -> LettersPage {
    let mut chrome = chrome(site, frame, visitor, "Letters of the decision");
    chrome.error = !errors.is_empty();
    LettersPage {
        chrome,
        caption: seen.round.settings.title.clone(),
        back: format!("/staff/rounds/{}/decision", seen.round.id),
        csrf: csrf_token(site, visitor.session_token()),
        version: seen.version,
        errors: errors.into_iter().map(|words| Some(ErrorItem::general(words))).collect(),
        ready: seen.ready,
        sent: seen.sent,
        rows: seen.rows.iter().map(|row| line(row, seen, site)).collect(),
    }
}

fn line(row: &LetterRow, seen: &Notices, site: &SiteData) -> Line {
    let withheld = seen.withheld.words(row.item.application);
    let written = row.letter.as_ref().map(|letter| site.app.words().write(letter));
    let (subject, text) = match written {
        None if withheld => (WITHHELD.to_owned(), WITHHELD.to_owned()),
        Some(written) => (written.subject, written.text),
        None => (String::new(), String::new()),
    };
    let to = match &row.contact {
        None if withheld => WITHHELD.to_owned(),
        Some(to) => format!("{}, {}", to.name, to.email),
        None => String::new(),
    };
    Line {
        reference: row.item.reference.clone(),
        outcome: words::outcome(row.item.outcome),
        amount: row.item.amount.to_string(),
        to,
        faults: row.faults.iter().map(|fault| words::row_fault(*fault)).collect(),
        subject,
        text,
    }
}
