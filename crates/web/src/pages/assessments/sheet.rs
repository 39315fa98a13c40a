//! The marking screen: each criterion's answers beside its marks.

use super::{id, version};
use crate::chrome::Chrome;
use crate::components::{Choice, ErrorItem, ErrorSummary, Field, Link, Radios, Textarea};
use crate::content::{answers, assessments as words};
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, again, chrome, ok, render, see_other};
use crate::pages::staff::documents::links;
use actix_web::http::StatusCode;
use actix_web::web;
use almoner_domain::application::withhold::{Audience, shown_name};
use almoner_domain::assessment::{
    Assessment, AssessmentRefused, CriterionMark, MarkMissing, Marks,
};
use almoner_domain::form::QuestionId;
use almoner_domain::id::AssessmentId;
use almoner_domain::round::Criterion;
use almoner_domain::value::{Mark, show_date};
use almoner_http::{Fields, Posted, Visitor, blocking, csrf_token};
use almoner_usecases::assessments::{
    AssessmentPage, AssessmentSheet, SaveAssessment, SubmitAssessment,
};
use almoner_usecases::{AppError, Refusal};
use askama::Template;
use std::collections::{BTreeMap, BTreeSet};

/// A question with its answer in paragraphs.
struct Answer {
    question: String,
    text: String,
    /// Its files.
    files: Vec<Link>,
}

/// One criterion.
struct Block {
    id: String,
    title: String,
    weight: u8,
    answers: Vec<Answer>,
    mark: Radios,
    reason: Textarea,
    given: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/assessments/sheet.html")]
struct SheetPage {
    chrome: Chrome,
    csrf: String,
    errors: ErrorSummary,
    group: String,
    project: String,
    reference: String,
    status: &'static str,
    due: String,
    total: String,
    marked: usize,
    of: usize,
    open: bool,
    version: i64,
    blocks: Vec<Block>,
    others: Vec<Answer>,
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Typed {
    marks: Option<Marks>,
    errors: BTreeMap<String, &'static str>,
    notice: Option<String>,
}

fn find(seen: &AssessmentSheet, question: &QuestionId) -> Option<Answer> {
    let (form, given) = (&seen.round.form, &seen.answers);
    let question = form.question(question)?;
    // Some answers are for the office alone, whatever criterion names them.
    if !question.seen_by_assessors || !form.applies(question, given) {
        return None;
    }
    let lines = answers::lines(question, given);
    let text = if lines.is_empty() { "No answer".to_owned() } else { lines.join("\n") };
    let files = links(question, given, &seen.documents);
    Some(Answer { question: question.text.clone(), text, files })
}

fn block(criterion: &Criterion, seen: &AssessmentSheet, typed: &Typed) -> Block {
    let code = &criterion.code;
    let marks = typed.marks.as_ref().unwrap_or(&seen.assessment.marks);
    let given = marks.get(code).cloned().unwrap_or_default();
    let error = |field: &str| typed.errors.get(&format!("{field}.{code}")).copied();
    let choices = Mark::all().zip(&criterion.anchors).map(|(mark, anchor)| {
        Choice::new(mark.to_string(), format!("{mark}: {anchor}")).chosen(given.mark == Some(mark))
    });
    Block {
        id: format!("criterion-{code}"),
        title: criterion.title.clone(),
        weight: criterion.weight,
        answers: criterion.questions.iter().filter_map(|question| find(seen, question)).collect(),
        mark: Radios::new(
            format!("mark.{code}"),
            format!("Mark for “{}”", criterion.title),
            choices,
        )
        .error(error("mark")),
        reason: Textarea::new(format!("reason.{code}"), "Your reason")
            .hint("Say what in the answers led you to this mark. The group may ask to read it.")
            .value(given.reason.clone())
            .error(error("reason")),
        given: given.mark.map(|mark| mark.to_string()),
    }
}

fn page(
    seen: &AssessmentSheet,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    typed: &Typed,
) -> SheetPage {
    let criteria = &seen.round.settings.scoring.criteria;
    let blocks: Vec<Block> =
        criteria.iter().map(|criterion| block(criterion, seen, typed)).collect();
    let marked: BTreeSet<&QuestionId> =
        criteria.iter().flat_map(|criterion| &criterion.questions).collect();
    let form = &seen.round.form;
    let others = form
        .questions()
        .filter(|question| !marked.contains(&question.id))
        .filter_map(|question| find(seen, &question.id))
        .collect();
    let errors: ErrorSummary = blocks
        .iter()
        .flat_map(|block| [block.mark.error_item(), block.reason.error_item()])
        .chain([typed.notice.clone().map(ErrorItem::general)])
        .collect();
    let application = &seen.application;
    let group = shown_name(application, Audience::Working).or("").to_owned();
    let title = format!("Assess {group}");
    let mut chrome = chrome(site, frame, visitor, &title);
    chrome.wide = true;
    chrome.error = !errors.is_empty();
    let open = seen.assessment.status.is_open();
    if let Some(marks) = typed.marks.as_ref().filter(|_| !open) {
        // The form is gone: somebody else moved the assessment on.
        let words = |one: &CriterionMark| {
            let mark = one.mark.map_or_else(String::new, |mark| format!("{mark}. "));
            format!("{mark}{}", one.reason)
        };
        chrome.kept = marks.iter().map(|(code, one)| (code.clone(), words(one))).collect();
    }
    SheetPage {
        chrome,
        csrf: csrf_token(site, visitor.session_token()),
        errors,
        group,
        project: application.title.clone(),
        reference: application.reference.clone().unwrap_or_default(),
        status: words::status(seen.assessment.status),
        due: show_date(seen.assessment.due),
        total: seen.total.percent.to_string(),
        marked: seen.total.marked,
        of: seen.total.of,
        open,
        version: seen.assessment.version,
        blocks,
        others,
    }
}

async fn see(
    site: &SiteData,
    visitor: &Visitor,
    assessment: AssessmentId,
) -> Result<AssessmentSheet, AppError> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    blocking(move || app.look(&actor, arrived, &AssessmentPage { assessment })).await
}

pub(super) async fn answer(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = see(&site, &visitor, id(&path)?).await?;
    Ok(ok(&page(&seen, (&site, &frame, &visitor), &Typed::default())))
}

/// Marks and reasons as far as they can be read; marks that cannot are errors at their fields.
fn read(seen: &AssessmentSheet, fields: &Fields) -> (Marks, BTreeMap<String, &'static str>) {
    let (mut marks, mut errors) = (Marks::new(), BTreeMap::new());
    for criterion in &seen.round.settings.scoring.criteria {
        let code = &criterion.code;
        let (name, text) = (format!("mark.{code}"), format!("reason.{code}"));
        let mark = match fields.only(&name) {
            "" => None,
            typed => Mark::parse(typed)
                .map_err(|_| errors.insert(name.clone(), "Select one of the marks from 0 to 5"))
                .ok(),
        };
        let reason = fields.only(&text).replace("\r\n", "\n");
        marks.insert(code.clone(), CriterionMark { mark, reason });
    }
    (marks, errors)
}

/// What a refusal says at the fields, and what it says above them.
fn explain(refused: &AssessmentRefused) -> (BTreeMap<String, &'static str>, Option<String>) {
    match refused {
        AssessmentRefused::Incomplete(missing) => {
            let at = |one: &almoner_domain::assessment::Unmarked| match one.missing {
                MarkMissing::Mark => (format!("mark.{}", one.criterion), "Select a mark"),
                MarkMissing::Reason => (format!("reason.{}", one.criterion), "Enter your reason"),
            };
            (missing.iter().map(at).collect(), None)
        }
        AssessmentRefused::ReasonTooLong { criterion: Some(criterion), .. } => {
            let at = (format!("reason.{criterion}"), "Your reason is too long: shorten it");
            ([at].into(), None)
        }
        other => (BTreeMap::new(), Some(words::refused(other).0)),
    }
}

pub(super) async fn take(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let assessment: AssessmentId = id(&path)?;
    let mut seen = see(&site, &visitor, assessment).await?;
    let around = (&site, &frame, &visitor);
    let (marks, errors) = read(&seen, &posted.fields);
    if !errors.is_empty() {
        let typed = Typed { marks: Some(marks), errors, notice: None };
        return Ok(again(&page(&seen, around, &typed)));
    }
    let version = version(posted.fields.only("version"));
    let sending = posted.fields.only("then") == "send";
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let kept = marks.clone();
    let done = blocking(move || {
        if sending {
            app.execute(&actor, arrived, SubmitAssessment { assessment, version, marks })
        } else {
            app.execute(&actor, arrived, SaveAssessment { assessment, version, marks })
        }
    })
    .await;
    match done {
        Ok(()) if sending => Ok(see_other("/staff/assessments")),
        Ok(()) => Ok(see_other(&format!("/staff/assessments/{assessment}"))),
        Err(AppError::Refused(Refusal::Assessment(refused))) => {
            let (errors, notice) = explain(&refused);
            let typed = Typed { marks: Some(kept), errors, notice };
            Ok(again(&page(&seen, around, &typed)))
        }
        Err(AppError::Stale) => {
            seen = see(&site, &visitor, assessment).await?;
            let notice = saved_meanwhile(&seen.assessment);
            let typed = Typed { marks: Some(kept), errors: BTreeMap::new(), notice: Some(notice) };
            Ok(render(StatusCode::CONFLICT, &page(&seen, around, &typed)))
        }
        Err(error) => Err(error.into()),
    }
}

/// What is there now, so that nothing is written over unseen.
fn saved_meanwhile(now: &Assessment) -> String {
    let marks: Vec<String> = now
        .marks
        .iter()
        .filter_map(|(code, given)| Some(format!("{code}: {}", given.mark?)))
        .collect();
    format!(
        "This assessment was saved in another window since you opened it. What you typed is still \
         here. The marks saved there are {}. Save again to keep what you see here.",
        if marks.is_empty() { "none".to_owned() } else { marks.join(", ") }
    )
}
