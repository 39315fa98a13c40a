//! Every question of a round in advance, to read and to print.

use super::round;
use crate::chrome::Chrome;
use crate::content::questions as words;
use crate::error::{PageError, PageResult};
use crate::page::{FrameData, SiteData, chrome};
use crate::public_cache::{self, Made};
use actix_web::{HttpRequest, HttpResponse, web};
use almoner_domain::form::{PublicQuestion, Purpose};
use almoner_domain::round::Round;
use almoner_http::Visitor;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/rounds/questions.html")]
struct QuestionsPage {
    chrome: Chrome,
    round: String,
    path: String,
    version: u32,
    sections: Vec<SectionView>,
}

struct SectionView {
    title: String,
    intro: String,
    questions: Vec<QuestionView>,
}

struct QuestionView {
    id: String,
    text: String,
    hint: String,
    lines: Vec<String>,
    options: Vec<String>,
}

pub(super) async fn answer(
    request: HttpRequest,
    reference: web::Path<String>,
    site: SiteData,
    frame: FrameData,
) -> Result<HttpResponse, actix_web::Error> {
    public_cache::answer(request, site, frame, |site, frame, visitor| {
        make(site, frame, visitor, reference.into_inner())
    })
    .await
}

async fn make(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    reference: String,
) -> Result<Made, PageError> {
    let seen = round::find(&site, &visitor, reference).await?;
    let span = round::span(&seen, &visitor);
    let path = format!("/rounds/{}", seen.round.settings.reference);
    let page = QuestionsPage {
        chrome: chrome(&site, &frame, &visitor, "Every question that we ask"),
        round: seen.round.settings.title.clone(),
        path: path.clone(),
        version: seen.round.form.version,
        sections: sections(&seen.round),
    };
    let html = crate::page::html(&page)?;
    Ok(Made { html, span, address: Some(format!("{path}/questions")) })
}

/// The same as plain text: to write answers offline, in whatever program somebody has.
pub(super) async fn text(
    reference: web::Path<String>,
    site: SiteData,
    visitor: Visitor,
) -> PageResult {
    let seen = round::find(&site, &visitor, reference.into_inner()).await?;
    let round = &seen.round;
    let mut lines = vec![
        round.settings.title.clone(),
        format!("Every question that we ask (version {})", round.form.version),
        format!("Deadline: {}", round.deadline),
    ];
    for section in sections(round) {
        lines.extend([String::new(), String::new(), section.title.to_uppercase()]);
        lines.extend([section.intro].into_iter().filter(|intro| !intro.is_empty()));
        for question in section.questions {
            lines.extend([String::new(), format!("{}. {}", question.id, question.text)]);
            lines.extend([question.hint].into_iter().filter(|hint| !hint.is_empty()));
            lines.extend(question.lines.into_iter().map(|line| format!("- {line}")));
            if !question.options.is_empty() {
                lines.push("The choices:".to_owned());
                lines.extend(question.options.into_iter().map(|option| format!("  * {option}")));
            }
            lines.push("Your answer:".to_owned());
            lines.push(String::new());
        }
    }
    // Every program that opens plain text on Windows knows these line ends, and all others too.
    let mut body = lines.join("\r\n");
    body.push_str("\r\n");
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header(("content-disposition", "inline; filename=\"questions.txt\""))
        .body(body))
}

fn sections(round: &Round) -> Vec<SectionView> {
    let listed = round.form.public_list();
    listed
        .into_iter()
        .map(|section| SectionView {
            title: section.title.to_owned(),
            intro: section.intro.unwrap_or_default().to_owned(),
            questions: section.questions.into_iter().map(|one| question(&one, round)).collect(),
        })
        .collect()
}

fn question(question: &PublicQuestion<'_>, round: &Round) -> QuestionView {
    let mut lines = vec![words::answer(question.kind)];
    if !question.required {
        lines.push("You do not have to answer.".to_owned());
    }
    if let Some(condition) = &question.only_if {
        lines.push(format!(
            "We ask this only if you answer “{}” to “{}”.",
            condition.answer, condition.text
        ));
    }
    lines.push(match question.purpose {
        Purpose::Scored => marks(question, round),
        Purpose::Eligibility => {
            "We use it to check who can be funded. It is not marked.".to_owned()
        }
        Purpose::Information => "It is not marked.".to_owned(),
    });
    if let Some(why) = question.why {
        lines.push(format!("Why we ask: {why}"));
    }
    QuestionView {
        id: question.id.to_string(),
        text: question.text.to_owned(),
        hint: question.hint.unwrap_or_default().to_owned(),
        lines,
        options: words::options(question.kind),
    }
}

/// The criteria for which an answer is marked.
fn marks(question: &PublicQuestion<'_>, round: &Round) -> String {
    let criteria = &round.settings.scoring.criteria;
    let named: Vec<String> = criteria
        .iter()
        .filter(|criterion| criterion.questions.contains(question.id))
        .map(|criterion| format!("“{}” ({}% of the total)", criterion.title, criterion.weight))
        .collect();
    format!("It is marked, for {}.", named.join(" and "))
}
