//! The decision on one's own bid: outcome, reason, feedback and what comes next.

use super::{bid_of, look};
use crate::chrome::Chrome;
use crate::components::{SummaryList, SummaryRow};
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::decision::Outcome;
use almoner_domain::value::show_long_date;
use almoner_http::{Route, Visitor};
use almoner_usecases::decisions::{OwnDecision, OwnResult};
use askama::Template;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/applications/{application}/decision", Act::ReadOwnApplication, answer)]
}

#[derive(Template)]
#[template(path = "pages/decisions/own.html")]
struct OwnPage {
    chrome: Chrome,
    caption: String,
    back: String,
    heading: &'static str,
    facts: SummaryList,
    reason: String,
    marks: SummaryList,
    feedback: String,
    next: Vec<String>,
}

async fn answer(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = look(&site, &visitor, OwnDecision { application: bid_of(&id)? }).await?;
    let funded = seen.award.is_some();
    let heading = match seen.item.outcome {
        _ if funded => "We offer you a grant",
        Outcome::Reserve => "You are on the reserve list",
        Outcome::Fund | Outcome::FundInPart | Outcome::Decline => "We cannot fund this application",
    };
    let marks = seen
        .item
        .feedback
        .marks
        .iter()
        .map(|(title, mark)| SummaryRow::new(title.clone(), format!("{mark} out of 5")));
    let page = OwnPage {
        chrome: chrome(&site, &frame, &visitor, heading),
        caption: seen.round.settings.title.clone(),
        back: "/applications".to_owned(),
        heading,
        facts: facts(&seen),
        reason: seen
            .promotion
            .as_ref()
            .map_or(&seen.item.public_reason, |promotion| &promotion.public_reason)
            .clone(),
        marks: SummaryList { rows: marks.collect(), ..SummaryList::default() },
        feedback: seen.item.feedback.text.clone(),
        next: next(&seen, funded),
    };
    Ok(ok(&page))
}

fn facts(seen: &OwnResult) -> SummaryList {
    let mut rows = vec![
        SummaryRow::new("Reference", seen.item.reference.clone()),
        SummaryRow::new("Project", seen.item.purpose.clone()),
        SummaryRow::new("You asked for", seen.item.requested.to_string()),
    ];
    if let Some(award) = &seen.award {
        rows.push(SummaryRow::new("We offer", award.amount.to_string()));
        for condition in &award.conditions {
            rows.push(SummaryRow::new("Condition", condition.clone()));
        }
        if let Some(day) = award.accept_by {
            rows.push(SummaryRow::new("Accept by", format!("the end of {}", show_long_date(day))));
        }
    }
    SummaryList { rows, ..SummaryList::default() }
}

fn next(seen: &OwnResult, funded: bool) -> Vec<String> {
    let contact = &seen.round.settings.contact;
    let ask = format!("Questions? Write to {}, {}.", contact.name, contact.email);
    if funded {
        return vec![
            "Please do not spend any of the money yet. Before the grant begins, we will ask for \
             your bank details, your insurance and your signature."
                .to_owned(),
            ask,
        ];
    }
    let mut next = Vec::new();
    if seen.item.outcome == Outcome::Reserve
        && let Some(until) = seen.reserve_until
    {
        next.push(format!(
            "If money becomes free by the end of {}, we may offer you a grant. This is not a \
             promise.",
            show_long_date(until)
        ));
    }
    if let Some(day) = seen.review_by {
        next.push(format!(
            "If you think that we did not follow our own process, you can ask for a review by the \
             end of {}. A review does not mark the application again.",
            show_long_date(day)
        ));
    }
    next.push(ask);
    next
}
