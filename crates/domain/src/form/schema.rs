//! Forms, their sections and questions.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::kind::Kind;
use super::rule::Rule;

/// What a round asks, in one version. A published version never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Counts the versions of one round's form from 1.
    pub version: u32,
    /// One page each, in order.
    pub sections: Vec<Section>,
    /// Checks across answers, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
}

/// One page of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// What it is known by in addresses.
    pub id: SectionId,
    /// Its heading.
    pub title: String,
    /// What stands before its questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intro: Option<String>,
    /// Its questions, in order.
    pub questions: Vec<Question>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// What it is known by: `B5`. Answers are kept under it, so that it outlives versions.
    pub id: QuestionId,
    /// The question itself.
    pub text: String,
    /// Help with answering it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Why it is asked, said beside questions about people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Whether a bid cannot be sent without an answer.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub required: bool,
    /// What the answer is used for.
    #[serde(default)]
    pub purpose: Purpose,
    /// What the rest of the software knows the answer as, where it needs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<Meaning>,
    /// Whether assessors see the answer. Contact details and declared interests are kept from them.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub seen_by_assessors: bool,
    /// Whether the answer may be published if a grant is made.
    #[serde(default, skip_serializing_if = "is_false")]
    pub publishable: bool,
    /// Whether the answer tells a place, which is withheld where places are protected.
    #[serde(default, skip_serializing_if = "is_false")]
    pub places: bool,
    /// When it is asked at all; always, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// What kind of answer it takes.
    #[serde(flatten)]
    pub kind: Kind,
}

/// What an answer is used for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Marked by assessors.
    Scored,
    /// Decides who may be funded.
    Eligibility,
    /// Neither.
    #[default]
    Information,
}

/// Asked only if an earlier question has this answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The earlier question: a choice, several choices, or yes and no.
    pub question: QuestionId,
    /// The value of its option, or `yes` or `no`.
    pub equals: String,
}

macro_rules! meanings {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// What the software needs an answer for, apart from showing it. At most one question of a
        /// form has each meaning.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        pub enum Meaning { $($(#[$doc])* #[serde(rename = $code)] $name),+ }

        impl Meaning {
            /// Every meaning.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }
        }
    };
}

meanings! {
    /// The name of the applying organisation.
    OrganisationName = "organisation_name",
    /// The kind of organisation.
    OrganisationType = "organisation_type",
    /// Charity, company and other numbers.
    RegisteredNumbers = "registered_numbers",
    /// The person to write to.
    MainContact = "main_contact",
    /// A different person who also knows the project.
    SecondContact = "second_contact",
    /// How many sit on the committee or board.
    CommitteeSize = "committee_size",
    /// How many of them are unrelated to each other.
    UnrelatedMembers = "unrelated_members",
    /// Grants of the office in earlier years, and their reports.
    EarlierGrants = "earlier_grants",
    /// Roles and close relationships with the office, police, assessors or steering group.
    Relationships = "relationships",
    /// Whether another organisation would hold the money.
    HostOrganisation = "host_organisation",
    /// The name of the project.
    ProjectName = "project_name",
    /// The summary that may be published.
    PublicSummary = "public_summary",
    /// Where it happens, with shares.
    Places = "places",
    /// When it begins and ends.
    ProjectPeriod = "project_period",
    /// What it costs, line by line.
    Budget = "budget",
    /// How much is asked for.
    AmountAsked = "amount_asked",
    /// The smallest amount that would be of use.
    SmallestUsefulAmount = "smallest_useful_amount",
    /// Whether it works with children, young people or adults at risk.
    PeopleAtRisk = "people_at_risk",
    /// Whether there is an account that needs two unrelated signatories.
    BankAccount = "bank_account",
    /// Somebody outside the organisation who knows it.
    Referee = "referee",
}

/// The id of a question, such as `B5`: a letter, then letters, figures or underscores; 20 at most.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct QuestionId(String);

/// The id of a section, such as `your-project`: a small letter, then small letters, figures or
/// hyphens; 40 at most.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SectionId(String);

/// The text does not have the form of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id of letters and figures")]
pub struct NotSlug;

impl QuestionId {
    /// Reads an id exactly.
    pub fn parse(text: &str) -> Result<Self, NotSlug> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        let begins_well = text.starts_with(|c: char| c.is_ascii_alphabetic());
        if begins_well && text.len() <= 20 && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotSlug)
        }
    }

    /// The id as text, which is also the name of the question's first field.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl SectionId {
    /// Reads an id exactly.
    pub fn parse(text: &str) -> Result<Self, NotSlug> {
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        let begins_well = text.starts_with(|c: char| c.is_ascii_lowercase());
        if begins_well && text.len() <= 40 && text.bytes().all(allowed) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotSlug)
        }
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for QuestionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for SectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for QuestionId {
    type Error = NotSlug;

    fn try_from(text: String) -> Result<Self, NotSlug> {
        Self::parse(&text)
    }
}

impl TryFrom<String> for SectionId {
    type Error = NotSlug;

    fn try_from(text: String) -> Result<Self, NotSlug> {
        Self::parse(&text)
    }
}

impl From<QuestionId> for String {
    fn from(id: QuestionId) -> Self {
        id.0
    }
}

impl From<SectionId> for String {
    fn from(id: SectionId) -> Self {
        id.0
    }
}

impl Form {
    /// Every question, in page order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// The question with `id`.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions().find(|question| question.id == *id)
    }

    /// The section with `id`.
    pub fn section(&self, id: &SectionId) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == *id)
    }

    /// The question that asks for `meaning`, where one does.
    pub fn question_for(&self, meaning: Meaning) -> Option<&Question> {
        self.questions().find(|question| question.meaning == Some(meaning))
    }
}

const fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_true(flag: &bool) -> bool {
    *flag
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}
