//! `almoner audit verify`.

use super::{CommandError, say};
use almoner_persistence::{Database, Tuning};
use std::process::ExitCode;

/// Checks the whole audit trail, beside a running server too.
pub(super) fn verify(url: &str) -> Result<ExitCode, CommandError> {
    let store = Database::open_to_read(url, Tuning::default())?.store()?;
    let mut verdict = None;
    store
        .read(&mut |tx| verdict = Some(tx.verify()))
        .map_err(|error| CommandError::Said(error.to_string()))?;
    match verdict {
        Some(Ok(Ok(entries))) => {
            say(&format!("The audit trail is whole: {entries} entries."));
            Ok(ExitCode::SUCCESS)
        }
        Some(Ok(Err(broken))) => {
            let entry = broken.entry.map_or_else(|| "missing".to_owned(), |id| id.to_string());
            say(&format!(
                "The audit trail is broken.\nChain: {}\nPlace: {}\nEntry: {entry}\nWhat is wrong: {}",
                broken.stream, broken.seq, broken.why
            ));
            Ok(ExitCode::from(1))
        }
        Some(Err(error)) => Err(CommandError::Said(error.to_string())),
        None => Err(CommandError::Said("the audit trail was not read".to_owned())),
    }
}
