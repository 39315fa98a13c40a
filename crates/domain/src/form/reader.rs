//! Reads single fields and gathers what is wrong with them.

use super::fields::{Fields, LONGEST_FIELD, is_blank};
use super::kind::Choice;
use super::problem::{Fault, Problem};
use crate::value::{
    CivilDate, DateFault, MissingParts, MoneyFault, Pence, clean_text, read_date, words,
};

/// What stands in a field.
pub(super) enum Typed {
    /// Nothing.
    Blank,
    /// A text, cleaned, without spaces at its ends.
    Text(String),
    /// Something that cannot be read; the problem is noted.
    Faulty,
}

/// Reads the fields of one question.
pub(super) struct Reader<'a> {
    answers: &'a Fields,
    pub(super) problems: Vec<Problem>,
}

/// The most characters in one cell of a table or one part of an address.
pub(super) const CELL: usize = 500;

impl<'a> Reader<'a> {
    pub(super) fn new(answers: &'a Fields) -> Self {
        Self { answers, problems: Vec::new() }
    }

    pub(super) fn answers(&self) -> &'a Fields {
        self.answers
    }

    pub(super) fn note(&mut self, field: &str, fault: Fault) {
        self.problems.push(Problem::new(field, fault));
    }

    pub(super) fn has_blocking(&self) -> bool {
        self.problems.iter().any(Problem::is_blocking)
    }

    /// Every text of a field that may come several times, blank ones aside.
    pub(super) fn many(&mut self, field: &str) -> Vec<String> {
        let typed = self.answers.get(field).map_or(&[][..], Vec::as_slice);
        let mut texts = Vec::new();
        for text in typed {
            if let Typed::Text(text) = self.cleaned(field, text) {
                texts.push(text);
            }
        }
        texts
    }

    /// The one text of a field.
    pub(super) fn typed(&mut self, field: &str) -> Typed {
        match self.answers.get(field).map_or(&[][..], Vec::as_slice) {
            [] => Typed::Blank,
            [text] => self.cleaned(field, text),
            several => {
                let count = several.len();
                self.note(field, Fault::Repeated { count });
                Typed::Faulty
            }
        }
    }

    fn cleaned(&mut self, field: &str, text: &str) -> Typed {
        if text.len() > LONGEST_FIELD {
            self.note(field, Fault::TooLong { bytes: text.len(), max: LONGEST_FIELD });
            return Typed::Faulty;
        }
        match clean_text(text) {
            Err(control) => {
                self.note(field, Fault::ControlCharacter { code: control.code });
                Typed::Faulty
            }
            Ok(clean) => match clean.trim() {
                "" => Typed::Blank,
                trimmed => Typed::Text(trimmed.to_owned()),
            },
        }
    }

    /// A text, or `None` when it is blank or faulty; blank is a problem.
    pub(super) fn wanted(&mut self, field: &str) -> Option<String> {
        match self.typed(field) {
            Typed::Text(text) => Some(text),
            Typed::Faulty => None,
            Typed::Blank => {
                self.note(field, Fault::Missing);
                None
            }
        }
    }

    /// A text, or `None` when it is blank or faulty; blank is none.
    pub(super) fn offered(&mut self, field: &str) -> Option<String> {
        match self.typed(field) {
            Typed::Text(text) => Some(text),
            Typed::Faulty | Typed::Blank => None,
        }
    }

    /// A wanted line of at most `max` characters.
    pub(super) fn wanted_line(&mut self, field: &str, max: usize) -> Option<String> {
        let text = self.wanted(field)?;
        self.within_characters(field, text, max)
    }

    /// An offered line of at most `max` characters.
    pub(super) fn offered_line(&mut self, field: &str, max: usize) -> Option<String> {
        let text = self.offered(field)?;
        self.within_characters(field, text, max)
    }

    /// Whether nothing but spaces stands in a field.
    pub(super) fn is_blank(&self, field: &str) -> bool {
        is_blank(self.answers, field)
    }

    fn within_characters(&mut self, field: &str, text: String, max: usize) -> Option<String> {
        let count = text.chars().count();
        if count > max {
            self.note(field, Fault::TooManyCharacters { count, max });
            return None;
        }
        Some(text)
    }

    /// A wanted text of at most `max` words.
    pub(super) fn wanted_words(&mut self, field: &str, max: u32) -> Option<String> {
        let text = self.wanted(field)?;
        self.within_words(field, words(&text), max).then_some(text)
    }

    /// Notes a problem, and is false, when there are more than `max` words.
    pub(super) fn within_words(&mut self, field: &str, count: usize, max: u32) -> bool {
        let max = usize::try_from(max).unwrap_or(usize::MAX);
        if count > max {
            self.note(field, Fault::TooManyWords { count, max });
        }
        count <= max
    }

    /// What `parse` makes of a wanted text.
    pub(super) fn wanted_as<T>(
        &mut self,
        field: &str,
        parse: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Option<T> {
        let text = self.wanted(field)?;
        self.parsed(field, &text, parse)
    }

    /// What `parse` makes of an offered text.
    pub(super) fn offered_as<T>(
        &mut self,
        field: &str,
        parse: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Option<T> {
        let text = self.offered(field)?;
        self.parsed(field, &text, parse)
    }

    fn parsed<T>(
        &mut self,
        field: &str,
        text: &str,
        parse: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Option<T> {
        match parse(text) {
            Ok(value) => Some(value),
            Err(fault) => {
                self.note(field, fault);
                None
            }
        }
    }

    /// A wanted yes or no.
    pub(super) fn wanted_yes_no(&mut self, field: &str) -> Option<bool> {
        self.wanted_as(field, |text| match text {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(Fault::NotAnOption),
        })
    }

    /// A wanted value of one of `options`.
    pub(super) fn wanted_option(&mut self, field: &str, options: &[Choice]) -> Option<String> {
        self.wanted_as(field, |text| {
            let option = options.iter().find(|option| option.value == text);
            option.map(|option| option.value.clone()).ok_or(Fault::NotAnOption)
        })
    }

    /// Whether a box is ticked.
    pub(super) fn ticked(&mut self, field: &str) -> bool {
        match self.typed(field) {
            Typed::Blank | Typed::Faulty => false,
            Typed::Text(text) if text == "yes" => true,
            Typed::Text(_) => {
                self.note(field, Fault::NotAnOption);
                false
            }
        }
    }

    /// A wanted amount, not below zero.
    pub(super) fn wanted_money(&mut self, field: &str) -> Option<Pence> {
        self.wanted_as(field, |text| Pence::parse(text).map_err(Fault::Money))
    }

    /// An amount, or nothing at all when it is blank; `None` when it is faulty.
    pub(super) fn money_or_zero(&mut self, field: &str) -> Option<Pence> {
        let text = match self.typed(field) {
            Typed::Blank => return Some(Pence::ZERO),
            Typed::Faulty => return None,
            Typed::Text(text) => text,
        };
        match Pence::parse(&text) {
            Ok(amount) => Some(amount),
            Err(MoneyFault::Empty) => Some(Pence::ZERO),
            Err(fault) => {
                self.note(field, Fault::Money(fault));
                None
            }
        }
    }

    /// A wanted date in the three fields after `prefix`. A problem stands at the field to mend.
    pub(super) fn wanted_date(&mut self, prefix: &str) -> Option<CivilDate> {
        let fields = ["day", "month", "year"].map(|part| format!("{prefix}.{part}"));
        let mut parts = [String::new(), String::new(), String::new()];
        for (part, field) in parts.iter_mut().zip(&fields) {
            match self.typed(field) {
                Typed::Faulty => return None,
                Typed::Blank => {}
                Typed::Text(text) => *part = text,
            }
        }
        let [day, month, year] = &parts;
        let [day_field, month_field, year_field] = &fields;
        let (field, fault) = match read_date(day, month, year) {
            Ok(date) => return Some(date),
            Err(DateFault::Empty) => (day_field, Fault::Missing),
            Err(fault @ DateFault::Missing(MissingParts { day: true, .. })) => {
                (day_field, Fault::Date(fault))
            }
            Err(fault @ DateFault::Missing(MissingParts { month: true, .. })) => {
                (month_field, Fault::Date(fault))
            }
            Err(fault @ (DateFault::Missing(_) | DateFault::YearNotFourFigures)) => {
                (year_field, Fault::Date(fault))
            }
            Err(fault @ DateFault::NotReal) => (day_field, Fault::Date(fault)),
        };
        self.note(field, fault);
        None
    }
}
