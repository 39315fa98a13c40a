//! The approver sends the recommendation back to the panel instead of signing.

use super::papers::Papers;
use super::prepare::{Table, entry};
use super::refused;
use super::texts::text;
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::application::Application;
use almoner_domain::audit::{Entry, events};
use almoner_domain::decision::{PanelOutcome, before_the_panel};
use almoner_domain::id::{ApplicationId, PersonId, RoundId};
use almoner_domain::letter::{Body, Letter, Recipient};
use almoner_domain::round::{Post, Round};
use std::collections::BTreeMap;

/// Sends the panel's recommendation back, with a reason. A decision that was drafted is set aside.
pub struct ReturnToPanel {
    /// The round.
    pub round: RoundId,
    /// The version of the round that was read.
    pub version: i64,
    /// Why.
    pub reason: String,
}

impl UseCase for ReturnToPanel {
    type Subject = Table;
    type Output = ();
    const ACT: Act = Act::Decide;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Table> {
        Ok(Table(Papers::load(self.round, eye)?))
    }

    fn on(&self, Table(papers): &Table) -> On {
        papers.on(papers.round.posts.approver)
    }

    fn run(&self, Table(papers): Table, cx: &mut Cx<'_>) -> Outcome<()> {
        if papers.round.version != self.version {
            return Err(AppError::Stale);
        }
        let (by, now) = (cx.person()?, cx.now);
        papers.may_send_back(by, &mut cx.eye)?.map_err(refused)?;
        let reason = text("reason", &self.reason)?;
        let from = papers.round.status;
        let returned =
            papers.round.clone().return_to_panel(by, now, &reason).map_err(Refusal::from)?;
        for (before, after) in before_the_panel_again(&papers, cx)? {
            cx.tx.save_application(&after)?;
            let event = events::DUE_DILIGENCE_REOPENED;
            cx.audit(
                &Entry::application(self.round, after.id, event)
                    .code("from", before.status.code())
                    .code("to", after.status.code()),
            )?;
        }
        if let Some(decision) = papers.decision {
            let aside = decision.supersede().map_err(refused)?;
            cx.tx.save_decision(&aside)?;
            cx.audit(&entry(&aside, events::DECISION_SUPERSEDED))?;
        }
        cx.tx.save_round(&returned)?;
        let digest = cx.digest(by, &reason)?;
        cx.audit(
            &Entry::round(self.round, events::ROUND_RETURNED)
                .code("from", from.code())
                .code("to", returned.status.code())
                .with("reason", digest),
        )?;
        tell(&returned, &reason, cx)
    }
}

/// Each bid that has moved on since the panel recommended, before and after.
fn before_the_panel_again(
    papers: &Papers,
    cx: &mut Cx<'_>,
) -> Outcome<Vec<(Application, Application)>> {
    let made: BTreeMap<ApplicationId, PanelOutcome> = cx
        .tx
        .moderations(papers.round.id)?
        .into_iter()
        .filter_map(|one| Some((one.application, one.recommendation?.outcome)))
        .collect();
    let pairs = papers.applications.values().filter_map(|application| {
        let after = before_the_panel(application, *made.get(&application.id)?)?;
        Some((application.clone(), after))
    });
    Ok(pairs.collect())
}

/// Tells the chair and the lead with their substitutes, and the officer.
fn tell(round: &Round, reason: &str, cx: &mut Cx<'_>) -> Outcome<()> {
    let posts = round.posts;
    let mut people: Vec<PersonId> = posts.chair.into_iter().flat_map(Post::people).collect();
    people.extend(posts.lead.into_iter().flat_map(Post::people));
    people.extend(posts.officer);
    people.sort_unstable();
    people.dedup();
    for person in cx.tx.people(&people)? {
        let to = Recipient { person: Some(person.id), name: person.name, email: person.email };
        let body = Body::RecommendationReturned {
            round: round.settings.title.clone(),
            reason: reason.to_owned(),
            path: format!("/staff/rounds/{}/panel", round.id),
        };
        cx.send(&Letter { to, round: Some(round.id), application: None, body })?;
    }
    Ok(())
}
