//! What the audit trail keeps of a group's moves: states, amounts, codes and ids.

use almoner_domain::application::{Application, Change, Submission};
use almoner_domain::audit::{Entry, Fact};
use almoner_domain::form::{Meaning, Value};
use almoner_domain::round::Round;

/// An entry about an application.
pub(super) fn entry(application: &Application, event: &'static str) -> Entry {
    Entry::application(application.round, application.id, event)
        .id("organisation", application.organisation.uuid())
}

/// An entry about a move.
pub(super) fn moved(change: &Change, event: &'static str) -> Entry {
    entry(&change.application, event)
        .code("from", change.from.code())
        .code("to", change.application.status.code())
}

/// Adds the facts of a sent version: everything that the report of the round is derived from.
pub(super) fn sent(entry: Entry, round: &Round, reference: &str, sent: &Submission) -> Entry {
    let shares =
        sent.places.shares.iter().map(|(code, percent)| format!("{code}:{percent}")).collect();
    let mut entry = entry
        .code("reference", reference)
        .number("submission", i64::from(sent.number))
        .number("form_version", i64::from(sent.form_version))
        .code("organisation_kind", sent.organisation.kind.code())
        .with("shares", Fact::Codes(shares))
        .number("in_targets", i64::from(sent.places.in_targets))
        .number("unplaced", i64::from(sent.places.unplaced))
        .with("received_at", Fact::At(sent.sent_at));
    if let Some(requested) = sent.requested {
        entry = entry.pence("requested", requested);
    }
    if let Some(lead) = &sent.places.lead {
        entry = entry.code("lead_area", lead.as_str());
    }
    match round.form.value_for(Meaning::Relationships, &sent.answers) {
        Some(Value::YesNo(yes) | Value::YesNoExplain { yes, .. }) => {
            entry.with("declares_relationships", Fact::Flag(yes))
        }
        _ => entry,
    }
}
