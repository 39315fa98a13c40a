//! Asking for a sign-in link. The answer and the work are the same for every address, known or
//! not: an account is only looked for once the link or its code is used.

use super::token::{account_email, code_digest, fresh, link_digest, six_digits, tries_key};
use crate::{AppError, Cx, Eye, Outcome, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::audit::Entry;
use almoner_domain::id::SignInId;
use almoner_domain::letter::{Body, Letter, Recipient};
use almoner_domain::person::{LETTERS_PER_ADDRESS, LINK_MINUTES, LocalPath};
use almoner_domain::value::{EmailAddress, Instant};
use almoner_ports::{SignIn, StoreError};
use std::time::Duration;

/// How long counted tries are kept after their last use, in hours.
const TRIES_HOURS: u64 = 24;

/// Asks for a link.
pub struct AskForSignIn {
    /// The address to send it to.
    pub email: EmailAddress,
    /// Where to go afterwards.
    pub next: LocalPath,
}

/// The id under which the code can be typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The newest link of the address. Beyond the letters that one address gets in an hour, no
    /// further letter is sent, and this is the one already sent.
    pub sign_in: SignInId,
}

impl UseCase for AskForSignIn {
    type Subject = ();
    type Output = Asked;
    const ACT: Act = Act::SignIn;

    fn load(&self, _: &mut Eye<'_>) -> Outcome<()> {
        Ok(())
    }

    fn on(&self, (): &()) -> On {
        On::default()
    }

    fn run(&self, (): (), cx: &mut Cx<'_>) -> Outcome<Asked> {
        let (now, email) = (cx.now, account_email(&self.email));
        if let Some(before) = earlier(now, TRIES_HOURS) {
            cx.tx.forget_tries(before)?;
        }
        let key = tries_key(cx, "letters", &email);
        let mut tries = cx.tx.lock_tries(&key, now)?;
        if tries.wait(LETTERS_PER_ADDRESS, now).is_some() {
            let newest = cx.tx.newest_sign_in(&email)?;
            return Ok(Asked { sign_in: newest.map_or_else(|| cx.id(), |newest| newest.id) });
        }
        tries.count(LETTERS_PER_ADDRESS, now);
        cx.tx.save_tries(&key, &tries)?;
        let sign_in = self.send_link(cx, email)?;
        cx.audit(&Entry::office("sign_in.asked").id("sign_in", sign_in))?;
        Ok(Asked { sign_in })
    }
}

impl AskForSignIn {
    fn send_link(&self, cx: &mut Cx<'_>, email: String) -> Outcome<SignInId> {
        let (id, token, code) = (cx.id::<SignInId>(), fresh(cx), six_digits(cx));
        let expires_at = later(cx.now, u64::from(LINK_MINUTES) * 60)?;
        let (token_digest, code_digest) = (link_digest(cx, &token), code_digest(cx, id, &code));
        let created_at = cx.now;
        cx.tx.add_sign_in(&SignIn {
            id,
            email,
            token_digest: token_digest.to_vec(),
            code_digest: code_digest.to_vec(),
            next: self.next.to_string(),
            created_at,
            expires_at,
            used_at: None,
            wrong_codes: 0,
        })?;
        // To the address as it was typed: only its own mail server knows whether capitals count.
        let to =
            Recipient { person: None, name: String::new(), email: self.email.as_str().to_owned() };
        let sealed = cx.secrets().seal(format!("/sign-in/link/{token}\n{code}").as_bytes());
        let body = Body::SignInLink { sealed, minutes: LINK_MINUTES };
        cx.send(&Letter { to, round: None, application: None, body })?;
        Ok(id)
    }
}

fn earlier(now: Instant, hours: u64) -> Option<Instant> {
    let back = jiff::SignedDuration::try_from(Duration::from_secs(hours * 3600)).ok()?;
    now.checked_add(-back)
}

/// `now` and so many seconds.
pub(super) fn later(now: Instant, seconds: u64) -> Outcome<Instant> {
    jiff::SignedDuration::try_from(Duration::from_secs(seconds))
        .ok()
        .and_then(|on| now.checked_add(on))
        .ok_or_else(|| AppError::Store(StoreError::Failed("the clock is at its end".into())))
}
