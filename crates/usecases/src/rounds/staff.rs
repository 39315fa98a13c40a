//! What staff see of rounds: the list, one round with its next steps, and what waits for whom.

use super::public::{AreaName, area_names, plan_titles};
use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, Actor, Demand, On, Permit, permits};
use almoner_domain::id::{PersonId, RoundId};
use almoner_domain::person::Person;
use almoner_domain::round::{Missing, Move, Phase, Post, Round, Status, missing};
use almoner_ports::RoundKey;
use std::collections::BTreeMap;

/// A step that somebody can take on a round: a move of the table, or the fact that approval needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A move.
    Move(Move),
    /// The chief finance officer's confirmation.
    ConfirmFunds,
}

/// Every step that the page of a round offers, in the order in which it offers them.
pub const STEPS: &[Step] = &[
    Step::Move(Move::AskForReview),
    Step::ConfirmFunds,
    Step::Move(Move::Approve),
    Step::Move(Move::SendBack),
    Step::Move(Move::Publish),
    Step::Move(Move::Extend),
    Step::Move(Move::Pause),
    Step::Move(Move::Resume),
    Step::Move(Move::Cancel),
];

/// What the policy calls a step; none for a move that the clock makes, or that other pages make.
#[must_use]
pub const fn act_of(step: Step) -> Option<Act> {
    match step {
        Step::ConfirmFunds => Some(Act::ConfirmFunds),
        Step::Move(mv) => match mv {
            Move::AskForReview => Some(Act::SetUpRound),
            Move::SendBack => Some(Act::ReviewRound),
            Move::Approve => Some(Act::ApproveRound),
            Move::Publish => Some(Act::PublishRound),
            Move::Extend => Some(Act::ExtendRound),
            Move::Pause | Move::Resume => Some(Act::PauseRound),
            Move::Cancel => Some(Act::CancelRound),
            Move::Open
            | Move::Close
            | Move::StartScreening
            | Move::StartAssessing
            | Move::StartModerating
            | Move::Recommend
            | Move::ReturnToPanel
            | Move::Decide
            | Move::Announce
            | Move::StartDelivery
            | Move::CloseOut => None,
        },
    }
}

/// The steps that `actor` can take on `round` now.
fn steps(actor: &Actor, round: &Round) -> Vec<Step> {
    let possible = |step: &Step| match step {
        Step::Move(mv) => round.status.after(*mv).is_some(),
        Step::ConfirmFunds => {
            round.status == Status::InReview && round.funds_confirmed_by.is_none()
        }
    };
    let admitted = |step: &Step| {
        act_of(*step).is_some_and(|act| {
            let two_people = matches!(step, Step::ConfirmFunds | Step::Move(Move::Approve));
            let on = On::default().barred(round.review_asked_by.filter(|_| two_people));
            permits(actor, &Demand::on(act, on)) == Permit::Yes
        })
    };
    STEPS.iter().copied().filter(|step| possible(step) && admitted(step)).collect()
}

/// The list of rounds, the one that opens last first.
#[derive(Default)]
pub struct StaffRounds {
    /// Where the list goes on.
    pub after: Option<RoundKey>,
}

impl StaffRounds {
    /// Rounds on one page of the list.
    pub const LENGTH: usize = 50;
}

/// The rounds, with what waits for the person who looks.
pub struct StaffHome;

/// One round of a list.
#[derive(Clone, Debug)]
pub struct HomeLine {
    /// Its key in the list.
    pub key: RoundKey,
    /// Its reference.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Where it stands, caught up with the clock.
    pub status: Status,
    /// When it opens.
    pub opens_at: almoner_domain::value::Instant,
    /// When it closes.
    pub deadline: almoner_domain::value::Deadline,
    /// Steps that wait for this person: not those that are only possible, such as calling off.
    pub waiting: Vec<Step>,
}

/// One round with all its settings.
pub struct StaffRound {
    /// Which round.
    pub round: RoundId,
}

/// A round as its staff page shows it.
#[derive(Clone, Debug)]
pub struct RoundForStaff {
    /// The round, caught up with the clock.
    pub round: Round,
    /// What counts at the instant of the reading.
    pub phase: Phase,
    /// What it still needs.
    pub missing: Vec<Missing>,
    /// Everybody whom it names, by id.
    pub people: BTreeMap<PersonId, Person>,
    /// Names of the areas that it mentions, by code.
    pub areas: BTreeMap<String, AreaName>,
    /// The title of its plan.
    pub plan: String,
    /// The titles of the priorities that it serves.
    pub priorities: Vec<String>,
    /// What this person can do next.
    pub steps: Vec<Step>,
    /// Whether this person may write the draft anew.
    pub may_revise: bool,
    /// Whether this person may add questions, publicity and workshops.
    pub may_support: bool,
}

impl View for StaffRounds {
    type Output = Vec<HomeLine>;
    const ACT: Act = Act::ReadRound;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        Ok((On::default(), lines(self.after, eye)?))
    }
}

impl View for StaffHome {
    type Output = Vec<HomeLine>;
    const ACT: Act = Act::StaffHome;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        Ok((On::default(), lines(None, eye)?))
    }
}

fn lines(after: Option<RoundKey>, eye: &mut Eye<'_>) -> Outcome<Vec<HomeLine>> {
    let rounds = eye.tx.rounds(after, i64::try_from(StaffRounds::LENGTH).unwrap_or(i64::MAX))?;
    Ok(rounds
        .into_iter()
        .map(|round| {
            let round = round.caught_up(eye.now).0;
            let urgent = |step: &Step| {
                !matches!(
                    step,
                    Step::Move(Move::Cancel | Move::Extend | Move::Pause | Move::SendBack)
                )
            };
            HomeLine {
                key: RoundKey { opens_at: round.opens_at, id: round.id },
                waiting: steps(eye.actor, &round).into_iter().filter(urgent).collect(),
                status: round.status,
                opens_at: round.opens_at,
                deadline: round.deadline,
                reference: round.settings.reference,
                title: round.settings.title,
            }
        })
        .collect())
}

impl View for StaffRound {
    type Output = RoundForStaff;
    const ACT: Act = Act::ReadRound;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        let round = eye.tx.round(self.round)?.ok_or(AppError::NotFound)?;
        let round = round.caught_up(eye.now).0;
        let people = eye.tx.people(&named(&round))?;
        let (plan, priorities) = plan_titles(&round, eye.office());
        let may = |act| permits(eye.actor, &Demand::of(act)) == Permit::Yes;
        let seen = RoundForStaff {
            phase: round.phase(eye.now),
            missing: match round.status {
                Status::Draft | Status::InReview | Status::Approved => {
                    missing(&round, eye.office())
                }
                _ => Vec::new(),
            },
            people: people.into_iter().map(|person| (person.id, person)).collect(),
            areas: area_names(&round, eye.office()),
            plan,
            priorities,
            steps: steps(eye.actor, &round),
            may_revise: round.status == Status::Draft && may(Act::SetUpRound),
            may_support: may(Act::SupportRound),
            round,
        };
        Ok((On::default(), seen))
    }
}

/// Everybody whom a round names.
fn named(round: &Round) -> Vec<PersonId> {
    let posts = &round.posts;
    let held = [posts.lead, posts.chair, posts.finance, posts.approver];
    let mut people: Vec<PersonId> = held
        .into_iter()
        .flatten()
        .flat_map(Post::people)
        .chain(posts.officer)
        .chain([round.created_by])
        .chain(round.review_asked_by)
        .chain(round.funds_confirmed_by)
        .chain(round.approved_by)
        .chain(round.remarks.iter().map(|remark| remark.by))
        .collect();
    people.sort_unstable();
    people.dedup();
    people
}
