//! Identifiers. Each record has a type of its own, so that a person can never be taken for a bid.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Reads the usual hyphenated form; anything else is `None`.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::try_parse(text).ok().map(Self)
            }
            /// The bare identifier.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// A natural person with an account: applicant, member of staff, assessor or Commissioner.
    PersonId,
    /// A group, charity, council or business that applies.
    OrganisationId,
    /// An invitation to join a group.
    InvitationId,
    /// A round of a fund.
    RoundId,
    /// One group's bid in one round.
    ApplicationId,
    /// One sent version of an application.
    SubmissionId,
    /// One person's declaration of interests about one application.
    DeclarationId,
    /// One assessor's assessment of one application.
    AssessmentId,
    /// The signed decision on a round.
    DecisionId,
    /// An award that follows a decision.
    AwardId,
    /// A document that a group sent.
    DocumentId,
    /// An entry of the audit trail.
    EntryId,
    /// An email in the outbox.
    LetterId,
    /// A signed-in session.
    SessionId,
    /// A sign-in link with its code.
    SignInId,
    /// A token of the JSON interface.
    TokenId,
}
