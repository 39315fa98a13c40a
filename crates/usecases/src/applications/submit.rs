//! Sending a bid: once, whatever is pressed twice.

use super::bid::{again, caller};
use super::{Bid, letters, record, second_person};
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::application::{
    self, ApplicationRefused, DrawUp, Status, Submission, all_answers, may_send,
};
use almoner_domain::audit::Fact;
use almoner_domain::document::with_documents;
use almoner_domain::form::Fields;
use almoner_domain::id::ApplicationId;
use almoner_domain::letter::Recipient;
use almoner_domain::value::{Deadline, Instant, Pence, Reference, ReferencePrefix};
use almoner_ports::{Secrets, StoreError};

/// Sends a bid as its "check your answers" page showed it.
pub struct Submit {
    /// The bid.
    pub application: ApplicationId,
    /// The version of the bid that the page showed.
    pub version: i64,
    /// What the page said it would send: [`intent`] of that version and those answers.
    pub intent: String,
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum Sent {
    /// It is sent; or it was sent by an earlier press of the same button, with the same receipt.
    Received(Receipt),
    /// It arrived at or after the deadline. Nothing typed is lost.
    Late(LateAttempt),
}

/// A receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The bid.
    pub application: ApplicationId,
    /// Its reference.
    pub reference: String,
    /// The number of the sent version.
    pub submission: u32,
    /// When its last byte was there.
    pub sent_at: Instant,
    /// The amount asked for.
    pub requested: Option<Pence>,
}

/// A late attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateAttempt {
    /// The bid.
    pub application: ApplicationId,
    /// When the first late attempt arrived.
    pub arrived: Instant,
    /// The deadline.
    pub deadline: Deadline,
    /// The reference of the version that was sent in time and stands, if there is one.
    pub stands: Option<String>,
}

/// What a page is about to send, as a digest: of the bid's version and of every answer. Two
/// presses of one button have the same.
#[must_use]
pub fn intent(secrets: &dyn Secrets, version: i64, answers: &Fields) -> String {
    // A map of texts can always be JSON.
    let answers = serde_json::to_string(answers).unwrap_or_default();
    crate::cx::hex(&secrets.token_digest(&format!("send:{version}:{answers}")))
}

impl UseCase for Submit {
    type Subject = Bid;
    type Output = Sent;
    const ACT: Act = Act::SubmitApplication;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Bid> {
        Bid::load_to_change(eye, self.application)
    }

    fn on(&self, bid: &Bid) -> On {
        bid.on()
    }

    fn run(&self, bid: Bid, cx: &mut Cx<'_>) -> Outcome<Sent> {
        if let Some(receipt) = self.sent_before(&bid, cx)? {
            return Ok(Sent::Received(receipt));
        }
        match may_send(&bid.application, &bid.round, cx.now) {
            Ok(_) => self.send(bid, cx).map(Sent::Received),
            Err(ApplicationRefused::DeadlinePassed { .. }) => keep_late(bid, cx).map(Sent::Late),
            Err(refused) => Err(Refusal::from(refused).into()),
        }
    }
}

impl Submit {
    /// The receipt of an earlier press of the same button.
    fn sent_before(&self, bid: &Bid, cx: &mut Cx<'_>) -> Outcome<Option<Receipt>> {
        let number = bid.application.submission;
        if number == 0 {
            return Ok(None);
        }
        let Some(last) = cx.tx.submission(self.application, number)? else { return Ok(None) };
        let reference = bid.application.reference.clone().unwrap_or_default();
        Ok((last.intent == self.intent).then(|| receipt(&last, reference)))
    }

    fn send(&self, mut bid: Bid, cx: &mut Cx<'_>) -> Outcome<Receipt> {
        if bid.application.version != self.version {
            return Err(AppError::Stale);
        }
        let documents = cx.tx.documents_of(self.application)?;
        let answers = with_documents(all_answers(cx.tx.sections(self.application)?), &documents);
        if intent(cx.secrets(), self.version, &answers) != self.intent {
            return Err(AppError::Stale);
        }
        let by = cx.person()?;
        let submission = Submission::draw_up(DrawUp {
            id: cx.id(),
            application: &bid.application,
            round: &bid.round,
            organisation: &bid.organisation,
            answers,
            by,
            at: cx.now,
            intent: self.intent.clone(),
            gazetteer: &cx.office().gazetteer,
        })
        .map_err(Refusal::from)?;
        let to = receiver(&bid, cx)?;
        let reference = reference(&bid, cx)?;
        let change = application::submit(&bid.application, &bid.round, &submission, &reference)
            .map_err(Refusal::from)?;
        // Another press was first: its version stands, and the next run finds it.
        cx.tx.save_application(&change.application).map_err(again)?;
        cx.tx.add_submission(&submission).map_err(again)?;
        let first = submission.number == 1;
        let event = if first { "application.submitted" } else { "application.sent_again" };
        let entry = record::moved(&change, event);
        let reference = change.application.reference.clone().unwrap_or_default();
        cx.audit(&record::sent(entry, &bid.round, &reference, &submission))?;
        bid.application = change.application;
        let body = letters::received(&bid, &reference, &submission);
        cx.send(&letters::about(&bid, to, body))?;
        second_person::after_sending(&bid, &submission, cx)?;
        Ok(receipt(&submission, reference))
    }
}

/// Who gets the receipt: who sends; for a bid that an officer enters, the group's contact.
fn receiver(bid: &Bid, cx: &mut Cx<'_>) -> Outcome<Recipient> {
    let entered = bid.application.entered_by();
    if entered.is_none() || entered != cx.actor.person() {
        return caller(cx);
    }
    let Some(contact) = cx.tx.person(bid.application.started_by)? else { return caller(cx) };
    Ok(Recipient { person: Some(contact.id), name: contact.name, email: contact.email })
}

fn receipt(sent: &Submission, reference: String) -> Receipt {
    Receipt {
        application: sent.application,
        reference,
        submission: sent.number,
        sent_at: sent.sent_at,
        requested: sent.requested,
    }
}

/// The reference that it has, or the round's next one.
fn reference(bid: &Bid, cx: &mut Cx<'_>) -> Outcome<Reference> {
    let corrupt = |why: String| {
        AppError::Store(StoreError::Corrupt { table: "round", id: bid.round.id.to_string(), why })
    };
    if let Some(known) = &bid.application.reference {
        return Reference::parse(known).map_err(|why| corrupt(why.to_string()));
    }
    let prefix = ReferencePrefix::parse(&bid.round.settings.reference)
        .map_err(|why| corrupt(why.to_string()))?;
    Ok(Reference::new(&prefix, cx.tx.next_reference(bid.round.id)?))
}

/// Keeps a late attempt with its time. The first one counts and is written to; later ones are
/// answered the same.
fn keep_late(bid: Bid, cx: &mut Cx<'_>) -> Outcome<LateAttempt> {
    let attempt = |arrived: Instant| LateAttempt {
        application: bid.application.id,
        arrived,
        deadline: bid.round.deadline,
        stands: bid.application.reference.clone(),
    };
    if let Some(first) = bid.application.late_at
        && matches!(bid.application.status, Status::Late | Status::Submitted)
    {
        return Ok(attempt(first));
    }
    let change =
        application::arrive_late(&bid.application, &bid.round, cx.now).map_err(Refusal::from)?;
    cx.tx.save_application(&change.application).map_err(again)?;
    cx.audit(
        &record::moved(&change, "application.late")
            .with("arrived", Fact::At(cx.now))
            .with("deadline", Fact::At(bid.round.deadline.at))
            .code("organisation_kind", bid.organisation.kind.code()),
    )?;
    let to = caller(cx)?;
    let body = letters::late(&bid, cx.now);
    cx.send(&letters::about(&bid, to, body))?;
    Ok(attempt(cx.now))
}
