//! What a new round begins with: `questions.toml` and `round-template.toml`.

use std::collections::BTreeSet;

use almoner_domain::form::{Form, Question, QuestionId, Section, SectionId};
use almoner_domain::office::QuestionGroup;
use almoner_domain::round::{Settings, Template};
use serde::Deserialize;
use toml::Spanned;

use crate::document::Document;
use crate::error::{Fault, PackError, Thing};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BankFile {
    #[serde(default)]
    groups: Vec<GroupTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupTable {
    title: String,
    questions: Vec<Spanned<Question>>,
}

/// The bank of ready questions, in the order of the file. No two have one id.
pub(crate) fn questions(document: Document<'_>) -> Result<Vec<QuestionGroup>, PackError> {
    let file: BankFile = document.toml()?;
    let mut seen = BTreeSet::new();
    for question in file.groups.iter().flat_map(|group| &group.questions) {
        let id = &question.get_ref().id;
        if !seen.insert(id.clone()) {
            let fault = Fault::Twice { thing: Thing::Question, value: id.to_string() };
            return Err(document.complain(question, fault));
        }
    }
    let group = |group: GroupTable| QuestionGroup {
        title: group.title,
        questions: group.questions.into_iter().map(Spanned::into_inner).collect(),
    };
    Ok(file.groups.into_iter().map(group).collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TemplateFile {
    round: Option<Settings>,
    #[serde(default)]
    form: Vec<SectionTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SectionTable {
    id: SectionId,
    title: String,
    #[serde(default)]
    intro: Option<String>,
    questions: Vec<Spanned<QuestionId>>,
}

/// The template of a round, if the pack has one; its form takes its questions from the bank.
pub(crate) fn template(
    document: Document<'_>,
    bank: &[QuestionGroup],
) -> Result<Option<Template>, PackError> {
    let file: TemplateFile = document.toml()?;
    let Some(settings) = file.round else { return Ok(None) };
    let ready = |id: &Spanned<QuestionId>| {
        let mut all = bank.iter().flat_map(|group| &group.questions);
        all.find(|question| question.id == *id.get_ref()).cloned().ok_or_else(|| {
            let value = id.get_ref().to_string();
            document.complain(id, Fault::Unknown { thing: Thing::Question, value })
        })
    };
    let section = |section: SectionTable| {
        Ok(Section {
            id: section.id,
            title: section.title,
            intro: section.intro,
            questions: section.questions.iter().map(ready).collect::<Result<_, PackError>>()?,
        })
    };
    let sections = file.form.into_iter().map(section).collect::<Result<_, PackError>>()?;
    Ok(Some(Template::new(settings, Form { version: 1, sections, rules: Vec::new() })))
}
