//! The letters of a decision, as facts.

use crate::{AppError, Outcome};
use almoner_domain::decision::{
    Contact, Decision, Item, NotFunded, Offer, Outcome as Decided, accept_by, reserve_list,
    review_by,
};
use almoner_domain::id::PersonId;
use almoner_domain::letter::{Body, Letter, Recipient};
use almoner_domain::round::Round;
use almoner_domain::value::{BankHolidays, CivilDate, Instant, Pence};
use almoner_ports::StoreError;
use std::collections::BTreeSet;

/// What every letter of a batch is written from.
pub(super) struct Batch<'a> {
    pub(super) round: &'a Round,
    pub(super) decision: &'a Decision,
    pub(super) at: Instant,
    pub(super) holidays: &'a BankHolidays,
}

/// The calendar holds every day that an office can promise; if it does not, nothing is sent.
fn no_day() -> AppError {
    AppError::Store(StoreError::Failed("the calendar does not hold that day".to_owned()))
}

impl Batch<'_> {
    /// The last day on which offers of this batch can be accepted.
    pub(super) fn accept_by(&self) -> Outcome<CivilDate> {
        accept_by(self.round, self.at, self.holidays).ok_or_else(no_day)
    }

    /// The letter about a bid as it was decided.
    pub(super) fn letter(&self, item: &Item, to: (PersonId, &Contact)) -> Outcome<Letter> {
        let body = match item.outcome {
            Decided::Fund | Decided::FundInPart => {
                return self.offer(item, item.amount, &item.public_reason, to);
            }
            Decided::Decline => Body::BidDeclined { result: self.not_funded(item)? },
            Decided::Reserve => {
                let days = self.round.settings.money.reserve_days;
                let until = reserve_list(self.decision, days, &[], &BTreeSet::new())
                    .until
                    .ok_or_else(no_day)?;
                Body::BidOnReserve { result: self.not_funded(item)?, until }
            }
        };
        Ok(self.addressed(item, to, body))
    }

    /// The letter of an offer.
    pub(super) fn offer(
        &self,
        item: &Item,
        amount: Pence,
        reason: &str,
        to: (PersonId, &Contact),
    ) -> Outcome<Letter> {
        let offer = Offer {
            reference: item.reference.clone(),
            round: self.round.settings.title.clone(),
            recipient: item.recipient.clone(),
            purpose: item.purpose.clone(),
            amount,
            requested: item.requested,
            conditions: item.conditions.clone(),
            reason: reason.to_owned(),
            accept_by: self.accept_by()?,
            contact: self.contact(),
            path: path(item),
        };
        Ok(self.addressed(item, to, Body::AwardOffered { offer }))
    }

    fn not_funded(&self, item: &Item) -> Outcome<NotFunded> {
        Ok(NotFunded {
            reference: item.reference.clone(),
            round: self.round.settings.title.clone(),
            recipient: item.recipient.clone(),
            reason: item.public_reason.clone(),
            marks: item.feedback.marks.clone(),
            feedback: item.feedback.text.clone(),
            review_by: review_by(self.at, self.holidays).ok_or_else(no_day)?,
            contact: self.contact(),
            path: path(item),
        })
    }

    fn contact(&self) -> (String, String) {
        let contact = &self.round.settings.contact;
        (contact.name.clone(), contact.email.clone())
    }

    fn addressed(
        &self,
        item: &Item,
        (person, contact): (PersonId, &Contact),
        body: Body,
    ) -> Letter {
        Letter {
            to: Recipient {
                person: Some(person),
                name: contact.name.clone(),
                email: contact.email.clone(),
            },
            round: Some(self.round.id),
            application: Some(item.application),
            body,
        }
    }
}

fn path(item: &Item) -> String {
    format!("/applications/{}/decision", item.application)
}
