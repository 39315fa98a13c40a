//! A bid as those who work on it read it: the version that stands, by section. Who does nothing
//! but mark opens only what was given to them to mark.

use crate::assessments::is_given_to;
use crate::conflict::standing;
use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On, Role};
use almoner_domain::application::{Application, Status, Submission};
use almoner_domain::audit::{Recorded, Stream};
use almoner_domain::document::Document;
use almoner_domain::id::{ApplicationId, PersonId};
use almoner_domain::round::Round;
use almoner_domain::screening::Screening;
use std::collections::BTreeMap;

/// Reads a bid.
pub struct ReadBid {
    /// The bid.
    pub application: ApplicationId,
}

/// One line of a bid's history.
pub struct History {
    /// The entry.
    pub entry: Recorded,
    /// Who.
    pub by: Option<String>,
}

/// A bid as it is read.
pub struct BidRead {
    /// The bid.
    pub application: Application,
    /// Its round.
    pub round: Round,
    /// The version that stands.
    pub submission: Submission,
    /// The documents of the bid, those that are gone as well.
    pub documents: Vec<Document>,
    /// Its screening, for those who need it.
    pub screening: Option<Screening>,
    /// What happened to it, oldest first, for those who need it.
    pub history: Vec<History>,
    /// Whether only answers that assessors see are to be shown: who does nothing but mark does
    /// not see who the group's people are.
    pub as_assessor: bool,
}

impl View for ReadBid {
    type Output = BidRead;
    const ACT: Act = Act::ReadApplication;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, BidRead)> {
        let application = eye.tx.application(self.application)?.ok_or(AppError::NotFound)?;
        if matches!(application.status, Status::Draft | Status::Abandoned | Status::Late) {
            return Err(AppError::NotFound);
        }
        let on = On::of(application.organisation).standing(standing(eye, application.id)?);
        let round = eye.tx.round(application.round)?.ok_or(AppError::NotFound)?;
        let submission =
            eye.tx.submission(application.id, application.submission)?.ok_or(AppError::NotFound)?;
        let marks_only = [Role::Assessor, Role::CommunityAssessor];
        let as_assessor = eye.roles().iter().all(|role| marks_only.contains(&role));
        if as_assessor && eye.actor.person().is_some() && !is_given_to(application.id, eye)? {
            return Err(AppError::NotFound);
        }
        let (mut screening, mut history) = (None, Vec::new());
        if !as_assessor {
            screening = eye.tx.screening(application.id)?;
        }
        let readers = [Role::GrantsOfficer, Role::GrantsLead, Role::Director, Role::Auditor];
        if readers.iter().any(|role| eye.roles().has(*role)) {
            history = self.history(eye)?;
        }
        let documents = eye.tx.documents_of(application.id)?;
        let read =
            BidRead { application, round, submission, documents, screening, history, as_assessor };
        Ok((on, read))
    }
}

impl ReadBid {
    fn history(&self, eye: &mut Eye<'_>) -> Outcome<Vec<History>> {
        let entries = eye.tx.entries_of(Stream::Application(self.application))?;
        let mut ids: Vec<PersonId> = entries.iter().filter_map(|entry| entry.by.person).collect();
        ids.sort_unstable();
        ids.dedup();
        let names: BTreeMap<PersonId, String> =
            eye.tx.people(&ids)?.into_iter().map(|person| (person.id, person.name)).collect();
        let named = |entry: Recorded| {
            let by = entry.by.person.and_then(|person| names.get(&person).cloned());
            History { entry, by }
        };
        Ok(entries.into_iter().map(named).collect())
    }
}
