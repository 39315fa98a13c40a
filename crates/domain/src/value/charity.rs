//! Charity numbers of the three registers of the United Kingdom.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A number of the right form in one of the three charity registers.
///
/// There is no check digit: only the register itself can tell whether the charity exists.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum CharityNumber {
    /// The Charity Commission for England and Wales: six or seven figures, and for a charity linked
    /// to a main one a suffix (`1173575-2`).
    EnglandAndWales {
        /// The registered number, as typed.
        number: String,
        /// The number of the linked charity, where it is one.
        linked: Option<u16>,
    },
    /// The Scottish register: `SC` and six figures.
    Scotland(String),
    /// The register of Northern Ireland: six figures, kept without the `NIC`.
    NorthernIreland(String),
}

/// The text does not have the form of a charity number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a charity number")]
pub struct NotCharityNumber;

impl CharityNumber {
    /// Reads a number with spaces anywhere. A bare number is one of England and Wales; Scottish
    /// numbers begin with `SC`, and missing zeros after it are put in; those of Northern Ireland
    /// begin with `NIC` (or `NI`).
    pub fn parse(text: &str) -> Result<Self, NotCharityNumber> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let text = text.to_ascii_uppercase();
        if let Some(figures) = text.strip_prefix("SC") {
            return match figures.len() {
                4..=6 if is_figures(figures) => Ok(Self::Scotland(format!("SC{figures:0>6}"))),
                _ => Err(NotCharityNumber),
            };
        }
        if let Some(figures) = text.strip_prefix("NIC").or_else(|| text.strip_prefix("NI")) {
            return if figures.len() == 6 && is_figures(figures) {
                Ok(Self::NorthernIreland(figures.to_owned()))
            } else {
                Err(NotCharityNumber)
            };
        }
        let (number, linked) = match text.split_once('-') {
            None => (text.as_str(), None),
            Some((number, linked)) if (1..=3).contains(&linked.len()) && is_figures(linked) => {
                (number, Some(linked.parse().map_err(|_| NotCharityNumber)?))
            }
            Some(_) => return Err(NotCharityNumber),
        };
        if (6..=7).contains(&number.len()) && is_figures(number) {
            Ok(Self::EnglandAndWales { number: number.to_owned(), linked })
        } else {
            Err(NotCharityNumber)
        }
    }

    /// The identifier in the org-id.guide scheme, as grants data use it: `GB-CHC-1173575`.
    pub fn org_id(&self) -> String {
        match self {
            // A linked charity has no identifier of its own in that scheme.
            Self::EnglandAndWales { number, .. } => format!("GB-CHC-{number}"),
            Self::Scotland(number) => format!("GB-SC-{number}"),
            Self::NorthernIreland(number) => format!("GB-NIC-{number}"),
        }
    }
}

fn is_figures(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

impl fmt::Display for CharityNumber {
    /// `1173575`, `1173575-2`, `SC042386`, `NIC100019`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EnglandAndWales { number, linked: None } => f.write_str(number),
            Self::EnglandAndWales { number, linked: Some(linked) } => {
                write!(f, "{number}-{linked}")
            }
            Self::Scotland(number) => f.write_str(number),
            Self::NorthernIreland(number) => write!(f, "NIC{number}"),
        }
    }
}

impl TryFrom<String> for CharityNumber {
    type Error = NotCharityNumber;

    fn try_from(text: String) -> Result<Self, NotCharityNumber> {
        Self::parse(&text)
    }
}

impl From<CharityNumber> for String {
    fn from(number: CharityNumber) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_number_tells_its_register() {
        for (typed, shown, org_id) in [
            ("279417", "279417", "GB-CHC-279417"),
            ("117 3575", "1173575", "GB-CHC-1173575"),
            ("1173575-2", "1173575-2", "GB-CHC-1173575"),
            ("sc042386", "SC042386", "GB-SC-SC042386"),
            ("SC1234", "SC001234", "GB-SC-SC001234"),
            ("NIC 100019", "NIC100019", "GB-NIC-100019"),
            ("ni100019", "NIC100019", "GB-NIC-100019"),
        ] {
            let number = CharityNumber::parse(typed).unwrap();
            assert_eq!((number.to_string().as_str(), number.org_id().as_str()), (shown, org_id));
        }
    }

    #[test]
    fn what_is_not_a_charity_number_is_refused() {
        for text in ["", "12345", "12345678", "1173575-", "1173575-1234", "SC", "X6243", "NIC1"] {
            assert_eq!(CharityNumber::parse(text), Err(NotCharityNumber), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_charity_number_or_not(text in "(SC|NIC|)?.*") {
            if let Ok(number) = CharityNumber::parse(&text) {
                prop_assert_eq!(CharityNumber::parse(&number.to_string()), Ok(number));
            }
        }

        #[test]
        fn a_shown_number_reads_back(text in "(SC[0-9]{4,6}|NIC[0-9]{6}|[0-9]{6,7}(-[0-9]{1,3})?)") {
            let number = CharityNumber::parse(&text).unwrap();
            prop_assert_eq!(CharityNumber::parse(&number.to_string()), Ok(number));
        }
    }
}
