//! References that people read out over the telephone.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What the references of one round begin with: `CSF-2324-R3`.
///
/// One or more parts of capital letters and figures, joined by hyphens; 24 characters at most.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReferencePrefix(String);

/// The reference of one application: `CSF-2324-R3-007-K`.
///
/// The last character checks the others (ISO/IEC 7064, mod 37,36): any one wrong character is
/// found, and nearly all swaps of neighbours (all but one in fifty in a round of some thousand bids).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

/// Why a text is not a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceFault {
    /// It does not have the shape of one.
    #[error("not the shape of a reference")]
    NotReference,
    /// It has the shape, but was mistyped somewhere.
    #[error("the check character does not fit")]
    CheckCharacter,
}

const LONGEST_PREFIX: usize = 24;

impl ReferencePrefix {
    /// Reads a prefix; small letters and spaces at the ends are tolerated.
    pub fn parse(text: &str) -> Result<Self, ReferenceFault> {
        let text = text.trim().to_ascii_uppercase();
        let well_formed = text.len() <= LONGEST_PREFIX
            && text.split('-').all(|part| !part.is_empty() && part.chars().all(is_symbol));
        if well_formed { Ok(Self(text)) } else { Err(ReferenceFault::NotReference) }
    }

    /// The prefix as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Reference {
    /// The reference of the `sequence`-th application under `prefix`.
    pub fn new(prefix: &ReferencePrefix, sequence: u32) -> Self {
        let body = format!("{prefix}-{sequence:03}");
        let check = check_character(&body);
        Self(format!("{body}-{check}"))
    }

    /// Reads a reference; small letters, and spaces or dashes of any kind between the parts, are
    /// tolerated.
    pub fn parse(text: &str) -> Result<Self, ReferenceFault> {
        let upper = text.to_ascii_uppercase();
        let parts: Vec<&str> = upper
            .split(|c: char| c.is_whitespace() || is_dash(c))
            .filter(|part| !part.is_empty())
            .collect();
        let [prefix @ .., sequence, check] = parts.as_slice() else {
            return Err(ReferenceFault::NotReference);
        };
        let prefix = ReferencePrefix::parse(&prefix.join("-"))?;
        if check.len() != 1 || !check.chars().all(is_symbol) {
            return Err(ReferenceFault::NotReference);
        }
        let is_number = sequence.bytes().all(|b| b.is_ascii_digit());
        let number = if is_number { sequence.parse::<u32>().ok() } else { None };
        let read = number.map(|number| Self::new(&prefix, number));
        match read {
            Some(read) if read.0.ends_with(check) && read.sequence_text() == *sequence => Ok(read),
            Some(_) => Err(ReferenceFault::CheckCharacter),
            // A letter among the figures is a slip of the finger: O for 0, I for 1.
            None if sequence.chars().all(is_symbol) => Err(ReferenceFault::CheckCharacter),
            None => Err(ReferenceFault::NotReference),
        }
    }

    /// The reference as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The round's part.
    pub fn prefix(&self) -> ReferencePrefix {
        let mut parts = self.0.rsplitn(3, '-').skip(2);
        ReferencePrefix(parts.next().unwrap_or_default().to_owned())
    }

    fn sequence_text(&self) -> &str {
        self.0.rsplit('-').nth(1).unwrap_or_default()
    }
}

impl fmt::Display for ReferencePrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Reference {
    type Err = ReferenceFault;

    fn from_str(text: &str) -> Result<Self, ReferenceFault> {
        Self::parse(text)
    }
}

impl TryFrom<String> for ReferencePrefix {
    type Error = ReferenceFault;

    fn try_from(text: String) -> Result<Self, ReferenceFault> {
        Self::parse(&text)
    }
}

impl TryFrom<String> for Reference {
    type Error = ReferenceFault;

    fn try_from(text: String) -> Result<Self, ReferenceFault> {
        Self::parse(&text)
    }
}

impl From<ReferencePrefix> for String {
    fn from(prefix: ReferencePrefix) -> Self {
        prefix.0
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.0
    }
}

fn is_symbol(c: char) -> bool {
    c.is_ascii_digit() || c.is_ascii_uppercase()
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// ISO/IEC 7064 mod 37,36 over the letters and figures of `body`; hyphens do not count.
fn check_character(body: &str) -> char {
    let product = body.chars().filter_map(|c| c.to_digit(36)).fold(36, |product, value| {
        let sum = (product + value) % 36;
        (if sum == 0 { 36 } else { sum }) * 2 % 37
    });
    // The check value c satisfies (product + c) mod 36 = 1.
    char::from_digit((37 - product) % 36, 36).map_or('0', |c| c.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn prefix() -> ReferencePrefix {
        ReferencePrefix::parse("CSF-2324-R3").unwrap()
    }

    #[test]
    fn a_known_check_character_of_the_standard_is_found() {
        // The example of ISO/IEC 7064 that the ISRC and GRid standards print: A1-2425G-ABC1234002-M.
        assert_eq!(check_character("A1-2425G-ABC1234002"), 'M');
    }

    #[test]
    fn a_reference_is_read_however_it_is_typed() {
        let reference = Reference::new(&prefix(), 7);
        assert!(reference.as_str().starts_with("CSF-2324-R3-007-"));
        let check = &reference.as_str()[16..];
        for typed in [
            format!("csf-2324-r3-007-{}", check.to_lowercase()),
            format!("  CSF 2324 R3 007 {check} "),
            format!("CSF\u{2013}2324 - R3\u{2011}007-{check}"),
        ] {
            assert_eq!(Reference::parse(&typed), Ok(reference.clone()), "{typed:?}");
        }
        assert_eq!(reference.prefix(), prefix());
    }

    #[test]
    fn what_is_not_a_reference_is_refused() {
        for text in ["", "7", "CSF-007", "-- -", "CSF-2324-R3-007-é", "ĈSF-1-1"] {
            assert_eq!(Reference::parse(text), Err(ReferenceFault::NotReference), "{text:?}");
        }
        let right = Reference::new(&prefix(), 7);
        let zeros = right.as_str().replace("-007-", "-0007-");
        assert_eq!(Reference::parse(&zeros), Err(ReferenceFault::CheckCharacter));
        assert!(ReferencePrefix::parse("A-VERY-LONG-PREFIX-OF-A-ROUND").is_err());
        assert!(ReferencePrefix::parse("CSF--R3").is_err());
    }

    #[test]
    fn almost_every_swap_of_neighbours_is_found() {
        let (mut swaps, mut missed) = (0_u32, 0_u32);
        for sequence in 1..5000 {
            let right = Reference::new(&prefix(), sequence).0;
            let letters: Vec<usize> =
                (0..right.len()).filter(|&at| !right[at..].starts_with('-')).collect();
            for pair in letters.windows(2) {
                let mut typed = right.clone().into_bytes();
                typed.swap(pair[0], pair[1]);
                let typed = String::from_utf8(typed).unwrap();
                if typed != right {
                    swaps += 1;
                    missed += u32::from(Reference::parse(&typed).is_ok());
                }
            }
        }
        assert!(swaps > 50_000 && missed * 50 < swaps, "{missed} of {swaps}");
    }

    proptest! {
        #[test]
        fn any_text_is_a_reference_or_a_fault(text in ".*") {
            let _ = Reference::parse(&text);
        }

        #[test]
        fn a_reference_reads_back(sequence in any::<u32>(), prefix in "[A-Z0-9]{1,5}(-[A-Z0-9]{1,5}){0,3}") {
            let reference = Reference::new(&ReferencePrefix::parse(&prefix).unwrap(), sequence);
            prop_assert_eq!(Reference::parse(reference.as_str()), Ok(reference.clone()));
            let json = serde_json::to_string(&reference).unwrap();
            prop_assert_eq!(serde_json::from_str::<Reference>(&json).unwrap(), reference);
        }

        #[test]
        fn one_wrong_character_is_always_found(
            sequence in 0_u32..100_000,
            at in any::<prop::sample::Index>(),
            wrong in "[A-Z0-9]",
        ) {
            let right = Reference::new(&prefix(), sequence);
            let at = at.index(right.0.len());
            prop_assume!(!right.0[at..].starts_with('-') && !right.0[at..].starts_with(&wrong));
            let mut typed = right.0.clone();
            typed.replace_range(at..=at, &wrong);
            prop_assert!(Reference::parse(&typed).is_err(), "{} for {}", typed, right);
        }
    }
}
