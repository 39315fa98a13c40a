//! The list of names of a round: what one must know to declare, and nothing more.

use super::is_on_list;
use crate::assessments::all_received;
use crate::{AppError, Eye, Outcome, Refusal, View};
use almoner_domain::access::{Act, On};
use almoner_domain::application::withhold::{Audience, shown_name};
use almoner_domain::conflict::{ConflictRefused, Declaration};
use almoner_domain::id::{ApplicationId, PersonId, RoundId};
use almoner_domain::round::{Phase, Round};
use std::collections::BTreeMap;

/// Reads the list of names of a round.
pub struct NamesToDeclare {
    /// Which round.
    pub round: RoundId,
}

/// One name on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameOnList {
    /// The application.
    pub application: ApplicationId,
    /// Its reference.
    pub reference: Option<String>,
    /// The group's name.
    pub name: String,
    /// What the reader has declared about it.
    pub declaration: Option<Declaration>,
}

/// The list of names of a round.
pub struct Names {
    /// The round.
    pub round: Round,
    /// The names, by when the bids were received.
    pub names: Vec<NameOnList>,
}

impl View for NamesToDeclare {
    type Output = Names;
    const ACT: Act = Act::DeclareInterests;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Names)> {
        let round = eye.tx.round(self.round)?.ok_or(AppError::NotFound)?;
        let me = eye.person()?;
        closed(&round, eye)?;
        let names = names(&round, me, eye)?;
        Ok((On::default(), Names { round, names }))
    }
}

/// The list exists from the deadline on: before it, it would tell who is applying.
pub(super) fn closed(round: &Round, eye: &Eye<'_>) -> Outcome<()> {
    match round.phase(eye.now) {
        Phase::Closed | Phase::Results => Ok(()),
        Phase::Hidden | Phase::Announced | Phase::Open | Phase::Paused | Phase::Cancelled => {
            Err(Refusal::from(ConflictRefused::RoundNotClosed).into())
        }
    }
}

pub(super) fn names(round: &Round, me: PersonId, eye: &mut Eye<'_>) -> Outcome<Vec<NameOnList>> {
    let mut declared: BTreeMap<ApplicationId, Declaration> = eye
        .tx
        .declarations_of(me, round.id)?
        .into_iter()
        .map(|declaration| (declaration.application, declaration))
        .collect();
    let received = all_received(round.id, eye)?;
    let listed = received.iter().filter(|one| is_on_list(one.status));
    Ok(listed
        .map(|one| NameOnList {
            application: one.id,
            reference: one.reference.clone(),
            name: shown_name(one, Audience::Declaring).or("").to_owned(),
            declaration: declared.remove(&one.id),
        })
        .collect())
}
