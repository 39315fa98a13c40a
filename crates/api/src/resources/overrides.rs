//! Beyond the checks: asking the group for information, setting a result aside, answering a review.

use super::answer::{done, ok};
use super::screening_read::ScreeningRead;
use super::shape;
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::{ApiError, ApiResult};
use actix_web::web;
use almoner_domain::access::{Act, Role};
use almoner_domain::form::QuestionId;
use almoner_domain::id::ApplicationId;
use almoner_domain::screening::Item;
use almoner_http::Route;
use almoner_usecases::screening::{AnswerReview, AskForInformation, CheckPage, OverrideCheck};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post(
            "/staff/applications/{application}/screening/information",
            Act::Screen,
            ask_for_information,
        ),
        Route::get("/staff/applications/{application}/override", Act::OverrideCheck, read),
        Route::post("/staff/applications/{application}/override", Act::OverrideCheck, set_aside),
        Route::post("/staff/applications/{application}/review", Act::OverrideCheck, answer_review),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(ask_for_information, read, set_aside, answer_review))]
pub(super) struct Doc;

/// What the group is asked for.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct AskInput {
    /// The version of the screening that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// One for each check that needs something.
    #[validate(length(min = 1, max = 50), nested)]
    #[schema(min_items = 1, max_items = 50)]
    items: Vec<AskedInput>,
}

/// One thing that the group is asked for.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct AskedInput {
    /// The check's code.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    check: String,
    /// The questions whose answers the group may change.
    #[validate(length(max = 100))]
    #[schema(schema_with = question_ids)]
    questions: Vec<String>,
    /// What is missing, in plain words to the group.
    #[validate(length(min = 1, max = 2000))]
    #[schema(min_length = 1, max_length = 2000)]
    text: String,
}

fn question_ids() -> Schema {
    let id = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1));
    ArrayBuilder::new().items(id.max_length(Some(40))).max_items(Some(100)).into()
}

impl AskedInput {
    fn item(self) -> Result<Item, ApiError> {
        let questions = self.questions.iter().map(|id| QuestionId::parse(id));
        let questions = questions
            .collect::<Result<_, _>>()
            .map_err(|_| ApiError::field("items.questions", "not_a_question"))?;
        Ok(Item { check: self.check, questions, text: self.text })
    }
}

/// Asks the group for named things, which it may put right within some days.
#[utoipa::path(
    post,
    path = "/staff/applications/{application}/screening/information",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = AskInput,
    responses((status = 204, description = "Asked"))
)]
async fn ask_for_information(
    caller: Caller,
    id: web::Path<Uuid>,
    body: Body<AskInput>,
) -> ApiResult {
    let AskInput { version, items } = body.sent;
    let items = items.into_iter().map(AskedInput::item).collect::<Result<_, _>>()?;
    let case = AskForInformation { application: ApplicationId(*id), version, items };
    caller.act(body.arrived, case).await?;
    done()
}

/// The screening of an application, for those who may set a result aside or answer a review.
#[utoipa::path(
    get,
    path = "/staff/applications/{application}/override",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    responses((status = 200, description = "The screening", body = ScreeningRead))
)]
async fn read(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(CheckPage { application: ApplicationId(*id) }).await?;
    ok(&ScreeningRead::from(seen))
}

/// A failed result to set aside.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct OverrideInput {
    /// The version of the screening that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The check's code.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    check: String,
    /// The authority that the caller uses.
    #[schema(schema_with = shape::role)]
    role: Role,
    /// Why.
    #[validate(length(min = 1, max = 5000))]
    #[schema(min_length = 1, max_length = 5000)]
    reason: String,
    /// What the group must do.
    #[serde(default)]
    #[validate(custom(function = shape::bounded_lines))]
    #[schema(schema_with = shape::lines)]
    conditions: Vec<String>,
}

/// Agrees to set a failed result aside; every authority that the round names must agree.
#[utoipa::path(
    post,
    path = "/staff/applications/{application}/override",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = OverrideInput,
    responses((status = 204, description = "Agreed"))
)]
async fn set_aside(caller: Caller, id: web::Path<Uuid>, body: Body<OverrideInput>) -> ApiResult {
    let OverrideInput { version, check, role, reason, conditions } = body.sent;
    let application = ApplicationId(*id);
    let case = OverrideCheck { application, version, check, role, reason, conditions };
    caller.act(body.arrived, case).await?;
    done()
}

/// The answer to a review.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReviewAnswerInput {
    /// The version of the screening that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// Whether the bid is screened again; otherwise the result stands.
    reinstate: bool,
    /// The answer to the group.
    #[validate(length(min = 1, max = 5000))]
    #[schema(min_length = 1, max_length = 5000)]
    answer: String,
}

/// Answers the review that a group asked for.
#[utoipa::path(
    post,
    path = "/staff/applications/{application}/review",
    tag = "staff: screening",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = ReviewAnswerInput,
    responses((status = 204, description = "Answered"))
)]
async fn answer_review(
    caller: Caller,
    id: web::Path<Uuid>,
    body: Body<ReviewAnswerInput>,
) -> ApiResult {
    let ReviewAnswerInput { version, reinstate, answer } = body.sent;
    let case = AnswerReview { application: ApplicationId(*id), version, reinstate, answer };
    caller.act(body.arrived, case).await?;
    done()
}
