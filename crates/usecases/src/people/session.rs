//! Sessions: begun anew at every sign-in and at every step up, ended at sign-out.

use super::token::fresh;
use crate::{App, AppError, Cx, Eye, Outcome, UseCase};
use almoner_domain::access::{Act, On, RoleSet};
use almoner_domain::audit::Entry;
use almoner_domain::id::{PersonId, SessionId};
use almoner_domain::person::{LocalPath, Person};
use almoner_domain::value::Instant;
use almoner_ports::{Session, StoreError, Stored, StoredToken};

/// A session that has just begun.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// The token for the cookie. Shown to nobody else and kept nowhere.
    pub token: String,
    /// Who signed in.
    pub person: PersonId,
    /// Where to go.
    pub next: LocalPath,
    /// Whether the person has given a name.
    pub has_name: bool,
    /// Roles of the office that the person holds; they count only after the second factor.
    pub roles: RoleSet,
    /// Whether this session has passed the second factor.
    pub second_factor: bool,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn").field("person", &self.person).finish_non_exhaustive()
    }
}

/// Begins a session and ends the one that the browser had before.
pub(super) fn begin(
    cx: &mut Cx<'_>,
    person: &Person,
    second_factor: bool,
    next: LocalPath,
    before: Option<&str>,
) -> Outcome<SignedIn> {
    if let Some(token) = before {
        end(cx, token)?;
    }
    let (now, token, id) = (cx.now, fresh(cx), cx.id::<SessionId>());
    let token_digest = cx.secrets().token_digest(&token).to_vec();
    cx.tx.add_session(&Session {
        id,
        person: person.id,
        token_digest,
        created_at: now,
        seen_at: now,
        second_factor_at: second_factor.then_some(now),
        ended_at: None,
    })?;
    let roles: RoleSet = cx.tx.roles_of(person.id, now)?.into_iter().collect();
    let entry = Entry::office("session.begun").id("person", person.id).id("session", id);
    cx.audit(&entry.with("second_factor", almoner_domain::audit::Fact::Flag(second_factor)))?;
    let has_name = !person.name.is_empty();
    Ok(SignedIn { token, person: person.id, next, has_name, roles, second_factor })
}

/// Ends the session of a cookie's token, if there is one that has not ended.
fn end(cx: &mut Cx<'_>, token: &str) -> Outcome<()> {
    let digest = cx.secrets().token_digest(token);
    let Some(mut session) = cx.tx.session_by_digest(&digest)? else { return Ok(()) };
    if session.ended_at.is_none() {
        session.ended_at = Some(cx.now);
        cx.tx.save_session(&session)?;
        let entry = Entry::office("session.ended");
        cx.audit(&entry.id("person", session.person).id("session", session.id))?;
    }
    Ok(())
}

/// The living session of `token`, which must be the caller's own. What a person does to their own
/// account needs a session: a token of the interface for programs is not enough.
pub(super) fn own(eye: &mut Eye<'_>, token: &str) -> Outcome<Session> {
    let person = eye.person()?;
    let digest = eye.secrets().token_digest(token);
    match eye.tx.session_by_digest(&digest)? {
        Some(session) if session.person == person && session.ended_at.is_none() => Ok(session),
        _ => Err(AppError::SignedOut),
    }
}

/// Writes down that a session or a token was used. Called at most once a minute for each.
pub enum Touch {
    /// The session of this cookie's token.
    Cookie(String),
    /// This token of the interface for programs.
    Bearer(String),
}

impl UseCase for Touch {
    type Subject = ();
    type Output = ();
    const ACT: Act = Act::OwnAccount;

    fn load(&self, _: &mut Eye<'_>) -> Outcome<()> {
        Ok(())
    }

    fn on(&self, (): &()) -> On {
        On::default()
    }

    fn run(&self, (): (), cx: &mut Cx<'_>) -> Outcome<()> {
        let now = cx.now;
        Ok(self.write_down(&mut cx.eye, now)?)
    }
}

impl Touch {
    /// A use is never moved back behind a later one.
    fn write_down(&self, eye: &mut Eye<'_>, at: Instant) -> Stored<()> {
        match self {
            Self::Cookie(text) => {
                let digest = eye.secrets().token_digest(text);
                match eye.tx.session_by_digest(&digest)? {
                    Some(session) if session.seen_at < at => {
                        eye.tx.save_session(&Session { seen_at: at, ..session })
                    }
                    _ => Ok(()),
                }
            }
            Self::Bearer(text) => {
                let digest = eye.secrets().token_digest(text);
                match eye.tx.token_by_digest(&digest)? {
                    Some(token) if token.used_at.is_none_or(|used| used < at) => {
                        eye.tx.save_token(&StoredToken { used_at: Some(at), ..token })
                    }
                    _ => Ok(()),
                }
            }
        }
    }
}

impl App {
    /// Writes down many uses, each at its own instant, in one transaction. What has ended since
    /// stays as it is.
    ///
    /// # Errors
    /// When the database fails; then none was written down.
    pub fn note_uses(&self, uses: Vec<(Touch, Instant)>) -> Outcome<()> {
        self.write_plainly(move |eye| {
            uses.iter().try_for_each(|(touch, at)| match touch.write_down(eye, *at) {
                Err(StoreError::Stale) => Ok(()),
                other => other,
            })
        })
    }
}

/// Signs out of this browser.
pub struct SignOut {
    /// The token of its cookie.
    pub token: String,
}

impl UseCase for SignOut {
    type Subject = ();
    type Output = ();
    const ACT: Act = Act::SignIn;

    fn load(&self, _: &mut Eye<'_>) -> Outcome<()> {
        Ok(())
    }

    fn on(&self, (): &()) -> On {
        On::default()
    }

    fn run(&self, (): (), cx: &mut Cx<'_>) -> Outcome<()> {
        end(cx, &self.token)
    }
}

/// Signs out of every browser, this one included.
pub struct SignOutEverywhere {
    /// The token of this browser's cookie.
    pub token: String,
}

impl UseCase for SignOutEverywhere {
    type Subject = Session;
    type Output = ();
    const ACT: Act = Act::OwnAccount;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Session> {
        own(eye, &self.token)
    }

    fn on(&self, _: &Session) -> On {
        On::default()
    }

    fn run(&self, session: Session, cx: &mut Cx<'_>) -> Outcome<()> {
        let now = cx.now;
        cx.tx.end_sessions(session.person, now)?;
        cx.audit(&Entry::office("session.ended_everywhere").id("person", session.person))
    }
}
