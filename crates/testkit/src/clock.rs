//! Civil times and ids by count.

use almoner_domain::value::{Instant, london as zone};
use almoner_ports::Ids;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

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
