//! One binary for every end-to-end test: a file a topic.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a step that fails is a failed test"
)]

mod api;
mod applications;
mod characters;
mod completion;
mod decisions;
mod documents;
mod editing;
mod eligibility;
mod entered;
mod equality;
mod forms;
mod hostile;
mod house;
mod members;
mod more_time;
mod overdue;
mod people;
mod policy;
mod receipt;
mod recused;
mod replay;
mod rounds;
mod second_person;
mod set_up;
mod withhold;
