//! One schema for forms and their answers.
//!
//! The same data drive the applicant's pages, the assessor's screen and the public list of
//! questions. Answers are kept as text, exactly as typed, so that partial and invalid ones are
//! never lost; reading them gives typed values, or problems that hold facts and no wording.

mod author;
mod build;
mod check;
mod fields;
mod kind;
mod problem;
mod public_list;
mod read;
mod read_rows;
mod reader;
mod rule;
mod schema;
#[cfg(test)]
mod tests;
mod value;

pub use author::FormFault;
pub use build::{BuildRefused, Feeds, FormEdit, To};
pub use check::{Bounds, Completeness, Progress, SectionCheck};
pub use fields::{Fields, LONGEST_FIELD, first, is_blank, take_section};
pub use kind::{CellKind, Choice, Column, Kind, Statement};
pub use problem::{Fault, Measured, Problem, Severity};
pub use public_list::{OnlyIf, PublicQuestion, PublicSection};
pub use read::Read;
pub use rule::{Relation, Rule};
pub use schema::{
    Condition, Form, Meaning, NotSlug, Purpose, Question, QuestionId, Section, SectionId,
};
pub use value::{
    Address, Budget, BudgetLine, Identifier, MatchFunding, Milestone, OrganisationIds, Outcome,
    Person, Risk, Table, Value,
};
