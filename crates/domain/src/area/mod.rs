//! Where activity happens: areas of several kinds that overlap, and shares of a bid in them.
//!
//! Districts, wards and LSOAs are statutory or statistical and have codes of the national
//! statistician. Zones and policing areas have no published boundary: they are lists that the
//! office edits, dated, and marked approximate where they were inferred. No kind is ever derived
//! from the name of another: policing areas and districts share names and not boundaries.

mod gazetteer;
mod shares;

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::value::{CivilDate, Postcode};

pub use gazetteer::{Gazetteer, GazetteerFault, Place};
pub use shares::{AreaShare, Share, Shares, SharesFault};

/// A kind of area.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AreaKind {
    /// A neighbourhood that a fund is for, such as a People Zone.
    Zone,
    /// An electoral ward.
    Ward,
    /// A district, borough or unitary authority.
    District,
    /// A neighbourhood policing area of the Force.
    PolicingArea,
    /// A lower layer super output area of the census.
    Lsoa,
}

/// What an area is known by: a code of the national statistician (`E05010460`) or of the office
/// (`new-parks`).
///
/// Letters, figures, hyphens and underscores; 40 at most.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AreaCode(Box<str>);

/// The text does not have the form of an area code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an area code")]
pub struct NotAreaCode;

impl AreaCode {
    /// Reads a code; spaces at the ends are tolerated, capitals are told from small letters.
    pub fn parse(text: &str) -> Result<Self, NotAreaCode> {
        let text = text.trim();
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        if (1..=40).contains(&text.len()) && text.bytes().all(allowed) {
            Ok(Self(text.into()))
        } else {
            Err(NotAreaCode)
        }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for AreaCode {
    type Error = NotAreaCode;

    fn try_from(text: String) -> Result<Self, NotAreaCode> {
        Self::parse(&text)
    }
}

impl From<AreaCode> for String {
    fn from(code: AreaCode) -> Self {
        code.0.into()
    }
}

/// Another name that an area goes by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alias {
    /// The name.
    pub name: String,
    /// What should be known about it, such as "to confirm".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What an area is made of, where it is not itself a district, ward or LSOA.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Members {
    /// Whole districts.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub districts: BTreeSet<AreaCode>,
    /// Whole wards.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub wards: BTreeSet<AreaCode>,
    /// Whole LSOAs.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub lsoas: BTreeSet<AreaCode>,
    /// Single postcodes.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub postcodes: BTreeSet<Postcode>,
}

/// An area as it stands over a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// What it is known by.
    pub code: AreaCode,
    /// Its kind.
    pub kind: AreaKind,
    /// Its name.
    pub name: String,
    /// Other names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Alias>,
    /// The first day it stands; from always when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<CivilDate>,
    /// The last day it stands; for ever when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<CivilDate>,
    /// Whether the office inferred its extent.
    #[serde(default)]
    pub approximate: bool,
    /// What should be known about it, such as where its extent was taken from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What it is made of.
    #[serde(default)]
    pub members: Members,
}

impl Area {
    /// Whether it stands on `date`.
    pub fn stands_on(&self, date: CivilDate) -> bool {
        self.valid_from.is_none_or(|from| from <= date) && self.valid_to.is_none_or(|to| date <= to)
    }

    /// Whether it goes by `name`, capitals and outer spaces aside.
    pub fn is_named(&self, name: &str) -> bool {
        let wanted = name.trim().to_lowercase();
        self.name.to_lowercase() == wanted
            || self.aliases.iter().any(|alias| alias.name.to_lowercase() == wanted)
    }

    /// Whether a postcode that lies at `place` lies in it.
    pub fn holds(&self, postcode: &Postcode, place: &Place) -> bool {
        self.holds_place(place) || self.members.postcodes.contains(postcode)
    }

    /// Whether every postcode that lies at `place` lies in it, single postcodes aside.
    fn holds_place(&self, place: &Place) -> bool {
        let itself = match self.kind {
            AreaKind::Ward => self.code == place.ward,
            AreaKind::District => self.code == place.district,
            AreaKind::Lsoa => self.code == place.lsoa,
            AreaKind::Zone | AreaKind::PolicingArea => false,
        };
        itself
            || self.members.wards.contains(&place.ward)
            || self.members.lsoas.contains(&place.lsoa)
            || self.members.districts.contains(&place.district)
    }

    fn overlaps_in_time(&self, other: &Self) -> bool {
        let starts_in_time = |a: &Self, b: &Self| match (a.valid_from, b.valid_to) {
            (Some(from), Some(to)) => from <= to,
            _ => true,
        };
        starts_in_time(self, other) && starts_in_time(other, self)
    }
}
