//! The confirmation of a bid by a second person of its group.
//!
//! Above an amount that its round states, two people of a group stand behind a bid. It counts from
//! when the first one sent it; the second reads it as it was sent, and confirms or says no, until
//! some working days after the deadline. A bid without it is not void: screening asks for it.

use super::{Application, Status};
use crate::NotFromHere;
use crate::id::{ApplicationId, PersonId, RoundId};
use crate::organisation::{Members, Membership};
use crate::person::Person;
use crate::round::Settings;
use crate::screening::Screening;
use crate::value::{
    BankHolidays, CivilDate, Deadline, Instant, Pence, add_working_days, is_working_day, london,
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Working days after the deadline in which the second person may confirm (proposed default).
pub const SECOND_PERSON_WORKING_DAYS: u8 = 3;
/// The longest reason for saying no, in characters (proposed default).
pub const LONGEST_REASON: usize = 2_000;

crate::state::state_machine! {
    /// Where the confirmation of a bid by a second person stands.
    status ConfirmationStatus {
        /// Somebody is named; the bid has not been sent, or not in a way that needs a second
        /// person.
        Named = "named",
        /// The bid was sent, and waits for the second person.
        Asked = "asked",
        /// The second person has confirmed it.
        Confirmed = "confirmed",
        /// The second person has said no.
        Declined = "declined",
    }
    /// What can happen to it.
    moves ConfirmationMove {
        /// The bid is sent, the first time or again, and needs a second person.
        Ask: Named | Asked | Confirmed | Declined => Asked,
        /// The bid is sent again, and needs no second person any more.
        Release: Named | Asked | Confirmed | Declined => Named,
        /// Another person is named before the bid is sent.
        Name: Named => Named,
        /// Another person is named in place of one who has not confirmed.
        NameAnother: Asked | Declined => Asked,
        /// The second person confirms.
        Confirm: Asked => Confirmed,
        /// The second person says no.
        Decline: Asked => Declined,
    }
}

/// What the second person of a bid has to do with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The bid.
    pub application: ApplicationId,
    /// Its round.
    pub round: RoundId,
    /// Version for optimistic locking; 0 before it is kept for the first time.
    pub version: i64,
    /// Where it stands.
    pub status: ConfirmationStatus,
    /// Who is to confirm; nobody while nobody could be named.
    pub person: Option<PersonId>,
    /// Who sent the bid, and so can never confirm it.
    pub first: Option<PersonId>,
    /// What the second person answered.
    pub answer: Option<ConfirmationAnswer>,
    /// On which day a reminder is due; none once it was sent or is not needed.
    pub remind_on: Option<CivilDate>,
}

/// What a second person answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmationAnswer {
    /// Who.
    pub by: PersonId,
    /// When the last byte of it was there.
    pub at: Instant,
    /// The number of the sent version that they read.
    pub submission: u32,
    /// Why not; none for a yes.
    pub reason: Option<String>,
}

/// Where a bid stands with its second person, as screening and the group read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seconded {
    /// It needs none.
    NotNeeded,
    /// Somebody may still confirm until this day.
    Waiting {
        /// The last day.
        until: CivilDate,
    },
    /// Confirmed.
    Confirmed,
    /// The second person has said no.
    SaidNo,
    /// Nobody confirmed in time.
    Missed {
        /// The day that was the last one.
        until: CivilDate,
    },
}

/// Why somebody is not named, or does not confirm, in facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ConfirmationRefused {
    /// The table has no such move from here.
    #[error(transparent)]
    NotFromHere(#[from] NotFromHere),
    /// The round asks for no second person, whatever the amount.
    #[error("the round has no second person")]
    NotAsked,
    /// Only a lead of the group, or who sent the bid, names the second person.
    #[error("neither a lead nor the sender")]
    NotYours,
    /// The person does not belong to the group.
    #[error("not a member")]
    NotMember,
    /// The person sent the bid: nobody is their own second person.
    #[error("the first person")]
    FirstPerson,
    /// The address of the person is one that several people read, by its name.
    #[error("a shared address")]
    SharedAddress,
    /// The address of the person reaches the mailbox of the one who sent the bid.
    #[error("the first person's mailbox")]
    SameMailbox,
    /// Somebody else is named to confirm.
    #[error("not the named person")]
    NotNamed,
    /// The bid is not one that waits for anybody: it was never sent, or was taken back.
    #[error("nothing waits to be confirmed")]
    NothingWaits,
    /// The last day has passed.
    #[error("possible until {0}")]
    TooLate(CivilDate),
    /// A no without a reason.
    #[error("no reason")]
    ReasonMissing,
    /// A reason that is longer than [`LONGEST_REASON`].
    #[error("the reason is too long")]
    ReasonTooLong,
    /// A yes without saying that the address is the person's own.
    #[error("the address was not said to be their own")]
    NotOwnAddress,
}

impl ConfirmationRefused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFromHere(_) => "second_person_not_from_here",
            Self::NotAsked => "second_person_not_asked",
            Self::NotYours => "second_person_not_yours",
            Self::NotMember => "second_person_not_member",
            Self::FirstPerson => "second_person_first",
            Self::SharedAddress => "second_person_shared_address",
            Self::SameMailbox => "second_person_same_mailbox",
            Self::NotNamed => "second_person_not_named",
            Self::NothingWaits => "second_person_nothing_waits",
            Self::TooLate(_) => "second_person_too_late",
            Self::ReasonMissing => "second_person_reason_missing",
            Self::ReasonTooLong => "second_person_reason_too_long",
            Self::NotOwnAddress => "second_person_not_own_address",
        }
    }
}

/// Whether a bid that asks for `requested` needs a second person: above the round's amount, not at
/// it.
#[must_use]
pub fn needs_second_person(settings: &Settings, requested: Option<Pence>) -> bool {
    let above = settings.eligibility.second_person_above;
    above.zip(requested).is_some_and(|(above, requested)| requested > above)
}

/// The last day on which the second person may confirm: the round's working days after the day of
/// the deadline.
#[must_use]
pub fn confirm_until(
    settings: &Settings,
    deadline: Deadline,
    holidays: &BankHolidays,
) -> CivilDate {
    let closes = london::date(deadline.at);
    let days = u32::from(settings.eligibility.second_person_working_days);
    add_working_days(closes, days, holidays).unwrap_or(closes)
}

/// The day of the reminder: the working day before `until`.
#[must_use]
pub fn remind_on(until: CivilDate, holidays: &BankHolidays) -> CivilDate {
    let mut day = until;
    while let Ok(before) = day.yesterday() {
        day = before;
        if is_working_day(day, holidays) {
            break;
        }
    }
    day
}

/// Names of mailboxes that several people usually read (proposed default).
const SHARED: &[&str] = &[
    "admin",
    "all",
    "club",
    "committee",
    "contact",
    "contactus",
    "enquiries",
    "enquiry",
    "everyone",
    "general",
    "group",
    "hello",
    "help",
    "info",
    "inbox",
    "information",
    "mail",
    "members",
    "office",
    "post",
    "reception",
    "support",
    "team",
    "trustees",
];

/// Whether an address looks like one that several people read.
#[must_use]
pub fn is_shared_address(email: &str) -> bool {
    let (local, _) = mailbox(email);
    SHARED.contains(&local.as_str())
}

/// The parts of an address that decide which mailbox it reaches: without capitals and without what
/// follows a `+`.
fn mailbox(email: &str) -> (String, String) {
    let email = email.trim().to_lowercase();
    let (local, domain) = email.rsplit_once('@').unwrap_or((email.as_str(), ""));
    let local = local.split_once('+').map_or(local, |(before, _)| before);
    (local.to_owned(), domain.to_owned())
}

/// Whether two addresses reach one mailbox, as far as can be told from them.
#[must_use]
pub fn is_same_mailbox(one: &str, other: &str) -> bool {
    mailbox(one) == mailbox(other)
}

/// Whether `second` may stand behind what `first` sends or sent.
///
/// # Errors
/// What stands against it.
pub fn may_second(
    members: &[Membership],
    first: Option<&Person>,
    second: &Person,
) -> Result<(), ConfirmationRefused> {
    Members(members).role_of(second.id).ok_or(ConfirmationRefused::NotMember)?;
    if first.is_some_and(|first| first.id == second.id) {
        return Err(ConfirmationRefused::FirstPerson);
    }
    if first.is_some_and(|first| is_same_mailbox(&first.email, &second.email)) {
        return Err(ConfirmationRefused::SameMailbox);
    }
    if is_shared_address(&second.email) {
        return Err(ConfirmationRefused::SharedAddress);
    }
    Ok(())
}

/// Whether `by` may name the second person: a lead of the group, or who started or sent the bid.
///
/// # Errors
/// [`ConfirmationRefused::NotYours`].
pub fn may_name(
    members: &[Membership],
    application: &Application,
    first: Option<PersonId>,
    by: PersonId,
) -> Result<(), ConfirmationRefused> {
    let own = first.unwrap_or(application.started_by) == by;
    let leads = Members(members).led_by(by).is_ok();
    if own || leads { Ok(()) } else { Err(ConfirmationRefused::NotYours) }
}

/// How an answer was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Yes.
    Confirm {
        /// Whether the person says that nobody else reads their mailbox.
        own_address: bool,
    },
    /// No.
    Decline {
        /// Why.
        reason: String,
    },
}

impl Confirmation {
    /// That of a bid for which nobody is named yet.
    #[must_use]
    pub const fn nobody(application: &Application) -> Self {
        Self {
            application: application.id,
            round: application.round,
            version: 0,
            status: ConfirmationStatus::Named,
            person: None,
            first: None,
            answer: None,
            remind_on: None,
        }
    }

    fn moved(self, mv: ConfirmationMove) -> Result<Self, ConfirmationRefused> {
        let status =
            self.status.after(mv).ok_or(NotFromHere { from: self.status.code(), mv: mv.name() })?;
        Ok(Self { status, ..self })
    }

    /// The bid is sent by `first` and needs a second person. Who was named stays named while they
    /// may; otherwise, where the group has one other person who may, it is that one.
    ///
    /// # Errors
    /// [`ConfirmationRefused::NotFromHere`].
    pub fn ask(
        self,
        first: &Person,
        members: &[(Membership, Person)],
        remind_on: CivilDate,
    ) -> Result<Self, ConfirmationRefused> {
        let memberships: Vec<Membership> = members.iter().map(|(member, _)| *member).collect();
        let mut fit = members
            .iter()
            .map(|(_, person)| person)
            .filter(|person| may_second(&memberships, Some(first), person).is_ok())
            .map(|person| person.id);
        let named = self.person.filter(|named| fit.clone().any(|one| one == *named));
        let person = named.or_else(|| match (fit.next(), fit.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        });
        let asked = self.moved(ConfirmationMove::Ask)?;
        let remind_on = Some(remind_on);
        Ok(Self { person, first: Some(first.id), answer: None, remind_on, ..asked })
    }

    /// The bid is sent again and needs no second person.
    ///
    /// # Errors
    /// [`ConfirmationRefused::NotFromHere`].
    pub fn release(self, first: PersonId) -> Result<Self, ConfirmationRefused> {
        let released = self.moved(ConfirmationMove::Release)?;
        Ok(Self { first: Some(first), answer: None, remind_on: None, ..released })
    }

    /// Another person is named.
    ///
    /// # Errors
    /// [`ConfirmationRefused::NotFromHere`] once somebody has confirmed.
    pub fn name(self, person: PersonId) -> Result<Self, ConfirmationRefused> {
        let mv = match self.status {
            ConfirmationStatus::Named => ConfirmationMove::Name,
            _ => ConfirmationMove::NameAnother,
        };
        Ok(Self { person: Some(person), answer: None, ..self.moved(mv)? })
    }

    /// The second person answers.
    ///
    /// # Errors
    /// What stands against it.
    pub fn answer(
        self,
        by: PersonId,
        reply: Reply,
        submission: u32,
        at: Instant,
    ) -> Result<Self, ConfirmationRefused> {
        if self.first == Some(by) {
            return Err(ConfirmationRefused::FirstPerson);
        }
        if self.person != Some(by) {
            return Err(ConfirmationRefused::NotNamed);
        }
        let (mv, reason) = match reply {
            Reply::Confirm { own_address: false } => {
                return Err(ConfirmationRefused::NotOwnAddress);
            }
            Reply::Confirm { own_address: true } => (ConfirmationMove::Confirm, None),
            Reply::Decline { reason } => {
                let reason = reason.trim().to_owned();
                if reason.is_empty() {
                    return Err(ConfirmationRefused::ReasonMissing);
                }
                if reason.chars().count() > LONGEST_REASON {
                    return Err(ConfirmationRefused::ReasonTooLong);
                }
                (ConfirmationMove::Decline, Some(reason))
            }
        };
        let answered = self.moved(mv)?;
        let answer = Some(ConfirmationAnswer { by, at, submission, reason });
        Ok(Self { answer, remind_on: None, ..answered })
    }
}

/// Until when the second person of a bid may answer on the day `today`: `until`, or, where the
/// office has asked the group for it in screening, the last day of that.
///
/// # Errors
/// [`ConfirmationRefused::NothingWaits`], [`ConfirmationRefused::TooLate`].
pub fn may_answer(
    application: &Application,
    settings: &Settings,
    screening: Option<&Screening>,
    until: CivilDate,
    today: CivilDate,
) -> Result<CivilDate, ConfirmationRefused> {
    let waits =
        matches!(application.status, Status::Submitted | Status::Screening | Status::InfoRequested);
    if !waits {
        return Err(ConfirmationRefused::NothingWaits);
    }
    if today <= until {
        return Ok(until);
    }
    let request = screening
        .filter(|_| application.status == Status::InfoRequested)
        .and_then(Screening::open_request)
        .filter(|request| request.is_open(today))
        .filter(|request| {
            let about = |code: &str| settings.eligibility.is_second_person_check(code);
            request.items.iter().any(|item| about(&item.check))
        });
    request.map(|request| request.until).ok_or(ConfirmationRefused::TooLate(until))
}

/// Where a sent bid stands with its second person on the day `today`, if one is `needed`.
#[must_use]
pub fn seconded(
    needed: bool,
    confirmation: Option<&Confirmation>,
    until: CivilDate,
    today: CivilDate,
) -> Seconded {
    if !needed {
        return Seconded::NotNeeded;
    }
    match confirmation.map(|one| one.status) {
        Some(ConfirmationStatus::Confirmed) => Seconded::Confirmed,
        Some(ConfirmationStatus::Declined) => Seconded::SaidNo,
        _ if today <= until => Seconded::Waiting { until },
        _ => Seconded::Missed { until },
    }
}

#[cfg(test)]
#[path = "second_person_tests.rs"]
mod tests;
