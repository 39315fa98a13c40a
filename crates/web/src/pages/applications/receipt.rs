//! The receipt of a sent bid, there again whenever it is opened.

use super::check::cards;
use super::{id_of, own_bid, path, second_person};
use crate::chrome::Chrome;
use crate::components::{SummaryCard, SummaryList, SummaryRow};
use crate::content::applications::{self as words, moment};
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use actix_web::HttpResponse;
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_domain::application::{Submission, next_step};
use almoner_domain::value::show_long_date;
use almoner_http::{Route, Visitor, blocking};
use almoner_paper::{Block, Sheet};
use almoner_ports::StoreError;
use almoner_usecases::AppError;
use almoner_usecases::applications::OwnBid;
use askama::Template;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/applications/{application}/receipt", Act::ReadOwnApplication, show),
        Route::get("/applications/{application}/receipt.pdf", Act::ReadOwnApplication, copy),
    ]
}

#[derive(Template)]
#[template(path = "pages/applications/receipt.html")]
struct ReceiptPage {
    chrome: Chrome,
    reference: String,
    facts: SummaryList,
    deadline: Option<String>,
    decision_by: String,
    contact: String,
    phone: String,
    email: String,
    application: String,
    copy: String,
    reopened: bool,
    second: Option<String>,
    cards: Vec<SummaryCard>,
}

async fn show(site: SiteData, frame: FrameData, visitor: Visitor, at: Path<String>) -> PageResult {
    let bid = own_bid(&site, &visitor, id_of(&at)?).await?;
    let (Some(sent), Some(reference)) = (&bid.submission, &bid.application.reference) else {
        return Err(AppError::NotFound.into());
    };
    let rows = facts(&bid, sent);
    let contact = &bid.round.settings.contact;
    let open = !bid.round.deadline.is_past(bid.now);
    let page = ReceiptPage {
        chrome: chrome(&site, &frame, &visitor, "Application received"),
        reference: reference.clone(),
        facts: rows.into_iter().collect(),
        deadline: open.then(|| bid.round.deadline.to_string()),
        decision_by: show_long_date(bid.round.settings.dates.decision_by),
        contact: contact.name.clone(),
        phone: contact.phone.clone(),
        email: contact.email.clone(),
        application: path(bid.application.id),
        copy: format!("{}/receipt.pdf", path(bid.application.id)),
        reopened: bid.application.reopened,
        second: second_person::link(&bid),
        cards: cards(&bid, &sent.answers, false),
    };
    Ok(ok(&page))
}

/// What the receipt says before the answers.
fn facts(bid: &OwnBid, sent: &Submission) -> Vec<SummaryRow> {
    let mut rows = vec![
        SummaryRow::new("Fund", bid.round.settings.title.clone()),
        SummaryRow::new("Organisation", sent.organisation.name.clone()),
        SummaryRow::new("Received", moment(sent.sent_at)),
    ];
    if let Some(amount) = sent.requested {
        rows.push(SummaryRow::new("Amount asked for", amount.to_string()));
    }
    if sent.number > 1 {
        rows.push(SummaryRow::new(
            "Version",
            format!("Sent {} times; this is the last", sent.number),
        ));
    }
    rows.extend(second_person::row(bid));
    if let Some(step) = next_step(&bid.application, &bid.round, bid.now) {
        rows.push(SummaryRow::new("What happens next", words::next_step(step, bid.now)));
        rows.push(SummaryRow::new("Who decides", words::WHO_DECIDES));
    }
    rows
}

/// The copy of what was sent, as a file to keep. Its name is the reference and nothing else.
async fn copy(site: SiteData, visitor: Visitor, at: Path<String>) -> PageResult {
    let bid = own_bid(&site, &visitor, id_of(&at)?).await?;
    let (Some(sent), Some(reference)) = (&bid.submission, &bid.application.reference) else {
        return Err(AppError::NotFound.into());
    };
    let mut blocks = vec![Block::Section("Receipt".to_owned())];
    blocks.push(Block::Text(format!("Reference: {reference}")));
    for row in facts(&bid, sent) {
        blocks.push(Block::Text(format!("{}: {}", row.key, row.value.join(" "))));
    }
    for card in cards(&bid, &sent.answers, false) {
        blocks.push(Block::Section(card.title.to_string()));
        for row in card.list.rows {
            blocks.push(Block::Question(row.key.to_string()));
            blocks.push(Block::Text(row.value.join("\n")));
        }
    }
    let sheet = Sheet {
        title: format!("Application {reference}"),
        foot: reference.clone(),
        author: sent.organisation.name.clone(),
        blocks,
    };
    let made = blocking(move || {
        almoner_paper::pdf(&sheet)
            .map_err(|error| AppError::Store(StoreError::Failed(error.to_string())))
    });
    let name = format!("attachment; filename=\"{reference}.pdf\"");
    Ok(HttpResponse::Ok()
        .content_type("application/pdf")
        .insert_header(("content-disposition", name))
        .body(made.await?))
}
