//! A bid with its screening, as every step of screening loads it.

use crate::conflict::standing;
use crate::{AppError, Cx, Eye, Outcome};
use almoner_domain::access::{On, Standing};
use almoner_domain::audit::Entry;
use almoner_domain::id::ApplicationId;
use almoner_domain::round::Round;
use almoner_domain::screening::{Bid, Step};
use almoner_domain::value::BankHolidays;

/// A bid with its screening and its round.
pub struct Case {
    /// The bid and its screening.
    pub bid: Bid,
    /// The round.
    pub round: Round,
    /// Where the caller stands towards it.
    pub standing: Standing,
}

impl Case {
    /// Loads it. A bid that is not being screened, and never was, does not exist here.
    ///
    /// # Errors
    /// [`AppError::NotFound`].
    pub fn load(eye: &mut Eye<'_>, id: ApplicationId) -> Outcome<Self> {
        let application = eye.tx.application(id)?.ok_or(AppError::NotFound)?;
        let screening = eye.tx.screening(id)?.ok_or(AppError::NotFound)?;
        let round = eye.tx.round(application.round)?.ok_or(AppError::NotFound)?;
        let standing = standing(eye, id)?;
        Ok(Self { bid: Bid { application, screening }, round, standing })
    }

    /// What the policy needs to know.
    #[must_use]
    pub fn on(&self) -> On {
        let application = &self.bid.application;
        On::of(application.organisation).standing(self.standing).barred(application.entered_by())
    }

    /// Somebody else changed the screening since the caller read it.
    ///
    /// # Errors
    /// [`AppError::Stale`].
    pub(super) fn must_be(&self, version: i64) -> Outcome<()> {
        if self.bid.screening.version == version { Ok(()) } else { Err(AppError::Stale) }
    }

    /// The caller, now, in this round.
    pub(super) fn step<'a>(&'a self, cx: &Cx<'_>, holidays: &'a BankHolidays) -> Outcome<Step<'a>> {
        Ok(Step { round: &self.round, by: cx.person()?, at: cx.now, holidays })
    }

    /// An entry about the bid, with the move from `self` to `after`.
    pub(super) fn entry(&self, after: &Bid, event: &'static str) -> Entry {
        let application = &after.application;
        Entry::application(application.round, application.id, event)
            .code("from", self.bid.application.status.code())
            .code("to", application.status.code())
    }

    /// Saves what changed.
    pub(super) fn save(&self, after: &Bid, cx: &mut Cx<'_>) -> Outcome<()> {
        if after.application != self.bid.application {
            cx.tx.save_application(&after.application)?;
        }
        if after.screening != self.bid.screening {
            cx.tx.save_screening(&after.screening)?;
        }
        Ok(())
    }
}
