//! The outline of a round's form: sections and questions, with everything that can be done to
//! them by buttons.

use super::question_inputs::kind_name;
use super::{path, seen};
use crate::chrome::Chrome;
use crate::components::{
    Choice, ErrorItem, ErrorSummary, Field, Radios, Select, Size, TextInput, Textarea,
};
use crate::content::rounds as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use actix_web::http::StatusCode;
use actix_web::web;
use almoner_domain::form::{
    BuildRefused, FormEdit, FormFault, Kind, Purpose, Question, QuestionId, Section, SectionId, To,
};
use almoner_domain::id::RoundId;
use almoner_domain::round::{Part, RoundRefused};
use almoner_http::{Fields, Posted, Visitor, blocking, csrf_token};
use almoner_usecases::rounds::{BuildForm, SetUpSeen};
use almoner_usecases::{AppError, Outcome, Refusal};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/staff/set_up/form.html")]
struct FormPage {
    chrome: Chrome,
    round: String,
    here: String,
    back: String,
    csrf: String,
    version: i64,
    notices: Vec<String>,
    errors: ErrorSummary,
    /// What is wrong with the form as a whole.
    faults: Vec<String>,
    sections: Vec<SectionRow>,
    /// How many checks across answers there are.
    rules: usize,
    title: TextInput,
    open: bool,
}

struct SectionRow {
    id: String,
    title: String,
    faults: Vec<String>,
    first: bool,
    last: bool,
    questions: Vec<QuestionRow>,
}

struct QuestionRow {
    id: String,
    text: String,
    /// Kind, and what else is worth knowing at a glance.
    facts: Vec<String>,
    faults: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/staff/set_up/section.html")]
struct SectionPage {
    chrome: Chrome,
    round: String,
    heading: String,
    here: String,
    back: String,
    csrf: String,
    version: i64,
    notices: Vec<String>,
    errors: ErrorSummary,
    title: TextInput,
    intro: Textarea,
    ready: Option<Select>,
    text: Textarea,
    kind: Radios,
    empty: bool,
    open: bool,
}

/// What one drawing of either page is made of.
#[derive(Default)]
struct Drawn {
    typed: Option<Fields>,
    error: Option<(&'static str, String)>,
    notices: Vec<String>,
}

pub(super) fn is_open(seen: &SetUpSeen) -> bool {
    Part::Form.may_change(seen.round.status) && seen.may_write
}

pub(super) fn frozen(seen: &SetUpSeen, notices: &mut Vec<String>) {
    if !is_open(seen) {
        notices.push(words::frozen_why(seen.round.status).to_owned());
    }
}

fn outline(
    seen: &SetUpSeen,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    mut drawn: Drawn,
) -> FormPage {
    let form = &seen.round.form;
    let faults = form.faults();
    let mut chrome = chrome(site, frame, visitor, "Questions");
    let typed = drawn.typed.unwrap_or_default();
    let error =
        |name: &str| drawn.error.as_ref().filter(|(at, _)| *at == name).map(|(_, w)| w.clone());
    let title = TextInput::new("title", "Heading of a new section")
        .value(typed.text("title").to_owned())
        .error(error("title"));
    let general = error("").map(ErrorItem::general);
    let errors: ErrorSummary = [title.error_item(), general].into_iter().collect();
    chrome.error = !errors.is_empty();
    frozen(seen, &mut drawn.notices);
    let count = form.sections.len();
    let section = |(at, section): (usize, &Section)| SectionRow {
        id: section.id.to_string(),
        title: section.title.clone(),
        faults: faults
            .iter()
            .filter(|fault| matches!(fault, FormFault::EmptySection(id) if *id == section.id))
            .map(words::form_fault)
            .collect(),
        first: at == 0,
        last: at + 1 == count,
        questions: section.questions.iter().map(|one| question_row(one, seen, &faults)).collect(),
    };
    let whole = faults.iter().filter(|fault| matches!(fault, FormFault::NoSections));
    FormPage {
        chrome,
        round: seen.round.settings.title.clone(),
        here: format!("{}/form", path(seen.round.id)),
        back: format!("{}/set-up", path(seen.round.id)),
        csrf: csrf_token(site, visitor.session_token()),
        version: seen.round.version,
        notices: drawn.notices,
        errors,
        faults: whole.map(words::form_fault).collect(),
        sections: form.sections.iter().enumerate().map(section).collect(),
        rules: form.rules.len(),
        title,
        open: is_open(seen),
    }
}

fn question_row(question: &Question, seen: &SetUpSeen, faults: &[FormFault]) -> QuestionRow {
    let mut facts = vec![kind_name(question.kind.code())];
    if !question.required {
        facts.push("Optional".to_owned());
    }
    let feeds = seen.round.counts_for(&question.id);
    let criteria = seen.round.settings.scoring.criteria.iter();
    let titles: Vec<&str> =
        criteria.filter(|one| feeds.contains(&one.code)).map(|one| one.title.as_str()).collect();
    if !titles.is_empty() {
        facts.push(format!("Marked for {}", titles.join("; ")));
    }
    if let Some(when) = &question.when {
        facts.push(format!("Asked only after an answer to {}", when.question));
    }
    let own = faults.iter().filter(|fault| fault.question() == Some(question.id.as_str()));
    QuestionRow {
        id: question.id.to_string(),
        text: question.text.clone(),
        facts,
        faults: own.map(words::form_fault).collect(),
    }
}

pub(super) async fn show(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = seen(&site, &visitor, &id).await?;
    Ok(ok(&outline(&seen, (&site, &frame, &visitor), Drawn::default())))
}

/// The step that a button of the outline means.
fn pressed(fields: &Fields) -> Option<FormEdit> {
    let button = fields.text("do");
    if button == "add-section" {
        return Some(FormEdit::AddSection { title: fields.text("title").to_owned() });
    }
    let (what, id) = button.split_once(':')?;
    let question = || QuestionId::parse(id).ok();
    let section = || SectionId::parse(id).ok();
    Some(match what {
        "section-up" => FormEdit::MoveSection { section: section()?, to: To::Up },
        "section-down" => FormEdit::MoveSection { section: section()?, to: To::Down },
        "question-up" => FormEdit::MoveQuestion { question: question()?, to: To::Up },
        "question-down" => FormEdit::MoveQuestion { question: question()?, to: To::Down },
        _ => return None,
    })
}

/// Takes a step; what stands against it is said in words.
pub(super) async fn build(
    site: &SiteData,
    visitor: &Visitor,
    round: RoundId,
    posted: &Posted,
    edit: FormEdit,
) -> Outcome<()> {
    let version = posted.fields.text("version").parse().map_err(|_| AppError::Stale)?;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let case = BuildForm { round, version, edit };
    blocking(move || app.execute(&actor, arrived, case)).await
}

/// What a step that was not taken leaves on the page.
fn not_taken(error: AppError, fields: &Fields) -> Result<(StatusCode, Drawn), AppError> {
    let mut drawn = Drawn { typed: Some(fields.clone()), ..Drawn::default() };
    let status = match error {
        AppError::Stale => {
            drawn.notices.push(super::STALE.to_owned());
            StatusCode::CONFLICT
        }
        AppError::Refused(Refusal::Round(RoundRefused::Form(refused))) => {
            let field = if refused == BuildRefused::NoTitle { "title" } else { "" };
            drawn.error = Some((field, words::built(&refused)));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        AppError::Refused(Refusal::Round(refused)) => {
            let (heading, lines) = words::refused(&refused);
            drawn.notices.push(format!("{heading}. {}", lines.join(" ")));
            StatusCode::CONFLICT
        }
        other => return Err(other),
    };
    Ok((status, drawn))
}

pub(super) async fn change(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = RoundId::parse(&id).ok_or(AppError::NotFound)?;
    let edit = pressed(&posted.fields).ok_or(AppError::NotFound)?;
    match build(&site, &visitor, round, &posted, edit).await {
        Ok(()) => Ok(see_other(&format!("{}/form", path(round)))),
        Err(error) => {
            let (status, drawn) = not_taken(error, &posted.fields)?;
            let seen = seen(&site, &visitor, &id).await?;
            Ok(render(status, &outline(&seen, (&site, &frame, &visitor), drawn)))
        }
    }
}

/// The section with the id in an address.
fn found<'a>(seen: &'a SetUpSeen, id: &str) -> Outcome<&'a Section> {
    let id = SectionId::parse(id).map_err(|_| AppError::NotFound)?;
    seen.round.form.section(&id).ok_or(AppError::NotFound)
}

fn section_page(
    section: &Section,
    seen: &SetUpSeen,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    mut drawn: Drawn,
) -> SectionPage {
    let typed = drawn.typed.unwrap_or_else(|| {
        let intro = section.intro.clone().unwrap_or_default();
        Fields(vec![("title".into(), section.title.clone()), ("intro".into(), intro)])
    });
    let error =
        |name: &str| drawn.error.as_ref().filter(|(at, _)| *at == name).map(|(_, w)| w.clone());
    let value = |name: &str| typed.text(name).to_owned();
    let title = TextInput::new("title", "Heading").value(value("title")).error(error("title"));
    let intro = Textarea::new("intro", "Introduction")
        .rows(3)
        .hint("Stands before the questions, if there is anything to say")
        .value(value("intro"));
    let office = site.app.office();
    let form = &seen.round.form;
    let free = office
        .questions
        .iter()
        .flat_map(|group| &group.questions)
        .filter(|one| form.question(&one.id).is_none())
        .map(|one| Choice::new(one.id.to_string(), format!("{} {}", one.id, one.text)));
    let free: Vec<Choice> = std::iter::once(Choice::new("", "Choose")).chain(free).collect();
    let ready = (free.len() > 1).then(|| {
        Select::new("ready", "Take a ready question", free)
            .choose(typed.text("ready"))
            .error(error("ready"))
    });
    let text = Textarea::new("text", "Question").rows(2).value(value("text")).error(error("text"));
    let kinds = Kind::blanks();
    let kinds = kinds.iter().map(|kind| Choice::new(kind.code(), kind_name(kind.code())));
    let kind = Radios::new("kind", "Kind of answer", kinds)
        .label_size(Size::Small)
        .choose(typed.text("kind"))
        .error(error("kind"));
    let errors: ErrorSummary = [
        error("").map(ErrorItem::general),
        title.error_item(),
        ready.as_ref().and_then(Field::error_item),
        text.error_item(),
        kind.error_item(),
    ]
    .into_iter()
    .collect();
    frozen(seen, &mut drawn.notices);
    let mut chrome = chrome(site, frame, visitor, &section.title);
    chrome.error = !errors.is_empty();
    SectionPage {
        chrome,
        round: seen.round.settings.title.clone(),
        heading: section.title.clone(),
        here: format!("{}/form/sections/{}", path(seen.round.id), section.id),
        back: format!("{}/form", path(seen.round.id)),
        csrf: csrf_token(site, visitor.session_token()),
        version: seen.round.version,
        notices: drawn.notices,
        errors,
        title,
        intro,
        ready,
        text,
        kind,
        empty: section.questions.is_empty(),
        open: is_open(seen),
    }
}

pub(super) async fn section(
    at: web::Path<(String, String)>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = seen(&site, &visitor, &at.0).await?;
    let section = found(&seen, &at.1)?;
    Ok(ok(&section_page(section, &seen, (&site, &frame, &visitor), Drawn::default())))
}

pub(super) async fn write_section(
    at: web::Path<(String, String)>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = RoundId::parse(&at.0).ok_or(AppError::NotFound)?;
    let section = SectionId::parse(&at.1).map_err(|_| AppError::NotFound)?;
    let edit = if posted.fields.text("then") == "remove" {
        FormEdit::RemoveSection { section }
    } else {
        let intro = Some(posted.fields.text("intro").to_owned());
        let title = posted.fields.text("title").to_owned();
        FormEdit::WriteSection { section, title, intro }
    };
    match build(&site, &visitor, round, &posted, edit).await {
        Ok(()) => Ok(see_other(&format!("{}/form", path(round)))),
        Err(error) => {
            let (status, drawn) = not_taken(error, &posted.fields)?;
            let seen = seen(&site, &visitor, &at.0).await?;
            let section = found(&seen, &at.1)?;
            Ok(render(status, &section_page(section, &seen, (&site, &frame, &visitor), drawn)))
        }
    }
}

/// The question that is to be added: a ready one, or a new one of a kind.
fn asked(
    fields: &Fields,
    seen: &SetUpSeen,
    site: &SiteData,
) -> Result<Question, (&'static str, String)> {
    let form = &seen.round.form;
    let ready = fields.text("ready");
    if !ready.is_empty() {
        let id = QuestionId::parse(ready).ok();
        let question = id.and_then(|id| site.app.office().question(&id).cloned());
        let mut question =
            question.ok_or_else(|| ("ready", "Choose one of the ready questions".to_owned()))?;
        // What it depends on may not be in this form.
        let asked =
            question.when.as_ref().is_some_and(|when| form.question(&when.question).is_some());
        if !asked {
            question.when = None;
        }
        let taken = question.meaning.is_some_and(|meaning| form.question_for(meaning).is_some());
        if taken {
            question.meaning = None;
        }
        return Ok(question);
    }
    let text = fields.text("text").trim().to_owned();
    if text.is_empty() {
        return Err(("text", "Enter the question, or take a ready one".to_owned()));
    }
    let kind = Kind::blanks().into_iter().find(|kind| kind.code() == fields.text("kind"));
    let kind = kind.ok_or_else(|| ("kind", "Choose a kind of answer".to_owned()))?;
    let id =
        form.free_id().ok_or_else(|| ("text", "The form has too many questions".to_owned()))?;
    Ok(Question {
        id,
        text,
        hint: None,
        why: None,
        required: true,
        purpose: Purpose::Information,
        meaning: None,
        seen_by_assessors: true,
        publishable: false,
        places: false,
        when: None,
        kind,
    })
}

pub(super) async fn add_question(
    at: web::Path<(String, String)>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = RoundId::parse(&at.0).ok_or(AppError::NotFound)?;
    let before = seen(&site, &visitor, &at.0).await?;
    let section = found(&before, &at.1)?;
    // The heading is not part of this form, and is shown again as it is stored.
    let mut typed = posted.fields.clone();
    typed.0.push(("title".into(), section.title.clone()));
    typed.0.push(("intro".into(), section.intro.clone().unwrap_or_default()));
    let place = (&site, &frame, &visitor);
    let question = match asked(&posted.fields, &before, &site) {
        Ok(question) => question,
        Err(error) => {
            let drawn = Drawn { typed: Some(typed), error: Some(error), ..Drawn::default() };
            let page = section_page(section, &before, place, drawn);
            return Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    let id = question.id.clone();
    let edit = FormEdit::AddQuestion { section: section.id.clone(), question };
    match build(&site, &visitor, round, &posted, edit).await {
        Ok(()) => Ok(see_other(&format!("{}/form/questions/{id}", path(round)))),
        Err(error) => {
            let (status, drawn) = not_taken(error, &typed)?;
            let seen = seen(&site, &visitor, &at.0).await?;
            let section = found(&seen, &at.1)?;
            Ok(render(status, &section_page(section, &seen, place, drawn)))
        }
    }
}
