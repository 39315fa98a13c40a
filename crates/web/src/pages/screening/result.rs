//! What a group sees of the result of its bid, and the review that it may ask for.

use super::{act, application, look, token};
use crate::chrome::Chrome;
use crate::components::{ErrorSummary, Field, Textarea};
use crate::content::screening as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use crate::typed::Typed;
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_domain::application::Status;
use almoner_domain::letter::FailedCheck;
use almoner_domain::screening::LONGEST_GROUNDS;
use almoner_domain::value::show_long_date;
use almoner_http::{Posted, Route, Visitor};
use almoner_usecases::AppError;
use almoner_usecases::screening::{AskForReview, OwnResult, ReadOwnResult};
use askama::Template;

/// The form of the page by which a review is asked for.
const FORM: &str = "review";

pub(super) fn routes() -> Vec<Route> {
    const REVIEW: &str = "/applications/{application}/review";
    vec![
        Route::get("/applications/{application}/result", Act::ReadOwnApplication, show),
        Route::get(REVIEW, Act::ReadOwnApplication, review),
        Route::post(REVIEW, Act::AskForReview, ask),
    ]
}

#[derive(Template)]
#[template(path = "pages/screening/result.html")]
struct ResultPage {
    chrome: Chrome,
    heading: &'static str,
    about: &'static str,
    reference: String,
    back: String,
    failed: Vec<FailedCheck>,
    conditions: Vec<String>,
    review_until: Option<String>,
    review_path: String,
    review: Option<(&'static str, String)>,
    asked_until: Option<String>,
    asked_for: Vec<String>,
    information_path: String,
    contact: String,
}

#[derive(Template)]
#[template(path = "pages/screening/review.html")]
struct ReviewPage {
    chrome: Chrome,
    back: String,
    csrf: String,
    errors: ErrorSummary,
    until: String,
    grounds: Textarea,
}

async fn show(id: Path<String>, site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let result = look(&site, &visitor, ReadOwnResult { application: application(&id)? }).await?;
    let one = &result.application;
    let (heading, about) = heading(one.status);
    let contact = &result.round.settings.contact;
    let here = format!("/applications/{}", one.id);
    Ok(ok(&ResultPage {
        chrome: chrome(&site, &frame, &visitor, heading),
        heading,
        about,
        reference: one.reference.clone().unwrap_or_default(),
        review_path: format!("{here}/review"),
        information_path: format!("{here}/information"),
        back: here,
        review_until: result.review_until.map(words::until),
        review: result
            .review
            .as_ref()
            .map(|review| (words::review_status(review.status), review.answer.clone())),
        asked_until: result.request.as_ref().map(|request| words::until(request.until)),
        asked_for: result
            .request
            .iter()
            .flat_map(|request| &request.items)
            .map(|item| item.text.clone())
            .collect(),
        contact: format!("{}: {} or {}", contact.name, contact.email, contact.phone),
        failed: result.failed,
        conditions: result.conditions,
    }))
}

/// What a group is told of where it stands: less than staff see, and never before it is decided.
const fn heading(status: Status) -> (&'static str, &'static str) {
    match status {
        Status::Ineligible => (
            "Your application is not eligible",
            "We checked your application against the published rules of this fund. Two people \
             looked at it. It will not be marked.",
        ),
        Status::InfoRequested => (
            "We need something more",
            "While checking your application we found that something is missing.",
        ),
        Status::Draft
        | Status::Submitted
        | Status::Abandoned
        | Status::Withdrawn
        | Status::Late
        | Status::Screening
        | Status::IneligibleProposed => (
            "Your application is being checked",
            "We will write to you when there is a result. You do not need to do anything now.",
        ),
        Status::Eligible
        | Status::InAssessment
        | Status::Assessed
        | Status::Moderated
        | Status::Recommended
        | Status::Reserve
        | Status::NotRecommended
        | Status::DdClear
        | Status::DdFailed
        | Status::Approved
        | Status::Declined
        | Status::Converted => (
            "Your application is eligible",
            "It has passed the check against the published rules of this fund, and goes to our \
             assessors. This is not a promise of money.",
        ),
    }
}

async fn review(
    id: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let result = look(&site, &visitor, ReadOwnResult { application: application(&id)? }).await?;
    Ok(ok(&review_page(&result, &Typed::default(), (&site, &frame, &visitor))?))
}

/// The form, while a review can be asked for; nothing otherwise.
fn review_page(
    result: &OwnResult,
    typed: &Typed,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
) -> Result<ReviewPage, AppError> {
    let until = result.review_until.ok_or(AppError::NotFound)?;
    let part = typed.part(FORM);
    let grounds = Textarea::new("grounds", "Why do you think that the result is wrong?")
        .hint("Say which rule you mean, and what in your application shows that you meet it")
        .rows(8)
        .value(part.value("grounds", ""))
        .error(part.error("grounds"));
    let mut chrome = chrome(site, frame, visitor, "Ask for a review");
    let errors = typed.summary([grounds.error_item()], true, &mut chrome);
    Ok(ReviewPage {
        chrome,
        back: format!("/applications/{}/result", result.application.id),
        csrf: token(site, visitor),
        errors,
        until: show_long_date(until),
        grounds,
    })
}

async fn ask(
    id: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let application = application(&id)?;
    let grounds = posted.fields.text("grounds").trim().to_owned();
    let fields = &posted.fields;
    let typed = if grounds.is_empty() {
        Typed::wrong(FORM, fields, [("grounds", "Say why you think that the result is wrong")])
    } else if grounds.chars().count() > LONGEST_GROUNDS {
        let text = format!("Your reasons must be {LONGEST_GROUNDS} characters or fewer");
        Typed::wrong(FORM, fields, [("grounds", text)])
    } else {
        let case = AskForReview { application, grounds };
        match act(&site, &visitor, &posted, case).await {
            Ok(()) => return Ok(see_other(&format!("/applications/{application}/result"))),
            // Sent twice: the first one stands, and its page says so.
            Err(AppError::Refused(refused))
                if refused.code() == "screening_review_asked_before" =>
            {
                return Ok(see_other(&format!("/applications/{application}/result")));
            }
            Err(error) => Typed::refused(FORM, fields, error, |_| "grounds".to_owned())?,
        }
    };
    let result = look(&site, &visitor, ReadOwnResult { application }).await?;
    let page = review_page(&result, &typed, (&site, &frame, &visitor))?;
    Ok(render(typed.status(), &page))
}
