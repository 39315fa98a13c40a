//! Words for people: one exhaustive match per closed list of the domain.

pub mod answers;
pub mod applications;
pub mod assessments;
pub mod conflict;
pub mod decisions;
pub mod faults;
pub mod questions;
pub mod refusals;
pub mod roles;
pub mod rounds;
pub mod screening;
