//! A bid as those who work on it read it.

use super::{application, look};
use crate::chrome::Chrome;
use crate::components::{Link, SummaryCard, SummaryList, SummaryRow, Tag};
use crate::content::answers::lines;
use crate::content::screening as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use crate::pages::staff::documents::{actions, lines as listed};
use actix_web::web::Path;
use almoner_domain::access::{Act, Actor, Who, rule};
use almoner_domain::application::Submission;
use almoner_domain::application::withhold::{Audience, shown_name, shown_places};
use almoner_domain::area::AreaCode;
use almoner_domain::audit::{Fact, Recorded};
use almoner_domain::document::Document;
use almoner_domain::form::Form;
use almoner_domain::value::{Instant, london, show_moment};
use almoner_http::{Route, Visitor};
use almoner_usecases::screening::{BidRead, ReadBid};
use askama::Template;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/staff/applications/{application}", Act::ReadApplication, show)]
}

#[derive(Template)]
#[template(path = "pages/screening/bid.html")]
struct BidPage {
    chrome: Chrome,
    name: String,
    title: String,
    tag: Tag,
    back: String,
    withheld: Option<&'static str>,
    facts: SummaryList,
    cards: Vec<SummaryCard>,
    work: Vec<Link>,
    history: Vec<(String, String, String, String)>,
}

async fn show(id: Path<String>, site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let read = look(&site, &visitor, ReadBid { application: application(&id)? }).await?;
    let one = &read.application;
    let name = shown_name(one, Audience::Working).or("Withheld").to_owned();
    let mut chrome = chrome(&site, &frame, &visitor, &name);
    chrome.wide = true;
    Ok(ok(&BidPage {
        chrome,
        title: one.title.clone(),
        tag: Tag::new(words::application_status(one.status)),
        back: format!("/staff/rounds/{}/applications", one.round),
        withheld: withheld(&read),
        facts: facts(&read, &site),
        cards: cards_with(&read.round.form, &read.submission, read.as_assessor, &read.documents),
        work: work(&read, &visitor.actor),
        history: read
            .history
            .iter()
            .map(|one| {
                let by = one.by.clone().unwrap_or_else(|| "The service".to_owned());
                let at = show_moment(one.entry.at);
                (at, words::event(&one.entry.event), by, codes(&one.entry))
            })
            .collect(),
        name,
    }))
}

const fn withheld(read: &BidRead) -> Option<&'static str> {
    let withhold = read.application.withhold;
    match (withhold.name(), withhold.place()) {
        (true, true) => Some("The name and the places of this group must not become known."),
        (true, false) => Some("The name of this group must not become known."),
        (false, true) => Some("The places of this group must not become known."),
        (false, false) => None,
    }
}

/// What an area is called; its code where the office does not know it.
fn area_name(site: &SiteData, code: &str, at: Instant) -> String {
    AreaCode::parse(code)
        .ok()
        .and_then(|code| site.app.office().gazetteer.area(&code, london::date(at)))
        .map_or_else(|| code.to_owned(), |area| area.name.clone())
}

fn facts(read: &BidRead, site: &SiteData) -> SummaryList {
    let one = &read.application;
    let requested = one.requested.map_or_else(|| "Not said".to_owned(), |sum| sum.to_string());
    let area = shown_places(one, Audience::Working).plain().flatten().unwrap_or("Not known");
    let mut rows = vec![
        SummaryRow::new("Reference", one.reference.clone().unwrap_or_default()),
        SummaryRow::new("Fund", read.round.settings.title.clone()),
        SummaryRow::new("Asks for", requested),
        SummaryRow::new("Main area", area_name(site, area, read.submission.sent_at)),
        SummaryRow::new("Sent", show_moment(read.submission.sent_at)),
        SummaryRow::new("Version that stands", read.submission.number.to_string()),
    ];
    if let Some(entered) = one.entered {
        let how = crate::content::entered::how(entered.how);
        let received = show_moment(entered.received_at);
        rows.push(SummaryRow::new("Entered by our office", format!("{how}, received {received}")));
    }
    if one.conditional {
        rows.push(SummaryRow::new("Eligible", "With conditions"));
    }
    rows.into_iter().collect()
}

/// The answers of the version that stands, a card for each section.
pub(super) fn cards(form: &Form, sent: &Submission, as_assessor: bool) -> Vec<SummaryCard> {
    cards_with(form, sent, as_assessor, &[])
}

/// The same, with the documents of the bid to be opened.
fn cards_with(
    form: &Form,
    sent: &Submission,
    as_assessor: bool,
    documents: &[Document],
) -> Vec<SummaryCard> {
    form.sections
        .iter()
        .filter_map(|section| {
            let rows: Vec<SummaryRow> = section
                .questions
                .iter()
                .filter(|question| question.seen_by_assessors || !as_assessor)
                .filter(|question| form.applies(question, &sent.answers))
                .map(|question| {
                    let mut answer = lines(question, &sent.answers);
                    if answer.is_empty() {
                        answer.push("Not answered".to_owned());
                    }
                    let files = listed(question, &sent.answers, documents);
                    SummaryRow {
                        key: question.text.clone().into(),
                        value: if files.is_empty() {
                            answer.into_iter().map(Into::into).collect()
                        } else {
                            files
                        },
                        actions: actions(question, &sent.answers, documents),
                    }
                })
                .collect();
            let list: SummaryList = rows.into_iter().collect();
            (!list.rows.is_empty()).then(|| SummaryCard::new(section.title.clone(), list))
        })
        .collect()
}

/// Pages about this bid that the reader may find something on.
fn work(read: &BidRead, actor: &Actor) -> Vec<Link> {
    let may = |act: Act| {
        rule(act).who.iter().any(|who| matches!(who, Who::Holder(role) if actor.roles().has(*role)))
    };
    let screened = read.screening.is_some();
    [
        ("Checks of eligibility", "screening", Act::Screen, screened),
        ("Confirm or reject a proposal", "confirm", Act::ConfirmScreening, screened),
        ("Overrides and reviews", "override", Act::OverrideCheck, screened),
        ("Withhold a name or a place", "withhold", Act::WithholdDetails, true),
    ]
    .into_iter()
    .filter(|(_, _, act, there)| *there && may(*act))
    .map(|(text, under, ..)| {
        Link::new(text, format!("/staff/applications/{}/{under}", read.application.id))
    })
    .collect()
}

/// The codes of an entry, as they are kept.
fn codes(entry: &Recorded) -> String {
    let shown = |(name, fact): (&String, &Fact)| match fact {
        Fact::Code(code) => Some(format!("{name}: {code}")),
        Fact::Codes(codes) if !codes.is_empty() => Some(format!("{name}: {}", codes.join(", "))),
        Fact::Pence(amount) => Some(format!("{name}: {amount}")),
        Fact::Number(number) => Some(format!("{name}: {number}")),
        Fact::Flag(yes) => Some(format!("{name}: {}", if *yes { "yes" } else { "no" })),
        Fact::At(_) | Fact::Id(_) | Fact::Codes(_) | Fact::Digest(_) => None,
    };
    entry.facts.iter().filter_map(shown).collect::<Vec<_>>().join("; ")
}
