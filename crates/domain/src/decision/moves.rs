//! Drafting, revising, commenting and signing.

use super::{Decision, FinanceComment, Item, ItemFault, Move, Parts, Revision, Signature, Status};
use crate::access::Standing;
use crate::id::{ApplicationId, DecisionId, PersonId};
use crate::round::{Post, Round};
use crate::state::NotFromHere;
use crate::value::{Instant, Pence};
use std::collections::{BTreeMap, BTreeSet};

/// Why a move of a decision is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionRefused {
    /// The table has no such move from here.
    #[error(transparent)]
    NotFromHere(#[from] NotFromHere),
    /// The round is not at that point.
    #[error("the round is {0:?}")]
    RoundNotThere(crate::round::Status),
    /// A decision on the round is prepared or signed already.
    #[error("there is a decision already")]
    Exists,
    /// The bid is not in it.
    #[error("the bid is not in the decision")]
    NotInIt(ApplicationId),
    /// A bid of the recommendation is not in it.
    #[error("{0} bids are left out")]
    LeftOut(usize),
    /// It holds bids that cannot be decided any more, such as withdrawn ones.
    #[error("{0} bids cannot be decided")]
    NotDecidable(usize),
    /// Something is missing in its items.
    #[error("{} items are not complete", .0.len())]
    Incomplete(Vec<(ApplicationId, ItemFault)>),
    /// A bid that it funds has no result of due diligence.
    #[error("{} bids without due diligence", .0.len())]
    NoDueDiligence(Vec<ApplicationId>),
    /// A bid that it funds failed due diligence.
    #[error("{} bids failed due diligence", .0.len())]
    FailedDueDiligence(Vec<ApplicationId>),
    /// An award is larger than the amount for which due diligence was made.
    #[error("{} bids need due diligence for a larger amount", .0.len())]
    DueDiligenceForLess(Vec<ApplicationId>),
    /// An award lacks a condition that due diligence set after the decision was prepared.
    #[error("{} bids lack a condition of due diligence", .0.len())]
    ConditionsLeftOut(Vec<ApplicationId>),
    /// It awards more than the round may commit.
    #[error("{total} is more than {most}")]
    OverBudget {
        /// What it awards.
        total: Pence,
        /// The most.
        most: Pence,
    },
    /// The comment or its record has no words.
    #[error("no words")]
    NoWords,
    /// The summary or the options are not written.
    #[error("summary or options are missing")]
    TextsMissing,
    /// The finance officer has commented on another total.
    #[error("the comment is about {0}")]
    CommentOnOtherTotal(Pence),
    /// The person took an earlier part.
    #[error("took an earlier part")]
    EarlierPart,
    /// The person is not the one whom the round names, nor their substitute.
    #[error("not the person whom the round names")]
    NotNamed,
    /// The person has not declared interests about every bid.
    #[error("{0} bids without a declaration")]
    NotDeclared(usize),
    /// The person is kept away from bids: the other of the two acts.
    #[error("kept away from {0} bids")]
    KeptAway(usize),
    /// Its reserve list has run out.
    #[error("the reserve list stood until {0}")]
    ReserveExpired(crate::value::CivilDate),
    /// Somebody else is first on the reserve list.
    #[error("not the first on the reserve list")]
    NotFirst(ApplicationId),
    /// Too little money is free.
    #[error("only {free} is free")]
    NotFree {
        /// What is free.
        free: Pence,
    },
    /// Letters have faults: they are checked row by row before any is sent.
    #[error("{} rows are not ready", .0.len())]
    RowsNotReady(Vec<(ApplicationId, super::RowFault)>),
}

impl DecisionRefused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFromHere(_) => "decision.not_from_here",
            Self::RoundNotThere(_) => "decision.round_not_there",
            Self::Exists => "decision.exists",
            Self::NotInIt(_) => "decision.not_in_it",
            Self::LeftOut(_) => "decision.left_out",
            Self::NotDecidable(_) => "decision.not_decidable",
            Self::Incomplete(_) => "decision.incomplete",
            Self::NoDueDiligence(_) => "decision.no_due_diligence",
            Self::FailedDueDiligence(_) => "decision.failed_due_diligence",
            Self::ConditionsLeftOut(_) => "decision.conditions_left_out",
            Self::DueDiligenceForLess(_) => "decision.due_diligence_for_less",
            Self::OverBudget { .. } => "decision.over_budget",
            Self::NoWords => "decision.no_words",
            Self::TextsMissing => "decision.texts_missing",
            Self::CommentOnOtherTotal(_) => "decision.comment_on_other_total",
            Self::EarlierPart => "decision.earlier_part",
            Self::NotNamed => "decision.not_named",
            Self::NotDeclared(_) => "decision.not_declared",
            Self::KeptAway(_) => "decision.kept_away",
            Self::ReserveExpired(_) => "decision.reserve_expired",
            Self::NotFirst(_) => "decision.not_first",
            Self::NotFree { .. } => "decision.not_free",
            Self::RowsNotReady(_) => "decision.rows_not_ready",
        }
    }
}

/// Short for the result of a move.
type Moved = Result<Decision, DecisionRefused>;

/// The texts of the record, apart from its items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// What is decided on.
    pub summary: String,
    /// What else could have been done.
    pub options: String,
    /// Equality.
    pub equality: String,
    /// Data protection.
    pub data_protection: String,
    /// What is exempt from publication.
    pub exempt: String,
}

/// What the decision awards, beside what the round may spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    /// What it awards.
    pub total: Pence,
    /// What the round may spend.
    pub budget: Pence,
    /// The most that may be committed.
    pub most: Pence,
}

/// What is known about one bid when the decision is signed.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FundingFacts {
    /// The amount for which due diligence was made, and whether it is clear.
    pub due_diligence: Option<(Pence, bool)>,
    /// The conditions that due diligence set: an award carries each of them.
    pub conditions: Vec<String>,
}

/// The person who comments or signs, as the records show them.
#[derive(Clone, Debug)]
pub struct Judge<'a> {
    /// Who.
    pub person: PersonId,
    /// The post that they act in, if the round names one.
    pub post: Option<Post>,
    /// Who took which part in the round.
    pub parts: &'a Parts,
    /// Where they stand towards each bid; what is missing is undeclared.
    pub standings: &'a BTreeMap<ApplicationId, Standing>,
}

/// Drafts the decision on a round from what the panel recommended.
///
/// # Errors
/// When the panel has not recommended yet.
pub fn draft(
    id: DecisionId,
    round: &Round,
    most: Pence,
    items: Vec<Item>,
    by: PersonId,
    at: Instant,
) -> Moved {
    if round.status != crate::round::Status::Recommended {
        return Err(DecisionRefused::RoundNotThere(round.status));
    }
    Ok(Decision {
        id,
        version: 1,
        round: round.id,
        status: Status::Draft,
        legal_power: round.settings.legal_power,
        summary: String::new(),
        options: String::new(),
        equality: String::new(),
        data_protection: String::new(),
        exempt: String::new(),
        budget: round.settings.money.budget,
        most,
        items,
        prepared_by: by,
        prepared_at: at,
        comment: None,
        signature: None,
        promotions: Vec::new(),
    })
}

/// Whether a person may judge these bids: named by the round, in no earlier part and none of
/// `others`, with a declaration about every bid and kept away from none.
pub(super) fn may_judge(
    judge: &Judge<'_>,
    others: &[PersonId],
    bids: impl IntoIterator<Item = ApplicationId>,
) -> Result<(), DecisionRefused> {
    let named = judge.post.is_some_and(|post| post.people().any(|one| one == judge.person));
    if !named {
        return Err(DecisionRefused::NotNamed);
    }
    if judge.parts.barred(judge.person) || others.contains(&judge.person) {
        return Err(DecisionRefused::EarlierPart);
    }
    let (mut away, mut undeclared) = (0, 0);
    for bid in bids {
        match judge.standings.get(&bid).copied().unwrap_or(Standing::Undeclared) {
            Standing::Recused => away += 1,
            Standing::Undeclared => undeclared += 1,
            Standing::Clear | Standing::NotApplicable => {}
        }
    }
    match (away, undeclared) {
        (0, 0) => Ok(()),
        (0, undeclared) => Err(DecisionRefused::NotDeclared(undeclared)),
        (away, _) => Err(DecisionRefused::KeptAway(away)),
    }
}

impl Decision {
    /// What it awards beside what the round may spend.
    ///
    /// # Errors
    /// When it is more than the round may commit.
    pub fn sum(&self) -> Result<Sum, DecisionRefused> {
        let most = self.most;
        let total = self.total().unwrap_or(Pence::new(i64::MAX));
        if total > most {
            return Err(DecisionRefused::OverBudget { total, most });
        }
        Ok(Sum { total, budget: self.budget, most })
    }

    /// The officer changes one item. A comment made before falls away, since it was about
    /// something else.
    ///
    /// # Errors
    /// When it is signed, or the bid is not in it.
    pub fn revise(mut self, application: ApplicationId, revision: Revision) -> Moved {
        self.status = self.moved(Move::Revise)?;
        let item = self.items.iter_mut().find(|item| item.application == application);
        let item = item.ok_or(DecisionRefused::NotInIt(application))?;
        *item = item.revised(revision);
        self.comment = None;
        self.rank_reserve();
        Ok(self)
    }

    /// The officer writes its texts.
    ///
    /// # Errors
    /// When it is signed.
    pub fn describe(mut self, texts: Texts) -> Moved {
        self.status = self.moved(Move::Revise)?;
        self.summary = texts.summary;
        self.options = texts.options;
        self.equality = texts.equality;
        self.data_protection = texts.data_protection;
        self.exempt = texts.exempt;
        self.comment = None;
        Ok(self)
    }

    /// Makes it agree with what is known now: takes bids out that have been withdrawn since, and adds
    /// the conditions that due diligence has set since.
    ///
    /// # Errors
    /// When it is signed.
    pub fn brought_up_to_date(mut self, facts: &BTreeMap<ApplicationId, FundingFacts>) -> Moved {
        self.status = self.moved(Move::Revise)?;
        self.items.retain(|item| facts.contains_key(&item.application));
        for item in &mut self.items {
            let set = facts.get(&item.application).map_or(&[][..], |facts| &facts.conditions);
            item.add_conditions(set);
        }
        self.comment = None;
        self.rank_reserve();
        Ok(self)
    }

    /// The decision as it is read by somebody who is kept away from these bids: as if they did not
    /// exist, in its items, the places on its reserve list and its approvals.
    #[must_use]
    pub fn as_if_without(&self, hidden: &BTreeSet<ApplicationId>) -> Self {
        let mut shown = self.clone();
        if hidden.is_empty() {
            return shown;
        }
        shown.items.retain(|item| !hidden.contains(&item.application));
        shown.promotions.retain(|promotion| !hidden.contains(&promotion.application));
        shown.rank_reserve();
        shown
    }

    /// The finance officer comments. Not whoever prepared it, nor anybody who took a part in
    /// judging the bids.
    ///
    /// # Errors
    /// The refusal.
    pub fn comment(mut self, judge: &Judge<'_>, text: &str, at: Instant) -> Moved {
        let status = self.moved(Move::Comment)?;
        self.may_judge(judge, &[self.prepared_by])?;
        if text.trim().is_empty() {
            return Err(DecisionRefused::NoWords);
        }
        let total = self.sum()?.total;
        let comment = FinanceComment { text: text.trim().to_owned(), by: judge.person, at, total };
        (self.status, self.comment) = (status, Some(comment));
        Ok(self)
    }

    /// The approver signs. Never whoever screened, marked, chaired or recommended in the round,
    /// prepared the decision or commented on it. `facts` holds every bid that awaits a decision.
    ///
    /// # Errors
    /// The refusal.
    pub fn sign(
        mut self,
        judge: &Judge<'_>,
        round: &Round,
        facts: &BTreeMap<ApplicationId, FundingFacts>,
        at: Instant,
    ) -> Moved {
        let status = self.moved(Move::Sign)?;
        let commented = self.comment.as_ref().map(|comment| comment.by);
        let others: Vec<PersonId> = commented.into_iter().chain([self.prepared_by]).collect();
        self.may_judge(judge, &others)?;
        self.holds_all(facts)?;
        self.is_complete(round)?;
        self.is_diligent(facts)?;
        self.keeps_conditions(facts)?;
        let sum = self.sum()?;
        if let Some(comment) = self.comment.as_ref().filter(|comment| comment.total != sum.total) {
            return Err(DecisionRefused::CommentOnOtherTotal(comment.total));
        }
        let as_substitute = judge.post.is_some_and(|post| post.holder != judge.person);
        self.signature = Some(Signature { by: judge.person, as_substitute, at });
        self.status = status;
        Ok(self)
    }

    /// It is set aside.
    ///
    /// # Errors
    /// When it is set aside already.
    pub fn supersede(mut self) -> Moved {
        self.status = self.moved(Move::Supersede)?;
        Ok(self)
    }

    /// What keeps its items and texts from being signed.
    ///
    /// # Errors
    /// The refusal, with every fault of every item.
    pub fn is_complete(&self, round: &Round) -> Result<(), DecisionRefused> {
        if self.summary.trim().is_empty() || self.options.trim().is_empty() {
            return Err(DecisionRefused::TextsMissing);
        }
        let money = &round.settings.money;
        let limits = (money.minimum, money.maximum);
        let faults: Vec<_> = self
            .items
            .iter()
            .flat_map(|item| {
                let faults = item.faults(limits, money.reserve_list);
                faults.into_iter().map(|fault| (item.application, fault))
            })
            .collect();
        if faults.is_empty() { Ok(()) } else { Err(DecisionRefused::Incomplete(faults)) }
    }

    /// Whether a person may comment or sign: named by the round, in no earlier part, with a
    /// declaration about every bid and kept away from none.
    ///
    /// # Errors
    /// The refusal.
    pub fn may_judge(&self, judge: &Judge<'_>, others: &[PersonId]) -> Result<(), DecisionRefused> {
        may_judge(judge, others, self.items.iter().map(|item| item.application))
    }

    fn holds_all(
        &self,
        facts: &BTreeMap<ApplicationId, FundingFacts>,
    ) -> Result<(), DecisionRefused> {
        let held: BTreeSet<ApplicationId> =
            self.items.iter().map(|item| item.application).collect();
        let gone = held.iter().filter(|id| !facts.contains_key(id)).count();
        if gone > 0 {
            return Err(DecisionRefused::NotDecidable(gone));
        }
        match facts.keys().filter(|id| !held.contains(id)).count() {
            0 => Ok(()),
            left_out => Err(DecisionRefused::LeftOut(left_out)),
        }
    }

    fn is_diligent(
        &self,
        facts: &BTreeMap<ApplicationId, FundingFacts>,
    ) -> Result<(), DecisionRefused> {
        let (mut none, mut failed, mut less) = (Vec::new(), Vec::new(), Vec::new());
        for item in self.items.iter().filter(|item| item.outcome.funds()) {
            match facts.get(&item.application).and_then(|facts| facts.due_diligence) {
                None => none.push(item.application),
                Some((_, false)) => failed.push(item.application),
                Some((amount, true)) if item.amount > amount => less.push(item.application),
                Some((_, true)) => {}
            }
        }
        if !none.is_empty() {
            return Err(DecisionRefused::NoDueDiligence(none));
        }
        if !failed.is_empty() {
            return Err(DecisionRefused::FailedDueDiligence(failed));
        }
        if less.is_empty() { Ok(()) } else { Err(DecisionRefused::DueDiligenceForLess(less)) }
    }

    fn keeps_conditions(
        &self,
        facts: &BTreeMap<ApplicationId, FundingFacts>,
    ) -> Result<(), DecisionRefused> {
        let lacks = |item: &&Item| {
            let set = facts.get(&item.application).map_or(&[][..], |facts| &facts.conditions);
            item.outcome.funds() && set.iter().any(|one| !item.conditions.contains(one))
        };
        let lacking: Vec<_> = self.items.iter().filter(lacks).map(|one| one.application).collect();
        if lacking.is_empty() { Ok(()) } else { Err(DecisionRefused::ConditionsLeftOut(lacking)) }
    }

    /// The reserve list in the order of the ranking.
    fn rank_reserve(&mut self) {
        let mut rank = 0;
        for item in &mut self.items {
            item.reserve_rank = (item.outcome == super::Outcome::Reserve).then(|| {
                rank += 1;
                rank
            });
        }
    }

    pub(super) fn moved(&self, mv: Move) -> Result<Status, NotFromHere> {
        let from = self.status;
        from.after(mv).ok_or(NotFromHere { from: from.code(), mv: mv.name() })
    }
}
