//! Check your answers, and send.

use super::files::about;
use super::looks::looks;
use super::question::part_label;
use super::{id_of, own_bid, path, time_left, token};
use crate::chrome::Chrome;
use crate::components::{Action, SummaryCard, SummaryList, SummaryRow};
use crate::content::answers::lines;
use crate::content::applications::moment;
use crate::content::documents::own_status;
use crate::counted::count;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_domain::application::ApplicationRefused;
use almoner_domain::completion::Step;
use almoner_domain::form::{Fields, Question, Section};
use almoner_domain::value::{Reference, show_long_date};
use almoner_http::{Posted, Route, Visitor, blocking};
use almoner_usecases::applications::{LateAttempt, OwnBid, Sent, Submit};
use almoner_usecases::{AppError, Refusal};
use askama::Template;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/applications/{application}/check", Act::ReadOwnApplication, show),
        Route::post("/applications/{application}/submit", Act::SubmitApplication, send),
    ]
}

#[derive(Template)]
#[template(path = "pages/applications/check.html")]
struct CheckPage {
    chrome: Chrome,
    back: String,
    caption: String,
    cards: Vec<SummaryCard>,
    notices: Vec<String>,
    /// What stops it, in words.
    stops: usize,
    /// What is worth another look: where it is put right, and what it is.
    warnings: Vec<(Option<String>, String)>,
    amount: Option<String>,
    places: Vec<String>,
    time_left: Option<String>,
    /// Where the second person is named, if the amount needs one.
    second: Option<String>,
    decision_by: String,
    deadline: String,
    /// What the button sends; none while it cannot be sent.
    send: Option<Send>,
}

struct Send {
    action: String,
    csrf: String,
    version: i64,
    intent: String,
}

#[derive(Template)]
#[template(path = "pages/applications/late.html")]
struct LatePage {
    chrome: Chrome,
    arrived: String,
    deadline: String,
    stands: Option<String>,
    contact: String,
    phone: String,
    email: String,
    kept: String,
}

async fn show(site: SiteData, frame: FrameData, visitor: Visitor, at: Path<String>) -> PageResult {
    let bid = own_bid(&site, &visitor, id_of(&at)?).await?;
    Ok(ok(&page(&site, &frame, &visitor, &bid, Vec::new())))
}

async fn send(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    at: Path<String>,
    request: HttpRequest,
    posted: Posted,
) -> PageResult {
    let application = id_of(&at)?;
    let case = Submit {
        application,
        version: posted.fields.text("version").trim().parse().unwrap_or(0),
        intent: posted.fields.text("intent").to_owned(),
    };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    match blocking(move || app.execute(&actor, arrived, case)).await {
        Ok(Sent::Received(receipt)) => {
            if let (1, Ok(reference)) = (receipt.submission, Reference::parse(&receipt.reference)) {
                count(&site, &request, reference.prefix().as_str(), Step::Sent);
            }
            Ok(see_other(&format!("{}/receipt", path(application))))
        }
        Ok(Sent::Late(attempt)) => late(&site, &frame, &visitor, attempt).await,
        Err(AppError::Stale) => {
            let notice = "Your application has not been sent: an answer was changed after you \
                          opened this page. Check your answers again, then send it.";
            again(&site, &frame, &visitor, application, notice, StatusCode::CONFLICT).await
        }
        Err(AppError::Refused(Refusal::Application(ApplicationRefused::Incomplete(_)))) => {
            let notice = "Your application has not been sent: some answers are missing or need \
                          correcting.";
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            again(&site, &frame, &visitor, application, notice, status).await
        }
        Err(error) => Err(PageError::from(error)),
    }
}

async fn again(
    site: &SiteData,
    frame: &FrameData,
    visitor: &Visitor,
    application: almoner_domain::id::ApplicationId,
    notice: &str,
    status: StatusCode,
) -> PageResult {
    let bid = own_bid(site, visitor, application).await?;
    Ok(render(status, &page(site, frame, visitor, &bid, vec![notice.to_owned()])))
}

async fn late(
    site: &SiteData,
    frame: &FrameData,
    visitor: &Visitor,
    attempt: LateAttempt,
) -> PageResult {
    let bid = own_bid(site, visitor, attempt.application).await?;
    let contact = &bid.round.settings.contact;
    let page = LatePage {
        chrome: chrome(site, frame, visitor, "Your application arrived too late"),
        arrived: moment(attempt.arrived),
        deadline: attempt.deadline.to_string(),
        stands: attempt.stands,
        contact: contact.name.clone(),
        phone: contact.phone.clone(),
        email: contact.email.clone(),
        kept: path(attempt.application),
    };
    Ok(render(StatusCode::CONFLICT, &page))
}

fn page(
    site: &SiteData,
    frame: &FrameData,
    visitor: &Visitor,
    bid: &OwnBid,
    notices: Vec<String>,
) -> CheckPage {
    let here = path(bid.application.id);
    let stops = bid.check.blocking().count();
    let sendable = bid.sendable.is_ok() && stops == 0;
    CheckPage {
        chrome: chrome(site, frame, visitor, "Check your answers"),
        back: here.clone(),
        caption: bid.round.settings.title.clone(),
        cards: cards(bid, &bid.answers, bid.editable.is_ok()),
        notices,
        stops,
        warnings: looks(bid).into_iter().map(|one| (one.href(bid), one.text)).collect(),
        amount: bid.requested.map(|amount| amount.to_string()),
        places: places(site, bid),
        time_left: time_left(bid),
        second: super::second_person::link(bid),
        decision_by: show_long_date(bid.round.settings.dates.decision_by),
        deadline: bid.round.deadline.to_string(),
        send: sendable.then(|| Send {
            action: format!("{here}/submit"),
            csrf: token(site, visitor),
            version: bid.application.version,
            intent: bid.intent.clone(),
        }),
    }
}

/// All answers, a card for each section.
pub(super) fn cards(bid: &OwnBid, answers: &Fields, change: bool) -> Vec<SummaryCard> {
    let card = |section: &Section| {
        SummaryCard::new(section.title.clone(), rows(bid, section, answers, change))
    };
    bid.round.form.sections.iter().map(card).collect()
}

/// The answers of one section.
pub(super) fn rows(bid: &OwnBid, section: &Section, answers: &Fields, change: bool) -> SummaryList {
    let here = path(bid.application.id);
    let form = &bid.round.form;
    let asked = section.questions.iter().filter(|question| form.applies(question, answers));
    asked
        .map(|question| {
            let answer = if question.kind.is_files() {
                file_lines(bid, question, answers)
            } else {
                answer_lines(question, answers)
            };
            let answer = if answer.is_empty() { vec!["Not answered".to_owned()] } else { answer };
            let row = SummaryRow {
                key: question.text.clone().into(),
                value: answer.into_iter().map(Into::into).collect(),
                actions: Vec::new(),
            };
            if !change {
                return row;
            }
            let href = if question.kind.is_files() {
                format!("{here}/files/{}", question.id)
            } else {
                format!("{here}/sections/{}#{}-group", section.id, question.id)
            };
            row.action(Action::new("Change", href, question.text.clone()))
        })
        .collect()
}

/// The files of an answer, by name and where they stand.
fn file_lines(bid: &OwnBid, question: &Question, answers: &Fields) -> Vec<String> {
    let ids = answers.get(question.id.as_str()).map_or(&[][..], Vec::as_slice);
    ids.iter()
        .filter_map(|id| bid.documents.iter().find(|one| one.id.to_string() == *id))
        .map(|one| format!("{}: {}", one.name, about(one, own_status(one.status))))
        .collect()
}

/// An answer in lines. Where it cannot be read as a whole, what was typed stands beside the part of
/// the question that it was typed into.
fn answer_lines(question: &Question, answers: &Fields) -> Vec<String> {
    if question.read(answers).value.is_some() {
        return lines(question, answers);
    }
    let options = question.kind.options();
    let shown = |text: &String| match text.as_str() {
        "yes" => "Yes".to_owned(),
        "no" => "No".to_owned(),
        other => options
            .iter()
            .find(|option| option.value == other)
            .map_or_else(|| other.to_owned(), |option| option.label.clone()),
    };
    question
        .owned(answers)
        .flat_map(|(field, texts)| texts.iter().map(move |text| (field, text)))
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(field, text)| match part_label(question, field) {
            Some(part) => format!("{part}: {}", shown(text)),
            None => shown(text),
        })
        .collect()
}

/// Where we think that it happens.
fn places(site: &SiteData, bid: &OwnBid) -> Vec<String> {
    let Some(places) = &bid.places else { return Vec::new() };
    let day = almoner_domain::value::london::date(bid.round.opens_at);
    let gazetteer = &site.app.office().gazetteer;
    let name = |code: &String| {
        let area = almoner_domain::area::AreaCode::parse(code).ok();
        let area = area.and_then(|code| gazetteer.area(&code, day));
        area.map_or_else(|| code.clone(), |area| area.name.clone())
    };
    places.shares.iter().map(|(code, percent)| format!("{}: {percent}%", name(code))).collect()
}
