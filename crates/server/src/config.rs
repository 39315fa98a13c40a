//! Settings: a file, overridden by the environment, checked before anything starts.

use almoner_domain::document::WithoutScanner;
use almoner_files::ScannerAddress;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// The prefix of environment variables: `ALMONER_SECTION__KEY`.
const PREFIX: &str = "ALMONER_";

/// All settings.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Where the data is.
    pub database: Database,
    /// How the site is reached.
    pub server: Server,
    /// Keys.
    pub security: Security,
    /// How email leaves.
    pub mail: Mail,
    /// The office's own data.
    pub office: OfficeSource,
    /// Where files are kept, and what scans them.
    pub files: FileSettings,
    /// What is logged, and how.
    pub log: Log,
}

/// Where files are kept, and what scans them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FileSettings {
    /// A folder, or `s3://bucket/prefix`; without one, the folder `files` beside the database.
    pub place: Option<String>,
    /// ClamAV's daemon: `tcp://host:port` or `unix:///path`.
    pub scanner: Option<String>,
    /// What is done with documents while no scanner is set: `quarantine` keeps them closed,
    /// `accept` opens them.
    pub without_scanner: WithoutScanner,
}

/// Where the data is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `sqlite:///absolute`, `sqlite://relative`, `postgres://` or `postgresql://`.
    pub url: String,
}

impl Default for Database {
    fn default() -> Self {
        Self { url: "sqlite://data/almoner.sqlite3".to_owned() }
    }
}

/// How the site is reached.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// The address to listen on.
    pub bind: SocketAddr,
    /// The address under which people reach the site, without a slash at the end.
    pub public_url: String,
    /// Threads that answer requests; 0 for one per core.
    pub workers: usize,
    /// The largest form, in bytes.
    pub body_limit: usize,
    /// How long a whole form may take to arrive, in seconds.
    pub body_seconds: u64,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: "http://127.0.0.1:8080".to_owned(),
            workers: 0,
            body_limit: 2 * 1024 * 1024,
            body_seconds: 60,
        }
    }
}

/// Keys.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Security {
    /// At least 32 characters of randomness. Sessions, links and sealed secrets depend on it.
    pub secret_key: Option<SecretString>,
}

/// How email leaves.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    /// The mail server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The sender's address.
    pub from: String,
    /// Encryption towards the mail server.
    pub tls: MailTls,
    /// User name, if the mail server wants one.
    pub username: Option<String>,
    /// Password, if the mail server wants one.
    pub password: Option<SecretString>,
}

impl Default for Mail {
    fn default() -> Self {
        Self {
            host: String::new(),
            port: 587,
            from: String::new(),
            tls: MailTls::Starttls,
            username: None,
            password: None,
        }
    }
}

/// Encryption towards the mail server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailTls {
    /// None: only for a mail server on this machine.
    Off,
    /// STARTTLS, required.
    Starttls,
    /// TLS from the first byte.
    Implicit,
}

/// Where the office pack is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OfficeSource {
    /// A folder; without one, the pack that is built in.
    pub pack: Option<PathBuf>,
}

/// What is logged, and how.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// A filter such as `info` or `almoner_server=debug,info`.
    pub filter: String,
    /// Lines of JSON instead of text.
    pub json: bool,
}

impl Default for Log {
    fn default() -> Self {
        // What the web server says of its own start is no news to anybody.
        Self { filter: "info,actix_server=warn".to_owned(), json: false }
    }
}

/// Why settings could not be read or must not be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read the settings file {path}: {why}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        why: std::io::Error,
    },
    /// The file or a variable does not fit.
    #[error("the settings do not fit: {0}")]
    Misfit(String),
    /// One or more settings are unsafe for real data.
    #[error("refusing to start with unsafe settings:\n{}", list(.0))]
    Unsafe(Vec<Unsafe>),
}

fn list(faults: &[Unsafe]) -> String {
    faults.iter().map(|fault| format!("  - {fault}")).collect::<Vec<_>>().join("\n")
}

/// A setting that is unsafe for real data. The text names the setting and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unsafe {
    /// No key, or one that is too short.
    #[error("security.secret_key: set at least 32 random characters (try `openssl rand -hex 32`)")]
    SecretKey,
    /// The key of the example file.
    #[error("security.secret_key: the example's value is public; make one of your own")]
    ExampleKey,
    /// The site is reached without TLS from other machines.
    #[error(
        "server.public_url: must begin with https:// unless the site is reached only on this machine ({0})"
    )]
    PlainHttp(String),
    /// No mail server.
    #[error("mail.host: set the mail server; without email nobody can sign in")]
    NoMailServer,
    /// No sender.
    #[error("mail.from: set the sender's address")]
    NoSender,
    /// Email would leave this machine in the clear.
    #[error("mail.tls: `off` is only for a mail server on this machine, and mail.host is {0}")]
    PlainMail(String),
    /// Data would cross the network in the clear.
    #[error(
        "database.url: a PostgreSQL server on another machine ({0}) needs sslmode=require, verify-ca or verify-full"
    )]
    PlainDatabase(String),
    /// The scanner's address cannot be read.
    #[error(
        "files.scanner: must be tcp://host:port or unix:///path of ClamAV's daemon, and is {0:?}"
    )]
    Scanner(String),
    /// The database was made for demonstration.
    #[error(
        "database.url: this database was marked as a demonstration when it was created; it can only be opened by `almoner demo`"
    )]
    Demonstration,
    /// PostgreSQL may lose what it acknowledged.
    #[error("the PostgreSQL server may lose what it acknowledged: {0}")]
    NotDurable(String),
}

impl Settings {
    /// Reads `file` (or `almoner.toml` in the working folder, if there is one), then the
    /// environment, which wins.
    ///
    /// # Errors
    /// [`ConfigError::Unreadable`] or [`ConfigError::Misfit`].
    pub fn load(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let default = Path::new("almoner.toml");
        let file = file.or_else(|| default.is_file().then_some(default));
        let mut table = match file {
            None => toml::Table::new(),
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|why| ConfigError::Unreadable { path: path.to_owned(), why })?;
                text.parse()
                    .map_err(|error| ConfigError::Misfit(format!("{}: {error}", path.display())))?
            }
        };
        for (name, value) in environment.into_iter().collect::<BTreeMap<_, _>>() {
            overlay(&mut table, &name, value)?;
        }
        table.try_into().map_err(|error| ConfigError::Misfit(error.to_string()))
    }

    /// What makes these settings unsafe for real data; empty if nothing does.
    #[must_use]
    pub fn unsafe_for_real_data(&self) -> Vec<Unsafe> {
        let mut faults = Vec::new();
        match &self.security.secret_key {
            Some(key) if key.expose_secret().starts_with("example") => {
                faults.push(Unsafe::ExampleKey);
            }
            Some(key) if key.expose_secret().len() >= 32 => {}
            _ => faults.push(Unsafe::SecretKey),
        }
        let stays_here = self.server.bind.ip().is_loopback() && self.is_reached_locally();
        if !self.is_https() && !stays_here {
            faults.push(Unsafe::PlainHttp(self.server.public_url.clone()));
        }
        if self.mail.host.is_empty() {
            faults.push(Unsafe::NoMailServer);
        }
        if self.mail.from.is_empty() {
            faults.push(Unsafe::NoSender);
        }
        if self.mail.tls == MailTls::Off && !is_this_machine(&self.mail.host) {
            faults.push(Unsafe::PlainMail(self.mail.host.clone()));
        }
        if let Some(scanner) = &self.files.scanner
            && ScannerAddress::parse(scanner).is_none()
        {
            faults.push(Unsafe::Scanner(scanner.clone()));
        }
        if let Some(host) = unencrypted_postgres_host(&self.database.url) {
            faults.push(Unsafe::PlainDatabase(host));
        }
        faults
    }

    /// Whether people reach the site over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.server.public_url.starts_with("https://")
    }

    fn is_reached_locally(&self) -> bool {
        self.server
            .public_url
            .strip_prefix("http://")
            .is_some_and(|rest| is_this_machine(host_of(rest)))
    }
}

/// Puts `ALMONER_SECTION__KEY=value` into the table. Numbers and booleans are read as such.
fn overlay(table: &mut toml::Table, name: &str, value: String) -> Result<(), ConfigError> {
    let Some(path) = name.strip_prefix(PREFIX) else { return Ok(()) };
    let Some((section, key)) = path.split_once("__") else { return Ok(()) };
    let (section, key) = (section.to_lowercase(), key.to_lowercase());
    let section_table = table
        .entry(section.clone())
        .or_insert_with(|| toml::Value::Table(toml::Table::new()))
        .as_table_mut()
        .ok_or_else(|| ConfigError::Misfit(format!("{section} is not a section")))?;
    let value = match (key.as_str(), value.as_str()) {
        ("port" | "workers" | "body_limit" | "body_seconds", number) => number
            .parse()
            .map(toml::Value::Integer)
            .map_err(|_| ConfigError::Misfit(format!("{name} must be a whole number")))?,
        ("json", "true") => toml::Value::Boolean(true),
        ("json", "false") => toml::Value::Boolean(false),
        _ => toml::Value::String(value),
    };
    section_table.insert(key, value);
    Ok(())
}

fn host_of(rest: &str) -> &str {
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let authority = authority.rsplit('@').next().unwrap_or_default();
    match authority.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost"
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The host of a PostgreSQL URL that neither stays on this machine nor asks for TLS.
fn unencrypted_postgres_host(url: &str) -> Option<String> {
    let rest = url.strip_prefix("postgres://").or_else(|| url.strip_prefix("postgresql://"))?;
    let host = host_of(rest);
    let encrypted = ["sslmode=require", "sslmode=verify-ca", "sslmode=verify-full"]
        .iter()
        .any(|mode| rest.contains(mode));
    (!encrypted && !is_this_machine(host) && !host.is_empty()).then(|| host.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(pairs: &[(&str, &str)]) -> Settings {
        let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Settings::load(None, pairs).unwrap()
    }

    fn safe() -> Vec<(&'static str, &'static str)> {
        vec![
            ("ALMONER_SECURITY__SECRET_KEY", "0123456789abcdef0123456789abcdef"),
            ("ALMONER_SERVER__PUBLIC_URL", "https://grants.office.example"),
            ("ALMONER_MAIL__HOST", "mail.office.example"),
            ("ALMONER_MAIL__FROM", "grants@office.example"),
        ]
    }

    fn with(name: &'static str, value: &'static str) -> Vec<Unsafe> {
        let mut pairs = safe();
        pairs.retain(|(known, _)| *known != name);
        pairs.push((name, value));
        from(&pairs).unsafe_for_real_data()
    }

    #[test]
    fn safe_settings_are_accepted() {
        assert_eq!(from(&safe()).unsafe_for_real_data(), []);
    }

    #[test]
    fn a_short_or_missing_key_is_named() {
        assert_eq!(with("ALMONER_SECURITY__SECRET_KEY", "short"), [Unsafe::SecretKey]);
        let without: Vec<_> = safe().into_iter().skip(1).collect();
        assert_eq!(from(&without).unsafe_for_real_data(), [Unsafe::SecretKey]);
    }

    #[test]
    fn the_key_of_the_example_is_refused() {
        let key = "example-key-example-key-example-key-example";
        assert_eq!(with("ALMONER_SECURITY__SECRET_KEY", key), [Unsafe::ExampleKey]);
    }

    #[test]
    fn plain_http_is_only_for_this_machine() {
        let url = "http://grants.office.example";
        assert_eq!(with("ALMONER_SERVER__PUBLIC_URL", url), [Unsafe::PlainHttp(url.into())]);
        assert_eq!(with("ALMONER_SERVER__PUBLIC_URL", "http://127.0.0.1:8080"), []);
    }

    #[test]
    fn plain_mail_is_only_for_this_machine() {
        let faults = with("ALMONER_MAIL__TLS", "off");
        assert_eq!(faults, [Unsafe::PlainMail("mail.office.example".into())]);
    }

    #[test]
    fn a_distant_database_needs_tls() {
        let faults = with("ALMONER_DATABASE__URL", "postgres://u:p@db.example/almoner");
        assert_eq!(faults, [Unsafe::PlainDatabase("db.example".into())]);
        let url = "postgres://u:p@db.example/almoner?sslmode=verify-full";
        assert_eq!(with("ALMONER_DATABASE__URL", url), []);
        assert_eq!(with("ALMONER_DATABASE__URL", "postgres://u@127.0.0.1/almoner"), []);
    }

    #[test]
    fn a_scanner_that_cannot_be_reached_by_its_address_is_named() {
        let faults = with("ALMONER_FILES__SCANNER", "clamav:3310");
        assert_eq!(faults, [Unsafe::Scanner("clamav:3310".into())]);
        assert_eq!(with("ALMONER_FILES__SCANNER", "tcp://clamav:3310"), []);
    }

    #[test]
    fn an_unknown_setting_is_refused_by_name() {
        let pairs = [("ALMONER_SERVER__COLOUR".to_owned(), "red".to_owned())];
        let error = Settings::load(None, pairs).unwrap_err().to_string();
        assert!(error.contains("colour"), "{error}");
    }

    #[test]
    fn a_secret_is_not_printed() {
        let shown = format!("{:?}", from(&safe()));
        assert!(!shown.contains("0123456789abcdef"), "{shown}");
    }

    #[test]
    fn the_example_file_is_complete_and_refused_for_its_public_key() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("almoner.example.toml");
        let settings = Settings::load(Some(&path), []).unwrap();
        assert_eq!(settings.unsafe_for_real_data(), [Unsafe::ExampleKey]);
    }
}
