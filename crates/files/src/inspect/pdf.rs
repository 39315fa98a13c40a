//! PDF (ISO 32000): whole, not locked, nothing else besides, no call of a program.

use super::search::{contains, pieces};
use super::{Content, Stopped, is_archive_too, part};
use almoner_domain::document::{DocumentRefused, reads_as_certificate};
use flate2::read::ZlibDecoder;
use std::io::{Read, SeekFrom};

/// How much of its text is looked through for a certificate's heading.
const MOST_TEXT: u64 = 2_000_000;
/// How many streams are unpacked for that.
const MOST_STREAMS: usize = 40;

pub(super) fn inspect(content: &mut dyn Content, size: u64) -> Result<(), Stopped> {
    let end = part(content, size.saturating_sub(2_048), 2_048)?;
    if !contains(&end, b"%%EOF") {
        return Err(DocumentRefused::Damaged.into());
    }
    if is_archive_too(content, size)? {
        return Err(DocumentRefused::TwoInOne.into());
    }
    content.seek(SeekFrom::Start(0))?;
    let (mut locked, mut calls) = (false, false);
    pieces(content, 64, |bytes| {
        locked |= has_key(bytes, b"/Encrypt");
        calls |= has_key(bytes, b"/Launch");
    })?;
    if locked {
        return Err(DocumentRefused::Locked.into());
    }
    if calls {
        return Err(DocumentRefused::HoldsProgram.into());
    }
    if is_certificate(content, size)? {
        return Err(DocumentRefused::Certificate.into());
    }
    Ok(())
}

/// Whether a name of PDF stands in `bytes`, as a whole word.
fn has_key(bytes: &[u8], name: &[u8]) -> bool {
    bytes.windows(name.len() + 1).any(|window| {
        let after = window.last().copied().unwrap_or_default();
        window.starts_with(name) && !after.is_ascii_alphanumeric()
    })
}

/// Whether its text, as far as it can be read without drawing it, is that of a certificate of a
/// criminal record check. A scan is a picture and has no text.
fn is_certificate(content: &mut dyn Content, size: u64) -> Result<bool, Stopped> {
    let bytes = part(content, 0, usize::try_from(size).unwrap_or(usize::MAX).min(4_000_000))?;
    let mut text = String::new();
    let mut rest = bytes.as_slice();
    for _ in 0..MOST_STREAMS {
        let Some(at) = rest.windows(6).position(|word| word == b"stream") else { break };
        let after = rest.get(at + 6..).unwrap_or_default();
        let data = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n"));
        if let Some(data) = data {
            let mut unpacked = Vec::new();
            // What cannot be unpacked is no text.
            let _unreadable =
                ZlibDecoder::new(data).take(MOST_TEXT / 10).read_to_end(&mut unpacked);
            strings(&unpacked, &mut text);
        }
        rest = after;
    }
    Ok(reads_as_certificate(&text))
}

/// The text that a page draws: what stands in round brackets, one after the other.
fn strings(page: &[u8], text: &mut String) {
    let (mut depth, mut escaped) = (0_u32, false);
    for byte in page {
        match (byte, escaped) {
            (_, true) => escaped = false,
            (b'\\', false) => escaped = depth > 0,
            (b'(', false) => depth += 1,
            (b')', false) => depth = depth.saturating_sub(1),
            (byte, false) if depth > 0 => text.push(char::from(*byte)),
            _ => {}
        }
    }
}
