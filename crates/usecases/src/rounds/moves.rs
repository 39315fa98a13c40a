//! The moves of a round that people make, from review to cancellation.

use super::change::{RoundMove, refused};
use super::record;
use crate::{Cx, FieldProblem, Outcome};
use almoner_domain::access::{Act, On, Role};
use almoner_domain::audit::{Entry, Fact};
use almoner_domain::form::Fault;
use almoner_domain::id::PersonId;
use almoner_domain::letter::Body;
use almoner_domain::round::{Post, RemarkOn, Round, missing};
use jiff::civil::DateTime;

/// The longest reason, in bytes.
const LONGEST_REASON: usize = 4_000;

/// The officer hands the draft over for review.
pub struct AskForReview;

/// The lead or the chief finance officer sends it back.
pub struct SendBack {
    /// Why.
    pub reason: String,
}

/// The chief finance officer confirms that the money is there.
pub struct ConfirmFunds;

/// The director or the Commissioner approves it.
pub struct Approve;

/// It is announced.
pub struct Publish;

/// The deadline is moved later for everybody.
pub struct Extend {
    /// The new closing time, Europe/London.
    pub closes: DateTime,
    /// Why. Public.
    pub reason: String,
}

/// An outage stops it.
pub struct Pause {
    /// Why. Public.
    pub reason: String,
}

/// It goes on, with the lost time added.
pub struct Resume {
    /// What is said about it. Public.
    pub reason: String,
}

/// It is called off.
pub struct Cancel {
    /// Why. Public if the round was.
    pub reason: String,
}

impl RoundMove for AskForReview {
    const ACT: Act = Act::SetUpRound;
    const EVENT: &'static str = "round.review_asked";

    fn apply(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<Round> {
        let missing = missing(&round, cx.office());
        round.ask_for_review(cx.person()?, missing).map_err(refused)
    }

    fn letter(&self, round: &Round) -> Option<(Body, Vec<PersonId>)> {
        let people = [round.posts.lead, round.posts.finance].into_iter().flatten();
        let people = people.map(|post| post.holder).collect();
        Some((Body::RoundForReview { title: title(round), path: path(round) }, people))
    }
}

impl RoundMove for SendBack {
    const ACT: Act = Act::ReviewRound;
    const EVENT: &'static str = "round.sent_back";

    fn apply(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<Round> {
        let reason = reason(&self.reason)?;
        round.send_back(cx.person()?, cx.now, &reason).map_err(refused)
    }

    fn record(&self, entry: Entry, _: &Round, cx: &mut Cx<'_>) -> Outcome<Entry> {
        with_reason(entry, &self.reason, cx)
    }

    fn letter(&self, round: &Round) -> Option<(Body, Vec<PersonId>)> {
        let reason = self.reason.trim().to_owned();
        let body = Body::RoundSentBack { title: title(round), path: path(round), reason };
        Some((body, vec![round.posts.officer.unwrap_or(round.created_by)]))
    }
}

impl RoundMove for ConfirmFunds {
    const ACT: Act = Act::ConfirmFunds;
    const EVENT: &'static str = "round.funds_confirmed";

    fn on(&self, round: &Round) -> On {
        On::default().barred(round.review_asked_by)
    }

    fn apply(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<Round> {
        round.confirm_funds(cx.person()?).map_err(refused)
    }

    fn record(&self, entry: Entry, round: &Round, _: &mut Cx<'_>) -> Outcome<Entry> {
        Ok(entry.pence("budget", round.settings.money.budget))
    }
}

impl RoundMove for Approve {
    const ACT: Act = Act::ApproveRound;
    const EVENT: &'static str = "round.approved";

    fn on(&self, round: &Round) -> On {
        On::default().barred(round.review_asked_by)
    }

    fn apply(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<Round> {
        let missing = missing(&round, cx.office());
        let unlimited = cx.roles().has(Role::Commissioner);
        round.approve(cx.person()?, unlimited, missing).map_err(refused)
    }

    fn record(&self, entry: Entry, round: &Round, _: &mut Cx<'_>) -> Outcome<Entry> {
        Ok(entry.pence("budget", round.settings.money.budget))
    }

    fn letter(&self, round: &Round) -> Option<(Body, Vec<PersonId>)> {
        let officer = round.posts.officer.unwrap_or(round.created_by);
        Some((Body::RoundApproved { title: title(round), path: path(round) }, vec![officer]))
    }
}

impl RoundMove for Publish {
    const ACT: Act = Act::PublishRound;
    const EVENT: &'static str = "round.published";

    fn apply(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<Round> {
        let missing = missing(&round, cx.office());
        round.publish(cx.now, missing).map_err(refused)
    }

    fn record(&self, entry: Entry, round: &Round, _: &mut Cx<'_>) -> Outcome<Entry> {
        Ok(record::facts(entry, round))
    }

    fn letter(&self, round: &Round) -> Option<(Body, Vec<PersonId>)> {
        let posts = &round.posts;
        let named = [posts.lead, posts.chair, posts.finance, posts.approver].into_iter().flatten();
        let mut people: Vec<PersonId> = named.flat_map(Post::people).chain(posts.officer).collect();
        people.sort_unstable();
        people.dedup();
        let body = Body::RoundAnnounced {
            title: title(round),
            path: path(round),
            opens_at: round.opens_at,
            deadline: round.deadline,
        };
        Some((body, people))
    }
}

impl RoundMove for Extend {
    const ACT: Act = Act::ExtendRound;
    const EVENT: &'static str = "round.extended";

    fn apply(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<Round> {
        let reason = reason(&self.reason)?;
        round.extend(self.closes, cx.person()?, cx.now, &reason).map_err(refused)
    }

    fn record(&self, entry: Entry, round: &Round, cx: &mut Cx<'_>) -> Outcome<Entry> {
        let entry = entry.with("closes_at", Fact::At(round.deadline.at));
        with_reason(entry, &self.reason, cx)
    }

    fn letter_to_applicants(&self, round: &Round) -> Option<Body> {
        deadline_moved(round)
    }
}

impl RoundMove for Pause {
    const ACT: Act = Act::PauseRound;
    const EVENT: &'static str = "round.paused";

    fn apply(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<Round> {
        let reason = reason(&self.reason)?;
        round.pause(cx.person()?, cx.now, &reason).map_err(refused)
    }

    fn record(&self, entry: Entry, _: &Round, cx: &mut Cx<'_>) -> Outcome<Entry> {
        with_reason(entry, &self.reason, cx)
    }

    fn letter_to_applicants(&self, round: &Round) -> Option<Body> {
        let (reason, path) = (self.reason.trim().to_owned(), public_path(round));
        Some(Body::RoundPaused { round: title(round), reason, path })
    }
}

impl RoundMove for Resume {
    const ACT: Act = Act::PauseRound;
    const EVENT: &'static str = "round.resumed";

    fn apply(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<Round> {
        let reason = reason(&self.reason)?;
        round.resume(cx.person()?, cx.now, &reason).map_err(refused)
    }

    fn record(&self, entry: Entry, round: &Round, cx: &mut Cx<'_>) -> Outcome<Entry> {
        let entry = entry.with("closes_at", Fact::At(round.deadline.at));
        with_reason(entry, &self.reason, cx)
    }

    fn letter_to_applicants(&self, round: &Round) -> Option<Body> {
        deadline_moved(round)
    }
}

impl RoundMove for Cancel {
    const ACT: Act = Act::CancelRound;
    const EVENT: &'static str = "round.cancelled";

    fn apply(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<Round> {
        let reason = reason(&self.reason)?;
        round.cancel(cx.person()?, cx.now, &reason).map_err(refused)
    }

    fn record(&self, entry: Entry, _: &Round, cx: &mut Cx<'_>) -> Outcome<Entry> {
        with_reason(entry, &self.reason, cx)
    }

    fn letter_to_applicants(&self, round: &Round) -> Option<Body> {
        round.published_at?;
        let (reason, path) = (self.reason.trim().to_owned(), public_path(round));
        Some(Body::RoundCancelled { round: title(round), reason, path })
    }
}

/// The letter about the deadline that was moved last.
fn deadline_moved(round: &Round) -> Option<Body> {
    let remark = round.remarks.last()?;
    let (RemarkOn::Extended { from, to } | RemarkOn::Resumed { from, to }) = remark.event else {
        return None;
    };
    let (reason, path) = (remark.reason.clone(), public_path(round));
    Some(Body::DeadlineMoved { round: title(round), from, deadline: to, reason, path })
}

fn public_path(round: &Round) -> String {
    format!("/rounds/{}", round.settings.reference)
}

fn title(round: &Round) -> String {
    round.settings.title.clone()
}

fn path(round: &Round) -> String {
    format!("/staff/rounds/{}", round.id)
}

/// A reason as typed, without the spaces around it.
pub(super) fn reason(text: &str) -> Outcome<String> {
    let fault =
        |fault| crate::AppError::Invalid(vec![FieldProblem { field: "reason".to_owned(), fault }]);
    let clean = almoner_domain::value::clean_text(text)
        .map_err(|found| fault(Fault::ControlCharacter { code: found.code }))?;
    let clean = clean.trim();
    if clean.is_empty() {
        return Err(fault(Fault::Missing));
    }
    if clean.len() > LONGEST_REASON {
        return Err(fault(Fault::TooLong { bytes: clean.len(), max: LONGEST_REASON }));
    }
    Ok(clean.to_owned())
}

/// Adds a reason as a digest under the key of the person who gave it.
pub(super) fn with_reason(entry: Entry, reason: &str, cx: &mut Cx<'_>) -> Outcome<Entry> {
    let person = cx.person()?;
    let digest = cx.digest(person, reason.trim())?;
    Ok(entry.with("reason", digest))
}
