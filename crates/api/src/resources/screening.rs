//! The applications of a round as the office lists, reads and screens them.

use super::answer::{AtVersion, done, ok, plain};
use crate::caller::Caller;
use crate::cursor;
use crate::input::Body;
use crate::problem::{ApiError, ApiResult};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::application::Status;
use almoner_domain::conflict::{Answer, Kind};
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_domain::screening::CheckResult;
use almoner_http::Route;
use almoner_ports::{ApplicationFilter, ApplicationOrder};
use almoner_usecases::conflict::{DeclareInterests, NamesToDeclare};
use almoner_usecases::screening::{
    BidRead, ConfirmIneligible, ListApplications, ListPage, PassScreening, ProposeIneligible,
    ReadBid, RecordCheck, RejectProposal, ScreeningPage,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/rounds/{round}/applications", Act::ListApplications, list),
        Route::get("/staff/rounds/{round}/declarations", Act::DeclareInterests, names),
        Route::post("/staff/rounds/{round}/declarations", Act::DeclareInterests, declare),
        Route::get("/staff/applications/{application}", Act::ReadApplication, read),
        Route::get("/staff/applications/{application}/screening", Act::Screen, screening),
        Route::post("/staff/applications/{application}/screening/check", Act::Screen, check),
        Route::post("/staff/applications/{application}/screening/pass", Act::Screen, pass),
        Route::post("/staff/applications/{application}/screening/propose", Act::Screen, propose),
        Route::post(
            "/staff/applications/{application}/screening/confirm",
            Act::ConfirmScreening,
            confirm,
        ),
        Route::post(
            "/staff/applications/{application}/screening/reject",
            Act::ConfirmScreening,
            reject,
        ),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(list, names, declare, read, screening, check, pass, propose, confirm, reject))]
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
        next: page.next.as_ref().map(cursor::of_application),
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
        if text.as_ref().is_some_and(|text| text.chars().any(char::is_control)) {
            return Err(ApiError::field(field, "control_character"));
        }
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

/// The list of names on which interests are declared.
#[derive(Serialize, ToSchema)]
struct NameList {
    /// By when the bids were received.
    names: Vec<NameRead>,
}

/// One name.
#[derive(Serialize, ToSchema)]
struct NameRead {
    /// The application.
    application: Uuid,
    /// Its reference.
    reference: Option<String>,
    /// The group's name.
    name: String,
    /// Whether the caller has declared.
    declared: bool,
}

/// The list of names of a closed round.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}/declarations",
    tag = "staff: screening",
    params(("round" = Uuid, Path, description = "The round's id")),
    responses((status = 200, description = "The names", body = NameList))
)]
async fn names(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(NamesToDeclare { round: RoundId(*id) }).await?;
    let names = seen.names.into_iter().map(|one| NameRead {
        application: one.application.uuid(),
        reference: one.reference,
        name: one.name,
        declared: one.declaration.is_some(),
    });
    ok(&NameList { names: names.collect() })
}

/// What the caller declares about the names on the list.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct DeclarationInput {
    /// One for each name.
    #[validate(length(max = 5000), nested)]
    #[schema(max_items = 5000)]
    interests: Vec<InterestInput>,
}

/// What links the caller to one name.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct InterestInput {
    /// The application.
    application: Uuid,
    /// `none`, or the kind of interest, such as `personal` or `pecuniary`.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^[a-z_]+$")]
    interest: String,
    /// In the caller's own words; needed where there is an interest.
    #[serde(default)]
    #[validate(length(max = 2000))]
    #[schema(max_length = 2000)]
    note: String,
}

/// Declares interests.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/declarations",
    tag = "staff: screening",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = DeclarationInput,
    responses((status = 204, description = "Declared"))
)]
async fn declare(caller: Caller, id: web::Path<Uuid>, body: Body<DeclarationInput>) -> ApiResult {
    let mut answers = BTreeMap::new();
    for one in body.sent.interests {
        let answer = match (one.interest.as_str(), Kind::parse(&one.interest)) {
            ("none", _) => Answer::NoInterest,
            (_, Some(kind)) => Answer::Interest { kind, note: one.note },
            (_, None) => return Err(ApiError::field("interests.interest", "not_an_interest")),
        };
        answers.insert(ApplicationId(one.application), answer);
    }
    caller.act(body.arrived, DeclareInterests { round: RoundId(*id), answers }).await?;
    done()
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
            reference: application.reference,
            status: application.status.code(),
            organisation: application.organisation_name,
            title: submission.title,
            requested_pence: submission.requested.map(|pence| pence.get()),
            sent_at: submission.sent_at.to_string(),
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

/// The screening of an application.
#[derive(Serialize, ToSchema)]
struct ScreeningRead {
    /// Its version, for every step.
    version: i64,
    /// Where the bid stands.
    status: &'static str,
    /// The checks with their results.
    #[schema(value_type = Vec<Object>)]
    checks: serde_json::Value,
    /// The proposal that it is not eligible; null if there is none.
    #[schema(value_type = Option<Object>)]
    proposal: serde_json::Value,
}

/// The screening of an application.
#[utoipa::path(
    get,
    path = "/staff/applications/{application}/screening",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    responses((status = 200, description = "The screening", body = ScreeningRead))
)]
async fn screening(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(ScreeningPage { application: ApplicationId(*id) }).await?;
    ok(&ScreeningRead {
        version: seen.screening.version,
        status: seen.application.status.code(),
        checks: plain(&seen.screening.checks),
        proposal: plain(&seen.screening.proposal),
    })
}

/// How a check came out.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Came {
    /// It passes, on a condition where one is named.
    Pass,
    /// It fails for the named reasons.
    Fail,
    /// The group has to say more.
    NeedsInfo,
    /// It does not concern this bid.
    NotApplicable,
}

/// The result of one check.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct CheckInput {
    /// The version of the screening that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The check's code.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    check: String,
    /// How it came out.
    result: Came,
    /// Codes of the round's reasons, for a fail.
    #[serde(default)]
    #[validate(length(max = 20))]
    #[schema(schema_with = codes)]
    reasons: Vec<String>,
    /// What the group must do before an agreement, for a pass on a condition.
    #[validate(length(max = 2000))]
    #[schema(max_length = 2000)]
    condition: Option<String>,
    /// In the caller's own words.
    #[serde(default)]
    #[validate(length(max = 5000))]
    #[schema(max_length = 5000)]
    text: String,
}

/// A short list of codes.
fn codes() -> utoipa::openapi::Schema {
    use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Type};
    let code = ObjectBuilder::new().schema_type(Type::String).max_length(Some(60));
    ArrayBuilder::new().items(code).max_items(Some(20)).into()
}

/// Records the result of one check.
#[utoipa::path(
    post,
    path = "/staff/applications/{application}/screening/check",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = CheckInput,
    responses((status = 204, description = "Recorded"))
)]
async fn check(caller: Caller, id: web::Path<Uuid>, body: Body<CheckInput>) -> ApiResult {
    let CheckInput { version, check, result, reasons, condition, text } = body.sent;
    let found = match result {
        Came::Pass => CheckResult::Pass { condition },
        Came::Fail => CheckResult::Fail { reasons },
        Came::NeedsInfo => CheckResult::NeedsInformation,
        Came::NotApplicable => CheckResult::NotApplicable,
    };
    let case = RecordCheck { application: ApplicationId(*id), version, check, found, text };
    caller.act(body.arrived, case).await?;
    done()
}

/// Finds an application eligible.
#[utoipa::path(
    post,
    path = "/staff/applications/{application}/screening/pass",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = AtVersion,
    responses((status = 204, description = "Eligible"))
)]
async fn pass(caller: Caller, id: web::Path<Uuid>, body: Body<AtVersion>) -> ApiResult {
    let case = PassScreening { application: ApplicationId(*id), version: body.sent.version };
    caller.act(body.arrived, case).await?;
    done()
}

/// Proposes that an application is not eligible; another person confirms it.
#[utoipa::path(
    post,
    path = "/staff/applications/{application}/screening/propose",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = AtVersion,
    responses((status = 204, description = "Proposed"))
)]
async fn propose(caller: Caller, id: web::Path<Uuid>, body: Body<AtVersion>) -> ApiResult {
    let case = ProposeIneligible { application: ApplicationId(*id), version: body.sent.version };
    caller.act(body.arrived, case).await?;
    done()
}

/// Confirms that an application is not eligible; the group is told at once.
#[utoipa::path(
    post,
    path = "/staff/applications/{application}/screening/confirm",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = AtVersion,
    responses((status = 204, description = "Confirmed"))
)]
async fn confirm(caller: Caller, id: web::Path<Uuid>, body: Body<AtVersion>) -> ApiResult {
    let case = ConfirmIneligible { application: ApplicationId(*id), version: body.sent.version };
    caller.act(body.arrived, case).await?;
    done()
}

/// Rejects the proposal that an application is not eligible.
#[utoipa::path(
    post,
    path = "/staff/applications/{application}/screening/reject",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = super::answer::WithReason,
    responses((status = 204, description = "Rejected"))
)]
async fn reject(
    caller: Caller,
    id: web::Path<Uuid>,
    body: Body<super::answer::WithReason>,
) -> ApiResult {
    let super::answer::WithReason { version, reason } = body.sent;
    let case = RejectProposal { application: ApplicationId(*id), version, text: reason };
    caller.act(body.arrived, case).await?;
    done()
}
