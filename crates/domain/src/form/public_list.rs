//! The list of questions that is published in advance.

use super::kind::Kind;
use super::schema::{Condition, Form, Purpose, Question, QuestionId};

/// One section of the published list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicSection<'a> {
    /// Its heading.
    pub title: &'a str,
    /// What stands before its questions.
    pub intro: Option<&'a str>,
    /// Its questions, in order.
    pub questions: Vec<PublicQuestion<'a>>,
}

/// One question of the published list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicQuestion<'a> {
    /// What it is known by.
    pub id: &'a QuestionId,
    /// The question itself.
    pub text: &'a str,
    /// Help with answering it.
    pub hint: Option<&'a str>,
    /// Why it is asked.
    pub why: Option<&'a str>,
    /// Whether a bid cannot be sent without an answer.
    pub required: bool,
    /// What the answer is used for.
    pub purpose: Purpose,
    /// What kind of answer it takes, with its limits and options.
    pub kind: &'a Kind,
    /// When it is asked at all.
    pub only_if: Option<OnlyIf<'a>>,
}

/// When a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnlyIf<'a> {
    /// The earlier question.
    pub id: &'a QuestionId,
    /// Its text.
    pub text: &'a str,
    /// The answer, as it is shown; `yes` or `no` where there are no options.
    pub answer: &'a str,
}

impl Form {
    /// Every question, as published in advance: the same data that the form asks with.
    pub fn public_list(&self) -> Vec<PublicSection<'_>> {
        let listed = |question| self.listed(question);
        self.sections
            .iter()
            .map(|section| PublicSection {
                title: &section.title,
                intro: section.intro.as_deref(),
                questions: section.questions.iter().map(listed).collect(),
            })
            .collect()
    }

    fn listed<'a>(&'a self, question: &'a Question) -> PublicQuestion<'a> {
        PublicQuestion {
            id: &question.id,
            text: &question.text,
            hint: question.hint.as_deref(),
            why: question.why.as_deref(),
            required: question.required,
            purpose: question.purpose,
            kind: &question.kind,
            only_if: question.when.as_ref().and_then(|condition| self.only_if(condition)),
        }
    }

    fn only_if<'a>(&'a self, condition: &'a Condition) -> Option<OnlyIf<'a>> {
        let asked = self.question(&condition.question)?;
        let option = asked.kind.options().iter().find(|option| option.value == condition.equals);
        let answer = option.map_or(condition.equals.as_str(), |option| option.label.as_str());
        Some(OnlyIf { id: &asked.id, text: &asked.text, answer })
    }
}
