//! The groups' side: start, fill in section by section, check, send; again, late, withdrawn.

use super::{Play, Played, Step, path_of, wrong};
use crate::browser::{Browser, Form};
use crate::file::{Bid, Typed};
use jiff::civil::DateTime;
use std::collections::BTreeMap;

/// What happens to a bid at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Event {
    Start,
    Send,
    SendAgain,
    TryLate,
    Withdraw,
}

impl Play<'_> {
    /// Everything that groups do, in the order of the clock.
    pub(super) fn receive_bids(&mut self) -> Played<()> {
        let file = self.file;
        let mut events: Vec<(DateTime, &Bid, Event)> = Vec::new();
        for bid in &file.bids {
            events.push((bid.started, bid, Event::Start));
            events.extend(bid.sent.map(|at| (at, bid, Event::Send)));
            events.extend(bid.sent_again.as_ref().map(|again| (again.at, bid, Event::SendAgain)));
            events.extend(bid.late_attempt.map(|at| (at, bid, Event::TryLate)));
            events.extend(bid.withdrawn.map(|at| (at, bid, Event::Withdraw)));
        }
        events.sort_by_key(|(at, ..)| *at);
        for (at, bid, event) in events {
            self.at(at)?;
            match event {
                Event::Start => self.start_bid(bid)?,
                Event::Send => self.send_bid(bid, false)?,
                Event::SendAgain => self.send_again(bid)?,
                Event::TryLate => self.send_bid(bid, true)?,
                Event::Withdraw => self.withdraw(bid)?,
            }
        }
        self.at(file.round.dates.closes)
    }

    fn start_bid(&mut self, bid: &Bid) -> Played<()> {
        let step = format!("starting the bid {}", bid.key);
        let reference = self.file.round.reference.clone();
        let form_sections = self.file.form.sections.clone();
        let browser = self.applicant(&bid.person.email, &bid.person.name)?;
        let page = browser.get("/organisations/new").step(&step)?;
        let mut form = page.main_form().step(&step)?;
        form.set("name", &bid.group.name).step(&step)?;
        form.set("kind", bid.group.kind.code()).step(&step)?;
        form.set("postcode", &bid.group.postcode).step(&step)?;
        form.submit(browser).step(&step)?.accepted().step(&step)?;
        let page = browser.get(&format!("/rounds/{reference}/apply")).step(&step)?;
        let form = page.main_form().step(&step)?;
        let page = form.submit(browser).step(&step)?;
        let path = path_of(&page.accepted().step(&step)?);
        for section in &form_sections {
            let address = format!("{path}/sections/{}", section.id);
            fill(browser, &address, &bid.answers, &step)?;
        }
        self.bid_paths.insert(bid.key.clone(), path);
        Ok(())
    }

    fn bid_path(&self, bid: &Bid) -> Played<String> {
        self.bid_paths
            .get(&bid.key)
            .cloned()
            .ok_or_else(|| wrong("the file", format!("{} was never started", bid.key)))
    }

    fn send_bid(&mut self, bid: &Bid, late: bool) -> Played<()> {
        let step = format!("sending the bid {}", bid.key);
        let path = self.bid_path(bid)?;
        let browser = self.applicant(&bid.person.email, &bid.person.name)?;
        let page = browser.get(&format!("{path}/check")).step(&step)?;
        if late {
            // After the deadline the page offers nothing to press; a form from before it does.
            let form = page.form("submit").ok();
            if let Some(form) = form {
                form.submit(browser).step(&step)?;
            }
            return Ok(());
        }
        let form = page.form("submit").step(&step)?;
        let page = form.submit(browser).step(&step)?;
        let page = page.accepted().step(&step)?;
        if !page.url.contains("/receipt") {
            return Err(wrong(&step, format!("no receipt but {}: {}", page.url, page.glimpse())));
        }
        Ok(())
    }

    fn send_again(&mut self, bid: &Bid) -> Played<()> {
        let step = format!("sending the bid {} again", bid.key);
        let path = self.bid_path(bid)?;
        let Some(again) = &bid.sent_again else { return Ok(()) };
        let sections = self.file.form.sections.clone();
        let browser = self.applicant(&bid.person.email, &bid.person.name)?;
        let page = browser.get(&format!("{path}/reopen")).step(&step)?;
        let form = page.main_form().step(&step)?;
        form.submit(browser).step(&step)?.accepted().step(&step)?;
        for section in &sections {
            let touched = section
                .questions
                .iter()
                .any(|question| again.answers.keys().any(|name| question.owns(name)));
            if touched {
                fill(browser, &format!("{path}/sections/{}", section.id), &again.answers, &step)?;
            }
        }
        self.send_bid(bid, false)
    }

    fn withdraw(&mut self, bid: &Bid) -> Played<()> {
        let step = format!("withdrawing the bid {}", bid.key);
        let path = self.bid_path(bid)?;
        let browser = self.applicant(&bid.person.email, &bid.person.name)?;
        let page = browser.get(&format!("{path}/withdraw")).step(&step)?;
        let form = page.main_form().step(&step)?;
        form.submit(browser).step(&step)?.accepted().step(&step)?;
        Ok(())
    }
}

/// Fills one section's page in and saves it. Where the page shows too few rows, asks for another.
fn fill(
    browser: &mut Browser,
    address: &str,
    answers: &BTreeMap<String, Typed>,
    step: &str,
) -> Played<()> {
    loop {
        let page = browser.get(address).step(step)?;
        let mut form = page.main_form().step(step)?;
        let mut missing = false;
        for (name, typed) in answers {
            missing |= !put(&mut form, name, typed, step)? && needs_row(&form, name);
        }
        if missing {
            let page = form.press(browser, "Save and add another row").step(step)?;
            page.expect(200).step(step)?;
            continue;
        }
        form.submit(browser).step(step)?.accepted().step(step)?;
        return Ok(());
    }
}

/// Types an answer if the page has its field; whether it has.
fn put(form: &mut Form, name: &str, typed: &Typed, step: &str) -> Played<bool> {
    if !form.names().iter().any(|known| known == name) {
        return Ok(false);
    }
    match typed {
        Typed::One(value) => {
            form.set(name, value).step(step)?;
        }
        Typed::Many(values) => {
            form.clear(name).step(step)?;
            for value in values {
                form.add(name, value);
            }
        }
    }
    Ok(true)
}

/// Whether a missing field belongs to a later row of a table that the page shows.
fn needs_row(form: &Form, name: &str) -> bool {
    let mut parts = name.split('.');
    let (Some(question), Some(row)) = (parts.next(), parts.next()) else { return false };
    row.bytes().all(|byte| byte.is_ascii_digit())
        && form.names().iter().any(|known| known.starts_with(&format!("{question}.0.")))
}
