//! Numbers of the register of companies.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A company number of the right form: eight characters, with a two-character prefix or none.
///
/// Community interest companies, limited liability partnerships and registered societies have
/// numbers of the same register.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CompanyNumber(String);

/// The text does not have the form of a company number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a company number")]
pub struct NotCompanyNumber;

/// The prefixes of Companies House: by nation, kind of company and register.
const PREFIXES: &[&str] = &[
    "AC", "CE", "CS", "ES", "FC", "FE", "GE", "GN", "GS", "IC", "IP", "LP", "NA", "NC", "NF", "NI",
    "NL", "NO", "NP", "NR", "NV", "NZ", "OC", "OE", "PC", "R0", "RC", "RS", "SA", "SC", "SE", "SF",
    "SG", "SI", "SL", "SO", "SP", "SR", "SZ", "ZC",
];

impl CompanyNumber {
    /// Reads a number with spaces anywhere; missing zeros before the figures are put in.
    pub fn parse(text: &str) -> Result<Self, NotCompanyNumber> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let text = text.to_ascii_uppercase();
        if (1..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(Self(format!("{text:0>8}")));
        }
        let (prefix, rest) = text.split_at_checked(2).ok_or(NotCompanyNumber)?;
        let figures = rest.bytes().filter(u8::is_ascii_digit).count();
        // Registered societies may end in a letter: IP12345R.
        let ends_in_letter =
            figures + 1 == rest.len() && rest.ends_with(|c: char| c.is_ascii_uppercase());
        let well_formed = PREFIXES.contains(&prefix)
            && (1..=6).contains(&rest.len())
            && figures > 0
            && (figures == rest.len() || ends_in_letter);
        if well_formed { Ok(Self(format!("{prefix}{rest:0>6}"))) } else { Err(NotCompanyNumber) }
    }

    /// The number as text, of eight characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier in the org-id.guide scheme, as grants data use it: `GB-COH-01234567`.
    pub fn org_id(&self) -> String {
        format!("GB-COH-{}", self.0)
    }
}

impl fmt::Display for CompanyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for CompanyNumber {
    type Error = NotCompanyNumber;

    fn try_from(text: String) -> Result<Self, NotCompanyNumber> {
        Self::parse(&text)
    }
}

impl From<CompanyNumber> for String {
    fn from(number: CompanyNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_company_number_is_read_however_it_is_typed() {
        for (typed, shown) in [
            ("1234567", "01234567"),
            ("01234567", "01234567"),
            ("sc 123456", "SC123456"),
            ("OC1234", "OC001234"),
            ("R0000123", "R0000123"),
            ("IP12345R", "IP12345R"),
            ("CE012345", "CE012345"),
        ] {
            assert_eq!(CompanyNumber::parse(typed).unwrap().as_str(), shown);
        }
    }

    #[test]
    fn what_is_not_a_company_number_is_refused() {
        for text in ["", "none", "123456789", "XX123456", "SC", "SC1234567", "ÄÖ123456", "SCA12345"]
        {
            assert_eq!(CompanyNumber::parse(text), Err(NotCompanyNumber), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_company_number_or_not(text in "(SC|)?.*") {
            let _ = CompanyNumber::parse(&text);
        }

        #[test]
        fn a_company_number_has_eight_characters_and_reads_back(
            text in "([A-Z]{2}|R0|)[0-9]{1,8}[A-Z]?"
        ) {
            if let Ok(number) = CompanyNumber::parse(&text) {
                prop_assert_eq!(number.as_str().len(), 8);
                prop_assert_eq!(CompanyNumber::parse(number.as_str()), Ok(number));
            }
        }
    }
}
