//! Dates: as people type them, in the financial year, and counted in working days.

use std::collections::BTreeSet;
use std::fmt;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use super::deadline::MONTHS;

/// A date in the calendar, without a time or a zone.
pub use jiff::civil::Date as CivilDate;

/// The bank holidays of England and Wales that the office keeps.
pub type BankHolidays = BTreeSet<Date>;

/// Which of the three fields of a date are empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MissingParts {
    /// The day is empty.
    pub day: bool,
    /// The month is empty.
    pub month: bool,
    /// The year is empty.
    pub year: bool,
}

/// Why three fields are not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum DateFault {
    /// All three fields are empty.
    #[error("empty")]
    Empty,
    /// Some of the fields are empty.
    #[error("incomplete")]
    Missing(MissingParts),
    /// The year does not have four figures.
    #[error("the year does not have four figures")]
    YearNotFourFigures,
    /// There is no such day.
    #[error("not a real date")]
    NotReal,
}

/// Reads a date typed into three fields. The month may be a number or an English name.
pub fn read_date(day: &str, month: &str, year: &str) -> Result<Date, DateFault> {
    let (day, month, year) = (day.trim(), month.trim(), year.trim());
    let missing =
        MissingParts { day: day.is_empty(), month: month.is_empty(), year: year.is_empty() };
    if missing == (MissingParts { day: true, month: true, year: true }) {
        return Err(DateFault::Empty);
    }
    if missing != MissingParts::default() {
        return Err(DateFault::Missing(missing));
    }
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(year) {
        return Err(DateFault::NotReal);
    }
    if year.len() != 4 {
        return Err(DateFault::YearNotFourFigures);
    }
    let day = if is_number(day) { day.parse().ok() } else { None };
    let month = if is_number(month) { month.parse().ok() } else { month_named(month) };
    let (Some(day), Some(month), Ok(year)) = (day, month, year.parse()) else {
        return Err(DateFault::NotReal);
    };
    Date::new(year, month, day).map_err(|_| DateFault::NotReal)
}

/// The number of the month with this English name or its beginning, of three letters or more.
fn month_named(text: &str) -> Option<i8> {
    let text = text.to_lowercase();
    if text.len() < 3 {
        return None;
    }
    let place = MONTHS.iter().position(|month| month.to_lowercase().starts_with(&text))?;
    i8::try_from(place + 1).ok()
}

/// A financial year of the public sector, 1 April to 31 March.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FinancialYear {
    start: i16,
}

/// The financial year that `date` falls in.
pub fn financial_year(date: Date) -> FinancialYear {
    let start = if date.month() >= 4 { date.year() } else { date.year() - 1 };
    FinancialYear { start }
}

impl FinancialYear {
    /// The calendar year it starts in.
    pub const fn start_year(self) -> i16 {
        self.start
    }

    /// The year as it stands in references: `2324`.
    pub fn code(self) -> String {
        let (first, second) = self.last_two_figures();
        format!("{first:02}{second:02}")
    }

    /// The quarter, 1 to 4, that `date` falls in; `None` outside this year. The first is April to
    /// June.
    pub fn quarter(self, date: Date) -> Option<u8> {
        (financial_year(date) == self).then_some(match date.month() {
            4..=6 => 1,
            7..=9 => 2,
            10..=12 => 3,
            _ => 4,
        })
    }

    fn last_two_figures(self) -> (i16, i16) {
        (self.start.rem_euclid(100), (self.start + 1).rem_euclid(100))
    }
}

impl fmt::Display for FinancialYear {
    /// `2023/24`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.start, self.last_two_figures().1)
    }
}

/// Whether offices are open: Monday to Friday and no bank holiday.
pub fn is_working_day(date: Date, holidays: &BankHolidays) -> bool {
    !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && !holidays.contains(&date)
}

/// The working day that is `days` working days after `date`, which itself is not counted.
///
/// No days leave the date as it is, even where it is no working day. `None` beyond the calendar.
pub fn add_working_days(date: Date, days: u32, holidays: &BankHolidays) -> Option<Date> {
    let mut date = date;
    for _ in 0..days {
        date = date.tomorrow().ok()?;
        while !is_working_day(date, holidays) {
            date = date.tomorrow().ok()?;
        }
    }
    Some(date)
}

/// How many working days lie after `from`, up to and with `to`; none when `to` is not later.
pub fn working_days_between(from: Date, to: Date, holidays: &BankHolidays) -> u32 {
    let mut count = 0;
    let mut date = from;
    while date < to {
        let Ok(next) = date.tomorrow() else { break };
        date = next;
        if is_working_day(date, holidays) {
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_date_is_read_from_three_fields() {
        assert_eq!(read_date("15", "1", "2024"), Ok(date(2024, 1, 15)));
        assert_eq!(read_date(" 05 ", "January", "2024"), Ok(date(2024, 1, 5)));
        assert_eq!(read_date("29", "feb", "2024"), Ok(date(2024, 2, 29)));
        assert_eq!(read_date("1", "Sept", "2024"), Ok(date(2024, 9, 1)));
    }

    #[test]
    fn what_is_not_a_date_is_refused_with_the_reason() {
        assert_eq!(read_date("", " ", ""), Err(DateFault::Empty));
        assert_eq!(
            read_date("", "1", ""),
            Err(DateFault::Missing(MissingParts { day: true, month: false, year: true }))
        );
        assert_eq!(read_date("29", "2", "2023"), Err(DateFault::NotReal));
        assert_eq!(read_date("1", "ma", "2023"), Err(DateFault::NotReal));
        assert_eq!(read_date("+1", "2", "2023"), Err(DateFault::NotReal));
        assert_eq!(read_date("1", "2", "23"), Err(DateFault::YearNotFourFigures));
        assert_eq!(read_date("999999999999", "2", "2023"), Err(DateFault::NotReal));
    }

    #[test]
    fn the_financial_year_turns_on_the_first_of_april() {
        assert_eq!(financial_year(date(2024, 3, 31)).to_string(), "2023/24");
        assert_eq!(financial_year(date(2024, 4, 1)).to_string(), "2024/25");
        assert_eq!(financial_year(date(1999, 12, 1)).to_string(), "1999/00");
        assert_eq!(financial_year(date(2024, 1, 15)).code(), "2324");
    }

    #[test]
    fn quarters_are_counted_from_april() {
        let year = financial_year(date(2023, 4, 1));
        assert_eq!(year.quarter(date(2023, 6, 30)), Some(1));
        assert_eq!(year.quarter(date(2023, 12, 31)), Some(3));
        assert_eq!(year.quarter(date(2024, 3, 31)), Some(4));
        assert_eq!(year.quarter(date(2024, 4, 1)), None);
    }

    #[test]
    fn working_days_skip_weekends_and_bank_holidays() {
        let christmas: BankHolidays =
            [date(2023, 12, 25), date(2023, 12, 26), date(2024, 1, 1)].into();
        assert_eq!(add_working_days(date(2023, 12, 22), 1, &christmas), Some(date(2023, 12, 27)));
        assert_eq!(add_working_days(date(2023, 12, 22), 5, &christmas), Some(date(2024, 1, 3)));
        assert_eq!(add_working_days(date(2023, 12, 23), 0, &christmas), Some(date(2023, 12, 23)));
        assert_eq!(add_working_days(Date::MAX, 1, &christmas), None);
    }

    proptest! {
        #[test]
        fn any_three_texts_are_a_date_or_a_fault(day in ".*", month in ".*", year in ".*") {
            let _ = read_date(&day, &month, &year);
        }

        #[test]
        fn adding_working_days_lands_on_one_and_counts_back(
            start in 0_i32..20_000,
            days in 1_u32..60,
            off in prop::collection::btree_set(0_i32..20_100, 0..40),
        ) {
            let day = |n: i32| date(2000, 1, 1).saturating_add(jiff::Span::new().days(n));
            let holidays: BankHolidays = off.into_iter().map(day).collect();
            let from = day(start);
            let to = add_working_days(from, days, &holidays).unwrap();
            prop_assert!(is_working_day(to, &holidays));
            prop_assert_eq!(working_days_between(from, to, &holidays), days);
        }
    }
}
