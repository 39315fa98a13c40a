//! The marks of a bid, once they are revealed.

use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On};
use almoner_domain::application::Application;
use almoner_domain::assessment::{Assessment, required, revealed};
use almoner_domain::id::{ApplicationId, PersonId};
use almoner_domain::moderation::{Combined, Moderation, combine};
use almoner_domain::person::Person;
use almoner_domain::round::Round;
use std::collections::BTreeMap;

/// The marks of a bid.
pub struct MarksOfBid {
    /// The bid.
    pub application: ApplicationId,
}

/// What the page shows.
pub struct RevealedMarks {
    /// The round.
    pub round: Round,
    /// The bid.
    pub application: Application,
    /// The revealed assessments, with what they come to; none while the marks are hidden.
    pub marks: Option<(Vec<Assessment>, Combined)>,
    /// The assessors of revealed marks.
    pub people: BTreeMap<PersonId, Person>,
    /// What the panel agreed, once it has.
    pub moderation: Option<Moderation>,
}

impl View for MarksOfBid {
    type Output = RevealedMarks;
    const ACT: Act = Act::ReadMarks;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        let application = eye.tx.application(self.application)?.ok_or(AppError::NotFound)?;
        let round = eye.tx.round(application.round)?.ok_or(AppError::NotFound)?;
        let person = eye.person()?;
        let standing = eye.tx.standing(person, application.id)?;
        let all = eye.tx.assessments_of(&[application.id])?;
        let markers = all.iter().filter(|one| one.status.is_revealed());
        let on = On::default().named(markers.map(|one| one.assessor)).standing(standing);
        let needed = required(&round.settings.scoring, application.lead_area.as_deref());
        let marks = revealed(needed, &all).and_then(|open| {
            let combined = combine(&round.settings.scoring, &open)?;
            Some((open.into_iter().cloned().collect::<Vec<_>>(), combined))
        });
        let moderation = match &marks {
            Some(_) => eye.tx.moderation(application.id)?,
            None => None,
        };
        let people: Vec<PersonId> =
            marks.iter().flat_map(|(open, _)| open.iter().map(|one| one.assessor)).collect();
        let people =
            eye.tx.people(&people)?.into_iter().map(|person| (person.id, person)).collect();
        Ok((on, RevealedMarks { round, application, marks, people, moderation }))
    }
}
