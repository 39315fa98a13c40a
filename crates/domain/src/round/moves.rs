//! The guarded moves of a round. Each looks in the table first, then at its guard, and gives back
//! the round as it is afterwards or says why not.

use super::{IN_HAND, Missing, Phase, Remark, RemarkOn, Round, Status};
use crate::NotFromHere;
use crate::form::{BuildRefused, Form};
use crate::id::{PersonId, RoundId};
use crate::round::state::Move;
use crate::round::{DateOf, Part, Posts, Settings};
use crate::value::{Deadline, Instant, Pence, WallTimeFault, london};
use thiserror::Error;

/// The largest budget of a round that a director approves; above it the Commissioner does
/// (proposed default: the senior management team of an office signs small rounds).
pub const DIRECTOR_LIMIT: Pence = Pence::from_pounds(50_000);

/// Why a round does not move.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RoundRefused {
    /// The table has no such move from here.
    #[error(transparent)]
    NotFromHere(#[from] NotFromHere),
    /// Something is missing or wrong in its settings.
    #[error("{} things are missing", .0.len())]
    Incomplete(Vec<Missing>),
    /// A civil time that does not exist, or exists twice, in Europe/London.
    #[error("the time of {} is not a time of the clock: {fault}", .which.code())]
    NoSuchTime {
        /// Which date.
        which: DateOf,
        /// Why.
        fault: WallTimeFault,
    },
    /// A part that may not be changed as the round stands.
    #[error("{} cannot be changed in a round that is {}", .part.code(), .status.code())]
    Frozen {
        /// The part.
        part: Part,
        /// Where the round stands.
        status: Status,
    },
    /// Its form cannot be changed so.
    #[error(transparent)]
    Form(#[from] BuildRefused),
    /// A round that was announced would have opened already.
    #[error("it would have opened at {0}")]
    OpensInPast(Instant),
    /// It needs a reason.
    #[error("no reason is given")]
    NoReason,
    /// The same person asked for the review: this needs another.
    #[error("the same person asked for the review")]
    SamePerson,
    /// The chief finance officer has not confirmed the money.
    #[error("the funds are not confirmed")]
    FundsNotConfirmed,
    /// The chief finance officer has confirmed the money already.
    #[error("the funds are confirmed already")]
    FundsAlreadyConfirmed,
    /// The budget is more than this person may approve.
    #[error("the budget {budget} is above the limit {limit}")]
    AboveLimit {
        /// The budget.
        budget: Pence,
        /// The limit.
        limit: Pence,
    },
    /// The deadline would already have passed.
    #[error("the deadline {0} has passed")]
    DeadlinePassed(Deadline),
    /// Its time has not come.
    #[error("not before {0}")]
    TooEarly(Instant),
    /// The new deadline is not later than the one that stands.
    #[error("not later than {0}")]
    NotLater(Deadline),
    /// More time was asked for this group already, and nobody has decided on it.
    #[error("more time was asked for already")]
    MoreTimeAsked,
    /// No more time was asked for this group, or it was decided on.
    #[error("no more time is asked for")]
    NoMoreTimeAsked,
    /// Who asked for more time, and the officer of the round, do not decide on it.
    #[error("somebody else must decide on more time")]
    MoreTimeByOfficer,
    /// A group has time until then, or somebody asked for time that nobody has decided on.
    #[error("a group has time until {0}")]
    MoreTimeRuns(Deadline),
    /// Sent bids without a result of screening.
    #[error("{0} bids are not screened")]
    NotScreened(u64),
    /// Reviews of screening results that are still open, or could still be asked for.
    #[error("{0} reviews are open")]
    ReviewsOpen(u64),
    /// Bids with a required assessment that is neither locked nor waived.
    #[error("{0} bids are not assessed")]
    NotAssessed(u64),
    /// Bids without a recommendation.
    #[error("{0} bids are without a recommendation")]
    NotRecommended(u64),
    /// The quality line is not set.
    #[error("the quality line is not set")]
    NoLine,
    /// Too few members were present at moderation.
    #[error("{present} of {needed} members were present")]
    NoQuorum {
        /// Members present.
        present: u64,
        /// Members needed.
        needed: u64,
    },
    /// Bids that the decision does not name.
    #[error("{0} bids are undecided")]
    BidsUndecided(u64),
    /// The finance officer has not commented.
    #[error("the finance officer has not commented")]
    NoFinanceComment,
    /// Approvals exceed what the round may commit.
    #[error("{approved} approved, {most} at most")]
    OverBudget {
        /// The sum of the approvals.
        approved: Pence,
        /// What may be committed.
        most: Pence,
    },
    /// Bids whose group has not been told.
    #[error("{0} groups have not been told")]
    NotTold(u64),
    /// No award is under way.
    #[error("no award is under way")]
    NoAward,
    /// Awards that are not finished.
    #[error("{0} awards are not finished")]
    AwardsOpen(u64),
}

impl RoundRefused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFromHere(_) => "round_not_from_here",
            Self::Incomplete(_) => "round_incomplete",
            Self::NoSuchTime { .. } => "round_no_such_time",
            Self::Frozen { .. } => "round_part_frozen",
            Self::Form(refused) => refused.code(),
            Self::OpensInPast(_) => "round_opens_in_past",
            Self::NoReason => "round_no_reason",
            Self::SamePerson => "round_same_person",
            Self::FundsNotConfirmed => "round_funds_not_confirmed",
            Self::FundsAlreadyConfirmed => "round_funds_already_confirmed",
            Self::AboveLimit { .. } => "round_above_limit",
            Self::DeadlinePassed(_) => "round_deadline_passed",
            Self::TooEarly(_) => "round_too_early",
            Self::NotLater(_) => "round_deadline_not_later",
            Self::MoreTimeAsked => "round_more_time_asked",
            Self::NoMoreTimeAsked => "round_no_more_time_asked",
            Self::MoreTimeByOfficer => "round_more_time_by_officer",
            Self::MoreTimeRuns(_) => "round_more_time_runs",
            Self::NotScreened(_) => "round_not_screened",
            Self::ReviewsOpen(_) => "round_reviews_open",
            Self::NotAssessed(_) => "round_not_assessed",
            Self::NotRecommended(_) => "round_not_recommended",
            Self::NoLine => "round_no_line",
            Self::NoQuorum { .. } => "round_no_quorum",
            Self::BidsUndecided(_) => "round_bids_undecided",
            Self::NoFinanceComment => "round_no_finance_comment",
            Self::OverBudget { .. } => "round_over_budget",
            Self::NotTold(_) => "round_not_told",
            Self::NoAward => "round_no_award",
            Self::AwardsOpen(_) => "round_awards_open",
        }
    }
}

/// What screening has left to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Screened {
    /// Sent bids without a result.
    pub without_result: u64,
}

/// What stands between assessment and moderation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moderated {
    /// Bids with a required assessment that is neither locked nor waived.
    pub not_assessed: u64,
    /// Ineligible bids whose time to ask for a review has not run out, or whose review is open.
    pub reviews_open: u64,
    /// Bids still in screening: sent back to it by a review, or asked for information.
    pub not_screened: u64,
}

/// What the panel has done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recommendation {
    /// Eligible bids without an agreed mark or a recommendation.
    pub without: u64,
    /// Members who were present.
    pub present: u64,
}

/// What the approver is about to sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// Bids of the recommendation that it leaves out.
    pub undecided: u64,
    /// The sum of its approvals.
    pub approved: Pence,
    /// Whether the finance officer has commented.
    pub finance_commented: bool,
}

/// What stands between the decision and its announcement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Undecided {
    /// Bids whose group has no letter in the outbox.
    pub not_told: u64,
}

/// What the clock did to a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockMove {
    /// Opened or closed.
    pub to: Status,
    /// The instant for which it was planned.
    pub due: Instant,
}

type Moved = Result<Round, RoundRefused>;

impl Round {
    /// A new draft.
    ///
    /// # Errors
    /// [`RoundRefused::NoSuchTime`] if it opens or closes at a time that a London clock does not
    /// show, or shows twice.
    pub fn draft(
        id: RoundId,
        settings: Settings,
        form: Form,
        posts: Posts,
        by: PersonId,
        at: Instant,
    ) -> Moved {
        let (opens_at, deadline) = times(&settings)?;
        Ok(Self {
            id,
            version: 1,
            status: Status::Draft,
            settings,
            form,
            posts,
            opens_at,
            deadline,
            closed_at: None,
            funds_confirmed_by: None,
            line: None,
            created_by: by,
            created_at: at,
            review_asked_by: None,
            approved_by: None,
            published_at: None,
            paused_at: None,
            remarks: Vec::new(),
            more_time: Vec::new(),
        })
    }

    /// A draft with other settings, form and people.
    ///
    /// # Errors
    /// [`RoundRefused`]: only a draft can be rewritten.
    pub fn redrafted(mut self, settings: Settings, form: Form, posts: Posts) -> Moved {
        if self.status != Status::Draft {
            return Err(NotFromHere { from: self.status.code(), mv: "Redraft" }.into());
        }
        (self.opens_at, self.deadline) = times(&settings)?;
        (self.settings, self.form, self.posts) = (settings, form, posts);
        self.funds_confirmed_by = None;
        Ok(self)
    }

    fn after(&self, mv: Move) -> Result<Status, RoundRefused> {
        let refused = NotFromHere { from: self.status.code(), mv: mv.name() };
        self.status.after(mv).ok_or(RoundRefused::NotFromHere(refused))
    }

    fn moved(mut self, mv: Move) -> Moved {
        self.status = self.after(mv)?;
        Ok(self)
    }

    fn remarked(mut self, event: RemarkOn, reason: &str, by: PersonId, at: Instant) -> Moved {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(RoundRefused::NoReason);
        }
        self.remarks.push(Remark { event, reason: reason.to_owned(), by, at });
        Ok(self)
    }

    /// Hands the draft over for review. `missing` is what [`super::missing`] finds.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn ask_for_review(self, by: PersonId, missing: Vec<Missing>) -> Moved {
        let mut round = self.moved(Move::AskForReview)?;
        complete(missing)?;
        round.review_asked_by = Some(by);
        round.funds_confirmed_by = None;
        Ok(round)
    }

    /// Sends it back to its draft.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn send_back(self, by: PersonId, at: Instant, reason: &str) -> Moved {
        let mut round = self.moved(Move::SendBack)?.remarked(RemarkOn::SentBack, reason, by, at)?;
        round.review_asked_by = None;
        round.funds_confirmed_by = None;
        Ok(round)
    }

    /// The chief finance officer confirms that the money is there. No move: a fact that approval
    /// needs.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn confirm_funds(mut self, by: PersonId) -> Moved {
        if self.status != Status::InReview {
            return Err(NotFromHere { from: self.status.code(), mv: "ConfirmFunds" }.into());
        }
        if self.funds_confirmed_by.is_some() {
            return Err(RoundRefused::FundsAlreadyConfirmed);
        }
        self.another_than_the_asker(by)?;
        self.funds_confirmed_by = Some(by);
        Ok(self)
    }

    /// Approves it. `unlimited` says that the approver is the Commissioner, to whom
    /// [`DIRECTOR_LIMIT`] does not apply.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn approve(self, by: PersonId, unlimited: bool, missing: Vec<Missing>) -> Moved {
        let mut round = self.moved(Move::Approve)?;
        round.another_than_the_asker(by)?;
        if round.funds_confirmed_by.is_none() {
            return Err(RoundRefused::FundsNotConfirmed);
        }
        let budget = round.settings.money.budget;
        if !unlimited && budget > DIRECTOR_LIMIT {
            return Err(RoundRefused::AboveLimit { budget, limit: DIRECTOR_LIMIT });
        }
        complete(missing)?;
        round.approved_by = Some(by);
        Ok(round)
    }

    fn another_than_the_asker(&self, by: PersonId) -> Result<(), RoundRefused> {
        if self.review_asked_by == Some(by) { Err(RoundRefused::SamePerson) } else { Ok(()) }
    }

    /// Announces it: from here on it is public and opens and closes by the clock.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn publish(self, at: Instant, missing: Vec<Missing>) -> Moved {
        let mut round = self.moved(Move::Publish)?;
        complete(missing)?;
        if round.deadline.is_past(at) {
            return Err(RoundRefused::DeadlinePassed(round.deadline));
        }
        round.published_at = Some(at);
        Ok(round)
    }

    /// Opens it, once its time has come.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn open(self, at: Instant) -> Moved {
        let round = self.moved(Move::Open)?;
        if at < round.opens_at {
            return Err(RoundRefused::TooEarly(round.opens_at));
        }
        Ok(round)
    }

    /// Closes it, once its deadline has come. One-way: a clock that is set back opens nothing.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn close(self, at: Instant) -> Moved {
        let mut round = self.moved(Move::Close)?;
        if !round.deadline.is_past(at) {
            return Err(RoundRefused::TooEarly(round.deadline.at));
        }
        round.closed_at = Some(at);
        Ok(round)
    }

    /// Makes the stored status agree with the clock: what was due by `now` has happened, each with
    /// the instant for which it was planned. Every change of a round starts with it, so that
    /// nothing depends on a job having run in time.
    #[must_use]
    pub fn caught_up(mut self, now: Instant) -> (Self, Vec<ClockMove>) {
        let mut moves = Vec::new();
        if self.status == Status::Published && now >= self.opens_at {
            self.status = Status::Open;
            moves.push(ClockMove { to: Status::Open, due: self.opens_at });
        }
        if self.status == Status::Open && self.deadline.is_past(now) {
            self.status = Status::Closed;
            self.closed_at = Some(now);
            moves.push(ClockMove { to: Status::Closed, due: self.deadline.at });
        }
        (self, moves)
    }

    /// Moves the deadline later for everybody, before it has passed.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn extend(
        self,
        closes: jiff::civil::DateTime,
        by: PersonId,
        at: Instant,
        reason: &str,
    ) -> Moved {
        let mut round = self.moved(Move::Extend)?;
        if round.deadline.is_past(at) {
            return Err(RoundRefused::DeadlinePassed(round.deadline));
        }
        let to = Deadline::new(time(DateOf::Closes, closes)?);
        let from = round.deadline;
        if to.at <= from.at {
            return Err(RoundRefused::NotLater(from));
        }
        round.deadline = to;
        round.remarked(RemarkOn::Extended { from, to }, reason, by, at)
    }

    /// Stops it for an outage or an error, before its deadline.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn pause(self, by: PersonId, at: Instant, reason: &str) -> Moved {
        let mut round = self.moved(Move::Pause)?;
        if round.deadline.is_past(at) {
            return Err(RoundRefused::DeadlinePassed(round.deadline));
        }
        round.paused_at = Some(at);
        round.remarked(RemarkOn::Paused, reason, by, at)
    }

    /// Lets it go on and adds the lost time to the deadline.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn resume(self, by: PersonId, at: Instant, reason: &str) -> Moved {
        let mut round = self.moved(Move::Resume)?;
        let from = round.deadline;
        let lost = round.paused_at.take().map(|since| at.since(since)).unwrap_or_default();
        // A clock that was set back gives no time back and takes none.
        let lost = lost.max(jiff::SignedDuration::ZERO);
        let to = from.at.checked_add(lost).map_or(from, Deadline::new);
        round.deadline = to;
        for own in &mut round.more_time {
            own.until = own.until.at.checked_add(lost).map_or(own.until, Deadline::new);
        }
        round.remarked(RemarkOn::Resumed { from, to }, reason, by, at)
    }

    /// Screening starts, once the last group's deadline has passed and no bid that arrived in time can
    /// still be on its way.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn start_screening(self, at: Instant) -> Moved {
        let round = self.moved(Move::StartScreening)?;
        let last = round.last_deadline();
        if last.at > round.deadline.at && !last.is_past(at) {
            return Err(RoundRefused::MoreTimeRuns(last));
        }
        if !round.all_have_arrived(at) {
            let from = last.at.checked_add(IN_HAND);
            return Err(RoundRefused::TooEarly(from.unwrap_or(last.at)));
        }
        Ok(round)
    }

    /// Marking starts.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn start_assessing(self, screened: Screened) -> Moved {
        let round = self.moved(Move::StartAssessing)?;
        none_left(screened.without_result, RoundRefused::NotScreened)?;
        Ok(round)
    }

    /// Moderation starts: every required assessment is in, and no review of a screening result
    /// can any longer bring a bid back.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn start_moderating(self, facts: Moderated) -> Moved {
        let round = self.moved(Move::StartModerating)?;
        none_left(facts.not_screened, RoundRefused::NotScreened)?;
        none_left(facts.reviews_open, RoundRefused::ReviewsOpen)?;
        none_left(facts.not_assessed, RoundRefused::NotAssessed)?;
        Ok(round)
    }

    /// The panel's recommendation is complete.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn recommend(self, facts: Recommendation) -> Moved {
        let round = self.moved(Move::Recommend)?;
        none_left(facts.without, RoundRefused::NotRecommended)?;
        if round.line.is_none() {
            return Err(RoundRefused::NoLine);
        }
        let needed = u64::from(round.settings.panel.quorum);
        if facts.present < needed {
            return Err(RoundRefused::NoQuorum { present: facts.present, needed });
        }
        Ok(round)
    }

    /// The approver sends the recommendation back to the panel.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn return_to_panel(self, by: PersonId, at: Instant, reason: &str) -> Moved {
        self.moved(Move::ReturnToPanel)?.remarked(RemarkOn::ReturnedToPanel, reason, by, at)
    }

    /// The approver signs.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn decide(self, facts: Decision) -> Moved {
        let round = self.moved(Move::Decide)?;
        none_left(facts.undecided, RoundRefused::BidsUndecided)?;
        if !facts.finance_commented {
            return Err(RoundRefused::NoFinanceComment);
        }
        let most = round.most_to_commit();
        if facts.approved > most {
            return Err(RoundRefused::OverBudget { approved: facts.approved, most });
        }
        Ok(round)
    }

    /// The budget with its over-commitment, cut to whole pence.
    #[must_use]
    pub fn most_to_commit(&self) -> Pence {
        let money = &self.settings.money;
        let extra = money
            .budget
            .get()
            .checked_mul(i64::from(money.over_commitment_percent))
            .map_or(0, |product| product / 100);
        money.budget.checked_add(Pence::new(extra)).unwrap_or(money.budget)
    }

    /// Every group has been told.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn announce(self, facts: Undecided) -> Moved {
        let round = self.moved(Move::Announce)?;
        none_left(facts.not_told, RoundRefused::NotTold)?;
        Ok(round)
    }

    /// The first award is under way. `awards` counts those that are.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn start_delivery(self, awards: u64) -> Moved {
        let round = self.moved(Move::StartDelivery)?;
        if awards == 0 { Err(RoundRefused::NoAward) } else { Ok(round) }
    }

    /// Every award is finished. `open` counts those that are not.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn close_out(self, open: u64) -> Moved {
        let round = self.moved(Move::CloseOut)?;
        none_left(open, RoundRefused::AwardsOpen)?;
        Ok(round)
    }

    /// Calls it off, with a reason that is public if the round was.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn cancel(self, by: PersonId, at: Instant, reason: &str) -> Moved {
        self.moved(Move::Cancel)?.remarked(RemarkOn::Cancelled, reason, by, at)
    }

    /// Whether the public knows of it at all.
    #[must_use]
    pub fn is_public(&self, now: Instant) -> bool {
        self.phase(now) != Phase::Hidden
    }
}

pub(super) fn complete(missing: Vec<Missing>) -> Result<(), RoundRefused> {
    if missing.is_empty() { Ok(()) } else { Err(RoundRefused::Incomplete(missing)) }
}

fn none_left(count: u64, refused: fn(u64) -> RoundRefused) -> Result<(), RoundRefused> {
    if count == 0 { Ok(()) } else { Err(refused(count)) }
}

pub(super) fn times(settings: &Settings) -> Result<(Instant, Deadline), RoundRefused> {
    let opens = time(DateOf::Opens, settings.dates.opens)?;
    let closes = time(DateOf::Closes, settings.dates.closes)?;
    Ok((opens, Deadline::new(closes)))
}

pub(super) fn time(which: DateOf, at: jiff::civil::DateTime) -> Result<Instant, RoundRefused> {
    london::instant(at.date(), at.time()).map_err(|fault| RoundRefused::NoSuchTime { which, fault })
}
