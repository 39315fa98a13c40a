//! Checks a form itself, before it is published.

use std::collections::BTreeSet;

use super::kind::{Choice, Kind};
use super::schema::{Form, Meaning, Question, QuestionId, SectionId};
use crate::area::AreaCode;

/// What is wrong with a form, for its authors.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormFault {
    /// It has no sections.
    #[error("the form has no sections")]
    NoSections,
    /// A section has no questions.
    #[error("section {0} has no questions")]
    EmptySection(SectionId),
    /// Two sections have one id.
    #[error("two sections are called {0}")]
    SameSection(SectionId),
    /// Two questions have one id.
    #[error("two questions are called {0}")]
    SameQuestion(QuestionId),
    /// A question has no text.
    #[error("question {0} has no text")]
    NoText(QuestionId),
    /// A condition names a question that the form does not have.
    #[error("question {question} depends on {on}, which does not exist")]
    ConditionUnknown {
        /// The question that has the condition.
        question: QuestionId,
        /// What it names.
        on: QuestionId,
    },
    /// A condition names the question itself or a later one.
    #[error("question {question} depends on {on}, which does not come before it")]
    ConditionNotEarlier {
        /// The question that has the condition.
        question: QuestionId,
        /// What it names.
        on: QuestionId,
    },
    /// A condition names an answer that cannot be given.
    #[error("question {question} depends on an answer to {on} that cannot be given")]
    ConditionNeverTrue {
        /// The question that has the condition.
        question: QuestionId,
        /// What it names.
        on: QuestionId,
    },
    /// There is nothing to choose from, or nothing to agree to.
    #[error("question {0} has no options")]
    NoOptions(QuestionId),
    /// Two options have one value, or one has none that can be kept.
    #[error("question {0} has options without values of their own")]
    SameOption(QuestionId),
    /// No answer can keep the limits, or a limit allows nothing.
    #[error("question {0} has limits that no answer can keep")]
    ImpossibleLimits(QuestionId),
    /// A meaning is given to two questions.
    #[error("question {question} has the same meaning as one before it")]
    SameMeaning {
        /// The later question.
        question: QuestionId,
        /// The meaning.
        meaning: Meaning,
    },
    /// A meaning is given to a question whose kind of answer cannot have it.
    #[error("question {question} has a kind of answer that cannot have its meaning")]
    MeaningOfOtherKind {
        /// The question.
        question: QuestionId,
        /// The meaning.
        meaning: Meaning,
    },
    /// A check across answers that compares nothing.
    #[error("check {rule} compares nothing")]
    RuleOfNothing {
        /// Its place in the list, from 0.
        rule: usize,
    },
    /// A check across answers names a question that the form does not have.
    #[error("check {rule} names {on}, which does not exist")]
    RuleUnknown {
        /// Its place in the list, from 0.
        rule: usize,
        /// What it names.
        on: QuestionId,
    },
    /// A check across answers names an answer that cannot be compared so.
    #[error("check {rule} cannot compare {on}")]
    RuleOfOtherKind {
        /// Its place in the list, from 0.
        rule: usize,
        /// What it names.
        on: QuestionId,
    },
    /// Checks across answers that lead in a circle.
    #[error("check {rule} leads from {on} back to itself")]
    RuleCircular {
        /// Its place in the list, from 0.
        rule: usize,
        /// The question to which it leads back.
        on: QuestionId,
    },
}

impl FormFault {
    /// The id of the question that is at fault, where one is.
    #[must_use]
    pub fn question(&self) -> Option<&str> {
        match self {
            Self::NoSections
            | Self::EmptySection(_)
            | Self::SameSection(_)
            | Self::RuleOfNothing { .. }
            | Self::RuleUnknown { .. }
            | Self::RuleOfOtherKind { .. }
            | Self::RuleCircular { .. } => None,
            Self::SameQuestion(id)
            | Self::NoText(id)
            | Self::NoOptions(id)
            | Self::SameOption(id)
            | Self::ImpossibleLimits(id) => Some(id.as_str()),
            Self::ConditionUnknown { question, .. }
            | Self::ConditionNotEarlier { question, .. }
            | Self::ConditionNeverTrue { question, .. }
            | Self::SameMeaning { question, .. }
            | Self::MeaningOfOtherKind { question, .. } => Some(question.as_str()),
        }
    }
}

impl Form {
    /// Everything that is wrong with the form itself; it may be published only when nothing is.
    pub fn faults(&self) -> Vec<FormFault> {
        let mut faults = Vec::new();
        if self.sections.is_empty() {
            faults.push(FormFault::NoSections);
        }
        let mut sections = BTreeSet::new();
        for section in &self.sections {
            if section.questions.is_empty() {
                faults.push(FormFault::EmptySection(section.id.clone()));
            }
            if !sections.insert(&section.id) {
                faults.push(FormFault::SameSection(section.id.clone()));
            }
        }
        let mut earlier: Vec<&Question> = Vec::new();
        for question in self.questions() {
            self.question_faults(question, &earlier, &mut faults);
            earlier.push(question);
        }
        faults.extend(self.rule_faults());
        faults
    }

    fn question_faults(
        &self,
        question: &Question,
        earlier: &[&Question],
        faults: &mut Vec<FormFault>,
    ) {
        let id = || question.id.clone();
        if earlier.iter().any(|other| other.id == question.id) {
            faults.push(FormFault::SameQuestion(id()));
        }
        if question.text.trim().is_empty() {
            faults.push(FormFault::NoText(id()));
        }
        faults.extend(self.condition_fault(question, earlier));
        faults.extend(options_fault(question));
        if !limits_can_be_kept(&question.kind) {
            faults.push(FormFault::ImpossibleLimits(id()));
        }
        if let Some(meaning) = question.meaning {
            if earlier.iter().any(|other| other.meaning == question.meaning) {
                faults.push(FormFault::SameMeaning { question: id(), meaning });
            }
            if !meaning.fits(&question.kind) {
                faults.push(FormFault::MeaningOfOtherKind { question: id(), meaning });
            }
        }
    }

    fn condition_fault(&self, question: &Question, earlier: &[&Question]) -> Option<FormFault> {
        let condition = question.when.as_ref()?;
        let (asker, on) = (question.id.clone(), condition.question.clone());
        let Some(asked) = earlier.iter().find(|other| other.id == on) else {
            return Some(if self.question(&on).is_some() {
                FormFault::ConditionNotEarlier { question: asker, on }
            } else {
                FormFault::ConditionUnknown { question: asker, on }
            });
        };
        let can_be_given = match &asked.kind {
            Kind::YesNo {} | Kind::YesNoExplain { .. } => {
                matches!(condition.equals.as_str(), "yes" | "no")
            }
            Kind::Choice { options } | Kind::MultiChoice { options, .. } => {
                options.iter().any(|option| option.value == condition.equals)
            }
            _ => false,
        };
        (!can_be_given).then_some(FormFault::ConditionNeverTrue { question: asker, on })
    }
}

fn options_fault(question: &Question) -> Option<FormFault> {
    let values: Vec<&str> = match &question.kind {
        Kind::Declaration { statements } => {
            statements.iter().map(|one| one.value.as_str()).collect()
        }
        Kind::Table { columns, .. } => columns.iter().map(|one| one.value.as_str()).collect(),
        // A form may ask for postcodes alone.
        Kind::AreaShares { areas, .. } if areas.is_empty() => return None,
        Kind::Choice { .. }
        | Kind::MultiChoice { .. }
        | Kind::Budget { .. }
        | Kind::AreaShares { .. } => question.kind.options().iter().map(value_of).collect(),
        _ => return None,
    };
    if values.is_empty() {
        return Some(FormFault::NoOptions(question.id.clone()));
    }
    // A value is compared with typed text that was trimmed; that of an area is its code.
    let are_areas = matches!(question.kind, Kind::AreaShares { .. });
    let well_formed = values.iter().all(|value| {
        !value.is_empty()
            && value.trim() == *value
            && (!are_areas || AreaCode::parse(value).is_ok())
    });
    let distinct: BTreeSet<&str> = values.iter().copied().collect();
    let fault = !well_formed || distinct.len() != values.len();
    fault.then(|| FormFault::SameOption(question.id.clone()))
}

fn value_of(choice: &Choice) -> &str {
    &choice.value
}

fn limits_can_be_kept(kind: &Kind) -> bool {
    if kind.max_rows() == Some(0) {
        return false;
    }
    match kind {
        Kind::ShortText { max_chars } => *max_chars > 0,
        Kind::LongText { max_words } | Kind::YesNoExplain { max_words } => *max_words > 0,
        Kind::Outcomes { max_words, .. } | Kind::Risks { max_words, .. } => *max_words != Some(0),
        Kind::Files { max_files, .. } => *max_files > 0,
        Kind::Table { columns, .. } => columns.len() <= super::kind::MOST_COLUMNS,
        Kind::Number { min, max } => min <= max,
        Kind::Money { min, max } => {
            !max.is_some_and(|max| max.is_negative() || min.is_some_and(|min| min > max))
        }
        Kind::MultiChoice { options, min, max } => {
            let offered = u32::try_from(options.len()).unwrap_or(u32::MAX);
            let most = max.unwrap_or(offered).min(offered);
            most > 0 && *min <= most
        }
        _ => true,
    }
}

impl Meaning {
    /// Whether an answer of this kind can have it.
    #[must_use]
    pub fn fits(self, kind: &Kind) -> bool {
        match self {
            Self::OrganisationName | Self::ProjectName => matches!(kind, Kind::ShortText { .. }),
            Self::PublicSummary => matches!(kind, Kind::LongText { .. } | Kind::ShortText { .. }),
            Self::OrganisationType => matches!(kind, Kind::Choice { .. }),
            Self::RegisteredNumbers => matches!(kind, Kind::OrganisationIds {}),
            Self::MainContact | Self::SecondContact | Self::Referee => {
                matches!(kind, Kind::Person { .. })
            }
            Self::CommitteeSize | Self::UnrelatedMembers => matches!(kind, Kind::Number { .. }),
            Self::EarlierGrants
            | Self::Relationships
            | Self::HostOrganisation
            | Self::PeopleAtRisk
            | Self::BankAccount => {
                matches!(kind, Kind::YesNo {} | Kind::YesNoExplain { .. } | Kind::Choice { .. })
            }
            Self::Places => matches!(kind, Kind::AreaShares { .. }),
            Self::ProjectPeriod => matches!(kind, Kind::Period {}),
            Self::Budget => matches!(kind, Kind::Budget { .. }),
            Self::AmountAsked | Self::SmallestUsefulAmount => matches!(kind, Kind::Money { .. }),
        }
    }
}
