//! The list of what is left to set up.

use super::{path, seen};
use crate::chrome::Chrome;
use crate::components::{Link, Status as TaskStatus, Tag, TaskRow};
use crate::content::rounds as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use actix_web::web;
use almoner_domain::round::{Missing, Part, Status};
use almoner_http::Visitor;
use almoner_usecases::rounds::SetUpSeen;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/staff/set_up/tasks.html")]
struct TasksPage {
    chrome: Chrome,
    title: String,
    reference: String,
    back: String,
    rule: &'static str,
    groups: Vec<Group>,
    left: Vec<Link>,
    preview: String,
    /// Whether it is complete and can be handed over.
    ready: bool,
}

struct Group {
    title: &'static str,
    id: &'static str,
    rows: Vec<TaskRow>,
}

const GROUPS: [(&str, &str, &[Part]); 5] = [
    ("The round", "round", &[Part::About, Part::Type, Part::Plan, Part::Evidence, Part::Dates]),
    ("Money", "money", &[Part::Funding, Part::Money]),
    (
        "Applying",
        "applying",
        &[Part::Eligibility, Part::Form, Part::Notes, Part::Privacy, Part::Contact],
    ),
    ("Deciding", "deciding", &[Part::Checks, Part::Criteria, Part::Scoring]),
    ("People", "people", &[Part::Posts]),
];

/// What can be changed in a round that stands so.
const fn rule(status: Status) -> &'static str {
    match status {
        Status::Draft => {
            "Save each part on its own, in any order. Everything can be changed until you ask for \
             review."
        }
        other => words::frozen_why(other),
    }
}

pub(super) async fn show(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = seen(&site, &visitor, &id).await?;
    let here = path(seen.round.id);
    let settings = &seen.round.settings;
    let group = |(title, id, parts): (&'static str, &'static str, &[Part])| Group {
        title,
        id,
        rows: parts.iter().map(|part| row(*part, &seen)).collect(),
    };
    Ok(ok(&TasksPage {
        chrome: chrome(&site, &frame, &visitor, "Set up the round"),
        title: settings.title.clone(),
        reference: settings.reference.clone(),
        rule: rule(seen.round.status),
        groups: GROUPS.map(group).into(),
        left: left(&seen),
        preview: format!("{here}/form/preview"),
        ready: seen.missing.is_empty() && seen.round.status == Status::Draft,
        back: here,
    }))
}

/// What is missing in a part, and not only that nobody has looked at it.
fn gaps(part: Part, seen: &SetUpSeen) -> Vec<&Missing> {
    let own = seen.missing.iter().filter(|gap| gap.place().part == part);
    own.filter(|gap| !matches!(gap, Missing::NotLookedAt(_))).collect()
}

/// Everything that is missing, with where it is filled in. A part that nobody has looked at yet
/// takes one line, whatever it lacks.
fn left(seen: &SetUpSeen) -> Vec<Link> {
    let to_check = &seen.round.settings.to_check;
    let line = |gap: &Missing| match gap {
        Missing::NotLookedAt(part) => {
            let name = words::part(*part);
            let text = match gaps(*part, seen).len() {
                0 => format!("{name}: taken over; check it and save it"),
                1 => format!("{name}: 1 thing is missing"),
                more => format!("{name}: {more} things are missing"),
            };
            Some(Link::new(text, place(gap, seen)))
        }
        gap if to_check.contains(&gap.place().part) => None,
        gap => Some(Link::new(words::missing(gap), place(gap, seen))),
    };
    seen.missing.iter().filter_map(line).collect()
}

fn row(part: Part, seen: &SetUpSeen) -> TaskRow {
    let gaps = gaps(part, seen);
    let to_check = seen.round.settings.to_check.contains(&part);
    let may_change = part.may_change(seen.round.status) && seen.may_write;
    let status = if to_check && gaps.is_empty() {
        TaskStatus::Open(Tag::coloured("To check", "blue"))
    } else if !gaps.is_empty() {
        TaskStatus::Open(Tag::coloured("Incomplete", "yellow"))
    } else if may_change {
        TaskStatus::Done("Completed".into())
    } else {
        TaskStatus::Done("Cannot be changed now".into())
    };
    let hint = match gaps.as_slice() {
        [] if to_check => Some("Taken over; check it and save it".to_owned()),
        [] => None,
        [one] => Some(words::missing(one)),
        more => Some(format!("{} things are missing", more.len())),
    };
    let href = if part == Part::Form {
        format!("{}/form", path(seen.round.id))
    } else {
        format!("{}/set-up/{}", path(seen.round.id), part.code())
    };
    TaskRow {
        title: words::part(part).into(),
        href: Some(href.into()),
        hint: hint.map(Into::into),
        status,
    }
}

/// Where a gap is filled.
fn place(gap: &Missing, seen: &SetUpSeen) -> String {
    let here = path(seen.round.id);
    let place = gap.place();
    let at = |list: usize| format!("{here}/set-up/{}/items/{list}", place.part.code());
    let settings = &seen.round.settings;
    match (place.part, &place.item) {
        (Part::Form, Some(id)) => format!("{here}/form/questions/{id}"),
        (Part::Form, None) => format!("{here}/form"),
        (Part::Criteria, Some(code)) => {
            let mut all = settings.scoring.criteria.iter();
            at(all.position(|one| one.code == *code).unwrap_or_default())
        }
        (Part::Checks, Some(code)) => {
            let mut all = settings.eligibility.checks.iter();
            at(all.position(|one| one.code == *code).unwrap_or_default())
        }
        (part, _) if place.setting.is_empty() => format!("{here}/set-up/{}", part.code()),
        (Part::Dates, _) if place.setting.ends_with("_days") => {
            format!("{here}/set-up/dates#{}", place.setting)
        }
        // A date is known by its first box.
        (Part::Dates, _) => format!("{here}/set-up/dates#{}-day", place.setting),
        (part, _) => format!("{here}/set-up/{}#{}", part.code(), place.setting),
    }
}
