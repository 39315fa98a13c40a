//! The pages: routes, forms, page structs and templates, in the patterns of the GOV.UK Design System.
//!
//! It knows no SQL, no JSON interface and no rule of the field: it asks use cases and finds words.

pub mod assets;
pub mod chrome;
pub mod components;
mod counted;
pub mod error;
mod garbled;
pub mod page;
pub mod pages;
pub mod public_cache;
mod resend;
mod typed;

pub use almoner_words as content;
pub use page::Frame;

use actix_web::middleware::from_fn;
use actix_web::{HttpResponse, web};

/// Registers the assets and every page; with `one_press`, those of a demonstration too. Comes
/// last: it answers every path that nothing else does.
pub fn configure(config: &mut web::ServiceConfig, one_press: bool) {
    let mut routes = pages::routes();
    if one_press {
        routes.extend(pages::people::demo::routes());
    }
    assets::configure(config);
    config.service(
        web::scope("")
            .wrap(from_fn(error::dress))
            .configure(|scope| almoner_http::register(scope, routes, error::turn_away))
            .default_service(web::to(not_found)),
    );
}

async fn not_found() -> HttpResponse {
    HttpResponse::NotFound().finish()
}
