//! The store on PostgreSQL: ordinary concurrent transactions from a pool.

use crate::conn::{Connector, pool};
use crate::dialect::{begin_reading, begin_writing, keep, undo};
use crate::error::store_error;
use crate::kept_rounds::{KeptRounds, Rounds};
use crate::repo::office_mark;
use crate::sqlite_store::{read_in, take};
use crate::sqlite_writer::{TRIES, run_caught};
use crate::tx::{DieselTx, Ending};
use almoner_ports::{Job, Store, StoreError, Stored, Tx};
use diesel::QueryResult;
use diesel::r2d2::{Pool, PooledConnection};
use std::time::Duration;

/// The store on PostgreSQL. Any number of processes may share the database.
pub(crate) struct PostgresStore {
    pool: Pool<Connector>,
    reads_only: bool,
    rounds: KeptRounds,
}

impl PostgresStore {
    pub(crate) fn start(connector: Connector, reads_only: bool) -> Self {
        Self { pool: pool(connector), reads_only, rounds: KeptRounds::default() }
    }

    /// A connection on which `begin` has begun a transaction. Connections that the server has
    /// closed in the meantime are dropped, and another is taken: nothing was run on them.
    fn begun(
        &self,
        begin: fn(&mut crate::conn::AnyConnection) -> QueryResult<()>,
    ) -> Stored<PooledConnection<Connector>> {
        let mut left = self.pool.max_size();
        loop {
            let mut pooled = take(&self.pool)?;
            match begin(&mut pooled.conn) {
                Ok(()) => return Ok(pooled),
                Err(error) => {
                    pooled.broken = true;
                    if left == 0 {
                        return Err(store_error(error));
                    }
                    left -= 1;
                }
            }
        }
    }

    /// Runs the job once.
    fn once(&self, job: &mut Job) -> Stored<Once> {
        let mut pooled = self.begun(begin_writing)?;
        let mut tx = DieselTx::new(&mut pooled.conn, Rounds::Own(&self.rounds));
        let ending = run_caught(&mut tx, job);
        if let Ending::Commit = ending {
            return match keep(&mut pooled.conn) {
                Ok(()) => Ok(Once::Done),
                Err(error) => {
                    pooled.broken = true;
                    match store_error(error) {
                        StoreError::Busy(why) => Ok(Once::Again(why)),
                        error => Err(StoreError::Failed(format!("commit: {error}"))),
                    }
                }
            };
        }
        if undo(&mut pooled.conn).is_err() {
            // The server undoes what was left open when the connection is closed.
            pooled.broken = true;
        }
        match ending {
            Ending::Retry(why) => Ok(Once::Again(why)),
            Ending::Fail(error) => Err(error),
            Ending::Commit | Ending::RollBack => Ok(Once::Done),
        }
    }
}

/// How one run of a job ended.
enum Once {
    Done,
    Again(String),
}

/// Pauses before the next try: long enough for the other transaction to end.
fn pause(tries: u32) {
    std::thread::sleep(Duration::from_millis(5 << tries.min(4)));
}

impl Store for PostgresStore {
    fn write(&self, mut job: Job) -> Stored<()> {
        if self.reads_only {
            return Err(StoreError::Failed("the database was opened to read only".to_owned()));
        }
        let mut reason = String::new();
        for tries in 0..TRIES {
            if tries > 0 {
                pause(tries);
            }
            match self.once(&mut job)? {
                Once::Done => return Ok(()),
                Once::Again(why) => reason = why,
            }
        }
        Err(StoreError::Busy(reason))
    }

    fn read(&self, work: &mut dyn FnMut(&mut dyn Tx)) -> Stored<()> {
        let mut pooled = self.begun(begin_reading)?;
        read_in(&mut pooled, &self.rounds, work)
    }

    fn public_version(&self) -> Stored<i64> {
        // One statement, outside a transaction: it can be asked again on another connection.
        let mut left = self.pool.max_size();
        loop {
            let mut pooled = take(&self.pool)?;
            match office_mark::public_version(&mut pooled.conn) {
                Ok(version) => return Ok(version),
                Err(error) => {
                    pooled.broken = true;
                    if left == 0 {
                        return Err(store_error(error));
                    }
                    left -= 1;
                }
            }
        }
    }

    fn ping(&self) -> Stored<()> {
        self.public_version().map(|_| ())
    }
}
