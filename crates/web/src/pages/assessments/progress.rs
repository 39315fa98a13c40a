//! How far marking is: counts, never marks.

use super::head::{Head, head};
use super::{id, name, version};
use crate::chrome::Chrome;
use crate::components::{Cell, Choice, Column, ErrorItem, Field, Row, Select, Table, Textarea};
use crate::content::assessments as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, render, see_other};
use crate::typed::{Part, Typed};
use actix_web::web;
use almoner_domain::access::Role;
use almoner_domain::application::withhold::{Audience, shown_name};
use almoner_domain::assessment::{AssessmentRefused, Status};
use almoner_domain::id::RoundId;
use almoner_domain::round;
use almoner_http::{Posted, Visitor, blocking};
use almoner_usecases::assessments::{BidProgress, ProgressOfRound, RoundProgress, Unlock, Waive};
use almoner_usecases::panel::StartModerating;
use almoner_usecases::rounds::Change;
use almoner_usecases::{AppError, Refusal, UseCase};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/assessments/progress.html")]
struct ProgressPage {
    chrome: Chrome,
    head: Head,
    done: usize,
    open: usize,
    bids: Table,
    may_start: bool,
    waive: Option<(Select, Textarea)>,
    unlock: Option<(Select, Textarea)>,
}

/// The group of a bid; the page is for those who work on every bid that it shows.
fn group_of(bid: &BidProgress) -> String {
    shown_name(&bid.application, Audience::Working).or("").to_owned()
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
        let group = group_of(bid);
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
                group_of(bid),
                name(&seen.people, line.assessor),
                words::status(line.status)
            );
            Choice::new(line.id.to_string(), text)
        })
        .collect()
}

/// The forms of the page.
const WAIVE: &str = "waive";
const UNLOCK: &str = "unlock";
const START: &str = "start";

/// A list with a reason, with ids of its own on a page that has two of them.
fn form(
    prefix: &str,
    label: &'static str,
    choices: Vec<Choice>,
    typed: Part<'_>,
) -> Option<(Select, Textarea)> {
    (!choices.is_empty()).then(|| {
        (
            Select::new("assessment", label, choices)
                .choose(&typed.value("assessment", ""))
                .id(format!("{prefix}-assessment"))
                .error(typed.error("assessment")),
            Textarea::new("reason", "Reason")
                .rows(3)
                .id(format!("{prefix}-reason"))
                .value(typed.value("reason", ""))
                .error(typed.error("reason")),
        )
    })
}

async fn see(
    site: &SiteData,
    visitor: &Visitor,
    round: RoundId,
) -> Result<RoundProgress, AppError> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    blocking(move || app.look(&actor, arrived, &ProgressOfRound { round })).await
}

fn page(
    seen: &RoundProgress,
    typed: &Typed,
    around: (&SiteData, &FrameData, &Visitor),
) -> ProgressPage {
    let lead = around.2.actor.roles().has(Role::GrantsLead);
    let to_waive = |status: Status| status.is_open() || status.is_given_up();
    let (done, open) = seen.totals();
    let waive = form(WAIVE, "Assessment to do without", choices(seen, to_waive), typed.part(WAIVE))
        .filter(|_| lead);
    let submitted = choices(seen, |status| status == Status::Submitted);
    let label = "Assessment to give back to its assessor";
    let unlock = form(UNLOCK, label, submitted, typed.part(UNLOCK)).filter(|_| lead);
    let drawn = if typed.part(WAIVE).came_back() { waive.is_some() } else { unlock.is_some() };
    let both = waive.iter().chain(&unlock);
    let fields: Vec<Option<ErrorItem>> =
        both.flat_map(|(list, reason)| [list.error_item(), reason.error_item()]).collect();
    let (chrome, head) =
        head("Progress of assessment", &seen.round, (typed, fields, drawn), around);
    ProgressPage {
        chrome,
        head,
        done,
        open,
        may_start: seen.round.status == round::Status::Assessing,
        bids: table(seen),
        waive,
        unlock,
    }
}

pub(super) async fn answer(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = see(&site, &visitor, id(&path)?).await?;
    let typed = Typed::default();
    Ok(render(typed.status(), &page(&seen, &typed, (&site, &frame, &visitor))))
}

/// The field that a refusal is about.
fn field(refusal: &Refusal) -> String {
    let about = match refusal {
        Refusal::Assessment(AssessmentRefused::NoReason) => "reason",
        Refusal::Assessment(AssessmentRefused::ReasonTooLong { .. }) => "reason",
        Refusal::Assessment(_) => "assessment",
        _ => "",
    };
    about.to_owned()
}

/// Makes a change; the page again with what was typed if something stands against it.
async fn run<U: UseCase>(
    form: &'static str,
    round: RoundId,
    case: Option<U>,
    next: &str,
    posted: &Posted,
    around: (&SiteData, &FrameData, &Visitor),
) -> PageResult {
    let (site, _, visitor) = around;
    let typed = match case {
        None => Typed::wrong(form, &posted.fields, [("assessment", "Choose an assessment")]),
        Some(case) => {
            let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
            match blocking(move || app.execute(&actor, arrived, case)).await {
                Ok(_) => return Ok(see_other(next)),
                Err(error) => Typed::refused(form, &posted.fields, error, field)?,
            }
        }
    };
    let seen = see(site, visitor, round).await?;
    Ok(render(typed.status(), &page(&seen, &typed, around)))
}

pub(super) async fn waive(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round: RoundId = id(&path)?;
    let fields = &posted.fields;
    let case = fields
        .only("assessment")
        .parse()
        .ok()
        .map(|assessment| Waive { assessment, reason: fields.only("reason").to_owned() });
    let next = format!("/staff/rounds/{round}/progress");
    run(WAIVE, round, case, &next, &posted, (&site, &frame, &visitor)).await
}

pub(super) async fn unlock(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round: RoundId = id(&path)?;
    let fields = &posted.fields;
    let case = fields
        .only("assessment")
        .parse()
        .ok()
        .map(|assessment| Unlock { assessment, reason: fields.only("reason").to_owned() });
    let next = format!("/staff/rounds/{round}/progress");
    run(UNLOCK, round, case, &next, &posted, (&site, &frame, &visitor)).await
}

/// Closes the marking: the panel begins.
pub(super) async fn start_moderating(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round: RoundId = id(&path)?;
    let version = version(posted.fields.only("version"));
    let case = Change { round, version, mv: StartModerating };
    let next = format!("/staff/rounds/{round}");
    run(START, round, Some(case), &next, &posted, (&site, &frame, &visitor)).await
}
