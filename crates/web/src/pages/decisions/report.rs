//! The report of a round, derived from its audit trail alone, for any past day.

use super::{look, round_of};
use crate::chrome::Chrome;
use crate::components::{
    Cell, Column, DateInput, ErrorSummary, Field, Row, SummaryList, SummaryRow, Table,
};
use crate::content::faults::date as date_words;
use crate::content::rounds::capital;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, again, chrome, ok};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::report::{Report, Tally};
use almoner_domain::round::Round;
use almoner_domain::value::{CivilDate, DateFault, read_date, show_minute};
use almoner_http::{Route, Visitor};
use almoner_usecases::AppError;
use almoner_usecases::decisions::{AreaFigures, ReportOf, ReportSheet};
use askama::Template;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/staff/rounds/{round}/report", Act::ReadReport, answer)]
}

#[derive(Deserialize)]
struct Asked {
    /// A day as a link names it.
    #[serde(default)]
    on: Option<String>,
    #[serde(default, rename = "on-day")]
    day: String,
    #[serde(default, rename = "on-month")]
    month: String,
    #[serde(default, rename = "on-year")]
    year: String,
}

impl Asked {
    /// The day that was typed, or that a link names; none for the report as it is now.
    fn day(&self) -> Result<Option<CivilDate>, AppError> {
        match self.on.as_deref().filter(|day| !day.is_empty()) {
            Some(day) => Ok(Some(day.parse().map_err(|_| AppError::NotFound)?)),
            None => Ok(read_date(&self.day, &self.month, &self.year).ok()),
        }
    }

    /// What is wrong with what was typed.
    fn fault(&self) -> Option<DateFault> {
        let read = read_date(&self.day, &self.month, &self.year);
        read.err().filter(|fault| *fault != DateFault::Empty)
    }
}

#[derive(Template)]
#[template(path = "pages/decisions/report.html")]
struct ReportPage {
    chrome: Chrome,
    caption: String,
    back: String,
    on: DateInput,
    errors: ErrorSummary,
    said: Vec<String>,
    facts: SummaryList,
    reasons: Table,
    areas: Table,
    need: Table,
    ranking: Table,
    kept_back: Option<String>,
    left_out: bool,
    fiction: Option<String>,
}

async fn answer(
    id: web::Path<String>,
    asked: web::Query<Asked>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let (on, fault) = (asked.day()?, asked.fault());
    let sheet = look(&site, &visitor, ReportOf { round: round_of(&id)?, on }).await?;
    let mut chrome = chrome(&site, &frame, &visitor, "Report");
    chrome.wide = true;
    let typed = match on {
        Some(day) => [day.day().to_string(), day.month().to_string(), day.year().to_string()],
        None => [asked.day.clone(), asked.month.clone(), asked.year.clone()],
    };
    let wrong = fault.map(|fault| capital(&date_words(fault)));
    let day = DateInput::new("on", "Show it as at the end of this day")
        .hint("Leave it empty to show it as it is now. For example, 27 3 2026")
        .typed(typed)
        .error(wrong);
    chrome.error = day.error_item().is_some();
    let page = ReportPage {
        chrome,
        caption: sheet.round.settings.title.clone(),
        back: format!("/staff/rounds/{}", sheet.round.id),
        errors: [day.error_item()].into_iter().collect(),
        on: day,
        said: said(&sheet.report),
        facts: facts(&sheet.report),
        reasons: reasons(&sheet.report, &sheet.round),
        areas: areas(&sheet.areas),
        need: need(&sheet.areas),
        ranking: ranking(&sheet),
        kept_back: kept_back(sheet.kept_back),
        left_out: !sheet.whole,
        fiction: sheet.fiction,
    };
    Ok(if page.errors.is_empty() { ok(&page) } else { again(&page) })
}

/// The report in plain words.
pub(super) fn said(report: &Report) -> Vec<String> {
    let received = report.requested();
    let were = |count: u32| if count == 1 { "1 was".to_owned() } else { format!("{count} were") };
    let mut said = vec![match received.count {
        0 => "No application was received in time.".to_owned(),
        1 => format!("1 application was received in time. It asked for {}.", received.amount),
        count => format!(
            "{count} applications were received in time. Together they asked for {}.",
            received.amount
        ),
    }];
    let ineligible = report.ineligible();
    if ineligible > 0 {
        said.push(format!("{} not eligible.", were(ineligible)));
    }
    if report.moderated() > 0 {
        said.push(format!("{} moderated by the panel.", were(report.moderated())));
    }
    if let Some(recommended) = report.recommended() {
        let budget = report.budget.map(|budget| format!(" of {budget}")).unwrap_or_default();
        said.push(format!(
            "{} recommended to be funded, for {}{budget}. Recommended is not approved.",
            were(recommended.count),
            recommended.amount
        ));
    }
    match report.approved() {
        None => said.push("Nothing has been approved yet.".to_owned()),
        Some(approved) => {
            said.push(format!("{} approved, for {}.", were(approved.count), approved.amount));
        }
    }
    said
}

pub(super) fn facts(report: &Report) -> SummaryList {
    let money = |tally: Option<Tally>| {
        tally.map_or_else(
            || "Not decided".to_owned(),
            |tally| format!("{}, {}", tally.count, tally.amount),
        )
    };
    let rate = |percent: Option<almoner_domain::value::Percent>, part: u32, whole: u32| {
        percent.map_or_else(
            || "Not known yet".to_owned(),
            |percent| format!("{part} of {whole}: {percent}"),
        )
    };
    let received = report.requested();
    let recommended = report.recommended().map_or(0, |tally| tally.count);
    let budget = report.budget.map_or_else(String::new, |budget| budget.to_string());
    let rows = vec![
        SummaryRow::new("Received in time", received.count.to_string()),
        SummaryRow::new("Asked for", received.amount.to_string()),
        SummaryRow::new("Late", report.late().to_string()),
        SummaryRow::new("Withdrawn after being sent", report.withdrawn().to_string()),
        SummaryRow::new("Not eligible", report.ineligible().to_string()),
        SummaryRow::new("Moderated", report.moderated().to_string()),
        SummaryRow::new("Recommended", money(report.recommended())),
        SummaryRow::new("Approved", money(report.approved())),
        SummaryRow::new("Budget", budget),
        SummaryRow::new(
            "Recommended, of all received",
            rate(report.success_of_received(), recommended, received.count),
        ),
        SummaryRow::new(
            "Recommended, of those moderated",
            rate(report.success_of_eligible(), recommended, report.moderated()),
        ),
        SummaryRow::new("Interests declared", report.conflicts.to_string()),
        SummaryRow::new("Kept away from an application", report.recusals.to_string()),
        SummaryRow::new("Checks overridden", report.overrides.to_string()),
        SummaryRow::new(
            "Derived from",
            format!(
                "{} entries of the audit trail up to {}",
                report.entries,
                report.until.map(show_minute).unwrap_or_default()
            ),
        ),
    ];
    SummaryList { rows, ..SummaryList::default() }
}

fn reasons(report: &Report, round: &Round) -> Table {
    let head = [Column::new("Reason"), Column::numeric("Applications")];
    let checks = &round.settings.eligibility.checks;
    let words = |code: &str| {
        checks
            .iter()
            .find_map(|check| {
                let known = check.reasons.iter().find(|one| one.code == code);
                known.map(|reason| format!("{}: {}", check.code, reason.text)).or_else(|| {
                    (check.code == code).then(|| format!("{}: {}", check.code, check.title))
                })
            })
            .unwrap_or_else(|| code.to_owned())
    };
    let rows = report
        .reasons()
        .into_iter()
        .map(|(code, count)| Row::from([Cell::new(words(code)), Cell::new(count.to_string())]));
    Table::new("Why applications were not eligible", head, rows.collect::<Vec<_>>())
}

/// By area, each bid once, zeros included.
pub(super) fn areas(areas: &[AreaFigures]) -> Table {
    let head = [
        Column::new("Area"),
        Column::numeric("Received"),
        Column::numeric("Asked for"),
        Column::numeric("Moderated"),
        Column::numeric("Recommended"),
        Column::numeric("Recommended amount"),
        Column::numeric("Approved"),
        Column::numeric("Approved amount"),
        Column::numeric("Shares of those received"),
        Column::numeric("Shares of those recommended"),
    ];
    let rows = areas.iter().map(|area| {
        let line = &area.line;
        Row::from([
            Cell::new(name(area)),
            Cell::new(line.received.count.to_string()),
            Cell::new(line.received.amount.to_string()),
            Cell::new(line.moderated.to_string()),
            Cell::new(line.recommended.count.to_string()),
            Cell::new(line.recommended.amount.to_string()),
            Cell::new(line.approved.count.to_string()),
            Cell::new(line.approved.amount.to_string()),
            Cell::new(share(line.shares_received)),
            Cell::new(share(line.shares_recommended)),
        ])
    });
    Table::new(
        "By area. Each application counts once, where most of its people are",
        head,
        rows.collect::<Vec<_>>(),
    )
}

/// What was published about need, beside what was applied for and funded.
fn need(areas: &[AreaFigures]) -> Table {
    let head = [
        Column::new("Area"),
        Column::new("Published need"),
        Column::numeric("Received"),
        Column::numeric("Recommended"),
        Column::numeric("Approved"),
    ];
    let rows = areas.iter().map(|area| {
        let evidence: Vec<String> = area
            .evidence
            .iter()
            .map(|one| format!("{}: {} ({}, {})", one.measure, one.value, one.period, one.source))
            .collect();
        Row::from([
            Cell::new(name(area)),
            Cell::new(evidence.join("; ")),
            Cell::new(area.line.received.count.to_string()),
            Cell::new(area.line.recommended.count.to_string()),
            Cell::new(area.line.approved.count.to_string()),
        ])
    });
    Table::new("Need, applications and awards", head, rows.collect::<Vec<_>>())
}

/// Each bid with agreed marks by its reference, never by its name.
fn ranking(sheet: &ReportSheet) -> Table {
    let head = [
        Column::numeric("Place"),
        Column::new("Application"),
        Column::numeric("Assessors’ mean"),
        Column::numeric("Agreed"),
        Column::new("Below the least mark"),
        Column::numeric("Recommended amount"),
    ];
    let criteria = &sheet.round.settings.scoring.criteria;
    let title = |code: &String| {
        let found = criteria.iter().find(|criterion| criterion.code == *code);
        found.map_or_else(|| code.clone(), |criterion| criterion.title.clone())
    };
    let rows = sheet.ranking.iter().map(|line| {
        let below: Vec<String> = line.below_minimum.iter().map(title).collect();
        let percent = |percent: Option<almoner_domain::value::Percent>| {
            percent.map_or_else(|| "Not known".to_owned(), |percent| percent.to_string())
        };
        Row::from([
            Cell::new(line.place.to_string()),
            Cell::new(line.reference.clone().unwrap_or_default()),
            Cell::new(percent(line.assessors)),
            Cell::new(line.agreed.to_string()),
            Cell::new(below.join("; ")),
            Cell::new(line.recommended.map_or_else(String::new, |amount| amount.to_string())),
        ])
    });
    Table::new("Applications by agreed marks", head, rows.collect::<Vec<_>>())
}

fn kept_back(count: usize) -> Option<String> {
    (count > 0).then(|| {
        format!(
            "Marks of {count} of the applications are not shown to you: you have an interest in \
             them, or have not declared whether you have."
        )
    })
}

fn name(area: &AreaFigures) -> String {
    area.name.clone().unwrap_or_else(|| "Place withheld".to_owned())
}

/// A sum of shares in whole applications, to two places.
fn share(percent: u32) -> String {
    format!("{}.{:02}", percent / 100, percent % 100)
}
