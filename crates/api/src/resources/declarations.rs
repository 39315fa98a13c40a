//! Interests: the list of names, what people declare, the register, and what is decided about it.

use super::answer::{done, ok};
use crate::caller::Caller;
use crate::input::Body;
use crate::problem::{ApiError, ApiResult};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::conflict::{Answer, Kind, Ruling};
use almoner_domain::id::{ApplicationId, DeclarationId, RoundId};
use almoner_http::Route;
use almoner_usecases::conflict::{
    DecideConflict, DeclareInterests, Interest, NamesToDeclare, ReadRegister, Register,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;
use validator::Validate;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff/rounds/{round}/declarations", Act::DeclareInterests, names),
        Route::post("/staff/rounds/{round}/declarations", Act::DeclareInterests, declare),
        Route::get("/staff/rounds/{round}/register", Act::ReadRegister, register),
        Route::post("/staff/declarations/{declaration}", Act::DecideConflict, rule),
    ]
}

#[derive(OpenApi)]
#[openapi(paths(names, declare, register, rule))]
pub(super) struct Doc;

/// The list of names on which interests are declared.
#[derive(Serialize, ToSchema)]
struct NameList {
    /// By when the bids were received.
    names: Vec<NameRead>,
}

/// One name.
#[derive(Serialize, ToSchema)]
struct NameRead {
    /// The application.
    application: Uuid,
    /// Its reference.
    reference: Option<String>,
    /// The group's name.
    name: String,
    /// Whether the caller has declared.
    declared: bool,
}

/// The list of names of a closed round.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}/declarations",
    tag = "staff: interests",
    params(("round" = Uuid, Path, description = "The round's id")),
    responses((status = 200, description = "The names", body = NameList))
)]
async fn names(caller: Caller, id: web::Path<Uuid>) -> ApiResult {
    let seen = caller.see(NamesToDeclare { round: RoundId(*id) }).await?;
    let names = seen.names.into_iter().map(|one| NameRead {
        application: one.application.uuid(),
        reference: one.reference,
        name: one.name,
        declared: one.declaration.is_some(),
    });
    ok(&NameList { names: names.collect() })
}

/// What the caller declares about the names on the list.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct DeclarationInput {
    /// One for each name.
    #[validate(length(max = 5000), nested)]
    #[schema(max_items = 5000)]
    interests: Vec<InterestInput>,
}

/// What links the caller to one name.
#[derive(Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct InterestInput {
    /// The application.
    application: Uuid,
    /// `none`, or the kind of interest, such as `personal` or `pecuniary`.
    #[validate(length(max = 40))]
    #[schema(max_length = 40, pattern = "^[a-z_]+$")]
    interest: String,
    /// In the caller's own words; needed where there is an interest.
    #[serde(default)]
    #[validate(length(max = 2000))]
    #[schema(max_length = 2000)]
    note: String,
}

/// Declares interests.
#[utoipa::path(
    post,
    path = "/staff/rounds/{round}/declarations",
    tag = "staff: interests",
    params(("round" = Uuid, Path, description = "The round's id")),
    request_body = DeclarationInput,
    responses((status = 204, description = "Declared"))
)]
async fn declare(caller: Caller, id: web::Path<Uuid>, body: Body<DeclarationInput>) -> ApiResult {
    let mut answers = BTreeMap::new();
    for one in body.sent.interests {
        let answer = match (one.interest.as_str(), Kind::parse(&one.interest)) {
            ("none", _) => Answer::NoInterest,
            (_, Some(kind)) => Answer::Interest { kind, note: one.note },
            (_, None) => return Err(ApiError::field("interests.interest", "not_an_interest")),
        };
        answers.insert(ApplicationId(one.application), answer);
    }
    caller.act(body.arrived, DeclareInterests { round: RoundId(*id), answers }).await?;
    done()
}

/// A page of the conflict register of a round.
#[derive(Serialize, ToSchema)]
struct RegisterRead {
    /// How many names are on the list.
    names: usize,
    /// Interests that people declared.
    interests: Vec<DeclaredRead>,
    /// What groups themselves said about their links, as far as the reader may read answers.
    links: Vec<LinkRead>,
    /// How many declarations each person has made.
    people: Vec<DeclarerRead>,
    /// Hand it back as `after` for the next page; null after the last.
    next: Option<String>,
}

/// An interest that somebody declared.
#[derive(Serialize, ToSchema)]
struct DeclaredRead {
    /// The declaration's id.
    declaration: Uuid,
    /// Its version, for a decision.
    version: i64,
    /// Who declared.
    person: String,
    /// Whether that is the reader, who does not decide about it.
    own: bool,
    /// The application.
    application: Uuid,
    /// Its reference.
    reference: Option<String>,
    /// The group's name.
    organisation: String,
    /// The kind of interest.
    interest: Option<&'static str>,
    /// In their own words.
    note: String,
    /// Where it stands: `declared` until somebody decides, then `cleared_with_note` or `recused`.
    status: &'static str,
    /// When it was declared.
    #[schema(format = DateTime)]
    declared_at: Option<String>,
    /// Who decided.
    decided_by: Option<String>,
    /// Why.
    decision_note: Option<String>,
}

impl From<Interest> for DeclaredRead {
    fn from(one: Interest) -> Self {
        let declaration = one.declaration;
        Self {
            declaration: declaration.id.uuid(),
            version: declaration.version,
            person: one.person,
            own: one.own,
            application: declaration.application.uuid(),
            reference: one.reference,
            organisation: one.group,
            interest: declaration.kind.map(Kind::code),
            note: declaration.note,
            status: declaration.status.code(),
            declared_at: declaration.declared_at.map(|at| at.to_string()),
            decided_by: one.decided_by,
            decision_note: declaration.decision.map(|decision| decision.note),
        }
    }
}

/// What a group said about its links.
#[derive(Serialize, ToSchema)]
struct LinkRead {
    /// The application.
    application: Uuid,
    /// Its reference.
    reference: Option<String>,
    /// The group's name.
    organisation: String,
    /// In its own words.
    words: String,
}

/// How far a person is with their declarations.
#[derive(Serialize, ToSchema)]
struct DeclarerRead {
    /// Their name.
    name: String,
    /// How many declarations they have in each state.
    counts: BTreeMap<&'static str, u64>,
}

impl From<Register> for RegisterRead {
    fn from(seen: Register) -> Self {
        let links = seen.links.into_iter().map(|link| LinkRead {
            application: link.application.uuid(),
            reference: link.reference,
            organisation: link.group,
            words: link.words,
        });
        let people = seen.counts.into_iter().map(|(name, all)| DeclarerRead {
            name,
            counts: all.into_iter().map(|one| (one.status.code(), one.count)).collect(),
        });
        Self {
            names: seen.names,
            interests: seen.interests.into_iter().map(Into::into).collect(),
            links: links.collect(),
            people: people.collect(),
            next: seen.next.map(|id| id.to_string()),
        }
    }
}

/// The conflict register of a round: what people declared, and what groups said about their links.
#[utoipa::path(
    get,
    path = "/staff/rounds/{round}/register",
    tag = "staff: interests",
    params(("round" = Uuid, Path, description = "The round's id"), super::answer::After),
    responses((status = 200, description = "A page of the register", body = RegisterRead))
)]
async fn register(
    caller: Caller,
    id: web::Path<Uuid>,
    query: web::Query<super::answer::After>,
) -> ApiResult {
    let after = match query.after.as_deref() {
        None => None,
        Some(text) => Some(
            DeclarationId::parse(text).ok_or_else(|| ApiError::field("after", "not_a_cursor"))?,
        ),
    };
    let seen = caller.see(ReadRegister { round: RoundId(*id), after }).await?;
    ok(&RegisterRead::from(seen))
}

/// What is decided about a declared interest.
#[derive(Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct RulingInput {
    /// The version of the declaration that was read.
    #[validate(range(min = 0, max = crate::input::HIGHEST_VERSION))]
    #[schema(minimum = 0, maximum = 1_000_000_000)]
    version: i64,
    /// Whether it stands in the way.
    ruling: Ruled,
    /// Why.
    #[validate(length(min = 1, max = 2000))]
    #[schema(min_length = 1, max_length = 2000)]
    note: String,
}

/// Whether an interest stands in the way.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Ruled {
    /// It does not: the person may work on the bid.
    Clear,
    /// It does: the person is kept away from the bid.
    Recuse,
}

/// Decides whether a declared interest stands in the way.
#[utoipa::path(
    post,
    path = "/staff/declarations/{declaration}",
    tag = "staff: interests",
    params(("declaration" = Uuid, Path, description = "The declaration's id")),
    request_body = RulingInput,
    responses((status = 204, description = "Decided"))
)]
async fn rule(caller: Caller, id: web::Path<Uuid>, body: Body<RulingInput>) -> ApiResult {
    let RulingInput { version, ruling, note } = body.sent;
    let ruling = match ruling {
        Ruled::Clear => Ruling::Clear,
        Ruled::Recuse => Ruling::Recuse,
    };
    let case = DecideConflict { declaration: DeclarationId(*id), version, ruling, note };
    caller.act(body.arrived, case).await?;
    done()
}
