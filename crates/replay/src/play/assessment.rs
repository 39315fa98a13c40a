//! Training, assignment and blind marks.

use super::cast::Cast;
use super::story::Story;
use super::{Played, Step, wrong};
use crate::file::{Bid, Marks, Staff};
use almoner_domain::access::Role;
use std::collections::BTreeMap;

impl Story<'_> {
    /// Assessment starts; training and zones are recorded; every bid gets its assessors.
    pub(super) fn assign(&mut self, cast: &mut Cast<'_>) -> Played<()> {
        let officer = self.officer();
        self.step(cast, &officer, "start-assessing")?;
        let file = self.file;
        for person in file.people.iter().filter(|person| person.trained.is_some()) {
            self.train(cast, person)?;
        }
        let path = format!("{}/assessors", self.round_path);
        for bid in self.passed() {
            for marks in &bid.marks {
                let step = format!("assigning {} to {}", bid.key, marks.by);
                let person = self.person(&marks.by)?;
                let id = cast.person_id(&person.name)?;
                let community = person.roles.contains(&Role::CommunityAssessor);
                let kind = if community { "community" } else { "staff" };
                let browser = cast.staff(&officer)?;
                let page = browser.get(&path).step(&step)?.accepted().step(&step)?;
                let mut form = page.form("one").step(&step)?;
                form.set("application", &self.bid_id(bid)?).step(&step)?;
                form.set("person", &format!("{id}|{kind}")).step(&step)?;
                form.submit(browser).step(&step)?.accepted().step(&step)?;
            }
        }
        Ok(())
    }

    fn person(&self, email: &str) -> Played<&Staff> {
        let found = self.file.people.iter().find(|person| person.email == email);
        found.ok_or_else(|| wrong("the people of the file", format!("nobody is {email}")))
    }

    /// Records training, unless it is in date, and the zones of a community assessor.
    fn train(&self, cast: &mut Cast<'_>, person: &Staff) -> Played<()> {
        let step = format!("recording the training of {}", person.name);
        let Some(on) = person.trained else { return Ok(()) };
        let path = format!("/staff/assessors/{}", cast.person_id(&person.name)?);
        let browser = cast.staff(&self.officer())?;
        let mut page = browser.get(&path).step(&step)?.accepted().step(&step)?;
        if !page.text().contains("Training is complete and in date") {
            let mut form = page.form("training").step(&step)?;
            form.clear("modules").step(&step)?;
            for module in form.choices("modules") {
                form.add("modules", &module);
            }
            let until = on.saturating_add(jiff::Span::new().years(2));
            let until = until.saturating_sub(jiff::Span::new().days(1));
            for (name, date) in [("on", on), ("until", until)] {
                form.set(&format!("{name}-day"), &date.day().to_string()).step(&step)?;
                form.set(&format!("{name}-month"), &date.month().to_string()).step(&step)?;
                form.set(&format!("{name}-year"), &date.year().to_string()).step(&step)?;
            }
            page = form.submit(browser).step(&step)?.accepted().step(&step)?;
        }
        if !person.zones.is_empty() {
            let mut form = page.form("zones").step(&step)?;
            form.clear("zones").step(&step)?;
            for zone in &person.zones {
                form.add("zones", zone);
            }
            form.submit(browser).step(&step)?.accepted().step(&step)?;
        }
        Ok(())
    }

    /// Every assessor marks alone; nobody sees a mark of a bid before all of it is in.
    pub(super) fn mark(&mut self, cast: &mut Cast<'_>) -> Played<()> {
        let mut work: BTreeMap<&str, Vec<(&Bid, &Marks)>> = BTreeMap::new();
        for bid in self.passed() {
            for marks in &bid.marks {
                work.entry(marks.by.as_str()).or_default().push((bid, marks));
            }
        }
        let mut missing: BTreeMap<&str, usize> =
            self.passed().iter().map(|bid| (bid.key.as_str(), bid.marks.len())).collect();
        for (email, bids) in work {
            let browser = cast.staff(email)?;
            for (bid, marks) in &bids {
                let step = format!("marking {} as {email}", bid.key);
                let page = browser.get("/staff/assessments").step(&step)?;
                let page = page.accepted().step(&step)?;
                let page = browser.follow(&page, &bid.group.name).step(&step)?;
                let mut form = page.accepted().step(&step)?.main_form().step(&step)?;
                for (code, (mark, reason)) in &marks.criteria {
                    form.set(&format!("mark.{code}"), &mark.to_string()).step(&step)?;
                    form.set(&format!("reason.{code}"), reason).step(&step)?;
                }
                form.press(browser, "Save and send").step(&step)?.accepted().step(&step)?;
                if let Some(left) = missing.get_mut(bid.key.as_str()) {
                    *left = left.saturating_sub(1);
                }
            }
            // The officer looks at one bid of the pile, and sees marks only when all are in.
            if let Some((bid, _)) = bids.first() {
                let all_in = missing.get(bid.key.as_str()) == Some(&0);
                self.look_at_marks(cast, bid, all_in)?;
            }
        }
        Ok(())
    }

    fn look_at_marks(&self, cast: &mut Cast<'_>, bid: &Bid, all_in: bool) -> Played<()> {
        let step = format!("looking at the marks of {}", bid.key);
        let path = format!("/staff/applications/{}/marks", self.bid_id(bid)?);
        let browser = cast.staff(&self.worker(bid)?)?;
        let page = browser.get(&path).step(&step)?.accepted().step(&step)?;
        if page.text().contains("Marks are hidden") == all_in {
            let what = if all_in { "still hidden" } else { "shown too early" };
            return Err(wrong(&step, format!("they are {what}: {}", page.glimpse())));
        }
        Ok(())
    }
}
