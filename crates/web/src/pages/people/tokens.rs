//! Tokens of the interface for programs: made, shown once, revoked.

use super::onward::session_of;
use super::sign_in::general;
use crate::chrome::Chrome;
use crate::components::{ErrorSummary, Field, TextInput};
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, again, chrome, ok, see_other};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::TokenId;
use almoner_domain::person::{NameFault, TokenName};
use almoner_domain::value::show_minute;
use almoner_http::{Posted, Route, Visitor, blocking, csrf_token};
use almoner_usecases::AppError;
use almoner_usecases::people::{CreateToken, RevokeToken, TOKENS_AT_A_TIME, TokenAnswer};
use askama::Template;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/account/tokens", Act::OwnAccount, ask),
        Route::post("/account/tokens", Act::OwnAccount, make),
        Route::post("/account/tokens/{token}/revoke", Act::OwnAccount, revoke),
    ]
}

#[derive(Template)]
#[template(path = "pages/people/token.html")]
struct AskPage {
    chrome: Chrome,
    errors: ErrorSummary,
    csrf: String,
    name: TextInput,
}

#[derive(Template)]
#[template(path = "pages/people/token_made.html")]
struct MadePage {
    chrome: Chrome,
    token: String,
    until: String,
}

fn ask_page(
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    typed: &str,
    error: Option<&'static str>,
) -> AskPage {
    let mut chrome = chrome(site, frame, visitor, "Make a token for a program");
    let name = TextInput::new("name", "What is the token for?")
        .hint(
            "So that you know later which program has it, such as \u{201c}monthly figures\u{201d}",
        )
        .value(typed.chars().take(400).collect::<String>())
        .error(error);
    chrome.error = error.is_some();
    let errors = [name.error_item()].into_iter().collect();
    AskPage { chrome, errors, csrf: csrf_token(site, visitor.session_token()), name }
}

async fn ask(site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    Ok(ok(&ask_page((&site, &frame, &visitor), "", None)))
}

async fn make(site: SiteData, frame: FrameData, visitor: Visitor, posted: Posted) -> PageResult {
    let typed = posted.fields.only("name");
    let name = match TokenName::parse(typed) {
        Ok(name) => name,
        Err(fault) => {
            let words = match fault {
                NameFault::Empty => "Enter what the token is for",
                NameFault::TooLong => "Enter at most 60 characters",
                NameFault::NotText => "Enter one line, in letters that can be shown",
            };
            return Ok(again(&ask_page((&site, &frame, &visitor), typed, Some(words))));
        }
    };
    let session = session_of(&visitor).ok_or_else(|| PageError::from(AppError::NotFound))?;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let case = CreateToken { name, session };
    match blocking(move || app.execute(&actor, arrived, case)).await? {
        TokenAnswer::Made { token, expires_at } => Ok(ok(&MadePage {
            chrome: chrome(&site, &frame, &visitor, "Your token"),
            token,
            until: show_minute(expires_at),
        })),
        TokenAnswer::TooMany => {
            let mut page = ask_page((&site, &frame, &visitor), typed, None);
            page.chrome.error = true;
            page.errors =
                general(format!("You have {TOKENS_AT_A_TIME} tokens that work. Revoke one first"));
            Ok(again(&page))
        }
    }
}

async fn revoke(
    site: SiteData,
    visitor: Visitor,
    path: web::Path<String>,
    posted: Posted,
) -> PageResult {
    let token = TokenId::parse(&path).ok_or_else(|| PageError::from(AppError::NotFound))?;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, RevokeToken { token })).await?;
    Ok(see_other("/account"))
}
