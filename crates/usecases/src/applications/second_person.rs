//! The second person of a bid: named by the group, asked when the bid is sent, reminded, answering.

use super::bid::again;
use super::{Bid, letters, record};
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase, View};
use almoner_domain::access::{Act, On};
use almoner_domain::application::{
    Application, Confirmation, ConfirmationRefused, ConfirmationStatus, Reply, Seconded,
    Submission, confirm_until, may_answer, may_name, may_second, remind_on, seconded,
};
use almoner_domain::id::{ApplicationId, PersonId};
use almoner_domain::letter::{Body, Letter, Recipient};
use almoner_domain::organisation::{MOST_MEMBERS, Membership};
use almoner_domain::person::Person;
use almoner_domain::round::Round;
use almoner_domain::value::{CivilDate, london};

/// More than a group can have, so that none is left out.
const LIMIT: i64 = 2 * MOST_MEMBERS as i64;

/// The second person of one's own bid.
pub struct SecondPersonPage {
    /// The bid.
    pub application: ApplicationId,
}

/// A member who could be named.
pub struct Candidate {
    /// The person.
    pub person: Person,
    /// Why they cannot be, if they cannot.
    pub unfit: Option<ConfirmationRefused>,
}

/// A bid with its second person.
pub struct SecondPersonSeen {
    /// The bid.
    pub application: Application,
    /// Its round.
    pub round: Round,
    /// The version that stands, if it was sent.
    pub submission: Option<Submission>,
    /// What is kept about it; of version 0 if nothing is.
    pub confirmation: Confirmation,
    /// Where it stands.
    pub stands: Seconded,
    /// The last day for an answer, which may be later than the round's where the office asked.
    pub until: CivilDate,
    /// Who sent it.
    pub first: Option<Person>,
    /// Who is named.
    pub named: Option<Person>,
    /// The members of the group, longest first.
    pub candidates: Vec<Candidate>,
    /// Whether the caller may name somebody now.
    pub may_name: bool,
    /// Whether the caller is the one who is asked, and can answer now.
    pub may_answer: bool,
}

impl SecondPersonSeen {
    /// Whether the round asks for a second person for this bid as it stands, or would for another
    /// amount.
    #[must_use]
    pub fn is_asked_by_round(&self) -> bool {
        let entered = self.application.entered.is_some();
        entered || self.round.settings.eligibility.second_person_above.is_some()
    }
}

/// What a bid's own pages say about its second person.
#[derive(Clone, Debug)]
pub struct SecondLine {
    /// Where it stands.
    pub stands: Seconded,
    /// Who is to confirm, or did: a name, or an address.
    pub who: Option<String>,
    /// Who that is.
    pub person: Option<PersonId>,
}

/// The name of a person, or their address while they have given none.
fn called(person: &Person) -> String {
    if person.name.is_empty() { person.email.clone() } else { person.name.clone() }
}

fn refuse(refused: ConfirmationRefused) -> AppError {
    Refusal::from(refused).into()
}

fn until(round: &Round, eye: &Eye<'_>) -> CivilDate {
    confirm_until(&round.settings, round.deadline, &eye.office().bank_holidays)
}

/// Where a bid stands with its second person.
pub(crate) fn stands(
    application: &Application,
    round: &Round,
    eye: &mut Eye<'_>,
) -> Outcome<Seconded> {
    if !application.must_be_confirmed(&round.settings, application.requested) {
        return Ok(Seconded::NotNeeded);
    }
    let kept = eye.tx.confirmation(application.id)?;
    let today = london::date(eye.now);
    let until = until(round, eye);
    Ok(seconded(true, kept.as_ref(), until, today))
}

/// What the pages of one's own sent bid say about its second person; none where it needs none.
pub(super) fn line(
    application: &Application,
    round: &Round,
    eye: &mut Eye<'_>,
) -> Outcome<Option<SecondLine>> {
    let needed = application.must_be_confirmed(&round.settings, application.requested);
    if application.submission == 0 || !needed {
        return Ok(None);
    }
    let stands = stands(application, round, eye)?;
    let person = eye.tx.confirmation(application.id)?.and_then(|kept| kept.person);
    let who = match person {
        Some(person) => eye.tx.person(person)?.as_ref().map(called),
        None => None,
    };
    Ok(Some(SecondLine { stands, who, person }))
}

/// The members of a group with who they are.
fn members(of: &Bid, eye: &mut Eye<'_>) -> Outcome<Vec<(Membership, Person)>> {
    let memberships = eye.tx.memberships(of.organisation.id, LIMIT)?;
    let ids: Vec<PersonId> = memberships.iter().map(|member| member.person).collect();
    let people = eye.tx.people(&ids)?;
    let with = |member: Membership| {
        people.iter().find(|one| one.id == member.person).map(|one| (member, one.clone()))
    };
    Ok(memberships.into_iter().filter_map(with).collect())
}

fn kept(bid: &Bid, eye: &mut Eye<'_>) -> Outcome<Confirmation> {
    let kept = eye.tx.confirmation(bid.application.id)?;
    Ok(kept.unwrap_or_else(|| Confirmation::nobody(&bid.application)))
}

fn answer_until(bid: &Bid, eye: &mut Eye<'_>) -> Outcome<Result<CivilDate, ConfirmationRefused>> {
    let (day, today) = (until(&bid.round, eye), london::date(eye.now));
    let screening = eye.tx.screening(bid.application.id)?;
    let settings = &bid.round.settings;
    Ok(may_answer(&bid.application, settings, screening.as_ref(), day, today))
}

impl View for SecondPersonPage {
    type Output = SecondPersonSeen;
    const ACT: Act = Act::ReadOwnApplication;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, SecondPersonSeen)> {
        let bid = Bid::load(eye, self.application)?;
        let on = bid.on();
        let confirmation = kept(&bid, eye)?;
        let members = members(&bid, eye)?;
        let memberships: Vec<Membership> = members.iter().map(|(member, _)| *member).collect();
        let first = match confirmation.first {
            Some(first) => eye.tx.person(first)?,
            None => None,
        };
        let named = match confirmation.person {
            Some(person) => eye.tx.person(person)?,
            None => None,
        };
        // Before it is sent nobody knows who will send it: who began it probably does.
        let candidates = members
            .iter()
            .map(|(_, person)| Candidate {
                person: person.clone(),
                unfit: may_second(&memberships, first.as_ref(), person).err(),
            })
            .collect();
        let submission = match bid.application.submission {
            0 => None,
            number => eye.tx.submission(self.application, number)?,
        };
        let stands = stands(&bid.application, &bid.round, eye)?;
        let day = answer_until(&bid, eye)?;
        let asked = confirmation.status == ConfirmationStatus::Asked;
        let named_here = confirmation.person.is_some() && eye.actor.person() == confirmation.person;
        let waits = submission.is_none() || day.is_ok();
        let open = confirmation.status != ConfirmationStatus::Confirmed && waits;
        let by = eye.actor.person();
        let may_name = open
            && eye.actor.belongs_to(bid.organisation.id)
            && by.is_some_and(|by| {
                may_name(&memberships, &bid.application, confirmation.first, by).is_ok()
            });
        let until = day.unwrap_or_else(|_| until(&bid.round, eye));
        let Bid { application, round, .. } = bid;
        let seen = SecondPersonSeen {
            may_answer: asked && named_here && day.is_ok(),
            application,
            round,
            submission,
            confirmation,
            stands,
            until,
            first,
            named,
            candidates,
            may_name,
        };
        Ok((on, seen))
    }
}

/// Names the second person of a bid, or another one.
pub struct NameSecondPerson {
    /// The bid.
    pub application: ApplicationId,
    /// Who.
    pub person: PersonId,
    /// The version of what is kept that was read; 0 if nothing was.
    pub version: i64,
}

impl UseCase for NameSecondPerson {
    type Subject = Bid;
    type Output = ();
    const ACT: Act = Act::NameSecondPerson;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Bid> {
        Bid::load(eye, self.application)
    }

    fn on(&self, bid: &Bid) -> On {
        bid.on()
    }

    fn run(&self, bid: Bid, cx: &mut Cx<'_>) -> Outcome<()> {
        let above = bid.round.settings.eligibility.second_person_above;
        if above.is_none() && bid.application.entered.is_none() {
            return Err(refuse(ConfirmationRefused::NotAsked));
        }
        let before = kept(&bid, cx)?;
        if before.person == Some(self.person) && before.version == self.version.saturating_add(1) {
            // The same press again.
            return Ok(());
        }
        if before.version != self.version {
            return Err(AppError::Stale);
        }
        let by = cx.person()?;
        let members = members(&bid, cx)?;
        let memberships: Vec<Membership> = members.iter().map(|(member, _)| *member).collect();
        may_name(&memberships, &bid.application, before.first, by).map_err(refuse)?;
        if bid.application.submission > 0 {
            answer_until(&bid, cx)?.map_err(refuse)?;
        }
        let first = match before.first {
            Some(first) => cx.tx.person(first)?,
            None => None,
        };
        let second = members.iter().map(|(_, person)| person).find(|one| one.id == self.person);
        let second = second.ok_or_else(|| refuse(ConfirmationRefused::NotMember))?;
        may_second(&memberships, first.as_ref(), second).map_err(refuse)?;
        let after = before.name(second.id).map_err(refuse)?;
        cx.tx.save_confirmation(&after).map_err(again)?;
        cx.audit(
            &record::entry(&bid.application, "application.second_person_named")
                .id("second", second.id.uuid())
                .code("to", after.status.code()),
        )?;
        if after.status == ConfirmationStatus::Asked {
            let day = answer_until(&bid, cx)?.map_err(refuse)?;
            cx.send(&asked(&bid, second, first.as_ref(), day, false))?;
        }
        Ok(())
    }
}

/// Confirms a bid as its second person, or says no.
pub struct AnswerAsSecondPerson {
    /// The bid.
    pub application: ApplicationId,
    /// The number of the sent version that was read.
    pub submission: u32,
    /// The answer.
    pub reply: Reply,
}

impl UseCase for AnswerAsSecondPerson {
    type Subject = (Bid, Confirmation);
    type Output = ();
    const ACT: Act = Act::ConfirmApplication;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        let bid = Bid::load(eye, self.application)?;
        let confirmation = kept(&bid, eye)?;
        Ok((bid, confirmation))
    }

    fn on(&self, (bid, confirmation): &Self::Subject) -> On {
        bid.on().barred(confirmation.first)
    }

    fn run(&self, (bid, before): Self::Subject, cx: &mut Cx<'_>) -> Outcome<()> {
        let by = cx.person()?;
        if let Some(answer) = &before.answer {
            let yes = matches!(self.reply, Reply::Confirm { .. });
            let same = answer.by == by && answer.submission == self.submission;
            if same && yes == answer.reason.is_none() {
                // The same press again.
                return Ok(());
            }
        }
        if before.status == ConfirmationStatus::Named {
            return Err(refuse(ConfirmationRefused::NothingWaits));
        }
        answer_until(&bid, cx)?.map_err(refuse)?;
        if bid.application.submission != self.submission {
            return Err(AppError::Stale);
        }
        let after =
            before.answer(by, self.reply.clone(), self.submission, cx.now).map_err(refuse)?;
        cx.tx.save_confirmation(&after).map_err(again)?;
        let reason = after.answer.as_ref().and_then(|answer| answer.reason.clone());
        let reason = cx.digest(by, &reason.unwrap_or_default())?;
        let confirmed = after.status == ConfirmationStatus::Confirmed;
        let event = if confirmed { "application.confirmed" } else { "application.not_confirmed" };
        cx.audit(
            &record::entry(&bid.application, event)
                .number("submission", i64::from(self.submission))
                .with("reason", reason),
        )?;
        let who = cx.tx.person(by)?.as_ref().map(called).unwrap_or_default();
        let Some(first) = after.first else { return Ok(()) };
        let Some(first) = cx.tx.person(first)? else { return Ok(()) };
        let body = Body::SecondPersonAnswered {
            reference: bid.application.reference.clone().unwrap_or_default(),
            round: bid.round.settings.title.clone(),
            who,
            confirmed,
            path: path(&bid),
        };
        cx.send(&letters::about(&bid, recipient(&first), body))
    }
}

/// What sending a bid means for its second person: they are asked, or not needed any more.
pub(super) fn after_sending(bid: &Bid, sent: &Submission, cx: &mut Cx<'_>) -> Outcome<()> {
    let entered = bid.application.entered.is_some();
    if bid.round.settings.eligibility.second_person_above.is_none() && !entered {
        return Ok(());
    }
    let before = cx.tx.confirmation(bid.application.id)?;
    if !bid.application.must_be_confirmed(&bid.round.settings, sent.requested) {
        return match before {
            Some(before) => {
                let after = before.release(sent.by).map_err(refuse)?;
                cx.tx.save_confirmation(&after).map_err(again)
            }
            None => Ok(()),
        };
    }
    let before = before.unwrap_or_else(|| Confirmation::nobody(&bid.application));
    let members = members(bid, cx)?;
    let first = cx.tx.person(sent.by)?.ok_or(AppError::SignedOut)?;
    let day = until(&bid.round, cx);
    let reminder = remind_on(day, &cx.office().bank_holidays);
    let after = before.ask(&first, &members, reminder).map_err(refuse)?;
    cx.tx.save_confirmation(&after).map_err(again)?;
    let second = after.person.and_then(|id| members.iter().find(|(_, one)| one.id == id));
    let entry = record::entry(&bid.application, "application.second_person_asked")
        .number("submission", i64::from(sent.number))
        .code("until", day.to_string());
    let entry = match after.person {
        Some(second) => entry.id("second", second.uuid()),
        None => entry,
    };
    cx.audit(&entry)?;
    if let Some((_, second)) = second {
        cx.send(&asked(bid, second, Some(&first), day, false))?;
    }
    cx.send(&needed(bid, &first, second.map(|(_, one)| called(one)), day, false))
}

fn path(bid: &Bid) -> String {
    format!("/applications/{}/second-person", bid.application.id)
}

fn recipient(person: &Person) -> Recipient {
    Recipient { person: Some(person.id), name: person.name.clone(), email: person.email.clone() }
}

/// The letter to the second person; `first` is who sent the bid.
fn asked(
    bid: &Bid,
    second: &Person,
    first: Option<&Person>,
    until: CivilDate,
    again: bool,
) -> Letter {
    let by = first.map(called).unwrap_or_default();
    let first = first.map(|first| first.id);
    let body = Body::SecondPersonAsked {
        reference: bid.application.reference.clone().unwrap_or_default(),
        round: bid.round.settings.title.clone(),
        organisation: bid.application.organisation_name.clone(),
        entered: bid.application.entered.is_some_and(|entered| Some(entered.by) == first),
        by,
        until,
        again,
        path: format!("/applications/{}/confirmation", bid.application.id),
    };
    letters::about(bid, recipient(second), body)
}

fn needed(bid: &Bid, first: &Person, who: Option<String>, until: CivilDate, again: bool) -> Letter {
    let body = Body::SecondPersonNeeded {
        reference: bid.application.reference.clone().unwrap_or_default(),
        round: bid.round.settings.title.clone(),
        who,
        until,
        again,
        path: path(bid),
    };
    letters::about(bid, recipient(first), body)
}

/// Bids of one run.
const AT_ONCE: i64 = 20;

/// The scheduler's part: reminders on the working day before the last one.
pub struct RemindSecondPeople;

impl UseCase for RemindSecondPeople {
    type Subject = Vec<(Bid, Confirmation)>;
    /// How many bids it looked at.
    type Output = usize;
    const ACT: Act = Act::Housekeeping;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        let due = eye.tx.confirmations_due(london::date(eye.now), AT_ONCE)?;
        due.into_iter()
            .map(|id| {
                let bid = Bid::load(eye, id)?;
                let confirmation = kept(&bid, eye)?;
                Ok((bid, confirmation))
            })
            .collect()
    }

    fn on(&self, _: &Self::Subject) -> On {
        On::default()
    }

    fn run(&self, due: Self::Subject, cx: &mut Cx<'_>) -> Outcome<usize> {
        let count = due.len();
        for (bid, confirmation) in due {
            remind(&bid, confirmation, cx)?;
        }
        Ok(count)
    }
}

/// Reminds once. Where the deadline has moved since, the reminder moves with it.
fn remind(bid: &Bid, before: Confirmation, cx: &mut Cx<'_>) -> Outcome<()> {
    let (day, today) = (until(&bid.round, cx), london::date(cx.now));
    let due = remind_on(day, &cx.office().bank_holidays);
    if due > today {
        let after = Confirmation { remind_on: Some(due), ..before };
        return cx.tx.save_confirmation(&after).map_err(again);
    }
    let after = Confirmation { remind_on: None, ..before };
    cx.tx.save_confirmation(&after).map_err(again)?;
    let waits = after.status == ConfirmationStatus::Asked && today <= day;
    if !waits || answer_until(bid, cx)?.is_err() {
        return Ok(());
    }
    let first = match after.first {
        Some(first) => cx.tx.person(first)?,
        None => None,
    };
    let second = match after.person {
        Some(second) => cx.tx.person(second)?,
        None => None,
    };
    if let Some(second) = &second {
        cx.send(&asked(bid, second, first.as_ref(), day, true))?;
    }
    if let Some(first) = &first {
        cx.send(&needed(bid, first, second.as_ref().map(called), day, true))?;
    }
    cx.audit(&record::entry(&bid.application, "application.second_person_reminded"))
}
