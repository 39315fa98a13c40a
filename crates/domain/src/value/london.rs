//! The clock on the wall in London, which deadlines are set by.
//!
//! Zone data are compiled in, so that every installation knows the same rules.

use std::sync::LazyLock;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::instant::Instant;

#[expect(clippy::expect_used, reason = "the zone is compiled in; the tests below read it")]
static LONDON: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::get("Europe/London").expect("Europe/London is compiled in"));

/// Why a date and time in London is not one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WallTimeFault {
    /// Clocks go forward over this time: it does not happen on this date.
    #[error("this time does not happen: the clocks go forward")]
    Skipped,
    /// Clocks go back over this time: it happens twice on this date.
    #[error("this time happens twice: the clocks go back")]
    Repeated,
    /// The date is outside the years that can be kept.
    #[error("outside the years 1 to 9999")]
    OutOfRange,
}

/// The moment when London's clocks show `time` on `date`.
pub fn instant(date: Date, time: Time) -> Result<Instant, WallTimeFault> {
    let ambiguous = LONDON.to_ambiguous_timestamp(date.to_datetime(time));
    match ambiguous.offset() {
        AmbiguousOffset::Gap { .. } => Err(WallTimeFault::Skipped),
        AmbiguousOffset::Fold { .. } => Err(WallTimeFault::Repeated),
        AmbiguousOffset::Unambiguous { .. } => {
            let timestamp = ambiguous.unambiguous().map_err(|_| WallTimeFault::OutOfRange)?;
            let moment = Instant::from_timestamp(timestamp);
            // A date beyond the ends would have been moved to the nearest moment.
            if civil(moment) == cut_to_micros(date.to_datetime(time)) {
                Ok(moment)
            } else {
                Err(WallTimeFault::OutOfRange)
            }
        }
    }
}

/// What London's clocks and calendar show at `moment`.
pub fn civil(moment: Instant) -> DateTime {
    LONDON.to_datetime(moment.timestamp())
}

/// The date in London at `moment`.
pub fn date(moment: Instant) -> Date {
    civil(moment).date()
}

/// `GMT` or `BST` (or another name of the past) at `moment`.
pub fn zone_name(moment: Instant) -> String {
    LONDON.to_offset_info(moment.timestamp()).abbreviation().to_owned()
}

/// Whether London's clocks show this time, which they do show, twice on its date.
pub(super) fn happens_twice(wall: DateTime) -> bool {
    LONDON.to_ambiguous_timestamp(wall).is_ambiguous()
}

fn cut_to_micros(wall: DateTime) -> DateTime {
    let time = wall.time();
    let nanos = time.subsec_nanosecond() / 1000 * 1000;
    time.with().subsec_nanosecond(nanos).build().map_or(wall, |time| wall.date().to_datetime(time))
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date as day, time};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn winter_and_summer_times_are_told_apart() {
        let winter = instant(day(2024, 1, 15), time(17, 0, 0, 0)).unwrap();
        assert_eq!(winter.to_string(), "2024-01-15T17:00:00.000000Z");
        let summer = instant(day(2026, 7, 1), time(17, 0, 0, 0)).unwrap();
        assert_eq!(summer.to_string(), "2026-07-01T16:00:00.000000Z");
        assert_eq!((zone_name(winter), zone_name(summer)), ("GMT".to_owned(), "BST".to_owned()));
    }

    #[test]
    fn the_hour_lost_in_march_is_refused() {
        let lost = |h, m, s| instant(day(2026, 3, 29), time(h, m, s, 0));
        assert_eq!(lost(0, 59, 59).unwrap().to_string(), "2026-03-29T00:59:59.000000Z");
        assert_eq!(lost(1, 0, 0), Err(WallTimeFault::Skipped));
        assert_eq!(lost(1, 59, 59), Err(WallTimeFault::Skipped));
        assert_eq!(lost(2, 0, 0).unwrap().to_string(), "2026-03-29T01:00:00.000000Z");
    }

    #[test]
    fn the_hour_repeated_in_october_is_refused() {
        let again = |h, m, s| instant(day(2026, 10, 25), time(h, m, s, 0));
        assert_eq!(again(0, 59, 59).unwrap().to_string(), "2026-10-24T23:59:59.000000Z");
        assert_eq!(again(1, 0, 0), Err(WallTimeFault::Repeated));
        assert_eq!(again(1, 59, 59), Err(WallTimeFault::Repeated));
        assert_eq!(again(2, 0, 0).unwrap().to_string(), "2026-10-25T02:00:00.000000Z");
        assert!(happens_twice(civil(Instant::parse("2026-10-25T00:30:00Z").unwrap())));
        assert!(!happens_twice(civil(Instant::parse("2026-10-25T02:30:00Z").unwrap())));
    }

    #[test]
    fn dates_beyond_the_ends_are_refused() {
        let far = instant(day(9999, 12, 31), time(12, 0, 0, 0));
        assert_eq!(far, Err(WallTimeFault::OutOfRange));
        let old = instant(day(-5, 1, 1), time(12, 0, 0, 0));
        assert_eq!(old, Err(WallTimeFault::OutOfRange));
    }

    proptest! {
        #[test]
        fn every_moment_has_a_wall_time_that_leads_back_to_it(
            micros in 0_i64..=4_102_444_800_000_000
        ) {
            let moment = Instant::from_microsecond(micros).unwrap();
            let wall = civil(moment);
            match instant(wall.date(), wall.time()) {
                Ok(back) => prop_assert_eq!(back, moment),
                Err(fault) => prop_assert_eq!(fault, WallTimeFault::Repeated),
            }
        }
    }
}
