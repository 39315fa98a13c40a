//! Every act, with its rule: the table that a head of grants can read.

use super::Role::{
    Administrator, Assessor, Auditor, Chair, ChiefExecutive, ChiefFinanceOfficer, Commissioner,
    Communications, CommunityAssessor, Director, Finance, GrantsLead, GrantsOfficer,
    SafeguardingLead,
};
use super::Who::{Anyone, Holder, Member, Named, SignedIn, System};
use super::{Rule, Unseen, Who};

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident => $rule:expr),+ $(,)?) => {
        /// Something that a person or the program may want to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Act { $($(#[$doc])* $name),+ }

        impl Act {
            /// Every act.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name, as written in audit entries of refused attempts.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }
        }

        /// The rule of an act.
        #[must_use]
        pub const fn rule(act: Act) -> Rule {
            match act { $(Act::$name => $rule),+ }
        }
    };
}

const PUBLIC: Rule = Rule {
    who: &[Anyone],
    otherwise: Unseen::Forbidden,
    after_declaration: false,
    second_factor: false,
};

/// An act of an organisation's members on their own record; to others it does not exist.
const OWN: Rule = Rule {
    who: &[Member],
    otherwise: Unseen::NotFound,
    after_declaration: false,
    second_factor: false,
};

const fn signed_in() -> Rule {
    Rule {
        who: &[SignedIn],
        otherwise: Unseen::Forbidden,
        after_declaration: false,
        second_factor: false,
    }
}

const fn staff(who: &'static [Who]) -> Rule {
    Rule { who, otherwise: Unseen::NotFound, after_declaration: false, second_factor: true }
}

/// Staff who must have declared their interests about the record first.
const fn declared(who: &'static [Who]) -> Rule {
    Rule { who, otherwise: Unseen::NotFound, after_declaration: true, second_factor: true }
}

const EVERY_STAFF: &[Who] = &[
    Holder(GrantsOfficer),
    Holder(GrantsLead),
    Holder(Assessor),
    Holder(CommunityAssessor),
    Holder(Chair),
    Holder(SafeguardingLead),
    Holder(Director),
    Holder(ChiefFinanceOfficer),
    Holder(ChiefExecutive),
    Holder(Commissioner),
    Holder(Finance),
    Holder(Communications),
    Holder(Auditor),
    Holder(Administrator),
];

const GRANTS_TEAM: &[Who] = &[Holder(GrantsOfficer), Holder(GrantsLead)];

const OFFICE_READERS: &[Who] = &[
    Holder(GrantsOfficer),
    Holder(GrantsLead),
    Holder(Chair),
    Holder(SafeguardingLead),
    Holder(Director),
    Holder(ChiefFinanceOfficer),
    Holder(ChiefExecutive),
    Holder(Commissioner),
    Holder(Auditor),
];

acts! {
    // --- everybody
    /// Read public pages.
    ReadPublic => PUBLIC,
    /// Ask for a sign-in link, or use one.
    SignIn => PUBLIC,
    /// Sign out, see one's own account, manage one's own tokens.
    OwnAccount => signed_in(),
    /// Set up or pass the second factor.
    SecondFactor => signed_in(),
    /// See that one has signed in as staff: the staff home page.
    StaffHome => staff(EVERY_STAFF),
    // --- running the office
    /// See who holds which role, and grant or end roles.
    ManagePeople => staff(&[Holder(Administrator)]),
    /// Read the mailbox of the demonstration office.
    ReadMailbox => PUBLIC,
    /// Work of the program itself: opening, closing, sending.
    Housekeeping => staff(&[System]),
    /// Verify or read the audit trail of a round.
    ReadAudit => staff(&[Holder(Auditor), Holder(GrantsLead), Holder(Director)]),
}
