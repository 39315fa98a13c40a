//! The guarded moves of a document.

use super::certificate::named_as_certificate;
use super::{
    Document, DocumentKind, DocumentRefused, FileKind, FileName, Limits, Move, OtherEnding, Status,
};
use crate::NotFromHere;
use crate::form::QuestionId;
use crate::id::{ApplicationId, DocumentId, PersonId};
use crate::value::{CivilDate, Instant};
use jiff::SignedDuration;

/// A file that has arrived whole and was looked into.
#[derive(Clone, Debug)]
pub struct Received {
    /// The name that the browser sent.
    pub name: String,
    /// What its content is.
    pub kind: FileKind,
    /// Its bytes.
    pub size: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub digest: String,
    /// The random name under which its bytes are kept.
    pub key: String,
    /// The last day on which it holds, if the group said so.
    pub valid_until: Option<CivilDate>,
}

/// Where a received file goes.
#[derive(Clone, Debug)]
pub struct Destination<'a> {
    /// The id of the new document.
    pub id: DocumentId,
    /// The bid.
    pub application: ApplicationId,
    /// The question.
    pub question: &'a QuestionId,
    /// The most files of the question.
    pub most: u16,
    /// The kinds of file that the question takes; every kind that the office takes, when empty.
    pub kinds: &'a [FileKind],
    /// What it is asked for as.
    pub asked_as: DocumentKind,
    /// All documents of the bid.
    pub beside: &'a [Document],
    /// Who sent it.
    pub by: PersonId,
    /// When its last byte was there.
    pub at: Instant,
}

/// Takes a file into a bid.
///
/// # Errors
/// As [`Limits::admit`]; [`DocumentRefused::Certificate`], [`DocumentRefused::OtherEnding`].
pub fn receive(
    to: &Destination<'_>,
    file: &Received,
    limits: &Limits,
) -> Result<Document, DocumentRefused> {
    limits.admit(to.beside, to.question.as_str(), to.most, file.size)?;
    if named_as_certificate(&file.name) {
        return Err(DocumentRefused::Certificate);
    }
    if !to.kinds.is_empty() && !to.kinds.contains(&file.kind) {
        let (taken, kind) = (to.kinds.to_vec(), file.kind);
        return Err(DocumentRefused::NotAskedFor { kind, taken });
    }
    let name = FileName::of(&file.name, file.kind).map_err(|OtherEnding { ending }| {
        DocumentRefused::OtherEnding { ending, kind: file.kind }
    })?;
    let in_use = |place: &u16| to.beside.iter().any(|one| one.place == Some(*place));
    Ok(Document {
        id: to.id,
        version: 1,
        application: to.application,
        question: to.question.clone(),
        place: (1..=u16::MAX).find(|place| !in_use(place)),
        asked_as: to.asked_as,
        name,
        kind: file.kind,
        size: file.size,
        digest: file.digest.clone(),
        key: file.key.clone(),
        status: Status::Pending,
        valid_until: file.valid_until,
        received_by: to.by,
        received_at: to.at,
        removed_at: None,
        judged_at: None,
        finding: None,
        scan_failures: 0,
        scan_at: Some(to.at),
    })
}

/// Takes a document out of the answers. What belongs to a version that was sent (`sent_at` is the
/// last one's instant) stays as it is for those who read that version; anything else is erased.
///
/// # Errors
/// [`DocumentRefused::NotFromHere`].
pub fn remove(
    document: &Document,
    sent_at: Option<Instant>,
    at: Instant,
) -> Result<Document, DocumentRefused> {
    let was_sent = sent_at.is_some_and(|sent| document.received_at <= sent);
    if was_sent && document.status.is_kept() {
        let removed_at = Some(document.removed_at.unwrap_or(at));
        return Ok(Document { removed_at, place: None, ..document.clone() });
    }
    let erased = erase(document)?;
    Ok(Document { removed_at: Some(at), ..erased })
}

/// Gives up its bytes.
///
/// # Errors
/// [`DocumentRefused::NotFromHere`].
pub fn erase(document: &Document) -> Result<Document, DocumentRefused> {
    let status = after(document, Move::Erase)?;
    Ok(Document { status, place: None, scan_at: None, ..document.clone() })
}

/// What a scanner says about a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Nothing.
    Clean,
    /// Something, by the scanner's own name for it.
    Infected(String),
}

/// Takes a scanner's word on it.
///
/// # Errors
/// [`DocumentRefused::NotFromHere`].
pub fn judge(
    document: &Document,
    finding: &Finding,
    at: Instant,
) -> Result<Document, DocumentRefused> {
    let mv = match finding {
        Finding::Clean => Move::Clear,
        Finding::Infected(_) => Move::Condemn,
    };
    let status = after(document, mv)?;
    let finding = match finding {
        Finding::Clean => None,
        Finding::Infected(name) => Some(name.clone()),
    };
    let place = if status.is_kept() { document.place } else { None };
    Ok(Document { status, place, finding, judged_at: Some(at), scan_at: None, ..document.clone() })
}

/// Opens it to its readers without a scanner. It is scanned as soon as there is one.
///
/// # Errors
/// [`DocumentRefused::NotFromHere`].
pub fn accept(document: &Document) -> Result<Document, DocumentRefused> {
    Ok(Document { status: after(document, Move::Accept)?, ..document.clone() })
}

/// The longest wait between two tries to scan, in minutes.
const LONGEST_WAIT: u32 = 30;

/// Scanning did not work: it is tried again after 1, 2, 4 minutes and so on, up to half an hour.
#[must_use]
pub fn scan_failed(document: &Document, at: Instant) -> Document {
    let minutes = 1_u32.checked_shl(document.scan_failures).unwrap_or(LONGEST_WAIT);
    let wait = SignedDuration::from_mins(i64::from(minutes.clamp(1, LONGEST_WAIT)));
    Document {
        scan_failures: document.scan_failures.saturating_add(1),
        scan_at: Some(at.checked_add(wait).unwrap_or(at)),
        ..document.clone()
    }
}

fn after(document: &Document, mv: Move) -> Result<Status, NotFromHere> {
    let from = document.status;
    from.after(mv).ok_or(NotFromHere { from: from.code(), mv: mv.name() })
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
