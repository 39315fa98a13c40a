//! From the outbox to the mail server: lease, write, send, mark. At least once, never lost; a
//! repeat carries the same Message-ID.

use crate::Transport;
use crate::transport::Fate;
use almoner_domain::id::LetterId;
use almoner_domain::value::Instant;
use almoner_ports::{Due, LetterWords, SendOutcome, Store, StoreError, Verdict, Written};
use jiff::SignedDuration;
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};
use std::sync::{Arc, Mutex, PoisonError};

/// How many letters are taken at once.
const BATCH: i64 = 24;
/// How many are sent at the same time.
const HANDS: usize = 6;
/// How long a letter stays with the worker that took it. Longer than a batch can take to send.
const LEASE: SignedDuration = SignedDuration::from_mins(5);
/// How long a letter is tried before we give up (proposed default: a long weekend).
const GIVE_UP_AFTER: SignedDuration = SignedDuration::from_hours(96);
/// The longest pause between two tries.
const LONGEST_PAUSE_MINUTES: i64 = 30;

/// What stands on the envelope.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The sender.
    pub from: Mailbox,
    /// The host that stands in every Message-ID.
    pub host: String,
}

impl Envelope {
    /// An envelope from `from` (`Name <address>`), for the site at `public_url`.
    ///
    /// # Errors
    /// [`crate::TransportError::Sender`] when the address is none.
    pub fn new(from: &str, public_url: &str) -> Result<Self, crate::TransportError> {
        let rest = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
        let host: String = rest
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
            .collect();
        Ok(Self { from: from.parse()?, host })
    }
}

/// Sends what is due.
pub struct Dispatcher {
    transport: Transport,
    words: Arc<dyn LetterWords>,
    envelope: Envelope,
}

impl Dispatcher {
    /// A dispatcher.
    #[must_use]
    pub fn new(transport: Transport, words: Arc<dyn LetterWords>, envelope: Envelope) -> Self {
        Self { transport, words, envelope }
    }

    /// Takes what is due at `now`, sends it and marks how it went. Returns how many it took.
    ///
    /// # Errors
    /// When the store fails. A letter that was sent but could not be marked is sent again when its
    /// lease has run out, with the same Message-ID.
    pub fn run_once(&self, store: &dyn Store, now: Instant) -> Result<usize, StoreError> {
        let due = take(store, now)?;
        let waiting = Mutex::new(due.iter());
        let done = Mutex::new(Vec::with_capacity(due.len()));
        std::thread::scope(|scope| {
            for _ in 0..HANDS.min(due.len()) {
                scope.spawn(|| {
                    loop {
                        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).next();
                        let Some(letter) = next else { return };
                        let outcome = self.send(letter, now);
                        let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                        done.push((letter.id, outcome));
                    }
                });
            }
        });
        let done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        if !done.is_empty() {
            mark(store, now, done)?;
        }
        Ok(due.len())
    }

    fn send(&self, due: &Due, now: Instant) -> SendOutcome {
        let message = match self.message(due) {
            Ok(message) => message,
            Err(why) => return SendOutcome::Failed(why),
        };
        match self.transport.send(&message) {
            Fate::Accepted => SendOutcome::Accepted,
            Fate::Never(why) => SendOutcome::Failed(why),
            Fate::Later(why) if now.since(due.queued_at) >= GIVE_UP_AFTER => {
                SendOutcome::Failed(why)
            }
            Fate::Later(why) => {
                let pause = pause_minutes(due.attempts);
                match now.checked_add(SignedDuration::from_mins(pause)) {
                    Some(at) => SendOutcome::RetryAt(at, why),
                    None => SendOutcome::Failed(why),
                }
            }
        }
    }

    fn message(&self, due: &Due) -> Result<Message, String> {
        let Written { subject, text, html } = self.words.write(&due.letter);
        let address: Address =
            due.letter.to.email.parse().map_err(|_| "not an address".to_owned())?;
        let name = due.letter.to.name.trim();
        let to = Mailbox::new((!name.is_empty()).then(|| one_line(name)), address);
        Message::builder()
            .from(self.envelope.from.clone())
            .to(to)
            .subject(one_line(&subject))
            .message_id(Some(format!("<{}@{}>", due.id, self.envelope.host)))
            .date(std::time::UNIX_EPOCH + seconds(due.queued_at))
            .multipart(MultiPart::alternative_plain_html(text, html))
            .map_err(|error| error.to_string())
    }
}

fn seconds(at: Instant) -> std::time::Duration {
    std::time::Duration::from_micros(u64::try_from(at.as_microsecond()).unwrap_or_default())
}

/// A header's text cannot hold line breaks or other control characters.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// 1, 2, 4 ... minutes, after so many earlier tries.
fn pause_minutes(earlier: i32) -> i64 {
    let doublings = u32::try_from(earlier).unwrap_or_default().min(10);
    (1_i64 << doublings).min(LONGEST_PAUSE_MINUTES)
}

fn take(store: &dyn Store, now: Instant) -> Result<Vec<Due>, StoreError> {
    // Looking is cheap and takes no write lock; leasing is a write.
    let mut waiting = Ok(0);
    store.read(&mut |tx| waiting = tx.due_count(now))?;
    if waiting? == 0 {
        return Ok(Vec::new());
    }
    let until = now.checked_add(LEASE).unwrap_or(now);
    let slot = Arc::new(Mutex::new(Ok(Vec::new())));
    let kept = Arc::clone(&slot);
    store.write(Box::new(move |tx| {
        let leased = tx.lease(now, until, BATCH);
        let verdict = verdict(&leased);
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = leased;
        verdict
    }))?;
    let mut leased = slot.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::replace(&mut *leased, Ok(Vec::new()))
}

fn mark(
    store: &dyn Store,
    now: Instant,
    done: Vec<(LetterId, SendOutcome)>,
) -> Result<(), StoreError> {
    let failed = Arc::new(Mutex::new(Ok(())));
    let kept = Arc::clone(&failed);
    store.write(Box::new(move |tx| {
        let marked = done.iter().try_for_each(|(id, outcome)| tx.tried(*id, now, outcome));
        let verdict = verdict(&marked);
        *kept.lock().unwrap_or_else(PoisonError::into_inner) = marked;
        verdict
    }))?;
    let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::replace(&mut *failed, Ok(()))
}

fn verdict<T>(result: &Result<T, StoreError>) -> Verdict {
    match result {
        Ok(_) => Verdict::Commit,
        Err(StoreError::Busy(_)) => Verdict::Retry,
        Err(_) => Verdict::RollBack,
    }
}
