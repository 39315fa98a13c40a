//! Pounds sterling as whole pence.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount of pounds sterling, in whole pence. May be negative: a variance or a correction.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Pence(i64);

/// Why a text is not an amount of money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum MoneyFault {
    /// Nothing but spaces was typed.
    #[error("empty")]
    Empty,
    /// The text is not a number of pounds.
    #[error("not an amount of money")]
    NotMoney,
    /// There are parts of a penny.
    #[error("more than two decimal places")]
    TooManyDecimals,
    /// The amount is below zero where it cannot be.
    #[error("below zero")]
    Negative,
    /// The amount is above [`Pence::LARGEST_TYPED`].
    #[error("too large")]
    TooLarge,
}

impl Pence {
    /// No money.
    pub const ZERO: Self = Self(0);
    /// The largest amount that may be typed: one penny below a thousand million pounds.
    pub const LARGEST_TYPED: Self = Self(99_999_999_999);

    /// An amount of `pence`.
    pub const fn new(pence: i64) -> Self {
        Self(pence)
    }

    /// An amount of whole `pounds`.
    pub const fn from_pounds(pounds: i32) -> Self {
        // i32 times 100 always fits i64.
        Self(pounds as i64 * 100)
    }

    /// The amount in pence.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Whether the amount is below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The sum, or `None` when it does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or `None` when it does not fit.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The sum of all `amounts`, or `None` when it does not fit on the way.
    pub fn total(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// Reads what a person typed: `£1,234.5`, `1234.50`, ` 1,234 `, `.50`. Never negative.
    ///
    /// Commas and spaces are allowed only where thousands are grouped, so that `12,50`, a slip for
    /// `12.50`, is refused and not read as 1,250.
    pub fn parse(text: &str) -> Result<Self, MoneyFault> {
        let amount = Self::parse_signed(text)?;
        if amount.is_negative() { Err(MoneyFault::Negative) } else { Ok(amount) }
    }

    /// Reads what a person typed, with an optional minus before or after the pound sign.
    pub fn parse_signed(text: &str) -> Result<Self, MoneyFault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(MoneyFault::Empty);
        }
        let (negative, rest) = take_minus(text);
        let rest = rest.strip_prefix('£').unwrap_or(rest).trim_start();
        let (negative, rest) = if negative { (true, rest) } else { take_minus(rest) };
        let pence = scaled(rest, 2).map_err(|fault| match fault {
            ScaledFault::NotANumber => MoneyFault::NotMoney,
            ScaledFault::TooManyDecimals => MoneyFault::TooManyDecimals,
            ScaledFault::TooLarge => MoneyFault::TooLarge,
        })?;
        if pence > Self::LARGEST_TYPED.0 {
            return Err(MoneyFault::TooLarge);
        }
        Ok(Self(if negative { -pence } else { pence }))
    }

    /// The amount as a plain number of pounds, as in a file for a spreadsheet: `-1234.50`.
    pub fn plain(self) -> String {
        let (sign, pounds, pence) = self.parts();
        format!("{sign}{pounds}.{pence:02}")
    }

    fn parts(self) -> (&'static str, u64, u64) {
        let size = self.0.unsigned_abs();
        (if self.0 < 0 { "-" } else { "" }, size / 100, size % 100)
    }
}

impl fmt::Display for Pence {
    /// `£1,234.56`, and `£1,234` where there are no pence, as the GOV.UK style guide has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, pounds, pence) = self.parts();
        let pounds = grouped(pounds);
        if pence == 0 {
            write!(f, "{sign}£{pounds}")
        } else {
            write!(f, "{sign}£{pounds}.{pence:02}")
        }
    }
}

/// Why a text is not a decimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScaledFault {
    NotANumber,
    TooManyDecimals,
    TooLarge,
}

/// Reads an unsigned decimal number as a whole number of `10^-places`.
pub(super) fn scaled(text: &str, places: usize) -> Result<i64, ScaledFault> {
    let (whole, decimals) = text.split_once('.').map_or((text, None), |(w, d)| (w, Some(d)));
    let mut digits = ungrouped(whole).ok_or(ScaledFault::NotANumber)?;
    if let Some(decimals) = decimals {
        if decimals.is_empty() || !decimals.bytes().all(|b| b.is_ascii_digit()) {
            return Err(ScaledFault::NotANumber);
        }
        // Zeros at the end change nothing: 2.500 is 2.50.
        let kept = if decimals.len() > places { decimals.trim_end_matches('0') } else { decimals };
        if kept.len() > places {
            return Err(ScaledFault::TooManyDecimals);
        }
        digits.push_str(kept);
        digits.extend(std::iter::repeat_n('0', places - kept.len()));
    } else {
        if digits.is_empty() {
            return Err(ScaledFault::NotANumber);
        }
        digits.extend(std::iter::repeat_n('0', places));
    }
    // Only digits are left, so the one way to fail is size.
    digits.parse().map_err(|_| ScaledFault::TooLarge)
}

/// The digits of a whole number whose thousands may be grouped by commas or spaces.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split([',', ' ']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    let grouped_well = rest.is_empty() || (1..=3).contains(&first.len());
    let well_formed =
        is_digits(first) && rest.iter().all(|group| group.len() == 3 && is_digits(group));
    (grouped_well && well_formed).then(|| {
        let mut digits = first.to_owned();
        digits.extend(rest);
        digits
    })
}

fn take_minus(text: &str) -> (bool, &str) {
    match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    }
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn money_is_read_as_people_type_it() {
        for (text, pence) in [
            ("£1,234.5", 123_450),
            ("1234.50", 123_450),
            (" 1,234 ", 123_400),
            ("£ 20", 2_000),
            (".50", 50),
            ("0", 0),
            ("1 234 567.89", 123_456_789),
            ("12.500", 1_250),
            ("£999,999,999.99", 99_999_999_999),
        ] {
            assert_eq!(Pence::parse(text), Ok(Pence::new(pence)), "{text:?}");
        }
    }

    #[test]
    fn what_is_not_money_is_refused_with_the_reason() {
        for (text, fault) in [
            ("", MoneyFault::Empty),
            ("   ", MoneyFault::Empty),
            ("ten", MoneyFault::NotMoney),
            ("£", MoneyFault::NotMoney),
            ("12,50", MoneyFault::NotMoney),
            ("1,2345", MoneyFault::NotMoney),
            ("1234,567", MoneyFault::NotMoney),
            (",123", MoneyFault::NotMoney),
            ("5.", MoneyFault::NotMoney),
            (".", MoneyFault::NotMoney),
            ("1e5", MoneyFault::NotMoney),
            ("١٢", MoneyFault::NotMoney),
            ("--5", MoneyFault::NotMoney),
            ("1.005", MoneyFault::TooManyDecimals),
            ("-5", MoneyFault::Negative),
            ("£-5", MoneyFault::Negative),
            ("\u{2212}£5", MoneyFault::Negative),
            ("1000000000", MoneyFault::TooLarge),
            ("99999999999999999999999999", MoneyFault::TooLarge),
        ] {
            assert_eq!(Pence::parse(text), Err(fault), "{text:?}");
        }
    }

    #[test]
    fn an_amount_is_shown_with_grouped_thousands() {
        assert_eq!(Pence::new(123_456).to_string(), "£1,234.56");
        assert_eq!(Pence::new(-99).to_string(), "-£0.99");
        assert_eq!(Pence::new(100_000_000).to_string(), "£1,000,000");
        assert_eq!(Pence::new(i64::MIN).to_string(), "-£92,233,720,368,547,758.08");
        assert_eq!(Pence::from_pounds(20_000).to_string(), "£20,000");
        assert_eq!(Pence::new(2_000_050).to_string(), "£20,000.50");
        assert_eq!(Pence::new(-123_450).plain(), "-1234.50");
    }

    #[test]
    fn a_sum_that_does_not_fit_is_no_sum() {
        assert_eq!(Pence::total([Pence::new(i64::MAX), Pence::new(1)]), None);
        assert_eq!(Pence::new(i64::MIN).checked_sub(Pence::new(1)), None);
        assert_eq!(Pence::total([]), Some(Pence::ZERO));
    }

    #[test]
    fn money_is_stored_as_a_whole_number() {
        assert_eq!(serde_json::to_string(&Pence::new(9_908_700)).unwrap(), "9908700");
        assert_eq!(serde_json::from_str::<Pence>("-1").unwrap(), Pence::new(-1));
        assert!(serde_json::from_str::<Pence>("1.5").is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_money_or_a_fault(text in ".*") {
            let _ = Pence::parse(&text);
        }

        #[test]
        fn number_like_text_is_money_or_a_fault(text in "[-£ ]{0,2}[0-9., ]{0,24}") {
            if let Ok(amount) = Pence::parse(&text) {
                prop_assert!(amount >= Pence::ZERO && amount <= Pence::LARGEST_TYPED);
            }
        }

        #[test]
        fn every_way_of_showing_money_reads_back(pence in 0_i64..=99_999_999_999) {
            let amount = Pence::new(pence);
            prop_assert_eq!(Pence::parse(&amount.to_string()), Ok(amount));
            prop_assert_eq!(Pence::parse(&amount.plain()), Ok(amount));
            prop_assert_eq!(Pence::parse_signed(&Pence::new(-pence).to_string()),
                Ok(Pence::new(-pence)));
        }

        #[test]
        fn a_total_is_the_true_sum_or_nothing(amounts in prop::collection::vec(any::<i64>(), 0..8)) {
            let truth: i128 = amounts.iter().map(|&a| i128::from(a)).sum();
            let total = Pence::total(amounts.into_iter().map(Pence::new));
            if let Some(total) = total {
                prop_assert_eq!(i128::from(total.get()), truth);
            }
        }

        #[test]
        fn amounts_of_a_real_size_always_add_up(
            amounts in prop::collection::vec(0_i64..=99_999_999_999, 0..100)
        ) {
            let truth: i64 = amounts.iter().sum();
            prop_assert_eq!(Pence::total(amounts.into_iter().map(Pence::new)), Some(Pence::new(truth)));
        }
    }
}
