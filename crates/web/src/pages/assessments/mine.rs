//! An assessor's own list.

use crate::chrome::Chrome;
use crate::components::{
    Choice, ErrorItem, ErrorSummary, Field, Pagination, Radios, Select, Textarea,
};
use crate::content::assessments as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, render, see_other};
use crate::typed::{Part, Typed};
use actix_web::web;
use almoner_domain::access::Standing;
use almoner_domain::application::withhold::{Audience, shown_name};
use almoner_domain::assessment::{AssessmentRefused, HandBackReason};
use almoner_domain::value::show_date;
use almoner_http::{Posted, Visitor, blocking, csrf_token};
use almoner_ports::AssessmentKey;
use almoner_usecases::assessments::{HandBack, MyAssessment, MyAssessments, MyList};
use almoner_usecases::{AppError, Refusal};
use askama::Template;
use serde::Deserialize;

/// One line.
struct Line {
    href: Option<String>,
    declare: String,
    group: String,
    project: String,
    reference: String,
    round: String,
    due: String,
    status: &'static str,
}

#[derive(Template)]
#[template(path = "pages/assessments/mine.html")]
struct MinePage {
    chrome: Chrome,
    csrf: String,
    errors: ErrorSummary,
    /// What is still to be done, and what is done; a list that is empty is not shown.
    lists: Vec<(&'static str, Vec<Line>)>,
    give_back: Option<(Select, Radios, Textarea)>,
    pages: Pagination,
}

/// Where the list goes on.
#[derive(Deserialize, Default)]
pub(super) struct After {
    due: Option<String>,
    id: Option<String>,
}

impl After {
    fn key(&self) -> Option<AssessmentKey> {
        let due = self.due.as_deref()?.parse().ok()?;
        Some(AssessmentKey { due, id: self.id.as_deref()?.parse().ok()? })
    }
}

/// The form of the page.
const FORM: &str = "give-back";

async fn see(
    site: &SiteData,
    visitor: &Visitor,
    after: Option<AssessmentKey>,
) -> Result<MyList, AppError> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    blocking(move || app.look(&actor, arrived, &MyAssessments { after })).await
}

pub(super) async fn answer(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    query: web::Query<After>,
) -> PageResult {
    let mine = see(&site, &visitor, query.key()).await?;
    let typed = Typed::default();
    Ok(render(typed.status(), &page(mine, &typed, (&site, &frame, &visitor))))
}

pub(super) async fn hand_back(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let fields = &posted.fields;
    let chosen =
        (fields.only("assessment").parse().ok(), HandBackReason::parse(fields.only("why")));
    let typed = match chosen {
        (Some(assessment), Some(why)) => {
            let case = HandBack { assessment, why, reason: fields.only("reason").to_owned() };
            let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
            match blocking(move || app.execute(&actor, arrived, case)).await {
                Ok(()) => return Ok(see_other("/staff/assessments")),
                Err(error) => Typed::refused(FORM, fields, error, field)?,
            }
        }
        (assessment, why) => {
            let list = assessment.is_none().then_some(("assessment", "Choose an application"));
            let radio = why.is_none().then_some(("why", "Choose why you give it back"));
            Typed::wrong(FORM, fields, list.into_iter().chain(radio))
        }
    };
    let mine = see(&site, &visitor, None).await?;
    Ok(render(typed.status(), &page(mine, &typed, (&site, &frame, &visitor))))
}

/// The field that a refusal is about.
fn field(refusal: &Refusal) -> String {
    let about = match refusal {
        Refusal::Assessment(AssessmentRefused::NoReason) => "reason",
        Refusal::Assessment(AssessmentRefused::ReasonTooLong { .. }) => "reason",
        Refusal::Assessment(_) => "assessment",
        _ => "",
    };
    about.to_owned()
}

/// The group's name: whoever is asked to mark must know it to declare.
fn group(one: &MyAssessment) -> String {
    let audience = match one.standing {
        Standing::Clear => Audience::Working,
        Standing::NotApplicable | Standing::Undeclared | Standing::Recused => Audience::Declaring,
    };
    shown_name(&one.application, audience).or("").to_owned()
}

fn give_back(mine: &[MyAssessment], typed: Part<'_>) -> Option<(Select, Radios, Textarea)> {
    let open = mine.iter().filter(|one| one.assessment.status.is_open());
    let choices: Vec<Choice> = open
        .map(|one| {
            let reference = one.application.reference.as_deref().unwrap_or("no reference");
            Choice::new(one.assessment.id.to_string(), format!("{}, {reference}", group(one)))
        })
        .collect();
    let reasons = HandBackReason::ALL.iter();
    let reasons = reasons.map(|why| Choice::new(why.code(), words::hand_back(*why)));
    (!choices.is_empty()).then(|| {
        (
            Select::new("assessment", "Application", choices)
                .choose(&typed.value("assessment", ""))
                .error(typed.error("assessment")),
            Radios::new("why", "Why do you give it back?", reasons)
                .choose(&typed.value("why", ""))
                .error(typed.error("why")),
            Textarea::new("reason", "The reason, for the grants lead")
                .rows(3)
                .value(typed.value("reason", ""))
                .error(typed.error("reason")),
        )
    })
}

fn page(
    MyList { lines: mine, next }: MyList,
    typed: &Typed,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
) -> MinePage {
    let next = next.map(|last| format!("/staff/assessments?due={}&id={}", last.due, last.id));
    let give_back = give_back(&mine, typed.part(FORM));
    let (open, done): (Vec<MyAssessment>, Vec<MyAssessment>) =
        mine.into_iter().partition(|one| one.assessment.status.is_open());
    let line = |one: MyAssessment| Line {
        href: (one.standing == Standing::Clear)
            .then(|| format!("/staff/assessments/{}", one.assessment.id)),
        declare: format!("/staff/rounds/{}/declarations", one.assessment.round),
        group: group(&one),
        project: one.application.title,
        reference: one.application.reference.unwrap_or_default(),
        round: one.round,
        due: show_date(one.assessment.due),
        status: words::status(one.assessment.status),
    };
    let lists = [("To do", open), ("Done", done)].map(|(heading, all)| {
        let lines: Vec<Line> = all.into_iter().map(line).collect();
        (heading, lines)
    });
    let fields: Vec<Option<ErrorItem>> = give_back
        .iter()
        .flat_map(|(list, why, text)| [list.error_item(), why.error_item(), text.error_item()])
        .collect();
    let mut chrome = chrome(site, frame, visitor, "Your assessments");
    let errors = typed.summary(fields, give_back.is_some(), &mut chrome);
    MinePage {
        chrome,
        csrf: csrf_token(site, visitor.session_token()),
        errors,
        lists: lists.into_iter().filter(|(_, lines)| !lines.is_empty()).collect(),
        give_back,
        pages: Pagination::by_key(None, next),
    }
}
