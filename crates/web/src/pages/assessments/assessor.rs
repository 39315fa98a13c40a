//! One assessor: training and zones.

use super::{id, version};
use crate::chrome::Chrome;
use crate::components::{
    Checkboxes, Choice, DateInput, ErrorSummary, Field, SummaryList, SummaryRow,
};
use crate::content::assessments as words;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use crate::typed::Typed;
use actix_web::web;
use almoner_domain::assessment::{Completed, Module, TrainingRefused};
use almoner_domain::id::PersonId;
use almoner_domain::value::{CivilDate, read_date, show_date};
use almoner_http::{Posted, Visitor, blocking, csrf_token};
use almoner_usecases::Refusal;
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

/// The forms of the page.
const TRAINING: &str = "training";
const ZONES: &str = "zones";

fn page(
    seen: &AssessorSheet,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    typed: &Typed,
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
    let part = typed.part(TRAINING);
    let blank = || [String::new(), String::new(), String::new()];
    let modules = Checkboxes::new("modules", "Modules completed", choices)
        .choose(&part.values("modules", Vec::new))
        .error(part.error("modules"));
    let on = DateInput::new("on", "Completed on")
        .typed(part.date("on", blank()))
        .error(part.error("on"));
    let until = DateInput::new("until", "Counts until")
        .hint("At most two years later")
        .typed(part.date("until", blank()))
        .error(part.error("until"));
    let part = typed.part(ZONES);
    let mine = part.values("zones", || seen.profile.zones.iter().cloned().collect());
    let zones = Checkboxes::new(
        "zones",
        "Zones whose applications they may mark as a community assessor",
        seen.zones.iter().map(|(code, name)| Choice::new(code.clone(), name.clone())),
    )
    .choose(&mine)
    .error(part.error("zones"));
    let fields = [modules.error_item(), on.error_item(), until.error_item(), zones.error_item()];
    let mut chrome = chrome(site, frame, visitor, &name);
    let errors = typed.summary(fields, true, &mut chrome);
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
    Ok(ok(&page(&seen, (&site, &frame, &visitor), &Typed::default())))
}

fn date(posted: &Posted, name: &str) -> Option<CivilDate> {
    let typed = ["day", "month", "year"]
        .map(|part| posted.fields.only(&format!("{name}-{part}")).to_owned());
    let [day, month, year] = &typed;
    read_date(day, month, year).ok()
}

pub(super) async fn train(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let person: PersonId = id(&path)?;
    let modules: Vec<Module> = posted.fields.all("modules").filter_map(Module::parse).collect();
    let (on, until) = (date(&posted, "on"), date(&posted, "until"));
    let typed = match (on, until, modules.is_empty()) {
        (Some(on), Some(until), false) => {
            let version = version(posted.fields.only("version"));
            let case = RecordTraining { person, version, modules, done: Completed { on, until } };
            let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
            match blocking(move || app.execute(&actor, arrived, case)).await {
                Ok(()) => return Ok(see_other(&format!("/staff/assessors/{person}"))),
                Err(error) => Typed::refused(TRAINING, &posted.fields, error, field)?,
            }
        }
        (on, until, none) => {
            let problems = [
                none.then_some(("modules", "Select the modules completed")),
                on.is_none().then_some(("on", "Enter the date of completion")),
                until.is_none().then_some(("until", "Enter the date until which it counts")),
            ];
            Typed::wrong(TRAINING, &posted.fields, problems.into_iter().flatten())
        }
    };
    let seen = see(&site, &visitor, person).await?;
    Ok(render(typed.status(), &page(&seen, (&site, &frame, &visitor), &typed)))
}

/// The field that a refusal is about.
fn field(refusal: &Refusal) -> String {
    let about = match refusal {
        Refusal::Training(TrainingRefused::InFuture { .. }) => "on",
        Refusal::Training(TrainingRefused::EndsFirst | TrainingRefused::TooLong { .. }) => "until",
        _ => "",
    };
    about.to_owned()
}

pub(super) async fn zones(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
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
    match blocking(move || app.execute(&actor, arrived, case)).await {
        Ok(()) => Ok(see_other(&format!("/staff/assessors/{person}"))),
        Err(error) => {
            let typed = Typed::refused(ZONES, &posted.fields, error, field)?;
            let seen = see(&site, &visitor, person).await?;
            Ok(render(typed.status(), &page(&seen, (&site, &frame, &visitor), &typed)))
        }
    }
}
