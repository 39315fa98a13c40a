//! Taking a bid back.

use super::bid::caller;
use super::{Bid, letters, record};
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::application::{self, Status};
use almoner_domain::id::ApplicationId;

/// Takes a bid back, at any time before the decision.
pub struct Withdraw {
    /// The bid.
    pub application: ApplicationId,
    /// The version that the page showed.
    pub version: i64,
}

impl UseCase for Withdraw {
    type Subject = Bid;
    type Output = ();
    const ACT: Act = Act::WithdrawApplication;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Bid> {
        Bid::load_to_change(eye, self.application)
    }

    fn on(&self, bid: &Bid) -> On {
        bid.on()
    }

    fn run(&self, mut bid: Bid, cx: &mut Cx<'_>) -> Outcome<()> {
        if bid.application.status == Status::Withdrawn {
            return Ok(());
        }
        if bid.application.version != self.version {
            return Err(AppError::Stale);
        }
        let change = application::withdraw(&bid.application).map_err(Refusal::from)?;
        cx.tx.save_application(&change.application)?;
        cx.audit(&record::moved(&change, "application.withdrawn"))?;
        bid.application = change.application;
        let to = caller(cx)?;
        cx.send(&letters::about(&bid, to, letters::withdrawn(&bid)))
    }
}
