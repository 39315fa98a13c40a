//! The first page of a new round.

use crate::chrome::Chrome;
use crate::components::{Choice, ErrorItem, ErrorSummary, Field, Select, TextInput};
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, again, chrome, ok, see_other};
use almoner_domain::form::Fault;
use almoner_domain::id::RoundId;
use almoner_http::{Fields, Posted, Visitor, blocking, csrf_token};
use almoner_usecases::rounds::{BeginFrom, BeginRound, HomeLine, StaffRounds};
use almoner_usecases::{AppError, FieldProblem};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/staff/set_up/begin.html")]
struct BeginPage {
    chrome: Chrome,
    csrf: String,
    errors: ErrorSummary,
    title: TextInput,
    reference: TextInput,
    fund: TextInput,
    from: Select,
}

fn said(problem: &FieldProblem) -> String {
    match (problem.field.as_str(), &problem.fault) {
        ("title", _) => "Enter a title".to_owned(),
        ("fund", _) => "Enter the name of the fund".to_owned(),
        ("reference", Fault::Missing) => "Enter a reference".to_owned(),
        ("reference", Fault::Repeated { .. }) => {
            "Another round already has this reference".to_owned()
        }
        ("reference", _) => "Use letters, figures and hyphens, such as CSF-2425-R1".to_owned(),
        _ => "Choose what the round begins with".to_owned(),
    }
}

fn page(
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    rounds: &[HomeLine],
    typed: &Fields,
    problems: &[FieldProblem],
) -> BeginPage {
    let error = |name: &str| problems.iter().find(|one| one.field == name).map(said);
    let line = |name: &'static str, label: &'static str| {
        TextInput::new(name, label).value(typed.text(name).to_owned()).error(error(name))
    };
    let mut from = Vec::new();
    if site.app.office().template.is_some() {
        from.push(Choice::new("template", "The office’s template"));
    }
    from.extend(rounds.iter().map(|round| {
        let text = format!("A copy of {} ({})", round.title, round.reference);
        Choice::new(round.key.id.to_string(), text)
    }));
    let title = line("title", "Title");
    let reference = line("reference", "Reference")
        .width(20)
        .hint("Letters, figures and hyphens, such as CSF-2425-R1. Every application gets it.");
    let fund = line("fund", "Fund").hint("The fund that the round belongs to");
    let from = Select::new("from", "Begin with", from)
        .hint(
            "A copy takes over settings, questions, criteria and people. Dates move on to about \
             four weeks from today, and you are asked to check them.",
        )
        .choose(typed.text("from"))
        .error(error("from"));
    let fields = [title.error_item(), reference.error_item(), fund.error_item(), from.error_item()];
    let errors: Vec<ErrorItem> = fields.into_iter().flatten().collect();
    let mut chrome = chrome(site, frame, visitor, "Create a round");
    chrome.error = !errors.is_empty();
    BeginPage {
        chrome,
        csrf: csrf_token(site, visitor.session_token()),
        errors: errors.into_iter().collect(),
        title,
        reference,
        fund,
        from,
    }
}

async fn rounds(site: &SiteData, visitor: &Visitor) -> Result<Vec<HomeLine>, AppError> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    blocking(move || app.look(&actor, arrived, &StaffRounds::default())).await
}

pub(super) async fn show(site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let rounds = rounds(&site, &visitor).await?;
    Ok(ok(&page((&site, &frame, &visitor), &rounds, &Fields::default(), &[])))
}

pub(super) async fn take(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let text = |name: &str| posted.fields.text(name).to_owned();
    let from = match (text("from").as_str(), RoundId::parse(&text("from"))) {
        (_, Some(round)) => BeginFrom::Round(round),
        _ => BeginFrom::Template,
    };
    let case =
        BeginRound { title: text("title"), reference: text("reference"), fund: text("fund"), from };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    match blocking(move || app.execute(&actor, arrived, case)).await {
        Ok(round) => Ok(see_other(&format!("/staff/rounds/{round}/set-up"))),
        Err(AppError::Invalid(problems)) => {
            let rounds = rounds(&site, &visitor).await?;
            Ok(again(&page((&site, &frame, &visitor), &rounds, &posted.fields, &problems)))
        }
        Err(error) => Err(error.into()),
    }
}
