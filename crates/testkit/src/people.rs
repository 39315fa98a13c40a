//! People of a test: made and signed in without the sign-in pages, which have tests of their own.

use crate::World;
use almoner_domain::access::{Actor, Caller, Role};
use almoner_domain::conflict::{Capacity, Declaration, Status};
use almoner_domain::id::{ApplicationId, DeclarationId, PersonId, RoundId, SessionId};
use almoner_domain::person::{Person, RoleHeld};
use almoner_ports::{Session, Stored, Tx, Verdict};
use almoner_replay::browser::Browser;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::sync::{Arc, Mutex};

/// A signed-in person with their browser.
pub struct Visit {
    /// Who.
    pub person: PersonId,
    /// Their address.
    pub email: String,
    /// Their browser, signed in.
    pub browser: Browser,
    /// The actor that the policy sees, as of now.
    pub actor: Actor,
}

impl World {
    /// A person of the office with these roles, signed in with the second factor.
    pub fn staff(&self, name: &str, roles: &[Role]) -> Visit {
        self.sign_in(name, roles, true)
    }

    /// A person of the office with these roles who has not passed the second factor yet.
    pub fn staff_before_second_factor(&self, name: &str, roles: &[Role]) -> Visit {
        self.sign_in(name, roles, false)
    }

    /// The token that the forms of the session with this cookie carry.
    #[must_use]
    pub fn csrf(&self, cookie: &str) -> String {
        let digest = self.app.secrets().token_digest(&format!("form:{cookie}"));
        URL_SAFE_NO_PAD.encode(digest)
    }

    /// A person without roles, signed in.
    pub fn applicant(&self, name: &str) -> Visit {
        self.sign_in(name, &[], false)
    }

    /// Declares for this person that they have no interest in these bids.
    pub fn clear(&self, visit: &Visit, round: RoundId, bids: &[ApplicationId]) {
        let all: Vec<Declaration> = bids
            .iter()
            .map(|bid| {
                let id = DeclarationId(self.uuid());
                let made = Declaration::pending(id, round, *bid, visit.person, Capacity::Staff);
                Declaration { status: Status::None, declared_at: Some(self.now()), ..made }
            })
            .collect();
        self.write(move |tx| tx.add_declarations(&all));
    }

    /// Adds a person, gives roles and opens a session.
    fn sign_in(&self, name: &str, roles: &[Role], second_factor: bool) -> Visit {
        let now = self.now();
        let person = PersonId(self.uuid());
        let email = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
        let token = format!("token-of-{person}");
        let record = Person {
            id: person,
            email: email.clone(),
            name: name.to_owned(),
            phone: None,
            created_at: now,
            version: 1,
        };
        let session = Session {
            id: SessionId(self.uuid()),
            person,
            token_digest: self.app.secrets().token_digest(&token).to_vec(),
            created_at: now,
            seen_at: now,
            second_factor_at: second_factor.then_some(now),
            ended_at: None,
        };
        let held: Vec<RoleHeld> = roles
            .iter()
            .map(|role| RoleHeld { person, role: *role, from: now, until: None })
            .collect();
        self.write(move |tx| {
            tx.add_person(&record)?;
            held.iter().try_for_each(|held| tx.grant_role(held))?;
            tx.add_session(&session)
        });
        let mut browser = self.browser();
        browser.set_cookie(almoner_http::SESSION_COOKIE_PLAIN, &token);
        let actor = Actor::Person(Caller {
            id: person,
            roles: roles.iter().copied().collect(),
            second_factor,
            organisations: Vec::new(),
        });
        Visit { person, email, browser, actor }
    }

    /// Signs a person in once more, as of now: sessions do not outlive a leap of the clock.
    pub fn sign_in_again(&self, visit: &mut Visit) {
        let now = self.now();
        let second_factor =
            matches!(&visit.actor, Actor::Person(caller) if caller.second_factor).then_some(now);
        let id = SessionId(self.uuid());
        let token = format!("token-of-{id}");
        let session = Session {
            id,
            person: visit.person,
            token_digest: self.app.secrets().token_digest(&token).to_vec(),
            created_at: now,
            seen_at: now,
            second_factor_at: second_factor,
            ended_at: None,
        };
        self.write(move |tx| tx.add_session(&session));
        visit.browser.set_cookie(almoner_http::SESSION_COOKIE_PLAIN, &token);
    }

    /// Writes straight to the store, past every rule: to build what a test starts from.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&mut dyn Tx) -> Stored<T> + Send + 'static,
    ) -> T {
        let slot = Arc::new(Mutex::new(None));
        let kept = Arc::clone(&slot);
        self.app
            .store()
            .write(Box::new(move |tx| {
                *kept.lock().unwrap() = Some(work(tx));
                Verdict::Commit
            }))
            .unwrap();
        let result = slot.lock().unwrap().take();
        result.expect("the work ran").unwrap()
    }

    /// Reads straight from the store.
    pub fn read<T>(&self, work: impl Fn(&mut dyn Tx) -> Stored<T>) -> T {
        let mut slot = None;
        self.app.store().read(&mut |tx| slot = Some(work(tx))).unwrap();
        slot.expect("the work ran").unwrap()
    }
}
