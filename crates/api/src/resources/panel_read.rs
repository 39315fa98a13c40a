//! The panel's table as it is read.

use super::shape::{self, PercentRead};
use almoner_domain::application::withhold::{Audience, shown_name};
use almoner_domain::moderation::{NotWhy, Ranked, Recommendation, Split, Suggestion};
use almoner_domain::round::TieBreak;
use almoner_usecases::panel::{AreaNeed, Panel, PanelRow};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The panel's table of a round.
#[derive(Serialize, ToSchema)]
pub(super) struct PanelRead {
    /// The version of the round, for the line and the recommendation as a whole.
    round_version: i64,
    /// The quality line in percent; null until it is set.
    line_percent: Option<u8>,
    /// Ranked bids first, in order, then those without agreed marks.
    bids: Vec<RowRead>,
    /// The areas by which the round reports.
    areas: Vec<AreaNeedRead>,
    /// What the recommendations come to, in pence; null for a reader who is kept from a bid.
    recommended_pence: Option<i64>,
    /// How many groups were given a later deadline, on each ground that occurred.
    more_time: Vec<MoreTimeCount>,
    /// Whether the reader chairs the panel.
    may_chair: bool,
}

/// How many groups were given a later deadline on one ground.
#[derive(Serialize, ToSchema)]
struct MoreTimeCount {
    /// `office_fault`, `disability` or `bereavement`.
    ground: &'static str,
    /// How many.
    groups: usize,
}

/// A bid on the table.
#[derive(Serialize, ToSchema)]
struct RowRead {
    /// The bid.
    application: Uuid,
    /// Its reference.
    reference: Option<String>,
    /// The group's name.
    organisation: String,
    /// The project's name.
    title: String,
    /// Where it stands.
    status: &'static str,
    /// The amount asked for, in pence.
    requested_pence: Option<i64>,
    /// What all assessors' marks come to; null until they are revealed.
    original: Option<PercentRead>,
    /// Whether the assessors lie so far apart that the panel must talk about it.
    discuss: bool,
    /// What the agreed marks come to; null until there are any.
    agreed: Option<PercentRead>,
    /// Its place; null until it has agreed marks.
    rank: Option<RankRead>,
    /// What the panel recommends; null until it does.
    recommendation: Option<RecommendationRead>,
}

/// A place in the ranking.
#[derive(Serialize, ToSchema)]
struct RankRead {
    /// The place, from 1.
    place: usize,
    /// What set it apart from an equal: `criterion`, `first_time`, `sent_first` or `unsplit`.
    split: Option<&'static str>,
    /// The criteria below their least mark.
    below_minimum: Vec<String>,
    /// What the rules suggest: `no_line`, `recommend`, `reserve`, `below_minimum`, `below_line` or
    /// `budget_spent`.
    suggestion: &'static str,
    /// What it and all before it cost, in pence.
    running_pence: i64,
}

impl From<Ranked> for RankRead {
    fn from(ranked: Ranked) -> Self {
        Self {
            place: ranked.place,
            split: ranked.split.map(|split| match split {
                Split::Unsplit => "unsplit",
                Split::By(TieBreak::Criterion { .. }) => "criterion",
                Split::By(TieBreak::FirstTime) => "first_time",
                Split::By(TieBreak::SentFirst) => "sent_first",
            }),
            below_minimum: ranked.below_minimum,
            suggestion: match ranked.suggestion {
                Suggestion::NoLine => "no_line",
                Suggestion::Recommend => "recommend",
                Suggestion::Reserve => "reserve",
                Suggestion::Not(NotWhy::BelowMinimum(_)) => "below_minimum",
                Suggestion::Not(NotWhy::BelowLine) => "below_line",
                Suggestion::Not(NotWhy::BudgetSpent) => "budget_spent",
            },
            running_pence: ranked.running.get(),
        }
    }
}

/// What the panel recommends about a bid.
#[derive(Serialize, ToSchema)]
pub(super) struct RecommendationRead {
    /// What.
    #[schema(schema_with = shape::recommended)]
    outcome: &'static str,
    /// How much, in pence.
    amount_pence: Option<i64>,
    /// On what conditions.
    conditions: Vec<String>,
    /// The coded reason.
    #[schema(schema_with = shape::recommended_reason)]
    reason_code: &'static str,
    /// Why.
    reason: String,
    /// What the group will read.
    feedback: String,
}

impl From<Recommendation> for RecommendationRead {
    fn from(made: Recommendation) -> Self {
        Self {
            outcome: made.outcome.code(),
            amount_pence: made.amount.map(|pence| pence.get()),
            conditions: made.conditions,
            reason_code: made.reason_code.code(),
            reason: made.reason,
            feedback: made.feedback,
        }
    }
}

impl From<PanelRow> for RowRead {
    fn from(row: PanelRow) -> Self {
        let bid = row.application;
        Self {
            application: bid.id.uuid(),
            organisation: shown_name(&bid, Audience::Working).or("").to_owned(),
            reference: bid.reference,
            title: bid.title,
            status: bid.status.code(),
            requested_pence: bid.requested.map(|pence| pence.get()),
            original: row.originals.as_ref().map(|combined| combined.all.into()),
            discuss: row.originals.is_some_and(|combined| combined.discuss),
            agreed: row.moderation.as_ref().map(|moderation| moderation.percent().into()),
            rank: row.ranked.map(Into::into),
            recommendation: row
                .moderation
                .and_then(|moderation| moderation.recommendation)
                .map(Into::into),
        }
    }
}

/// Need against bids and awards in an area.
#[derive(Serialize, ToSchema)]
struct AreaNeedRead {
    /// The area's code.
    code: String,
    /// Its name.
    name: String,
    /// The published evidence about it.
    evidence: Vec<EvidenceRead>,
    /// Bids with their largest share there.
    bids: u64,
    /// Of them, recommended.
    recommended: u64,
    /// What those come to, in pence.
    recommended_pence: i64,
}

/// A published figure about an area.
#[derive(Serialize, ToSchema)]
struct EvidenceRead {
    /// What is measured.
    measure: String,
    /// The figure.
    value: String,
}

impl From<AreaNeed> for AreaNeedRead {
    fn from(area: AreaNeed) -> Self {
        let evidence = area.evidence.into_iter();
        Self {
            code: area.code,
            name: area.name,
            evidence: evidence.map(|(measure, value)| EvidenceRead { measure, value }).collect(),
            bids: area.bids,
            recommended: area.recommended,
            recommended_pence: area.sum.get(),
        }
    }
}

impl From<Panel> for PanelRead {
    fn from(panel: Panel) -> Self {
        Self {
            more_time: panel
                .round
                .more_time_given()
                .into_iter()
                .map(|(ground, groups)| MoreTimeCount { ground: ground.code(), groups })
                .collect(),
            round_version: panel.round.version,
            line_percent: panel.round.line.as_ref().map(|line| line.percent),
            bids: panel.rows.into_iter().map(Into::into).collect(),
            areas: panel.areas.into_iter().map(Into::into).collect(),
            recommended_pence: panel.sum.map(|pence| pence.get()),
            may_chair: panel.may_chair,
        }
    }
}
