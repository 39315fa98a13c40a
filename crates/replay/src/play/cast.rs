//! The people of a replay: signing in as people do, by the code in the email, and for staff with
//! the code of their app.

use super::{Played, Step, wrong};
use crate::browser::Browser;
use crate::stage::Stage;
use almoner_domain::access::Role;
use almoner_domain::value::{Instant, london};
use jiff::SignedDuration;
use jiff::civil::DateTime;
use std::collections::{BTreeSet, HashMap};
use totp_rs::{Algorithm, Builder, Secret};

/// The first administrator of a replayed office. Invented.
const ADMINISTRATOR: (&str, &str) = ("Theo Administrator", "administrator@llr-demo.example.org");
/// How long a staff session is used before signing in again: shorter than it lives when idle.
const STAFF_SESSION: SignedDuration = SignedDuration::from_mins(20);
/// How long a session of somebody of a group is used: shorter than it lives.
const SESSION: SignedDuration = SignedDuration::from_hours(6 * 24);

/// Everybody who plays, on their stage.
pub(super) struct Cast<'a> {
    pub(super) stage: &'a dyn Stage,
    /// Secrets of second factors, by address.
    secrets: HashMap<String, String>,
    /// Browsers that are signed in, with the instant of signing in.
    browsers: HashMap<String, (Browser, Instant)>,
    /// Who was invited as what.
    invited: BTreeSet<(String, &'static str)>,
    /// The ids of people of the office, by name.
    ids: HashMap<String, String>,
}

impl<'a> Cast<'a> {
    pub(super) fn new(stage: &'a dyn Stage) -> Self {
        Self {
            stage,
            secrets: HashMap::new(),
            browsers: HashMap::new(),
            invited: BTreeSet::new(),
            ids: HashMap::new(),
        }
    }

    /// Moves the clock to a civil time in London, but never back, and does what is due then.
    pub(super) fn at(&self, time: DateTime) -> Played<()> {
        let at = london::instant(time.date(), time.time())
            .map_err(|fault| wrong("the timetable", format!("{time}: {fault}")))?;
        if at > self.stage.now() {
            self.stage.set_clock(at);
        }
        self.stage.tick();
        self.stage.deliver();
        Ok(())
    }

    /// Lets some seconds pass.
    fn pass(&self, seconds: i64) {
        if let Some(later) = self.stage.now().checked_add(SignedDuration::from_secs(seconds)) {
            self.stage.set_clock(later);
        }
    }

    /// Invites somebody, by the administrator; nobody twice.
    pub(super) fn invite(&mut self, name: &str, email: &str, role: Role) -> Played<()> {
        if !self.invited.insert((email.to_owned(), role.code())) {
            return Ok(());
        }
        let step = format!("inviting {name} as {}", role.code());
        let browser = self.administrator()?;
        let page = browser.get("/staff/people/invite").step(&step)?;
        let mut form = page.main_form().step(&step)?;
        form.set("email", email).step(&step)?;
        form.set("name", name).step(&step)?;
        form.set("role", role.code()).step(&step)?;
        form.submit(browser).step(&step)?.accepted().step(&step)?;
        Ok(())
    }

    /// The administrator's browser. The command line makes the first one.
    fn administrator(&mut self) -> Played<&mut Browser> {
        let (name, email) = ADMINISTRATOR;
        if self.invited.insert((email.to_owned(), Role::Administrator.code())) {
            self.stage
                .first_administrator(email, name)
                .map_err(|why| wrong("the first administrator", why))?;
        }
        self.staff(email)
    }

    /// The id of somebody of the office, from the list of people.
    pub(super) fn person_id(&mut self, name: &str) -> Played<String> {
        if !self.ids.contains_key(name) {
            let page = self.administrator()?.get("/staff/people").step("the list of people")?;
            let links = page.links();
            let people = links
                .into_iter()
                .filter_map(|(name, to)| Some((name, super::id_in(&to)?.to_owned())));
            self.ids.extend(people);
        }
        self.ids
            .get(name)
            .cloned()
            .ok_or_else(|| wrong("the list of people", format!("{name} is not on it")))
    }

    /// The browser of a member of staff, signed in with the second factor.
    pub(super) fn staff(&mut self, email: &str) -> Played<&mut Browser> {
        if !self.is_fresh(email, STAFF_SESSION) {
            let mut browser = self.sign_in(email, email)?;
            self.second_factor(email, &mut browser)?;
            self.keep(email, browser);
        }
        self.browser_of(email)
    }

    /// The browser of somebody of a group, signed in and named.
    pub(super) fn applicant(&mut self, email: &str, name: &str) -> Played<&mut Browser> {
        if !self.is_fresh(email, SESSION) {
            let browser = self.sign_in(email, name)?;
            self.keep(email, browser);
        }
        self.browser_of(email)
    }

    fn is_fresh(&self, email: &str, lasts: SignedDuration) -> bool {
        let now = self.stage.now();
        self.browsers.get(email).is_some_and(|(_, since)| now.since(*since) < lasts)
    }

    fn keep(&mut self, email: &str, browser: Browser) {
        let now = self.stage.now();
        self.browsers.insert(email.to_owned(), (browser, now));
    }

    fn browser_of(&mut self, email: &str) -> Played<&mut Browser> {
        match self.browsers.get_mut(email) {
            Some((browser, _)) => Ok(browser),
            None => Err(wrong("signing in", format!("{email} has no browser"))),
        }
    }

    /// Asks for the email, reads the code in it and types it.
    fn sign_in(&mut self, email: &str, name: &str) -> Played<Browser> {
        let step = format!("signing in as {email}");
        // A code of the app works once, and a person takes a moment.
        self.pass(31);
        // What waits is sent first, so that the letter with the code is the newest.
        self.stage.deliver();
        let mut browser =
            Browser::new(self.stage.url()).with_public_origin(self.stage.public_url());
        let page = browser.get("/sign-in").step(&step)?;
        let mut form = page.main_form().step(&step)?;
        form.set("email", email).step(&step)?;
        let page = form.submit(&mut browser).step(&step)?;
        let page = page.accepted().step(&step)?;
        self.stage.deliver();
        let letter =
            self.stage.post().latest_to(email).ok_or_else(|| wrong(&step, "no letter arrived"))?;
        let text = letter.text().unwrap_or_default();
        let code = text
            .split_whitespace()
            .find(|word| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit()))
            .ok_or_else(|| wrong(&step, format!("no code in the letter: {text}")))?;
        let mut form = page.main_form().step(&step)?;
        form.set("code", code).step(&step)?;
        let mut page = form.submit(&mut browser).step(&step)?;
        if page.url.contains("/account/name") {
            let mut form = page.main_form().step(&step)?;
            form.set("name", name).step(&step)?;
            page = form.submit(&mut browser).step(&step)?;
        }
        page.accepted().step(&step)?;
        Ok(browser)
    }

    /// Sets the app up at the first time, then types its code.
    fn second_factor(&mut self, email: &str, browser: &mut Browser) -> Played<()> {
        let step = format!("the second factor of {email}");
        let page = browser.get("/second-factor").step(&step)?;
        let first = page.url.contains("/set-up");
        if first {
            let key = page.text_of_id("key").unwrap_or_default().replace(' ', "");
            self.secrets.insert(email.to_owned(), key);
        }
        let secret = self
            .secrets
            .get(email)
            .ok_or_else(|| wrong(&step, "an app was set up before, by somebody else"))?;
        let code = self.code(secret).ok_or_else(|| wrong(&step, format!("the key {secret}")))?;
        let mut form = page.main_form().step(&step)?;
        form.set("code", &code).step(&step)?;
        form.submit(browser).step(&step)?.accepted().step(&step)?;
        Ok(())
    }

    /// What the app shows now.
    fn code(&self, secret: &str) -> Option<String> {
        let seconds = u64::try_from(self.stage.now().as_millisecond() / 1000).ok()?;
        let secret = Secret::try_from_base32(secret).ok()?;
        let totp = Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_step_duration(30)
            .with_secret(secret)
            .with_account_name("replay".to_owned())
            .build()
            .ok()?;
        Some(totp.generate(seconds).to_string())
    }
}
