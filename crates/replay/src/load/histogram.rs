//! Latencies in buckets of fixed relative width: recording costs one addition, memory is bounded.

use std::time::Duration;

/// Each doubling of the latency is split into so many buckets: read-outs are within 1/32 (about
/// 3 %) above the true value.
const STEPS: u64 = 32;
const STEPS_LOG2: u32 = 5;
/// 2^42 ns is over an hour; longer counts into the last bucket.
const BUCKETS: usize = 1216;

/// A histogram of latencies.
#[derive(Debug, Clone)]
pub struct Histogram {
    counts: Vec<u64>,
    total: u64,
    longest: Duration,
}

impl Default for Histogram {
    fn default() -> Self {
        Self { counts: vec![0; BUCKETS], total: 0, longest: Duration::ZERO }
    }
}

impl Histogram {
    /// Notes one latency.
    pub fn record(&mut self, latency: Duration) {
        let nanos = u64::try_from(latency.as_nanos()).unwrap_or(u64::MAX);
        if let Some(count) = self.counts.get_mut(bucket_of(nanos)) {
            *count += 1;
        }
        self.total += 1;
        self.longest = self.longest.max(latency);
    }

    /// Adds another's latencies to these.
    pub fn merge(&mut self, other: &Self) {
        for (sum, count) in self.counts.iter_mut().zip(&other.counts) {
            *sum += count;
        }
        self.total += other.total;
        self.longest = self.longest.max(other.longest);
    }

    /// How many latencies were noted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.total
    }

    /// The longest latency, exactly.
    #[must_use]
    pub fn longest(&self) -> Duration {
        self.longest
    }

    /// Half of the latencies were no longer than this.
    #[must_use]
    pub fn p50(&self) -> Duration {
        self.per_mille(500)
    }

    /// 95 of 100 latencies were no longer than this.
    #[must_use]
    pub fn p95(&self) -> Duration {
        self.per_mille(950)
    }

    /// 99 of 100 latencies were no longer than this.
    #[must_use]
    pub fn p99(&self) -> Duration {
        self.per_mille(990)
    }

    /// So many of 1,000 latencies were no longer than this (rounded up to the bucket's end);
    /// zero when none was noted.
    #[must_use]
    pub fn per_mille(&self, share: u64) -> Duration {
        let wanted = self.total.saturating_mul(share).div_ceil(1000).max(1);
        let mut seen = 0;
        for (bucket, count) in (0_u64..).zip(&self.counts) {
            seen += count;
            if seen >= wanted {
                return Duration::from_nanos(end_of(bucket)).min(self.longest);
            }
        }
        self.longest
    }
}

fn bucket_of(nanos: u64) -> usize {
    let bucket = match nanos.checked_ilog2() {
        Some(exponent) if exponent > STEPS_LOG2 => {
            let shift = exponent - STEPS_LOG2;
            u64::from(shift) * STEPS + (nanos >> shift)
        }
        _ => nanos,
    };
    usize::try_from(bucket).map_or(BUCKETS - 1, |bucket| bucket.min(BUCKETS - 1))
}

/// The largest number of nanoseconds that counts into this bucket.
fn end_of(bucket: u64) -> u64 {
    if bucket < 2 * STEPS {
        return bucket;
    }
    let shift = bucket / STEPS - 1;
    let step = bucket % STEPS + STEPS;
    ((step + 1) << shift) - 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn no_latency_reads_as_zero() {
        assert_eq!(Histogram::default().p99(), Duration::ZERO);
    }

    #[test]
    fn an_absurd_latency_counts_into_the_last_bucket() {
        let mut histogram = Histogram::default();
        histogram.record(Duration::MAX);
        assert_eq!((histogram.count(), histogram.counts[BUCKETS - 1]), (1, 1));
    }

    proptest! {
        #[test]
        fn a_bucket_ends_at_or_less_than_a_step_above_what_it_holds(nanos in 0_u64..1 << 42) {
            let end = end_of(bucket_of(nanos) as u64);
            prop_assert!(end >= nanos);
            prop_assert!(end - nanos <= nanos / STEPS);
            prop_assert!(bucket_of(end) == bucket_of(nanos));
        }

        #[test]
        fn a_percentile_is_that_of_the_sorted_latencies_within_a_step(
            mut nanos in prop::collection::vec(0_u64..10_000_000_000, 1..200),
            share in 1_u64..=1000,
            split in 0_usize..200,
        ) {
            let (mut histogram, mut other) = (Histogram::default(), Histogram::default());
            for (at, nano) in nanos.iter().enumerate() {
                let part = if at < split { &mut histogram } else { &mut other };
                part.record(Duration::from_nanos(*nano));
            }
            histogram.merge(&other);
            nanos.sort_unstable();
            let rank = (nanos.len() as u64 * share).div_ceil(1000).max(1);
            let exact = nanos[rank as usize - 1];
            let read = u64::try_from(histogram.per_mille(share).as_nanos()).unwrap();
            prop_assert!(read >= exact && read - exact <= exact / STEPS, "{read} for {exact}");
        }
    }
}
