//! What the public sees of a decision, once the groups have been told.

use super::report::{AreaFigures, area_name, areas, fiction};
use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On};
use almoner_domain::application::withhold::{Audience, Shown, shown_name, shown_places};
use almoner_domain::id::ApplicationId;
use almoner_domain::report::Report;
use almoner_domain::round::{Phase, Round};
use almoner_domain::value::{Pence, london};

/// The results of a round.
pub struct PublicResults {
    /// The round's reference.
    pub reference: String,
}

/// One award, in the fields that are published.
pub struct Award {
    /// Where; none if it is withheld.
    pub area: Option<String>,
    /// To whom; none if it is withheld.
    pub recipient: Option<String>,
    /// For what; none if it would tell what is withheld.
    pub purpose: Option<String>,
    /// How much.
    pub amount: Pence,
    /// On what conditions.
    pub conditions: Vec<String>,
    /// Why.
    pub reason: String,
    /// Why against the panel, where it was.
    pub departure: Option<String>,
}

/// What the page shows.
pub struct ResultsInPublic {
    /// The round.
    pub round: Round,
    /// The awards, by area and recipient.
    pub awards: Vec<Award>,
    /// What was decided on, in plain English.
    pub summary: String,
    /// What else could have been done.
    pub options: String,
    /// The report.
    pub report: Report,
    /// By area.
    pub areas: Vec<AreaFigures>,
    /// Whether the approvals are a fiction of a demonstration.
    pub fiction: Option<String>,
}

impl View for PublicResults {
    type Output = ResultsInPublic;
    const ACT: Act = Act::ReadPublic;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, ResultsInPublic)> {
        let round = eye.tx.round_by_reference(&self.reference)?.ok_or(AppError::NotFound)?;
        if round.phase(eye.now) != Phase::Results {
            return Err(AppError::NotFound);
        }
        let decision = eye.tx.decision_of(round.id)?.ok_or(AppError::NotFound)?;
        let given = eye.tx.awards_of(round.id)?;
        let ids: Vec<ApplicationId> = given.iter().map(|award| award.application).collect();
        let bids = eye.tx.applications(&ids)?;
        let day = london::date(round.opens_at);
        let office = eye.office();
        let mut awards: Vec<Award> = given
            .into_iter()
            .filter_map(|award| {
                let bid = bids.iter().find(|bid| bid.id == award.application)?;
                let hidden = bid.withhold.shown_name((), Audience::Public).is_withheld()
                    || bid.withhold.shown_places((), Audience::Public).is_withheld();
                let text = |text: String| (!hidden).then_some(text);
                let item = decision.item(bid.id);
                Some(Award {
                    area: match shown_places(bid, Audience::Public) {
                        Shown::Plain(code) => {
                            Some(code.map_or_else(String::new, |code| area_name(office, code, day)))
                        }
                        Shown::Withheld => None,
                    },
                    recipient: shown_name(bid, Audience::Public).plain().map(str::to_owned),
                    purpose: text(award.purpose),
                    amount: award.amount,
                    // Words about a bid may tell what is withheld of it.
                    conditions: if hidden { Vec::new() } else { award.conditions },
                    reason: text(award.reason).unwrap_or_default(),
                    departure: item.and_then(|item| item.departure_reason.clone()).and_then(text),
                })
            })
            .collect();
        awards.sort_by(|a, b| (&a.area, &a.recipient).cmp(&(&b.area, &b.recipient)));
        let report = Report::of(&eye.tx.entries_of_round(round.id, eye.now)?, eye.now);
        let areas = areas(&round, &report, eye.office(), Audience::Public);
        let results = ResultsInPublic {
            awards,
            areas,
            report,
            summary: decision.summary,
            options: decision.options,
            fiction: fiction(&round),
            round,
        };
        Ok((On::default(), results))
    }
}
