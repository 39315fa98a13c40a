//! The scheduler's part: rounds open and close at their instant. What people see never waits for
//! it, since the phase of a round is computed from the clock.

use super::record;
use crate::{Cx, Eye, Outcome, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::round::{Round, Status};

/// Rounds that one run looks at; the next run takes the next ones.
const AT_ONCE: i64 = 50;

/// Opens and closes the rounds whose time has come.
pub struct Tick;

/// What a run changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ticked {
    /// Rounds that opened and are open.
    pub opened: usize,
    /// Rounds that closed.
    pub closed: usize,
}

impl UseCase for Tick {
    type Subject = Vec<Round>;
    type Output = Ticked;
    const ACT: Act = Act::Housekeeping;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Vec<Round>> {
        Ok(eye.tx.rounds_due(eye.now, AT_ONCE)?)
    }

    fn on(&self, _: &Vec<Round>) -> On {
        On::default()
    }

    fn run(&self, rounds: Vec<Round>, cx: &mut Cx<'_>) -> Outcome<Ticked> {
        let mut done = Ticked::default();
        for round in rounds {
            let (round, changed) = record::catch_up(round, cx)?;
            if !changed {
                continue;
            }
            match round.status {
                Status::Open => done.opened += 1,
                _ => done.closed += 1,
            }
            cx.tx.save_round(&round)?;
            cx.public_change()?;
        }
        Ok(done)
    }
}
