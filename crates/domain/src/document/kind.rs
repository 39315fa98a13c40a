//! What a document is: what it is asked for as, and what kind of file it is by its content.

use serde::{Deserialize, Serialize};

/// What a question asks a document for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Constitution, articles or rules.
    GoverningDocument,
    /// A safeguarding policy.
    SafeguardingPolicy,
    /// A certificate of insurance.
    Insurance,
    /// Accounts, or income and expenditure with a budget.
    Accounts,
    /// A quotation or an estimate.
    Quotation,
    /// A letter of support or a reference.
    Letter,
    /// Anything else.
    #[default]
    Other,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::GoverningDocument,
        Self::SafeguardingPolicy,
        Self::Insurance,
        Self::Accounts,
        Self::Quotation,
        Self::Letter,
        Self::Other,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::GoverningDocument => "governing_document",
            Self::SafeguardingPolicy => "safeguarding_policy",
            Self::Insurance => "insurance",
            Self::Accounts => "accounts",
            Self::Quotation => "quotation",
            Self::Letter => "letter",
            Self::Other => "other",
        }
    }

    /// Whether such a document runs out on a day that the group is asked for.
    #[must_use]
    pub const fn runs_out(self) -> bool {
        matches!(self, Self::Insurance | Self::SafeguardingPolicy)
    }
}

/// The kinds of file that are taken, told by their content and never by their name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileKind {
    /// Portable Document Format.
    Pdf,
    /// A text document of Office Open XML (ISO/IEC 29500), without macros.
    Docx,
    /// A spreadsheet of Office Open XML (ISO/IEC 29500), without macros.
    Xlsx,
    /// A text document of OpenDocument (ISO/IEC 26300).
    Odt,
    /// A spreadsheet of OpenDocument (ISO/IEC 26300).
    Ods,
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Pdf, Self::Docx, Self::Xlsx, Self::Odt, Self::Ods, Self::Jpeg, Self::Png];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Odt => "odt",
            Self::Ods => "ods",
            Self::Jpeg => "jpeg",
            Self::Png => "png",
        }
    }

    /// The endings of names of such files, in small letters; the first is the usual one.
    #[must_use]
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx"],
            Self::Xlsx => &["xlsx"],
            Self::Odt => &["odt"],
            Self::Ods => &["ods"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
        }
    }

    /// The usual ending.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            other => other.code(),
        }
    }

    /// The media type, as registered with IANA.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Odt => "application/vnd.oasis.opendocument.text",
            Self::Ods => "application/vnd.oasis.opendocument.spreadsheet",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// What a file is that is not taken, as far as its content tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Foreign {
    /// A program.
    Program,
    /// A web page, a drawing in SVG or other markup.
    Markup,
    /// An archive, such as a ZIP file.
    Archive,
    /// A file of Office before 2007, or a newer one that is locked with a password.
    OldOffice,
    /// A photograph in HEIC.
    Heic,
    /// A picture of another kind, such as GIF or WebP.
    Picture,
    /// Plain text.
    Text,
    /// Nothing that is known.
    Unknown,
}

impl Foreign {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Markup => "markup",
            Self::Archive => "archive",
            Self::OldOffice => "old_office",
            Self::Heic => "heic",
            Self::Picture => "picture",
            Self::Text => "text",
            Self::Unknown => "unknown",
        }
    }
}
