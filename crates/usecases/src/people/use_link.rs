//! Signing in by the link of a letter, or by the code in it.

use super::session::{SignedIn, begin};
use super::token::{code_digest, link_digest, tries_key, typed_code};
use crate::{AppError, Cx, Eye, Outcome, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::audit::Entry;
use almoner_domain::id::{PersonId, SignInId};
use almoner_domain::person::{
    CODES_PER_ADDRESS, CODES_PER_LINK, LinkState, LocalPath, Person, link_state,
};
use almoner_domain::value::Instant;
use almoner_ports::{SignIn, StoreError, Taken};

/// Uses the link of a letter. Only a press of the button on its page does this: programs that
/// look for harm in mail follow links, but press no buttons.
pub struct UseLink {
    /// The token in the link.
    pub token: String,
    /// The token of the cookie that the browser sent, if any: that session ends.
    pub before: Option<String>,
}

/// What became of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkAnswer {
    /// The person is signed in.
    In(SignedIn),
    /// It, or a newer one, was used.
    Used,
    /// Its time is over.
    Expired,
    /// There is no such link.
    Unknown,
}

impl UseCase for UseLink {
    type Subject = Option<SignIn>;
    type Output = LinkAnswer;
    const ACT: Act = Act::SignIn;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        let digest = link_digest(eye, &self.token);
        Ok(eye.tx.sign_in_by_digest(&digest)?)
    }

    fn on(&self, _: &Self::Subject) -> On {
        On::default()
    }

    fn run(&self, link: Self::Subject, cx: &mut Cx<'_>) -> Outcome<LinkAnswer> {
        let Some(link) = link else { return Ok(LinkAnswer::Unknown) };
        match link_state(link.expires_at, link.used_at, cx.now) {
            LinkState::Used => return Ok(LinkAnswer::Used),
            LinkState::Expired => return Ok(LinkAnswer::Expired),
            LinkState::Live => {}
        }
        let signed_in = enter(cx, &link, "link", self.before.as_deref())?;
        Ok(signed_in.map_or(LinkAnswer::Used, LinkAnswer::In))
    }
}

/// Uses the code of a letter.
pub struct UseCode {
    /// The link that the code belongs to, as [`super::Asked`] said.
    pub sign_in: SignInId,
    /// What was typed.
    pub code: String,
    /// The token of the cookie that the browser sent, if any: that session ends.
    pub before: Option<String>,
}

/// What became of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeAnswer {
    /// The person is signed in.
    In(SignedIn),
    /// Not the code of this link.
    Wrong,
    /// Too many wrong codes for this link: the link itself still works, or a new letter.
    TooManyForLink,
    /// Too many wrong codes for the address: from this instant on it can be tried again.
    Wait(Instant),
    /// The link or its code, or a newer one, was used.
    Used,
    /// Its time is over.
    Expired,
}

impl UseCase for UseCode {
    type Subject = Option<SignIn>;
    type Output = CodeAnswer;
    const ACT: Act = Act::SignIn;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        Ok(eye.tx.sign_in(self.sign_in)?)
    }

    fn on(&self, _: &Self::Subject) -> On {
        On::default()
    }

    fn run(&self, link: Self::Subject, cx: &mut Cx<'_>) -> Outcome<CodeAnswer> {
        let Some(link) = link else { return Ok(CodeAnswer::Wrong) };
        let now = cx.now;
        let key = tries_key(cx, "codes", &link.email);
        let mut tries = cx.tx.lock_tries(&key, now)?;
        if let Some(until) = tries.wait(CODES_PER_ADDRESS, now) {
            return Ok(CodeAnswer::Wait(until));
        }
        // Read again under the lock: another guess may have been counted meanwhile.
        let Some(mut link) = cx.tx.sign_in(self.sign_in)? else { return Ok(CodeAnswer::Wrong) };
        match link_state(link.expires_at, link.used_at, now) {
            LinkState::Used => return Ok(CodeAnswer::Used),
            LinkState::Expired => return Ok(CodeAnswer::Expired),
            LinkState::Live if link.wrong_codes >= CODES_PER_LINK => {
                return Ok(CodeAnswer::TooManyForLink);
            }
            LinkState::Live => {}
        }
        if code_digest(cx, link.id, &typed_code(&self.code))[..] == link.code_digest[..] {
            let signed_in = enter(cx, &link, "code", self.before.as_deref())?;
            return Ok(signed_in.map_or(CodeAnswer::Used, CodeAnswer::In));
        }
        tries.count(CODES_PER_ADDRESS, now);
        cx.tx.save_tries(&key, &tries)?;
        link.wrong_codes += 1;
        cx.tx.save_sign_in(&link)?;
        cx.audit(&Entry::office("sign_in.wrong_code").id("sign_in", link.id))?;
        Ok(CodeAnswer::Wrong)
    }
}

/// Uses `link` up, makes the account if there is none yet, and begins a session. `None` if
/// somebody used the link at the same moment.
fn enter(
    cx: &mut Cx<'_>,
    link: &SignIn,
    by: &str,
    before: Option<&str>,
) -> Outcome<Option<SignedIn>> {
    let now = cx.now;
    match cx.tx.save_sign_in(&SignIn { used_at: Some(now), ..link.clone() }) {
        Err(StoreError::Stale) => return Ok(None),
        saved => saved?,
    }
    cx.tx.spend_sign_ins(&link.email, now)?;
    let person = match cx.tx.person_by_email(&link.email)? {
        Some(person) => person,
        None => join(cx, &link.email, String::new())?,
    };
    let entry = Entry::office("sign_in.used").id("sign_in", link.id).id("person", person.id);
    cx.audit(&entry.code("by", by))?;
    begin(cx, &person, false, LocalPath::or_top(&link.next), before).map(Some)
}

/// Makes an account.
pub(crate) fn join(cx: &mut Cx<'_>, email: &str, name: String) -> Outcome<Person> {
    let id: PersonId = cx.id();
    let person =
        Person { id, email: email.to_owned(), name, phone: None, created_at: cx.now, version: 1 };
    cx.tx.add_person(&person).map_err(|error| match error {
        // Made by another transaction since we looked: run again and find it.
        StoreError::Taken(Taken::Email, why) => AppError::Store(StoreError::Busy(why)),
        other => other.into(),
    })?;
    let digest = cx.digest(id, email)?;
    cx.audit(&Entry::office("person.joined").id("person", id).with("email", digest))?;
    Ok(person)
}
