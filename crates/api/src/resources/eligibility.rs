//! The questions before sign-in: would a project fit a round, and if not, which one?

use super::answer::ok;
use super::rounds::phase;
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::{ApiError, ApiResult};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::eligibility::{Ask, Bar, asks};
use almoner_domain::form::{Fields, Kind as Answers, LONGEST_FIELD};
use almoner_domain::round::Settings;
use almoner_http::Route;
use almoner_usecases::AppError;
use almoner_usecases::rounds::{Answer, CheckEligibility, Given};
use almoner_words::eligibility as words;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{OpenApi, ToSchema};
use validator::{Validate, ValidationError};

const PATH: &str = "/rounds/{reference}/eligibility";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(PATH, Act::CheckEligibility, read),
        Route::post(PATH, Act::CheckEligibility, answer),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(read, answer))]
pub(super) struct Doc;

/// What a round asks before sign-in.
#[derive(Serialize, ToSchema)]
struct EligibilityQuestions {
    /// The questions, in order; each must be answered.
    questions: Vec<EligibilityQuestion>,
}

/// One question.
#[derive(Serialize, ToSchema)]
struct EligibilityQuestion {
    /// Under what to send the answer.
    id: String,
    /// The question.
    text: String,
    /// Help with answering it.
    hint: Option<String>,
    /// The answers to choose from; null where it is a number, an amount in pounds or a postcode.
    options: Option<Vec<String>>,
}

/// Answers to the questions.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct EligibilityInput {
    /// Each question's answer, by its id, written as a person writes it.
    #[validate(custom(function = not_too_much))]
    #[schema(schema_with = answer_map)]
    answers: BTreeMap<String, String>,
}

/// More questions than any round asks here.
const MOST_ANSWERS: usize = 50;

fn answer_map() -> utoipa::openapi::schema::Schema {
    use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
    let value = ObjectBuilder::new().schema_type(Type::String).max_length(Some(LONGEST_FIELD));
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("Each question's answer, by its id, written as a person writes it."))
        .max_properties(Some(MOST_ANSWERS))
        .additional_properties(Some(Schema::from(value)))
        .into()
}

fn not_too_much(answers: &BTreeMap<String, String>) -> Result<(), ValidationError> {
    let too_long = answers.values().any(|answer| answer.len() > LONGEST_FIELD);
    if answers.len() > MOST_ANSWERS || too_long {
        return Err(ValidationError::new("too_many_answers"));
    }
    Ok(())
}

/// What the answers come to. It binds nobody, and nothing is kept of it.
#[derive(Serialize, ToSchema)]
struct EligibilityOutlook {
    /// Whether nothing speaks against an application.
    fits: bool,
    /// Why the round would not fund it.
    bars: Vec<EligibilityBar>,
    /// A postcode that the office's list does not know. It warns and never bars.
    unknown_place: Option<String>,
    /// The areas that hold the place.
    areas: Vec<String>,
    /// What it helps to have ready while answering.
    at_hand: Vec<String>,
    /// What is asked for only when a grant is offered.
    before_agreement: Vec<String>,
    /// Rounds that fit better, the best first.
    instead: Vec<EligibilityInstead>,
}

/// One reason against.
#[derive(Serialize, ToSchema)]
struct EligibilityBar {
    /// Its code: kind, outside_targets, too_few_unrelated, below_minimum, above_maximum, own.
    code: &'static str,
    /// In words.
    text: String,
}

/// A round that fits better.
#[derive(Serialize, ToSchema)]
struct EligibilityInstead {
    /// Its reference.
    reference: String,
    /// Its title.
    title: String,
    /// What counts of it now.
    phase: &'static str,
}

const fn code(bar: &Bar) -> &'static str {
    match bar {
        Bar::Kind(_) => "kind",
        Bar::OutsideTargets(_) => "outside_targets",
        Bar::TooFewUnrelated { .. } => "too_few_unrelated",
        Bar::BelowMinimum { .. } => "below_minimum",
        Bar::AboveMaximum { .. } => "above_maximum",
        Bar::Own { .. } => "own",
    }
}

fn question(ask: &Ask<'_>, settings: &Settings) -> Option<EligibilityQuestion> {
    let (text, hint) = words::ask(ask, settings);
    let asked = ask.question(&text, hint.as_deref(), |kind| kind.code().to_owned())?;
    let options = match &asked.kind {
        Answers::Choice { options } => {
            Some(options.iter().map(|option| option.value.clone()).collect())
        }
        Answers::YesNo {} => Some(vec!["yes".to_owned(), "no".to_owned()]),
        _ => None,
    };
    Some(EligibilityQuestion { id: asked.id.to_string(), text: asked.text, hint, options })
}

fn outlook(given: Given, targets: &[String]) -> EligibilityOutlook {
    EligibilityOutlook {
        fits: given.outlook.is_clear(),
        bars: given
            .outlook
            .bars
            .iter()
            .map(|bar| EligibilityBar { code: code(bar), text: words::bar(bar, targets) })
            .collect(),
        unknown_place: given.outlook.unknown_place.map(|postcode| postcode.to_string()),
        areas: given.areas.into_iter().map(|area| area.name).collect(),
        at_hand: given.needs.at_hand,
        before_agreement: given.needs.before_agreement,
        instead: given
            .instead
            .into_iter()
            .map(|round| EligibilityInstead {
                reference: round.reference,
                title: round.title,
                phase: phase(round.phase),
            })
            .collect(),
    }
}

/// What a round asks before sign-in.
#[utoipa::path(
    get,
    path = "/rounds/{reference}/eligibility",
    tag = "rounds",
    params(("reference" = String, Path, description = "The round's reference",
        max_length = 40, pattern = "^[A-Z0-9-]{1,40}$")),
    responses((status = 200, description = "The questions", body = EligibilityQuestions))
)]
async fn read(caller: Caller, reference: web::Path<String>) -> ApiResult {
    let seen =
        caller.see(CheckEligibility { reference: reference.into_inner(), typed: None }).await?;
    let settings = &seen.round.round.settings;
    let questions = asks(settings).iter().filter_map(|ask| question(ask, settings)).collect();
    ok(&EligibilityQuestions { questions })
}

/// Whether a project fits a round. Nothing is kept of the answers.
#[utoipa::path(
    post,
    path = "/rounds/{reference}/eligibility",
    tag = "rounds",
    params(("reference" = String, Path, description = "The round's reference",
        max_length = 40, pattern = "^[A-Z0-9-]{1,40}$")),
    request_body = EligibilityInput,
    responses((status = 200, description = "What the answers come to", body = EligibilityOutlook))
)]
async fn answer(
    caller: Caller,
    reference: web::Path<String>,
    body: Body<EligibilityInput>,
) -> ApiResult {
    let typed: Fields =
        body.sent.answers.into_iter().map(|(id, answer)| (id, vec![answer])).collect();
    let view = CheckEligibility { reference: reference.into_inner(), typed: Some(typed) };
    let seen = caller.see(view).await?;
    match seen.answer {
        Answer::Given(given) => {
            let targets = seen.round.target_names();
            ok(&outlook(*given, &targets))
        }
        Answer::NotAsked => Err(ApiError::App(AppError::NotFound)),
        Answer::Unread(problems) => Err(ApiError::App(AppError::Invalid(problems))),
    }
}
