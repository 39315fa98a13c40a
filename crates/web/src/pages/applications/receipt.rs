//! The receipt of a sent bid, there again whenever it is opened.

use super::check::cards;
use super::{id_of, own_bid, path, second_person};
use crate::chrome::Chrome;
use crate::components::{SummaryCard, SummaryList, SummaryRow};
use crate::content::applications::moment;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_domain::value::show_long_date;
use almoner_http::{Route, Visitor};
use almoner_usecases::AppError;
use askama::Template;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/applications/{application}/receipt", Act::ReadOwnApplication, show)]
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
    reopened: bool,
    second: Option<String>,
    cards: Vec<SummaryCard>,
}

async fn show(site: SiteData, frame: FrameData, visitor: Visitor, at: Path<String>) -> PageResult {
    let bid = own_bid(&site, &visitor, id_of(&at)?).await?;
    let (Some(sent), Some(reference)) = (&bid.submission, &bid.application.reference) else {
        return Err(AppError::NotFound.into());
    };
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
    rows.extend(second_person::row(&bid));
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
        reopened: bid.application.reopened,
        second: second_person::link(&bid),
        cards: cards(&bid, &sent.answers, false),
    };
    Ok(ok(&page))
}
