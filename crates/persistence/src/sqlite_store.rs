//! The store on SQLite: readers from a pool, writes through the one writer.

use crate::conn::{Connector, Pooled, Purpose, pool};
use crate::database::{OpenError, WriterLock};
use crate::dialect::{begin_reading, undo};
use crate::error::store_error;
use crate::kept_rounds::{KeptRounds, Rounds};
use crate::repo::office_mark;
use crate::sqlite_writer::Writer;
use crate::tx::DieselTx;
use almoner_ports::{Job, Store, StoreError, Stored, Tx};
use diesel::r2d2::{ManageConnection, Pool, PooledConnection};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The store on SQLite. Its own counter tells of public changes: no other process writes.
pub(crate) struct SqliteStore {
    readers: Pool<Connector>,
    /// None if opened to read only; then the counter is read from the database.
    writer: Option<(Writer, Arc<WriterLock>)>,
    public: Arc<AtomicI64>,
    rounds: Arc<KeptRounds>,
}

impl SqliteStore {
    /// Starts the readers and, if `lock` says that we may write, the writer.
    pub(crate) fn start(
        connector: &Connector,
        lock: Option<Arc<WriterLock>>,
    ) -> Result<Self, OpenError> {
        let mut conn = connector.connect_now()?;
        let public = office_mark::public_version(&mut conn).map_err(store_error)?;
        let public = Arc::new(AtomicI64::new(public));
        let rounds = Arc::new(KeptRounds::default());
        let writer = match lock {
            Some(lock) => {
                let shared = (Arc::clone(&public), Arc::clone(&rounds));
                let writer =
                    Writer::start(connector.clone(), conn, shared).map_err(OpenError::System)?;
                Some((writer, lock))
            }
            None => None,
        };
        Ok(Self { readers: pool(connector.to(Purpose::Read)), writer, public, rounds })
    }
}

impl Store for SqliteStore {
    fn write(&self, job: Job) -> Stored<()> {
        match &self.writer {
            Some((writer, _)) => writer.write(job),
            None => Err(StoreError::Failed("the database was opened to read only".to_owned())),
        }
    }

    fn read(&self, work: &mut dyn FnMut(&mut dyn Tx)) -> Stored<()> {
        let mut pooled = take(&self.readers)?;
        begin_reading(&mut pooled.conn).map_err(store_error)?;
        read_in(&mut pooled, &self.rounds, work)
    }

    fn public_version(&self) -> Stored<i64> {
        if self.writer.is_some() {
            return Ok(self.public.load(Ordering::Acquire));
        }
        let mut pooled = take(&self.readers)?;
        office_mark::public_version(&mut pooled.conn).map_err(store_error)
    }

    fn public_version_at_hand(&self) -> Option<i64> {
        self.writer.is_some().then(|| self.public.load(Ordering::Acquire))
    }

    fn ping(&self) -> Stored<()> {
        let mut pooled = take(&self.readers)?;
        office_mark::public_version(&mut pooled.conn).map(|_| ()).map_err(store_error)
    }
}

/// Takes a connection from a pool: `Busy` if all are in use, `Failed` if none can be made.
pub(crate) fn take<M>(pool: &Pool<M>) -> Stored<PooledConnection<M>>
where
    M: ManageConnection,
{
    pool.get().map_err(|error| {
        if pool.state().connections == 0 {
            StoreError::Failed(error.to_string())
        } else {
            StoreError::Busy(error.to_string())
        }
    })
}

/// Runs `work` in the reading transaction that was begun on `pooled`, and ends it. If the work
/// panics, the pool drops the connection.
pub(crate) fn read_in(
    pooled: &mut Pooled,
    rounds: &KeptRounds,
    work: &mut dyn FnMut(&mut dyn Tx),
) -> Stored<()> {
    work(&mut DieselTx::new(&mut pooled.conn, Rounds::Committed(rounds)));
    // Nothing was changed, so that a failure to end the transaction takes nothing from the work.
    if let Err(error) = undo(&mut pooled.conn) {
        tracing::debug!(%error, "a reading transaction could not be ended");
        pooled.broken = true;
    }
    Ok(())
}
