//! The record of one's own organisation.

use crate::{AppError, Cx, Eye, FieldProblem, Outcome, UseCase, View};
use almoner_domain::access::{Act, On};
use almoner_domain::application::Application;
use almoner_domain::audit::Entry;
use almoner_domain::form::Fault;
use almoner_domain::id::OrganisationId;
use almoner_domain::organisation::{Kind, Organisation};
use almoner_domain::person::Person;
use almoner_domain::value::{CharityNumber, CompanyNumber, Postcode, clean_text};

/// The longest name, in characters (proposed default).
const LONGEST_NAME: usize = 200;
/// Members and bids that one page shows.
const MOST: i64 = 100;

/// An organisation's record as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganisationForm {
    /// Its name.
    pub name: String,
    /// Other names; may be empty.
    pub other_names: String,
    /// The code of its kind.
    pub kind: String,
    /// Charity number; may be empty.
    pub charity_number: String,
    /// Company number; may be empty.
    pub company_number: String,
    /// Postcode; may be empty.
    pub postcode: String,
}

struct Details {
    name: String,
    other_names: String,
    kind: Kind,
    charity_number: Option<String>,
    company_number: Option<String>,
    postcode: Option<String>,
}

impl OrganisationForm {
    /// The record as typed.
    #[must_use]
    pub fn of(organisation: &Organisation) -> Self {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            name: organisation.name.clone(),
            other_names: organisation.other_names.clone(),
            kind: organisation.kind.code().to_owned(),
            charity_number: text(&organisation.charity_number),
            company_number: text(&organisation.company_number),
            postcode: text(&organisation.postcode),
        }
    }

    fn read(&self) -> Outcome<Details> {
        let mut problems = Vec::new();
        let mut note = |field: &str, fault: Fault| {
            problems.push(FieldProblem { field: field.to_owned(), fault });
        };
        let mut line = |field: &str, text: &str, needed: bool| match clean_text(text) {
            Err(control) => {
                note(field, Fault::ControlCharacter { code: control.code });
                String::new()
            }
            Ok(text) => {
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let count = text.chars().count();
                if text.is_empty() && needed {
                    note(field, Fault::Missing);
                }
                if count > LONGEST_NAME {
                    note(field, Fault::TooManyCharacters { count, max: LONGEST_NAME });
                }
                text
            }
        };
        let name = line("name", &self.name, true);
        let other_names = line("other_names", &self.other_names, false);
        let kind = Kind::parse(self.kind.trim());
        if kind.is_none() {
            let missing = self.kind.trim().is_empty();
            note("kind", if missing { Fault::Missing } else { Fault::NotAnOption });
        }
        let mut number =
            |field: &str, text: &str, fault: Fault, parse: &dyn Fn(&str) -> Option<String>| {
                if text.trim().is_empty() {
                    return None;
                }
                let number = parse(text);
                if number.is_none() {
                    note(field, fault);
                }
                number
            };
        let charity_number =
            number("charity_number", &self.charity_number, Fault::NotCharityNumber, &|text| {
                CharityNumber::parse(text).ok().map(|number| number.to_string())
            });
        let company_number =
            number("company_number", &self.company_number, Fault::NotCompanyNumber, &|text| {
                CompanyNumber::parse(text).ok().map(|number| number.to_string())
            });
        let postcode = number("postcode", &self.postcode, Fault::NotPostcode, &|text| {
            Postcode::parse(text).ok().map(|postcode| postcode.to_string())
        });
        match kind {
            Some(kind) if problems.is_empty() => {
                Ok(Details { name, other_names, kind, charity_number, company_number, postcode })
            }
            _ => Err(AppError::Invalid(problems)),
        }
    }
}

/// Makes an organisation's record, with the caller as its first member.
pub struct CreateOrganisation {
    /// What was typed.
    pub form: OrganisationForm,
}

impl UseCase for CreateOrganisation {
    type Subject = ();
    type Output = OrganisationId;
    const ACT: Act = Act::StartApplication;

    fn load(&self, _: &mut Eye<'_>) -> Outcome<()> {
        Ok(())
    }

    fn on(&self, (): &()) -> On {
        On::default()
    }

    fn run(&self, (): (), cx: &mut Cx<'_>) -> Outcome<OrganisationId> {
        let details = self.form.read()?;
        let by = cx.person()?;
        let organisation = Organisation {
            id: cx.id(),
            version: 1,
            name: details.name,
            other_names: details.other_names,
            kind: details.kind,
            charity_number: details.charity_number,
            company_number: details.company_number,
            postcode: details.postcode,
            created_by: by,
            created_at: cx.now,
        };
        cx.tx.add_organisation(&organisation)?;
        let now = cx.now;
        cx.tx.add_member(organisation.id, by, "contact", now)?;
        cx.audit(
            &Entry::office("organisation.created")
                .id("organisation", organisation.id.uuid())
                .code("kind", organisation.kind.code()),
        )?;
        Ok(organisation.id)
    }
}

/// Changes an organisation's record.
pub struct EditOrganisation {
    /// Which.
    pub organisation: OrganisationId,
    /// The version that the page showed.
    pub version: i64,
    /// What was typed.
    pub form: OrganisationForm,
}

impl UseCase for EditOrganisation {
    type Subject = Organisation;
    type Output = ();
    const ACT: Act = Act::ManageOrganisation;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Organisation> {
        eye.tx.organisation(self.organisation)?.ok_or(AppError::NotFound)
    }

    fn on(&self, organisation: &Organisation) -> On {
        On::of(organisation.id)
    }

    fn run(&self, organisation: Organisation, cx: &mut Cx<'_>) -> Outcome<()> {
        let details = self.form.read()?;
        if organisation.version != self.version {
            return Err(AppError::Stale);
        }
        let from = organisation.kind;
        let changed = Organisation {
            name: details.name,
            other_names: details.other_names,
            kind: details.kind,
            charity_number: details.charity_number,
            company_number: details.company_number,
            postcode: details.postcode,
            ..organisation
        };
        cx.tx.save_organisation(&changed)?;
        cx.audit(
            &Entry::office("organisation.changed")
                .id("organisation", changed.id.uuid())
                .code("from_kind", from.code())
                .code("kind", changed.kind.code())
                .number("version", changed.version + 1),
        )
    }
}

/// Reads one's own organisation.
pub struct OrganisationPage {
    /// Which.
    pub organisation: OrganisationId,
}

/// One's own organisation.
pub struct OrganisationSeen {
    /// Its record.
    pub organisation: Organisation,
    /// Its members.
    pub members: Vec<Person>,
    /// Its bids, newest first.
    pub bids: Vec<Application>,
}

impl View for OrganisationPage {
    type Output = OrganisationSeen;
    const ACT: Act = Act::ManageOrganisation;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, OrganisationSeen)> {
        let organisation = eye.tx.organisation(self.organisation)?.ok_or(AppError::NotFound)?;
        let members = eye.tx.members_of(organisation.id, MOST)?;
        let bids = eye.tx.applications_of(&[organisation.id], MOST)?;
        Ok((On::of(organisation.id), OrganisationSeen { organisation, members, bids }))
    }
}
