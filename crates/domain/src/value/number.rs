//! Whole numbers as people type them.

use super::money::{ScaledFault, scaled};

/// Why a text is not a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberFault {
    /// Nothing but spaces was typed.
    #[error("empty")]
    Empty,
    /// Not a number.
    #[error("not a number")]
    NotNumber,
    /// There is a part of one.
    #[error("not a whole number")]
    NotWhole,
    /// It has more figures than can be kept.
    #[error("too large")]
    TooLarge,
}

/// Reads a whole number: `12`, `1,200`, `-3`.
pub fn parse_whole(text: &str) -> Result<i64, NumberFault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(NumberFault::Empty);
    }
    let (negative, figures) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let size = scaled(figures, 0).map_err(|fault| match fault {
        ScaledFault::NotANumber => NumberFault::NotNumber,
        ScaledFault::TooManyDecimals => NumberFault::NotWhole,
        ScaledFault::TooLarge => NumberFault::TooLarge,
    })?;
    Ok(if negative { -size } else { size })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_whole_number_is_read_as_people_type_it() {
        assert_eq!(parse_whole(" 1,200 "), Ok(1200));
        assert_eq!(parse_whole("-3"), Ok(-3));
        assert_eq!(parse_whole("12.0"), Ok(12));
        assert_eq!(parse_whole(""), Err(NumberFault::Empty));
        assert_eq!(parse_whole("about 5"), Err(NumberFault::NotNumber));
        assert_eq!(parse_whole("2.5"), Err(NumberFault::NotWhole));
        assert_eq!(parse_whole("99999999999999999999"), Err(NumberFault::TooLarge));
    }

    proptest! {
        #[test]
        fn any_text_is_a_number_or_a_fault(text in ".*") {
            let _ = parse_whole(&text);
        }

        #[test]
        fn a_number_reads_back(number in -i64::MAX..=i64::MAX) {
            prop_assert_eq!(parse_whole(&number.to_string()), Ok(number));
        }
    }
}
