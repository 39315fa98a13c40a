//! A round's staff page: where it stands, what it still needs, what can be done next.

use crate::chrome::Chrome;
use crate::components::{Link, SummaryList, SummaryRow, Tag};
use crate::content::rounds as words;
use crate::done::DoneQuery;
use crate::error::PageResult;
use crate::page::{FrameData, SiteData, chrome, ok};
use actix_web::web;
use almoner_domain::access::{Act, Role, Who};
use almoner_domain::id::{PersonId, RoundId};
use almoner_domain::person::Person;
use almoner_domain::round::{Phase, Post, PostName, Remark, RemarkOn, Status};
use almoner_domain::value::show_minute;
use almoner_http::{Visitor, blocking};
use almoner_usecases::AppError;
use almoner_usecases::rounds::{RoundForStaff, StaffRound};
use askama::Template;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "pages/staff/round.html")]
struct RoundPage {
    chrome: Chrome,
    title: String,
    reference: String,
    tag: Tag,
    facts: SummaryList,
    posts: SummaryList,
    missing: Vec<String>,
    /// Who must act before it can be announced, while it is in review.
    pending: Vec<String>,
    steps: Vec<Link>,
    work: Vec<Link>,
    support: Vec<Link>,
    remarks: Vec<String>,
}

/// The round with the id in an address; an id that cannot be read is one that does not exist.
pub(super) async fn find(
    site: &SiteData,
    visitor: &Visitor,
    id: &str,
) -> Result<RoundForStaff, AppError> {
    let round = RoundId::parse(id).ok_or(AppError::NotFound)?;
    let (app, actor, arrived) = (site.app.clone(), visitor.actor.clone(), visitor.arrived);
    blocking(move || app.look(&actor, arrived, &StaffRound { round })).await
}

pub(super) async fn answer(
    id: web::Path<String>,
    site: SiteData,
    frame: FrameData,
    visitor: Visitor,
    done: web::Query<DoneQuery>,
) -> PageResult {
    let seen = find(&site, &visitor, &id).await?;
    let (round, settings) = (&seen.round, &seen.round.settings);
    let at = |under: &str| format!("/staff/rounds/{}/{under}", round.id);
    let mut support = Vec::new();
    if seen.may_revise {
        support.push(Link::new("Set up this round", at("set-up")));
        support.push(Link::new("Upload a round file in its place", at("revise")));
    } else {
        support.push(Link::new("Parts of the set-up", at("set-up")));
    }
    if seen.may_support {
        support.push(Link::new("Publish a question with its answer", at("questions/new")));
        support.push(Link::new("Record publicity", at("publicity/new")));
        support.push(Link::new("Record a workshop", at("workshops/new")));
    }
    let grants_team = [Role::GrantsOfficer, Role::GrantsLead];
    if seen.phase == Phase::Open && grants_team.iter().any(|role| visitor.actor.roles().has(*role))
    {
        support.push(Link::new("Enter an application for a group", at("enter")));
    }
    let counted = almoner_domain::access::rule(Act::ReadEqualityCounts).who.iter();
    let mut counted = counted.filter_map(|who| match who {
        Who::Holder(role) => Some(*role),
        _ => None,
    });
    let closed = matches!(seen.phase, Phase::Closed | Phase::Results);
    if closed && counted.any(|role| visitor.actor.roles().has(role)) {
        support.push(Link::new("Who leads the groups that applied", at("equality")));
    }
    if seen.phase != Phase::Hidden {
        let path = format!("/rounds/{}", settings.reference);
        support.push(Link::new("See the public page", path));
    }
    // The public page of the round has its title alone.
    let mut chrome = chrome(&site, &frame, &visitor, &format!("Manage {}", settings.title));
    chrome.done = done.words();
    Ok(ok(&RoundPage {
        chrome,
        title: settings.title.clone(),
        reference: settings.reference.clone(),
        tag: Tag::coloured(words::status(round.status), words::status_colour(round.status)),
        facts: facts(&seen),
        posts: posts(&seen),
        missing: seen.missing.iter().map(words::missing).collect(),
        pending: pending(&seen),
        steps: seen
            .steps
            .iter()
            .filter_map(|step| Some(Link::new(words::step(*step), at(super::step::under(*step)?))))
            .collect(),
        work: super::work::links(&visitor.actor, round.id, round.status),
        support,
        remarks: round.remarks.iter().map(|one| remark(one, &seen.people)).collect(),
    }))
}

fn facts(seen: &RoundForStaff) -> SummaryList {
    let round = &seen.round;
    let who = |person: Option<PersonId>| {
        person.map_or_else(|| "Not yet".to_owned(), |person| name(person, &seen.people))
    };
    let mut rows = vec![
        SummaryRow::new("Opens", show_minute(round.opens_at)),
        SummaryRow::new("Closes", round.deadline.to_string()),
        SummaryRow::new("Budget", round.settings.money.budget.to_string()),
        SummaryRow::new("Set up by", name(round.created_by, &seen.people)),
        SummaryRow::new("Review asked for by", who(round.review_asked_by)),
        SummaryRow::new("Funds confirmed by", who(round.funds_confirmed_by)),
        SummaryRow::new("Approved by", who(round.approved_by)),
    ];
    if let Some(at) = round.published_at {
        rows.push(SummaryRow::new("Announced", show_minute(at)));
    }
    SummaryList { rows, ..SummaryList::default() }
}

fn posts(seen: &RoundForStaff) -> SummaryList {
    let posts = &seen.round.posts;
    let officer = posts.officer.map(|holder| Post { holder, substitute: None });
    let all = [
        (PostName::Officer, officer),
        (PostName::Lead, posts.lead),
        (PostName::Chair, posts.chair),
        (PostName::Finance, posts.finance),
        (PostName::Approver, posts.approver),
    ];
    let rows = all.map(|(post, people)| {
        let value = people.map_or_else(
            || "Nobody".to_owned(),
            |people| match people.substitute {
                Some(substitute) => format!(
                    "{}; substitute {}",
                    name(people.holder, &seen.people),
                    name(substitute, &seen.people)
                ),
                None => name(people.holder, &seen.people),
            },
        );
        SummaryRow::new(words::capital(words::post(post)), value)
    });
    SummaryList { rows: rows.into(), ..SummaryList::default() }
}

/// What a round in review waits for, and from whom.
fn pending(seen: &RoundForStaff) -> Vec<String> {
    let round = &seen.round;
    if round.status != Status::InReview {
        return Vec::new();
    }
    let holder = |post: Option<Post>| {
        post.map_or_else(|| "nobody yet".to_owned(), |post| name(post.holder, &seen.people))
    };
    let mut pending = Vec::new();
    if round.funds_confirmed_by.is_none() {
        let who = holder(round.posts.finance);
        pending.push(format!("The chief finance officer confirms the funds: {who}"));
    }
    pending.push(format!("The approver approves it: {}", holder(round.posts.approver)));
    pending.push("The grants lead can send it back to draft, and need do nothing else".to_owned());
    pending
}

/// A person's name, or their address while they have not given one.
fn name(person: PersonId, people: &BTreeMap<PersonId, Person>) -> String {
    match people.get(&person) {
        Some(person) if person.name.is_empty() => person.email.clone(),
        Some(person) => person.name.clone(),
        None => "Somebody whose account is gone".to_owned(),
    }
}

fn remark(remark: &Remark, people: &BTreeMap<PersonId, Person>) -> String {
    let what = match remark.event {
        RemarkOn::SentBack => "sent back to draft".to_owned(),
        RemarkOn::Extended { from, to } => format!("deadline moved from {from} to {to}"),
        RemarkOn::Paused => "paused".to_owned(),
        RemarkOn::Resumed { to, .. } => format!("resumed, deadline now {to}"),
        RemarkOn::ReturnedToPanel => "recommendation returned to the panel".to_owned(),
        RemarkOn::Cancelled => "called off".to_owned(),
    };
    format!("{}, {}: {what}. {}", show_minute(remark.at), name(remark.by, people), remark.reason)
}
