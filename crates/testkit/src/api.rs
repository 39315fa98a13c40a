//! Programs that call the JSON interface with a token of a person of a test.

use crate::{Visit, World};
use almoner_domain::id::TokenId;
use almoner_ports::StoredToken;
use almoner_replay::browser::Api;
use jiff::SignedDuration;

impl World {
    /// A program of this person. It carries their roles only `with_roles`, as a token that was
    /// made in a session with the second factor does.
    #[must_use]
    pub fn program(&self, visit: &Visit, with_roles: bool) -> Api {
        Api::new(&self.url).with_token(&self.token(visit, with_roles))
    }

    /// A token of this person that works for thirty days.
    #[must_use]
    pub fn token(&self, visit: &Visit, with_roles: bool) -> String {
        let id = TokenId(self.uuid());
        let text = format!("almoner_{id}");
        let stored = StoredToken {
            id,
            person: visit.person,
            name: "A program of a test".to_owned(),
            token_digest: self.app.secrets().token_digest(&text).to_vec(),
            second_factor: with_roles,
            created_at: self.now(),
            expires_at: self.now().checked_add(SignedDuration::from_hours(24 * 300)).unwrap(),
            used_at: None,
            revoked_at: None,
        };
        self.write(move |tx| tx.add_token(&stored));
        text
    }
}
