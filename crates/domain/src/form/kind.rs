//! The kinds of answers.

use serde::{Deserialize, Serialize};

use crate::document::{DocumentKind, FileKind};
use crate::value::Pence;

/// What kind of answer a question takes, with its limits.
///
/// Limits of words and characters are inclusive; words are counted by the published rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Kind {
    /// One line of text.
    ShortText {
        /// The most characters.
        max_chars: u32,
    },
    /// Paragraphs of text.
    LongText {
        /// The most words.
        max_words: u32,
    },
    /// A whole number.
    Number {
        /// The least.
        #[serde(default)]
        min: i64,
        /// The most.
        #[serde(default = "million")]
        max: i64,
    },
    /// An amount in pounds.
    Money {
        /// The least, in pence.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<Pence>,
        /// The most, in pence.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<Pence>,
    },
    /// One date.
    Date {},
    /// A first and a last date.
    Period {},
    /// One of several.
    Choice {
        /// What there is to choose from.
        options: Vec<Choice>,
    },
    /// Some of several.
    MultiChoice {
        /// What there is to choose from.
        options: Vec<Choice>,
        /// The fewest.
        #[serde(default)]
        min: u32,
        /// The most; all of them, when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u32>,
    },
    /// Yes or no.
    YesNo {},
    /// Yes or no, and a text if yes.
    YesNoExplain {
        /// The most words of the text.
        max_words: u32,
    },
    /// Charity, company, school and other numbers, or none.
    OrganisationIds {},
    /// Somebody with name, role, email address and telephone number.
    Person {
        /// Whether the telephone number may be left out.
        #[serde(default)]
        phone_optional: bool,
    },
    /// A postal address in the United Kingdom.
    Address {},
    /// One postcode.
    Postcode {},
    /// Places with shares that total 100 per cent.
    AreaShares {
        /// The areas to pick from, by code; none means that only postcodes are asked for.
        #[serde(default)]
        areas: Vec<Choice>,
        /// The most rows.
        max_rows: u16,
    },
    /// Costs, line by line.
    Budget {
        /// The kinds of cost to pick from.
        categories: Vec<Choice>,
        /// The most rows.
        max_rows: u16,
    },
    /// Money and help in kind from elsewhere.
    MatchFunding {
        /// The most rows.
        max_rows: u16,
    },
    /// What will be different, and how that is measured.
    Outcomes {
        /// The most rows.
        max_rows: u16,
        /// The most words of all rows together.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_words: Option<u32>,
    },
    /// What could go wrong, and what would be done.
    Risks {
        /// The most rows.
        max_rows: u16,
        /// The most words of all rows together.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_words: Option<u32>,
    },
    /// What is done by when.
    Milestones {
        /// The most rows.
        max_rows: u16,
    },
    /// Files that the group sends. The answer is the list of their documents' ids, which only
    /// sending or removing a file changes.
    Files {
        /// The most files.
        max_files: u16,
        /// What they are asked for as.
        #[serde(default)]
        document: DocumentKind,
        /// The kinds of file that are taken; every kind that the office takes, when empty.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        kinds: Vec<FileKind>,
    },
    /// A table with columns of the round's own. Numbers and amounts are added up.
    Table {
        /// Its columns, eight at most.
        columns: Vec<Column>,
        /// The most rows.
        max_rows: u16,
    },
    /// Statements that all must be agreed to.
    Declaration {
        /// The statements.
        statements: Vec<Statement>,
    },
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is kept: a short code, or the code of an area.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Help with choosing it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// The most columns of a table.
pub(super) const MOST_COLUMNS: usize = 8;

/// The parts of fields' names by which the columns of a table go, in order.
const COLUMN_NAMES: [&str; MOST_COLUMNS] = ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"];

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// A short code.
    pub value: String,
    /// What stands above it.
    pub label: String,
    /// What is written into it.
    #[serde(default)]
    pub cell: CellKind,
}

/// What is written into the cells of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellKind {
    /// A line of text.
    #[default]
    Text,
    /// A whole number; the column has a total.
    Number,
    /// An amount in pounds; the column has a total.
    Money,
}

/// One statement of a declaration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// What is kept when it is ticked.
    pub value: String,
    /// What is agreed to.
    pub text: String,
}

/// Which fields a kind of answer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// One field, named as the question.
    One,
    /// One field, named as the question, which may occur several times.
    Many,
    /// A field named as the question, and parts after a dot.
    OneAndParts(&'static [&'static str]),
    /// Parts after a dot.
    Parts(&'static [&'static str]),
    /// Numbered rows of columns: `C1.0.quantity`.
    Rows { max: u16, columns: &'static [&'static str] },
}

impl Kind {
    pub(super) const fn layout(&self) -> Layout {
        match self {
            Self::ShortText { .. }
            | Self::LongText { .. }
            | Self::Number { .. }
            | Self::Money { .. }
            | Self::Choice { .. }
            | Self::YesNo {}
            | Self::Postcode {} => Layout::One,
            Self::MultiChoice { .. } | Self::Declaration { .. } | Self::Files { .. } => {
                Layout::Many
            }
            Self::YesNoExplain { .. } => Layout::OneAndParts(&["text"]),
            Self::Date {} => Layout::Parts(&["day", "month", "year"]),
            Self::Period {} => Layout::Parts(&[
                "start.day",
                "start.month",
                "start.year",
                "end.day",
                "end.month",
                "end.year",
            ]),
            Self::OrganisationIds {} => {
                Layout::Parts(&["charity", "company", "school", "other", "none"])
            }
            Self::Person { .. } => Layout::Parts(&["name", "role", "email", "phone"]),
            Self::Address {} => Layout::Parts(&["line1", "line2", "town", "county", "postcode"]),
            Self::AreaShares { max_rows, .. } => {
                Layout::Rows { max: *max_rows, columns: &["postcode", "area", "percent"] }
            }
            Self::Budget { max_rows, .. } => Layout::Rows {
                max: *max_rows,
                columns: &[
                    "category",
                    "description",
                    "quantity",
                    "unit_cost",
                    "from_grant",
                    "from_others",
                ],
            },
            Self::MatchFunding { max_rows } => {
                Layout::Rows { max: *max_rows, columns: &["source", "amount", "form", "confirmed"] }
            }
            Self::Outcomes { max_rows, .. } => Layout::Rows {
                max: *max_rows,
                columns: &["outcome", "indicator", "baseline", "baseline_unknown", "target", "how"],
            },
            Self::Risks { max_rows, .. } => {
                Layout::Rows { max: *max_rows, columns: &["risk", "response"] }
            }
            Self::Milestones { max_rows } => {
                Layout::Rows { max: *max_rows, columns: &["what", "day", "month", "year"] }
            }
            Self::Table { columns, max_rows } => {
                Layout::Rows { max: *max_rows, columns: column_names(columns.len()) }
            }
        }
    }

    /// The most rows that an answer may have, for a kind in rows.
    pub const fn max_rows(&self) -> Option<u16> {
        match self.layout() {
            Layout::Rows { max, .. } => Some(max),
            _ => None,
        }
    }

    /// The columns of a table, each with the last part of its fields' names.
    pub fn columns(&self) -> impl Iterator<Item = (&'static str, &Column)> {
        let columns = match self {
            Self::Table { columns, .. } => columns.as_slice(),
            _ => &[],
        };
        COLUMN_NAMES.into_iter().zip(columns)
    }

    /// Whether the answer is made of files and not of anything typed.
    pub const fn is_files(&self) -> bool {
        matches!(self, Self::Files { .. })
    }

    /// The options to choose from, for the kinds that have some.
    pub fn options(&self) -> &[Choice] {
        match self {
            Self::Choice { options } | Self::MultiChoice { options, .. } => options,
            Self::Budget { categories, .. } => categories,
            Self::AreaShares { areas, .. } => areas,
            _ => &[],
        }
    }
}

/// The first `count` names of columns.
const fn column_names(count: usize) -> &'static [&'static str] {
    let count = if count < MOST_COLUMNS { count } else { MOST_COLUMNS };
    COLUMN_NAMES.split_at(count).0
}

const fn million() -> i64 {
    1_000_000
}
