//! The files of a pack and where they are read from.

use std::borrow::Cow;
use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use crate::error::{Fault, PackError};

/// One file of an office pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PackFile {
    /// Name, contact and titles of the office.
    Office,
    /// Force, districts, policing areas and People Zones.
    Areas,
    /// Every ward and the district it belongs to.
    Wards,
    /// Every lower layer super output area (2021).
    Lsoas,
    /// Live postcodes with ward and LSOA.
    Postcodes,
    /// Police and Crime Plans and their priorities.
    Plan,
    /// What each kind of group is asked for. May be absent.
    Kinds,
    /// Bank holidays of England and Wales.
    BankHolidays,
    /// Published evidence by area. May be absent.
    Evidence,
    /// Places for demonstration data. May be absent.
    PublicBuildings,
    /// Ready questions for forms. May be absent.
    Questions,
    /// What a new round begins with. May be absent.
    RoundTemplate,
}

impl PackFile {
    /// The name of the file in the folder of the pack.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Office => "office.toml",
            Self::Areas => "areas.toml",
            Self::Wards => "wards.csv",
            Self::Lsoas => "lsoas.csv",
            Self::Postcodes => "postcodes.csv",
            Self::Plan => "plan.toml",
            Self::Kinds => "kinds.toml",
            Self::BankHolidays => "bank-holidays.csv",
            Self::Evidence => "evidence.toml",
            Self::PublicBuildings => "public-buildings.toml",
            Self::Questions => "questions.toml",
            Self::RoundTemplate => "round-template.toml",
        }
    }

    /// What an absent file counts as, where a pack may do without it.
    const fn when_absent(self) -> Option<&'static str> {
        match self {
            Self::Evidence
            | Self::PublicBuildings
            | Self::Questions
            | Self::RoundTemplate
            | Self::Kinds => Some(""),
            _ => None,
        }
    }

    const fn embedded_llr(self) -> &'static str {
        match self {
            Self::Office => include_str!("../data/llr/office.toml"),
            Self::Areas => include_str!("../data/llr/areas.toml"),
            Self::Wards => include_str!("../data/llr/wards.csv"),
            Self::Lsoas => include_str!("../data/llr/lsoas.csv"),
            Self::Postcodes => include_str!("../data/llr/postcodes.csv"),
            Self::Plan => include_str!("../data/llr/plan.toml"),
            Self::Kinds => include_str!("../data/llr/kinds.toml"),
            Self::BankHolidays => include_str!("../data/llr/bank-holidays.csv"),
            Self::Evidence => include_str!("../data/llr/evidence.toml"),
            Self::PublicBuildings => include_str!("../data/llr/public-buildings.toml"),
            Self::Questions => include_str!("../data/llr/questions.toml"),
            Self::RoundTemplate => include_str!("../data/llr/round-template.toml"),
        }
    }
}

impl fmt::Display for PackFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Where the files of a pack are.
pub(crate) enum Files {
    /// Built into the program: Leicester, Leicestershire and Rutland.
    EmbeddedLlr,
    /// A folder on disk.
    Folder(PathBuf),
}

impl Files {
    pub(crate) fn text(&self, file: PackFile) -> Result<Cow<'static, str>, PackError> {
        match self {
            Self::EmbeddedLlr => Ok(Cow::Borrowed(file.embedded_llr())),
            Self::Folder(folder) => match fs::read(folder.join(file.name())) {
                Ok(bytes) => match String::from_utf8(bytes) {
                    // Spreadsheets like to put a byte order mark before a CSV file.
                    Ok(text) => Ok(Cow::Owned(match text.strip_prefix('\u{feff}') {
                        Some(rest) => rest.to_owned(),
                        None => text,
                    })),
                    Err(error) => Err(PackError::whole(
                        file,
                        Fault::NotUtf8(error.utf8_error().valid_up_to()),
                    )),
                },
                Err(error) => match file.when_absent() {
                    Some(text) if error.kind() == ErrorKind::NotFound => Ok(Cow::Borrowed(text)),
                    _ => Err(PackError::whole(file, Fault::Unreadable(error))),
                },
            },
        }
    }
}
