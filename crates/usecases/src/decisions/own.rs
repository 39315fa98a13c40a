//! What a group sees of the decision on its bid: nothing before it has been told.

use crate::applications::Bid;
use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On};
use almoner_domain::application::Application;
use almoner_domain::audit::{Stream, events};
use almoner_domain::award::Award;
use almoner_domain::decision::{Item, Promotion, reserve_list, review_by};
use almoner_domain::id::ApplicationId;
use almoner_domain::round::{Phase, Round};
use almoner_domain::value::CivilDate;
use std::collections::BTreeSet;

/// The decision on one's own bid.
pub struct OwnDecision {
    /// The bid.
    pub application: ApplicationId,
}

/// What the page shows.
pub struct OwnResult {
    /// The bid.
    pub application: Application,
    /// Its round.
    pub round: Round,
    /// What was decided.
    pub item: Item,
    /// The award, if there is one.
    pub award: Option<Award>,
    /// The approval from the reserve list, if there was one.
    pub promotion: Option<Promotion>,
    /// The last day of the reserve list.
    pub reserve_until: Option<CivilDate>,
    /// The last day on which a review can be asked for.
    pub review_by: Option<CivilDate>,
}

impl View for OwnDecision {
    type Output = OwnResult;
    const ACT: Act = Act::ReadOwnApplication;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, OwnResult)> {
        let bid = Bid::load(eye, self.application)?;
        let on = bid.on();
        if bid.round.phase(eye.now) != Phase::Results {
            return Err(AppError::NotFound);
        }
        let decision = eye.tx.decision_of(bid.round.id)?.ok_or(AppError::NotFound)?;
        if !decision.is_signed() {
            return Err(AppError::NotFound);
        }
        let item = decision.item(self.application).cloned().ok_or(AppError::NotFound)?;
        let promotion = decision
            .promotions
            .iter()
            .find(|promotion| promotion.application == self.application)
            .cloned();
        let days = bid.round.settings.money.reserve_days;
        let chain = eye.tx.entries_of(Stream::Round(bid.round.id))?;
        let told = chain.iter().find(|one| one.event == events::ROUND_ANNOUNCED).map(|one| one.at);
        let holidays = &eye.office().bank_holidays;
        let review_by = told.and_then(|at| review_by(at, holidays));
        let reserve_until = reserve_list(&decision, days, &[], &BTreeSet::new()).until;
        let award = eye.tx.award_of(self.application)?;
        Ok((
            on,
            OwnResult {
                application: bid.application,
                round: bid.round,
                item,
                award,
                promotion,
                reserve_until,
                review_by,
            },
        ))
    }
}
