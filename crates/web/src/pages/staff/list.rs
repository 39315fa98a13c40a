//! The list of all rounds.

use crate::chrome::Chrome;
use crate::components::{Cell, Column, Pagination, Row, Table};
use crate::content::rounds as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use actix_web::web;
use almoner_domain::access::{Act, Demand, Permit, permits};
use almoner_domain::id::RoundId;
use almoner_domain::value::{Instant, show_minute};
use almoner_http::{Visitor, blocking};
use almoner_ports::RoundKey;
use almoner_usecases::rounds::{HomeLine, StaffRounds};
use askama::Template;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "pages/staff/rounds.html")]
struct ListPage {
    chrome: Chrome,
    rounds: Table,
    pages: Pagination,
    may_create: bool,
}

/// Where the list goes on; what cannot be read begins it anew.
#[derive(Deserialize)]
pub(super) struct After {
    opens_at: Option<String>,
    id: Option<String>,
}

impl After {
    fn key(&self) -> Option<RoundKey> {
        let opens_at = Instant::parse(self.opens_at.as_deref()?).ok()?;
        Some(RoundKey { opens_at, id: RoundId::parse(self.id.as_deref()?)? })
    }
}

pub(super) async fn answer(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    after: web::Query<After>,
) -> PageResult {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let after = after.key();
    let lines = blocking(move || app.look(&actor, arrived, &StaffRounds { after })).await?;
    let next = lines.last().filter(|_| lines.len() >= StaffRounds::LENGTH).map(|line| {
        let query = serde_html_form::to_string([
            ("opens_at", line.key.opens_at.to_string()),
            ("id", line.key.id.to_string()),
        ]);
        format!("/staff/rounds?{}", query.unwrap_or_default())
    });
    let first = after.map(|_| "/staff/rounds".to_owned());
    Ok(ok(&ListPage {
        chrome: chrome(&site, &frame, &visitor, "Rounds"),
        rounds: table(&lines),
        pages: Pagination::by_key(first, next),
        may_create: permits(&visitor.actor, &Demand::of(Act::SetUpRound)) == Permit::Yes,
    }))
}

/// Rounds as a table.
pub(super) fn table(lines: &[HomeLine]) -> Table {
    let rows = lines.iter().map(|line| {
        Row::from([
            Cell::link(line.title.clone(), format!("/staff/rounds/{}", line.key.id)),
            Cell::new(line.reference.clone()),
            Cell::new(words::status(line.status)),
            Cell::new(show_minute(line.opens_at)),
            Cell::new(line.deadline.to_string()),
        ])
    });
    let columns = ["Round", "Reference", "Status", "Opens", "Closes"].map(Column::new);
    Table::new("Rounds, the one that opens last first", columns, rows)
}
