//! The one path of every move of a round: load, compare versions, catch up with the clock, move,
//! write down, save, tell.

use super::record;
use crate::contacts::contacts;
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::application::Status;
use almoner_domain::audit::Entry;
use almoner_domain::id::{PersonId, RoundId};
use almoner_domain::letter::{Body, Letter, Recipient};
use almoner_domain::round::{Round, RoundRefused};
use std::collections::BTreeSet;

/// The most drafts, and the most received bids, of a round whose people are told of a change.
const MOST_BIDS: i64 = 20_000;

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
    fn letter(&self, _: &Round) -> Option<(Body, Vec<PersonId>)> {
        None
    }

    /// The letter that it sends to everybody who has started or sent a bid.
    fn letter_to_applicants(&self, _: &Round) -> Option<Body> {
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
        if let Some(body) = self.mv.letter_to_applicants(&after) {
            let people = applicants(&after, cx)?;
            tell(&after, &body, &people, cx)?;
        }
        Ok(())
    }
}

/// Whom to write to about each bid that is still alive, each person once.
fn applicants(round: &Round, cx: &mut Cx<'_>) -> Outcome<Vec<PersonId>> {
    let mut bids = cx.tx.drafts(round.id, MOST_BIDS)?;
    bids.extend(cx.tx.received(round.id, MOST_BIDS)?);
    let over = [Status::Abandoned, Status::Withdrawn, Status::Late];
    let alive = bids.iter().filter(|bid| !over.contains(&bid.status));
    let people = contacts(alive, &mut cx.eye)?.into_values().map(|person| person.id);
    Ok(people.collect::<BTreeSet<_>>().into_iter().collect())
}

/// Sends one letter about a round to each of several people with accounts.
pub(super) fn tell(
    round: &Round,
    body: &Body,
    people: &[PersonId],
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
