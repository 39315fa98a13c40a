//! An office in the middle of a round, filled by the cases that people use: for benchmarks, and
//! for rehearsing what happens when the program is killed. Every group and answer is invented.

use crate::clock::SystemClock;
use crate::ids::UuidV7;
use crate::wiring::{self, Ingredients, WiringError};
use almoner_domain::access::{Actor, Caller, Role};
use almoner_domain::conflict::{self, Capacity, Declaration};
use almoner_domain::id::{
    ApplicationId, DeclarationId, OrganisationId, PersonId, RoundId, SessionId,
};
use almoner_domain::person::{Person, RoleHeld};
use almoner_domain::round::{Posts, Round, RoundFile, Status};
use almoner_domain::value::london;
use almoner_http::{SESSION_COOKIE_PLAIN, Site, SiteSettings, Uses, csrf_token};
use almoner_persistence::Database;
use almoner_ports::{
    ApplicationFilter, ApplicationLine, ApplicationOrder, Clock, Ids, SendOutcome, Session,
    StoreError, Stored, Tx, Verdict,
};
use almoner_replay::file::{Bid, ReplayFile};
use almoner_replay::open::open_round;
use almoner_usecases::applications::{
    CreateOrganisation, OrganisationForm, OwnApplication, SaveSection, StartApplication, Submit,
};
use almoner_usecases::{App, AppError, UseCase};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use thiserror::Error;

/// The secret of a rehearsed office. It protects nothing: the people in it are invented.
pub const SECRET: &str = "a rehearsal on this machine alone";
/// How many groups are made side by side.
const SIDE_BY_SIDE: usize = 8;
/// Letters that are taken from the outbox at a time.
const LETTERS: i64 = 500;

/// Why an office could not be filled.
#[derive(Debug, Error)]
pub enum RehearsalFault {
    /// There is something in the database.
    #[error("the database is in use: a rehearsal needs an empty one")]
    Used,
    /// The office could not be put together.
    #[error(transparent)]
    Wiring(#[from] WiringError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A case was refused.
    #[error("the office cannot be filled: {0}")]
    Case(#[from] AppError),
    /// The open round does not work.
    #[error("the open round does not work: {0}")]
    Round(String),
}

impl From<almoner_persistence::OpenError> for RehearsalFault {
    fn from(error: almoner_persistence::OpenError) -> Self {
        Self::Wiring(error.into())
    }
}

/// An office with one open round.
pub struct Rehearsal {
    /// The round.
    pub round: RoundId,
    /// Its reference.
    pub reference: String,
    /// The application, to look at what is there.
    pub app: App,
    bid: Bid,
    form: almoner_domain::form::Form,
    site: Site,
    groups: AtomicUsize,
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub person: PersonId,
    /// The cookie header of their session.
    pub cookie: String,
    /// The token that their forms carry.
    pub csrf: String,
}

/// A complete bid.
#[derive(Clone, Debug)]
pub struct ReadyBid {
    /// Whose session can send it.
    pub by: SignedIn,
    /// Which.
    pub application: ApplicationId,
    /// Whose bid it is.
    pub organisation: OrganisationId,
    /// Its version, as its "check your answers" page shows it.
    pub version: i64,
    /// What that page would send.
    pub intent: String,
}

impl Rehearsal {
    /// Opens a round in an empty database that is migrated.
    ///
    /// # Errors
    /// [`RehearsalFault::Used`], or what went wrong.
    pub fn begin(database: &Database, public_url: &str) -> Result<Self, RehearsalFault> {
        if !database.is_empty()? {
            return Err(RehearsalFault::Used);
        }
        let now = SystemClock.now();
        let office = wiring::pack(None)?.office;
        database.mark_new(&office.identity.short_name, false, now)?;
        let app = wiring::application(Ingredients {
            store: database.store()?,
            demonstration: false,
            clock: Arc::new(SystemClock),
            office,
            secret: SECRET.as_bytes().to_vec(),
            public_url: public_url.to_owned(),
            filing: crate::filing::nowhere(),
        })?;
        let text = include_str!("../../replay/data/open-round.toml");
        let file = open_round(text, london::date(now)).map_err(said)?;
        let RoundFile { round: settings, form, .. } =
            RoundFile::parse(&file.definition().map_err(said)?).map_err(said)?;
        let ReplayFile { bids, .. } = file;
        let bid = bids.into_iter().find(|bid| bid.sent.is_some());
        let bid = bid.ok_or_else(|| RehearsalFault::Round("no bid is complete".to_owned()))?;
        let round = RoundId(UuidV7.uuid());
        let reference = settings.reference.clone();
        let by = PersonId(UuidV7.uuid());
        let mut open = Round::draft(round, settings, form.clone(), Posts::default(), by, now)
            .map_err(|refused| RehearsalFault::Round(format!("{refused:?}")))?;
        open.status = Status::Open;
        open.published_at = Some(now);
        write(&app, move |tx| {
            tx.add_round(&open)?;
            tx.touch_public()
        })?;
        let settings = SiteSettings {
            public_url: public_url.to_owned(),
            secure: false,
            body_limit: 2 * 1024 * 1024,
            body_seconds: 60,
            one_press: false,
        };
        let site = Site { app: app.clone(), settings: Arc::new(settings), uses: Uses::default() };
        Ok(Self { round, reference, app, bid, form, site, groups: AtomicUsize::new(0) })
    }

    /// So many groups with a complete bid each, sent or not.
    ///
    /// # Errors
    /// The first fault.
    pub fn bids(&self, count: usize, sent: bool) -> Result<Vec<ReadyBid>, RehearsalFault> {
        let made = Mutex::new(Vec::with_capacity(count));
        let begun = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            let workers: Vec<_> = (0..SIDE_BY_SIDE)
                .map(|_| {
                    scope.spawn(|| {
                        while begun.fetch_add(1, Ordering::Relaxed) < count {
                            let bid = self.one_bid(sent)?;
                            made.lock().unwrap_or_else(PoisonError::into_inner).push(bid);
                        }
                        Ok::<(), RehearsalFault>(())
                    })
                })
                .collect();
            for worker in workers {
                worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            }
            Ok::<(), RehearsalFault>(())
        })?;
        Ok(made.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    fn one_bid(&self, sent: bool) -> Result<ReadyBid, RehearsalFault> {
        let number = self.groups.fetch_add(1, Ordering::Relaxed) + 1;
        let by = self.sign_in(&format!("Applicant {number}"), None)?;
        let caller = |organisations| {
            Actor::Person(Caller {
                id: by.person,
                roles: std::iter::empty().collect(),
                second_factor: false,
                organisations,
            })
        };
        let group = OrganisationForm {
            name: format!("{} {number}", self.bid.group.name),
            kind: self.bid.group.kind.code().to_owned(),
            postcode: self.bid.group.postcode.clone(),
            ..OrganisationForm::default()
        };
        let organisation = self.act(&caller(Vec::new()), CreateOrganisation { form: group })?;
        let actor = caller(vec![organisation]);
        let start = StartApplication { round: self.reference.clone(), organisation };
        let application = self.act(&actor, start)?;
        let typed = self.typed();
        for section in &self.form.sections {
            let own = |name: &str| section.questions.iter().any(|question| question.owns(name));
            let typed = typed.iter().filter(|(name, _)| own(name)).cloned().collect();
            let section = section.id.clone();
            self.act(&actor, SaveSection { application, section, version: 0, typed })?;
        }
        let view = OwnApplication { application };
        let seen = self.app.look(&actor, self.app.arrived(), &view)?;
        let (version, intent) = (seen.application.version, seen.intent);
        if sent {
            self.act(&actor, Submit { application, version, intent: intent.clone() })?;
        }
        Ok(ReadyBid { by, application, organisation, version, intent })
    }

    fn act<U: UseCase>(&self, actor: &Actor, case: U) -> Result<U::Output, AppError> {
        self.app.execute(actor, self.app.arrived(), case)
    }

    /// A person with a session, and with a role and its second factor if one is given.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sign_in(&self, name: &str, role: Option<Role>) -> Result<SignedIn, RehearsalFault> {
        let now = self.app.arrived().at;
        let person = PersonId(UuidV7.uuid());
        let token = format!("token-of-{person}");
        let record = Person {
            id: person,
            email: format!("{person}@example.org"),
            name: name.to_owned(),
            phone: None,
            created_at: now,
            version: 1,
        };
        let session = Session {
            id: SessionId(UuidV7.uuid()),
            person,
            token_digest: self.app.secrets().token_digest(&token).to_vec(),
            created_at: now,
            seen_at: now,
            second_factor_at: role.map(|_| now),
            ended_at: None,
        };
        let held = role.map(|role| RoleHeld { person, role, from: now, until: None });
        write(&self.app, move |tx| {
            tx.add_person(&record)?;
            held.iter().try_for_each(|held| tx.grant_role(held))?;
            tx.add_session(&session)
        })?;
        Ok(SignedIn {
            person,
            cookie: format!("{SESSION_COOKIE_PLAIN}={token}"),
            csrf: csrf_token(&self.site, Some(&token)),
        })
    }

    /// What the round has received, as the staff's list shows it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn received(&self) -> Result<Vec<ApplicationLine>, RehearsalFault> {
        let filter = ApplicationFilter::default();
        let mut lines = Ok(Vec::new());
        self.app.store().read(&mut |tx| {
            lines = tx.application_list(
                self.round,
                &filter,
                ApplicationOrder::Received,
                None,
                i64::from(i32::MAX),
            );
        })?;
        Ok(lines?)
    }

    /// The first section with its longest answer changed: its id, and its fields.
    #[must_use]
    pub fn changed_section(&self) -> (String, Vec<(String, String)>) {
        let Some(section) = self.form.sections.first() else { return Default::default() };
        let own = |name: &str| section.questions.iter().any(|question| question.owns(name));
        let mut fields: Vec<(String, String)> =
            self.typed().into_iter().filter(|(name, _)| own(name)).collect();
        if let Some((_, longest)) = fields.iter_mut().max_by_key(|(_, text)| text.len()) {
            longest.push_str(" Really.");
        }
        (section.id.to_string(), fields)
    }

    /// All answers of the bid, as a browser would post them.
    fn typed(&self) -> Vec<(String, String)> {
        self.bid
            .answers
            .iter()
            .flat_map(|(name, typed)| {
                typed.values().iter().map(move |value| (name.clone(), value.clone()))
            })
            .collect()
    }

    /// Writes down that this person has no interest in these bids, so that they may read them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn nothing_to_declare(
        &self,
        person: PersonId,
        bids: &[ApplicationId],
    ) -> Result<(), RehearsalFault> {
        let now = self.app.arrived().at;
        let declarations: Vec<Declaration> = bids
            .iter()
            .map(|application| Declaration {
                id: DeclarationId(UuidV7.uuid()),
                version: 1,
                round: self.round,
                application: *application,
                person,
                status: conflict::Status::None,
                kind: None,
                note: String::new(),
                declared_at: Some(now),
                capacity: Capacity::Staff,
                decision: None,
            })
            .collect();
        Ok(write(&self.app, move |tx| tx.add_declarations(&declarations))?)
    }

    /// Marks every waiting letter as accepted, as if the mail server had taken it, so that the
    /// post of earlier days does not run beside what is measured.
    ///
    /// # Errors
    /// When the database fails.
    pub fn settle_the_post(&self) -> Result<(), RehearsalFault> {
        let now = self.app.arrived().at;
        let left = Arc::new(AtomicUsize::new(1));
        while left.load(Ordering::Acquire) > 0 {
            let taken = Arc::clone(&left);
            write(&self.app, move |tx| {
                let due = tx.lease(now, now, LETTERS)?;
                due.iter().try_for_each(|one| tx.tried(one.id, now, &SendOutcome::Accepted))?;
                taken.store(due.len(), Ordering::Release);
                Ok(())
            })?;
        }
        Ok(())
    }
}

/// Writes straight to the store.
fn write(
    app: &App,
    work: impl Fn(&mut dyn Tx) -> Stored<()> + Send + 'static,
) -> Result<(), StoreError> {
    let failed = Arc::new(Mutex::new(None));
    let slot = Arc::clone(&failed);
    app.store().write(Box::new(move |tx| match work(tx) {
        Ok(()) => Verdict::Commit,
        Err(StoreError::Busy(_)) => Verdict::Retry,
        Err(error) => {
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            Verdict::RollBack
        }
    }))?;
    let failed = failed.lock().unwrap_or_else(PoisonError::into_inner).take();
    failed.map_or(Ok(()), Err)
}

fn said(error: impl std::fmt::Display) -> RehearsalFault {
    RehearsalFault::Round(error.to_string())
}
