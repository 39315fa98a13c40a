//! A section of a bid that cannot be changed now: the answers as text, and how to change them.

use super::super::check::rows;
use super::super::path;
use super::super::task_list::reopenable;
use super::stands;
use crate::chrome::Chrome;
use crate::components::SummaryList;
use crate::content::applications::refused;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use almoner_domain::form::SectionId;
use almoner_http::Visitor;
use almoner_usecases::AppError;
use almoner_usecases::applications::OwnBid;
use askama::Template;

#[derive(Template)]
#[template(path = "pages/applications/section_closed.html")]
struct ClosedPage {
    chrome: Chrome,
    back: String,
    title: String,
    step: String,
    /// Why it cannot be changed now.
    why: String,
    /// Where it is opened again.
    reopen: Option<String>,
    answers: SummaryList,
    /// Where the files of its questions are: address and question.
    files: Vec<(String, String)>,
}

pub(super) fn answer(
    site: &SiteData,
    frame: &FrameData,
    visitor: &Visitor,
    bid: &OwnBid,
    section: &SectionId,
) -> PageResult {
    let sections = &bid.round.form.sections;
    let at = sections.iter().position(|one| one.id == *section).ok_or(AppError::NotFound)?;
    let this = bid.round.form.section(section).ok_or(AppError::NotFound)?;
    let here = path(bid.application.id);
    let reopen = reopenable(bid).then(|| format!("{here}/reopen"));
    let why = match (&bid.editable, &reopen) {
        (_, Some(_)) => "You have sent this application.".to_owned(),
        (Err(why), None) => {
            let (heading, lines) = refused(why);
            format!("{heading}. {}", lines.join(" "))
        }
        (Ok(()), None) => String::new(),
    };
    let files = this.questions.iter().filter(|one| one.kind.is_files());
    Ok(ok(&ClosedPage {
        chrome: chrome(site, frame, visitor, &this.title),
        title: this.title.clone(),
        step: format!("Section {} of {}", at + 1, sections.len()),
        why,
        reopen,
        answers: rows(bid, this, stands(bid), false),
        files: files.map(|one| (format!("{here}/files/{}", one.id), one.text.clone())).collect(),
        back: here,
    }))
}
