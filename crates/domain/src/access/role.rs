//! Roles of the office. Applicants have none: they are members of an organisation.

use serde::{Deserialize, Serialize};

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// A role of the office. Each office gives them local titles in its pack.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Role { $($(#[$doc])* $name),+ }

        impl Role {
            /// Every role, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable code, as stored.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// Reads a stored code.
            #[must_use]
            pub fn parse(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

roles! {
    /// Runs rounds and screens bids.
    GrantsOfficer = "grants_officer",
    /// Leads the grants team: confirms, assigns, waives.
    GrantsLead = "grants_lead",
    /// A staff or independent assessor.
    Assessor = "assessor",
    /// A trained representative of the community, marking for their own zone.
    CommunityAssessor = "community_assessor",
    /// Chairs moderation.
    Chair = "chair",
    /// Safeguarding lead.
    SafeguardingLead = "safeguarding_lead",
    /// Director of governance and performance.
    Director = "director",
    /// Chief finance officer.
    ChiefFinanceOfficer = "chief_finance_officer",
    /// Chief executive.
    ChiefExecutive = "chief_executive",
    /// The Commissioner or their deputy.
    Commissioner = "commissioner",
    /// Finance clerk.
    Finance = "finance",
    /// Communications.
    Communications = "communications",
    /// Reads everything that is not confidential to a named few; changes nothing.
    Auditor = "auditor",
    /// Manages accounts; opens no bid, mark or bank detail.
    Administrator = "administrator",
}

/// A set of roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct RoleSet(u32);

impl RoleSet {
    /// No role.
    pub const EMPTY: Self = Self(0);

    /// The set with `role` added.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | 1 << role as u32)
    }

    /// Whether `role` is in the set.
    #[must_use]
    pub const fn has(self, role: Role) -> bool {
        self.0 & (1 << role as u32) != 0
    }

    /// Whether the set is empty, as it is for applicants.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The roles of the set.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| self.has(*role))
    }
}

impl FromIterator<Role> for RoleSet {
    fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
        roles.into_iter().fold(Self::EMPTY, Self::with)
    }
}
