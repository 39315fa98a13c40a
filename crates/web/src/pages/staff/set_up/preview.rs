//! The questions of a round as an applicant sees them. Nothing that is typed here is sent.

use super::{path, seen};
use crate::chrome::Chrome;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use crate::pages::applications::question::{Control, Drawing, QuestionView, draw};
use actix_web::web;
use almoner_domain::form::{Fields, Form, Question};
use almoner_http::Visitor;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/staff/set_up/preview.html")]
struct PreviewPage {
    chrome: Chrome,
    round: String,
    back: String,
    sections: Vec<SectionView>,
    /// Rows are added in a real application only.
    open: bool,
}

struct SectionView {
    step: String,
    title: String,
    intro: Option<String>,
    groups: Vec<Group>,
}

/// A question with what is said before it.
struct Group {
    only_if: Option<String>,
    questions: Vec<QuestionView>,
}

pub(super) async fn show(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
) -> PageResult {
    let seen = seen(&site, &visitor, &id).await?;
    let form = &seen.round.form;
    let (nothing, count) = (Fields::new(), form.sections.len());
    let sections = form.sections.iter().zip(1..).map(|(section, at)| SectionView {
        step: format!("Section {at} of {count}"),
        title: section.title.clone(),
        intro: section.intro.clone(),
        groups: section
            .questions
            .iter()
            .map(|question| Group {
                only_if: only_if(form, question),
                questions: vec![draw(&Drawing { question, typed: &nothing, problems: &[] })],
            })
            .collect(),
    });
    Ok(ok(&PreviewPage {
        chrome: chrome(&site, &frame, &visitor, "Preview of the questions"),
        round: seen.round.settings.title.clone(),
        back: format!("{}/form", path(seen.round.id)),
        sections: sections.collect(),
        open: false,
    }))
}

/// When a question is asked at all.
fn only_if(form: &Form, question: &Question) -> Option<String> {
    let when = question.when.as_ref()?;
    let asked = form.question(&when.question)?;
    let option = asked.kind.options().iter().find(|option| option.value == when.equals);
    let answer = option.map_or(when.equals.as_str(), |option| option.label.as_str());
    Some(format!("Asked only if the answer to “{}” is “{answer}”.", asked.text))
}
