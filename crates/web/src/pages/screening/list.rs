//! The list of a round's applications, with filters.

use super::{look, round};
use crate::chrome::Chrome;
use crate::components::{Choice, Field, Pagination, Select, TextInput};
use crate::content::screening as status_words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use actix_web::web::{Path, Query};
use almoner_domain::access::{Act, Standing};
use almoner_domain::application::Status;
use almoner_domain::application::withhold::Shown;
use almoner_domain::area::{AreaCode, AreaKind};
use almoner_domain::id::ApplicationId;
use almoner_domain::value::{london, show_moment, without_hidden};
use almoner_http::{Route, Visitor};
use almoner_ports::{ApplicationFilter, ApplicationOrder};
use almoner_usecases::screening::{ListApplications, ListPage};
use askama::Template;
use serde::Deserialize;
use std::collections::BTreeMap;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/staff/rounds/{round}/applications", Act::ListApplications, show)]
}

#[derive(Template)]
#[template(path = "pages/screening/list.html")]
struct ApplicationsPage {
    chrome: Chrome,
    reference: String,
    back: String,
    status: Select,
    area: Select,
    name: TextInput,
    counts: Vec<(&'static str, u64, String)>,
    rows: Vec<Row>,
    pagination: Pagination,
}

struct Row {
    /// Where it is read; nowhere before its reader has declared their interests.
    href: Option<String>,
    name: String,
    title: String,
    reference: String,
    status: &'static str,
    requested: String,
    area: String,
    received: String,
    /// Where interests are declared, for a reader who has yet to do so.
    declare: Option<String>,
    /// Whether it is too early to declare anything.
    early: bool,
}

#[derive(Deserialize, Default)]
struct Asked {
    #[serde(default)]
    status: String,
    #[serde(default)]
    area: String,
    #[serde(default)]
    name: String,
    /// The last line of the page before: its id.
    #[serde(default)]
    after: String,
}

impl Asked {
    fn last(&self) -> Option<ApplicationId> {
        ApplicationId::parse(&self.after)
    }

    fn filter(&self) -> ApplicationFilter {
        let text = |text: &str| {
            Some(without_hidden(text).trim().to_owned()).filter(|text| !text.is_empty())
        };
        ApplicationFilter {
            statuses: Status::parse(&self.status).into_iter().collect(),
            lead_area: text(&self.area),
            name_begins: text(&self.name).map(|name| name.chars().take(100).collect()),
        }
    }
}

async fn show(
    id: Path<String>,
    asked: Query<Asked>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let round = round(&id)?;
    let view = ListApplications {
        round,
        filter: asked.filter(),
        order: ApplicationOrder::Received,
        after: asked.last(),
    };
    let page = look(&site, &visitor, view).await?;
    let mut chrome = chrome(&site, &frame, &visitor, "Applications");
    chrome.wide = true;
    let gazetteer = &site.app.office().gazetteer;
    let today = london::date(visitor.arrived.at);
    // Each area is looked up once, however many lines are of it.
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for code in page.lines.iter().filter_map(|line| line.lead_area.as_deref()) {
        names.entry(code).or_insert_with(|| {
            AreaCode::parse(code)
                .ok()
                .and_then(|code| gazetteer.area(&code, today))
                .map_or_else(|| code.to_owned(), |area| area.name.clone())
        });
    }
    let area_name = |code: &str| names.get(code).cloned().unwrap_or_default();
    let areas = [AreaKind::Zone, AreaKind::PolicingArea]
        .into_iter()
        .flat_map(|kind| gazetteer.areas_of_kind(kind, today))
        .map(|area| Choice::new(area.code.as_str().to_owned(), area.name.clone()));
    let statuses = page.counts.iter().map(|count| {
        Choice::new(count.status.code(), status_words::application_status(count.status))
    });
    let all = |words: &'static str| std::iter::once(Choice::new("", words));
    let next = page.next.map(|last| {
        let after = last.to_string();
        let pairs = [
            ("status", asked.status.as_str()),
            ("area", asked.area.as_str()),
            ("name", asked.name.as_str()),
            ("after", after.as_str()),
        ];
        let query = serde_html_form::to_string(pairs).unwrap_or_default();
        format!("/staff/rounds/{round}/applications?{query}")
    });
    let first = (!asked.after.is_empty()).then(|| format!("/staff/rounds/{round}/applications"));
    let rows = page.lines.iter().map(|line| row(&page, line, &area_name)).collect();
    Ok(ok(&ApplicationsPage {
        chrome,
        reference: page.round.reference.clone(),
        back: format!("/staff/rounds/{round}"),
        status: Select::new("status", "Status", all("Any").chain(statuses)).choose(&asked.status),
        area: Select::new("area", "Main area", all("Any").chain(areas)).choose(&asked.area),
        name: TextInput::new("name", "Name begins with").width(20).value(asked.name.clone()),
        counts: page
            .counts
            .iter()
            .map(|one| {
                (status_words::application_status(one.status), one.count, one.requested.to_string())
            })
            .collect(),
        rows,
        pagination: Pagination::by_key(first, next),
    }))
}

fn row(
    page: &ListPage,
    line: &almoner_ports::ApplicationLine,
    area_name: &impl Fn(&str) -> String,
) -> Row {
    let withheld = || "Withheld".to_owned();
    let name = page.name(line).plain().map_or_else(withheld, str::to_owned);
    let title = match page.name(line) {
        Shown::Plain(_) => line.title.clone(),
        Shown::Withheld => withheld(),
    };
    let area = match page.area(line) {
        Shown::Plain(code) => code.map(area_name).unwrap_or_default(),
        Shown::Withheld => withheld(),
    };
    let undeclared = page.standings.towards(line.id) == Standing::Undeclared;
    let early = undeclared && page.round.status < almoner_domain::round::Status::Closed;
    Row {
        href: (!undeclared).then(|| format!("/staff/applications/{}", line.id)),
        name,
        title,
        reference: line.reference.clone().unwrap_or_default(),
        status: status_words::application_status(line.status),
        requested: line.requested.map(|sum| sum.to_string()).unwrap_or_default(),
        area,
        received: show_moment(line.received_at),
        declare: (undeclared && !early)
            .then(|| format!("/staff/rounds/{}/declarations", page.round.id)),
        early,
    }
}
