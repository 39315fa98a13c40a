//! One's own bids: from the start to the receipt.

use super::answer::{AtVersion, done, made, ok};
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::{ApiError, ApiResult, FieldError};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::application::{Application, Submission};
use almoner_domain::form::{LONGEST_FIELD, Progress, SectionId};
use almoner_domain::id::{ApplicationId, OrganisationId};
use almoner_http::Route;
use almoner_usecases::applications::{
    MyApplications, OwnApplication, OwnBid, Receipt, Reopen, SaveSection, Sent, StartApplication,
    Submit, Withdraw,
};
use almoner_usecases::{AppError, screening};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::{Validate, ValidationError};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/applications", Act::OwnAccount, list),
        Route::post("/applications", Act::StartApplication, start),
        Route::get("/applications/{application}", Act::ReadOwnApplication, read),
        Route::put(
            "/applications/{application}/sections/{section}",
            Act::EditApplication,
            save_section,
        ),
        Route::post("/applications/{application}/submit", Act::SubmitApplication, submit),
        Route::get("/applications/{application}/receipt", Act::ReadOwnApplication, receipt),
        Route::post("/applications/{application}/reopen", Act::SubmitApplication, reopen),
        Route::post("/applications/{application}/withdraw", Act::WithdrawApplication, withdraw),
        Route::get("/applications/{application}/result", Act::ReadOwnApplication, result),
        Route::post("/applications/{application}/review", Act::AskForReview, review),
        Route::post("/applications/{application}/information", Act::EditApplication, information),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(
    list,
    start,
    read,
    save_section,
    submit,
    receipt,
    reopen,
    withdraw,
    result,
    review,
    information
))]
pub(super) struct Doc;

/// A bid in short, as its own group sees it.
#[derive(Serialize, ToSchema)]
pub(super) struct ApplicationSummary {
    /// Its id.
    id: Uuid,
    /// The round's id.
    round: Uuid,
    /// The group's id.
    organisation: Uuid,
    /// The project's name.
    title: String,
    /// Where it stands.
    status: &'static str,
    /// Its reference, once it was sent.
    reference: Option<String>,
    /// The amount asked for in the version that stands, in pence.
    requested_pence: Option<i64>,
    /// When it was last sent.
    #[schema(format = DateTime)]
    submitted_at: Option<String>,
}

impl ApplicationSummary {
    pub(super) fn of(bid: &Application) -> Self {
        Self {
            id: bid.id.uuid(),
            round: bid.round.uuid(),
            organisation: bid.organisation.uuid(),
            title: bid.title.clone(),
            status: bid.status.code(),
            reference: bid.reference.clone(),
            requested_pence: bid.requested.map(|pence| pence.get()),
            submitted_at: bid.submitted_at.map(|at| at.to_string()),
        }
    }
}

/// One's own bids.
#[derive(Serialize, ToSchema)]
struct ApplicationList {
    /// Newest first.
    applications: Vec<ApplicationSummary>,
}

/// One's own bid: the task list with the answers.
#[derive(Serialize, ToSchema)]
struct OwnApplicationRead {
    /// In short.
    application: ApplicationSummary,
    /// The round's reference.
    round_reference: String,
    /// Its version, for sending, reopening and withdrawing.
    version: i64,
    /// Whether it was reopened: until it is sent again, the sent version stands.
    reopened: bool,
    /// Whether answers may be changed now.
    editable: bool,
    /// Whether the round and the bid's state let it be sent now.
    sendable: bool,
    /// Whether no answer stands in the way of sending.
    complete: bool,
    /// What sending must name: it changes with the answers.
    intent: String,
    /// The sections of the form, in order.
    sections: Vec<SectionRead>,
    /// Checks that would fail as things stand; they do not stop it from being sent.
    warnings: Vec<WarningRead>,
}

/// A section of one's own bid.
#[derive(Serialize, ToSchema)]
struct SectionRead {
    /// Its id.
    id: String,
    /// Its heading.
    title: String,
    /// Its version, for a save; 0 before the first.
    version: i64,
    /// How far it is: `not_needed`, `not_started`, `in_progress` or `complete`.
    state: &'static str,
    /// The answers as typed: each field's values.
    fields: BTreeMap<String, Vec<String>>,
    /// What is wrong with them. They are kept all the same.
    problems: Vec<FieldError>,
}

/// A check that would fail.
#[derive(Serialize, ToSchema)]
struct WarningRead {
    /// The check's code.
    check: String,
    /// What is checked, in the round's own words.
    title: String,
}

const fn state(progress: Progress) -> &'static str {
    match progress {
        Progress::NotNeeded => "not_needed",
        Progress::NotStarted => "not_started",
        Progress::InProgress => "in_progress",
        Progress::Complete { .. } => "complete",
    }
}

fn problems(list: &[almoner_domain::form::Problem]) -> Vec<FieldError> {
    list.iter().map(|one| FieldError::of(&one.field, &one.fault)).collect()
}

impl OwnApplicationRead {
    fn of(bid: OwnBid) -> Self {
        let section = |check: &almoner_domain::form::SectionCheck| {
            let saved = bid.sections.iter().find(|one| one.section == check.id);
            let title = bid.round.form.section(&check.id).map(|section| section.title.clone());
            SectionRead {
                id: check.id.to_string(),
                title: title.unwrap_or_default(),
                version: saved.map_or(0, |one| one.version),
                state: state(check.progress),
                fields: saved.map(|one| one.fields.clone()).unwrap_or_default(),
                problems: problems(&check.problems),
            }
        };
        Self {
            application: ApplicationSummary::of(&bid.application),
            round_reference: bid.round.settings.reference.clone(),
            version: bid.application.version,
            reopened: bid.application.reopened,
            editable: bid.editable.is_ok(),
            sendable: bid.sendable.is_ok(),
            complete: bid.check.may_be_sent(),
            sections: bid.check.sections.iter().map(section).collect(),
            warnings: bid
                .warnings
                .iter()
                .map(|one| WarningRead { check: one.check.clone(), title: one.title.clone() })
                .collect(),
            intent: bid.intent,
        }
    }
}

/// The start of a bid.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct StartInput {
    /// The round's reference.
    #[validate(length(min = 1, max = 40))]
    #[schema(min_length = 1, max_length = 40)]
    round: String,
    /// One's own organisation.
    organisation: Uuid,
}

/// The answers to one section.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct SectionInput {
    /// The version of the section that was read; 0 before the first save.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// Each field's values, as the form names them. What is left out is emptied; what belongs to
    /// no question of the section is ignored.
    #[validate(custom(function = not_too_many))]
    #[schema(schema_with = field_map)]
    fields: FieldMap,
}

/// Each field's values.
type FieldMap = BTreeMap<String, Vec<String>>;

/// The bounds of each field's values, as [`not_too_many`] and the form hold them.
fn field_map() -> Schema {
    let value = ObjectBuilder::new().schema_type(Type::String).max_length(Some(LONGEST_FIELD));
    let values = ArrayBuilder::new().items(value).max_items(Some(MOST_FIELDS));
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("Each field's values, as the form names them."))
        .max_properties(Some(MOST_FIELDS))
        .additional_properties(Some(Schema::from(values)))
        .into()
}

/// More fields than any section has.
const MOST_FIELDS: usize = 2_000;

fn not_too_many(fields: &FieldMap) -> Result<(), ValidationError> {
    let count: usize = fields.values().map(|values| values.len().max(1)).sum();
    if count > MOST_FIELDS { Err(ValidationError::new("too_many_fields")) } else { Ok(()) }
}

fn typed(fields: FieldMap) -> Vec<(String, String)> {
    fields
        .into_iter()
        .flat_map(|(name, values)| values.into_iter().map(move |value| (name.clone(), value)))
        .collect()
}

/// A saved section.
#[derive(Serialize, ToSchema)]
struct SectionSaved {
    /// Its version now.
    version: i64,
    /// How far it is.
    state: &'static str,
    /// What is wrong with its answers. They are kept all the same.
    problems: Vec<FieldError>,
    /// The section after it.
    next: Option<String>,
}

/// The sending of a bid.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct SubmitInput {
    /// The version of the bid that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// The `intent` that was read with it.
    #[validate(length(max = 128))]
    #[schema(max_length = 128, pattern = "^[0-9a-f]*$")]
    intent: String,
}

/// A receipt.
#[derive(Serialize, ToSchema)]
struct ReceiptRead {
    /// The bid.
    application: Uuid,
    /// Its reference.
    reference: String,
    /// The number of the sent version.
    submission: u32,
    /// When its last byte was there.
    #[schema(format = DateTime)]
    sent_at: String,
    /// The amount asked for, in pence.
    requested_pence: Option<i64>,
}

impl From<Receipt> for ReceiptRead {
    fn from(receipt: Receipt) -> Self {
        Self {
            application: receipt.application.uuid(),
            reference: receipt.reference,
            submission: receipt.submission,
            sent_at: receipt.sent_at.to_string(),
            requested_pence: receipt.requested.map(|pence| pence.get()),
        }
    }
}

/// All bids of one's own organisations, newest first.
#[utoipa::path(
    get,
    path = "/applications",
    tag = "applications",
    responses((status = 200, description = "All of them", body = ApplicationList))
)]
async fn list(caller: Caller) -> ApiResult {
    let mine = caller.see(MyApplications).await?;
    let applications =
        mine.bids.iter().map(|bid| ApplicationSummary::of(&bid.application)).collect();
    ok(&ApplicationList { applications })
}

/// Starts a bid of one's own organisation in an open round.
#[utoipa::path(
    post,
    path = "/applications",
    tag = "applications",
    request_body = StartInput,
    responses((status = 201, description = "Started", body = super::answer::Made))
)]
async fn start(caller: Caller, body: Body<StartInput>) -> ApiResult {
    let StartInput { round, organisation } = body.sent;
    let case = StartApplication { round, organisation: OrganisationId(organisation) };
    let id = caller.act(body.arrived, case).await?;
    made("/applications", id.uuid())
}

/// One's own bid: the task list with the answers.
#[utoipa::path(
    get,
    path = "/applications/{application}",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    responses((status = 200, description = "The bid", body = OwnApplicationRead))
)]
async fn read(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let bid = caller.see(OwnApplication { application: ApplicationId(*id) }).await?;
    ok(&OwnApplicationRead::of(bid))
}

/// Saves the answers to one section, partial and invalid ones included.
#[utoipa::path(
    put,
    path = "/applications/{application}/sections/{section}",
    tag = "applications",
    params(
        ("application" = Uuid, Path, description = "The bid's id"),
        ("section" = String, Path, description = "The section's id",
            max_length = 40, pattern = "^[a-z][a-z0-9-]{0,39}$")
    ),
    request_body = SectionInput,
    responses((status = 200, description = "Saved", body = SectionSaved))
)]
async fn save_section(
    caller: Caller,
    path: web::Path<(Uuid, String)>,
    body: Body<SectionInput>,
) -> ApiResult {
    let (id, section) = path.into_inner();
    let section = SectionId::parse(&section).map_err(|_| ApiError::App(AppError::NotFound))?;
    let SectionInput { version, fields } = body.sent;
    let case =
        SaveSection { application: ApplicationId(id), section, version, typed: typed(fields) };
    let saved = caller.act(body.arrived, case).await?;
    ok(&SectionSaved {
        version: saved.version,
        state: state(saved.progress),
        problems: problems(&saved.problems),
        next: saved.next.map(|section| section.to_string()),
    })
}

/// Sends a bid. The same call again answers with the same receipt. After the deadline the answer
/// is 409 `arrived_late`, and the answers are kept.
#[utoipa::path(
    post,
    path = "/applications/{application}/submit",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = SubmitInput,
    responses((status = 200, description = "Received", body = ReceiptRead))
)]
async fn submit(caller: Caller, id: web::Path<Uuid>, body: Body<SubmitInput>) -> ApiResult {
    let SubmitInput { version, intent } = body.sent;
    let case = Submit { application: ApplicationId(*id), version, intent };
    match caller.act(body.arrived, case).await? {
        Sent::Received(receipt) => ok(&ReceiptRead::from(receipt)),
        Sent::Late(late) => Err(ApiError::Late {
            arrived: late.arrived.to_string(),
            deadline: late.deadline.to_string(),
        }),
    }
}

/// The receipt of the version that stands.
#[utoipa::path(
    get,
    path = "/applications/{application}/receipt",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    responses((status = 200, description = "The receipt", body = ReceiptRead))
)]
async fn receipt(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let bid = caller.see(OwnApplication { application: ApplicationId(*id) }).await?;
    let reference = bid.application.reference.unwrap_or_default();
    let Submission { application, number, sent_at, requested, .. } =
        bid.submission.ok_or(AppError::NotFound)?;
    ok(&ReceiptRead::from(Receipt {
        application,
        reference,
        submission: number,
        sent_at,
        requested,
    }))
}

/// Opens a sent bid again before the deadline. Until it is sent again, the sent version stands.
#[utoipa::path(
    post,
    path = "/applications/{application}/reopen",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = AtVersion,
    responses((status = 204, description = "Reopened"))
)]
async fn reopen(caller: Caller, id: web::Path<Uuid>, body: Body<AtVersion>) -> ApiResult {
    let case = Reopen { application: ApplicationId(*id), version: body.sent.version };
    caller.act(body.arrived, case).await?;
    done()
}

/// Takes a bid back, at any time before the decision.
#[utoipa::path(
    post,
    path = "/applications/{application}/withdraw",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = AtVersion,
    responses((status = 204, description = "Taken back"))
)]
async fn withdraw(caller: Caller, id: web::Path<Uuid>, body: Body<AtVersion>) -> ApiResult {
    let case = Withdraw { application: ApplicationId(*id), version: body.sent.version };
    caller.act(body.arrived, case).await?;
    done()
}

/// What screening found, as the group is told.
#[derive(Serialize, ToSchema)]
struct ResultRead {
    /// Where the bid stands.
    status: &'static str,
    /// The version of the screening, for an answer to its questions.
    version: i64,
    /// The checks that failed, in the round's own words, if it was found ineligible.
    failed: Vec<String>,
    /// Until when a review may be asked for.
    #[schema(format = Date)]
    review_until: Option<String>,
    /// Whether a review was asked for.
    review_asked: bool,
    /// Whether the office waits for information.
    information_asked: bool,
    /// Conditions under which it is eligible.
    conditions: Vec<String>,
}

/// What screening found about one's own bid.
#[utoipa::path(
    get,
    path = "/applications/{application}/result",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    responses((status = 200, description = "The result", body = ResultRead))
)]
async fn result(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(screening::ReadOwnResult { application: ApplicationId(*id) }).await?;
    ok(&ResultRead {
        status: seen.application.status.code(),
        version: seen.version,
        failed: seen.failed.into_iter().map(|one| one.title).collect(),
        review_until: seen.review_until.map(|day| day.to_string()),
        review_asked: seen.review.is_some(),
        information_asked: seen.request.is_some(),
        conditions: seen.conditions,
    })
}

/// The grounds of a review.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReviewInput {
    /// Why the result is wrong.
    #[validate(length(min = 1, max = 5000))]
    #[schema(min_length = 1, max_length = 5000)]
    grounds: String,
}

/// Asks for a review of a screening result.
#[utoipa::path(
    post,
    path = "/applications/{application}/review",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = ReviewInput,
    responses((status = 204, description = "Asked"))
)]
async fn review(caller: Caller, id: web::Path<Uuid>, body: Body<ReviewInput>) -> ApiResult {
    let case =
        screening::AskForReview { application: ApplicationId(*id), grounds: body.sent.grounds };
    caller.act(body.arrived, case).await?;
    done()
}

/// Gives the information that the office asked for.
#[utoipa::path(
    post,
    path = "/applications/{application}/information",
    tag = "applications",
    params(("application" = Uuid, Path, description = "The bid's id")),
    request_body = SectionInput,
    responses((status = 204, description = "Given"))
)]
async fn information(caller: Caller, id: web::Path<Uuid>, body: Body<SectionInput>) -> ApiResult {
    let SectionInput { version, fields } = body.sent;
    let case = screening::GiveInformation {
        application: ApplicationId(*id),
        version,
        typed: typed(fields),
    };
    caller.act(body.arrived, case).await?;
    done()
}
