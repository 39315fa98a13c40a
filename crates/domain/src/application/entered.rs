//! A bid that an officer enters for a group which gave it by telephone or on paper.
//!
//! It is the group's bid all the same: somebody of the group confirms it as a second person would,
//! and who entered it takes no part in judging it.

use super::{Application, is_same_mailbox, is_shared_address, needs_second_person};
use crate::id::PersonId;
use crate::round::{CheckMethod, Round, Settings};
use crate::value::{Deadline, Instant, Pence};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How a group gave its bid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EnteredHow {
    /// Told on the telephone or face to face.
    Phone,
    /// Written on paper.
    Paper,
}

impl EnteredHow {
    /// Every way.
    pub const ALL: &'static [Self] = &[Self::Phone, Self::Paper];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Paper => "paper",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|how| how.code() == code)
    }
}

/// Who entered a bid for its group, and how it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entered {
    /// The officer.
    pub by: PersonId,
    /// How the group gave it.
    pub how: EnteredHow,
    /// When the call was, or when the paper was received, as the officer states it.
    pub received_at: Instant,
}

/// Why an officer does not enter a bid, in facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EnterRefused {
    /// The round has no check on whether somebody of the group confirmed it.
    #[error("the round has no check about a second person")]
    NoCheck,
    /// It was received before the round opened.
    #[error("received before the round opened, at {0}")]
    BeforeOpening(Instant),
    /// It was received at or after the deadline.
    #[error("received after the deadline {0}")]
    AfterDeadline(Deadline),
    /// The time at which it was received has not come yet.
    #[error("received in the future")]
    NotYet,
    /// The officer belongs to the group: they send its bid as its member.
    #[error("the officer's own group")]
    OwnGroup,
    /// The contact's address reaches the officer's own mailbox.
    #[error("the officer's own mailbox")]
    OwnMailbox,
    /// The contact's address is one that several people read, by its name.
    #[error("a shared address")]
    SharedAddress,
    /// The contact works for the office.
    #[error("the contact holds a role of the office")]
    Staff,
}

impl EnterRefused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoCheck => "entered_no_check",
            Self::BeforeOpening(_) => "entered_before_opening",
            Self::AfterDeadline(_) => "entered_after_deadline",
            Self::NotYet => "entered_not_yet",
            Self::OwnGroup => "entered_own_group",
            Self::OwnMailbox => "entered_own_mailbox",
            Self::SharedAddress => "entered_shared_address",
            Self::Staff => "entered_staff",
        }
    }
}

/// Whether a bid that was received at `received_at` may be entered at `now`. That the round is open
/// at `now` is asked where the bid is started, and again where it is sent.
///
/// # Errors
/// What stands against it.
pub fn may_enter(round: &Round, received_at: Instant, now: Instant) -> Result<(), EnterRefused> {
    let checks = &round.settings.eligibility.checks;
    if !checks.iter().any(|check| check.method == CheckMethod::SecondPerson) {
        return Err(EnterRefused::NoCheck);
    }
    if received_at < round.opens_at {
        return Err(EnterRefused::BeforeOpening(round.opens_at));
    }
    if round.deadline.is_past(received_at) {
        return Err(EnterRefused::AfterDeadline(round.deadline));
    }
    if received_at > now {
        return Err(EnterRefused::NotYet);
    }
    Ok(())
}

/// Whether the group's contact with this address can confirm what the officer with that address
/// enters.
///
/// # Errors
/// [`EnterRefused::OwnMailbox`], [`EnterRefused::SharedAddress`].
pub fn may_be_contact(contact: &str, officer: &str) -> Result<(), EnterRefused> {
    if is_same_mailbox(contact, officer) {
        return Err(EnterRefused::OwnMailbox);
    }
    if is_shared_address(contact) {
        return Err(EnterRefused::SharedAddress);
    }
    Ok(())
}

impl Application {
    /// The officer who entered it for its group, if one did. They take no part in judging it.
    #[must_use]
    pub fn entered_by(&self) -> Option<PersonId> {
        self.entered.map(|entered| entered.by)
    }

    /// Whether a version that asks for `requested` must be confirmed by a person of the group who
    /// did not send it.
    #[must_use]
    pub fn must_be_confirmed(&self, settings: &Settings, requested: Option<Pence>) -> bool {
        self.entered.is_some() || needs_second_person(settings, requested)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::round::sample::{at, open};
    use crate::round::{Check, Reason};
    use proptest::prelude::*;

    fn round() -> Round {
        let mut round = open();
        round.settings.eligibility.checks.push(Check {
            code: "EL13".to_owned(),
            title: "Somebody of the group confirmed it".to_owned(),
            method: CheckMethod::SecondPerson,
            reasons: vec![Reason { code: "no".to_owned(), text: "Nobody did.".to_owned() }],
            conditional: false,
            override_by: Vec::new(),
        });
        round
    }

    #[test]
    fn what_came_while_the_round_was_open_and_before_now_is_entered() {
        let round = round();
        let now = at("2026-06-10T10:00:00Z");
        assert_eq!(may_enter(&round, at("2026-06-10T10:00:00Z"), now), Ok(()));
        assert_eq!(may_enter(&round, round.opens_at, now), Ok(()));
        let early = at("2026-05-01T10:00:00Z");
        let before = Err(EnterRefused::BeforeOpening(round.opens_at));
        assert_eq!(may_enter(&round, early, now), before);
        let later = may_enter(&round, at("2026-06-10T10:00:01Z"), now);
        assert_eq!(later, Err(EnterRefused::NotYet));
        let late = may_enter(&round, round.deadline.at, round.deadline.at);
        assert_eq!(late, Err(EnterRefused::AfterDeadline(round.deadline)));
    }

    #[test]
    fn a_round_without_the_check_takes_none() {
        let now = at("2026-06-10T10:00:00Z");
        assert_eq!(may_enter(&open(), now, now), Err(EnterRefused::NoCheck));
    }

    #[test]
    fn the_officer_is_not_the_contact_and_no_shared_mailbox_is() {
        let officer = "olive@office.example";
        assert_eq!(may_be_contact("asha@example.org", officer), Ok(()));
        let own = may_be_contact("Olive+bid@office.example", officer);
        assert_eq!(own, Err(EnterRefused::OwnMailbox));
        let shared = may_be_contact("info@example.org", officer);
        assert_eq!(shared, Err(EnterRefused::SharedAddress));
    }

    proptest! {
        #[test]
        fn nothing_from_outside_the_rounds_time_is_entered(received in 0_i64..4_000_000_000, now in 0_i64..4_000_000_000) {
            let round = round();
            let received = Instant::from_microsecond(received * 1_000_000).unwrap();
            let now = Instant::from_microsecond(now * 1_000_000).unwrap();
            if may_enter(&round, received, now).is_ok() {
                prop_assert!(round.opens_at <= received && received <= now);
                prop_assert!(!round.deadline.is_past(received));
            }
        }
    }
}
