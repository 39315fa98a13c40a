//! One-press sign-in, for a database that was marked as a demonstration when it was created.

use super::session::{SignedIn, begin};
use crate::{AppError, Cx, Eye, Outcome, UseCase, View};
use almoner_domain::access::{Act, On, Role};
use almoner_domain::audit::Entry;
use almoner_domain::id::PersonId;
use almoner_domain::person::{LocalPath, Person};

/// How many applicants are offered.
const APPLICANTS: i64 = 12;

/// Signs a person in at the press of a button, second factor included. Anywhere but in a
/// demonstration there is no such thing.
pub struct DemoSignIn {
    /// Who.
    pub person: PersonId,
    /// Where to go.
    pub next: LocalPath,
    /// The token of the cookie that the browser sent, if any: that session ends.
    pub before: Option<String>,
}

impl UseCase for DemoSignIn {
    type Subject = Person;
    type Output = SignedIn;
    const ACT: Act = Act::SignIn;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Person> {
        only_in_a_demonstration(eye)?;
        eye.tx.person(self.person)?.ok_or(AppError::NotFound)
    }

    fn on(&self, _: &Person) -> On {
        On::default()
    }

    fn run(&self, person: Person, cx: &mut Cx<'_>) -> Outcome<SignedIn> {
        cx.audit(&Entry::office("sign_in.one_press").id("person", person.id))?;
        let has_roles = !cx.eye.tx.roles_of(person.id, cx.eye.now)?.is_empty();
        begin(cx, &person, has_roles, self.next.clone(), self.before.as_deref())
    }
}

/// Who can be signed in at the press of a button.
pub struct DemoPeople;

/// The people of a demonstration.
#[derive(Clone, Debug, Default)]
pub struct DemoPeopleSeen {
    /// Holders of roles, each with their roles, by name.
    pub staff: Vec<(Person, Vec<Role>)>,
    /// Members of groups.
    pub applicants: Vec<Person>,
}

impl View for DemoPeople {
    type Output = DemoPeopleSeen;
    const ACT: Act = Act::SignIn;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, DemoPeopleSeen)> {
        only_in_a_demonstration(eye)?;
        let now = eye.now;
        let mut seen = DemoPeopleSeen::default();
        for (person, held) in eye.tx.role_holders(now)? {
            match seen.staff.iter_mut().find(|(known, _)| known.id == person.id) {
                Some((_, roles)) => roles.push(held.role),
                None => seen.staff.push((person, vec![held.role])),
            }
        }
        seen.applicants = eye.tx.members(APPLICANTS)?;
        Ok((On::default(), seen))
    }
}

fn only_in_a_demonstration(eye: &Eye<'_>) -> Outcome<()> {
    if eye.is_demonstration() { Ok(()) } else { Err(AppError::NotFound) }
}
