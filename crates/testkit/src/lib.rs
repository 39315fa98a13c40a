//! The world of a test: an office with a server, a database of its own, a clock that moves only by
//! hand, and a post box that catches its email.
//!
//! For tests alone, so it may panic: a world that cannot be built is a failed test.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a world that cannot be built is a failed test"
)]

mod api;
mod applications;
mod clock;
mod database;
mod people;
mod uploads;
mod world;

pub use almoner_server::clock::HandClock;
pub use applications::{ANSWERS, OPEN_ROUND};
pub use clock::{CountedIds, london};
pub use database::{Empty, Kind, Litter, fresh as fresh_database};
pub use people::Visit;
pub use uploads::{EICAR, Uploads};
pub use world::World;

/// Makes two tests of one function that takes a [`World`]: one on SQLite, one on PostgreSQL.
#[macro_export]
macro_rules! on_both_databases {
    ($($(#[$attribute:meta])* fn $name:ident($world:ident: &World) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "not every test needs all of its module")]
            use super::*;

            fn story($world: &$crate::World) $body

            $(#[$attribute])*
            #[test]
            fn on_sqlite() {
                story(&$crate::World::new($crate::Kind::Sqlite));
            }

            $(#[$attribute])*
            #[test]
            fn on_postgres() {
                if let Some(world) = $crate::World::on_postgres() {
                    story(&world);
                }
            }
        }
    )+};
}
