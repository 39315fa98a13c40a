//! The second factor: setting an app up, and passing with its code.

use super::onward::{NextQuery, enter, session_of, wait, wait_words, with_next};
use super::qr::Qr;
use crate::chrome::Chrome;
use crate::components::{ErrorSummary, Field, TextInput};
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, again, chrome, ok, see_other};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::person::LocalPath;
use almoner_http::{Posted, Route, Visitor, blocking, csrf_token};
use almoner_usecases::AppError;
use almoner_usecases::people::{
    BeginSetUp, ConfirmSetUp, FactorAnswer, HasSecondFactor, PassSecondFactor, SetUp, SetUpAnswer,
};
use askama::Template;

const PASS: &str = "/second-factor";
const SET_UP: &str = "/second-factor/set-up";
const WRONG: &str = "That is not the code that the app shows now. Check it and try again";
const USED: &str = "That code has been used. Wait for the next one that the app shows";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(PASS, Act::SecondFactor, ask),
        Route::post(PASS, Act::SecondFactor, pass),
        Route::get(SET_UP, Act::SecondFactor, begin),
        Route::post(SET_UP, Act::SecondFactor, confirm),
    ]
}

#[derive(Template)]
#[template(path = "pages/people/second_factor.html")]
struct PassPage {
    chrome: Chrome,
    errors: ErrorSummary,
    csrf: String,
    next: LocalPath,
    code: TextInput,
}

fn code_input(error: Option<String>) -> TextInput {
    TextInput::code("code", "Code that the app shows").hint("It has 6 digits").error(error)
}

fn pass_page(
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    next: LocalPath,
    error: Option<String>,
) -> PassPage {
    let mut chrome = chrome(site, frame, visitor, "Enter the code from your app");
    chrome.error = error.is_some();
    let code = code_input(error);
    let errors = [code.error_item()].into_iter().collect();
    PassPage { chrome, errors, csrf: csrf_token(site, visitor.session_token()), next, code }
}

async fn ask(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    query: web::Query<NextQuery>,
) -> PageResult {
    let next = query.path();
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    if !blocking(move || app.look(&actor, arrived, &HasSecondFactor)).await? {
        return Ok(see_other(&with_next(SET_UP, &next)));
    }
    Ok(ok(&pass_page((&site, &frame, &visitor), next, None)))
}

/// The session whose second factor it is; a token of the interface for programs has none.
fn session(visitor: &Visitor) -> Result<String, PageError> {
    session_of(visitor).ok_or_else(|| PageError::from(AppError::NotFound))
}

async fn pass(site: SiteData, frame: FrameData, visitor: Visitor, posted: Posted) -> PageResult {
    let next = LocalPath::or_top(posted.fields.only("next"));
    let code = posted.fields.only("code").trim().to_owned();
    let page =
        |error: &str| pass_page((&site, &frame, &visitor), next.clone(), Some(error.to_owned()));
    if code.is_empty() {
        return Ok(again(&page("Enter the code that the app shows")));
    }
    let case = PassSecondFactor { code, next: next.clone(), session: session(&visitor)? };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    Ok(match blocking(move || app.execute(&actor, arrived, case)).await? {
        FactorAnswer::Passed(signed_in) => enter(&site, signed_in),
        FactorAnswer::Wrong => again(&page(WRONG)),
        FactorAnswer::UsedBefore => again(&page(USED)),
        FactorAnswer::Wait(until) => wait(&page(&wait_words(until)), until, arrived.at),
        FactorAnswer::SetUpFirst => see_other(&with_next(SET_UP, &next)),
        FactorAnswer::PassFirst => see_other(&with_next(PASS, &next)),
    })
}

#[derive(Template)]
#[template(path = "pages/people/set_up.html")]
struct SetUpPage {
    chrome: Chrome,
    errors: ErrorSummary,
    csrf: String,
    next: LocalPath,
    code: TextInput,
    set_up: SetUp,
    qr: Option<Qr>,
}

fn set_up_page(
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    next: LocalPath,
    set_up: SetUp,
    error: Option<String>,
) -> SetUpPage {
    let mut chrome = chrome(site, frame, visitor, "Set up an app for sign-in codes");
    chrome.error = error.is_some();
    let code = code_input(error);
    let errors = [code.error_item()].into_iter().collect();
    let csrf = csrf_token(site, visitor.session_token());
    let qr = Qr::of(&set_up.uri);
    SetUpPage { chrome, errors, csrf, next, code, set_up, qr }
}

async fn set_up_answer(
    site: &SiteData,
    visitor: &Visitor,
    sealed: Option<String>,
) -> Result<SetUpAnswer, PageError> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    Ok(blocking(move || app.look(&actor, arrived, &BeginSetUp { sealed })).await?)
}

async fn begin(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    query: web::Query<NextQuery>,
) -> PageResult {
    let next = query.path();
    Ok(match set_up_answer(&site, &visitor, None).await? {
        SetUpAnswer::Ready(set_up) => {
            ok(&set_up_page((&site, &frame, &visitor), next, set_up, None))
        }
        SetUpAnswer::PassFirst => see_other(&with_next(PASS, &next)),
    })
}

async fn confirm(site: SiteData, frame: FrameData, visitor: Visitor, posted: Posted) -> PageResult {
    let next = LocalPath::or_top(posted.fields.only("next"));
    let (sealed, code) = (posted.fields.only("sealed"), posted.fields.only("code").trim());
    let (mut until, arrived) = (None, posted.arrived);
    let words = if code.is_empty() {
        "Enter the code that the app shows".to_owned()
    } else {
        let (sealed, code) = (sealed.to_owned(), code.to_owned());
        let case = ConfirmSetUp { sealed, code, next: next.clone(), session: session(&visitor)? };
        let (app, actor) = (site.app.clone(), visitor.actor.clone());
        match blocking(move || app.execute(&actor, arrived, case)).await? {
            FactorAnswer::Passed(signed_in) => return Ok(enter(&site, signed_in)),
            FactorAnswer::Wrong => WRONG.to_owned(),
            FactorAnswer::UsedBefore => USED.to_owned(),
            FactorAnswer::Wait(instant) => {
                until = Some(instant);
                wait_words(instant)
            }
            FactorAnswer::SetUpFirst => {
                "This page was open too long. Scan the new picture and enter the new code"
                    .to_owned()
            }
            FactorAnswer::PassFirst => return Ok(see_other(&with_next(PASS, &next))),
        }
    };
    Ok(match set_up_answer(&site, &visitor, Some(sealed.to_owned())).await? {
        SetUpAnswer::Ready(set_up) => {
            let page = set_up_page((&site, &frame, &visitor), next, set_up, Some(words));
            match until {
                Some(until) => wait(&page, until, arrived.at),
                None => again(&page),
            }
        }
        SetUpAnswer::PassFirst => see_other(&with_next(PASS, &next)),
    })
}
