//! Starting a bid.

use super::bid::{again, caller};
use super::{Bid, letters, record};
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::application::{self, Start};
use almoner_domain::id::{ApplicationId, OrganisationId};
use almoner_domain::organisation::Organisation;
use almoner_domain::round::{Phase, Round};

/// Starts a bid of one's own organisation in an open round.
pub struct StartApplication {
    /// The round's reference.
    pub round: String,
    /// The group; the caller must belong to it.
    pub organisation: OrganisationId,
}

impl UseCase for StartApplication {
    type Subject = (Round, Organisation);
    type Output = ApplicationId;
    const ACT: Act = Act::StartApplication;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        let round = eye.tx.round_by_reference(&self.round)?.ok_or(AppError::NotFound)?;
        if round.phase(eye.now) == Phase::Hidden || !eye.actor.belongs_to(self.organisation) {
            return Err(AppError::NotFound);
        }
        let round = round.as_for(self.organisation, eye.now);
        let organisation = eye.tx.organisation(self.organisation)?.ok_or(AppError::NotFound)?;
        Ok((round, organisation))
    }

    fn on(&self, (_, organisation): &Self::Subject) -> On {
        On::of(organisation.id)
    }

    fn run(&self, (round, organisation): Self::Subject, cx: &mut Cx<'_>) -> Outcome<ApplicationId> {
        let bids = cx.tx.bids_of(organisation.id, round.id)?;
        let existing: Vec<ApplicationId> = bids.iter().map(|(id, _)| *id).collect();
        let new = Start {
            id: cx.id(),
            organisation: &organisation,
            existing: &existing,
            by: cx.person()?,
            at: cx.now,
        };
        let application = application::start(&round, new).map_err(Refusal::from)?;
        let place = (1..=u8::MAX).find(|place| bids.iter().all(|(_, taken)| taken != place));
        cx.tx.add_application(&application, place.unwrap_or(u8::MAX)).map_err(again)?;
        cx.audit(
            &record::entry(&application, "application.started")
                .code("to", application.status.code())
                .code("organisation_kind", organisation.kind.code()),
        )?;
        let to = caller(cx)?;
        let bid = Bid { application, round, organisation };
        cx.send(&letters::about(&bid, to, letters::started(&bid)))?;
        Ok(bid.application.id)
    }
}
