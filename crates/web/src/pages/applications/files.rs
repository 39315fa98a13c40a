//! The files of one question: sending, listing, removing and opening them. Apart from the other
//! questions, so that a file is kept whatever else is wrong, and no text is lost over a file.

use super::{id_of, own_bid, path, token};
use crate::chrome::Chrome;
use crate::components::{DateInput, ErrorItem, ErrorSummary, Field, FileInput, Size};
use crate::content::documents as words;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use actix_web::http::StatusCode;
use actix_web::web::{Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use almoner_domain::access::Act;
use almoner_domain::document::{Document, DocumentKind, DocumentRefused, FileKind, Status};
use almoner_domain::form::{Fault, Form, Kind, Question, QuestionId};
use almoner_domain::id::{ApplicationId, DocumentId};
use almoner_domain::value::show_date;
use almoner_http::{
    Attached, BodyError, Posted, Refused, Route, Sender, UploadFault, Visitor, attach, blocking,
    download, give_up,
};
use almoner_usecases::applications::OwnBid;
use almoner_usecases::documents::{OpenOwnDocument, Remove};
use almoner_usecases::{AppError, Refusal};
use askama::Template;

pub(super) fn routes() -> Vec<Route> {
    const PATH: &str = "/applications/{application}/files/{question}";
    vec![
        Route::get(PATH, Act::ReadOwnApplication, show),
        Route::post(PATH, Act::EditApplication, send),
        Route::post(
            "/applications/{application}/files/{question}/remove",
            Act::EditApplication,
            remove,
        ),
        Route::get(
            "/applications/{application}/documents/{document}",
            Act::ReadOwnApplication,
            open,
        ),
    ]
}

/// A file in a list.
pub(crate) struct FileLine {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Where it is opened; none while it cannot be.
    pub href: Option<String>,
    /// Kind, size and where it stands, in words.
    pub about: String,
    /// Whether it is part of the answer, and can be taken out of it.
    pub counts: bool,
}

/// The files of a question as its own group sees them: those that count, and those in which a
/// virus was found, so that nobody waits for them.
pub(crate) fn own_lines(documents: &[Document], question: &Question) -> Vec<FileLine> {
    let here = documents.iter().filter(|one| one.question == question.id);
    here.filter(|one| one.is_part_of_answers() || one.status == Status::Infected)
        .map(|one| {
            let open = format!("{}/documents/{}", path(one.application), one.id);
            FileLine {
                id: one.id.to_string(),
                name: one.name.to_string(),
                href: one.status.is_readable().then_some(open),
                about: about(one, words::own_status(one.status)),
                counts: one.is_part_of_answers(),
            }
        })
        .collect()
}

/// Kind, size, the day on which it runs out and where it stands.
pub(crate) fn about(document: &Document, status: &str) -> String {
    let until = document.valid_until.map(|day| format!(", valid until {}", show_date(day)));
    format!(
        "{}, {}{}. {status}.",
        words::file_kind(document.kind),
        words::size(document.size),
        until.unwrap_or_default()
    )
}

#[derive(Template)]
#[template(path = "pages/applications/files.html")]
struct FilesPage {
    chrome: Chrome,
    csrf: String,
    back: String,
    caption: String,
    question: String,
    hint: Option<String>,
    why: Option<String>,
    errors: ErrorSummary,
    notice: Option<String>,
    files: Vec<FileLine>,
    here: String,
    /// The chooser; none while nothing can be added.
    chooser: Option<FileInput>,
    until: Option<DateInput>,
    /// Why nothing can be added.
    closed: Option<String>,
    /// Whether files can be taken out.
    open: bool,
}

struct Place {
    application: ApplicationId,
    question: QuestionId,
}

fn place(at: &(String, String)) -> Result<Place, PageError> {
    let question = QuestionId::parse(&at.1).map_err(|_| AppError::NotFound)?;
    Ok(Place { application: id_of(&at.0)?, question })
}

async fn show(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    at: Path<(String, String)>,
) -> PageResult {
    let place = place(&at)?;
    let bid = own_bid(&site, &visitor, place.application).await?;
    let drawn = page((&site, &frame, &visitor), &bid, &place.question, Vec::new(), None)?;
    Ok(ok(&drawn))
}

async fn send(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    at: Path<(String, String)>,
    request: HttpRequest,
    payload: Payload,
) -> PageResult {
    let place = place(&at)?;
    let to = (Sender::Form, place.application, place.question.clone());
    let around = (&site, &frame, &visitor);
    match attach(&site, &request, &visitor, payload, to).await {
        Ok(attached) => {
            let errors = errors(&attached);
            if errors.is_empty() {
                return Ok(see_other(&here(&place)));
            }
            let bid = own_bid(&site, &visitor, place.application).await?;
            let date = attached.date.map(date_words);
            let page = page(around, &bid, &place.question, errors, date)?;
            Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(UploadFault::App(AppError::Refused(Refusal::Application(refused)))) => {
            let (heading, _) = crate::content::applications::refused(&refused);
            let bid = own_bid(&site, &visitor, place.application).await?;
            let said = vec![format!("{heading}. The file that you sent was not added.")];
            let page = page(around, &bid, &place.question, said, None)?;
            Ok(render(StatusCode::CONFLICT, &page))
        }
        Err(UploadFault::App(error)) => Err(error.into()),
        Err(UploadFault::Body(BodyError::TooLarge)) => {
            let limit = site.app.filing().limits.file_bytes;
            let said = vec![words::at_field("", &DocumentRefused::TooLarge { limit })];
            let bid = own_bid(&site, &visitor, place.application).await?;
            let page = page(around, &bid, &place.question, said, None)?;
            Ok(render(StatusCode::PAYLOAD_TOO_LARGE, &page))
        }
        Err(UploadFault::Body(error)) => Ok(HttpResponse::from_error(Refused(error))),
    }
}

/// What is said at the chooser: one sentence for each file that was not taken.
fn errors(attached: &Attached) -> Vec<String> {
    if attached.files.is_empty() {
        return vec![words::at_field("", &DocumentRefused::NoneChosen)];
    }
    let refused = |(name, outcome): &(String, Result<Document, DocumentRefused>)| {
        let refused = outcome.as_ref().err()?;
        Some(words::at_field(&shown(name), refused))
    };
    let date = attached.date.map(|fault| format!("Valid until: {}", date_words(fault)));
    attached.files.iter().filter_map(refused).chain(date).collect()
}

fn date_words(fault: almoner_domain::value::DateFault) -> String {
    let said = crate::content::faults::fault("", &Fault::Date(fault));
    said.trim_start_matches([':', ' ']).to_owned()
}

/// A name that was sent, as far as it can be shown in a sentence.
fn shown(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control()).take(60).collect();
    if plain.trim().is_empty() { String::new() } else { format!("‘{}’", plain.trim()) }
}

async fn remove(
    site: SiteData,
    visitor: Visitor,
    at: Path<(String, String)>,
    posted: Posted,
) -> PageResult {
    let place = place(&at)?;
    let document = DocumentId::parse(posted.fields.only("document")).ok_or(AppError::NotFound)?;
    let case = Remove { application: place.application, document };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let unneeded = blocking(move || app.execute(&actor, arrived, case)).await?;
    give_up(&site, unneeded.into_iter().collect()).await;
    Ok(see_other(&here(&place)))
}

async fn open(site: SiteData, visitor: Visitor, at: Path<(String, String)>) -> PageResult {
    let application = id_of(&at.0)?;
    let document = DocumentId::parse(&at.1).ok_or(AppError::NotFound)?;
    let opened = super::look(&site, &visitor, OpenOwnDocument { application, document }).await?;
    let opened = opened.map_err(AppError::from)?;
    Ok(download(&site, &opened.document).await?)
}

fn here(place: &Place) -> String {
    format!("{}/files/{}", path(place.application), place.question)
}

fn page(
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    bid: &OwnBid,
    question: &QuestionId,
    errors: Vec<String>,
    date_error: Option<String>,
) -> Result<FilesPage, PageError> {
    let form = &bid.round.form;
    let asked = form.question(question).ok_or(AppError::NotFound)?;
    let Kind::Files { max_files, document, kinds } = &asked.kind else {
        return Err(AppError::NotFound.into());
    };
    let (max_files, document) = (*max_files, *document);
    let limits = site.app.filing().limits;
    let room = limits.room(&bid.documents, question.as_str(), max_files);
    let open = bid.editable.is_ok();
    let place = Place { application: bid.application.id, question: question.clone() };
    let chooser =
        (open && room.files > 0).then(|| chooser(room.files, limits.file_bytes, kinds, &errors));
    let closed = closed(bid, max_files, room.files);
    let summary: ErrorSummary = errors
        .iter()
        .map(|text| match &chooser {
            Some(_) => Some(ErrorItem::at("file", text.clone())),
            None => Some(ErrorItem::general(text.clone())),
        })
        .collect();
    let mut chrome = chrome(site, frame, visitor, &asked.text);
    chrome.error = !errors.is_empty();
    Ok(FilesPage {
        chrome,
        csrf: token(site, visitor),
        back: section_of(form, bid.application.id, question),
        caption: words::asked_as(document).to_owned(),
        question: asked.text.clone(),
        hint: asked.hint.clone(),
        why: asked.why.clone(),
        errors: summary,
        notice: waiting(bid, question).map(str::to_owned),
        files: own_lines(&bid.documents, asked),
        here: here(&place),
        until: chooser.is_some().then(|| until(document, date_error)).flatten(),
        chooser,
        closed,
        open,
    })
}

fn chooser(room: u16, most: u64, kinds: &[FileKind], errors: &[String]) -> FileInput {
    let label = if room == 1 { "Add a file" } else { "Add files" };
    let hint = format!(
        "{}. Each file must be smaller than {}.{}",
        words::kinds(kinds),
        words::size(most),
        if room == 1 { String::new() } else { format!(" You can add {room} more.") }
    );
    let error = (!errors.is_empty()).then(|| errors.join(". "));
    let mut input = FileInput::new("file", label).label_size(Size::Medium).hint(hint).error(error);
    input.multiple = room > 1;
    input
}

fn until(kind: DocumentKind, error: Option<String>) -> Option<DateInput> {
    kind.runs_out().then(|| {
        let label = match kind {
            DocumentKind::Insurance => "When does it run out? (optional)",
            _ => "When is it reviewed next? (optional)",
        };
        let mut input = DateInput::new("valid_until", label).error(error);
        for part in &mut input.parts {
            let name = part.name.replace("valid_until-", "valid_until.");
            part.name = name.clone().into();
            part.id = name.into();
        }
        input
    })
}

/// Why nothing can be added.
fn closed(bid: &OwnBid, most: u16, room: u16) -> Option<String> {
    if let Err(refused) = &bid.editable {
        let (heading, _) = crate::content::applications::refused(refused);
        return Some(format!("{heading}. Files cannot be added or removed."));
    }
    (room == 0).then(|| match most {
        1 => "You have added the file. To send another one, remove it first.".to_owned(),
        most => format!("You have added as many files as you can here (up to {most})."),
    })
}

fn waiting(bid: &OwnBid, question: &QuestionId) -> Option<&'static str> {
    let waits = |one: &Document| one.answers(question.as_str()) && one.status == Status::Pending;
    bid.documents.iter().any(waits).then_some(
        "Your files have been received. You do not need to wait while they are checked for \
         viruses. If one is found, the file is removed and this page says so.",
    )
}

/// The section that has the question.
fn section_of(form: &Form, application: ApplicationId, question: &QuestionId) -> String {
    let has = |section: &&almoner_domain::form::Section| {
        section.questions.iter().any(|one| one.id == *question)
    };
    match form.sections.iter().find(has) {
        Some(section) => {
            format!("{}/sections/{}#{question}-group", path(application), section.id)
        }
        None => path(application),
    }
}
