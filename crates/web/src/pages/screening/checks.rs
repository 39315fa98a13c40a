//! All checks of a bid on one page, each with what was computed, its form, and the answers below.

use super::case::{Case, case};
use super::{act, application, look, version};
use crate::chrome::Chrome;
use crate::components::{Checkboxes, Choice, ErrorItem, Field, Radios, Tag, TextInput, Textarea};
use crate::content::screening as words;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, ok, render, see_other};
use crate::typed::{Part, Typed};
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_domain::application::Status;
use almoner_domain::form::QuestionId;
use almoner_domain::id::ApplicationId;
use almoner_domain::round::Check;
use almoner_domain::screening::{
    CheckResult, CheckStatus, Checked, Finding, Item, ScreeningRefused, Text,
};
use almoner_domain::value::show_minute;
use almoner_http::{Posted, Route, Visitor};
use almoner_usecases::screening::{
    AskForInformation, PassScreening, ProposeIneligible, RecordCheck, ScreeningPage, ScreeningSeen,
};
use almoner_usecases::{AppError, Refusal};
use askama::Template;

const PATH: &str = "/staff/applications/{application}/screening";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(PATH, Act::Screen, show),
        Route::post(PATH, Act::Screen, record),
        Route::post("/staff/applications/{application}/screening/pass", Act::Screen, pass),
        Route::post("/staff/applications/{application}/screening/propose", Act::Screen, propose),
        Route::post("/staff/applications/{application}/screening/ask", Act::Screen, ask),
    ]
}

#[derive(Template)]
#[template(path = "pages/screening/checks.html")]
struct ChecksPage {
    chrome: Chrome,
    case: Case,
    path: String,
    status: Tag,
    checks: Vec<CheckView>,
    may_pass: bool,
    may_propose: bool,
    waiting: Vec<WaitingItem>,
}

struct CheckView {
    code: String,
    title: String,
    tag: Tag,
    finding: String,
    recorded: Option<String>,
    reasons: Vec<String>,
    text: String,
    condition: Option<String>,
    form: Option<CheckForm>,
}

struct CheckForm {
    result: Radios,
    reasons: Checkboxes,
    text: Textarea,
    condition: Option<TextInput>,
}

struct WaitingItem {
    questions: Checkboxes,
    text: Textarea,
}

/// The forms of the page.
const CHECK: &str = "check";
const ASK: &str = "ask";
const STEP: &str = "step";

async fn show(id: Path<String>, site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let seen = look(&site, &visitor, ScreeningPage { application: application(&id)? }).await?;
    Ok(ok(&page(&seen, &Typed::default(), (&site, &frame, &visitor))))
}

async fn record(
    id: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let application = application(&id)?;
    let fields = &posted.fields;
    let condition = Some(fields.text("condition").trim().to_owned()).filter(|one| !one.is_empty());
    let found = match fields.text("result") {
        "pass" => Some(CheckResult::Pass { condition }),
        "fail" => {
            Some(CheckResult::Fail { reasons: fields.all("reasons").map(str::to_owned).collect() })
        }
        "needs_info" => Some(CheckResult::NeedsInformation),
        "not_applicable" => Some(CheckResult::NotApplicable),
        _ => None,
    };
    let around = (&site, &frame, &visitor);
    let Some(found) = found else {
        let typed = Typed::wrong(CHECK, fields, [("result", "Choose a result")]);
        return again(application, typed, around).await;
    };
    let check = fields.text("check").to_owned();
    let text = fields.text("text").trim().to_owned();
    let case =
        RecordCheck { application, version: version(&posted), check: check.clone(), found, text };
    match act(&site, &visitor, &posted, case).await {
        Ok(()) => {
            let anchor = if check.is_empty() { String::new() } else { format!("#check-{check}") };
            Ok(see_other(&format!("/staff/applications/{application}/screening{anchor}")))
        }
        Err(error) => refused(application, CHECK, &posted, error, around).await,
    }
}

/// The page again with what was typed and what stands against it.
async fn again(
    application: ApplicationId,
    typed: Typed,
    around: (&SiteData, &FrameData, &Visitor),
) -> PageResult {
    let seen = look(around.0, around.2, ScreeningPage { application }).await?;
    Ok(render(typed.status(), &page(&seen, &typed, around)))
}

async fn refused(
    application: ApplicationId,
    form: &'static str,
    posted: &Posted,
    error: AppError,
    around: (&SiteData, &FrameData, &Visitor),
) -> PageResult {
    let typed = Typed::refused(form, &posted.fields, error, field).map_err(PageError::from)?;
    again(application, typed, around).await
}

/// The field that a refusal is about: of a check's own form, or of what the group is asked.
fn field(refusal: &Refusal) -> String {
    let Refusal::Screening(refused) = refusal else { return String::new() };
    match refused {
        ScreeningRefused::TextMissing(check) => format!("text.{check}"),
        ScreeningRefused::ReasonMissing(check) | ScreeningRefused::NoSuchReason { check, .. } => {
            format!("reasons.{check}")
        }
        ScreeningRefused::ComputedFail(_) => "result".to_owned(),
        ScreeningRefused::TooLong { text, .. } => match text {
            Text::Result(_) => "text".to_owned(),
            Text::Asked(check) => format!("text.{check}"),
            Text::Condition(_) => "condition".to_owned(),
            _ => String::new(),
        },
        ScreeningRefused::NoCondition(_) => "condition".to_owned(),
        ScreeningRefused::NoQuestion(check) => format!("questions.{check}"),
        _ => String::new(),
    }
}

async fn pass(
    id: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let application = application(&id)?;
    let case = PassScreening { application, version: version(&posted) };
    match act(&site, &visitor, &posted, case).await {
        Ok(()) => Ok(see_other(&format!("/staff/applications/{application}"))),
        Err(error) => refused(application, STEP, &posted, error, (&site, &frame, &visitor)).await,
    }
}

async fn propose(
    id: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let application = application(&id)?;
    let case = ProposeIneligible { application, version: version(&posted) };
    match act(&site, &visitor, &posted, case).await {
        Ok(()) => Ok(see_other(&format!("/staff/applications/{application}"))),
        Err(error) => refused(application, STEP, &posted, error, (&site, &frame, &visitor)).await,
    }
}

async fn ask(
    id: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let application = application(&id)?;
    let fields = &posted.fields;
    let seen = look(&site, &visitor, ScreeningPage { application }).await?;
    let items = seen
        .screening
        .in_state(CheckStatus::NeedsInfo)
        .map(|one| Item {
            check: one.code.clone(),
            questions: fields
                .all(&format!("questions.{}", one.code))
                .filter_map(|id| QuestionId::parse(id).ok())
                .collect(),
            text: fields.text(&format!("text.{}", one.code)).trim().to_owned(),
        })
        .collect();
    let case = AskForInformation { application, version: version(&posted), items };
    match act(&site, &visitor, &posted, case).await {
        Ok(()) => Ok(see_other(&format!("/staff/applications/{application}"))),
        Err(error) => refused(application, ASK, &posted, error, (&site, &frame, &visitor)).await,
    }
}

fn page(
    seen: &ScreeningSeen,
    typed: &Typed,
    around: (&SiteData, &FrameData, &Visitor),
) -> ChecksPage {
    let one = &seen.application;
    let open = one.status == Status::Screening;
    let may_record = open && seen.reader.may_screen;
    let checks: Vec<CheckView> =
        seen.checks.iter().map(|check| view(check, may_record, seen, typed)).collect();
    let waiting = if may_record { waiting(seen, typed.part(ASK)) } else { Vec::new() };
    let waits = |status| seen.screening.in_state(status).next().is_some();
    let drawn = if typed.part(ASK).came_back() {
        !waiting.is_empty()
    } else {
        holds(&checks, typed.part(CHECK))
    };
    let forms = checks.iter().filter_map(|check| check.form.as_ref());
    let errors = forms
        .flat_map(|form| {
            let condition = form.condition.as_ref().and_then(Field::error_item);
            let (result, reasons) = (form.result.error_item(), form.reasons.error_item());
            [result, reasons, form.text.error_item(), condition]
        })
        .chain(waiting.iter().flat_map(|one| [one.text.error_item(), one.questions.error_item()]));
    let errors: Vec<Option<ErrorItem>> = errors.collect();
    let (chrome, case) = case("Checks of eligibility", seen, (typed, errors, drawn), around);
    ChecksPage {
        chrome,
        path: format!("{}/screening", case.bid),
        case,
        status: Tag::new(words::application_status(one.status)),
        may_pass: may_record && seen.screening.checks.iter().all(|one| one.status.lets_go_on()),
        may_propose: may_record && waits(CheckStatus::FailProposed),
        waiting,
        checks,
    }
}

/// Whether the form of the check that came back is on the page, with a place for all of it.
fn holds(checks: &[CheckView], typed: Part<'_>) -> bool {
    if !typed.came_back() {
        return true;
    }
    let code = typed.value("check", "");
    let form = checks.iter().find(|check| check.code == code).and_then(|check| check.form.as_ref());
    let condition = !typed.value("condition", "").trim().is_empty();
    form.is_some_and(|form| form.condition.is_some() || !condition)
}

fn view(
    (check, checked, finding): &(Check, Checked, Finding),
    may_record: bool,
    seen: &ScreeningSeen,
    typed: &Typed,
) -> CheckView {
    let recorded = checked.by.zip(checked.at).map(|(by, at)| {
        let name = seen.people.get(&by).map_or("Somebody", String::as_str);
        format!("{name}, {}", show_minute(at))
    });
    let text_of = |code: &String| {
        let known = check.reasons.iter().find(|reason| reason.code == *code);
        known.map_or_else(|| code.clone(), |reason| reason.text.clone())
    };
    let reasons = checked.reasons.iter().map(text_of).collect();
    CheckView {
        code: check.code.clone(),
        title: check.title.clone(),
        tag: Tag::coloured(
            words::check_status(checked.status),
            words::check_colour(checked.status),
        ),
        finding: words::finding(finding),
        recorded,
        reasons,
        text: checked.text.clone(),
        condition: checked.condition.clone(),
        form: may_record.then(|| form(check, checked, finding, typed)),
    }
}

fn form(check: &Check, checked: &Checked, finding: &Finding, typed: &Typed) -> CheckForm {
    let part = typed.part(CHECK);
    // Every check has a form of this name; the one that came back says which it is.
    let typed = if part.value("check", "") == check.code { part } else { Part::none() };
    let id = |name: &str| format!("{name}-{}", check.code);
    let about = |name: &str| typed.error(name).or(typed.error(&format!("{name}.{}", check.code)));
    let fails = matches!(finding, Finding::Fail(_));
    let mut results = Vec::new();
    if !fails {
        results.push(Choice::new("pass", "Pass"));
    }
    results.push(Choice::new("fail", "Fail"));
    if check.is_curable() {
        results.push(Choice::new("needs_info", "The group has to say more first"));
    }
    if !fails {
        results.push(Choice::new("not_applicable", "Does not apply to this application"));
    }
    let stored = match checked.status {
        CheckStatus::Pass => "pass",
        CheckStatus::FailProposed => "fail",
        CheckStatus::NeedsInfo => "needs_info",
        CheckStatus::NotApplicable => "not_applicable",
        CheckStatus::Todo | CheckStatus::Fail | CheckStatus::Overridden => "",
    };
    let chosen = typed.values("reasons", || checked.reasons.clone());
    let reasons = check.reasons.iter().map(|one| Choice::new(one.code.clone(), one.text.clone()));
    let conditional = check.conditional && !check.is_safeguarding();
    CheckForm {
        result: Radios::new("result", "Result", results)
            .choose(&typed.value("result", stored))
            .error(about("result"))
            .id(id("result")),
        reasons: Checkboxes::new("reasons", "If it fails, why", reasons)
            .choose(&chosen)
            .error(about("reasons"))
            .id(id("reasons")),
        text: Textarea::new("text", "In your words")
            .rows(3)
            .hint("The group reads this if the result is confirmed")
            .value(typed.value("text", &checked.text))
            .error(about("text"))
            .id(id("text")),
        condition: conditional.then(|| {
            TextInput::new("condition", "If it passes only on a condition, which")
                .value(typed.value("condition", checked.condition.as_deref().unwrap_or_default()))
                .error(about("condition"))
                .id(id("condition"))
        }),
    }
}

/// What can be asked for the checks that wait for the group.
fn waiting(seen: &ScreeningSeen, typed: Part<'_>) -> Vec<WaitingItem> {
    let questions = || {
        let all = seen.round.form.questions();
        all.map(|question| Choice::new(question.id.as_str().to_owned(), question.text.clone()))
    };
    seen.screening
        .in_state(CheckStatus::NeedsInfo)
        .map(|one| {
            let (name, text) = (format!("questions.{}", one.code), format!("text.{}", one.code));
            let chosen = typed.values(&name, Vec::new);
            let label = format!("{}: answers that the group may change", one.code);
            WaitingItem {
                text: Textarea::new(text.clone(), format!("{}: what is missing", one.code))
                    .rows(3)
                    .value(typed.value(&text, &one.text))
                    .error(typed.error(&text)),
                questions: Checkboxes::new(name.clone(), label, questions())
                    .choose(&chosen)
                    .error(typed.error(&name)),
            }
        })
        .collect()
}
