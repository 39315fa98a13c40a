//! Who is at a section: told to the others of the group, and forgotten within a day.

use super::Bid;
use crate::{AppError, Cx, Eye, Outcome, UseCase, View};
use almoner_domain::access::{Act, On};
use almoner_domain::application::{PRESENT_FOR, Presence, also_here, may_edit};
use almoner_domain::form::SectionId;
use almoner_domain::id::{ApplicationId, PersonId};
use almoner_domain::organisation::MOST_MEMBERS;
use almoner_domain::value::Instant;
use jiff::SignedDuration;

/// How long a caller's own opening is not written down again.
const NOTED_FOR: SignedDuration = SignedDuration::from_mins(1);
/// How long openings are kept.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Who else is at a section.
pub struct SectionEditors {
    /// The bid.
    pub application: ApplicationId,
    /// The section.
    pub section: SectionId,
}

/// Who is at a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Editors {
    /// The others who opened or saved it in the last minutes, by name.
    pub others: Vec<(PersonId, String)>,
    /// Who saved it last, and when.
    pub last_saved: Option<(String, Instant)>,
    /// Whether the caller's opening is to be written down: there is somebody who could be told.
    pub worth_noting: bool,
}

impl View for SectionEditors {
    type Output = Editors;
    const ACT: Act = Act::ReadOwnApplication;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Editors)> {
        let bid = Bid::load(eye, self.application)?;
        bid.round.form.section(&self.section).ok_or(AppError::NotFound)?;
        // Whoever is not a member is turned away by the policy, whatever is found here.
        let me = eye.person()?;
        let since = eye.now.checked_add(-PRESENT_FOR).unwrap_or(eye.now);
        let opened = eye.tx.presence(self.application, &self.section, since)?;
        let saved = eye.tx.section(self.application, &self.section)?;
        let mut ids = also_here(&opened, saved.as_ref(), me, eye.now);
        let here = ids.clone();
        ids.extend(saved.as_ref().map(|one| one.saved_by));
        let people = eye.tx.people(&ids)?;
        let name =
            |id: PersonId| people.iter().find(|one| one.id == id).map(|one| one.name.clone());
        let members = eye.tx.memberships(bid.organisation.id, 2 * MOST_MEMBERS as i64)?;
        let noted = opened.iter().any(|one| one.person == me && eye.now.since(one.at) < NOTED_FOR);
        let editors = Editors {
            others: here.into_iter().filter_map(|id| Some((id, name(id)?))).collect(),
            last_saved: saved.and_then(|one| Some((name(one.saved_by)?, one.saved_at))),
            worth_noting: members.len() > 1
                && !noted
                && may_edit(&bid.application, &bid.round, eye.now).is_ok(),
        };
        Ok((bid.on(), editors))
    }
}

/// Writes down that the caller opened a section to edit it.
pub struct NotePresence {
    /// The bid.
    pub application: ApplicationId,
    /// The section.
    pub section: SectionId,
}

impl UseCase for NotePresence {
    type Subject = Bid;
    type Output = ();
    const ACT: Act = Act::EditApplication;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Bid> {
        Bid::load(eye, self.application)
    }

    fn on(&self, bid: &Bid) -> On {
        bid.on()
    }

    fn run(&self, bid: Bid, cx: &mut Cx<'_>) -> Outcome<()> {
        bid.round.form.section(&self.section).ok_or(AppError::NotFound)?;
        let (person, at) = (cx.person()?, cx.now);
        let (application, section) = (self.application, self.section.clone());
        Ok(cx.tx.note_presence(&Presence { application, section, person, at })?)
    }
}

/// Forgets who opened which section longer ago than a day. Its output counts them.
pub struct ForgetPresence;

impl UseCase for ForgetPresence {
    type Subject = ();
    type Output = usize;
    const ACT: Act = Act::Housekeeping;

    fn load(&self, _: &mut Eye<'_>) -> Outcome<()> {
        Ok(())
    }

    fn on(&self, (): &()) -> On {
        On::default()
    }

    fn run(&self, (): (), cx: &mut Cx<'_>) -> Outcome<usize> {
        let until = cx.now.checked_add(-KEPT_FOR).unwrap_or(cx.now);
        Ok(cx.tx.forget_presence(until)?)
    }
}
