//! How far marking is: counts, never marks.

use super::{id, name, version};
use crate::chrome::Chrome;
use crate::components::{Cell, Choice, Column, Field, Row, Select, Table, Textarea};
use crate::content::assessments as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok, see_other};
use actix_web::web;
use almoner_domain::access::Role;
use almoner_domain::assessment::Status;
use almoner_domain::id::RoundId;
use almoner_domain::round;
use almoner_http::{Posted, Visitor, blocking, csrf_token};
use almoner_usecases::assessments::{ProgressOfRound, RoundProgress};
use almoner_usecases::panel::StartModerating;
use almoner_usecases::rounds::Change;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/assessments/progress.html")]
struct ProgressPage {
    chrome: Chrome,
    csrf: String,
    round: RoundId,
    title: String,
    done: usize,
    open: usize,
    bids: Table,
    version: i64,
    may_start: bool,
    waive: Option<(Select, Textarea)>,
    unlock: Option<(Select, Textarea)>,
}

fn table(seen: &RoundProgress) -> Table {
    let rows = seen.bids.iter().map(|bid| {
        let progress = &bid.progress;
        let stage = if progress.revealed { "Revealed" } else { "Hidden" };
        let assessors: Vec<String> = bid
            .assessors
            .iter()
            .map(|line| {
                format!("{}: {}", name(&seen.people, line.assessor), words::status(line.status))
            })
            .collect();
        let group = bid.application.organisation_name.clone();
        let group = if progress.revealed {
            Cell::link(group, format!("/staff/applications/{}/marks", bid.application.id))
        } else {
            Cell::new(group)
        };
        Row {
            cells: vec![
                group,
                Cell::new(assessors.join("; ")),
                Cell::numeric(progress.required.to_string()),
                Cell::numeric(progress.submitted.to_string()),
                Cell::numeric((progress.assigned + progress.in_progress).to_string()),
                Cell::numeric(progress.waived.to_string()),
                Cell::numeric(progress.unfilled.to_string()),
                Cell::new(stage),
            ],
            total: false,
        }
    });
    Table {
        caption: "Assessments by application".into(),
        caption_classes: "govuk-table__caption--m".into(),
        head: vec![
            Column::new("Group"),
            Column::new("Assessors"),
            Column::numeric("Needed"),
            Column::numeric("In"),
            Column::numeric("Under way"),
            Column::numeric("Waived"),
            Column::numeric("Nobody yet"),
            Column::new("Marks"),
        ],
        rows: rows.collect(),
        first_cell_is_header: true,
        classes: "".into(),
    }
}

/// The assessments in some states, to choose from.
fn choices(seen: &RoundProgress, wanted: impl Fn(Status) -> bool) -> Vec<Choice> {
    seen.bids
        .iter()
        .flat_map(|bid| bid.assessors.iter().map(move |line| (bid, line)))
        .filter(|(_, line)| wanted(line.status))
        .map(|(bid, line)| {
            let text = format!(
                "{}: {} ({})",
                bid.application.organisation_name,
                name(&seen.people, line.assessor),
                words::status(line.status)
            );
            Choice::new(line.id.to_string(), text)
        })
        .collect()
}

/// A list with a reason, with ids of its own on a page that has two of them.
fn form(prefix: &str, label: &'static str, choices: Vec<Choice>) -> Option<(Select, Textarea)> {
    (!choices.is_empty()).then(|| {
        (
            Select::new("assessment", label, choices).id(format!("{prefix}-assessment")),
            Textarea::new("reason", "Reason").rows(3).id(format!("{prefix}-reason")),
        )
    })
}

pub(super) async fn answer(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let id: RoundId = id(&path)?;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let seen = blocking(move || app.look(&actor, arrived, &ProgressOfRound { round: id })).await?;
    let lead = visitor.actor.roles().has(Role::GrantsLead);
    let to_waive = |status: Status| status.is_open() || status.is_given_up();
    let (done, open) = seen.totals();
    let mut chrome = chrome(&site, &frame, &visitor, "Progress of assessment");
    chrome.wide = true;
    Ok(ok(&ProgressPage {
        chrome,
        csrf: csrf_token(&site, visitor.session_token()),
        round: id,
        title: seen.round.settings.title.clone(),
        done,
        open,
        version: seen.round.version,
        may_start: seen.round.status == round::Status::Assessing,
        bids: table(&seen),
        waive: form("waive", "Assessment to do without", choices(&seen, to_waive)).filter(|_| lead),
        unlock: form(
            "unlock",
            "Assessment to give back to its assessor",
            choices(&seen, |status| status == Status::Submitted),
        )
        .filter(|_| lead),
    }))
}

/// Closes the marking: the panel begins.
pub(super) async fn start_moderating(
    path: web::Path<String>,
    site: SiteData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round: RoundId = id(&path)?;
    let version = version(posted.fields.only("version"));
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let case = Change { round, version, mv: StartModerating };
    blocking(move || app.execute(&actor, arrived, case)).await?;
    Ok(see_other(&format!("/staff/rounds/{round}")))
}
