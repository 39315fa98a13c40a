//! An officer enters a bid for a group that gave it by telephone or on paper.

use super::bid::again;
use super::{Bid, letters, record};
use crate::people::{account_email, join};
use crate::{AppError, Cx, Eye, FieldProblem, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::application::{
    self, Application, EnterRefused, Entered, EnteredHow, Start, may_be_contact, may_enter,
};
use almoner_domain::audit::{Entry, Fact};
use almoner_domain::form::Fault;
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_domain::letter::{Body, Recipient};
use almoner_domain::organisation::{Kind, Organisation};
use almoner_domain::person::{Person, PersonName};
use almoner_domain::round::Round;
use almoner_domain::value::{EmailAddress, Instant, clean_text, london};

/// The longest name of a group, in characters (proposed default).
const LONGEST_NAME: usize = 200;

/// Enters a bid for a group: makes the records of the group and of its contact where the office
/// has none, and starts the bid. The answers are given and sent on the pages of the bid.
pub struct EnterApplication {
    /// The round.
    pub round: RoundId,
    /// The name of the group.
    pub organisation: String,
    /// The code of its kind.
    pub kind: String,
    /// The name of its contact, who will confirm the bid.
    pub contact: String,
    /// The contact's own address.
    pub email: String,
    /// How the group gave it, by its code.
    pub how: String,
    /// When the call was, or the paper was received, as the clock in London showed it; none if that
    /// cannot be read.
    pub received: Option<jiff::civil::DateTime>,
}

/// What was typed, read.
struct Details {
    organisation: String,
    kind: Kind,
    contact: String,
    email: EmailAddress,
    how: EnteredHow,
    received_at: Instant,
}

impl EnterApplication {
    fn read(&self) -> Outcome<Details> {
        let mut problems = Vec::new();
        let mut note = |field: &str, fault: Fault| {
            problems.push(FieldProblem { field: field.to_owned(), fault });
        };
        let organisation = match clean_text(&self.organisation) {
            Err(control) => {
                note("organisation", Fault::ControlCharacter { code: control.code });
                String::new()
            }
            Ok(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        let count = organisation.chars().count();
        if organisation.is_empty() {
            note("organisation", Fault::Missing);
        }
        if count > LONGEST_NAME {
            note("organisation", Fault::TooManyCharacters { count, max: LONGEST_NAME });
        }
        let kind = Kind::parse(self.kind.trim());
        if kind.is_none() {
            note("kind", Fault::Missing);
        }
        let contact = PersonName::parse(&self.contact).ok();
        if contact.is_none() {
            note("contact", Fault::Missing);
        }
        let email = EmailAddress::parse(&self.email).map_err(|fault| {
            note("email", Fault::Email(fault));
        });
        let how = EnteredHow::parse(self.how.trim());
        if how.is_none() {
            note("how", Fault::Missing);
        }
        let received_at = self.received.and_then(|at| london::instant(at.date(), at.time()).ok());
        if received_at.is_none() {
            note("received", Fault::Missing);
        }
        match (kind, contact, email, how, received_at) {
            (Some(kind), Some(contact), Ok(email), Some(how), Some(received_at))
                if problems.is_empty() =>
            {
                let contact = contact.as_str().to_owned();
                Ok(Details { organisation, kind, contact, email, how, received_at })
            }
            _ => Err(AppError::Invalid(problems)),
        }
    }
}

fn refuse(refused: EnterRefused) -> AppError {
    Refusal::from(refused).into()
}

impl UseCase for EnterApplication {
    type Subject = Round;
    type Output = ApplicationId;
    const ACT: Act = Act::EnterApplication;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Round> {
        eye.tx.round(self.round)?.ok_or(AppError::NotFound)
    }

    fn on(&self, _: &Round) -> On {
        On::default()
    }

    fn run(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<ApplicationId> {
        let details = self.read()?;
        may_enter(&round, details.received_at, cx.now).map_err(refuse)?;
        let me = cx.person()?;
        let officer = cx.tx.person(me)?.ok_or(AppError::SignedOut)?;
        may_be_contact(details.email.as_str(), &officer.email).map_err(refuse)?;
        let contact = contact(&details, cx)?;
        let organisation = group(&details, &contact, cx)?;
        if cx.actor.belongs_to(organisation.id) {
            return Err(refuse(EnterRefused::OwnGroup));
        }
        let bids = cx.tx.bids_of(organisation.id, round.id)?;
        let existing: Vec<ApplicationId> = bids.iter().map(|(id, _)| *id).collect();
        let new = Start {
            id: cx.id(),
            organisation: &organisation,
            existing: &existing,
            // Whoever writes to the group about its bid writes to its contact, not to the officer.
            by: contact.id,
            at: cx.now,
        };
        let started = application::start(&round, new).map_err(Refusal::from)?;
        let Details { how, received_at, .. } = details;
        let entered = Some(Entered { by: me, how, received_at });
        let application = Application { entered, ..started };
        let place = (1..=u8::MAX).find(|place| bids.iter().all(|(_, taken)| taken != place));
        cx.tx.add_application(&application, place.unwrap_or(u8::MAX)).map_err(again)?;
        cx.audit(
            &record::entry(&application, "application.entered")
                .code("to", application.status.code())
                .code("how", how.code())
                .with("received_at", Fact::At(received_at))
                .id("contact", contact.id.uuid())
                .code("organisation_kind", organisation.kind.code()),
        )?;
        let bid = Bid { application, round, organisation };
        let to = Recipient {
            person: Some(contact.id),
            name: contact.name.clone(),
            email: contact.email.clone(),
        };
        let body = Body::ApplicationEntered {
            round: bid.round.settings.title.clone(),
            organisation: bid.organisation.name.clone(),
            by: officer.name,
            deadline: bid.round.deadline,
            contact: bid.round.settings.contact.name.clone(),
            contact_phone: bid.round.settings.contact.phone.clone(),
            path: format!("/applications/{}", bid.application.id),
        };
        cx.send(&letters::about(&bid, to, body))?;
        Ok(bid.application.id)
    }
}

/// The contact with this address, whose record is made if there is none. They prove the address
/// when they sign in to confirm.
fn contact(details: &Details, cx: &mut Cx<'_>) -> Outcome<Person> {
    let email = account_email(&details.email);
    if let Some(known) = cx.tx.person_by_email(&email)? {
        let now = cx.now;
        if !cx.tx.roles_of(known.id, now)?.is_empty() {
            return Err(refuse(EnterRefused::Staff));
        }
        return Ok(known);
    }
    join(cx, &email, details.contact.clone())
}

/// The contact's group of this name, whose record is made if they belong to none of it.
fn group(details: &Details, contact: &Person, cx: &mut Cx<'_>) -> Outcome<Organisation> {
    let ids = cx.tx.organisations_of(contact.id)?;
    let name = details.organisation.to_lowercase();
    let known = cx.tx.organisations(&ids)?;
    if let Some(known) = known.into_iter().find(|one| one.name.to_lowercase() == name) {
        return Ok(known);
    }
    let organisation = Organisation {
        id: cx.id(),
        version: 1,
        name: details.organisation.clone(),
        other_names: String::new(),
        kind: details.kind,
        charity_number: None,
        company_number: None,
        postcode: None,
        created_by: cx.person()?,
        created_at: cx.now,
    };
    let now = cx.now;
    cx.tx.add_organisation(&organisation)?;
    cx.tx.add_member(organisation.id, contact.id, "contact", now)?;
    cx.audit(
        &Entry::office("organisation.created")
            .id("organisation", organisation.id.uuid())
            .code("kind", organisation.kind.code()),
    )?;
    Ok(organisation)
}
