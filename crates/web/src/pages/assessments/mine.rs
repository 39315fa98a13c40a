//! An assessor's own list.

use crate::chrome::Chrome;
use crate::components::{Choice, Pagination, Radios, Select, Textarea};
use crate::content::assessments as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use actix_web::web;
use almoner_domain::access::Standing;
use almoner_domain::assessment::HandBackReason;
use almoner_domain::value::show_date;
use almoner_http::{Visitor, blocking, csrf_token};
use almoner_ports::AssessmentKey;
use almoner_usecases::assessments::{LIST_LENGTH, MyAssessments};
use askama::Template;
use serde::Deserialize;

/// One line.
struct Line {
    href: Option<String>,
    declare: String,
    group: String,
    project: String,
    reference: String,
    round: String,
    due: String,
    status: &'static str,
}

#[derive(Template)]
#[template(path = "pages/assessments/mine.html")]
struct MinePage {
    chrome: Chrome,
    csrf: String,
    lines: Vec<Line>,
    give_back: Option<(Select, Radios, Textarea)>,
    pages: Pagination,
}

/// Where the list goes on.
#[derive(Deserialize)]
pub(super) struct After {
    due: Option<String>,
    id: Option<String>,
}

impl After {
    fn key(&self) -> Option<AssessmentKey> {
        let due = self.due.as_deref()?.parse().ok()?;
        Some(AssessmentKey { due, id: self.id.as_deref()?.parse().ok()? })
    }
}

pub(super) async fn answer(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    query: web::Query<After>,
) -> PageResult {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let view = MyAssessments { after: query.key() };
    let mine = blocking(move || app.look(&actor, arrived, &view)).await?;
    let full = usize::try_from(LIST_LENGTH).is_ok_and(|length| mine.len() >= length);
    let next = mine.last().filter(|_| full).map(|last| {
        format!("/staff/assessments?due={}&id={}", last.assessment.due, last.assessment.id)
    });
    let open = mine.iter().filter(|one| one.assessment.status.is_open());
    let choices: Vec<Choice> = open
        .map(|one| {
            let text = format!(
                "{}, {}",
                one.application.organisation_name,
                one.application.reference.as_deref().unwrap_or("no reference")
            );
            Choice::new(one.assessment.id.to_string(), text)
        })
        .collect();
    let give_back = (!choices.is_empty()).then(|| {
        let reasons = HandBackReason::ALL.iter();
        (
            Select::new("assessment", "Application", choices),
            Radios::new(
                "why",
                "Why do you give it back?",
                reasons.map(|why| Choice::new(why.code(), words::hand_back(*why))),
            ),
            Textarea::new("reason", "The reason, for the grants lead").rows(3),
        )
    });
    let lines = mine
        .into_iter()
        .map(|one| Line {
            href: (one.standing == Standing::Clear)
                .then(|| format!("/staff/assessments/{}", one.assessment.id)),
            declare: format!("/staff/rounds/{}/declarations", one.assessment.round),
            group: one.application.organisation_name,
            project: one.application.title,
            reference: one.application.reference.unwrap_or_default(),
            round: one.round,
            due: show_date(one.assessment.due),
            status: words::status(one.assessment.status),
        })
        .collect();
    Ok(ok(&MinePage {
        chrome: chrome(&site, &frame, &visitor, "Your assessments"),
        csrf: csrf_token(&site, visitor.session_token()),
        lines,
        give_back,
        pages: Pagination::by_key(None, next),
    }))
}
