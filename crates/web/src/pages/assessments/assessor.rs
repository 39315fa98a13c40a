//! One assessor: training and zones.

use super::{id, version};
use crate::chrome::Chrome;
use crate::components::{
    Checkboxes, Choice, DateInput, ErrorSummary, Field, SummaryList, SummaryRow,
};
use crate::content::assessments as words;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, again, chrome, ok, see_other};
use actix_web::web;
use almoner_domain::assessment::{Completed, Module};
use almoner_domain::id::PersonId;
use almoner_domain::value::{CivilDate, read_date, show_date};
use almoner_http::{Posted, Visitor, blocking, csrf_token};
use almoner_usecases::assessments::{AssessorRecord, AssessorSheet, RecordTraining, SetZones};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/assessments/assessor.html")]
struct AssessorPage {
    chrome: Chrome,
    csrf: String,
    errors: ErrorSummary,
    person: PersonId,
    name: String,
    version: i64,
    trained: bool,
    training: SummaryList,
    modules: Checkboxes,
    on: DateInput,
    until: DateInput,
    zones: Checkboxes,
}

/// What was typed about training, and what is wrong with it.
#[derive(Default)]
struct Typed {
    modules: Vec<String>,
    on: [String; 3],
    until: [String; 3],
    modules_error: Option<&'static str>,
    on_error: Option<&'static str>,
    until_error: Option<&'static str>,
}

fn page(
    seen: &AssessorSheet,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    typed: Typed,
) -> AssessorPage {
    let name =
        if seen.person.name.is_empty() { &seen.person.email } else { &seen.person.name }.clone();
    let training = Module::ALL.iter().map(|module| {
        let state = match seen.profile.modules.get(module) {
            None => "Not recorded".to_owned(),
            Some(done) if done.until < seen.today => {
                format!("Out of date since {}", show_date(done.until))
            }
            Some(done) => {
                format!("{}, in date until {}", show_date(done.on), show_date(done.until))
            }
        };
        SummaryRow::new(words::module(*module), state)
    });
    let choices = Module::ALL.iter().map(|one| Choice::new(one.code(), words::module(*one)));
    let modules = Checkboxes::new("modules", "Modules completed", choices)
        .choose(&typed.modules)
        .error(typed.modules_error);
    let on = DateInput::new("on", "Completed on").typed(typed.on).error(typed.on_error);
    let until = DateInput::new("until", "Counts until")
        .hint("At most two years later")
        .typed(typed.until)
        .error(typed.until_error);
    let mine: Vec<&String> = seen.profile.zones.iter().collect();
    let zones = Checkboxes::new(
        "zones",
        "Zones whose applications they may mark as a community assessor",
        seen.zones.iter().map(|(code, name)| Choice::new(code.clone(), name.clone())),
    )
    .choose(&mine);
    let errors: ErrorSummary =
        [modules.error_item(), on.error_item(), until.error_item()].into_iter().collect();
    let mut chrome = chrome(site, frame, visitor, &name);
    chrome.error = !errors.is_empty();
    AssessorPage {
        chrome,
        csrf: csrf_token(site, visitor.session_token()),
        errors,
        person: seen.person.id,
        version: seen.profile.version,
        trained: seen.profile.is_trained(seen.today),
        training: SummaryList { rows: training.collect(), ..SummaryList::default() },
        name,
        modules,
        on,
        until,
        zones,
    }
}

async fn see(
    site: &SiteData,
    visitor: &Visitor,
    person: PersonId,
) -> Result<AssessorSheet, PageError> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    Ok(blocking(move || app.look(&actor, arrived, &AssessorRecord { person })).await?)
}

pub(super) async fn answer(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = see(&site, &visitor, id(&path)?).await?;
    Ok(ok(&page(&seen, (&site, &frame, &visitor), Typed::default())))
}

fn date(posted: &Posted, name: &str) -> ([String; 3], Option<CivilDate>) {
    let typed = ["day", "month", "year"]
        .map(|part| posted.fields.only(&format!("{name}-{part}")).to_owned());
    let [day, month, year] = &typed;
    let read = read_date(day, month, year).ok();
    (typed, read)
}

pub(super) async fn train(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let person: PersonId = id(&path)?;
    let chosen: Vec<String> = posted.fields.all("modules").map(str::to_owned).collect();
    let modules: Vec<Module> = chosen.iter().filter_map(|code| Module::parse(code)).collect();
    let ((on_typed, on), (until_typed, until)) = (date(&posted, "on"), date(&posted, "until"));
    let (Some(on), Some(until), false) = (on, until, modules.is_empty()) else {
        let seen = see(&site, &visitor, person).await?;
        let typed = Typed {
            modules_error: modules.is_empty().then_some("Select the modules completed"),
            on_error: on.is_none().then_some("Enter the date of completion"),
            until_error: until.is_none().then_some("Enter the date until which it counts"),
            modules: chosen,
            on: on_typed,
            until: until_typed,
        };
        return Ok(again(&page(&seen, (&site, &frame, &visitor), typed)));
    };
    let version = version(posted.fields.only("version"));
    let case = RecordTraining { person, version, modules, done: Completed { on, until } };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, case)).await?;
    Ok(see_other(&format!("/staff/assessors/{person}")))
}

pub(super) async fn zones(
    path: web::Path<String>,
    site: SiteData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let person: PersonId = id(&path)?;
    let case = SetZones {
        person,
        version: version(posted.fields.only("version")),
        zones: posted.fields.all("zones").map(str::to_owned).collect(),
    };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, case)).await?;
    Ok(see_other(&format!("/staff/assessors/{person}")))
}
