//! People with accounts: who they are, how they sign in, which roles they may hold together.

mod incompatible;
mod local_path;
mod name;
mod role_change;
mod sign_in;
mod tries;

pub use incompatible::{INCOMPATIBLE, Incompatible, may_also_hold};
pub use local_path::LocalPath;
pub use name::{NameFault, PersonName, TokenName};
pub use role_change::{RoleRefused, may_end, may_grant};
pub use sign_in::{
    CODES_PER_ADDRESS, CODES_PER_LINK, FACTOR_CODES_PER_ACCOUNT, LETTERS_PER_ADDRESS, LINK_MINUTES,
    LinkState, TOKEN_DAYS, link_state,
};
pub use tries::{Allowance, Tries};

use crate::access::Role;
use crate::id::PersonId;
use crate::value::Instant;
use serde::{Deserialize, Serialize};

/// A person with an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their email address, confirmed by the first sign-in; lower-cased, unique.
    pub email: String,
    /// Their name; empty until they give it.
    pub name: String,
    /// A telephone number, if given.
    pub phone: Option<String>,
    /// When the account was made.
    pub created_at: Instant,
    /// Version for optimistic locking.
    pub version: i64,
}

/// A role held by a person over a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleHeld {
    /// Who holds it.
    pub person: PersonId,
    /// Which role.
    pub role: Role,
    /// Since when.
    pub from: Instant,
    /// Until when; open if none.
    pub until: Option<Instant>,
}
