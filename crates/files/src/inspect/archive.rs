//! Office files: ZIP archives of a declared kind, without programs, within limits.

use super::search::{contains, pieces};
use super::{Content, MOST_ENTRIES, MOST_UNPACKED, Stopped, part};
use almoner_domain::document::{DocumentRefused, FileKind, Foreign, reads_as_certificate};
use std::io::{Read, SeekFrom};
use zip::ZipArchive;
use zip::read::ZipFile;

/// How much of its text is looked through for a certificate's heading.
const MOST_TEXT: usize = 400_000;

pub(super) fn inspect(content: &mut dyn Content, size: u64) -> Result<FileKind, Stopped> {
    ends_with_its_archive(content, size)?;
    content.seek(SeekFrom::Start(0))?;
    let mut archive = ZipArchive::new(content).map_err(|_| DocumentRefused::Damaged)?;
    if archive.offset() != 0 {
        return Err(DocumentRefused::TwoInOne.into());
    }
    let count = u64::try_from(archive.len()).unwrap_or(u64::MAX);
    if count > MOST_ENTRIES {
        return Err(DocumentRefused::UnpacksTooLarge { limit: MOST_ENTRIES }.into());
    }
    let mut found = Found::default();
    let mut unpacked = 0_u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|_| DocumentRefused::Damaged)?;
        if entry.encrypted() {
            return Err(DocumentRefused::Locked.into());
        }
        found.look_at(&entry)?;
        unpacked = unpacked.saturating_add(entry.size());
    }
    if unpacked > MOST_UNPACKED {
        return Err(DocumentRefused::UnpacksTooLarge { limit: MOST_UNPACKED }.into());
    }
    // What an entry says of its size may be a lie: count what really comes out.
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| DocumentRefused::Damaged)?;
        left = found.unpack(entry, left)?;
    }
    found.kind()
}

/// The archive's end must be the file's end: what stands behind it is another file.
fn ends_with_its_archive(content: &mut dyn Content, size: u64) -> Result<(), Stopped> {
    let end = part(content, size.saturating_sub(22), 22)?;
    if end.starts_with(b"PK\x05\x06") {
        return Ok(());
    }
    let tail = super::tail(content, size)?;
    let archive = contains(&tail, b"PK\x05\x06");
    Err(if archive { DocumentRefused::TwoInOne } else { DocumentRefused::Damaged }.into())
}

/// What the entries of an archive tell.
#[derive(Default)]
struct Found {
    kind: Option<FileKind>,
    content_types: bool,
    program: bool,
    text: String,
}

impl Found {
    fn look_at<R: Read + ?Sized>(&mut self, entry: &ZipFile<'_, R>) -> Result<(), DocumentRefused> {
        let name = entry.name().map_err(|_| DocumentRefused::Damaged)?;
        let name = name.as_ref();
        let outside = name.starts_with('/')
            || name.contains(['\\', '\0', ':'])
            || name.split('/').any(|part| part == "..");
        let link = entry.unix_mode().is_some_and(|mode| mode & 0o170_000 == 0o120_000);
        if outside || link {
            return Err(DocumentRefused::Damaged);
        }
        let folded = name.to_ascii_lowercase();
        let programs = ["vbaproject.bin", "vbadata.xml", "oleobject", "activex"];
        let endings = [".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".jar", ".class", ".py"];
        self.program |= programs.iter().any(|word| folded.contains(word))
            || endings.iter().any(|ending| folded.ends_with(ending))
            || folded.starts_with("basic/")
            || folded.starts_with("scripts/");
        self.content_types |= folded == "[content_types].xml";
        match folded.as_str() {
            "word/document.xml" => self.kind = Some(FileKind::Docx),
            "xl/workbook.xml" => self.kind = Some(FileKind::Xlsx),
            _ => {}
        }
        Ok(())
    }

    /// Unpacks an entry into nothing; what is left of the limit.
    fn unpack<R: Read + ?Sized>(
        &mut self,
        entry: ZipFile<'_, R>,
        left: u64,
    ) -> Result<u64, Stopped> {
        let name = entry.name().map_err(|_| DocumentRefused::Damaged)?.to_ascii_lowercase();
        let is_markup = [".xml", ".rels", ".vml"].iter().any(|ending| name.ends_with(ending));
        let is_type = name == "mimetype";
        let is_text =
            matches!(name.as_str(), "word/document.xml" | "content.xml" | "xl/sharedstrings.xml");
        let (mut entities, mut macros) = (false, false);
        let mut media = Vec::new();
        let mut limited = entry.take(left.saturating_add(1));
        let unpacked = pieces(&mut limited, 32, |bytes| {
            entities |= is_markup && contains(bytes, b"<!ENTITY");
            macros |= name == "[content_types].xml" && contains(bytes, b"macroEnabled");
            if is_type && media.len() < 200 {
                media.extend_from_slice(bytes);
            }
            if is_text && self.text.len() < MOST_TEXT {
                without_tags(bytes, &mut self.text);
            }
        })
        .map_err(|_| DocumentRefused::Damaged)?;
        if unpacked > left {
            return Err(DocumentRefused::UnpacksTooLarge { limit: MOST_UNPACKED }.into());
        }
        if entities {
            return Err(DocumentRefused::HoldsProgram.into());
        }
        self.program |= macros;
        if is_type {
            self.kind = match media.as_slice() {
                b"application/vnd.oasis.opendocument.text" => Some(FileKind::Odt),
                b"application/vnd.oasis.opendocument.spreadsheet" => Some(FileKind::Ods),
                _ => None,
            };
        }
        Ok(left - unpacked)
    }

    fn kind(self) -> Result<FileKind, Stopped> {
        let open_xml = matches!(self.kind, Some(FileKind::Docx | FileKind::Xlsx));
        let Some(kind) = self.kind.filter(|_| !open_xml || self.content_types) else {
            return Err(DocumentRefused::NotTaken(Foreign::Archive).into());
        };
        if self.program {
            return Err(DocumentRefused::HoldsProgram.into());
        }
        if reads_as_certificate(&self.text) {
            return Err(DocumentRefused::Certificate.into());
        }
        Ok(kind)
    }
}

/// Adds what stands between tags. A tag that a border of two pieces cuts may leave a few letters.
fn without_tags(bytes: &[u8], text: &mut String) {
    let mut inside = false;
    for letter in String::from_utf8_lossy(bytes).chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            letter if !inside => text.push(letter),
            _ => {}
        }
    }
}
