//! Interests and screening: the list of names, the register, the staff list, a bid, its checks,
//! and what the group sees of the result.

mod bid;
mod case;
mod checks;
mod confirm;
mod declarations;
mod information;
mod list;
mod overrides;
mod register;
mod result;
mod start;

use crate::page::SiteData;
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_http::{Posted, Route, Visitor, blocking, csrf_token};
use almoner_usecases::{AppError, Outcome, UseCase, View};

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = Vec::new();
    routes.extend(declarations::routes());
    routes.extend(register::routes());
    routes.extend(start::routes());
    routes.extend(list::routes());
    routes.extend(bid::routes());
    routes.extend(checks::routes());
    routes.extend(confirm::routes());
    routes.extend(overrides::routes());
    routes.extend(information::routes());
    routes.extend(result::routes());
    routes
}

/// An id that cannot be read is one that does not exist.
fn application(text: &str) -> Result<ApplicationId, AppError> {
    ApplicationId::parse(text).ok_or(AppError::NotFound)
}

fn round(text: &str) -> Result<RoundId, AppError> {
    RoundId::parse(text).ok_or(AppError::NotFound)
}

async fn look<V>(site: &SiteData, visitor: &Visitor, view: V) -> Outcome<V::Output>
where
    V: View + Send + 'static,
    V::Output: Send + 'static,
{
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    blocking(move || app.look(&actor, arrived, &view)).await
}

async fn act<U: UseCase>(
    site: &SiteData,
    visitor: &Visitor,
    posted: &Posted,
    case: U,
) -> Outcome<U::Output> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, case)).await
}

fn token(site: &SiteData, visitor: &Visitor) -> String {
    csrf_token(site, visitor.session_token())
}

/// The version that a form was drawn from. One that cannot be read is nobody's.
fn version(posted: &Posted) -> i64 {
    posted.fields.text("version").parse().unwrap_or(-1)
}
