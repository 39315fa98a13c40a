//! Optional questions about who leads a group, on a page of their own: answered, taken back with a
//! key, and counted for staff. No other page shows anything of it.

use crate::chrome::Chrome;
use crate::components::{Choice, ErrorItem, ErrorSummary, Field, Radios, TextInput};
use crate::content::equality as words;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use crate::typed::Typed;
use actix_web::web::Path;
use almoner_domain::access::{Act, Who, rule};
use almoner_domain::equality::{Answer, EqualityRefused, Question};
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_http::{Posted, Route, Visitor, blocking, csrf_token};
use almoner_usecases::equality::{
    EqualityAsked, EqualityCounts, EqualityCountsSeen, EqualityPage, GiveEqualityAnswers,
    MakeEqualityCounts, WithdrawEqualityAnswers,
};
use almoner_usecases::{AppError, Refusal};
use askama::Template;

const GIVE: &str = "/applications/{application}/equality";
const WITHDRAW: &str = "/applications/{application}/equality/withdraw";
const COUNTS: &str = "/staff/rounds/{round}/equality";
/// The forms of the page.
const GIVING: &str = "equality";
const TAKING_BACK: &str = "equality-withdraw";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(GIVE, Act::GiveEqualityAnswers, show),
        Route::post(GIVE, Act::GiveEqualityAnswers, give),
        Route::post(WITHDRAW, Act::GiveEqualityAnswers, withdraw),
        Route::get(COUNTS, Act::ReadEqualityCounts, counts),
        Route::post(COUNTS, Act::MakeEqualityCounts, make),
    ]
}

/// Where a request came from: the site, its frame, and who asks.
type Around<'a> = (&'a SiteData, &'a FrameData, &'a Visitor);

#[derive(Template)]
#[template(path = "pages/equality/give.html")]
struct GivePage {
    chrome: Chrome,
    errors: ErrorSummary,
    caption: String,
    back: String,
    csrf: String,
    path: String,
    /// Why no answers are taken now, if they are not.
    closed: Option<String>,
    questions: Vec<Radios>,
    key: TextInput,
}

#[derive(Template)]
#[template(path = "pages/equality/given.html")]
struct GivenPage {
    chrome: Chrome,
    caption: String,
    back: String,
    key: String,
}

#[derive(Template)]
#[template(path = "pages/equality/withdrawn.html")]
struct WithdrawnPage {
    chrome: Chrome,
    back: String,
}

#[derive(Template)]
#[template(path = "pages/equality/counts.html")]
struct CountsPage {
    chrome: Chrome,
    caption: String,
    back: String,
    floor: String,
    csrf: String,
    may_make: bool,
    made: bool,
    groups: Option<u32>,
    tables: Vec<(&'static str, Vec<(&'static str, String)>)>,
}

fn page(seen: &EqualityAsked, typed: &Typed, (site, frame, visitor): Around<'_>) -> GivePage {
    let part = typed.part(GIVING);
    let questions: Vec<Radios> = Question::ALL
        .iter()
        .map(|question| {
            let choices =
                Answer::ALL.iter().map(|one| Choice::new(one.code(), words::answer(*one)));
            Radios::new(question.code(), words::question(*question), choices)
                .choose(&part.value(question.code(), ""))
                .error(part.error(question.code()))
        })
        .collect();
    let back = typed.part(TAKING_BACK);
    let key = TextInput::new("key", "Your key")
        .hint("The 32 letters and figures that we showed you when you answered")
        .value(back.value("key", ""))
        .error(back.error("key"));
    let title = "Questions about who leads your organisation";
    let mut chrome = chrome(site, frame, visitor, title);
    let fields: Vec<Option<ErrorItem>> =
        questions.iter().map(Field::error_item).chain([key.error_item()]).collect();
    let errors = typed.summary(fields, true, &mut chrome);
    let path = format!("/applications/{}", seen.application);
    GivePage {
        chrome,
        errors,
        caption: seen.round.clone(),
        csrf: csrf_token(site, visitor.session_token()),
        path: format!("{path}/equality"),
        back: path,
        closed: seen.open.err().map(said),
        questions,
        key,
    }
}

fn said(refused: EqualityRefused) -> String {
    let (heading, text) = words::refused(refused);
    format!("{heading}. {}", text.first().cloned().unwrap_or_default())
}

fn id(text: &str) -> Result<ApplicationId, PageError> {
    ApplicationId::parse(text).ok_or_else(|| AppError::NotFound.into())
}

async fn see(application: ApplicationId, around: Around<'_>) -> Result<EqualityAsked, PageError> {
    let (site, _, visitor) = around;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    Ok(blocking(move || app.look(&actor, arrived, &EqualityPage { application })).await?)
}

async fn show(
    path: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let around = (&site, &frame, &visitor);
    let seen = see(id(&path)?, around).await?;
    Ok(ok(&page(&seen, &Typed::default(), around)))
}

/// The field that a refusal is about.
fn field(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Equality(EqualityRefused::NoSuchKey) => "key".to_owned(),
        Refusal::Equality(EqualityRefused::Empty) => {
            Question::ALL.first().map(|one| one.code().to_owned()).unwrap_or_default()
        }
        _ => String::new(),
    }
}

async fn give(
    path: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let application = id(&path)?;
    let around = (&site, &frame, &visitor);
    let given = Question::ALL
        .iter()
        .filter_map(|one| Some((*one, Answer::parse(posted.fields.only(one.code()))?)))
        .collect();
    let case = GiveEqualityAnswers { application, given };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let outcome = blocking(move || app.execute(&actor, arrived, case)).await;
    let seen = see(application, around).await?;
    match outcome {
        Ok(key) => Ok(ok(&GivenPage {
            chrome: chrome(&site, &frame, &visitor, "Thank you for your answers"),
            caption: seen.round,
            back: format!("/applications/{application}"),
            key,
        })),
        Err(error) => {
            let typed = Typed::refused(GIVING, &posted.fields, error, field)?;
            Ok(render(typed.status(), &page(&seen, &typed, around)))
        }
    }
}

async fn withdraw(
    path: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let application = id(&path)?;
    let around = (&site, &frame, &visitor);
    let key = posted.fields.only("key").to_owned();
    let case = WithdrawEqualityAnswers { application, key };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    match blocking(move || app.execute(&actor, arrived, case)).await {
        Ok(()) => Ok(ok(&WithdrawnPage {
            chrome: chrome(&site, &frame, &visitor, "Your answers are gone"),
            back: format!("/applications/{application}"),
        })),
        Err(error) => {
            let typed = Typed::refused(TAKING_BACK, &posted.fields, error, field)?;
            let seen = see(application, around).await?;
            Ok(render(typed.status(), &page(&seen, &typed, around)))
        }
    }
}

async fn counts(
    path: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let round = RoundId::parse(&path).ok_or(AppError::NotFound)?;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let seen = blocking(move || app.look(&actor, arrived, &EqualityCounts { round })).await?;
    let EqualityCountsSeen { round, release, closed } = seen;
    let made = release.is_some();
    let groups = release.as_ref().and_then(|one| one.groups);
    let tables = release.into_iter().flat_map(|one| one.questions).map(|one| {
        let cells =
            one.cells.into_iter().map(|(cell, count)| (words::cell(cell), words::shown(count)));
        (words::question(one.question), cells.collect())
    });
    Ok(ok(&CountsPage {
        chrome: chrome(&site, &frame, &visitor, "Who leads the groups that applied"),
        caption: round.settings.title.clone(),
        back: format!("/staff/rounds/{}", round.id),
        floor: words::floor(),
        csrf: csrf_token(&site, visitor.session_token()),
        may_make: closed && may_make(&visitor),
        made,
        groups,
        tables: tables.collect(),
    }))
}

fn may_make(visitor: &Visitor) -> bool {
    let roles = visitor.actor.roles();
    let may = |who: &Who| matches!(who, Who::Holder(role) if roles.has(*role));
    rule(Act::MakeEqualityCounts).who.iter().any(may)
}

async fn make(path: Path<String>, site: SiteData, visitor: Visitor, posted: Posted) -> PageResult {
    let round = RoundId::parse(&path).ok_or(AppError::NotFound)?;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, MakeEqualityCounts { round })).await?;
    Ok(see_other(&format!("/staff/rounds/{round}/equality")))
}
