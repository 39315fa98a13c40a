//! Setting a failed check aside, and answering the review that a group asked for.

use super::case::{Case, case, in_state};
use super::{act, application, look, version};
use crate::chrome::Chrome;
use crate::components::{Choice, ErrorItem, Field, Radios, Select, Textarea};
use crate::content::screening as words;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, ok, render, see_other};
use crate::typed::{Part, Typed};
use actix_web::web::Path;
use almoner_domain::access::{Act, Role};
use almoner_domain::application::Status;
use almoner_domain::id::ApplicationId;
use almoner_domain::office::Titles;
use almoner_domain::screening::{CheckStatus, ScreeningRefused, Text};
use almoner_domain::value::show_minute;
use almoner_http::{Posted, Route, Visitor};
use almoner_usecases::screening::{AnswerReview, CheckPage, OverrideCheck, ScreeningSeen};
use almoner_usecases::{Outcome, Refusal};
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
    case: Case,
    failed: Vec<(String, Vec<String>, String)>,
    overrides: Vec<OverrideLine>,
    form: Option<OverrideForm>,
    reviews: Vec<(String, String, &'static str, String)>,
    review_form: Option<(Radios, Textarea)>,
}

/// Title, reason, who said so, conditions, state.
type OverrideLine = (String, String, Vec<String>, Vec<String>, &'static str);

struct OverrideForm {
    check: Select,
    role: Select,
    reason: Textarea,
    conditions: Textarea,
}

/// The forms of the page.
const OVERRIDE: &str = "override";
const REVIEW: &str = "review";

async fn show(id: Path<String>, site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let seen = look(&site, &visitor, CheckPage { application: application(&id)? }).await?;
    Ok(ok(&page(&seen, &Typed::default(), (&site, &frame, &visitor))))
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
        None => Err([("role", "Choose the authority that you use")]),
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
            Ok(act(&site, &visitor, &posted, case).await)
        }
    };
    finish(application, OVERRIDE, outcome, &posted, (&site, &frame, &visitor)).await
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
        None => Err([("outcome", "Choose an outcome")]),
        Some(reinstate) => {
            let answer = fields.text("answer").trim().to_owned();
            let case = AnswerReview { application, version: version(&posted), reinstate, answer };
            Ok(act(&site, &visitor, &posted, case).await)
        }
    };
    finish(application, REVIEW, outcome, &posted, (&site, &frame, &visitor)).await
}

async fn finish(
    application: ApplicationId,
    form: &'static str,
    outcome: Result<Outcome<()>, [(&'static str, &'static str); 1]>,
    posted: &Posted,
    around: (&SiteData, &FrameData, &Visitor),
) -> PageResult {
    let fields = &posted.fields;
    let typed = match outcome {
        Ok(Ok(())) => {
            return Ok(see_other(&format!("/staff/applications/{application}/override")));
        }
        Ok(Err(error)) => Typed::refused(form, fields, error, field).map_err(PageError::from)?,
        Err(problems) => Typed::wrong(form, fields, problems),
    };
    let seen = look(around.0, around.2, CheckPage { application }).await?;
    Ok(render(typed.status(), &page(&seen, &typed, around)))
}

/// The field that a refusal is about; the texts of the two forms have the two names.
fn field(refusal: &Refusal) -> String {
    let Refusal::Screening(refused) = refusal else { return String::new() };
    let about = match refused {
        ScreeningRefused::TooShort { .. } | ScreeningRefused::TextMissing(_) => "text",
        ScreeningRefused::TooLong { text: Text::Conditions, .. }
        | ScreeningRefused::ConditionsMissing(_) => "conditions",
        ScreeningRefused::TooLong { .. } => "text",
        ScreeningRefused::NotYourAuthority(_) => "role",
        ScreeningRefused::NoOverride(_) | ScreeningRefused::NoSuchCheck(_) => "check",
        _ => "",
    };
    about.to_owned()
}

fn page(
    seen: &ScreeningSeen,
    typed: &Typed,
    around: (&SiteData, &FrameData, &Visitor),
) -> OverridePage {
    let titles = &around.0.app.office().titles;
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
    let reviews = seen.screening.reviews.iter().map(|review| {
        let status = words::review_status(review.status);
        (show_minute(review.asked_at), review.grounds.clone(), status, review.answer.clone())
    });
    let form = override_form(seen, typed.part(OVERRIDE), titles);
    let may_answer = seen.screening.open_review().is_some() && seen.reader.may_answer_review;
    let review_form = may_answer.then(|| review_form(typed.part(REVIEW)));
    let drawn = if typed.part(REVIEW).came_back() { review_form.is_some() } else { form.is_some() };
    let fields: Vec<Option<ErrorItem>> = form
        .iter()
        .flat_map(|form| {
            let lists = [form.check.error_item(), form.role.error_item()];
            lists.into_iter().chain([form.reason.error_item(), form.conditions.error_item()])
        })
        .chain(review_form.iter().flat_map(|(one, two)| [one.error_item(), two.error_item()]))
        .collect();
    let (chrome, case) = case("Overrides and reviews", seen, (typed, fields, drawn), around);
    OverridePage {
        chrome,
        case,
        failed: in_state(seen, CheckStatus::Fail),
        overrides,
        form,
        reviews: reviews.collect(),
        review_form,
    }
}

/// The form by which a failed check is set aside, for whoever has an authority for one.
fn override_form(seen: &ScreeningSeen, typed: Part<'_>, titles: &Titles) -> Option<OverrideForm> {
    let failing = seen.checks.iter().filter(|(_, checked, _)| checked.status == CheckStatus::Fail);
    let checks = failing
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
    let ineligible = seen.application.status == Status::Ineligible;
    (ineligible && !checks.is_empty() && !roles.is_empty()).then(|| OverrideForm {
        check: Select::new("check", "Check", checks)
            .choose(&typed.value("check", ""))
            .error(typed.error("check")),
        role: Select::new("role", "Your authority", roles)
            .choose(&typed.value("role", ""))
            .error(typed.error("role")),
        reason: Textarea::new("reason", "Reason")
            .hint(
                "At least 30 words. It is part of the panel's papers and of the record of \
                 the decision. Whoever agrees second need not write it again",
            )
            .value(typed.value("reason", ""))
            .error(typed.error("text")),
        conditions: Textarea::new("conditions", "Conditions, one on each line")
            .hint("A check that keeps people safe is set aside only on named conditions")
            .rows(3)
            .value(typed.value("conditions", ""))
            .error(typed.error("conditions")),
    })
}

fn review_form(typed: Part<'_>) -> (Radios, Textarea) {
    let outcomes = [
        Choice::new("reinstate", "The result was wrong: check the application again"),
        Choice::new("stands", "The result stands"),
    ];
    (
        Radios::new("outcome", "Outcome of the review", outcomes)
            .choose(&typed.value("outcome", ""))
            .error(typed.error("outcome")),
        Textarea::new("answer", "Answer to the group")
            .hint("At least 30 words")
            .value(typed.value("answer", ""))
            .error(typed.error("text")),
    )
}
