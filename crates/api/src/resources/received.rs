//! The applications of a round as the office lists and reads them.

use super::answer::{ok, plain};
use crate::caller::Caller;
use crate::cursor;
use crate::input::shown;
use crate::problem::{ApiError, ApiResult};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::application::Status;
use almoner_domain::application::withhold::{Audience, shown_name};
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_http::Route;
use almoner_ports::{ApplicationFilter, ApplicationOrder};
use almoner_usecases::screening::{BidRead, ListApplications, ListPage, ReadBid};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, OpenApi, ToSchema};
use uuid::Uuid;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/rounds/{round}/applications", Act::ListApplications, list),
        Route::get("/staff/applications/{application}", Act::ReadApplication, read),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(list, read))]
pub(super) struct Doc;

/// Which applications of a round a list shows.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Filters {
    /// In this state.
    #[param(max_length = 40, pattern = "^[a-z_]+$")]
    status: Option<String>,
    /// With this lead area.
    #[param(max_length = 60, pattern = "^[A-Za-z0-9-]+$")]
    area: Option<String>,
    /// With a group whose name begins with this, in capitals or not.
    #[param(max_length = 200)]
    name: Option<String>,
    /// By when it was received, or by the group's name.
    #[param(inline)]
    order: Option<Order>,
    /// The `next` of the page before; leave it out for the first page.
    #[param(max_length = 2000, pattern = "^[A-Za-z0-9_-]+$")]
    after: Option<String>,
}

/// In what order a list is.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Order {
    /// First come first.
    Received,
    /// By the group's name.
    Name,
}

/// A page of the list of a round's applications.
#[derive(Serialize, ToSchema)]
struct ReceivedList {
    /// The applications.
    applications: Vec<ReceivedLine>,
    /// How many there are in each state.
    counts: Vec<CountRead>,
    /// Hand it back as `after` for the next page; null after the last.
    next: Option<String>,
}

/// An application of the list.
#[derive(Serialize, ToSchema)]
struct ReceivedLine {
    /// Its id.
    id: Uuid,
    /// Its reference.
    reference: Option<String>,
    /// The group's name; null if it is withheld from this reader.
    organisation: Option<String>,
    /// The project's name; null if the group's is withheld.
    title: Option<String>,
    /// Where it stands.
    status: &'static str,
    /// The amount asked for, in pence.
    requested_pence: Option<i64>,
    /// The code of its lead area; null if there is none or it is withheld.
    lead_area: Option<String>,
    /// When it was received.
    #[schema(format = DateTime)]
    received_at: String,
    /// Whether it is eligible only with conditions.
    conditional: bool,
}

/// How many applications are in a state.
#[derive(Serialize, ToSchema)]
struct CountRead {
    /// The state.
    status: &'static str,
    /// How many.
    count: u64,
    /// What they ask for together, in pence.
    requested_pence: i64,
}

fn list_of(page: &ListPage) -> ReceivedList {
    let lines = page.lines.iter().map(|line| ReceivedLine {
        id: line.id.uuid(),
        reference: line.reference.clone(),
        organisation: page.name(line).plain().map(str::to_owned),
        title: line
            .withhold
            .shown_name(line.title.as_str(), page.audience(line))
            .plain()
            .map(str::to_owned),
        status: line.status.code(),
        requested_pence: line.requested.map(|pence| pence.get()),
        lead_area: page.area(line).plain().flatten().map(str::to_owned),
        received_at: line.received_at.to_string(),
        conditional: line.conditional,
    });
    let counts = page.counts.iter().map(|one| CountRead {
        status: one.status.code(),
        count: one.count,
        requested_pence: one.requested.get(),
    });
    ReceivedList {
        applications: lines.collect(),
        counts: counts.collect(),
        next: page.next.map(|last| last.to_string()),
    }
}

/// The applications that a round has received.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}/applications",
    tag = "staff: screening",
    params(("round" = Uuid, Path, description = "The round's id"), Filters),
    responses((status = 200, description = "A page of the list", body = ReceivedList))
)]
async fn list(caller: Caller, id: web::Path<Uuid>, query: web::Query<Filters>) -> ApiResult {
    let Filters { status, area, name, order, after } = query.into_inner();
    let statuses = match status.as_deref() {
        None => Vec::new(),
        Some(code) => match Status::parse(code) {
            Some(status) => vec![status],
            None => return Err(ApiError::field("status", "not_a_state")),
        },
    };
    for (field, text) in [("area", &area), ("name", &name)] {
        shown(field, text.as_deref().unwrap_or_default())?;
    }
    let view = ListApplications {
        round: RoundId(*id),
        filter: ApplicationFilter { statuses, lead_area: area, name_begins: name },
        order: match order {
            Some(Order::Name) => ApplicationOrder::Name,
            Some(Order::Received) | None => ApplicationOrder::Received,
        },
        after: cursor::application(after.as_deref())?,
    };
    let page = caller.see(view).await?;
    ok(&list_of(&page))
}

/// An application with its answers.
#[derive(Serialize, ToSchema)]
struct ReceivedRead {
    /// Its id.
    id: Uuid,
    /// The round's id.
    round: Uuid,
    /// Its reference.
    reference: Option<String>,
    /// Where it stands.
    status: &'static str,
    /// The group's name.
    organisation: String,
    /// The project's name.
    title: String,
    /// The amount asked for, in pence.
    requested_pence: Option<i64>,
    /// When the version that stands was sent.
    #[schema(format = DateTime)]
    sent_at: String,
    /// How the group gave it to the officer who entered it, phone or paper; null if the group sent
    /// it itself.
    entered: Option<&'static str>,
    /// The answers by question, without those that this reader may not see.
    #[schema(value_type = Object)]
    answers: serde_json::Value,
}

impl From<BidRead> for ReceivedRead {
    fn from(read: BidRead) -> Self {
        let BidRead { application, round, submission, as_assessor, .. } = read;
        let shown = round
            .form
            .questions()
            .filter(|question| question.seen_by_assessors || !as_assessor)
            .filter(|question| round.form.applies(question, &submission.answers));
        let answers = shown
            .map(|question| {
                let typed: BTreeMap<&String, &Vec<String>> =
                    question.owned(&submission.answers).collect();
                (question.id.to_string(), plain(&typed))
            })
            .collect::<serde_json::Map<_, _>>();
        Self {
            id: application.id.uuid(),
            round: application.round.uuid(),
            organisation: shown_name(&application, Audience::Working).or("").to_owned(),
            reference: application.reference,
            status: application.status.code(),
            title: submission.title,
            requested_pence: submission.requested.map(|pence| pence.get()),
            sent_at: submission.sent_at.to_string(),
            entered: application.entered.map(|entered| entered.how.code()),
            answers: answers.into(),
        }
    }
}

/// An application with its answers, for those who have declared their interests about it.
#[utoipa::path(
    get,
    path = "/staff/applications/{application}",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    responses((status = 200, description = "The bid", body = ReceivedRead))
)]
async fn read(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let read = caller.see(ReadBid { application: ApplicationId(*id) }).await?;
    ok(&ReceivedRead::from(read))
}
