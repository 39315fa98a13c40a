//! The finance officer's comment.

use super::papers::Papers;
use super::prepare::{Table, entry};
use super::refused;
use super::texts::text;
use crate::{Cx, Eye, Outcome, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::audit::events;
use almoner_domain::decision::Judge;
use almoner_domain::id::RoundId;

/// Comments on the decision as the round's finance officer or their substitute.
pub struct CommentOnFinance {
    /// The round.
    pub round: RoundId,
    /// The version of the decision that was read.
    pub version: i64,
    /// The comment.
    pub comment: String,
}

impl UseCase for CommentOnFinance {
    type Subject = Table;
    type Output = ();
    const ACT: Act = Act::CommentOnFinance;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Table> {
        Ok(Table(Papers::load(self.round, eye)?))
    }

    fn on(&self, Table(papers): &Table) -> On {
        papers.on(papers.round.posts.finance)
    }

    fn run(&self, Table(papers): Table, cx: &mut Cx<'_>) -> Outcome<()> {
        let decision = papers.decision(self.version)?;
        let comment = text("comment", &self.comment)?;
        let (person, now) = (cx.person()?, cx.now);
        let standings = papers.standings(person, &mut cx.eye)?;
        let judge = Judge {
            person,
            post: papers.round.posts.finance,
            parts: &papers.parts,
            standings: &standings,
        };
        let after = decision.comment(&judge, &comment, now).map_err(refused)?;
        cx.tx.save_decision(&after)?;
        let digest = cx.digest(person, &comment)?;
        cx.audit(&entry(&after, events::DECISION_COMMENTED).with("comment", digest))
    }
}
