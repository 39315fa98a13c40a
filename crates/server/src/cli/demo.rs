//! `almoner demo` and `almoner rehearse`: a whole office of invented groups, on this machine alone.

use super::{CommandError, filling, say, serve};
use crate::chores::Chores;
use crate::clock::{MovedClock, SystemClock};
use crate::config::Settings;
use crate::running;
use crate::wiring::{self, Ingredients, WiringError};
use almoner_domain::document::WithoutScanner;
use almoner_domain::round::RoundFile;
use almoner_domain::value::{Instant, london, show_moment};
use almoner_http::SiteSettings;
use almoner_mail::{Dispatcher, Encryption, Envelope, Transport};
use almoner_persistence::OpenError;
use almoner_ports::Clock;
use almoner_replay::post_box::{Keep, PostBox};
use jiff::civil::DateTime;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Its database.
const DATABASE: &str = "almoner.sqlite3";

/// The files of a demonstration, all of them made by it.
const FILES: &[&str] = &[
    DATABASE,
    "almoner.sqlite3-wal",
    "almoner.sqlite3-shm",
    "almoner.sqlite3.lock",
    "demonstration.key",
    FILLING,
    ROUND,
];

/// It stands beside the database while the demonstration is filled: found at a start, it tells
/// that the filling was interrupted.
const FILLING: &str = "filling";

/// The file of the round that is rehearsed, as it was when the rehearsal began.
const ROUND: &str = "rehearsal.toml";

/// The folder of uploaded files.
const UPLOADS: &str = "files";

/// What is shown.
pub(super) enum Show {
    /// Rounds of the past and one that is open today.
    Demonstration,
    /// A round that is to come.
    Rehearsal {
        /// Its file.
        text: String,
        /// What the clock shows at the start.
        at: Instant,
    },
}

impl Show {
    /// The rehearsal of the round in a file; a day after it opens, if no time is given.
    pub(super) fn rehearsal(file: &Path, at: Option<DateTime>) -> Result<Self, CommandError> {
        let said = |fault: String| CommandError::Said(format!("{}: {fault}", file.display()));
        let text = std::fs::read_to_string(file)?;
        let round = RoundFile::parse(&text).map_err(|fault| said(fault.to_string()))?;
        let opens = round.round.dates.opens;
        let at = at.unwrap_or_else(|| opens.saturating_add(jiff::Span::new().days(1)));
        let at = london::instant(at.date(), at.time()).map_err(|fault| said(fault.to_string()))?;
        Ok(Self::Rehearsal { text, at })
    }

    fn clock(&self) -> Arc<dyn Clock> {
        match self {
            Self::Demonstration => Arc::new(SystemClock),
            Self::Rehearsal { at, .. } => Arc::new(MovedClock::showing(*at)),
        }
    }

    /// A folder holds one show for good: a rehearsal of this very file, or the demonstration.
    fn belongs_in(&self, data: &Path) -> Result<(), CommandError> {
        let kept = std::fs::read_to_string(data.join(ROUND)).ok();
        let fits = match self {
            Self::Demonstration => kept.is_none(),
            Self::Rehearsal { text, .. } => kept.as_ref() == Some(text),
        };
        if fits {
            return Ok(());
        }
        Err(CommandError::Said(format!(
            "{} holds something else: choose another folder with --data, or begin anew with --reset",
            data.display()
        )))
    }
}

pub(super) fn run(
    settings: &Settings,
    show: &Show,
    data: &Path,
    bind: SocketAddr,
    reset: bool,
) -> Result<ExitCode, CommandError> {
    crate::telemetry::start(&settings.log);
    if !bind.ip().is_loopback() {
        return Err(CommandError::Said(format!(
            "there are one-press sign-ins, so it listens only on a loopback address \
             such as 127.0.0.1:8080, not on {bind}"
        )));
    }
    let listener = TcpListener::bind(bind)?;
    if reset || data.join(FILLING).exists() {
        throw_away(data)?;
    }
    std::fs::create_dir_all(data)?;
    let public_url = format!("http://{}", listener.local_addr()?);
    let secret = key(&data.join("demonstration.key"))?;
    let file = std::path::absolute(data.join(DATABASE))?;
    let database = wiring::open(&format!("sqlite://{}", file.display()))?;
    let pack = wiring::pack(settings.office.pack.as_deref())?;
    let is_new = database.mark()?.is_none();
    if is_new {
        std::fs::write(data.join(FILLING), b"")?;
        if let Show::Rehearsal { text, .. } = show {
            std::fs::write(data.join(ROUND), text)?;
        }
        let code = &pack.office.identity.short_name;
        database.mark_new(code, true, SystemClock.now())?;
    }
    if !database.is_demonstration()? {
        return Err(CommandError::Said(format!(
            "{} holds real data: it was not marked as a demonstration when it was created",
            file.display()
        )));
    }
    show.belongs_in(data)?;
    if is_new {
        let took = match show {
            Show::Demonstration => filling::fill(&database, &pack.office, &secret, &public_url)?,
            Show::Rehearsal { text, .. } => {
                filling::rehearse(&database, &pack, text, &secret, &public_url)?
            }
        };
        std::fs::remove_file(data.join(FILLING))?;
        say(&format!("The office is filled: {:.1} seconds.", took.as_secs_f64()));
    }
    let app = wiring::application(Ingredients {
        store: database.store()?,
        demonstration: true,
        clock: show.clock(),
        office: pack.office,
        secret,
        public_url: public_url.clone(),
        // Invented files of invented groups; the staff's home page says that nothing scans them.
        filing: crate::filing::in_folder(&data.join(UPLOADS), WithoutScanner::Accept)?,
    })?;
    // Email of the demonstration goes by SMTP like any other, to a receiver in this process: it
    // never leaves the machine.
    let post = PostBox::start_keeping(Keep::Counters)?;
    let transport = Transport::smtp("127.0.0.1", post.port(), Encryption::Off, None)
        .map_err(WiringError::from)?;
    let envelope = Envelope::new("Demonstration <demonstration@example.org>", &public_url)
        .map_err(WiringError::from)?;
    let dispatcher = Dispatcher::new(transport, app.words(), envelope);
    let site = SiteSettings {
        public_url: public_url.clone(),
        secure: false,
        body_limit: settings.server.body_limit,
        body_seconds: settings.server.body_seconds,
        one_press: true,
    };
    let running = running::start(app.clone(), site, listener, settings.server.workers)?;
    let chores = Chores::start(&app, dispatcher);
    let what = match show {
        Show::Demonstration => "Almoner's demonstration office".to_owned(),
        Show::Rehearsal { at, .. } => {
            format!("The rehearsal, whose clock showed {} at its start,", show_moment(*at))
        }
    };
    say(&format!(
        "{what} answers at {public_url}\n\
         Invented groups, not decisions of any Commissioner. Its data is kept in {}.\n\
         Sign in as any role at {public_url}/demo, and read its email at {public_url}/demo/mailbox.\n\
         {}\n\
         Stop it with Ctrl+C.",
        data.display(),
        filling::sign_ins(&app)
    ));
    serve::until_told(running)?;
    chores.stop();
    Ok(ExitCode::SUCCESS)
}

/// Removes what a demonstration made, and nothing else; not while it runs.
fn throw_away(data: &Path) -> Result<(), CommandError> {
    let database = std::path::absolute(data.join(DATABASE))?;
    if database.exists()
        && let Err(WiringError::Database(error @ OpenError::InUse(_))) =
            wiring::open_as_it_is(&format!("sqlite://{}", database.display()))
    {
        return Err(error.into());
    }
    match std::fs::remove_dir_all(data.join(UPLOADS)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    for file in FILES {
        match std::fs::remove_file(data.join(file)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// The demonstration's own secret: made once, kept beside its database.
fn key(file: &Path) -> io::Result<Vec<u8>> {
    match std::fs::read(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let mut key = vec![0; 32];
            getrandom::fill(&mut key).map_err(|error| io::Error::other(error.to_string()))?;
            std::fs::write(file, &key)?;
            Ok(key)
        }
        read => read,
    }
}
