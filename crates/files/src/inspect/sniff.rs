//! What a file is by its first bytes.

use super::search::contains_folded;
use almoner_domain::document::Foreign;

/// What the first bytes announce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beginning {
    Pdf,
    Png,
    Jpeg,
    /// An archive: an office file perhaps.
    Zip,
    /// Nothing that is taken.
    Foreign(Foreign),
}

const PROGRAMS: &[&[u8]] = &[
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\0asm",
];

const ARCHIVES: &[&[u8]] =
    &[b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd"];

const PICTURES: &[&[u8]] = &[b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*", b"RIFF"];

/// What the first bytes announce.
pub(super) fn begins_as(head: &[u8]) -> Beginning {
    let any = |known: &[&[u8]]| known.iter().any(|magic| head.starts_with(magic));
    if head.starts_with(b"%PDF-") {
        Beginning::Pdf
    } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        Beginning::Png
    } else if head.starts_with(b"\xff\xd8\xff") {
        Beginning::Jpeg
    } else if head.starts_with(b"PK\x03\x04") {
        Beginning::Zip
    } else if any(PROGRAMS) {
        Beginning::Foreign(Foreign::Program)
    } else if any(ARCHIVES) || head.starts_with(b"PK") || is_tar(head) {
        Beginning::Foreign(Foreign::Archive)
    } else if head.starts_with(b"\xd0\xcf\x11\xe0") {
        Beginning::Foreign(Foreign::OldOffice)
    } else if head.get(4..8) == Some(b"ftyp") && is_heic(head) {
        Beginning::Foreign(Foreign::Heic)
    } else if any(PICTURES) {
        Beginning::Foreign(Foreign::Picture)
    } else if is_markup(head) {
        Beginning::Foreign(Foreign::Markup)
    } else if !head.is_empty() && !head.contains(&0) && is_text(head) {
        Beginning::Foreign(Foreign::Text)
    } else {
        Beginning::Foreign(Foreign::Unknown)
    }
}

fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

fn is_heic(head: &[u8]) -> bool {
    matches!(head.get(8..12), Some(b"heic" | b"heix" | b"hevc" | b"heif" | b"mif1" | b"msf1"))
}

fn is_markup(head: &[u8]) -> bool {
    const WORDS: &[&[u8]] = &[b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<body"];
    WORDS.iter().any(|word| contains_folded(head, word))
}

/// Whether it is UTF-8, but for a character that the end of the piece may have cut.
fn is_text(head: &[u8]) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}
