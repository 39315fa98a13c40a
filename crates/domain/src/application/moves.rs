//! The guarded moves of an application that the group and the clock make. Each looks at the round
//! at the instant at which the request had arrived whole, then in the table, and gives back the
//! record as it is afterwards or says why not.

use super::{Application, Move, Status, Submission};
use crate::NotFromHere;
use crate::id::{ApplicationId, PersonId};
use crate::organisation::Organisation;
use crate::round::{Phase, Round};
use crate::value::{Deadline, Instant, Reference};
use thiserror::Error;

/// Why an application does not move, in facts.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ApplicationRefused {
    /// The table has no such move from here.
    #[error(transparent)]
    NotFromHere(#[from] NotFromHere),
    /// The round takes no applications at this instant.
    #[error("the round is not open: {0:?}")]
    RoundNotOpen(Phase),
    /// It arrived at or after the deadline.
    #[error("arrived at {arrived}, after the deadline {deadline}")]
    DeadlinePassed {
        /// The deadline.
        deadline: Deadline,
        /// When the last byte was there.
        arrived: Instant,
    },
    /// The round is for invited groups, and this is none of them.
    #[error("the group is not invited")]
    NotInvited,
    /// Nothing of it happens in the zones to which the round is limited.
    #[error("outside the zones of the round")]
    OutsideZones,
    /// The group has as many bids in this round as it may have.
    #[error("the group has {} bids, {allowed} allowed", .existing.len())]
    TooManyBids {
        /// The bids that count.
        existing: Vec<ApplicationId>,
        /// How many are allowed.
        allowed: u8,
    },
    /// Answers that it cannot be sent without are missing or cannot be read.
    #[error("{0} answers stand in the way")]
    Incomplete(usize),
    /// It was sent, and has not been reopened: there is nothing to change.
    #[error("it was sent and is not reopened")]
    NotReopened,
    /// It is reopened already.
    #[error("it is reopened already")]
    ReopenedAlready,
}

impl ApplicationRefused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFromHere(_) => "application_not_from_here",
            Self::RoundNotOpen(_) => "application_round_not_open",
            Self::DeadlinePassed { .. } => "application_deadline_passed",
            Self::NotInvited => "application_not_invited",
            Self::OutsideZones => "application_outside_zones",
            Self::TooManyBids { .. } => "application_too_many_bids",
            Self::Incomplete(_) => "application_incomplete",
            Self::NotReopened => "application_not_reopened",
            Self::ReopenedAlready => "application_reopened_already",
        }
    }
}

/// What a move did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where it stood.
    pub from: Status,
    /// The move.
    pub mv: Move,
    /// The record afterwards; its version is still the one that was read.
    pub application: Application,
}

/// What a new application is made of.
#[derive(Clone, Copy, Debug)]
pub struct Start<'a> {
    /// Its id.
    pub id: ApplicationId,
    /// The group.
    pub organisation: &'a Organisation,
    /// The group's other bids in this round that are neither withdrawn nor abandoned.
    pub existing: &'a [ApplicationId],
    /// Who starts it.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// Starts an application: the round must be open, and the group may have another bid.
///
/// # Errors
/// [`ApplicationRefused::RoundNotOpen`], [`ApplicationRefused::DeadlinePassed`],
/// [`ApplicationRefused::NotInvited`], [`ApplicationRefused::TooManyBids`].
pub fn start(round: &Round, new: Start<'_>) -> Result<Application, ApplicationRefused> {
    must_be_open(round, new.at)?;
    if !round.settings.open_to.admits(new.organisation.id) {
        return Err(ApplicationRefused::NotInvited);
    }
    let allowed = round.settings.eligibility.bids_per_organisation;
    if new.existing.len() >= usize::from(allowed) {
        return Err(ApplicationRefused::TooManyBids { existing: new.existing.to_vec(), allowed });
    }
    Ok(Application {
        id: new.id,
        version: 1,
        round: round.id,
        organisation: new.organisation.id,
        organisation_name: new.organisation.name.clone(),
        title: String::new(),
        status: Status::Draft,
        reference: None,
        started_by: new.by,
        started_at: new.at,
        submitted_at: None,
        submission: 0,
        reopened: false,
        requested: None,
        lead_area: None,
        withhold: round.settings.withhold,
        withhold_reason: None,
        late_at: None,
        conditional: false,
        entered: None,
    })
}

/// Whether answers may be changed at `at`: of a draft, or of a sent bid that was reopened, until
/// the deadline. A round that is paused for an outage still takes answers.
///
/// # Errors
/// [`ApplicationRefused::DeadlinePassed`], [`ApplicationRefused::RoundNotOpen`],
/// [`ApplicationRefused::NotReopened`], [`ApplicationRefused::NotFromHere`].
pub fn may_edit(
    application: &Application,
    round: &Round,
    at: Instant,
) -> Result<(), ApplicationRefused> {
    match round.phase(at) {
        Phase::Open | Phase::Paused => {}
        phase => return Err(not_open(round, phase, at)),
    }
    may_be_sent_from(application).map(drop)
}

/// Whether it may be sent at `at`, and by which move.
///
/// # Errors
/// As for [`may_edit`]; a paused round takes none.
pub fn may_send(
    application: &Application,
    round: &Round,
    at: Instant,
) -> Result<Move, ApplicationRefused> {
    must_be_open(round, at)?;
    may_be_sent_from(application)
}

/// Sends it, the first time or again. `reference` is used only if it has none.
///
/// # Errors
/// As for [`may_send`].
pub fn submit(
    application: &Application,
    round: &Round,
    submission: &Submission,
    reference: &Reference,
) -> Result<Change, ApplicationRefused> {
    let mv = may_send(application, round, submission.sent_at)?;
    let mut change = moved(application, mv)?;
    let sent = &mut change.application;
    sent.reference.get_or_insert_with(|| reference.to_string());
    sent.organisation_name.clone_from(&submission.organisation.name);
    sent.title.clone_from(&submission.title);
    sent.submitted_at = Some(submission.sent_at);
    sent.submission = submission.number;
    sent.reopened = false;
    sent.requested = submission.requested;
    sent.lead_area.clone_from(&submission.places.lead);
    Ok(change)
}

/// Opens a sent bid again before the deadline. What is changed from now on is a working copy: the
/// sent version stands until the bid is sent again.
///
/// # Errors
/// As for [`may_send`]; [`ApplicationRefused::ReopenedAlready`].
pub fn reopen(
    application: &Application,
    round: &Round,
    at: Instant,
) -> Result<Application, ApplicationRefused> {
    must_be_open(round, at)?;
    allowed(application.status, Move::SendAgain)?;
    if application.reopened {
        return Err(ApplicationRefused::ReopenedAlready);
    }
    Ok(Application { reopened: true, ..application.clone() })
}

/// Takes it back, at any time before the decision.
///
/// # Errors
/// [`ApplicationRefused::NotFromHere`].
pub fn withdraw(application: &Application) -> Result<Change, ApplicationRefused> {
    let mut change = moved(application, Move::Withdraw)?;
    change.application.reopened = false;
    Ok(change)
}

/// Gives up a draft that was never sent, once the deadline has passed and nothing that arrived before
/// it can still be on its way.
///
/// # Errors
/// [`ApplicationRefused::RoundNotOpen`] while that is not so,
/// [`ApplicationRefused::NotFromHere`].
pub fn abandon(
    application: &Application,
    round: &Round,
    now: Instant,
) -> Result<Change, ApplicationRefused> {
    match round.phase(now) {
        Phase::Cancelled => moved(application, Move::Abandon),
        Phase::Closed | Phase::Results if round.all_have_arrived(now) => {
            moved(application, Move::Abandon)
        }
        phase => Err(ApplicationRefused::RoundNotOpen(phase)),
    }
}

/// Keeps an attempt to send that arrived at or after the deadline. A draft becomes a late draft;
/// a reopened bid keeps its state, because its sent version stands. The first attempt's instant
/// is the one that is kept.
///
/// # Errors
/// [`ApplicationRefused::RoundNotOpen`] when the deadline has not passed,
/// [`ApplicationRefused::NotReopened`], [`ApplicationRefused::NotFromHere`].
pub fn arrive_late(
    application: &Application,
    round: &Round,
    at: Instant,
) -> Result<Change, ApplicationRefused> {
    if round.phase(at) != Phase::Closed || !round.deadline.is_past(at) {
        return Err(ApplicationRefused::RoundNotOpen(round.phase(at)));
    }
    let mut change = if application.status == Status::Submitted {
        if !application.reopened {
            return Err(ApplicationRefused::NotReopened);
        }
        let application = application.clone();
        Change { from: Status::Submitted, mv: Move::ArriveLate, application }
    } else {
        moved(application, Move::ArriveLate)?
    };
    change.application.late_at.get_or_insert(at);
    Ok(change)
}

fn must_be_open(round: &Round, at: Instant) -> Result<(), ApplicationRefused> {
    match round.phase(at) {
        Phase::Open => Ok(()),
        phase => Err(not_open(round, phase, at)),
    }
}

fn not_open(round: &Round, phase: Phase, arrived: Instant) -> ApplicationRefused {
    match phase {
        Phase::Closed | Phase::Results => {
            ApplicationRefused::DeadlinePassed { deadline: round.deadline, arrived }
        }
        phase => ApplicationRefused::RoundNotOpen(phase),
    }
}

fn may_be_sent_from(application: &Application) -> Result<Move, ApplicationRefused> {
    let mv = match application.status {
        Status::Submitted => Move::SendAgain,
        _ => Move::Submit,
    };
    allowed(application.status, mv)?;
    if mv == Move::SendAgain && !application.reopened {
        return Err(ApplicationRefused::NotReopened);
    }
    Ok(mv)
}

fn allowed(from: Status, mv: Move) -> Result<Status, NotFromHere> {
    from.after(mv).ok_or(NotFromHere { from: from.code(), mv: mv.name() })
}

fn moved(application: &Application, mv: Move) -> Result<Change, ApplicationRefused> {
    let from = application.status;
    let status = allowed(from, mv)?;
    Ok(Change { from, mv, application: Application { status, ..application.clone() } })
}

#[cfg(test)]
#[path = "moves_tests.rs"]
mod tests;
