//! The office that runs this deployment: everything local, as data.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::area::{Area, AreaCode, Gazetteer};
use crate::form::{Question, QuestionId};
use crate::organisation::KindNeeds;
use crate::plan::Plan;
use crate::round::Template;
use crate::value::{BankHolidays, CivilDate};

/// Names and contacts of the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// Full name.
    pub name: String,
    /// Short name for subject lines and headers.
    pub short_name: String,
    /// The area that the office serves, as people say it.
    pub area_name: String,
    /// The name of the service, as the header shows it.
    pub service_name: String,
    /// Title of the person who decides.
    pub commissioner_title: String,
    /// Title of that person's deputy.
    pub deputy_title: String,
    /// The team or person who answers questions.
    pub contact_name: String,
    /// Mailbox for questions.
    pub contact_email: String,
    /// Telephone number for questions.
    pub contact_phone: String,
    /// Mailbox for those who need another format or help to apply.
    pub accessibility_email: String,
    /// Telephone number for the same.
    pub accessibility_phone: String,
    /// Whether mailboxes and numbers are invented for a demonstration and reach nobody.
    pub contact_is_fictional: bool,
}

/// What the office calls each role. For reading only: what a person may do never depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Titles(BTreeMap<Role, String>);

/// A role without a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no title for the role {}", .0.code())]
pub struct Untitled(pub Role);

impl Titles {
    /// The titles, one for every role.
    pub fn new(titles: BTreeMap<Role, String>) -> Result<Self, Untitled> {
        let titled = |role: &Role| titles.get(role).is_some_and(|title| !title.trim().is_empty());
        match Role::ALL.iter().find(|role| !titled(role)) {
            Some(role) => Err(Untitled(*role)),
            None => Ok(Self(titles)),
        }
    }

    /// What the office calls `role`.
    #[must_use]
    pub fn of(&self, role: Role) -> &str {
        self.0.get(&role).map_or(role.code(), String::as_str)
    }
}

/// The office, from its pack of data files.
#[derive(Clone, Debug)]
pub struct Office {
    /// Names and contacts.
    pub identity: Identity,
    /// Local titles of the roles.
    pub titles: Titles,
    /// Areas and postcodes.
    pub gazetteer: Gazetteer,
    /// Police and Crime Plans, in the order of the pack.
    pub plans: Vec<Plan>,
    /// What each kind of group is asked for.
    pub kinds: KindNeeds,
    /// Bank holidays.
    pub bank_holidays: BankHolidays,
    /// Ready questions that a form can take.
    pub questions: Vec<QuestionGroup>,
    /// What a new round begins with, if it is not copied from a past one.
    pub template: Option<Template>,
}

/// Ready questions about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionGroup {
    /// What they are about.
    pub title: String,
    /// The questions.
    pub questions: Vec<Question>,
}

impl Office {
    /// The plan with this code.
    #[must_use]
    pub fn plan(&self, code: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.code == code)
    }

    /// The ready question with this id.
    #[must_use]
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        let mut all = self.questions.iter().flat_map(|group| &group.questions);
        all.find(|question| question.id == *id)
    }

    /// The area with this code on `day`.
    #[must_use]
    pub fn area(&self, code: &str, day: CivilDate) -> Option<&Area> {
        self.gazetteer.area(&AreaCode::parse(code).ok()?, day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn a_title_each() -> BTreeMap<Role, String> {
        Role::ALL.iter().map(|role| (*role, role.code().to_uppercase())).collect()
    }

    #[test]
    fn a_role_is_called_what_the_office_calls_it() {
        let mut titles = a_title_each();
        titles.insert(Role::GrantsOfficer, "Community Development Officer".to_owned());
        let titles = Titles::new(titles).unwrap();
        assert_eq!(titles.of(Role::GrantsOfficer), "Community Development Officer");
    }

    #[test]
    fn every_role_needs_a_title() {
        let mut titles = a_title_each();
        titles.insert(Role::Chair, " ".to_owned());
        assert_eq!(Titles::new(titles), Err(Untitled(Role::Chair)));
        let mut titles = a_title_each();
        titles.remove(&Role::Auditor);
        assert_eq!(Titles::new(titles), Err(Untitled(Role::Auditor)));
    }
}
