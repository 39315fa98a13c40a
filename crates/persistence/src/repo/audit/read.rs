//! Reading entries.

use super::tables::{EntryRow, audit_entry};
use crate::error::corrupt;
use crate::tx::DieselTx;
use crate::types::{At, Key};
use almoner_domain::access::Role;
use almoner_domain::audit::{By, Recorded, Stream};
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_domain::value::Instant;
use almoner_ports::Stored;
use diesel::prelude::*;

/// A stream as stored.
pub(super) fn stream_text(stream: Stream) -> String {
    match stream {
        Stream::Office => "office".to_owned(),
        Stream::Round(id) => format!("round:{id}"),
        Stream::Application(id) => format!("application:{id}"),
    }
}

fn stream(text: &str) -> Option<Stream> {
    match text.split_once(':') {
        None if text == "office" => Some(Stream::Office),
        Some(("round", id)) => RoundId::parse(id).map(Stream::Round),
        Some(("application", id)) => ApplicationId::parse(id).map(Stream::Application),
        _ => None,
    }
}

fn roles(codes: &str) -> Option<Vec<Role>> {
    codes.split(',').filter(|code| !code.is_empty()).map(Role::parse).collect()
}

impl EntryRow {
    fn recorded(self) -> Stored<Recorded> {
        let bad = |why: &str| corrupt("audit_entry", self.id.0, why);
        let facts = serde_json::from_str(&self.facts).map_err(|e| bad(&e.to_string()))?;
        Ok(Recorded {
            id: self.id.to(),
            stream: stream(&self.stream).ok_or_else(|| bad("no such stream"))?,
            seq: self.seq,
            round: self.round.map(Key::to),
            facts,
            by: By {
                person: self.person.map(Key::to),
                roles: roles(&self.roles).ok_or_else(|| bad("no such role"))?,
            },
            event: self.event,
            at: self.at.0,
            request: self.request.0,
        })
    }
}

pub(super) fn of_round(
    tx: &mut DieselTx<'_>,
    round: RoundId,
    until: Instant,
) -> Stored<Vec<Recorded>> {
    let rows: Vec<EntryRow> = tx.run(|c| {
        audit_entry::table
            .filter(audit_entry::round.eq(Some(Key::from(round))))
            .filter(audit_entry::at.le(At(until)))
            .order((audit_entry::at, audit_entry::id))
            .load(c)
    })?;
    rows.into_iter().map(EntryRow::recorded).collect()
}

pub(super) fn of_stream(tx: &mut DieselTx<'_>, stream: Stream) -> Stored<Vec<Recorded>> {
    let stream = stream_text(stream);
    let rows: Vec<EntryRow> = tx.run(|c| {
        audit_entry::table.filter(audit_entry::stream.eq(stream)).order(audit_entry::seq).load(c)
    })?;
    rows.into_iter().map(EntryRow::recorded).collect()
}

pub(super) fn count(tx: &mut DieselTx<'_>) -> Stored<i64> {
    tx.run(|c| audit_entry::table.count().get_result(c))
}
