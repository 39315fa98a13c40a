//! The moves of a round that begin and end screening.

use crate::rounds::RoundMove;
use crate::{Cx, Outcome, Refusal};
use almoner_domain::access::Act;
use almoner_domain::audit::{Entry, Fact};
use almoner_domain::round::{Round, Screened};
use almoner_domain::screening::Screening;

/// Screening starts: every sent bid of the round is being screened from now on.
#[derive(Clone, Copy, Debug, Default)]
pub struct StartScreening;

impl RoundMove for StartScreening {
    const ACT: Act = Act::AdvanceRound;
    const EVENT: &'static str = "round.screening_started";

    fn apply(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<Round> {
        let round = round.start_screening(cx.now).map_err(Refusal::from)?;
        let sent = cx.tx.to_be_screened(round.id)?;
        let screenings: Vec<Screening> =
            sent.iter().map(|application| Screening::of(*application, &round)).collect();
        cx.tx.mark_screening(round.id)?;
        cx.tx.add_screenings(&screenings)?;
        Ok(round)
    }

    /// One entry names every bid that moved, so that a round of thousands is one step.
    fn record(&self, entry: Entry, round: &Round, cx: &mut Cx<'_>) -> Outcome<Entry> {
        let begun = cx.tx.screened_applications(round.id)?;
        let count = i64::try_from(begun.len()).unwrap_or(i64::MAX);
        let ids = begun.iter().map(ToString::to_string).collect();
        Ok(entry.number("count", count).with("applications", Fact::Codes(ids)))
    }
}

/// Marking starts: every sent bid has a result, or waits for its group until a named day.
#[derive(Clone, Copy, Debug, Default)]
pub struct StartAssessing;

impl RoundMove for StartAssessing {
    const ACT: Act = Act::AdvanceRound;
    const EVENT: &'static str = "round.assessing_started";

    fn apply(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<Round> {
        let without_result = cx.tx.without_result(round.id)?;
        Ok(round.start_assessing(Screened { without_result }).map_err(Refusal::from)?)
    }
}
