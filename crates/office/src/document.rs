//! Reading one file of a pack: TOML or CSV, with the line of every complaint.

use std::ops::Range;

use csv::{Position, StringRecord};
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::value::Datetime;

use crate::error::{Fault, PackError};
use crate::files::PackFile;

/// The text of one file of a pack.
#[derive(Clone, Copy)]
pub(crate) struct Document<'a> {
    file: PackFile,
    text: &'a str,
}

impl<'a> Document<'a> {
    pub(crate) const fn new(file: PackFile, text: &'a str) -> Self {
        Self { file, text }
    }

    /// Reads the file as TOML.
    pub(crate) fn toml<T: DeserializeOwned>(&self) -> Result<T, PackError> {
        toml::from_str(self.text).map_err(|error| PackError {
            file: self.file,
            line: error.span().map(|span| self.line(&span)),
            fault: Fault::Form(error.message().to_owned()),
        })
    }

    /// Reads the file as CSV with exactly these columns and hands every row on with its line.
    pub(crate) fn csv<const N: usize>(
        &self,
        columns: [&str; N],
        mut row: impl FnMut(u64, [&str; N]) -> Result<(), PackError>,
    ) -> Result<(), PackError> {
        let mut reader = csv::Reader::from_reader(self.text.as_bytes());
        let headers = reader.headers().map_err(|error| self.csv_fault(&error))?;
        if headers.iter().ne(columns) {
            let wanted = columns.join(",");
            return Err(PackError::at(
                self.file,
                1,
                Fault::Form(format!("the first line must be {wanted}")),
            ));
        }
        let mut record = StringRecord::new();
        while reader.read_record(&mut record).map_err(|error| self.csv_fault(&error))? {
            let line = record.position().map_or(0, Position::line);
            let mut fields = [""; N];
            // The reader has refused rows of another length than the header's.
            for (field, value) in fields.iter_mut().zip(&record) {
                *field = value.trim();
            }
            row(line, fields)?;
        }
        Ok(())
    }

    /// A complaint about the part of the file that `spanned` was read from.
    pub(crate) fn complain<T>(&self, spanned: &Spanned<T>, fault: Fault) -> PackError {
        PackError::at(self.file, self.line(&spanned.span()), fault)
    }

    /// The text as a code of the office's own making, or a complaint.
    pub(crate) fn code(&self, code: &Spanned<String>) -> Result<String, PackError> {
        if is_own_code(code.get_ref()) {
            Ok(code.get_ref().clone())
        } else {
            Err(self.complain(code, Fault::Code(code.get_ref().clone())))
        }
    }

    /// The text, trimmed, or a complaint that `field` is empty.
    pub(crate) fn filled(
        &self,
        field: &'static str,
        text: &Spanned<String>,
    ) -> Result<String, PackError> {
        let trimmed = text.get_ref().trim();
        if trimmed.is_empty() {
            Err(self.complain(text, Fault::Empty(field)))
        } else {
            Ok(trimmed.to_owned())
        }
    }

    /// The day that a TOML date names.
    pub(crate) fn day(&self, date: &Spanned<Datetime>) -> Result<Date, PackError> {
        let written = date.get_ref();
        // A TOML date is printed as yyyy-mm-dd; with a time or an offset it is no longer a day.
        written
            .to_string()
            .parse()
            .ok()
            .filter(|_| written.time.is_none() && written.offset.is_none())
            .ok_or_else(|| self.complain(date, Fault::Date(written.to_string())))
    }

    /// First and last day, each where given, in order.
    pub(crate) fn days(
        &self,
        from: Option<&Spanned<Datetime>>,
        to: Option<&Spanned<Datetime>>,
    ) -> Result<(Option<Date>, Option<Date>), PackError> {
        let first = from.map(|date| self.day(date)).transpose()?;
        let last = to.map(|date| self.day(date)).transpose()?;
        match (first, last, to) {
            (Some(from), Some(to), Some(place)) if to < from => {
                Err(self.complain(place, Fault::EndsBeforeStart { from, to }))
            }
            _ => Ok((first, last)),
        }
    }

    fn line(&self, span: &Range<usize>) -> u64 {
        let before = self.text.as_bytes().iter().take(span.start);
        before.fold(1, |line, byte| line + u64::from(*byte == b'\n'))
    }

    fn csv_fault(&self, error: &csv::Error) -> PackError {
        PackError {
            file: self.file,
            line: error.position().map(Position::line),
            fault: Fault::Form(error.to_string()),
        }
    }
}

/// Whether `text` is at most 40 lower-case letters and digits in groups parted by single hyphens.
fn is_own_code(text: &str) -> bool {
    let well_formed = text.split('-').all(|group| {
        !group.is_empty()
            && group.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    });
    well_formed && text.len() <= 40
}
