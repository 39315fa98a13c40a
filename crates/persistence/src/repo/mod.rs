//! One file or folder for each aggregate: its tables, its rows, and its port trait for
//! [`DieselTx`](crate::tx::DieselTx).

mod applications;
mod assessments;
mod audit;
mod completion;
mod confirmations;
mod decisions;
mod declarations;
mod documents;
mod equality;
pub(crate) mod office_mark;
mod organisations;
mod outbox;
mod panel;
mod people;
mod rounds;
mod screenings;
