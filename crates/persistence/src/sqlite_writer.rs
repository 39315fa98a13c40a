//! SQLite's one writer. Work waits in a bounded queue; the writer takes up what is waiting, gives
//! each piece a savepoint, commits once, and answers each when the commit is durable. A flush to
//! disk is thus shared by all who wait, and nobody is answered before it.

use crate::conn::{AnyConnection, Connector};
use crate::dialect::{begin_writing, keep, savepoint, undo};
use crate::error::store_error;
use crate::kept_rounds::{KeptRounds, Rounds};
use crate::repo::office_mark;
use crate::tx::{DieselTx, Ending};
use almoner_ports::{Job, StoreError, Stored};
use diesel::r2d2::R2D2Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Pieces of work in one commit.
const BATCH: usize = 64;
/// Runs of a piece of work that asks for another try: the first and four more.
pub(crate) const TRIES: u32 = 5;

/// The writer's thread and the queue to it.
pub(crate) struct Writer {
    queue: Option<SyncSender<Item>>,
    thread: Option<JoinHandle<()>>,
    wait: Duration,
}

struct Item {
    job: Job,
    /// Taken by whoever comes first: the writer, to run it, or the caller, to give up.
    taken: Arc<AtomicBool>,
    answer: SyncSender<Stored<()>>,
}

impl Writer {
    /// Starts the writer. The first of `shared` is counted on when something public was committed.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub(crate) fn start(
        connector: Connector,
        conn: AnyConnection,
        shared: (Arc<AtomicI64>, Arc<KeptRounds>),
    ) -> std::io::Result<Self> {
        let (queue, waiting) = sync_channel(connector.tuning().queue.max(1));
        let wait = connector.tuning().wait;
        let (public, rounds) = shared;
        let mut loop_ = Loop { connector, conn: Some(conn), public, rounds };
        let thread = std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || loop_.serve(&waiting))?;
        Ok(Self { queue: Some(queue), thread: Some(thread), wait })
    }

    /// Hands `job` over and waits for its answer.
    pub(crate) fn write(&self, job: Job) -> Stored<()> {
        if self.is_this_thread() {
            return Err(StoreError::Failed(
                "work in the writer may not hand work to it".to_owned(),
            ));
        }
        let (answer, answered) = sync_channel(1);
        let taken = Arc::new(AtomicBool::new(false));
        let item = Item { job, taken: Arc::clone(&taken), answer };
        let queue = self.queue.as_ref().ok_or_else(gone)?;
        queue.try_send(item).map_err(|error| match error {
            TrySendError::Full(_) => StoreError::Busy("too much work is waiting".to_owned()),
            TrySendError::Disconnected(_) => gone(),
        })?;
        match answered.recv_timeout(self.wait) {
            Ok(answer) => answer,
            Err(RecvTimeoutError::Disconnected) => Err(gone()),
            Err(RecvTimeoutError::Timeout) => {
                if taken.swap(true, Ordering::AcqRel) {
                    // It is being run: only its answer says how it ended.
                    return answered.recv().unwrap_or_else(|_| Err(gone()));
                }
                Err(StoreError::Busy("the writer did not come to it in time".to_owned()))
            }
        }
    }
}

impl Writer {
    /// Whether the caller runs on the writer's own thread, where waiting for it would never end.
    fn is_this_thread(&self) -> bool {
        let current = std::thread::current().id();
        self.thread.as_ref().is_some_and(|thread| thread.thread().id() == current)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        let within = self.is_this_thread();
        if let Some(thread) = self.thread.take()
            && !within
        {
            // The thread ends when the queue is empty; its panics were caught and answered.
            drop(thread.join());
        }
    }
}

fn gone() -> StoreError {
    StoreError::Failed("the writer has ended".to_owned())
}

/// Why a batch was not committed.
enum Fault {
    /// A savepoint could not be made, kept or undone: which of the jobs is to blame is unknown.
    Savepoint(diesel::result::Error),
    /// The transaction could not be begun or committed.
    Whole(StoreError),
}

/// The writer's own state.
struct Loop {
    connector: Connector,
    conn: Option<AnyConnection>,
    public: Arc<AtomicI64>,
    rounds: Arc<KeptRounds>,
}

impl Loop {
    fn serve(&mut self, waiting: &Receiver<Item>) {
        while let Ok(first) = waiting.recv() {
            let more = waiting.try_iter().take(BATCH - 1);
            let mut batch: Vec<Item> = std::iter::once(first)
                .chain(more)
                .filter(|item| !item.taken.swap(true, Ordering::AcqRel))
                .collect();
            if batch.is_empty() {
                continue;
            }
            match self.together(&mut batch) {
                Ok(answers) => answer_each(batch, answers),
                Err(Fault::Savepoint(error)) => {
                    tracing::warn!(%error, "a batch was undone; its work is run singly");
                    for item in batch {
                        self.alone(item);
                    }
                }
                Err(Fault::Whole(error)) => {
                    let answers = batch.iter().map(|_| Err(same(&error))).collect();
                    answer_each(batch, answers);
                }
            }
        }
    }

    fn alone(&mut self, item: Item) {
        let mut batch = vec![item];
        let answers = match self.together(&mut batch) {
            Ok(answers) => answers,
            Err(Fault::Savepoint(error)) => vec![Err(store_error(error))],
            Err(Fault::Whole(error)) => vec![Err(error)],
        };
        answer_each(batch, answers);
    }

    /// Runs the work of a batch in one transaction. On a fault nothing of it was kept.
    fn together(&mut self, batch: &mut [Item]) -> Result<Vec<Stored<()>>, Fault> {
        let mut conn = self.connection()?;
        let outcome = in_one_transaction(&mut conn, &self.rounds, batch);
        if outcome.is_err() {
            // Fails when SQLite has undone the transaction by itself already.
            if let Err(error) = undo(&mut conn) {
                tracing::debug!(%error, "nothing to undo");
            }
        }
        if !conn.is_broken() {
            self.conn = Some(conn);
        }
        let (answers, public) = outcome?;
        if let Some(version) = public {
            self.public.store(version, Ordering::Release);
        }
        Ok(answers)
    }

    /// The connection, made anew if the last one was left in a state of which nothing is known.
    fn connection(&mut self) -> Result<AnyConnection, Fault> {
        match self.conn.take() {
            Some(conn) => Ok(conn),
            None => self
                .connector
                .connect_now()
                .map_err(|fault| Fault::Whole(StoreError::Failed(fault.to_string()))),
        }
    }
}

type Answers = (Vec<Stored<()>>, Option<i64>);

fn in_one_transaction(
    conn: &mut AnyConnection,
    rounds: &KeptRounds,
    batch: &mut [Item],
) -> Result<Answers, Fault> {
    begin_writing(conn).map_err(|error| Fault::Whole(store_error(error)))?;
    let mut answers = Vec::with_capacity(batch.len());
    let mut public_touched = false;
    for item in batch {
        let (answer, public) =
            in_a_savepoint(conn, rounds, &mut item.job).map_err(Fault::Savepoint)?;
        answers.push(answer);
        public_touched |= public;
    }
    let public = if public_touched {
        Some(office_mark::public_version(conn).map_err(|e| Fault::Whole(store_error(e)))?)
    } else {
        None
    };
    keep(conn).map_err(|error| Fault::Whole(StoreError::Failed(format!("commit: {error}"))))?;
    Ok((answers, public))
}

/// Runs one piece of work; says whether it changed something public.
fn in_a_savepoint(
    conn: &mut AnyConnection,
    rounds: &KeptRounds,
    job: &mut Job,
) -> diesel::QueryResult<(Stored<()>, bool)> {
    let mut reason = String::new();
    for _ in 0..TRIES {
        savepoint(conn)?;
        let mut tx = DieselTx::new(conn, Rounds::Own(rounds));
        let ending = run_caught(&mut tx, job);
        let public = tx.public_touched();
        match ending {
            Ending::Commit => {
                keep(conn)?;
                return Ok((Ok(()), public));
            }
            Ending::RollBack => {
                undo(conn)?;
                return Ok((Ok(()), false));
            }
            Ending::Fail(error) => {
                undo(conn)?;
                return Ok((Err(error), false));
            }
            Ending::Retry(why) => {
                undo(conn)?;
                reason = why;
            }
        }
    }
    Ok((Err(StoreError::Busy(reason)), false))
}

/// Runs `job`; a panic in it ends only its own transaction or savepoint.
pub(crate) fn run_caught(tx: &mut DieselTx<'_>, job: &mut Job) -> Ending {
    match catch_unwind(AssertUnwindSafe(|| job(tx))) {
        Ok(verdict) => tx.ending(verdict),
        Err(_) => Ending::Fail(StoreError::Failed("the work panicked".to_owned())),
    }
}

fn answer_each(batch: Vec<Item>, answers: Vec<Stored<()>>) {
    for (item, answer) in batch.into_iter().zip(answers) {
        // Nobody listens if the caller's thread was ended.
        drop(item.answer.send(answer));
    }
}

/// The same error for another caller.
fn same(error: &StoreError) -> StoreError {
    match error {
        StoreError::Busy(why) => StoreError::Busy(why.clone()),
        other => StoreError::Failed(other.to_string()),
    }
}
