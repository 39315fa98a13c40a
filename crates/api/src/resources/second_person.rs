//! The second person of one's own bid.

use super::answer::{done, ok};
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::{ApiError, ApiResult};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::application::Reply;
use almoner_domain::form::Fault;
use almoner_domain::id::{ApplicationId, PersonId};
use almoner_http::Route;
use almoner_usecases::applications::{
    AnswerAsSecondPerson, NameSecondPerson, SecondPersonPage, SecondPersonSeen,
};
use almoner_usecases::{AppError, FieldProblem};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

const SECOND: &str = "/applications/{application}/second-person";
const ANSWER: &str = "/applications/{application}/confirmation";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(SECOND, Act::ReadOwnApplication, read),
        Route::put(SECOND, Act::NameSecondPerson, name),
        Route::post(ANSWER, Act::ConfirmApplication, answer),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(read, name, answer))]
pub(super) struct Doc;

/// A bid's second person.
#[derive(Serialize, ToSchema)]
struct SecondPersonRead {
    /// The version, to name somebody with.
    version: i64,
    /// Where it stands: named, asked, confirmed or declined.
    status: &'static str,
    /// Where the sent version stands: not_needed, waiting, confirmed, said_no or missed.
    stands: &'static str,
    /// The amount above which the round asks for a second person, in pence; null for never.
    above_pence: Option<i64>,
    /// The last day for an answer.
    #[schema(format = Date)]
    until: String,
    /// The number of the sent version; 0 if there is none.
    submission: u32,
    /// Who sent it.
    first: Option<Uuid>,
    /// Who is named.
    person: Option<Uuid>,
    /// Why the second person said no.
    reason: Option<String>,
    /// The members of the organisation.
    candidates: Vec<CandidateRead>,
    /// Whether the caller may name somebody now.
    may_name: bool,
    /// Whether the caller is asked, and can answer now.
    may_answer: bool,
}

/// A member of the organisation.
#[derive(Serialize, ToSchema)]
struct CandidateRead {
    /// Their id.
    person: Uuid,
    /// Their name; may be empty.
    name: String,
    /// Why they cannot be named, as a stable code; null if they can.
    unfit: Option<&'static str>,
}

/// Who is named.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct SecondPersonInput {
    /// The version that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The member.
    person: Uuid,
}

/// The answer of a second person.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct ConfirmationInput {
    /// The number of the sent version that was read.
    #[validate(range(max = 1_000_000))]
    #[schema(minimum = 0, maximum = 1_000_000)]
    submission: u32,
    /// confirm or decline.
    #[validate(length(max = 20))]
    #[schema(max_length = 20, pattern = "^(confirm|decline)$")]
    reply: String,
    /// To confirm: that the caller's address is their own, and nobody else reads it.
    #[serde(default)]
    own_address: bool,
    /// To decline: why.
    #[serde(default)]
    #[validate(length(max = 2000))]
    #[schema(max_length = 2000)]
    reason: String,
}

impl From<SecondPersonSeen> for SecondPersonRead {
    fn from(seen: SecondPersonSeen) -> Self {
        let eligibility = &seen.round.settings.eligibility;
        Self {
            version: seen.confirmation.version,
            status: seen.confirmation.status.code(),
            stands: almoner_words::second_person::code(seen.stands),
            above_pence: eligibility.second_person_above.map(|above| above.get()),
            until: seen.until.to_string(),
            submission: seen.application.submission,
            first: seen.confirmation.first.map(PersonId::uuid),
            person: seen.confirmation.person.map(PersonId::uuid),
            reason: seen.confirmation.answer.and_then(|answer| answer.reason),
            candidates: seen
                .candidates
                .into_iter()
                .map(|one| CandidateRead {
                    person: one.person.id.uuid(),
                    name: one.person.name,
                    unfit: one.unfit.map(|why| why.code()),
                })
                .collect(),
            may_name: seen.may_name,
            may_answer: seen.may_answer,
        }
    }
}

/// The second person of one's own bid.
#[utoipa::path(
    get,
    path = "/applications/{application}/second-person",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    responses((status = 200, description = "Where it stands", body = SecondPersonRead))
)]
async fn read(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(SecondPersonPage { application: ApplicationId(*id) }).await?;
    ok(&SecondPersonRead::from(seen))
}

/// Names the second person of one's own bid, or another one.
#[utoipa::path(
    put,
    path = "/applications/{application}/second-person",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = SecondPersonInput,
    responses((status = 204, description = "Named"))
)]
async fn name(caller: Caller, id: web::Path<Uuid>, body: Body<SecondPersonInput>) -> ApiResult {
    let SecondPersonInput { version, person } = body.sent;
    let case =
        NameSecondPerson { application: ApplicationId(*id), person: PersonId(person), version };
    caller.act(body.arrived, case).await?;
    done()
}

/// Confirms one's own organisation's bid as its second person, or says no. Never who sent it.
#[utoipa::path(
    post,
    path = "/applications/{application}/confirmation",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = ConfirmationInput,
    responses((status = 204, description = "Answered"))
)]
async fn answer(caller: Caller, id: web::Path<Uuid>, body: Body<ConfirmationInput>) -> ApiResult {
    let ConfirmationInput { submission, reply, own_address, reason } = body.sent;
    let reply = match reply.as_str() {
        "confirm" => Reply::Confirm { own_address },
        "decline" => Reply::Decline { reason },
        _ => {
            let problem = FieldProblem { field: "reply".to_owned(), fault: Fault::NotAnOption };
            return Err(ApiError::App(AppError::Invalid(vec![problem])));
        }
    };
    let case = AnswerAsSecondPerson { application: ApplicationId(*id), submission, reply };
    caller.act(body.arrived, case).await?;
    done()
}
