//! Recommending an outcome for one bid.

use super::refused;
use super::sheet::Subject;
use crate::{AppError, Cx, Eye, Outcome, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::audit::{Entry, events};
use almoner_domain::id::ApplicationId;
use almoner_domain::moderation::{PanelRefused, Wish, recommend};

/// Records what the panel recommends about a bid.
pub struct RecommendApplication {
    /// The bid.
    pub application: ApplicationId,
    /// The version of the moderation that was read.
    pub version: i64,
    /// What is recommended.
    pub wish: Wish,
}

impl UseCase for RecommendApplication {
    type Subject = Subject;
    type Output = ();
    const ACT: Act = Act::Moderate;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Subject> {
        Subject::load(self.application, eye)
    }

    fn on(&self, subject: &Subject) -> On {
        subject.on()
    }

    fn run(&self, subject: Subject, cx: &mut Cx<'_>) -> Outcome<()> {
        if subject.version() != self.version {
            return Err(AppError::Stale);
        }
        let Some(moderation) = &subject.moderation else {
            return Err(refused(PanelRefused::NotModerated(1)));
        };
        let by = cx.person()?;
        let (application, after) = recommend(
            &subject.round,
            &subject.application,
            moderation,
            self.wish.clone(),
            by,
            cx.now,
        )
        .map_err(refused)?;
        cx.tx.save_application(&application)?;
        cx.tx.save_moderation(&after)?;
        let (numerator, denominator) = after.percent().fraction();
        let reason = cx.digest(by, self.wish.reason.trim())?;
        let mut entry =
            Entry::application(subject.round.id, application.id, events::PANEL_RECOMMENDED)
                .code("from", subject.application.status.code())
                .code("to", application.status.code())
                .code("outcome", self.wish.outcome.code())
                .code("reason_code", self.wish.reason_code.code())
                .number("percent_numerator", numerator)
                .number("percent_denominator", denominator)
                .with("reason", reason);
        if let Some(amount) = self.wish.amount {
            entry = entry.pence("amount", amount);
        }
        if let Some(area) = &application.lead_area {
            entry = entry.code("lead_area", area.as_str());
        }
        cx.audit(&entry)
    }
}
