//! Files in a local folder or an S3-compatible store.

use crate::incoming::Receiving;
use almoner_domain::value::Instant;
use almoner_ports::{FileError, Files, Incoming};
use futures_util::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Location;
use object_store::{Error, ObjectStore, ObjectStoreExt, WriteMultipart};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error as ThisError;
use tokio::runtime::{Builder, Runtime};

/// Where files are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A folder of this machine.
    Folder(PathBuf),
    /// An S3-compatible store, as `s3://bucket/prefix`, with its keys and address from the usual
    /// variables of the environment (`AWS_ACCESS_KEY_ID`, `AWS_ENDPOINT` and so on).
    Bucket(String),
}

/// Why a place cannot be used.
#[derive(Debug, ThisError)]
pub enum StoreFault {
    /// The folder cannot be made or written.
    #[error("the folder for files {path} cannot be used: {why}")]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// The program was built without this.
    #[error(
        "files.place: this program was built without S3; build it with --features s3 or use a folder"
    )]
    WithoutS3,
    /// The address of the bucket or its settings do not fit.
    #[error("files.place: {0}")]
    Bucket(String),
    /// The system.
    #[error("files cannot be kept: {0}")]
    System(#[from] io::Error),
}

/// Where the bytes of documents are kept.
#[derive(Clone)]
pub struct Store {
    inside: Arc<Inside>,
}

struct Inside {
    objects: Box<dyn ObjectStore>,
    /// What the keys of files begin with.
    prefix: Location,
    /// Where files are received before they are kept.
    incoming: PathBuf,
    runtime: Runtime,
}

/// How much of a file is sent to a distant store at once.
const PIECE: usize = 5 * 1024 * 1024;

impl Store {
    /// Opens a place. What an earlier run had received and not kept is removed; `received` is
    /// where files of a distant store are received first.
    ///
    /// # Errors
    /// [`StoreFault`].
    pub fn open(place: &Place, received: &Path) -> Result<Self, StoreFault> {
        let (objects, prefix, incoming) = match place {
            Place::Folder(folder) => {
                let (objects, prefix) = local(folder)?;
                (objects, prefix, folder.join("incoming"))
            }
            Place::Bucket(address) => {
                let (objects, prefix) = bucket(address)?;
                (objects, prefix, received.to_owned())
            }
        };
        let unusable =
            |why: io::Error| StoreFault::Folder { path: incoming.clone(), why: why.to_string() };
        private_folder(&incoming).map_err(unusable)?;
        empty(&incoming).map_err(unusable)?;
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("files")
            .enable_all()
            .build()?;
        Ok(Self { inside: Arc::new(Inside { objects, prefix, incoming, runtime }) })
    }

    fn location(&self, key: &str) -> Location {
        // Folders of some hundreds, so that none grows too long to list.
        let first = key.get(..2).unwrap_or("00").to_owned();
        self.inside.prefix.clone().join(first).join(key.to_owned())
    }

    /// Keeps what is left to read under `key`, in pieces.
    pub(crate) fn put(&self, key: &str, from: &mut dyn Read) -> Result<(), FileError> {
        let inside = &self.inside;
        let begun = inside.runtime.block_on(inside.objects.put_multipart(&self.location(key)));
        let mut writer = WriteMultipart::new_with_chunk_size(begun.map_err(failed)?, PIECE);
        let mut piece = vec![0; 256 * 1024];
        loop {
            let read = match from.read(&mut piece) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) => {
                    inside.runtime.block_on(writer.abort()).map_err(failed)?;
                    return Err(FileError::Failed(error.to_string()));
                }
            };
            inside.runtime.block_on(async {
                writer.wait_for_capacity(2).await.map_err(failed)?;
                writer.write(piece.get(..read).unwrap_or_default());
                Ok(())
            })?;
        }
        inside.runtime.block_on(writer.finish()).map_err(failed).map(drop)
    }
}

fn local(folder: &Path) -> Result<(Box<dyn ObjectStore>, Location), StoreFault> {
    let kept = folder.join("kept");
    let unusable = |why: String| StoreFault::Folder { path: kept.clone(), why };
    private_folder(&kept).map_err(|why| unusable(why.to_string()))?;
    let objects =
        LocalFileSystem::new_with_prefix(&kept).map_err(|why| unusable(why.to_string()))?;
    Ok((Box::new(objects.with_fsync(true)), Location::default()))
}

#[cfg(feature = "s3")]
fn bucket(address: &str) -> Result<(Box<dyn ObjectStore>, Location), StoreFault> {
    use object_store::aws::AmazonS3Builder;
    let url = url::Url::parse(address).map_err(|why| StoreFault::Bucket(why.to_string()))?;
    let objects = AmazonS3Builder::from_env()
        .with_url(address)
        .build()
        .map_err(|why| StoreFault::Bucket(why.to_string()))?;
    let prefix = Location::parse(url.path()).map_err(|why| StoreFault::Bucket(why.to_string()))?;
    Ok((Box::new(objects), prefix))
}

#[cfg(not(feature = "s3"))]
fn bucket(_: &str) -> Result<(Box<dyn ObjectStore>, Location), StoreFault> {
    Err(StoreFault::WithoutS3)
}

/// A folder that only this program's user reads.
fn private_folder(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Removes the files of a folder that are left of an earlier run: older than a day, because
/// another process may be receiving.
fn empty(folder: &Path) -> io::Result<()> {
    let day = Duration::from_secs(24 * 60 * 60);
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let old = entry.metadata()?.modified()?.elapsed().is_ok_and(|age| age > day);
        if old && entry.file_type()?.is_file() {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn failed(error: Error) -> FileError {
    match error {
        Error::NotFound { path, .. } => FileError::Missing(path),
        other => FileError::Failed(other.to_string()),
    }
}

impl Files for Store {
    fn incoming(&self) -> Result<Box<dyn Incoming>, FileError> {
        let mut name = [0_u8; 16];
        getrandom::fill(&mut name).map_err(|why| FileError::Failed(why.to_string()))?;
        let name: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Box::new(Receiving::begin(self.clone(), &self.inside.incoming, &name)?))
    }

    fn open(&self, key: &str) -> Result<Box<dyn Read + Send>, FileError> {
        let inside = &self.inside;
        let found = inside.runtime.block_on(inside.objects.get(&self.location(key)));
        let pieces = found.map_err(failed)?.into_stream().boxed();
        Ok(Box::new(Reading { store: self.clone(), pieces, piece: io::Cursor::default() }))
    }

    fn erase(&self, key: &str) -> Result<(), FileError> {
        let inside = &self.inside;
        match inside.runtime.block_on(inside.objects.delete(&self.location(key))) {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    fn kept_before(
        &self,
        before: Instant,
        each: &mut dyn FnMut(Vec<String>) -> Result<(), FileError>,
    ) -> Result<(), FileError> {
        let inside = &self.inside;
        let mut listing = inside.objects.list(Some(&inside.prefix)).try_chunks(500);
        while let Some(some) = inside.runtime.block_on(listing.next()) {
            let some = some.map_err(|error| failed(error.1))?;
            let keys: Vec<String> = some
                .iter()
                .filter(|one| one.last_modified.timestamp_micros() <= before.as_microsecond())
                .filter_map(|one| one.location.filename().map(str::to_owned))
                .collect();
            if !keys.is_empty() {
                each(keys)?;
            }
        }
        Ok(())
    }

    fn ping(&self) -> Result<(), FileError> {
        let inside = &self.inside;
        let mut listing = inside.objects.list(Some(&inside.prefix));
        match inside.runtime.block_on(listing.next()) {
            None | Some(Ok(_)) => Ok(()),
            Some(Err(error)) => Err(failed(error)),
        }
    }
}

/// A file that is being read.
struct Reading {
    store: Store,
    pieces: futures_util::stream::BoxStream<'static, object_store::Result<bytes::Bytes>>,
    piece: io::Cursor<bytes::Bytes>,
}

impl Read for Reading {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.piece.read(into)?;
            if read > 0 || into.is_empty() {
                return Ok(read);
            }
            match self.store.inside.runtime.block_on(self.pieces.next()) {
                None => return Ok(0),
                Some(Ok(piece)) => self.piece = io::Cursor::new(piece),
                Some(Err(error)) => return Err(io::Error::other(error.to_string())),
            }
        }
    }
}
