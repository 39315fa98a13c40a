//! The program: settings, wiring, commands. It knows every other crate and no rule of the field.
#![warn(missing_docs)]

pub mod chores;
pub mod cli;
pub mod clock;
pub mod config;
pub mod files_chores;
pub mod filing;
pub mod ids;
#[cfg(debug_assertions)]
pub mod planted;
pub mod rehearsal;
pub mod running;
pub mod secrets;
pub mod stage;
pub mod telemetry;
pub mod wiring;
