//! Giving back, waiving, and giving back to the assessor: one form each, on the lists.

use super::id;
use crate::error::{PageError, PageResult};
use crate::page::{SiteData, see_other};
use actix_web::web;
use almoner_domain::assessment::HandBackReason;
use almoner_http::{Posted, Visitor, blocking};
use almoner_usecases::assessments::{HandBack, Unlock, Waive};
use almoner_usecases::{AppError, UseCase};

async fn run<U: UseCase>(
    site: &SiteData,
    visitor: &Visitor,
    posted: &Posted,
    case: U,
) -> Result<(), PageError> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    blocking(move || app.execute(&actor, arrived, case)).await?;
    Ok(())
}

pub(super) async fn hand_back(site: SiteData, visitor: Visitor, posted: Posted) -> PageResult {
    let case = HandBack {
        assessment: id(posted.fields.only("assessment"))?,
        // Nothing chosen is not a conflict; the reason in words is required all the same.
        why: HandBackReason::parse(posted.fields.only("why")).unwrap_or(HandBackReason::Other),
        reason: posted.fields.only("reason").to_owned(),
    };
    run(&site, &visitor, &posted, case).await?;
    Ok(see_other("/staff/assessments"))
}

/// The page of progress of the round in the address.
fn progress(round: &str) -> Result<String, PageError> {
    let round = almoner_domain::id::RoundId::parse(round);
    let round = round.ok_or_else(|| PageError::from(AppError::NotFound))?;
    Ok(format!("/staff/rounds/{round}/progress"))
}

pub(super) async fn waive(
    site: SiteData,
    visitor: Visitor,
    round: web::Path<String>,
    posted: Posted,
) -> PageResult {
    let next = progress(&round)?;
    let case = Waive {
        assessment: id(posted.fields.only("assessment"))?,
        reason: posted.fields.only("reason").to_owned(),
    };
    run(&site, &visitor, &posted, case).await?;
    Ok(see_other(&next))
}

pub(super) async fn unlock(
    site: SiteData,
    visitor: Visitor,
    round: web::Path<String>,
    posted: Posted,
) -> PageResult {
    let next = progress(&round)?;
    let case = Unlock {
        assessment: id(posted.fields.only("assessment"))?,
        reason: posted.fields.only("reason").to_owned(),
    };
    run(&site, &visitor, &posted, case).await?;
    Ok(see_other(&next))
}
