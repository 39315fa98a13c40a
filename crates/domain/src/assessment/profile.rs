//! What an assessor brings: training that is in date, and the zones that they may mark for.

use crate::id::PersonId;
use crate::value::CivilDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The longest time for which a module counts, in months (proposed default).
pub const LONGEST_VALIDITY_MONTHS: i32 = 24;

crate::codes::codes! {
    /// A part of the training. Nobody marks without all of them in date.
    Module {
        /// How to mark.
        Scoring = "scoring",
        /// Unconscious bias.
        Bias = "bias",
        /// Confidentiality and data protection.
        Confidentiality = "confidentiality",
        /// What to do when an answer discloses harm.
        Safeguarding = "safeguarding",
        /// Conflicts of interest.
        Conflicts = "conflicts",
    }
}

/// A module that was completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completed {
    /// On which day.
    pub on: CivilDate,
    /// The last day on which it counts.
    pub until: CivilDate,
}

/// An assessor's training and zones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Who.
    pub person: PersonId,
    /// Version for optimistic locking; 0 before the first save.
    pub version: i64,
    /// Modules completed, the latest completion of each.
    pub modules: BTreeMap<Module, Completed>,
    /// Codes of the areas whose bids a community assessor may mark.
    pub zones: BTreeSet<String>,
}

/// Why training is not recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrainingRefused {
    /// It would lie in the future.
    #[error("completed on {on}, after today")]
    InFuture {
        /// The day given.
        on: CivilDate,
    },
    /// It would end before it began.
    #[error("ends before it was completed")]
    EndsFirst,
    /// It would count for too long.
    #[error("counts for more than {months} months")]
    TooLong {
        /// The most months.
        months: i32,
    },
}

impl TrainingRefused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InFuture { .. } => "training_in_future",
            Self::EndsFirst => "training_ends_first",
            Self::TooLong { .. } => "training_too_long",
        }
    }
}

impl Profile {
    /// An empty one.
    #[must_use]
    pub const fn new(person: PersonId) -> Self {
        Self { person, version: 0, modules: BTreeMap::new(), zones: BTreeSet::new() }
    }

    /// Modules that are missing or out of date on `day`.
    pub fn lacking(&self, day: CivilDate) -> impl Iterator<Item = Module> {
        Module::ALL.iter().copied().filter(move |module| {
            self.modules.get(module).is_none_or(|done| done.on > day || done.until < day)
        })
    }

    /// Whether the training is complete and in date on `day`.
    #[must_use]
    pub fn is_trained(&self, day: CivilDate) -> bool {
        self.lacking(day).next().is_none()
    }

    /// The last day on which the training is complete; none while a module is missing.
    #[must_use]
    pub fn trained_until(&self) -> Option<CivilDate> {
        let days: Option<Vec<CivilDate>> = Module::ALL
            .iter()
            .map(|module| self.modules.get(module).map(|done| done.until))
            .collect();
        days?.into_iter().min()
    }
}

/// Records modules that were completed on one day.
///
/// # Errors
/// [`TrainingRefused`].
pub fn complete_module(
    profile: &Profile,
    modules: &[Module],
    done: Completed,
    today: CivilDate,
) -> Result<Profile, TrainingRefused> {
    if done.on > today {
        return Err(TrainingRefused::InFuture { on: done.on });
    }
    if done.until < done.on {
        return Err(TrainingRefused::EndsFirst);
    }
    let most = done
        .on
        .checked_add(jiff::Span::new().months(LONGEST_VALIDITY_MONTHS))
        .unwrap_or(CivilDate::MAX);
    if done.until > most {
        return Err(TrainingRefused::TooLong { months: LONGEST_VALIDITY_MONTHS });
    }
    let mut profile = profile.clone();
    profile.modules.extend(modules.iter().map(|module| (*module, done)));
    Ok(profile)
}
