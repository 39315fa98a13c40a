//! Where the files of documents are, from the settings.

use crate::config::Settings;
use crate::wiring::WiringError;
use almoner_domain::document::{Limits, WithoutScanner};
use almoner_domain::value::Instant;
use almoner_files::{Clamd, Place, ScannerAddress, Store};
use almoner_ports::{FileError, Files, Incoming, Scanner};
use almoner_usecases::Filing;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long a step of a scan may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// The configured place for files and scanner.
///
/// # Errors
/// [`WiringError::Files`] when the place cannot be used.
pub fn configured(settings: &Settings) -> Result<Filing, WiringError> {
    let place = place(settings);
    let received = std::env::temp_dir().join("almoner-incoming");
    let store = Store::open(&place, &received)?;
    tracing::info!(?place, "files are kept here");
    let scanner = settings.files.scanner.as_deref().and_then(ScannerAddress::parse);
    let scanner =
        scanner.map(|address| Arc::new(Clamd::new(address, PATIENCE)) as Arc<dyn Scanner>);
    if scanner.is_none() {
        tracing::warn!(
            without_scanner = ?settings.files.without_scanner,
            "no virus scanner is set (files.scanner)"
        );
    }
    Ok(Filing {
        files: Arc::new(store),
        scanner,
        without_scanner: settings.files.without_scanner,
        limits: Limits::default(),
    })
}

/// Files in this folder, without a scanner.
///
/// # Errors
/// [`WiringError::Files`] when it cannot be used.
pub fn in_folder(folder: &Path, without_scanner: WithoutScanner) -> Result<Filing, WiringError> {
    let store = Store::open(&Place::Folder(folder.to_owned()), folder)?;
    Ok(Filing { files: Arc::new(store), scanner: None, without_scanner, limits: Limits::default() })
}

/// No place at all: for a program that receives none.
#[must_use]
pub fn nowhere() -> Filing {
    Filing {
        files: Arc::new(Nowhere),
        scanner: None,
        without_scanner: WithoutScanner::Quarantine,
        limits: Limits::default(),
    }
}

/// What the settings say; without a place, a folder beside the database.
#[must_use]
pub fn place(settings: &Settings) -> Place {
    match settings.files.place.as_deref() {
        Some(address) if address.starts_with("s3://") => Place::Bucket(address.to_owned()),
        Some(folder) => Place::Folder(PathBuf::from(folder)),
        None => {
            let database = settings.database.url.strip_prefix("sqlite://").map(Path::new);
            let beside = database.and_then(Path::parent).unwrap_or_else(|| Path::new("data"));
            Place::Folder(beside.join("files"))
        }
    }
}

struct Nowhere;

fn none<T>() -> Result<T, FileError> {
    Err(FileError::Failed("this program keeps no files".to_owned()))
}

impl Files for Nowhere {
    fn incoming(&self) -> Result<Box<dyn Incoming>, FileError> {
        none()
    }
    fn open(&self, _: &str) -> Result<Box<dyn Read + Send>, FileError> {
        none()
    }
    fn erase(&self, _: &str) -> Result<(), FileError> {
        none()
    }
    fn kept_before(
        &self,
        _: Instant,
        _: &mut dyn FnMut(Vec<String>) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        none()
    }
    fn ping(&self) -> Result<(), FileError> {
        none()
    }
}
