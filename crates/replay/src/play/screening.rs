//! Screening: every check of every bid, fails proposed by one person and confirmed by another.

use super::cast::Cast;
use super::story::Story;
use super::{Played, Step, wrong};
use crate::browser::{Form, Page};
use crate::file::Bid;

impl Story<'_> {
    /// The officer starts screening and goes through every bid.
    pub(super) fn screen(&mut self, cast: &mut Cast<'_>) -> Played<()> {
        self.step(cast, &self.officer(), "start-screening")?;
        for bid in self.sent() {
            if self.screen_bid(cast, bid)? {
                self.proposed.insert(bid.key.clone());
            } else {
                self.eligible.insert(bid.key.clone());
            }
        }
        Ok(())
    }

    /// Whoever runs the round and may work on this bid.
    pub(super) fn worker(&self, bid: &Bid) -> Played<String> {
        let lead = self.file.posts.lead.as_ref().map_or("", |post| post.holder.as_str());
        Self::free(bid, &[&self.officer(), lead])
    }

    /// Records every check; whether the bid was proposed as not eligible.
    fn screen_bid(&self, cast: &mut Cast<'_>, bid: &Bid) -> Played<bool> {
        let step = format!("screening {}", bid.key);
        let path = format!("/staff/applications/{}/screening", self.bid_id(bid)?);
        let browser = cast.staff(&self.worker(bid)?)?;
        let mut page = browser.get(&path).step(&step)?.accepted().step(&step)?;
        let mut fails = false;
        for check in &self.file.round.eligibility.checks {
            let step = format!("{step}, check {}", check.code);
            let mut form = form_of(&page, &check.code, &step)?;
            fails |= fill_check(&mut form, bid, &check.code, &step)?;
            page = form.submit(browser).step(&step)?.accepted().step(&step)?;
        }
        let button = if fails { "propose" } else { "pass" };
        let form = page.form(button).step(&step)?;
        form.submit(browser).step(&step)?.accepted().step(&step)?;
        Ok(fails)
    }

    /// Another person confirms what was proposed.
    pub(super) fn confirm(&mut self, cast: &mut Cast<'_>) -> Played<()> {
        let lead = self.file.posts.lead.as_ref();
        let (holder, substitute) = lead.map_or(("", ""), |post| {
            (post.holder.as_str(), post.substitute.as_deref().unwrap_or_default())
        });
        for bid in self.sent().filter(|bid| self.proposed.contains(&bid.key)) {
            let step = format!("confirming that {} is not eligible", bid.key);
            let path = format!("/staff/applications/{}/confirm", self.bid_id(bid)?);
            let browser = cast.staff(&Self::free(bid, &[holder, substitute])?)?;
            let page = browser.get(&path).step(&step)?.accepted().step(&step)?;
            let mut form = page.main_form().step(&step)?;
            form.set("decision", "confirm").step(&step)?;
            form.submit(browser).step(&step)?.accepted().step(&step)?;
        }
        Ok(())
    }
}

fn form_of(page: &Page, check: &str, step: &str) -> Played<Form> {
    page.forms()
        .into_iter()
        .find(|form| form.value("check").as_deref() == Some(check))
        .ok_or_else(|| wrong(step, format!("no form for it: {}", page.glimpse())))
}

/// What the screener finds. A check that was computed and fails offers no pass: whatever the file
/// says, it is proposed as a fail.
fn fill_check(form: &mut Form, bid: &Bid, check: &str, step: &str) -> Played<bool> {
    let told = bid.fails.iter().find(|fail| fail.check == check);
    let may_pass = form.choices("result").iter().any(|choice| choice == "pass");
    if told.is_none() && may_pass {
        form.set("result", "pass").step(step)?;
        return Ok(false);
    }
    let first = form.choices("reasons").into_iter().next().unwrap_or_default();
    let (reason, note) = match told {
        Some(fail) => (fail.reason.clone(), fail.note.clone()),
        None => (first, "The answers as sent do not meet this.".to_owned()),
    };
    form.set("result", "fail").step(step)?;
    form.set("reasons", &reason).step(step)?;
    form.set("text", &note).step(step)?;
    Ok(true)
}
