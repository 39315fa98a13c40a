//! Optional answers about who leads a group: given, taken back with a key, counted for staff.

use super::answer::{done, ok};
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::{ApiError, ApiResult};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::equality::{Answer, Cell, Question, Shown};
use almoner_domain::form::Fault;
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_http::Route;
use almoner_usecases::equality::{
    EqualityCounts, EqualityPage, GiveEqualityAnswers, MakeEqualityCounts, WithdrawEqualityAnswers,
};
use almoner_usecases::{AppError, FieldProblem};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

const OWN: &str = "/applications/{application}/equality";
const WITHDRAW: &str = "/applications/{application}/equality/withdraw";
const COUNTS: &str = "/staff/rounds/{round}/equality";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(OWN, Act::GiveEqualityAnswers, asked),
        Route::post(OWN, Act::GiveEqualityAnswers, give),
        Route::post(WITHDRAW, Act::GiveEqualityAnswers, withdraw),
        Route::get(COUNTS, Act::ReadEqualityCounts, counts),
        Route::post(COUNTS, Act::MakeEqualityCounts, make),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(asked, give, withdraw, counts, make))]
pub(super) struct Doc;

/// Whether answers are taken, and what can be answered.
#[derive(Serialize, ToSchema)]
struct EqualityAskedRead {
    /// Whether answers are taken now.
    open: bool,
    /// The codes of the questions.
    #[schema(value_type = Vec<String>)]
    questions: Vec<&'static str>,
    /// The codes of the answers.
    #[schema(value_type = Vec<String>)]
    answers: Vec<&'static str>,
}

/// An answer to one question.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct EqualityAnswerInput {
    /// The code of the question.
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    question: String,
    /// The code of the answer.
    #[validate(length(max = 40))]
    #[schema(max_length = 40)]
    answer: String,
}

/// Answers, any of which may be left out.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct EqualityInput {
    /// The answers.
    #[validate(length(max = 20), nested)]
    #[schema(max_items = 20)]
    answers: Vec<EqualityAnswerInput>,
}

/// The key that takes the answers back. It is kept nowhere and never shown again.
#[derive(Serialize, ToSchema)]
struct EqualityKeyRead {
    /// The key.
    key: String,
}

/// The key of answers.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct EqualityKeyInput {
    /// The key.
    #[validate(length(max = 100))]
    #[schema(max_length = 100)]
    key: String,
}

/// The counts of a round.
#[derive(Serialize, ToSchema)]
struct EqualityCountsRead {
    /// Whether the round has closed.
    closed: bool,
    /// Whether the counts were made.
    made: bool,
    /// How many groups answered anything; null if too few to show any count.
    groups: Option<u32>,
    /// The counts.
    counts: Vec<EqualityCountRead>,
}

/// One count.
#[derive(Serialize, ToSchema)]
struct EqualityCountRead {
    /// The code of the question.
    question: &'static str,
    /// The code of the answer; null where the question was passed over.
    answer: Option<&'static str>,
    /// The count; null if it is not shown.
    count: Option<u32>,
}

/// Whether one's own group can answer, and what.
#[utoipa::path(
    get,
    path = "/applications/{application}/equality",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    responses((status = 200, description = "What can be answered", body = EqualityAskedRead))
)]
async fn asked(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(EqualityPage { application: ApplicationId(*id) }).await?;
    ok(&EqualityAskedRead {
        open: seen.open.is_ok(),
        questions: Question::ALL.iter().map(|one| one.code()).collect(),
        answers: Answer::ALL.iter().map(|one| one.code()).collect(),
    })
}

/// Answers. Nothing that leads to the bid, the organisation or the caller is kept with them.
#[utoipa::path(
    post,
    path = "/applications/{application}/equality",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = EqualityInput,
    responses((status = 200, description = "Taken", body = EqualityKeyRead))
)]
async fn give(caller: Caller, id: web::Path<Uuid>, body: Body<EqualityInput>) -> ApiResult {
    let mut given = std::collections::BTreeMap::new();
    for one in &body.sent.answers {
        let wrong = || {
            let problem = FieldProblem { field: "answers".to_owned(), fault: Fault::NotAnOption };
            ApiError::App(AppError::Invalid(vec![problem]))
        };
        let question = Question::parse(&one.question).ok_or_else(wrong)?;
        given.insert(question, Answer::parse(&one.answer).ok_or_else(wrong)?);
    }
    let case = GiveEqualityAnswers { application: ApplicationId(*id), given };
    let key = caller.act(body.arrived, case).await?;
    ok(&EqualityKeyRead { key })
}

/// Takes answers back.
#[utoipa::path(
    post,
    path = "/applications/{application}/equality/withdraw",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = EqualityKeyInput,
    responses((status = 204, description = "Gone"))
)]
async fn withdraw(caller: Caller, id: web::Path<Uuid>, body: Body<EqualityKeyInput>) -> ApiResult {
    let EqualityKeyInput { key } = body.sent;
    let case = WithdrawEqualityAnswers { application: ApplicationId(*id), key };
    caller.act(body.arrived, case).await?;
    done()
}

/// The counts of a round, once they were made.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}/equality",
    tag = "staff: rounds",
    params(("round" = Uuid, Path, description = "The round's id")),
    responses((status = 200, description = "The counts", body = EqualityCountsRead))
)]
async fn counts(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(EqualityCounts { round: RoundId(*id) }).await?;
    let made = seen.release.is_some();
    let groups = seen.release.as_ref().and_then(|release| release.groups);
    let questions = seen.release.into_iter().flat_map(|release| release.questions);
    let counts = questions.flat_map(|one| {
        let question = one.question.code();
        one.cells.into_iter().map(move |(cell, shown)| EqualityCountRead {
            question,
            answer: match cell {
                Cell::Answered(answer) => Some(answer.code()),
                Cell::PassedOver => None,
            },
            count: match shown {
                Shown::Count(count) => Some(count),
                Shown::Withheld => None,
            },
        })
    });
    ok(&EqualityCountsRead { closed: seen.closed, made, groups, counts: counts.collect() })
}

/// Makes the counts of a round that has closed, once.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/equality",
    tag = "staff: rounds",
    params(("round" = Uuid, Path, description = "The round's id")),
    responses((status = 204, description = "Made, now or before"))
)]
async fn make(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    caller.act_now(MakeEqualityCounts { round: RoundId(*id) }).await?;
    done()
}
