//! The one path of every move of a round: load, compare versions, catch up with the clock, move,
//! write down, save, tell.

use super::record;
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::audit::Entry;
use almoner_domain::id::RoundId;
use almoner_domain::letter::{Body, Letter, Recipient};
use almoner_domain::round::{Round, RoundRefused};

/// A move of a round: the act, the event, the guard, and who is told.
pub trait RoundMove: Send + Sync + 'static {
    /// What it is called in the policy.
    const ACT: Act;
    /// What it is called in the audit trail.
    const EVENT: &'static str;

    /// The facts that the policy needs.
    fn on(&self, _: &Round) -> On {
        On::default()
    }

    /// The move itself.
    ///
    /// # Errors
    /// The domain's refusal, or what the store says.
    fn apply(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<Round>;

    /// Facts of its own for the audit entry.
    ///
    /// # Errors
    /// When the database fails.
    fn record(&self, entry: Entry, _: &Round, _: &mut Cx<'_>) -> Outcome<Entry> {
        Ok(entry)
    }

    /// The letter that it sends, and to which people of the office.
    fn letter(&self, _: &Round) -> Option<(Body, Vec<almoner_domain::id::PersonId>)> {
        None
    }
}

/// A move of one round, made by somebody who read a certain version of it.
pub struct Change<M> {
    /// Which round.
    pub round: RoundId,
    /// The version that was read.
    pub version: i64,
    /// The move.
    pub mv: M,
}

impl<M: RoundMove> UseCase for Change<M> {
    type Subject = Round;
    type Output = ();
    const ACT: Act = M::ACT;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Round> {
        eye.tx.round(self.round)?.ok_or(AppError::NotFound)
    }

    fn on(&self, round: &Round) -> On {
        self.mv.on(round)
    }

    fn run(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<()> {
        if round.version != self.version {
            return Err(AppError::Stale);
        }
        let (round, _) = record::catch_up(round, cx)?;
        let from = round.status;
        let was_public = round.is_public(cx.now);
        let after = self.mv.apply(round, cx)?;
        let entry = Entry::round(after.id, M::EVENT)
            .code("from", from.code())
            .code("to", after.status.code());
        let entry = self.mv.record(entry, &after, cx)?;
        cx.audit(&entry)?;
        cx.tx.save_round(&after)?;
        if was_public || after.is_public(cx.now) {
            cx.public_change()?;
        }
        if let Some((body, people)) = self.mv.letter(&after) {
            tell(&after, &body, &people, cx)?;
        }
        Ok(())
    }
}

/// Sends one letter about a round to each of several people with accounts.
fn tell(
    round: &Round,
    body: &Body,
    people: &[almoner_domain::id::PersonId],
    cx: &mut Cx<'_>,
) -> Outcome<()> {
    for person in cx.tx.people(people)? {
        let to = Recipient { person: Some(person.id), name: person.name, email: person.email };
        let body = body.clone();
        cx.send(&Letter { to, round: Some(round.id), application: None, body })?;
    }
    Ok(())
}

/// Turns the domain's refusal into the application's.
pub(super) fn refused(refused: RoundRefused) -> AppError {
    Refusal::from(refused).into()
}
