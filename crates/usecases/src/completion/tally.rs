//! Counts of steps in memory, off the path of whoever takes them. A job writes them down every few
//! seconds and when the program ends; a program that is killed loses the counts of those seconds,
//! and nothing else. Several processes add to the same rows.

use crate::{App, Cx, Eye, Outcome, UseCase};
use almoner_domain::access::{Act, Actor, On};
use almoner_domain::completion::{Device, Footfall, Step};
use almoner_domain::id::RoundId;
use almoner_domain::value::{CivilDate, Instant, london};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The most different counts that are held between two writings; what is beyond is not counted.
const MOST: usize = 10_000;

/// Something that was seen to happen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seen {
    /// The round's reference.
    pub round: String,
    /// The day in London.
    pub day: CivilDate,
    /// The step.
    pub step: Step,
    /// The class of device.
    pub device: Device,
}

/// Counts that are not written down yet.
#[derive(Debug, Default)]
pub struct Tally(Mutex<BTreeMap<Seen, u64>>);

impl Tally {
    /// Counts a step, unless a program took it that only reads pages.
    pub fn count(&self, round: &str, step: Step, user_agent: &str, at: Instant) {
        let Some(device) = Device::of(user_agent) else { return };
        let seen = Seen { round: round.to_owned(), day: london::date(at), step, device };
        self.add(seen, 1);
    }

    fn add(&self, seen: Seen, count: u64) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() < MOST || counts.contains_key(&seen) {
            *counts.entry(seen).or_default() += count;
        }
    }

    fn take(&self) -> BTreeMap<Seen, u64> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Writes counts down. Those of a round that does not exist are dropped.
pub struct WriteTally(BTreeMap<Seen, u64>);

impl UseCase for WriteTally {
    type Subject = ();
    type Output = ();
    const ACT: Act = Act::Housekeeping;

    fn load(&self, _: &mut Eye<'_>) -> Outcome<()> {
        Ok(())
    }

    fn on(&self, (): &()) -> On {
        On::default()
    }

    fn run(&self, (): (), cx: &mut Cx<'_>) -> Outcome<()> {
        // In the order of the rounds, so that two processes never wait for each other in a ring.
        let mut by_round: BTreeMap<RoundId, Vec<Footfall>> = BTreeMap::new();
        let mut known: BTreeMap<&str, Option<RoundId>> = BTreeMap::new();
        for (seen, count) in &self.0 {
            let id = match known.get(seen.round.as_str()) {
                Some(id) => *id,
                None => {
                    let id = cx.tx.round_by_reference(&seen.round)?.map(|round| round.id);
                    known.insert(&seen.round, id);
                    id
                }
            };
            let Some(id) = id else { continue };
            let (day, step, device) = (seen.day, seen.step, seen.device);
            by_round.entry(id).or_default().push(Footfall { day, step, device, count: *count });
        }
        for (round, mut counts) in by_round {
            counts.sort_unstable();
            cx.tx.add_footfall(round, &counts)?;
        }
        Ok(())
    }
}

impl App {
    /// Writes down what was counted; what cannot be written now is kept for the next time.
    ///
    /// # Errors
    /// When the database fails.
    pub fn write_tally(&self) -> Outcome<()> {
        let counts = self.tally().take();
        if counts.is_empty() {
            return Ok(());
        }
        let written = self.execute(&Actor::System, self.arrived(), WriteTally(counts.clone()));
        if written.is_err() {
            counts.into_iter().for_each(|(seen, count)| self.tally().add(seen, count));
        }
        written
    }
}
