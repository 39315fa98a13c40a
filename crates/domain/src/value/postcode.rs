//! Postcodes of the United Kingdom.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A postcode of the right form. That it has the form does not mean that it exists.
///
/// Kept in seven bytes (four for the first half, three for the second), because every postcode of
/// a police area is held in memory.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Postcode([u8; 7]);

/// The text does not have the form of a postcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a postcode")]
pub struct NotPostcode;

impl Postcode {
    /// Reads a postcode in capitals or small letters, with spaces anywhere or nowhere.
    ///
    /// The form is that of British Standard 7666 with its letters that never occur in a place.
    pub fn parse(text: &str) -> Result<Self, NotPostcode> {
        let mut typed = [0_u8; 7];
        let mut length = 0;
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            let byte = u8::try_from(c).map_err(|_| NotPostcode)?.to_ascii_uppercase();
            *typed.get_mut(length).ok_or(NotPostcode)? = byte;
            length += 1;
        }
        let typed = typed.get(..length).ok_or(NotPostcode)?;
        let (outward, inward) = typed.split_last_chunk::<3>().ok_or(NotPostcode)?;
        if !is_outward(outward) || !is_inward(*inward) {
            return Err(NotPostcode);
        }
        let mut kept = [b' '; 7];
        for (slot, byte) in kept.iter_mut().zip(outward) {
            *slot = *byte;
        }
        for (slot, byte) in kept.iter_mut().skip(4).zip(inward) {
            *slot = *byte;
        }
        Ok(Self(kept))
    }

    /// The first half, of two to four characters: `LE1`.
    pub fn outward(&self) -> &str {
        let (outward, _) = self.halves();
        outward.trim_end()
    }

    /// The second half, of three characters: `1AA`.
    pub fn inward(&self) -> &str {
        self.halves().1
    }

    fn halves(&self) -> (&str, &str) {
        // Only ASCII is ever kept.
        std::str::from_utf8(&self.0)
            .ok()
            .and_then(|text| text.split_at_checked(4))
            .unwrap_or_default()
    }
}

fn is_outward(outward: &[u8]) -> bool {
    let first = |b: u8| b.is_ascii_uppercase() && !matches!(b, b'Q' | b'V' | b'X');
    let second = |b: u8| b.is_ascii_uppercase() && !matches!(b, b'I' | b'J' | b'Z');
    let third = |b: u8| matches!(b, b'A'..=b'H' | b'J' | b'K' | b'P' | b'S'..=b'U' | b'W');
    let fourth = |b: u8| {
        matches!(
            b,
            b'A' | b'B' | b'E' | b'H' | b'M' | b'N' | b'P' | b'R' | b'V' | b'W' | b'X' | b'Y'
        )
    };
    let digit = |b: u8| b.is_ascii_digit();
    match *outward {
        [a, b] => first(a) && digit(b),
        [a, b, c] => first(a) && ((digit(b) && (digit(c) || third(c))) || (second(b) && digit(c))),
        [a, b, c, d] => first(a) && second(b) && digit(c) && (digit(d) || fourth(d)),
        _ => false,
    }
}

fn is_inward([digit, a, b]: [u8; 3]) -> bool {
    let letter =
        |b: u8| b.is_ascii_uppercase() && !matches!(b, b'C' | b'I' | b'K' | b'M' | b'O' | b'V');
    digit.is_ascii_digit() && letter(a) && letter(b)
}

impl fmt::Display for Postcode {
    /// `LE1 1AA`, with its one space.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.outward(), self.inward())
    }
}

impl fmt::Debug for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Postcode({self})")
    }
}

impl FromStr for Postcode {
    type Err = NotPostcode;

    fn from_str(text: &str) -> Result<Self, NotPostcode> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Postcode {
    type Error = NotPostcode;

    fn try_from(text: String) -> Result<Self, NotPostcode> {
        Self::parse(&text)
    }
}

impl From<Postcode> for String {
    fn from(postcode: Postcode) -> Self {
        postcode.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_postcode_is_read_however_it_is_typed() {
        for (typed, shown) in [
            ("LE1 1AA", "LE1 1AA"),
            ("le192bx", "LE19 2BX"),
            ("  l e 6 7 1 a b ", "LE67 1AB"),
            ("CV13 0AA", "CV13 0AA"),
            ("NG13 0AA", "NG13 0AA"),
            ("PE9 4XA", "PE9 4XA"),
            ("DE74 2AA", "DE74 2AA"),
            ("W1A 0AX", "W1A 0AX"),
            ("EC1A 1BB", "EC1A 1BB"),
            ("m1 1ae", "M1 1AE"),
            ("B33 8TH", "B33 8TH"),
        ] {
            assert_eq!(Postcode::parse(typed).unwrap().to_string(), shown);
        }
    }

    #[test]
    fn what_cannot_be_a_postcode_is_refused() {
        for text in [
            "",
            "LE1",
            "LE1 1CA",
            "QE1 1AA",
            "LE1 1AAA",
            "LI1 1AA",
            "LEE 1AA",
            "LE1Z 1AA",
            "1AA",
            "L€1 1AA",
            "LE1-1AA",
            "A1I 1AA",
        ] {
            assert_eq!(Postcode::parse(text), Err(NotPostcode), "{text:?}");
        }
    }

    #[test]
    fn a_postcode_has_two_halves() {
        let postcode = Postcode::parse("le67 3ab").unwrap();
        assert_eq!((postcode.outward(), postcode.inward()), ("LE67", "3AB"));
        assert_eq!(size_of::<Postcode>(), 7);
    }

    proptest! {
        #[test]
        fn any_text_is_a_postcode_or_not(text in ".*") {
            let _ = Postcode::parse(&text);
        }

        #[test]
        fn a_shown_postcode_reads_back(text in "[A-Z]{1,2}[0-9]{1,2}[A-Z]? [0-9][A-Z]{2}") {
            if let Ok(postcode) = Postcode::parse(&text) {
                prop_assert_eq!(postcode.to_string(), text.clone());
                prop_assert_eq!(Postcode::parse(&text.to_lowercase().replace(' ', "")), Ok(postcode));
                let json = serde_json::to_string(&postcode).unwrap();
                prop_assert_eq!(serde_json::from_str::<Postcode>(&json).unwrap(), postcode);
            }
        }
    }
}
