//! The papers for the approver: every bid with its marks, recommendation, conflicts, money and
//! what is decided.

use super::Withheld;
use crate::assessments::all_received;
use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On, Standing};
use almoner_domain::application::{Application, Status};
use almoner_domain::audit::events;
use almoner_domain::decision::{
    Decision, DecisionRefused, FundingFacts, Item, ItemFault, Judge, Parts, may_send_back,
};
use almoner_domain::due_diligence::DueDiligence;
use almoner_domain::id::{ApplicationId, PersonId, RoundId};
use almoner_domain::moderation::Moderation;
use almoner_domain::person::Person;
use almoner_domain::round::{self, Phase, Post, Round};
use std::collections::BTreeMap;

/// Everything about a round that its decision is made from.
pub(super) struct Papers {
    pub(super) round: Round,
    pub(super) decision: Option<Decision>,
    pub(super) applications: BTreeMap<ApplicationId, Application>,
    pub(super) results: BTreeMap<ApplicationId, DueDiligence>,
    pub(super) parts: Parts,
}

/// Whether a bid awaits a decision.
pub(super) const fn awaits(status: Status) -> bool {
    matches!(
        status,
        Status::Recommended
            | Status::DdClear
            | Status::DdFailed
            | Status::Reserve
            | Status::NotRecommended
    )
}

impl Papers {
    pub(super) fn load(round: RoundId, eye: &mut Eye<'_>) -> Outcome<Self> {
        let round = eye.tx.round(round)?.ok_or(AppError::NotFound)?;
        let id = round.id;
        let parts = Parts::taken(&eye.tx.entries_of_round(id, eye.now)?);
        Ok(Self {
            decision: eye.tx.decision_of(id)?,
            applications: all_received(id, eye)?
                .into_iter()
                .map(|application| (application.id, application))
                .collect(),
            results: eye
                .tx
                .due_diligence_of(id)?
                .into_iter()
                .map(|result| (result.application, result))
                .collect(),
            parts,
            round,
        })
    }

    /// The decision that stands, as it was read by whoever changes it.
    pub(super) fn decision(&self, version: i64) -> Outcome<Decision> {
        let decision = self.decision.clone().ok_or(AppError::NotFound)?;
        if decision.version != version {
            return Err(AppError::Stale);
        }
        Ok(decision)
    }

    /// Every bid that awaits a decision, with what is known about it.
    pub(super) fn facts(&self) -> BTreeMap<ApplicationId, FundingFacts> {
        self.applications
            .values()
            .filter(|application| awaits(application.status))
            .map(|application| {
                let result = self.results.get(&application.id);
                // One made before the decision went back to the panel counts no more.
                let result = result.filter(|_| application.status != Status::Recommended);
                let due_diligence = result.map(|result| (result.amount, result.outcome.is_clear()));
                let set = result.map(|result| result.outcome.conditions().to_vec());
                let conditions = set.unwrap_or_default();
                (application.id, FundingFacts { due_diligence, conditions })
            })
            .collect()
    }

    /// Where a person stands towards each bid of the decision.
    pub(super) fn standings(
        &self,
        person: PersonId,
        eye: &mut Eye<'_>,
    ) -> Outcome<BTreeMap<ApplicationId, Standing>> {
        let known = eye.tx.standings(person, self.round.id)?;
        Ok(self.applications.keys().map(|id| (*id, known.towards(*id))).collect())
    }

    /// Whether a person may send the recommendation back to the panel now.
    pub(super) fn may_send_back(
        &self,
        person: PersonId,
        eye: &mut Eye<'_>,
    ) -> Outcome<Result<(), DecisionRefused>> {
        if self.round.status != round::Status::Recommended {
            return Ok(Err(DecisionRefused::RoundNotThere(self.round.status)));
        }
        let standings = self.standings(person, eye)?;
        let post = self.round.posts.approver;
        let judge = Judge { person, post, parts: &self.parts, standings: &standings };
        let bids = self.applications.values().filter(|one| awaits(one.status)).map(|one| one.id);
        Ok(may_send_back(&judge, self.decision.as_ref(), bids))
    }

    /// The facts for an act of the people in a post, from which earlier parts bar.
    pub(super) fn on(&self, post: Option<Post>) -> On {
        let others = self.decision.as_ref().map(|decision| decision.prepared_by);
        On::default()
            .named(post.into_iter().flat_map(Post::people))
            .barred(self.parts.people())
            .barred(others)
    }
}

/// The page of a round's decision.
pub struct DecisionPage {
    /// The round.
    pub round: RoundId,
}

/// One bid on the page.
pub struct PaperRow {
    /// The bid.
    pub application: Application,
    /// What the panel made of it.
    pub moderation: Option<Moderation>,
    /// The result of due diligence.
    pub result: Option<DueDiligence>,
    /// What is decided, once there is a decision.
    pub item: Option<Item>,
    /// What keeps the item from being signed.
    pub faults: Vec<ItemFault>,
    /// Interests that were declared about it.
    pub conflicts: u32,
    /// Checks of it that were overridden.
    pub overrides: u32,
}

/// What keeps the reader from signing or commenting now.
pub type Obstacle = DecisionRefused;

/// What the page shows.
pub struct DecisionPapers {
    /// The round.
    pub round: Round,
    /// The decision, once drafted.
    pub decision: Option<Decision>,
    /// Every bid that awaits or has a decision, best first, without those from which the reader
    /// is kept away.
    pub rows: Vec<PaperRow>,
    /// Whether the texts, items and total hold, or what does not.
    pub complete: Result<(), DecisionRefused>,
    /// The people whom the page names.
    pub people: BTreeMap<PersonId, Person>,
    /// What the reader may not see of which bid.
    pub withheld: Withheld,
    /// Whether what all awards come to may be shown: it would tell of a bid from which the reader
    /// is kept away, until everybody is told.
    pub whole: bool,
    /// Whether the reader may change the draft.
    pub may_prepare: bool,
    /// Whether the reader may comment, or what keeps them from it; none if they are not the one.
    pub may_comment: Option<Result<(), Obstacle>>,
    /// Whether the reader may sign, or what keeps them from it; none if they are not the one.
    pub may_sign: Option<Result<(), Obstacle>>,
    /// Whether the reader may send the recommendation back to the panel.
    pub may_send_back: bool,
}

impl View for DecisionPage {
    type Output = DecisionPapers;
    const ACT: Act = Act::ReadDecision;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, DecisionPapers)> {
        let papers = Papers::load(self.round, eye)?;
        let mut moderations: BTreeMap<ApplicationId, Moderation> = eye
            .tx
            .moderations(self.round)?
            .into_iter()
            .map(|moderation| (moderation.application, moderation))
            .collect();
        let mut conflicts: BTreeMap<ApplicationId, u32> = BTreeMap::new();
        for made in eye.tx.declared_interests(self.round, None, i64::MAX)? {
            *conflicts.entry(made.application).or_default() += 1;
        }
        let mut overrides: BTreeMap<ApplicationId, u32> = BTreeMap::new();
        for entry in eye.tx.entries_of_round(self.round, eye.now)? {
            if let Some(bid) =
                entry.application().filter(|_| entry.event == events::SCREENING_OVERRIDDEN)
            {
                *overrides.entry(bid).or_default() += 1;
            }
        }
        let withheld = Withheld::from(papers.round.id, papers.applications.values(), eye)?;
        let money = &papers.round.settings.money;
        let limits = (money.minimum, money.maximum);
        let shown = papers.decision.as_ref().map(|made| made.as_if_without(withheld.away()));
        let held = |id| shown.as_ref().and_then(|decision| decision.item(id));
        let decided = |id| papers.decision.as_ref().is_some_and(|made| made.item(id).is_some());
        let whole = papers.round.phase(eye.now) == Phase::Results
            || !papers.applications.values().any(|one| {
                withheld.away().contains(&one.id) && (awaits(one.status) || decided(one.id))
            });
        let mut rows: Vec<PaperRow> = papers
            .applications
            .values()
            .filter(|one| !withheld.away().contains(&one.id))
            .filter(|one| awaits(one.status) || held(one.id).is_some())
            .map(|application| PaperRow {
                moderation: moderations
                    .remove(&application.id)
                    .map(|moderation| withheld.moderation(moderation)),
                result: papers.results.get(&application.id).map(|one| withheld.result(one)),
                faults: held(application.id)
                    .map(|item| item.faults(limits, money.reserve_list))
                    .unwrap_or_default(),
                item: held(application.id).map(|item| withheld.item(item)),
                conflicts: conflicts.get(&application.id).copied().unwrap_or(0),
                overrides: overrides.get(&application.id).copied().unwrap_or(0),
                application: withheld.bid(application),
            })
            .collect();
        rows.sort_by_key(|row| {
            let percent = row.moderation.as_ref().map(|one| std::cmp::Reverse(one.percent()));
            (percent.is_none(), percent, row.application.id)
        });
        let complete = match &shown {
            None => Ok(()),
            Some(decision) => {
                decision.is_complete(&papers.round).and_then(|()| decision.sum().map(drop))
            }
        };
        let posts = papers.round.posts;
        let may_comment = judge(&papers, posts.finance, eye, false)?;
        let may_sign = judge(&papers, posts.approver, eye, true)?;
        let may_send_back = match eye.actor.person() {
            Some(person) => papers.may_send_back(person, eye)?.is_ok(),
            None => false,
        };
        let mut named: Vec<PersonId> =
            posts.finance.into_iter().chain(posts.approver).flat_map(Post::people).collect();
        if let Some(decision) = &papers.decision {
            named.push(decision.prepared_by);
        }
        named.sort_unstable();
        named.dedup();
        let people = eye.tx.people(&named)?.into_iter().map(|person| (person.id, person)).collect();
        let may_prepare = {
            use almoner_domain::access::Role::{GrantsLead, GrantsOfficer};
            eye.roles().has(GrantsOfficer) || eye.roles().has(GrantsLead)
        };
        let decision = shown.map(|decision| Decision {
            items: decision.items.iter().map(|item| withheld.item(item)).collect(),
            ..decision
        });
        Ok((
            On::default(),
            DecisionPapers {
                withheld,
                whole,
                rows,
                complete,
                people,
                may_prepare,
                may_comment,
                may_sign,
                may_send_back,
                round: papers.round,
                decision,
            },
        ))
    }
}

/// What keeps the reader from acting in a post; none if it is not theirs.
fn judge(
    papers: &Papers,
    post: Option<Post>,
    eye: &mut Eye<'_>,
    signing: bool,
) -> Outcome<Option<Result<(), Obstacle>>> {
    let (Some(person), Some(decision)) = (eye.actor.person(), &papers.decision) else {
        return Ok(None);
    };
    if !post.is_some_and(|post| post.people().any(|one| one == person)) {
        return Ok(None);
    }
    let standings = papers.standings(person, eye)?;
    let judge = Judge { person, post, parts: &papers.parts, standings: &standings };
    let mut others = vec![decision.prepared_by];
    if signing {
        others.extend(decision.comment.as_ref().map(|comment| comment.by));
    }
    Ok(Some(decision.may_judge(&judge, &others)))
}
