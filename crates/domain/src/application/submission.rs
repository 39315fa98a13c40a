//! Sent versions of an application, and its answers while it is being written.

use super::{Application, ApplicationRefused, Places};
use crate::area::Gazetteer;
use crate::form::{Bounds, Fields, Meaning, SectionId, Value};
use crate::id::{ApplicationId, PersonId, RoundId, SubmissionId};
use crate::organisation::{Kind, Organisation};
use crate::round::{Round, Settings};
use crate::value::{Instant, Pence, london};
use serde::{Deserialize, Serialize};

/// The answers to one section as typed, partial and invalid ones included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionAnswers {
    /// Whose.
    pub application: ApplicationId,
    /// Which section.
    pub section: SectionId,
    /// Version for optimistic locking, its own; 0 before the first save.
    pub version: i64,
    /// What was typed.
    pub fields: Fields,
    /// Who saved it last.
    pub saved_by: PersonId,
    /// When.
    pub saved_at: Instant,
}

/// All answers of a bid together.
#[must_use]
pub fn all_answers(sections: impl IntoIterator<Item = SectionAnswers>) -> Fields {
    sections.into_iter().flat_map(|section| section.fields).collect()
}

/// The group as it was when the bid was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationFacts {
    /// Its name.
    pub name: String,
    /// What kind of group.
    pub kind: Kind,
    /// Charity number, normalised.
    pub charity_number: Option<String>,
    /// Company number, normalised.
    pub company_number: Option<String>,
    /// Postcode, normalised.
    pub postcode: Option<String>,
}

impl OrganisationFacts {
    /// The group as it is now.
    #[must_use]
    pub fn of(organisation: &Organisation) -> Self {
        Self {
            name: organisation.name.clone(),
            kind: organisation.kind,
            charity_number: organisation.charity_number.clone(),
            company_number: organisation.company_number.clone(),
            postcode: organisation.postcode.clone(),
        }
    }
}

/// A sent version: whole, never changed. Lists, screening, marking and the report read the last
/// one of a bid and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Its id.
    pub id: SubmissionId,
    /// Whose.
    pub application: ApplicationId,
    /// In which round.
    pub round: RoundId,
    /// Counts the sent versions of one bid from 1.
    pub number: u32,
    /// The version of the form that it answers.
    pub form_version: u32,
    /// All answers as typed.
    pub answers: Fields,
    /// The project's name.
    pub title: String,
    /// The amount asked for.
    pub requested: Option<Pence>,
    /// Where it happens.
    pub places: Places,
    /// The group.
    pub organisation: OrganisationFacts,
    /// When its last byte was there.
    pub sent_at: Instant,
    /// Who sent it.
    pub by: PersonId,
    /// What the sender's page said it would send: a digest by which a repeat of the same press
    /// is recognised.
    pub intent: String,
}

/// What a sent version is drawn up from.
#[derive(Clone, Debug)]
pub struct DrawUp<'a> {
    /// Its id.
    pub id: SubmissionId,
    /// The bid.
    pub application: &'a Application,
    /// Its round.
    pub round: &'a Round,
    /// The group.
    pub organisation: &'a Organisation,
    /// All answers.
    pub answers: Fields,
    /// Who sends.
    pub by: PersonId,
    /// When the last byte was there.
    pub at: Instant,
    /// See [`Submission::intent`].
    pub intent: String,
    /// Areas and postcodes.
    pub gazetteer: &'a Gazetteer,
}

impl Submission {
    /// Draws up the version that is about to be sent.
    ///
    /// # Errors
    /// [`ApplicationRefused::Incomplete`] when required answers are missing or unreadable;
    /// [`ApplicationRefused::OutsideZones`].
    pub fn draw_up(parts: DrawUp<'_>) -> Result<Self, ApplicationRefused> {
        let form = &parts.round.form;
        let stops = form.check(&parts.answers, &bounds(&parts.round.settings)).blocking().count();
        if stops > 0 {
            return Err(ApplicationRefused::Incomplete(stops));
        }
        let places = match form.value_for(Meaning::Places, &parts.answers) {
            Some(Value::AreaShares(shares)) => {
                let day = london::date(parts.round.opens_at);
                let zones = parts.round.settings.open_to.zones();
                if super::places::is_outside(&shares, zones, parts.gazetteer, day) {
                    return Err(ApplicationRefused::OutsideZones);
                }
                Places::of(&shares, &parts.round.settings, parts.gazetteer, day)
            }
            _ => Places::default(),
        };
        Ok(Self {
            id: parts.id,
            application: parts.application.id,
            round: parts.round.id,
            number: parts.application.submission.saturating_add(1),
            form_version: form.version,
            title: project_name(parts.round, &parts.answers),
            requested: form.amount_asked(&parts.answers),
            places,
            organisation: OrganisationFacts::of(parts.organisation),
            sent_at: parts.at,
            by: parts.by,
            intent: parts.intent,
            answers: parts.answers,
        })
    }
}

/// The project's name as answered; empty where it is not.
#[must_use]
pub fn project_name(round: &Round, answers: &Fields) -> String {
    match round.form.value_for(Meaning::ProjectName, answers) {
        Some(Value::Text(name)) => name,
        _ => String::new(),
    }
}

/// The limits of a round that answers are held against. What is outside them warns; a form whose
/// own question has limits stops it.
#[must_use]
pub const fn bounds(settings: &Settings) -> Bounds {
    Bounds {
        least: Some(settings.money.minimum),
        most: Some(settings.money.maximum),
        match_percent: settings.money.match_percent,
        earliest_start: Some(settings.dates.earliest_start),
        latest_end: Some(settings.dates.latest_end),
    }
}
