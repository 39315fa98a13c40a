//! Bodies: JSON of a declared shape, within declared bounds.

use crate::problem::{ApiError, RequestId};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use almoner_http::{BodyError, PostedJson, Refused};
use almoner_usecases::Arrived;
use serde::de::DeserializeOwned;
use std::future::Future;
use std::pin::Pin;
use validator::Validate;

/// The highest version that a caller can name: every whole number up to it survives in JSON.
pub(crate) const HIGHEST_VERSION: i64 = 1_000_000_000;

/// The most money that a caller can name, in pence: as much as can be typed on a page.
pub(crate) const MOST_PENCE: i64 = 99_999_999_999;

/// A body of the right shape, with the instant at which its last byte was there.
pub(crate) struct Body<T> {
    /// What was sent.
    pub(crate) sent: T,
    /// When it was there.
    pub(crate) arrived: Arrived,
}

impl<T: DeserializeOwned + Validate + 'static> FromRequest for Body<T> {
    type Error = actix_web::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Self::Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let reading = PostedJson::<serde_json::Value>::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let PostedJson { body: any, arrived } = reading.await?;
            request.extensions_mut().insert(RequestId(arrived.request));
            shown_everywhere("", &any)?;
            let body: T =
                serde_json::from_value(any).map_err(|_| Refused(BodyError::Unreadable))?;
            body.validate().map_err(|faults| ApiError::shape(&faults))?;
            Ok(Self { sent: body, arrived })
        })
    }
}

/// Refuses a text of an address with characters that cannot be shown.
pub(crate) fn shown(field: &str, text: &str) -> Result<(), ApiError> {
    let hidden = text.chars().any(char::is_control);
    if hidden { Err(ApiError::field(field, "control_character")) } else { Ok(()) }
}

/// Refuses texts with characters that cannot be shown: nobody typed them, and not every database
/// keeps them. Line ends and tabs are fine.
fn shown_everywhere(place: &str, value: &serde_json::Value) -> Result<(), ApiError> {
    let hidden =
        |text: &str| text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    match value {
        serde_json::Value::String(text) if hidden(text) => {
            Err(ApiError::field(place, "control_character"))
        }
        serde_json::Value::Array(list) => {
            list.iter().try_for_each(|inner| shown_everywhere(place, inner))
        }
        serde_json::Value::Object(members) => members.iter().try_for_each(|(name, inner)| {
            if hidden(name) {
                return Err(ApiError::field(place, "control_character"));
            }
            let inside = if place.is_empty() { name } else { &format!("{place}.{name}") };
            shown_everywhere(inside, inner)
        }),
        _ => Ok(()),
    }
}
