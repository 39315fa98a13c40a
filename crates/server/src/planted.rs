//! A fault that a build for tests can be told to have, so that the harness that looks for it can
//! be seen to find it. No release build contains this module.

use almoner_ports::{Job, Store, Stored, Tx};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

/// The variable that plants a fault.
pub const VARIABLE: &str = "ALMONER_PLANTED_FAULT";
/// Its value: changes are acknowledged before they are committed.
pub const ACKNOWLEDGE_BEFORE_COMMIT: &str = "acknowledge-before-commit";

/// The store, faulty if the environment asks for it.
#[must_use]
pub fn store(sound: Arc<dyn Store>) -> Arc<dyn Store> {
    match std::env::var(VARIABLE) {
        Ok(fault) if fault == ACKNOWLEDGE_BEFORE_COMMIT => Arc::new(Early(sound)),
        _ => sound,
    }
}

struct Early(Arc<dyn Store>);

impl Store for Early {
    fn write(&self, mut job: Job) -> Stored<()> {
        let (answer, answered) = sync_channel(2);
        let inner = Arc::clone(&self.0);
        std::thread::spawn(move || {
            let done = answer.clone();
            let early: Job = Box::new(move |tx| {
                let verdict = job(tx);
                drop(done.try_send(Ok(())));
                // Widens the gap into which a kill has to fall.
                std::thread::sleep(Duration::from_millis(2));
                verdict
            });
            drop(answer.try_send(inner.write(early)));
        });
        answered.recv().unwrap_or(Ok(()))
    }

    fn read(&self, work: &mut dyn FnMut(&mut dyn Tx)) -> Stored<()> {
        self.0.read(work)
    }

    fn public_version(&self) -> Stored<i64> {
        self.0.public_version()
    }

    fn public_version_at_hand(&self) -> Option<i64> {
        self.0.public_version_at_hand()
    }

    fn ping(&self) -> Stored<()> {
        self.0.ping()
    }
}
