//! More time for one group: what was asked for and given, asking, deciding.

use crate::chrome::Chrome;
use crate::components::{
    Choice, DateInput, ErrorItem, ErrorSummary, Field, Radios, Size, SummaryCard, SummaryList,
    SummaryRow, TextInput, Textarea,
};
use crate::content::rounds as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use actix_web::http::StatusCode;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::{OrganisationId, PersonId, RoundId};
use almoner_domain::round::{Ground, MoreTime, RoundRefused, Status};
use almoner_domain::value::read_date;
use almoner_http::{Fields, Posted, Route, Visitor, blocking, csrf_token};
use almoner_usecases::rounds::{
    AnswerMoreTime, AskMoreTime, Change, GroupsNamed, MoreTimeOfRound, MoreTimeSeen,
};
use almoner_usecases::{AppError, Outcome, Refusal};
use askama::Template;

pub(super) fn routes() -> Vec<Route> {
    const PATH: &str = "/staff/rounds/{round}/more-time";
    vec![
        Route::get(PATH, Act::ReadMoreTime, show),
        Route::post(PATH, Act::AskMoreTime, ask),
        Route::post("/staff/rounds/{round}/more-time/answer", Act::AnswerMoreTime, answer),
    ]
}

#[derive(Template)]
#[template(path = "pages/staff/more_time.html")]
struct MoreTimePage {
    chrome: Chrome,
    round: String,
    deadline: String,
    here: String,
    back: String,
    csrf: String,
    version: i64,
    notice: Option<String>,
    errors: ErrorSummary,
    requests: Vec<Request>,
    ask: Option<Form>,
}

/// A request, with the buttons of whoever may decide on it.
struct Request {
    card: SummaryCard,
    organisation: OrganisationId,
    name: String,
    open: bool,
}

/// The form of a request.
struct Form {
    group: TextInput,
    day: DateInput,
    time: TextInput,
    ground: Radios,
    reason: Textarea,
}

/// What one drawing is made of.
#[derive(Default)]
struct Drawn {
    typed: Fields,
    errors: Vec<(&'static str, String)>,
    notice: Option<String>,
}

async fn seen(site: &SiteData, visitor: &Visitor, id: &str) -> Outcome<MoreTimeSeen> {
    let round = RoundId::parse(id).ok_or(AppError::NotFound)?;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    blocking(move || app.look(&actor, arrived, &MoreTimeOfRound { round })).await
}

fn name(person: PersonId, seen: &MoreTimeSeen) -> String {
    match seen.people.get(&person) {
        Some(person) if person.name.is_empty() => person.email.clone(),
        Some(person) => person.name.clone(),
        None => "Somebody whose account is gone".to_owned(),
    }
}

fn request(one: &MoreTime, seen: &MoreTimeSeen, caller: Option<PersonId>) -> Request {
    let decided = one.answer.map_or_else(
        || "Not yet".to_owned(),
        |answer| {
            let what = if answer.given { "Given" } else { "Refused" };
            format!("{what} by {}", name(answer.by, seen))
        },
    );
    let rows = vec![
        SummaryRow::new("Its deadline", one.until.to_string()),
        SummaryRow::new("Ground", words::ground(one.ground)),
        SummaryRow::new("What happened", one.reason.clone()),
        SummaryRow::new("Asked for by", name(one.asked_by, seen)),
        SummaryRow::new("Decision", decided),
    ];
    let another = caller != Some(one.asked_by) && caller != seen.round.posts.officer;
    Request {
        card: SummaryCard::new(one.name.clone(), rows.into_iter().collect::<SummaryList>()),
        organisation: one.organisation,
        name: one.name.clone(),
        open: one.answer.is_none() && seen.may_answer && another,
    }
}

fn form(drawn: &Drawn) -> Form {
    let text = |name: &str| drawn.typed.text(name).to_owned();
    let error =
        |name: &str| drawn.errors.iter().find(|(at, _)| *at == name).map(|(_, w)| w.clone());
    let grounds = Ground::ALL.map(|one| Choice::new(one.code(), words::ground(one)));
    Form {
        group: TextInput::new("group", "Name of the group")
            .hint("Exactly as the group has entered it")
            .value(text("group"))
            .error(error("group")),
        day: DateInput::new("until", "Its last day")
            .typed([text("until-day"), text("until-month"), text("until-year")])
            .error(error("until")),
        time: TextInput::new("time", "Its closing time")
            .hint("Of London, by the 24-hour clock, for example 17:00")
            .width(5)
            .value(text("time"))
            .error(error("time")),
        ground: Radios::new("ground", "Why", grounds)
            .label_size(Size::Small)
            .hint("Nothing else is a ground, so that groups are treated alike")
            .choose(&text("ground"))
            .error(error("ground")),
        reason: Textarea::new("reason", "What happened")
            .hint(
                "Only those who decide on it can read this. The panel sees how many groups had \
                 more time and on which ground.",
            )
            .value(text("reason"))
            .error(error("reason")),
    }
}

fn page(
    seen: &MoreTimeSeen,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    drawn: Drawn,
) -> MoreTimePage {
    let takes = matches!(seen.round.status, Status::Open | Status::Paused | Status::Closed);
    let ask = (seen.may_ask && takes).then(|| form(&drawn));
    let general = drawn.errors.iter().find(|(at, _)| at.is_empty() || ask.is_none());
    let mut items = vec![general.map(|(_, words)| ErrorItem::general(words.clone()))];
    if let Some(form) = &ask {
        items.extend([
            form.group.error_item(),
            form.day.error_item(),
            form.time.error_item(),
            form.ground.error_item(),
            form.reason.error_item(),
        ]);
    }
    let errors: ErrorSummary = items.into_iter().collect();
    let mut chrome = chrome(site, frame, visitor, "More time for one group");
    chrome.error = !errors.is_empty();
    let back = format!("/staff/rounds/{}", seen.round.id);
    let caller = visitor.actor.person();
    MoreTimePage {
        chrome,
        round: seen.round.settings.title.clone(),
        deadline: seen.round.deadline.to_string(),
        here: format!("{back}/more-time"),
        back,
        csrf: csrf_token(site, visitor.session_token()),
        version: seen.round.version,
        notice: drawn.notice,
        errors,
        requests: seen.round.more_time.iter().map(|one| request(one, seen, caller)).collect(),
        ask,
    }
}

async fn show(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = seen(&site, &visitor, &id).await?;
    Ok(ok(&page(&seen, (&site, &frame, &visitor), Drawn::default())))
}

/// The request as typed, but for its group; or what is wrong with it.
fn typed(fields: &Fields, drawn: &mut Drawn) -> Option<(jiff::civil::DateTime, Ground)> {
    let text = |name: &str| fields.text(name);
    let day = read_date(text("until-day"), text("until-month"), text("until-year"));
    let time = jiff::civil::Time::strptime("%H:%M", text("time").trim());
    let ground = Ground::ALL.into_iter().find(|one| one.code() == text("ground"));
    if day.is_err() {
        drawn.errors.push(("until", "Enter a real date".to_owned()));
    }
    if time.is_err() {
        drawn.errors.push(("time", "Enter a closing time such as 17:00".to_owned()));
    }
    if ground.is_none() {
        drawn.errors.push(("ground", "Choose why the group needs more time".to_owned()));
    }
    if text("reason").trim().is_empty() {
        drawn.errors.push(("reason", words::reason_fault().to_owned()));
    }
    Some((day.ok()?.to_datetime(time.ok()?), ground?))
}

/// The one group of a name.
async fn group(
    site: &SiteData,
    visitor: &Visitor,
    typed: &str,
) -> Outcome<Result<OrganisationId, String>> {
    let typed = typed.trim().to_owned();
    if typed.is_empty() {
        return Ok(Err("Enter the name of the group".to_owned()));
    }
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let names = vec![typed.clone()];
    let found = blocking(move || app.look(&actor, arrived, &GroupsNamed { names })).await?;
    let same: Vec<OrganisationId> =
        found.into_iter().filter(|one| one.name == typed).map(|one| one.id).collect();
    Ok(match same.as_slice() {
        [one] => Ok(*one),
        [] => Err(format!("No group is called “{typed}”")),
        _ => Err(format!("Several groups are called “{typed}”. Ask the group to add to its name")),
    })
}

/// Where the page leads after a move, or what it says about one that was refused.
fn outcome(result: Outcome<()>, round: RoundId, drawn: &mut Drawn) -> PageOr {
    let (status, field, text) = match result {
        Ok(()) => return PageOr::Gone(format!("/staff/rounds/{round}/more-time")),
        Err(AppError::Stale) => (
            StatusCode::CONFLICT,
            "",
            "Somebody else changed this round meanwhile. Nothing was changed. Press the button \
             again if you still want to."
                .to_owned(),
        ),
        Err(AppError::Refused(Refusal::Round(refused))) => {
            let field = match refused {
                RoundRefused::NotLater(_)
                | RoundRefused::DeadlinePassed(_)
                | RoundRefused::NoSuchTime { .. } => "until",
                RoundRefused::MoreTimeAsked => "group",
                _ => "",
            };
            let (heading, lines) = words::refused(&refused);
            (StatusCode::CONFLICT, field, format!("{heading}. {}", lines.join(" ")))
        }
        Err(AppError::Invalid(_)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, "reason", words::reason_fault().to_owned())
        }
        Err(error) => return PageOr::Failed(error),
    };
    drawn.errors.push((field, text));
    PageOr::Again(status)
}

enum PageOr {
    Gone(String),
    Again(StatusCode),
    Failed(AppError),
}

async fn ask(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = RoundId::parse(&id).ok_or(AppError::NotFound)?;
    let mut drawn = Drawn { typed: posted.fields.clone(), ..Drawn::default() };
    let asked = typed(&posted.fields, &mut drawn);
    let group = group(&site, &visitor, posted.fields.text("group")).await?;
    if let Err(text) = &group {
        drawn.errors.insert(0, ("group", text.clone()));
    }
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if let (Some((until, ground)), Ok(organisation), []) = (asked, group, drawn.errors.as_slice()) {
        let version = posted.fields.text("version").parse().map_err(|_| AppError::Stale)?;
        let reason = posted.fields.text("reason").to_owned();
        let mv = AskMoreTime { organisation, until, ground, reason };
        let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
        let case = Change { round, version, mv };
        let result = blocking(move || app.execute(&actor, arrived, case)).await;
        match outcome(result, round, &mut drawn) {
            PageOr::Gone(to) => return Ok(see_other(&to)),
            PageOr::Again(conflict) => status = conflict,
            PageOr::Failed(error) => return Err(error.into()),
        }
    }
    let seen = seen(&site, &visitor, &id).await?;
    Ok(render(status, &page(&seen, (&site, &frame, &visitor), drawn)))
}

async fn answer(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = RoundId::parse(&id).ok_or(AppError::NotFound)?;
    let version = posted.fields.text("version").parse().map_err(|_| AppError::Stale)?;
    let organisation =
        OrganisationId::parse(posted.fields.text("group")).ok_or(AppError::NotFound)?;
    let given = posted.fields.text("decision") == "give";
    let mv = AnswerMoreTime { organisation, given };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let case = Change { round, version, mv };
    let result = blocking(move || app.execute(&actor, arrived, case)).await;
    let mut drawn = Drawn::default();
    match outcome(result, round, &mut drawn) {
        PageOr::Gone(to) => Ok(see_other(&to)),
        PageOr::Failed(error) => Err(error.into()),
        PageOr::Again(status) => {
            // It is not about the form of a request.
            drawn.notice = drawn.errors.pop().map(|(_, text)| text);
            let seen = seen(&site, &visitor, &id).await?;
            Ok(render(status, &page(&seen, (&site, &frame, &visitor), drawn)))
        }
    }
}
