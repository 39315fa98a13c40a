//! The way to the mail server.

use lettre::address::AddressError;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{Message, SmtpTransport, Transport as _};
use std::time::Duration;
use thiserror::Error;

/// How long one step of the conversation with the mail server may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Encryption towards the mail server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encryption {
    /// None: only for a mail server on this machine.
    Off,
    /// STARTTLS, required.
    Starttls,
    /// TLS from the first byte.
    Implicit,
}

/// Why the transport could not be set up.
#[derive(Debug, Error)]
pub enum TransportError {
    /// The server's name does not work for TLS.
    #[error("the mail server's name does not work: {0}")]
    Server(#[from] lettre::transport::smtp::Error),
    /// The sender's address is none.
    #[error("the sender's address does not work: {0}")]
    Sender(#[from] AddressError),
}

/// A connection pool to one mail server.
#[derive(Clone)]
pub struct Transport {
    smtp: SmtpTransport,
}

/// How a single message fared.
pub(crate) enum Fate {
    Accepted,
    Later(String),
    Never(String),
}

impl Transport {
    /// A transport over SMTP.
    ///
    /// # Errors
    /// [`TransportError::Server`] when `host` does not work as a name for TLS.
    pub fn smtp(
        host: &str,
        port: u16,
        encryption: Encryption,
        credentials: Option<(String, String)>,
    ) -> Result<Self, TransportError> {
        let tls = match encryption {
            Encryption::Off => Tls::None,
            Encryption::Starttls => Tls::Required(TlsParameters::new(host.to_owned())?),
            Encryption::Implicit => Tls::Wrapper(TlsParameters::new(host.to_owned())?),
        };
        let mut builder =
            SmtpTransport::builder_dangerous(host).port(port).tls(tls).timeout(Some(PATIENCE));
        if let Some((user, password)) = credentials {
            builder = builder.credentials(Credentials::new(user, password));
        }
        Ok(Self { smtp: builder.build() })
    }

    pub(crate) fn send(&self, message: &Message) -> Fate {
        match self.smtp.send(message) {
            Ok(_) => Fate::Accepted,
            // Only an answer about this recipient or this message is the end of the letter. A wrong
            // password, a refused greeting or connection concern every letter: they are tried again.
            Err(error) if error.status().is_some_and(|code| is_about_the_letter(code.into())) => {
                Fate::Never(error.to_string())
            }
            Err(error) => Fate::Later(error.to_string()),
        }
    }
}

/// Whether an answer of the server refuses a mailbox or a message for good, and not the session: no
/// such mailbox, not local, too large, not allowed as a name (RFC 5321, 4.2.3), parameters not known
/// (RFC 5321, 4.1.1.11), domain without mail (RFC 7505). Not 554: servers greet with it too.
const fn is_about_the_letter(code: u16) -> bool {
    matches!(code, 550..=553 | 555 | 556)
}
