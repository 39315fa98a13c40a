//! All checks of a bid on one page, each with what was computed, its form, and the answers below.

use super::bid::cards;
use super::{act, application, look, said, token, version};
use crate::chrome::Chrome;
use crate::components::{
    Checkboxes, Choice, ErrorItem, ErrorSummary, Field, Radios, SummaryCard, Tag, TextInput,
    Textarea,
};
use crate::content::screening as words;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, again, chrome, ok, see_other};
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_domain::application::Status;
use almoner_domain::form::QuestionId;
use almoner_domain::id::ApplicationId;
use almoner_domain::round::Check;
use almoner_domain::screening::{CheckResult, CheckStatus, Checked, Finding, Item};
use almoner_domain::value::show_minute;
use almoner_http::{Fields, Posted, Route, Visitor};
use almoner_usecases::screening::{
    AskForInformation, PassScreening, ProposeIneligible, RecordCheck, ScreeningPage, ScreeningSeen,
};
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
    name: String,
    path: String,
    bid: String,
    csrf: String,
    version: i64,
    status: Tag,
    errors: ErrorSummary,
    checks: Vec<CheckView>,
    may_pass: bool,
    may_propose: bool,
    waiting: Vec<WaitingItem>,
    cards: Vec<SummaryCard>,
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

async fn show(id: Path<String>, site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let seen = look(&site, &visitor, ScreeningPage { application: application(&id)? }).await?;
    Ok(ok(&page(&seen, &Fields::default(), None, (&site, &frame, &visitor))))
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
    let problem = match found {
        None => "Choose a result".to_owned(),
        Some(found) => {
            let case = RecordCheck {
                application,
                version: version(&posted),
                check: fields.text("check").to_owned(),
                found,
                text: fields.text("text").trim().to_owned(),
            };
            match act(&site, &visitor, &posted, case).await {
                Ok(()) => return Ok(back(application, fields.text("check"))),
                Err(error) => said(error).map_err(PageError::from)?,
            }
        }
    };
    retell(application, fields, problem, &site, &frame, &visitor).await
}

fn back(application: ApplicationId, check: &str) -> actix_web::HttpResponse {
    let anchor = if check.is_empty() { String::new() } else { format!("#check-{check}") };
    see_other(&format!("/staff/applications/{application}/screening{anchor}"))
}

/// The page again with what was typed and what stands against it.
async fn retell(
    application: ApplicationId,
    fields: &Fields,
    problem: String,
    site: &SiteData,
    frame: &FrameData,
    visitor: &Visitor,
) -> PageResult {
    let seen = look(site, visitor, ScreeningPage { application }).await?;
    Ok(again(&page(&seen, fields, Some(problem), (site, frame, visitor))))
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
        Err(error) => {
            let problem = said(error).map_err(PageError::from)?;
            retell(application, &posted.fields, problem, &site, &frame, &visitor).await
        }
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
        Err(error) => {
            let problem = said(error).map_err(PageError::from)?;
            retell(application, &posted.fields, problem, &site, &frame, &visitor).await
        }
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
            text: fields.text(&format!("ask.{}", one.code)).trim().to_owned(),
        })
        .collect();
    let case = AskForInformation { application, version: version(&posted), items };
    match act(&site, &visitor, &posted, case).await {
        Ok(()) => Ok(see_other(&format!("/staff/applications/{application}"))),
        Err(error) => {
            let problem = said(error).map_err(PageError::from)?;
            Ok(again(&page(&seen, fields, Some(problem), (&site, &frame, &visitor))))
        }
    }
}

fn page(
    seen: &ScreeningSeen,
    typed: &Fields,
    problem: Option<String>,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
) -> ChecksPage {
    let one = &seen.application;
    let mut chrome = chrome(site, frame, visitor, "Checks of eligibility");
    chrome.wide = true;
    chrome.error = problem.is_some();
    let open = one.status == Status::Screening;
    let may_record = open && seen.reader.may_screen;
    let checks = seen.checks.iter().map(|check| view(check, seen, may_record, typed)).collect();
    let errors = problem.map(|text| match typed.first("check") {
        Some(code) if !code.is_empty() => ErrorItem::at(&format!("check-{code}"), text),
        _ => ErrorItem::general(text),
    });
    let waits = |status| seen.screening.in_state(status).next().is_some();
    ChecksPage {
        chrome,
        name: one.organisation_name.clone(),
        path: format!("/staff/applications/{}/screening", one.id),
        bid: format!("/staff/applications/{}", one.id),
        csrf: token(site, visitor),
        version: seen.screening.version,
        status: Tag::new(words::application_status(one.status)),
        errors: errors.into_iter().collect(),
        may_pass: may_record && seen.screening.checks.iter().all(|one| one.status.lets_go_on()),
        may_propose: may_record && waits(CheckStatus::FailProposed),
        waiting: if may_record { waiting(seen, typed) } else { Vec::new() },
        checks,
        cards: cards(&seen.round.form, &seen.submission, false),
    }
}

fn view(
    (check, checked, finding): &(Check, Checked, Finding),
    seen: &ScreeningSeen,
    may_record: bool,
    typed: &Fields,
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

fn form(check: &Check, checked: &Checked, finding: &Finding, typed: &Fields) -> CheckForm {
    let here = typed.text("check") == check.code;
    let id = |name: &str| format!("{name}-{}", check.code);
    let kept = |name: &str, stored: &str| {
        if here { typed.text(name).to_owned() } else { stored.to_owned() }
    };
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
    let chosen: Vec<String> = if here {
        typed.all("reasons").map(str::to_owned).collect()
    } else {
        checked.reasons.clone()
    };
    let reasons = check.reasons.iter().map(|one| Choice::new(one.code.clone(), one.text.clone()));
    let conditional = check.conditional && !check.is_safeguarding();
    CheckForm {
        result: Radios::new("result", "Result", results)
            .choose(&kept("result", stored))
            .id(id("result")),
        reasons: Checkboxes::new("reasons", "If it fails, why", reasons)
            .choose(&chosen)
            .id(id("reasons")),
        text: Textarea::new("text", "In your words")
            .rows(3)
            .hint("The group reads this if the result is confirmed")
            .value(kept("text", &checked.text))
            .id(id("text")),
        condition: conditional.then(|| {
            TextInput::new("condition", "If it passes only on a condition, which")
                .value(kept("condition", checked.condition.as_deref().unwrap_or_default()))
                .id(id("condition"))
        }),
    }
}

/// What can be asked for the checks that wait for the group.
fn waiting(seen: &ScreeningSeen, typed: &Fields) -> Vec<WaitingItem> {
    let questions = |chosen: &[String]| {
        seen.round
            .form
            .questions()
            .map(|question| {
                let id = question.id.as_str();
                let picked = chosen.iter().any(|one| one == id);
                Choice::new(id.to_owned(), question.text.clone()).chosen(picked)
            })
            .collect::<Vec<_>>()
    };
    seen.screening
        .in_state(CheckStatus::NeedsInfo)
        .map(|one| {
            let (name, text) = (format!("questions.{}", one.code), format!("ask.{}", one.code));
            let chosen: Vec<String> = typed.all(&name).map(str::to_owned).collect();
            let wanted = typed.first(&text).unwrap_or(&one.text).to_owned();
            WaitingItem {
                questions: Checkboxes::new(
                    name,
                    format!("{}: answers that the group may change", one.code),
                    questions(&chosen),
                ),
                text: Textarea::new(text, format!("{}: what is missing", one.code))
                    .rows(3)
                    .value(wanted),
            }
        })
        .collect()
}
