//! What everybody may see of rounds.

use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On};
use almoner_domain::office::Office;
use almoner_domain::round::{Phase, Round};
use almoner_domain::value::{Deadline, Instant, Pence, london};
use almoner_ports::RoundKey;
use std::collections::BTreeMap;

/// Rounds on one page of the list.
const LIST_LENGTH: i64 = 100;

/// The public list of rounds, the one that opens last first.
#[derive(Default)]
pub struct PublicRounds {
    /// Where the list goes on.
    pub after: Option<RoundKey>,
}

/// A line of the public list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundLine {
    /// Its key in the list.
    pub key: RoundKey,
    /// Its reference, for the address of its page.
    pub reference: String,
    /// The fund.
    pub fund: String,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub summary: String,
    /// What counts at the instant of the reading.
    pub phase: Phase,
    /// When it opens.
    pub opens_at: Instant,
    /// When it closes.
    pub deadline: Deadline,
    /// The smallest award.
    pub minimum: Pence,
    /// The largest award.
    pub maximum: Pence,
    /// What the round may spend.
    pub budget: Pence,
}

/// A round by its reference, from the day on which it is announced.
pub struct PublicRound<'a> {
    /// The reference, as in the address.
    pub reference: &'a str,
}

/// A round as the public sees it.
#[derive(Clone, Debug)]
pub struct RoundInPublic {
    /// The round. Posts, and remarks that are not public, are not for the page.
    pub round: Round,
    /// What counts at the instant of the reading.
    pub phase: Phase,
    /// Names of the areas that it mentions, by code.
    pub areas: BTreeMap<String, AreaName>,
    /// The title of its plan.
    pub plan: String,
    /// The titles of the priorities that it serves.
    pub priorities: Vec<String>,
}

impl RoundInPublic {
    /// The names of the areas that the round is for, in its order; none for everywhere.
    #[must_use]
    pub fn target_names(&self) -> Vec<String> {
        let name = |code: &String| {
            self.areas.get(code).map_or_else(|| code.clone(), |area| area.name.clone())
        };
        self.round.settings.areas.targets.iter().map(name).collect()
    }
}

/// An area's name, and whether its extent is the office's own inference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaName {
    /// Its name.
    pub name: String,
    /// Whether the extent is approximate.
    pub approximate: bool,
}

impl View for PublicRounds {
    type Output = Vec<RoundLine>;
    const ACT: Act = Act::ReadPublic;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        let rounds = eye.tx.announced_rounds(self.after, LIST_LENGTH)?;
        Ok((On::default(), rounds.into_iter().map(|round| line(round, eye.now)).collect()))
    }
}

impl View for PublicRound<'_> {
    type Output = RoundInPublic;
    const ACT: Act = Act::ReadPublic;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        let round = eye.tx.round_by_reference(self.reference)?.ok_or(AppError::NotFound)?;
        let phase = round.phase(eye.now);
        if phase == Phase::Hidden {
            return Err(AppError::NotFound);
        }
        let areas = area_names(&round, eye.office());
        let (plan, priorities) = plan_titles(&round, eye.office());
        Ok((On::default(), RoundInPublic { phase, areas, plan, priorities, round }))
    }
}

/// The title of the round's plan, and those of the priorities that it serves.
pub(super) fn plan_titles(round: &Round, office: &Office) -> (String, Vec<String>) {
    let settings = &round.settings;
    let plan = office.plan(&settings.plan);
    let title = plan.map_or_else(|| settings.plan.clone(), |plan| plan.title.clone());
    let named = |code: &String| {
        let priority = plan.and_then(|plan| plan.priority(code));
        priority.map_or_else(|| code.clone(), |priority| priority.title.clone())
    };
    (title, settings.priorities.iter().map(named).collect())
}

fn line(round: Round, now: Instant) -> RoundLine {
    let phase = round.phase(now);
    let Round { id, settings, opens_at, deadline, .. } = round;
    RoundLine {
        key: RoundKey { opens_at, id },
        reference: settings.reference,
        fund: settings.fund,
        title: settings.title,
        summary: settings.summary,
        phase,
        opens_at,
        deadline,
        minimum: settings.money.minimum,
        maximum: settings.money.maximum,
        budget: settings.money.budget,
    }
}

/// The names, on the opening day, of every area that the round mentions.
pub(super) fn area_names(round: &Round, office: &Office) -> BTreeMap<String, AreaName> {
    let (settings, day) = (&round.settings, london::date(round.opens_at));
    let codes = (settings.areas.targets.iter())
        .chain(&settings.areas.reported)
        .chain(settings.open_to.zones())
        .chain(settings.scoring.community_assessors.iter().map(|quota| &quota.area))
        .chain(settings.evidence.iter().map(|evidence| &evidence.area))
        .chain(settings.publicity.iter().filter_map(|publicity| publicity.area.as_ref()));
    codes
        .map(|code| {
            let name = office.area(code, day).map_or_else(
                || AreaName { name: code.clone(), approximate: false },
                |area| AreaName { name: area.name.clone(), approximate: area.approximate },
            );
            (code.clone(), name)
        })
        .collect()
}
