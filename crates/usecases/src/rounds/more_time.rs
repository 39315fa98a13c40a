//! More time for one group: asked for by the grants team, decided by somebody else.

use super::change::{RoundMove, refused, tell};
use crate::{AppError, Cx, Eye, FieldProblem, Outcome, View};
use almoner_domain::access::{Act, Demand, On, Permit, Role, permits};
use almoner_domain::audit::{Entry, Fact};
use almoner_domain::form::Fault;
use almoner_domain::id::{OrganisationId, PersonId, RoundId};
use almoner_domain::letter::Body;
use almoner_domain::person::Person;
use almoner_domain::round::{AskMoreTime as Asked, Ground, Round};
use jiff::civil::DateTime;
use std::collections::BTreeMap;

/// The most people of a group who are told.
const MOST_MEMBERS: i64 = 200;

/// Asks for a later deadline of one group.
pub struct AskMoreTime {
    /// The group.
    pub organisation: OrganisationId,
    /// Its deadline, by the London clock.
    pub until: DateTime,
    /// The ground.
    pub ground: Ground,
    /// What happened.
    pub reason: String,
}

/// Gives a group the time that was asked for, or refuses it.
pub struct AnswerMoreTime {
    /// The group.
    pub organisation: OrganisationId,
    /// Whether it gets it.
    pub given: bool,
}

/// Which groups have a later deadline in a round, and what is asked for.
pub struct MoreTimeOfRound {
    /// The round.
    pub round: RoundId,
}

/// What the page shows.
pub struct MoreTimeSeen {
    /// The round, caught up with the clock.
    pub round: Round,
    /// Everybody who asked or decided, by id.
    pub people: BTreeMap<PersonId, Person>,
    /// Whether this person may ask.
    pub may_ask: bool,
    /// Whether this person may decide on what others ask.
    pub may_answer: bool,
}

fn path(round: &Round) -> String {
    format!("/staff/rounds/{}/more-time", round.id)
}

impl RoundMove for AskMoreTime {
    const ACT: Act = Act::AskMoreTime;
    const EVENT: &'static str = "round.more_time_asked";

    fn apply(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<Round> {
        let reason = super::moves::reason(&self.reason)?;
        let group = cx.tx.organisation(self.organisation)?.ok_or_else(|| {
            let (field, fault) = ("group".to_owned(), Fault::NotAnOption);
            AppError::Invalid(vec![FieldProblem { field, fault }])
        })?;
        let (organisation, until, ground) = (self.organisation, self.until, self.ground);
        let asked = Asked { organisation, name: group.name, until, ground, reason };
        let by = cx.person()?;
        let round = round.ask_more_time(asked, by, cx.now).map_err(refused)?;
        let now = cx.now;
        let mut deciders: Vec<PersonId> = cx
            .tx
            .role_holders(now)?
            .into_iter()
            .filter(|(_, held)| matches!(held.role, Role::GrantsLead | Role::Director))
            .map(|(person, _)| person.id)
            .filter(|person| *person != by && round.posts.officer != Some(*person))
            .collect();
        deciders.sort_unstable();
        deciders.dedup();
        let title = round.settings.title.clone();
        let body = Body::MoreTimeAsked { title, path: path(&round) };
        tell(&round, &body, &deciders, cx)?;
        Ok(round)
    }

    fn record(&self, entry: Entry, round: &Round, cx: &mut Cx<'_>) -> Outcome<Entry> {
        let entry = entry.id("organisation", self.organisation.uuid());
        let entry = entry.code("ground", self.ground.code());
        let entry = match round.more_time.last() {
            Some(asked) => entry.with("until", Fact::At(asked.until.at)),
            None => entry,
        };
        super::moves::with_reason(entry, &self.reason, cx)
    }
}

impl RoundMove for AnswerMoreTime {
    const ACT: Act = Act::AnswerMoreTime;
    const EVENT: &'static str = "round.more_time_answered";

    fn on(&self, round: &Round) -> On {
        let own = round.more_time.iter().filter(|one| one.organisation == self.organisation);
        On::default().barred(own.filter(|one| one.answer.is_none()).map(|one| one.asked_by))
    }

    fn apply(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<Round> {
        let by = cx.person()?;
        let asked = round
            .more_time
            .iter()
            .position(|one| one.organisation == self.organisation && one.answer.is_none());
        let round =
            round.answer_more_time(self.organisation, self.given, by, cx.now).map_err(refused)?;
        let Some(asked) = asked.and_then(|at| round.more_time.get(at)).cloned() else {
            return Ok(round);
        };
        let title = round.settings.title.clone();
        let (given, path) = (self.given, path(&round));
        let body = Body::MoreTimeAnswered { title: title.clone(), given, path };
        tell(&round, &body, &[asked.asked_by], cx)?;
        if given {
            let members = cx.tx.members_of(self.organisation, MOST_MEMBERS)?;
            let members: Vec<PersonId> = members.into_iter().map(|person| person.id).collect();
            let body = Body::MoreTimeGiven {
                round: title,
                organisation: asked.name,
                deadline: asked.until,
                path: "/applications".to_owned(),
            };
            tell(&round, &body, &members, cx)?;
        }
        Ok(round)
    }

    fn record(&self, entry: Entry, round: &Round, _: &mut Cx<'_>) -> Outcome<Entry> {
        let entry = entry.id("organisation", self.organisation.uuid());
        let entry = entry.code("answer", if self.given { "given" } else { "refused" });
        Ok(entry.with("until", Fact::At(round.deadline_of(self.organisation).at)))
    }
}

impl View for MoreTimeOfRound {
    type Output = MoreTimeSeen;
    const ACT: Act = Act::ReadMoreTime;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, MoreTimeSeen)> {
        let round = eye.tx.round(self.round)?.ok_or(AppError::NotFound)?;
        let round = round.caught_up(eye.now).0;
        let answers = round.more_time.iter().filter_map(|one| one.answer.map(|a| a.by));
        let mut ids: Vec<PersonId> =
            round.more_time.iter().map(|one| one.asked_by).chain(answers).collect();
        ids.sort_unstable();
        ids.dedup();
        let people = eye.tx.people(&ids)?.into_iter().map(|person| (person.id, person)).collect();
        let may = |act| permits(eye.actor, &Demand::of(act)) == Permit::Yes;
        let (may_ask, may_answer) = (may(Act::AskMoreTime), may(Act::AnswerMoreTime));
        Ok((On::default(), MoreTimeSeen { round, people, may_ask, may_answer }))
    }
}
