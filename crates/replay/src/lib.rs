//! The instruments that play a grants office from outside.
//!
//! Nothing here knows how the server works inside: it speaks SMTP and HTTP over loopback, so a
//! check built on it sees what an applicant or an officer would see.

pub mod bench;
pub mod browser;
pub mod file;
pub mod load;
pub mod open;
pub mod play;
pub mod post_box;
pub mod program;
pub mod rehearse;
pub mod shipped;
pub mod stage;
pub mod under_way;
