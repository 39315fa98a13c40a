//! Opening a sent bid again before the deadline.

use super::bid::caller;
use super::{Bid, letters, record};
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::application;
use almoner_domain::id::ApplicationId;

/// Opens a sent bid again. Until it is sent again, the sent version stands.
pub struct Reopen {
    /// The bid.
    pub application: ApplicationId,
    /// The version that the page showed.
    pub version: i64,
}

impl UseCase for Reopen {
    type Subject = Bid;
    type Output = ();
    const ACT: Act = Act::SubmitApplication;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Bid> {
        Bid::load_to_change(eye, self.application)
    }

    fn on(&self, bid: &Bid) -> On {
        bid.on()
    }

    fn run(&self, mut bid: Bid, cx: &mut Cx<'_>) -> Outcome<()> {
        if bid.application.reopened && bid.application.version == self.version.saturating_add(1) {
            // The same press again.
            return Ok(());
        }
        if bid.application.version != self.version {
            return Err(AppError::Stale);
        }
        let from = bid.application.status;
        bid.application =
            application::reopen(&bid.application, &bid.round, cx.now).map_err(Refusal::from)?;
        cx.tx.save_application(&bid.application)?;
        cx.audit(
            &record::entry(&bid.application, "application.reopened")
                .code("from", from.code())
                .code("to", bid.application.status.code())
                .number("submission", i64::from(bid.application.submission)),
        )?;
        let to = caller(cx)?;
        cx.send(&letters::about(&bid, to, letters::reopened(&bid)))
    }
}
