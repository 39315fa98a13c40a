//! The letters of screening, as facts.

use crate::{Cx, Outcome};
use almoner_domain::application::Application;
use almoner_domain::id::PersonId;
use almoner_domain::letter::{Body, FailedCheck, Letter, Recipient};
use almoner_domain::organisation::{MOST_MEMBERS, contact_of};
use almoner_domain::round::Round;
use almoner_domain::screening::{Bid, CheckStatus, Screening};
use almoner_domain::value::{CivilDate, Instant};

/// Sends a letter to those who speak for the group in this bid: who started it and who sent the
/// version that stands, while they belong to the group, or else its lead.
pub(super) fn to_group(application: &Application, body: &Body, cx: &mut Cx<'_>) -> Outcome<()> {
    let sent = cx.tx.submission(application.id, application.submission)?;
    let members = cx.tx.memberships(application.organisation, MOST_MEMBERS as i64)?;
    let mut ids: Vec<PersonId> =
        sent.map(|sent| sent.by).into_iter().chain([application.started_by]).collect();
    ids.retain(|person| members.iter().any(|member| member.person == *person));
    if ids.is_empty() {
        ids.extend(contact_of(&members, &[]));
    }
    ids.sort_unstable();
    ids.dedup();
    // An officer who entered it for the group is not the group.
    ids.retain(|id| Some(*id) != application.entered_by());
    for person in cx.tx.people(&ids)? {
        let to = Recipient { person: Some(person.id), name: person.name, email: person.email };
        let (round, application) = (Some(application.round), Some(application.id));
        cx.send(&Letter { to, round, application, body: body.clone() })?;
    }
    Ok(())
}

fn reference(bid: &Bid) -> String {
    bid.application.reference.clone().unwrap_or_default()
}

fn title(round: &Round) -> String {
    round.settings.title.clone()
}

fn result_path(bid: &Bid) -> String {
    format!("/applications/{}/result", bid.application.id)
}

fn conditions(bid: &Bid) -> Vec<String> {
    bid.screening.conditions().map(str::to_owned).collect()
}

/// What failed, in the round's own words.
pub(super) fn failed_checks(screening: &Screening, round: &Round) -> Vec<FailedCheck> {
    let failed = |status| matches!(status, CheckStatus::FailProposed | CheckStatus::Fail);
    let checks = screening.checks.iter().filter(|one| failed(one.status));
    checks
        .filter_map(|one| {
            let check =
                round.settings.eligibility.checks.iter().find(|check| check.code == one.code)?;
            let given = check.reasons.iter().filter(|reason| one.reasons.contains(&reason.code));
            Some(FailedCheck {
                title: check.title.clone(),
                reasons: given.map(|reason| reason.text.clone()).collect(),
                text: one.text.clone(),
            })
        })
        .collect()
}

pub(super) fn not_eligible(bid: &Bid, round: &Round) -> Body {
    let contact = &round.settings.contact;
    let until = bid.screening.confirmed().map(|confirmed| confirmed.review_until);
    Body::NotEligible {
        reference: reference(bid),
        round: title(round),
        reasons: failed_checks(&bid.screening, round),
        review_until: until.unwrap_or(CivilDate::MIN),
        contact: contact.name.clone(),
        contact_email: contact.email.clone(),
        contact_phone: contact.phone.clone(),
        path: result_path(bid),
    }
}

pub(super) fn passed(bid: &Bid, round: &Round) -> Body {
    Body::GoesToAssessment {
        reference: reference(bid),
        round: title(round),
        conditions: conditions(bid),
        decision_by: round.settings.dates.decision_by,
        path: result_path(bid),
    }
}

pub(super) fn information_needed(bid: &Bid, round: &Round) -> Option<Body> {
    let request = bid.screening.open_request()?;
    Some(Body::InformationNeeded {
        reference: reference(bid),
        round: title(round),
        items: request.items.iter().map(|item| item.text.clone()).collect(),
        until: request.until,
        path: format!("/applications/{}/information", bid.application.id),
    })
}

pub(super) fn information_received(bid: &Bid, round: &Round, at: Instant) -> Body {
    Body::InformationReceived { reference: reference(bid), round: title(round), at }
}

pub(super) fn review_received(bid: &Bid, round: &Round, at: Instant) -> Body {
    Body::ReviewReceived { reference: reference(bid), round: title(round), at }
}

pub(super) fn review_answered(bid: &Bid, round: &Round, reinstated: bool, answer: String) -> Body {
    let path = result_path(bid);
    Body::ReviewAnswered {
        reference: reference(bid),
        round: title(round),
        reinstated,
        answer,
        path,
    }
}

pub(super) fn set_aside(bid: &Bid, round: &Round) -> Body {
    Body::ResultSetAside {
        reference: reference(bid),
        round: title(round),
        conditions: conditions(bid),
        path: result_path(bid),
    }
}
