//! The letters of a group's path, as facts.

use super::Bid;
use almoner_domain::application::Submission;
use almoner_domain::letter::{Body, Letter, Recipient};
use almoner_domain::person::Person;
use almoner_domain::value::Instant;

/// A letter about a bid.
pub(super) fn about(bid: &Bid, to: Recipient, body: Body) -> Letter {
    Letter { to, round: Some(bid.round.id), application: Some(bid.application.id), body }
}

/// A letter to somebody with an account, about no bid.
pub(super) fn to_person(person: Person, body: Body) -> Letter {
    let to = Recipient { person: Some(person.id), name: person.name, email: person.email };
    Letter { to, round: None, application: None, body }
}

fn path(bid: &Bid) -> String {
    format!("/applications/{}", bid.application.id)
}

pub(super) fn started(bid: &Bid) -> Body {
    Body::ApplicationStarted {
        round: bid.round.settings.title.clone(),
        organisation: bid.organisation.name.clone(),
        deadline: bid.round.deadline,
        path: path(bid),
    }
}

pub(super) fn received(bid: &Bid, reference: &str, sent: &Submission) -> Body {
    Body::ApplicationReceived {
        reference: reference.to_owned(),
        round: bid.round.settings.title.clone(),
        organisation: sent.organisation.name.clone(),
        sent_at: sent.sent_at,
        requested: sent.requested,
        again: sent.number > 1,
        deadline: bid.round.deadline,
        decision_by: bid.round.settings.dates.decision_by,
        path: format!("{}/receipt", path(bid)),
    }
}

pub(super) fn reopened(bid: &Bid) -> Body {
    Body::ApplicationReopened {
        reference: bid.application.reference.clone().unwrap_or_default(),
        round: bid.round.settings.title.clone(),
        deadline: bid.round.deadline,
        path: path(bid),
    }
}

pub(super) fn withdrawn(bid: &Bid) -> Body {
    Body::ApplicationWithdrawn {
        reference: bid.application.reference.clone(),
        round: bid.round.settings.title.clone(),
        organisation: bid.application.organisation_name.clone(),
    }
}

pub(super) fn late(bid: &Bid, arrived: Instant) -> Body {
    let contact = &bid.round.settings.contact;
    Body::ApplicationLate {
        round: bid.round.settings.title.clone(),
        organisation: bid.organisation.name.clone(),
        arrived,
        deadline: bid.round.deadline,
        stands: bid.application.reference.clone(),
        contact: contact.name.clone(),
        contact_email: contact.email.clone(),
        contact_phone: contact.phone.clone(),
        path: path(bid),
    }
}

pub(super) fn abandoned(round: &almoner_domain::round::Round, organisation: &str) -> Body {
    Body::ApplicationAbandoned {
        round: round.settings.title.clone(),
        organisation: organisation.to_owned(),
        deadline: round.deadline,
    }
}
