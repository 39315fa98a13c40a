//! Bodies: JSON of a declared shape, within declared bounds.

use crate::problem::{ApiError, RequestId};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use almoner_http::PostedJson;
use almoner_usecases::Arrived;
use serde::de::DeserializeOwned;
use std::future::Future;
use std::pin::Pin;
use validator::Validate;

/// The highest version that a caller can name: every whole number up to it survives in JSON.
pub(crate) const HIGHEST_VERSION: i64 = 1_000_000_000;

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
        let reading = PostedJson::<T>::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let PostedJson { body, arrived } = reading.await?;
            request.extensions_mut().insert(RequestId(arrived.request));
            body.validate().map_err(|faults| ApiError::shape(&faults))?;
            Ok(Self { sent: body, arrived })
        })
    }
}
