//! The instruments against real clients and small servers on loopback.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what went wrong by stopping"
)]

mod browser;
mod fixture;
mod load;
mod post_box;
mod rounds;
