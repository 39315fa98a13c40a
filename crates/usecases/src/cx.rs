//! What a running use case may touch.

use crate::app::Parts;
use crate::{AppError, Arrived, Outcome};
use almoner_domain::access::{Actor, RoleSet};
use almoner_domain::audit::{By, Entry, Fact};
use almoner_domain::document::{Limits, WithoutScanner};
use almoner_domain::id::{EntryId, LetterId, PersonId};
use almoner_domain::letter::Letter;
use almoner_domain::office::Office;
use almoner_domain::value::Instant;
use almoner_ports::{LetterWords, Secrets, Tx};
use uuid::Uuid;

/// What loading and reading may touch: the transaction, the caller and the instant.
pub struct Eye<'a> {
    /// The transaction.
    pub tx: &'a mut dyn Tx,
    /// Who asks.
    pub actor: &'a Actor,
    /// The instant at which the request had arrived whole. The only "now" of the case.
    pub now: Instant,
    pub(crate) parts: &'a Parts,
}

impl Eye<'_> {
    /// The office's own data: names, areas, plans, holidays.
    #[must_use]
    pub fn office(&self) -> &Office {
        &self.parts.office
    }

    /// Whether the database is a demonstration.
    #[must_use]
    pub const fn is_demonstration(&self) -> bool {
        self.parts.demonstration
    }

    /// The writer of letters.
    #[must_use]
    pub fn words(&self) -> &dyn LetterWords {
        &*self.parts.words
    }

    /// Secrets: digests and sealing.
    #[must_use]
    pub fn secrets(&self) -> &dyn Secrets {
        &*self.parts.secrets
    }

    /// How much a group may send.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.parts.filing.limits
    }

    /// Whether documents wait for a scanner or are opened without one; the former where there is
    /// one.
    #[must_use]
    pub fn accepts_unscanned(&self) -> bool {
        let filing = &self.parts.filing;
        filing.scanner.is_none() && filing.without_scanner == WithoutScanner::Accept
    }

    /// The signed-in person.
    ///
    /// # Errors
    /// [`AppError::SignedOut`] when nobody is.
    pub fn person(&self) -> Outcome<PersonId> {
        self.actor.person().ok_or(AppError::SignedOut)
    }

    /// The caller's roles.
    #[must_use]
    pub fn roles(&self) -> RoleSet {
        self.actor.roles()
    }
}

/// What a running use case may touch: everything of [`Eye`], and audit, emails and new ids.
pub struct Cx<'a> {
    /// The transaction, the caller and the instant.
    pub eye: Eye<'a>,
    pub(crate) request: Uuid,
    pub(crate) audited: u32,
}

impl<'a> std::ops::Deref for Cx<'a> {
    type Target = Eye<'a>;
    fn deref(&self) -> &Self::Target {
        &self.eye
    }
}

impl std::ops::DerefMut for Cx<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.eye
    }
}

impl<'a> Cx<'a> {
    pub(crate) const fn new(eye: Eye<'a>, arrived: Arrived) -> Self {
        Self { eye, request: arrived.request, audited: 0 }
    }

    /// A new identifier of any record type.
    #[must_use]
    pub fn id<T: From<Uuid>>(&self) -> T {
        T::from(self.eye.parts.ids.uuid())
    }

    /// Appends an entry to the audit trail, by the caller, now.
    ///
    /// # Errors
    /// When the database fails.
    pub fn audit(&mut self, entry: &Entry) -> Outcome<()> {
        let id: EntryId = self.id();
        let by =
            By { person: self.eye.actor.person(), roles: self.eye.actor.roles().iter().collect() };
        self.audited += 1;
        Ok(self.eye.tx.append(id, entry, &by, self.eye.now, self.request)?)
    }

    /// Appends entries to the audit trail, by the caller, now, with few statements for many.
    ///
    /// # Errors
    /// When the database fails.
    pub fn audit_all(&mut self, entries: &[Entry]) -> Outcome<()> {
        let entries: Vec<(EntryId, &Entry)> =
            entries.iter().map(|entry| (self.id(), entry)).collect();
        let by =
            By { person: self.eye.actor.person(), roles: self.eye.actor.roles().iter().collect() };
        self.audited =
            self.audited.saturating_add(u32::try_from(entries.len()).unwrap_or(u32::MAX));
        Ok(self.eye.tx.append_all(&entries, &by, self.eye.now, self.request)?)
    }

    /// Queues emails, with few statements for many.
    ///
    /// # Errors
    /// When the database fails.
    pub fn send_all(&mut self, letters: &[Letter]) -> Outcome<()> {
        let letters: Vec<(LetterId, &Letter)> =
            letters.iter().map(|letter| (self.id(), letter)).collect();
        Ok(self.eye.tx.queue_all(&letters, self.eye.now)?)
    }

    /// Queues an email.
    ///
    /// # Errors
    /// When the database fails.
    pub fn send(&mut self, letter: &Letter) -> Outcome<()> {
        let id: LetterId = self.id();
        Ok(self.eye.tx.queue(id, letter, self.eye.now)?)
    }

    /// Random bytes.
    #[must_use]
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.eye.parts.secrets.random(&mut bytes);
        bytes
    }

    /// A digest of text about `person`, under the key that is destroyed with them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn digest(&mut self, person: PersonId, text: &str) -> Outcome<Fact> {
        let fresh = self.random();
        let key = self.eye.tx.digest_key(person, &fresh)?;
        let digest = key
            .map_or_else(String::new, |key| hex(&self.eye.parts.secrets.keyed_digest(&key, text)));
        Ok(Fact::Digest(digest))
    }

    /// Says that a public page may look different after this.
    ///
    /// # Errors
    /// When the database fails.
    pub fn public_change(&mut self) -> Outcome<()> {
        Ok(self.eye.tx.touch_public()?)
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
