//! The JSON interface under `/api/v1`: the same use cases as the pages, behind the same policy.
//!
//! It knows no SQL, no HTML and no rule of the field: it reads JSON, asks use cases, and answers
//! JSON. Callers show a bearer token; cookies do not count here, so no other site can make a
//! browser act. What it offers is described at `/api/v1/openapi.json`, from this code.

mod caller;
mod cursor;
mod input;
mod openapi;
mod problem;
mod resources;

pub use openapi::document;
pub use resources::routes;

use actix_web::middleware::from_fn;
use actix_web::{HttpResponse, web};

/// Where the interface begins.
pub const BASE: &str = "/api/v1";

/// Registers the JSON interface. Comes before the pages, which answer every other path.
pub fn configure(config: &mut web::ServiceConfig) {
    config.service(
        web::scope(BASE)
            .wrap(from_fn(problem::dress))
            .configure(|scope| almoner_http::register(scope, routes(), problem::turn_away))
            .default_service(web::to(nothing_here)),
    );
}

async fn nothing_here() -> HttpResponse {
    HttpResponse::NotFound().finish()
}
