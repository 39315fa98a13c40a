//! A stage for replays: an office in this process with a clock by hand and a post box.

use crate::clock::HandClock;
use crate::running::{self, Running};
use crate::wiring::{self, Ingredients, WiringError};
use almoner_domain::access::{Actor, Role};
use almoner_domain::office::Office;
use almoner_domain::person::PersonName;
use almoner_domain::value::{EmailAddress, Instant};
use almoner_http::SiteSettings;
use almoner_mail::{Dispatcher, Encryption, Envelope, Transport};
use almoner_ports::{Clock, Store};
use almoner_replay::post_box::PostBox;
use almoner_replay::stage::Stage;
use almoner_usecases::App;
use almoner_usecases::people::InviteStaff;
use std::net::TcpListener;
use std::sync::Arc;

/// What a replayed office is made of.
pub struct Props {
    /// An empty database, marked.
    pub store: Arc<dyn Store>,
    /// Whether it is a demonstration.
    pub demonstration: bool,
    /// The office's own data.
    pub office: Office,
    /// The secret from which keys are derived.
    pub secret: Vec<u8>,
    /// The address that letters and pages give; the server's own if none.
    pub public_url: Option<String>,
    /// When the story begins.
    pub begins: Instant,
}

/// An office on a stage.
pub struct OfficeOnStage {
    clock: Arc<HandClock>,
    app: App,
    url: String,
    public_url: String,
    post: PostBox,
    dispatcher: Dispatcher,
    running: Running,
}

impl OfficeOnStage {
    /// Starts the office on a free loopback port.
    ///
    /// # Errors
    /// [`WiringError`].
    pub fn start(props: Props) -> Result<Self, WiringError> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let url = format!("http://{}", listener.local_addr()?);
        let public_url = props.public_url.unwrap_or_else(|| url.clone());
        let clock = Arc::new(HandClock::at(props.begins));
        let app = wiring::application(Ingredients {
            store: props.store,
            demonstration: props.demonstration,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            office: props.office,
            secret: props.secret,
            public_url: public_url.clone(),
            filing: crate::filing::nowhere(),
        })?;
        let post = PostBox::start()?;
        let transport = Transport::smtp("127.0.0.1", post.port(), Encryption::Off, None)?;
        let envelope = Envelope::new("Grants team <grants@example.org>", &public_url)?;
        let dispatcher = Dispatcher::new(transport, app.words(), envelope);
        let site = SiteSettings {
            public_url: public_url.clone(),
            secure: false,
            body_limit: 2 * 1024 * 1024,
            body_seconds: 60,
            one_press: false,
        };
        let running = running::start(app.clone(), site, listener, 1)?;
        Ok(Self { clock, app, url, public_url, post, dispatcher, running })
    }

    /// The application, to read what the story left behind.
    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Ends the play.
    ///
    /// # Errors
    /// When the server ended with an error.
    pub fn end(self) -> Result<(), WiringError> {
        Ok(self.running.stop()?)
    }
}

impl Stage for OfficeOnStage {
    fn url(&self) -> &str {
        &self.url
    }

    fn public_url(&self) -> &str {
        &self.public_url
    }

    fn now(&self) -> Instant {
        self.clock.now()
    }

    fn set_clock(&self, at: Instant) {
        self.clock.set(at);
    }

    fn tick(&self) {
        crate::chores::tick(&self.app);
    }

    fn deliver(&self) {
        crate::chores::send_due(&self.app, &self.dispatcher);
    }

    fn post(&self) -> &PostBox {
        &self.post
    }

    fn first_administrator(&self, email: &str, name: &str) -> Result<(), String> {
        let case = InviteStaff {
            email: EmailAddress::parse(email).map_err(|fault| fault.to_string())?,
            name: PersonName::parse(name).ok(),
            role: Role::Administrator,
        };
        let invited = self.app.execute(&Actor::System, self.app.arrived(), case);
        invited.map(drop).map_err(|error| error.to_string())
    }

    fn audit_entries(&self) -> Result<u64, String> {
        let mut verdict = None;
        self.app
            .store()
            .read(&mut |tx| verdict = Some(tx.verify()))
            .map_err(|error| error.to_string())?;
        match verdict {
            Some(Ok(Ok(entries))) => u64::try_from(entries).map_err(|fault| fault.to_string()),
            Some(Ok(Err(broken))) => {
                Err(format!("the audit trail is broken at {} of {}", broken.seq, broken.stream))
            }
            Some(Err(error)) => Err(error.to_string()),
            None => Err("the audit trail was not read".to_owned()),
        }
    }
}
