//! The approver sends the recommendation back to the panel.

use super::form::{FormField, Parts, answer, error};
use super::{Again, change, look, round_of, version};
use crate::components::{Field, Textarea};
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, see_other};
use actix_web::http::StatusCode;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::RoundId;
use almoner_http::{Posted, Route, Visitor};
use almoner_usecases::AppError;
use almoner_usecases::decisions::{DecisionPage, DecisionPapers, ReturnToPanel};

const PATH: &str = "/staff/rounds/{round}/decision/return";

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(PATH, Act::ReadDecision, form), Route::post(PATH, Act::Decide, send_back)]
}

fn home(round: RoundId) -> String {
    format!("/staff/rounds/{round}/decision")
}

async fn form(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = look(&site, &visitor, DecisionPage { round: round_of(&id)? }).await?;
    if !seen.may_send_back {
        return Err(AppError::NotFound.into());
    }
    Ok(answer(parts(&seen, "", None), None, (&site, &frame, &visitor)))
}

async fn send_back(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = round_of(&id)?;
    let reason = posted.fields.text("reason").to_owned();
    let case = ReturnToPanel { round, version: version(&posted), reason: reason.clone() };
    let Err(mut again) = change(&site, &visitor, &posted, case).await? else {
        return Ok(see_other(&format!("/staff/rounds/{round}")));
    };
    if reason.trim().is_empty() && again.status == StatusCode::UNPROCESSABLE_ENTITY {
        let words = "Enter why you send the recommendation back";
        again = Again::wrong(&posted, [("reason", words)]);
    }
    let seen = look(&site, &visitor, DecisionPage { round }).await?;
    let parts = parts(&seen, &reason, Some(&again));
    Ok(answer(parts, Some(&again), (&site, &frame, &visitor)))
}

fn parts(seen: &DecisionPapers, reason: &str, again: Option<&Again>) -> Parts {
    Parts {
        heading: "Send back to the panel".to_owned(),
        caption: seen.round.settings.title.clone(),
        about: vec![
            "The panel looks at its marks and recommendations again. What was drafted of the \
             decision is set aside, and due diligence is made anew."
                .to_owned(),
            "The chair, the lead and the officer are told your reason. No group is told anything."
                .to_owned(),
        ],
        facts: None,
        back: home(seen.round.id),
        hidden: vec![("version", seen.round.version.to_string())],
        fields: vec![FormField::Area(
            Textarea::new("reason", "Reason")
                .hint("What the panel should look at again")
                .value(reason.to_owned())
                .error(error(again, "reason")),
        )],
        button: Some("Send back to the panel"),
    }
}
