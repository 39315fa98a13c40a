//! The steps of a round that begin and end screening.

use super::{look, round, token, version};
use crate::chrome::Chrome;
use crate::components::ErrorSummary;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, render, see_other};
use crate::typed::Typed;
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_domain::id::RoundId;
use almoner_http::{Posted, Route, Visitor};
use almoner_usecases::rounds::{Change, RoundMove, StaffRound};
use almoner_usecases::screening::{StartAssessing, StartScreening};
use askama::Template;

const SCREENING: &str = "/staff/rounds/{round}/start-screening";
const ASSESSING: &str = "/staff/rounds/{round}/start-assessing";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(SCREENING, Act::AdvanceRound, |id, site, frame, visitor| {
            form(Step::Screening, id, site, frame, visitor)
        }),
        Route::post(SCREENING, Act::AdvanceRound, |id, site, frame, visitor, posted| {
            take(Step::Screening, StartScreening, (id, site, frame), visitor, posted)
        }),
        Route::get(ASSESSING, Act::AdvanceRound, |id, site, frame, visitor| {
            form(Step::Assessing, id, site, frame, visitor)
        }),
        Route::post(ASSESSING, Act::AdvanceRound, |id, site, frame, visitor, posted| {
            take(Step::Assessing, StartAssessing, (id, site, frame), visitor, posted)
        }),
    ]
}

#[derive(Clone, Copy)]
enum Step {
    Screening,
    Assessing,
}

impl Step {
    const fn heading(self) -> &'static str {
        match self {
            Self::Screening => "Start screening",
            Self::Assessing => "Start assessment",
        }
    }

    const fn about(self) -> &'static str {
        match self {
            Self::Screening => {
                "Every application that was sent in time moves to screening. Everybody who will \
                 read one declares their interests on the list of names first."
            }
            Self::Assessing => {
                "Every application must have a result of screening, or be waiting for an answer \
                 from its group by a named day."
            }
        }
    }

    /// Where to go on, once it is done.
    fn onward(self, round: RoundId) -> String {
        match self {
            Self::Screening => format!("/staff/rounds/{round}/applications"),
            Self::Assessing => format!("/staff/rounds/{round}"),
        }
    }
}

#[derive(Template)]
#[template(path = "pages/screening/start.html")]
struct StartPage {
    chrome: Chrome,
    errors: ErrorSummary,
    heading: &'static str,
    about: &'static str,
    round: String,
    back: String,
    list: String,
    csrf: String,
    version: i64,
}

/// The one form of the page.
const FORM: &str = "start";

async fn form(
    step: Step,
    id: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    page(step, round(&id)?, &Typed::default(), (&site, &frame, &visitor)).await
}

async fn page(
    step: Step,
    round: RoundId,
    typed: &Typed,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
) -> PageResult {
    let seen = look(site, visitor, StaffRound { round }).await?;
    let mut chrome = chrome(site, frame, visitor, step.heading());
    let page = StartPage {
        errors: typed.summary([], true, &mut chrome),
        chrome,
        heading: step.heading(),
        about: step.about(),
        round: seen.round.settings.title.clone(),
        back: format!("/staff/rounds/{round}"),
        list: format!("/staff/rounds/{round}/applications"),
        csrf: token(site, visitor),
        version: seen.round.version,
    };
    Ok(render(typed.status(), &page))
}

async fn take<M: RoundMove>(
    step: Step,
    mv: M,
    (id, site, frame): (Path<String>, SiteData, FrameData),
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = round(&id)?;
    let change = Change { round, version: version(&posted), mv };
    let Err(error) = super::act(&site, &visitor, &posted, change).await else {
        return Ok(see_other(&step.onward(round)));
    };
    let typed = Typed::refused(FORM, &posted.fields, error, |_| String::new())?;
    page(step, round, &typed, (&site, &frame, &visitor)).await
}
