//! A round's page, from the day it is announced to after its results.

use super::facts::{RoundFacts, Source, Sources, area, facts_of, source};
use crate::chrome::Chrome;
use crate::components::Tag;
use crate::content::rounds as words;
use crate::counted::count;
use crate::error::PageError;
use crate::page::{FrameData, SiteData, chrome};
use crate::public_cache::{self, Made, Span};
use actix_web::{HttpRequest, HttpResponse, web};
use almoner_domain::completion::Step;
use almoner_domain::round::{Criterion, Phase, Remark, RemarkOn, Round, Settings};
use almoner_domain::value::{PhoneNumber, show_date, show_moment};
use almoner_http::{Visitor, blocking};
use almoner_usecases::AppError;
use almoner_usecases::completion::{LastTime, OthersTook};
use almoner_usecases::rounds::{PublicRound, RoundInPublic};
use askama::Template;

#[derive(Template)]
#[template(path = "pages/rounds/round.html")]
struct RoundPage {
    chrome: Chrome,
    title: String,
    path: String,
    /// How it went for others last time, a line each.
    others: Vec<String>,
    tag: Tag,
    call: Call,
    summary: String,
    funds: Vec<String>,
    does_not_fund: Vec<String>,
    who: Vec<String>,
    who_sources: Vec<Source>,
    facts: RoundFacts,
    criteria: Vec<CriterionView>,
    criteria_sources: Vec<Source>,
    checks: Vec<String>,
    workshops: Vec<Entry>,
    publicity: Vec<Entry>,
    log: Vec<QuestionView>,
    changes: Vec<String>,
    contact: ContactView,
    sources: Vec<(String, Source)>,
}

/// What the visitor can do now.
enum Call {
    /// Apply, until this deadline.
    Apply(String),
    /// Wait until it opens.
    Opens(String),
    /// Read the results: it closed then.
    Results(String),
    /// Nothing, for this reason.
    Nothing(String),
}

struct CriterionView {
    title: String,
    weight: u8,
    least: String,
    questions: String,
    anchors: Vec<(usize, String)>,
}

struct Entry {
    when: String,
    what: String,
}

struct QuestionView {
    when: String,
    question: String,
    answer: String,
}

struct ContactView {
    name: String,
    email: String,
    phone: String,
    phone_link: String,
}

pub(super) async fn answer(
    request: HttpRequest,
    reference: web::Path<String>,
    site: SiteData,
    frame: FrameData,
) -> Result<HttpResponse, actix_web::Error> {
    let (asked, at) = (request.clone(), site.clone());
    let name = reference.into_inner();
    let round = name.clone();
    let made = public_cache::answer(request, site, frame, |site, frame, visitor| {
        make(site, frame, visitor, round)
    })
    .await?;
    count(&at, &asked, &name, Step::Looked);
    Ok(made)
}

/// A round by the reference in an address, for this visitor.
pub(super) async fn find(
    site: &SiteData,
    visitor: &Visitor,
    reference: String,
) -> Result<RoundInPublic, AppError> {
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    blocking(move || app.look(&actor, arrived, &PublicRound { reference: &reference })).await
}

/// While what a page says of this round's phase holds.
pub(super) fn span(seen: &RoundInPublic, visitor: &Visitor) -> Span {
    Span::around(visitor.arrived.at, [seen.round.opens_at, seen.round.deadline.at])
}

async fn make(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    reference: String,
) -> Result<Made, PageError> {
    let seen = find(&site, &visitor, reference).await?;
    let span = span(&seen, &visitor);
    let chrome = chrome(&site, &frame, &visitor, &seen.round.settings.title);
    let path = format!("/rounds/{}", seen.round.settings.reference);
    let reference = seen.round.settings.reference.clone();
    let others =
        crate::pages::applications::look(&site, &visitor, OthersTook { reference }).await?;
    let html = crate::page::html(&page(chrome, seen, path.clone(), others))?;
    Ok(Made { html, span, address: Some(path) })
}

fn page(chrome: Chrome, seen: RoundInPublic, path: String, others: Option<LastTime>) -> RoundPage {
    let facts = facts_of(&seen.round, &seen.areas, &seen.plan, &seen.priorities);
    let settings = &seen.round.settings;
    let sources = Sources(&settings.provenance);
    let place = |code: &Option<String>| code.as_ref().map(|code| area(&seen.areas, code));
    RoundPage {
        chrome,
        title: settings.title.clone(),
        path,
        others: others.as_ref().map_or_else(Vec::new, last_time),
        tag: Tag::coloured(words::phase(seen.phase), words::phase_colour(seen.phase)),
        call: call(&seen.round, seen.phase),
        summary: settings.summary.clone(),
        funds: settings.funds.clone(),
        does_not_fund: settings.does_not_fund.clone(),
        who: who(settings),
        who_sources: sources.of("who_may_apply"),
        facts,
        criteria: settings.scoring.criteria.iter().map(|one| criterion(one, &seen.round)).collect(),
        criteria_sources: sources.of("scoring.criteria"),
        checks: settings.eligibility.checks.iter().map(|check| check.title.clone()).collect(),
        workshops: settings
            .workshops
            .iter()
            .map(|workshop| Entry {
                when: show_date(workshop.on),
                what: if workshop.recorded {
                    format!("{} (recorded)", workshop.title)
                } else {
                    workshop.title.clone()
                },
            })
            .collect(),
        publicity: settings
            .publicity
            .iter()
            .map(|publicity| Entry {
                when: show_date(publicity.on),
                what: match place(&publicity.area) {
                    Some(place) => format!("{}, {place}: {}", publicity.channel, publicity.note),
                    None => format!("{}: {}", publicity.channel, publicity.note),
                },
            })
            .collect(),
        log: settings
            .questions
            .iter()
            .map(|asked| QuestionView {
                when: show_date(asked.on),
                question: asked.question.clone(),
                answer: asked.answer.clone(),
            })
            .collect(),
        changes: seen.round.remarks.iter().filter_map(change).collect(),
        contact: ContactView {
            name: settings.contact.name.clone(),
            email: settings.contact.email.clone(),
            phone: settings.contact.phone.clone(),
            phone_link: PhoneNumber::parse(&settings.contact.phone)
                .map_or_else(|_| String::new(), |number| format!("tel:{}", number.e164())),
        },
        sources: settings
            .provenance
            .iter()
            .map(|note| (note.setting.clone(), source(note)))
            .collect(),
    }
}

fn call(round: &Round, phase: Phase) -> Call {
    match phase {
        Phase::Open => Call::Apply(round.deadline.to_string()),
        Phase::Hidden | Phase::Announced => Call::Opens(show_moment(round.opens_at)),
        Phase::Paused => Call::Nothing(
            "This round is paused. What you have saved is kept, and the time that is lost will be \
             added to the deadline."
                .to_owned(),
        ),
        Phase::Closed => Call::Nothing(format!(
            "This round closed at {}. Applications are being assessed.",
            round.deadline
        )),
        Phase::Results => Call::Results(round.deadline.to_string()),
        Phase::Cancelled => Call::Nothing("This round was called off.".to_owned()),
    }
}

/// How it went for others last time.
fn last_time(last: &LastTime) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(minutes) = last.times.minutes_at_work {
        lines.push(format!("Half of the groups took {} or less.", words::duration(minutes)));
    }
    lines.push(match last.funded {
        Some(funded) => format!("{} groups asked, and {funded} were funded.", last.asked),
        None => format!("{} groups asked.", last.asked),
    });
    lines.push(format!("This is from “{}”. The time is measured while people type.", last.title));
    lines
}

fn who(settings: &Settings) -> Vec<String> {
    if settings.who_may_apply.is_empty() {
        settings.eligibility.kinds.iter().map(|kind| words::kinds(*kind).to_owned()).collect()
    } else {
        settings.who_may_apply.clone()
    }
}

fn criterion(criterion: &Criterion, round: &Round) -> CriterionView {
    let asked: Vec<String> = criterion
        .questions
        .iter()
        .filter_map(|id| round.form.question(id).map(|question| question.text.clone()))
        .collect();
    CriterionView {
        title: criterion.title.clone(),
        weight: criterion.weight,
        least: criterion.minimum.map_or_else(
            || "Any mark can be funded.".to_owned(),
            |mark| format!("An application needs an agreed mark of at least {mark} of 5 here."),
        ),
        questions: match asked.as_slice() {
            [] => String::new(),
            [one] => format!("We mark your answer to “{one}”."),
            several => format!("We mark your answers to “{}”.", several.join("”, “")),
        },
        anchors: criterion.anchors.iter().cloned().enumerate().collect(),
    }
}

/// A change that the public is told of.
fn change(remark: &Remark) -> Option<String> {
    let what = match remark.event {
        RemarkOn::Extended { from, to } => {
            format!("The deadline was moved from {from} to {to}.")
        }
        RemarkOn::Paused => "The round was paused.".to_owned(),
        RemarkOn::Resumed { from, to } => {
            format!("The round went on, and the deadline was moved from {from} to {to}.")
        }
        RemarkOn::Cancelled => "The round was called off.".to_owned(),
        RemarkOn::SentBack | RemarkOn::ReturnedToPanel => return None,
    };
    Some(format!("{}: {what} {}", show_moment(remark.at), remark.reason))
}
