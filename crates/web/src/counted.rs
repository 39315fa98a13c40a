//! Counting steps towards a bid, by what class of device: nothing about who takes them.

use actix_web::HttpRequest;
use actix_web::http::header;
use almoner_domain::completion::Step;
use almoner_http::Site;

/// Counts a step of this request.
pub(crate) fn count(site: &Site, request: &HttpRequest, round: &str, step: Step) {
    let says = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    site.app.tally().count(round, step, says.unwrap_or_default(), site.app.now());
}
