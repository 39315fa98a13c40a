//! Signing in as people do: by the code in the email, and for staff with the code of their app.

use super::{Play, Played, SESSION, Step, wrong};
use crate::browser::Browser;
use almoner_domain::access::Role;
use totp_rs::{Algorithm, Builder, Secret};

/// The first administrator of a replayed office. Invented.
const ADMINISTRATOR: (&str, &str) = ("Theo Administrator", "administrator@llr-demo.example.org");

impl Play<'_> {
    /// Makes the first administrator and invites everybody of the office.
    pub(super) fn set_up_office(&mut self) -> Played<()> {
        self.at(self.file.timetable.set_up)?;
        let (name, email) = ADMINISTRATOR;
        self.stage
            .first_administrator(email, name)
            .map_err(|why| wrong("the first administrator", why))?;
        for person in &self.file.people {
            for role in &person.roles {
                self.invite(&person.name, &person.email, *role)?;
            }
        }
        Ok(())
    }

    fn invite(&mut self, name: &str, email: &str, role: Role) -> Played<()> {
        let step = format!("inviting {name} as {}", role.code());
        let browser = self.staff(ADMINISTRATOR.1)?;
        let page = browser.get("/staff/people/invite").step(&step)?;
        let mut form = page.main_form().step(&step)?;
        form.set("email", email).step(&step)?;
        form.set("name", name).step(&step)?;
        form.set("role", role.code()).step(&step)?;
        form.submit(browser).step(&step)?.accepted().step(&step)?;
        Ok(())
    }

    /// The browser of a member of staff, signed in with the second factor.
    pub(super) fn staff(&mut self, email: &str) -> Played<&mut Browser> {
        let fresh = self
            .browsers
            .get(email)
            .is_some_and(|(_, since)| self.stage.now().since(*since) < SESSION);
        if !fresh {
            let mut browser = self.sign_in(email, email)?;
            self.second_factor(email, &mut browser)?;
            let now = self.stage.now();
            self.browsers.insert(email.to_owned(), (browser, now));
        }
        match self.browsers.get_mut(email) {
            Some((browser, _)) => Ok(browser),
            None => Err(wrong("signing in", format!("{email} has no browser"))),
        }
    }

    /// The browser of somebody of a group, signed in and named.
    pub(super) fn applicant(&mut self, email: &str, name: &str) -> Played<&mut Browser> {
        if !self.browsers.contains_key(email) {
            let browser = self.sign_in(email, name)?;
            let now = self.stage.now();
            self.browsers.insert(email.to_owned(), (browser, now));
        }
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
