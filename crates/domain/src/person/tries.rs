//! Tries that are counted within a sliding window, so that guessing is slow and the wait is known.

use crate::value::Instant;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// How many tries within how many minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// How many.
    pub tries: usize,
    /// Within how many minutes.
    pub minutes: i64,
}

/// When something was tried, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tries(Vec<Instant>);

impl Tries {
    /// Until when no further try is allowed; `None` if one is allowed now.
    #[must_use]
    pub fn wait(&self, allowance: Allowance, now: Instant) -> Option<Instant> {
        // The try that has to fall out of the window before there is room for another.
        let oldest = self.0.iter().rev().nth(allowance.tries.checked_sub(1)?)?;
        let until = oldest.checked_add(SignedDuration::from_mins(allowance.minutes))?;
        (now < until).then_some(until)
    }

    /// Counts a try. Those that no longer matter are forgotten.
    pub fn count(&mut self, allowance: Allowance, now: Instant) {
        self.0.push(now);
        let spare = self.0.len().saturating_sub(allowance.tries);
        self.0.drain(..spare);
    }

    /// How many are remembered.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none is remembered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const THREE_IN_FIVE: Allowance = Allowance { tries: 3, minutes: 5 };

    fn at(second: i64) -> Instant {
        Instant::from_microsecond(1_700_000_000_000_000 + second * 1_000_000).unwrap()
    }

    #[test]
    fn tries_are_allowed_up_to_the_number_and_then_again_when_the_first_is_old_enough() {
        let mut tries = Tries::default();
        for second in [0, 10, 20] {
            assert_eq!(tries.wait(THREE_IN_FIVE, at(second)), None);
            tries.count(THREE_IN_FIVE, at(second));
        }
        assert_eq!(tries.wait(THREE_IN_FIVE, at(21)), Some(at(300)));
        assert_eq!(tries.wait(THREE_IN_FIVE, at(299)), Some(at(300)));
        assert_eq!(tries.wait(THREE_IN_FIVE, at(300)), None);
        tries.count(THREE_IN_FIVE, at(300));
        assert_eq!(tries.wait(THREE_IN_FIVE, at(301)), Some(at(310)));
    }

    proptest! {
        #[test]
        fn no_window_ever_holds_more_than_the_number(
            gaps in proptest::collection::vec(0_i64..200, 1..60),
        ) {
            let (mut tries, mut now, mut taken) = (Tries::default(), 0, Vec::new());
            for gap in gaps {
                now += gap;
                if tries.wait(THREE_IN_FIVE, at(now)).is_none() {
                    tries.count(THREE_IN_FIVE, at(now));
                    taken.push(now);
                }
            }
            for (place, first) in taken.iter().enumerate() {
                let within = taken[place..].iter().filter(|later| **later < first + 300).count();
                prop_assert!(within <= 3);
            }
        }
    }
}
