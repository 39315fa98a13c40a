//! The groups' side: start, fill in section by section, check, send; again, late, withdrawn.

use super::cast::Cast;
use super::story::Story;
use super::{Played, Step, path_of, wrong};
use crate::browser::{Browser, Form, Page};
use crate::file::{Bid, Typed};
use std::collections::BTreeMap;

/// How often a section is saved until every field that its answers open has been filled in.
const MOST_SAVES: usize = 40;

impl Story<'_> {
    /// A group enters itself, starts a bid and saves every section.
    pub(super) fn start_bid(&mut self, cast: &mut Cast<'_>, bid: &Bid) -> Played<()> {
        let step = format!("starting the bid {}", bid.key);
        let reference = &self.file.round.reference;
        let browser = cast.applicant(&bid.person.email, &bid.person.name)?;
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
        // What is to be sent must be complete; a draft may stay as it is.
        let complete = bid.sent.is_some() || bid.late_attempt.is_some();
        for section in &self.file.form.sections {
            let address = format!("{path}/sections/{}", section.id);
            fill(browser, &address, &bid.answers, complete, &step)?;
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

    /// Opens the page with the button.
    pub(super) fn open(&mut self, cast: &mut Cast<'_>, bid: &Bid) -> Played<()> {
        let step = format!("looking at the bid {} before it is sent", bid.key);
        let path = self.bid_path(bid)?;
        let browser = cast.applicant(&bid.person.email, &bid.person.name)?;
        let page = browser.get(&format!("{path}/check")).step(&step)?.accepted().step(&step)?;
        let form = page.form("submit").map_err(|_| {
            // What is missing stands at the page's end.
            let text = page.text();
            let from = text.char_indices().rev().nth(300).map_or(0, |(at, _)| at);
            wrong(&step, format!("it cannot be sent: {}", text.get(from..).unwrap_or_default()))
        })?;
        self.opened.insert(bid.key.clone(), form);
        Ok(())
    }

    fn press_send(&mut self, cast: &mut Cast<'_>, bid: &Bid, step: &str) -> Played<Page> {
        let form = self.opened.remove(&bid.key);
        let form = form.ok_or_else(|| wrong(step, "nobody opened the page"))?;
        let browser = cast.applicant(&bid.person.email, &bid.person.name)?;
        form.submit(browser).step(step)
    }

    /// Sends a bid and reads its receipt.
    pub(super) fn send(&mut self, cast: &mut Cast<'_>, bid: &Bid) -> Played<()> {
        let step = format!("sending the bid {}", bid.key);
        let page = self.press_send(cast, bid, &step)?.accepted().step(&step)?;
        if !page.url.contains("/receipt") {
            return Err(wrong(&step, format!("no receipt but {}", page.glimpse())));
        }
        Ok(())
    }

    /// Tries to send a bid after the deadline, from a page that was opened before it.
    pub(super) fn try_late(&mut self, cast: &mut Cast<'_>, bid: &Bid) -> Played<()> {
        let step = format!("sending the bid {} too late", bid.key);
        let page = self.press_send(cast, bid, &step)?;
        if page.url.contains("/receipt") || !page.heading().contains("after the deadline") {
            return Err(wrong(&step, format!("it should be refused: {}", page.glimpse())));
        }
        Ok(())
    }

    /// Reopens a bid that was sent, changes answers and sends it again.
    pub(super) fn send_again(&mut self, cast: &mut Cast<'_>, bid: &Bid) -> Played<()> {
        let step = format!("sending the bid {} again", bid.key);
        let path = self.bid_path(bid)?;
        let Some(again) = &bid.sent_again else { return Ok(()) };
        let browser = cast.applicant(&bid.person.email, &bid.person.name)?;
        let page = browser.get(&format!("{path}/reopen")).step(&step)?;
        let form = page.main_form().step(&step)?;
        form.submit(browser).step(&step)?.accepted().step(&step)?;
        for section in &self.file.form.sections {
            let touched = section
                .questions
                .iter()
                .any(|question| again.answers.keys().any(|name| question.owns(name)));
            if touched {
                let address = format!("{path}/sections/{}", section.id);
                fill(browser, &address, &again.answers, true, &step)?;
            }
        }
        self.open(cast, bid)?;
        self.send(cast, bid)
    }

    /// Takes a bid back.
    pub(super) fn withdraw(&mut self, cast: &mut Cast<'_>, bid: &Bid) -> Played<()> {
        let step = format!("withdrawing the bid {}", bid.key);
        let path = self.bid_path(bid)?;
        let browser = cast.applicant(&bid.person.email, &bid.person.name)?;
        let page = browser.get(&format!("{path}/withdraw")).step(&step)?;
        let form = page.main_form().step(&step)?;
        form.submit(browser).step(&step)?.accepted().step(&step)?;
        Ok(())
    }
}

/// Fills one section's page in and saves it. Where the page shows too few rows, asks for another;
/// where an answer opens a further question, answers that too.
fn fill(
    browser: &mut Browser,
    address: &str,
    answers: &BTreeMap<String, Typed>,
    complete: bool,
    step: &str,
) -> Played<()> {
    let mut page = browser.get(address).step(step)?;
    let mut shown = 0;
    for _ in 0..MOST_SAVES {
        let mut form = page.main_form().step(step)?;
        let (mut typed, mut rows) = (0, false);
        for (name, answer) in answers {
            match put(&mut form, name, answer, step)? {
                true => typed += 1,
                false => rows |= needs_row(&form, name),
            }
        }
        if rows {
            page = form.press(browser, "Save and add another row").step(step)?;
            page = page.expect(200).step(step)?;
            continue;
        }
        page = form.submit(browser).step(step)?;
        // Saved with faults: either a question was opened by an answer, or it stays as it is.
        if page.status != 422 || typed == shown {
            break;
        }
        shown = typed;
    }
    if complete {
        page.accepted().step(step)?;
    }
    Ok(())
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
