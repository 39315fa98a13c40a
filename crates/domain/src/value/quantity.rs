//! How many of something a budget line buys.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::money::{Pence, ScaledFault, scaled};

/// A quantity in whole thousandths, so that 7.5 hours or 0.125 of a post are exact.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Quantity(i64);

/// Why a text is not a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum QuantityFault {
    /// Nothing but spaces was typed.
    #[error("empty")]
    Empty,
    /// The text is not a number.
    #[error("not a number")]
    NotNumber,
    /// There are parts of a thousandth.
    #[error("more than three decimal places")]
    TooManyDecimals,
    /// The quantity is below zero.
    #[error("below zero")]
    Negative,
    /// The quantity is above [`Quantity::LARGEST_TYPED`].
    #[error("too large")]
    TooLarge,
}

impl Quantity {
    /// The largest quantity that may be typed: one million.
    pub const LARGEST_TYPED: Self = Self(1_000_000_000);

    /// A quantity of whole things.
    pub const fn whole(count: i32) -> Self {
        // i32 times 1000 always fits i64.
        Self(count as i64 * 1000)
    }

    /// A quantity of `thousandths`.
    pub const fn from_thousandths(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// The quantity in thousandths.
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// Reads what a person typed: `12`, `7.5`, `1,000`, `0.125`.
    pub fn parse(text: &str) -> Result<Self, QuantityFault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(QuantityFault::Empty);
        }
        let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let thousandths = scaled(digits, 3).map_err(|fault| match fault {
            ScaledFault::NotANumber => QuantityFault::NotNumber,
            ScaledFault::TooManyDecimals => QuantityFault::TooManyDecimals,
            ScaledFault::TooLarge => QuantityFault::TooLarge,
        })?;
        if negative && thousandths > 0 {
            return Err(QuantityFault::Negative);
        }
        if thousandths > Self::LARGEST_TYPED.0 {
            return Err(QuantityFault::TooLarge);
        }
        Ok(Self(thousandths))
    }

    /// This many at `unit` each, rounded half up to a whole penny; `None` when it does not fit.
    ///
    /// A budget rounds each line before it adds the lines up, as a person with a calculator does.
    pub fn cost(self, unit: Pence) -> Option<Pence> {
        let exact = i128::from(self.0) * i128::from(unit.get());
        i64::try_from((exact + 500).div_euclid(1000)).ok().map(Pence::new)
    }
}

impl fmt::Display for Quantity {
    /// `12`, `7.5`, `0.125`: no zeros at the end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (size / 1000, size % 1000);
        if part == 0 {
            write!(f, "{sign}{whole}")
        } else {
            let part = format!("{part:03}");
            write!(f, "{sign}{whole}.{}", part.trim_end_matches('0'))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cost(quantity: &str, unit: &str) -> String {
        let quantity = Quantity::parse(quantity).unwrap();
        quantity.cost(Pence::parse(unit).unwrap()).unwrap().to_string()
    }

    #[test]
    fn a_line_is_rounded_half_up_to_a_penny() {
        assert_eq!(cost("7.5", "£12.37"), "£92.78");
        assert_eq!(cost("0.5", "0.01"), "£0.01");
        assert_eq!(cost("0.499", "0.01"), "£0");
        assert_eq!(cost("40", "£25"), "£1,000");
    }

    #[test]
    fn a_quantity_that_is_not_one_is_refused_with_the_reason() {
        assert_eq!(Quantity::parse(" "), Err(QuantityFault::Empty));
        assert_eq!(Quantity::parse("two"), Err(QuantityFault::NotNumber));
        assert_eq!(Quantity::parse("0.1234"), Err(QuantityFault::TooManyDecimals));
        assert_eq!(Quantity::parse("-1"), Err(QuantityFault::Negative));
        assert_eq!(Quantity::parse("1000001"), Err(QuantityFault::TooLarge));
    }

    #[test]
    fn a_cost_that_does_not_fit_is_no_cost() {
        assert_eq!(Quantity::LARGEST_TYPED.cost(Pence::new(i64::MAX)), None);
    }

    proptest! {
        #[test]
        fn any_text_is_a_quantity_or_a_fault(text in ".*") {
            let _ = Quantity::parse(&text);
        }

        #[test]
        fn a_quantity_reads_back(thousandths in 0_i64..=1_000_000_000) {
            let quantity = Quantity::from_thousandths(thousandths);
            prop_assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity));
        }

        #[test]
        fn every_typed_line_costs_the_exact_product_to_the_nearest_penny(
            thousandths in 0_i64..=1_000_000_000,
            unit in 0_i64..=99_999_999_999,
        ) {
            let cost = Quantity::from_thousandths(thousandths).cost(Pence::new(unit));
            // Twice the exact product in thousandths of a penny, compared without dividing.
            let exact = i128::from(thousandths) * i128::from(unit) * 2;
            let shown = i128::from(cost.unwrap().get()) * 2000;
            prop_assert!(exact - shown < 1000 && shown - exact <= 1000);
        }
    }
}
