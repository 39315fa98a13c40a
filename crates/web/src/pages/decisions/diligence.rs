//! Due diligence about one bid: the checks that its amount needs, and the result.

use super::form::{FormField, Parts, answer, error};
use super::{Again, bid_of, change, look, version};
use crate::components::{Choice, Field, Radios, Select, SummaryList, SummaryRow, Textarea};
use crate::content::decisions as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, see_other};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::application::withhold::{Audience, shown_name};
use almoner_domain::due_diligence::{Check, Finding, Need};
use almoner_domain::value::show_minute;
use almoner_http::{Fields, Posted, Route, Visitor};
use almoner_usecases::decisions::{DiligencePage, DiligenceSheet, RecordDueDiligence};

const PATH: &str = "/staff/applications/{application}/due-diligence";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(PATH, Act::RecordDueDiligence, form),
        Route::post(PATH, Act::RecordDueDiligence, record),
    ]
}

async fn form(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let sheet = look(&site, &visitor, DiligencePage { application: bid_of(&id)? }).await?;
    Ok(answer(parts(&sheet, &Fields::default(), None), None, (&site, &frame, &visitor)))
}

async fn record(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let application = bid_of(&id)?;
    let text = |name: &str| posted.fields.text(name).to_owned();
    let checks = Check::ALL
        .iter()
        .filter_map(|check| {
            let finding = Finding::parse(posted.fields.text(&format!("{}.finding", check.code())))?;
            Some((*check, (finding, text(&format!("{}.note", check.code())))))
        })
        .collect();
    let case = RecordDueDiligence {
        application,
        version: version(&posted),
        checks,
        outcome: text("outcome"),
        conditions: text("conditions"),
        reason: text("reason"),
        finance_note: text("finance_note"),
    };
    let again = match change(&site, &visitor, &posted, case).await? {
        Ok(()) => {
            return Ok(see_other(&format!("/staff/applications/{application}/due-diligence")));
        }
        Err(again) => again,
    };
    let sheet = look(&site, &visitor, DiligencePage { application }).await?;
    let parts = parts(&sheet, &posted.fields, Some(&again));
    Ok(answer(parts, Some(&again), (&site, &frame, &visitor)))
}

/// The result as a person says it.
pub(super) fn outcome_words(code: &str) -> String {
    crate::content::rounds::capital(&code.replace('_', " "))
}

fn parts(sheet: &DiligenceSheet, typed: &Fields, again: Option<&Again>) -> Parts {
    let bid = &sheet.application;
    let mut rows = vec![
        SummaryRow::new("Group", shown_name(bid, Audience::Working).or("").to_owned()),
        SummaryRow::new("Project", bid.title.clone()),
        SummaryRow::new("Amount", format!("{} ({})", sheet.amount, words::band(sheet.band))),
    ];
    if let Some(recorded) = &sheet.recorded {
        rows.push(SummaryRow::new("Result", outcome_words(recorded.outcome.code())));
        rows.push(SummaryRow::new("Recorded", show_minute(recorded.at)));
        for (check, made) in &recorded.checks {
            let found = format!("{}. {}", words::finding(made.finding), made.note);
            rows.push(SummaryRow::new(words::check(*check), found));
        }
        for condition in recorded.outcome.conditions() {
            rows.push(SummaryRow::new("Condition", condition.clone()));
        }
    }
    Parts {
        heading: "Due diligence".to_owned(),
        caption: bid.reference.clone().unwrap_or_default(),
        about: vec![
            "Bank details, insurance and criminal record checks wait for the offer. Write what you \
             have seen, never the evidence itself."
                .to_owned(),
        ],
        facts: Some(SummaryList { rows, ..SummaryList::default() }),
        back: format!("/staff/rounds/{}/decision", sheet.round.id),
        hidden: vec![("version", bid.version.to_string())],
        fields: if sheet.open { fields(sheet, typed, again) } else { Vec::new() },
        button: sheet.open.then_some("Record the result"),
    }
}

fn fields(sheet: &DiligenceSheet, typed: &Fields, again: Option<&Again>) -> Vec<FormField> {
    let mut fields = Vec::new();
    for check in Check::ALL {
        let need = match check.need(sheet.band) {
            Need::Required => "Needed for this amount",
            Need::IfRelevant => "Needed, or a note of why it has no bearing",
            Need::Optional => "Not needed for this amount",
        };
        let name = format!("{}.finding", check.code());
        let mut choices = vec![Choice::new("", "Not made")];
        choices
            .extend(Finding::ALL.iter().map(|one| Choice::new(one.code(), words::finding(*one))));
        let chosen = typed.text(&name).to_owned();
        fields.push(FormField::Select(
            Select::new(name.clone(), words::check(*check), choices)
                .choose(&chosen)
                .hint(need)
                .error(error(again, &name)),
        ));
        let name = format!("{}.note", check.code());
        let note = typed.text(&name).to_owned();
        let label = format!("Note: {}", words::check(*check));
        fields.push(FormField::Area(
            Textarea::new(name.clone(), label).rows(2).value(note).error(error(again, &name)),
        ));
    }
    let outcomes = [
        Choice::new("clear", "Clear"),
        Choice::new("clear_with_conditions", "Clear with conditions"),
        Choice::new("fail", "Fail"),
    ];
    fields.push(FormField::Heading("Result".to_owned()));
    fields.push(FormField::Radios(
        Radios::new("outcome", "What does it come to?", outcomes)
            .choose(typed.text("outcome"))
            .error(error(again, "outcome")),
    ));
    for (name, label, hint) in [
        ("conditions", "Conditions", "One a line. The offer repeats them"),
        ("reason", "Why it failed", "For the office"),
        ("finance_note", "What the chief finance officer said", "If they were asked"),
    ] {
        let value = typed.text(name).to_owned();
        fields.push(FormField::Area(
            Textarea::new(name, label).hint(hint).rows(3).value(value).error(error(again, name)),
        ));
    }
    fields
}
