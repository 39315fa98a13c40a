//! Time by hand and ids by count.

use almoner_domain::value::{Instant, london as zone};
use almoner_ports::{Clock, Ids};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use uuid::Uuid;

/// A clock that stands until it is moved.
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
        Instant::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// An instant from a civil time in London, such as `2023-12-11T09:00`.
#[must_use]
pub fn london(text: &str) -> Instant {
    let civil: jiff::civil::DateTime = text.parse().unwrap();
    zone::instant(civil.date(), civil.time()).unwrap()
}

/// Ids that count up, so that a failing test shows the same ids each time.
#[derive(Debug, Default)]
pub struct CountedIds(AtomicU64);

impl Ids for CountedIds {
    fn uuid(&self) -> Uuid {
        let count = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 | u128::from(count))
    }
}
