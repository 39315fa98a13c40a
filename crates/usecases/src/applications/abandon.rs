//! The scheduler's part: drafts of a closed round that were never sent.

use super::{letters, record};
use crate::contacts::contacts;
use crate::{Cx, Eye, Outcome, Refusal, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::application::{self, Application, Change};
use almoner_domain::audit::Entry;
use almoner_domain::id::ApplicationId;
use almoner_domain::letter::{Letter, Recipient};
use almoner_domain::person::Person;
use almoner_domain::round::{Phase, Round};
use almoner_ports::StoreError;

/// Drafts of one transaction; the next run takes the next ones.
const AT_ONCE: i64 = 100;
/// Rounds with drafts that one run looks at.
const ROUNDS_AT_ONCE: i64 = 20;

/// Gives up drafts of closed rounds, and tells their groups. Until it has run, nothing is
/// different for anybody: a draft cannot be sent after the deadline, whatever its state.
pub struct AbandonDrafts;

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Abandoned {
    /// How many drafts it gave up.
    pub drafts: usize,
    /// Whether there may be more.
    pub more: bool,
}

impl UseCase for AbandonDrafts {
    type Subject = Option<Round>;
    type Output = Abandoned;
    const ACT: Act = Act::Housekeeping;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Option<Round>> {
        let ids = eye.tx.rounds_with_drafts(ROUNDS_AT_ONCE)?;
        let rounds = eye.tx.rounds_by_id(&ids)?;
        // Drafts wait for the last group's deadline.
        let over = |round: &Round| match round.phase(eye.now) {
            Phase::Cancelled => true,
            Phase::Closed | Phase::Results => round.all_have_arrived(eye.now),
            _ => false,
        };
        Ok(rounds.into_iter().find(over))
    }

    fn on(&self, _: &Option<Round>) -> On {
        On::default()
    }

    fn run(&self, round: Option<Round>, cx: &mut Cx<'_>) -> Outcome<Abandoned> {
        let Some(round) = round else { return Ok(Abandoned::default()) };
        let drafts = cx.tx.drafts(round.id, AT_ONCE)?;
        let people = contacts(&drafts, &mut cx.eye)?;
        let now = cx.now;
        let changes: Vec<Change> = drafts
            .iter()
            .map(|draft| application::abandon(draft, &round, now).map_err(Refusal::from))
            .collect::<Result<_, _>>()?;
        let ids: Vec<ApplicationId> = drafts.iter().map(|draft| draft.id).collect();
        if cx.tx.abandon_drafts(&ids)? != ids.len() {
            // One was sent or taken back in between: the next run sees it as it is.
            return Err(StoreError::Busy("a draft has changed".to_owned()).into());
        }
        let entries: Vec<Entry> =
            changes.iter().map(|change| record::moved(change, "application.abandoned")).collect();
        cx.audit_all(&entries)?;
        let letters: Vec<Letter> = changes
            .iter()
            .filter_map(|change| {
                let person = people.get(&change.application.id)?;
                Some(letter(&round, &change.application, person))
            })
            .collect();
        cx.send_all(&letters)?;
        let more = i64::try_from(changes.len()).is_ok_and(|count| count == AT_ONCE);
        Ok(Abandoned { drafts: changes.len(), more })
    }
}

fn letter(round: &Round, draft: &Application, person: &Person) -> Letter {
    Letter {
        to: Recipient {
            person: Some(person.id),
            name: person.name.clone(),
            email: person.email.clone(),
        },
        round: Some(round.id),
        application: Some(draft.id),
        body: letters::abandoned(round, &draft.organisation_name),
    }
}
