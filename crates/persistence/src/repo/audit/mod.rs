//! The audit trail: a chain of entries for each stream, and anchors that seal their heads.
//!
//! A chain for each stream, not one for the office, so that two bids are never in each other's
//! way. What a chain alone cannot show, that its end was cut off, an anchor shows: it holds the
//! head that was there. Anchors are a chain themselves; who keeps a copy of the last one outside
//! can tell whether anything before it was touched.

mod append;
mod digest_keys;
mod hash;
mod read;
mod seal;
mod tables;
mod verify;

use crate::repo::office_mark;
use crate::tx::DieselTx;
use almoner_domain::audit::{By, Entry, Recorded, Stream};
use almoner_domain::id::{EntryId, PersonId, RoundId};
use almoner_domain::value::Instant;
use almoner_ports::{AuditTrail, Broken, StoreError, Stored};
use uuid::Uuid;

impl AuditTrail for DieselTx<'_> {
    fn append(
        &mut self,
        id: EntryId,
        entry: &Entry,
        by: &By,
        at: Instant,
        request: Uuid,
    ) -> Stored<()> {
        append::append(self, id, entry, by, at, request)
    }

    fn append_all(
        &mut self,
        entries: &[(EntryId, &Entry)],
        by: &By,
        at: Instant,
        request: Uuid,
    ) -> Stored<()> {
        append::append_all(self, entries, by, at, request)
    }

    fn entries_of_round(&mut self, round: RoundId, until: Instant) -> Stored<Vec<Recorded>> {
        read::of_round(self, round, until)
    }

    fn entries_of(&mut self, stream: Stream) -> Stored<Vec<Recorded>> {
        read::of_stream(self, stream)
    }

    fn entry_count(&mut self) -> Stored<i64> {
        read::count(self)
    }

    fn seal_heads(&mut self, at: Instant) -> Stored<usize> {
        seal::seal(self, at)
    }

    fn verify(&mut self) -> Stored<Result<i64, Broken>> {
        verify::verify(self)
    }

    fn digest_key(&mut self, person: PersonId, fresh: &[u8; 32]) -> Stored<Option<Vec<u8>>> {
        digest_keys::find_or_add(self, person, fresh)
    }

    fn touch_public(&mut self) -> Stored<()> {
        let counted = self.run(office_mark::count_public_change)?;
        if counted == 0 {
            return Err(StoreError::Failed("the database has no mark of its office".to_owned()));
        }
        self.mark_public();
        Ok(())
    }
}
