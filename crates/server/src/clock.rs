//! The computer's own clock.

use almoner_domain::value::Instant;
use almoner_ports::Clock;
use std::sync::atomic::{AtomicI64, Ordering};

/// Tells the time of the computer, which the operator keeps right (NTP).
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the computer")]
    fn now(&self) -> Instant {
        Instant::from_timestamp(jiff::Timestamp::now())
    }
}

/// The computer's clock, moved by a fixed time: for rehearsals of what is to come.
#[derive(Clone, Copy, Debug)]
pub struct MovedClock {
    by: jiff::SignedDuration,
}

impl MovedClock {
    /// A clock that shows `at` now, and goes on from there.
    #[must_use]
    pub fn showing(at: Instant) -> Self {
        Self { by: at.since(SystemClock.now()) }
    }
}

impl Clock for MovedClock {
    fn now(&self) -> Instant {
        let now = SystemClock.now();
        now.checked_add(self.by).unwrap_or(now)
    }
}

/// A clock that stands until it is moved: for replays of past rounds and for tests.
#[derive(Debug)]
pub struct HandClock(AtomicI64);

impl HandClock {
    /// A clock that stands at `at`.
    #[must_use]
    pub fn at(at: Instant) -> Self {
        Self(AtomicI64::new(at.as_microsecond()))
    }

    /// Moves it to `at`, backwards too.
    pub fn set(&self, at: Instant) {
        self.0.store(at.as_microsecond(), Ordering::SeqCst);
    }

    /// Moves it on by so many minutes.
    pub fn advance_minutes(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60_000_000, Ordering::SeqCst);
    }

    /// Moves it on by so many milliseconds.
    pub fn advance_milliseconds(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds * 1_000, Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Instant {
        let micros = self.0.load(Ordering::SeqCst);
        // It only ever holds what an instant gave it, or a step from there.
        Instant::from_microsecond(micros)
            .unwrap_or_else(|_| Instant::from_timestamp(jiff::Timestamp::MAX))
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
