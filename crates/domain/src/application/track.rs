//! What happens next with a bid, by when it was promised, and who does it: for its group.

use super::{Application, Status};
use crate::round::{Phase, Round};
use crate::value::{CivilDate, Deadline, Instant, london};

/// The next thing that happens with a bid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// The group sends it.
    Send(Deadline),
    /// The deadline has to pass; until then the group may open it again.
    Wait(Deadline),
    /// The grants team checks that it can be considered.
    Check(CivilDate),
    /// The group gives the information that the office asked for.
    Answer,
    /// The assessors mark it.
    Mark(CivilDate),
    /// The panel agrees the marks, and the approver decides.
    Decide(CivilDate),
}

impl NextStep {
    /// The day that the office promised for it.
    #[must_use]
    pub const fn promised(self) -> Option<CivilDate> {
        match self {
            Self::Check(day) | Self::Mark(day) | Self::Decide(day) => Some(day),
            Self::Send(_) | Self::Wait(_) | Self::Answer => None,
        }
    }

    /// Whether the office is late: the promised day has passed.
    #[must_use]
    pub fn is_late(self, now: Instant) -> bool {
        self.promised().is_some_and(|day| london::date(now) > day)
    }

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Send(_) => "send",
            Self::Wait(_) => "wait",
            Self::Check(_) => "check",
            Self::Answer => "answer",
            Self::Mark(_) => "mark",
            Self::Decide(_) => "decide",
        }
    }
}

/// What happens next; none where nothing does any more, or the decision is public.
#[must_use]
pub fn next_step(bid: &Application, round: &Round, now: Instant) -> Option<NextStep> {
    let dates = &round.settings.dates;
    let phase = round.phase(now);
    let takes = matches!(phase, Phase::Open | Phase::Paused);
    if matches!(phase, Phase::Results | Phase::Cancelled) {
        return None;
    }
    match bid.status {
        Status::Draft => takes.then_some(NextStep::Send(round.deadline)),
        Status::Submitted if takes => Some(NextStep::Wait(round.deadline)),
        Status::Submitted | Status::Screening | Status::IneligibleProposed => {
            Some(NextStep::Check(dates.screening_by))
        }
        Status::InfoRequested => Some(NextStep::Answer),
        Status::Eligible | Status::InAssessment => Some(NextStep::Mark(dates.assessment_by)),
        Status::Assessed
        | Status::Moderated
        | Status::Recommended
        | Status::Reserve
        | Status::NotRecommended
        | Status::DdClear
        | Status::DdFailed
        | Status::Approved
        | Status::Declined
        | Status::Converted => Some(NextStep::Decide(dates.decision_by)),
        Status::Abandoned | Status::Withdrawn | Status::Late | Status::Ineligible => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::{Start, start};
    use crate::organisation::{Kind, Organisation};
    use crate::round::sample::{at, open, person};
    use uuid::Uuid;

    fn bid(status: Status) -> Application {
        let group = Organisation {
            id: crate::id::OrganisationId(Uuid::from_u128(70)),
            version: 1,
            name: "Fictional Youth Group".to_owned(),
            other_names: String::new(),
            kind: Kind::Group,
            charity_number: None,
            company_number: None,
            postcode: None,
            created_by: person(80),
            created_at: at("2026-05-01T09:00:00Z"),
        };
        let made = Start {
            id: crate::id::ApplicationId(Uuid::from_u128(90)),
            organisation: &group,
            existing: &[],
            by: person(80),
            at: at("2026-06-02T10:00:00Z"),
        };
        Application { status, ..start(&open(), made).unwrap() }
    }

    #[test]
    fn a_sent_bid_waits_for_the_deadline_and_then_for_the_check() {
        let (bid, round) = (bid(Status::Submitted), open());
        let step = next_step(&bid, &round, at("2026-06-02T10:00:00Z"));
        assert_eq!(step, Some(NextStep::Wait(round.deadline)));
        let step = next_step(&bid, &round, round.deadline.at);
        assert_eq!(step, Some(NextStep::Check(round.settings.dates.screening_by)));
    }

    #[test]
    fn the_office_is_late_from_the_day_after_the_one_it_promised() {
        let (bid, round) = (bid(Status::Moderated), open());
        let step = next_step(&bid, &round, round.deadline.at).unwrap();
        assert_eq!(step, NextStep::Decide(round.settings.dates.decision_by));
        assert_eq!(step.promised().unwrap().to_string(), "2026-07-31");
        assert!(!step.is_late(at("2026-07-31T22:59:59Z")));
        assert!(step.is_late(at("2026-07-31T23:00:00Z")), "midnight in London");
    }

    #[test]
    fn nothing_comes_after_a_bid_that_is_over() {
        for status in [Status::Abandoned, Status::Withdrawn, Status::Late, Status::Ineligible] {
            assert_eq!(next_step(&bid(status), &open(), at("2026-06-02T10:00:00Z")), None);
        }
    }
}
