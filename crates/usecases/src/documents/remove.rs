//! Taking a document out of a bid.

use super::entry;
use crate::applications::Bid;
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::application::may_edit;
use almoner_domain::document::{self, Document};
use almoner_domain::id::{ApplicationId, DocumentId};

/// Takes a document out of the answers of its bid.
pub struct Remove {
    /// The bid.
    pub application: ApplicationId,
    /// The document.
    pub document: DocumentId,
}

impl UseCase for Remove {
    type Subject = (Bid, Document);
    /// The name under which bytes are kept that nobody needs any more.
    type Output = Option<String>;
    const ACT: Act = Act::EditApplication;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        let bid = Bid::load_to_change(eye, self.application)?;
        let document = eye.tx.document(self.document)?;
        let document = document.filter(|one| one.application == self.application);
        Ok((bid, document.ok_or(AppError::NotFound)?))
    }

    fn on(&self, (bid, _): &Self::Subject) -> On {
        bid.on()
    }

    fn run(&self, (bid, before): Self::Subject, cx: &mut Cx<'_>) -> Outcome<Option<String>> {
        may_edit(&bid.application, &bid.round, cx.now).map_err(Refusal::from)?;
        // Pressed twice, or found infected meanwhile: it is out already.
        if !before.is_part_of_answers() {
            return Ok(None);
        }
        let after = document::remove(&before, bid.application.submitted_at, cx.now)
            .map_err(Refusal::from)?;
        cx.tx.save_document(&after)?;
        cx.audit(&entry(bid.round.id, &after, "document.removed"))?;
        Ok((!after.status.is_kept()).then_some(after.key))
    }
}
