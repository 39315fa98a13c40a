//! One bid on the panel's table: what a change loads and what the page shows.

use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On, Standing};
use almoner_domain::application::Application;
use almoner_domain::assessment::{Assessment, required, revealed};
use almoner_domain::form::Fields;
use almoner_domain::id::{ApplicationId, PersonId};
use almoner_domain::moderation::{Combined, Moderation, combine};
use almoner_domain::person::Person;
use almoner_domain::round::{Post, Round};
use std::collections::BTreeMap;

/// What a change of the panel about one bid loads.
pub struct Subject {
    pub(super) round: Round,
    pub(super) application: Application,
    pub(super) all: Vec<Assessment>,
    pub(super) moderation: Option<Moderation>,
    standing: Standing,
}

impl Subject {
    pub(super) fn load(id: ApplicationId, eye: &mut Eye<'_>) -> Outcome<Self> {
        let application = eye.tx.application(id)?.ok_or(AppError::NotFound)?;
        let round = eye.tx.round(application.round)?.ok_or(AppError::NotFound)?;
        let person = eye.person()?;
        Ok(Self {
            standing: eye.tx.standing(person, id)?,
            all: eye.tx.assessments_of(&[id])?,
            moderation: eye.tx.moderation(id)?,
            round,
            application,
        })
    }

    /// The round's chair and their substitute, where the caller stands towards the bid.
    pub(super) fn on(&self) -> On {
        chair(&self.round).standing(self.standing).barred(self.application.entered_by())
    }

    /// The version of the moderation; 0 for none yet.
    pub(super) fn version(&self) -> i64 {
        self.moderation.as_ref().map_or(0, |moderation| moderation.version)
    }

    fn open(&self) -> Option<Vec<&Assessment>> {
        let scoring = &self.round.settings.scoring;
        revealed(required(scoring, self.application.lead_area.as_deref()), &self.all)
    }

    /// What the revealed marks come to; none while they are hidden.
    pub(super) fn combined(&self) -> Option<Combined> {
        combine(&self.round.settings.scoring, &self.open()?)
    }
}

/// The people whom a round names for its panel.
pub(super) fn chair(round: &Round) -> On {
    On::default().named(round.posts.chair.into_iter().flat_map(Post::people))
}

/// One bid for the chair of the panel.
pub struct ModerationPage {
    /// The bid.
    pub application: ApplicationId,
}

/// What the page shows.
pub struct ModerationSheet {
    /// The round.
    pub round: Round,
    /// The bid.
    pub application: Application,
    /// Revealed assessments in the order of the combined marks; none while they are hidden.
    pub marks: Option<(Vec<Assessment>, Combined)>,
    /// The assessors.
    pub people: BTreeMap<PersonId, Person>,
    /// What was agreed and recommended before.
    pub moderation: Option<Moderation>,
    /// The answers of the version that stands.
    pub answers: Fields,
}

impl View for ModerationPage {
    type Output = ModerationSheet;
    const ACT: Act = Act::Moderate;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        let subject = Subject::load(self.application, eye)?;
        let on = subject.on();
        let marks = subject.combined().and_then(|combined| {
            let mut open: Vec<Assessment> = subject.open()?.into_iter().cloned().collect();
            open.sort_by_key(|one| (one.kind, one.id));
            Some((open, combined))
        });
        let people: Vec<PersonId> =
            marks.iter().flat_map(|(open, _)| open.iter().map(|one| one.assessor)).collect();
        let people =
            eye.tx.people(&people)?.into_iter().map(|person| (person.id, person)).collect();
        let Subject { round, application, moderation, .. } = subject;
        let sent = eye.tx.submission(application.id, application.submission)?;
        let answers = sent.map(|sent| sent.answers).unwrap_or_default();
        Ok((on, ModerationSheet { round, application, marks, people, moderation, answers }))
    }
}
