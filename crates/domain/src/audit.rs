//! Entries of the audit trail: what happened, to what, by whom, in facts.
//!
//! An entry holds ids, states, codes, amounts and marks. Names, addresses and free text appear
//! only as keyed digests ([`Fact::Digest`]): the key belongs to a person and can be destroyed, so
//! that erasing somebody leaves the chain whole.

pub mod events;

use crate::access::Role;
use crate::id::{ApplicationId, EntryId, PersonId, RoundId};
use crate::value::{Instant, Pence};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// One fact of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Another record.
    Id(Uuid),
    /// A state, reason or other code from a closed list.
    Code(String),
    /// Several codes.
    Codes(Vec<String>),
    /// An amount of money.
    Pence(Pence),
    /// A count, a mark, a version or a whole percentage.
    Number(i64),
    /// An instant.
    At(Instant),
    /// Yes or no.
    Flag(bool),
    /// A keyed digest of text about a person, in hexadecimal.
    Digest(String),
}

/// What an entry is about: the chain that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Stream {
    /// The office as a whole: people, roles, settings.
    Office,
    /// A round and its panel.
    Round(RoundId),
    /// One application.
    Application(ApplicationId),
}

/// A new entry, before it is chained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which chain.
    pub stream: Stream,
    /// The round that it counts for, if any: reports fold the entries of a round.
    pub round: Option<RoundId>,
    /// The event, from a closed list per module, such as `application.submitted`.
    pub event: &'static str,
    /// Its facts, by name.
    pub facts: BTreeMap<String, Fact>,
}

impl Entry {
    /// An entry about a round.
    #[must_use]
    pub fn round(round: RoundId, event: &'static str) -> Self {
        Self { stream: Stream::Round(round), round: Some(round), event, facts: BTreeMap::new() }
    }

    /// An entry about an application of a round.
    #[must_use]
    pub fn application(round: RoundId, application: ApplicationId, event: &'static str) -> Self {
        Self {
            stream: Stream::Application(application),
            round: Some(round),
            event,
            facts: BTreeMap::new(),
        }
    }

    /// An entry about the office.
    #[must_use]
    pub const fn office(event: &'static str) -> Self {
        Self { stream: Stream::Office, round: None, event, facts: BTreeMap::new() }
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &str, fact: Fact) -> Self {
        self.facts.insert(name.to_owned(), fact);
        self
    }

    /// Adds a record's id.
    #[must_use]
    pub fn id(self, name: &str, id: impl Into<Uuid>) -> Self {
        self.with(name, Fact::Id(id.into()))
    }

    /// Adds a code.
    #[must_use]
    pub fn code(self, name: &str, code: impl Into<String>) -> Self {
        self.with(name, Fact::Code(code.into()))
    }

    /// Adds an amount.
    #[must_use]
    pub fn pence(self, name: &str, amount: Pence) -> Self {
        self.with(name, Fact::Pence(amount))
    }

    /// Adds a number.
    #[must_use]
    pub fn number(self, name: &str, number: i64) -> Self {
        self.with(name, Fact::Number(number))
    }
}

/// Who made an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// The person; none for the program and the public.
    pub person: Option<PersonId>,
    /// The roles that they held at that moment.
    pub roles: Vec<Role>,
}

/// An entry as stored, with its place in its chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its id.
    pub id: EntryId,
    /// Its chain.
    pub stream: Stream,
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// The round that it counts for.
    pub round: Option<RoundId>,
    /// The event.
    pub event: String,
    /// The facts.
    pub facts: BTreeMap<String, Fact>,
    /// Who.
    pub by: By,
    /// When: the instant at which the request had arrived whole.
    pub at: Instant,
    /// Request id, to find the log lines.
    pub request: Uuid,
}

impl Recorded {
    /// A code by name.
    #[must_use]
    pub fn code(&self, name: &str) -> Option<&str> {
        match self.facts.get(name) {
            Some(Fact::Code(code)) => Some(code),
            _ => None,
        }
    }

    /// An amount by name.
    #[must_use]
    pub fn pence(&self, name: &str) -> Option<Pence> {
        match self.facts.get(name) {
            Some(Fact::Pence(amount)) => Some(*amount),
            _ => None,
        }
    }

    /// A number by name.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        match self.facts.get(name) {
            Some(Fact::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The application that the entry is about.
    #[must_use]
    pub const fn application(&self) -> Option<ApplicationId> {
        match self.stream {
            Stream::Application(id) => Some(id),
            Stream::Office | Stream::Round(_) => None,
        }
    }
}
