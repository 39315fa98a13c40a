//! Reading the outbox: the mailbox of a demonstration, and the delivery list of the grants team.

use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On, Standing};
use almoner_domain::application::withhold::{Audience, shown_name, shown_places};
use almoner_domain::id::{ApplicationId, LetterId};
use almoner_domain::value::Instant;
use almoner_ports::{Posted, Written};
use std::collections::BTreeSet;

/// How many letters a page shows.
pub const LETTERS_A_PAGE: i64 = 50;

/// A letter of the demonstration's mailbox, in words.
#[derive(Clone, Debug)]
pub struct InMailbox {
    /// As it stands in the outbox.
    pub posted: Posted,
    /// In words.
    pub written: Written,
}

/// The mailbox of a demonstration, newest first. Elsewhere there is no such thing: letters hold
/// sign-in links.
pub struct Mailbox {
    /// Only letters before this one.
    pub before: Option<LetterId>,
}

impl View for Mailbox {
    type Output = Vec<InMailbox>;
    const ACT: Act = Act::ReadMailbox;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        only_in_a_demonstration(eye)?;
        let letters = eye.tx.letters(self.before, LETTERS_A_PAGE)?;
        let seen = letters
            .into_iter()
            .map(|posted| InMailbox { written: eye.words().write(&posted.letter), posted })
            .collect();
        Ok((On::default(), seen))
    }
}

/// One letter of the demonstration's mailbox.
pub struct MailboxLetter {
    /// Which.
    pub letter: LetterId,
}

impl View for MailboxLetter {
    type Output = InMailbox;
    const ACT: Act = Act::ReadMailbox;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        only_in_a_demonstration(eye)?;
        let posted = eye.tx.letter(self.letter)?.ok_or(AppError::NotFound)?;
        Ok((On::default(), InMailbox { written: eye.words().write(&posted.letter), posted }))
    }
}

fn only_in_a_demonstration(eye: &Eye<'_>) -> Outcome<()> {
    if eye.is_demonstration() { Ok(()) } else { Err(AppError::NotFound) }
}

/// How a letter fares, without what it says.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Its id.
    pub id: LetterId,
    /// The kind of letter.
    pub code: String,
    /// To whom; withheld where it may tell the name or a place of a group.
    pub email: Option<String>,
    /// When it was queued.
    pub queued_at: Instant,
    /// When the mail server accepted it.
    pub sent_at: Option<Instant>,
    /// How many tries.
    pub attempts: i32,
    /// What the mail server said when it failed, with the same exception: it repeats addresses.
    pub last_error: Option<String>,
    /// Whether we gave up.
    pub failed: bool,
}

/// The letters of the office and how they fare, newest first.
#[derive(Clone, Debug)]
pub struct Deliveries {
    /// The letters, without those about bids from which the reader is kept away.
    pub letters: Vec<Delivery>,
    /// After which letter the next page goes on; none after the last.
    pub next: Option<LetterId>,
    /// How many still wait.
    pub waiting: i64,
    /// How many the mail server has accepted.
    pub accepted: i64,
}

/// The delivery list of the grants team.
pub struct ReadDeliveries {
    /// Only letters before this one.
    pub before: Option<LetterId>,
}

impl View for ReadDeliveries {
    type Output = Deliveries;
    const ACT: Act = Act::ReadLetters;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        let letters = eye.tx.letters(self.before, LETTERS_A_PAGE)?;
        let full = usize::try_from(LETTERS_A_PAGE).is_ok_and(|most| letters.len() >= most);
        let next = letters.last().filter(|_| full).map(|last| last.id);
        let about: BTreeSet<ApplicationId> =
            letters.iter().filter_map(|posted| posted.application).collect();
        let about: Vec<ApplicationId> = about.into_iter().collect();
        let standings = eye.tx.standings_towards(eye.person()?, &about)?;
        let hidden: BTreeSet<ApplicationId> = eye
            .tx
            .applications(&about)?
            .into_iter()
            .filter(|bid| {
                let audience = Audience::of(standings.towards(bid.id));
                shown_name(bid, audience).is_withheld() || shown_places(bid, audience).is_withheld()
            })
            .map(|bid| bid.id)
            .collect();
        let away = |posted: &Posted| {
            posted.application.is_some_and(|bid| standings.towards(bid) == Standing::Recused)
        };
        let letters = letters
            .into_iter()
            .filter(|posted| !away(posted))
            .map(|posted| {
                let shown = posted.application.is_none_or(|bid| !hidden.contains(&bid));
                Delivery {
                    id: posted.id,
                    code: posted.code,
                    email: Some(posted.to.email).filter(|_| shown),
                    queued_at: posted.queued_at,
                    sent_at: posted.sent_at,
                    attempts: posted.attempts,
                    last_error: posted.last_error.filter(|_| shown),
                    failed: posted.failed,
                }
            })
            .collect();
        let (waiting, accepted) = (eye.tx.waiting_count()?, eye.tx.accepted_count()?);
        Ok((On::default(), Deliveries { letters, next, waiting, accepted }))
    }
}
