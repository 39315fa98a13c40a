//! The questions before sign-in, and a page that says what the answers come to.
//!
//! The answers travel in a body, never in an address: a postcode must not end up in a log or in
//! the history of a shared computer.

use crate::chrome::Chrome;
use crate::components::{ErrorItem, ErrorSummary};
use crate::content::applications::kind;
use crate::content::eligibility as words;
use crate::counted::count;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, again, chrome, ok};
use crate::pages::applications::question::{Control, Drawing, QuestionView, draw, problem_item};
use actix_web::HttpRequest;
use actix_web::web::Path;
use almoner_domain::completion::Step;
use almoner_domain::eligibility::asks;
use almoner_domain::form::{Fields, Problem, Question, Section, SectionId};
use almoner_domain::round::Phase;
use almoner_http::{Posted, Visitor, blocking, csrf_token};
use almoner_usecases::AppError;
use almoner_usecases::rounds::{
    Answer, CheckEligibility, EligibilitySeen, Given, Instead, RoundInPublic,
};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/rounds/eligibility.html")]
struct QuestionsPage {
    chrome: Chrome,
    csrf: String,
    path: String,
    round: String,
    errors: ErrorSummary,
    questions: Vec<QuestionView>,
    /// Rows can be added to no question here.
    open: bool,
}

#[derive(Template)]
#[template(path = "pages/rounds/outlook.html")]
struct OutlookPage {
    chrome: Chrome,
    path: String,
    csrf: String,
    /// What was answered, to be carried back to the questions.
    answers: Vec<(String, String)>,
    round: String,
    clear: bool,
    /// What can be done now; an application can be started only while the round is open.
    open: bool,
    when: String,
    bars: Vec<String>,
    unknown_place: Option<String>,
    areas: Option<String>,
    approximate: bool,
    kind: Option<String>,
    at_hand: Vec<String>,
    before_agreement: Vec<String>,
    instead: Vec<OtherRound>,
    contact: (String, String, String),
}

struct OtherRound {
    title: String,
    href: String,
    summary: String,
    standing: &'static str,
}

pub(super) async fn show(
    reference: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = look(&site, &visitor, reference.into_inner(), None).await?;
    Ok(ok(&questions(&site, &frame, &visitor, &seen.round, &Fields::new(), &[])?))
}

pub(super) async fn answer(
    reference: Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    request: HttpRequest,
    posted: Posted,
) -> PageResult {
    let reference = reference.into_inner();
    let change = posted.fields.text("then") == "change";
    let mut typed = Fields::new();
    for (name, text) in posted.fields.0 {
        if name != "csrf" && name != "then" {
            typed.entry(name).or_default().push(text);
        }
    }
    if change {
        let round = look(&site, &visitor, reference, None).await?.round;
        return Ok(ok(&questions(&site, &frame, &visitor, &round, &typed, &[])?));
    }
    let EligibilitySeen { round, answer } =
        look(&site, &visitor, reference, Some(typed.clone())).await?;
    match answer {
        Answer::Given(given) => {
            count(&site, &request, &round.round.settings.reference, Step::Checked);
            Ok(ok(&outlook((&site, &frame, &visitor), &round, *given, typed)))
        }
        Answer::NotAsked => Ok(again(&questions(&site, &frame, &visitor, &round, &typed, &[])?)),
        Answer::Unread(problems) => {
            Ok(again(&questions(&site, &frame, &visitor, &round, &typed, &problems)?))
        }
    }
}

async fn look(
    site: &SiteData,
    visitor: &Visitor,
    reference: String,
    typed: Option<Fields>,
) -> Result<EligibilitySeen, PageError> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    let view = CheckEligibility { reference, typed };
    Ok(blocking(move || app.look(&actor, arrived, &view)).await?)
}

/// The questions as one section of a form.
fn section(round: &RoundInPublic) -> Result<Section, PageError> {
    let settings = &round.round.settings;
    let questions: Vec<Question> = asks(settings)
        .iter()
        .filter_map(|ask| {
            let (text, hint) = words::ask(ask, settings);
            ask.question(&text, hint.as_deref(), |one| kind(one).to_owned())
        })
        .collect();
    let id = SectionId::parse("eligibility").map_err(|_| AppError::NotFound)?;
    Ok(Section { id, title: String::new(), intro: None, questions })
}

fn questions(
    site: &SiteData,
    frame: &FrameData,
    visitor: &Visitor,
    round: &RoundInPublic,
    typed: &Fields,
    problems: &[Problem],
) -> Result<QuestionsPage, PageError> {
    let section = section(round)?;
    let (mut errors, mut drawn): (Vec<ErrorItem>, Vec<QuestionView>) = (Vec::new(), Vec::new());
    for question in &section.questions {
        let own: Vec<Problem> =
            problems.iter().filter(|problem| question.owns(&problem.field)).cloned().collect();
        errors.extend(own.iter().map(|problem| problem_item(question, problem)));
        drawn.push(draw(&Drawing { question, typed, problems: &own }));
    }
    let mut chrome = chrome(site, frame, visitor, "Check whether this fund is for you");
    chrome.error = !errors.is_empty();
    let settings = &round.round.settings;
    Ok(QuestionsPage {
        chrome,
        csrf: csrf_token(site, visitor.session_token()),
        path: format!("/rounds/{}", settings.reference),
        round: settings.title.clone(),
        errors: errors.into_iter().collect(),
        questions: drawn,
        open: false,
    })
}

fn outlook(
    (site, frame, visitor): (&SiteData, &FrameData, &Visitor),
    round: &RoundInPublic,
    given: Given,
    typed: Fields,
) -> OutlookPage {
    let answers = typed.into_iter().flat_map(|(name, texts)| {
        texts.into_iter().map(move |text| (name.clone(), text)).collect::<Vec<_>>()
    });
    let settings = &round.round.settings;
    let targets = round.target_names();
    let clear = given.outlook.is_clear();
    let title = if clear { "You can apply" } else { "This fund does not fit your project" };
    let names: Vec<&str> = given.areas.iter().map(|area| area.name.as_str()).collect();
    OutlookPage {
        chrome: chrome(site, frame, visitor, title),
        path: format!("/rounds/{}", settings.reference),
        csrf: csrf_token(site, visitor.session_token()),
        answers: answers.collect(),
        round: settings.title.clone(),
        clear,
        open: round.phase == Phase::Open,
        when: match round.phase {
            Phase::Announced => almoner_domain::value::show_moment(round.round.opens_at),
            _ => round.round.deadline.to_string(),
        },
        bars: given.outlook.bars.iter().map(|bar| words::bar(bar, &targets)).collect(),
        unknown_place: given.outlook.unknown_place.map(|postcode| postcode.to_string()),
        areas: (!names.is_empty()).then(|| names.join(", ")),
        approximate: given.areas.iter().any(|area| area.approximate),
        kind: given.kind.map(|one| kind(one).to_owned()),
        at_hand: given.needs.at_hand,
        before_agreement: given.needs.before_agreement,
        instead: given.instead.into_iter().map(other).collect(),
        contact: (
            settings.contact.name.clone(),
            settings.contact.phone.clone(),
            settings.contact.email.clone(),
        ),
    }
}

fn other(round: Instead) -> OtherRound {
    let href = match round.phase {
        Phase::Open | Phase::Announced | Phase::Paused => {
            format!("/rounds/{}/eligibility", round.reference)
        }
        _ => format!("/rounds/{}", round.reference),
    };
    OtherRound {
        title: round.title,
        href,
        summary: round.summary,
        standing: words::standing(round.phase),
    }
}
