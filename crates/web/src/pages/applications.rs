//! The pages of a group: its organisation, its bids, and one bid from start to receipt.

mod check;
mod confirm;
pub(crate) mod files;
mod looks;
mod members;
mod mine;
mod organisation;
pub(crate) mod question;
mod receipt;
mod second_person;
mod section;
mod start;
mod task_list;

use crate::error::PageError;
use crate::page::SiteData;
use almoner_domain::application::{Application, Status};
use almoner_domain::id::ApplicationId;
use almoner_domain::round::{Phase, Round};
use almoner_domain::value::Instant;
use almoner_http::{Route, Visitor, blocking, csrf_token};
use almoner_usecases::applications::{OwnApplication, OwnBid};
use almoner_usecases::{AppError, View};

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = mine::routes();
    routes.extend(start::routes());
    routes.extend(organisation::routes());
    routes.extend(members::routes());
    routes.extend(task_list::routes());
    routes.extend(section::routes());
    routes.extend(files::routes());
    routes.extend(check::routes());
    routes.extend(receipt::routes());
    routes.extend(confirm::routes());
    routes.extend(second_person::routes());
    routes
}

/// An id of an address; what cannot be one does not exist.
fn id_of(text: &str) -> Result<ApplicationId, PageError> {
    ApplicationId::parse(text).ok_or_else(|| AppError::NotFound.into())
}

/// Reads something for this visitor.
pub(crate) async fn look<V>(
    site: &SiteData,
    visitor: &Visitor,
    view: V,
) -> Result<V::Output, PageError>
where
    V: View + Send + 'static,
    V::Output: Send + 'static,
{
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    Ok(blocking(move || app.look(&actor, arrived, &view)).await?)
}

/// Reads one's own bid.
async fn own_bid(
    site: &SiteData,
    visitor: &Visitor,
    application: ApplicationId,
) -> Result<OwnBid, PageError> {
    look(site, visitor, OwnApplication { application }).await
}

/// The token that every form of this visitor carries.
fn token(site: &SiteData, visitor: &Visitor) -> String {
    csrf_token(site, visitor.session_token())
}

fn path(application: ApplicationId) -> String {
    format!("/applications/{application}")
}

/// Where a bid stands, for its group. A draft of a round that has closed is not sent any more,
/// whether or not a job has noticed.
fn standing(bid: &OwnBid) -> &'static str {
    if bid.application.status == Status::Draft && bid.round.deadline.is_past(bid.now) {
        return crate::content::applications::public_status(Status::Abandoned);
    }
    told(&bid.round, &bid.application, bid.now)
}

/// Whether the decision on the round says something about a bid in this status.
const fn is_decided(status: Status) -> bool {
    matches!(status, Status::Approved | Status::Declined | Status::Reserve | Status::Converted)
}

/// Where a sent bid stands in the words for its group: a decision once it was announced.
fn told(round: &Round, application: &Application, now: Instant) -> &'static str {
    let status = application.status;
    if status == Status::Submitted && application.reopened && !round.deadline.is_past(now) {
        return "Received; being changed";
    }
    if round.phase(now) == Phase::Results && is_decided(status) {
        return crate::content::applications::public_status(Status::Converted);
    }
    crate::content::applications::public_status(status)
}

/// How long there is left until the deadline.
fn time_left(bid: &OwnBid) -> Option<String> {
    let left = bid.round.deadline.at.since(bid.now);
    if !left.is_positive() {
        return None;
    }
    let minutes = left.as_mins();
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let some = |count: i64, one: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        more => Some(format!("{more} {one}s")),
    };
    let parts: Vec<String> = if days > 0 {
        [some(days, "day"), some(hours, "hour")].into_iter().flatten().collect()
    } else {
        [some(hours, "hour"), some(minutes, "minute")].into_iter().flatten().collect()
    };
    Some(if parts.is_empty() { "less than a minute".to_owned() } else { parts.join(" and ") })
}
