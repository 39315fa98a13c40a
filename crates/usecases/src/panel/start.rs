//! The move of a round into moderation.

use crate::rounds::RoundMove;
use crate::{Cx, Outcome, Refusal};
use almoner_domain::access::Act;
use almoner_domain::application::Status;
use almoner_domain::id::PersonId;
use almoner_domain::letter::Body;
use almoner_domain::round::{Moderated, Post, Round};
use almoner_domain::value::{london, show_long_date};

/// Moderation starts: every bid is screened and assessed and no review of screening is open.
pub struct StartModerating;

impl RoundMove for StartModerating {
    const ACT: Act = Act::AdvanceRound;
    const EVENT: &'static str = "round.moderating";

    fn apply(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<Round> {
        let counts = cx.tx.status_counts(round.id)?;
        let in_any_of = |waiting: &[Status]| {
            counts.iter().filter(|one| waiting.contains(&one.status)).map(|one| one.count).sum()
        };
        let not_assessed = in_any_of(&[Status::Eligible, Status::InAssessment]);
        let not_screened = in_any_of(&[
            Status::Submitted,
            Status::Screening,
            Status::InfoRequested,
            Status::IneligibleProposed,
        ]);
        let today = london::date(cx.now);
        let reviews_open = cx.tx.open_reviews(round.id, today)?;
        let facts = Moderated { not_assessed, reviews_open, not_screened };
        round.start_moderating(facts).map_err(|why| Refusal::from(why).into())
    }

    fn letter(&self, round: &Round) -> Option<(Body, Vec<PersonId>)> {
        let people = round.posts.chair.into_iter().flat_map(Post::people).collect();
        let body = Body::MeetingPapers {
            round: round.settings.title.clone(),
            on: show_long_date(round.settings.dates.moderation_on),
            path: format!("/staff/rounds/{}/panel", round.id),
        };
        Some((body, people))
    }
}
