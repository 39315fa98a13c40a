//! The pool of assessors and the bids that wait for them.

use super::head::{Head, head};
use super::id;
use crate::chrome::Chrome;
use crate::components::{
    Cell, Checkboxes, Choice, Column, ErrorItem, Field, Row, Select, Table, Textarea,
};
use crate::content::assessments as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, render, see_other};
use crate::typed::{Part, Typed};
use actix_web::web;
use almoner_domain::application::withhold::{Audience, shown_name};
use almoner_domain::assessment::{AssessmentRefused, Kind};
use almoner_domain::id::{ApplicationId, PersonId, RoundId};
use almoner_domain::value::show_date;
use almoner_http::{Fields, Posted, Visitor, blocking};
use almoner_usecases::assessments::{
    AssessorPool, AssignAssessors, AssignBeyondZone, BidToAssign, Pair, Pool, PoolMember,
};
use almoner_usecases::{AppError, Refusal, UseCase};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/assessments/pool.html")]
struct PoolPage {
    chrome: Chrome,
    head: Head,
    members: Table,
    bids: Table,
    suggestion: Option<Checkboxes>,
    one: Option<(Select, Select)>,
    beyond: Option<Beyond>,
}

/// The form by which a community assessor marks outside their zone.
struct Beyond {
    bid: Select,
    person: Select,
    reason: Textarea,
}

/// The forms of the page.
const SUGGESTION: &str = "suggestion";
const ONE: &str = "one";
const BEYOND: &str = "beyond";

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

/// The group of a bid; the page is for those who work on every bid that it shows.
fn group_of(bid: &BidToAssign) -> String {
    shown_name(&bid.application, Audience::Working).or("").to_owned()
}

/// `zone` names a zone by its code.
fn members(pool: &Pool, zone: impl Fn(&str) -> String) -> Table {
    let row = |member: &PoolMember| {
        let kinds: Vec<&str> = member.kinds.iter().map(|kind| words::kind(*kind)).collect();
        let training = match (member.trained, member.profile.trained_until()) {
            (true, Some(until)) => format!("In date until {}", show_date(until)),
            (_, Some(_)) => "Out of date".to_owned(),
            (_, None) => "Not complete".to_owned(),
        };
        let zones: Vec<String> = member.profile.zones.iter().map(|code| zone(code)).collect();
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
                Cell::new(group_of(bid)),
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

async fn see(site: &SiteData, visitor: &Visitor, round: RoundId) -> Result<Pool, AppError> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    blocking(move || app.look(&actor, arrived, &AssessorPool { round })).await
}

/// The bids to choose from; none if there is no bid.
fn bid(pool: &Pool, typed: Part<'_>) -> Option<Select> {
    let choices = pool.bids.iter().map(|bid| {
        let reference = bid.application.reference.as_deref().unwrap_or("no reference");
        let text = format!("{}, {reference}", group_of(bid));
        Choice::new(bid.application.id.to_string(), text)
    });
    (!pool.bids.is_empty()).then(|| {
        Select::new("application", "Application", choices)
            .choose(&typed.value("application", ""))
            .error(typed.error("application"))
    })
}

fn person(label: &'static str, choices: Vec<Choice>, typed: Part<'_>) -> Select {
    Select::new("person", label, choices)
        .choose(&typed.value("person", ""))
        .error(typed.error("person"))
}

fn suggestion(pool: &Pool, typed: Part<'_>) -> Option<Checkboxes> {
    let group = |application: ApplicationId| {
        let bid = pool.bids.iter().find(|bid| bid.application.id == application);
        bid.map_or_else(String::new, group_of)
    };
    let pairs = || {
        pool.suggestion.iter().map(|one| {
            let pair = Pair { application: one.application, person: one.person, kind: one.kind };
            let text = format!(
                "{}: {} ({})",
                group(one.application),
                member_name(pool, one.person),
                words::kind(one.kind).to_lowercase()
            );
            (pair_value(pair), text)
        })
    };
    let chosen = typed.values("pair", || pairs().map(|(value, _)| value).collect());
    (!pool.suggestion.is_empty()).then(|| {
        let choices = pairs().map(|(value, text)| Choice::new(value, text));
        Checkboxes::new("pair", "A balanced suggestion", choices)
            .choose(&chosen)
            .error(typed.error("pair"))
    })
}

fn beyond(pool: &Pool, may_widen: bool, typed: Part<'_>) -> Option<Beyond> {
    let community = people(pool, Some(Kind::Community));
    if !may_widen || community.is_empty() {
        return None;
    }
    Some(Beyond {
        bid: bid(pool, typed)?.id("beyond-application"),
        person: person("Community assessor", community, typed).id("beyond-person"),
        reason: Textarea::new("reason", "Why they may mark outside their zone")
            .rows(3)
            .value(typed.value("reason", ""))
            .error(typed.error("reason")),
    })
}

fn page(pool: &Pool, typed: &Typed, around: (&SiteData, &FrameData, &Visitor)) -> PoolPage {
    let may_widen = around.2.actor.roles().has(almoner_domain::access::Role::GrantsLead);
    let suggestion = suggestion(pool, typed.part(SUGGESTION));
    let all = people(pool, None);
    let one = bid(pool, typed.part(ONE))
        .filter(|_| !all.is_empty())
        .map(|bid| (bid, person("Assessor", all, typed.part(ONE))));
    let beyond = beyond(pool, may_widen, typed.part(BEYOND));
    let fields: Vec<Option<ErrorItem>> = suggestion
        .iter()
        .map(Field::error_item)
        .chain(one.iter().flat_map(|(bid, person)| [bid.error_item(), person.error_item()]))
        .chain(beyond.iter().flat_map(|one| {
            [one.bid.error_item(), one.person.error_item(), one.reason.error_item()]
        }))
        .collect();
    let drawn = if typed.part(BEYOND).came_back() { beyond.is_some() } else { one.is_some() };
    let (chrome, head) = head("Assessors", &pool.round, (typed, fields, drawn), around);
    let zone = |code: &str| {
        let area = around.0.app.office().area(code, pool.today);
        area.map_or_else(|| code.to_owned(), |area| area.name.clone())
    };
    PoolPage {
        chrome,
        head,
        members: members(pool, zone),
        bids: bids(pool),
        suggestion,
        one,
        beyond,
    }
}

pub(super) async fn answer(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let pool = see(&site, &visitor, id(&path)?).await?;
    let typed = Typed::default();
    Ok(render(typed.status(), &page(&pool, &typed, (&site, &frame, &visitor))))
}

/// The bid and the person of the forms with two lists.
fn chosen(fields: &Fields) -> Option<Pair> {
    let (application, person) = (fields.only("application"), fields.only("person"));
    read_pair(&format!("{application}|{person}"))
}

/// The field that a refusal is about.
fn field(refusal: &Refusal) -> String {
    let Refusal::Assessment(refused) = refusal else { return String::new() };
    let about = match refused {
        AssessmentRefused::NoReason | AssessmentRefused::ReasonTooLong { .. } => "reason",
        AssessmentRefused::ApplicationNotReady(_) => "application",
        AssessmentRefused::NotFromHere(_) | AssessmentRefused::RoundNotAssessing(_) => "",
        _ => "person",
    };
    about.to_owned()
}

/// Makes the change; the page again with what was typed if something stands against it.
async fn run<U: UseCase>(
    form: &'static str,
    round: RoundId,
    case: Option<U>,
    posted: &Posted,
    around: (&SiteData, &FrameData, &Visitor),
) -> PageResult {
    let (site, _, visitor) = around;
    let typed = match case {
        None => {
            let text = "Choose an application and an assessor from the lists";
            let at = if form == SUGGESTION { "pair" } else { "person" };
            Typed::wrong(form, &posted.fields, [(at, text)])
        }
        Some(case) => {
            let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
            match blocking(move || app.execute(&actor, arrived, case)).await {
                Ok(_) => return Ok(see_other(&format!("/staff/rounds/{round}/assessors"))),
                Err(error) => Typed::refused(form, &posted.fields, error, field)?,
            }
        }
    };
    let pool = see(site, visitor, round).await?;
    Ok(render(typed.status(), &page(&pool, &typed, around)))
}

pub(super) async fn assign(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round: RoundId = id(&path)?;
    let fields = &posted.fields;
    let form = if fields.first("application").is_some() { ONE } else { SUGGESTION };
    let pairs: Option<Vec<Pair>> = fields.all("pair").map(read_pair).collect();
    let pairs = match form {
        ONE => pairs.zip(chosen(fields)).map(|(mut pairs, one)| {
            pairs.push(one);
            pairs
        }),
        _ => pairs.filter(|pairs| !pairs.is_empty()),
    };
    let case = pairs.map(|pairs| AssignAssessors { round, pairs });
    run(form, round, case, &posted, (&site, &frame, &visitor)).await
}

pub(super) async fn assign_beyond(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round: RoundId = id(&path)?;
    let reason = posted.fields.only("reason").to_owned();
    let pair = chosen(&posted.fields);
    let case = pair.map(|pair| AssignBeyondZone { round, pair, reason });
    run(BEYOND, round, case, &posted, (&site, &frame, &visitor)).await
}
