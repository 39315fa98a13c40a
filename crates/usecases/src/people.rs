//! People: how somebody is recognised, signs in, and what they may do with their own account.

mod recognise;

pub use recognise::{Recognise, Recognised, SESSION_HOURS, SESSION_IDLE_MINUTES};
