//! The scheduler's part: having documents scanned, with retry.

use super::entry;
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase, View};
use almoner_domain::access::{Act, On};
use almoner_domain::document::{Document, Finding, Status, accept, judge, scan_failed};
use almoner_domain::id::{DocumentId, RoundId};
use almoner_ports::Unjudged;

/// Documents of one run.
const AT_ONCE: i64 = 20;

/// Asks which documents are to be scanned now.
pub struct DueScans;

impl View for DueScans {
    type Output = Vec<Document>;
    const ACT: Act = Act::Housekeeping;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Vec<Document>)> {
        Ok((On::default(), eye.tx.documents_to_scan(eye.now, AT_ONCE)?))
    }
}

/// What came of having a document scanned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// The scanner's word on it.
    Judged(Finding),
    /// The scanner could not say.
    Failed,
    /// There is no scanner, and the office accepts documents without one.
    Accepted,
}

/// Writes down what came of having a document scanned.
pub struct RecordScan {
    /// Which.
    pub document: DocumentId,
    /// What came of it.
    pub scanned: Scanned,
}

impl UseCase for RecordScan {
    type Subject = (Document, RoundId);
    type Output = Document;
    const ACT: Act = Act::Housekeeping;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        let document = eye.tx.document(self.document)?.ok_or(AppError::NotFound)?;
        let bid = eye.tx.application(document.application)?.ok_or(AppError::NotFound)?;
        Ok((document, bid.round))
    }

    fn on(&self, _: &Self::Subject) -> On {
        On::default()
    }

    fn run(&self, (before, round): Self::Subject, cx: &mut Cx<'_>) -> Outcome<Document> {
        // Removed or judged while the scanner was at it.
        if before.scan_at.is_none() {
            return Ok(before);
        }
        let (after, event) = match &self.scanned {
            Scanned::Judged(finding) => {
                let after = judge(&before, finding, cx.now).map_err(Refusal::from)?;
                (after, "document.scanned")
            }
            Scanned::Failed => (scan_failed(&before, cx.now), "document.scan_failed"),
            Scanned::Accepted if before.status == Status::Pending => {
                (accept(&before).map_err(Refusal::from)?, "document.accepted_unscanned")
            }
            Scanned::Accepted => return Ok(before),
        };
        cx.tx.save_document(&after)?;
        if self.scanned != Scanned::Failed {
            let mut noted = entry(round, &after, event);
            if let Some(found) = &after.finding {
                noted = noted.code("finding", found.as_str());
            }
            cx.audit(&noted)?;
        }
        Ok(after)
    }
}

/// Asks how many documents wait for the scanner or were never scanned, for the staff's home page.
pub struct WaitingDocuments;

/// How documents stand with the scanner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Whether there is a scanner.
    pub scanner: bool,
    /// Whether documents are opened without one.
    pub accepts: bool,
    /// How many have not been judged.
    pub unjudged: Unjudged,
}

impl View for WaitingDocuments {
    type Output = Waiting;
    const ACT: Act = Act::StaffHome;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Waiting)> {
        let waiting = Waiting {
            scanner: eye.parts.filing.scanner.is_some(),
            accepts: eye.accepts_unscanned(),
            unjudged: eye.tx.unjudged()?,
        };
        Ok((On::default(), waiting))
    }
}
