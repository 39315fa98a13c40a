//! The panel's table: the ranking of a round with everything that decided it.

use crate::assessments::declared_bids;
use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On};
use almoner_domain::application::Application;
use almoner_domain::area::AreaCode;
use almoner_domain::assessment::{Assessment, required, revealed};
use almoner_domain::id::{ApplicationId, OrganisationId, RoundId};
use almoner_domain::moderation::{
    Combined, Contender, Meeting, Moderation, Outcome as Recommended, Ranked, Rules, combine, rank,
};
use almoner_domain::round::Round;
use almoner_domain::value::{Pence, london};
use std::collections::{BTreeMap, BTreeSet};

/// The panel's table of a round.
pub struct PanelOfRound {
    /// The round.
    pub round: RoundId,
}

/// One bid on the table.
pub struct PanelRow {
    /// The bid.
    pub application: Application,
    /// Its place in the ranking, once it has agreed marks.
    pub ranked: Option<Ranked>,
    /// What the originals come to, once they are revealed.
    pub originals: Option<Combined>,
    /// What the panel agreed and recommends.
    pub moderation: Option<Moderation>,
}

/// What happened to the bids of one area by which the round reports.
pub struct AreaNeed {
    /// The area's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The published evidence about it: measure and value.
    pub evidence: Vec<(String, String)>,
    /// Bids on the table with their largest share there.
    pub bids: u64,
    /// Of them, recommended.
    pub recommended: u64,
    /// What those come to.
    pub sum: Pence,
}

/// What the page shows.
pub struct Panel {
    /// The round.
    pub round: Round,
    /// Ranked bids first, in order, then those without agreed marks.
    pub rows: Vec<PanelRow>,
    /// The areas by which the round reports, zeros included.
    pub areas: Vec<AreaNeed>,
    /// What the recommendations come to; withheld from somebody who must not learn of a bid.
    pub sum: Option<Pence>,
    /// The meeting.
    pub meeting: Option<Meeting>,
    /// Whether the caller may act as the chair.
    pub may_chair: bool,
}

impl View for PanelOfRound {
    type Output = Panel;
    const ACT: Act = Act::ReadPanel;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        let round = eye.tx.round(self.round)?.ok_or(AppError::NotFound)?;
        let person = eye.person()?;
        let (bids, standings) = declared_bids(eye, round.id)?;
        let whole = standings.recused().next().is_none();
        let ids: Vec<ApplicationId> = bids.iter().map(|bid| bid.id).collect();
        let mut moderations: BTreeMap<ApplicationId, Moderation> = eye
            .tx
            .moderations(round.id)?
            .into_iter()
            .map(|moderation| (moderation.application, moderation))
            .collect();
        let mut originals = originals(eye, &round, &bids, &ids)?;
        let mut places = ranking(eye, &round, &bids, &moderations)?;
        let mut rows: Vec<PanelRow> = bids
            .into_iter()
            .map(|application| PanelRow {
                ranked: places.remove(&application.id),
                originals: originals.remove(&application.id),
                moderation: moderations.remove(&application.id),
                application,
            })
            .collect();
        rows.sort_by_key(|row| row.ranked.as_ref().map_or(usize::MAX, |ranked| ranked.place));
        let areas = needs(eye, &round, &rows);
        let sum = rows.iter().filter_map(award).try_fold(Pence::ZERO, Pence::checked_add);
        let may_chair =
            round.posts.chair.is_some_and(|post| post.people().any(|chair| chair == person));
        let panel = Panel {
            areas,
            sum: sum.filter(|_| whole),
            meeting: eye.tx.meeting(round.id)?,
            may_chair,
            rows,
            round,
        };
        Ok((On::default(), panel))
    }
}

/// What is recommended for a bid, if an award is.
fn award(row: &PanelRow) -> Option<Pence> {
    let made = row.moderation.as_ref()?.recommendation.as_ref()?;
    // What comes after the panel changes nothing of what it recommended.
    made.amount.filter(|_| made.outcome == Recommended::Recommend)
}

/// What the revealed marks of each bid come to.
fn originals(
    eye: &mut Eye<'_>,
    round: &Round,
    bids: &[Application],
    ids: &[ApplicationId],
) -> Outcome<BTreeMap<ApplicationId, Combined>> {
    let mut by_bid: BTreeMap<ApplicationId, Vec<Assessment>> = BTreeMap::new();
    for one in eye.tx.assessments_of(ids)? {
        by_bid.entry(one.application).or_default().push(one);
    }
    let scoring = &round.settings.scoring;
    Ok(bids
        .iter()
        .filter_map(|bid| {
            let all = by_bid.get(&bid.id)?;
            let open = revealed(required(scoring, bid.lead_area.as_deref()), all)?;
            Some((bid.id, combine(scoring, &open)?))
        })
        .collect())
}

/// The place of each bid that has agreed marks.
fn ranking(
    eye: &mut Eye<'_>,
    round: &Round,
    bids: &[Application],
    moderations: &BTreeMap<ApplicationId, Moderation>,
) -> Outcome<BTreeMap<ApplicationId, Ranked>> {
    let groups: Vec<OrganisationId> =
        bids.iter().map(|bid| bid.organisation).collect::<BTreeSet<_>>().into_iter().collect();
    let before: BTreeSet<OrganisationId> =
        eye.tx.funded_before(&groups, round.id)?.into_iter().collect();
    let contenders: Vec<Contender> = bids
        .iter()
        .filter_map(|bid| {
            let moderation = moderations.get(&bid.id)?;
            let recommended = moderation.recommendation.as_ref().and_then(|made| made.amount);
            Some(Contender {
                application: bid.id,
                percent: moderation.percent(),
                marks: moderation.marks(),
                first_time: !before.contains(&bid.organisation),
                sent_at: bid.submitted_at.unwrap_or(bid.started_at),
                cost: recommended.or(bid.requested).unwrap_or(Pence::ZERO),
            })
        })
        .collect();
    let money = &round.settings.money;
    let rules = Rules {
        scoring: &round.settings.scoring,
        line: round.line.as_ref().map(|line| line.percent),
        budget: money.budget,
        reserve_list: money.reserve_list,
    };
    let ranked = rank(&contenders, rules);
    Ok(ranked.into_iter().map(|ranked| (ranked.application, ranked)).collect())
}

/// Need against bids and awards, for each area by which the round reports.
fn needs(eye: &Eye<'_>, round: &Round, rows: &[PanelRow]) -> Vec<AreaNeed> {
    let day = london::date(round.opens_at);
    let name = |code: &str| {
        let area = AreaCode::parse(code).ok();
        let area = area.as_ref().and_then(|code| eye.office().gazetteer.area(code, day));
        area.map_or_else(|| code.to_owned(), |area| area.name.clone())
    };
    let settings = &round.settings;
    settings
        .areas
        .reported
        .iter()
        .map(|code| {
            let there =
                || rows.iter().filter(|row| row.application.lead_area.as_ref() == Some(code));
            let awards: Vec<Pence> = there().filter_map(award).collect();
            let evidence = settings.evidence.iter().filter(|evidence| evidence.area == *code);
            AreaNeed {
                name: name(code),
                evidence: evidence
                    .map(|evidence| (evidence.measure.clone(), evidence.value.clone()))
                    .collect(),
                bids: u64::try_from(there().count()).unwrap_or(u64::MAX),
                recommended: u64::try_from(awards.len()).unwrap_or(u64::MAX),
                sum: Pence::total(awards).unwrap_or(Pence::ZERO),
                code: code.clone(),
            }
        })
        .collect()
}
