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
mod steps;

use crate::error::PageError;
use crate::page::SiteData;
use actix_web::http::StatusCode;
use almoner_domain::decision::{DecisionRefused, ItemFault};
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_http::{Posted, Route, Visitor, blocking};
use almoner_usecases::{AppError, Outcome, Refusal, UseCase, View};

pub(crate) fn routes() -> Vec<Route> {
    let mut routes = diligence::routes();
    routes.extend(papers::routes());
    routes.extend(item::routes());
    routes.extend(steps::routes());
    routes.extend(notices::routes());
    routes.extend(reserve::routes());
    routes.extend(report::routes());
    routes.extend(results::routes());
    routes.extend(own::routes());
    routes
}

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

/// What stands against a change: the field, or none, and the words.
type Against = (&'static str, String);

/// Why a page is shown again.
struct Again {
    status: StatusCode,
    against: Vec<Against>,
}

/// Makes a change. What a person can mend brings the page again; everything else is an error page.
async fn change<U: UseCase>(
    site: &SiteData,
    visitor: &Visitor,
    posted: &Posted,
    case: U,
) -> Result<Result<U::Output, Again>, PageError> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    sorted(blocking(move || app.execute(&actor, arrived, case)).await)
}

fn sorted<T>(outcome: Outcome<T>) -> Result<Result<T, Again>, PageError> {
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    match outcome {
        Ok(done) => Ok(Ok(done)),
        Err(AppError::Stale) => Ok(Err(Again {
            status: StatusCode::CONFLICT,
            against: vec![(
                "",
                "Somebody else changed this while you were working. Nothing was changed. What you \
                 typed is below: look at what is there now, and press the button again if you \
                 still want to."
                    .to_owned(),
            )],
        })),
        Err(AppError::Refused(Refusal::Decision(DecisionRefused::Incomplete(faults)))) => {
            let against = faults
                .iter()
                .map(|(_, fault)| {
                    (field_of(*fault), crate::content::decisions::item_fault(*fault).to_owned())
                })
                .collect();
            Ok(Err(Again { status: unprocessable, against }))
        }
        Err(AppError::Refused(refusal)) => {
            let (words, _) = crate::content::refusals::words(&refusal);
            Ok(Err(Again { status: unprocessable, against: vec![("", words)] }))
        }
        Err(AppError::Invalid(problems)) => {
            let against = problems
                .iter()
                .map(|problem| {
                    let name = problem.field.replace('_', " ");
                    ("", format!("Check what you wrote as {name}: it is missing, too long, or holds a character that cannot be used"))
                })
                .collect();
            Ok(Err(Again { status: unprocessable, against }))
        }
        Err(error) => Err(error.into()),
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
