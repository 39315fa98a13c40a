//! One's own account: name, telephone number and tokens of the interface for programs.

use super::ask_for_sign_in::later;
use super::session;
use super::token::{TOKEN_PREFIX, fresh};
use crate::{AppError, Cx, Eye, Outcome, UseCase, View};
use almoner_domain::access::{Act, Actor, On, RoleSet};
use almoner_domain::audit::{Entry, Fact};
use almoner_domain::id::TokenId;
use almoner_domain::person::{Person, PersonName, TOKEN_DAYS, TokenName};
use almoner_domain::value::{Instant, PhoneNumber};
use almoner_ports::Session;

/// How many tokens of one person may work at a time (proposed default).
pub const TOKENS_AT_A_TIME: usize = 20;

/// One's own account.
pub struct Account;

/// What the account page shows.
#[derive(Clone, Debug)]
pub struct AccountSeen {
    /// The person.
    pub person: Person,
    /// Roles of the office that they hold.
    pub roles: RoleSet,
    /// Whether an authenticator app is set up.
    pub has_second_factor: bool,
    /// Whether this session has passed the second factor.
    pub passed_second_factor: bool,
    /// Tokens that still work, newest first.
    pub tokens: Vec<TokenSeen>,
}

/// A token as its owner sees it: never the token itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSeen {
    /// Its id.
    pub id: TokenId,
    /// What its owner calls it.
    pub name: String,
    /// Whether it carries its owner's roles.
    pub carries_roles: bool,
    /// When it was made.
    pub created_at: Instant,
    /// When it stops working.
    pub expires_at: Instant,
    /// When it was last used.
    pub used_at: Option<Instant>,
}

impl View for Account {
    type Output = AccountSeen;
    const ACT: Act = Act::OwnAccount;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, AccountSeen)> {
        let id = eye.person()?;
        let person = eye.tx.person(id)?.ok_or(AppError::SignedOut)?;
        let roles = eye.tx.roles_of(id, eye.now)?.into_iter().collect();
        let seen = AccountSeen {
            person,
            roles,
            has_second_factor: eye.tx.second_factor(id)?.is_some(),
            passed_second_factor: passed_second_factor(eye.actor),
            tokens: working_tokens(eye)?,
        };
        Ok((On::default(), seen))
    }
}

fn working_tokens(eye: &mut Eye<'_>) -> Outcome<Vec<TokenSeen>> {
    let (person, now) = (eye.person()?, eye.now);
    let tokens = eye.tx.tokens_of(person)?.into_iter();
    let working = tokens.filter(|token| token.revoked_at.is_none() && token.expires_at > now);
    Ok(working
        .map(|token| TokenSeen {
            id: token.id,
            name: token.name,
            carries_roles: token.second_factor,
            created_at: token.created_at,
            expires_at: token.expires_at,
            used_at: token.used_at,
        })
        .collect())
}

fn passed_second_factor(actor: &Actor) -> bool {
    matches!(actor, Actor::Person(caller) if caller.second_factor)
}

/// Saves one's own name and telephone number.
pub struct SaveAccount {
    /// The name.
    pub name: PersonName,
    /// A telephone number, if they want to give one. `None` keeps none.
    pub phone: Option<PhoneNumber>,
    /// The version that the page showed; none where only the name is asked, once.
    pub version: Option<i64>,
}

impl UseCase for SaveAccount {
    type Subject = Person;
    type Output = ();
    const ACT: Act = Act::OwnAccount;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Person> {
        let id = eye.person()?;
        eye.tx.person(id)?.ok_or(AppError::SignedOut)
    }

    fn on(&self, _: &Person) -> On {
        On::default()
    }

    fn run(&self, mut person: Person, cx: &mut Cx<'_>) -> Outcome<()> {
        if self.version.is_some_and(|version| version != person.version) {
            return Err(AppError::Stale);
        }
        let before = person.clone();
        person.name = self.name.as_str().to_owned();
        if self.version.is_some() {
            person.phone = self.phone.as_ref().map(PhoneNumber::to_string);
        }
        if (&person.name, &person.phone) == (&before.name, &before.phone) {
            return Ok(());
        }
        cx.tx.save_person(&person)?;
        let name = cx.digest(person.id, &person.name)?;
        let phone = cx.digest(person.id, person.phone.as_deref().unwrap_or_default())?;
        let entry = Entry::office("person.changed").id("person", person.id);
        cx.audit(&entry.with("name", name).with("phone", phone))
    }
}

/// Makes a token of the interface for programs. One made in a session that has passed the second
/// factor carries its owner's roles, as they are at each use.
pub struct CreateToken {
    /// What to call it.
    pub name: TokenName,
    /// The token of the session's cookie: a token cannot make another.
    pub session: String,
}

/// A token that was just made.
#[derive(Clone, PartialEq, Eq)]
pub enum TokenAnswer {
    /// Here it is. Nobody can see it again.
    Made {
        /// The token.
        token: String,
        /// When it stops working.
        expires_at: Instant,
    },
    /// The person has [`TOKENS_AT_A_TIME`] that work: revoke one first.
    TooMany,
}

impl UseCase for CreateToken {
    type Subject = Session;
    type Output = TokenAnswer;
    const ACT: Act = Act::OwnAccount;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Session> {
        session::own(eye, &self.session)
    }

    fn on(&self, _: &Session) -> On {
        On::default()
    }

    fn run(&self, session: Session, cx: &mut Cx<'_>) -> Outcome<TokenAnswer> {
        if working_tokens(cx)?.len() >= TOKENS_AT_A_TIME {
            return Ok(TokenAnswer::TooMany);
        }
        let (id, token) = (cx.id::<TokenId>(), format!("{TOKEN_PREFIX}{}", fresh(cx)));
        let expires_at = later(cx.now, TOKEN_DAYS.unsigned_abs() * 24 * 3600)?;
        let (created_at, token_digest) = (cx.now, cx.secrets().token_digest(&token).to_vec());
        let second_factor = session.second_factor_at.is_some();
        cx.tx.add_token(&almoner_ports::StoredToken {
            id,
            person: session.person,
            name: self.name.as_str().to_owned(),
            token_digest,
            second_factor,
            created_at,
            expires_at,
            used_at: None,
            revoked_at: None,
        })?;
        let entry = Entry::office("token.made").id("person", session.person).id("token", id);
        let entry = entry.with("carries_roles", Fact::Flag(second_factor));
        cx.audit(&entry.with("expires", Fact::At(expires_at)))?;
        Ok(TokenAnswer::Made { token, expires_at })
    }
}

/// Revokes one of one's own tokens.
pub struct RevokeToken {
    /// Which.
    pub token: TokenId,
}

impl UseCase for RevokeToken {
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
        let (person, now) = (cx.person()?, cx.now);
        let theirs = cx.tx.tokens_of(person)?;
        let token = theirs.into_iter().find(|token| token.id == self.token);
        let token = token.filter(|token| token.revoked_at.is_none()).ok_or(AppError::NotFound)?;
        cx.tx.save_token(&almoner_ports::StoredToken { revoked_at: Some(now), ..token })?;
        cx.audit(&Entry::office("token.revoked").id("person", person).id("token", self.token))
    }
}
