//! Shapes that several topics answer with.

use crate::problem::ApiResult;
use actix_web::HttpResponse;
use actix_web::http::header;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// An answer with a body.
pub(super) fn ok(body: &impl Serialize) -> ApiResult {
    Ok(HttpResponse::Ok().json(body))
}

/// Something was made; its address is in the header.
pub(super) fn made(collection: &str, id: Uuid) -> ApiResult {
    let place = format!("{}{collection}/{id}", crate::BASE);
    Ok(HttpResponse::Created().insert_header((header::LOCATION, place)).json(Made { id }))
}

/// Done; there is nothing to say.
pub(super) fn done() -> ApiResult {
    Ok(HttpResponse::NoContent().finish())
}

/// Any JSON of a record, as the office keeps it.
pub(super) fn plain(record: &impl Serialize) -> serde_json::Value {
    serde_json::to_value(record).unwrap_or_default()
}

/// What was made.
#[derive(Serialize, ToSchema)]
pub(super) struct Made {
    /// Its id.
    pub(super) id: Uuid,
}

/// Where a list goes on.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(super) struct After {
    /// The `next` of the page before; leave it out for the first page.
    #[param(max_length = 1000, pattern = "^[A-Za-z0-9_-]+$")]
    pub(super) after: Option<String>,
}

/// A change that needs nothing but the version that was read.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AtVersion {
    /// The version that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub(super) version: i64,
}

/// A change with a reason.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct WithReason {
    /// The version that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    pub(super) version: i64,
    /// Why.
    #[validate(length(min = 1, max = 5000))]
    #[schema(min_length = 1, max_length = 5000)]
    pub(super) reason: String,
}
