//! The fields of answers: their names, and what was typed into them.

use std::collections::BTreeMap;

use super::kind::Layout;
use super::schema::{Question, Section};

/// What was typed, by the name of the field: `B5`, `B14.start.day`, `C1.0.quantity`. Each name may
/// have come several times.
pub type Fields = BTreeMap<String, Vec<String>>;

/// The longest text that one field is read with, in bytes.
pub const LONGEST_FIELD: usize = 20_000;

/// The most times that one name is kept.
const MOST_TIMES: usize = 200;

/// What was typed first under `name`; empty when nothing was.
pub fn first<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).and_then(|typed| typed.first()).map_or("", String::as_str)
}

/// Whether nothing but spaces was typed under `name`.
pub fn is_blank(fields: &Fields, name: &str) -> bool {
    fields.get(name).is_none_or(|typed| typed.iter().all(|text| text.trim().is_empty()))
}

/// The posted fields that belong to questions of `section`, exactly as typed; all others are
/// ignored.
///
/// A text longer than `most_bytes` is cut there, but never so short that reading it would not
/// report it as too long.
pub fn take_section(
    section: &Section,
    posted: impl IntoIterator<Item = (String, String)>,
    most_bytes: usize,
) -> Fields {
    // A character has four bytes at most, so that what is cut stays above the limit.
    let most_bytes = most_bytes.max(LONGEST_FIELD + 4);
    let mut fields = Fields::new();
    for (name, mut text) in posted {
        // The answer to a question for files is never typed.
        let typed_here = |question: &Question| question.owns(&name) && !question.kind.is_files();
        if !section.questions.iter().any(typed_here) {
            continue;
        }
        if text.len() > most_bytes {
            text.truncate(text.floor_char_boundary(most_bytes));
        }
        let typed = fields.entry(name).or_default();
        if typed.len() < MOST_TIMES {
            typed.push(text);
        }
    }
    fields
}

impl Question {
    /// The names of the fields to show: of a question in rows, the rows up to the last one that
    /// has an answer and an empty one after it, as far as there may be more.
    pub fn fields(&self, answers: &Fields) -> Vec<String> {
        let id = self.id.as_str();
        match self.kind.layout() {
            Layout::One | Layout::Many => vec![id.to_owned()],
            Layout::OneAndParts(parts) => {
                let parts = parts.iter().map(|part| format!("{id}.{part}"));
                std::iter::once(id.to_owned()).chain(parts).collect()
            }
            Layout::Parts(parts) => parts.iter().map(|part| format!("{id}.{part}")).collect(),
            Layout::Rows { columns, .. } => (0..self.rows_to_show(answers))
                .flat_map(|row| columns.iter().map(move |column| format!("{id}.{row}.{column}")))
                .collect(),
        }
    }

    /// How many rows to show: those up to the last one that has an answer, and an empty one, as
    /// far as there may be more. None for a question without rows.
    pub fn rows_to_show(&self, answers: &Fields) -> u16 {
        let Layout::Rows { max, .. } = self.kind.layout() else { return 0 };
        self.rows_typed(answers).saturating_add(1).min(max)
    }

    /// How many rows there are up to the last one that has an answer.
    pub(super) fn rows_typed(&self, answers: &Fields) -> u16 {
        self.owned(answers)
            .filter(|(name, _)| !is_blank(answers, name))
            .filter_map(|(name, _)| self.row_of(name))
            .map(|row| row.saturating_add(1))
            .max()
            .unwrap_or(0)
    }

    /// Whether a field of this name belongs to this question.
    pub fn owns(&self, name: &str) -> bool {
        let Some(rest) = name.strip_prefix(self.id.as_str()) else { return false };
        let part = rest.strip_prefix('.');
        match self.kind.layout() {
            Layout::One | Layout::Many => rest.is_empty(),
            Layout::OneAndParts(parts) => {
                rest.is_empty() || part.is_some_and(|part| parts.contains(&part))
            }
            Layout::Parts(parts) => part.is_some_and(|part| parts.contains(&part)),
            Layout::Rows { .. } => self.row_of(name).is_some(),
        }
    }

    /// Whether nothing was typed into any of its fields.
    pub fn is_untouched(&self, answers: &Fields) -> bool {
        self.owned(answers).all(|(name, _)| is_blank(answers, name))
    }

    /// The fields of this question among `answers`.
    pub fn owned<'a>(
        &'a self,
        answers: &'a Fields,
    ) -> impl Iterator<Item = (&'a String, &'a Vec<String>)> {
        let id = self.id.as_str();
        // Names that begin with the id stand together in the map.
        answers
            .range(id.to_owned()..)
            .take_while(move |(name, _)| name.starts_with(id))
            .filter(|(name, _)| self.owns(name))
    }

    /// The number of the row that a field belongs to, if it is one of this question.
    fn row_of(&self, name: &str) -> Option<u16> {
        let Layout::Rows { max, columns } = self.kind.layout() else { return None };
        let rest = name.strip_prefix(self.id.as_str())?.strip_prefix('.')?;
        let (number, column) = rest.split_once('.')?;
        let row: u16 = number.parse().ok()?;
        // Only one way of writing the number, or one cell would have several names.
        let written_plainly = row.to_string() == number;
        (written_plainly && row < max && columns.contains(&column)).then_some(row)
    }
}
