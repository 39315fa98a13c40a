//! Documents in words: what they are asked for as, where they stand, and why one is not taken.

use almoner_domain::document::{
    DocumentKind, DocumentRefused, FileKind, Foreign, MEGABYTE, Status,
};
use almoner_usecases::Refusal;

/// What a question asks a document for.
#[must_use]
pub const fn asked_as(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::GoverningDocument => "Governing document",
        DocumentKind::SafeguardingPolicy => "Safeguarding policy",
        DocumentKind::Insurance => "Certificate of insurance",
        DocumentKind::Accounts => "Accounts",
        DocumentKind::Quotation => "Quotation",
        DocumentKind::Letter => "Letter",
        DocumentKind::Other => "Document",
    }
}

/// A kind of file.
#[must_use]
pub const fn file_kind(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Pdf => "PDF",
        FileKind::Docx => "Word document",
        FileKind::Xlsx => "Excel spreadsheet",
        FileKind::Odt => "OpenDocument text",
        FileKind::Ods => "OpenDocument spreadsheet",
        FileKind::Jpeg => "JPEG photo",
        FileKind::Png => "PNG picture",
    }
}

/// The kinds of file that are taken, in one line.
pub const TAKEN: &str = "PDF, Word (.docx), Excel (.xlsx), OpenDocument (.odt, .ods), JPEG or PNG";

/// The kinds of file that a question takes, in one line; every kind, when it names none.
#[must_use]
pub fn kinds(taken: &[FileKind]) -> String {
    if taken.is_empty() {
        return TAKEN.to_owned();
    }
    let names: Vec<String> = taken.iter().map(|kind| file_kind(*kind).to_owned()).collect();
    match names.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        one => one.concat(),
    }
}

/// What the chooser of a phone or computer shows first, of the kinds that a question takes; of
/// every kind, when it names none.
#[must_use]
pub fn accept(taken: &[FileKind]) -> String {
    let taken = if taken.is_empty() { &FileKind::ALL } else { taken };
    let endings: Vec<String> = taken
        .iter()
        .flat_map(|kind| kind.extensions())
        .map(|ending| format!(".{ending}"))
        .collect();
    endings.join(",")
}

/// Where a document stands, for the group that sent it.
#[must_use]
pub const fn own_status(status: Status) -> &'static str {
    match status {
        Status::Pending => "Received. Being checked for viruses",
        Status::Clean => "Received and checked",
        Status::Unscanned => "Received",
        Status::Infected => "Removed: it contained a virus",
        Status::Erased => "Removed",
    }
}

/// Where a document stands, for those who work on the bid.
#[must_use]
pub const fn staff_status(status: Status) -> &'static str {
    match status {
        Status::Pending => "Cannot be opened yet: it waits for the virus scanner",
        Status::Clean => "Scanned: nothing found",
        Status::Unscanned => "Not scanned for viruses",
        Status::Infected => "Cannot be opened: it contained a virus and was removed",
        Status::Erased => "No longer kept",
    }
}

/// A number of bytes as people say it.
#[must_use]
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..MEGABYTE => format!("{} KB", bytes.div_ceil(1_000)),
        _ => {
            let tenths = bytes.div_ceil(MEGABYTE / 10);
            match tenths % 10 {
                0 => format!("{} MB", tenths / 10),
                tenth => format!("{}.{tenth} MB", tenths / 10),
            }
        }
    }
}

/// Why a file is not taken, as a sentence at the field. `name` is what the person knows it as.
#[must_use]
pub fn at_field(name: &str, refused: &DocumentRefused) -> String {
    let file = if name.is_empty() { "The selected file" } else { name };
    match refused {
        DocumentRefused::NoneChosen => "Select a file".to_owned(),
        DocumentRefused::Empty => format!("{file} is empty. Select another file"),
        DocumentRefused::TooLarge { limit } => {
            format!(
                "{file} must be smaller than {}. Make it smaller or send it in parts",
                size(*limit)
            )
        }
        DocumentRefused::NotTaken(found) => format!("{file} {}", foreign(*found)),
        DocumentRefused::NotAskedFor { kind, taken } => {
            format!("{file} is a {}. Here we can take {}", file_kind(*kind), kinds(taken))
        }
        DocumentRefused::OtherEnding { ending, kind } => format!(
            "{file} has a name that ends in .{ending}, but it is a {}. Save it again under a name \
             that ends in .{}",
            file_kind(*kind),
            kind.extension()
        ),
        DocumentRefused::Locked => format!(
            "{file} is locked, with a password or against printing and copying. Save a copy \
             without the lock and send that"
        ),
        DocumentRefused::HoldsProgram => format!(
            "{file} contains macros or other programs. Save it as a PDF, or without macros, and \
             send that"
        ),
        DocumentRefused::TwoInOne => format!(
            "{file} contains a second file of another kind. Save it again as a PDF and send that"
        ),
        DocumentRefused::Damaged => {
            format!("{file} is damaged and cannot be read. Save it again and send that")
        }
        DocumentRefused::UnpacksTooLarge { .. } => {
            format!("{file} unpacks into far more than its size. Save it as a PDF and send that")
        }
        DocumentRefused::TooManyPixels { .. } => {
            format!("{file} has too many pixels. Make the picture smaller and send that")
        }
        DocumentRefused::Certificate => format!(
            "{file} looks like a DBS certificate. We must not keep those, so it has been thrown \
             away. If it is something else, such as your DBS policy, say so in its name and send \
             it again"
        ),
        DocumentRefused::TooMany { most } => format!(
            "{file} was not added: you can add {most} {} here. Remove one first",
            if *most == 1 { "file" } else { "files" }
        ),
        DocumentRefused::BidFull { limit, left } => format!(
            "{file} was not added: all files of an application together must be smaller than {}, \
             and {} are left",
            size(*limit),
            size(*left)
        ),
        DocumentRefused::NotReadable(_) | DocumentRefused::NotFromHere(_) => {
            format!("{file} was not added. Open this page again and try once more")
        }
    }
}

const fn foreign(found: Foreign) -> &'static str {
    match found {
        Foreign::Program => {
            "is a program. Select a PDF, Word, Excel, OpenDocument, JPEG or PNG file"
        }
        Foreign::Markup => "is a web page or drawing. Save or print it as a PDF and send that",
        Foreign::Archive => {
            "is an archive, such as a ZIP file. Unpack it and send the files in it one by one"
        }
        Foreign::OldOffice => {
            "is an older Office file, or has a password. Save it as a PDF or as .docx or .xlsx \
             without a password and send that"
        }
        Foreign::Heic => "is a HEIC photo. Save it as a JPEG and send that",
        Foreign::Picture => "is a kind of picture that we cannot take. Save it as a JPEG or PNG",
        Foreign::Text => "is plain text. Save or print it as a PDF and send that",
        Foreign::Unknown => "must be a PDF, Word, Excel, OpenDocument, JPEG or PNG file",
    }
}

/// A heading and paragraphs for a page of its own.
#[must_use]
pub fn refused(refused: &DocumentRefused) -> (String, Vec<String>) {
    match refused {
        DocumentRefused::NotReadable(Status::Pending) => (
            "This file cannot be opened yet".to_owned(),
            vec![
                "It is closed until the virus scanner has checked it. That usually takes less \
                 than a minute."
                    .to_owned(),
                "Go back and try again later.".to_owned(),
            ],
        ),
        DocumentRefused::NotReadable(Status::Infected) => (
            "This file contained a virus".to_owned(),
            vec!["It was removed, and nobody can open it.".to_owned()],
        ),
        DocumentRefused::NotReadable(_) | DocumentRefused::NotFromHere(_) => {
            ("This file is no longer here".to_owned(), vec!["It was removed.".to_owned()])
        }
        other => ("The file was not taken".to_owned(), vec![format!("{}.", at_field("", other))]),
    }
}

/// Why a file is not taken, at the field, for every refusal that can be met there.
#[must_use]
pub fn refusal_at_field(name: &str, refusal: &Refusal) -> Option<String> {
    match refusal {
        Refusal::Document(refused) => Some(at_field(name, refused)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_said_as_people_count() {
        for (bytes, said) in [
            (0, "0 bytes"),
            (999, "999 bytes"),
            (1_001, "2 KB"),
            (10_000_000, "10 MB"),
            (10_000_001, "10.1 MB"),
            (1_250_000, "1.3 MB"),
        ] {
            assert_eq!(size(bytes), said);
        }
    }
}
