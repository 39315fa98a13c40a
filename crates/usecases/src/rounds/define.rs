//! Setting a round up from its file, and writing a draft anew.

use super::record;
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::audit::Entry;
use almoner_domain::form::Form;
use almoner_domain::id::{PersonId, RoundId};
use almoner_domain::round::{Posts, Round, RoundFile, RoundFileFault, RoundRefused, Settings};
use almoner_domain::value::ReferencePrefix;
use almoner_ports::{StoreError, Taken};
use std::collections::HashMap;

/// Sets a round up, as a draft, from the text of a round file.
pub struct CreateRound {
    /// The text.
    pub definition: String,
}

/// Writes a draft anew from the text of a round file.
pub struct ReviseRound {
    /// Which round.
    pub round: RoundId,
    /// The version that was read.
    pub version: i64,
    /// The text.
    pub definition: String,
}

impl UseCase for CreateRound {
    type Subject = ();
    type Output = RoundId;
    const ACT: Act = Act::SetUpRound;

    fn load(&self, _: &mut Eye<'_>) -> Outcome<()> {
        Ok(())
    }

    fn on(&self, (): &()) -> On {
        On::default()
    }

    fn run(&self, (): (), cx: &mut Cx<'_>) -> Outcome<RoundId> {
        let (settings, form, posts) = read(&self.definition, cx)?;
        let by = cx.person()?;
        if cx.tx.round_by_reference(&settings.reference)?.is_some() {
            return Err(taken(&settings.reference));
        }
        let round = Round::draft(cx.id(), settings, form, posts, by, cx.now).map_err(time_fault)?;
        match cx.tx.add_round(&round) {
            Err(StoreError::Taken(Taken::RoundReference, _)) => {
                return Err(taken(&round.settings.reference));
            }
            other => other?,
        }
        cx.audit(&record::facts(Entry::round(round.id, "round.created"), &round))?;
        Ok(round.id)
    }
}

impl UseCase for ReviseRound {
    type Subject = Round;
    type Output = ();
    const ACT: Act = Act::SetUpRound;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Round> {
        eye.tx.round(self.round)?.ok_or(AppError::NotFound)
    }

    fn on(&self, _: &Round) -> On {
        On::default()
    }

    fn run(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<()> {
        if round.version != self.version {
            return Err(AppError::Stale);
        }
        let (settings, form, posts) = read(&self.definition, cx)?;
        if let Some(other) = cx.tx.round_by_reference(&settings.reference)?
            && other.id != round.id
        {
            return Err(taken(&settings.reference));
        }
        let round = round.redrafted(settings, form, posts).map_err(time_fault)?;
        cx.audit(&record::facts(Entry::round(round.id, "round.revised"), &round))?;
        Ok(cx.tx.save_round(&round)?)
    }
}

/// Reads the file and finds its people: everybody in a post holds a role of the office.
fn read(text: &str, cx: &mut Cx<'_>) -> Outcome<(Settings, Form, Posts)> {
    let mut file = RoundFile::parse(text).map_err(Refusal::from)?;
    if let Ok(reference) = ReferencePrefix::parse(&file.round.reference) {
        file.round.reference = reference.as_str().to_owned();
    }
    let now = cx.now;
    let known: HashMap<String, PersonId> =
        cx.tx.role_holders(now)?.into_iter().map(|(person, _)| (person.email, person.id)).collect();
    let person = |email: &str| known.get(&email.trim().to_lowercase()).copied();
    let posts = file.posts.resolve(person).map_err(Refusal::from)?;
    Ok((file.round, file.form, posts))
}

fn taken(reference: &str) -> AppError {
    Refusal::from(RoundFileFault::ReferenceTaken(reference.to_owned())).into()
}

/// A time that no London clock shows is a fault of the file, not of the move.
fn time_fault(refused: RoundRefused) -> AppError {
    match refused {
        RoundRefused::NoSuchTime { which, fault } => {
            Refusal::from(RoundFileFault::NoSuchTime { which, fault }).into()
        }
        other => Refusal::from(other).into(),
    }
}
