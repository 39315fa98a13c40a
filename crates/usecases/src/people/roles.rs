//! Roles of the office: given, ended, and the second factor reset, by an administrator. The first
//! administrator is invited by the program itself, at the operator's command.

use super::token::account_email;
use super::use_link::join;
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On, Role, RoleSet};
use almoner_domain::audit::Entry;
use almoner_domain::id::PersonId;
use almoner_domain::letter::{Body, Letter, Recipient};
use almoner_domain::person::{Person, PersonName, RoleHeld, RoleRefused, may_end, may_grant};
use almoner_domain::value::EmailAddress;

/// Gives somebody a role by their address, and an account if they have none.
pub struct InviteStaff {
    /// Their address.
    pub email: EmailAddress,
    /// Their name, used if they have given none themselves.
    pub name: Option<PersonName>,
    /// The role.
    pub role: Role,
}

impl UseCase for InviteStaff {
    type Subject = Option<Person>;
    type Output = PersonId;
    const ACT: Act = Act::ManagePeople;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject> {
        Ok(eye.tx.person_by_email(&account_email(&self.email))?)
    }

    fn on(&self, _: &Self::Subject) -> On {
        On::default()
    }

    fn run(&self, known: Self::Subject, cx: &mut Cx<'_>) -> Outcome<PersonId> {
        let name = self.name.as_ref().map_or("", PersonName::as_str).to_owned();
        let person = match known {
            Some(mut person) => {
                if person.name.is_empty() {
                    person.name = name;
                }
                person
            }
            None => join(cx, &account_email(&self.email), name)?,
        };
        give(cx, &person, self.role)?;
        Ok(person.id)
    }
}

/// Gives somebody who has an account a role.
pub struct GrantRole {
    /// To whom.
    pub person: PersonId,
    /// The role.
    pub role: Role,
}

impl UseCase for GrantRole {
    type Subject = Person;
    type Output = ();
    const ACT: Act = Act::ManagePeople;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Person> {
        eye.tx.person(self.person)?.ok_or(AppError::NotFound)
    }

    fn on(&self, _: &Person) -> On {
        On::default()
    }

    fn run(&self, person: Person, cx: &mut Cx<'_>) -> Outcome<()> {
        give(cx, &person, self.role)
    }
}

fn give(cx: &mut Cx<'_>, person: &Person, role: Role) -> Outcome<()> {
    // Saving counts the version up, so that of two administrators who give the same person roles
    // at one moment, one is told that somebody else was there.
    cx.tx.save_person(person)?;
    let now = cx.now;
    let held: RoleSet = cx.tx.roles_of(person.id, now)?.into_iter().collect();
    may_grant(cx.actor.person(), person.id, held, role).map_err(Refusal::from)?;
    cx.tx.grant_role(&RoleHeld { person: person.id, role, from: now, until: None })?;
    let entry = Entry::office("role.granted").id("person", person.id);
    cx.audit(&entry.code("role", role.code()))?;
    let title = cx.office().titles.of(role).to_owned();
    tell(cx, person, Body::StaffInvitation { title })
}

/// Ends somebody's role.
pub struct EndRole {
    /// Whose.
    pub person: PersonId,
    /// The role.
    pub role: Role,
}

impl UseCase for EndRole {
    type Subject = Person;
    type Output = ();
    const ACT: Act = Act::ManagePeople;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Person> {
        eye.tx.person(self.person)?.ok_or(AppError::NotFound)
    }

    fn on(&self, _: &Person) -> On {
        On::default()
    }

    fn run(&self, person: Person, cx: &mut Cx<'_>) -> Outcome<()> {
        cx.tx.save_person(&person)?;
        let now = cx.now;
        let held: RoleSet = cx.tx.roles_of(person.id, now)?.into_iter().collect();
        let administrators = match self.role {
            Role::Administrator => administrators(cx)?,
            _ => usize::MAX,
        };
        may_end(cx.actor.person(), person.id, held, self.role, administrators)
            .map_err(Refusal::from)?;
        cx.tx.end_role(person.id, self.role, now)?;
        let entry = Entry::office("role.ended").id("person", person.id);
        cx.audit(&entry.code("role", self.role.code()))
    }
}

fn administrators(cx: &mut Cx<'_>) -> Outcome<usize> {
    let now = cx.now;
    // Two administrators who end each other's role at once do so one after the other.
    cx.tx.lock_role(Role::Administrator)?;
    let holders = cx.tx.role_holders(now)?;
    Ok(holders.iter().filter(|(_, held)| held.role == Role::Administrator).count())
}

/// An account, by its id or by its address.
#[derive(Clone, Debug)]
pub enum Whose {
    /// By id.
    Id(PersonId),
    /// By address.
    Email(EmailAddress),
}

/// Removes somebody's second factor because they lost it. They are signed out everywhere, their
/// tokens that carry roles are revoked, they are told by email, and set up a new one at their
/// next sign-in.
pub struct ResetSecondFactor {
    /// Whose.
    pub whose: Whose,
}

impl UseCase for ResetSecondFactor {
    type Subject = Person;
    type Output = ();
    const ACT: Act = Act::ManagePeople;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Person> {
        let person = match &self.whose {
            Whose::Id(id) => eye.tx.person(*id)?,
            Whose::Email(email) => eye.tx.person_by_email(&account_email(email))?,
        };
        person.ok_or(AppError::NotFound)
    }

    fn on(&self, _: &Person) -> On {
        On::default()
    }

    fn run(&self, person: Person, cx: &mut Cx<'_>) -> Outcome<()> {
        if cx.actor.person() == Some(person.id) {
            return Err(Refusal::from(RoleRefused::OwnAccount).into());
        }
        if cx.tx.second_factor(person.id)?.is_none() {
            return Ok(());
        }
        let now = cx.now;
        cx.tx.clear_second_factor(person.id)?;
        cx.tx.end_sessions(person.id, now)?;
        cx.tx.revoke_role_tokens(person.id, now)?;
        cx.audit(&Entry::office("second_factor.reset").id("person", person.id))?;
        tell(cx, &person, Body::SecondFactorReset {})
    }
}

fn tell(cx: &mut Cx<'_>, person: &Person, body: Body) -> Outcome<()> {
    let to = Recipient {
        person: Some(person.id),
        name: person.name.clone(),
        email: person.email.clone(),
    };
    cx.send(&Letter { to, round: None, application: None, body })
}
