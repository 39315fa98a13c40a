//! Declaring interests on the list of names.

use super::{act, look, round, token};
use crate::chrome::Chrome;
use crate::components::{Checkboxes, Choice, ErrorSummary, Field, Select, TextInput};
use crate::content::conflict as words;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use crate::typed::Typed;
use actix_web::web::Path;
use almoner_domain::access::Act;
use almoner_domain::conflict::{Answer, Kind};
use almoner_domain::id::ApplicationId;
use almoner_http::{Posted, Route, Visitor};
use almoner_usecases::conflict::{DeclareInterests, NameOnList, Names, NamesToDeclare};
use askama::Template;
use std::collections::BTreeMap;

const PATH: &str = "/staff/rounds/{round}/declarations";
/// The form of the page.
const FORM: &str = "declare";
/// Names of one form; when they are declared, the next ones follow.
const AT_ONCE: usize = 500;
/// The longest note, in characters.
const LONGEST_NOTE: usize = 1_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(PATH, Act::DeclareInterests, show),
        Route::post(PATH, Act::DeclareInterests, declare),
    ]
}

#[derive(Template)]
#[template(path = "pages/screening/declarations.html")]
struct DeclarationsPage {
    chrome: Chrome,
    round: String,
    back: String,
    csrf: String,
    errors: ErrorSummary,
    open: Vec<OpenName>,
    later: usize,
    made: Vec<MadeName>,
    confirm: Checkboxes,
}

struct OpenName {
    name: String,
    reference: String,
    interest: Select,
    note: TextInput,
}

struct MadeName {
    name: String,
    reference: String,
    status: &'static str,
    interest: String,
}

async fn show(id: Path<String>, site: SiteData, frame: FrameData, visitor: Visitor) -> PageResult {
    let names = look(&site, &visitor, NamesToDeclare { round: round(&id)? }).await?;
    Ok(ok(&page(&names, &Typed::default(), (&site, &frame, &visitor))))
}

async fn declare(
    id: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    posted: Posted,
) -> PageResult {
    let round = round(&id)?;
    let fields = &posted.fields;
    let mut problems = Vec::new();
    let mut answers = BTreeMap::new();
    for (name, value) in &fields.0 {
        let Some(application) = name.strip_prefix("interest.") else { continue };
        let Some(application) = ApplicationId::parse(application) else { continue };
        let field = format!("note.{application}");
        let note = fields.text(&field).trim().to_owned();
        let answer = match (value.as_str(), Kind::parse(value)) {
            ("none", _) => Answer::NoInterest,
            (_, Some(_)) if note.is_empty() => {
                problems.push((field, "Say in a few words what the interest is".to_owned()));
                continue;
            }
            (_, Some(_)) if note.chars().count() > LONGEST_NOTE => {
                let text = format!("The note must be {LONGEST_NOTE} characters or fewer");
                problems.push((field, text));
                continue;
            }
            (_, Some(kind)) => Answer::Interest { kind, note },
            (_, None) => {
                problems.push((name.clone(), "Choose what links you to this group".to_owned()));
                continue;
            }
        };
        answers.insert(application, answer);
    }
    if fields.text("confirm") != "yes" {
        let text = "Confirm that you have read every name".to_owned();
        problems.push(("confirm".to_owned(), text));
    }
    let mut typed = Typed::wrong(FORM, fields, problems);
    if !typed.has_problems() {
        match act(&site, &visitor, &posted, DeclareInterests { round, answers }).await {
            Ok(_) => return Ok(see_other(&format!("/staff/rounds/{round}/declarations"))),
            Err(error) => {
                typed = Typed::refused(FORM, fields, error, |_| String::new())
                    .map_err(PageError::from)?
            }
        }
    }
    let names = look(&site, &visitor, NamesToDeclare { round }).await?;
    Ok(render(typed.status(), &page(&names, &typed, (&site, &frame, &visitor))))
}

fn page(
    names: &Names,
    typed: &Typed,
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
) -> DeclarationsPage {
    let part = typed.part(FORM);
    let undeclared: Vec<&NameOnList> =
        names.names.iter().filter(|name| name.declaration.is_none()).collect();
    let later = undeclared.len().saturating_sub(AT_ONCE);
    let open: Vec<OpenName> = undeclared
        .into_iter()
        .take(AT_ONCE)
        .map(|name| {
            let (interest, note) =
                (format!("interest.{}", name.application), format!("note.{}", name.application));
            let chosen = part.value(&interest, "none");
            let kinds = Kind::ALL.iter().map(|kind| Choice::new(kind.code(), words::kind(*kind)));
            let items = std::iter::once(Choice::new("none", "No interest")).chain(kinds);
            let problem_of = (part.error(&interest), part.error(&note));
            OpenName {
                name: name.name.clone(),
                reference: name.reference.clone().unwrap_or_default(),
                interest: Select::new(interest, format!("My link to {}", name.name), items)
                    .choose(&chosen)
                    .error(problem_of.0),
                note: TextInput::new(note.clone(), "If there is one, what it is")
                    .value(part.value(&note, ""))
                    .error(problem_of.1),
            }
        })
        .collect();
    let made = names.names.iter().filter_map(|name| {
        let declaration = name.declaration.as_ref()?;
        Some(MadeName {
            name: name.name.clone(),
            reference: name.reference.clone().unwrap_or_default(),
            status: words::status(declaration.status),
            interest: declaration.kind.map_or("", words::kind_of_other).to_owned(),
        })
    });
    let confirm = Checkboxes::single(
        "confirm",
        "I have read every name on this list, and I have no interest other than those that I \
         have chosen here",
    )
    .choose(&part.values("confirm", Vec::new))
    .error(part.error("confirm"));
    let mut chrome = chrome(site, frame, visitor, "Declare your interests");
    chrome.wide = true;
    let fields = open
        .iter()
        .flat_map(|one| [one.interest.error_item(), one.note.error_item()])
        .chain([confirm.error_item()]);
    let errors = typed.summary(fields, !open.is_empty(), &mut chrome);
    DeclarationsPage {
        chrome,
        round: names.round.settings.title.clone(),
        back: format!("/staff/rounds/{}", names.round.id),
        csrf: token(site, visitor),
        errors,
        open,
        later,
        made: made.collect(),
        confirm,
    }
}
