//! The demonstration's mailbox, and the delivery list of the grants team.

use crate::chrome::Chrome;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, chrome, ok};
use actix_web::{HttpResponse, web};
use almoner_domain::access::Act;
use almoner_domain::id::LetterId;
use almoner_domain::value::show_minute;
use almoner_http::{Route, Visitor, blocking};
use almoner_usecases::AppError;
use almoner_usecases::letters::{
    Deliveries, InMailbox, LETTERS_A_PAGE, Mailbox, MailboxLetter, ReadDeliveries,
};
use askama::Template;
use serde::Deserialize;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/demo/mailbox", Act::ReadMailbox, mailbox),
        Route::get("/demo/mailbox/{letter}", Act::ReadMailbox, letter),
        Route::get("/demo/mailbox/{letter}/html", Act::ReadMailbox, html),
        Route::get("/staff/letters", Act::ReadLetters, deliveries),
    ]
}

#[derive(Deserialize)]
struct Before {
    before: Option<String>,
}

impl Before {
    fn id(&self) -> Option<LetterId> {
        self.before.as_deref().and_then(LetterId::parse)
    }
}

/// Where older letters are, if there may be more.
fn older(path: &str, shown: usize, last: Option<LetterId>) -> Option<String> {
    let full = i64::try_from(shown).is_ok_and(|shown| shown >= LETTERS_A_PAGE);
    last.filter(|_| full).map(|id| format!("{path}?before={id}"))
}

#[derive(Template)]
#[template(path = "pages/letters/mailbox.html")]
struct MailboxPage {
    chrome: Chrome,
    letters: Vec<Line>,
    older: Option<String>,
}

struct Line {
    id: LetterId,
    to: String,
    subject: String,
    when: String,
    state: &'static str,
}

fn state(sent: bool, failed: bool) -> &'static str {
    match (sent, failed) {
        (true, _) => "Sent",
        (false, true) => "Failed",
        (false, false) => "Waiting",
    }
}

async fn mailbox(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    query: web::Query<Before>,
) -> PageResult {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let view = Mailbox { before: query.id() };
    let letters = blocking(move || app.look(&actor, arrived, &view)).await?;
    let older =
        older("/demo/mailbox", letters.len(), letters.last().map(|letter| letter.posted.id));
    let letters = letters
        .into_iter()
        .map(|InMailbox { posted, written }| Line {
            id: posted.id,
            to: posted.to.email,
            subject: written.subject,
            when: show_minute(posted.queued_at),
            state: state(posted.sent_at.is_some(), posted.failed),
        })
        .collect();
    let mut chrome = chrome(&site, &frame, &visitor, "Mailbox of the demonstration");
    chrome.wide = true;
    Ok(ok(&MailboxPage { chrome, letters, older }))
}

#[derive(Template)]
#[template(path = "pages/letters/letter.html")]
struct LetterPage {
    chrome: Chrome,
    id: LetterId,
    to: String,
    subject: String,
    when: String,
    lines: Vec<TextLine>,
}

/// A line of a letter: a link of its own, or words.
enum TextLine {
    Link(String),
    Words(String),
}

async fn find(site: &SiteData, visitor: &Visitor, id: &str) -> Result<InMailbox, PageError> {
    let letter = LetterId::parse(id).ok_or(AppError::NotFound)?;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    Ok(blocking(move || app.look(&actor, arrived, &MailboxLetter { letter })).await?)
}

async fn letter(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    id: web::Path<String>,
) -> PageResult {
    let InMailbox { posted, written } = find(&site, &visitor, &id).await?;
    let own = format!("{}/", site.settings.public_url);
    let lines = written
        .text
        .lines()
        .map(|line| match line.trim().strip_prefix(&own) {
            Some(path) => TextLine::Link(format!("/{path}")),
            None => TextLine::Words(line.to_owned()),
        })
        .collect();
    Ok(ok(&LetterPage {
        chrome: chrome(&site, &frame, &visitor, "A letter of the demonstration"),
        id: posted.id,
        to: posted.to.email,
        subject: written.subject,
        when: show_minute(posted.queued_at),
        lines,
    }))
}

/// The HTML of a letter as a mail program would show it: styles of its own, nothing else. The
/// sandbox lets scripts run, so that a tool that checks the page for accessibility can wait for its
/// own timers there; the letter itself has no source of scripts that is allowed, not even inline.
async fn html(site: SiteData, visitor: Visitor, id: web::Path<String>) -> PageResult {
    let InMailbox { written, .. } = find(&site, &visitor, &id).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'; sandbox allow-scripts \
             allow-top-navigation-by-user-activation",
        ))
        .body(written.html))
}

#[derive(Template)]
#[template(path = "pages/letters/deliveries.html")]
struct DeliveriesPage {
    chrome: Chrome,
    waiting: i64,
    accepted: i64,
    letters: Vec<DeliveryLine>,
    older: Option<String>,
}

struct DeliveryLine {
    to: String,
    kind: String,
    queued: String,
    sent: String,
    state: &'static str,
    attempts: i32,
    error: String,
}

async fn deliveries(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    query: web::Query<Before>,
) -> PageResult {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let view = ReadDeliveries { before: query.id() };
    let Deliveries { letters, next, waiting, accepted } =
        blocking(move || app.look(&actor, arrived, &view)).await?;
    let older = next.map(|id| format!("/staff/letters?before={id}"));
    let letters = letters
        .into_iter()
        .map(|letter| DeliveryLine {
            to: letter.email.unwrap_or_else(|| "Withheld".to_owned()),
            kind: letter.code.replace('_', " "),
            queued: show_minute(letter.queued_at),
            sent: letter.sent_at.map(show_minute).unwrap_or_default(),
            state: state(letter.sent_at.is_some(), letter.failed),
            attempts: letter.attempts,
            error: letter.last_error.unwrap_or_default(),
        })
        .collect();
    let mut chrome = chrome(&site, &frame, &visitor, "Letters and how they fare");
    chrome.wide = true;
    Ok(ok(&DeliveriesPage { chrome, waiting, accepted, letters, older }))
}
