//! Setting a failed check aside, and answering the review that a group asked for.

use super::bid::cards;
use super::{act, application, look, said, token, version};
use crate::chrome::Chrome;
use crate::components::{
    Choice, ErrorItem, ErrorSummary, Field, Radios, Select, SummaryCard, Textarea,
};
use crate::content::screening as words;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, again, chrome, ok, see_other};
use actix_web::web::Path;
use almoner_domain::access::{Act, Role};
use almoner_domain::application::Status;
use almoner_domain::screening::CheckStatus;
use almoner_domain::value::show_minute;
use almoner_http::{Fields, Posted, Route, Visitor};
use almoner_usecases::AppError;
use almoner_usecases::screening::{AnswerReview, CheckPage, OverrideCheck, ScreeningSeen};
use askama::Template;

const PATH: &str = "/staff/applications/{application}/override";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(PATH, Act::OverrideCheck, show),
        Route::post(PATH, Act::OverrideCheck, take),
        Route::post("/staff/applications/{application}/review", Act::OverrideCheck, answer),
    ]
}

#[derive(Template)]
#[template(path = "pages/screening/override.html")]
struct OverridePage {
    chrome: Chrome,
    name: String,
    bid: String,
    path: String,
    csrf: String,
    version: i64,
    errors: ErrorSummary,
    failed: Vec<(String, Vec<String>, String)>,
    overrides: Vec<OverrideLine>,
    form: Option<OverrideForm>,
    reviews: Vec<(String, String, &'static str, String)>,
    review_form: Option<(Radios, Textarea)>,
    cards: Vec<SummaryCard>,
}

/// Title, reason, who said so, conditions, state.
type OverrideLine = (String, String, Vec<String>, Vec<String>, &'static str);

struct OverrideForm {
    check: Select,
    role: Select,
    reason: Textarea,
    conditions: Textarea,
}

async fn show(id: Path<String>, site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let seen = look(&site, &visitor, CheckPage { application: application(&id)? }).await?;
    Ok(ok(&page(&seen, &Fields::default(), None, (&site, &frame, &visitor))))
}

async fn take(
    id: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let application = application(&id)?;
    let fields = &posted.fields;
    let outcome = match Role::parse(fields.text("role")) {
        None => Err(Ok("Choose the authority that you use".to_owned())),
        Some(role) => {
            let lines = fields.text("conditions").lines().map(str::trim);
            let case = OverrideCheck {
                application,
                version: version(&posted),
                check: fields.text("check").to_owned(),
                role,
                reason: fields.text("reason").trim().to_owned(),
                conditions: lines.filter(|line| !line.is_empty()).map(str::to_owned).collect(),
            };
            act(&site, &visitor, &posted, case).await.map_err(said)
        }
    };
    finish(&id, outcome, "reason", fields, &site, &frame, &visitor).await
}

async fn answer(
    id: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let application = application(&id)?;
    let fields = &posted.fields;
    let reinstate = match fields.text("outcome") {
        "reinstate" => Some(true),
        "stands" => Some(false),
        _ => None,
    };
    let outcome = match reinstate {
        None => Err(Ok("Choose an outcome".to_owned())),
        Some(reinstate) => {
            let answer = fields.text("answer").trim().to_owned();
            let case = AnswerReview { application, version: version(&posted), reinstate, answer };
            act(&site, &visitor, &posted, case).await.map_err(said)
        }
    };
    finish(&id, outcome, "answer", fields, &site, &frame, &visitor).await
}

async fn finish(
    id: &str,
    outcome: Result<(), Result<String, AppError>>,
    field: &'static str,
    fields: &Fields,
    site: &SiteData,
    frame: &FrameData,
    visitor: &Visitor,
) -> PageResult {
    let application = application(id)?;
    match outcome {
        Ok(()) => Ok(see_other(&format!("/staff/applications/{application}/override"))),
        Err(problem) => {
            let problem = problem.map_err(PageError::from)?;
            let seen = look(site, visitor, CheckPage { application }).await?;
            Ok(again(&page(&seen, fields, Some((field, problem)), (site, frame, visitor))))
        }
    }
}

fn page(
    seen: &ScreeningSeen,
    typed: &Fields,
    problem: Option<(&'static str, String)>,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
) -> OverridePage {
    let one = &seen.application;
    let titles = &site.app.office().titles;
    let mut chrome = chrome(site, frame, visitor, "Overrides and reviews");
    chrome.wide = true;
    chrome.error = problem.is_some();
    let failing =
        || seen.checks.iter().filter(|(_, checked, _)| checked.status == CheckStatus::Fail);
    let failed = failing()
        .map(|(check, checked, _)| {
            let given = check.reasons.iter().filter(|one| checked.reasons.contains(&one.code));
            let reasons = given.map(|one| one.text.clone()).collect();
            (format!("{} {}", check.code, check.title), reasons, checked.text.clone())
        })
        .collect();
    let name_of = |person| seen.people.get(&person).map_or("Somebody", String::as_str);
    let overrides = seen
        .screening
        .overrides
        .iter()
        .map(|one| {
            let consents = one.consents.iter().map(|consent| {
                let title = titles.of(consent.role);
                format!("{} ({title}), {}", name_of(consent.by), show_minute(consent.at))
            });
            let state = if one.complete_at.is_some() { "Complete" } else { "Waits for another" };
            let conditions = one.conditions.clone();
            (one.check.clone(), one.reason.clone(), conditions, consents.collect(), state)
        })
        .collect();
    let checks = failing()
        .filter(|(check, ..)| !check.override_by.is_empty())
        .map(|(check, ..)| {
            let by: Vec<&str> = check.override_by.iter().map(|role| titles.of(*role)).collect();
            let text = format!("{}, by {}", check.code, by.join(" and "));
            Choice::new(check.code.clone(), text)
        })
        .collect::<Vec<_>>();
    let roles = seen
        .reader
        .authorities
        .iter()
        .map(|role| Choice::new(role.code(), titles.of(*role).to_owned()))
        .collect::<Vec<_>>();
    let error = |name: &str| {
        problem.as_ref().filter(|(field, _)| *field == name).map(|(_, text)| text.clone())
    };
    let ineligible = one.status == Status::Ineligible;
    let may_override = ineligible && !checks.is_empty() && !roles.is_empty();
    let reviews = seen.screening.reviews.iter().map(|review| {
        let status = words::review_status(review.status);
        (show_minute(review.asked_at), review.grounds.clone(), status, review.answer.clone())
    });
    let may_answer = seen.screening.open_review().is_some() && seen.reader.may_answer_review;
    OverridePage {
        name: one.organisation_name.clone(),
        bid: format!("/staff/applications/{}", one.id),
        path: format!("/staff/applications/{}", one.id),
        csrf: token(site, visitor),
        version: seen.screening.version,
        errors: problem
            .as_ref()
            .map(|(field, text)| ErrorItem::at(field, text.clone()))
            .into_iter()
            .collect(),
        failed,
        overrides,
        form: may_override.then(|| OverrideForm {
            check: Select::new("check", "Check", checks).choose(typed.text("check")),
            role: Select::new("role", "Your authority", roles).choose(typed.text("role")),
            reason: Textarea::new("reason", "Reason")
                .hint(
                    "At least 30 words. It is part of the panel's papers and of the record of \
                     the decision. Whoever agrees second need not write it again",
                )
                .value(typed.text("reason").to_owned())
                .error(error("reason")),
            conditions: Textarea::new("conditions", "Conditions, one on each line")
                .hint("A check that keeps people safe is set aside only on named conditions")
                .rows(3)
                .value(typed.text("conditions").to_owned()),
        }),
        reviews: reviews.collect(),
        review_form: may_answer.then(|| {
            let outcomes = [
                Choice::new("reinstate", "The result was wrong: check the application again"),
                Choice::new("stands", "The result stands"),
            ];
            (
                Radios::new("outcome", "Outcome of the review", outcomes)
                    .choose(typed.text("outcome")),
                Textarea::new("answer", "Answer to the group")
                    .hint("At least 30 words")
                    .value(typed.text("answer").to_owned())
                    .error(error("answer")),
            )
        }),
        cards: cards(&seen.round.form, &seen.submission, false),
        chrome,
    }
}
