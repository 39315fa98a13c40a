//! Who belongs to one's own organisation: inviting, joining, handing over, leaving.

use super::letters::to_person;
use crate::people::account_email;
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase, View};
use almoner_domain::access::{Act, On};
use almoner_domain::audit::Entry;
use almoner_domain::id::{InvitationId, OrganisationId, PersonId};
use almoner_domain::letter::{Body, Letter, Recipient};
use almoner_domain::organisation::{
    INVITATION_DAYS, Invitation, InvitationStatus, MOST_MEMBERS, MemberRole, Members,
    MembersRefused, Membership, Organisation,
};
use almoner_domain::person::Person;
use almoner_domain::value::{EmailAddress, Instant};
use almoner_ports::StoreError;

/// More than a group can have, so that none is left out.
const LIMIT: i64 = 2 * MOST_MEMBERS as i64;

/// The people of one's own organisation.
pub struct MembersPage {
    /// Which.
    pub organisation: OrganisationId,
}

/// One member.
pub struct MemberSeen {
    /// The person.
    pub person: Person,
    /// What they may do for the group.
    pub role: MemberRole,
    /// Since when.
    pub since: Instant,
}

/// The people of an organisation.
pub struct MembersSeen {
    /// Its record.
    pub organisation: Organisation,
    /// Its members, longest first.
    pub members: Vec<MemberSeen>,
    /// Invitations that can be accepted.
    pub invitations: Vec<Invitation>,
    /// Whether the caller decides who belongs to it.
    pub leads: bool,
    /// The caller.
    pub caller: Option<PersonId>,
}

impl View for MembersPage {
    type Output = MembersSeen;
    const ACT: Act = Act::ManageMembers;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, MembersSeen)> {
        let organisation = eye.tx.organisation(self.organisation)?.ok_or(AppError::NotFound)?;
        let memberships = eye.tx.memberships(organisation.id, LIMIT)?;
        let ids: Vec<PersonId> = memberships.iter().map(|member| member.person).collect();
        let people = eye.tx.people(&ids)?;
        let members = memberships
            .iter()
            .filter_map(|member| {
                let person = people.iter().find(|person| person.id == member.person)?.clone();
                Some(MemberSeen { person, role: member.role, since: member.since })
            })
            .collect();
        let caller = eye.actor.person();
        let leads = caller.is_some_and(|by| Members(&memberships).led_by(by).is_ok());
        let now = eye.now;
        let invitations = eye.tx.open_invitations(organisation.id, now, LIMIT)?;
        let on = On::of(organisation.id);
        Ok((on, MembersSeen { organisation, members, invitations, leads, caller }))
    }
}

/// A group with its members, as every change needs it.
pub struct Group {
    organisation: Organisation,
    members: Vec<Membership>,
}

fn group(of: OrganisationId, eye: &mut Eye<'_>) -> Outcome<Group> {
    let organisation = eye.tx.organisation(of)?.ok_or(AppError::NotFound)?;
    let members = eye.tx.memberships(of, LIMIT)?;
    Ok(Group { organisation, members })
}

/// Counts the group's version up, so that of two changes of its people at one moment one runs
/// again: each alone might leave a lead, and both together none.
fn hold(group: &Group, cx: &mut Cx<'_>) -> Outcome<()> {
    match cx.tx.save_organisation(&group.organisation) {
        Err(StoreError::Stale) => {
            Err(AppError::Store(StoreError::Busy("the group was changed meanwhile".into())))
        }
        other => Ok(other?),
    }
}

fn refuse(refused: MembersRefused) -> AppError {
    Refusal::from(refused).into()
}

/// Asks somebody to join.
pub struct InviteMember {
    /// The group.
    pub organisation: OrganisationId,
    /// Whom: only who can read this mailbox can accept.
    pub email: EmailAddress,
    /// What they will be able to do for the group.
    pub role: MemberRole,
}

impl UseCase for InviteMember {
    type Subject = Group;
    type Output = InvitationId;
    const ACT: Act = Act::ManageMembers;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Group> {
        group(self.organisation, eye)
    }

    fn on(&self, group: &Group) -> On {
        On::of(group.organisation.id)
    }

    fn run(&self, group: Group, cx: &mut Cx<'_>) -> Outcome<InvitationId> {
        let (by, now, email) = (cx.person()?, cx.now, account_email(&self.email));
        let known = cx.tx.person_by_email(&email)?.map(|person| person.id);
        let open = cx.tx.open_invitations(group.organisation.id, now, LIMIT)?;
        Members(&group.members).may_invite(by, &email, known, &open).map_err(refuse)?;
        hold(&group, cx)?;
        let expires_at = now
            .checked_add(jiff::SignedDuration::from_hours(24 * INVITATION_DAYS))
            .ok_or_else(|| StoreError::Failed("the clock is at its end".into()))?;
        let invitation = Invitation {
            id: cx.id(),
            version: 1,
            organisation: group.organisation.id,
            email: email.clone(),
            role: self.role,
            invited_by: by,
            invited_at: now,
            expires_at,
            status: InvitationStatus::Open,
        };
        cx.tx.add_invitation(&invitation)?;
        cx.audit(
            &Entry::office("member.invited")
                .id("organisation", group.organisation.id.uuid())
                .id("invitation", invitation.id.uuid())
                .code("role", self.role.code()),
        )?;
        let by = cx.tx.person(by)?.map(|person| named(&person)).unwrap_or_default();
        let to =
            Recipient { person: None, name: String::new(), email: self.email.as_str().to_owned() };
        let body = Body::MemberInvited {
            organisation: group.organisation.name,
            by,
            until: expires_at,
            path: format!("/invitations/{}", invitation.id),
        };
        cx.send(&Letter { to, round: None, application: None, body })?;
        Ok(invitation.id)
    }
}

/// The name of a person, or their address while they have given none.
fn named(person: &Person) -> String {
    if person.name.is_empty() { person.email.clone() } else { person.name.clone() }
}

/// Takes an invitation back.
pub struct WithdrawInvitation {
    /// The group.
    pub organisation: OrganisationId,
    /// Which.
    pub invitation: InvitationId,
}

impl UseCase for WithdrawInvitation {
    type Subject = (Group, Invitation);
    type Output = ();
    const ACT: Act = Act::ManageMembers;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        let invitation = eye.tx.invitation(self.invitation)?.ok_or(AppError::NotFound)?;
        if invitation.organisation != self.organisation {
            return Err(AppError::NotFound);
        }
        Ok((group(self.organisation, eye)?, invitation))
    }

    fn on(&self, (group, _): &Self::Subject) -> On {
        On::of(group.organisation.id)
    }

    fn run(&self, (group, invitation): Self::Subject, cx: &mut Cx<'_>) -> Outcome<()> {
        let by = cx.person()?;
        Members(&group.members).led_by(by).map_err(refuse)?;
        let withdrawn = invitation.withdrawn().map_err(refuse)?;
        cx.tx.save_invitation(&withdrawn)?;
        cx.audit(
            &Entry::office("member.invitation_withdrawn")
                .id("organisation", group.organisation.id.uuid())
                .id("invitation", withdrawn.id.uuid()),
        )
    }
}

/// An invitation, as the person with its address sees it.
pub struct InvitationPage {
    /// Which.
    pub invitation: InvitationId,
}

/// An invitation with its group.
pub struct InvitationSeen {
    /// The name of the group.
    pub organisation: String,
    /// Who invites.
    pub by: String,
    /// What they would be able to do for the group.
    pub role: MemberRole,
    /// Whether it can be accepted now.
    pub live: bool,
    /// Until when.
    pub until: Instant,
}

/// The invitation, if it is to the caller's own address: to anybody else it does not exist.
fn own(id: InvitationId, eye: &mut Eye<'_>) -> Outcome<(Invitation, Person)> {
    let caller = eye.actor.person().ok_or(AppError::SignedOut)?;
    let invitation = eye.tx.invitation(id)?.ok_or(AppError::NotFound)?;
    let person = eye.tx.person(caller)?.ok_or(AppError::NotFound)?;
    if person.email != invitation.email {
        return Err(AppError::NotFound);
    }
    Ok((invitation, person))
}

impl View for InvitationPage {
    type Output = InvitationSeen;
    const ACT: Act = Act::JoinOrganisation;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, InvitationSeen)> {
        let (invitation, _) = own(self.invitation, eye)?;
        let organisation =
            eye.tx.organisation(invitation.organisation)?.ok_or(AppError::NotFound)?;
        let by = eye.tx.person(invitation.invited_by)?.map(|one| named(&one)).unwrap_or_default();
        let seen = InvitationSeen {
            organisation: organisation.name,
            by,
            role: invitation.role,
            live: invitation.is_live(eye.now),
            until: invitation.expires_at,
        };
        Ok((On::default(), seen))
    }
}

/// Joins a group by an invitation to one's own address.
pub struct AcceptInvitation {
    /// Which.
    pub invitation: InvitationId,
}

impl UseCase for AcceptInvitation {
    type Subject = (Invitation, Person);
    type Output = OrganisationId;
    const ACT: Act = Act::JoinOrganisation;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        own(self.invitation, eye)
    }

    fn on(&self, _: &Self::Subject) -> On {
        On::default()
    }

    fn run(&self, (invitation, person): Self::Subject, cx: &mut Cx<'_>) -> Outcome<OrganisationId> {
        let now = cx.now;
        let group = group(invitation.organisation, &mut cx.eye)?;
        let accepted = invitation.accepted(now).map_err(refuse)?;
        if Members(&group.members).role_of(person.id).is_some() {
            return Err(refuse(MembersRefused::AlreadyMember));
        }
        cx.tx.save_invitation(&accepted)?;
        let of = group.organisation.id;
        cx.tx.add_member(of, person.id, accepted.role.code(), now)?;
        cx.audit(
            &Entry::office("member.joined")
                .id("organisation", of.uuid())
                .id("person", person.id.uuid())
                .id("invitation", accepted.id.uuid())
                .code("role", accepted.role.code()),
        )?;
        let leads: Vec<PersonId> = Members(&group.members).leads().collect();
        for lead in cx.tx.people(&leads)? {
            let body = Body::MemberJoined {
                organisation: group.organisation.name.clone(),
                who: named(&person),
                path: format!("/organisations/{of}/people"),
            };
            cx.send(&to_person(lead, body))?;
        }
        Ok(of)
    }
}

/// Ends a membership: another's, or one's own.
pub struct RemoveMember {
    /// The group.
    pub organisation: OrganisationId,
    /// Whose.
    pub person: PersonId,
}

impl UseCase for RemoveMember {
    type Subject = Group;
    type Output = ();
    const ACT: Act = Act::ManageMembers;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Group> {
        group(self.organisation, eye)
    }

    fn on(&self, group: &Group) -> On {
        On::of(group.organisation.id)
    }

    fn run(&self, group: Group, cx: &mut Cx<'_>) -> Outcome<()> {
        let (by, now, of) = (cx.person()?, cx.now, group.organisation.id);
        Members(&group.members).may_remove(by, self.person).map_err(refuse)?;
        hold(&group, cx)?;
        cx.tx.end_membership(of, self.person, now)?;
        cx.audit(
            &Entry::office("member.removed")
                .id("organisation", of.uuid())
                .id("person", self.person.uuid()),
        )?;
        if let Some(person) = cx.tx.person(self.person)? {
            let organisation = group.organisation.name;
            cx.send(&to_person(person, Body::MemberRemoved { organisation }))?;
        }
        Ok(())
    }
}

/// Gives a member another role: how a lead hands over.
pub struct ChangeMemberRole {
    /// The group.
    pub organisation: OrganisationId,
    /// Whose.
    pub person: PersonId,
    /// The new role.
    pub role: MemberRole,
}

impl UseCase for ChangeMemberRole {
    type Subject = Group;
    type Output = ();
    const ACT: Act = Act::ManageMembers;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Group> {
        group(self.organisation, eye)
    }

    fn on(&self, group: &Group) -> On {
        On::of(group.organisation.id)
    }

    fn run(&self, group: Group, cx: &mut Cx<'_>) -> Outcome<()> {
        let (by, of) = (cx.person()?, group.organisation.id);
        Members(&group.members).may_change(by, self.person, self.role).map_err(refuse)?;
        hold(&group, cx)?;
        cx.tx.change_member_role(of, self.person, self.role)?;
        cx.audit(
            &Entry::office("member.role_changed")
                .id("organisation", of.uuid())
                .id("person", self.person.uuid())
                .code("role", self.role.code()),
        )
    }
}
