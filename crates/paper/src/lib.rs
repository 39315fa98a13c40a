//! Documents on paper: headings and paragraphs become a PDF whose structure a screen reader can
//! read. It knows nothing of the field: whoever asks brings the words.
//!
//! The PDF keeps to PDF/UA-1 (ISO 14289-1): every line is tagged, the order of the tags is the
//! order of reading, the title and the language are set, and there is an outline. What cannot be
//! made so is refused, not made worse.

mod layout;
mod letters;

use krilla::configure::validate::Accessibility;
use krilla::configure::{Configuration, ConfigurationBuilder};
use krilla::metadata::Metadata;
use krilla::{Document, SerializeSettings};
use letters::Letters;
use thiserror::Error;

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its title, the first heading.
    pub title: String,
    /// What stands at the foot of each page before its number, such as a reference.
    pub foot: String,
    /// Who made it.
    pub author: String,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading of the second level; the outline leads to it.
    Section(String),
    /// A heading of the third level.
    Question(String),
    /// Text. Line breaks are kept; an empty line begins a new paragraph.
    Text(String),
}

/// Why there is no PDF.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum PaperFault {
    /// A font cannot be read.
    #[error("a font of the program cannot be read")]
    Font,
    /// The PDF would not keep to the standard.
    #[error("the document does not keep to the standard: {0}")]
    Standard(String),
}

/// Writes a document as PDF. A sign that the font lacks becomes a question mark.
///
/// # Errors
/// [`PaperFault`].
pub fn pdf(sheet: &Sheet) -> Result<Vec<u8>, PaperFault> {
    let letters = Letters::load().ok_or(PaperFault::Font)?;
    let mut document = Document::new_with(SerializeSettings {
        configuration: accessible()?,
        ..Default::default()
    });
    let metadata = Metadata::new()
        .title(letters.known(&sheet.title))
        .language("en-GB".to_owned())
        .authors(vec![sheet.author.clone()])
        .creator("Almoner".to_owned());
    document.set_metadata(metadata);
    layout::write(&mut document, sheet, &letters);
    document.finish().map_err(|error| PaperFault::Standard(format!("{error:?}")))
}

fn accessible() -> Result<Configuration, PaperFault> {
    ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| PaperFault::Standard(format!("{error:?}")))
}

#[cfg(test)]
mod tests;
