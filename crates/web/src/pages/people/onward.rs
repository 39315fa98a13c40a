//! Where somebody goes after a step of signing in, and the cookie that they take along.

use crate::page::{see_other, too_many};
use actix_web::HttpResponse;
use almoner_domain::access::{Actor, RoleSet};
use almoner_domain::person::LocalPath;
use almoner_domain::value::{Instant, show_minute};
use almoner_http::{Site, Visitor, session_cookie};
use almoner_usecases::people::{SESSION_HOURS, SignedIn};
use askama::Template;
use serde::Deserialize;

/// How long the cookie is kept, in days: as long as the longest session.
const COOKIE_DAYS: i64 = SESSION_HOURS * 14 / 24;

/// The question after the path: where to go afterwards.
#[derive(Debug, Deserialize)]
pub(super) struct NextQuery {
    next: Option<String>,
}

impl NextQuery {
    pub(super) fn path(&self) -> LocalPath {
        LocalPath::or_top(self.next.as_deref().unwrap_or_default())
    }
}

/// `page`, with where to go afterwards, unless that is nowhere in particular.
pub(super) fn with_next(page: &str, next: &LocalPath) -> String {
    if next.is_top() {
        return page.to_owned();
    }
    let query = serde_html_form::to_string([("next", next.as_str())]).unwrap_or_default();
    format!("{page}?{query}")
}

/// Somebody has signed in: the cookie, and the next step.
pub(super) fn enter(site: &Site, signed_in: SignedIn) -> HttpResponse {
    let SignedIn { token, next, has_name, roles, second_factor, .. } = signed_in;
    let to = if has_name {
        after_name(roles, second_factor, &next)
    } else {
        with_next("/account/name", &next)
    };
    let mut response = see_other(&to);
    // A cookie of our own making is always a header; a browser without it would be asked again.
    if let Err(error) = response.add_cookie(&session_cookie(site, token, COOKIE_DAYS)) {
        tracing::error!(%error, "a session's cookie could not be set");
    }
    response
}

/// Staff pass the second factor; everybody then goes where they were going.
pub(super) fn after_name(roles: RoleSet, second_factor: bool, next: &LocalPath) -> String {
    if !roles.is_empty() && !second_factor {
        return with_next("/second-factor", next);
    }
    match (next.is_top(), roles.is_empty()) {
        (false, _) => next.to_string(),
        (true, true) => "/applications".to_owned(),
        (true, false) => "/staff".to_owned(),
    }
}

/// The roles that a visitor holds, and whether they have passed the second factor.
pub(super) fn standing(visitor: &Visitor) -> (RoleSet, bool) {
    match &visitor.actor {
        Actor::Person(caller) => (caller.roles, caller.second_factor),
        Actor::Nobody | Actor::System => (RoleSet::EMPTY, false),
    }
}

/// The token of the browser's session, if it has one.
pub(super) fn session_of(visitor: &Visitor) -> Option<String> {
    visitor.session_token().map(str::to_owned)
}

/// When a wait is over, in words.
pub(super) fn wait_words(until: Instant) -> String {
    format!("You have tried too many codes. You can try again at {}", show_minute(until))
}

/// The page again, for somebody who must wait.
pub(super) fn wait(page: &impl Template, until: Instant, now: Instant) -> HttpResponse {
    too_many(page, until.since(now).as_secs().max(1))
}
