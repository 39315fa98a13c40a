//! Opening a sent bid again, and taking a bid back: each asks once more before it happens.

use super::{id_of, own_bid, path, token};
use crate::chrome::Chrome;
use crate::done::Done;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, chrome, ok, see_other};
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_http::{Posted, Route, Visitor, blocking};
use almoner_usecases::applications::{Reopen, Withdraw};
use askama::Template;

pub(super) fn routes() -> Vec<Route> {
    const REOPEN: &str = "/applications/{application}/reopen";
    const WITHDRAW: &str = "/applications/{application}/withdraw";
    vec![
        Route::get(REOPEN, Act::SubmitApplication, ask_reopen),
        Route::post(REOPEN, Act::SubmitApplication, reopen),
        Route::get(WITHDRAW, Act::WithdrawApplication, ask_withdraw),
        Route::post(WITHDRAW, Act::WithdrawApplication, withdraw),
    ]
}

#[derive(Template)]
#[template(path = "pages/applications/confirm.html")]
struct ConfirmPage {
    chrome: Chrome,
    back: String,
    csrf: String,
    version: i64,
    heading: String,
    paragraphs: Vec<String>,
    button: &'static str,
    /// Whether it cannot be undone.
    final_: bool,
}

async fn ask_reopen(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    at: Path<String>,
) -> PageResult {
    let bid = own_bid(&site, &visitor, id_of(&at)?).await?;
    Ok(ok(&ConfirmPage {
        chrome: chrome(&site, &frame, &visitor, "Open your application again"),
        back: path(bid.application.id),
        csrf: token(&site, &visitor),
        version: bid.application.version,
        heading: "Open your application again?".to_owned(),
        paragraphs: vec![
            "You can change every answer.".to_owned(),
            format!(
                "The version that you sent still stands. To replace it, send your application \
                 again before {}.",
                bid.round.deadline
            ),
        ],
        button: "Open it again",
        final_: false,
    }))
}

async fn reopen(site: SiteData, visitor: Visitor, at: Path<String>, posted: Posted) -> PageResult {
    let application = id_of(&at)?;
    let case = Reopen { application, version: version(&posted) };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, case)).await.map_err(PageError::from)?;
    Ok(see_other(&Done::Reopened.at(&path(application))))
}

async fn ask_withdraw(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    at: Path<String>,
) -> PageResult {
    let bid = own_bid(&site, &visitor, id_of(&at)?).await?;
    Ok(ok(&ConfirmPage {
        chrome: chrome(&site, &frame, &visitor, "Withdraw your application"),
        back: path(bid.application.id),
        csrf: token(&site, &visitor),
        version: bid.application.version,
        heading: "Withdraw your application?".to_owned(),
        paragraphs: vec![
            "We will not consider it any further, and you cannot undo this.".to_owned(),
            "If you only want to change it, open it again instead.".to_owned(),
        ],
        button: "Withdraw this application",
        final_: true,
    }))
}

async fn withdraw(
    site: SiteData,
    visitor: Visitor,
    at: Path<String>,
    posted: Posted,
) -> PageResult {
    let application = id_of(&at)?;
    let case = Withdraw { application, version: version(&posted) };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, case)).await.map_err(PageError::from)?;
    Ok(see_other(&Done::Withdrawn.at(&path(application))))
}

fn version(posted: &Posted) -> i64 {
    posted.fields.text("version").trim().parse().unwrap_or(0)
}
