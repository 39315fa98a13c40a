//! A replay file: a round as an office would set it up, the people of the office, the groups with
//! their answers, and what each of them does and when. Read from TOML; nothing of it is code.

use almoner_domain::access::Role;
use almoner_domain::conflict;
use almoner_domain::form::Form;
use almoner_domain::moderation::next_to_mean;
use almoner_domain::organisation::Kind;
use almoner_domain::round::{PostsByEmail, RoundFile, Settings};
use almoner_domain::value::{CivilDate, Mark, Pence};
use jiff::civil::DateTime;
use serde::Deserialize;
use std::collections::BTreeMap;
use thiserror::Error;

/// A replay file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplayFile {
    /// The settings of the round.
    pub round: Settings,
    /// Its posts.
    pub posts: PostsByEmail,
    /// Its form.
    pub form: Form,
    /// The people of the office and the panel.
    pub people: Vec<Staff>,
    /// When each step of the office happens, in London.
    pub timetable: Timetable,
    /// The groups' bids.
    pub bids: Vec<Bid>,
    /// What the panel and the approver do with the round as a whole.
    pub panel: Panel,
    /// What the report must show at the end.
    pub expected: Expected,
}

/// Somebody of the office or the panel. Fictional.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their roles.
    pub roles: Vec<Role>,
    /// When they completed the training of assessors.
    #[serde(default)]
    pub trained: Option<CivilDate>,
    /// The zones whose bids they may mark, for community assessors.
    #[serde(default)]
    pub zones: Vec<String>,
}

/// When each step of the office happens. London time.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timetable {
    /// The office is set up and people are invited.
    pub set_up: DateTime,
    /// The round is created and put forward for review.
    pub created: DateTime,
    /// The money is confirmed and the round approved.
    pub approved: DateTime,
    /// The round is announced.
    pub published: DateTime,
    /// Interests are declared on the list of names.
    pub declared: DateTime,
    /// Screening starts.
    pub screened: DateTime,
    /// Fails are confirmed by a second person.
    pub confirmed: DateTime,
    /// Assessors are assigned.
    pub assigned: DateTime,
    /// Assessors mark.
    pub marked: DateTime,
    /// The panel meets.
    pub moderated: DateTime,
    /// Due diligence is recorded.
    pub due_diligence: DateTime,
    /// Finance comments.
    pub finance: DateTime,
    /// The approver signs.
    pub decided: DateTime,
    /// Applicants are told.
    pub announced: DateTime,
}

/// One group's bid. Fictional.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bid {
    /// A short key, unique in the file.
    pub key: String,
    /// The group.
    pub group: Group,
    /// Who writes and sends it.
    pub person: Contact,
    /// When it is started.
    pub started: DateTime,
    /// When it is sent; never, if none.
    #[serde(default)]
    pub sent: Option<DateTime>,
    /// When it is reopened, a word is changed and it is sent again.
    #[serde(default)]
    pub sent_again: Option<Again>,
    /// When somebody tries to send it after the deadline.
    #[serde(default)]
    pub late_attempt: Option<DateTime>,
    /// When it is withdrawn.
    #[serde(default)]
    pub withdrawn: Option<DateTime>,
    /// The answers, by the field names of the form, as typed.
    pub answers: BTreeMap<String, Typed>,
    /// Interests that people of the office or the panel declare in it. Everybody else who declares
    /// has none.
    #[serde(default)]
    pub interests: Vec<Interest>,
    /// Checks that fail, manual and computed, with reasons. Empty: it passes.
    #[serde(default)]
    pub fails: Vec<Fail>,
    /// What each assessor thinks of it.
    #[serde(default)]
    pub marks: Vec<Marks>,
    /// What the panel agrees.
    #[serde(default)]
    pub agreed: Option<Agreed>,
    /// What is decided; as the panel recommended, if none.
    #[serde(default)]
    pub decision: Option<Decision>,
}

/// A change before it is sent again.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Again {
    /// When.
    pub at: DateTime,
    /// The answers that change.
    pub answers: BTreeMap<String, Typed>,
}

/// What somebody types in one field.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(untagged)]
pub enum Typed {
    /// One value.
    One(String),
    /// Several: ticked boxes.
    Many(Vec<String>),
}

impl Typed {
    /// The values.
    #[must_use]
    pub fn values(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Many(values) => values,
        }
    }
}

/// A group. Invented.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// What kind of group.
    pub kind: Kind,
    /// Its postcode: of a public building, never of a home.
    pub postcode: String,
}

/// Somebody of a group. Invented.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// An interest that somebody declares, and what is decided about it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interest {
    /// Who declares, by address.
    pub by: String,
    /// What links them.
    pub kind: conflict::Kind,
    /// In their own words.
    pub note: String,
    /// What is decided.
    pub ruling: Ruling,
    /// Why.
    pub why: String,
}

/// What is decided about an interest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// It does not stand in the way.
    Clear,
    /// They are kept away from the bid.
    Recuse,
}

/// A check that fails.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fail {
    /// The check's code.
    pub check: String,
    /// The reason's code.
    pub reason: String,
    /// What the screener writes.
    pub note: String,
}

/// One assessor's marks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    /// The assessor's address.
    pub by: String,
    /// Mark and reason by the criterion's code.
    pub criteria: BTreeMap<String, (u8, String)>,
}

/// What the panel agrees about a bid.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreed {
    /// Where the panel agreed another mark than the one next to the mean, by the criterion's
    /// code. Everywhere else the agreed mark follows from what the assessors gave.
    #[serde(default)]
    pub changed: BTreeMap<String, Changed>,
    /// What the panel said, in its own words.
    pub reason: String,
    /// What the panel recommends.
    pub outcome: Outcome,
    /// How much, for a recommendation to fund.
    #[serde(default)]
    pub amount: Option<Pence>,
    /// Conditions, if any.
    #[serde(default)]
    pub conditions: Vec<String>,
    /// Feedback for the group.
    pub feedback: String,
}

/// A mark that the panel changed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    /// The agreed mark.
    pub mark: u8,
    /// Why.
    pub why: String,
}

impl Bid {
    /// The mark that the panel agrees for a criterion: the one that it changed it to, or the one
    /// next to the mean of what the assessors gave. `None` where nobody marked.
    #[must_use]
    pub fn agreed_mark(&self, criterion: &str) -> Option<Mark> {
        let changed = self.agreed.as_ref().and_then(|agreed| agreed.changed.get(criterion));
        match changed {
            Some(changed) => Mark::new(changed.mark).ok(),
            None => next_to_mean(&self.given(criterion)),
        }
    }

    /// What the assessors gave for a criterion.
    #[must_use]
    pub fn given(&self, criterion: &str) -> Vec<Mark> {
        let given = self.marks.iter().filter_map(|marks| marks.criteria.get(criterion));
        given.filter_map(|(mark, _)| Mark::new(*mark).ok()).collect()
    }
}

/// What is recommended or decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// An award.
    Fund,
    /// The reserve list.
    Reserve,
    /// No award.
    Decline,
}

/// What is decided about a bid, with the reason that is published.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The public reason.
    pub reason: String,
}

/// What happens to the round as a whole.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// Who meets, by address; the chair among them.
    pub present: Vec<String>,
    /// The quality line, in per cent.
    pub line: u8,
    /// Why there.
    pub line_reason: String,
    /// The finance officer's comment.
    pub finance_comment: String,
    /// The public reason of each award that has none of its own.
    pub fund_reason: String,
    /// The public reason of each bid that is declined and has none of its own.
    pub decline_reason: String,
}

/// What the report must show at the end.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// Ever sent in time.
    pub received: i64,
    /// Not eligible.
    pub ineligible: i64,
    /// Moderated.
    pub moderated: i64,
    /// Recommended.
    pub recommended: i64,
    /// Recommended, in pence.
    pub recommended_pence: i64,
    /// Approved.
    pub approved: i64,
    /// Approved, in pence: the least and the most.
    pub approved_pence: [i64; 2],
    /// Asked for, in pence: the least and the most.
    pub requested_pence: [i64; 2],
    /// Recommended by reported area, by the area's code.
    pub by_area: BTreeMap<String, i64>,
}

/// Why a replay file cannot be used.
#[derive(Debug, Error)]
pub enum FileFault {
    /// It cannot be read.
    #[error("cannot read it: {0}")]
    Unreadable(#[from] std::io::Error),
    /// It is not TOML, or not a replay.
    #[error("{0}")]
    Malformed(#[from] toml::de::Error),
    /// The definition cannot be written for the paste.
    #[error("{0}")]
    Definition(#[from] toml::ser::Error),
}

impl ReplayFile {
    /// Reads a replay file.
    ///
    /// # Errors
    /// [`FileFault::Malformed`] with line and field.
    pub fn parse(text: &str) -> Result<Self, FileFault> {
        Ok(toml::from_str(text)?)
    }

    /// The round's definition as an officer pastes it.
    ///
    /// # Errors
    /// [`FileFault::Definition`].
    pub fn definition(&self) -> Result<String, FileFault> {
        let file = RoundFile {
            round: self.round.clone(),
            posts: self.posts.clone(),
            form: self.form.clone(),
        };
        Ok(toml::to_string(&file)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn definition_in(text: &str) -> RoundFile {
        let table: toml::Table = text.parse().unwrap();
        let only: toml::Table = table
            .into_iter()
            .filter(|(key, _)| ["round", "posts", "form"].contains(&key.as_str()))
            .collect();
        RoundFile::parse(&toml::to_string(&only).unwrap()).unwrap()
    }

    #[test]
    fn the_definition_of_the_safety_fund_is_a_round_file() {
        let file = definition_in(include_str!("../data/safety-fund-round-3.toml"));
        assert_eq!(file.form.faults(), []);
    }

    #[test]
    fn the_definition_of_the_people_zones_is_a_round_file() {
        let file = definition_in(include_str!("../data/people-zones-round-3.toml"));
        assert_eq!(file.form.faults(), []);
    }

    #[test]
    fn the_safety_fund_loads_with_its_twenty_bids() {
        let file = ReplayFile::parse(include_str!("../data/safety-fund-round-3.toml")).unwrap();
        assert_eq!(file.bids.iter().filter(|bid| bid.sent.is_some()).count(), 20);
    }
}
