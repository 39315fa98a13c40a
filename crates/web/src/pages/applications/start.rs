//! Starting a bid: for which organisation.

use super::{look, path, token};
use crate::chrome::Chrome;
use crate::components::{Choice, ErrorSummary, Field, Radios};
use crate::content::applications::refused;
use crate::counted::count;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, again, chrome, ok, see_other};
use actix_web::HttpRequest;
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_domain::application::ApplicationRefused;
use almoner_domain::completion::Step;
use almoner_domain::id::OrganisationId;
use almoner_domain::round::Phase;
use almoner_http::{Posted, Route, Visitor, blocking};
use almoner_usecases::applications::{StartApplication, StartPage, Starting};
use askama::Template;

pub(super) fn routes() -> Vec<Route> {
    const PATH: &str = "/rounds/{reference}/apply";
    vec![
        Route::get(PATH, Act::StartApplication, show),
        Route::post(PATH, Act::StartApplication, start),
    ]
}

#[derive(Template)]
#[template(path = "pages/applications/start.html")]
struct StartTemplate {
    chrome: Chrome,
    csrf: String,
    back: String,
    title: String,
    deadline: String,
    privacy: Vec<String>,
    errors: ErrorSummary,
    organisations: Option<Radios>,
    new_organisation: String,
    /// Bids that there are already: link and name.
    existing: Vec<(String, String)>,
    notices: Vec<String>,
    open: bool,
}

async fn show(site: SiteData, frame: FrameData, visitor: Visitor, at: Path<String>) -> PageResult {
    let starting = look(&site, &visitor, StartPage { round: at.into_inner() }).await?;
    Ok(ok(&page(&site, &frame, &visitor, &starting, None)))
}

async fn start(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    at: Path<String>,
    request: HttpRequest,
    posted: Posted,
) -> PageResult {
    let round = at.into_inner();
    let Some(organisation) = OrganisationId::parse(posted.fields.text("organisation")) else {
        let starting = look(&site, &visitor, StartPage { round }).await?;
        let wrong = "Choose the organisation that is applying";
        return Ok(again(&page(&site, &frame, &visitor, &starting, Some(wrong))));
    };
    let reference = round.clone();
    let case = StartApplication { round, organisation };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let started = blocking(move || app.execute(&actor, arrived, case)).await;
    let started = started.map_err(PageError::from)?;
    count(&site, &request, &reference, Step::Started);
    Ok(see_other(&path(started)))
}

fn page(
    site: &SiteData,
    frame: &FrameData,
    visitor: &Visitor,
    starting: &Starting,
    wrong: Option<&'static str>,
) -> StartTemplate {
    let settings = &starting.round.settings;
    let allowed = usize::from(settings.eligibility.bids_per_organisation);
    let bids = |id: OrganisationId| starting.bids.iter().filter(|(of, _)| *of == id).count();
    let free: Vec<Choice> = starting
        .organisations
        .iter()
        .filter(|one| bids(one.id) < allowed)
        .map(|one| Choice::new(one.id.to_string(), one.name.clone()).chosen(false))
        .collect();
    let radios = (!free.is_empty()).then(|| {
        let only = free.len() == 1;
        let mut radios =
            Radios::new("organisation", "Which organisation is applying?", free).error(wrong);
        if only && let Some(item) = radios.items.first_mut() {
            item.chosen = true;
        }
        radios
    });
    let existing = starting
        .bids
        .iter()
        .filter_map(|(of, bid)| {
            let name = starting.organisations.iter().find(|one| one.id == *of)?.name.clone();
            Some((path(*bid), name))
        })
        .collect();
    let notices = match starting.phase {
        Phase::Open => Vec::new(),
        Phase::Closed | Phase::Results => {
            vec![format!("The deadline was {}. It is too late to start.", starting.round.deadline)]
        }
        phase => {
            let (heading, lines) = refused(&ApplicationRefused::RoundNotOpen(phase));
            vec![format!("{heading}. {}", lines.join(" "))]
        }
    };
    let mut chrome = chrome(site, frame, visitor, "Start an application");
    let item = radios.as_ref().and_then(Field::error_item);
    chrome.error = item.is_some();
    StartTemplate {
        chrome,
        csrf: token(site, visitor),
        back: format!("/rounds/{}", settings.reference),
        title: settings.title.clone(),
        deadline: starting.round.deadline.to_string(),
        privacy: settings.privacy_notice.text.split("\n\n").map(str::to_owned).collect(),
        errors: [item].into_iter().collect(),
        organisations: radios,
        new_organisation: format!("/organisations/new?round={}", settings.reference),
        existing,
        notices,
        open: starting.phase == Phase::Open,
    }
}
