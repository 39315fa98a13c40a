//! A moment in time, to the microsecond.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A moment in time, cut down to whole microseconds so that it is the same before and after a
/// database has kept it.
///
/// Written as RFC 3339 in UTC with six decimals (`2024-01-15T17:00:00.000000Z`): a fixed width, so
/// that the order of the texts is the order of the moments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Timestamp);

/// Why something is not an [`Instant`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InstantFault {
    /// The text is not an RFC 3339 date and time with an offset.
    #[error("not an RFC 3339 date and time")]
    NotRfc3339,
    /// The moment lies outside the years 1 to 9999.
    #[error("outside the years 1 to 9999")]
    OutOfRange,
}

/// 0001-01-01T00:00:00Z.
const FIRST: i64 = -62_135_596_800_000_000;
/// 9999-12-30T00:00:00Z, leaving room for any zone's offset.
const LAST: i64 = 253_402_128_000_000_000;

impl Instant {
    /// The moment of a clock reading; what is outside the years 1 to 9999 becomes the nearest
    /// moment inside.
    pub fn from_timestamp(timestamp: Timestamp) -> Self {
        let micros = timestamp.as_nanosecond().div_euclid(1000);
        let micros = micros.clamp(i128::from(FIRST), i128::from(LAST));
        let cut = i64::try_from(micros).ok().and_then(|m| Timestamp::from_microsecond(m).ok());
        Self(cut.unwrap_or(Timestamp::UNIX_EPOCH))
    }

    /// The moment `micros` microseconds after 1970-01-01T00:00:00Z.
    pub fn from_microsecond(micros: i64) -> Result<Self, InstantFault> {
        if !(FIRST..=LAST).contains(&micros) {
            return Err(InstantFault::OutOfRange);
        }
        Timestamp::from_microsecond(micros).map(Self).map_err(|_| InstantFault::OutOfRange)
    }

    /// Microseconds after 1970-01-01T00:00:00Z.
    pub fn as_microsecond(self) -> i64 {
        self.0.as_microsecond()
    }

    /// Whole milliseconds after 1970-01-01T00:00:00Z, rounded towards the past.
    pub fn as_millisecond(self) -> i64 {
        self.as_microsecond().div_euclid(1000)
    }

    /// The same moment as jiff's type.
    pub fn timestamp(self) -> Timestamp {
        self.0
    }

    /// Reads an RFC 3339 date and time; finer parts than microseconds are cut off.
    pub fn parse(text: &str) -> Result<Self, InstantFault> {
        let timestamp: Timestamp = text.trim().parse().map_err(|_| InstantFault::NotRfc3339)?;
        let micros = i64::try_from(timestamp.as_nanosecond().div_euclid(1000))
            .map_err(|_| InstantFault::OutOfRange)?;
        Self::from_microsecond(micros)
    }

    /// The moment `duration` later (or earlier, when negative), `None` outside the years 1 to 9999.
    pub fn checked_add(self, duration: SignedDuration) -> Option<Self> {
        let micros = i64::try_from(duration.as_micros()).ok()?;
        Self::from_microsecond(self.as_microsecond().checked_add(micros)?).ok()
    }

    /// How long after `earlier` this is; negative when it is before.
    pub fn since(self, earlier: Self) -> SignedDuration {
        // Both lie inside the years 1 to 9999, so that the difference fits.
        SignedDuration::from_micros(self.as_microsecond() - earlier.as_microsecond())
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}", self.0)
    }
}

impl FromStr for Instant {
    type Err = InstantFault;

    fn from_str(text: &str) -> Result<Self, InstantFault> {
        Self::parse(text)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_moment_is_written_with_six_decimals() {
        let moment = Instant::parse("2024-01-15T17:00:00Z").unwrap();
        assert_eq!(moment.to_string(), "2024-01-15T17:00:00.000000Z");
        let json = serde_json::to_string(&moment).unwrap();
        assert_eq!(json, "\"2024-01-15T17:00:00.000000Z\"");
        assert_eq!(serde_json::from_str::<Instant>(&json).unwrap(), moment);
    }

    #[test]
    fn what_is_finer_than_a_microsecond_is_cut_off() {
        let moment = Instant::parse("2024-01-15T17:00:00.123456999+00:00").unwrap();
        assert_eq!(moment.to_string(), "2024-01-15T17:00:00.123456Z");
        let before_1970 = Timestamp::from_nanosecond(-1).unwrap();
        let before_1970 = Instant::from_timestamp(before_1970);
        assert_eq!((before_1970.as_microsecond(), before_1970.as_millisecond()), (-1, -1));
    }

    #[test]
    fn what_is_not_a_moment_is_refused() {
        assert_eq!(Instant::parse("yesterday"), Err(InstantFault::NotRfc3339));
        assert_eq!(Instant::parse("2024-01-15"), Err(InstantFault::NotRfc3339));
        assert_eq!(Instant::parse("-000001-01-01T00:00:00Z"), Err(InstantFault::OutOfRange));
        assert_eq!(Instant::from_microsecond(i64::MAX), Err(InstantFault::OutOfRange));
        assert_eq!(
            Instant::from_timestamp(Timestamp::MAX),
            Instant::from_microsecond(LAST).unwrap()
        );
    }

    proptest! {
        #[test]
        fn any_text_is_a_moment_or_a_fault(text in ".*") {
            let _ = Instant::parse(&text);
        }

        #[test]
        fn a_written_moment_reads_back(micros in FIRST..=LAST) {
            let moment = Instant::from_microsecond(micros).unwrap();
            prop_assert_eq!(moment.to_string().len(), 27);
            prop_assert_eq!(Instant::parse(&moment.to_string()), Ok(moment));
            prop_assert_eq!(Instant::from_timestamp(moment.timestamp()), moment);
        }

        #[test]
        fn texts_sort_as_moments_do(a in FIRST..=LAST, b in FIRST..=LAST) {
            let (a, b) = (Instant::from_microsecond(a).unwrap(), Instant::from_microsecond(b).unwrap());
            prop_assert_eq!(a.to_string().cmp(&b.to_string()), a.cmp(&b));
        }
    }
}
