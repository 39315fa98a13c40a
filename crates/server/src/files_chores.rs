//! What the program does with files by itself: having them scanned, giving up what is over.

use almoner_domain::access::Actor;
use almoner_domain::document::{Document, Finding, Status};
use almoner_ports::{FileError, StoreError};
use almoner_usecases::documents::{DueScans, EraseOld, KeysInUse, RecordScan, Scanned};
use almoner_usecases::{App, AppError};
use jiff::SignedDuration;

/// Bytes without a record are given up after a day: a request that is still running may be about
/// to write it.
const ORPHANS_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// Has every document scanned that is due, or opens it where the office does without a scanner.
pub fn scan_due(app: &App) {
    loop {
        let due = match app.look(&Actor::System, app.arrived(), &DueScans) {
            Ok(due) => due,
            Err(error) => {
                tracing::warn!(%error, "documents to scan could not be found");
                return;
            }
        };
        let mut moved = false;
        for document in &due {
            let Some(scanned) = scan(app, document) else { continue };
            moved |= record(app, document, scanned);
        }
        if !moved {
            return;
        }
    }
}

/// What comes of having a document scanned; none if it is to stay as it is.
fn scan(app: &App, document: &Document) -> Option<Scanned> {
    let filing = app.filing();
    let Some(scanner) = &filing.scanner else {
        let accepts = filing.without_scanner == almoner_domain::document::WithoutScanner::Accept;
        return (accepts && document.status == Status::Pending).then_some(Scanned::Accepted);
    };
    let looked = filing.files.open(&document.key).and_then(|mut bytes| scanner.scan(&mut *bytes));
    match looked {
        Ok(finding) => {
            if let Finding::Infected(name) = &finding {
                tracing::warn!(document = %document.id, finding = %name, "a document is infected");
            }
            Some(Scanned::Judged(finding))
        }
        Err(error) => {
            tracing::warn!(document = %document.id, %error, "a document could not be scanned");
            Some(Scanned::Failed)
        }
    }
}

/// Writes it down; whether that worked. The bytes of what is infected are given up after it.
fn record(app: &App, document: &Document, scanned: Scanned) -> bool {
    let case = RecordScan { document: document.id, scanned };
    match app.execute(&Actor::System, app.arrived(), case) {
        Ok(after) => {
            if after.status == Status::Infected {
                give_up(app, &after.key);
            }
            true
        }
        Err(error) => {
            tracing::warn!(document = %document.id, %error, "a scan could not be written down");
            false
        }
    }
}

fn give_up(app: &App, key: &str) {
    if let Err(error) = app.filing().files.erase(key) {
        tracing::warn!(%error, "bytes that nobody needs could not be removed yet");
    }
}

/// Gives up documents whose time is over, and bytes that belong to no document.
pub fn tidy(app: &App) {
    loop {
        match app.execute(&Actor::System, app.arrived(), EraseOld) {
            Ok(keys) if keys.is_empty() => break,
            Ok(keys) => keys.iter().for_each(|key| give_up(app, key)),
            Err(error) => {
                tracing::warn!(%error, "old documents could not be given up");
                break;
            }
        }
    }
    if let Err(error) = sweep(app) {
        tracing::warn!(%error, "bytes without a document could not be swept away");
    }
}

/// Removes what belongs to no document that is kept.
fn sweep(app: &App) -> Result<(), AppError> {
    let arrived = app.arrived();
    let Some(before) = arrived.at.checked_add(-ORPHANS_AFTER) else { return Ok(()) };
    let files = &app.filing().files;
    let swept = files.kept_before(before, &mut |keys| {
        let asked = KeysInUse { keys: keys.clone() };
        let used = app
            .look(&Actor::System, arrived, &asked)
            .map_err(|error| FileError::Failed(error.to_string()))?;
        keys.iter().filter(|key| !used.contains(key)).try_for_each(|key| files.erase(key))
    });
    swept.map_err(|error| StoreError::Failed(error.to_string()).into())
}
