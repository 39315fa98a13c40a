//! Where somebody declares who was turned away because they had not.

use crate::{AppError, Eye, Outcome, View};
use almoner_domain::access::{Act, On};
use almoner_domain::id::{ApplicationId, AssessmentId, RoundId};

/// What somebody wanted to open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declarable {
    /// A bid.
    Application(ApplicationId),
    /// An assessment of a bid.
    Assessment(AssessmentId),
}

/// Reads in which round it is.
pub struct RoundToDeclare {
    /// What somebody wanted to open.
    pub about: Declarable,
}

impl View for RoundToDeclare {
    type Output = RoundId;
    const ACT: Act = Act::DeclareInterests;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, RoundId)> {
        let round = match self.about {
            Declarable::Application(id) => eye.tx.application(id)?.map(|bid| bid.round),
            Declarable::Assessment(id) => eye.tx.assessment(id)?.map(|one| one.round),
        };
        Ok((On::default(), round.ok_or(AppError::NotFound)?))
    }
}
