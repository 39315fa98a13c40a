//! The office under test.

use crate::clock::{CountedIds, london};
use crate::database::{self, Kind, Litter};
use crate::uploads::Uploads;
use almoner_domain::access::Actor;
use almoner_domain::office::Office;
use almoner_domain::value::Instant;
use almoner_http::SiteSettings;
use almoner_mail::{Dispatcher, Encryption, Envelope, Sender, Transport, Writer};
use almoner_office::OfficePack;
use almoner_persistence::{Database, Tuning};
use almoner_ports::{Clock, Ids, Secrets};
use almoner_replay::browser::Browser;
use almoner_replay::post_box::{Message, PostBox};
use almoner_server::clock::HandClock;
use almoner_server::running::{self, Running};
use almoner_server::secrets::Keys;
use almoner_usecases::{App, Arrived, Outcome, Parts, UseCase, View};
use std::net::TcpListener;
use std::sync::{Arc, LazyLock};
use uuid::Uuid;

/// An office with a server, a database of its own and a clock by hand.
pub struct World {
    /// The application.
    pub app: App,
    /// The clock.
    pub clock: Arc<HandClock>,
    /// The address of the server, without a slash at the end.
    pub url: String,
    /// Where its email arrives, once [`World::deliver`] has run.
    pub post: PostBox,
    /// The address of its database.
    pub database_url: String,
    /// Where its files are, and its scanner.
    pub uploads: Uploads,
    dispatcher: Dispatcher,
    ids: Arc<CountedIds>,
    running: Option<Running>,
    _litter: Litter,
}

impl World {
    /// An office at 9am on Monday 11 December 2023, on a database of this kind.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self::build(kind, false)
    }

    /// The same on PostgreSQL; none if it was left out on purpose.
    #[must_use]
    pub fn on_postgres() -> Option<Self> {
        database::admin_url().map(|_| Self::new(Kind::Postgres))
    }

    /// The same on SQLite, in a database marked as a demonstration.
    #[must_use]
    pub fn demonstration() -> Self {
        Self::build(Kind::Sqlite, true)
    }

    fn build(kind: Kind, demonstration: bool) -> Self {
        let (database_url, litter) = database::fresh(kind);
        let uploads = Uploads::begin();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let clock = Arc::new(HandClock::at(london("2023-12-11T09:00")));
        let ids = Arc::new(CountedIds::default());
        let database = Database::open_for_tests(&database_url, Tuning::default()).unwrap();
        database.mark_new("llr", demonstration, clock.now()).unwrap();
        static OFFICE: LazyLock<Office> =
            LazyLock::new(|| OfficePack::embedded_llr().unwrap().office);
        let office = OFFICE.clone();
        let post = PostBox::start().unwrap();
        let secrets: Arc<dyn Secrets> =
            Arc::new(Keys::derive(b"a key for tests that is long enough").unwrap());
        let words = Writer::new(
            Sender {
                office: office.identity.name.clone(),
                contact: office.identity.contact_name.clone(),
                phone: office.identity.contact_phone.clone(),
                email: office.identity.contact_email.clone(),
                public_url: url.clone(),
                demonstration,
            },
            Arc::clone(&secrets),
        );
        let filing = uploads.filing();
        let app = App::new(Parts {
            store: database.store().unwrap(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            ids: Arc::clone(&ids) as Arc<dyn Ids>,
            secrets,
            words: Arc::new(words),
            office: Arc::new(office),
            filing,
            demonstration,
        });
        let settings = SiteSettings {
            public_url: url.clone(),
            secure: false,
            body_limit: 2 * 1024 * 1024,
            body_seconds: 10,
            one_press: demonstration,
        };
        let transport = Transport::smtp("127.0.0.1", post.port(), Encryption::Off, None).unwrap();
        let envelope = Envelope::new("Grants team <grants@example.org>", &url).unwrap();
        let dispatcher = Dispatcher::new(transport, app.words(), envelope);
        let running = running::start(app.clone(), settings, listener, 1).unwrap();
        Self {
            app,
            clock,
            url,
            post,
            dispatcher,
            database_url,
            ids,
            uploads,
            running: Some(running),
            _litter: litter,
        }
    }

    /// The present instant of this world.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// A new id.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        self.ids.uuid()
    }

    /// A browser of somebody who has not signed in.
    #[must_use]
    pub fn browser(&self) -> Browser {
        Browser::new(&self.url)
    }

    /// Sends every letter that is due to the post box.
    pub fn deliver(&self) {
        while self.dispatcher.run_once(&**self.app.store(), self.now()).unwrap() > 0 {}
    }

    /// The newest letter to this address, after delivering what is due.
    #[must_use]
    pub fn letter_to(&self, address: &str) -> Arc<Message> {
        self.deliver();
        self.post.latest_to(address).unwrap_or_else(|| panic!("no letter to {address}"))
    }

    /// A request that has arrived now.
    #[must_use]
    pub fn arrived(&self) -> Arrived {
        self.app.arrived()
    }

    /// Runs a use case as `actor`.
    ///
    /// # Errors
    /// As the case says.
    pub fn act<U: UseCase>(&self, actor: &Actor, case: U) -> Outcome<U::Output> {
        self.app.execute(actor, self.arrived(), case)
    }

    /// Runs a view as `actor`.
    ///
    /// # Errors
    /// As the view says.
    pub fn see<V: View>(&self, actor: &Actor, view: &V) -> Outcome<V::Output> {
        self.app.look(actor, self.arrived(), view)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            let _unused = running.stop();
        }
    }
}
