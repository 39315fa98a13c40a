//! Names that people give: to themselves and to their tokens.

use crate::value::clean_text;
use thiserror::Error;

/// The longest name of a person, in characters.
const LONGEST_PERSON: usize = 100;
/// The longest name of a token, in characters.
const LONGEST_TOKEN: usize = 60;

/// A person's name, as they write it: one line, in one piece, because names do not all have a
/// first and a last part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName(String);

/// What a person calls one of their tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenName(String);

/// Why a text is not a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NameFault {
    /// Nothing but spaces was typed.
    #[error("empty")]
    Empty,
    /// Longer than the field takes: 100 characters for a person, 60 for a token.
    #[error("too long")]
    TooLong,
    /// It holds line ends or characters that cannot be shown.
    #[error("not one line of text")]
    NotText,
}

macro_rules! names {
    ($($name:ident, $longest:ident);+ $(;)?) => {$(
        impl $name {
            /// Reads a name; spaces at the ends are tolerated, several between its parts become
            /// one.
            ///
            /// # Errors
            /// [`NameFault`].
            pub fn parse(text: &str) -> Result<Self, NameFault> {
                one_line(text, $longest).map(Self)
            }

            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }
    )+};
}

names! {
    PersonName, LONGEST_PERSON;
    TokenName, LONGEST_TOKEN;
}

fn one_line(text: &str, longest: usize) -> Result<String, NameFault> {
    let text = clean_text(text.trim()).map_err(|_| NameFault::NotText)?;
    if text.contains('\n') {
        return Err(NameFault::NotText);
    }
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(NameFault::Empty),
        length if length > longest => Err(NameFault::TooLong),
        _ => Ok(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_kept_as_it_is_written() {
        for name in ["Jo Bloggs", "Zoë O'Neill-Smith", "नेहा", "X"] {
            assert_eq!(PersonName::parse(name).map(String::from), Ok(name.to_owned()));
        }
        assert_eq!(PersonName::parse("  Jo \t Bloggs ").map(String::from), Ok("Jo Bloggs".into()));
    }

    #[test]
    fn what_is_no_name_is_refused_with_its_reason() {
        assert_eq!(PersonName::parse("   "), Err(NameFault::Empty));
        assert_eq!(PersonName::parse(&"a".repeat(101)), Err(NameFault::TooLong));
        assert_eq!(TokenName::parse(&"a".repeat(61)), Err(NameFault::TooLong));
        assert_eq!(PersonName::parse("Jo\r\nBcc: all"), Err(NameFault::NotText));
        assert_eq!(PersonName::parse("Jo\u{0}"), Err(NameFault::NotText));
    }
}
