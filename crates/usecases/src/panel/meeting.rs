//! Recording the meeting of the panel.

use super::refused;
use super::sheet::chair;
use crate::{AppError, Cx, Eye, Outcome, UseCase, View};
use almoner_domain::access::{Act, On, Role, Standing};
use almoner_domain::application::Application;
use almoner_domain::application::withhold::{Audience, Shown, shown_name};
use almoner_domain::audit::Entry;
use almoner_domain::conflict::Standings;
use almoner_domain::id::{PersonId, RoundId};
use almoner_domain::moderation::{Attendance, Left, Meeting, Present, record};
use almoner_domain::person::Person;
use almoner_domain::round::{Post, Round};
use almoner_domain::value::{CivilDate, london};
use std::collections::BTreeMap;

/// Records who was there and that those with a conflict left the room.
pub struct RecordMeeting {
    /// The round.
    pub round: RoundId,
    /// The version of the record that was read; 0 for none yet.
    pub version: i64,
    /// The day.
    pub on: CivilDate,
    /// Members who were there.
    pub present: Vec<PersonId>,
    /// Whether everybody with a conflict left the room for the bid that it is about.
    pub all_left: bool,
}

/// What the change loads.
pub struct Subject {
    round: Round,
    meeting: Option<Meeting>,
}

impl UseCase for RecordMeeting {
    type Subject = Subject;
    type Output = ();
    const ACT: Act = Act::ChairPanel;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Subject> {
        let round = eye.tx.round(self.round)?.ok_or(AppError::NotFound)?;
        Ok(Subject { meeting: eye.tx.meeting(self.round)?, round })
    }

    fn on(&self, subject: &Subject) -> On {
        chair(&subject.round)
    }

    fn run(&self, subject: Subject, cx: &mut Cx<'_>) -> Outcome<()> {
        let Subject { round, meeting } = subject;
        if meeting.as_ref().map_or(0, |meeting| meeting.version) != self.version {
            return Err(AppError::Stale);
        }
        let members = members(cx, &round)?;
        let present: Vec<Present> = self
            .present
            .iter()
            .map(|person| {
                let known = members.iter().find(|(member, _)| member.id == *person);
                known.map(|(_, community)| Present { person: *person, community: *community })
            })
            .collect::<Option<_>>()
            .ok_or(AppError::NotFound)?;
        let conflicts: Vec<Left> = cx
            .tx
            .standings_of_all(&self.present, round.id)?
            .iter()
            .flat_map(|(person, standings)| {
                standings.recused().map(|application| Left { person: *person, application })
            })
            .collect();
        let by = cx.person()?;
        let attendance =
            Attendance { on: self.on, present, conflicts: &conflicts, all_left: self.all_left };
        let today = london::date(cx.now);
        let after =
            record(&round, meeting.as_ref(), attendance, by, cx.now, today).map_err(refused)?;
        cx.tx.save_meeting(&after)?;
        let (count, community) = after.counts();
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        cx.audit(
            &Entry::round(round.id, "panel.meeting")
                .code("on", after.on.to_string())
                .number("present", number(count))
                .number("community", number(community))
                .number("left", i64::try_from(after.left.len()).unwrap_or(i64::MAX)),
        )
    }
}

/// Who may sit on the panel: the chair, their substitute, and everybody who marks; with whether
/// they represent a community.
fn members(eye: &mut Eye<'_>, round: &Round) -> Outcome<Vec<(Person, bool)>> {
    let chairs: Vec<PersonId> = round.posts.chair.into_iter().flat_map(Post::people).collect();
    let mut members: BTreeMap<PersonId, (Person, bool)> =
        eye.tx.people(&chairs)?.into_iter().map(|person| (person.id, (person, false))).collect();
    for (person, held) in eye.tx.role_holders(eye.now)? {
        let community = held.role == Role::CommunityAssessor;
        if !community && !matches!(held.role, Role::Assessor | Role::Chair | Role::GrantsLead) {
            continue;
        }
        let entry = members.entry(person.id).or_insert((person, false));
        entry.1 |= community && !chairs.contains(&entry.0.id);
    }
    let mut members: Vec<(Person, bool)> = members.into_values().collect();
    members.sort_by(|a, b| (&a.0.name, a.0.id).cmp(&(&b.0.name, b.0.id)));
    Ok(members)
}

/// The meeting of a round for its chair.
pub struct MeetingPage {
    /// The round.
    pub round: RoundId,
}

/// What the page shows.
pub struct MeetingSheet {
    /// The round.
    pub round: Round,
    /// The record, once there is one.
    pub meeting: Option<Meeting>,
    /// Who may sit on the panel, and whether they represent a community.
    pub members: Vec<(Person, bool)>,
    /// Conflicts of members: who leaves the room for which bid.
    pub conflicts: Vec<Left>,
    /// The bids that conflicts are about.
    pub bids: Vec<Application>,
    /// Where the reader stands towards each bid: as whom they read its name.
    pub standings: Standings,
    /// Today, in London.
    pub today: CivilDate,
}

impl MeetingSheet {
    /// The group's name as the reader may see it.
    #[must_use]
    pub fn name<'a>(&self, bid: &'a Application) -> Shown<&'a str> {
        shown_name(bid, Audience::of(self.standings.towards(bid.id)))
    }
}

impl View for MeetingPage {
    type Output = MeetingSheet;
    const ACT: Act = Act::ChairPanel;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        let round = eye.tx.round(self.round)?.ok_or(AppError::NotFound)?;
        let on = chair(&round);
        let meeting = eye.tx.meeting(round.id)?;
        let members = members(eye, &round)?;
        let people: Vec<PersonId> = members.iter().map(|(person, _)| person.id).collect();
        let me = eye.person()?;
        let standings = eye.tx.standings(me, round.id)?;
        let conflicts: Vec<Left> = eye
            .tx
            .standings_of_all(&people, round.id)?
            .iter()
            .flat_map(|(person, standings)| {
                standings.recused().map(|application| Left { person: *person, application })
            })
            .filter(|left| standings.towards(left.application) != Standing::Recused)
            .collect();
        let bids: Vec<_> = conflicts.iter().map(|left| left.application).collect();
        let bids = eye.tx.applications(&bids)?;
        let today = london::date(eye.now);
        Ok((on, MeetingSheet { round, meeting, members, conflicts, bids, standings, today }))
    }
}
