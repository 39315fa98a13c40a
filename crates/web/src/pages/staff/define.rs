//! Setting a round up from its file, and writing a draft anew.

use crate::chrome::Chrome;
use crate::components::{ErrorSummary, Field, Textarea};
use crate::content::rounds as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use actix_web::http::StatusCode;
use actix_web::web;
use almoner_domain::id::RoundId;
use almoner_domain::round::Status;
use almoner_http::{Posted, Visitor, blocking, csrf_token};
use almoner_usecases::rounds::{CreateRound, ReviseRound};
use almoner_usecases::{AppError, Outcome, Refusal};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/staff/define.html")]
struct DefinePage {
    chrome: Chrome,
    heading: String,
    csrf: String,
    version: Option<i64>,
    back: String,
    errors: ErrorSummary,
    definition: Textarea,
}

/// What is written: a new round, or an old draft.
struct What {
    heading: &'static str,
    version: Option<i64>,
    back: String,
}

impl What {
    fn new_round() -> Self {
        Self { heading: "Upload a round file", version: None, back: "/staff/rounds".to_owned() }
    }

    fn draft(round: RoundId, version: i64) -> Self {
        let back = format!("/staff/rounds/{round}");
        Self { heading: "Upload a round file", version: Some(version), back }
    }

    fn page(
        self,
        site: &SiteData,
        frame: &FrameData,
        visitor: &Visitor,
        typed: String,
        error: Option<String>,
    ) -> DefinePage {
        let mut chrome = chrome(site, frame, visitor, self.heading);
        chrome.error = error.is_some();
        let definition = Textarea::new("definition", "Round file")
            .rows(30)
            .hint(
                "Settings, posts and form, as TOML. Times are of London, amounts are in pence, and \
                 people are named by the address of their account.",
            )
            .value(typed)
            .error(error);
        DefinePage {
            chrome,
            heading: self.heading.to_owned(),
            csrf: csrf_token(site, visitor.session_token()),
            version: self.version,
            back: self.back,
            errors: [definition.error_item()].into_iter().collect(),
            definition,
        }
    }
}

pub(super) async fn new_form(site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    Ok(ok(&What::new_round().page(&site, &frame, &visitor, String::new(), None)))
}

pub(super) async fn create(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let definition = posted.fields.text("definition").to_owned();
    let (app, actor, typed) = (site.app.clone(), visitor.actor.clone(), definition.clone());
    let outcome =
        blocking(move || app.execute(&actor, posted.arrived, CreateRound { definition })).await;
    match fault(outcome)? {
        Ok(round) => Ok(see_other(&format!("/staff/rounds/{round}"))),
        Err(error) => {
            let page = What::new_round().page(&site, &frame, &visitor, typed, Some(error));
            Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
    }
}

pub(super) async fn revise_form(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = super::round::find(&site, &visitor, &id).await?;
    if seen.round.status != Status::Draft {
        return Err(AppError::NotFound.into());
    }
    let what = What::draft(seen.round.id, seen.round.version);
    Ok(ok(&what.page(&site, &frame, &visitor, String::new(), None)))
}

pub(super) async fn revise(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = RoundId::parse(&id).ok_or(AppError::NotFound)?;
    let version = posted.fields.text("version").parse().map_err(|_| AppError::Stale)?;
    let definition = posted.fields.text("definition").to_owned();
    let (app, actor, typed) = (site.app.clone(), visitor.actor.clone(), definition.clone());
    let case = ReviseRound { round, version, definition };
    let outcome = blocking(move || app.execute(&actor, posted.arrived, case)).await;
    let what = What::draft(round, version);
    match fault(outcome)? {
        Ok(()) => Ok(see_other(&what.back)),
        Err(error) => {
            let page = what.page(&site, &frame, &visitor, typed, Some(error));
            Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
    }
}

/// Takes a fault of the file out of an outcome, in words for its field.
fn fault<T>(outcome: Outcome<T>) -> Outcome<Result<T, String>> {
    match outcome {
        Ok(done) => Ok(Ok(done)),
        Err(AppError::Refused(Refusal::RoundFile(fault))) => {
            Ok(Err(words::file_fault_line(&fault)))
        }
        Err(error) => Err(error),
    }
}
