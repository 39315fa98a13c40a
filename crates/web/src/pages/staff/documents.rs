//! Opening a document of a bid that one works on, and how such documents are listed.

use crate::components::{Action, Link, Words};
use crate::content::documents as words;
use crate::error::PageResult;
use crate::page::SiteData;
use crate::pages::applications::files::about;
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_domain::document::Document;
use almoner_domain::form::{Fields, Question};
use almoner_domain::id::{ApplicationId, DocumentId};
use almoner_http::{Route, Visitor, blocking, download};
use almoner_usecases::AppError;
use almoner_usecases::documents::{OpenDocument, Waiting};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(
        "/staff/applications/{application}/documents/{document}",
        Act::ReadApplication,
        open,
    )]
}

async fn open(site: SiteData, visitor: Visitor, at: Path<(String, String)>) -> PageResult {
    let application = ApplicationId::parse(&at.0).ok_or(AppError::NotFound)?;
    let document = DocumentId::parse(&at.1).ok_or(AppError::NotFound)?;
    let case = OpenDocument { application, document };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let opened = blocking(move || app.execute(&actor, arrived, case)).await?;
    Ok(download(&site, &opened.document).await?)
}

/// The documents of an answer of the version that stands.
fn named<'a>(
    question: &'a Question,
    answers: &'a Fields,
    documents: &'a [Document],
) -> impl Iterator<Item = &'a Document> {
    let ids = answers.get(question.id.as_str()).map_or(&[][..], Vec::as_slice);
    ids.iter().filter_map(|id| documents.iter().find(|one| one.id.to_string() == *id))
}

/// Each document of an answer, with its kind, size and where it stands.
pub(crate) fn lines(question: &Question, answers: &Fields, documents: &[Document]) -> Vec<Words> {
    named(question, answers, documents)
        .map(|one| format!("{}: {}", one.name, about(one, words::staff_status(one.status))).into())
        .collect()
}

fn place(document: &Document) -> String {
    format!("/staff/applications/{}/documents/{}", document.application, document.id)
}

/// A link to each document of an answer that can be opened.
pub(crate) fn actions(
    question: &Question,
    answers: &Fields,
    documents: &[Document],
) -> Vec<Action> {
    named(question, answers, documents)
        .filter(|one| one.status.is_readable())
        .map(|one| Action::new("Download", place(one), one.name.to_string()))
        .collect()
}

/// The same as plain links.
pub(crate) fn links(question: &Question, answers: &Fields, documents: &[Document]) -> Vec<Link> {
    named(question, answers, documents)
        .filter(|one| one.status.is_readable())
        .map(|one| Link::new(format!("Download {}", one.name), place(one)))
        .collect()
}

/// What the office should know about its scanner; nothing while there is one and nothing waits.
pub(super) fn notice(waiting: &Waiting) -> Option<String> {
    let count = |number: u64| match number {
        1 => "1 file".to_owned(),
        more => format!("{more} files"),
    };
    match (waiting.scanner, waiting.accepts) {
        (false, false) => Some(format!(
            "No virus scanner is set up. Files that groups send are kept, and nobody can open \
             them: {} so far. Whoever runs this service can set a scanner, or choose to accept \
             files without one.",
            count(waiting.unjudged.pending)
        )),
        (false, true) => Some(format!(
            "No virus scanner is set up, and this office accepts files without one. {} can be \
             opened that nothing has checked. Open files with care.",
            count(waiting.unjudged.unscanned)
        )),
        (true, _) if waiting.unjudged.pending > 0 => Some(format!(
            "{} of groups wait for the virus scanner and cannot be opened yet.",
            count(waiting.unjudged.pending)
        )),
        (true, _) => None,
    }
}
