//! Documents of bids: sending, listing, opening, removing. Files travel as `multipart/form-data`,
//! each in a part with a file name.

use super::answer::{done, ok};
use crate::caller::Caller;
use crate::problem::{ApiError, ApiResult};
use actix_web::{HttpRequest, HttpResponse, web};
use almoner_domain::access::Act;
use almoner_domain::document::Document;
use almoner_domain::form::QuestionId;
use almoner_domain::id::{ApplicationId, DocumentId};
use almoner_http::{Refused, Route, Sender, Site, UploadFault, Visitor, attach, download, give_up};
use almoner_usecases::AppError;
use almoner_usecases::applications::OwnApplication;
use almoner_usecases::documents::{OpenDocument, OpenOwnDocument, Remove, WaitingDocuments};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/applications/{application}/documents", Act::ReadOwnApplication, list),
        Route::post(
            "/applications/{application}/questions/{question}/documents",
            Act::EditApplication,
            send,
        ),
        Route::get(
            "/applications/{application}/documents/{document}",
            Act::ReadOwnApplication,
            open_own,
        ),
        Route::delete(
            "/applications/{application}/documents/{document}",
            Act::EditApplication,
            remove,
        ),
        Route::get(
            "/staff/applications/{application}/documents/{document}",
            Act::ReadApplication,
            open,
        ),
        Route::get("/staff/documents", Act::StaffHome, waiting),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(list, send, open_own, remove, open, waiting))]
pub(super) struct Doc;

/// A document of a bid.
#[derive(Serialize, ToSchema)]
struct DocumentRead {
    /// Its id.
    id: Uuid,
    /// The question that it answers.
    question: String,
    /// What it was asked for as.
    asked_as: &'static str,
    /// Its name.
    name: String,
    /// What kind of file it is, by its content.
    kind: &'static str,
    /// Its bytes.
    bytes: u64,
    /// Its SHA-256, in hexadecimal.
    sha256: String,
    /// Where it stands: `pending`, `clean`, `unscanned`, `infected` or `erased`.
    status: &'static str,
    /// Whether it is part of the answer as the group has it now.
    counts: bool,
    /// The last day on which it holds.
    #[schema(format = Date)]
    valid_until: Option<String>,
    /// When it arrived.
    #[schema(format = DateTime)]
    received_at: String,
}

impl DocumentRead {
    fn of(one: &Document) -> Self {
        Self {
            id: one.id.uuid(),
            question: one.question.to_string(),
            asked_as: one.asked_as.code(),
            name: one.name.to_string(),
            kind: one.kind.code(),
            bytes: one.size,
            sha256: one.digest.clone(),
            status: one.status.code(),
            counts: one.is_part_of_answers(),
            valid_until: one.valid_until.map(|day| day.to_string()),
            received_at: one.received_at.to_string(),
        }
    }
}

/// The documents of a bid.
#[derive(Serialize, ToSchema)]
struct DocumentList {
    /// In the order they came, those that are gone as well.
    documents: Vec<DocumentRead>,
}

/// What became of one file.
#[derive(Serialize, ToSchema)]
struct FileOutcome {
    /// The name that was sent.
    name: String,
    /// The document, if it was taken.
    document: Option<DocumentRead>,
    /// Why it was not taken, as a stable code.
    refused: Option<&'static str>,
}

/// What became of the files of one request.
#[derive(Serialize, ToSchema)]
struct Outcomes {
    /// In the order in which they were sent.
    files: Vec<FileOutcome>,
}

/// Files to send.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the shape of a form, for the description alone")]
struct FilesSent {
    /// One part for each file, with its name.
    #[schema(value_type = Vec<String>, format = Binary)]
    file: Vec<String>,
}

/// How documents stand with the scanner.
#[derive(Serialize, ToSchema)]
struct ScannerRead {
    /// Whether there is a scanner.
    scanner: bool,
    /// Whether documents are opened without one.
    accepts_unscanned: bool,
    /// How many cannot be opened yet.
    pending: u64,
    /// How many can be opened and were not scanned.
    unscanned: u64,
}

fn ids(at: &(String, String)) -> Result<(ApplicationId, DocumentId), AppError> {
    let application = ApplicationId::parse(&at.0).ok_or(AppError::NotFound)?;
    Ok((application, DocumentId::parse(&at.1).ok_or(AppError::NotFound)?))
}

/// The documents of one's own bid.
#[utoipa::path(
    get,
    path = "/applications/{application}/documents",
    tag = "documents",
    params(("application" = Uuid, Path, description = "The bid")),
    responses((status = 200, description = "The documents", body = DocumentList))
)]
async fn list(caller: Caller, at: web::Path<String>) -> ApiResult {
    let application = ApplicationId::parse(&at).ok_or(AppError::NotFound)?;
    let bid = caller.see(OwnApplication { application }).await?;
    ok(&DocumentList { documents: bid.documents.iter().map(DocumentRead::of).collect() })
}

/// Sends files as the answer to a question. Each is taken or refused by itself.
#[utoipa::path(
    post,
    path = "/applications/{application}/questions/{question}/documents",
    tag = "documents",
    params(
        ("application" = Uuid, Path, description = "The bid"),
        ("question" = String, Path, description = "The question", pattern = "^[A-Za-z][A-Za-z0-9_]{0,19}$")
    ),
    request_body(content = inline(FilesSent), content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "What became of each file", body = Outcomes)
    )
)]
async fn send(
    site: web::Data<Site>,
    visitor: Visitor,
    at: web::Path<(String, String)>,
    request: HttpRequest,
    payload: web::Payload,
) -> Result<HttpResponse, actix_web::Error> {
    let application = ApplicationId::parse(&at.0).ok_or(AppError::NotFound).map_err(api)?;
    let question = QuestionId::parse(&at.1).map_err(|_| api(AppError::NotFound))?;
    let to = (Sender::Program, application, question);
    match attach(&site, &request, &visitor, payload, to).await {
        Ok(attached) => {
            let outcome = |(name, one): &(String, Result<Document, _>)| FileOutcome {
                name: name.clone(),
                document: one.as_ref().ok().map(DocumentRead::of),
                refused: one.as_ref().err().map(almoner_domain::document::DocumentRefused::code),
            };
            let files = attached.files.iter().map(outcome).collect();
            Ok(HttpResponse::Ok().json(Outcomes { files }))
        }
        Err(UploadFault::App(error)) => Err(api(error)),
        Err(UploadFault::Body(error)) => Err(Refused(error).into()),
    }
}

fn api(error: AppError) -> actix_web::Error {
    ApiError::from(error).into()
}

/// Opens a document of one's own bid.
#[utoipa::path(
    get,
    path = "/applications/{application}/documents/{document}",
    tag = "documents",
    params(
        ("application" = Uuid, Path, description = "The bid"),
        ("document" = Uuid, Path, description = "The document")
    ),
    responses(
        (status = 200, description = "Its bytes, as an attachment", content_type = "application/octet-stream"),
        (status = 409, description = "It cannot be opened where it stands", body = crate::problem::Problem)
    )
)]
async fn open_own(
    caller: Caller,
    site: web::Data<Site>,
    at: web::Path<(String, String)>,
) -> ApiResult {
    let (application, document) = ids(&at)?;
    let opened = caller.see(OpenOwnDocument { application, document }).await?;
    let opened = opened.map_err(AppError::from)?;
    Ok(download(&site, &opened.document).await?)
}

/// Takes a document out of one's own bid.
#[utoipa::path(
    delete,
    path = "/applications/{application}/documents/{document}",
    tag = "documents",
    params(
        ("application" = Uuid, Path, description = "The bid"),
        ("document" = Uuid, Path, description = "The document")
    ),
    responses(
        (status = 204, description = "It is out"),
        (status = 409, description = "A rule stands against it", body = crate::problem::Problem)
    )
)]
async fn remove(
    caller: Caller,
    site: web::Data<Site>,
    at: web::Path<(String, String)>,
) -> ApiResult {
    let (application, document) = ids(&at)?;
    let unneeded = caller.act_now(Remove { application, document }).await?;
    give_up(&site, unneeded.into_iter().collect()).await;
    done()
}

/// Opens a document of the version that stands. Each opening is written down.
#[utoipa::path(
    get,
    path = "/staff/applications/{application}/documents/{document}",
    tag = "documents",
    params(
        ("application" = Uuid, Path, description = "The bid"),
        ("document" = Uuid, Path, description = "The document")
    ),
    responses(
        (status = 200, description = "Its bytes, as an attachment", content_type = "application/octet-stream"),
        (status = 409, description = "It cannot be opened where it stands", body = crate::problem::Problem)
    )
)]
async fn open(caller: Caller, site: web::Data<Site>, at: web::Path<(String, String)>) -> ApiResult {
    let (application, document) = ids(&at)?;
    let opened = caller.act_now(OpenDocument { application, document }).await?;
    Ok(download(&site, &opened.document).await?)
}

/// How documents stand with the virus scanner.
#[utoipa::path(
    get,
    path = "/staff/documents",
    tag = "documents",
    responses((status = 200, description = "Scanner and waiting documents", body = ScannerRead))
)]
async fn waiting(caller: Caller) -> ApiResult {
    let waiting = caller.see(WaitingDocuments).await?;
    ok(&ScannerRead {
        scanner: waiting.scanner,
        accepts_unscanned: waiting.accepts,
        pending: waiting.unjudged.pending,
        unscanned: waiting.unjudged.unscanned,
    })
}
