//! The tables of applications and their rows.

use crate::types::{At, Doc, Key};
use almoner_domain::application::{Application, SectionAnswers, Status, Submission, Withhold};
use almoner_domain::form::SectionId;
use almoner_domain::value::Pence;
use almoner_ports::{ApplicationLine, Stored};
use diesel::prelude::*;

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Json, Stamp};

    application (id) {
        id -> Guid,
        version -> BigInt,
        round -> Guid,
        organisation -> Guid,
        place -> Integer,
        status -> Text,
        reference -> Nullable<Text>,
        organisation_name -> Text,
        name_folded -> Text,
        title -> Text,
        requested -> Nullable<BigInt>,
        lead_area -> Nullable<Text>,
        received -> Bool,
        received_at -> Stamp,
        started_at -> Stamp,
        sent -> Integer,
        withhold -> Text,
        conditional -> Bool,
        body -> Json,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Json, Stamp};

    application_section (application, section) {
        application -> Guid,
        section -> Text,
        version -> BigInt,
        saved_by -> Guid,
        saved_at -> Stamp,
        fields -> Json,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Stamp};

    section_presence (application, section, person) {
        application -> Guid,
        section -> Text,
        person -> Guid,
        opened_at -> Stamp,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::{Guid, Json, Stamp};

    submission (id) {
        id -> Guid,
        application -> Guid,
        round -> Guid,
        number -> Integer,
        sent_at -> Stamp,
        body -> Json,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Guid;

    reference_sequence (round) {
        round -> Guid,
        last -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::types::Guid;

    // Kept by triggers on `application`.
    application_count (round, status) {
        round -> Guid,
        status -> Text,
        count -> BigInt,
        requested -> BigInt,
    }
}

diesel::allow_tables_to_appear_in_same_query!(application, submission);

/// A name as it is searched and sorted by.
pub(super) fn folded(name: &str) -> String {
    name.to_lowercase()
}

fn count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// The columns that change when an application is saved.
#[derive(AsChangeset, Insertable)]
#[diesel(table_name = application, treat_none_as_null = true)]
#[diesel(treat_none_as_default_value = false)]
pub(super) struct Saved {
    pub(super) version: i64,
    status: String,
    reference: Option<String>,
    organisation_name: String,
    name_folded: String,
    title: String,
    requested: Option<i64>,
    lead_area: Option<String>,
    received: bool,
    received_at: At,
    sent: i32,
    withhold: String,
    conditional: bool,
    body: Doc,
}

impl Saved {
    pub(super) fn of(record: &Application) -> Stored<Self> {
        let received_at = record.submitted_at.or(record.late_at).unwrap_or(record.started_at);
        Ok(Self {
            version: record.version,
            status: record.status.code().to_owned(),
            reference: record.reference.clone(),
            organisation_name: record.organisation_name.clone(),
            name_folded: folded(&record.organisation_name),
            title: record.title.clone(),
            requested: record.requested.map(Pence::get),
            lead_area: record.lead_area.clone(),
            received: record.submission > 0 || record.late_at.is_some(),
            received_at: At(received_at),
            sent: count(record.submission),
            withhold: record.withhold.code().to_owned(),
            conditional: record.conditional,
            body: Doc::of(record)?,
        })
    }
}

/// What is fixed when an application is added.
#[derive(Insertable)]
#[diesel(table_name = application, treat_none_as_default_value = false)]
pub(super) struct New {
    id: Key,
    round: Key,
    organisation: Key,
    place: i32,
    started_at: At,
    #[diesel(embed)]
    saved: Saved,
}

impl New {
    pub(super) fn of(record: &Application, place: u8) -> Stored<Self> {
        Ok(Self {
            id: record.id.into(),
            round: record.round.into(),
            organisation: record.organisation.into(),
            place: place.into(),
            started_at: At(record.started_at),
            saved: Saved::of(record)?,
        })
    }
}

/// An application as it is read: what moves by statements of its own stands in columns.
#[derive(Queryable, Selectable)]
#[diesel(table_name = application)]
pub(super) struct Head {
    id: Key,
    version: i64,
    status: String,
    body: Doc,
}

impl Head {
    pub(super) fn read(self) -> Stored<Application> {
        let record: Application = self.body.read("application", self.id)?;
        let status = status(&self.status, self.id)?;
        Ok(Application { version: self.version, status, ..record })
    }
}

pub(super) fn status(code: &str, id: Key) -> Stored<Status> {
    Status::parse(code)
        .ok_or_else(|| crate::error::corrupt("application", id.0, format!("status {code}")))
}

/// One line of a list, from columns alone.
#[derive(Queryable, Selectable)]
#[diesel(table_name = application)]
pub(super) struct Line {
    id: Key,
    organisation: Key,
    organisation_name: String,
    title: String,
    status: String,
    reference: Option<String>,
    requested: Option<i64>,
    lead_area: Option<String>,
    received_at: At,
    withhold: String,
    conditional: bool,
}

impl Line {
    pub(super) const fn id(&self) -> Key {
        self.id
    }

    pub(super) fn read(self) -> Stored<ApplicationLine> {
        let withhold = match self.withhold.as_str() {
            "nothing" => Withhold::Nothing,
            "name" => Withhold::Name,
            "place" => Withhold::Place,
            // What cannot be read is withheld.
            _ => Withhold::Both,
        };
        Ok(ApplicationLine {
            status: status(&self.status, self.id)?,
            id: self.id.to(),
            organisation: self.organisation.to(),
            organisation_name: self.organisation_name,
            title: self.title,
            reference: self.reference,
            requested: self.requested.map(Pence::new),
            lead_area: self.lead_area,
            received_at: self.received_at.0,
            withhold,
            conditional: self.conditional,
        })
    }
}

/// A section's answers.
#[derive(Queryable, Insertable)]
#[diesel(table_name = application_section)]
pub(super) struct SectionRow {
    pub(super) application: Key,
    pub(super) section: String,
    pub(super) version: i64,
    pub(super) saved_by: Key,
    pub(super) saved_at: At,
    pub(super) fields: Doc,
}

impl SectionRow {
    pub(super) fn of(answers: &SectionAnswers) -> Stored<Self> {
        Ok(Self {
            application: answers.application.into(),
            section: answers.section.as_str().to_owned(),
            version: answers.version,
            saved_by: answers.saved_by.into(),
            saved_at: At(answers.saved_at),
            fields: Doc::of(&answers.fields)?,
        })
    }

    pub(super) fn read(self) -> Stored<SectionAnswers> {
        let table = "application_section";
        let section = SectionId::parse(&self.section)
            .map_err(|why| crate::error::corrupt(table, self.application.0, why))?;
        Ok(SectionAnswers {
            application: self.application.to(),
            section,
            version: self.version,
            fields: self.fields.read(table, self.application)?,
            saved_by: self.saved_by.to(),
            saved_at: self.saved_at.0,
        })
    }
}

/// A sent version.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = submission)]
pub(super) struct SubmissionRow {
    id: Key,
    application: Key,
    round: Key,
    number: i32,
    sent_at: At,
    body: Doc,
}

impl SubmissionRow {
    pub(super) fn of(sent: &Submission) -> Stored<Self> {
        Ok(Self {
            id: sent.id.into(),
            application: sent.application.into(),
            round: sent.round.into(),
            number: count(sent.number),
            sent_at: At(sent.sent_at),
            body: Doc::of(sent)?,
        })
    }

    pub(super) fn read(self) -> Stored<Submission> {
        self.body.read("submission", self.id)
    }
}
