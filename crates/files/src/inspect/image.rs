//! Pictures: whole, of a size that can be shown, and nothing else besides.

use super::search::{contains, contains_folded};
use super::{Content, MOST_PIXELS, Stopped, is_archive_too, part};
use almoner_domain::document::DocumentRefused;
use std::io::SeekFrom;

/// PNG (ISO/IEC 15948): chunk after chunk to `IEND`, which is the end.
pub(super) fn png(content: &mut dyn Content, size: u64) -> Result<(), Stopped> {
    let mut at = 8_u64;
    let mut first = true;
    loop {
        content.seek(SeekFrom::Start(at))?;
        let length = u64::from(u32::from_be_bytes(bytes(content)?));
        let kind: [u8; 4] = bytes(content)?;
        if first {
            if &kind != b"IHDR" || length != 13 {
                return Err(DocumentRefused::Damaged.into());
            }
            let (width, height) =
                (u32::from_be_bytes(bytes(content)?), u32::from_be_bytes(bytes(content)?));
            can_be_shown(u64::from(width), u64::from(height))?;
            first = false;
        }
        // Length, kind and checksum take four bytes each.
        at += length + 12;
        if at > size {
            return Err(DocumentRefused::Damaged.into());
        }
        if &kind == b"IEND" {
            // What follows the end belongs to another file.
            return if at == size { Ok(()) } else { Err(DocumentRefused::TwoInOne.into()) };
        }
    }
}

/// More segments and fill bytes than a picture has before its first scan: each costs a read.
const MOST_SEGMENTS: u32 = 4_096;

/// JPEG (ISO/IEC 10918-1): segments up to the first scan, with a frame that tells the size.
/// Telephones write more after the end of the picture, so that only what would make it another
/// kind of file is looked for there.
pub(super) fn jpeg(content: &mut dyn Content, size: u64) -> Result<(), Stopped> {
    let mut at = 2_u64;
    let mut framed = false;
    let mut segments = 0_u32;
    loop {
        segments += 1;
        if segments > MOST_SEGMENTS {
            return Err(DocumentRefused::Damaged.into());
        }
        content.seek(SeekFrom::Start(at))?;
        let [mark, code]: [u8; 2] = bytes(content)?;
        if mark != 0xff {
            return Err(DocumentRefused::Damaged.into());
        }
        match code {
            0xff => at += 1,
            // The frame: precision, height, width.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                let length = u16::from_be_bytes(bytes(content)?);
                let [_precision]: [u8; 1] = bytes(content)?;
                let height = u16::from_be_bytes(bytes(content)?);
                let width = u16::from_be_bytes(bytes(content)?);
                can_be_shown(u64::from(width), u64::from(height))?;
                framed = true;
                at += 2 + u64::from(length);
            }
            // The first scan: the picture itself.
            0xda if framed => break,
            0xda | 0xd9 => return Err(DocumentRefused::Damaged.into()),
            0x01 | 0xd0..=0xd8 => at += 2,
            _ => at += 2 + u64::from(u16::from_be_bytes(bytes(content)?)),
        }
    }
    if size < at + 4 || !ends_within(content, at, size)? {
        return Err(DocumentRefused::Damaged.into());
    }
    if is_archive_too(content, size)? || is_page_too(content)? {
        return Err(DocumentRefused::TwoInOne.into());
    }
    Ok(())
}

/// Whether the mark of the end stands somewhere after the scan began.
fn ends_within(content: &mut dyn Content, from: u64, size: u64) -> Result<bool, Stopped> {
    let end = part(content, from.max(size.saturating_sub(2_000_000)), 2_000_000)?;
    Ok(contains(&end, b"\xff\xd9"))
}

/// Whether a browser or a reader of PDF would take its beginning for something else.
fn is_page_too(content: &mut dyn Content) -> Result<bool, Stopped> {
    let head = part(content, 0, 1_024)?;
    let words: [&[u8]; 3] = [b"%pdf-", b"<html", b"<script"];
    Ok(words.iter().any(|word| contains_folded(&head, word)))
}

fn can_be_shown(width: u64, height: u64) -> Result<(), DocumentRefused> {
    if width == 0 || height == 0 {
        return Err(DocumentRefused::Damaged);
    }
    if width * height > MOST_PIXELS {
        return Err(DocumentRefused::TooManyPixels { limit: MOST_PIXELS });
    }
    Ok(())
}

fn bytes<const N: usize>(content: &mut dyn Content) -> std::io::Result<[u8; N]> {
    let mut bytes = [0; N];
    content.read_exact(&mut bytes)?;
    Ok(bytes)
}
