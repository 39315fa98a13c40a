//! Marks: an assessor's own list and sheets, and the marks of a bid once they are revealed.

use super::answer::{After, done, ok, plain};
use crate::caller::Caller;
use crate::cursor;
use crate::input::Body;
use crate::problem::{ApiError, ApiResult};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::assessment::{CriterionMark, HandBackReason, Marks};
use almoner_domain::id::{ApplicationId, AssessmentId};
use almoner_domain::value::Mark;
use almoner_http::Route;
use almoner_usecases::assessments::{
    AssessmentPage, HandBack, MarksOfBid, MyAssessment, MyAssessments, SaveAssessment,
    SubmitAssessment, Unlock, Waive,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/assessments", Act::ReadOwnAssessments, list),
        Route::get("/staff/assessments/{assessment}", Act::Assess, read),
        Route::put("/staff/assessments/{assessment}", Act::Assess, save),
        Route::post("/staff/assessments/{assessment}/submit", Act::Assess, submit),
        Route::post(
            "/staff/assessments/{assessment}/hand-back",
            Act::HandBackAssessment,
            hand_back,
        ),
        Route::post("/staff/assessments/{assessment}/unlock", Act::UnlockAssessment, unlock),
        Route::post("/staff/assessments/{assessment}/waive", Act::WaiveAssessment, waive),
        Route::get("/staff/applications/{application}/marks", Act::ReadMarks, marks),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(list, read, save, submit, hand_back, unlock, waive, marks))]
pub(super) struct Doc;

/// The caller's own assessments.
#[derive(Serialize, ToSchema)]
struct AssessmentList {
    /// By when they are due.
    assessments: Vec<AssessmentLine>,
    /// Hand it back as `after` for the next page; null after the last.
    next: Option<String>,
}

/// An assessment of the list.
#[derive(Serialize, ToSchema)]
struct AssessmentLine {
    /// Its id.
    id: Uuid,
    /// The round's title.
    round: String,
    /// The bid's reference.
    reference: Option<String>,
    /// Where it stands.
    status: &'static str,
    /// When it is due.
    #[schema(format = Date)]
    due: String,
}

impl From<MyAssessment> for AssessmentLine {
    fn from(mine: MyAssessment) -> Self {
        Self {
            id: mine.assessment.id.uuid(),
            round: mine.round,
            reference: mine.application.reference,
            status: mine.assessment.status.code(),
            due: mine.assessment.due.to_string(),
        }
    }
}

/// One's own assessments, by when they are due.
#[utoipa::path(
    get,
    path = "/staff/assessments",
    tag = "staff: marking",
    params(After),
    responses((status = 200, description = "A page of the list", body = AssessmentList))
)]
async fn list(caller: Caller, query: web::Query<After>) -> ApiResult {
    let after = cursor::assessment(query.after.as_deref())?;
    let mine = caller.see(MyAssessments { after }).await?;
    ok(&AssessmentList {
        assessments: mine.lines.into_iter().map(Into::into).collect(),
        next: mine.next.map(cursor::of_assessment),
    })
}

/// A marking sheet.
#[derive(Serialize, ToSchema)]
struct SheetRead {
    /// Its id.
    id: Uuid,
    /// Its version, for a save.
    version: i64,
    /// Where it stands.
    status: &'static str,
    /// When it is due.
    #[schema(format = Date)]
    due: String,
    /// The criteria, with their questions, weights and what each mark means.
    #[schema(value_type = Vec<Object>)]
    criteria: serde_json::Value,
    /// The marks so far, by criterion.
    #[schema(value_type = Object)]
    marks: serde_json::Value,
    /// The bid's id, for its answers.
    application: Uuid,
}

/// One's own marking sheet.
#[utoipa::path(
    get,
    path = "/staff/assessments/{assessment}",
    tag = "staff: marking",
    params(("assessment" = Uuid, Path, description = "The assessment's id")),
    responses((status = 200, description = "The sheet", body = SheetRead))
)]
async fn read(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let sheet = caller.see(AssessmentPage { assessment: AssessmentId(*id) }).await?;
    ok(&SheetRead {
        id: sheet.assessment.id.uuid(),
        version: sheet.assessment.version,
        status: sheet.assessment.status.code(),
        due: sheet.assessment.due.to_string(),
        criteria: plain(&sheet.round.settings.scoring.criteria),
        marks: plain(&sheet.assessment.marks),
        application: sheet.application.id.uuid(),
    })
}

/// Marks with their reasons.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct MarksInput {
    /// The version that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// One for each criterion.
    #[validate(length(max = 30), nested)]
    #[schema(max_items = 30)]
    marks: Vec<MarkInput>,
}

/// The mark of one criterion.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct MarkInput {
    /// The criterion's code.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    criterion: String,
    /// The mark, a whole number; leave it out while it is open.
    #[validate(range(max = 5))]
    #[schema(minimum = 0, maximum = 5)]
    mark: Option<u8>,
    /// Why.
    #[serde(default)]
    #[validate(length(max = 10_000))]
    #[schema(max_length = 10_000)]
    reason: String,
}

fn marks_of(input: Vec<MarkInput>) -> Result<Marks, ApiError> {
    let mut marks = Marks::new();
    for one in input {
        let mark = match one.mark {
            None => None,
            Some(number) => {
                Some(Mark::new(number).map_err(|_| ApiError::field("marks.mark", "not_a_mark"))?)
            }
        };
        marks.insert(one.criterion, CriterionMark { mark, reason: one.reason });
    }
    Ok(marks)
}

/// Keeps a draft of one's own marks.
#[utoipa::path(
    put,
    path = "/staff/assessments/{assessment}",
    tag = "staff: marking",
    params(("assessment" = Uuid, Path, description = "The assessment's id")),
    request_body = MarksInput,
    responses((status = 204, description = "Kept"))
)]
async fn save(caller: Caller, id: web::Path<Uuid>, body: Body<MarksInput>) -> ApiResult {
    let (version, marks) = (body.sent.version, marks_of(body.sent.marks)?);
    let case = SaveAssessment { assessment: AssessmentId(*id), version, marks };
    caller.act(body.arrived, case).await?;
    done()
}

/// Hands one's own marks in.
#[utoipa::path(
    post,
    path = "/staff/assessments/{assessment}/submit",
    tag = "staff: marking",
    params(("assessment" = Uuid, Path, description = "The assessment's id")),
    request_body = MarksInput,
    responses((status = 204, description = "Handed in"))
)]
async fn submit(caller: Caller, id: web::Path<Uuid>, body: Body<MarksInput>) -> ApiResult {
    let (version, marks) = (body.sent.version, marks_of(body.sent.marks)?);
    let case = SubmitAssessment { assessment: AssessmentId(*id), version, marks };
    caller.act(body.arrived, case).await?;
    done()
}

/// Why an assessment is given back.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct HandBackInput {
    /// The kind of reason.
    why: WhyBack,
    /// In the caller's own words.
    #[serde(default)]
    #[validate(length(max = 2000))]
    #[schema(max_length = 2000)]
    reason: String,
}

/// The kinds of reason for which an assessment is given back.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum WhyBack {
    /// A conflict of interest: they are recused.
    Conflict,
    /// No time.
    Time,
    /// Not enough knowledge of the matter.
    Knowledge,
    /// Another.
    Other,
}

/// Gives an assessment back.
#[utoipa::path(
    post,
    path = "/staff/assessments/{assessment}/hand-back",
    tag = "staff: marking",
    params(("assessment" = Uuid, Path, description = "The assessment's id")),
    request_body = HandBackInput,
    responses((status = 204, description = "Given back"))
)]
async fn hand_back(caller: Caller, id: web::Path<Uuid>, body: Body<HandBackInput>) -> ApiResult {
    let why = match body.sent.why {
        WhyBack::Conflict => HandBackReason::Conflict,
        WhyBack::Time => HandBackReason::Time,
        WhyBack::Knowledge => HandBackReason::Knowledge,
        WhyBack::Other => HandBackReason::Other,
    };
    let case = HandBack { assessment: AssessmentId(*id), why, reason: body.sent.reason };
    caller.act(body.arrived, case).await?;
    done()
}

/// A reason.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReasonInput {
    /// Why.
    #[validate(length(min = 1, max = 2000))]
    #[schema(min_length = 1, max_length = 2000)]
    reason: String,
}

/// Gives sent marks back to their assessor, before any are revealed.
#[utoipa::path(
    post,
    path = "/staff/assessments/{assessment}/unlock",
    tag = "staff: marking",
    params(("assessment" = Uuid, Path, description = "The assessment's id")),
    request_body = ReasonInput,
    responses((status = 204, description = "Unlocked"))
)]
async fn unlock(caller: Caller, id: web::Path<Uuid>, body: Body<ReasonInput>) -> ApiResult {
    let case = Unlock { assessment: AssessmentId(*id), reason: body.sent.reason };
    caller.act(body.arrived, case).await?;
    done()
}

/// Does without an assessment.
#[utoipa::path(
    post,
    path = "/staff/assessments/{assessment}/waive",
    tag = "staff: marking",
    params(("assessment" = Uuid, Path, description = "The assessment's id")),
    request_body = ReasonInput,
    responses((status = 204, description = "Waived"))
)]
async fn waive(caller: Caller, id: web::Path<Uuid>, body: Body<ReasonInput>) -> ApiResult {
    let case = Waive { assessment: AssessmentId(*id), reason: body.sent.reason };
    caller.act(body.arrived, case).await?;
    done()
}

/// The marks of a bid.
#[derive(Serialize, ToSchema)]
struct MarksRead {
    /// The bid.
    application: Uuid,
    /// Whether they are revealed: only once every required assessment is locked or waived.
    revealed: bool,
    /// The assessments; empty until they are revealed.
    assessments: Vec<RevealedRead>,
}

/// A revealed assessment.
#[derive(Serialize, ToSchema)]
struct RevealedRead {
    /// Its id.
    id: Uuid,
    /// The assessor's name.
    assessor: Option<String>,
    /// The marks with their reasons, by criterion.
    #[schema(value_type = Object)]
    marks: serde_json::Value,
}

/// The marks of a bid, once they are revealed.
#[utoipa::path(
    get,
    path = "/staff/applications/{application}/marks",
    tag = "staff: marking",
    params(("application" = Uuid, Path, description = "The bid's id")),
    responses((status = 200, description = "The marks", body = MarksRead))
)]
async fn marks(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(MarksOfBid { application: ApplicationId(*id) }).await?;
    let people = seen.people;
    let assessments = seen.marks.as_ref().map(|(all, _)| {
        all.iter()
            .map(|one| RevealedRead {
                id: one.id.uuid(),
                assessor: people.get(&one.assessor).map(|person| person.name.clone()),
                marks: plain(&one.marks),
            })
            .collect()
    });
    ok(&MarksRead {
        application: seen.application.id.uuid(),
        revealed: assessments.is_some(),
        assessments: assessments.unwrap_or_default(),
    })
}
