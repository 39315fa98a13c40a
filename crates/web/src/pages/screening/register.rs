//! The conflict register of a round, and deciding about an interest on it.

use super::{act, look, round, token, version};
use crate::chrome::Chrome;
use crate::components::{ErrorItem, ErrorSummary, Field, TextInput};
use crate::content::conflict as words;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use crate::typed::{Part, Typed};
use actix_web::web::{Path, Query};
use almoner_domain::access::{Act, Role};
use almoner_domain::conflict::{ConflictRefused, Ruling, Status};
use almoner_domain::id::{DeclarationId, RoundId};
use almoner_domain::value::show_minute;
use almoner_http::{Posted, Route, Visitor};
use almoner_usecases::conflict::{DecideConflict, Interest, ReadRegister, Register};
use almoner_usecases::{AppError, Refusal};
use askama::Template;
use serde::Deserialize;

/// The longest note, in characters.
const LONGEST_NOTE: usize = 1_000;

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
    errors: ErrorSummary,
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
    note_of_decision: Option<TextInput>,
}

#[derive(Deserialize)]
struct Place {
    after: Option<String>,
}

/// The form of the page, once for each interest that waits for a decision.
const FORM: &str = "decide";

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
    Ok(ok(&page(round, &register, &Typed::default(), (&site, &frame, &visitor))))
}

fn page(
    round: RoundId,
    register: &Register,
    typed: &Typed,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
) -> RegisterPage {
    let roles = visitor.actor.roles();
    let decides = roles.has(Role::GrantsLead) || roles.has(Role::Director);
    let mut chrome = chrome(site, frame, visitor, "Conflict register");
    chrome.wide = true;
    let counts = register.counts.iter().map(|(name, counts)| {
        let total: u64 = counts.iter().map(|count| count.count).sum();
        (name.clone(), format!("{total} of {}", register.names))
    });
    let part = typed.part(FORM);
    let interests: Vec<Line> =
        register.interests.iter().map(|one| line(one, decides, part)).collect();
    let about = part.value("declaration", "");
    let drawn = interests.iter().any(|one| one.id == about && one.note_of_decision.is_some());
    let notes = interests.iter().filter_map(|one| one.note_of_decision.as_ref());
    let notes: Vec<Option<ErrorItem>> = notes.map(Field::error_item).collect();
    RegisterPage {
        errors: typed.summary(notes, drawn, &mut chrome),
        chrome,
        round: register.round.settings.title.clone(),
        back: format!("/staff/rounds/{round}"),
        csrf: token(site, visitor),
        interests,
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
    }
}

fn line(one: &Interest, decides: bool, typed: Part<'_>) -> Line {
    let declaration = &one.declaration;
    let id = declaration.id.to_string();
    // The form that came back says which of them it is.
    let typed = if typed.value("declaration", "") == id { typed } else { Part::none() };
    let to_decide = decides && !one.own && declaration.status == Status::Declared;
    let decided = declaration.decision.as_ref().map(|decision| {
        let by = one.decided_by.as_deref().unwrap_or("The rule for community assessors");
        format!("{by}, {}. {}", show_minute(decision.at), decision.note)
    });
    Line {
        note_of_decision: to_decide.then(|| {
            TextInput::new("note", "Why")
                .id(format!("note-{id}"))
                .value(typed.value("note", ""))
                .error(typed.error("note"))
        }),
        id,
        version: declaration.version,
        person: one.person.clone(),
        group: one.group.clone(),
        reference: one.reference.clone().unwrap_or_default(),
        kind: declaration.kind.map_or("", words::kind_of_other),
        note: declaration.note.clone(),
        status: words::status(declaration.status),
        decided,
    }
}

async fn decide(
    id: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = round(&id)?;
    let fields = &posted.fields;
    let declaration = DeclarationId::parse(fields.text("declaration")).ok_or(AppError::NotFound)?;
    let ruling = match fields.text("ruling") {
        "clear" => Some(Ruling::Clear),
        "recuse" => Some(Ruling::Recuse),
        _ => None,
    };
    let note = fields.text("note").trim().to_owned();
    let typed = match ruling {
        None => Typed::wrong(FORM, fields, [("note", "Choose one of the two buttons")]),
        Some(_) if note.chars().count() > LONGEST_NOTE => {
            let text = format!("The note must be {LONGEST_NOTE} characters or fewer");
            Typed::wrong(FORM, fields, [("note", text)])
        }
        Some(ruling) => {
            let case = DecideConflict { declaration, version: version(&posted), ruling, note };
            match act(&site, &visitor, &posted, case).await {
                Ok(()) => return Ok(see_other(&format!("/staff/rounds/{round}/register"))),
                Err(error) => Typed::refused(FORM, fields, error, field)?,
            }
        }
    };
    let register = look(&site, &visitor, ReadRegister { round, after: None }).await?;
    Ok(render(typed.status(), &page(round, &register, &typed, (&site, &frame, &visitor))))
}

/// The field that a refusal is about.
fn field(refusal: &Refusal) -> String {
    let missing = matches!(refusal, Refusal::Conflict(ConflictRefused::NoteMissing));
    if missing { "note".to_owned() } else { String::new() }
}
