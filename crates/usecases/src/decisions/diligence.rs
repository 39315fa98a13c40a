//! Due diligence about one bid.

use super::texts::{lines, text};
use crate::{AppError, Cx, Eye, Outcome, Refusal, UseCase, View};
use almoner_domain::access::{Act, On};
use almoner_domain::application::Application;
use almoner_domain::audit::{Entry, events};
use almoner_domain::due_diligence::{
    Band, Check, CheckResult, DueDiligence, Finding, Outcome as Result_, Report, is_open, record,
};
use almoner_domain::id::ApplicationId;
use almoner_domain::moderation::Moderation;
use almoner_domain::round::Round;
use almoner_domain::value::Pence;
use std::collections::BTreeMap;

/// Records the result of due diligence about a bid.
pub struct RecordDueDiligence {
    /// The bid.
    pub application: ApplicationId,
    /// The version of the bid that was read.
    pub version: i64,
    /// The checks that were made, with their notes.
    pub checks: BTreeMap<Check, (Finding, String)>,
    /// The code of the outcome: `clear`, `clear_with_conditions` or `fail`.
    pub outcome: String,
    /// Conditions, a line each.
    pub conditions: String,
    /// Why it failed.
    pub reason: String,
    /// What the chief finance officer said, if they were asked.
    pub finance_note: String,
}

/// What the case and its page load.
pub struct Subject {
    application: Application,
    round: Round,
    moderation: Option<Moderation>,
    earlier: Option<DueDiligence>,
    on: On,
}

impl Subject {
    fn is_open(&self) -> bool {
        is_open(self.round.status, self.application.status, self.earlier.is_some())
    }
}

fn load(id: ApplicationId, eye: &mut Eye<'_>) -> Outcome<Subject> {
    let application = eye.tx.application(id)?.ok_or(AppError::NotFound)?;
    let round = eye.tx.round(application.round)?.ok_or(AppError::NotFound)?;
    let on = match eye.actor.person() {
        Some(me) => On::of(application.organisation)
            .standing(eye.tx.standing(me, id)?)
            .barred(application.entered_by()),
        None => On::default(),
    };
    Ok(Subject {
        moderation: eye.tx.moderation(id)?,
        earlier: eye.tx.due_diligence(id)?,
        application,
        round,
        on,
    })
}

/// The amount that may be awarded: what the panel recommends, or what was asked for.
fn amount(subject: &Subject) -> Pence {
    let recommended = subject.moderation.as_ref().and_then(|one| one.recommendation.as_ref());
    let recommended = recommended.and_then(|made| made.amount);
    recommended.or(subject.application.requested).unwrap_or(Pence::ZERO)
}

impl UseCase for RecordDueDiligence {
    type Subject = Subject;
    type Output = ();
    const ACT: Act = Act::RecordDueDiligence;

    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Subject> {
        load(self.application, eye)
    }

    fn on(&self, subject: &Subject) -> On {
        subject.on.clone()
    }

    fn run(&self, subject: Subject, cx: &mut Cx<'_>) -> Outcome<()> {
        if subject.application.version != self.version {
            return Err(AppError::Stale);
        }
        if !subject.is_open() {
            let refused = almoner_domain::decision::DecisionRefused::RoundNotThere;
            return Err(super::refused(refused(subject.round.status)));
        }
        let by = cx.person()?;
        let outcome = match self.outcome.as_str() {
            "clear" => Result_::Clear,
            "clear_with_conditions" => {
                Result_::ClearWithConditions { conditions: lines("conditions", &self.conditions)? }
            }
            "fail" => Result_::Fail { reason: text("reason", &self.reason)? },
            _ => {
                let fault = almoner_domain::form::Fault::Missing;
                let field = "outcome".to_owned();
                return Err(AppError::Invalid(vec![crate::FieldProblem { field, fault }]));
            }
        };
        let checks = self
            .checks
            .iter()
            .map(|(check, (finding, note))| {
                let note = text(check.code(), note)?;
                Ok((*check, CheckResult { finding: *finding, note }))
            })
            .collect::<Outcome<_>>()?;
        let finance_note = text("finance_note", &self.finance_note)?;
        let report = Report {
            amount: amount(&subject),
            checks,
            outcome,
            finance_note: (!finance_note.is_empty()).then_some(finance_note),
        };
        let from = subject.application.status;
        let made = record(&subject.application, subject.earlier.as_ref(), report, by, cx.now)
            .map_err(Refusal::from)?;
        match subject.earlier {
            Some(_) => cx.tx.replace_due_diligence(&made.due_diligence)?,
            None => cx.tx.add_due_diligence(&made.due_diligence)?,
        }
        cx.tx.save_application(&made.application)?;
        let result = &made.due_diligence;
        let mut entry =
            Entry::application(subject.round.id, self.application, events::DUE_DILIGENCE_RECORDED)
                .code("from", from.code())
                .code("to", made.application.status.code())
                .code("outcome", result.outcome.code())
                .code("band", result.band.code())
                .pence("amount", result.amount)
                .number(
                    "conditions",
                    i64::try_from(result.outcome.conditions().len()).unwrap_or(0),
                );
        for (check, found) in &result.checks {
            entry = entry.code(&format!("check.{}", check.code()), found.finding.code());
        }
        cx.audit(&entry)
    }
}

/// The page of due diligence about a bid.
pub struct DiligencePage {
    /// The bid.
    pub application: ApplicationId,
}

/// What the page shows.
pub struct DiligenceSheet {
    /// The bid.
    pub application: Application,
    /// Its round.
    pub round: Round,
    /// The amount that may be awarded.
    pub amount: Pence,
    /// Its band.
    pub band: Band,
    /// The recorded result, if there is one that stands.
    pub recorded: Option<DueDiligence>,
    /// Whether a result can be recorded now.
    pub open: bool,
}

impl View for DiligencePage {
    type Output = DiligenceSheet;
    const ACT: Act = Act::RecordDueDiligence;

    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, DiligenceSheet)> {
        let subject = load(self.application, eye)?;
        let amount = amount(&subject);
        let open = subject.is_open();
        let on = subject.on.clone();
        let sheet = DiligenceSheet {
            band: Band::of(amount),
            amount,
            open,
            recorded: subject.earlier.filter(|_| !open),
            application: subject.application,
            round: subject.round,
        };
        Ok((on, sheet))
    }
}
