//! The computer's own clock.

use almoner_domain::value::Instant;
use almoner_ports::Clock;

/// Tells the time of the computer, which the operator keeps right (NTP).
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the computer")]
    fn now(&self) -> Instant {
        Instant::from_timestamp(jiff::Timestamp::now())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_does_not_run_backwards_and_knows_this_century() {
        let first = SystemClock.now();
        let second = SystemClock.now();
        assert!(second >= first);
        assert!(first > Instant::parse("2024-01-01T00:00:00Z").unwrap());
    }
}
