//! Where the files of a world are kept, and a scanner that does what a test says.

use almoner_domain::document::{Finding, Limits, WithoutScanner};
use almoner_files::{Place, Store};
use almoner_ports::{FileError, Scanner};
use almoner_usecases::Filing;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// The test string of the European Institute for Computer Antivirus Research, in two parts so that
/// no scanner takes this file for it.
pub const EICAR: (&str, &str) =
    (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR", "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");

/// The folder of a world's files, and its scanner.
pub struct Uploads {
    /// The folder; it goes with the world.
    pub folder: PathBuf,
    away: Arc<AtomicBool>,
}

impl Uploads {
    pub(crate) fn begin() -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("almoner-files-{}-{number}", std::process::id());
        Self { folder: std::env::temp_dir().join(name), away: Arc::default() }
    }

    pub(crate) fn filing(&self) -> Filing {
        let store = Store::open(&Place::Folder(self.folder.clone()), &self.folder).unwrap();
        Filing {
            files: Arc::new(store),
            scanner: Some(Arc::new(Double { away: Arc::clone(&self.away) })),
            without_scanner: WithoutScanner::Quarantine,
            limits: Limits::default(),
        }
    }

    /// From now on the scanner answers, or does not.
    pub fn scanner_is_away(&self, away: bool) {
        self.away.store(away, Ordering::Relaxed);
    }

    /// How many files are kept.
    #[must_use]
    pub fn count(&self) -> usize {
        let folders = std::fs::read_dir(self.folder.join("kept")).unwrap();
        folders.map(|one| std::fs::read_dir(one.unwrap().path()).unwrap().count()).sum()
    }

    /// How many files are being received.
    #[must_use]
    pub fn incoming(&self) -> usize {
        std::fs::read_dir(self.folder.join("incoming")).unwrap().count()
    }
}

impl Drop for Uploads {
    fn drop(&mut self) {
        let _gone = std::fs::remove_dir_all(&self.folder);
    }
}

/// Finds the test string anywhere, as long as it is not away.
struct Double {
    away: Arc<AtomicBool>,
}

impl Scanner for Double {
    fn scan(&self, bytes: &mut dyn Read) -> Result<Finding, FileError> {
        if self.away.load(Ordering::Relaxed) {
            return Err(FileError::Failed("the scanner is away".to_owned()));
        }
        let mut whole = Vec::new();
        bytes.read_to_end(&mut whole).map_err(|why| FileError::Failed(why.to_string()))?;
        let wanted = format!("{}{}", EICAR.0, EICAR.1);
        let found = whole.windows(wanted.len()).any(|window| window == wanted.as_bytes());
        Ok(if found {
            Finding::Infected("Eicar-Test-Signature".to_owned())
        } else {
            Finding::Clean
        })
    }
}
