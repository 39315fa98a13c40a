//! One bid on the panel's table: agreed marks beside the originals, and what is recommended.

use super::answer::{done, ok, plain};
use super::panel_read::RecommendationRead;
use super::shape::{self, PercentRead};
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::{ApiError, ApiResult};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::ApplicationId;
use almoner_domain::moderation::{Outcome, Proposal, ReasonCode, Wish};
use almoner_domain::value::{Mark, Pence};
use almoner_http::Route;
use almoner_usecases::panel::{AgreeMarks, ModerationPage, ModerationSheet, RecommendApplication};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/applications/{application}/moderation", Act::Moderate, read),
        Route::put("/staff/applications/{application}/moderation/marks", Act::Moderate, agree),
        Route::put(
            "/staff/applications/{application}/moderation/recommendation",
            Act::Moderate,
            recommend,
        ),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(read, agree, recommend))]
pub(super) struct Doc;

/// One bid for the chair of the panel.
#[derive(Serialize, ToSchema)]
struct ModerationRead {
    /// The bid.
    application: Uuid,
    /// The version of the moderation, for a change; 0 before the first.
    version: i64,
    /// Where the bid stands.
    status: &'static str,
    /// Whether the assessors' marks are revealed.
    revealed: bool,
    /// The criteria with the assessors' marks; empty until they are revealed.
    criteria: Vec<CriterionRead>,
    /// What the assessors' marks come to.
    original: Option<PercentRead>,
    /// What the agreed marks come to.
    agreed: Option<PercentRead>,
    /// What was said about the bid as a whole.
    discussion: Option<String>,
    /// What is recommended; null until something is.
    recommendation: Option<RecommendationRead>,
    /// The answers of the version that stands.
    #[schema(value_type = Object)]
    answers: serde_json::Value,
}

/// A criterion on the panel's table.
#[derive(Serialize, ToSchema)]
struct CriterionRead {
    /// Its code.
    criterion: String,
    /// The assessors' marks, in the order of the assessors.
    marks: Vec<u8>,
    /// Whether they lie so far apart that the panel must talk about it.
    discuss: bool,
    /// The agreed mark; null until there is one.
    agreed: Option<u8>,
    /// Why it was agreed.
    reason: Option<String>,
}

impl From<ModerationSheet> for ModerationRead {
    fn from(sheet: ModerationSheet) -> Self {
        let ModerationSheet { application, marks, moderation, answers, .. } = sheet;
        let combined = marks.map(|(_, combined)| combined);
        let agreed = |code: &str| moderation.as_ref().and_then(|it| it.agreement.marks.get(code));
        let criteria = combined.iter().flat_map(|combined| &combined.criteria);
        let criteria = criteria
            .map(|view| CriterionRead {
                criterion: view.code.clone(),
                marks: view.marks.iter().map(|mark| mark.get()).collect(),
                discuss: view.discuss,
                agreed: agreed(&view.code).map(|agreed| agreed.mark.get()),
                reason: agreed(&view.code).map(|agreed| agreed.reason.clone()),
            })
            .collect();
        Self {
            application: application.id.uuid(),
            version: moderation.as_ref().map_or(0, |moderation| moderation.version),
            status: application.status.code(),
            revealed: combined.is_some(),
            criteria,
            original: combined.map(|combined| combined.all.into()),
            agreed: moderation.as_ref().map(|moderation| moderation.percent().into()),
            discussion: moderation.as_ref().map(|it| it.agreement.discussion.clone()),
            recommendation: moderation.and_then(|it| it.recommendation).map(Into::into),
            answers: plain(&answers),
        }
    }
}

/// Marks that the panel agreed.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct AgreeInput {
    /// The version that was read; 0 before the first.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// One for each criterion.
    #[validate(length(max = 30), nested)]
    #[schema(max_items = 30)]
    marks: Vec<AgreedInput>,
    /// What was said about the bid as a whole; needed where the assessors lie far apart.
    #[serde(default)]
    #[validate(length(max = 4_000))]
    #[schema(max_length = 4_000)]
    discussion: String,
}

/// The agreed mark of a criterion.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct AgreedInput {
    /// The criterion's code.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    criterion: String,
    /// The mark, a whole number.
    #[validate(range(max = 5))]
    #[schema(minimum = 0, maximum = 5)]
    mark: u8,
    /// Why; needed where the mark is not the one next to the mean.
    #[serde(default)]
    #[validate(length(max = 4_000))]
    #[schema(max_length = 4_000)]
    reason: String,
}

/// What the panel recommends about a bid.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct RecommendInput {
    /// The version that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// What.
    #[schema(schema_with = shape::recommended)]
    outcome: Outcome,
    /// How much, in pence; leave it out where nothing is recommended.
    #[validate(range(min = 0, max = crate::input::MOST_PENCE))]
    #[schema(minimum = 0, maximum = 99_999_999_999_i64)]
    amount_pence: Option<i64>,
    /// On what conditions.
    #[serde(default)]
    #[validate(custom(function = shape::bounded_lines))]
    #[schema(schema_with = shape::lines)]
    conditions: Vec<String>,
    /// The coded reason.
    #[schema(schema_with = shape::recommended_reason)]
    reason_code: ReasonCode,
    /// Why.
    #[validate(length(min = 1, max = 4_000))]
    #[schema(min_length = 1, max_length = 4_000)]
    reason: String,
    /// What the group will read.
    #[validate(length(max = 4_000))]
    #[schema(max_length = 4_000)]
    feedback: String,
}

/// One bid for the chair of the panel.
#[utoipa::path(
    get,
    path = "/staff/applications/{application}/moderation",
    tag = "staff: panel",
    params(("application" = Uuid, Path, description = "The bid's id")),
    responses((status = 200, description = "The bid", body = ModerationRead))
)]
async fn read(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let sheet = caller.see(ModerationPage { application: ApplicationId(*id) }).await?;
    ok(&ModerationRead::from(sheet))
}

/// Records the marks that the panel agreed about a bid.
#[utoipa::path(
    put,
    path = "/staff/applications/{application}/moderation/marks",
    tag = "staff: panel",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = AgreeInput,
    responses((status = 204, description = "Recorded"))
)]
async fn agree(caller: Caller, id: web::Path<Uuid>, body: Body<AgreeInput>) -> ApiResult {
    let AgreeInput { version, marks, discussion } = body.sent;
    let mut proposals = BTreeMap::new();
    for one in marks {
        let mark = Mark::new(one.mark).map_err(|_| ApiError::field("marks.mark", "not_a_mark"))?;
        proposals.insert(one.criterion, Proposal { mark: Some(mark), reason: one.reason });
    }
    let application = ApplicationId(*id);
    let case = AgreeMarks { application, version, proposals, discussion };
    caller.act(body.arrived, case).await?;
    done()
}

/// Records what the panel recommends about a bid.
#[utoipa::path(
    put,
    path = "/staff/applications/{application}/moderation/recommendation",
    tag = "staff: panel",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = RecommendInput,
    responses((status = 204, description = "Recorded"))
)]
async fn recommend(caller: Caller, id: web::Path<Uuid>, body: Body<RecommendInput>) -> ApiResult {
    let sent = body.sent;
    let wish = Wish {
        outcome: sent.outcome,
        amount: sent.amount_pence.map(Pence::new),
        conditions: sent.conditions,
        reason_code: sent.reason_code,
        reason: sent.reason,
        feedback: sent.feedback,
    };
    let case =
        RecommendApplication { application: ApplicationId(*id), version: sent.version, wish };
    caller.act(body.arrived, case).await?;
    done()
}
