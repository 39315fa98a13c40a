//! Words for people: one exhaustive match per closed list of the domain. Pages show them, and the
//! JSON interface says the same in the details of its problems.

pub mod answers;
pub mod applications;
pub mod assessments;
pub mod conflict;
pub mod decisions;
pub mod documents;
pub mod eligibility;
pub mod entered;
pub mod equality;
pub mod errors;
pub mod faults;
pub mod members;
pub mod questions;
pub mod refusals;
pub mod roles;
pub mod rounds;
pub mod rules;
pub mod screening;
pub mod second_person;
