//! The list of tasks of a bid: how far each section is, everything that is left, the time left.

use super::looks::{Look, concerns, looks};
use super::question::{problem_words, target};
use super::{id_of, is_decided, own_bid, path, second_person, standing, time_left};
use crate::chrome::Chrome;
use crate::components::{Status as TaskStatus, SummaryList, SummaryRow, Tag, TaskRow};
use crate::content::applications::{self as words, moment, refused};
use crate::done::DoneQuery;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use actix_web::web::{Path, Query};
use almoner_domain::access::Act;
use almoner_domain::application::{Move, Status, next_step};
use almoner_domain::form::{Problem, Progress, SectionCheck};
use almoner_domain::round::Phase;
use almoner_http::{Route, Visitor};
use almoner_usecases::applications::OwnBid;
use askama::Template;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/applications/{application}", Act::ReadOwnApplication, show)]
}

#[derive(Template)]
#[template(path = "pages/applications/task_list.html")]
struct TaskListPage {
    chrome: Chrome,
    title: String,
    caption: String,
    facts: SummaryList,
    notices: Vec<String>,
    rows: Vec<TaskRow>,
    /// What is left: where it is put right, and in words.
    left: Vec<(String, String)>,
    /// What is worth another look and stops nothing.
    looks: Vec<(Option<String>, String)>,
    check: Option<String>,
    /// What became of it: the words of the link, and where it leads.
    outcome: Option<(&'static str, String)>,
    receipt: Option<String>,
    reopen: Option<String>,
    withdraw: Option<String>,
    /// Questions that are no part of the bid.
    equality: Option<String>,
    /// Where the second person is named.
    second: Option<String>,
    /// Where another one is started in place of one that was withdrawn.
    anew: Option<String>,
    withhold: String,
}

async fn show(
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    at: Path<String>,
    done: Query<DoneQuery>,
) -> PageResult {
    let bid = own_bid(&site, &visitor, id_of(&at)?).await?;
    let title = if bid.application.title.is_empty() {
        "Your application".to_owned()
    } else {
        bid.application.title.clone()
    };
    let here = path(bid.application.id);
    let editable = bid.editable.is_ok();
    let looks = if editable { looks(&bid) } else { Vec::new() };
    let mut chrome = chrome(&site, &frame, &visitor, &title);
    chrome.done = done.words();
    let page = TaskListPage {
        chrome,
        caption: format!("{}, {}", bid.round.settings.title, bid.organisation.name),
        title,
        facts: facts(&bid),
        notices: notices(&bid),
        rows: bid.check.sections.iter().filter_map(|one| row(&bid, one, &looks)).collect(),
        left: if editable { left(&bid) } else { Vec::new() },
        looks: looks.iter().map(|one| (one.href(&bid), one.text.clone())).collect(),
        check: editable.then(|| format!("{here}/check")),
        outcome: outcome(&bid, &here),
        receipt: (bid.application.submission > 0).then(|| format!("{here}/receipt")),
        reopen: reopenable(&bid).then(|| format!("{here}/reopen")),
        withdraw: withdrawable(&bid).then(|| format!("{here}/withdraw")),
        equality: (bid.application.submission > 0 && !bid.round.deadline.is_past(bid.now))
            .then(|| format!("{here}/equality")),
        second: second_person::link(&bid),
        anew: (bid.application.status == Status::Withdrawn
            && bid.round.phase(bid.now) == Phase::Open)
            .then(|| format!("/rounds/{}/apply", bid.round.settings.reference)),
        withhold: format!("{here}/withhold"),
    };
    Ok(ok(&page))
}

/// Whether withdrawing is worth offering: a bid that is out already is not taken back as well.
fn withdrawable(bid: &OwnBid) -> bool {
    let status = bid.application.status;
    status != Status::Ineligible && status.after(Move::Withdraw).is_some()
}

/// The page on what became of it, once there is something to say.
fn outcome(bid: &OwnBid, here: &str) -> Option<(&'static str, String)> {
    match bid.application.status {
        Status::Ineligible => {
            Some(("Why it is not eligible, and what you can do", format!("{here}/result")))
        }
        Status::InfoRequested => Some(("See what we need from you", format!("{here}/result"))),
        status if bid.round.phase(bid.now) == Phase::Results && is_decided(status) => {
            Some(("Read our decision", format!("{here}/decision")))
        }
        _ => None,
    }
}

pub(super) fn reopenable(bid: &OwnBid) -> bool {
    almoner_domain::application::reopen(&bid.application, &bid.round, bid.now).is_ok()
}

fn facts(bid: &OwnBid) -> SummaryList {
    let mut rows = vec![SummaryRow::new("Status", standing(bid))];
    if let Some(reference) = &bid.application.reference {
        rows.push(SummaryRow::new("Reference", reference.clone()));
    }
    if let Some(step) = next_step(&bid.application, &bid.round, bid.now) {
        rows.push(SummaryRow::new("What happens next", words::next_step(step, bid.now)));
        rows.push(SummaryRow::new("Who decides", words::WHO_DECIDES));
    }
    rows.push(SummaryRow::new("Deadline", bid.round.deadline.to_string()));
    if let Some(left) = time_left(bid).filter(|_| bid.application.status != Status::Withdrawn) {
        rows.push(SummaryRow::new("Time left", left));
    }
    let asked = bid.requested.map_or_else(|| "Not answered yet".to_owned(), |one| one.to_string());
    rows.push(SummaryRow::new("Amount you ask for", asked));
    rows.extend(second_person::row(bid));
    rows.into_iter().collect()
}

fn notices(bid: &OwnBid) -> Vec<String> {
    let mut notices = Vec::new();
    let contact = &bid.round.settings.contact;
    let ask = format!(
        "If something went wrong on our side, call {} on {} or write to {}.",
        contact.name, contact.phone, contact.email
    );
    match (bid.application.status, bid.application.late_at) {
        (Status::Late, Some(at)) => notices.push(format!(
            "We are sorry: your application arrived at {}, after the deadline. Everything that \
             you wrote is kept. {ask}",
            moment(at)
        )),
        (Status::Submitted, _) if bid.application.reopened => notices.push(if bid.editable.is_ok() {
            format!(
                "You opened this application again. What you change is a working copy: unless you \
                 send it again before {}, the version that you sent stands.",
                bid.round.deadline
            )
        } else {
            format!("The version that you sent in time stands. {ask}")
        }),
        (Status::Draft, _) if bid.editable.is_err() => {
            if let Err(why) = &bid.editable {
                let (heading, lines) = refused(why);
                notices.push(format!("{heading}. {} {ask}", lines.join(" ")));
            }
        }
        _ => {}
    }
    notices
}

fn row(bid: &OwnBid, check: &SectionCheck, looks: &[Look]) -> Option<TaskRow> {
    let section = bid.round.form.section(&check.id)?;
    let status = match check.progress {
        Progress::NotNeeded => return None,
        Progress::NotStarted if !check.problems.iter().any(Problem::is_blocking) => {
            TaskStatus::Done("Optional".into())
        }
        Progress::NotStarted => TaskStatus::Open(Tag::coloured("Not started yet", "grey")),
        Progress::InProgress => TaskStatus::Open(Tag::coloured("In progress", "teal")),
        Progress::Complete { .. } => TaskStatus::Done("Completed".into()),
    };
    let own = |look: &&Look| {
        look.question.as_ref().is_some_and(|id| {
            section.questions.iter().any(|question| question.id.as_str() == id.as_str())
        })
    };
    let hint = match looks.iter().filter(own).count() {
        0 => None,
        1 => Some("1 thing to look at again, named below".into()),
        more => Some(format!("{more} things to look at again, named below").into()),
    };
    let href = format!("{}/sections/{}", path(bid.application.id), check.id);
    Some(TaskRow { title: section.title.clone().into(), href: Some(href.into()), hint, status })
}

fn left(bid: &OwnBid) -> Vec<(String, String)> {
    let mut left = Vec::new();
    for check in &bid.check.sections {
        let Some(section) = bid.round.form.section(&check.id) else { continue };
        let stops = check.problems.iter().filter(|problem| problem.is_blocking());
        if check.progress == Progress::NotStarted {
            if stops.count() == 0 {
                continue;
            }
            let href = format!("{}/sections/{}", path(bid.application.id), check.id);
            left.push((href, format!("{}: not started yet", section.title)));
            continue;
        }
        for problem in stops {
            let question = section.questions.iter().find(|one| concerns(one, &problem.field));
            let Some(question) = question else { continue };
            let href = format!(
                "{}/sections/{}#{}",
                path(bid.application.id),
                check.id,
                target(question, &problem.field)
            );
            left.push((href, problem_words(question, problem)));
        }
    }
    left
}
