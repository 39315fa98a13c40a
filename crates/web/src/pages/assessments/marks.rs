//! The marks of a bid, once they are revealed.

use super::{id, name};
use crate::chrome::Chrome;
use crate::components::{Cell, Column, Row, Table};
use crate::content::assessments as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use actix_web::web;
use almoner_domain::application::withhold::{Audience, shown_name};
use almoner_domain::assessment::Assessment;
use almoner_domain::id::{ApplicationId, PersonId};
use almoner_domain::moderation::{Combined, Moderation};
use almoner_domain::person::Person;
use almoner_domain::round::Round;
use almoner_http::{Visitor, blocking};
use almoner_usecases::assessments::MarksOfBid;
use askama::Template;
use std::collections::BTreeMap;

/// One assessor's reasons.
pub(in crate::pages) struct Reasons {
    pub(in crate::pages) who: String,
    pub(in crate::pages) lines: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "pages/assessments/marks.html")]
struct MarksPage {
    chrome: Chrome,
    group: String,
    reference: String,
    round: String,
    marks: Option<(Table, Vec<Reasons>)>,
    flags: Vec<String>,
}

/// A table of a criterion a line: each assessor's mark, the spread, and what was agreed.
pub(in crate::pages) fn table(
    round: &Round,
    combined: &Combined,
    people: &BTreeMap<PersonId, Person>,
    moderation: Option<&Moderation>,
) -> Table {
    let mut head = vec![Column::new("Criterion"), Column::numeric("Weight")];
    head.extend(combined.assessors.iter().map(|(_, person, kind, _)| {
        Column::numeric(format!("{} ({})", name(people, *person), words::kind(*kind)))
    }));
    head.push(Column::numeric("Spread"));
    if moderation.is_some() {
        head.push(Column::numeric("Agreed"));
    }
    let criteria = round.settings.scoring.criteria.iter().zip(&combined.criteria);
    let mut rows: Vec<Row> = criteria
        .map(|(criterion, view)| {
            let mut cells = vec![
                Cell::new(criterion.title.clone()),
                Cell::numeric(format!("{}%", criterion.weight)),
            ];
            cells.extend(view.marks.iter().map(|mark| Cell::numeric(mark.to_string())));
            cells.push(Cell::numeric(if view.discuss {
                format!("{} (discuss)", view.spread)
            } else {
                view.spread.to_string()
            }));
            if let Some(moderation) = moderation {
                let agreed = moderation.agreement.marks.get(&view.code);
                cells.push(Cell::numeric(
                    agreed.map_or_else(|| "–".to_owned(), |agreed| agreed.mark.to_string()),
                ));
            }
            Row { cells, total: false }
        })
        .collect();
    let mut cells = vec![Cell::new("Weighted total"), Cell::numeric("100%")];
    cells.extend(combined.assessors.iter().map(|(.., percent)| Cell::numeric(percent.to_string())));
    cells.push(Cell::numeric(if combined.discuss { "(discuss)" } else { "" }));
    if let Some(moderation) = moderation {
        cells.push(Cell::numeric(moderation.percent().to_string()));
    }
    rows.push(Row { cells, total: true });
    Table {
        caption: "Marks".into(),
        caption_classes: "govuk-table__caption--m".into(),
        head,
        rows,
        first_cell_is_header: true,
        classes: "".into(),
    }
}

/// What the marks come to, in sentences.
pub(in crate::pages) fn flags(combined: &Combined) -> Vec<String> {
    let mut flags = Vec::new();
    if let Some(staff) = combined.staff {
        flags.push(format!("Mean of staff and independent assessors: {staff}."));
    }
    if let Some(community) = combined.community {
        flags.push(format!("Mean of community assessors: {community}."));
    }
    flags.push(format!("Mean of all, one person one mark: {}.", combined.all));
    if combined.discuss {
        flags.push("The totals lie far apart: the panel must discuss the application.".to_owned());
    }
    flags
}

/// Each assessor's reasons, criterion by criterion.
pub(in crate::pages) fn reasons(
    round: &Round,
    open: &[Assessment],
    people: &BTreeMap<PersonId, Person>,
) -> Vec<Reasons> {
    open.iter()
        .map(|one| Reasons {
            who: name(people, one.assessor),
            lines: round
                .settings
                .scoring
                .criteria
                .iter()
                .filter_map(|criterion| {
                    let given = one.marks.get(&criterion.code)?;
                    let mark = given.mark?;
                    Some((format!("{}: {mark}", criterion.title), given.reason.clone()))
                })
                .collect(),
        })
        .collect()
}

pub(super) async fn answer(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let application: ApplicationId = id(&path)?;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let seen = blocking(move || app.look(&actor, arrived, &MarksOfBid { application })).await?;
    let mut chrome = chrome(&site, &frame, &visitor, "Marks");
    chrome.wide = true;
    let flags = seen.marks.iter().flat_map(|(_, combined)| flags(combined)).collect();
    let marks = seen.marks.as_ref().map(|(open, combined)| {
        (
            table(&seen.round, combined, &seen.people, seen.moderation.as_ref()),
            reasons(&seen.round, open, &seen.people),
        )
    });
    Ok(ok(&MarksPage {
        chrome,
        group: shown_name(&seen.application, Audience::Working).or("").to_owned(),
        reference: seen.application.reference.clone().unwrap_or_default(),
        round: format!("/staff/rounds/{}/panel", seen.round.id),
        marks,
        flags,
    }))
}
