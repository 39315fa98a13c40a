//! What the connections share: the messages kept, the counters and the faults lined up.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::message::Message;

/// How much a receiver keeps. A soak test sends more than memory should hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Every message.
    Everything,
    /// The newest so many messages.
    Latest(usize),
    /// No message, only the counters.
    Counters,
}

/// Something a relay does wrong, met at the end of a message's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Answers `451`: not taken, try again later.
    TryLater,
    /// Answers `554`: not taken, do not try again.
    Reject,
    /// Closes the connection without an answer, the message lost.
    CloseAndLose,
    /// Closes the connection without an answer, although the message was taken: the sender cannot
    /// tell this from [`Fault::CloseAndLose`].
    CloseAndKeep,
    /// Never answers, the message lost, until [`super::PostBox::heal`] or the box's end.
    Hang,
}

/// The counters of a receiver.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Connections opened.
    pub connections: u64,
    /// Messages taken in.
    pub accepted: u64,
    /// Bytes of the messages taken in.
    pub bytes: u64,
    /// Recipients refused with `550`.
    pub refused: u64,
    /// Messages that met a fault.
    pub faults: u64,
}

#[derive(Debug, Default)]
struct Contents {
    messages: VecDeque<Arc<Message>>,
    tally: Tally,
    faults: VecDeque<Fault>,
    refused_addresses: HashSet<String>,
    /// Raised at each healing, so that a hanging connection knows that its wait is over.
    healings: u64,
    closed: bool,
}

#[derive(Debug)]
pub(super) struct Shelf {
    keep: Keep,
    contents: Mutex<Contents>,
    changed: Condvar,
}

impl Shelf {
    pub(super) fn new(keep: Keep) -> Self {
        Self { keep, contents: Mutex::default(), changed: Condvar::new() }
    }

    pub(super) fn tally(&self) -> Tally {
        self.lock().tally
    }

    pub(super) fn messages(&self) -> Vec<Arc<Message>> {
        self.lock().messages.iter().cloned().collect()
    }

    pub(super) fn latest_to(&self, address: &str) -> Option<Arc<Message>> {
        self.lock().messages.iter().rev().find(|message| message.is_to(address)).cloned()
    }

    pub(super) fn wait_for(
        &self,
        fits: impl Fn(&Message) -> bool,
        timeout: Duration,
    ) -> Option<Arc<Message>> {
        let mut seen = 0;
        self.wait_until(timeout, |contents| {
            let found = contents.messages.iter().find(|m| m.number > seen && fits(m)).cloned();
            seen = contents.messages.back().map_or(seen, |newest| newest.number);
            found
        })
    }

    pub(super) fn wait_until_accepted(&self, count: u64, timeout: Duration) -> bool {
        self.wait_until(timeout, |contents| (contents.tally.accepted >= count).then_some(()))
            .is_some()
    }

    pub(super) fn clear(&self) {
        self.lock().messages.clear();
    }

    pub(super) fn inject(&self, fault: Fault, count: usize) {
        self.lock().faults.extend(std::iter::repeat_n(fault, count));
    }

    pub(super) fn refuse_address(&self, address: &str) {
        self.lock().refused_addresses.insert(address.to_ascii_lowercase());
    }

    pub(super) fn heal(&self) {
        let mut contents = self.lock();
        contents.faults.clear();
        contents.refused_addresses.clear();
        contents.healings += 1;
        self.changed.notify_all();
    }

    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    pub(super) fn count_connection(&self) {
        self.lock().tally.connections += 1;
    }

    /// Whether this recipient is refused; counts the refusal.
    pub(super) fn refuses(&self, address: &str) -> bool {
        let mut contents = self.lock();
        let refused = contents.refused_addresses.contains(&address.to_ascii_lowercase());
        contents.tally.refused += u64::from(refused);
        refused
    }

    /// Takes the fault that the message just received is to meet.
    pub(super) fn next_fault(&self) -> Option<Fault> {
        let mut contents = self.lock();
        let fault = contents.faults.pop_front();
        contents.tally.faults += u64::from(fault.is_some());
        fault
    }

    pub(super) fn take_in(&self, from: String, to: Vec<String>, raw: Vec<u8>) {
        let mut contents = self.lock();
        contents.tally.accepted += 1;
        contents.tally.bytes += u64::try_from(raw.len()).unwrap_or(u64::MAX);
        let room = match self.keep {
            Keep::Everything => usize::MAX,
            Keep::Latest(count) => count,
            Keep::Counters => 0,
        };
        if room > 0 {
            if contents.messages.len() >= room {
                contents.messages.pop_front();
            }
            let number = contents.tally.accepted;
            contents.messages.push_back(Arc::new(Message { number, from, to, raw }));
        }
        self.changed.notify_all();
    }

    /// Waits until the box heals or closes.
    pub(super) fn hang(&self) {
        let mut contents = self.lock();
        let healings = contents.healings;
        while !contents.closed && contents.healings == healings {
            contents = self.changed.wait(contents).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn wait_until<T>(
        &self,
        timeout: Duration,
        mut look: impl FnMut(&Contents) -> Option<T>,
    ) -> Option<T> {
        let started = Instant::now();
        let mut contents = self.lock();
        loop {
            if let Some(found) = look(&contents) {
                return Some(found);
            }
            let left = timeout.checked_sub(started.elapsed())?;
            contents = self
                .changed
                .wait_timeout(contents, left)
                .map_or_else(|poisoned| poisoned.into_inner().0, |(contents, _)| contents);
        }
    }

    /// A connection that died holding the lock left whole values behind it, so the lock's poison
    /// says nothing of use.
    fn lock(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
