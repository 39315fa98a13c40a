//! More time for one group: its own deadline, for a few grounds alone, approved by somebody else
//! than who asked and than the officer of the round.

use super::{DateOf, Phase, Round, RoundRefused, Status};
use crate::NotFromHere;
use crate::id::{OrganisationId, PersonId};
use crate::value::{Deadline, Instant};
use serde::{Deserialize, Serialize};

/// Why one group gets what the others do not (proposed default: nothing else is a ground, so that
/// groups are treated alike).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The office made a mistake, or its service failed this group.
    OfficeFault,
    /// A disability, for which the office must make reasonable adjustments (Equality Act 2010,
    /// section 20).
    Disability,
    /// Somebody died.
    Bereavement,
}

impl Ground {
    /// Every ground.
    pub const ALL: [Self; 3] = [Self::OfficeFault, Self::Disability, Self::Bereavement];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::OfficeFault => "office_fault",
            Self::Disability => "disability",
            Self::Bereavement => "bereavement",
        }
    }
}

/// A deadline of one group's own, asked for or given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoreTime {
    /// The group.
    pub organisation: OrganisationId,
    /// What it was called then.
    pub name: String,
    /// Its deadline.
    pub until: Deadline,
    /// The ground.
    pub ground: Ground,
    /// What happened. It may tell of somebody's health or death: it is for the people who decide
    /// on it alone, never public and never in a letter.
    pub reason: String,
    /// Who asked for it.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Instant,
    /// What was decided; none while it is open.
    pub answer: Option<MoreTimeAnswer>,
}

/// What was decided on more time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoreTimeAnswer {
    /// Whether it was given.
    pub given: bool,
    /// Who decided.
    pub by: PersonId,
    /// When.
    pub at: Instant,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct AskMoreTime {
    /// The group.
    pub organisation: OrganisationId,
    /// What it is called.
    pub name: String,
    /// Its deadline, by the London clock.
    pub until: jiff::civil::DateTime,
    /// The ground.
    pub ground: Ground,
    /// What happened.
    pub reason: String,
}

impl MoreTime {
    /// Whether it was given.
    #[must_use]
    pub fn is_given(&self) -> bool {
        self.answer.is_some_and(|answer| answer.given)
    }
}

impl Round {
    /// Asks for a later deadline of one group, until screening starts.
    ///
    /// # Errors
    /// [`RoundRefused`].
    pub fn ask_more_time(
        mut self,
        ask: AskMoreTime,
        by: PersonId,
        at: Instant,
    ) -> Result<Self, RoundRefused> {
        self.takes_more_time("AskMoreTime")?;
        let until = Deadline::new(super::moves::time(DateOf::Closes, ask.until)?);
        let reason = ask.reason.trim().to_owned();
        if reason.is_empty() {
            return Err(RoundRefused::NoReason);
        }
        let before = self.deadline_of(ask.organisation);
        if until.at <= before.at {
            return Err(RoundRefused::NotLater(before));
        }
        if until.is_past(at) {
            return Err(RoundRefused::DeadlinePassed(until));
        }
        let mut own = self.more_time.iter().filter(|one| one.organisation == ask.organisation);
        if own.any(|one| one.answer.is_none()) {
            return Err(RoundRefused::MoreTimeAsked);
        }
        let AskMoreTime { organisation, name, ground, .. } = ask;
        let (asked_by, asked_at) = (by, at);
        let asked = MoreTime {
            organisation,
            name,
            until,
            ground,
            reason,
            asked_by,
            asked_at,
            answer: None,
        };
        self.more_time.push(asked);
        Ok(self)
    }

    /// Gives a group the time that was asked for, or refuses it.
    ///
    /// # Errors
    /// [`RoundRefused`]: neither who asked nor the officer of the round decides.
    pub fn answer_more_time(
        mut self,
        organisation: OrganisationId,
        given: bool,
        by: PersonId,
        at: Instant,
    ) -> Result<Self, RoundRefused> {
        self.takes_more_time("AnswerMoreTime")?;
        let officer = self.posts.officer;
        let asked = self.more_time.iter_mut();
        let mut open = asked.filter(|one| one.organisation == organisation && one.answer.is_none());
        let asked = open.next().ok_or(RoundRefused::NoMoreTimeAsked)?;
        if asked.asked_by == by || officer == Some(by) {
            return Err(RoundRefused::MoreTimeByOfficer);
        }
        if given && asked.until.is_past(at) {
            return Err(RoundRefused::DeadlinePassed(asked.until));
        }
        asked.answer = Some(MoreTimeAnswer { given, by, at });
        Ok(self)
    }

    fn takes_more_time(&self, mv: &'static str) -> Result<(), RoundRefused> {
        match self.status {
            Status::Open | Status::Paused | Status::Closed => Ok(()),
            other => Err(NotFromHere { from: other.code(), mv }.into()),
        }
    }

    /// The deadline of one group: the round's, or its own where that is later.
    #[must_use]
    pub fn deadline_of(&self, organisation: OrganisationId) -> Deadline {
        let given = self.more_time.iter().filter(|one| one.is_given());
        let own = given.filter(|one| one.organisation == organisation).map(|one| one.until);
        own.fold(self.deadline, Deadline::max)
    }

    /// The last deadline of all groups.
    #[must_use]
    pub fn last_deadline(&self) -> Deadline {
        let given = self.more_time.iter().filter(|one| one.is_given()).map(|one| one.until);
        given.fold(self.deadline, Deadline::max)
    }

    /// The round as it is for one group at `now`: with that group's deadline, and open until then
    /// though it has closed for the others. For reading and deciding; never to be saved.
    #[must_use]
    pub fn as_for(mut self, organisation: OrganisationId, now: Instant) -> Self {
        let own = self.deadline_of(organisation);
        if own.at <= self.deadline.at {
            return self;
        }
        self.deadline = own;
        if self.phase(now) == Phase::Closed
            && matches!(self.status, Status::Open | Status::Closed)
            && !own.is_past(now)
        {
            (self.status, self.closed_at) = (Status::Open, None);
        }
        self
    }

    /// How many groups were given more time on each ground, for the panel's papers: the grounds
    /// that occurred alone.
    #[must_use]
    pub fn more_time_given(&self) -> Vec<(Ground, usize)> {
        let count = |ground: Ground| {
            let given = self.more_time.iter().filter(|one| one.is_given());
            given.filter(|one| one.ground == ground).count()
        };
        Ground::ALL
            .into_iter()
            .map(|ground| (ground, count(ground)))
            .filter(|(_, n)| *n > 0)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{at, open, person};
    use super::*;
    use jiff::civil::datetime;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn group(number: u128) -> OrganisationId {
        OrganisationId(Uuid::from_u128(number))
    }

    fn ask() -> AskMoreTime {
        let deadline = crate::value::london::civil(open().deadline.at);
        AskMoreTime {
            organisation: group(7),
            name: "Late Club".into(),
            until: deadline.checked_add(jiff::Span::new().days(3)).unwrap(),
            ground: Ground::Bereavement,
            reason: "The secretary died. (fictional)".into(),
        }
    }

    fn early() -> Instant {
        at("2026-06-02T09:00:00Z")
    }

    fn asked() -> Round {
        open().ask_more_time(ask(), person(0), early()).unwrap()
    }

    fn given() -> Round {
        asked().answer_more_time(group(7), true, person(60), early()).unwrap()
    }

    #[test]
    fn a_group_with_more_time_is_in_time_until_its_own_deadline_and_no_other_is() {
        let round = given();
        let general = round.deadline;
        let own = round.deadline_of(group(7));
        assert_eq!((round.deadline_of(group(8)), round.last_deadline()), (general, own));
        let closed = round.close(general.at).unwrap();
        let phase = |of: u128, now: Instant| closed.clone().as_for(group(of), now).phase(now);
        let before = own.at.checked_add(jiff::SignedDuration::from_millis(-1)).unwrap();
        assert_eq!(phase(7, before), Phase::Open);
        assert_eq!(phase(7, own.at), Phase::Closed);
        assert_eq!(phase(8, general.at), Phase::Closed);
    }

    #[test]
    fn neither_who_asked_nor_the_officer_gives_it() {
        let by_lead = open().ask_more_time(ask(), person(1), early()).unwrap();
        for (round, by) in [(asked(), 0), (by_lead.clone(), 1), (by_lead, 0)] {
            let refused = round.answer_more_time(group(7), true, person(by), early());
            assert_eq!(refused, Err(RoundRefused::MoreTimeByOfficer));
        }
    }

    #[test]
    fn it_is_asked_for_once_with_a_reason_and_a_later_time() {
        let twice = asked().ask_more_time(ask(), person(1), early());
        assert_eq!(twice, Err(RoundRefused::MoreTimeAsked));
        let silent = AskMoreTime { reason: " ".into(), ..ask() };
        assert_eq!(open().ask_more_time(silent, person(0), early()), Err(RoundRefused::NoReason));
        let sooner = AskMoreTime { until: datetime(2026, 6, 3, 12, 0, 0, 0), ..ask() };
        let deadline = open().deadline;
        let refused = open().ask_more_time(sooner, person(0), early());
        assert_eq!(refused, Err(RoundRefused::NotLater(deadline)));
    }

    #[test]
    fn what_was_refused_changes_nothing_and_can_be_asked_again() {
        let round = asked().answer_more_time(group(7), false, person(60), early()).unwrap();
        assert_eq!(round.deadline_of(group(7)), round.deadline);
        assert_eq!(round.more_time_given(), []);
        assert!(round.ask_more_time(ask(), person(0), early()).is_ok());
    }

    #[test]
    fn screening_waits_for_the_last_deadline() {
        let round = given();
        let own = round.last_deadline();
        let closed = round.clone().close(round.deadline.at).unwrap();
        let early = closed.clone().start_screening(closed.deadline.at);
        assert_eq!(early, Err(RoundRefused::MoreTimeRuns(own)));
        let all_in = own.at.checked_add(crate::round::IN_HAND).unwrap();
        assert!(closed.start_screening(all_in).is_ok());
    }

    #[test]
    fn time_that_an_outage_took_is_given_back_to_a_group_with_a_deadline_of_its_own() {
        let round = given();
        let own = round.last_deadline();
        let hour = jiff::SignedDuration::from_hours(1);
        let round = round.pause(person(1), early(), "The service was down.").unwrap();
        let later = early().checked_add(hour).unwrap();
        let round = round.resume(person(1), later, "It is back.").unwrap();
        assert_eq!(round.last_deadline().at.since(own.at), hour);
    }

    #[test]
    fn the_papers_count_the_grounds_of_what_was_given() {
        assert_eq!(asked().more_time_given(), []);
        assert_eq!(given().more_time_given(), [(Ground::Bereavement, 1)]);
    }

    proptest! {
        #[test]
        fn no_group_has_less_time_than_the_round_gives(days in -30_i64..30, of in 6_u128..9) {
            let round = given();
            let now = early().checked_add(jiff::SignedDuration::from_hours(24 * days)).unwrap();
            let (general, own) = (round.phase(now), round.clone().as_for(group(of), now).phase(now));
            prop_assert!(general == own || (general, own) == (Phase::Closed, Phase::Open));
        }
    }
}
