//! The page of one question.

use super::draw::{Block, summary};
use super::inputs::{FieldError, drawn, filled, read};
use super::parts::Choices;
use super::question_inputs::{begin, finish, inputs, kind_name};
use super::{path, seen};
use crate::chrome::Chrome;
use crate::components::ErrorSummary;
use crate::components::{Choice, Field, Select};
use crate::content::rounds as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use crate::pages::applications::question::Control;
use actix_web::http::StatusCode;
use actix_web::web;
use almoner_domain::form::{FormEdit, Kind, Question, QuestionId};
use almoner_domain::id::RoundId;
use almoner_domain::round::{Missing, Part};
use almoner_http::{Fields, Posted, Visitor, blocking, csrf_token};
use almoner_usecases::rounds::{BuildForm, SetUpSeen};
use almoner_usecases::{AppError, Outcome, Refusal};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/staff/set_up/question.html")]
struct QuestionPage {
    chrome: Chrome,
    round: String,
    id: String,
    kind: String,
    back: String,
    csrf: String,
    version: i64,
    notices: Vec<String>,
    errors: ErrorSummary,
    blocks: Vec<Block>,
    /// Another kind of answer.
    other: Select,
    open: bool,
}

#[derive(Default)]
struct Drawn {
    typed: Option<Fields>,
    errors: Vec<FieldError>,
    notices: Vec<String>,
}

fn page(
    question: &Question,
    seen: &SetUpSeen,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    drawn_from: Drawn,
) -> QuestionPage {
    let choices = Choices { office: site.app.office(), seen };
    let inputs = inputs(question, &choices);
    let mut errors = drawn_from.errors;
    let mut notices = drawn_from.notices;
    let fields = drawn_from.typed.unwrap_or_else(|| {
        let mut fields = Fields::default();
        let feeds = seen.round.counts_for(&question.id);
        filled(&inputs, &begin(question, feeds), "", &mut fields);
        errors.extend(faults(question, seen));
        fields
    });
    let open = Part::Form.may_change(seen.round.status) && seen.may_write;
    if !open {
        notices.push(words::frozen_why(seen.round.status).to_owned());
    }
    let blocks = drawn(&inputs, &fields, &errors);
    let errors = summary(&blocks, &errors);
    let mut chrome = chrome(site, frame, visitor, &format!("Question {}", question.id));
    chrome.error = !errors.is_empty();
    QuestionPage {
        chrome,
        round: seen.round.settings.title.clone(),
        id: question.id.to_string(),
        kind: kind_name(question.kind.code()),
        back: format!("{}/form", path(seen.round.id)),
        csrf: csrf_token(site, visitor.session_token()),
        version: seen.round.version,
        notices,
        errors,
        blocks,
        other: other_kinds(question),
        open,
    }
}

/// What is wrong with the question, at the field.
fn faults(question: &Question, seen: &SetUpSeen) -> Vec<FieldError> {
    use almoner_domain::form::FormFault;
    let own = seen.round.form.faults();
    let own = own.into_iter().filter(|fault| fault.question() == Some(question.id.as_str()));
    own.map(|fault| {
        let field = match &fault {
            FormFault::NoText(_) => "text",
            FormFault::ConditionUnknown { .. }
            | FormFault::ConditionNotEarlier { .. }
            | FormFault::ConditionNeverTrue { .. } => "when",
            FormFault::SameMeaning { .. } | FormFault::MeaningOfOtherKind { .. } => "meaning",
            FormFault::NoOptions(_) | FormFault::SameOption(_) => match question.kind.code() {
                "declaration" => "statements",
                "budget" => "categories",
                "area_shares" => "areas",
                "table" => "columns",
                _ => "options",
            },
            FormFault::ImpossibleLimits(_) => match question.kind.code() {
                "short_text" => "max_chars",
                "long_text" | "yes_no_explain" => "max_words",
                "number" | "money" | "multi_choice" => "max",
                "files" => "max_files",
                _ => "max_rows",
            },
            _ => "",
        };
        (field.to_owned(), words::missing(&Missing::Form(fault)))
    })
    .collect()
}

/// The kinds of answer that the question could have instead.
fn other_kinds(question: &Question) -> Select {
    let kinds = Kind::blanks();
    let own = question.kind.code();
    let others = kinds.iter().map(Kind::code).filter(|code| *code != own);
    let choices = others.map(|code| Choice::new(code, kind_name(code)));
    let choices = std::iter::once(Choice::new("", "Choose")).chain(choices);
    Select::new("kind", "Another kind of answer", choices).hint(
        "What both kinds have is kept, such as the answers to choose from. Limits begin anew.",
    )
}

fn found<'a>(seen: &'a SetUpSeen, id: &str) -> Outcome<&'a Question> {
    let id = QuestionId::parse(id).map_err(|_| AppError::NotFound)?;
    seen.round.form.question(&id).ok_or(AppError::NotFound)
}

pub(super) async fn show(
    at: web::Path<(String, String)>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = seen(&site, &visitor, &at.0).await?;
    let question = found(&seen, &at.1)?;
    Ok(ok(&page(question, &seen, (&site, &frame, &visitor), Drawn::default())))
}

pub(super) async fn save(
    at: web::Path<(String, String)>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = RoundId::parse(&at.0).ok_or(AppError::NotFound)?;
    let before = seen(&site, &visitor, &at.0).await?;
    let question = found(&before, &at.1)?;
    let place = (&site, &frame, &visitor);
    let mut drawn = Drawn { typed: Some(posted.fields.clone()), ..Drawn::default() };
    let then = posted.fields.text("then");
    let edit = if then == "remove" {
        FormEdit::RemoveQuestion { question: question.id.clone() }
    } else if then == "kind" {
        drawn.typed = None;
        let wanted = posted.fields.text("kind");
        let kind = Kind::blanks().into_iter().find(|kind| kind.code() == wanted);
        let Some(kind) = kind else {
            drawn.errors.push(("kind".to_owned(), "Choose another kind of answer".to_owned()));
            let page = page(question, &before, place, drawn);
            return Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page));
        };
        let feeds = before.round.counts_for(&question.id);
        FormEdit::WriteQuestion { question: question.with_kind(kind), feeds }
    } else {
        let choices = Choices { office: site.app.office(), seen: &before };
        let mut value = begin(question, Vec::new());
        let inputs = inputs(question, &choices);
        read(&inputs, &posted.fields, "", &mut value, &mut drawn.errors);
        match finish(value, &choices) {
            Ok((question, feeds)) => FormEdit::WriteQuestion { question, feeds },
            Err(error) => {
                if drawn.errors.is_empty() {
                    drawn.errors.push((String::new(), error.to_string()));
                }
                FormEdit::RemoveQuestion { question: question.id.clone() }
            }
        }
    };
    if !drawn.errors.is_empty() {
        let page = page(question, &before, place, drawn);
        return Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    let version = posted.fields.text("version").parse().map_err(|_| AppError::Stale)?;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let case = BuildForm { round, version, edit };
    let outcome = blocking(move || app.execute(&actor, arrived, case)).await;
    let status = match outcome {
        Ok(()) if posted.fields.text("then") == "kind" => {
            return Ok(see_other(&format!("{}/form/questions/{}", path(round), at.1)));
        }
        Ok(()) => return Ok(see_other(&format!("{}/form", path(round)))),
        Err(AppError::Stale) => {
            drawn.notices.push(super::STALE.to_owned());
            StatusCode::CONFLICT
        }
        Err(AppError::Refused(Refusal::Round(refused))) => {
            drawn.errors.push(refused_at(&refused));
            StatusCode::CONFLICT
        }
        Err(error) => return Err(error.into()),
    };
    let seen = seen(&site, &visitor, &at.0).await?;
    let question = found(&seen, &at.1)?;
    Ok(render(status, &page(question, &seen, place, drawn)))
}

/// A refusal at the field that it is about.
fn refused_at(refused: &almoner_domain::round::RoundRefused) -> FieldError {
    use almoner_domain::form::BuildRefused;
    use almoner_domain::round::RoundRefused;
    match refused {
        RoundRefused::Form(built @ BuildRefused::Condition(_)) => {
            ("when".to_owned(), words::built(built))
        }
        RoundRefused::Form(built) => (String::new(), words::built(built)),
        other => {
            let (heading, lines) = words::refused(other);
            (String::new(), format!("{heading}. {}", lines.join(" ")))
        }
    }
}
