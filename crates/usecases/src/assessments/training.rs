//! Recording what assessors have learnt and which zones they are from.

use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase, View};
use almoner_domain::access::{Act, On};
use almoner_domain::area::{AreaCode, AreaKind};
use almoner_domain::assessment::{Completed, Module, Profile, complete_module};
use almoner_domain::audit::{Entry, Fact};
use almoner_domain::id::PersonId;
use almoner_domain::person::Person;
use almoner_domain::value::{CivilDate, london};
use std::collections::BTreeSet;

/// Records modules that an assessor completed on one day.
pub struct RecordTraining {
    /// Who.
    pub person: PersonId,
    /// The version of the profile that was read; 0 for none yet.
    pub version: i64,
    /// Which modules.
    pub modules: Vec<Module>,
    /// On which day, and until when it counts.
    pub done: Completed,
}

/// Sets the zones whose bids a community assessor may mark.
pub struct SetZones {
    /// Who.
    pub person: PersonId,
    /// The version of the profile that was read; 0 for none yet.
    pub version: i64,
    /// Codes of zones of the office.
    pub zones: BTreeSet<String>,
}

/// The profile of somebody with an account, of the version that was read.
fn profile(person: PersonId, eye: &mut Eye<'_>) -> Outcome<Profile> {
    eye.tx.person(person)?.ok_or(AppError::NotFound)?;
    Ok(eye.tx.assessor_profile(person)?.unwrap_or_else(|| Profile::new(person)))
}

impl UseCase for RecordTraining {
    type Subject = Profile;
    type Output = ();
    const ACT: Act = Act::ManageAssessors;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Profile> {
        profile(self.person, eye)
    }

    fn on(&self, _: &Profile) -> On {
        On::default()
    }

    fn run(&self, subject: Profile, cx: &mut Cx<'_>) -> Outcome<()> {
        if subject.version != self.version {
            return Err(AppError::Stale);
        }
        let today = london::date(cx.now);
        let after =
            complete_module(&subject, &self.modules, self.done, today).map_err(Refusal::from)?;
        let modules = self.modules.iter().map(|module| module.code().to_owned()).collect();
        cx.audit(
            &Entry::office("assessor.trained")
                .id("person", self.person.uuid())
                .with("modules", Fact::Codes(modules))
                .code("on", self.done.on.to_string())
                .code("until", self.done.until.to_string()),
        )?;
        Ok(cx.tx.save_assessor_profile(&after)?)
    }
}

impl UseCase for SetZones {
    type Subject = Profile;
    type Output = ();
    const ACT: Act = Act::ManageAssessors;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Profile> {
        profile(self.person, eye)
    }

    fn on(&self, _: &Profile) -> On {
        On::default()
    }

    fn run(&self, subject: Profile, cx: &mut Cx<'_>) -> Outcome<()> {
        if subject.version != self.version {
            return Err(AppError::Stale);
        }
        let today = london::date(cx.now);
        let gazetteer = &cx.office().gazetteer;
        let is_zone = |code: &String| {
            let area = AreaCode::parse(code).ok().and_then(|code| gazetteer.area(&code, today));
            area.is_some_and(|area| area.kind == AreaKind::Zone)
        };
        if !self.zones.iter().all(is_zone) {
            return Err(AppError::NotFound);
        }
        let after = Profile { zones: self.zones.clone(), ..subject };
        cx.audit(
            &Entry::office("assessor.zones")
                .id("person", self.person.uuid())
                .with("zones", Fact::Codes(self.zones.iter().cloned().collect())),
        )?;
        Ok(cx.tx.save_assessor_profile(&after)?)
    }
}

/// What is known about one assessor.
pub struct AssessorRecord {
    /// Who.
    pub person: PersonId,
}

/// What the page shows.
pub struct AssessorSheet {
    /// Who.
    pub person: Person,
    /// Training and zones.
    pub profile: Profile,
    /// The office's zones: code and name.
    pub zones: Vec<(String, String)>,
    /// Today, in London.
    pub today: CivilDate,
}

impl View for AssessorRecord {
    type Output = AssessorSheet;
    const ACT: Act = Act::ManageAssessors;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        let person = eye.tx.person(self.person)?.ok_or(AppError::NotFound)?;
        let profile = profile(self.person, eye)?;
        let today = london::date(eye.now);
        let zones = eye.office().gazetteer.areas_of_kind(AreaKind::Zone, today);
        let zones = zones.map(|area| (area.code.as_str().to_owned(), area.name.clone())).collect();
        Ok((On::default(), AssessorSheet { person, profile, zones, today }))
    }
}
