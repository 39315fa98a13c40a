//! Another person confirms or rejects a proposal that a bid is not eligible.

use super::bid::cards;
use super::{act, application, look, said, token, version};
use crate::chrome::Chrome;
use crate::components::{Choice, ErrorItem, ErrorSummary, Field, Radios, SummaryCard, Textarea};
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, again, chrome, ok, see_other};
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_domain::application::Status;
use almoner_domain::screening::CheckStatus;
use almoner_http::{Fields, Posted, Route, Visitor};
use almoner_usecases::screening::{
    ConfirmIneligible, RejectProposal, ScreeningPage, ScreeningSeen,
};
use askama::Template;

const PATH: &str = "/staff/applications/{application}/confirm";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(PATH, Act::ConfirmScreening, show),
        Route::post(PATH, Act::ConfirmScreening, take),
    ]
}

#[derive(Template)]
#[template(path = "pages/screening/confirm.html")]
struct ConfirmPage {
    chrome: Chrome,
    name: String,
    bid: String,
    csrf: String,
    version: i64,
    errors: ErrorSummary,
    proposed_by: Option<String>,
    failed: Vec<(String, Vec<String>, String)>,
    form: Option<(Radios, Textarea)>,
    cards: Vec<SummaryCard>,
}

async fn show(id: Path<String>, site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let seen = look(&site, &visitor, ScreeningPage { application: application(&id)? }).await?;
    Ok(ok(&page(&seen, &Fields::default(), None, (&site, &frame, &visitor))))
}

async fn take(
    id: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let application = application(&id)?;
    let (fields, version) = (&posted.fields, version(&posted));
    let outcome = match fields.text("decision") {
        "confirm" => {
            let case = ConfirmIneligible { application, version };
            act(&site, &visitor, &posted, case).await.map_err(said)
        }
        "reject" => {
            let text = fields.text("text").trim().to_owned();
            let case = RejectProposal { application, version, text };
            act(&site, &visitor, &posted, case).await.map_err(said)
        }
        _ => Err(Ok("Choose whether you agree".to_owned())),
    };
    match outcome {
        Ok(()) => Ok(see_other(&format!("/staff/applications/{application}"))),
        Err(problem) => {
            let problem = problem.map_err(PageError::from)?;
            let seen = look(&site, &visitor, ScreeningPage { application }).await?;
            Ok(again(&page(&seen, fields, Some(problem), (&site, &frame, &visitor))))
        }
    }
}

fn page(
    seen: &ScreeningSeen,
    typed: &Fields,
    problem: Option<String>,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
) -> ConfirmPage {
    let one = &seen.application;
    let mut chrome = chrome(site, frame, visitor, "Confirm that an application is not eligible");
    chrome.wide = true;
    chrome.error = problem.is_some();
    let failed = seen
        .checks
        .iter()
        .filter(|(_, checked, _)| checked.status == CheckStatus::FailProposed)
        .map(|(check, checked, _)| {
            let given = check.reasons.iter().filter(|one| checked.reasons.contains(&one.code));
            let reasons = given.map(|one| one.text.clone()).collect();
            (format!("{} {}", check.code, check.title), reasons, checked.text.clone())
        })
        .collect();
    let proposer = seen.screening.proposal.as_ref().map(|proposal| proposal.by);
    let open = one.status == Status::IneligibleProposed && seen.reader.may_confirm;
    let choices = [
        Choice::new("confirm", "Yes, it is not eligible")
            .hint("The group is told why at once, and how to ask for a review"),
        Choice::new("reject", "No, the checks must be looked at again"),
    ];
    ConfirmPage {
        chrome,
        name: one.organisation_name.clone(),
        bid: format!("/staff/applications/{}", one.id),
        csrf: token(site, visitor),
        version: seen.screening.version,
        errors: problem.map(|text| ErrorItem::at("decision", text)).into_iter().collect(),
        proposed_by: proposer.and_then(|by| seen.people.get(&by).cloned()),
        failed,
        form: open.then(|| {
            (
                Radios::new("decision", "Do you agree?", choices).choose(typed.text("decision")),
                Textarea::new("text", "If not, why").rows(3).value(typed.text("text").to_owned()),
            )
        }),
        cards: cards(&seen.round.form, &seen.submission, false),
    }
}
