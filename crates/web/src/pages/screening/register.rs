//! The conflict register of a round, and deciding about an interest on it.

use super::{act, look, round, token, version};
use crate::chrome::Chrome;
use crate::content::conflict as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok, see_other};
use actix_web::web::{Path, Query};
use almoner_domain::access::{Act, Role};
use almoner_domain::conflict::{Ruling, Status};
use almoner_domain::id::DeclarationId;
use almoner_domain::value::show_minute;
use almoner_http::{Posted, Route, Visitor};
use almoner_usecases::AppError;
use almoner_usecases::conflict::{DecideConflict, Interest, ReadRegister};
use askama::Template;
use serde::Deserialize;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/rounds/{round}/register", Act::ReadRegister, show),
        Route::post("/staff/rounds/{round}/register", Act::DecideConflict, decide),
    ]
}

#[derive(Template)]
#[template(path = "pages/screening/register.html")]
struct RegisterPage {
    chrome: Chrome,
    round: String,
    back: String,
    csrf: String,
    interests: Vec<Line>,
    links: Vec<(String, String, String)>,
    counts: Vec<(String, String)>,
    next: Option<String>,
}

struct Line {
    id: String,
    version: i64,
    person: String,
    group: String,
    reference: String,
    kind: &'static str,
    note: String,
    status: &'static str,
    decided: Option<String>,
    to_decide: bool,
}

#[derive(Deserialize)]
struct Place {
    after: Option<String>,
}

async fn show(
    id: Path<String>,
    place: Query<Place>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let round = round(&id)?;
    let after = place.after.as_deref().and_then(DeclarationId::parse);
    let register = look(&site, &visitor, ReadRegister { round, after }).await?;
    let roles = visitor.actor.roles();
    let decides = roles.has(Role::GrantsLead) || roles.has(Role::Director);
    let mut chrome = chrome(&site, &frame, &visitor, "Conflict register");
    chrome.wide = true;
    let counts = register.counts.iter().map(|(name, counts)| {
        let total: u64 = counts.iter().map(|count| count.count).sum();
        (name.clone(), format!("{total} of {}", register.names))
    });
    Ok(ok(&RegisterPage {
        chrome,
        round: register.round.settings.title.clone(),
        back: format!("/staff/rounds/{round}"),
        csrf: token(&site, &visitor),
        interests: register.interests.iter().map(|one| line(one, decides)).collect(),
        links: register
            .links
            .iter()
            .map(|link| {
                let reference = link.reference.clone().unwrap_or_default();
                (link.group.clone(), reference, link.words.clone())
            })
            .collect(),
        counts: counts.collect(),
        next: register.next.map(|after| format!("/staff/rounds/{round}/register?after={after}")),
    }))
}

fn line(one: &Interest, decides: bool) -> Line {
    let declaration = &one.declaration;
    let decided = declaration.decision.as_ref().map(|decision| {
        let by = one.decided_by.as_deref().unwrap_or("The rule for community assessors");
        format!("{by}, {}. {}", show_minute(decision.at), decision.note)
    });
    Line {
        id: declaration.id.to_string(),
        version: declaration.version,
        person: one.person.clone(),
        group: one.group.clone(),
        reference: one.reference.clone().unwrap_or_default(),
        kind: declaration.kind.map_or("", words::kind_of_other),
        note: declaration.note.clone(),
        status: words::status(declaration.status),
        decided,
        to_decide: decides && !one.own && declaration.status == Status::Declared,
    }
}

async fn decide(id: Path<String>, site: SiteData, visitor: Visitor, posted: Posted) -> PageResult {
    let round = round(&id)?;
    let fields = &posted.fields;
    let declaration = DeclarationId::parse(fields.text("declaration")).ok_or(AppError::NotFound)?;
    let ruling = if fields.text("ruling") == "clear" { Ruling::Clear } else { Ruling::Recuse };
    let note = fields.text("note").trim().to_owned();
    let case = DecideConflict { declaration, version: version(&posted), ruling, note };
    act(&site, &visitor, &posted, case).await?;
    Ok(see_other(&format!("/staff/rounds/{round}/register")))
}
