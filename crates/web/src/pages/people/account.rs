//! One's own account: name, telephone number, where one is signed in.

use super::onward::{NextQuery, after_name, session_of, standing};
use super::sign_in::left;
use crate::chrome::Chrome;
use crate::components::{ErrorSummary, Field, SummaryList, SummaryRow, TextInput};
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, again, chrome, ok, see_other};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::person::{LocalPath, NameFault, PersonName};
use almoner_domain::value::{PhoneNumber, show_minute};
use almoner_http::{Posted, Route, Visitor, blocking, csrf_token};
use almoner_usecases::AppError;
use almoner_usecases::people::{Account, AccountSeen, SaveAccount, SignOutEverywhere, TokenSeen};
use askama::Template;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/account", Act::OwnAccount, show),
        Route::get("/account/name", Act::OwnAccount, ask_name),
        Route::post("/account/name", Act::OwnAccount, save_name),
        Route::get("/account/details", Act::OwnAccount, details),
        Route::post("/account/details", Act::OwnAccount, save_details),
        Route::post("/account/sign-out-everywhere", Act::OwnAccount, sign_out_everywhere),
    ]
}

#[derive(Template)]
#[template(path = "pages/people/account.html")]
struct AccountPage {
    chrome: Chrome,
    csrf: String,
    details: SummaryList,
    tokens: Vec<TokenRow>,
    offers_second_factor: bool,
}

struct TokenRow {
    token: TokenSeen,
    until: String,
    used: String,
}

async fn see(site: &SiteData, visitor: &Visitor) -> Result<AccountSeen, AppError> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    blocking(move || app.look(&actor, arrived, &Account)).await
}

async fn show(site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let seen = see(&site, &visitor).await?;
    let titles = &site.app.office().titles;
    let roles: Vec<String> = seen.roles.iter().map(|role| titles.of(role).to_owned()).collect();
    let given = |text: &str| if text.is_empty() { "Not given".to_owned() } else { text.to_owned() };
    let mut rows = vec![
        SummaryRow::new("Email address", seen.person.email.clone()),
        SummaryRow::new("Name", given(&seen.person.name)).change("/account/details", "name"),
        SummaryRow::new("Telephone", given(seen.person.phone.as_deref().unwrap_or_default()))
            .change("/account/details", "telephone number"),
    ];
    if !roles.is_empty() {
        rows.push(SummaryRow::new("Roles", roles.join(", ")));
    }
    let app = if seen.has_second_factor { "Set up" } else { "Not set up" };
    rows.push(SummaryRow::new("App for sign-in codes", app));
    let tokens = seen.tokens.into_iter().map(|token| TokenRow {
        until: show_minute(token.expires_at),
        used: token.used_at.map_or_else(|| "Never".to_owned(), show_minute),
        token,
    });
    Ok(ok(&AccountPage {
        chrome: chrome(&site, &frame, &visitor, "Your account"),
        csrf: csrf_token(&site, visitor.session_token()),
        details: SummaryList { rows, ..SummaryList::default() },
        tokens: tokens.collect(),
        offers_second_factor: !seen.has_second_factor || seen.passed_second_factor,
    }))
}

#[derive(Template)]
#[template(path = "pages/people/name.html")]
struct NamePage {
    chrome: Chrome,
    errors: ErrorSummary,
    csrf: String,
    next: LocalPath,
    name: TextInput,
}

/// What is wrong with a name.
pub(super) const fn name_words(fault: NameFault) -> &'static str {
    match fault {
        NameFault::Empty => "Enter your name",
        NameFault::TooLong => "Enter a name of at most 100 characters",
        NameFault::NotText => "Enter your name on one line, in letters that can be shown",
    }
}

fn name_input(typed: &str, error: Option<&'static str>) -> TextInput {
    TextInput::new("name", "Your name")
        .autocomplete("name")
        .hint("As you want to be called in emails")
        .value(typed.chars().take(400).collect::<String>())
        .error(error)
}

fn name_page(
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    next: LocalPath,
    name: TextInput,
) -> NamePage {
    let mut chrome = chrome(site, frame, visitor, "What is your name?");
    chrome.error = name.error_item().is_some();
    let errors = [name.error_item()].into_iter().collect();
    NamePage { chrome, errors, csrf: csrf_token(site, visitor.session_token()), next, name }
}

async fn ask_name(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    query: web::Query<NextQuery>,
) -> PageResult {
    Ok(ok(&name_page((&site, &frame, &visitor), query.path(), name_input("", None))))
}

async fn save_name(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let next = LocalPath::or_top(posted.fields.only("next"));
    let typed = posted.fields.only("name");
    let name = match PersonName::parse(typed) {
        Ok(name) => name,
        Err(fault) => {
            let name = name_input(typed, Some(name_words(fault)));
            return Ok(again(&name_page((&site, &frame, &visitor), next, name)));
        }
    };
    let case = SaveAccount { name, phone: None, version: None };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, case)).await?;
    let (roles, second_factor) = standing(&visitor);
    Ok(see_other(&after_name(roles, second_factor, &next)))
}

#[derive(Template)]
#[template(path = "pages/people/details.html")]
struct DetailsPage {
    chrome: Chrome,
    errors: ErrorSummary,
    csrf: String,
    version: i64,
    name: TextInput,
    phone: TextInput,
}

fn phone_input(typed: &str, error: Option<&'static str>) -> TextInput {
    TextInput::telephone("phone", "Telephone number (optional)")
        .hint("We only call about your applications")
        .value(typed.chars().take(100).collect::<String>())
        .error(error)
}

fn details_page(
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    version: i64,
    (name, phone): (TextInput, TextInput),
) -> DetailsPage {
    let mut chrome = chrome(site, frame, visitor, "Your details");
    let errors: ErrorSummary = [name.error_item(), phone.error_item()].into_iter().collect();
    chrome.error = !errors.is_empty();
    let csrf = csrf_token(site, visitor.session_token());
    DetailsPage { chrome, errors, csrf, version, name, phone }
}

async fn details(site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let person = see(&site, &visitor).await?.person;
    let phone = person.phone.as_deref().unwrap_or_default();
    let inputs = (name_input(&person.name, None), phone_input(phone, None));
    Ok(ok(&details_page((&site, &frame, &visitor), person.version, inputs)))
}

async fn save_details(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let (typed_name, typed_phone) = (posted.fields.only("name"), posted.fields.only("phone"));
    let Ok(version) = posted.fields.only("version").parse::<i64>() else {
        return Err(AppError::Stale.into());
    };
    let name = PersonName::parse(typed_name).map_err(name_words);
    let phone = match typed_phone.trim() {
        "" => Ok(None),
        text => PhoneNumber::parse(text).map(Some).map_err(
            |_| "Enter a telephone number, like 0116 496 0000, 07700 900 982 or +44 808 157 0192",
        ),
    };
    let (name, phone) = match (name, phone) {
        (Ok(name), Ok(phone)) => (name, phone),
        (name, phone) => {
            let inputs =
                (name_input(typed_name, name.err()), phone_input(typed_phone, phone.err()));
            return Ok(again(&details_page((&site, &frame, &visitor), version, inputs)));
        }
    };
    let case = SaveAccount { name, phone, version: Some(version) };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, case)).await?;
    Ok(see_other("/account"))
}

async fn sign_out_everywhere(site: SiteData, visitor: Visitor, posted: Posted) -> PageResult {
    let token = session_of(&visitor).ok_or(AppError::NotFound)?;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, SignOutEverywhere { token })).await?;
    Ok(left(&site))
}
