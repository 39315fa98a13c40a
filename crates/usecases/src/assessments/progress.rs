//! How far marking is: counts only.

use super::pool::declared_bids;
use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On};
use almoner_domain::application::Application;
use almoner_domain::assessment::{Progress, Status, progress, required};
use almoner_domain::id::{ApplicationId, PersonId, RoundId};
use almoner_domain::person::Person;
use almoner_domain::round::Round;
use almoner_ports::AssessmentLine;
use std::collections::{BTreeMap, BTreeSet};

/// How far the marking of a round is.
pub struct ProgressOfRound {
    /// The round.
    pub round: RoundId,
}

/// One bid.
pub struct BidProgress {
    /// The bid.
    pub application: Application,
    /// Counts.
    pub progress: Progress,
    /// Who has it, and where each stands.
    pub assessors: Vec<AssessmentLine>,
}

/// What the page shows.
pub struct RoundProgress {
    /// The round.
    pub round: Round,
    /// The bids, by when they were received.
    pub bids: Vec<BidProgress>,
    /// The assessors.
    pub people: BTreeMap<PersonId, Person>,
}

impl RoundProgress {
    /// How many assessments of the round are in, and how many are still being worked on.
    #[must_use]
    pub fn totals(&self) -> (usize, usize) {
        let lines = || self.bids.iter().flat_map(|bid| &bid.assessors);
        let is = |wanted: fn(Status) -> bool| lines().filter(|l| wanted(l.status)).count();
        (is(Status::is_in), is(Status::is_open))
    }
}

impl View for ProgressOfRound {
    type Output = RoundProgress;
    const ACT: Act = Act::AssignAssessments;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        let round = eye.tx.round(self.round)?.ok_or(AppError::NotFound)?;
        let (bids, _) = declared_bids(eye, round.id)?;
        let mut lines: BTreeMap<ApplicationId, Vec<AssessmentLine>> = BTreeMap::new();
        for line in eye.tx.assessment_lines(round.id)? {
            lines.entry(line.application).or_default().push(line);
        }
        let people: BTreeSet<PersonId> =
            lines.values().flatten().map(|line| line.assessor).collect();
        let people: Vec<PersonId> = people.into_iter().collect();
        let people =
            eye.tx.people(&people)?.into_iter().map(|person| (person.id, person)).collect();
        let bids = bids
            .into_iter()
            .map(|application| {
                let assessors = lines.remove(&application.id).unwrap_or_default();
                let needed = required(&round.settings.scoring, application.lead_area.as_deref());
                let states = assessors.iter().map(|line| (line.kind, line.status));
                BidProgress { progress: progress(needed, states), application, assessors }
            })
            .collect();
        Ok((On::default(), RoundProgress { round, bids, people }))
    }
}
