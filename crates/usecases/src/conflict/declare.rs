//! Declaring interests on the list of names.

use super::capacity;
use super::names::{closed, names};
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::audit::Entry;
use almoner_domain::conflict::{Answer, ConflictRefused, Declaration, declare};
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_domain::round::Round;
use std::collections::{BTreeMap, BTreeSet};

/// Declares about some or all names of a round's list.
pub struct DeclareInterests {
    /// Which round.
    pub round: RoundId,
    /// What is said about each name; a name that is left out stays undeclared.
    pub answers: BTreeMap<ApplicationId, Answer>,
}

impl UseCase for DeclareInterests {
    type Subject = Round;
    /// How many names were declared about.
    type Output = usize;
    const ACT: Act = Act::DeclareInterests;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Round> {
        eye.tx.round(self.round)?.ok_or(AppError::NotFound)
    }

    fn on(&self, _: &Round) -> On {
        On::default()
    }

    fn run(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<usize> {
        let me = cx.person()?;
        closed(&round, cx)?;
        let capacity = capacity(cx.roles());
        let mut listed: BTreeMap<ApplicationId, Option<Declaration>> = names(&round, me, cx)?
            .into_iter()
            .map(|name| (name.application, name.declaration))
            .collect();
        let own: BTreeSet<ApplicationId> =
            cx.tx.own_bids(&[me], round.id)?.into_iter().map(|(_, bid)| bid).collect();
        let (mut new, mut changed) = (Vec::new(), Vec::new());
        for (application, answer) in &self.answers {
            let known =
                listed.remove(application).ok_or(Refusal::from(ConflictRefused::NotOfThisRound))?;
            if *answer == Answer::NoInterest && own.contains(application) {
                return Err(Refusal::from(ConflictRefused::OwnGroup).into());
            }
            match known {
                // Saying again that there is nothing changes nothing: a form sent twice.
                Some(known) if *answer == Answer::NoInterest && known.kind.is_none() => {}
                Some(known) => {
                    changed.push(declare(&known, answer.clone(), cx.now).map_err(Refusal::from)?);
                }
                None => {
                    let pending =
                        Declaration::pending(cx.id(), round.id, *application, me, capacity);
                    new.push(declare(&pending, answer.clone(), cx.now).map_err(Refusal::from)?);
                }
            }
        }
        cx.tx.add_declarations(&new)?;
        for declaration in &changed {
            cx.tx.save_declaration(declaration)?;
        }
        self.write_down(&new, &changed, cx)?;
        Ok(new.len() + changed.len())
    }
}

impl DeclareInterests {
    /// One entry for all that have no interest, and one for each interest: the list of names may
    /// be long, and what matters in it is short.
    fn write_down(
        &self,
        new: &[Declaration],
        changed: &[Declaration],
        cx: &mut Cx<'_>,
    ) -> Outcome<()> {
        let none = new.iter().filter(|one| one.kind.is_none()).count();
        if none > 0 {
            let entry = Entry::round(self.round, "declaration.none")
                .number("applications", i64::try_from(none).unwrap_or(i64::MAX));
            cx.audit(&entry)?;
        }
        for one in new.iter().chain(changed) {
            let Some(kind) = one.kind else { continue };
            let entry = Entry::round(self.round, "declaration.made")
                .id("application", one.application.uuid())
                .id("declaration", one.id.uuid())
                .code("interest", kind.code())
                .code("to", one.status.code());
            cx.audit(&entry)?;
        }
        Ok(())
    }
}
