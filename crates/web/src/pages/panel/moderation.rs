//! One bid on the panel's table: agreed marks beside the originals, and the recommendation.

use crate::chrome::Chrome;
use crate::components::{
    Choice, ErrorItem, ErrorSummary, Field, Radios, Select, Table, TextInput, Textarea,
};
use crate::content::assessments as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use crate::pages::assessments::marks::{Reasons, flags, reasons, table};
use crate::pages::assessments::{id, version};
use crate::typed::kept;
use actix_web::http::StatusCode;
use actix_web::web;
use almoner_domain::application::withhold::{Audience, shown_name};
use almoner_domain::id::ApplicationId;
use almoner_domain::moderation::{
    AgreementFault, Outcome, PanelRefused, Proposal, ReasonCode, Wish,
};
use almoner_domain::round::Status;
use almoner_domain::value::{Mark, Pence};
use almoner_http::{Fields, Posted, Visitor, blocking, csrf_token};
use almoner_usecases::panel::{
    AgreeMarks, ModerationPage as View, ModerationSheet, RecommendApplication,
};
use almoner_usecases::{AppError, Refusal};
use askama::Template;
use std::collections::BTreeMap;

/// One criterion of the form.
struct Block {
    originals: String,
    mark: Select,
    reason: Textarea,
}

/// The form of a recommendation.
struct Recommending {
    outcome: Radios,
    amount: TextInput,
    conditions: Textarea,
    code: Select,
    reason: Textarea,
    feedback: Textarea,
}

#[derive(Template)]
#[template(path = "pages/panel/moderation.html")]
struct ModerationPage {
    chrome: Chrome,
    csrf: String,
    errors: ErrorSummary,
    application: ApplicationId,
    panel: String,
    group: String,
    reference: String,
    asked: String,
    version: i64,
    marks: Option<(Table, Vec<Reasons>)>,
    flags: Vec<String>,
    open: bool,
    blocks: Vec<Block>,
    discussion: Textarea,
    recommending: Option<Recommending>,
}

/// What was typed into either form, and what is wrong with it.
#[derive(Default)]
struct Typed {
    fields: Option<Fields>,
    errors: BTreeMap<String, String>,
    notice: Option<String>,
}

impl Typed {
    /// What was typed into a field, or what is stored.
    fn value(&self, name: &str, stored: impl FnOnce() -> String) -> String {
        match self.fields.as_ref().and_then(|fields| fields.first(name)) {
            Some(typed) => typed.to_owned(),
            None => stored(),
        }
    }

    fn error(&self, name: &str) -> Option<String> {
        self.errors.get(name).cloned()
    }
}

fn blocks(sheet: &ModerationSheet, typed: &Typed) -> Vec<Block> {
    let Some((_, combined)) = &sheet.marks else { return Vec::new() };
    let criteria = sheet.round.settings.scoring.criteria.iter().zip(&combined.criteria);
    criteria
        .map(|(criterion, view)| {
            let code = &criterion.code;
            let agreed = sheet.moderation.as_ref().and_then(|it| it.agreement.marks.get(code));
            let (mark, reason) = (format!("mark.{code}"), format!("reason.{code}"));
            let given: Vec<String> = view.marks.iter().map(ToString::to_string).collect();
            let choices = std::iter::once(Choice::new("", "Choose a mark"))
                .chain(Mark::all().map(|mark| Choice::new(mark.to_string(), mark.to_string())));
            let chosen = typed
                .value(&mark, || agreed.map_or_else(String::new, |agreed| agreed.mark.to_string()));
            let text =
                typed.value(&reason, || agreed.map_or_else(String::new, |one| one.reason.clone()));
            let label = format!("Agreed mark for “{}”", criterion.title);
            let hint = if view.discuss {
                "The marks lie far apart: say what was discussed"
            } else {
                "Needed if the agreed mark is not the one next to the mean"
            };
            Block {
                originals: format!("Assessors’ marks: {}.", given.join(", ")),
                mark: Select::new(mark.clone(), label, choices)
                    .choose(&chosen)
                    .error(typed.error(&mark)),
                reason: Textarea::new(reason.clone(), format!("Reason for {code}"))
                    .rows(2)
                    .hint(hint)
                    .value(text)
                    .error(typed.error(&reason)),
            }
        })
        .collect()
}

fn recommending(sheet: &ModerationSheet, typed: &Typed) -> Option<Recommending> {
    let moderation = sheet.moderation.as_ref()?;
    sheet.round.line.as_ref()?;
    let made = moderation.recommendation.as_ref();
    let stored = |of: &dyn Fn(&almoner_domain::moderation::Recommendation) -> String| {
        made.map_or_else(String::new, of)
    };
    let outcome = typed.value("outcome", || stored(&|made| made.outcome.code().to_owned()));
    let code = typed.value("reason_code", || stored(&|made| made.reason_code.code().to_owned()));
    let asked = || sheet.application.requested.map_or_else(String::new, Pence::plain);
    let amount = typed.value("amount", || match made {
        Some(made) => made.amount.map_or_else(String::new, Pence::plain),
        None => asked(),
    });
    let outcomes = Outcome::ALL.iter().map(|one| Choice::new(one.code(), words::outcome(*one)));
    let codes = ReasonCode::ALL.iter().map(|one| Choice::new(one.code(), words::reason(*one)));
    Some(Recommending {
        outcome: Radios::new("outcome", "Recommendation", outcomes)
            .choose(&outcome)
            .error(typed.error("outcome")),
        amount: TextInput::money("amount", "Amount")
            .hint("Leave empty if the application is not recommended")
            .value(amount)
            .error(typed.error("amount")),
        conditions: Textarea::new("conditions", "Conditions (optional)")
            .rows(3)
            .hint("One a line")
            .value(typed.value("conditions", || stored(&|made| made.conditions.join("\n"))))
            .error(typed.error("conditions")),
        code: Select::new("reason_code", "Kind of reason", codes).choose(&code),
        reason: Textarea::new("why", "Reason")
            .rows(3)
            .value(typed.value("why", || stored(&|made| made.reason.clone())))
            .error(typed.error("why")),
        feedback: Textarea::new("feedback", "Feedback for the group")
            .rows(4)
            .hint("Two or three lines that the group will read")
            .value(typed.value("feedback", || stored(&|made| made.feedback.clone())))
            .error(typed.error("feedback")),
    })
}

fn page(
    sheet: &ModerationSheet,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    typed: &Typed,
) -> ModerationPage {
    let blocks = blocks(sheet, typed);
    let recommending = recommending(sheet, typed);
    let discussion = Textarea::new("discussion", "What the panel said about the application")
        .rows(3)
        .hint("Needed where the assessors’ totals lie far apart")
        .value(typed.value("discussion", || {
            let moderation = sheet.moderation.as_ref();
            moderation.map_or_else(String::new, |it| it.agreement.discussion.clone())
        }))
        .error(typed.error("discussion"));
    let mut items: Vec<Option<ErrorItem>> = vec![typed.notice.clone().map(ErrorItem::general)];
    items.extend(blocks.iter().flat_map(|one| [one.mark.error_item(), one.reason.error_item()]));
    items.push(discussion.error_item());
    if let Some(form) = &recommending {
        items.extend([
            form.outcome.error_item(),
            form.amount.error_item(),
            form.conditions.error_item(),
            form.reason.error_item(),
            form.feedback.error_item(),
        ]);
    }
    let errors: ErrorSummary = items.into_iter().collect();
    let application = &sheet.application;
    let group = shown_name(application, Audience::Working).or("").to_owned();
    let title = format!("Moderate {group}");
    let mut chrome = chrome(site, frame, visitor, &title);
    chrome.wide = true;
    chrome.error = !errors.is_empty();
    let open = sheet.round.status == Status::Moderating;
    if let Some(fields) = &typed.fields {
        let marking = fields.first("outcome").is_none() && fields.first("why").is_none();
        let drawn = open && sheet.marks.is_some() && (marking || recommending.is_some());
        if !drawn {
            chrome.kept = kept(fields);
        }
    }
    ModerationPage {
        chrome,
        csrf: csrf_token(site, visitor.session_token()),
        errors,
        application: application.id,
        panel: format!("/staff/rounds/{}/panel", sheet.round.id),
        group,
        reference: application.reference.clone().unwrap_or_default(),
        asked: application
            .requested
            .map_or_else(|| "nothing".to_owned(), |sum: Pence| sum.to_string()),
        version: sheet.moderation.as_ref().map_or(0, |moderation| moderation.version),
        flags: sheet.marks.iter().flat_map(|(_, combined)| flags(combined)).collect(),
        marks: sheet.marks.as_ref().map(|(open, combined)| {
            (
                table(&sheet.round, combined, &sheet.people, sheet.moderation.as_ref()),
                reasons(&sheet.round, open, &sheet.people),
            )
        }),
        open,
        blocks,
        discussion,
        recommending,
    }
}

async fn see(
    site: &SiteData,
    visitor: &Visitor,
    application: ApplicationId,
) -> Result<ModerationSheet, AppError> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    blocking(move || app.look(&actor, arrived, &View { application })).await
}

pub(super) async fn answer(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let sheet = see(&site, &visitor, id(&path)?).await?;
    Ok(ok(&page(&sheet, (&site, &frame, &visitor), &Typed::default())))
}

/// What a refusal says at the fields, and what it says above them.
fn explain(refused: &PanelRefused) -> (BTreeMap<String, String>, Option<String>) {
    let at = |name: &str| {
        let (heading, _) = words::panel_refused(refused);
        (BTreeMap::from([(name.to_owned(), heading)]), None)
    };
    match refused {
        PanelRefused::Agreement(faults) => {
            let faults = faults.iter().map(|fault| match fault {
                AgreementFault::NoMark { criterion } => {
                    (format!("mark.{criterion}"), "Choose the agreed mark".to_owned())
                }
                AgreementFault::NoReason { criterion } => {
                    (format!("reason.{criterion}"), "Enter why the panel agreed this".to_owned())
                }
            });
            (faults.collect(), None)
        }
        PanelRefused::NotDiscussed => at("discussion"),
        PanelRefused::NoAmount
        | PanelRefused::AmountWithout
        | PanelRefused::AmountOutside { .. } => {
            let (heading, more) = words::panel_refused(refused);
            let text = match refused {
                PanelRefused::AmountOutside { .. } => more.into_iter().next().unwrap_or(heading),
                _ => heading,
            };
            (BTreeMap::from([("amount".to_owned(), text)]), None)
        }
        PanelRefused::NoReserveList => at("outcome"),
        PanelRefused::TooManyConditions(_) => at("conditions"),
        other => {
            let (heading, paragraphs) = words::panel_refused(other);
            let text = std::iter::once(heading).chain(paragraphs).collect::<Vec<_>>().join(". ");
            (BTreeMap::new(), Some(text))
        }
    }
}

/// Shows the page again with what was typed, after a refusal or a change by somebody else.
async fn again(
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    application: ApplicationId,
    posted: Posted,
    error: AppError,
) -> PageResult {
    let (status, (errors, notice)) = match error {
        AppError::Refused(Refusal::Panel(refused)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, explain(&refused))
        }
        AppError::Stale => {
            let notice = "Somebody else changed this since you opened it. What you typed is still \
                          here; the table shows what is agreed now. Send again to keep yours.";
            (StatusCode::CONFLICT, (BTreeMap::new(), Some(notice.to_owned())))
        }
        error => return Err(error.into()),
    };
    let sheet = see(site, visitor, application).await?;
    let typed = Typed { fields: Some(posted.fields), errors, notice };
    Ok(render(status, &page(&sheet, (site, frame, visitor), &typed)))
}

pub(super) async fn agree(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let application: ApplicationId = id(&path)?;
    let fields = &posted.fields;
    let sheet = see(&site, &visitor, application).await?;
    let proposals = sheet.round.settings.scoring.criteria.iter().map(|criterion| {
        let code = &criterion.code;
        let mark = Mark::parse(fields.only(&format!("mark.{code}"))).ok();
        let reason = fields.only(&format!("reason.{code}")).replace("\r\n", "\n");
        (code.clone(), Proposal { mark, reason })
    });
    let case = AgreeMarks {
        application,
        version: version(fields.only("version")),
        proposals: proposals.collect(),
        discussion: fields.only("discussion").replace("\r\n", "\n"),
    };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    match blocking(move || app.execute(&actor, arrived, case)).await {
        Ok(()) => Ok(see_other(&format!("/staff/applications/{application}/moderation"))),
        Err(error) => again((&site, &frame, &visitor), application, posted, error).await,
    }
}

/// The wish, or what is wrong at which field.
fn wish(fields: &Fields) -> Result<Wish, BTreeMap<String, String>> {
    let mut errors = BTreeMap::new();
    let outcome = Outcome::parse(fields.only("outcome"));
    if outcome.is_none() {
        errors.insert("outcome".to_owned(), "Select what the panel recommends".to_owned());
    }
    let typed = fields.only("amount").trim();
    let amount = if typed.is_empty() { None } else { Some(Pence::parse(typed)) };
    if matches!(amount, Some(Err(_))) {
        let text = "Enter an amount in pounds, such as 1,250 or 1,250.50";
        errors.insert("amount".to_owned(), text.to_owned());
    }
    // An award that is not made has no amount, whatever stood in the box before.
    let amount = amount.and_then(Result::ok).filter(|_| outcome != Some(Outcome::Not));
    for (name, text) in [("why", "Enter the reason"), ("feedback", "Enter feedback for the group")]
    {
        if fields.only(name).trim().is_empty() {
            errors.insert(name.to_owned(), text.to_owned());
        }
    }
    match outcome.filter(|_| errors.is_empty()) {
        None => Err(errors),
        Some(outcome) => Ok(Wish {
            outcome,
            amount,
            conditions: fields.only("conditions").lines().map(str::to_owned).collect(),
            reason_code: ReasonCode::parse(fields.only("reason_code")).unwrap_or(ReasonCode::Other),
            reason: fields.only("why").replace("\r\n", "\n"),
            feedback: fields.only("feedback").replace("\r\n", "\n"),
        }),
    }
}

pub(super) async fn recommend(
    path: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let application: ApplicationId = id(&path)?;
    let wish = match wish(&posted.fields) {
        Ok(wish) => wish,
        Err(errors) => {
            let sheet = see(&site, &visitor, application).await?;
            let typed = Typed { fields: Some(posted.fields), errors, notice: None };
            let page = page(&sheet, (&site, &frame, &visitor), &typed);
            return Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page));
        }
    };
    let version = version(posted.fields.only("version"));
    let case = RecommendApplication { application, version, wish };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    match blocking(move || app.execute(&actor, arrived, case)).await {
        Ok(()) => Ok(see_other(&format!("/staff/applications/{application}/moderation"))),
        Err(error) => again((&site, &frame, &visitor), application, posted, error).await,
    }
}
