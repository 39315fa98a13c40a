//! Checks all answers of a bid, each by itself and against the others.

use std::collections::BTreeMap;

use serde::Serialize;

use super::fields::{Fields, first};
use super::kind::Kind;
use super::problem::{Fault, Problem};
use super::schema::{Form, Meaning, Question, QuestionId, Section, SectionId};
use super::value::{Person, Value};
use crate::value::{CivilDate, Pence, read_date};

/// The limits of a round that answers are held against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The least that may be asked for.
    pub least: Option<Pence>,
    /// The most that may be asked for.
    pub most: Option<Pence>,
    /// How many per cent of the whole cost must come from others.
    pub match_percent: u8,
    /// The first day on which money may be spent.
    pub earliest_start: Option<CivilDate>,
    /// The last day on which money may be spent.
    pub latest_end: Option<CivilDate>,
}

/// How far a bid is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Completeness {
    /// Each section, in page order.
    pub sections: Vec<SectionCheck>,
}

/// How far a section is filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SectionCheck {
    /// The section.
    pub id: SectionId,
    /// How far it is.
    pub progress: Progress,
    /// What is wrong, in the order of its questions.
    pub problems: Vec<Problem>,
}

/// How far a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Progress {
    /// None of its questions applies.
    NotNeeded,
    /// Nothing was typed.
    NotStarted,
    /// Something was typed, and something stands in the way of sending.
    InProgress,
    /// Nothing stands in the way.
    Complete {
        /// How many warnings there are.
        warnings: usize,
    },
}

impl Completeness {
    /// Whether nothing stands in the way of sending.
    pub fn may_be_sent(&self) -> bool {
        self.blocking().next().is_none()
    }

    /// What stands in the way of sending, in page order.
    pub fn blocking(&self) -> impl Iterator<Item = &Problem> {
        self.problems().filter(|problem| problem.is_blocking())
    }

    /// What is only said, in page order.
    pub fn warnings(&self) -> impl Iterator<Item = &Problem> {
        self.problems().filter(|problem| !problem.is_blocking())
    }

    /// The section with `id`.
    pub fn section(&self, id: &SectionId) -> Option<&SectionCheck> {
        self.sections.iter().find(|section| section.id == *id)
    }

    fn problems(&self) -> impl Iterator<Item = &Problem> {
        self.sections.iter().flat_map(|section| &section.problems)
    }
}

/// The problems and values of each question that applies.
struct Answers<'a> {
    form: &'a Form,
    values: BTreeMap<&'a QuestionId, Value>,
    problems: BTreeMap<&'a QuestionId, Vec<Problem>>,
}

impl Form {
    /// Whether `question` is asked, given the other answers.
    pub fn applies(&self, question: &Question, answers: &Fields) -> bool {
        let Some(condition) = &question.when else { return true };
        let before: Vec<&Question> =
            self.questions().take_while(|earlier| earlier.id != question.id).collect();
        // Only an earlier question can be meant, so that this ends.
        let Some(asked) = before.into_iter().find(|earlier| earlier.id == condition.question)
        else {
            return false;
        };
        let typed = answers.get(asked.id.as_str()).map_or(&[][..], Vec::as_slice);
        let equal = match asked.kind {
            Kind::MultiChoice { .. } => typed.iter().any(|text| text.trim() == condition.equals),
            _ => first(answers, asked.id.as_str()).trim() == condition.equals,
        };
        equal && self.applies(asked, answers)
    }

    /// The answer to the question with `id`, where it applies and can be read.
    pub fn value(&self, id: &QuestionId, answers: &Fields) -> Option<Value> {
        let question = self.question(id)?;
        if self.applies(question, answers) { question.read(answers).value } else { None }
    }

    /// The answer to the question that asks for `meaning`, where it applies and can be read.
    pub fn value_for(&self, meaning: Meaning, answers: &Fields) -> Option<Value> {
        self.value(&self.question_for(meaning)?.id, answers)
    }

    /// How much is asked for: the answer to the question for it, and in a form without one what
    /// the budget's lines ask for.
    pub fn amount_asked(&self, answers: &Fields) -> Option<Pence> {
        if self.question_for(Meaning::AmountAsked).is_some() {
            return match self.value_for(Meaning::AmountAsked, answers)? {
                Value::Money(asked) => Some(asked),
                _ => None,
            };
        }
        match self.value_for(Meaning::Budget, answers)? {
            Value::Budget(budget) => Some(budget.from_grant),
            _ => None,
        }
    }

    /// Checks every answer of a bid, of all sections together.
    pub fn check(&self, answers: &Fields, bounds: &Bounds) -> Completeness {
        let mut read = Answers { form: self, values: BTreeMap::new(), problems: BTreeMap::new() };
        for question in self.questions().filter(|question| self.applies(question, answers)) {
            let reading = question.read(answers);
            read.problems.insert(&question.id, reading.problems);
            if let Some(value) = reading.value {
                read.values.insert(&question.id, value);
            }
        }
        read.compare_amounts(bounds);
        read.compare_dates(bounds);
        read.compare_milestones(answers);
        read.compare_people();
        read.compare_as_ruled();
        let sections = self.sections.iter().map(|section| read.section(section, answers)).collect();
        Completeness { sections }
    }
}

impl<'a> Answers<'a> {
    fn value_for(&self, meaning: Meaning) -> Option<(&'a Question, &Value)> {
        let question = self.form.question_for(meaning)?;
        Some((question, self.values.get(&question.id)?))
    }

    fn amount_for(&self, meaning: Meaning) -> Option<(&'a Question, Pence)> {
        match self.value_for(meaning)? {
            (question, Value::Money(amount)) => Some((question, *amount)),
            (question, Value::Budget(budget)) => Some((question, budget.from_grant)),
            _ => None,
        }
    }

    fn number_for(&self, meaning: Meaning) -> Option<(&'a Question, i64)> {
        match self.value_for(meaning)? {
            (question, Value::Number(number)) => Some((question, *number)),
            _ => None,
        }
    }

    fn person_for(&self, meaning: Meaning) -> Option<(&'a Question, &Person)> {
        match self.value_for(meaning)? {
            (question, Value::Person(person)) => Some((question, person)),
            _ => None,
        }
    }

    fn note(&mut self, question: &'a Question, part: &str, fault: Fault) {
        let field = format!("{}{part}", question.id);
        self.problems.entry(&question.id).or_default().push(Problem::new(field, fault));
    }

    fn compare_amounts(&mut self, bounds: &Bounds) {
        self.compare_match(bounds.match_percent);
        let budget = self.amount_for(Meaning::Budget);
        let asked = match self.form.question_for(Meaning::AmountAsked) {
            Some(_) => self.amount_for(Meaning::AmountAsked),
            None => budget,
        };
        let Some((question, asked)) = asked else { return };
        if let Some((at, budget)) = budget
            && budget != asked
        {
            self.note(at, ".0.from_grant", Fault::BudgetNotAmountAsked { budget, asked });
        }
        let part = if matches!(question.kind, Kind::Budget { .. }) { ".0.from_grant" } else { "" };
        if let Some(least) = bounds.least
            && asked < least
        {
            self.note(question, part, Fault::BelowRoundMinimum { asked, least });
        }
        if let Some(most) = bounds.most
            && asked > most
        {
            self.note(question, part, Fault::AboveRoundMaximum { asked, most });
        }
        if let Some((at, smallest)) = self.amount_for(Meaning::SmallestUsefulAmount)
            && smallest > asked
        {
            self.note(at, "", Fault::SmallestAboveAsked { smallest, asked });
        }
    }

    /// Whether others pay enough of the whole cost, by the lines of the budget.
    fn compare_match(&mut self, least: u8) {
        let Some((at, Value::Budget(budget))) = self.value_for(Meaning::Budget) else { return };
        let (total, from_others) = (budget.total, budget.from_others);
        let wanted = i128::from(total.get()) * i128::from(least);
        if i128::from(from_others.get()) * 100 < wanted {
            let fault = Fault::MatchShort { from_others, total, least };
            self.note(at, ".0.from_others", fault);
        }
    }

    fn compare_dates(&mut self, bounds: &Bounds) {
        let Some((question, Value::Period { start, end })) = self.value_for(Meaning::ProjectPeriod)
        else {
            return;
        };
        let (start, end) = (*start, *end);
        if let Some(earliest) = bounds.earliest_start
            && start < earliest
        {
            self.note(question, ".start.day", Fault::StartsTooEarly { earliest });
        }
        if let Some(latest) = bounds.latest_end
            && end > latest
        {
            self.note(question, ".end.day", Fault::EndsTooLate { latest });
        }
    }

    /// Holds each milestone against the time of the project, by the row in which it was typed: rows
    /// that were left empty count too.
    fn compare_milestones(&mut self, answers: &Fields) {
        let Some((_, Value::Period { start, end })) = self.value_for(Meaning::ProjectPeriod) else {
            return;
        };
        let (start, end) = (*start, *end);
        let form = self.form;
        let asked = form.questions().filter(|one| matches!(one.kind, Kind::Milestones { .. }));
        for question in asked.filter(|one| form.applies(one, answers)) {
            for row in 0..question.rows_typed(answers) {
                let part = |name: &str| first(answers, &format!("{}.{row}.{name}", question.id));
                if let Ok(by) = read_date(part("day"), part("month"), part("year"))
                    && !(start..=end).contains(&by)
                {
                    self.note(
                        question,
                        &format!(".{row}.day"),
                        Fault::OutsideProject { start, end },
                    );
                }
            }
        }
    }

    fn compare_people(&mut self) {
        if let (Some((_, one)), Some((question, other))) =
            (self.person_for(Meaning::MainContact), self.person_for(Meaning::SecondContact))
        {
            let same_name = one.name.to_lowercase() == other.name.to_lowercase();
            if same_name {
                self.note(question, ".name", Fault::SamePerson);
            } else if one.email.same_mailbox(&other.email) {
                self.note(question, ".email", Fault::SamePerson);
            }
        }
        if let (Some((_, members)), Some((question, unrelated))) =
            (self.number_for(Meaning::CommitteeSize), self.number_for(Meaning::UnrelatedMembers))
            && unrelated > members
        {
            self.note(question, "", Fault::MoreUnrelatedThanMembers { unrelated, members });
        }
    }

    fn compare_as_ruled(&mut self) {
        for rule in &self.form.rules {
            let (Some(question), Some(fault)) =
                (self.form.question(&rule.against), rule.broken(&self.values))
            else {
                continue;
            };
            let part = match question.kind {
                Kind::Date {} => ".day",
                Kind::Period {} => ".start.day",
                Kind::Budget { .. } => ".0.from_grant",
                Kind::MatchFunding { .. } => ".0.amount",
                _ => "",
            };
            self.note(question, part, fault);
        }
    }

    fn section(&mut self, section: &Section, answers: &Fields) -> SectionCheck {
        let asked: Vec<&Question> = section
            .questions
            .iter()
            .filter(|question| self.problems.contains_key(&question.id))
            .collect();
        let untouched = asked.iter().all(|question| question.is_untouched(answers));
        let problems: Vec<Problem> =
            asked.iter().filter_map(|q| self.problems.remove(&q.id)).flatten().collect();
        let progress = if asked.is_empty() {
            Progress::NotNeeded
        } else if untouched {
            Progress::NotStarted
        } else if problems.iter().any(Problem::is_blocking) {
            Progress::InProgress
        } else {
            Progress::Complete { warnings: problems.len() }
        };
        SectionCheck { id: section.id.clone(), progress, problems }
    }
}
