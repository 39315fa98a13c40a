//! What the program does by itself: opening and closing rounds, sending email, sealing the audit
//! trail. The clock of each chore is the application's own.

use crate::files_chores;
use almoner_domain::access::Actor;
use almoner_mail::Dispatcher;
use almoner_usecases::{App, applications, assessments, rounds, screening};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// How often email that is due is looked for.
const POST_EVERY: Duration = Duration::from_secs(1);
/// How often counts of steps are written down: a program that is killed loses those of this time.
const TALLY_EVERY: Duration = Duration::from_secs(5);
/// How often rounds are looked at. Nothing depends on it: what counts is computed from the clock.
const TICK_EVERY: Duration = Duration::from_secs(5);
/// How often documents that wait for the scanner are looked at.
const SCAN_EVERY: Duration = Duration::from_secs(2);
/// How often files that nobody needs are looked for.
const TIDY_EVERY: Duration = Duration::from_secs(3600);
/// How often the heads of the audit trail are sealed.
const SEAL_EVERY: Duration = Duration::from_secs(600);

/// The chores, done on threads until stopped.
pub struct Chores {
    stop: Arc<Stop>,
    threads: Vec<JoinHandle<()>>,
    app: App,
}

#[derive(Default)]
struct Stop {
    asked: AtomicBool,
    lock: Mutex<()>,
    wake: Condvar,
}

impl Stop {
    /// Waits for `time`, or until asked to stop; whether to go on.
    fn pause(&self, time: Duration) -> bool {
        let guard = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        let _unused =
            self.wake.wait_timeout_while(guard, time, |()| !self.asked.load(Ordering::Acquire));
        !self.asked.load(Ordering::Acquire)
    }
}

impl Chores {
    /// Starts the chores.
    #[must_use]
    pub fn start(app: &App, dispatcher: Dispatcher) -> Self {
        let stop = Arc::new(Stop::default());
        let mut threads = Vec::new();
        let dispatcher = Arc::new(dispatcher);
        threads.extend(repeat("post", POST_EVERY, &stop, {
            let app = app.clone();
            move || send_due(&app, &dispatcher)
        }));
        threads.extend(repeat("rounds", TICK_EVERY, &stop, {
            let app = app.clone();
            move || tick(&app)
        }));
        threads.extend(repeat("scan", SCAN_EVERY, &stop, {
            let app = app.clone();
            move || files_chores::scan_due(&app)
        }));
        threads.extend(repeat("tidy", TIDY_EVERY, &stop, {
            let app = app.clone();
            move || {
                files_chores::tidy(&app);
                forget_presence(&app);
            }
        }));
        threads.extend(repeat("tally", TALLY_EVERY, &stop, {
            let app = app.clone();
            move || write_tally(&app)
        }));
        threads.extend(repeat("seal", SEAL_EVERY, &stop, {
            let app = app.clone();
            move || seal(&app)
        }));
        Self { stop, threads, app: app.clone() }
    }

    /// Stops the chores after what they are doing now.
    pub fn stop(self) {
        self.stop.asked.store(true, Ordering::Release);
        self.stop.wake.notify_all();
        for thread in self.threads {
            if thread.join().is_err() {
                tracing::error!("a chore had panicked");
            }
        }
        write_tally(&self.app);
    }
}

fn repeat(
    name: &'static str,
    every: Duration,
    stop: &Arc<Stop>,
    chore: impl Fn() + Send + 'static,
) -> Option<JoinHandle<()>> {
    let stop = Arc::clone(stop);
    let run = move || loop {
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(&chore));
        if done.is_err() {
            tracing::error!(chore = name, "a chore panicked; it goes on with its next turn");
        }
        if !stop.pause(every) {
            return;
        }
    };
    match std::thread::Builder::new().name(name.to_owned()).spawn(run) {
        Ok(thread) => Some(thread),
        Err(error) => {
            tracing::error!(chore = name, %error, "a chore could not be started");
            None
        }
    }
}

/// Sends every letter that is due.
pub fn send_due(app: &App, dispatcher: &Dispatcher) {
    loop {
        match dispatcher.run_once(&**app.store(), app.arrived().at) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "letters could not be taken from the outbox");
                return;
            }
        }
    }
}

/// Opens and closes rounds, gives up drafts of closed ones, and ends requests and assessments whose
/// time is over.
pub fn tick(app: &App) {
    if let Err(error) = app.execute(&Actor::System, app.arrived(), rounds::Tick) {
        tracing::warn!(%error, "rounds could not be looked at");
    }
    give_up_drafts(app);
    end_requests(app);
    remind_second_people(app);
    end_assessments(app);
}

/// Gives up the drafts of rounds that have closed.
fn give_up_drafts(app: &App) {
    loop {
        match app.execute(&Actor::System, app.arrived(), applications::AbandonDrafts) {
            Ok(done) if done.drafts > 0 => {}
            Ok(_) => return,
            Err(error) => {
                tracing::warn!(%error, "drafts could not be given up");
                return;
            }
        }
    }
}

/// Ends requests for information that groups did not answer in time.
fn end_requests(app: &App) {
    loop {
        match app.execute(&Actor::System, app.arrived(), screening::ExpireInformation) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "requests that ran out could not be ended");
                return;
            }
        }
    }
}

/// Reminds second people of bids that they have not answered.
fn remind_second_people(app: &App) {
    loop {
        match app.execute(&Actor::System, app.arrived(), applications::RemindSecondPeople) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "second people could not be reminded");
                return;
            }
        }
    }
}

/// Ends assessments that nobody handed in, some days after they were due.
fn end_assessments(app: &App) {
    loop {
        match app.execute(&Actor::System, app.arrived(), assessments::ExpireAssessments) {
            Ok(0) => return,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "assessments that ran out could not be ended");
                return;
            }
        }
    }
}

/// Forgets who opened which section of a bid the day before.
fn forget_presence(app: &App) {
    if let Err(error) = app.execute(&Actor::System, app.arrived(), applications::ForgetPresence) {
        tracing::warn!(%error, "who opened which section could not be forgotten");
    }
}

/// Writes down what was counted.
fn write_tally(app: &App) {
    if let Err(error) = app.write_tally() {
        tracing::warn!(%error, "counts of steps could not be written down yet");
    }
}

/// Seals the heads of the audit trail.
pub fn seal(app: &App) {
    let at = app.arrived().at;
    let sealed = app.store().write(Box::new(move |tx| match tx.seal_heads(at) {
        Ok(_) => almoner_ports::Verdict::Commit,
        Err(almoner_ports::StoreError::Busy(_)) => almoner_ports::Verdict::Retry,
        Err(error) => {
            tracing::warn!(%error, "the audit trail could not be sealed");
            almoner_ports::Verdict::RollBack
        }
    }));
    if let Err(error) = sealed {
        tracing::warn!(%error, "the audit trail could not be sealed");
    }
}
