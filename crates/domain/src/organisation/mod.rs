//! Groups that apply.

mod members;
mod needs;

pub use members::{
    INVITATION_DAYS, Invitation, InvitationMove, InvitationStatus, MOST_MEMBERS, MemberRole,
    Members, MembersRefused, Membership, contact_of,
};
pub use needs::{KindNeeds, Needs, Register};

use crate::id::{OrganisationId, PersonId};
use crate::value::Instant;
use serde::{Deserialize, Serialize};

crate::codes::codes! {
    /// What kind of group it is.
    Kind {
        /// A registered charity that is not a CIO.
        Charity = "charity",
        /// A charitable incorporated organisation.
        Cio = "cio",
        /// A community interest company.
        Cic = "cic",
        /// A company limited by guarantee.
        Company = "company",
        /// An unregistered group.
        Group = "group",
        /// Scouts, Guides, cadets and the like.
        Uniformed = "uniformed",
        /// A parish or town council or meeting.
        Parish = "parish",
        /// A school or parent-teacher association.
        School = "school",
        /// A community safety partnership or council.
        Partnership = "partnership",
        /// A housing association.
        Housing = "housing",
        /// A faith body.
        Faith = "faith",
        /// A business that matches the money and supplies free of charge.
        Business = "business",
        /// Anything else.
        Other = "other",
    }
}

/// A group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Version for optimistic locking.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// Other names.
    pub other_names: String,
    /// What kind of group.
    pub kind: Kind,
    /// Charity number, normalised.
    pub charity_number: Option<String>,
    /// Company number, normalised.
    pub company_number: Option<String>,
    /// Postcode, normalised.
    pub postcode: Option<String>,
    /// Who made the record, and when.
    pub created_by: PersonId,
    /// When it was made.
    pub created_at: Instant,
}
