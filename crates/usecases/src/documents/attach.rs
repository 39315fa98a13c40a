//! Taking files into a bid.

use super::entry;
use super::place::{Asked, files_question};
use crate::applications::{Bid, again};
use crate::{Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::application::may_edit;
use almoner_domain::audit::Fact;
use almoner_domain::document::{Destination, Document, DocumentRefused, Received, accept, receive};
use almoner_domain::form::QuestionId;
use almoner_domain::id::ApplicationId;

/// Takes files that have arrived whole, in one request. Each is taken or refused by itself.
pub struct Attach {
    /// The bid.
    pub application: ApplicationId,
    /// The question that they answer.
    pub question: QuestionId,
    /// The files, their bytes already kept.
    pub files: Vec<Received>,
}

impl UseCase for Attach {
    type Subject = Bid;
    /// What became of each file, in order.
    type Output = Vec<Result<Document, DocumentRefused>>;
    const ACT: Act = Act::EditApplication;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Bid> {
        Bid::load_to_change(eye, self.application)
    }

    fn on(&self, bid: &Bid) -> On {
        bid.on()
    }

    fn run(&self, bid: Bid, cx: &mut Cx<'_>) -> Outcome<Self::Output> {
        let Asked { asked_as, most, kinds } = files_question(&bid.round, &self.question)?;
        may_edit(&bid.application, &bid.round, cx.now).map_err(Refusal::from)?;
        let mut beside = cx.tx.documents_of(self.application)?;
        let by = cx.person()?;
        let mut outcomes = Vec::new();
        for file in &self.files {
            let to = Destination {
                id: cx.id(),
                application: self.application,
                question: &self.question,
                most,
                kinds,
                asked_as,
                beside: &beside,
                by,
                at: cx.now,
            };
            let taken = receive(&to, file, &cx.limits());
            if let Ok(document) = &taken {
                let document = if cx.accepts_unscanned() {
                    accept(document).map_err(Refusal::from)?
                } else {
                    document.clone()
                };
                cx.tx.add_document(&document).map_err(again)?;
                cx.audit(
                    &entry(bid.round.id, &document, "document.received")
                        .code("asked_as", document.asked_as.code())
                        .code("kind", document.kind.code())
                        .number("bytes", i64::try_from(document.size).unwrap_or(i64::MAX))
                        .with("content", Fact::Digest(document.digest.clone())),
                )?;
                beside.push(document);
            }
            outcomes.push(taken);
        }
        Ok(outcomes)
    }
}
