//! Bank holidays of England and Wales: `bank-holidays.csv`.

use std::collections::BTreeMap;

use almoner_domain::value::BankHolidays;
use jiff::civil::Date;

use crate::document::Document;
use crate::error::{Fault, PackError, Thing};
use crate::files::PackFile;

/// One bank holiday.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankHoliday {
    /// Its name.
    pub title: String,
    /// For example that it is a substitute day; empty where there is nothing to say.
    pub notes: String,
}

/// The bank holidays that the pack knows, with their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayList {
    by_day: BTreeMap<Date, BankHoliday>,
}

impl HolidayList {
    /// The bank holiday on `day`, if it is one.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&BankHoliday> {
        self.by_day.get(&day)
    }

    /// Their days alone, as working days are counted by.
    #[must_use]
    pub fn days(&self) -> BankHolidays {
        self.by_day.keys().copied().collect()
    }

    /// All of them, earliest first.
    pub fn iter(&self) -> impl Iterator<Item = (Date, &BankHoliday)> {
        self.by_day.iter().map(|(day, holiday)| (*day, holiday))
    }

    /// First and last day listed. Beyond them a day may be a bank holiday that nobody has entered.
    #[must_use]
    pub fn span(&self) -> Option<(Date, Date)> {
        let (first, _) = self.by_day.first_key_value()?;
        let (last, _) = self.by_day.last_key_value()?;
        Some((*first, *last))
    }
}

pub(crate) fn read(document: Document<'_>) -> Result<HolidayList, PackError> {
    let file = PackFile::BankHolidays;
    let mut by_day = BTreeMap::new();
    document.csv(["date", "title", "notes"], |line, [date, title, notes]| {
        let day = written_day(date)
            .ok_or_else(|| PackError::at(file, line, Fault::Date(date.to_owned())))?;
        if title.is_empty() {
            return Err(PackError::at(file, line, Fault::Empty("title")));
        }
        let holiday = BankHoliday { title: title.to_owned(), notes: notes.to_owned() };
        match by_day.insert(day, holiday) {
            None => Ok(()),
            Some(_) => {
                let twice = Fault::Twice { thing: Thing::BankHoliday, value: day.to_string() };
                Err(PackError::at(file, line, twice))
            }
        }
    })?;
    Ok(HolidayList { by_day })
}

/// The day that `text` names, written as yyyy-mm-dd and nothing else.
fn written_day(text: &str) -> Option<Date> {
    Date::strptime("%Y-%m-%d", text).ok().filter(|day| day.to_string() == text)
}
