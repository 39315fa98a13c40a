//! The moment that closes something, and how a moment is shown to people.

use std::fmt;

use jiff::civil::{Date, Time, Weekday};
use serde::{Deserialize, Serialize};

use super::instant::Instant;
use super::london;

/// The moment from which something is too late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Deadline {
    /// The first moment that is too late.
    pub at: Instant,
}

impl Deadline {
    /// A deadline at `at`.
    pub const fn new(at: Instant) -> Self {
        Self { at }
    }

    /// Whether what was `received` then is too late: in the deadline's own millisecond or after.
    ///
    /// Both moments are compared in whole milliseconds, the unit that is kept and shown in a
    /// dispute, so that what is stored always explains what was decided.
    pub fn is_past(self, received: Instant) -> bool {
        received.as_millisecond() >= self.at.as_millisecond()
    }
}

impl fmt::Display for Deadline {
    /// `5pm on Monday 15 January 2024`, in London.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&show_moment(self.at))
    }
}

/// `5pm on Monday 15 January 2024`, in London.
///
/// Midnight is said to be the start of its day, since "midnight on Monday" is read both ways; and
/// in the hour that happens twice in autumn the zone is named.
pub fn show_moment(moment: Instant) -> String {
    let wall = london::civil(moment);
    let date = show_long_date(wall.date());
    let time = show_time(wall.time());
    if london::happens_twice(wall) {
        return format!("{time} ({}) on {date}", london::zone_name(moment));
    }
    if time == MIDNIGHT {
        return format!("{time} at the start of {date}");
    }
    format!("{time} on {date}")
}

/// As [`show_moment`], without the seconds: for what happened at some time, where no deadline
/// hangs on it.
pub fn show_minute(moment: Instant) -> String {
    let micros = moment.as_microsecond();
    let minute = Instant::from_microsecond(micros - micros.rem_euclid(60_000_000));
    show_moment(minute.unwrap_or(moment))
}

const MIDNIGHT: &str = "midnight";

/// `5pm`, `11:59am`, `midday`, `midnight`, as the GOV.UK style guide has it; seconds only where
/// there are some.
pub fn show_time(time: Time) -> String {
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    match (hour, minute, second) {
        (0, 0, 0) => return MIDNIGHT.to_owned(),
        (12, 0, 0) => return "midday".to_owned(),
        _ => {}
    }
    let half = if hour < 12 { "am" } else { "pm" };
    let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
    match (minute, second) {
        (0, 0) => format!("{hour}{half}"),
        (_, 0) => format!("{hour}:{minute:02}{half}"),
        _ => format!("{hour}:{minute:02}:{second:02}{half}"),
    }
}

/// `15 January 2024`.
pub fn show_date(date: Date) -> String {
    format!("{} {} {}", date.day(), month_name(date.month()), date.year())
}

/// `Monday 15 January 2024`.
pub fn show_long_date(date: Date) -> String {
    let weekday = match date.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    };
    format!("{weekday} {}", show_date(date))
}

/// The months' English names in order.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|place| MONTHS.get(place)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    use super::*;

    fn deadline(day: Date, hour: i8, minute: i8) -> Deadline {
        Deadline::new(london::instant(day, time(hour, minute, 0, 0)).unwrap())
    }

    fn received(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn what_hangs_on_no_second_is_shown_to_the_minute() {
        assert_eq!(
            show_minute(received("2023-12-04T09:00:31.250Z")),
            "9am on Monday 4 December 2023"
        );
    }

    #[test]
    fn the_last_millisecond_before_the_deadline_is_in_time() {
        let five = deadline(date(2024, 1, 15), 17, 0);
        assert!(!five.is_past(received("2024-01-15T16:59:59.999Z")));
        assert!(!five.is_past(received("2024-01-15T16:59:59.999999Z")));
        assert!(five.is_past(received("2024-01-15T17:00:00.000Z")));
        assert!(five.is_past(received("2024-01-15T17:00:00.000001Z")));
    }

    #[test]
    fn a_deadline_just_after_the_clocks_go_forward_is_exact() {
        let two = deadline(date(2026, 3, 29), 2, 0);
        assert!(!two.is_past(received("2026-03-29T00:59:59.999Z")));
        assert!(two.is_past(received("2026-03-29T01:00:00Z")));
        let one_to_midnight = deadline(date(2026, 3, 29), 23, 59);
        assert!(!one_to_midnight.is_past(received("2026-03-29T22:58:59.999Z")));
        assert!(one_to_midnight.is_past(received("2026-03-29T22:59:00Z")));
    }

    #[test]
    fn a_deadline_just_after_the_clocks_go_back_is_exact() {
        let two = deadline(date(2026, 10, 25), 2, 0);
        assert!(!two.is_past(received("2026-10-25T01:59:59.999Z")));
        assert!(two.is_past(received("2026-10-25T02:00:00Z")));
        let before = deadline(date(2026, 10, 25), 0, 59);
        assert!(!before.is_past(received("2026-10-24T23:58:59.999Z")));
        assert!(before.is_past(received("2026-10-24T23:59:00Z")));
    }

    #[test]
    fn a_deadline_is_shown_as_people_say_it() {
        let shown = |hour, minute| deadline(date(2024, 1, 15), hour, minute).to_string();
        assert_eq!(shown(17, 0), "5pm on Monday 15 January 2024");
        assert_eq!(shown(11, 59), "11:59am on Monday 15 January 2024");
        assert_eq!(shown(12, 0), "midday on Monday 15 January 2024");
        assert_eq!(shown(12, 30), "12:30pm on Monday 15 January 2024");
        assert_eq!(shown(0, 5), "12:05am on Monday 15 January 2024");
        assert_eq!(shown(0, 0), "midnight at the start of Monday 15 January 2024");
        assert_eq!(show_moment(received("2026-07-01T16:00:00Z")), "5pm on Wednesday 1 July 2026");
        assert_eq!(show_time(time(17, 0, 9, 0)), "5:00:09pm");
    }

    #[test]
    fn the_hour_that_happens_twice_names_its_zone() {
        assert_eq!(
            show_moment(received("2026-10-25T00:30:00Z")),
            "1:30am (BST) on Sunday 25 October 2026"
        );
        assert_eq!(
            show_moment(received("2026-10-25T01:30:00Z")),
            "1:30am (GMT) on Sunday 25 October 2026"
        );
    }

    proptest! {
        #[test]
        fn lateness_turns_once_at_the_deadline_and_never_back(
            at in 1_774_000_000_000_000_i64..1_794_000_000_000_000,
            offset in -5_000_000_i64..5_000_000,
        ) {
            let deadline = Deadline::new(Instant::from_microsecond(at / 1000 * 1000).unwrap());
            let moment = deadline.at.checked_add(SignedDuration::from_micros(offset)).unwrap();
            prop_assert_eq!(deadline.is_past(moment), offset >= 0);
        }
    }
}
