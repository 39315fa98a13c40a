//! What the office adds to a round while it runs: questions with answers, publicity, workshops.

use crate::chrome::Chrome;
use crate::components::{
    Checkboxes, Choice, DateInput, ErrorSummary, Field, Select, TextInput, Textarea,
};
use crate::content::rounds as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use actix_web::http::StatusCode;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::RoundId;
use almoner_domain::value::{CivilDate, read_date};
use almoner_http::{Fields, Posted, Route, Visitor, blocking, csrf_token};
use almoner_usecases::rounds::{AddPublicity, AddQuestion, AddWorkshop, RoundForStaff};
use almoner_usecases::{App, AppError, FieldProblem, Outcome};
use askama::Template;

/// Which log.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Log {
    Questions,
    Publicity,
    Workshops,
}

pub(super) fn routes() -> Vec<Route> {
    let pages = [
        (Log::Questions, "/staff/rounds/{round}/questions/new"),
        (Log::Publicity, "/staff/rounds/{round}/publicity/new"),
        (Log::Workshops, "/staff/rounds/{round}/workshops/new"),
    ];
    let mut routes = Vec::new();
    for (log, path) in pages {
        routes.push(Route::get(path, Act::SupportRound, move |id, site, frame, visitor| {
            form(log, id, site, frame, visitor)
        }));
        routes.push(Route::post(
            path,
            Act::SupportRound,
            move |id, site, frame, visitor, posted| add(log, id, site, frame, visitor, posted),
        ));
    }
    routes
}

#[derive(Template)]
#[template(path = "pages/staff/log.html")]
struct LogPage {
    chrome: Chrome,
    heading: &'static str,
    about: &'static str,
    round: String,
    back: String,
    csrf: String,
    errors: ErrorSummary,
    question: Option<Textarea>,
    answer: Option<Textarea>,
    on: Option<DateInput>,
    channel: Option<TextInput>,
    area: Option<Select>,
    note: Option<Textarea>,
    title: Option<TextInput>,
    recorded: Option<Checkboxes>,
}

impl Log {
    const fn heading(self) -> &'static str {
        match self {
            Self::Questions => "Publish a question with its answer",
            Self::Publicity => "Record publicity",
            Self::Workshops => "Record a workshop",
        }
    }

    const fn about(self) -> &'static str {
        match self {
            Self::Questions => {
                "Everybody can read it on the round’s page. Leave out who asked, and anything that \
                 tells who it was."
            }
            Self::Publicity => "Where the round was made known. It is shown on the round’s page.",
            Self::Workshops => "It is shown on the round’s page.",
        }
    }
}

fn page(
    log: Log,
    seen: &RoundForStaff,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    fields: &Fields,
    problems: &[FieldProblem],
) -> LogPage {
    let error = |name: &str| {
        problems.iter().find(|one| one.field == name).map(|one| words::log_fault(name, &one.fault))
    };
    let text = |name: &str| fields.text(name).to_owned();
    let area = |name: &'static str, label: &'static str| {
        Textarea::new(name, label).value(text(name)).error(error(name))
    };
    let line = |name: &'static str, label: &'static str| {
        TextInput::new(name, label).value(text(name)).error(error(name))
    };
    let only = |wanted: &[Log]| wanted.contains(&log);
    let question = only(&[Log::Questions]).then(|| area("question", "Question"));
    let answer = only(&[Log::Questions]).then(|| area("answer", "Answer"));
    let on = only(&[Log::Publicity, Log::Workshops]).then(|| {
        DateInput::new("on", "Date")
            .hint("For example, 14 12 2023")
            .typed([text("on-day"), text("on-month"), text("on-year")])
            .error(error("on"))
    });
    let channel = only(&[Log::Publicity]).then(|| line("channel", "Through what"));
    let place = only(&[Log::Publicity]).then(|| {
        let mut choices = vec![Choice::new("", "Everywhere")];
        choices.extend(
            seen.areas.iter().map(|(code, area)| Choice::new(code.clone(), area.name.clone())),
        );
        Select::new("area", "Aimed at", choices).choose(&text("area")).error(error("area"))
    });
    let note = only(&[Log::Publicity]).then(|| area("note", "What was done"));
    let title = only(&[Log::Workshops]).then(|| line("title", "What and where"));
    let recorded = only(&[Log::Workshops]).then(|| {
        Checkboxes::single("recorded", "It was, or will be, recorded")
            .choose(&fields.all("recorded").collect::<Vec<_>>())
    });
    let errors: ErrorSummary = [
        question.as_ref().and_then(Field::error_item),
        answer.as_ref().and_then(Field::error_item),
        on.as_ref().and_then(Field::error_item),
        channel.as_ref().and_then(Field::error_item),
        place.as_ref().and_then(Field::error_item),
        note.as_ref().and_then(Field::error_item),
        title.as_ref().and_then(Field::error_item),
    ]
    .into_iter()
    .collect();
    let mut chrome = chrome(site, frame, visitor, log.heading());
    chrome.error = !errors.is_empty();
    LogPage {
        chrome,
        heading: log.heading(),
        about: log.about(),
        round: seen.round.settings.title.clone(),
        back: format!("/staff/rounds/{}", seen.round.id),
        csrf: csrf_token(site, visitor.session_token()),
        errors,
        question,
        answer,
        on,
        channel,
        area: place,
        note,
        title,
        recorded,
    }
}

async fn form(
    log: Log,
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = super::round::find(&site, &visitor, &id).await?;
    Ok(ok(&page(log, &seen, (&site, &frame, &visitor), &Fields::default(), &[])))
}

async fn add(
    log: Log,
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = RoundId::parse(&id).ok_or(AppError::NotFound)?;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let fields = posted.fields.clone();
    let outcome = blocking(move || run(log, &app, &actor, arrived, round, &fields)).await;
    match outcome {
        Ok(()) => Ok(see_other(&format!("/staff/rounds/{round}"))),
        Err(AppError::Invalid(problems)) => {
            let seen = super::round::find(&site, &visitor, &id).await?;
            let page = page(log, &seen, (&site, &frame, &visitor), &posted.fields, &problems);
            Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        Err(error) => Err(error.into()),
    }
}

fn run(
    log: Log,
    app: &App,
    actor: &almoner_domain::access::Actor,
    arrived: almoner_usecases::Arrived,
    round: RoundId,
    fields: &Fields,
) -> Outcome<()> {
    let text = |name: &str| fields.text(name).to_owned();
    match log {
        Log::Questions => {
            let (question, answer) = (text("question"), text("answer"));
            app.execute(actor, arrived, AddQuestion { round, question, answer })
        }
        Log::Publicity => {
            let (channel, area, note) = (text("channel"), text("area"), text("note"));
            let on = day(fields)?;
            app.execute(actor, arrived, AddPublicity { round, on, channel, area, note })
        }
        Log::Workshops => {
            let (title, on) = (text("title"), day(fields)?);
            let recorded = fields.first("recorded").is_some();
            app.execute(actor, arrived, AddWorkshop { round, on, title, recorded })
        }
    }
}

fn day(fields: &Fields) -> Outcome<CivilDate> {
    read_date(fields.text("on-day"), fields.text("on-month"), fields.text("on-year")).map_err(
        |fault| {
            let fault = almoner_domain::form::Fault::Date(fault);
            AppError::Invalid(vec![FieldProblem { field: "on".to_owned(), fault }])
        },
    )
}
