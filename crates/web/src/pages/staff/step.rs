//! One step of a round: what it means, a reason where it needs one, and the button.

use crate::chrome::Chrome;
use crate::components::{DateInput, ErrorItem, ErrorSummary, Field, TextInput, Textarea};
use crate::content::rounds as words;
use crate::done::Done;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use crate::pages::rounds::{Fact, facts_of};
use actix_web::http::StatusCode;
use actix_web::web;
use almoner_domain::id::RoundId;
use almoner_domain::round::Move;
use almoner_domain::value::{london, read_date};
use almoner_http::{Fields, Posted, Route, Visitor, blocking, csrf_token};
use almoner_usecases::rounds::{
    Approve, AskForReview, Cancel, Change, ConfirmFunds, Extend, Pause, Publish, Resume,
    RoundForStaff, RoundMove, SendBack, Step, act_of,
};
use almoner_usecases::{AppError, Outcome};
use askama::Template;

/// The pages of the steps, by the end of their address.
const PAGES: &[(Step, &str)] = &[
    (Step::Move(Move::AskForReview), "/staff/rounds/{round}/ask-for-review"),
    (Step::ConfirmFunds, "/staff/rounds/{round}/confirm-funds"),
    (Step::Move(Move::Approve), "/staff/rounds/{round}/approve"),
    (Step::Move(Move::SendBack), "/staff/rounds/{round}/send-back"),
    (Step::Move(Move::Publish), "/staff/rounds/{round}/announce"),
    (Step::Move(Move::Extend), "/staff/rounds/{round}/extend"),
    (Step::Move(Move::Pause), "/staff/rounds/{round}/pause"),
    (Step::Move(Move::Resume), "/staff/rounds/{round}/resume"),
    (Step::Move(Move::Cancel), "/staff/rounds/{round}/cancel"),
];

pub(super) fn routes() -> Vec<Route> {
    let mut routes = Vec::new();
    for &(step, path) in PAGES {
        let Some(act) = act_of(step) else { continue };
        routes.push(Route::get(path, act, move |id, site, frame, visitor| {
            form(step, id, site, frame, visitor)
        }));
        routes.push(Route::post(path, act, move |id, site, frame, visitor, posted| {
            take(step, id, site, frame, visitor, posted)
        }));
    }
    routes
}

/// The end of the address of a step's page.
pub(super) fn under(step: Step) -> Option<&'static str> {
    let (_, path) = PAGES.iter().find(|(known, _)| *known == step)?;
    path.rsplit('/').next()
}

#[derive(Template)]
#[template(path = "pages/staff/step.html")]
struct StepPage {
    chrome: Chrome,
    heading: &'static str,
    round: String,
    about: &'static str,
    back: String,
    csrf: String,
    version: i64,
    notice: Option<String>,
    errors: ErrorSummary,
    closes: Option<(DateInput, TextInput)>,
    reason: Option<Textarea>,
    warning: bool,
    /// What is confirmed, approved or announced, for a step that answers for the settings.
    what: Option<WhatFor>,
}

/// The settings that somebody answers for, without the notes on where they come from.
struct WhatFor {
    summary: String,
    funds: Vec<String>,
    money: Vec<Fact>,
    dates: Vec<Fact>,
    places: Vec<Fact>,
}

impl WhatFor {
    fn of(seen: &RoundForStaff) -> Self {
        let plain = |facts: Vec<Fact>| {
            facts.into_iter().map(|fact| Fact { sources: Vec::new(), ..fact }).collect()
        };
        let facts = facts_of(&seen.round, &seen.areas, &seen.plan, &seen.priorities);
        Self {
            summary: seen.round.settings.summary.clone(),
            funds: seen.round.settings.funds.clone(),
            money: plain(facts.money),
            dates: plain(facts.dates),
            places: plain(facts.places),
        }
    }
}

/// Whether the person who takes the step answers for the settings.
const fn answers_for_settings(step: Step) -> bool {
    matches!(
        step,
        Step::ConfirmFunds | Step::Move(Move::AskForReview | Move::Approve | Move::Publish)
    )
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Typed {
    day: [String; 3],
    time: String,
    reason: String,
    day_error: Option<String>,
    time_error: Option<String>,
    reason_error: Option<String>,
    notice: Option<String>,
}

const fn needs_reason(step: Step) -> bool {
    match step {
        Step::ConfirmFunds => false,
        Step::Move(mv) => {
            matches!(mv, Move::SendBack | Move::Extend | Move::Pause | Move::Resume | Move::Cancel)
        }
    }
}

fn page(
    step: Step,
    seen: &RoundForStaff,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    typed: Typed,
) -> StepPage {
    let heading = words::step(step);
    let mut chrome = chrome(site, frame, visitor, heading);
    let closes = (step == Step::Move(Move::Extend)).then(|| {
        let day = DateInput::new("closes", "New closing date")
            .hint("For example, 15 1 2024")
            .typed(typed.day)
            .error(typed.day_error);
        let time = TextInput::new("time", "New closing time")
            .hint("Of London, by the 24-hour clock, for example 17:00")
            .width(5)
            .value(typed.time)
            .error(typed.time_error);
        (day, time)
    });
    let reason = needs_reason(step)
        .then(|| Textarea::new("reason", "Reason").value(typed.reason).error(typed.reason_error));
    let errors: ErrorSummary = [
        typed.notice.clone().map(ErrorItem::general),
        closes.as_ref().and_then(|(day, _)| day.error_item()),
        closes.as_ref().and_then(|(_, time)| time.error_item()),
        reason.as_ref().and_then(Field::error_item),
    ]
    .into_iter()
    .collect();
    chrome.error = !errors.is_empty();
    StepPage {
        chrome,
        heading,
        round: seen.round.settings.title.clone(),
        about: words::step_about(step),
        back: format!("/staff/rounds/{}", seen.round.id),
        csrf: csrf_token(site, visitor.session_token()),
        version: seen.round.version,
        notice: typed.notice,
        errors,
        closes,
        reason,
        warning: step == Step::Move(Move::Cancel),
        what: answers_for_settings(step).then(|| WhatFor::of(seen)),
    }
}

async fn form(
    step: Step,
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = super::round::find(&site, &visitor, &id).await?;
    if !seen.steps.contains(&step) {
        return Ok(see_other(&format!("/staff/rounds/{}", seen.round.id)));
    }
    let mut typed = Typed::default();
    if step == Step::Move(Move::Extend) {
        let now = london::civil(seen.round.deadline.at);
        typed.day = [now.day().to_string(), now.month().to_string(), now.year().to_string()];
        typed.time = now.strftime("%H:%M").to_string();
    }
    Ok(ok(&page(step, &seen, (&site, &frame, &visitor), typed)))
}

async fn take(
    step: Step,
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = RoundId::parse(&id).ok_or(AppError::NotFound)?;
    let mut typed = typed(&posted.fields);
    let attempt = match closing_time(step, &mut typed) {
        None => Err(AppError::Invalid(Vec::new())),
        Some(closes) => match posted.fields.text("version").parse() {
            Err(_) => Err(AppError::Stale),
            Ok(version) => {
                let (app, actor, arrived) =
                    (site.app.clone(), visitor.actor.clone(), posted.arrived);
                let reason = typed.reason.clone();
                blocking(move || {
                    make(&app, &actor, arrived, step, (round, version), closes, reason)
                })
                .await
            }
        },
    };
    let status = match attempt {
        Ok(()) => {
            let here = format!("/staff/rounds/{round}");
            return Ok(see_other(&done(step).map_or(here.clone(), |done| done.at(&here))));
        }
        Err(AppError::Invalid(problems)) => {
            if problems.iter().any(|problem| problem.field == "reason") {
                typed.reason_error = Some(words::reason_fault().to_owned());
            }
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(AppError::Stale) => {
            typed.notice = Some(
                "Somebody else changed this round while you were working. Nothing was changed. \
                 Look at it as it is now, and press the button again if you still want to."
                    .to_owned(),
            );
            StatusCode::CONFLICT
        }
        Err(error) => return Err(PageError::from(error)),
    };
    let seen = super::round::find(&site, &visitor, &id).await?;
    Ok(render(status, &page(step, &seen, (&site, &frame, &visitor), typed)))
}

fn typed(fields: &Fields) -> Typed {
    let text = |name: &str| fields.text(name).to_owned();
    Typed {
        day: [text("closes-day"), text("closes-month"), text("closes-year")],
        time: text("time"),
        reason: text("reason"),
        ..Typed::default()
    }
}

/// The new closing time; `Some(None)` for a step that has none, `None` where it cannot be read.
fn closing_time(step: Step, typed: &mut Typed) -> Option<Option<jiff::civil::DateTime>> {
    if step != Step::Move(Move::Extend) {
        return Some(None);
    }
    let [day, month, year] = &typed.day;
    let date = read_date(day, month, year);
    let time = jiff::civil::Time::strptime("%H:%M", typed.time.trim());
    if date.is_err() {
        typed.day_error = Some("Enter a real closing date".to_owned());
    }
    if time.is_err() {
        typed.time_error = Some("Enter a closing time such as 17:00".to_owned());
    }
    Some(Some(date.ok()?.to_datetime(time.ok()?)))
}

/// What is said once a step was taken.
const fn done(step: Step) -> Option<Done> {
    Some(match step {
        Step::ConfirmFunds => Done::FundsConfirmed,
        Step::Move(Move::AskForReview) => Done::AskedForReview,
        Step::Move(Move::Approve) => Done::Approved,
        Step::Move(Move::SendBack) => Done::SentBack,
        Step::Move(Move::Publish) => Done::Announced,
        Step::Move(Move::Extend) => Done::Extended,
        Step::Move(Move::Pause) => Done::Paused,
        Step::Move(Move::Resume) => Done::Resumed,
        Step::Move(Move::Cancel) => Done::CalledOff,
        Step::Move(_) => return None,
    })
}

/// Runs the use case of a step.
fn make(
    app: &almoner_usecases::App,
    actor: &almoner_domain::access::Actor,
    arrived: almoner_usecases::Arrived,
    step: Step,
    (round, version): (RoundId, i64),
    closes: Option<jiff::civil::DateTime>,
    reason: String,
) -> Outcome<()> {
    struct Run<'a> {
        app: &'a almoner_usecases::App,
        actor: &'a almoner_domain::access::Actor,
        arrived: almoner_usecases::Arrived,
        round: RoundId,
        version: i64,
    }
    impl Run<'_> {
        fn run<M: RoundMove>(self, mv: M) -> Outcome<()> {
            let change = Change { round: self.round, version: self.version, mv };
            self.app.execute(self.actor, self.arrived, change)
        }
    }
    let this = Run { app, actor, arrived, round, version };
    let mv = match step {
        Step::ConfirmFunds => return this.run(ConfirmFunds),
        Step::Move(mv) => mv,
    };
    match mv {
        Move::AskForReview => this.run(AskForReview),
        Move::SendBack => this.run(SendBack { reason }),
        Move::Approve => this.run(Approve),
        Move::Publish => this.run(Publish),
        Move::Extend => match closes {
            Some(closes) => this.run(Extend { closes, reason }),
            None => Err(AppError::Invalid(Vec::new())),
        },
        Move::Pause => this.run(Pause { reason }),
        Move::Resume => this.run(Resume { reason }),
        Move::Cancel => this.run(Cancel { reason }),
        Move::Open
        | Move::Close
        | Move::StartScreening
        | Move::StartAssessing
        | Move::StartModerating
        | Move::Recommend
        | Move::ReturnToPanel
        | Move::Decide
        | Move::Announce
        | Move::StartDelivery
        | Move::CloseOut => Err(AppError::NotFound),
    }
}
