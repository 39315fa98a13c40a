//! A group answers what it was asked while its bid was checked: those questions and no others.

use super::{act, application, look, token};
use crate::chrome::Chrome;
use crate::components::{ErrorItem, ErrorSummary};
use crate::content::screening as words;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use crate::pages::applications::question::{
    Control, Drawing, QuestionView, draw, problem_item, problem_words,
};
use crate::typed::{STALE, sentence};
use actix_web::http::StatusCode;
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_domain::form::{Fields, Problem, Question};
use almoner_domain::screening::InformationRequest;
use almoner_http::{Posted, Route, Visitor};
use almoner_usecases::AppError;
use almoner_usecases::screening::{GiveInformation, OwnResult, ReadOwnResult};
use askama::Template;

const PATH: &str = "/applications/{application}/information";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(PATH, Act::ReadOwnApplication, show),
        Route::post(PATH, Act::EditApplication, give),
    ]
}

#[derive(Template)]
#[template(path = "pages/screening/information.html")]
struct InformationPage {
    chrome: Chrome,
    back: String,
    csrf: String,
    version: i64,
    errors: ErrorSummary,
    until: String,
    asked_for: Vec<String>,
    questions: Vec<QuestionView>,
    open: bool,
    late: Option<String>,
}

async fn show(id: Path<String>, site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let result = look(&site, &visitor, ReadOwnResult { application: application(&id)? }).await?;
    let answers = result.submission.answers.clone();
    Ok(ok(&page(&result, &answers, &[], None, (&site, &frame, &visitor))?))
}

async fn give(
    id: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let application = application(&id)?;
    let typed = posted.fields.0.clone();
    let version = posted.fields.text("version").trim().parse().unwrap_or(0);
    let case = GiveInformation { application, version, typed: typed.clone() };
    match act(&site, &visitor, &posted, case).await {
        Ok(()) => Ok(see_other(&format!("/applications/{application}/result"))),
        Err(error) => {
            let result = look(&site, &visitor, ReadOwnResult { application }).await?;
            let answers = with_typed(&result, typed);
            // Too late: before the program has noticed it is refused, afterwards the screening has
            // moved on. Either way nothing is changed, and what was typed is not lost.
            let over = matches!(error, AppError::Refused(_) | AppError::Stale);
            if let Some(missed) = result.missed.as_ref().filter(|_| over) {
                let page = page(&result, &answers, &[], Some(missed), (&site, &frame, &visitor))?;
                return Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page));
            }
            let (problems, notice, status) = sorted(error)?;
            let mut page = page(&result, &answers, &problems, None, (&site, &frame, &visitor))?;
            if let Some(notice) = notice {
                page.errors.items.insert(0, ErrorItem::general(notice));
                page.chrome.error = true;
            }
            Ok(render(status, &page))
        }
    }
}

/// What stands against the answers, by question or in one line; other errors go on.
fn sorted(error: AppError) -> Result<(Vec<Problem>, Option<String>, StatusCode), AppError> {
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    match error {
        AppError::Invalid(problems) => Ok((problems, None, unprocessable)),
        AppError::Refused(refusal) => Ok((Vec::new(), Some(sentence(&refusal)), unprocessable)),
        AppError::Stale => Ok((Vec::new(), Some(STALE.to_owned()), StatusCode::CONFLICT)),
        other => Err(other),
    }
}

/// The answers that stand, with what was typed in their place.
fn with_typed(result: &OwnResult, typed: Vec<(String, String)>) -> Fields {
    let mut answers = result.submission.answers.clone();
    for (name, _) in &typed {
        answers.remove(name);
    }
    for (name, value) in typed {
        answers.entry(name).or_default().push(value);
    }
    answers
}

/// The page, while the group is asked for something, or answers too late; nothing otherwise.
fn page(
    result: &OwnResult,
    answers: &Fields,
    problems: &[Problem],
    missed: Option<&InformationRequest>,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
) -> Result<InformationPage, PageError> {
    let request = missed.or(result.request.as_ref()).ok_or(AppError::NotFound)?;
    let asked: Vec<&Question> = request
        .items
        .iter()
        .flat_map(|item| &item.questions)
        .filter_map(|id| result.round.form.question(id))
        .collect();
    let of = |question: &Question| -> Vec<Problem> {
        problems.iter().filter(|problem| question.owns(&problem.field)).cloned().collect()
    };
    let late = missed.map(|request| {
        format!("Your time to answer ended at {}. Nothing was sent.", words::until(request.until))
    });
    let mut errors: Vec<ErrorItem> = late.clone().into_iter().map(ErrorItem::general).collect();
    let mut questions = Vec::with_capacity(asked.len());
    for question in asked {
        let own = of(question);
        errors.extend(own.iter().map(|problem| problem_item(question, problem)));
        let drawing = Drawing { question, typed: answers, problems: &own };
        let mut view = draw(&drawing);
        if view.legend.is_some() && view.error.is_none() {
            let whole = own.iter().find(|problem| problem.field == question.id.as_str());
            view.error = whole.map(|problem| problem_words(question, problem));
        }
        questions.push(view);
    }
    let mut chrome = chrome(site, frame, visitor, "We need something more");
    chrome.error = !errors.is_empty();
    Ok(InformationPage {
        chrome,
        back: format!("/applications/{}", result.application.id),
        csrf: token(site, visitor),
        version: result.version,
        errors: errors.into_iter().map(Some).collect(),
        until: words::until(request.until),
        asked_for: request.items.iter().map(|item| item.text.clone()).collect(),
        questions,
        open: false,
        late,
    })
}
