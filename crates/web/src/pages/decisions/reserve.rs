//! The reserve list.

use super::form::{FormField, Parts, answer, error};
use super::{Again, WITHHELD, WITHHELD_SUM, change, look, round_of, version};
use crate::components::{Field, SummaryList, SummaryRow, TextInput, Textarea};
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, see_other};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::value::{Pence, show_date};
use almoner_http::{Fields, Posted, Route, Visitor};
use almoner_usecases::decisions::{PromoteReserve, ReservePage, ReserveSheet};

const PATH: &str = "/staff/rounds/{round}/reserve";

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(PATH, Act::ReadDecision, form), Route::post(PATH, Act::PromoteReserve, promote)]
}

async fn form(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let sheet = look(&site, &visitor, ReservePage { round: round_of(&id)? }).await?;
    Ok(answer(parts(&sheet, &Fields::default(), None), None, (&site, &frame, &visitor)))
}

async fn promote(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = round_of(&id)?;
    let application = super::bid_of(posted.fields.text("application"))?;
    let again = match Pence::parse(posted.fields.text("amount")) {
        Err(_) => Again::wrong(&posted, [("amount", "Enter the amount in pounds, such as 4500")]),
        Ok(amount) => {
            let case = PromoteReserve {
                round,
                version: version(&posted),
                application,
                amount,
                public_reason: posted.fields.text("public_reason").to_owned(),
            };
            match change(&site, &visitor, &posted, case).await? {
                Ok(()) => return Ok(see_other(&format!("/staff/rounds/{round}/reserve"))),
                Err(again) => again,
            }
        }
    };
    let sheet = look(&site, &visitor, ReservePage { round }).await?;
    let parts = parts(&sheet, &posted.fields, Some(&again));
    Ok(answer(parts, Some(&again), (&site, &frame, &visitor)))
}

fn parts(sheet: &ReserveSheet, typed: &Fields, again: Option<&Again>) -> Parts {
    let free = sheet.free.map_or_else(|| WITHHELD_SUM.to_owned(), |free| free.to_string());
    let mut rows = vec![SummaryRow::new("Money that is free", free)];
    if let Some(until) = sheet.until {
        rows.push(SummaryRow::new("The list stands until", show_date(until)));
    }
    for item in &sheet.waiting {
        let key = format!("{}. {}", item.reserve_rank.unwrap_or(0), item.reference);
        let words = if sheet.withheld.name(item.application) {
            format!("{WITHHELD}, {}", item.requested)
        } else {
            format!("{}: {}, {}", item.recipient, item.purpose, item.requested)
        };
        rows.push(SummaryRow::new(key, words));
    }
    let first = sheet.waiting.first().filter(|_| sheet.may_promote);
    let fields = vec![
        FormField::Line(
            TextInput::new("amount", "Amount of the award")
                .prefix("£")
                .width(10)
                .value(typed.text("amount").to_owned())
                .error(error(again, "amount")),
        ),
        FormField::Area(
            Textarea::new("public_reason", "Reason for the public")
                .value(typed.text("public_reason").to_owned())
                .error(error(again, "public_reason")),
        ),
    ];
    Parts {
        heading: "Reserve list".to_owned(),
        caption: sheet.round.settings.title.clone(),
        about: vec!["The first on the list is approved when money is free.".to_owned()],
        facts: Some(SummaryList { rows, ..SummaryList::default() }),
        back: format!("/staff/rounds/{}/decision", sheet.round.id),
        hidden: vec![
            ("version", sheet.version.to_string()),
            ("application", first.map_or_else(String::new, |item| item.application.to_string())),
        ],
        fields,
        button: first.map(|_| "Approve the first on the list"),
    }
}
