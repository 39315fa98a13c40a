//! The papers for the approver: every bid with its marks, recommendation, conflicts, overrides and
//! money, and what comes next.

use super::diligence::outcome_words;
use super::{WITHHELD, WITHHELD_SUM, look, round_of, version};
use crate::chrome::Chrome;
use crate::components::{Cell, Column, ErrorSummary, Link, Row, SummaryList, SummaryRow, Table};
use crate::content::decisions as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, render, see_other};
use crate::pages::staff::work::may;
use crate::typed::Typed;
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::decision::{DecisionRefused, Status};
use almoner_domain::id::{PersonId, RoundId};
use almoner_domain::round;
use almoner_domain::value::{Pence, show_minute};
use almoner_http::{Posted, Route, Visitor, blocking, csrf_token};
use almoner_usecases::UseCase;
use almoner_usecases::decisions::{
    DecisionPage, DecisionPapers, PaperRow, PrepareDecision, RefreshDecision,
};
use askama::Template;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/rounds/{round}/decision", Act::ReadDecision, answer),
        Route::post("/staff/rounds/{round}/decision/prepare", Act::PrepareDecision, prepare),
        Route::post("/staff/rounds/{round}/decision/refresh", Act::PrepareDecision, refresh),
    ]
}

#[derive(Template)]
#[template(path = "pages/decisions/papers.html")]
struct PapersPage {
    chrome: Chrome,
    errors: ErrorSummary,
    caption: String,
    back: String,
    csrf: String,
    bids: Table,
    facts: SummaryList,
    open: Vec<String>,
    links: Vec<Link>,
    prepare: Option<String>,
    refresh: Option<(String, i64)>,
}

async fn answer(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    page(round_of(&id)?, &Typed::default(), (&site, &frame, &visitor)).await
}

async fn prepare(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = round_of(&id)?;
    take(round, PrepareDecision { round }, &posted, (&site, &frame, &visitor)).await
}

async fn refresh(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = round_of(&id)?;
    let case = RefreshDecision { round, version: version(&posted) };
    take(round, case, &posted, (&site, &frame, &visitor)).await
}

/// Makes a change; the papers again if something stands against it.
async fn take<U: UseCase>(
    round: RoundId,
    case: U,
    posted: &Posted,
    around: (&SiteData, &FrameData, &Visitor),
) -> PageResult {
    let (site, _, visitor) = around;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let Err(error) = blocking(move || app.execute(&actor, arrived, case)).await else {
        return Ok(see_other(&format!("/staff/rounds/{round}/decision")));
    };
    let typed = Typed::refused(FORM, &posted.fields, error, |_| String::new())?;
    page(round, &typed, around).await
}

/// The forms of the page: nothing is typed into them.
const FORM: &str = "papers";

async fn page(
    round: RoundId,
    typed: &Typed,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
) -> PageResult {
    let seen = look(site, visitor, DecisionPage { round }).await?;
    let under = |end: &str| format!("/staff/rounds/{}/decision{end}", seen.round.id);
    let drafting = seen.decision.as_ref().is_some_and(|decision| {
        matches!(decision.status, Status::Draft | Status::FinanceCommented)
    });
    let recommended = seen.round.status == round::Status::Recommended;
    let mut chrome = chrome(site, frame, visitor, "The decision");
    chrome.wide = true;
    let page = PapersPage {
        errors: typed.summary([], true, &mut chrome),
        chrome,
        caption: seen.round.settings.title.clone(),
        back: format!("/staff/rounds/{}", seen.round.id),
        csrf: csrf_token(site, visitor.session_token()),
        bids: bids(&seen, drafting, may(&visitor.actor, Act::RecordDueDiligence)),
        facts: facts(&seen),
        open: open(&seen),
        links: links(&seen, drafting),
        prepare: (seen.may_prepare && recommended && seen.decision.is_none())
            .then(|| under("/prepare")),
        refresh: seen
            .decision
            .as_ref()
            .filter(|_| seen.may_prepare && drafting)
            .map(|decision| (under("/refresh"), decision.version)),
    };
    Ok(render(typed.status(), &page))
}

/// What keeps it from being signed.
fn open(seen: &DecisionPapers) -> Vec<String> {
    let mut open = Vec::new();
    if seen.decision.is_none() {
        return open;
    }
    for row in &seen.rows {
        let Some(item) = &row.item else {
            open.push(format!(
                "{}: not in the decision",
                row.application.reference.clone().unwrap_or_default()
            ));
            continue;
        };
        for fault in &row.faults {
            open.push(format!("{}: {}", item.reference, words::item_fault(*fault)));
        }
        let clear = row.result.as_ref().map(|result| result.outcome.is_clear());
        if item.outcome.funds() && clear != Some(true) {
            open.push(format!("{}: no clear due diligence", item.reference));
        }
    }
    match &seen.complete {
        Ok(()) | Err(DecisionRefused::Incomplete(_)) => {}
        Err(refused) => open.push(words::refused(refused).0),
    }
    for refused in [&seen.may_comment, &seen.may_sign].into_iter().flatten() {
        if let Err(refused) = refused {
            open.push(words::refused(refused).0);
        }
    }
    open
}

fn links(seen: &DecisionPapers, drafting: bool) -> Vec<Link> {
    let round: RoundId = seen.round.id;
    let under = |end: &str| format!("/staff/rounds/{round}/{end}");
    let mut links = Vec::new();
    if drafting && seen.may_prepare {
        links.push(Link::new("Write its texts", under("decision/texts")));
    }
    if drafting && seen.may_comment.is_some() {
        links.push(Link::new("Comment as finance officer", under("decision/finance")));
    }
    if drafting && seen.may_sign.is_some() {
        links.push(Link::new("Sign the decision", under("decision/sign")));
    }
    if seen.may_send_back {
        links.push(Link::new("Send back to the panel", under("decision/return")));
    }
    if seen.decision.as_ref().is_some_and(|decision| decision.status == Status::Signed) {
        if seen.may_prepare {
            links.push(Link::new("Look at every letter", under("notices")));
        }
        links.push(Link::new("Reserve list", under("reserve")));
    }
    links.push(Link::new("Report", under("report")));
    links
}

fn facts(seen: &DecisionPapers) -> SummaryList {
    let name = |person: PersonId| {
        seen.people.get(&person).map_or_else(|| "Somebody".to_owned(), |one| one.name.clone())
    };
    let mut rows = vec![SummaryRow::new("Budget", seen.round.settings.money.budget.to_string())];
    if let Some(words) = crate::content::rounds::more_time(&seen.round.more_time_given()) {
        rows.push(SummaryRow::new("Later deadlines", words));
    }
    if let Some(decision) = &seen.decision {
        let total = decision.total().unwrap_or(Pence::ZERO);
        let left = decision.budget.checked_sub(total).unwrap_or(Pence::ZERO);
        let shown = |sum: Pence| if seen.whole { sum.to_string() } else { WITHHELD_SUM.to_owned() };
        rows.push(SummaryRow::new("Most that may be committed", decision.most.to_string()));
        rows.push(SummaryRow::new("Awards in all", shown(total)));
        rows.push(SummaryRow::new("Left of the budget", shown(left)));
        rows.push(SummaryRow::new("Prepared by", name(decision.prepared_by)));
        rows.push(SummaryRow::new("Summary", decision.summary.clone()));
        rows.push(SummaryRow::new("Options considered", decision.options.clone()));
        rows.push(SummaryRow::new("Equality", decision.equality.clone()));
        rows.push(SummaryRow::new("Data protection", decision.data_protection.clone()));
        if !decision.exempt.is_empty() {
            rows.push(SummaryRow::new("Exempt from publication", decision.exempt.clone()));
        }
        if let Some(comment) = &decision.comment {
            let words = format!("{} ({})", comment.text, name(comment.by));
            rows.push(SummaryRow::new("Finance comment", words));
        }
        if let Some(signature) = decision.signature {
            let capacity = if signature.as_substitute { " as substitute" } else { "" };
            let words = format!("{}{capacity}, {}", name(signature.by), show_minute(signature.at));
            rows.push(SummaryRow::new("Signed by", words));
        }
    }
    SummaryList { rows, ..SummaryList::default() }
}

fn bids(seen: &DecisionPapers, drafting: bool, opens: bool) -> Table {
    let head = [
        Column::new("Application"),
        Column::new("Group and project"),
        Column::numeric("Asked for"),
        Column::numeric("Score"),
        Column::new("Panel"),
        Column::new("Due diligence"),
        Column::new("Conflicts and overrides"),
        Column::new("Decision"),
        Column::numeric("Award"),
        Column { classes: "app-table__prose".into(), ..Column::new("Public reason") },
    ];
    let rows = seen.rows.iter().map(|row| bid(seen, row, drafting, opens));
    Table::new("Applications, best first", head, rows)
}

/// `opens`: whether the reader may open the sheet of due diligence.
fn bid(seen: &DecisionPapers, row: &PaperRow, drafting: bool, opens: bool) -> Row {
    let application = &row.application;
    let reference = application.reference.clone().unwrap_or_default();
    let made = row.moderation.as_ref().and_then(|one| one.recommendation.as_ref());
    let panel = made.map_or_else(
        || "No recommendation".to_owned(),
        |made| match made.amount {
            Some(amount) => format!("{}, {amount}", words::panel(made.outcome)),
            None => words::panel(made.outcome).to_owned(),
        },
    );
    let diligence = row
        .result
        .as_ref()
        .map_or_else(|| "Not made".to_owned(), |result| outcome_words(result.outcome.code()));
    let first = if drafting && seen.may_prepare && row.item.is_some() {
        let href = format!("/staff/rounds/{}/decision/items/{}", seen.round.id, application.id);
        Cell::link(reference, href)
    } else {
        Cell::new(reference)
    };
    let group = if seen.withheld.name(application.id) {
        WITHHELD.to_owned()
    } else {
        format!("{}: {}", application.organisation_name, application.title)
    };
    let item = row.item.as_ref();
    let why = match item {
        Some(_) if seen.withheld.words(application.id) => WITHHELD.to_owned(),
        Some(item) => item.public_reason.clone(),
        None => String::new(),
    };
    let score = row.moderation.as_ref().map_or_else(String::new, |one| one.percent().to_string());
    [
        first,
        Cell::new(group),
        Cell::new(application.requested.unwrap_or(Pence::ZERO).to_string()),
        Cell::new(score),
        Cell::new(panel),
        if opens {
            Cell::link(diligence, format!("/staff/applications/{}/due-diligence", application.id))
        } else {
            Cell::new(diligence)
        },
        Cell::new(format!("{} declared, {} overridden", row.conflicts, row.overrides)),
        Cell::new(item.map_or("", |item| words::outcome(item.outcome))),
        Cell::new(item.map_or_else(String::new, |item| item.amount.to_string())),
        Cell::new(why),
    ]
    .into()
}
