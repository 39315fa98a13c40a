//! Who is calling: from a session cookie or an API token to an actor.

use crate::{Eye, Outcome, View};
use almoner_domain::access::{Act, Actor, Caller, On, RoleSet};
use almoner_domain::id::{PersonId, SessionId, TokenId};
use almoner_domain::value::Instant;

/// A session of staff ends after this many hours whatever they do (proposed default).
pub const SESSION_HOURS: i64 = 12;
/// A session with roles of the office ends after this many idle minutes (proposed default).
/// Applicants keep theirs for the whole of [`SESSION_HOURS`] times fourteen: losing an evening's
/// work to a time-out costs more than it protects.
pub const SESSION_IDLE_MINUTES: i64 = 30;

/// What a caller shows to be recognised.
pub enum Recognise<'a> {
    /// The token of a session cookie.
    Cookie(&'a str),
    /// A bearer token of the JSON interface.
    Bearer(&'a str),
}

/// A recognised caller.
#[derive(Clone, Debug)]
pub struct Recognised {
    /// The actor for the policy.
    pub actor: Actor,
    /// The person's id.
    pub person: PersonId,
    /// Their name, or their address while they have not given one.
    pub name: String,
    /// The session, if by cookie.
    pub session: Option<SessionId>,
    /// The token, if by bearer.
    pub token: Option<TokenId>,
    /// When it was last written down as seen.
    pub seen_at: Instant,
}

impl View for Recognise<'_> {
    type Output = Option<Recognised>;
    const ACT: Act = Act::SignIn;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        Ok((On::default(), self.find(eye)?))
    }
}

impl Recognise<'_> {
    fn find(&self, eye: &mut Eye<'_>) -> Outcome<Option<Recognised>> {
        let (account, session, token, second_factor, seen_at) = match self {
            Self::Cookie(text) => {
                let digest = eye.secrets().token_digest(text);
                let Some((session, person)) = eye.tx.session_and_person(&digest)? else {
                    return Ok(None);
                };
                if session.ended_at.is_some() {
                    return Ok(None);
                }
                let second_factor = session.second_factor_at.is_some();
                let age = eye.now.since(session.created_at).as_mins();
                let idle = eye.now.since(session.seen_at).as_mins();
                let over = if second_factor {
                    age >= SESSION_HOURS * 60 || idle >= SESSION_IDLE_MINUTES
                } else {
                    age >= SESSION_HOURS * 60 * 14
                };
                if over {
                    return Ok(None);
                }
                (person, Some(session.id), None, second_factor, session.seen_at)
            }
            Self::Bearer(text) => {
                let digest = eye.secrets().token_digest(text);
                let Some(token) = eye.tx.token_by_digest(&digest)? else { return Ok(None) };
                if token.revoked_at.is_some() || token.expires_at <= eye.now {
                    return Ok(None);
                }
                let seen = token.used_at.unwrap_or(token.created_at);
                let Some(person) = eye.tx.person(token.person)? else { return Ok(None) };
                (person, None, Some(token.id), token.second_factor, seen)
            }
        };
        let person = account.id;
        let roles: RoleSet = eye.tx.roles_of(person, eye.now)?.into_iter().collect();
        let organisations = eye.tx.organisations_of(person)?;
        let name = if account.name.is_empty() { account.email } else { account.name };
        Ok(Some(Recognised {
            actor: Actor::Person(Caller { id: person, roles, second_factor, organisations }),
            person,
            name,
            session,
            token,
            seen_at,
        }))
    }
}
