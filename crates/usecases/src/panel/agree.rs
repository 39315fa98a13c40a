//! Agreeing marks.

use super::refused;
use super::sheet::Subject;
use crate::{AppError, Cx, Eye, Outcome, UseCase};
use almoner_domain::access::{Act, On};
use almoner_domain::audit::{Entry, Fact, events};
use almoner_domain::id::ApplicationId;
use almoner_domain::moderation::{Agreeing, PanelRefused, Proposal, agree};
use std::collections::BTreeMap;

/// Records the marks that the panel agreed about a bid.
pub struct AgreeMarks {
    /// The bid.
    pub application: ApplicationId,
    /// The version of the moderation that was read; 0 for none yet.
    pub version: i64,
    /// Marks and reasons by criterion code.
    pub proposals: BTreeMap<String, Proposal>,
    /// What was said about the bid as a whole.
    pub discussion: String,
}

impl UseCase for AgreeMarks {
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
        let originals = subject.combined().ok_or_else(|| refused(PanelRefused::NotRevealed))?;
        let by = cx.person()?;
        let (application, moderation) = agree(Agreeing {
            round: &subject.round,
            application: &subject.application,
            earlier: subject.moderation.as_ref(),
            originals: &originals,
            proposals: &self.proposals,
            discussion: &self.discussion,
            by,
            at: cx.now,
        })
        .map_err(refused)?;
        cx.tx.save_application(&application)?;
        cx.tx.save_moderation(&moderation)?;
        cx.tx.mark_moderated(application.id)?;
        let (numerator, denominator) = moderation.percent().fraction();
        let mut entry =
            Entry::application(subject.round.id, application.id, events::MODERATION_AGREED)
                .code("from", subject.application.status.code())
                .code("to", application.status.code())
                .number("percent_numerator", numerator)
                .number("percent_denominator", denominator);
        for (criterion, agreed) in &moderation.agreement.marks {
            let mark = Fact::Number(i64::from(agreed.mark.get()));
            entry = entry.with(&format!("mark.{criterion}"), mark);
            if !agreed.reason.is_empty() {
                let digest = cx.digest(by, &agreed.reason)?;
                entry = entry.with(&format!("reason.{criterion}"), digest);
            }
        }
        cx.audit(&entry)
    }
}
