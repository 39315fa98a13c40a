//! The page of one part, and of one item of a part's list.

use super::draw::{Block, summary};
use super::inputs::{FieldError, Input, drawn, filled, put, read};
use super::parts::{self, Choices, items};
use super::{path, seen};
use crate::chrome::Chrome;
use crate::components::{Action, ErrorSummary, SummaryCard, SummaryList, SummaryRow};
use crate::content::rounds as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use crate::pages::applications::question::Control;
use actix_web::http::StatusCode;
use actix_web::web;
use almoner_domain::id::RoundId;
use almoner_domain::round::{Missing, Part, Written};
use almoner_http::{Fields, Posted, Visitor, blocking, csrf_token};
use almoner_usecases::rounds::{GroupsNamed, SetUpSeen, WritePart};
use almoner_usecases::{AppError, Outcome, Refusal};
use askama::Template;
use serde::Deserialize;
use serde_json::Value;

#[derive(Template)]
#[template(path = "pages/staff/set_up/part.html")]
struct PartPage {
    chrome: Chrome,
    round: String,
    heading: String,
    about: &'static str,
    back: String,
    back_text: &'static str,
    csrf: String,
    version: i64,
    notices: Vec<String>,
    errors: ErrorSummary,
    blocks: Vec<Block>,
    list: Option<ItemList>,
    /// Whether it can be changed.
    open: bool,
}

/// A list whose items have pages of their own.
struct ItemList {
    cards: Vec<ItemCard>,
    add: String,
    add_text: String,
}

/// One item of a list.
struct ItemCard {
    card: SummaryCard,
    title: String,
    at: usize,
    first: bool,
    last: bool,
}

/// Which page: a part, or one item of its list.
#[derive(Clone, Copy)]
struct Which {
    part: Part,
    item: Option<usize>,
}

/// What one drawing is made of.
#[derive(Default)]
struct Drawn {
    typed: Option<Fields>,
    errors: Vec<FieldError>,
    notices: Vec<String>,
}

/// What the part holds, as the inputs take it.
fn stored(which: Which, seen: &SetUpSeen) -> Outcome<Value> {
    let written = Written::of(which.part, &seen.round).ok_or(AppError::NotFound)?;
    let mut value = serde_json::to_value(written).map_err(|_| AppError::NotFound)?;
    parts::begin(which.part, &mut value);
    Ok(value)
}

fn inputs(which: Which, choices: &Choices<'_>) -> Vec<Input> {
    match which.item {
        None => parts::inputs(which.part, choices),
        Some(_) => parts::item_inputs(which.part, choices),
    }
}

/// The path of what the page's inputs write, in the part.
fn root(which: Which) -> Option<String> {
    which.item.and_then(|at| Some(format!("{}.{at}", items(which.part)?.path)))
}

fn page(
    which: Which,
    seen: &SetUpSeen,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    drawn_from: Drawn,
) -> Outcome<PartPage> {
    let choices = Choices { office: site.app.office(), seen };
    let value = stored(which, seen)?;
    let own = root(which);
    let value_here = match &own {
        None => value.clone(),
        Some(path) => super::inputs::at(&value, path).cloned().unwrap_or(Value::Null),
    };
    let inputs = inputs(which, &choices);
    let mut errors = drawn_from.errors;
    let mut notices = drawn_from.notices;
    let fields = drawn_from.typed.unwrap_or_else(|| {
        let mut fields = Fields::default();
        filled(&inputs, &value_here, "", &mut fields);
        errors.extend(missing_here(which, seen, &value_here));
        fields
    });
    let open = which.part.may_change(seen.round.status) && seen.may_write;
    if !open {
        notices.push(words::frozen_why(seen.round.status).to_owned());
    } else if seen.round.settings.to_check.contains(&which.part) {
        let gaps = seen.missing.iter().filter(|gap| gap.place().part == which.part);
        let incomplete = gaps.into_iter().any(|gap| !matches!(gap, Missing::NotLookedAt(_)));
        notices.push(
            if incomplete {
                "This is not complete yet. Fill in what is missing, check the rest, and save it."
            } else {
                "This was taken over from the template or another round. Check it, change what \
                 must change, and save it."
            }
            .to_owned(),
        );
    }
    let blocks = drawn(&inputs, &fields, &errors);
    let here = path(seen.round.id);
    let part_path = format!("{here}/set-up/{}", which.part.code());
    let heading = match (which.item, items(which.part)) {
        (Some(_), Some(list)) if value_here.is_null() => format!("Add a {}", list.one),
        (Some(_), Some(list)) => format!("Change a {}", list.one),
        _ => words::part(which.part).to_owned(),
    };
    let mut chrome = chrome(site, frame, visitor, &heading);
    let summary = summary(&blocks, &errors);
    chrome.error = !summary.is_empty();
    Ok(PartPage {
        chrome,
        round: seen.round.settings.title.clone(),
        heading,
        about: if which.item.is_none() { parts::about(which.part) } else { "" },
        back: if which.item.is_some() { part_path.clone() } else { format!("{here}/set-up") },
        back_text: if which.item.is_some() { "Back to the list" } else { "Back to the set-up" },
        csrf: csrf_token(site, visitor.session_token()),
        version: seen.round.version,
        notices,
        errors: summary,
        blocks,
        list: if which.item.is_none() { list(which.part, &value, &part_path, open) } else { None },
        open,
    })
}

/// What is missing on this page, at its fields. A part that nobody has looked at is not called
/// wrong yet.
fn missing_here(which: Which, seen: &SetUpSeen, value: &Value) -> Vec<FieldError> {
    if seen.round.settings.to_check.contains(&which.part) {
        return Vec::new();
    }
    let code = value.get("code").and_then(Value::as_str);
    let here = |gap: &&Missing| {
        let place = gap.place();
        let item = match which.item {
            None => items(which.part).is_some() || place.item.is_none(),
            Some(_) => place.item.is_some() && place.item.as_deref() == code,
        };
        place.part == which.part && item
    };
    let gaps = seen.missing.iter().filter(here);
    gaps.map(|gap| (field_of(gap).to_owned(), words::missing(gap))).collect()
}

/// Whether what was written in a part cannot be right, whatever else is still to come.
fn contradicts(part: Part, seen: &SetUpSeen) -> bool {
    let wrong = |gap: &Missing| {
        matches!(
            gap,
            Missing::Reference
                | Missing::SummaryTooLong { .. }
                | Missing::DatesOutOfOrder { .. }
                | Missing::ReviewAfterModeration { .. }
                | Missing::MinimumAboveMaximum
                | Missing::MaximumAboveBudget
                | Missing::TooFewAssessors
                | Missing::NoQuorum
                | Missing::OwnSubstitute(_)
                | Missing::SharedPost { .. }
                | Missing::ContactEmail
                | Missing::ContactPhone
                | Missing::UnknownArea { .. }
                | Missing::TargetNotReported(_)
                | Missing::TargetShare
                | Missing::UnknownPriority(_)
                | Missing::NoReasonNotToCompete
                | Missing::NoReasonForInvitation
        )
    };
    seen.missing.iter().any(|gap| gap.place().part == part && wrong(gap))
}

/// The field of a page that a gap is about.
fn field_of(gap: &Missing) -> &'static str {
    match gap {
        Missing::NoAnchor { mark, .. } => {
            const ANCHORS: [&str; 6] =
                ["anchors.0", "anchors.1", "anchors.2", "anchors.3", "anchors.4", "anchors.5"];
            ANCHORS.get(usize::from(*mark)).copied().unwrap_or("")
        }
        Missing::CriterionWithoutQuestion(_)
        | Missing::UnknownQuestion { .. }
        | Missing::QuestionNotScored { .. } => "questions",
        Missing::MinimumMark(_) => "minimum",
        Missing::CheckWithoutReason(_) => "reasons",
        other => other.place().setting,
    }
}

/// The items of a part's list, each with what can be done about it.
fn list(part: Part, value: &Value, here: &str, open: bool) -> Option<ItemList> {
    let list = items(part)?;
    let all = value.get(list.path)?.as_array()?;
    let text = |item: &Value, key: &str| match item.get(key) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Array(items)) => {
            items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
        }
        _ => "none".to_owned(),
    };
    let card = |(at, item): (usize, &Value)| {
        let title = text(item, "title");
        let rows: Vec<SummaryRow> = match part {
            Part::Criteria => vec![
                SummaryRow::new("Weight", format!("{}%", text(item, "weight"))),
                SummaryRow::new("Lowest mark", text(item, "minimum")),
                SummaryRow::new("Questions", text(item, "questions")),
            ],
            _ => {
                let reasons = item.get("reasons").and_then(Value::as_array);
                let reasons: Vec<String> =
                    reasons.into_iter().flatten().map(|one| text(one, "text")).collect();
                vec![SummaryRow::new("Can fail because", reasons.join(" "))]
            }
        };
        let mut card = SummaryCard::new(title.clone(), rows.into_iter().collect::<SummaryList>());
        if open {
            card.actions.push(Action::new("Change", format!("{here}/items/{at}"), ""));
        }
        ItemCard { card, title, at, first: at == 0, last: at + 1 == all.len() }
    };
    Some(ItemList {
        cards: all.iter().enumerate().map(card).collect(),
        add: format!("{here}/items/{}", all.len()),
        add_text: format!("Add a {}", list.one),
    })
}

fn which(part: &str, item: Option<&str>) -> Outcome<Which> {
    let part = Part::parse(part).filter(|part| *part != Part::Form).ok_or(AppError::NotFound)?;
    let item = match item {
        None => None,
        Some(_) if items(part).is_none() => return Err(AppError::NotFound),
        Some(at) => Some(at.parse::<usize>().ok().filter(|at| *at < 50).ok_or(AppError::NotFound)?),
    };
    Ok(Which { part, item })
}

/// What brought somebody to the page of a part.
#[derive(Deserialize)]
pub(super) struct Shown {
    /// Set after a save of something that cannot be right.
    wrong: Option<String>,
}

pub(super) async fn show(
    at: web::Path<(String, String)>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    shown: web::Query<Shown>,
) -> PageResult {
    let which = which(&at.1, None)?;
    let seen = seen(&site, &visitor, &at.0).await?;
    let mut drawn = Drawn::default();
    if shown.wrong.is_some() && contradicts(which.part, &seen) {
        drawn.notices.push(
            "It is saved as you typed it. Put right what is below, or go back to the set-up and \
             come back later: the round cannot be announced like this."
                .to_owned(),
        );
    }
    Ok(ok(&page(which, &seen, (&site, &frame, &visitor), drawn)?))
}

pub(super) async fn show_item(
    at: web::Path<(String, String, String)>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let which = which(&at.1, Some(&at.2))?;
    let seen = seen(&site, &visitor, &at.0).await?;
    Ok(ok(&page(which, &seen, (&site, &frame, &visitor), Drawn::default())?))
}

pub(super) async fn save(
    at: web::Path<(String, String)>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let which = which(&at.1, None)?;
    take(which, &at.0, (&site, &frame, &visitor), posted).await
}

pub(super) async fn save_item(
    at: web::Path<(String, String, String)>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let which = which(&at.1, Some(&at.2))?;
    take(which, &at.0, (&site, &frame, &visitor), posted).await
}

/// Reads, writes, and goes on; or shows the page again with everything that was typed.
async fn take(
    which: Which,
    id: &str,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    posted: Posted,
) -> PageResult {
    let round = RoundId::parse(id).ok_or(AppError::NotFound)?;
    let before = seen(site, visitor, id).await?;
    let mut value = stored(which, &before)?;
    let then = posted.fields.text("then").to_owned();
    let mut errors = Vec::new();
    if let Some((list, what)) = items(which.part).zip(then.split_once(':')) {
        rearrange(&mut value, list.path, what);
    } else {
        let choices = Choices { office: site.app.office(), seen: &before };
        let inputs = inputs(which, &choices);
        match root(which) {
            None => read(&inputs, &posted.fields, "", &mut value, &mut errors),
            Some(path) => {
                let mut item = super::inputs::at(&value, &path).cloned().unwrap_or(Value::Null);
                read(&inputs, &posted.fields, "", &mut item, &mut errors);
                put(&mut value, &path, item);
            }
        }
    }
    if which.part == Part::Type && errors.is_empty() {
        invite(&mut value, &before, (site, visitor), &mut errors).await?;
    }
    parts::finish(which.part, &mut value);
    let mut drawn = Drawn { typed: Some(posted.fields.clone()), errors, notices: Vec::new() };
    if !drawn.errors.is_empty() {
        let page = page(which, &before, (site, frame, visitor), drawn)?;
        return Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page));
    }
    let written: Written = serde_json::from_value(value).map_err(|error| {
        AppError::Invalid(vec![almoner_usecases::FieldProblem {
            field: error.to_string(),
            fault: almoner_domain::form::Fault::NotAnOption,
        }])
    })?;
    let version = posted.fields.text("version").parse().map_err(|_| AppError::Stale)?;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let case = WritePart { round, version, written };
    let outcome = blocking(move || app.execute(&actor, arrived, case)).await;
    let here = path(round);
    let status = match outcome {
        Ok(()) if then == "row" => {
            return Ok(see_other(&format!("{here}/set-up/{}", which.part.code())));
        }
        Ok(()) if which.item.is_some() || then.contains(':') => {
            return Ok(see_other(&format!("{here}/set-up/{}", which.part.code())));
        }
        Ok(()) => {
            let seen = seen(site, visitor, id).await?;
            return Ok(see_other(&if contradicts(which.part, &seen) {
                format!("{here}/set-up/{}?wrong=yes", which.part.code())
            } else {
                format!("{here}/set-up")
            }));
        }
        Err(AppError::Invalid(problems)) => {
            drawn.errors =
                problems.into_iter().map(|one| (one.field.clone(), said(&one))).collect();
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(AppError::Stale) => {
            drawn.notices.push(super::STALE.to_owned());
            StatusCode::CONFLICT
        }
        Err(AppError::Refused(Refusal::Round(refused))) => {
            let (heading, lines) = words::refused(&refused);
            drawn.notices.push(format!("{heading}. {}", lines.join(" ")));
            StatusCode::CONFLICT
        }
        Err(error) => return Err(error.into()),
    };
    let seen = seen(site, visitor, id).await?;
    Ok(render(status, &page(which, &seen, (site, frame, visitor), drawn)?))
}

/// What the use case found wrong with a field.
fn said(problem: &almoner_usecases::FieldProblem) -> String {
    use almoner_domain::form::Fault;
    match (problem.field.as_str(), &problem.fault) {
        ("reference", Fault::Repeated { .. }) => "Another round already has this reference".into(),
        ("reference", _) => "Use letters, figures and hyphens, such as CSF-2425-R1".into(),
        ("opens" | "closes", _) => {
            "No clock in London shows this time, or it shows it twice. Choose another time".into()
        }
        (_, Fault::TooLong { .. }) => "This is more than can be kept. Shorten it".into(),
        _ => "Choose somebody who holds a role of the office".into(),
    }
}

/// Moves an item of a list up or down, or takes it out.
fn rearrange(value: &mut Value, path: &str, (what, at): (&str, &str)) {
    let Some(list) = value.get_mut(path).and_then(Value::as_array_mut) else { return };
    let Some(at) = at.parse::<usize>().ok().filter(|at| *at < list.len()) else { return };
    match what {
        "up" if at > 0 => list.swap(at, at - 1),
        "down" if at + 1 < list.len() => list.swap(at, at + 1),
        "remove" => drop(list.remove(at)),
        _ => {}
    }
}

/// Turns the names of invited groups into the groups; a name that no group has is told.
async fn invite(
    value: &mut Value,
    seen: &SetUpSeen,
    (site, visitor): (&SiteData, &Visitor),
    errors: &mut Vec<FieldError>,
) -> Outcome<()> {
    let names = value.pointer("/open_to/groups").and_then(Value::as_array).cloned();
    let names: Vec<String> =
        names.into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect();
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let wanted = names.clone();
    let found = blocking(move || app.look(&actor, arrived, &GroupsNamed { names: wanted })).await?;
    let known = match &seen.round.settings.open_to {
        almoner_domain::round::OpenTo::Everybody | almoner_domain::round::OpenTo::Zones { .. } => {
            &[][..]
        }
        almoner_domain::round::OpenTo::Invited { groups, .. } => groups,
    };
    let mut groups = Vec::new();
    for name in names {
        let before = known.iter().find(|one| one.name == name).map(|one| one.id);
        let mut same = found.iter().filter(|one| one.name == name).map(|one| one.id);
        let fault = match (before, same.next(), same.next()) {
            (Some(id), ..) | (None, Some(id), None) => {
                groups.push(serde_json::json!({ "id": id, "name": name }));
                continue;
            }
            (None, Some(_), Some(_)) => {
                format!("Two groups are called “{name}”. Ask the group to add to its name")
            }
            (None, None, _) => format!(
                "No group is called “{name}”. A group must have entered its name before it can be invited"
            ),
        };
        errors.push(("open_to.groups".to_owned(), fault));
    }
    if errors.is_empty() {
        put(value, "open_to.groups", Value::Array(groups));
    }
    Ok(())
}
