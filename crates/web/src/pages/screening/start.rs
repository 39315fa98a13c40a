//! The steps of a round that begin and end screening.

use super::{look, round, token, version};
use crate::chrome::Chrome;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok, see_other};
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_http::{Posted, Route, Visitor};
use almoner_usecases::rounds::{Change, RoundMove, StaffRound};
use almoner_usecases::screening::{StartAssessing, StartScreening};
use askama::Template;

const SCREENING: &str = "/staff/rounds/{round}/start-screening";
const ASSESSING: &str = "/staff/rounds/{round}/start-assessing";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(SCREENING, Act::AdvanceRound, screening),
        Route::post(SCREENING, Act::AdvanceRound, start_screening),
        Route::get(ASSESSING, Act::AdvanceRound, assessing),
        Route::post(ASSESSING, Act::AdvanceRound, start_assessing),
    ]
}

#[derive(Template)]
#[template(path = "pages/screening/start.html")]
struct StartPage {
    chrome: Chrome,
    heading: &'static str,
    about: &'static str,
    round: String,
    back: String,
    csrf: String,
    version: i64,
}

async fn screening(
    id: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let about = "Every application that was sent in time moves to screening. Everybody who will \
                 read one declares their interests on the list of names first.";
    page("Start screening", about, &id, &site, &frame, &visitor).await
}

async fn assessing(
    id: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let about = "Every application must have a result of screening, or be waiting for an answer \
                 from its group by a named day.";
    page("Start assessment", about, &id, &site, &frame, &visitor).await
}

async fn page(
    heading: &'static str,
    about: &'static str,
    id: &str,
    site: &SiteData,
    frame: &FrameData,
    visitor: &Visitor,
) -> PageResult {
    let seen = look(site, visitor, StaffRound { round: round(id)? }).await?;
    Ok(ok(&StartPage {
        chrome: chrome(site, frame, visitor, heading),
        heading,
        about,
        round: seen.round.settings.title.clone(),
        back: format!("/staff/rounds/{}", seen.round.id),
        csrf: token(site, visitor),
        version: seen.round.version,
    }))
}

async fn start_screening(
    id: Path<String>,
    site: SiteData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    take(StartScreening, "applications", &id, &site, &visitor, &posted).await
}

async fn start_assessing(
    id: Path<String>,
    site: SiteData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    take(StartAssessing, "", &id, &site, &visitor, &posted).await
}

async fn take<M: RoundMove>(
    mv: M,
    onward: &str,
    id: &str,
    site: &SiteData,
    visitor: &Visitor,
    posted: &Posted,
) -> PageResult {
    let round = round(id)?;
    super::act(site, visitor, posted, Change { round, version: version(posted), mv }).await?;
    let path = format!("/staff/rounds/{round}/{onward}");
    Ok(see_other(path.trim_end_matches('/')))
}
