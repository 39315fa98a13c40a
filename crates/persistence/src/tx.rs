//! One transaction, as the repositories see it.

use crate::conn::AnyConnection;
use crate::error::store_error;
use crate::kept_rounds::Rounds;
use almoner_ports::{StoreError, Stored, Verdict};
use diesel::QueryResult;

/// One transaction. The port traits are implemented for it, an aggregate in each file of
/// [`crate::repo`].
///
/// After a statement has failed no other is run and nothing is committed, whatever the work
/// says. PostgreSQL behaves so by itself; here both databases do.
pub(crate) struct DieselTx<'c> {
    conn: &'c mut AnyConnection,
    pub(crate) rounds: Rounds<'c>,
    fault: Option<Fault>,
    public_touched: bool,
}

/// Why a transaction cannot go on.
#[derive(Clone, Debug)]
enum Fault {
    /// Another transaction was in the way.
    Passing(String),
    /// Anything else.
    Lasting(String),
}

/// What is to become of a transaction.
#[derive(Debug)]
pub(crate) enum Ending {
    Commit,
    RollBack,
    Retry(String),
    Fail(StoreError),
}

impl<'c> DieselTx<'c> {
    pub(crate) const fn new(conn: &'c mut AnyConnection, rounds: Rounds<'c>) -> Self {
        Self { conn, rounds, fault: None, public_touched: false }
    }

    /// Runs a query.
    ///
    /// # Errors
    /// What the database says; after the first such error, that error again.
    pub(crate) fn run<T>(
        &mut self,
        query: impl FnOnce(&mut AnyConnection) -> QueryResult<T>,
    ) -> Stored<T> {
        match &self.fault {
            Some(Fault::Passing(why)) => return Err(StoreError::Busy(why.clone())),
            Some(Fault::Lasting(why)) => {
                return Err(StoreError::Failed(format!("after an earlier failure: {why}")));
            }
            None => {}
        }
        query(self.conn).map_err(|error| {
            let error = store_error(error);
            self.fault = match &error {
                StoreError::Busy(why) => Some(Fault::Passing(why.clone())),
                StoreError::Corrupt { .. } => None,
                other => Some(Fault::Lasting(other.to_string())),
            };
            error
        })
    }

    /// Runs a change that must find its row: by id and version, or by id and state.
    ///
    /// # Errors
    /// [`StoreError::Stale`] if no row was changed: somebody else was there first.
    pub(crate) fn change_one(
        &mut self,
        query: impl FnOnce(&mut AnyConnection) -> QueryResult<usize>,
    ) -> Stored<()> {
        match self.run(query)? {
            0 => Err(StoreError::Stale),
            _ => Ok(()),
        }
    }

    /// Remembers that something public has changed.
    pub(crate) const fn mark_public(&mut self) {
        self.public_touched = true;
    }

    pub(crate) const fn public_touched(&self) -> bool {
        self.public_touched
    }

    /// What becomes of the transaction when its work gives `verdict`.
    pub(crate) fn ending(&self, verdict: Verdict) -> Ending {
        match (verdict, &self.fault) {
            (Verdict::RollBack, _) => Ending::RollBack,
            (Verdict::Retry, None) => Ending::Retry("the work asked for another try".to_owned()),
            (_, Some(Fault::Passing(why))) => Ending::Retry(why.clone()),
            (Verdict::Commit, None) => Ending::Commit,
            (_, Some(Fault::Lasting(why))) => {
                Ending::Fail(StoreError::Failed(format!("not committed: {why}")))
            }
        }
    }
}
