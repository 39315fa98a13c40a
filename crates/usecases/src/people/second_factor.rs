//! The second factor: set up, confirmed, passed.
//!
//! A secret that is being set up is kept nowhere: its page carries it, sealed for this person and
//! this half hour, and only the confirmed secret is stored.

use super::session::{self, SignedIn, begin};
use super::token::{tries_key, typed_code};
use super::totp::{self, SECRET_BYTES};
use crate::{AppError, Cx, Eye, Outcome, UseCase, View};
use almoner_domain::access::{Act, Actor, On};
use almoner_domain::audit::Entry;
use almoner_domain::id::PersonId;
use almoner_domain::person::{FACTOR_CODES_PER_ACCOUNT, LocalPath, Person, Tries};
use almoner_domain::value::Instant;
use almoner_ports::{Session, StoreError};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// How long a secret that is being set up may be confirmed, in minutes.
const SET_UP_MINUTES: i64 = 30;

/// What the page shows on which an authenticator app is set up.
#[derive(Clone, PartialEq, Eq)]
pub struct SetUp {
    /// The sealed secret, for the page's form.
    pub sealed: String,
    /// What the QR code says.
    pub uri: String,
    /// The secret as people type it.
    pub key: String,
}

/// Begins to set up an authenticator app, or shows again what `sealed` holds.
pub struct BeginSetUp {
    /// The sealed secret of the page that was sent in, to show it again.
    pub sealed: Option<String>,
}

/// Where a person stands with the second factor.
#[derive(Clone, PartialEq, Eq)]
pub enum SetUpAnswer {
    /// It can be set up.
    Ready(SetUp),
    /// One is set up, and this session has not passed it: pass it first.
    PassFirst,
}

impl View for BeginSetUp {
    type Output = SetUpAnswer;
    const ACT: Act = Act::SecondFactor;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, SetUpAnswer)> {
        let person = account(eye)?;
        if !may_set_up(eye, person.id)? {
            return Ok((On::default(), SetUpAnswer::PassFirst));
        }
        let known = self.sealed.as_deref().and_then(|sealed| unpack(eye, person.id, sealed));
        let secret = known.unwrap_or_else(|| {
            let mut secret = [0; SECRET_BYTES];
            eye.secrets().random(&mut secret);
            secret
        });
        let issuer = &eye.office().identity.short_name;
        let uri = totp::uri(&secret, issuer, &person.email)
            .ok_or_else(|| StoreError::Failed("no address for an authenticator app".into()))?;
        let sealed = pack(eye, person.id, &secret);
        let set_up = SetUp { sealed, uri, key: totp::typed_key(&secret) };
        Ok((On::default(), SetUpAnswer::Ready(set_up)))
    }
}

/// Whether a second factor is set up, for the page that asks for its code.
pub struct HasSecondFactor;

impl View for HasSecondFactor {
    type Output = bool;
    const ACT: Act = Act::SecondFactor;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, bool)> {
        let person = eye.person()?;
        Ok((On::default(), eye.tx.second_factor(person)?.is_some()))
    }
}

/// What became of a code of the second factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactorAnswer {
    /// It is right. The session is a new one.
    Passed(SignedIn),
    /// It is not right.
    Wrong,
    /// It was right and has been used: the app's next one is needed.
    UsedBefore,
    /// Too many wrong codes: from this instant on it can be tried again.
    Wait(Instant),
    /// Nothing is set up yet, or what was being set up is too old: begin again.
    SetUpFirst,
    /// One is set up already, and this session has not passed it.
    PassFirst,
}

/// Confirms with a code that the app has been set up.
pub struct ConfirmSetUp {
    /// The sealed secret from the page.
    pub sealed: String,
    /// What was typed.
    pub code: String,
    /// Where to go afterwards.
    pub next: LocalPath,
    /// The token of the session's cookie.
    pub session: String,
}

impl UseCase for ConfirmSetUp {
    type Subject = (Session, Person);
    type Output = FactorAnswer;
    const ACT: Act = Act::SecondFactor;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        Ok((session::own(eye, &self.session)?, account(eye)?))
    }

    fn on(&self, _: &Self::Subject) -> On {
        On::default()
    }

    fn run(&self, (_, person): Self::Subject, cx: &mut Cx<'_>) -> Outcome<FactorAnswer> {
        let (counted, now) = (Counted::lock(cx, person.id)?, cx.now);
        if let Some(until) = counted.wait(now) {
            return Ok(FactorAnswer::Wait(until));
        }
        // Looked at under the lock, so that of two set-ups at one moment one comes first.
        if !may_set_up(cx, person.id)? {
            return Ok(FactorAnswer::PassFirst);
        }
        let Some(secret) = unpack(cx, person.id, &self.sealed) else {
            return Ok(FactorAnswer::SetUpFirst);
        };
        let Some(step) = totp::step_of(&secret, &typed_code(&self.code), now) else {
            return counted.wrong(cx, person.id);
        };
        let sealed = cx.secrets().seal(&secret);
        cx.tx.set_second_factor(person.id, &sealed, now)?;
        if !cx.tx.use_time_step(person.id, step)? {
            return Ok(FactorAnswer::UsedBefore);
        }
        cx.audit(&Entry::office("second_factor.set_up").id("person", person.id))?;
        let signed_in = begin(cx, &person, true, self.next.clone(), Some(&self.session))?;
        Ok(FactorAnswer::Passed(signed_in))
    }
}

/// Passes the second factor with a code.
pub struct PassSecondFactor {
    /// What was typed.
    pub code: String,
    /// Where to go afterwards.
    pub next: LocalPath,
    /// The token of the session's cookie.
    pub session: String,
}

impl UseCase for PassSecondFactor {
    type Subject = (Session, Person);
    type Output = FactorAnswer;
    const ACT: Act = Act::SecondFactor;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        Ok((session::own(eye, &self.session)?, account(eye)?))
    }

    fn on(&self, _: &Self::Subject) -> On {
        On::default()
    }

    fn run(&self, (_, person): Self::Subject, cx: &mut Cx<'_>) -> Outcome<FactorAnswer> {
        let (counted, now) = (Counted::lock(cx, person.id)?, cx.now);
        if let Some(until) = counted.wait(now) {
            return Ok(FactorAnswer::Wait(until));
        }
        let Some((sealed, _)) = cx.tx.second_factor(person.id)? else {
            return Ok(FactorAnswer::SetUpFirst);
        };
        let secret = cx.secrets().open(&sealed).ok_or_else(|| unreadable(person.id))?;
        let Some(step) = totp::step_of(&secret, &typed_code(&self.code), now) else {
            return counted.wrong(cx, person.id);
        };
        if !cx.tx.use_time_step(person.id, step)? {
            counted.wrong(cx, person.id)?;
            return Ok(FactorAnswer::UsedBefore);
        }
        let signed_in = begin(cx, &person, true, self.next.clone(), Some(&self.session))?;
        Ok(FactorAnswer::Passed(signed_in))
    }
}

/// The wrong codes of an account, locked until the transaction ends.
struct Counted {
    key: [u8; 32],
    tries: Tries,
}

impl Counted {
    fn lock(cx: &mut Cx<'_>, person: PersonId) -> Outcome<Self> {
        let key = tries_key(cx, "second factor", &person.to_string());
        let now = cx.now;
        Ok(Self { key, tries: cx.tx.lock_tries(&key, now)? })
    }

    fn wait(&self, now: Instant) -> Option<Instant> {
        self.tries.wait(FACTOR_CODES_PER_ACCOUNT, now)
    }

    fn wrong(mut self, cx: &mut Cx<'_>, person: PersonId) -> Outcome<FactorAnswer> {
        self.tries.count(FACTOR_CODES_PER_ACCOUNT, cx.now);
        cx.tx.save_tries(&self.key, &self.tries)?;
        cx.audit(&Entry::office("second_factor.wrong_code").id("person", person))?;
        Ok(FactorAnswer::Wrong)
    }
}

fn account(eye: &mut Eye<'_>) -> Outcome<Person> {
    let person = eye.person()?;
    eye.tx.person(person)?.ok_or(AppError::SignedOut)
}

/// A first app may be set up by whoever has signed in; another one only by whoever has passed the
/// one that is there.
fn may_set_up(eye: &mut Eye<'_>, person: PersonId) -> Outcome<bool> {
    let passed = matches!(eye.actor, Actor::Person(caller) if caller.second_factor);
    Ok(passed || eye.tx.second_factor(person)?.is_none())
}

fn unreadable(person: PersonId) -> AppError {
    AppError::Store(StoreError::Corrupt {
        table: "second_factor",
        id: person.to_string(),
        why: "it does not open with the configured secret".into(),
    })
}

/// Seals a secret for this person and the time that set-up may take.
fn pack(eye: &Eye<'_>, person: PersonId, secret: &[u8; SECRET_BYTES]) -> String {
    let begun = eye.now.as_microsecond().to_be_bytes();
    let plain = [&person.uuid().as_bytes()[..], &begun, secret].concat();
    URL_SAFE_NO_PAD.encode(eye.secrets().seal(&plain))
}

/// Opens what [`pack`] made, if it was made for this person and not too long ago.
fn unpack(eye: &Eye<'_>, person: PersonId, sealed: &str) -> Option<[u8; SECRET_BYTES]> {
    let plain = eye.secrets().open(&URL_SAFE_NO_PAD.decode(sealed).ok()?)?;
    let (whose, rest) = plain.split_first_chunk::<16>()?;
    let (begun, secret) = rest.split_first_chunk::<8>()?;
    let begun = Instant::from_microsecond(i64::from_be_bytes(*begun)).ok()?;
    let fresh = eye.now.since(begun).as_mins() < SET_UP_MINUTES;
    (whose == person.uuid().as_bytes() && fresh).then_some(())?;
    secret.try_into().ok()
}
