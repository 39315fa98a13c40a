//! One section of a bid: its questions on one page, saved as typed.

mod autosave;
mod closed;
mod joining;

use super::files::own_lines;
use super::looks::{Look, of_section};
use super::question::{Control, Drawing, QuestionView, draw, is_revealed, problem_item, reveal};
use super::{id_of, look, own_bid, path, token};
use crate::chrome::Chrome;
use crate::components::{ErrorItem, ErrorSummary};
use crate::counted::count;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, chrome, ok, render, see_other};
use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use almoner_domain::access::Act;
use almoner_domain::application::ApplicationRefused;
use almoner_domain::completion::Step;
use almoner_domain::form::{
    Fields, Kind, LONGEST_FIELD, Meaning, Problem, Question, QuestionId, Section, SectionId,
    take_section,
};
use almoner_domain::id::ApplicationId;
use almoner_http::{Fields as PostedFields, Posted, Route, Visitor, blocking};
use almoner_usecases::applications::{
    Editors, NotePresence, OwnBid, SaveSection, SavedSection, SectionEditors,
};
use almoner_usecases::{AppError, Refusal};
use askama::Template;
use joining::TwoTexts;
use serde::Deserialize;

/// The button that the page's script presses by itself.
const AUTOSAVE: &str = "autosave";

pub(super) fn routes() -> Vec<Route> {
    const PATH: &str = "/applications/{application}/sections/{section}";
    vec![
        Route::get(PATH, Act::ReadOwnApplication, show),
        Route::post(PATH, Act::EditApplication, save),
    ]
}

#[derive(Template)]
#[template(path = "pages/applications/section.html")]
struct SectionPage {
    chrome: Chrome,
    csrf: String,
    back: String,
    title: String,
    intro: Option<String>,
    step: String,
    deadline: String,
    version: i64,
    errors: ErrorSummary,
    /// What is worth another look: where it is put right on this page, and what it is.
    looks: Vec<(String, String)>,
    /// What was named here already, so that the next press of the button goes on.
    seen: String,
    questions: Vec<QuestionView>,
    /// Said above the questions: saved, changed by somebody else, or too late.
    notices: Vec<String>,
    /// What somebody else saved meanwhile, beside what was typed here.
    two_texts: Vec<TwoTexts>,
    /// Who saved it meanwhile, and when.
    saved_by: Option<String>,
    /// Who else is at this section.
    also: Option<String>,
    /// The name under which the page's script keeps what could not be saved.
    draft: String,
    /// Whether it can still be saved.
    open: bool,
}

#[derive(Default, Deserialize)]
struct Shown {
    /// Set after a row was added: nothing is said yet about what is missing.
    #[serde(default)]
    added: Option<String>,
    /// Set after two texts were joined.
    #[serde(default)]
    joined: Option<String>,
    /// Set after a save that found something worth another look.
    #[serde(default)]
    look: Option<String>,
}

/// What one drawing of the page is made of.
#[derive(Default)]
struct Drawn {
    /// What was typed, where that is not what is stored.
    typed: Option<Fields>,
    /// Whether faults are shown.
    faults: bool,
    /// More errors of the fields, which the form itself does not find.
    more: Vec<Problem>,
    notices: Vec<String>,
    two_texts: Vec<TwoTexts>,
}

async fn show(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    at: Path<(String, String)>,
    shown: Query<Shown>,
) -> PageResult {
    let (application, section) = address(&at)?;
    let bid = own_bid(&site, &visitor, application).await?;
    if bid.editable.is_err() {
        return closed::answer(&site, &frame, &visitor, &bid, &section);
    }
    let saved = bid.sections.iter().any(|one| one.section == section);
    let faults = saved && shown.added.is_none();
    let mut drawn = Drawn { faults, ..Drawn::default() };
    if shown.joined.is_some() {
        drawn.notices.push(
            "Both texts are dealt with and saved. Read the section once more as it is now."
                .to_owned(),
        );
    }
    if shown.look.is_some() {
        drawn.notices.push(
            "Your answers are saved. Have another look at what is named below. You can leave it \
             as it is and go on."
                .to_owned(),
        );
    }
    let editors = editors(&site, &visitor, application, &section).await?;
    if editors.worth_noting {
        note(&site, &visitor, application, &section).await;
    }
    Ok(ok(&page(&site, &frame, &visitor, &bid, &section, drawn, &editors)?))
}

/// Who else is at the section.
async fn editors(
    site: &SiteData,
    visitor: &Visitor,
    application: ApplicationId,
    section: &SectionId,
) -> Result<Editors, PageError> {
    look(site, visitor, SectionEditors { application, section: section.clone() }).await
}

/// Writes down that the section was opened. The page is shown even if that cannot be written.
async fn note(site: &SiteData, visitor: &Visitor, application: ApplicationId, section: &SectionId) {
    let case = NotePresence { application, section: section.clone() };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    if let Err(error) = blocking(move || app.execute(&actor, arrived, case)).await {
        tracing::warn!(%error, "who opened a section could not be written down");
    }
}

/// Who else is at a section, as the page says it.
fn editors_words(editors: &Editors) -> Option<String> {
    let names: Vec<&str> = editors.others.iter().map(|(_, name)| name.as_str()).collect();
    match names.as_slice() {
        [] => None,
        [one] => Some(format!("{one} is also editing this section")),
        [first, rest @ ..] => {
            Some(format!("{first} and {} are also editing this section", rest.join(" and ")))
        }
    }
}

async fn save(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    at: Path<(String, String)>,
    request: HttpRequest,
    posted: Posted,
) -> PageResult {
    let (application, section) = address(&at)?;
    let then = posted.fields.text("then").to_owned();
    let before = posted.fields.text("seen").to_owned();
    let mut typed = posted.fields.0.clone();
    let joining = posted.fields.first("asked").is_some();
    if joining {
        let bid = own_bid(&site, &visitor, application).await?;
        match joined(&bid, &section, &posted.fields)? {
            Some(fields) => typed = autosave::pairs(fields),
            None => {
                let at = (application, &section);
                return not_saved(&site, &frame, &visitor, at, &posted.fields, AppError::Stale)
                    .await;
            }
        }
    }
    let case = SaveSection {
        application,
        section: section.clone(),
        version: posted.fields.text("version").trim().parse().unwrap_or(0),
        typed,
    };
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), posted.arrived);
    let outcome = blocking(move || app.execute(&actor, arrived, case)).await;
    let here = format!("{}/sections/{section}", path(application));
    let saved = match outcome {
        Ok(saved) => saved,
        Err(error) if then == AUTOSAVE => return Ok(autosave::not_saved(error)?),
        Err(error) => {
            let at = (application, &section);
            return not_saved(&site, &frame, &visitor, at, &posted.fields, error).await;
        }
    };
    if saved.first {
        count(&site, &request, &saved.round, Step::Saved);
    }
    match then.as_str() {
        AUTOSAVE => {
            let editors = editors(&site, &visitor, application, &section).await?;
            Ok(autosave::saved(&saved, &editors, arrived.at))
        }
        _ if joining => Ok(see_other(&format!("{here}?joined=yes"))),
        "return" => Ok(see_other(&path(application))),
        then if then.starts_with("row:") => {
            let bid = own_bid(&site, &visitor, application).await?;
            let focus = new_row(&bid, then).map_or_else(String::new, |field| format!("#{field}"));
            Ok(see_other(&format!("{here}?added=yes{focus}")))
        }
        // What was typed is saved first, so that no text is lost over a file.
        then if then.starts_with("files:") => {
            let question = files_of(then).ok_or(AppError::NotFound)?;
            Ok(see_other(&format!("{}/files/{question}", path(application))))
        }
        _ if saved.problems.iter().any(Problem::is_blocking) => {
            let bid = own_bid(&site, &visitor, application).await?;
            let notice = "Your answers are saved, as you typed them. Correct what is below, or \
                          choose “Save and return” and come back later.";
            let drawn =
                Drawn { faults: true, notices: vec![notice.to_owned()], ..Drawn::default() };
            let editors = editors(&site, &visitor, application, &section).await?;
            let page = page(&site, &frame, &visitor, &bid, &section, drawn, &editors)?;
            Ok(render(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
        _ if worth_a_look(&site, &visitor, application, &section, &saved, &before).await? => {
            Ok(see_other(&format!("{here}?look=yes")))
        }
        _ => Ok(see_other(&match saved.next {
            Some(next) => format!("{}/sections/{next}", path(application)),
            None => path(application),
        })),
    }
}

/// Whether the section has something worth another look that its page has not named yet. Only where
/// the form found some, or where a check of eligibility looks at the section, is more than the
/// section read for it.
async fn worth_a_look(
    site: &SiteData,
    visitor: &Visitor,
    application: ApplicationId,
    section: &SectionId,
    saved: &SavedSection,
    before: &str,
) -> Result<bool, PageError> {
    if saved.problems.is_empty() && !saved.is_checked {
        return Ok(false);
    }
    let bid = own_bid(site, visitor, application).await?;
    let form = bid.round.form.section(section).ok_or(AppError::NotFound)?;
    let looks = of_section(&bid, form);
    Ok(!looks.is_empty() && names(&looks) != before)
}

/// What a page names, so that it can be told whether the next save found anything else.
fn names(looks: &[Look]) -> String {
    looks.iter().filter_map(Look::here).collect::<Vec<_>>().join(" ")
}

/// The first field of the empty row of a question: where somebody goes on who asked for it.
fn new_row(bid: &OwnBid, then: &str) -> Option<String> {
    let id = QuestionId::parse(then.strip_prefix("row:")?).ok()?;
    let question = bid.round.form.question(&id)?;
    let row = question.rows_to_show(&bid.answers).checked_sub(1)?;
    let begins = format!("{id}.{row}.");
    question.fields(&bid.answers).into_iter().find(|field| field.starts_with(&begins))
}

/// The question whose files are asked for.
fn files_of(then: &str) -> Option<QuestionId> {
    QuestionId::parse(then.strip_prefix("files:")?).ok()
}

/// Nothing was saved: the page again, with every text that was typed.
async fn not_saved(
    site: &SiteData,
    frame: &FrameData,
    visitor: &Visitor,
    (application, section): (ApplicationId, &SectionId),
    posted: &PostedFields,
    error: AppError,
) -> PageResult {
    let typed = posted.0.clone();
    let keeps = matches!(
        error,
        AppError::Stale | AppError::Invalid(_) | AppError::Refused(Refusal::Application(_))
    );
    if !keeps {
        return Err(error.into());
    }
    let bid = own_bid(site, visitor, application).await?;
    let form = bid.round.form.section(section).ok_or(AppError::NotFound)?;
    // The length that a page shows again has no limit but that of the body.
    let most = typed.iter().map(|(_, text)| text.len()).max().unwrap_or(0).max(LONGEST_FIELD);
    let typed = take_section(form, typed, most);
    let mut drawn = Drawn::default();
    let status = match error {
        AppError::Stale => {
            let empty = Fields::new();
            let stored = bid.sections.iter().find(|one| one.section == *section);
            let stored = stored.map_or(&empty, |one| &one.fields);
            // Asked before and not answered: the question is an error now.
            let missing = posted.first("asked").is_some();
            drawn.two_texts = joining::shown(form, &typed, stored, posted, missing);
            StatusCode::CONFLICT
        }
        AppError::Invalid(problems) => {
            drawn.more = problems;
            StatusCode::UNPROCESSABLE_ENTITY
        }
        AppError::Refused(Refusal::Application(refused)) => {
            drawn.notices = refusal(&refused, &bid);
            StatusCode::CONFLICT
        }
        other => return Err(other.into()),
    };
    drawn.typed = Some(typed);
    let editors = editors(site, visitor, application, section).await?;
    Ok(render(status, &page(site, frame, visitor, &bid, section, drawn, &editors)?))
}

fn refusal(refused: &ApplicationRefused, bid: &OwnBid) -> Vec<String> {
    let (heading, mut lines) = crate::content::applications::refused(refused);
    let contact = &bid.round.settings.contact;
    lines.insert(0, format!("{heading}. What you just typed could not be saved."));
    lines.push(format!(
        "It is still shown below, so that you can copy it. If something went wrong on our side, \
         call {} on {} or write to {}.",
        contact.name, contact.phone, contact.email
    ));
    lines
}

/// What was typed with the choices between two texts that were made; none where one is missing.
fn joined(
    bid: &OwnBid,
    section: &SectionId,
    posted: &PostedFields,
) -> Result<Option<Fields>, AppError> {
    let form = bid.round.form.section(section).ok_or(AppError::NotFound)?;
    let typed = take_section(form, posted.0.iter().cloned(), LONGEST_FIELD);
    let empty = Fields::new();
    let stored = bid.sections.iter().find(|one| one.section == *section);
    let stored = stored.map_or(&empty, |one| &one.fields);
    Ok(joining::joined(form, &typed, stored, posted))
}

fn address(at: &(String, String)) -> Result<(ApplicationId, SectionId), PageError> {
    let section = SectionId::parse(&at.1).map_err(|_| AppError::NotFound)?;
    Ok((id_of(&at.0)?, section))
}

fn page(
    site: &SiteData,
    frame: &FrameData,
    visitor: &Visitor,
    bid: &OwnBid,
    section: &SectionId,
    drawn: Drawn,
    editors: &Editors,
) -> Result<SectionPage, PageError> {
    let form = &bid.round.form;
    let at = form.sections.iter().position(|one| one.id == *section).ok_or(AppError::NotFound)?;
    let this = form.section(section).ok_or(AppError::NotFound)?;
    let mut answers = stands(bid).clone();
    if let Some(typed) = &drawn.typed {
        let typed_here = |one: &Question, name: &str| one.owns(name) && !one.kind.is_files();
        answers.retain(|name, _| !this.questions.iter().any(|one| typed_here(one, name)));
        answers.extend(typed.clone());
    }
    if drawn.typed.is_none() && bid.sections.iter().all(|one| one.section != *section) {
        answers.extend(own_name(this, visitor));
    }
    let mut problems: Vec<Problem> = drawn.more;
    let mut looks = Vec::new();
    if drawn.faults
        && let Some(check) = bid.check.section(section)
    {
        problems.extend(check.problems.iter().filter(|one| one.is_blocking()).cloned());
        looks = of_section(bid, this);
    }
    let asked = this
        .questions
        .iter()
        .filter(|one| form.applies(one, &answers) || is_revealed(form, this, one, &answers));
    let mut errors: Vec<ErrorItem> = joining::problems(&drawn.two_texts);
    let mut questions = Vec::new();
    for question in asked {
        let own: Vec<Problem> = problems
            .iter()
            .filter(|problem| {
                question.owns(&problem.field)
                    || problem.field.starts_with(&format!("{}.", question.id))
                    || problem.field == question.id.as_str()
            })
            .cloned()
            .collect();
        errors.extend(own.iter().map(|problem| problem_item(question, problem)));
        let mut view = draw(&Drawing { question, typed: &answers, problems: &own });
        let about =
            looks.iter().filter(|look| look.question.as_deref() == Some(question.id.as_str()));
        view.looks = about.map(|look| look.text.clone()).collect();
        if question.kind.is_files() {
            view.files = Some(own_lines(&bid.documents, question));
        }
        questions.push(view);
    }
    reveal(form, this, &mut questions, &answers);
    let mut chrome = chrome(site, frame, visitor, &this.title);
    chrome.error = !errors.is_empty();
    let stored = bid.sections.iter().find(|one| one.section == *section);
    Ok(SectionPage {
        chrome,
        csrf: token(site, visitor),
        back: path(bid.application.id),
        title: this.title.clone(),
        intro: this.intro.clone(),
        step: format!("Section {} of {}", at + 1, form.sections.len()),
        deadline: bid.round.deadline.to_string(),
        version: stored.map_or(0, |one| one.version),
        errors: errors.into_iter().collect(),
        seen: names(&looks),
        looks: looks.into_iter().filter_map(|one| Some((one.here()?, one.text))).collect(),
        questions,
        notices: drawn.notices,
        saved_by: editors
            .last_saved
            .as_ref()
            .filter(|_| !drawn.two_texts.is_empty())
            .map(|(name, at)| format!("{name} saved at {}", autosave::clock(*at))),
        two_texts: drawn.two_texts,
        also: editors_words(editors),
        draft: format!("{}/{section}", bid.application.id),
        open: bid.editable.is_ok(),
    })
}

/// The name of the person who opens a section for the first time, where it asks for the first
/// contact: they can write another one in its place.
fn own_name(section: &Section, visitor: &Visitor) -> Option<(String, Vec<String>)> {
    let asks = |one: &&Question| {
        one.meaning == Some(Meaning::MainContact) && matches!(one.kind, Kind::Person { .. })
    };
    let question = section.questions.iter().find(asks)?;
    // Somebody who gave no name yet is known by their address.
    let name = Some(visitor.name()).filter(|name| !name.is_empty() && !name.contains('@'))?;
    Some((format!("{}.name", question.id), vec![name.to_owned()]))
}

/// What is shown: the working copy while it may be changed, and otherwise the version that stands.
fn stands(bid: &OwnBid) -> &Fields {
    match (&bid.editable, &bid.submission) {
        (Err(_), Some(sent)) => &sent.answers,
        _ => &bid.answers,
    }
}
