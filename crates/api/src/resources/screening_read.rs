//! The screening of an application as it is read.

use super::shape;
use almoner_domain::id::PersonId;
use almoner_domain::round::Check;
use almoner_domain::screening::{Checked, Finding};
use almoner_usecases::screening::ScreeningSeen;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;

/// The screening of an application.
#[derive(Serialize, ToSchema)]
pub(super) struct ScreeningRead {
    /// The bid.
    application: Uuid,
    /// Its version, for every step.
    version: i64,
    /// Where the bid stands.
    status: &'static str,
    /// The checks with their results, in the round's order.
    checks: Vec<CheckRead>,
    /// The proposal that it is not eligible; null if there is none.
    proposal: Option<ProposalRead>,
    /// What the group was asked for.
    requests: Vec<RequestRead>,
    /// Results that were set aside.
    overrides: Vec<OverrideRead>,
    /// Reviews that the group asked for.
    reviews: Vec<ReviewRead>,
    /// What the reader may do.
    may: MayRead,
}

/// A check and how it came out.
#[derive(Serialize, ToSchema)]
struct CheckRead {
    /// Its code.
    check: String,
    /// What is checked.
    title: String,
    /// Where it stands.
    status: &'static str,
    /// The codes of the reasons of a fail.
    reasons: Vec<String>,
    /// What the screener wrote.
    text: String,
    /// The condition on which it passes.
    condition: Option<String>,
    /// Who recorded it.
    by: Option<String>,
    /// What the program computed, in words.
    computed: String,
    /// The reasons that a fail may name, by code.
    possible_reasons: BTreeMap<String, String>,
    /// The roles that can set a fail aside together; none if nobody can.
    #[schema(value_type = Vec<String>)]
    override_by: Vec<&'static str>,
}

/// The proposal that an application is not eligible.
#[derive(Serialize, ToSchema)]
struct ProposalRead {
    /// Who proposed.
    by: Option<String>,
    /// When.
    #[schema(format = DateTime)]
    at: String,
    /// Who confirmed; null until somebody has.
    confirmed_by: Option<String>,
    /// Until when the group may ask for a review; null until it is confirmed.
    #[schema(format = Date)]
    review_until: Option<String>,
}

/// What the group was asked for.
#[derive(Serialize, ToSchema)]
struct RequestRead {
    /// What is missing, each with the check that needs it and the questions that may be answered.
    items: Vec<AskedRead>,
    /// When it was asked.
    #[schema(format = DateTime)]
    asked_at: String,
    /// The last day for the answer.
    #[schema(format = Date)]
    until: String,
    /// When it was answered.
    #[schema(format = DateTime)]
    answered_at: Option<String>,
    /// When its time ran out.
    #[schema(format = DateTime)]
    expired_at: Option<String>,
}

/// One thing that the group is asked for.
#[derive(Serialize, ToSchema)]
pub(super) struct AskedRead {
    /// The check that needs it.
    check: String,
    /// The questions whose answers may be changed.
    questions: Vec<String>,
    /// What is missing.
    text: String,
}

impl From<almoner_domain::screening::Item> for AskedRead {
    fn from(item: almoner_domain::screening::Item) -> Self {
        Self {
            check: item.check,
            questions: item.questions.iter().map(ToString::to_string).collect(),
            text: item.text,
        }
    }
}

/// A failed result that is set aside.
#[derive(Serialize, ToSchema)]
struct OverrideRead {
    /// The check.
    check: String,
    /// Why.
    reason: String,
    /// What the group must do.
    conditions: Vec<String>,
    /// Who agreed, and with which authority.
    consents: Vec<ConsentRead>,
    /// When the last authority agreed; null while one is missing.
    #[schema(format = DateTime)]
    complete_at: Option<String>,
}

/// Somebody's agreement to set a result aside.
#[derive(Serialize, ToSchema)]
struct ConsentRead {
    /// Who.
    by: Option<String>,
    /// The authority that they used.
    #[schema(schema_with = shape::role)]
    role: &'static str,
    /// When.
    #[schema(format = DateTime)]
    at: String,
}

/// A review that the group asked for.
#[derive(Serialize, ToSchema)]
pub(super) struct ReviewRead {
    /// Where it stands: `asked`, `reinstated`, `stands` or `overtaken`.
    status: &'static str,
    /// When it was asked for.
    #[schema(format = DateTime)]
    asked_at: String,
    /// Why, in the group's words.
    grounds: String,
    /// The answer; empty until there is one.
    answer: String,
}

impl From<almoner_domain::screening::Review> for ReviewRead {
    fn from(review: almoner_domain::screening::Review) -> Self {
        Self {
            status: review.status.code(),
            asked_at: review.asked_at.to_string(),
            grounds: review.grounds,
            answer: review.answer,
        }
    }
}

/// What the reader may do.
#[derive(Serialize, ToSchema)]
struct MayRead {
    /// Record checks.
    screen: bool,
    /// Confirm or reject the proposal.
    confirm: bool,
    /// Answer the review.
    answer_review: bool,
    /// The authorities with which they might set a result aside.
    #[schema(value_type = Vec<String>)]
    authorities: Vec<&'static str>,
}

fn check_read(
    (check, checked, finding): (Check, Checked, Finding),
    people: &BTreeMap<PersonId, String>,
) -> CheckRead {
    CheckRead {
        title: check.title,
        status: checked.status.code(),
        reasons: checked.reasons,
        text: checked.text,
        condition: checked.condition,
        by: checked.by.and_then(|by| people.get(&by).cloned()),
        computed: almoner_words::screening::finding(&finding),
        possible_reasons: check.reasons.into_iter().map(|one| (one.code, one.text)).collect(),
        override_by: check.override_by.iter().map(|role| role.code()).collect(),
        check: check.code,
    }
}

impl From<ScreeningSeen> for ScreeningRead {
    fn from(seen: ScreeningSeen) -> Self {
        let ScreeningSeen { application, screening, checks, people, reader, .. } = seen;
        let name = |id: PersonId| people.get(&id).cloned();
        let proposal = screening.proposal.map(|proposal| ProposalRead {
            by: name(proposal.by),
            at: proposal.at.to_string(),
            confirmed_by: proposal.confirmed.as_ref().and_then(|confirmed| name(confirmed.by)),
            review_until: proposal.confirmed.map(|confirmed| confirmed.review_until.to_string()),
        });
        let requests = screening.requests.into_iter().map(|request| RequestRead {
            items: request.items.into_iter().map(Into::into).collect(),
            asked_at: request.at.to_string(),
            until: request.until.to_string(),
            answered_at: request.answered_at.map(|at| at.to_string()),
            expired_at: request.expired_at.map(|at| at.to_string()),
        });
        let overrides = screening.overrides.into_iter().map(|one| OverrideRead {
            check: one.check,
            reason: one.reason,
            conditions: one.conditions,
            consents: one
                .consents
                .iter()
                .map(|consent| ConsentRead {
                    by: name(consent.by),
                    role: consent.role.code(),
                    at: consent.at.to_string(),
                })
                .collect(),
            complete_at: one.complete_at.map(|at| at.to_string()),
        });
        Self {
            application: application.id.uuid(),
            version: screening.version,
            status: application.status.code(),
            checks: checks.into_iter().map(|one| check_read(one, &people)).collect(),
            proposal,
            requests: requests.collect(),
            overrides: overrides.collect(),
            reviews: screening.reviews.into_iter().map(Into::into).collect(),
            may: MayRead {
                screen: reader.may_screen,
                confirm: reader.may_confirm,
                answer_review: reader.may_answer_review,
                authorities: reader.authorities.iter().map(|role| role.code()).collect(),
            },
        }
    }
}
