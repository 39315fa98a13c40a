//! Due diligence about one bid.

use super::answer::{done, ok};
use super::shape;
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::ApiResult;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::due_diligence::{Check, DueDiligence, Finding, Need, Outcome};
use almoner_domain::id::ApplicationId;
use almoner_http::Route;
use almoner_usecases::decisions::{DiligencePage, DiligenceSheet, RecordDueDiligence};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

const PATH: &str = "/staff/applications/{application}/due-diligence";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(PATH, Act::RecordDueDiligence, read),
        Route::post(PATH, Act::RecordDueDiligence, record),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(read, record))]
pub(super) struct Doc;

/// Due diligence about a bid.
#[derive(Serialize, ToSchema)]
struct DiligenceRead {
    /// The bid.
    application: Uuid,
    /// The version of the bid, for recording.
    version: i64,
    /// The amount that may be awarded, in pence.
    amount_pence: i64,
    /// The band of that amount: `small`, `middle` or `large`.
    #[schema(value_type = String)]
    band: almoner_domain::due_diligence::Band,
    /// The checks, and whether that band needs them.
    checks: Vec<NeededRead>,
    /// Whether a result can be recorded now.
    open: bool,
    /// The recorded result; null until there is one.
    recorded: Option<RecordedRead>,
}

/// A check and whether it is needed.
#[derive(Serialize, ToSchema)]
struct NeededRead {
    /// Which.
    #[schema(schema_with = shape::diligence_check)]
    check: &'static str,
    /// `required`, `if_relevant` or `optional`.
    need: &'static str,
}

/// A recorded result.
#[derive(Serialize, ToSchema)]
struct RecordedRead {
    /// `clear`, `clear_with_conditions` or `fail`.
    outcome: &'static str,
    /// Conditions.
    conditions: Vec<String>,
    /// Why it failed.
    reason: Option<String>,
    /// The checks that were made.
    checks: Vec<MadeRead>,
    /// What the chief finance officer said.
    finance_note: Option<String>,
    /// When it was recorded.
    #[schema(format = DateTime)]
    at: String,
}

/// A check that was made.
#[derive(Serialize, ToSchema)]
struct MadeRead {
    /// Which.
    #[schema(schema_with = shape::diligence_check)]
    check: &'static str,
    /// What it found.
    #[schema(schema_with = shape::diligence_finding)]
    finding: &'static str,
    /// A note; may be empty.
    note: String,
}

impl From<DueDiligence> for RecordedRead {
    fn from(recorded: DueDiligence) -> Self {
        let checks = recorded.checks.into_iter().map(|(check, made)| MadeRead {
            check: check.code(),
            finding: made.finding.code(),
            note: made.note,
        });
        Self {
            outcome: recorded.outcome.code(),
            conditions: recorded.outcome.conditions().to_vec(),
            checks: checks.collect(),
            finance_note: recorded.finance_note,
            at: recorded.at.to_string(),
            reason: match recorded.outcome {
                Outcome::Fail { reason } => Some(reason),
                Outcome::Clear | Outcome::ClearWithConditions { .. } => None,
            },
        }
    }
}

impl From<DiligenceSheet> for DiligenceRead {
    fn from(sheet: DiligenceSheet) -> Self {
        let needed = Check::ALL.iter().map(|check| NeededRead {
            check: check.code(),
            need: match check.need(sheet.band) {
                Need::Required => "required",
                Need::IfRelevant => "if_relevant",
                Need::Optional => "optional",
            },
        });
        Self {
            application: sheet.application.id.uuid(),
            version: sheet.application.version,
            amount_pence: sheet.amount.get(),
            band: sheet.band,
            checks: needed.collect(),
            open: sheet.open,
            recorded: sheet.recorded.map(Into::into),
        }
    }
}

/// The result of due diligence.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct DiligenceInput {
    /// The version of the bid that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The checks that were made.
    #[validate(length(max = 30), nested)]
    #[schema(max_items = 30)]
    checks: Vec<MadeInput>,
    /// How it came out.
    outcome: DiligenceOutcome,
    /// Conditions; needed for `clear_with_conditions`.
    #[serde(default)]
    #[validate(custom(function = shape::bounded_lines))]
    #[schema(schema_with = shape::lines)]
    conditions: Vec<String>,
    /// Why it failed; needed for `fail`.
    #[serde(default)]
    #[validate(length(max = 5000))]
    #[schema(max_length = 5000)]
    reason: String,
    /// What the chief finance officer said, if they were asked.
    #[serde(default)]
    #[validate(length(max = 5000))]
    #[schema(max_length = 5000)]
    finance_note: String,
}

/// A check that was made.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct MadeInput {
    /// Which.
    #[schema(schema_with = shape::diligence_check)]
    check: Check,
    /// What it found.
    #[schema(schema_with = shape::diligence_finding)]
    finding: Finding,
    /// What was seen, never the evidence itself.
    #[serde(default)]
    #[validate(length(max = 5000))]
    #[schema(max_length = 5000)]
    note: String,
}

/// How due diligence came out.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum DiligenceOutcome {
    /// Nothing stands against an award.
    Clear,
    /// Nothing does once the conditions are met.
    ClearWithConditions,
    /// Something does.
    Fail,
}

/// Due diligence about a bid: what it needs, and what was recorded.
#[utoipa::path(
    get,
    path = "/staff/applications/{application}/due-diligence",
    tag = "staff: decision",
    params(("application" = Uuid, Path, description = "The bid's id")),
    responses((status = 200, description = "Due diligence", body = DiligenceRead))
)]
async fn read(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let sheet = caller.see(DiligencePage { application: ApplicationId(*id) }).await?;
    ok(&DiligenceRead::from(sheet))
}

/// Records the result of due diligence about a bid.
#[utoipa::path(
    post,
    path = "/staff/applications/{application}/due-diligence",
    tag = "staff: decision",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = DiligenceInput,
    responses((status = 204, description = "Recorded"))
)]
async fn record(caller: Caller, id: web::Path<Uuid>, body: Body<DiligenceInput>) -> ApiResult {
    let sent = body.sent;
    let checks = sent.checks.into_iter().map(|made| (made.check, (made.finding, made.note)));
    let outcome = match sent.outcome {
        DiligenceOutcome::Clear => "clear",
        DiligenceOutcome::ClearWithConditions => "clear_with_conditions",
        DiligenceOutcome::Fail => "fail",
    };
    let case = RecordDueDiligence {
        application: ApplicationId(*id),
        version: sent.version,
        checks: checks.collect(),
        outcome: outcome.to_owned(),
        conditions: sent.conditions.join("\n"),
        reason: sent.reason,
        finance_note: sent.finance_note,
    };
    caller.act(body.arrived, case).await?;
    done()
}
