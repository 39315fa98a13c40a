//! A file that is being received: on this machine, under a random name, gone when it is dropped.

use crate::inspect::{self, Stopped};
use crate::store::Store;
use almoner_domain::document::DocumentRefused;
use almoner_ports::{FileError, Incoming, Inspected};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file that is being received.
pub(crate) struct Receiving {
    store: Store,
    path: PathBuf,
    file: File,
    size: u64,
    hash: Sha256,
}

impl Receiving {
    pub(crate) fn begin(store: Store, folder: &Path, name: &str) -> Result<Self, FileError> {
        let path = folder.join(name);
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path);
        let file = file.map_err(|why| failed("a file cannot be received", &why))?;
        Ok(Self { store, path, file, size: 0, hash: Sha256::new() })
    }
}

fn failed(what: &str, why: &dyn std::fmt::Display) -> FileError {
    FileError::Failed(format!("{what}: {why}"))
}

impl Incoming for Receiving {
    fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.file.write_all(bytes).map_err(|why| failed("a file cannot be written", &why))?;
        self.hash.update(bytes);
        self.size = self.size.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        Ok(())
    }

    fn inspect(&mut self) -> Result<Result<Inspected, DocumentRefused>, FileError> {
        let looked = inspect::inspect(&mut BufReader::new(&mut self.file), self.size);
        match looked {
            Ok(kind) => {
                let digest = self.hash.clone().finalize();
                let digest = digest.iter().map(|byte| format!("{byte:02x}")).collect();
                Ok(Ok(Inspected { kind, size: self.size, digest }))
            }
            Err(Stopped::Refused(refused)) => Ok(Err(refused)),
            Err(Stopped::Failed(why)) => Err(failed("a file cannot be read again", &why)),
        }
    }

    fn keep(mut self: Box<Self>, key: &str) -> Result<(), FileError> {
        self.file
            .seek(SeekFrom::Start(0))
            .map_err(|why| failed("a file cannot be read again", &why))?;
        let store = self.store.clone();
        store.put(key, &mut self.file)
    }
}

impl Drop for Receiving {
    fn drop(&mut self) {
        // What cannot be removed now is removed when the program starts again.
        let _left = std::fs::remove_file(&self.path);
    }
}
