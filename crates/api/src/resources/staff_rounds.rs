//! Rounds as staff set them up and take them forward.

use super::answer::{After, AtVersion, WithReason, done, made, ok, plain};
use super::rounds::phase;
use crate::caller::Caller;
use crate::cursor;
use crate::input::Body;
use crate::problem::{ApiError, ApiResult};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::RoundId;
use almoner_http::Route;
use almoner_usecases::Arrived;
use almoner_usecases::panel::StartModerating;
use almoner_usecases::rounds::{
    Approve, AskForReview, Cancel, Change, ConfirmFunds, CreateRound, Extend, HomeLine, Pause,
    Publish, Resume, ReviseRound, RoundMove, SendBack, StaffHome, StaffRound, StaffRounds, Step,
};
use almoner_usecases::screening::{StartAssessing, StartScreening};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

/// The moves that need nothing but a version, and those that need a reason.
macro_rules! moves {
    ($($shape:ident $name:ident $path:literal $act:ident $words:literal $make:expr;)+) => {
        $(
            #[doc = $words]
            #[utoipa::path(
                post,
                path = $path,
                tag = "staff: rounds",
                params(("round" = Uuid, Path, description = "The round's id")),
                request_body = $shape,
                responses((status = 204, description = "Done"))
            )]
            async fn $name(caller: Caller, id: web::Path<Uuid>, body: Body<$shape>) -> ApiResult {
                let make = $make;
                let version = body.sent.version;
                change(caller, *id, version, body.arrived, make(body.sent)).await
            }
        )+

        #[derive(OpenApi)]
        #[openapi(paths(home, list, create, read, revise, extend, $($name),+))]
        pub(super) struct Doc;

        fn moves() -> Vec<Route> {
            vec![$(Route::post($path, Act::$act, $name)),+]
        }
    };
}

moves! {
    AtVersion ask_for_review "/staff/rounds/{round}/ask-for-review" SetUpRound
        "Hands a draft over for review." |_: AtVersion| AskForReview;
    WithReason send_back "/staff/rounds/{round}/send-back" ReviewRound
        "Sends a round back to its draft." |sent: WithReason| SendBack { reason: sent.reason };
    AtVersion confirm_funds "/staff/rounds/{round}/confirm-funds" ConfirmFunds
        "Confirms that the money is there." |_: AtVersion| ConfirmFunds;
    AtVersion approve "/staff/rounds/{round}/approve" ApproveRound
        "Approves a round." |_: AtVersion| Approve;
    AtVersion publish "/staff/rounds/{round}/announce" PublishRound
        "Announces a round." |_: AtVersion| Publish;
    WithReason pause "/staff/rounds/{round}/pause" PauseRound
        "Pauses an open round." |sent: WithReason| Pause { reason: sent.reason };
    WithReason resume "/staff/rounds/{round}/resume" PauseRound
        "Goes on with a paused round." |sent: WithReason| Resume { reason: sent.reason };
    WithReason cancel "/staff/rounds/{round}/cancel" CancelRound
        "Calls a round off." |sent: WithReason| Cancel { reason: sent.reason };
    AtVersion start_screening "/staff/rounds/{round}/start-screening" AdvanceRound
        "Starts to screen the bids of a closed round." |_: AtVersion| StartScreening;
    AtVersion start_assessing "/staff/rounds/{round}/start-assessing" AdvanceRound
        "Starts to assess the eligible bids." |_: AtVersion| StartAssessing;
    AtVersion start_moderating "/staff/rounds/{round}/start-moderating" AdvanceRound
        "Starts the panel's work on the assessed bids." |_: AtVersion| StartModerating;
}

pub(super) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/staff/home", Act::StaffHome, home),
        Route::get("/staff/rounds", Act::ReadRound, list),
        Route::post("/staff/rounds", Act::SetUpRound, create),
        Route::get("/staff/rounds/{round}", Act::ReadRound, read),
        Route::put("/staff/rounds/{round}", Act::SetUpRound, revise),
        Route::post("/staff/rounds/{round}/extend", Act::ExtendRound, extend),
    ];
    routes.extend(moves());
    routes
}

/// Makes one move.
async fn change<M: RoundMove>(
    caller: Caller,
    id: Uuid,
    version: i64,
    arrived: Arrived,
    mv: M,
) -> ApiResult {
    caller.act(arrived, Change { round: RoundId(id), version, mv }).await?;
    done()
}

/// A page of the list of rounds.
#[derive(Serialize, ToSchema)]
struct StaffRoundList {
    /// The rounds, the one that opens last first.
    rounds: Vec<StaffRoundLine>,
    /// Hand it back as `after` for the next page; null after the last.
    next: Option<String>,
}

/// A round of the list.
#[derive(Serialize, ToSchema)]
struct StaffRoundLine {
    /// Its id.
    id: Uuid,
    /// Its reference.
    reference: String,
    /// Its title.
    title: String,
    /// Where it stands.
    status: &'static str,
    /// When it opens.
    #[schema(format = DateTime)]
    opens_at: String,
    /// When it closes.
    #[schema(format = DateTime)]
    closes_at: String,
    /// Steps of its set-up that wait for the caller, such as `Approve`.
    waiting: Vec<&'static str>,
}

impl From<HomeLine> for StaffRoundLine {
    fn from(line: HomeLine) -> Self {
        Self {
            id: line.key.id.uuid(),
            reference: line.reference,
            title: line.title,
            status: line.status.code(),
            opens_at: line.opens_at.to_string(),
            closes_at: line.deadline.at.to_string(),
            waiting: line.waiting.into_iter().map(step).collect(),
        }
    }
}

/// The code of a step.
const fn step(step: Step) -> &'static str {
    match step {
        Step::ConfirmFunds => "ConfirmFunds",
        Step::Move(mv) => mv.name(),
    }
}

/// A round with all its settings.
#[derive(Serialize, ToSchema)]
struct StaffRoundRead {
    /// Its id.
    id: Uuid,
    /// Its version, for every change.
    version: i64,
    /// Where it stands.
    status: &'static str,
    /// What counts for the public now.
    phase: &'static str,
    /// All its settings.
    #[schema(value_type = Object)]
    settings: serde_json::Value,
    /// The version of its form.
    form_version: u32,
    /// How many things it still needs before it can be announced.
    missing: usize,
    /// The quality line with its reason, once it is set.
    #[schema(value_type = Option<Object>)]
    line: serde_json::Value,
}

/// A round file.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct DefinitionInput {
    /// The text of a round file (TOML).
    #[validate(length(min = 1, max = 500_000))]
    #[schema(min_length = 1, max_length = 500_000)]
    definition: String,
}

/// A round file in place of the draft's.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct RevisionInput {
    /// The version that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The text of a round file (TOML).
    #[validate(length(min = 1, max = 500_000))]
    #[schema(min_length = 1, max_length = 500_000)]
    definition: String,
}

/// A later deadline.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct ExtendInput {
    /// The version that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The new deadline, as the clock in London shows it, such as `2024-02-12T17:00:00`.
    #[validate(length(max = 19))]
    #[schema(max_length = 19, pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$")]
    closes: String,
    /// Why.
    #[validate(length(min = 1, max = 5000))]
    #[schema(min_length = 1, max_length = 5000)]
    reason: String,
}

/// What waits for the caller: the newest rounds with their steps.
#[utoipa::path(
    get,
    path = "/staff/home",
    tag = "staff: rounds",
    responses((status = 200, description = "The first page of the list", body = StaffRoundList))
)]
async fn home(caller: Caller) -> ApiResult {
    let lines = caller.see(StaffHome).await?;
    let full = lines.len() >= StaffRounds::LENGTH;
    let next = lines.last().filter(|_| full).map(|line| cursor::of_round(line.key));
    ok(&StaffRoundList { rounds: lines.into_iter().map(Into::into).collect(), next })
}

/// All rounds, the one that opens last first.
#[utoipa::path(
    get,
    path = "/staff/rounds",
    tag = "staff: rounds",
    params(After),
    responses((status = 200, description = "A page of the list", body = StaffRoundList))
)]
async fn list(caller: Caller, query: web::Query<After>) -> ApiResult {
    let after = cursor::round(query.after.as_deref())?;
    let lines = caller.see(StaffRounds { after }).await?;
    let full = lines.len() >= StaffRounds::LENGTH;
    let next = lines.last().filter(|_| full).map(|line| cursor::of_round(line.key));
    ok(&StaffRoundList { rounds: lines.into_iter().map(Into::into).collect(), next })
}

/// Sets a round up, as a draft, from a round file.
#[utoipa::path(
    post,
    path = "/staff/rounds",
    tag = "staff: rounds",
    request_body = DefinitionInput,
    responses((status = 201, description = "Made", body = super::answer::Made))
)]
async fn create(caller: Caller, body: Body<DefinitionInput>) -> ApiResult {
    let case = CreateRound { definition: body.sent.definition };
    let id = caller.act(body.arrived, case).await?;
    made("/staff/rounds", id.uuid())
}

/// One round with all its settings.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}",
    tag = "staff: rounds",
    params(("round" = Uuid, Path, description = "The round's id")),
    responses((status = 200, description = "The round", body = StaffRoundRead))
)]
async fn read(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(StaffRound { round: RoundId(*id) }).await?;
    let round = seen.round;
    ok(&StaffRoundRead {
        id: round.id.uuid(),
        version: round.version,
        status: round.status.code(),
        phase: phase(seen.phase),
        settings: plain(&round.settings),
        form_version: round.form.version,
        missing: seen.missing.len(),
        line: plain(&round.line),
    })
}

/// Writes a draft anew from a round file.
#[utoipa::path(
    put,
    path = "/staff/rounds/{round}",
    tag = "staff: rounds",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = RevisionInput,
    responses((status = 204, description = "Revised"))
)]
async fn revise(caller: Caller, id: web::Path<Uuid>, body: Body<RevisionInput>) -> ApiResult {
    let RevisionInput { version, definition } = body.sent;
    caller.act(body.arrived, ReviseRound { round: RoundId(*id), version, definition }).await?;
    done()
}

/// Moves the deadline later, for everybody.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/extend",
    tag = "staff: rounds",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = ExtendInput,
    responses((status = 204, description = "Moved"))
)]
async fn extend(caller: Caller, id: web::Path<Uuid>, body: Body<ExtendInput>) -> ApiResult {
    let ExtendInput { version, closes, reason } = body.sent;
    let closes = closes.parse().map_err(|_| ApiError::field("closes", "not_a_time"))?;
    change(caller, *id, version, body.arrived, Extend { closes, reason }).await
}
