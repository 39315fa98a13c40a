//! People, their roles, and how they sign in.

mod accounts;
pub(super) mod membership;
mod roles;
mod second_factor;
mod sessions;
mod sign_ins;
mod tokens;
mod tries;

use crate::tx::DieselTx;
use almoner_domain::access::Role;
use almoner_domain::id::{OrganisationId, PersonId, SignInId};
use almoner_domain::person::{Person, RoleHeld, Tries};
use almoner_domain::value::Instant;
use almoner_ports::{People, Session, SignIn, Stored, StoredToken};

pub(crate) use accounts::nobody;

impl People for DieselTx<'_> {
    fn person(&mut self, id: PersonId) -> Stored<Option<Person>> {
        accounts::find(self, id)
    }
    fn person_by_email(&mut self, email: &str) -> Stored<Option<Person>> {
        accounts::find_by_email(self, email)
    }
    fn people(&mut self, ids: &[PersonId]) -> Stored<Vec<Person>> {
        accounts::find_all(self, ids)
    }
    fn add_person(&mut self, person: &Person) -> Stored<()> {
        accounts::add(self, person)
    }
    fn save_person(&mut self, person: &Person) -> Stored<()> {
        accounts::save(self, person)
    }

    fn roles_of(&mut self, person: PersonId, at: Instant) -> Stored<Vec<Role>> {
        roles::of(self, person, at)
    }
    fn role_holders(&mut self, at: Instant) -> Stored<Vec<(Person, RoleHeld)>> {
        roles::holders(self, at)
    }
    fn grant_role(&mut self, held: &RoleHeld) -> Stored<()> {
        roles::grant(self, held)
    }
    fn lock_role(&mut self, role: Role) -> Stored<()> {
        roles::lock(self, role)
    }
    fn end_role(&mut self, person: PersonId, role: Role, at: Instant) -> Stored<()> {
        roles::end(self, person, role, at)
    }

    fn organisations_of(&mut self, person: PersonId) -> Stored<Vec<OrganisationId>> {
        membership::organisations_of(self, person)
    }
    fn members(&mut self, limit: i64) -> Stored<Vec<Person>> {
        membership::members(self, limit)
    }

    fn second_factor(&mut self, person: PersonId) -> Stored<Option<(Vec<u8>, i64)>> {
        second_factor::find(self, person)
    }
    fn with_second_factor(&mut self, people: &[PersonId]) -> Stored<Vec<PersonId>> {
        second_factor::among(self, people)
    }
    fn set_second_factor(&mut self, person: PersonId, sealed: &[u8], at: Instant) -> Stored<()> {
        second_factor::set(self, person, sealed, at)
    }
    fn clear_second_factor(&mut self, person: PersonId) -> Stored<()> {
        second_factor::clear(self, person)
    }
    fn use_time_step(&mut self, person: PersonId, step: i64) -> Stored<bool> {
        second_factor::use_step(self, person, step)
    }

    fn add_session(&mut self, session: &Session) -> Stored<()> {
        sessions::add(self, session)
    }
    fn session_by_digest(&mut self, digest: &[u8]) -> Stored<Option<Session>> {
        sessions::find_by_digest(self, digest)
    }
    fn session_and_person(&mut self, digest: &[u8]) -> Stored<Option<(Session, Person)>> {
        sessions::find_with_person(self, digest)
    }
    fn save_session(&mut self, session: &Session) -> Stored<()> {
        sessions::save(self, session)
    }
    fn end_sessions(&mut self, person: PersonId, at: Instant) -> Stored<()> {
        sessions::end_all(self, person, at)
    }
    fn last_seen(&mut self, people: &[PersonId]) -> Stored<Vec<(PersonId, Instant)>> {
        sessions::last_seen(self, people)
    }

    fn add_sign_in(&mut self, sign_in: &SignIn) -> Stored<()> {
        sign_ins::add(self, sign_in)
    }
    fn sign_in_by_digest(&mut self, digest: &[u8]) -> Stored<Option<SignIn>> {
        sign_ins::find_by_digest(self, digest)
    }
    fn sign_in(&mut self, id: SignInId) -> Stored<Option<SignIn>> {
        sign_ins::find(self, id)
    }
    fn newest_sign_in(&mut self, email: &str) -> Stored<Option<SignIn>> {
        sign_ins::newest(self, email)
    }
    fn spend_sign_ins(&mut self, email: &str, at: Instant) -> Stored<()> {
        sign_ins::spend(self, email, at)
    }
    fn save_sign_in(&mut self, sign_in: &SignIn) -> Stored<()> {
        sign_ins::save(self, sign_in)
    }

    fn lock_tries(&mut self, key: &[u8], at: Instant) -> Stored<Tries> {
        tries::lock(self, key, at)
    }
    fn save_tries(&mut self, key: &[u8], counted: &Tries) -> Stored<()> {
        tries::save(self, key, counted)
    }
    fn forget_tries(&mut self, before: Instant) -> Stored<()> {
        tries::forget(self, before)
    }

    fn add_token(&mut self, token: &StoredToken) -> Stored<()> {
        tokens::add(self, token)
    }
    fn token_by_digest(&mut self, digest: &[u8]) -> Stored<Option<StoredToken>> {
        tokens::find_by_digest(self, digest)
    }
    fn tokens_of(&mut self, person: PersonId) -> Stored<Vec<StoredToken>> {
        tokens::of(self, person)
    }
    fn save_token(&mut self, token: &StoredToken) -> Stored<()> {
        tokens::save(self, token)
    }
    fn revoke_role_tokens(&mut self, person: PersonId, at: Instant) -> Stored<()> {
        tokens::revoke_all_with_roles(self, person, at)
    }
}
