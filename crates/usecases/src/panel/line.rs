//! Setting the quality line.

use super::refused;
use super::sheet::chair;
use crate::{AppError, Cx, Eye, Outcome, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::application::Status;
use almoner_domain::audit::Entry;
use almoner_domain::id::RoundId;
use almoner_domain::moderation::set_line;
use almoner_domain::round::Round;

/// Sets the quality line of a round, after every bid was moderated.
pub struct SetLine {
    /// The round.
    pub round: RoundId,
    /// The version of the round that was read.
    pub version: i64,
    /// The least percentage that is recommended.
    pub percent: i64,
    /// Why there.
    pub reason: String,
}

impl UseCase for SetLine {
    type Subject = Round;
    type Output = ();
    const ACT: Act = Act::ChairPanel;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Round> {
        eye.tx.round(self.round)?.ok_or(AppError::NotFound)
    }

    fn on(&self, round: &Round) -> On {
        chair(round)
    }

    fn run(&self, round: Round, cx: &mut Cx<'_>) -> Outcome<()> {
        if round.version != self.version {
            return Err(AppError::Stale);
        }
        let without = waiting(cx, round.id)?;
        let before = round.line.as_ref().map(|line| line.percent);
        let by = cx.person()?;
        let after =
            set_line(round, self.percent, &self.reason, without, by, cx.now).map_err(refused)?;
        cx.tx.save_round(&after)?;
        let reason = cx.digest(by, self.reason.trim())?;
        let mut entry = Entry::round(after.id, "panel.line")
            .number("percent", self.percent)
            .with("reason", reason);
        if let Some(before) = before {
            entry = entry.number("before", i64::from(before));
        }
        cx.audit(&entry)
    }
}

/// How many bids of a round passed screening and have no agreed marks.
pub(super) fn waiting(cx: &mut Cx<'_>, round: RoundId) -> Outcome<u64> {
    let counts = cx.tx.status_counts(round)?;
    let before = [Status::Eligible, Status::InAssessment, Status::Assessed];
    Ok(counts.iter().filter(|one| before.contains(&one.status)).map(|one| one.count).sum())
}
