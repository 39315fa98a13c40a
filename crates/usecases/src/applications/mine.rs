//! What a person has to do with: their organisations and their bids.

use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, Actor, On};
use almoner_domain::application::Application;
use almoner_domain::id::{ApplicationId, OrganisationId};
use almoner_domain::organisation::Organisation;
use almoner_domain::round::{Phase, Round};
use almoner_domain::value::Instant;

/// Bids of one page: far more than a person has.
const MOST_BIDS: i64 = 200;

/// All bids of one's own organisations.
pub struct MyApplications;

/// One bid of the list.
pub struct MyBid {
    /// The bid.
    pub application: Application,
    /// Its round.
    pub round: Round,
}

/// A person's organisations and bids.
pub struct Mine {
    /// Their organisations, by name.
    pub organisations: Vec<Organisation>,
    /// The bids, newest first.
    pub bids: Vec<MyBid>,
    /// The instant of this reading.
    pub now: Instant,
}

fn own(actor: &Actor) -> &[OrganisationId] {
    match actor {
        Actor::Person(caller) => &caller.organisations,
        Actor::Nobody | Actor::System => &[],
    }
}

impl View for MyApplications {
    type Output = Mine;
    const ACT: Act = Act::OwnAccount;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Mine)> {
        let own = own(eye.actor);
        let organisations = eye.tx.organisations(own)?;
        let applications = eye.tx.applications_of(own, MOST_BIDS)?;
        let mut ids: Vec<_> = applications.iter().map(|bid| bid.round).collect();
        ids.sort();
        ids.dedup();
        let rounds = eye.tx.rounds_by_id(&ids)?;
        let with_round = |application: Application| {
            let round = rounds.iter().find(|round| round.id == application.round)?.clone();
            let round = round.as_for(application.organisation, eye.now);
            Some(MyBid { application, round })
        };
        let bids = applications.into_iter().filter_map(with_round).collect();
        Ok((On::default(), Mine { organisations, bids, now: eye.now }))
    }
}

/// The page on which a bid is started.
pub struct StartPage {
    /// The round's reference.
    pub round: String,
}

/// What that page shows.
pub struct Starting {
    /// The round.
    pub round: Round,
    /// The caller's organisations, by name.
    pub organisations: Vec<Organisation>,
    /// Their bids in this round that are neither withdrawn nor abandoned.
    pub bids: Vec<(OrganisationId, ApplicationId)>,
    /// What counts now.
    pub phase: Phase,
}

impl View for StartPage {
    type Output = Starting;
    const ACT: Act = Act::StartApplication;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Starting)> {
        let round = eye.tx.round_by_reference(&self.round)?.ok_or(AppError::NotFound)?;
        let phase = round.phase(eye.now);
        if phase == Phase::Hidden {
            return Err(AppError::NotFound);
        }
        let own = own(eye.actor);
        // As it is for the group with the most time.
        let longest = own.iter().max_by_key(|group| round.deadline_of(**group)).copied();
        let round = match longest {
            Some(group) => round.as_for(group, eye.now),
            None => round,
        };
        let phase = round.phase(eye.now);
        let organisations = eye.tx.organisations(own)?;
        let bids = eye
            .tx
            .applications_of(own, MOST_BIDS)?
            .into_iter()
            .filter(|bid| bid.round == round.id && !bid.status.is_given_up())
            .map(|bid| (bid.organisation, bid.id))
            .collect();
        Ok((On::default(), Starting { round, organisations, bids, phase }))
    }
}
