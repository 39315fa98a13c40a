//! What a file is by its content, and whether it is one that is taken.
//!
//! A file is taken only if it is one of [`FileKind`] from its first byte to its last: nothing is
//! guessed from its name, and what is two kinds at once is neither. Nothing is written, and what
//! is unpacked is only counted and looked through, within limits.

mod archive;
mod image;
mod pdf;
mod search;
mod sniff;

use almoner_domain::document::{DocumentRefused, FileKind};
use std::io::{self, Read, Seek, SeekFrom};

/// The most bytes that an office file may unpack into.
pub const MOST_UNPACKED: u64 = 200_000_000;
/// The most files in an office file.
pub const MOST_ENTRIES: u64 = 2_000;
/// The most pixels of a picture.
pub const MOST_PIXELS: u64 = 100_000_000;

/// Something to look into.
pub trait Content: Read + Seek {}
impl<T: Read + Seek> Content for T {}

/// Why looking into a file ended early.
#[derive(Debug)]
pub enum Stopped {
    /// It is not taken.
    Refused(DocumentRefused),
    /// It could not be read from its place.
    Failed(io::Error),
}

impl From<DocumentRefused> for Stopped {
    fn from(refused: DocumentRefused) -> Self {
        Self::Refused(refused)
    }
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // The bytes end before they should, or contradict themselves.
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput => Self::Refused(DocumentRefused::Damaged),
            _ => Self::Failed(error),
        }
    }
}

/// Looks into a file of `size` bytes.
///
/// # Errors
/// [`Stopped`].
pub fn inspect(content: &mut dyn Content, size: u64) -> Result<FileKind, Stopped> {
    if size == 0 {
        return Err(DocumentRefused::Empty.into());
    }
    let head = part(content, 0, 4_096)?;
    match sniff::begins_as(&head) {
        sniff::Beginning::Pdf => pdf::inspect(content, size).map(|()| FileKind::Pdf),
        sniff::Beginning::Png => image::png(content, size).map(|()| FileKind::Png),
        sniff::Beginning::Jpeg => image::jpeg(content, size).map(|()| FileKind::Jpeg),
        sniff::Beginning::Zip => archive::inspect(content, size),
        sniff::Beginning::Foreign(foreign) => Err(DocumentRefused::NotTaken(foreign).into()),
    }
}

/// Up to `most` bytes from `at`.
fn part(content: &mut dyn Content, at: u64, most: usize) -> io::Result<Vec<u8>> {
    content.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    content.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The last bytes, as many as the end of a ZIP archive with its comment may have.
fn tail(content: &mut dyn Content, size: u64) -> io::Result<Vec<u8>> {
    const LONGEST: u64 = 65_535 + 22;
    part(content, size.saturating_sub(LONGEST), 65_557)
}

/// Whether the file can also be opened as a ZIP archive: readers look for its end only.
fn is_archive_too(content: &mut dyn Content, size: u64) -> io::Result<bool> {
    Ok(search::contains(&tail(content, size)?, b"PK\x05\x06"))
}
