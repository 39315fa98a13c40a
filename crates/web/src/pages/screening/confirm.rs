//! Another person confirms or rejects a proposal that a bid is not eligible.

use super::case::{Case, case, in_state};
use super::{act, application, look, version};
use crate::chrome::Chrome;
use crate::components::{Choice, ErrorItem, Field, Radios, Textarea};
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, ok, render, see_other};
use crate::typed::Typed;
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_domain::application::Status;
use almoner_domain::screening::{CheckStatus, ScreeningRefused, Text};
use almoner_http::{Posted, Route, Visitor};
use almoner_usecases::Refusal;
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
    case: Case,
    proposed_by: Option<String>,
    failed: Vec<(String, Vec<String>, String)>,
    form: Option<(Radios, Textarea)>,
}

/// The form of the page.
const FORM: &str = "confirm";

async fn show(id: Path<String>, site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let seen = look(&site, &visitor, ScreeningPage { application: application(&id)? }).await?;
    Ok(ok(&page(&seen, &Typed::default(), (&site, &frame, &visitor))))
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
            Some(act(&site, &visitor, &posted, case).await)
        }
        "reject" => {
            let text = fields.text("text").trim().to_owned();
            let case = RejectProposal { application, version, text };
            Some(act(&site, &visitor, &posted, case).await)
        }
        _ => None,
    };
    let typed = match outcome {
        Some(Ok(())) => return Ok(see_other(&format!("/staff/applications/{application}"))),
        Some(Err(error)) => Typed::refused(FORM, fields, error, field).map_err(PageError::from)?,
        None => Typed::wrong(FORM, fields, [("decision", "Choose whether you agree")]),
    };
    let seen = look(&site, &visitor, ScreeningPage { application }).await?;
    Ok(render(typed.status(), &page(&seen, &typed, (&site, &frame, &visitor))))
}

/// The field that a refusal is about.
fn field(refusal: &Refusal) -> String {
    let about = match refusal {
        Refusal::Screening(
            ScreeningRefused::TextMissing(_)
            | ScreeningRefused::TooLong { text: Text::Rejection, .. },
        ) => "text",
        Refusal::Screening(_) => "decision",
        _ => "",
    };
    about.to_owned()
}

fn page(
    seen: &ScreeningSeen,
    typed: &Typed,
    around: (&SiteData, &FrameData, &Visitor),
) -> ConfirmPage {
    let proposer = seen.screening.proposal.as_ref().map(|proposal| proposal.by);
    let open = seen.application.status == Status::IneligibleProposed && seen.reader.may_confirm;
    let choices = [
        Choice::new("confirm", "Yes, it is not eligible")
            .hint("The group is told why at once, and how to ask for a review"),
        Choice::new("reject", "No, the checks must be looked at again"),
    ];
    let form = open.then(|| {
        let typed = typed.part(FORM);
        (
            Radios::new("decision", "Do you agree?", choices)
                .choose(&typed.value("decision", ""))
                .error(typed.error("decision")),
            Textarea::new("text", "If not, why")
                .rows(3)
                .value(typed.value("text", ""))
                .error(typed.error("text")),
        )
    });
    let fields = form.iter().flat_map(|(one, two)| [one.error_item(), two.error_item()]);
    let fields: Vec<Option<ErrorItem>> = fields.collect();
    let title = "Confirm that an application is not eligible";
    let (chrome, case) = case(title, seen, (typed, fields, open), around);
    ConfirmPage {
        chrome,
        case,
        proposed_by: proposer.and_then(|by| seen.people.get(&by).cloned()),
        failed: in_state(seen, CheckStatus::FailProposed),
        form,
    }
}
