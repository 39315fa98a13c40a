//! How the office's letters fare.

use super::answer::{After, ok};
use crate::caller::Caller;
use crate::problem::{ApiError, ApiResult};
use actix_web::web;
use almoner_domain::access::Act;
use almoner_domain::id::LetterId;
use almoner_http::Route;
use almoner_usecases::letters::{Deliveries, Delivery, ReadDeliveries};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};
use uuid::Uuid;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/staff/letters", Act::ReadLetters, list)]
}

#[derive(OpenApi)]
#[openapi(paths(list))]
pub(super) struct Doc;

/// A page of the delivery list.
#[derive(Serialize, ToSchema)]
struct LetterList {
    /// Newest first, without those about bids from which the caller is kept away.
    letters: Vec<LetterRead>,
    /// How many still wait.
    waiting: i64,
    /// How many the mail server has accepted.
    accepted: i64,
    /// Hand it back as `after` for the next page; null after the last.
    next: Option<String>,
}

/// How a letter fares, without what it says.
#[derive(Serialize, ToSchema)]
struct LetterRead {
    /// Its id.
    id: Uuid,
    /// The kind of letter.
    kind: String,
    /// To whom; null where it may tell the name or a place of a group that is withheld from the
    /// caller.
    to: Option<String>,
    /// When it was queued.
    #[schema(format = DateTime)]
    queued_at: String,
    /// When the mail server accepted it.
    #[schema(format = DateTime)]
    sent_at: Option<String>,
    /// How many tries.
    attempts: i32,
    /// What the mail server said when it failed.
    last_error: Option<String>,
    /// Whether no further try is made.
    failed: bool,
}

impl From<Delivery> for LetterRead {
    fn from(letter: Delivery) -> Self {
        Self {
            id: letter.id.uuid(),
            kind: letter.code,
            to: letter.email,
            queued_at: letter.queued_at.to_string(),
            sent_at: letter.sent_at.map(|at| at.to_string()),
            attempts: letter.attempts,
            last_error: letter.last_error,
            failed: letter.failed,
        }
    }
}

/// The letters of the office and how they fare, newest first.
#[utoipa::path(
    get,
    path = "/staff/letters",
    tag = "staff: letters",
    params(After),
    responses((status = 200, description = "A page of the list", body = LetterList))
)]
async fn list(caller: Caller, query: web::Query<After>) -> ApiResult {
    let before = match query.after.as_deref() {
        None => None,
        Some(text) => {
            Some(LetterId::parse(text).ok_or_else(|| ApiError::field("after", "not_a_cursor"))?)
        }
    };
    let Deliveries { letters, next, waiting, accepted } =
        caller.see(ReadDeliveries { before }).await?;
    let next = next.map(|id| id.to_string());
    let letters = letters.into_iter().map(Into::into).collect();
    ok(&LetterList { letters, waiting, accepted, next })
}
