//! The move of a round out of moderation.

use super::refused;
use super::sheet::chair;
use crate::assessments::all_received;
use crate::rounds::RoundMove;
use crate::{Cx, Outcome, Refusal};
use almoner_domain::access::{Act, On};
use almoner_domain::application::Status;
use almoner_domain::audit::Entry;
use almoner_domain::id::ApplicationId;
use almoner_domain::moderation::{Moderation, PanelFacts, Position, finish};
use almoner_domain::round::{Recommendation, Round};
use std::collections::BTreeMap;

/// The panel's recommendation of the whole round is complete.
pub struct RecommendRound;

/// What the panel's table holds, checked.
fn facts(round: &Round, cx: &mut Cx<'_>) -> Outcome<PanelFacts> {
    let applications = all_received(round.id, cx)?;
    let moderations: BTreeMap<ApplicationId, Moderation> = cx
        .tx
        .moderations(round.id)?
        .into_iter()
        .map(|moderation| (moderation.application, moderation))
        .collect();
    let positions: Vec<Position<'_>> = applications
        .iter()
        .map(|application| Position { application, moderation: moderations.get(&application.id) })
        .collect();
    let meeting = cx.tx.meeting(round.id)?;
    finish(round, &positions, meeting.as_ref(), round.most_to_commit()).map_err(refused)
}

impl RoundMove for RecommendRound {
    const ACT: Act = Act::ChairPanel;
    const EVENT: &'static str = "round.recommended";

    fn on(&self, round: &Round) -> On {
        chair(round)
    }

    fn apply(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<Round> {
        let facts = facts(&round, cx)?;
        round
            .recommend(Recommendation { without: 0, present: facts.present })
            .map_err(|why| Refusal::from(why).into())
    }

    fn record(&self, entry: Entry, round: &Round, cx: &mut Cx<'_>) -> Outcome<Entry> {
        let counts = cx.tx.status_counts(round.id)?;
        let number = |status: Status| {
            let count = counts.iter().find(|one| one.status == status).map_or(0, |one| one.count);
            i64::try_from(count).unwrap_or(i64::MAX)
        };
        let entry = entry
            .number("recommended", number(Status::Recommended))
            .number("reserve", number(Status::Reserve))
            .number("not_recommended", number(Status::NotRecommended))
            .pence("budget", round.settings.money.budget);
        let sum = cx.tx.moderations(round.id)?.iter().try_fold(
            almoner_domain::value::Pence::ZERO,
            |sum, moderation| {
                let made = moderation.recommendation.as_ref();
                let made = made
                    .filter(|made| made.outcome == almoner_domain::moderation::Outcome::Recommend);
                made.and_then(|made| made.amount).map_or(Some(sum), |more| sum.checked_add(more))
            },
        );
        let entry = match sum {
            Some(sum) => entry.pence("sum", sum),
            None => entry,
        };
        Ok(match &round.line {
            Some(line) => entry.number("line", i64::from(line.percent)),
            None => entry,
        })
    }
}
