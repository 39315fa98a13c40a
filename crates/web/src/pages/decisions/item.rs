//! What is decided about one bid, with its public reason.

use super::form::{FormField, Parts, answer, error};
use super::{Again, bid_of, change, look, round_of, version};
use crate::components::{
    Choice, Field, Radios, Select, SummaryList, SummaryRow, TextInput, Textarea,
};
use crate::content::decisions as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, see_other};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::decision::{Item, Outcome, Reason};
use almoner_domain::id::ApplicationId;
use almoner_domain::value::Pence;
use almoner_http::{Fields, Posted, Route, Visitor};
use almoner_usecases::AppError;
use almoner_usecases::decisions::{DecisionPage, DecisionPapers, ReviseItem};

const PATH: &str = "/staff/rounds/{round}/decision/items/{application}";

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(PATH, Act::ReviseItem, form), Route::post(PATH, Act::ReviseItem, revise)]
}

async fn form(
    path: web::Path<(String, String)>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let (round, application) = (round_of(&path.0)?, bid_of(&path.1)?);
    let seen = look(&site, &visitor, DecisionPage { round }).await?;
    Ok(answer(parts(&seen, application, None, None)?, None, (&site, &frame, &visitor)))
}

async fn revise(
    path: web::Path<(String, String)>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let (round, application) = (round_of(&path.0)?, bid_of(&path.1)?);
    let again = match case(&posted, round, application) {
        Ok(case) => match change(&site, &visitor, &posted, case).await? {
            Ok(()) => return Ok(see_other(&format!("/staff/rounds/{round}/decision"))),
            Err(again) => again,
        },
        Err(again) => again,
    };
    let seen = look(&site, &visitor, DecisionPage { round }).await?;
    let parts = parts(&seen, application, Some(&posted.fields), Some(&again))?;
    Ok(answer(parts, Some(&again), (&site, &frame, &visitor)))
}

fn case(
    posted: &Posted,
    round: almoner_domain::id::RoundId,
    application: ApplicationId,
) -> Result<ReviseItem, Again> {
    let text = |name: &str| posted.fields.text(name).to_owned();
    let mut against = Vec::new();
    let outcome = Outcome::parse(posted.fields.text("outcome"));
    if outcome.is_none() {
        against.push(("outcome", "Choose what is decided".to_owned()));
    }
    let reason = Reason::parse(posted.fields.text("reason"));
    if reason.is_none() {
        against.push(("reason", "Choose a coded reason".to_owned()));
    }
    let typed = posted.fields.text("amount").trim().to_owned();
    let amount = if typed.is_empty() { Ok(Pence::ZERO) } else { Pence::parse(&typed) };
    if amount.is_err() {
        against.push(("amount", "Enter the amount in pounds, such as 4500".to_owned()));
    }
    match (outcome, reason, amount) {
        (Some(outcome), Some(reason), Ok(amount)) => Ok(ReviseItem {
            round,
            version: version(posted),
            application,
            outcome,
            amount,
            reason,
            public_reason: text("public_reason"),
            departure_reason: text("departure_reason"),
            conditions: text("conditions"),
            feedback: text("feedback"),
        }),
        _ => Err(Again::wrong(posted, against)),
    }
}

fn parts(
    seen: &DecisionPapers,
    application: ApplicationId,
    typed: Option<&Fields>,
    again: Option<&Again>,
) -> Result<Parts, AppError> {
    let decision = seen.decision.as_ref().ok_or(AppError::NotFound)?;
    let item = decision.item(application).ok_or(AppError::NotFound)?;
    if seen.withheld.is_undeclared(application) || seen.withheld.words(application) {
        return Err(AppError::Declare);
    }
    let row = seen.rows.iter().find(|row| row.application.id == application);
    let made = row.and_then(|row| row.moderation.as_ref()?.recommendation.as_ref());
    let mut rows = vec![
        SummaryRow::new("Group", item.recipient.clone()),
        SummaryRow::new("Project", item.purpose.clone()),
        SummaryRow::new("Asked for", item.requested.to_string()),
        SummaryRow::new("Panel", words::panel(item.panel.outcome)),
        SummaryRow::new("Recommended amount", item.panel.amount.to_string()),
        SummaryRow::new("Score", item.panel.percent.to_string()),
    ];
    if let Some(made) = made {
        rows.push(SummaryRow::new("The panel’s reason", made.reason.clone()));
    }
    Ok(Parts {
        heading: "What is decided".to_owned(),
        caption: item.reference.clone(),
        about: vec![
            "Write the reason for the public: it is published, and the group reads it.".to_owned(),
        ],
        facts: Some(SummaryList { rows, ..SummaryList::default() }),
        back: format!("/staff/rounds/{}/decision", seen.round.id),
        hidden: vec![("version", decision.version.to_string())],
        fields: fields(item, typed, again),
        button: Some("Save"),
    })
}

fn fields(item: &Item, typed: Option<&Fields>, again: Option<&Again>) -> Vec<FormField> {
    let value = |name: &str, now: String| match typed {
        Some(fields) => fields.text(name).to_owned(),
        None => now,
    };
    let amount = if item.amount == Pence::ZERO { String::new() } else { item.amount.plain() };
    let outcomes = Outcome::ALL.iter().map(|one| Choice::new(one.code(), words::outcome(*one)));
    let mut reasons = vec![Choice::new("", "Choose a reason")];
    reasons.extend(Reason::ALL.iter().map(|one| Choice::new(one.code(), words::reason(*one))));
    let reason = item.reason.map_or("", Reason::code).to_owned();
    let area = |name: &'static str, label: &'static str, hint: &'static str, now: String| {
        FormField::Area(
            Textarea::new(name, label)
                .hint(hint)
                .rows(4)
                .value(value(name, now))
                .error(error(again, name)),
        )
    };
    vec![
        FormField::Radios(
            Radios::new("outcome", "Decision", outcomes)
                .choose(&value("outcome", item.outcome.code().to_owned()))
                .error(error(again, "outcome")),
        ),
        FormField::Line(
            TextInput::new("amount", "Amount of the award")
                .hint("In pounds. Leave it empty where nothing is awarded")
                .prefix("£")
                .width(10)
                .value(value("amount", amount))
                .error(error(again, "amount")),
        ),
        FormField::Select(
            Select::new("reason", "Coded reason", reasons)
                .choose(&value("reason", reason))
                .error(error(again, "reason")),
        ),
        area(
            "public_reason",
            "Reason for the public",
            "In plain English. No names of people, no places that are withheld",
            item.public_reason.clone(),
        ),
        area(
            "departure_reason",
            "Why this departs from the panel",
            "Only if it does. It is published",
            item.departure_reason.clone().unwrap_or_default(),
        ),
        area("conditions", "Conditions", "One a line", item.conditions.join("\n")),
        area(
            "feedback",
            "Feedback for the group",
            "Two or three lines that help with the next application",
            item.feedback.text.clone(),
        ),
    ]
}
