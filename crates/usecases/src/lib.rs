//! What the office and its applicants can do: one type per use case, run through one gate.
//!
//! The gate ([`App::execute`], [`App::look`]) loads the record, asks the policy, runs the case and
//! commits the change with its audit entries and its emails in one transaction. Nothing else
//! opens a transaction. This crate knows no SQL, no HTTP and no HTML.

mod app;
pub mod applications;
pub mod assessments;
pub mod completion;
pub mod conflict;
mod contacts;
mod cx;
pub mod decisions;
pub mod documents;
pub mod equality;
mod error;
pub mod letters;
pub mod panel;
pub mod people;
pub mod rounds;
pub mod screening;

pub use app::{App, Arrived, Filing, Parts, UseCase, View};
pub use cx::{Cx, Eye};
pub use error::{AppError, FieldProblem, Outcome, Refusal};
