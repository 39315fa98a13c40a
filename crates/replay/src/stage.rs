//! The stage on which a replay is played: an office with a clock by hand and a post box.

use crate::post_box::PostBox;
use almoner_domain::value::Instant;

/// An office that a replay drives from outside, by HTTP and email alone. What the stage gives
/// besides is what an operator has too: the clock, the scheduler and the command line.
pub trait Stage {
    /// The address of the server, without a slash at the end.
    fn url(&self) -> &str;

    /// The address that links in letters begin with.
    fn public_url(&self) -> &str;

    /// The present instant.
    fn now(&self) -> Instant;

    /// Moves the clock.
    fn set_clock(&self, at: Instant);

    /// Lets the scheduler look at what is due.
    fn tick(&self);

    /// Sends what is due to the post box.
    fn deliver(&self);

    /// Where email arrives.
    fn post(&self) -> &PostBox;

    /// Makes the first administrator, as the command line does.
    ///
    /// # Errors
    /// In words, for the operator.
    fn first_administrator(&self, email: &str, name: &str) -> Result<(), String>;

    /// Checks the audit trail, as the command line does; how many entries it has.
    ///
    /// # Errors
    /// In words: that it is broken, or cannot be read.
    fn audit_entries(&self) -> Result<u64, String>;
}
