//! How far people got with a round, how long it took them, and what it asked of all of them.

use crate::chrome::Chrome;
use crate::components::{Cell, Column, Row, SummaryList, SummaryRow, Table};
use crate::content::rounds as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use crate::pages::applications::look;
use crate::pages::decisions::burden_words;
use actix_web::web;
use almoner_domain::completion::{Device, Step};
use almoner_domain::id::RoundId;
use almoner_domain::value::show_date;
use almoner_http::Visitor;
use almoner_usecases::AppError;
use almoner_usecases::completion::{CompletionOf, CompletionSeen};
use askama::Template;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "pages/staff/completion.html")]
struct CompletionPage {
    chrome: Chrome,
    back: String,
    round: String,
    steps: Table,
    times: SummaryList,
    furthest: Table,
    areas: Option<Table>,
    days: Option<Table>,
}

pub(super) async fn answer(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let round = RoundId::parse(&id).ok_or(AppError::NotFound)?;
    let seen = look(&site, &visitor, CompletionOf { round }).await?;
    let page = CompletionPage {
        chrome: chrome(&site, &frame, &visitor, "Who looked, started and sent"),
        back: format!("/staff/rounds/{round}"),
        round: seen.round.settings.title.clone(),
        steps: steps(&seen),
        times: times(&seen),
        furthest: furthest(&seen),
        areas: table("Sent, by lead area", "Area", &seen.areas),
        days: days(&seen),
    };
    Ok(ok(&page))
}

/// What was counted of a step with a class of device, or with any.
fn counted(seen: &CompletionSeen, step: Step, device: Option<Device>) -> u64 {
    let fits = seen.footfall.iter().filter(|one| one.step == step);
    fits.filter(|one| device.is_none_or(|device| one.device == device)).map(|one| one.count).sum()
}

fn steps(seen: &CompletionSeen) -> Table {
    let head = [
        Column::new("Step"),
        Column::numeric("All"),
        Column::numeric("On a phone"),
        Column::numeric("On another device"),
    ];
    let rows = Step::ALL.map(|step| {
        // What has a record is counted from the records.
        let all = match step {
            Step::Looked | Step::Checked => counted(seen, step, None),
            Step::Started => seen.bids.started,
            Step::Saved => seen.bids.saved,
            Step::Sent => seen.bids.sent,
        };
        Row::from([
            Cell::new(words::step_to_a_bid(step)),
            Cell::numeric(all.to_string()),
            Cell::numeric(counted(seen, step, Some(Device::Phone)).to_string()),
            Cell::numeric(counted(seen, step, Some(Device::Other)).to_string()),
        ])
    });
    Table::new("How far people got", head, rows)
}

fn times(seen: &CompletionSeen) -> SummaryList {
    let shown =
        |minutes: Option<i64>| minutes.map_or_else(|| "Not known yet".to_owned(), words::duration);
    let burden = seen.burden.map_or_else(|| "Not known yet".to_owned(), burden_words);
    let rows = vec![
        SummaryRow::new("Bids that were sent", seen.times.bids.to_string()),
        SummaryRow::new("Median time at work", shown(seen.times.minutes_at_work)),
        SummaryRow::new(
            "Median time from the first save to sending",
            shown(seen.times.minutes_to_sending),
        ),
        SummaryRow::new("What it asked of all groups", burden),
    ];
    SummaryList { rows, ..SummaryList::default() }
}

fn furthest(seen: &CompletionSeen) -> Table {
    let mut rows = vec![("No answer saved".to_owned(), seen.without_answers)];
    rows.extend(seen.furthest.iter().cloned());
    table("The last section with answers in bids that were not sent", "Section", &rows)
        .unwrap_or_default()
}

fn table(caption: &'static str, first: &'static str, rows: &[(String, u64)]) -> Option<Table> {
    if rows.is_empty() {
        return None;
    }
    let row = |(name, count): &(String, u64)| {
        Row::from([Cell::new(name.clone()), Cell::numeric(count.to_string())])
    };
    let head = [Column::new(first), Column::numeric("Bids")];
    Some(Table::new(caption, head, rows.iter().map(row).collect::<Vec<_>>()))
}

fn days(seen: &CompletionSeen) -> Option<Table> {
    let mut days: BTreeMap<_, BTreeMap<Step, u64>> = BTreeMap::new();
    for one in &seen.footfall {
        *days.entry(one.day).or_default().entry(one.step).or_default() += one.count;
    }
    if days.is_empty() {
        return None;
    }
    let head = std::iter::once(Column::new("Day"))
        .chain(Step::ALL.map(|step| Column::numeric(words::step_to_a_bid(step))));
    let row = |(day, counts): (_, BTreeMap<Step, u64>)| {
        let count = |step| Cell::numeric(counts.get(&step).copied().unwrap_or(0).to_string());
        std::iter::once(Cell::new(show_date(day))).chain(Step::ALL.map(count)).collect::<Row>()
    };
    Some(Table::new("Day by day, as counted on the pages", head, days.into_iter().map(row)))
}
