//! Pages about people: signing in and out, the second factor, one's own account, who holds which
//! role.

mod account;
pub mod demo;
mod link;
mod onward;
mod qr;
mod second_factor;
mod sign_in;
mod staff;
mod tokens;

pub(crate) use sign_in::email_words;

use almoner_http::Route;

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = sign_in::routes();
    routes.extend(link::routes());
    routes.extend(second_factor::routes());
    routes.extend(account::routes());
    routes.extend(tokens::routes());
    routes.extend(staff::routes());
    routes
}
