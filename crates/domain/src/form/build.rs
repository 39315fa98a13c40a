//! Building a form question by question. An edit that would leave a condition without an earlier
//! question to depend on is refused, so that questions never depend on each other in a circle.
//! Whatever else is unfinished stays, and is told by [`Form::faults`].

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::author::FormFault;
use super::kind::Kind;
use super::rule::{MOST_RULES, Rule};
use super::schema::{Form, Question, QuestionId, Section, SectionId};
use crate::document::DocumentKind;
use crate::value::Pence;

/// The most sections of a form.
const MOST_SECTIONS: usize = 30;
/// The most questions of a form.
const MOST_QUESTIONS: usize = 200;

/// One step of building a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub enum FormEdit {
    /// A new section at the end.
    AddSection {
        /// Its heading.
        title: String,
    },
    /// Heading and introduction of a section.
    WriteSection {
        /// Which.
        section: SectionId,
        /// Its heading.
        title: String,
        /// What stands before its questions.
        #[serde(default)]
        intro: Option<String>,
    },
    /// A section one place up or down, with its questions.
    MoveSection {
        /// Which.
        section: SectionId,
        /// Where.
        to: To,
    },
    /// A section without questions is taken out.
    RemoveSection {
        /// Which.
        section: SectionId,
    },
    /// A new question at the end of a section.
    AddQuestion {
        /// The section.
        section: SectionId,
        /// The question.
        question: Question,
    },
    /// A question in place of the one with its id.
    WriteQuestion {
        /// The question.
        question: Question,
        /// Which criteria its answer counts for.
        feeds: Feeds,
    },
    /// A question one place up or down; from the edge of its section into the next one.
    MoveQuestion {
        /// Which.
        question: QuestionId,
        /// Where.
        to: To,
    },
    /// A check across answers is added.
    AddRule {
        /// The check.
        rule: Rule,
    },
    /// A check across answers is taken out.
    RemoveRule {
        /// Its place in the list, from 0.
        rule: usize,
    },
    /// A question is taken out.
    RemoveQuestion {
        /// Which.
        question: QuestionId,
    },
}

/// Codes of the criteria for which an answer counts.
pub type Feeds = Vec<String>;

/// Where something moves on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum To {
    /// One place earlier.
    Up,
    /// One place later.
    Down,
}

/// Why a form is not changed so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BuildRefused {
    /// There is no such section.
    #[error("there is no section {0}")]
    NoSuchSection(SectionId),
    /// There is no such question.
    #[error("there is no question {0}")]
    NoSuchQuestion(QuestionId),
    /// A section has no heading.
    #[error("the section has no heading")]
    NoTitle,
    /// Another question has this id.
    #[error("another question is called {0}")]
    SameQuestion(QuestionId),
    /// It is at the end already.
    #[error("it cannot go further")]
    AtTheEnd,
    /// A section that still has questions.
    #[error("section {0} has questions")]
    HasQuestions(SectionId),
    /// There is no such criterion.
    #[error("there is no criterion {0}")]
    NoSuchCriterion(String),
    /// A condition would not hold together: the question would be asked before the one that it
    /// depends on, or depend on none, or on an answer that nobody can give.
    #[error("{0}")]
    Condition(FormFault),
    /// There is no such check across answers.
    #[error("there is no check {0}")]
    NoSuchRule(usize),
    /// The checks across answers would not hold together: one would name a question that is not
    /// there or cannot be compared so, or they would lead in a circle.
    #[error("{0}")]
    Rule(FormFault),
    /// More sections or questions than a form may have.
    #[error("more than {most}")]
    TooMany {
        /// The most.
        most: usize,
    },
}

impl BuildRefused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoSuchSection(_) => "form_no_such_section",
            Self::NoSuchQuestion(_) => "form_no_such_question",
            Self::NoTitle => "form_no_title",
            Self::SameQuestion(_) => "form_same_question",
            Self::AtTheEnd => "form_at_the_end",
            Self::HasQuestions(_) => "form_section_has_questions",
            Self::NoSuchCriterion(_) => "form_no_such_criterion",
            Self::Condition(_) => "form_condition",
            Self::NoSuchRule(_) => "form_no_such_rule",
            Self::Rule(_) => "form_rule",
            Self::TooMany { .. } => "form_too_many",
        }
    }
}

impl Form {
    /// The form after one step.
    ///
    /// # Errors
    /// [`BuildRefused`]; the form is then as it was.
    pub fn edited(&self, edit: &FormEdit) -> Result<Self, BuildRefused> {
        let mut form = self.clone();
        form.apply(edit)?;
        let before = self.condition_faults();
        let broken = form.condition_faults().into_iter().find(|fault| !before.contains(fault));
        if let Some(fault) = broken {
            return Err(BuildRefused::Condition(fault));
        }
        let before = self.rule_faults();
        // One that is taken out moves those after it to other places, and breaks none.
        let broken = match edit {
            FormEdit::RemoveRule { .. } => None,
            _ => form.rule_faults().into_iter().find(|fault| !before.contains(fault)),
        };
        broken.map_or(Ok(form), |fault| Err(BuildRefused::Rule(fault)))
    }

    /// An id that no question has: `Q1`, `Q2` and so on.
    #[must_use]
    pub fn free_id(&self) -> Option<QuestionId> {
        (1..=MOST_QUESTIONS + 1)
            .filter_map(|number| QuestionId::parse(&format!("Q{number}")).ok())
            .find(|id| self.question(id).is_none())
    }

    /// The section that has the question.
    #[must_use]
    pub fn section_of(&self, question: &QuestionId) -> Option<&Section> {
        self.sections.iter().find(|section| section.questions.iter().any(|one| one.id == *question))
    }

    fn condition_faults(&self) -> Vec<FormFault> {
        let is_condition = |fault: &FormFault| {
            matches!(
                fault,
                FormFault::ConditionUnknown { .. }
                    | FormFault::ConditionNotEarlier { .. }
                    | FormFault::ConditionNeverTrue { .. }
            )
        };
        self.faults().into_iter().filter(is_condition).collect()
    }

    fn apply(&mut self, edit: &FormEdit) -> Result<(), BuildRefused> {
        match edit {
            FormEdit::AddSection { title } => self.add_section(title),
            FormEdit::WriteSection { section, title, intro } => {
                let title = heading(title)?;
                let section = self.section_at(section)?;
                section.title = title;
                section.intro = intro.clone().filter(|text| !text.trim().is_empty());
                Ok(())
            }
            FormEdit::MoveSection { section, to } => {
                let at = self.place_of(section)?;
                let other = next(at, *to, self.sections.len())?;
                self.sections.swap(at, other);
                Ok(())
            }
            FormEdit::RemoveSection { section } => {
                let at = self.place_of(section)?;
                if !self.section_at(section)?.questions.is_empty() {
                    return Err(BuildRefused::HasQuestions(section.clone()));
                }
                self.sections.remove(at);
                Ok(())
            }
            FormEdit::AddQuestion { section, question } => {
                if self.question(&question.id).is_some() {
                    return Err(BuildRefused::SameQuestion(question.id.clone()));
                }
                if self.questions().count() >= MOST_QUESTIONS {
                    return Err(BuildRefused::TooMany { most: MOST_QUESTIONS });
                }
                self.section_at(section)?.questions.push(question.clone());
                Ok(())
            }
            FormEdit::WriteQuestion { question, .. } => {
                let missing = || BuildRefused::NoSuchQuestion(question.id.clone());
                let mut all =
                    self.sections.iter_mut().flat_map(|section| section.questions.iter_mut());
                *all.find(|one| one.id == question.id).ok_or_else(missing)? = question.clone();
                Ok(())
            }
            FormEdit::MoveQuestion { question, to } => self.move_question(question, *to),
            FormEdit::AddRule { rule } => {
                if self.rules.len() >= MOST_RULES {
                    return Err(BuildRefused::TooMany { most: MOST_RULES });
                }
                self.rules.push(rule.clone());
                Ok(())
            }
            FormEdit::RemoveRule { rule } => {
                if *rule >= self.rules.len() {
                    return Err(BuildRefused::NoSuchRule(*rule));
                }
                self.rules.remove(*rule);
                Ok(())
            }
            FormEdit::RemoveQuestion { question } => self.take_out(question).map(drop),
        }
    }

    fn add_section(&mut self, title: &str) -> Result<(), BuildRefused> {
        let title = heading(title)?;
        if self.sections.len() >= MOST_SECTIONS {
            return Err(BuildRefused::TooMany { most: MOST_SECTIONS });
        }
        let taken: BTreeSet<&str> = self.sections.iter().map(|one| one.id.as_str()).collect();
        let id = section_id(&title, &taken).ok_or(BuildRefused::NoTitle)?;
        self.sections.push(Section { id, title, intro: None, questions: Vec::new() });
        Ok(())
    }

    fn place_of(&self, section: &SectionId) -> Result<usize, BuildRefused> {
        let missing = || BuildRefused::NoSuchSection(section.clone());
        self.sections.iter().position(|one| one.id == *section).ok_or_else(missing)
    }

    fn section_at(&mut self, section: &SectionId) -> Result<&mut Section, BuildRefused> {
        let missing = || BuildRefused::NoSuchSection(section.clone());
        self.sections.iter_mut().find(|one| one.id == *section).ok_or_else(missing)
    }

    fn take_out(&mut self, id: &QuestionId) -> Result<Question, BuildRefused> {
        for section in &mut self.sections {
            if let Some(at) = section.questions.iter().position(|one| one.id == *id) {
                return Ok(section.questions.remove(at));
            }
        }
        Err(BuildRefused::NoSuchQuestion(id.clone()))
    }

    fn move_question(&mut self, id: &QuestionId, to: To) -> Result<(), BuildRefused> {
        let missing = || BuildRefused::NoSuchQuestion(id.clone());
        let home = self.section_of(id).map(|section| section.id.clone()).ok_or_else(missing)?;
        let section = self.section_at(&home)?;
        let at = section.questions.iter().position(|one| one.id == *id).ok_or_else(missing)?;
        if let Ok(other) = next(at, to, section.questions.len()) {
            section.questions.swap(at, other);
            return Ok(());
        }
        let neighbour = next(self.place_of(&home)?, to, self.sections.len())?;
        let question = self.take_out(id)?;
        if let Some(section) = self.sections.get_mut(neighbour) {
            match to {
                To::Up => section.questions.push(question),
                To::Down => section.questions.insert(0, question),
            }
        }
        Ok(())
    }
}

fn next(at: usize, to: To, length: usize) -> Result<usize, BuildRefused> {
    match to {
        To::Up => at.checked_sub(1),
        To::Down => at.checked_add(1).filter(|next| *next < length),
    }
    .ok_or(BuildRefused::AtTheEnd)
}

fn heading(title: &str) -> Result<String, BuildRefused> {
    let title = title.trim();
    if title.is_empty() { Err(BuildRefused::NoTitle) } else { Ok(title.to_owned()) }
}

/// An id of the words of a heading, with a number where it is taken.
fn section_id(title: &str, taken: &BTreeSet<&str>) -> Option<SectionId> {
    let plain: String = title
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let mut slug: String = words.join("-").chars().take(34).collect();
    if !slug.starts_with(|c: char| c.is_ascii_lowercase()) {
        slug = format!("section-{}", slug.chars().take(24).collect::<String>());
    }
    let slug = slug.trim_end_matches('-');
    std::iter::once(slug.to_owned())
        .chain((2..=MOST_SECTIONS + 2).map(|number| format!("{slug}-{number}")))
        .filter(|id| !taken.contains(id.as_str()))
        .find_map(|id| SectionId::parse(&id).ok())
}

impl Kind {
    /// Every kind as a new question has it: with limits to begin with, and nothing to choose from
    /// yet.
    #[must_use]
    pub fn blanks() -> Vec<Self> {
        vec![
            Self::ShortText { max_chars: 100 },
            Self::LongText { max_words: 200 },
            Self::Number { min: 0, max: 1_000_000 },
            Self::Money { min: Some(Pence::ZERO), max: None },
            Self::Date {},
            Self::Period {},
            Self::Choice { options: Vec::new() },
            Self::MultiChoice { options: Vec::new(), min: 0, max: None },
            Self::YesNo {},
            Self::YesNoExplain { max_words: 100 },
            Self::OrganisationIds {},
            Self::Person { phone_optional: false },
            Self::Address {},
            Self::Postcode {},
            Self::AreaShares { areas: Vec::new(), max_rows: 6 },
            Self::Budget { categories: Vec::new(), max_rows: 12 },
            Self::MatchFunding { max_rows: 5 },
            Self::Outcomes { max_rows: 4, max_words: None },
            Self::Risks { max_rows: 4, max_words: None },
            Self::Milestones { max_rows: 6 },
            Self::Table { columns: Vec::new(), max_rows: 6 },
            Self::Files { max_files: 3, document: DocumentKind::Other, kinds: Vec::new() },
            Self::Declaration { statements: Vec::new() },
        ]
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ShortText { .. } => "short_text",
            Self::LongText { .. } => "long_text",
            Self::Number { .. } => "number",
            Self::Money { .. } => "money",
            Self::Date {} => "date",
            Self::Period {} => "period",
            Self::Choice { .. } => "choice",
            Self::MultiChoice { .. } => "multi_choice",
            Self::YesNo {} => "yes_no",
            Self::YesNoExplain { .. } => "yes_no_explain",
            Self::OrganisationIds {} => "organisation_ids",
            Self::Person { .. } => "person",
            Self::Address {} => "address",
            Self::Postcode {} => "postcode",
            Self::AreaShares { .. } => "area_shares",
            Self::Budget { .. } => "budget",
            Self::MatchFunding { .. } => "match_funding",
            Self::Outcomes { .. } => "outcomes",
            Self::Risks { .. } => "risks",
            Self::Milestones { .. } => "milestones",
            Self::Table { .. } => "table",
            Self::Files { .. } => "files",
            Self::Declaration { .. } => "declaration",
        }
    }

    /// Another kind in its place, with what both have: the things to choose from, and the limits.
    #[must_use]
    pub fn in_place_of(self, old: &Self) -> Self {
        let options = old.options().to_vec();
        let words = match old {
            Self::LongText { max_words } | Self::YesNoExplain { max_words } => Some(*max_words),
            Self::Outcomes { max_words, .. } | Self::Risks { max_words, .. } => *max_words,
            _ => None,
        };
        let rows = old.max_rows();
        match self {
            Self::Choice { .. } => Self::Choice { options },
            Self::MultiChoice { min, max, .. } => Self::MultiChoice { options, min, max },
            Self::LongText { max_words } => {
                Self::LongText { max_words: words.unwrap_or(max_words) }
            }
            Self::YesNoExplain { max_words } => {
                Self::YesNoExplain { max_words: words.unwrap_or(max_words) }
            }
            Self::Outcomes { max_rows, max_words } => Self::Outcomes {
                max_rows: rows.unwrap_or(max_rows),
                max_words: words.or(max_words),
            },
            Self::Risks { max_rows, max_words } => {
                Self::Risks { max_rows: rows.unwrap_or(max_rows), max_words: words.or(max_words) }
            }
            Self::Milestones { max_rows } => {
                Self::Milestones { max_rows: rows.unwrap_or(max_rows) }
            }
            Self::Table { columns, max_rows } => {
                Self::Table { columns, max_rows: rows.unwrap_or(max_rows) }
            }
            other => other,
        }
    }
}

impl Question {
    /// The same question with another kind of answer. What the answer was used for stays only
    /// where the new kind can have it.
    #[must_use]
    pub fn with_kind(&self, kind: Kind) -> Self {
        let kind = kind.in_place_of(&self.kind);
        let meaning = self.meaning.filter(|meaning| meaning.fits(&kind));
        Self { kind, meaning, ..self.clone() }
    }
}
