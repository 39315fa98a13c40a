//! Marks that assessors give, and the exact percentages made of them.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

/// A whole mark for one criterion, 0 to 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Mark(u8);

/// Why a text or number is not a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MarkFault {
    /// Nothing but spaces was typed.
    #[error("empty")]
    Empty,
    /// Not a whole number from 0 to 5.
    #[error("not a whole number from 0 to 5")]
    NotMark,
}

impl Mark {
    /// The highest mark.
    pub const HIGHEST: Self = Self(5);

    /// The mark `value`, where it is one.
    pub const fn new(value: u8) -> Result<Self, MarkFault> {
        if value <= Self::HIGHEST.0 { Ok(Self(value)) } else { Err(MarkFault::NotMark) }
    }

    /// Reads one typed figure.
    pub fn parse(text: &str) -> Result<Self, MarkFault> {
        match text.trim().as_bytes() {
            [] => Err(MarkFault::Empty),
            [figure @ b'0'..=b'9'] => Self::new(figure - b'0'),
            _ => Err(MarkFault::NotMark),
        }
    }

    /// The mark as a number.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// Every mark, lowest first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..=Self::HIGHEST.0).map(Self)
    }
}

impl TryFrom<u8> for Mark {
    type Error = MarkFault;

    fn try_from(value: u8) -> Result<Self, MarkFault> {
        Self::new(value)
    }
}

impl From<Mark> for u8 {
    fn from(mark: Mark) -> Self {
        mark.0
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An exact percentage: a fraction that is never rounded, only shown rounded.
///
/// Two bids that both show 64.9% may still differ, and the better one ranks higher.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(try_from = "Fraction", into = "Fraction")]
pub struct Percent {
    // In lowest terms, with a denominator above zero; both small enough that a cross
    // multiplication fits i128.
    numerator: i64,
    denominator: i64,
}

#[derive(Serialize, Deserialize)]
struct Fraction {
    numerator: i64,
    denominator: i64,
}

/// Why weights cannot weigh marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeightFault {
    /// The weights do not add up to 100.
    #[error("the weights total {total}, not 100")]
    Total {
        /// What they add up to.
        total: u64,
    },
}

/// The percentage that whole `marks` reach under whole weights that total 100: a mark of 5 for
/// each criterion is 100%.
pub fn weighted_percent(
    marks: impl IntoIterator<Item = (Mark, u32)>,
) -> Result<Percent, WeightFault> {
    let (mut points, mut total) = (0_u64, 0_u64);
    for (mark, weight) in marks {
        total = total.saturating_add(u64::from(weight));
        points = points.saturating_add(u64::from(weight).saturating_mul(u64::from(mark.0)));
    }
    if total != 100 {
        return Err(WeightFault::Total { total });
    }
    // At most 500 points, of which five make one per cent.
    let numerator = i64::try_from(points).map_err(|_| WeightFault::Total { total })?;
    Ok(Percent::reduced(numerator, i64::from(Mark::HIGHEST.0)))
}

impl Percent {
    /// Nothing.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// A whole number of per cent, such as a quality line.
    pub const fn whole(percent: i32) -> Self {
        Self { numerator: percent as i64, denominator: 1 }
    }

    /// `numerator / denominator` per cent; `None` when the denominator is not above zero.
    pub fn new(numerator: i64, denominator: i64) -> Option<Self> {
        (denominator > 0 && numerator != i64::MIN).then(|| Self::reduced(numerator, denominator))
    }

    /// The share that `part` is of `whole`, in per cent; `None` when there is no whole.
    pub fn share(part: i64, whole: i64) -> Option<Self> {
        Self::new(part.checked_mul(100)?, whole)
    }

    /// The exact mean; `None` of nothing, or when the fraction does not fit.
    pub fn mean(percents: impl IntoIterator<Item = Self>) -> Option<Self> {
        let (mut top, mut bottom, mut count) = (0_i128, 1_i128, 0_i128);
        for percent in percents {
            let (n, d) = (i128::from(percent.numerator), i128::from(percent.denominator));
            top = top.checked_mul(d)?.checked_add(n.checked_mul(bottom)?)?;
            bottom = bottom.checked_mul(d)?;
            let shared = gcd(top.unsigned_abs(), bottom.unsigned_abs());
            let shared = i128::try_from(shared).ok()?;
            (top, bottom) = (top / shared, bottom / shared);
            count += 1;
        }
        if count == 0 {
            return None;
        }
        bottom = bottom.checked_mul(count)?;
        let shared = i128::try_from(gcd(top.unsigned_abs(), bottom.unsigned_abs())).ok()?;
        Self::new(i64::try_from(top / shared).ok()?, i64::try_from(bottom / shared).ok()?)
    }

    /// The fraction in lowest terms, the denominator above zero.
    pub const fn fraction(self) -> (i64, i64) {
        (self.numerator, self.denominator)
    }

    fn reduced(numerator: i64, denominator: i64) -> Self {
        let shared =
            gcd(u128::from(numerator.unsigned_abs()), u128::from(denominator.unsigned_abs()));
        let shared = i64::try_from(shared).unwrap_or(1).max(1);
        Self { numerator: numerator / shared, denominator: denominator / shared }
    }

    /// Tenths of a per cent, rounded half up.
    fn tenths(self) -> i128 {
        let (n, d) = (i128::from(self.numerator), i128::from(self.denominator));
        (n * 20 + d).div_euclid(d * 2)
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Ord for Percent {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = i128::from(self.numerator) * i128::from(other.denominator);
        let right = i128::from(other.numerator) * i128::from(self.denominator);
        left.cmp(&right)
    }
}

impl PartialOrd for Percent {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Percent {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Percent {}

impl Hash for Percent {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Equal fractions are equal in lowest terms.
        self.fraction().hash(state);
    }
}

impl fmt::Display for Percent {
    /// `64.9%`: one decimal place, rounded half up.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = self.tenths();
        let sign = if tenths < 0 { "-" } else { "" };
        let size = tenths.unsigned_abs();
        write!(f, "{sign}{}.{}%", size / 10, size % 10)
    }
}

impl TryFrom<Fraction> for Percent {
    type Error = &'static str;

    fn try_from(fraction: Fraction) -> Result<Self, Self::Error> {
        Self::new(fraction.numerator, fraction.denominator)
            .ok_or("a percentage needs a denominator above zero")
    }
}

impl From<Percent> for Fraction {
    fn from(percent: Percent) -> Self {
        Self { numerator: percent.numerator, denominator: percent.denominator }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mark(value: u8) -> Mark {
        Mark::new(value).unwrap()
    }

    #[test]
    fn only_whole_numbers_from_0_to_5_are_marks() {
        assert_eq!(Mark::parse(" 4 "), Mark::new(4));
        assert_eq!(Mark::parse(""), Err(MarkFault::Empty));
        for text in ["6", "-1", "3.5", "٣", "05", "five"] {
            assert_eq!(Mark::parse(text), Err(MarkFault::NotMark), "{text:?}");
        }
        assert!(serde_json::from_str::<Mark>("6").is_err());
        assert_eq!(Mark::all().count(), 6);
    }

    #[test]
    fn full_marks_are_a_hundred_per_cent() {
        let all = weighted_percent([(mark(5), 60), (mark(5), 40)]).unwrap();
        assert_eq!(all, Percent::whole(100));
        let some = weighted_percent([(mark(3), 60), (mark(4), 40)]).unwrap();
        assert_eq!(some.to_string(), "68.0%");
    }

    #[test]
    fn weights_that_do_not_total_100_weigh_nothing() {
        assert_eq!(weighted_percent([(mark(3), 99)]), Err(WeightFault::Total { total: 99 }));
        assert_eq!(weighted_percent([]), Err(WeightFault::Total { total: 0 }));
    }

    #[test]
    fn what_shows_alike_may_still_differ() {
        let third = Percent::new(1946, 30).unwrap();
        let line = Percent::new(649, 10).unwrap();
        assert_eq!(third.to_string(), line.to_string());
        assert!(third < line);
    }

    #[test]
    fn the_mean_of_a_panel_is_exact() {
        let panel = [Percent::whole(60), Percent::whole(61), Percent::whole(61)];
        let mean = Percent::mean(panel).unwrap();
        assert_eq!(mean.fraction(), (182, 3));
        assert_eq!(mean.to_string(), "60.7%");
        assert_eq!(Percent::mean([]), None);
    }

    #[test]
    fn a_half_is_shown_rounded_up() {
        assert_eq!(Percent::new(6495, 100).unwrap().to_string(), "65.0%");
        assert_eq!(Percent::new(64949, 1000).unwrap().to_string(), "64.9%");
        assert_eq!(Percent::share(7, 20).unwrap().to_string(), "35.0%");
        assert_eq!(Percent::share(1, 0), None);
    }

    proptest! {
        #[test]
        fn a_percentage_is_the_exact_fraction_of_the_points(
            marks in prop::collection::vec(0_u8..=5, 5),
            cuts in prop::collection::btree_set(1_u32..100, 4),
        ) {
            let mut edges: Vec<u32> = cuts.into_iter().collect();
            edges.push(100);
            let mut from = 0;
            let weights: Vec<u32> = edges.iter().map(|&to| { let w = to - from; from = to; w }).collect();
            let points: u32 = marks.iter().zip(&weights).map(|(&m, &w)| u32::from(m) * w).sum();
            let percent = weighted_percent(
                marks.iter().zip(&weights).map(|(&m, &w)| (mark(m), w))
            ).unwrap();
            prop_assert_eq!(percent, Percent::new(i64::from(points), 5).unwrap());
        }

        #[test]
        fn any_two_percentages_compare_as_their_cross_products(
            a in any::<i64>(), b in 1_i64..=i64::MAX, c in any::<i64>(), d in 1_i64..=i64::MAX,
        ) {
            prop_assume!(a != i64::MIN && c != i64::MIN);
            let (x, y) = (Percent::new(a, b).unwrap(), Percent::new(c, d).unwrap());
            let truth = (i128::from(a) * i128::from(d)).cmp(&(i128::from(c) * i128::from(b)));
            prop_assert_eq!(x.cmp(&y), truth);
            let json = serde_json::to_string(&x).unwrap();
            prop_assert_eq!(serde_json::from_str::<Percent>(&json).unwrap(), x);
            let _ = (x.to_string(), Percent::mean([x, y]));
        }

        #[test]
        fn a_mean_lies_between_the_least_and_the_greatest(
            percents in prop::collection::vec((0_i64..=500, 1_i64..=30), 1..8)
        ) {
            let percents: Vec<Percent> =
                percents.into_iter().map(|(n, d)| Percent::new(n, d).unwrap()).collect();
            let mean = Percent::mean(percents.clone()).unwrap();
            prop_assert!(percents.iter().min().unwrap() <= &mean);
            prop_assert!(percents.iter().max().unwrap() >= &mean);
        }

        #[test]
        fn what_is_shown_is_within_half_a_tenth(n in -100_000_i64..100_000, d in 1_i64..1000) {
            let percent = Percent::new(n, d).unwrap();
            let shown = percent.tenths();
            let twice_off = i128::from(n) * 20 - shown * i128::from(d) * 2;
            prop_assert!(twice_off >= -i128::from(d) && twice_off < i128::from(d));
        }
    }
}
