//! The gate: the only place that opens a transaction and the only caller of a use case.

use crate::completion::Tally;
use crate::{AppError, Cx, Eye, Outcome};
use almoner_domain::access::{Act, Actor, Demand, On, Permit, permits};
use almoner_domain::audit::Entry;
use almoner_domain::document::{Limits, WithoutScanner};
use almoner_domain::office::Office;
use almoner_domain::value::Instant;
use almoner_ports::{
    Clock, Files, Ids, LetterWords, Scanner, Secrets, Store, StoreError, Stored, Taken, Tx, Verdict,
};
use std::sync::{Arc, Mutex, PoisonError};
use uuid::Uuid;

/// When a request had arrived whole, and its id. Stamped once, when its last byte was there,
/// before any queue: the instant that counts against a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// The instant.
    pub at: Instant,
    /// The id under which log lines and audit entries are found.
    pub request: Uuid,
}

/// A change: who may, and what happens.
pub trait UseCase: Send + Sync + 'static {
    /// What it loads before the policy is asked.
    type Subject;
    /// What it answers.
    type Output: Send + 'static;
    /// What it is called in the policy.
    const ACT: Act;

    /// Loads what the policy and the case need. A missing record is [`AppError::NotFound`].
    ///
    /// # Errors
    /// As the case says.
    fn load(&self, eye: &mut Eye<'_>) -> Outcome<Self::Subject>;

    /// The facts about the record that the policy needs.
    fn on(&self, subject: &Self::Subject) -> On;

    /// Does it. May run more than once for one request; only the last run is kept.
    ///
    /// # Errors
    /// As the case says; then nothing is kept.
    fn run(&self, subject: Self::Subject, cx: &mut Cx<'_>) -> Outcome<Self::Output>;
}

/// A reading: who may, and what they see.
pub trait View {
    /// What it answers.
    type Output;
    /// What it is called in the policy.
    const ACT: Act;

    /// Loads what the policy needs and what the page shows. Called once; the policy is asked
    /// with the returned facts before anything leaves the gate.
    ///
    /// # Errors
    /// As the view says.
    fn see(&self, eye: &mut Eye<'_>) -> Outcome<(On, Self::Output)>;
}

/// What the application is made of.
pub struct Parts {
    /// The database.
    pub store: Arc<dyn Store>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The maker of identifiers.
    pub ids: Arc<dyn Ids>,
    /// The keeper of secrets.
    pub secrets: Arc<dyn Secrets>,
    /// The writer of letters.
    pub words: Arc<dyn LetterWords>,
    /// The office's own data.
    pub office: Arc<Office>,
    /// Where the files of documents are, and how they are dealt with.
    pub filing: Filing,
    /// Whether the database was marked as a demonstration when it was created.
    pub demonstration: bool,
}

/// Where the files of documents are, and how they are dealt with.
#[derive(Clone)]
pub struct Filing {
    /// Their bytes.
    pub files: Arc<dyn Files>,
    /// What looks for viruses in them, if the office has it.
    pub scanner: Option<Arc<dyn Scanner>>,
    /// What is done while there is no scanner.
    pub without_scanner: WithoutScanner,
    /// How much a group may send.
    pub limits: Limits,
}

/// The application: cheap to clone, shared by pages, API and jobs.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
    tally: Arc<Tally>,
}

impl App {
    /// Puts the application together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self { parts: Arc::new(parts), tally: Arc::default() }
    }

    /// What was counted and is not written down yet.
    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Stamps a request that has arrived whole.
    #[must_use]
    pub fn arrived(&self) -> Arrived {
        Arrived { at: self.parts.clock.now(), request: self.parts.ids.uuid() }
    }

    /// The present instant, for what belongs to no request.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.parts.clock.now()
    }

    /// The office's own data.
    #[must_use]
    pub fn office(&self) -> &Office {
        &self.parts.office
    }

    /// Whether the database is a demonstration.
    #[must_use]
    pub fn is_demonstration(&self) -> bool {
        self.parts.demonstration
    }

    /// The writer of letters.
    #[must_use]
    pub fn words(&self) -> Arc<dyn LetterWords> {
        Arc::clone(&self.parts.words)
    }

    /// Where the files of documents are.
    #[must_use]
    pub fn filing(&self) -> &Filing {
        &self.parts.filing
    }

    /// The store, for the mail worker and health checks.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.parts.store
    }

    /// The keeper of secrets, for cookies and forms.
    #[must_use]
    pub fn secrets(&self) -> &dyn Secrets {
        &*self.parts.secrets
    }

    /// Runs a use case in one write transaction. Answers after the commit is durable.
    ///
    /// # Errors
    /// [`AppError`]; then nothing was changed.
    pub fn execute<U: UseCase>(
        &self,
        actor: &Actor,
        arrived: Arrived,
        case: U,
    ) -> Outcome<U::Output> {
        let slot = Arc::new(Mutex::new(None));
        let job = {
            let (slot, parts, actor) = (Arc::clone(&slot), Arc::clone(&self.parts), actor.clone());
            Box::new(move |tx: &mut dyn Tx| {
                let outcome = attempt(&parts, tx, &actor, arrived, &case);
                let verdict = verdict_of(&outcome);
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
                verdict
            })
        };
        self.parts.store.write(job)?;
        let outcome = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
        let outcome = outcome
            .unwrap_or_else(|| Err(StoreError::Failed("the work did not run".into()).into()));
        if let Err(error) = &outcome {
            self.note_refusal(actor, arrived, U::ACT, error);
        }
        outcome
    }

    /// Runs a view in one read transaction.
    ///
    /// # Errors
    /// [`AppError`].
    pub fn look<V: View>(&self, actor: &Actor, arrived: Arrived, view: &V) -> Outcome<V::Output> {
        let mut seen = None;
        self.parts.store.read(&mut |tx| {
            let mut eye = Eye { tx, actor, now: arrived.at, parts: &self.parts };
            seen = Some(view.see(&mut eye).and_then(|(on, output)| {
                admit(actor, &Demand::on(V::ACT, on))?;
                Ok(output)
            }));
        })?;
        seen.unwrap_or_else(|| Err(StoreError::Failed("the view did not run".into()).into()))
    }

    /// Writes what is no act of anybody's: neither asked of the policy nor audited.
    pub(crate) fn write_plainly(
        &self,
        work: impl Fn(&mut Eye<'_>) -> Stored<()> + Send + 'static,
    ) -> Outcome<()> {
        let (slot, parts) = (Arc::new(Mutex::new(Ok(()))), Arc::clone(&self.parts));
        let (kept, now) = (Arc::clone(&slot), self.parts.clock.now());
        self.parts.store.write(Box::new(move |tx| {
            let mut eye = Eye { tx, actor: &Actor::System, now, parts: &parts };
            let outcome = work(&mut eye).map_err(AppError::from);
            let verdict = verdict_of(&outcome);
            *kept.lock().unwrap_or_else(PoisonError::into_inner) = outcome;
            verdict
        }))?;
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *slot, Ok(()))
    }

    /// A refused attempt to change something leaves its own entry, in a transaction of its own.
    fn note_refusal(&self, actor: &Actor, arrived: Arrived, act: Act, error: &AppError) {
        let reason = match error {
            AppError::Forbidden(..) => "forbidden",
            AppError::Refused(refusal) => refusal.code(),
            AppError::NotFound if actor.person().is_some() => "not_found",
            _ => return,
        };
        let (parts, actor) = (Arc::clone(&self.parts), actor.clone());
        let entry = Entry::office("attempt.refused").code("act", act.code()).code("reason", reason);
        let noted = self.parts.store.write(Box::new(move |tx| {
            let eye = Eye { tx, actor: &actor, now: arrived.at, parts: &parts };
            match Cx::new(eye, arrived).audit(&entry) {
                Ok(()) => Verdict::Commit,
                Err(error) => verdict_of::<()>(&Err(error)),
            }
        }));
        if let Err(error) = noted {
            tracing::warn!(%error, "a refused attempt could not be written down");
        }
    }
}

fn attempt<U: UseCase>(
    parts: &Parts,
    tx: &mut dyn Tx,
    actor: &Actor,
    arrived: Arrived,
    case: &U,
) -> Outcome<U::Output> {
    let mut eye = Eye { tx, actor, now: arrived.at, parts };
    let subject = case.load(&mut eye)?;
    admit(actor, &Demand::on(U::ACT, case.on(&subject)))?;
    case.run(subject, &mut Cx::new(eye, arrived))
}

fn verdict_of<T>(outcome: &Outcome<T>) -> Verdict {
    match outcome {
        Ok(_) => Verdict::Commit,
        Err(AppError::Store(StoreError::Busy(_) | StoreError::Taken(Taken::ChainPlace, _))) => {
            Verdict::Retry
        }
        Err(_) => Verdict::RollBack,
    }
}

/// Asks the policy and turns its answer into an error.
fn admit(actor: &Actor, demand: &Demand) -> Outcome<()> {
    match permits(actor, demand) {
        Permit::Yes => Ok(()),
        Permit::SignIn => Err(AppError::SignedOut),
        Permit::SecondFactor => Err(AppError::SecondFactor),
        Permit::Declare => Err(AppError::Declare),
        Permit::NotFound => Err(AppError::NotFound),
        Permit::Forbidden(why) => Err(AppError::Forbidden(demand.act, why)),
    }
}
