//! The pool of assessors and the bids that wait for them.

use super::id;
use crate::chrome::Chrome;
use crate::components::{Cell, Checkboxes, Choice, Column, Row, Select, Table, Textarea};
use crate::content::assessments as words;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, chrome, ok, see_other};
use actix_web::web;
use almoner_domain::assessment::Kind;
use almoner_domain::id::{ApplicationId, PersonId, RoundId};
use almoner_domain::value::show_date;
use almoner_http::{Posted, Visitor, blocking, csrf_token};
use almoner_usecases::AppError;
use almoner_usecases::assessments::{
    AssessorPool, AssignAssessors, AssignBeyondZone, Pair, Pool, PoolMember,
};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/assessments/pool.html")]
struct PoolPage {
    chrome: Chrome,
    csrf: String,
    round: RoundId,
    title: String,
    members: Table,
    bids: Table,
    suggestion: Option<Checkboxes>,
    bid: Option<Select>,
    person: Select,
    community: Option<Select>,
    reason: Textarea,
}

/// How a pair travels in a field.
fn pair_value(pair: Pair) -> String {
    format!("{}|{}|{}", pair.application, pair.person, pair.kind.code())
}

fn read_pair(text: &str) -> Option<Pair> {
    let mut parts = text.split('|');
    let (application, person, kind) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Pair {
        application: ApplicationId::parse(application)?,
        person: PersonId::parse(person)?,
        kind: Kind::parse(kind)?,
    })
}

fn member_name(pool: &Pool, person: PersonId) -> String {
    let known = pool.members.iter().find(|member| member.person == person);
    known.map_or_else(|| "Somebody".to_owned(), |member| member.name.clone())
}

fn members(pool: &Pool) -> Table {
    let row = |member: &PoolMember| {
        let kinds: Vec<&str> = member.kinds.iter().map(|kind| words::kind(*kind)).collect();
        let training = match (member.trained, member.profile.trained_until()) {
            (true, Some(until)) => format!("In date until {}", show_date(until)),
            (_, Some(_)) => "Out of date".to_owned(),
            (_, None) => "Not complete".to_owned(),
        };
        let zones: Vec<&str> = member.profile.zones.iter().map(String::as_str).collect();
        let zones = if zones.is_empty() { "None".to_owned() } else { zones.join(", ") };
        Row {
            cells: vec![
                Cell::link(member.name.clone(), format!("/staff/assessors/{}", member.person)),
                Cell::new(kinds.join(", ")),
                Cell::new(training),
                Cell::new(zones),
                Cell::numeric(member.open.to_string()),
                Cell::numeric(member.done.to_string()),
            ],
            total: false,
        }
    };
    Table {
        caption: "Assessors".into(),
        caption_classes: "govuk-table__caption--m".into(),
        head: vec![
            Column::new("Name"),
            Column::new("Marks as"),
            Column::new("Training"),
            Column::new("Zones"),
            Column::numeric("To do"),
            Column::numeric("Done"),
        ],
        rows: pool.members.iter().map(row).collect(),
        first_cell_is_header: true,
        classes: "".into(),
    }
}

fn bids(pool: &Pool) -> Table {
    let rows = pool.bids.iter().map(|bid| {
        let assessors: Vec<String> = bid
            .assessors
            .iter()
            .map(|line| {
                format!("{} ({})", member_name(pool, line.assessor), words::status(line.status))
            })
            .collect();
        let assessors =
            if assessors.is_empty() { "Nobody yet".to_owned() } else { assessors.join(", ") };
        Row {
            cells: vec![
                Cell::new(bid.application.organisation_name.clone()),
                Cell::new(bid.application.reference.clone().unwrap_or_default()),
                Cell::new(assessors),
                Cell::numeric(bid.required.total().to_string()),
                Cell::numeric(bid.progress.unfilled.to_string()),
            ],
            total: false,
        }
    });
    Table {
        caption: "Applications".into(),
        caption_classes: "govuk-table__caption--m".into(),
        head: vec![
            Column::new("Group"),
            Column::new("Reference"),
            Column::new("Assessors"),
            Column::numeric("Needed"),
            Column::numeric("Still open"),
        ],
        rows: rows.collect(),
        first_cell_is_header: true,
        classes: "".into(),
    }
}

/// People of the pool, once for each way in which they may mark.
fn people(pool: &Pool, kind: Option<Kind>) -> Vec<Choice> {
    pool.members
        .iter()
        .filter(|member| member.trained)
        .flat_map(|member| member.kinds.iter().map(move |of| (member, *of)))
        .filter(|(_, of)| kind.is_none_or(|kind| kind == *of))
        .map(|(member, of)| {
            let text = format!(
                "{}, {} ({} to do)",
                member.name,
                words::kind(of).to_lowercase(),
                member.open
            );
            Choice::new(format!("{}|{}", member.person, of.code()), text)
        })
        .collect()
}

pub(super) async fn answer(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let round: RoundId = id(&path)?;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let pool = blocking(move || app.look(&actor, arrived, &AssessorPool { round })).await?;
    let group = |application: ApplicationId| {
        let bid = pool.bids.iter().find(|bid| bid.application.id == application);
        bid.map_or_else(String::new, |bid| bid.application.organisation_name.clone())
    };
    let suggestion = (!pool.suggestion.is_empty()).then(|| {
        let choices = pool.suggestion.iter().map(|one| {
            let pair = Pair { application: one.application, person: one.person, kind: one.kind };
            let text = format!(
                "{}: {} ({})",
                group(one.application),
                member_name(&pool, one.person),
                words::kind(one.kind).to_lowercase()
            );
            Choice::new(pair_value(pair), text).chosen(true)
        });
        Checkboxes::new("pair", "A balanced suggestion", choices)
    });
    let bid = (!pool.bids.is_empty()).then(|| {
        let choices = pool.bids.iter().map(|bid| {
            let text = format!(
                "{}, {}",
                bid.application.organisation_name,
                bid.application.reference.as_deref().unwrap_or("no reference")
            );
            Choice::new(bid.application.id.to_string(), text)
        });
        Select::new("application", "Application", choices)
    });
    let community = people(&pool, Some(Kind::Community));
    let may_widen = visitor.actor.roles().has(almoner_domain::access::Role::GrantsLead);
    let mut chrome = chrome(&site, &frame, &visitor, "Assessors");
    chrome.wide = true;
    Ok(ok(&PoolPage {
        chrome,
        csrf: csrf_token(&site, visitor.session_token()),
        round,
        title: pool.round.settings.title.clone(),
        members: members(&pool),
        bids: bids(&pool),
        suggestion,
        bid,
        person: Select::new("person", "Assessor", people(&pool, None)),
        community: (may_widen && !community.is_empty())
            .then(|| Select::new("person", "Community assessor", community)),
        reason: Textarea::new("reason", "Why they may mark outside their zone").rows(3),
    }))
}

/// The bid and the person of the forms with two lists.
fn chosen(posted: &Posted) -> Option<Pair> {
    let (application, person) = (posted.fields.only("application"), posted.fields.only("person"));
    read_pair(&format!("{application}|{person}"))
}

pub(super) async fn assign(
    path: web::Path<String>,
    site: SiteData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round: RoundId = id(&path)?;
    let mut pairs: Vec<Pair> = Vec::new();
    for text in posted.fields.all("pair") {
        pairs.push(read_pair(text).ok_or_else(|| PageError::from(AppError::NotFound))?);
    }
    pairs.extend(chosen(&posted));
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, AssignAssessors { round, pairs })).await?;
    Ok(see_other(&format!("/staff/rounds/{round}/assessors")))
}

pub(super) async fn assign_beyond(
    path: web::Path<String>,
    site: SiteData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round: RoundId = id(&path)?;
    let pair = chosen(&posted).ok_or_else(|| PageError::from(AppError::NotFound))?;
    let reason = posted.fields.only("reason").to_owned();
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, AssignBeyondZone { round, pair, reason }))
        .await?;
    Ok(see_other(&format!("/staff/rounds/{round}/assessors")))
}
