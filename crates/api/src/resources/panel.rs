//! The panel's table of a round, its line, its meeting and its recommendation as a whole.

use super::answer::{AtVersion, done, ok};
use super::panel_read::PanelRead;
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::{PersonId, RoundId};
use almoner_domain::value::CivilDate;
use almoner_http::Route;
use almoner_usecases::panel::{
    MeetingPage, MeetingSheet, PanelOfRound, RecommendRound, RecordMeeting, SetLine,
};
use almoner_usecases::rounds::Change;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/rounds/{round}/panel", Act::ReadPanel, table),
        Route::post("/staff/rounds/{round}/line", Act::ChairPanel, line),
        Route::get("/staff/rounds/{round}/meeting", Act::ChairPanel, meeting),
        Route::put("/staff/rounds/{round}/meeting", Act::ChairPanel, record_meeting),
        Route::post("/staff/rounds/{round}/recommend", Act::ChairPanel, recommend),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(table, line, meeting, record_meeting, recommend))]
pub(super) struct Doc;

/// The panel's table: ranked bids first, in order, then those without agreed marks.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}/panel",
    tag = "staff: panel",
    params(("round" = Uuid, Path, description = "The round's id")),
    responses((status = 200, description = "The table", body = PanelRead))
)]
async fn table(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    ok(&PanelRead::from(caller.see(PanelOfRound { round: RoundId(*id) }).await?))
}

/// The quality line.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct LineInput {
    /// The version of the round that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// In percent.
    #[validate(range(min = 0, max = 100))]
    #[schema(minimum = 0, maximum = 100)]
    percent: i64,
    /// Why.
    #[validate(length(min = 1, max = 4_000))]
    #[schema(min_length = 1, max_length = 4_000)]
    reason: String,
}

/// Sets the quality line of a round.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/line",
    tag = "staff: panel",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = LineInput,
    responses((status = 204, description = "Set"))
)]
async fn line(caller: Caller, id: web::Path<Uuid>, body: Body<LineInput>) -> ApiResult {
    let LineInput { version, percent, reason } = body.sent;
    caller.act(body.arrived, SetLine { round: RoundId(*id), version, percent, reason }).await?;
    done()
}

/// The meeting of a round for its chair.
#[derive(Serialize, ToSchema)]
struct MeetingRead {
    /// The version of the record, for a change; 0 before the first.
    version: i64,
    /// The day; null until it is recorded.
    #[schema(format = Date)]
    on: Option<String>,
    /// Who was there.
    present: Vec<Uuid>,
    /// Who may sit on the panel.
    members: Vec<PanelMemberRead>,
    /// Conflicts of members: who leaves the room for which bid.
    conflicts: Vec<ConflictRead>,
}

/// Somebody who may sit on the panel.
#[derive(Serialize, ToSchema)]
struct PanelMemberRead {
    /// Their id.
    person: Uuid,
    /// Their name.
    name: String,
    /// Whether they represent a community.
    community: bool,
}

/// Somebody who leaves the room for a bid.
#[derive(Serialize, ToSchema)]
struct ConflictRead {
    /// Who.
    person: Uuid,
    /// For which bid.
    application: Uuid,
    /// The group's name; null if it is withheld from this reader.
    organisation: Option<String>,
}

impl From<MeetingSheet> for MeetingRead {
    fn from(sheet: MeetingSheet) -> Self {
        let name = |id| {
            let bid = sheet.bids.iter().find(|bid| bid.id == id)?;
            sheet.name(bid).plain().map(str::to_owned)
        };
        let conflicts = sheet.conflicts.iter().map(|left| ConflictRead {
            person: left.person.uuid(),
            application: left.application.uuid(),
            organisation: name(left.application),
        });
        let conflicts: Vec<_> = conflicts.collect();
        let MeetingSheet { meeting, members, .. } = sheet;
        let members = members.into_iter().map(|(person, community)| PanelMemberRead {
            person: person.id.uuid(),
            name: person.name,
            community,
        });
        Self {
            version: meeting.as_ref().map_or(0, |meeting| meeting.version),
            on: meeting.as_ref().map(|meeting| meeting.on.to_string()),
            present: meeting
                .iter()
                .flat_map(|meeting| meeting.present.iter().map(|one| one.person.uuid()))
                .collect(),
            members: members.collect(),
            conflicts,
        }
    }
}

/// Who was at the meeting.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct MeetingInput {
    /// The version that was read; 0 before the first.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The day.
    #[schema(value_type = String, format = Date)]
    on: CivilDate,
    /// Members who were there.
    #[validate(length(max = 200))]
    #[schema(max_items = 200)]
    present: Vec<Uuid>,
    /// Whether everybody with a conflict left the room for the bid that it is about.
    all_left: bool,
}

/// The meeting of a round: the record, who may sit on the panel, and who leaves the room when.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}/meeting",
    tag = "staff: panel",
    params(("round" = Uuid, Path, description = "The round's id")),
    responses((status = 200, description = "The meeting", body = MeetingRead))
)]
async fn meeting(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    ok(&MeetingRead::from(caller.see(MeetingPage { round: RoundId(*id) }).await?))
}

/// Records who was at the meeting, and that those with a conflict left the room.
#[utoipa::path(
    put,
    path = "/staff/rounds/{round}/meeting",
    tag = "staff: panel",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = MeetingInput,
    responses((status = 204, description = "Recorded"))
)]
async fn record_meeting(
    caller: Caller,
    id: web::Path<Uuid>,
    body: Body<MeetingInput>,
) -> ApiResult {
    let MeetingInput { version, on, present, all_left } = body.sent;
    let present = present.into_iter().map(PersonId).collect();
    let case = RecordMeeting { round: RoundId(*id), version, on, present, all_left };
    caller.act(body.arrived, case).await?;
    done()
}

/// Makes the panel's recommendation for a round as a whole.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/recommend",
    tag = "staff: panel",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = AtVersion,
    responses((status = 204, description = "Recommended"))
)]
async fn recommend(caller: Caller, id: web::Path<Uuid>, body: Body<AtVersion>) -> ApiResult {
    let version = body.sent.version;
    let case = Change { round: RoundId(*id), version, mv: RecommendRound };
    caller.act(body.arrived, case).await?;
    done()
}
