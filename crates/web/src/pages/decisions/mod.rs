//! From the panel's recommendation to the groups: due diligence, the decision and its papers, the
//! letters, the reserve list, the report and the public results.

mod diligence;
mod form;
mod item;
mod notices;
mod own;
mod papers;
mod report;
mod reserve;
mod results;
pub(crate) use results::burden_words;
mod send_back;
mod steps;

use crate::error::PageError;
use crate::page::SiteData;
use crate::typed::{STALE, sentence};
use actix_web::http::StatusCode;
use almoner_domain::decision::{DecisionRefused, ItemFault};
use almoner_domain::due_diligence::DueDiligenceRefused;
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_http::{Fields, Posted, Route, Visitor, blocking};
use almoner_usecases::{AppError, Outcome, Refusal, UseCase, View};

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = diligence::routes();
    routes.extend(papers::routes());
    routes.extend(item::routes());
    routes.extend(steps::routes());
    routes.extend(send_back::routes());
    routes.extend(notices::routes());
    routes.extend(reserve::routes());
    routes.extend(report::routes());
    routes.extend(results::routes());
    routes.extend(own::routes());
    routes
}

/// What stands in the place of a name or of words that the reader may not see.
const WITHHELD: &str = "Withheld";
/// What stands for a sum that would tell of an application from which the reader is kept away.
const WITHHELD_SUM: &str = "Withheld: you are kept away from an application that it would tell of";

/// A round of an address; what cannot be one does not exist.
fn round_of(text: &str) -> Result<RoundId, PageError> {
    RoundId::parse(text).ok_or_else(|| AppError::NotFound.into())
}

/// A bid of an address.
fn bid_of(text: &str) -> Result<ApplicationId, PageError> {
    ApplicationId::parse(text).ok_or_else(|| AppError::NotFound.into())
}

/// Reads something for this visitor.
async fn look<V>(site: &SiteData, visitor: &Visitor, view: V) -> Result<V::Output, PageError>
where
    V: View + Send + 'static,
    V::Output: Send + 'static,
{
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    Ok(blocking(move || app.look(&actor, arrived, &view)).await?)
}

/// Why a page is shown again: what stands against what was typed, by field or for the whole form.
struct Again {
    status: StatusCode,
    against: Vec<(String, String)>,
    typed: Fields,
}

impl Again {
    /// What was typed cannot be read.
    fn wrong(
        posted: &Posted,
        against: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        let against = against.into_iter().map(|(field, words)| (field.into(), words.into()));
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            against: against.collect(),
            typed: posted.fields.clone(),
        }
    }
}

/// Makes a change. What a person can mend brings the page again; everything else is an error page.
async fn change<U: UseCase>(
    site: &SiteData,
    visitor: &Visitor,
    posted: &Posted,
    case: U,
) -> Result<Result<U::Output, Again>, PageError> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    sorted(blocking(move || app.execute(&actor, arrived, case)).await, posted)
}

fn sorted<T>(outcome: Outcome<T>, posted: &Posted) -> Result<Result<T, Again>, PageError> {
    let again = match outcome {
        Ok(done) => return Ok(Ok(done)),
        Err(AppError::Stale) => {
            Again { status: StatusCode::CONFLICT, ..Again::wrong(posted, [("", STALE)]) }
        }
        Err(AppError::Refused(Refusal::Decision(DecisionRefused::Incomplete(faults)))) => {
            let words = |fault| crate::content::decisions::item_fault(fault).to_owned();
            Again::wrong(posted, faults.iter().map(|(_, fault)| (field_of(*fault), words(*fault))))
        }
        Err(AppError::Refused(refusal)) => {
            Again::wrong(posted, [(field(&refusal), sentence(&refusal))])
        }
        Err(AppError::Invalid(problems)) => Again::wrong(
            posted,
            problems.iter().map(|problem| {
                let name = problem.field.replace('_', " ");
                (problem.field.clone(), crate::content::faults::fault(&name, &problem.fault))
            }),
        ),
        Err(error) => return Err(error.into()),
    };
    Ok(Err(again))
}

/// The field that a refusal is about.
fn field(refusal: &Refusal) -> String {
    match refusal {
        Refusal::DueDiligence(refused) => match refused {
            DueDiligenceRefused::CheckMissing(check)
            | DueDiligenceRefused::CheckNeeded(check)
            | DueDiligenceRefused::ConcernOpen(check) => format!("{}.finding", check.code()),
            DueDiligenceRefused::NoteMissing(check) => format!("{}.note", check.code()),
            DueDiligenceRefused::NoConditions => "conditions".to_owned(),
            DueDiligenceRefused::NoReason => "reason".to_owned(),
            DueDiligenceRefused::NotFromHere(_)
            | DueDiligenceRefused::AlreadyRecorded
            | DueDiligenceRefused::NoAmount => String::new(),
        },
        Refusal::Decision(DecisionRefused::NoWords) => "comment".to_owned(),
        Refusal::Decision(DecisionRefused::TextsMissing) => "summary".to_owned(),
        Refusal::Decision(DecisionRefused::NotFree { .. }) => "amount".to_owned(),
        _ => String::new(),
    }
}

/// The field at which a fault of an item is shown.
const fn field_of(fault: ItemFault) -> &'static str {
    match fault {
        ItemFault::ReasonMissing | ItemFault::ReasonDoesNotFit => "reason",
        ItemFault::PublicReasonMissing => "public_reason",
        ItemFault::DepartureReasonMissing => "departure_reason",
        ItemFault::AmountMissing
        | ItemFault::AmountWithoutAward
        | ItemFault::MoreThanRequested
        | ItemFault::AmountDoesNotFit
        | ItemFault::OutsideLimits => "amount",
        ItemFault::FeedbackMissing => "feedback",
        ItemFault::NoReserveList => "outcome",
        ItemFault::RecipientMissing => "",
    }
}

/// The version that a form was made from.
fn version(posted: &Posted) -> i64 {
    posted.fields.text("version").parse().unwrap_or(-1)
}
