//! The list of one's own bids and organisations.

use super::{look, path, told};
use crate::chrome::Chrome;
use crate::components::{Cell, Column, Row, Table};
use crate::content::applications::public_status;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use almoner_domain::access::Act;
use almoner_domain::application::Status;
use almoner_http::{Route, Visitor};
use almoner_usecases::applications::{Mine, MyApplications};
use askama::Template;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/applications", Act::OwnAccount, show)]
}

#[derive(Template)]
#[template(path = "pages/applications/mine.html")]
struct MinePage {
    chrome: Chrome,
    bids: Option<Table>,
    organisations: Vec<(String, String)>,
}

async fn show(site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let mine = look(&site, &visitor, MyApplications).await?;
    let page = MinePage {
        chrome: chrome(&site, &frame, &visitor, "Your applications"),
        bids: (!mine.bids.is_empty()).then(|| table(&mine)),
        organisations: mine
            .organisations
            .iter()
            .map(|one| (format!("/organisations/{}", one.id), one.name.clone()))
            .collect(),
    };
    Ok(ok(&page))
}

fn table(mine: &Mine) -> Table {
    let rows = mine.bids.iter().map(|bid| {
        let one = &bid.application;
        let title = if one.title.is_empty() { "Application".to_owned() } else { one.title.clone() };
        let status = if one.status == Status::Draft && bid.round.deadline.is_past(mine.now) {
            public_status(Status::Abandoned)
        } else {
            told(&bid.round, one, mine.now)
        };
        Row::from([
            Cell::link(title, path(one.id)),
            Cell::new(bid.round.settings.title.clone()),
            Cell::new(one.organisation_name.clone()),
            Cell::new(status),
            Cell::new(one.reference.clone().unwrap_or_default()),
            Cell::new(bid.round.deadline.to_string()),
        ])
    });
    Table::new(
        "",
        ["Project", "Fund", "Organisation", "Status", "Reference", "Deadline"].map(Column::new),
        rows,
    )
}
