//! The list of rounds: the first page of the site.

use crate::chrome::Chrome;
use crate::components::Tag;
use crate::content::rounds as words;
use crate::error::PageError;
use crate::page::{FrameData, SiteData, chrome};
use crate::public_cache::{self, Made, Span};
use actix_web::{HttpRequest, HttpResponse};
use almoner_domain::round::Phase;
use almoner_domain::value::show_moment;
use almoner_http::{Visitor, blocking};
use almoner_usecases::rounds::{PublicRounds, RoundLine};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/rounds/list.html")]
struct ListPage {
    chrome: Chrome,
    groups: Vec<Group>,
}

/// The rounds of one phase.
struct Group {
    id: &'static str,
    heading: &'static str,
    rounds: Vec<Line>,
}

struct Line {
    href: String,
    title: String,
    summary: String,
    when: String,
    money: String,
    tag: Tag,
}

/// The groups in which the list is shown, in order.
const GROUPS: &[(&str, &str, &[Phase])] = &[
    ("open", "Open now", &[Phase::Open, Phase::Paused]),
    ("soon", "Opening soon", &[Phase::Announced]),
    ("closed", "Closed: being assessed", &[Phase::Closed]),
    ("results", "Results", &[Phase::Results]),
    ("cancelled", "Called off", &[Phase::Cancelled]),
];

pub(super) async fn answer(
    request: HttpRequest,
    site: SiteData,
    frame: FrameData,
) -> Result<HttpResponse, actix_web::Error> {
    let address = request.path().to_owned();
    public_cache::answer(request, site, frame, |site, frame, visitor| {
        make(site, frame, visitor, address)
    })
    .await
}

async fn make(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    address: String,
) -> Result<Made, PageError> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let rounds = blocking(move || app.look(&actor, arrived, &PublicRounds::default())).await?;
    let span =
        Span::around(arrived.at, rounds.iter().flat_map(|line| [line.opens_at, line.deadline.at]));
    let page = ListPage {
        chrome: chrome(&site, &frame, &visitor, "Funding rounds"),
        groups: groups(&rounds),
    };
    Ok(Made { html: crate::page::html(&page)?, span, address: Some(address) })
}

fn groups(rounds: &[RoundLine]) -> Vec<Group> {
    GROUPS
        .iter()
        .map(|(id, heading, phases)| Group {
            id,
            heading,
            rounds: rounds.iter().filter(|line| phases.contains(&line.phase)).map(line).collect(),
        })
        .filter(|group| !group.rounds.is_empty() || group.id == "open")
        .collect()
}

fn line(line: &RoundLine) -> Line {
    let when = match line.phase {
        Phase::Hidden | Phase::Announced => format!("Opens at {}", show_moment(line.opens_at)),
        Phase::Open => format!("Closes at {}", line.deadline),
        Phase::Paused => "Paused. The time that is lost will be added to the deadline".to_owned(),
        Phase::Closed | Phase::Results => format!("Closed at {}", line.deadline),
        Phase::Cancelled => "Called off".to_owned(),
    };
    Line {
        href: format!("/rounds/{}", line.reference),
        title: line.title.clone(),
        summary: line.summary.clone(),
        when,
        money: format!("Grants of {} to {}", line.minimum, line.maximum),
        tag: Tag::coloured(words::phase(line.phase), words::phase_colour(line.phase)),
    }
}
