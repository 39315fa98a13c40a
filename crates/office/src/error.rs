//! What can be wrong with a pack, told with file and line.

use std::fmt;

use almoner_domain::area::GazetteerFault;
use almoner_domain::office::Untitled;
use jiff::civil::Date;

use crate::files::PackFile;

/// A pack that cannot be used: which file, which line, what is wrong.
#[derive(Debug, thiserror::Error)]
#[error("{}: {fault}", self.place())]
pub struct PackError {
    /// The file of the pack.
    pub file: PackFile,
    /// The line, counted from 1; none where the whole file is at fault.
    pub line: Option<u64>,
    /// What is wrong there.
    #[source]
    pub fault: Fault,
}

impl PackError {
    pub(crate) const fn whole(file: PackFile, fault: Fault) -> Self {
        Self { file, line: None, fault }
    }

    pub(crate) const fn at(file: PackFile, line: u64, fault: Fault) -> Self {
        Self { file, line: Some(line), fault }
    }

    fn place(&self) -> String {
        match self.line {
            Some(line) => format!("{} line {line}", self.file),
            None => self.file.to_string(),
        }
    }
}

/// What is wrong in a pack.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The file cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(std::io::Error),
    /// The file is not UTF-8; holds the number of good bytes before the first bad one.
    #[error("is not UTF-8 after byte {0}")]
    NotUtf8(usize),
    /// The file breaks the rules of TOML or CSV, or a field is missing, unknown or of a wrong kind.
    #[error("{0}")]
    Form(String),
    /// A field that must say something is empty.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// A code of the office's own is not at most 40 lower-case letters, digits and single hyphens.
    #[error("'{0}' is not a code: use up to 40 lower-case letters, digits and single hyphens")]
    Code(String),
    /// A code of the national statistician is not letters and digits.
    #[error("'{0}' is not an area code")]
    AreaCode(String),
    /// A role has no title.
    #[error(transparent)]
    Untitled(#[from] Untitled),
    /// Areas and postcodes do not fit together.
    #[error(transparent)]
    Gazetteer(#[from] GazetteerFault),
    /// A number is not a whole number.
    #[error("'{0}' is not a whole number")]
    Number(String),
    /// Two entries of the same kind with one code, name or date.
    #[error("{thing} {value} is there twice")]
    Twice {
        /// What is repeated.
        thing: Thing,
        /// Its code, name or date, as written.
        value: String,
    },
    /// A reference to something that the pack does not have.
    #[error("no {thing} {value} in this pack")]
    Unknown {
        /// What is referred to.
        thing: Thing,
        /// The reference, as written.
        value: String,
    },
    /// Not an email address in form.
    #[error("'{0}' is not an email address")]
    Mailbox(String),
    /// Not a telephone number in form.
    #[error("'{0}' is not a telephone number")]
    Phone(String),
    /// Not a postcode in form.
    #[error("'{0}' is not a postcode")]
    Postcode(String),
    /// Not a calendar date, or a date with a time.
    #[error("'{0}' is not a date")]
    Date(String),
    /// A last day before its first day.
    #[error("ends on {to}, before it starts on {from}")]
    EndsBeforeStart {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// A priority that starts or ends outside the days of its plan.
    #[error("{day} is outside the plan's own dates")]
    OutsidePlan {
        /// The day outside.
        day: Date,
    },
    /// An approximate area that does not say who made it or why.
    #[error("approximate area {0} needs a note and a maker")]
    UnexplainedApproximation(String),
    /// An area without a single ward, district, LSOA or postcode.
    #[error("area {0} covers nothing")]
    EmptyArea(String),
    /// Part of a People Zone that is not in the zone's district.
    #[error("{thing} {value} is not in district {district}")]
    OutsideDistrict {
        /// What lies outside.
        thing: Thing,
        /// Its code.
        value: String,
        /// The district named by the zone.
        district: String,
    },
    /// A public building that is not in an area named beside it.
    #[error("{postcode} is not in area {area}")]
    OutsideArea {
        /// The postcode of the building.
        postcode: String,
        /// Code of the area.
        area: String,
    },
}

/// The kinds of thing that the files of a pack name and refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A district or unitary authority.
    District,
    /// A ward.
    Ward,
    /// A lower layer super output area.
    Lsoa,
    /// A postcode.
    Postcode,
    /// A policing area or People Zone.
    Area,
    /// A name or alias of a policing area or People Zone.
    AreaName,
    /// A Police and Crime Plan.
    Plan,
    /// A priority of a plan.
    Priority,
    /// A bank holiday.
    BankHoliday,
    /// A ready question.
    Question,
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::District => "district",
            Self::Ward => "ward",
            Self::Lsoa => "LSOA",
            Self::Postcode => "postcode",
            Self::Area => "area",
            Self::AreaName => "area name",
            Self::Plan => "plan",
            Self::Priority => "priority",
            Self::BankHoliday => "bank holiday",
            Self::Question => "question",
        })
    }
}
