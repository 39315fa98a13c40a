//! Who holds which role, since when, and when they were last seen.

use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On, Role, RoleSet};
use almoner_domain::id::PersonId;
use almoner_domain::person::{Person, RoleHeld, may_also_hold};
use almoner_domain::value::Instant;
use std::collections::{HashMap, HashSet};

/// A member of staff, an assessor or the Commissioner.
#[derive(Clone, Debug)]
pub struct Member {
    /// The person.
    pub person: Person,
    /// The roles that they hold, with their beginning.
    pub roles: Vec<RoleHeld>,
    /// Whether they have set up an authenticator app.
    pub has_second_factor: bool,
    /// When they were last seen in a session.
    pub last_seen: Option<Instant>,
}

impl Member {
    /// The roles as a set.
    #[must_use]
    pub fn role_set(&self) -> RoleSet {
        self.roles.iter().map(|held| held.role).collect()
    }
}

/// Everybody who holds a role, by name.
pub struct StaffList;

impl View for StaffList {
    type Output = Vec<Member>;
    const ACT: Act = Act::ManagePeople;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Vec<Member>)> {
        let now = eye.now;
        let holders = eye.tx.role_holders(now)?;
        Ok((On::default(), members(eye, holders)?))
    }
}

fn members(eye: &mut Eye<'_>, holders: Vec<(Person, RoleHeld)>) -> Outcome<Vec<Member>> {
    let ids: HashSet<PersonId> = holders.iter().map(|(person, _)| person.id).collect();
    let ids: Vec<PersonId> = ids.into_iter().collect();
    let with_factor: HashSet<PersonId> = eye.tx.with_second_factor(&ids)?.into_iter().collect();
    let seen: HashMap<PersonId, Instant> = eye.tx.last_seen(&ids)?.into_iter().collect();
    let mut members: Vec<Member> = Vec::new();
    let mut places: HashMap<PersonId, usize> = HashMap::new();
    for (person, held) in holders {
        let place = *places.entry(person.id).or_insert(members.len());
        match members.get_mut(place) {
            Some(member) => member.roles.push(held),
            None => members.push(Member {
                has_second_factor: with_factor.contains(&person.id),
                last_seen: seen.get(&person.id).copied(),
                person,
                roles: vec![held],
            }),
        }
    }
    Ok(members)
}

/// One person's roles, and those that they could be given.
pub struct StaffMember {
    /// Who.
    pub person: PersonId,
}

/// What the page of one person shows.
#[derive(Clone, Debug)]
pub struct StaffMemberSeen {
    /// The person.
    pub member: Member,
    /// Roles that they could be given beside those they hold.
    pub possible: Vec<Role>,
    /// Whether it is the caller's own account, which somebody else must change.
    pub own: bool,
}

impl View for StaffMember {
    type Output = StaffMemberSeen;
    const ACT: Act = Act::ManagePeople;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, StaffMemberSeen)> {
        let now = eye.now;
        let holders = eye.tx.role_holders(now)?;
        let theirs: Vec<(Person, RoleHeld)> =
            holders.into_iter().filter(|(person, _)| person.id == self.person).collect();
        let member = members(eye, theirs)?.into_iter().next();
        let member = match member {
            Some(member) => member,
            // Their last role has ended: the page still answers, so that one can be given again.
            None => self.without_roles(eye)?,
        };
        let held = member.role_set();
        let possible = Role::ALL.iter().copied();
        let possible = possible.filter(|r| !held.has(*r) && may_also_hold(held, *r).is_ok());
        let own = eye.actor.person() == Some(self.person);
        Ok((On::default(), StaffMemberSeen { possible: possible.collect(), member, own }))
    }
}

impl StaffMember {
    fn without_roles(&self, eye: &mut Eye<'_>) -> Outcome<Member> {
        let person = eye.tx.person(self.person)?.ok_or(AppError::NotFound)?;
        let has_second_factor = eye.tx.second_factor(self.person)?.is_some();
        let last_seen = eye.tx.last_seen(&[self.person])?.first().map(|(_, at)| *at);
        Ok(Member { person, roles: Vec::new(), has_second_factor, last_seen })
    }
}
