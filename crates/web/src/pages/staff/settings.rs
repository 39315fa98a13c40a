//! All settings of a round, each with where it comes from.

use crate::chrome::Chrome;
use crate::components::{Cell, Column, Row, Table};
use crate::content::rounds as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use crate::pages::rounds::{RoundFacts, Source, Sources, facts_of};
use actix_web::web;
use almoner_domain::round::Settings;
use almoner_domain::value::show_date;
use almoner_http::Visitor;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/staff/settings.html")]
struct SettingsPage {
    chrome: Chrome,
    title: String,
    path: String,
    summary: String,
    funds: Vec<String>,
    does_not_fund: Vec<String>,
    facts: RoundFacts,
    criteria_sources: Vec<Source>,
    criteria: Table,
    checks_sources: Vec<Source>,
    checks: Table,
    promises: Table,
    form_version: u32,
    questions: usize,
    sources: Table,
}

pub(super) async fn answer(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = super::round::find(&site, &visitor, &id).await?;
    let (round, settings) = (&seen.round, &seen.round.settings);
    let sources = Sources(&settings.provenance);
    Ok(ok(&SettingsPage {
        chrome: chrome(&site, &frame, &visitor, "Settings"),
        title: settings.title.clone(),
        path: format!("/staff/rounds/{}", round.id),
        summary: settings.summary.clone(),
        funds: settings.funds.clone(),
        does_not_fund: settings.does_not_fund.clone(),
        facts: facts_of(round, &seen.areas, &seen.plan, &seen.priorities),
        criteria_sources: sources.of("scoring.criteria"),
        criteria: criteria(settings),
        checks_sources: sources.of("eligibility.checks"),
        checks: checks(settings),
        promises: promises(settings),
        form_version: round.form.version,
        questions: round.form.questions().count(),
        sources: provenance(settings),
    }))
}

fn criteria(settings: &Settings) -> Table {
    let rows = settings.scoring.criteria.iter().map(|criterion| {
        let questions: Vec<&str> = criterion.questions.iter().map(|id| id.as_str()).collect();
        Row::from([
            Cell::new(format!("{} {}", criterion.code, criterion.title)),
            Cell::new(questions.join(", ")),
            Cell::numeric(criterion.weight.to_string()),
            Cell::numeric(
                criterion.minimum.map_or_else(|| "none".to_owned(), |mark| mark.to_string()),
            ),
        ])
    });
    let columns = [
        Column::new("Criterion"),
        Column::new("Questions"),
        Column::numeric("Weight"),
        Column::numeric("Least mark"),
    ];
    Table::new("Criteria", columns, rows)
}

fn checks(settings: &Settings) -> Table {
    let rows = settings.eligibility.checks.iter().map(|check| {
        let reasons: Vec<&str> = check.reasons.iter().map(|reason| reason.text.as_str()).collect();
        Row::from([
            Cell::new(check.code.clone()),
            Cell::new(check.title.clone()),
            Cell::new(words::check_method(check.method)),
            Cell::new(reasons.join("; ")),
        ])
    });
    let columns = ["Check", "What is checked", "How", "Reasons for failing"].map(Column::new);
    Table::new("Eligibility checks", columns, rows)
}

fn promises(settings: &Settings) -> Table {
    let dates = &settings.dates;
    let rows = [
        ("Screening by", dates.screening_by),
        ("Assessment by", dates.assessment_by),
        ("Moderation on", dates.moderation_on),
        ("Decision by", dates.decision_by),
    ];
    let rows = rows.map(|(what, day)| Row::from([Cell::new(what), Cell::new(show_date(day))]));
    Table::new("Dates of the office’s work", ["Work", "Date"].map(Column::new), rows)
}

fn provenance(settings: &Settings) -> Table {
    let rows = settings.provenance.iter().map(|note| {
        Row::from([
            Cell::new(note.setting.clone()),
            Cell::new(words::provenance(note.status)),
            Cell::new(note.note.clone()),
        ])
    });
    let columns = ["Setting", "Status", "Source or reason"].map(Column::new);
    Table::new("Where the settings come from", columns, rows)
}
