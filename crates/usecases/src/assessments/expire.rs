//! The scheduler's part: assessments whose time has run out.

use super::{record, refused};
use crate::{Cx, Eye, Outcome, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::assessment::{Assessment, expire, overdue_before};
use almoner_domain::id::{AssessmentId, PersonId, RoundId};
use almoner_domain::letter::{Body, Letter, Recipient};
use almoner_domain::round::{Post, Round, Status};
use almoner_domain::value::london;
use almoner_ports::StoreError;
use std::collections::BTreeMap;

/// Assessments of one transaction; the next run takes the next ones.
const AT_ONCE: i64 = 100;

/// Ends assessments that nobody handed in, some days after they were due, and tells the lead, who
/// can give the bid to somebody else or do without.
pub struct ExpireAssessments;

impl UseCase for ExpireAssessments {
    type Subject = Vec<Assessment>;
    /// How many it ended.
    type Output = usize;
    const ACT: Act = Act::Housekeeping;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Vec<Assessment>> {
        let before = overdue_before(london::date(eye.now));
        Ok(eye.tx.assessments_overdue(before, AT_ONCE)?)
    }

    fn on(&self, _: &Vec<Assessment>) -> On {
        On::default()
    }

    fn run(&self, overdue: Vec<Assessment>, cx: &mut Cx<'_>) -> Outcome<usize> {
        let today = london::date(cx.now);
        let mut entries = Vec::with_capacity(overdue.len());
        let mut counts: BTreeMap<RoundId, u32> = BTreeMap::new();
        for before in &overdue {
            let after = expire(before, today).map_err(refused)?;
            entries.push(record::entry(&after, "assessment.expired", Some(before.status)));
            *counts.entry(after.round).or_default() += 1;
        }
        let ids: Vec<AssessmentId> = overdue.iter().map(|one| one.id).collect();
        if cx.tx.expire_assessments(&ids)? != ids.len() {
            // One was handed in in between: the next run sees it as it is.
            return Err(StoreError::Busy("an assessment has changed".to_owned()).into());
        }
        cx.audit_all(&entries)?;
        tell(&counts, cx)?;
        Ok(overdue.len())
    }
}

/// One letter a round to its lead, their substitute and its officer, while it is being assessed.
fn tell(counts: &BTreeMap<RoundId, u32>, cx: &mut Cx<'_>) -> Outcome<()> {
    let ids: Vec<RoundId> = counts.keys().copied().collect();
    let rounds = cx.tx.rounds_by_id(&ids)?;
    let assessing = |round: &&Round| round.status == Status::Assessing;
    let rounds: Vec<&Round> = rounds.iter().filter(assessing).collect();
    let told = |round: &Round| -> Vec<PersonId> {
        let mut people: Vec<PersonId> = round
            .posts
            .lead
            .into_iter()
            .flat_map(Post::people)
            .chain(round.posts.officer)
            .collect();
        people.sort_unstable();
        people.dedup();
        people
    };
    let everybody: Vec<PersonId> = rounds.iter().flat_map(|round| told(round)).collect();
    let people: BTreeMap<PersonId, _> =
        cx.tx.people(&everybody)?.into_iter().map(|person| (person.id, person)).collect();
    let mut letters = Vec::new();
    for round in rounds {
        let count = counts.get(&round.id).copied().unwrap_or(0);
        for person in told(round).into_iter().filter_map(|id| people.get(&id)) {
            letters.push(Letter {
                to: Recipient {
                    person: Some(person.id),
                    name: person.name.clone(),
                    email: person.email.clone(),
                },
                round: Some(round.id),
                application: None,
                body: Body::AssessmentsExpired {
                    round: round.settings.title.clone(),
                    count,
                    path: format!("/staff/rounds/{}/assessors", round.id),
                },
            });
        }
    }
    cx.send_all(&letters)
}
