//! Groups and who belongs to them.

use crate::Stored;
use almoner_domain::id::{InvitationId, OrganisationId, PersonId};
use almoner_domain::organisation::{Invitation, MemberRole, Membership, Organisation};
use almoner_domain::person::Person;
use almoner_domain::value::Instant;

/// Reads and writes groups. Every method fails only when the database does, or with the
/// [`crate::StoreError`] named.
#[expect(clippy::missing_errors_doc, reason = "said once for the whole trait")]
pub trait Organisations {
    /// Adds a group.
    fn add_organisation(&mut self, organisation: &Organisation) -> Stored<()>;
    /// A group by id.
    fn organisation(&mut self, id: OrganisationId) -> Stored<Option<Organisation>>;
    /// Several groups by id, by name, in one query.
    fn organisations(&mut self, ids: &[OrganisationId]) -> Stored<Vec<Organisation>>;
    /// Groups with exactly one of these names, by name, at most `limit`.
    fn organisations_named(&mut self, names: &[String], limit: i64) -> Stored<Vec<Organisation>>;
    /// Saves a group whose stored version is that of `organisation`, and counts it up. `Stale` if
    /// it was changed since.
    fn save_organisation(&mut self, organisation: &Organisation) -> Stored<()>;
    /// Makes a person a member, in a role that the group names.
    fn add_member(
        &mut self,
        organisation: OrganisationId,
        person: PersonId,
        role: &str,
        since: Instant,
    ) -> Stored<()>;
    /// Ends a person's membership at `at`. `Stale` if they are no member now.
    fn end_membership(
        &mut self,
        organisation: OrganisationId,
        person: PersonId,
        at: Instant,
    ) -> Stored<()>;
    /// Gives a current member another role. `Stale` if they are no member now.
    fn change_member_role(
        &mut self,
        organisation: OrganisationId,
        person: PersonId,
        role: MemberRole,
    ) -> Stored<()>;
    /// The current members of a group with their roles, longest first, at most `limit`.
    fn memberships(&mut self, organisation: OrganisationId, limit: i64) -> Stored<Vec<Membership>>;
    /// The current members of several groups with their roles, each group's longest first, in one
    /// query.
    fn memberships_of_groups(
        &mut self,
        organisations: &[OrganisationId],
    ) -> Stored<Vec<(OrganisationId, Membership)>>;
    /// Adds an invitation.
    fn add_invitation(&mut self, invitation: &Invitation) -> Stored<()>;
    /// An invitation by id.
    fn invitation(&mut self, id: InvitationId) -> Stored<Option<Invitation>>;
    /// The invitations of a group that are open and can still be accepted at `now`, newest first,
    /// at most `limit`.
    fn open_invitations(
        &mut self,
        organisation: OrganisationId,
        now: Instant,
        limit: i64,
    ) -> Stored<Vec<Invitation>>;
    /// Saves an invitation whose stored version is that of `invitation`, and counts it up. `Stale`
    /// if it was changed since.
    fn save_invitation(&mut self, invitation: &Invitation) -> Stored<()>;
    /// The current members of a group, by name, at most `limit`.
    fn members_of(&mut self, organisation: OrganisationId, limit: i64) -> Stored<Vec<Person>>;
}
