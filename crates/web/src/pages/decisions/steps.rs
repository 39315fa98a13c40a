//! The steps of a decision: draft, texts, refresh, finance comment, signature.

use super::form::{FormField, Parts, answer, error};
use super::{Again, WITHHELD, WITHHELD_SUM, change, look, round_of, version};
use crate::components::{Field, SummaryList, SummaryRow, Textarea};
use crate::content::decisions as words;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, see_other};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::decision::{Decision, Texts};
use almoner_domain::id::RoundId;
use almoner_domain::value::Pence;
use almoner_http::{Fields, Posted, Route, Visitor};
use almoner_usecases::AppError;
use almoner_usecases::decisions::{
    CommentOnFinance, DecisionPage, DecisionPapers, DescribeDecision, SignDecision, Withheld,
};

const TEXTS: &str = "/staff/rounds/{round}/decision/texts";
const FINANCE: &str = "/staff/rounds/{round}/decision/finance";
const SIGN: &str = "/staff/rounds/{round}/decision/sign";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(TEXTS, Act::PrepareDecision, |id, site, frame, visitor| {
            form(Step::Texts, id, site, frame, visitor)
        }),
        Route::post(TEXTS, Act::PrepareDecision, describe),
        Route::get(FINANCE, Act::ReadDecision, |id, site, frame, visitor| {
            form(Step::Finance, id, site, frame, visitor)
        }),
        Route::post(FINANCE, Act::CommentOnFinance, comment),
        Route::get(SIGN, Act::ReadDecision, |id, site, frame, visitor| {
            form(Step::Sign, id, site, frame, visitor)
        }),
        Route::post(SIGN, Act::Decide, sign),
    ]
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Texts,
    Finance,
    Sign,
}

fn home(round: RoundId) -> String {
    format!("/staff/rounds/{round}/decision")
}

async fn form(
    step: Step,
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let round = round_of(&id)?;
    let seen = look(&site, &visitor, DecisionPage { round }).await?;
    let mine = match step {
        Step::Texts => seen.may_prepare,
        Step::Finance => seen.may_comment.is_some(),
        Step::Sign => seen.may_sign.is_some(),
    };
    if !mine {
        return Err(AppError::NotFound.into());
    }
    Ok(answer(parts(step, &seen, None, None)?, None, (&site, &frame, &visitor)))
}

async fn describe(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = round_of(&id)?;
    let text = |name: &str| posted.fields.text(name).to_owned();
    let texts = Texts {
        summary: text("summary"),
        options: text("options"),
        equality: text("equality"),
        data_protection: text("data_protection"),
        exempt: text("exempt"),
    };
    let case = DescribeDecision { round, version: version(&posted), texts };
    let done = change(&site, &visitor, &posted, case).await?;
    finish(Step::Texts, round, done, (&site, &frame, &visitor), &posted.fields).await
}

async fn comment(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = round_of(&id)?;
    let comment = posted.fields.text("comment").to_owned();
    let case = CommentOnFinance { round, version: version(&posted), comment };
    let done = change(&site, &visitor, &posted, case).await?;
    finish(Step::Finance, round, done, (&site, &frame, &visitor), &posted.fields).await
}

async fn sign(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = round_of(&id)?;
    let case = SignDecision { round, version: version(&posted) };
    let done = change(&site, &visitor, &posted, case).await?;
    finish(Step::Sign, round, done, (&site, &frame, &visitor), &posted.fields).await
}

async fn finish(
    step: Step,
    round: RoundId,
    done: Result<(), Again>,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    typed: &Fields,
) -> PageResult {
    let Err(again) = done else { return Ok(see_other(&home(round))) };
    let seen = look(site, visitor, DecisionPage { round }).await?;
    let parts = parts(step, &seen, Some(typed), Some(&again))?;
    Ok(answer(parts, Some(&again), (site, frame, visitor)))
}

fn parts(
    step: Step,
    seen: &DecisionPapers,
    typed: Option<&Fields>,
    again: Option<&Again>,
) -> Result<Parts, PageError> {
    let decision = seen.decision.as_ref().ok_or(AppError::NotFound)?;
    let area = |name: &'static str, label: &'static str, hint: &'static str, now: &str| {
        let value = typed.map_or_else(|| now.to_owned(), |fields| fields.text(name).to_owned());
        FormField::Area(
            Textarea::new(name, label).hint(hint).value(value).error(error(again, name)),
        )
    };
    let (heading, about, fields, button) = match step {
        Step::Texts => (
            "Texts of the decision",
            "They are part of the record, and public unless it says otherwise.",
            vec![
                area(
                    "summary",
                    "Summary",
                    "What is decided on, in plain English",
                    &decision.summary,
                ),
                area(
                    "options",
                    "Options considered",
                    "What else could have been done",
                    &decision.options,
                ),
                area("equality", "Equality", "What was considered", &decision.equality),
                area(
                    "data_protection",
                    "Data protection",
                    "What was considered",
                    &decision.data_protection,
                ),
                area("exempt", "Exempt part", "Kept apart and never published", &decision.exempt),
            ],
            "Save",
        ),
        Step::Finance => (
            "Finance comment",
            "Your comment is about the decision as it is. If it is changed afterwards, it needs \
             another comment.",
            vec![area("comment", "Comment", "The approver and the record keep it", "")],
            "Record the comment",
        ),
        Step::Sign => (
            "Sign the decision",
            "Read each application with its public reason. A signed decision cannot be changed. \
             Nobody is told before you sign.",
            Vec::new(),
            "Sign the decision",
        ),
    };
    Ok(Parts {
        heading: heading.to_owned(),
        caption: seen.round.settings.title.clone(),
        about: vec![about.to_owned()],
        facts: (step != Step::Texts).then(|| facts(decision, &seen.withheld, seen.whole)),
        back: home(seen.round.id),
        hidden: vec![("version", decision.version.to_string())],
        fields,
        button: Some(button),
    })
}

/// Every item with its public reason, and the total.
fn facts(decision: &Decision, withheld: &Withheld, whole: bool) -> SummaryList {
    let total = decision.total().unwrap_or(Pence::ZERO);
    let total = if whole { total.to_string() } else { WITHHELD_SUM.to_owned() };
    let mut rows = vec![
        SummaryRow::new("Budget", decision.budget.to_string()),
        SummaryRow::new("Most that may be committed", decision.most.to_string()),
        SummaryRow::new("Awards in all", total),
    ];
    if let Some(comment) = &decision.comment {
        rows.push(SummaryRow::new("Finance comment", comment.text.clone()));
    }
    for item in &decision.items {
        let bid = item.application;
        let name = if withheld.name(bid) { WITHHELD } else { item.recipient.as_str() };
        let key = format!("{} {name}", item.reference);
        if withheld.words(bid) {
            let words = format!("{}, {}. {WITHHELD}", words::outcome(item.outcome), item.amount);
            rows.push(SummaryRow::new(key, words));
            continue;
        }
        let mut words =
            format!("{}, {}. {}", words::outcome(item.outcome), item.amount, item.public_reason);
        if let Some(departure) = &item.departure_reason {
            words.push_str(" Departs from the panel: ");
            words.push_str(departure);
        }
        rows.push(SummaryRow::new(key, words));
    }
    SummaryList { rows, ..SummaryList::default() }
}
