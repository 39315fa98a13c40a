//! From settings to a running office.

use crate::clock::SystemClock;
use crate::config::{MailTls, Settings, Unsafe};
use crate::ids::UuidV7;
use crate::secrets::Keys;
use almoner_domain::office::Office;
use almoner_http::SiteSettings;
use almoner_mail::{Dispatcher, Encryption, Envelope, Sender, Transport, TransportError, Writer};
use almoner_office::{OfficePack, PackError};
use almoner_persistence::{Database, OpenError, Tuning};
use almoner_ports::{Clock, Secrets, Store};
use almoner_usecases::{App, Filing, Parts};
use secrecy::ExposeSecret;
use std::path::Path;
use std::sync::Arc;
use thiserror::Error;

/// Why an office could not be put together.
#[derive(Debug, Error)]
pub enum WiringError {
    /// The office pack.
    #[error("the office pack does not work: {0}")]
    Pack(#[from] PackError),
    /// The database.
    #[error(transparent)]
    Database(#[from] OpenError),
    /// The mail server.
    #[error(transparent)]
    Mail(#[from] TransportError),
    /// The secret key.
    #[error("the secret key does not work: {0}")]
    Key(String),
    /// The place for files.
    #[error(transparent)]
    Files(#[from] almoner_files::StoreFault),
    /// Settings that are unsafe for real data.
    #[error("refusing to start: {0}")]
    Unsafe(Unsafe),
    /// The system.
    #[error(transparent)]
    System(#[from] std::io::Error),
}

/// What an application is made of, beyond what is always the same.
pub struct Ingredients {
    /// The database.
    pub store: Arc<dyn Store>,
    /// Whether it is a demonstration.
    pub demonstration: bool,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The office's own data.
    pub office: Office,
    /// The secret from which keys are derived.
    pub secret: Vec<u8>,
    /// The address under which people reach the site.
    pub public_url: String,
    /// Where the files of documents are.
    pub filing: Filing,
}

/// Puts an application together.
///
/// # Errors
/// [`WiringError::Key`] when the secret does not work.
pub fn application(parts: Ingredients) -> Result<App, WiringError> {
    let keys = Keys::derive(&parts.secret).map_err(|fault| WiringError::Key(fault.to_string()))?;
    let secrets: Arc<dyn Secrets> = Arc::new(keys);
    let writer = Writer::new(
        sender(&parts.office, &parts.public_url, parts.demonstration),
        Arc::clone(&secrets),
    );
    Ok(App::new(Parts {
        store: parts.store,
        clock: parts.clock,
        ids: Arc::new(UuidV7),
        secrets,
        words: Arc::new(writer),
        office: Arc::new(parts.office),
        filing: parts.filing,
        demonstration: parts.demonstration,
    }))
}

fn sender(office: &Office, public_url: &str, demonstration: bool) -> Sender {
    let identity = &office.identity;
    Sender {
        office: identity.name.clone(),
        contact: identity.contact_name.clone(),
        phone: identity.contact_phone.clone(),
        email: identity.contact_email.clone(),
        public_url: public_url.to_owned(),
        demonstration,
    }
}

/// The office pack: a folder's, or the one that is built in.
///
/// # Errors
/// [`WiringError::Pack`] naming file and line.
pub fn pack(folder: Option<&Path>) -> Result<OfficePack, WiringError> {
    Ok(match folder {
        Some(folder) => OfficePack::from_folder(folder)?,
        None => OfficePack::embedded_llr()?,
    })
}

/// Opens a database for real data: migrated, marked, and not a demonstration.
///
/// # Errors
/// [`WiringError::Database`], or [`WiringError::Unsafe`] for a demonstration.
pub fn real_database(url: &str, office: &str) -> Result<(Database, Arc<dyn Store>), WiringError> {
    let database = open(url)?;
    if database.mark()?.is_none() {
        database.mark_new(office, false, SystemClock.now())?;
    }
    if database.is_demonstration()? {
        return Err(WiringError::Unsafe(Unsafe::Demonstration));
    }
    let store = database.store()?;
    Ok((database, store))
}

/// Opens a database without touching its tables.
///
/// # Errors
/// [`WiringError::Database`], or [`WiringError::Unsafe`] for a server that may lose commits.
pub fn open_as_it_is(url: &str) -> Result<Database, WiringError> {
    Database::open(url, Tuning::default()).map_err(|error| match error {
        OpenError::NotDurable { .. } => WiringError::Unsafe(Unsafe::NotDurable(error.to_string())),
        other => WiringError::Database(other),
    })
}

/// Opens a database and brings its tables up to date.
///
/// # Errors
/// [`WiringError::Database`], or [`WiringError::Unsafe`] for a server that may lose commits.
pub fn open(url: &str) -> Result<Database, WiringError> {
    let database = open_as_it_is(url)?;
    for name in database.migrate()? {
        tracing::info!(migration = name, "migrated");
    }
    Ok(database)
}

/// The site's settings for the HTTP side.
#[must_use]
pub fn site_settings(settings: &Settings) -> SiteSettings {
    SiteSettings {
        public_url: settings.server.public_url.clone(),
        secure: settings.is_https(),
        body_limit: settings.server.body_limit,
        body_seconds: settings.server.body_seconds,
        one_press: false,
    }
}

/// The dispatcher towards the configured mail server.
///
/// # Errors
/// [`WiringError::Mail`].
pub fn dispatcher(app: &App, settings: &Settings) -> Result<Dispatcher, WiringError> {
    let mail = &settings.mail;
    let encryption = match mail.tls {
        MailTls::Off => Encryption::Off,
        MailTls::Starttls => Encryption::Starttls,
        MailTls::Implicit => Encryption::Implicit,
    };
    let credentials = mail
        .username
        .clone()
        .zip(mail.password.as_ref().map(|password| password.expose_secret().to_owned()));
    let transport = Transport::smtp(&mail.host, mail.port, encryption, credentials)?;
    let envelope = Envelope::new(&mail.from, &settings.server.public_url)?;
    Ok(Dispatcher::new(transport, app.words(), envelope))
}
