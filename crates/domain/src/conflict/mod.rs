//! Interests: who may be near which bid.
//!
//! Everybody who will screen, confirm, mark, chair, advise or decide declares on the list of names
//! of a round before any answer opens. The register keeps every declaration and what was decided
//! about it. A shared surname is never a sign of anything here: only what people say counts.

mod declare;
mod state;

pub use declare::{
    Answer, Capacity, ConflictRefused, Ruling, decide, declare, link_of_answers, stand_aside,
};
pub use state::{Move, Status};

use crate::access::Standing;
use crate::id::{ApplicationId, DeclarationId, PersonId, RoundId};
use crate::value::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

crate::codes::codes! {
    /// What links a person to a group.
    Kind {
        /// Knows somebody of the group as a friend, neighbour or colleague, and no more than that.
        Personal = "personal",
        /// Stands to gain or lose money.
        Pecuniary = "pecuniary",
        /// A partner, child, parent, brother or sister, or somebody of one's household, is part of it.
        CloseRelative = "close_relative",
        /// Works or volunteers for it, or is one of its trustees or committee.
        EmploymentOrTrustee = "employment_or_trustee",
        /// Has had its help or used its service.
        ReceivedService = "received_service",
        /// Anything else that a fair-minded onlooker would want to know.
        Other = "other",
    }
}

/// What one person declared about one application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// Its id.
    pub id: DeclarationId,
    /// Version for optimistic locking.
    pub version: i64,
    /// The round.
    pub round: RoundId,
    /// The application.
    pub application: ApplicationId,
    /// Who declared.
    pub person: PersonId,
    /// Where it stands.
    pub status: Status,
    /// What links them, if anything.
    pub kind: Option<Kind>,
    /// In their own words.
    pub note: String,
    /// When they said so last.
    pub declared_at: Option<Instant>,
    /// Whether they judge as a representative of the community, where the rules are stricter.
    pub capacity: Capacity,
    /// What was decided about the interest; none while nothing was, or no decision was needed.
    pub decision: Option<Decision>,
}

/// What was decided about an interest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Who decided; none when the rule for community assessors did.
    pub by: Option<PersonId>,
    /// When.
    pub at: Instant,
    /// Why.
    pub note: String,
}

impl Declaration {
    /// A declaration that has yet to be made.
    #[must_use]
    pub fn pending(
        id: DeclarationId,
        round: RoundId,
        application: ApplicationId,
        person: PersonId,
        capacity: Capacity,
    ) -> Self {
        Self {
            id,
            version: 1,
            round,
            application,
            person,
            status: Status::Pending,
            kind: None,
            note: String::new(),
            declared_at: None,
            capacity,
            decision: None,
        }
    }
}

impl Status {
    /// What it means for the policy: only "no interest" and "cleared with a note" open a bid.
    #[must_use]
    pub const fn standing(self) -> Standing {
        match self {
            Self::None | Self::ClearedWithNote => Standing::Clear,
            Self::Pending | Self::Declared => Standing::Undeclared,
            Self::Recused => Standing::Recused,
        }
    }
}

/// Where one person stands towards the applications of a round. What is not in it is undeclared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standings(BTreeMap<ApplicationId, Status>);

impl Standings {
    /// Where the person stands towards `application`.
    #[must_use]
    pub fn towards(&self, application: ApplicationId) -> Standing {
        self.0.get(&application).map_or(Standing::Undeclared, |status| status.standing())
    }

    /// The same, kept away from these as well, whatever they declared: bids of groups to which
    /// they belong, or did while the bid was written.
    #[must_use]
    pub fn away_from(mut self, own: impl IntoIterator<Item = ApplicationId>) -> Self {
        self.0.extend(own.into_iter().map(|bid| (bid, Status::Recused)));
        self
    }

    /// What they declared about it, and what became of that.
    #[must_use]
    pub fn status(&self, application: ApplicationId) -> Option<Status> {
        self.0.get(&application).copied()
    }

    /// The applications from which they are kept away.
    pub fn recused(&self) -> impl Iterator<Item = ApplicationId> {
        self.0.iter().filter(|(_, status)| **status == Status::Recused).map(|(id, _)| *id)
    }
}

impl FromIterator<(ApplicationId, Status)> for Standings {
    fn from_iter<I: IntoIterator<Item = (ApplicationId, Status)>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}
