//! An assessor's own list.

use crate::{Eye, Outcome, View};
use almoner_domain::access::{Act, On, Standing};
use almoner_domain::application::Application;
use almoner_domain::assessment::Assessment;
use almoner_domain::conflict::Standings;
use almoner_domain::id::{ApplicationId, RoundId};
use almoner_domain::round::Round;
use almoner_ports::AssessmentKey;
use std::collections::{BTreeMap, BTreeSet};

/// How many assessments one page of the list shows: more than anybody marks in a round, so that
/// what is to be done stands together.
pub const LIST_LENGTH: i64 = 200;

/// The caller's own assessments, the one due first.
pub struct MyAssessments {
    /// After which the page goes on.
    pub after: Option<AssessmentKey>,
}

/// One of them.
pub struct MyAssessment {
    /// The assessment.
    pub assessment: Assessment,
    /// The bid.
    pub application: Application,
    /// The round's title.
    pub round: String,
    /// Where the caller stands: the bid opens only to somebody who is clear.
    pub standing: Standing,
}

/// A page of the list.
pub struct MyList {
    /// The assessments, without those of bids from which the caller is kept away.
    pub lines: Vec<MyAssessment>,
    /// Where the next page begins; none after the last.
    pub next: Option<AssessmentKey>,
}

impl View for MyAssessments {
    type Output = MyList;
    const ACT: Act = Act::ReadOwnAssessments;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)> {
        let person = eye.person()?;
        let mine = eye.tx.assessments_by(person, self.after, LIST_LENGTH)?;
        let full = usize::try_from(LIST_LENGTH).is_ok_and(|length| mine.len() >= length);
        let next = mine.last().filter(|_| full);
        let next = next.map(|last| AssessmentKey { due: last.due, id: last.id });
        let ids: Vec<ApplicationId> = mine.iter().map(|one| one.application).collect();
        let mut applications: BTreeMap<ApplicationId, Application> = eye
            .tx
            .applications(&ids)?
            .into_iter()
            .map(|application| (application.id, application))
            .collect();
        let rounds: BTreeSet<RoundId> = mine.iter().map(|one| one.round).collect();
        let mut known: BTreeMap<RoundId, (Round, Standings)> = BTreeMap::new();
        // Nobody marks in more than a few rounds at a time.
        for id in rounds {
            if let Some(round) = eye.tx.round(id)? {
                known.insert(id, (round, eye.tx.standings(person, id)?));
            }
        }
        let mut lines = Vec::with_capacity(mine.len());
        for assessment in mine {
            let (Some(application), Some((round, standings))) =
                (applications.remove(&assessment.application), known.get(&assessment.round))
            else {
                continue;
            };
            let standing = standings.towards(application.id);
            if standing == Standing::Recused {
                continue;
            }
            let round = round.settings.title.clone();
            lines.push(MyAssessment { assessment, application, round, standing });
        }
        Ok((On::default(), MyList { lines, next }))
    }
}
