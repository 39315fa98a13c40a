//! The questions before sign-in: would a project fit this round, and if not, which one?

use super::public::{AreaName, PublicRound, RoundInPublic};
use crate::{AppError, Eye, FieldProblem, Outcome, View};
use almoner_domain::access::{Act, Actor, On};
use almoner_domain::eligibility::{Facts, Outlook, breadth};
use almoner_domain::form::Fields;
use almoner_domain::organisation::{Kind, Needs};
use almoner_domain::round::{Phase, Round, Settings};
use almoner_domain::value::{Postcode, london};

/// The most rounds that are looked through for one that fits.
const MOST_ROUNDS: i64 = 100;
/// The most rounds that are offered instead.
const MOST_OFFERED: usize = 3;

/// Asks whether a project fits a round. Nothing is kept of the answers.
pub struct CheckEligibility {
    /// The round's reference.
    pub reference: String,
    /// What was typed; nothing while the questions are only shown.
    pub typed: Option<Fields>,
}

/// A round with its questions, and what the answers come to.
pub struct EligibilitySeen {
    /// The round.
    pub round: RoundInPublic,
    /// What the answers come to.
    pub answer: Answer,
}

/// What the answers come to.
pub enum Answer {
    /// Nothing was answered yet.
    NotAsked,
    /// Answers are missing or cannot be read.
    Unread(Vec<FieldProblem>),
    /// The outlook.
    Given(Box<Given>),
}

/// An outlook with what goes with it.
pub struct Given {
    /// For and against.
    pub outlook: Outlook,
    /// The areas, of the kinds by which the office knows them, that hold the place.
    pub areas: Vec<AreaName>,
    /// The kind of group.
    pub kind: Option<Kind>,
    /// What this kind of group is asked for.
    pub needs: Needs,
    /// Rounds that would fit better, the best first; none where this one fits.
    pub instead: Vec<Instead>,
}

/// A round that would fit better.
pub struct Instead {
    /// Its reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub summary: String,
    /// Whether it is open, or only announced or over.
    pub phase: Phase,
}

impl View for CheckEligibility {
    type Output = EligibilitySeen;
    const ACT: Act = Act::CheckEligibility;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, EligibilitySeen)> {
        let (_, seen) = PublicRound { reference: &self.reference }.see(eye)?;
        // Of a round that is over or called off nobody needs to know whether they would fit.
        if !matches!(seen.phase, Phase::Announced | Phase::Open | Phase::Paused) {
            return Err(AppError::NotFound);
        }
        let answer = match &self.typed {
            None => Answer::NotAsked,
            Some(typed) => match Facts::read(&seen.round.settings, typed) {
                Err(problems) => Answer::Unread(problems),
                Ok(facts) => Answer::Given(Box::new(given(&seen.round, &facts, eye)?)),
            },
        };
        Ok((On::default(), EligibilitySeen { round: seen, answer }))
    }
}

fn given(round: &Round, facts: &Facts, eye: &mut Eye<'_>) -> Outcome<Given> {
    let outlook = outlook(round, facts, eye);
    let instead = if outlook.is_clear() { Vec::new() } else { instead(round, facts, eye)? };
    let areas = facts.place.map_or_else(Vec::new, |place| names(&place, eye, round));
    let needs = facts.kind.map(|kind| eye.office().kinds.of(kind).clone()).unwrap_or_default();
    Ok(Given { outlook, areas, kind: facts.kind, needs, instead })
}

fn outlook(round: &Round, facts: &Facts, eye: &Eye<'_>) -> Outlook {
    let day = london::date(round.opens_at);
    facts.outlook(&round.settings, &eye.office().gazetteer, day)
}

fn names(place: &Postcode, eye: &Eye<'_>, round: &Round) -> Vec<AreaName> {
    let areas = eye.office().gazetteer.areas_of(place, london::date(round.opens_at));
    areas
        .into_iter()
        .map(|area| AreaName { name: area.name.clone(), approximate: area.approximate })
        .collect()
}

/// Rounds that the caller may enter and in which the same answers meet no bar: open ones first, then those that open soon, then
/// funds whose last round is over; of equals the one that is aimed at fewest places.
fn instead(not: &Round, facts: &Facts, eye: &mut Eye<'_>) -> Outcome<Vec<Instead>> {
    let groups = match eye.actor {
        Actor::Person(caller) => caller.organisations.as_slice(),
        _ => &[],
    };
    let rounds = eye.tx.announced_rounds(None, MOST_ROUNDS)?;
    let fits = |round: &Round| {
        round.id != not.id
            && round.settings.open_to.admits_somebody_of(groups)
            && outlook(round, facts, eye).is_clear()
    };
    let mut fitting: Vec<(u8, Phase, Settings)> = rounds
        .into_iter()
        .filter(fits)
        .filter_map(|round| {
            let phase = round.phase(eye.now);
            Some((order(phase)?, phase, round.settings))
        })
        .collect();
    // The newest round of a fund stands for it: the list begins with the newest.
    fitting.sort_by_key(|(order, _, settings)| (*order, breadth(settings)));
    let mut funds: Vec<String> = vec![];
    let mut offered = Vec::new();
    for (_, phase, settings) in fitting {
        let over = matches!(phase, Phase::Closed | Phase::Results);
        let known = funds.contains(&settings.fund);
        // A fund that has an open round needs no word about a past one; nor has this fund itself.
        if over && (known || settings.fund == not.settings.fund) {
            continue;
        }
        funds.push(settings.fund.clone());
        offered.push(Instead {
            reference: settings.reference,
            title: settings.title,
            summary: settings.summary,
            phase,
        });
        if offered.len() == MOST_OFFERED {
            break;
        }
    }
    Ok(offered)
}

const fn order(phase: Phase) -> Option<u8> {
    match phase {
        Phase::Open => Some(0),
        Phase::Announced | Phase::Paused => Some(1),
        Phase::Closed | Phase::Results => Some(2),
        Phase::Hidden | Phase::Cancelled => None,
    }
}
