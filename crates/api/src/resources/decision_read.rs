//! A decision as it is read: its papers, its items, and the letters that tell of it.

use super::panel_read::RecommendationRead;
use super::shape::{self, PercentRead};
use almoner_domain::decision::{Decision, DecisionRefused, Item};
use almoner_domain::letter::Letter;
use almoner_ports::Written;
use almoner_usecases::decisions::{DecisionPapers, LetterRow, Notices, PaperRow};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The decision on a round, with everything that it is made from.
#[derive(Serialize, ToSchema)]
pub(super) struct DecisionRead {
    /// The decision; null until it is drafted.
    decision: Option<DraftRead>,
    /// Every bid that awaits or has a decision, best first, without those from which the reader is
    /// kept away.
    bids: Vec<PaperRead>,
    /// What keeps the decision as a whole from being signed; null if nothing does.
    incomplete: Option<ObstacleRead>,
    /// Whether the reader may change the draft.
    may_prepare: bool,
    /// Whether the reader may comment as the finance officer of the round.
    may_comment: bool,
    /// Whether the reader may sign as the approver of the round.
    may_sign: bool,
    /// What keeps the reader from their part, if they hold one; null if nothing does.
    obstacle: Option<ObstacleRead>,
}

/// A rule that stands against it.
#[derive(Serialize, ToSchema)]
struct ObstacleRead {
    /// A stable code.
    code: &'static str,
    /// In plain words.
    detail: String,
}

impl From<&DecisionRefused> for ObstacleRead {
    fn from(refused: &DecisionRefused) -> Self {
        let (heading, paragraphs) = almoner_words::decisions::refused(refused);
        let detail = std::iter::once(format!("{heading}.")).chain(paragraphs);
        Self { code: refused.code(), detail: detail.collect::<Vec<_>>().join(" ") }
    }
}

/// The decision itself.
#[derive(Serialize, ToSchema)]
struct DraftRead {
    /// Its id.
    id: Uuid,
    /// Its version, for every change.
    version: i64,
    /// Where it stands: `draft`, `finance_commented`, `signed` or `superseded`.
    status: &'static str,
    /// What is decided on, in plain English.
    summary: String,
    /// What else could have been done.
    options: String,
    /// Equality.
    equality: String,
    /// Data protection.
    data_protection: String,
    /// What is exempt from publication.
    exempt: String,
    /// What the round may spend, in pence.
    budget_pence: i64,
    /// What the decision awards, in pence; null if that is too much to add up, or would tell the
    /// reader of a bid from which they are kept away.
    total_pence: Option<i64>,
    /// What the finance officer said; null until they have.
    finance_comment: Option<String>,
    /// When it was signed; null until it is.
    #[schema(format = DateTime)]
    signed_at: Option<String>,
}

impl From<Decision> for DraftRead {
    fn from(decision: Decision) -> Self {
        Self {
            id: decision.id.uuid(),
            version: decision.version,
            status: decision.status.code(),
            budget_pence: decision.budget.get(),
            total_pence: decision.total().map(|pence| pence.get()),
            signed_at: decision.signature.map(|signature| signature.at.to_string()),
            finance_comment: decision.comment.map(|comment| comment.text),
            summary: decision.summary,
            options: decision.options,
            equality: decision.equality,
            data_protection: decision.data_protection,
            exempt: decision.exempt,
        }
    }
}

/// A bid on the papers.
#[derive(Serialize, ToSchema)]
struct PaperRead {
    /// The bid.
    application: Uuid,
    /// Its reference.
    reference: Option<String>,
    /// The group's name.
    organisation: String,
    /// The project's name.
    title: String,
    /// Where it stands.
    status: &'static str,
    /// What the panel's marks come to.
    agreed: Option<PercentRead>,
    /// What the panel recommends.
    recommendation: Option<RecommendationRead>,
    /// How due diligence came out; null until it is recorded.
    due_diligence: Option<&'static str>,
    /// What is decided; null until it is drafted.
    item: Option<ItemRead>,
    /// What keeps the item from being signed, as codes.
    faults: Vec<&'static str>,
    /// Interests that were declared about it.
    conflicts: u32,
    /// Checks of it that were set aside.
    overrides: u32,
}

impl From<PaperRow> for PaperRead {
    fn from(row: PaperRow) -> Self {
        let bid = row.application;
        Self {
            application: bid.id.uuid(),
            reference: bid.reference,
            organisation: bid.organisation_name,
            title: bid.title,
            status: bid.status.code(),
            agreed: row.moderation.as_ref().map(|moderation| moderation.percent().into()),
            recommendation: row
                .moderation
                .and_then(|moderation| moderation.recommendation)
                .map(Into::into),
            due_diligence: row.result.map(|result| result.outcome.code()),
            item: row.item.map(Into::into),
            faults: row.faults.into_iter().map(|fault| fault.code()).collect(),
            conflicts: row.conflicts,
            overrides: row.overrides,
        }
    }
}

/// What is decided about a bid.
#[derive(Serialize, ToSchema)]
pub(super) struct ItemRead {
    /// The bid.
    application: Uuid,
    /// Its reference.
    reference: String,
    /// The group.
    recipient: String,
    /// The project.
    purpose: String,
    /// The amount asked for, in pence.
    requested_pence: i64,
    /// What is decided.
    #[schema(schema_with = shape::decided)]
    outcome: &'static str,
    /// The amount of the award, in pence.
    amount_pence: i64,
    /// The place on the reserve list.
    reserve_rank: Option<u16>,
    /// The coded reason; null until it is chosen.
    reason: Option<&'static str>,
    /// The reason for the public.
    public_reason: String,
    /// Why it departs from the panel.
    departure_reason: Option<String>,
    /// Conditions.
    conditions: Vec<String>,
    /// Help for the next bid.
    feedback: String,
}

impl From<Item> for ItemRead {
    fn from(item: Item) -> Self {
        Self {
            application: item.application.uuid(),
            reference: item.reference,
            recipient: item.recipient,
            purpose: item.purpose,
            requested_pence: item.requested.get(),
            outcome: item.outcome.code(),
            amount_pence: item.amount.get(),
            reserve_rank: item.reserve_rank,
            reason: item.reason.map(almoner_domain::decision::Reason::code),
            public_reason: item.public_reason,
            departure_reason: item.departure_reason,
            conditions: item.conditions,
            feedback: item.feedback.text,
        }
    }
}

impl From<DecisionPapers> for DecisionRead {
    fn from(papers: DecisionPapers) -> Self {
        let may = |part: &Option<Result<(), DecisionRefused>>| matches!(part, Some(Ok(())));
        let obstacle = [&papers.may_comment, &papers.may_sign].into_iter().find_map(|part| {
            part.as_ref().and_then(|part| part.as_ref().err()).map(ObstacleRead::from)
        });
        Self {
            incomplete: papers.complete.as_ref().err().map(Into::into),
            may_prepare: papers.may_prepare,
            may_comment: may(&papers.may_comment),
            may_sign: may(&papers.may_sign),
            obstacle,
            decision: papers.decision.map(|decision| {
                let mut read = DraftRead::from(decision);
                read.total_pence = read.total_pence.filter(|_| papers.whole);
                read
            }),
            bids: papers.rows.into_iter().map(Into::into).collect(),
        }
    }
}

/// Every letter of a signed decision.
#[derive(Serialize, ToSchema)]
pub(super) struct NoticesRead {
    /// The version of the decision, for announcing it.
    version: i64,
    /// Whether they can be sent now.
    ready: bool,
    /// Whether they were sent.
    sent: bool,
    /// The letters.
    letters: Vec<NoticeRead>,
}

/// A letter of a decision.
#[derive(Serialize, ToSchema)]
struct NoticeRead {
    /// The bid.
    application: Uuid,
    /// Its reference.
    reference: String,
    /// To which address; null if there is none.
    to: Option<String>,
    /// What keeps it from being sent, as codes.
    faults: Vec<&'static str>,
    /// Its subject; null while it cannot be written.
    subject: Option<String>,
    /// Its text.
    text: Option<String>,
}

impl NoticesRead {
    /// The letters, in the words that `write` finds.
    pub(super) fn of(seen: Notices, write: impl Fn(&Letter) -> Written) -> Self {
        let notice = |row: LetterRow| {
            let written = row.letter.as_ref().map(&write);
            NoticeRead {
                application: row.item.application.uuid(),
                reference: row.item.reference,
                to: row.contact.map(|contact| contact.email),
                faults: row.faults.into_iter().map(|fault| fault.code()).collect(),
                subject: written.as_ref().map(|written| written.subject.clone()),
                text: written.map(|written| written.text),
            }
        };
        Self {
            version: seen.version,
            ready: seen.ready,
            sent: seen.sent,
            letters: seen.rows.into_iter().map(notice).collect(),
        }
    }
}
