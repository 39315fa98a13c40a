//! What the page's own script is told after it saved by itself: a sentence, and the version that
//! the page has now.

use super::editors_words;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use almoner_domain::form::Fields;
use almoner_domain::value::{Instant, london};
use almoner_usecases::applications::{Editors, SavedSection};
use almoner_usecases::{AppError, Refusal};
use askama::Template;

/// The header with the section's version after a save.
const VERSION: &str = "almoner-version";

#[derive(Template)]
#[template(path = "pages/applications/autosave.html")]
struct Told {
    message: String,
}

/// The time on a clock in London, such as "22:41".
pub(super) fn clock(at: Instant) -> String {
    london::civil(at).strftime("%H:%M").to_string()
}

/// It was saved.
pub(super) fn saved(saved: &SavedSection, editors: &Editors, at: Instant) -> HttpResponse {
    let mut message = format!("Saved at {}.", clock(at));
    if let Some(also) = editors_words(editors) {
        message = format!("{message} {also}.");
    }
    let mut response = crate::page::ok(&Told { message });
    response.headers_mut().insert(
        actix_web::http::header::HeaderName::from_static(VERSION),
        actix_web::http::header::HeaderValue::from(saved.version),
    );
    response
}

/// It was not saved, for a reason that the person can do something about; or the error as it is.
pub(super) fn not_saved(error: AppError) -> Result<HttpResponse, AppError> {
    let (status, message) = match error {
        AppError::Stale => (
            StatusCode::CONFLICT,
            "Not saved: somebody else saved this section while you were typing. Choose “Save and \
             continue” to see both texts."
                .to_owned(),
        ),
        AppError::Invalid(_) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            "Not saved: an answer is too long. Choose “Save and continue” to see which.".to_owned(),
        ),
        AppError::Refused(Refusal::Application(refused)) => {
            let (heading, _) = crate::content::applications::refused(&refused);
            (StatusCode::CONFLICT, format!("Not saved: {}.", heading.trim_end_matches('.')))
        }
        other => return Err(other),
    };
    Ok(crate::page::render(status, &Told { message }))
}

/// The fields as a use case takes them.
pub(super) fn pairs(fields: Fields) -> Vec<(String, String)> {
    let each = |(name, texts): (String, Vec<String>)| {
        texts.into_iter().map(move |text| (name.clone(), text))
    };
    fields.into_iter().flat_map(each).collect()
}
