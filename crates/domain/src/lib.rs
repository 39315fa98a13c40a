//! What the field knows: records, values, states, moves and who may do what.
//!
//! Pure. No input or output, no clock, no randomness, no SQL, no HTTP and no words for people:
//! time, ids and random bytes come in as arguments, refusals go out as closed enums of facts.
#![warn(missing_docs)]

pub mod access;
pub mod application;
pub mod area;
pub mod assessment;
pub mod audit;
pub mod award;
mod codes;
pub mod completion;
pub mod conflict;
pub mod decision;
pub mod document;
pub mod due_diligence;
pub mod eligibility;
pub mod equality;
pub mod form;
pub mod id;
pub mod letter;
pub mod moderation;
pub mod office;
pub mod organisation;
pub mod person;
pub mod plan;
pub mod report;
pub mod round;
pub mod screening;
mod state;
pub mod value;

pub use state::{Machine, NotFromHere};
