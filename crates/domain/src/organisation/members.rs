//! Who belongs to a group here, who may say so, and how somebody joins.
//!
//! Every member may write and send the group's bids: a bid must not miss its deadline because one
//! person sleeps. Only a lead decides who belongs to the group.

use crate::id::{InvitationId, OrganisationId, PersonId};
use crate::value::Instant;
use serde::{Deserialize, Serialize};

/// For how long an invitation can be accepted, in days (proposed default).
pub const INVITATION_DAYS: i64 = 14;
/// The most members of one group, and the most invitations that are open at a time (proposed
/// default): a mailing list is not a membership.
pub const MOST_MEMBERS: usize = 30;

/// What a member may do for the group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MemberRole {
    /// Writes and sends bids, and decides who belongs to the group.
    #[serde(rename = "contact")]
    Lead,
    /// Writes and sends bids.
    #[serde(rename = "member")]
    Member,
}

impl MemberRole {
    /// Every role.
    pub const ALL: &'static [Self] = &[Self::Lead, Self::Member];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Lead => "contact",
            Self::Member => "member",
        }
    }

    /// Reads a code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.code() == code)
    }
}

/// One current member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Who.
    pub person: PersonId,
    /// What they may do for the group.
    pub role: MemberRole,
    /// Since when.
    pub since: Instant,
}

/// Whom the office writes to about a bid of the group: the first of `before` who still belongs to it,
/// else the lead of longest standing, else the member. `members` are the current ones, longest first.
#[must_use]
pub fn contact_of(members: &[Membership], before: &[PersonId]) -> Option<PersonId> {
    let belongs = |person: &PersonId| members.iter().any(|member| member.person == *person);
    let lead = members.iter().find(|member| member.role == MemberRole::Lead);
    let before = before.iter().copied().find(belongs);
    before.or_else(|| lead.or_else(|| members.first()).map(|member| member.person))
}

crate::state::state_machine! {
    /// Where an invitation stands.
    status InvitationStatus {
        /// It can be accepted until its time is over.
        Open = "open",
        /// Somebody joined by it.
        Accepted = "accepted",
        /// A lead took it back.
        Withdrawn = "withdrawn",
    }
    /// What can happen to it.
    moves InvitationMove {
        /// The person with its address joins.
        Accept: Open => Accepted,
        /// A lead takes it back.
        Withdraw: Open => Withdrawn,
    }
}

/// An invitation to join a group, to one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Its id, as in the link of the letter. Whoever opens it must sign in with its address.
    pub id: InvitationId,
    /// Version for optimistic locking.
    pub version: i64,
    /// The group.
    pub organisation: OrganisationId,
    /// The address, as accounts are kept: in small letters.
    pub email: String,
    /// What the person may do for the group.
    pub role: MemberRole,
    /// Who invites, and when.
    pub invited_by: PersonId,
    /// When it was sent.
    pub invited_at: Instant,
    /// From when on it can no longer be accepted.
    pub expires_at: Instant,
    /// Where it stands.
    pub status: InvitationStatus,
}

/// Why a change of a group's members did not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MembersRefused {
    /// Only a lead decides who belongs to the group.
    #[error("not a lead")]
    NotLead,
    /// Somebody must stay who decides.
    #[error("the last lead")]
    LastLead,
    /// The person belongs to the group already.
    #[error("already a member")]
    AlreadyMember,
    /// The address has an open invitation already.
    #[error("already invited")]
    AlreadyInvited,
    /// The person does not belong to the group.
    #[error("not a member")]
    NotMember,
    /// As many members and open invitations as there may be.
    #[error("too many members")]
    TooMany,
    /// The invitation was accepted, taken back, or is too old.
    #[error("the invitation is over")]
    InvitationOver,
}

impl MembersRefused {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotLead => "members.not_lead",
            Self::LastLead => "members.last_lead",
            Self::AlreadyMember => "members.already_member",
            Self::AlreadyInvited => "members.already_invited",
            Self::NotMember => "members.not_member",
            Self::TooMany => "members.too_many",
            Self::InvitationOver => "members.invitation_over",
        }
    }
}

/// The current members of a group.
#[derive(Clone, Copy, Debug)]
pub struct Members<'a>(pub &'a [Membership]);

impl Members<'_> {
    /// What `person` may do for the group.
    #[must_use]
    pub fn role_of(self, person: PersonId) -> Option<MemberRole> {
        self.0.iter().find(|member| member.person == person).map(|member| member.role)
    }

    /// The leads.
    pub fn leads(&self) -> impl Iterator<Item = PersonId> {
        let leads = self.0.iter().filter(|member| member.role == MemberRole::Lead);
        leads.map(|member| member.person)
    }

    /// Whether `by` may decide who belongs to the group.
    ///
    /// # Errors
    /// [`MembersRefused::NotLead`].
    pub fn led_by(self, by: PersonId) -> Result<(), MembersRefused> {
        match self.role_of(by) {
            Some(MemberRole::Lead) => Ok(()),
            _ => Err(MembersRefused::NotLead),
        }
    }

    /// Whether `by` may invite the holder of `email`, who is `known` here if they have an account,
    /// while these invitations are `open`.
    ///
    /// # Errors
    /// What stands against it.
    pub fn may_invite(
        self,
        by: PersonId,
        email: &str,
        known: Option<PersonId>,
        open: &[Invitation],
    ) -> Result<(), MembersRefused> {
        self.led_by(by)?;
        if known.is_some_and(|person| self.role_of(person).is_some()) {
            return Err(MembersRefused::AlreadyMember);
        }
        if open.iter().any(|invitation| invitation.email == email) {
            return Err(MembersRefused::AlreadyInvited);
        }
        if self.0.len() + open.len() >= MOST_MEMBERS {
            return Err(MembersRefused::TooMany);
        }
        Ok(())
    }

    /// Whether `by` may end the membership of `who`: a lead anybody's, everybody their own. The
    /// last lead hands over first.
    ///
    /// # Errors
    /// What stands against it.
    pub fn may_remove(self, by: PersonId, who: PersonId) -> Result<(), MembersRefused> {
        let role = self.role_of(who).ok_or(MembersRefused::NotMember)?;
        if by != who {
            self.led_by(by)?;
        }
        if role == MemberRole::Lead && self.leads().count() == 1 {
            return Err(MembersRefused::LastLead);
        }
        Ok(())
    }

    /// Whether `by` may give `who` the role `to`. A lead may hand over to another and then step
    /// back; somebody always stays who decides.
    ///
    /// # Errors
    /// What stands against it.
    pub fn may_change(
        self,
        by: PersonId,
        who: PersonId,
        to: MemberRole,
    ) -> Result<(), MembersRefused> {
        self.led_by(by)?;
        let role = self.role_of(who).ok_or(MembersRefused::NotMember)?;
        let steps_back = role == MemberRole::Lead && to == MemberRole::Member;
        if steps_back && self.leads().count() == 1 {
            return Err(MembersRefused::LastLead);
        }
        Ok(())
    }
}

impl Invitation {
    /// Whether it can be accepted at `now`.
    #[must_use]
    pub fn is_live(&self, now: Instant) -> bool {
        self.status == InvitationStatus::Open && now < self.expires_at
    }

    /// Accepted at `now`.
    ///
    /// # Errors
    /// [`MembersRefused::InvitationOver`].
    pub fn accepted(self, now: Instant) -> Result<Self, MembersRefused> {
        if !self.is_live(now) {
            return Err(MembersRefused::InvitationOver);
        }
        self.moved(InvitationMove::Accept)
    }

    /// Taken back.
    ///
    /// # Errors
    /// [`MembersRefused::InvitationOver`].
    pub fn withdrawn(self) -> Result<Self, MembersRefused> {
        self.moved(InvitationMove::Withdraw)
    }

    fn moved(self, mv: InvitationMove) -> Result<Self, MembersRefused> {
        let status = self.status.after(mv).ok_or(MembersRefused::InvitationOver)?;
        Ok(Self { status, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn person(number: u128) -> PersonId {
        PersonId(Uuid::from_u128(number))
    }

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn member(number: u128, role: MemberRole) -> Membership {
        Membership { person: person(number), role, since: at("2026-01-01T00:00:00Z") }
    }

    /// One lead and one member.
    fn two() -> [Membership; 2] {
        [member(1, MemberRole::Lead), member(2, MemberRole::Member)]
    }

    fn invitation() -> Invitation {
        Invitation {
            id: InvitationId(Uuid::from_u128(9)),
            version: 1,
            organisation: OrganisationId(Uuid::from_u128(8)),
            email: "new@example.org".to_owned(),
            role: MemberRole::Member,
            invited_by: person(1),
            invited_at: at("2026-01-01T00:00:00Z"),
            expires_at: at("2026-01-15T00:00:00Z"),
            status: InvitationStatus::Open,
        }
    }

    #[test]
    fn only_a_lead_invites() {
        let members = two();
        let invite = |by| Members(&members).may_invite(person(by), "new@example.org", None, &[]);
        assert_eq!(invite(1), Ok(()));
        assert_eq!(invite(2), Err(MembersRefused::NotLead));
        assert_eq!(invite(3), Err(MembersRefused::NotLead));
    }

    #[test]
    fn nobody_is_invited_twice_or_while_they_belong_to_the_group() {
        let members = two();
        let members = Members(&members);
        let open = [invitation()];
        let twice = members.may_invite(person(1), "new@example.org", None, &open);
        assert_eq!(twice, Err(MembersRefused::AlreadyInvited));
        let known = members.may_invite(person(1), "two@example.org", Some(person(2)), &[]);
        assert_eq!(known, Err(MembersRefused::AlreadyMember));
    }

    #[test]
    fn a_group_cannot_be_a_mailing_list() {
        let most: Vec<Membership> =
            (1..=MOST_MEMBERS as u128).map(|one| member(one, MemberRole::Lead)).collect();
        let more = Members(&most).may_invite(person(1), "new@example.org", None, &[]);
        assert_eq!(more, Err(MembersRefused::TooMany));
    }

    #[test]
    fn a_member_may_leave_and_may_remove_nobody_else() {
        let members = [
            member(1, MemberRole::Lead),
            member(2, MemberRole::Member),
            member(3, MemberRole::Member),
        ];
        let members = Members(&members);
        assert_eq!(members.may_remove(person(2), person(2)), Ok(()));
        assert_eq!(members.may_remove(person(2), person(3)), Err(MembersRefused::NotLead));
        assert_eq!(members.may_remove(person(1), person(3)), Ok(()));
        assert_eq!(members.may_remove(person(1), person(4)), Err(MembersRefused::NotMember));
    }

    #[test]
    fn an_invitation_lives_until_its_last_moment() {
        let last = at("2026-01-14T23:59:59Z");
        assert!(invitation().accepted(last).is_ok());
        let over = invitation().accepted(at("2026-01-15T00:00:00Z"));
        assert_eq!(over, Err(MembersRefused::InvitationOver));
    }

    #[test]
    fn an_invitation_that_was_taken_back_admits_nobody() {
        let gone = invitation().withdrawn().unwrap();
        let late = gone.accepted(at("2026-01-02T00:00:00Z"));
        assert_eq!(late, Err(MembersRefused::InvitationOver));
    }

    #[test]
    fn whoever_left_the_group_is_not_written_to() {
        let members = [member(2, MemberRole::Member), member(1, MemberRole::Lead)];
        assert_eq!(contact_of(&members, &[person(9), person(2)]), Some(person(2)));
        assert_eq!(contact_of(&members, &[person(9)]), Some(person(1)));
        assert_eq!(contact_of(&[], &[person(9)]), None);
    }

    proptest! {
        #[test]
        fn whatever_is_tried_a_group_keeps_a_lead(
            tries in prop::collection::vec((0_u128..4, 0_u128..4, 0_u8..3), 0..40)
        ) {
            let mut members = vec![member(0, MemberRole::Lead), member(1, MemberRole::Member), member(2, MemberRole::Member)];
            for (by, who, what) in tries {
                let (by, who) = (person(by), person(who));
                let to = if what == 0 { MemberRole::Lead } else { MemberRole::Member };
                if what == 2 {
                    if Members(&members).may_remove(by, who).is_ok() {
                        members.retain(|member| member.person != who);
                    }
                } else if Members(&members).may_change(by, who, to).is_ok() {
                    for member in &mut members {
                        if member.person == who { member.role = to; }
                    }
                }
                prop_assert!(Members(&members).leads().next().is_some());
            }
        }
    }
}
