//! Telephone numbers, read loosely.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A telephone number in international form, with an extension where there is one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber {
    number: String,
    extension: Option<String>,
}

/// The text does not have the form of a telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a telephone number")]
pub struct NotPhoneNumber;

impl PhoneNumber {
    /// Reads a number with spaces, brackets, dots and dashes anywhere: a British one from its `0`,
    /// any other from `+` or `00`; an extension after `ext` or `x`.
    pub fn parse(text: &str) -> Result<Self, NotPhoneNumber> {
        let text = text.trim().to_ascii_lowercase();
        let (number, extension) = match text.split_once("ext").or_else(|| text.split_once('x')) {
            Some((number, extension)) => {
                (number, Some(figures(extension.trim_start_matches('.'))?))
            }
            None => (text.as_str(), None),
        };
        if extension.as_ref().is_some_and(|figures| !(1..=6).contains(&figures.len())) {
            return Err(NotPhoneNumber);
        }
        // The (0) of +44 (0)116 is not dialled from abroad.
        let number = number.replace("(0)", if number.starts_with(['+', '0']) { "" } else { "0" });
        let (international, rest) = match number.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => (false, number.as_str()),
        };
        let digits = figures(rest)?;
        let digits = if international {
            digits
        } else if let Some(abroad) = digits.strip_prefix("00") {
            abroad.to_owned()
        } else if let Some(british) = digits.strip_prefix('0') {
            format!("44{british}")
        } else {
            return Err(NotPhoneNumber);
        };
        let british_length = !digits.starts_with("44") || (11..=12).contains(&digits.len());
        if (8..=15).contains(&digits.len()) && british_length && !digits.starts_with('0') {
            Ok(Self { number: format!("+{digits}"), extension })
        } else {
            Err(NotPhoneNumber)
        }
    }

    /// The number in the form of ITU-T E.164: `+441162298980`.
    pub fn e164(&self) -> &str {
        &self.number
    }

    /// The extension's figures.
    pub fn extension(&self) -> Option<&str> {
        self.extension.as_deref()
    }
}

/// The figures of a text that holds nothing else but the marks people write between them.
fn figures(text: &str) -> Result<String, NotPhoneNumber> {
    let mut figures = String::new();
    for c in text.chars() {
        match c {
            '0'..='9' => figures.push(c),
            ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}' | '\u{2010}'..='\u{2013}' => {}
            _ => return Err(NotPhoneNumber),
        }
    }
    Ok(figures)
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.number)?;
        match &self.extension {
            Some(extension) => write!(f, " ext {extension}"),
            None => Ok(()),
        }
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = NotPhoneNumber;

    fn try_from(text: String) -> Result<Self, NotPhoneNumber> {
        Self::parse(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_read_however_it_is_typed() {
        // Numbers that the regulator keeps for drama.
        for (typed, shown) in [
            ("0116 496 0123", "+441164960123"),
            ("(0116) 496-0123", "+441164960123"),
            ("+44 (0)116 496 0123", "+441164960123"),
            ("0044 116 496 0123", "+441164960123"),
            ("07700 900123 ext. 12", "+447700900123 ext 12"),
            ("07700 900123 x4", "+447700900123 ext 4"),
            ("+353 20 912 3456", "+353209123456"),
        ] {
            assert_eq!(
                PhoneNumber::parse(typed).map(|n| n.to_string()),
                Ok(shown.to_owned()),
                "{typed:?}"
            );
        }
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        for text in
            ["", "ask Jo", "496 0123", "0116", "0116 496 0123 4567", "+", "07700 900123 ext"]
        {
            assert_eq!(PhoneNumber::parse(text), Err(NotPhoneNumber), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_number_or_not(text in "[+0-9() x.-]{0,24}|.*") {
            if let Ok(number) = PhoneNumber::parse(&text) {
                prop_assert_eq!(PhoneNumber::parse(&number.to_string()), Ok(number));
            }
        }
    }
}
