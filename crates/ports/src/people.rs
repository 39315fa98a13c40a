//! People, sessions, sign-in links and tokens.

use crate::Stored;
use almoner_domain::access::Role;
use almoner_domain::id::{OrganisationId, PersonId, SessionId, SignInId, TokenId};
use almoner_domain::person::{Person, RoleHeld, Tries};
use almoner_domain::value::Instant;

/// A session as stored: the token only as a digest.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub person: PersonId,
    /// Digest of the cookie's token.
    pub token_digest: Vec<u8>,
    /// When it was made.
    pub created_at: Instant,
    /// When it was last used (written at most once a minute).
    pub seen_at: Instant,
    /// When it passed the second factor.
    pub second_factor_at: Option<Instant>,
    /// When it was ended.
    pub ended_at: Option<Instant>,
}

/// A sign-in link and its code, both only as digests.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// Its id.
    pub id: SignInId,
    /// The address that asked.
    pub email: String,
    /// Digest of the link's token.
    pub token_digest: Vec<u8>,
    /// Digest of the six-digit code.
    pub code_digest: Vec<u8>,
    /// Where to go afterwards: a path of this site.
    pub next: String,
    /// When it was asked for.
    pub created_at: Instant,
    /// When it stops working.
    pub expires_at: Instant,
    /// When it was used.
    pub used_at: Option<Instant>,
    /// Wrong codes so far.
    pub wrong_codes: i32,
}

/// A token of the JSON interface, as stored.
#[derive(Clone, Debug)]
pub struct StoredToken {
    /// Its id.
    pub id: TokenId,
    /// Whose.
    pub person: PersonId,
    /// What its owner calls it.
    pub name: String,
    /// Digest of the token.
    pub token_digest: Vec<u8>,
    /// Whether it was made in a session with the second factor, so that roles count.
    pub second_factor: bool,
    /// When it was made.
    pub created_at: Instant,
    /// When it stops working.
    pub expires_at: Instant,
    /// When it was last used (written at most once a minute).
    pub used_at: Option<Instant>,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
}

/// Reads and writes people and how they sign in. Every method fails only when the database does,
/// or with the [`crate::StoreError`] named.
#[expect(clippy::missing_errors_doc, reason = "said once for the whole trait")]
pub trait People {
    /// A person by id.
    fn person(&mut self, id: PersonId) -> Stored<Option<Person>>;
    /// A person by address (already lower-cased).
    fn person_by_email(&mut self, email: &str) -> Stored<Option<Person>>;
    /// Several people by id, in one query.
    fn people(&mut self, ids: &[PersonId]) -> Stored<Vec<Person>>;
    /// Adds a person. [`crate::Taken::Email`] if the address is taken.
    fn add_person(&mut self, person: &Person) -> Stored<()>;
    /// Saves a person whose version is that of `person`, and counts it up. `Stale` if changed.
    fn save_person(&mut self, person: &Person) -> Stored<()>;

    /// Roles of the office that a person holds at `at`.
    fn roles_of(&mut self, person: PersonId, at: Instant) -> Stored<Vec<Role>>;
    /// Everybody who holds a role at `at`, with the person, by name.
    fn role_holders(&mut self, at: Instant) -> Stored<Vec<(Person, RoleHeld)>>;
    /// Gives a role. [`crate::Taken::Other`] if it is held with an open end already.
    fn grant_role(&mut self, held: &RoleHeld) -> Stored<()>;
    /// Makes others who would end this role of anybody wait until this transaction ends.
    fn lock_role(&mut self, role: Role) -> Stored<()>;
    /// Ends a role at `at`. `Stale` if it is not held then.
    fn end_role(&mut self, person: PersonId, role: Role, at: Instant) -> Stored<()>;

    /// Organisations of which the person is a member now.
    fn organisations_of(&mut self, person: PersonId) -> Stored<Vec<OrganisationId>>;
    /// Current members of organisations, newest account first, at most `limit`.
    fn members(&mut self, limit: i64) -> Stored<Vec<Person>>;

    /// The sealed secret of a person's second factor, and the last time step that was used.
    fn second_factor(&mut self, person: PersonId) -> Stored<Option<(Vec<u8>, i64)>>;
    /// Those of `people` who have set up a second factor.
    fn with_second_factor(&mut self, people: &[PersonId]) -> Stored<Vec<PersonId>>;
    /// Sets the sealed secret of a person's second factor; no time step counts as used.
    fn set_second_factor(&mut self, person: PersonId, sealed: &[u8], at: Instant) -> Stored<()>;
    /// Removes a person's second factor, if there is one.
    fn clear_second_factor(&mut self, person: PersonId) -> Stored<()>;
    /// Marks a time step as used; `false` if it, or a later one, was used before.
    fn use_time_step(&mut self, person: PersonId, step: i64) -> Stored<bool>;

    /// Adds a session.
    fn add_session(&mut self, session: &Session) -> Stored<()>;
    /// The session with this token digest, ended or not.
    fn session_by_digest(&mut self, digest: &[u8]) -> Stored<Option<Session>>;
    /// The same with the person whose session it is, in one query.
    fn session_and_person(&mut self, digest: &[u8]) -> Stored<Option<(Session, Person)>>;
    /// Saves when it was seen, passed the second factor, or ended. `Stale` if it has ended.
    fn save_session(&mut self, session: &Session) -> Stored<()>;
    /// Ends every session of a person.
    fn end_sessions(&mut self, person: PersonId, at: Instant) -> Stored<()>;
    /// When each of `people` was last seen in a session.
    fn last_seen(&mut self, people: &[PersonId]) -> Stored<Vec<(PersonId, Instant)>>;

    /// Adds a sign-in link.
    fn add_sign_in(&mut self, sign_in: &SignIn) -> Stored<()>;
    /// The link with this token digest.
    fn sign_in_by_digest(&mut self, digest: &[u8]) -> Stored<Option<SignIn>>;
    /// A link by id (the code page carries the id).
    fn sign_in(&mut self, id: SignInId) -> Stored<Option<SignIn>>;
    /// The newest link of an address.
    fn newest_sign_in(&mut self, email: &str) -> Stored<Option<SignIn>>;
    /// Marks every unused link of an address as used.
    fn spend_sign_ins(&mut self, email: &str, at: Instant) -> Stored<()>;
    /// Saves a use, or one more wrong code. `Stale` if the link was used meanwhile, or another wrong
    /// code was counted: each use and each wrong code counts once.
    fn save_sign_in(&mut self, sign_in: &SignIn) -> Stored<()>;

    /// The tries that are counted under `key`, held until the transaction ends so that nobody
    /// else counts at the same moment. `at` is remembered as the last use of the key.
    fn lock_tries(&mut self, key: &[u8], at: Instant) -> Stored<Tries>;
    /// Saves the tries of a key that [`People::lock_tries`] has locked.
    fn save_tries(&mut self, key: &[u8], tries: &Tries) -> Stored<()>;
    /// Forgets keys that were last used before `before`.
    fn forget_tries(&mut self, before: Instant) -> Stored<()>;

    /// Adds a token.
    fn add_token(&mut self, token: &StoredToken) -> Stored<()>;
    /// A token by digest.
    fn token_by_digest(&mut self, digest: &[u8]) -> Stored<Option<StoredToken>>;
    /// A person's tokens, newest first.
    fn tokens_of(&mut self, person: PersonId) -> Stored<Vec<StoredToken>>;
    /// Saves use and revocation. `Stale` if it was revoked.
    fn save_token(&mut self, token: &StoredToken) -> Stored<()>;
    /// Revokes every token of a person that carries roles.
    fn revoke_role_tokens(&mut self, person: PersonId, at: Instant) -> Stored<()>;
}
