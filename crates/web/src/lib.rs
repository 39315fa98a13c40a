//! The pages: routes, forms, page structs and templates, in the patterns of the GOV.UK Design System.
//!
//! It knows no SQL, no JSON interface and no rule of the field: it asks use cases and finds words.

pub mod assets;
pub mod chrome;
pub mod components;
mod counted;
mod done;
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
use almoner_http::Route;

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
            .configure(|scope| register(scope, routes))
            .default_service(web::to(not_found)),
    );
}

/// First parts of the paths of most pages. A path is compared with one pattern after another: one
/// comparison passes over all that begin with another part.
const PARTS: [&str; 2] = ["/applications", "/staff"];

fn register(config: &mut web::ServiceConfig, mut routes: Vec<Route>) {
    for part in PARTS {
        let below = |path: &'static str| {
            path.strip_prefix(part).filter(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let (mut of_it, others): (Vec<_>, Vec<_>) =
            routes.into_iter().partition(|route| below(route.path).is_some());
        routes = others;
        for route in &mut of_it {
            route.path = below(route.path).unwrap_or_default();
        }
        config.service(
            web::scope(part)
                .configure(|scope| almoner_http::register(scope, of_it, error::turn_away))
                .default_service(web::to(not_found)),
        );
    }
    almoner_http::register(config, routes, error::turn_away);
}

async fn not_found() -> HttpResponse {
    HttpResponse::NotFound().finish()
}
