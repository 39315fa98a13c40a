//! Declaring interests on the list of names, and deciding about them.

use super::cast::Cast;
use super::story::Story;
use super::{Played, Step, wrong};
use crate::file::{Bid, Interest, Ruling};
use almoner_domain::access::Role;

impl<'a> Story<'a> {
    /// Everybody who screens, marks, chairs, advises or decides declares interests, and the lead
    /// decides about those that are declared.
    pub(super) fn declare(&self, cast: &mut Cast<'_>) -> Played<()> {
        let file = self.file;
        let outside = |role: &Role| matches!(role, Role::Communications | Role::Administrator);
        // Whoever decides about an interest has declared before: those with none come first.
        let (some, none): (Vec<_>, Vec<_>) =
            file.people.iter().partition(|person| !self.interests_of(&person.email).is_empty());
        for person in none.into_iter().chain(some) {
            if person.roles.iter().all(outside) {
                continue;
            }
            self.declare_as(cast, &person.email)?;
        }
        Ok(())
    }

    fn interests_of(&self, email: &str) -> Vec<(&'a Bid, &'a Interest)> {
        self.sent()
            .flat_map(|bid| bid.interests.iter().map(move |one| (bid, one)))
            .filter(|(_, one)| one.by == email)
            .collect()
    }

    fn declare_as(&self, cast: &mut Cast<'_>, email: &str) -> Played<()> {
        let step = format!("declaring interests as {email}");
        let path = format!("{}/declarations", self.round_path);
        let interests = self.interests_of(email);
        let browser = cast.staff(email)?;
        let page = browser.get(&path).step(&step)?.accepted().step(&step)?;
        let mut form = page.main_form().step(&step)?;
        for (bid, interest) in &interests {
            let id = self.bid_id(bid)?;
            form.set(&format!("interest.{id}"), interest.kind.code()).step(&step)?;
            form.set(&format!("note.{id}"), &interest.note).step(&step)?;
        }
        form.set("confirm", "yes").step(&step)?;
        form.submit(browser).step(&step)?.accepted().step(&step)?;
        for (bid, interest) in interests {
            self.decide_interest(cast, bid, interest)?;
        }
        Ok(())
    }

    /// The lead decides; about their own interest the director does.
    fn decide_interest(&self, cast: &mut Cast<'_>, bid: &Bid, interest: &Interest) -> Played<()> {
        let step = format!("deciding about the interest of {} in {}", interest.by, bid.key);
        let lead = self.holder("grants_lead")?;
        let decider = if lead == interest.by { self.holder("director")? } else { lead };
        let path = format!("{}/register", self.round_path);
        let browser = cast.staff(&decider)?;
        let page = browser.get(&path).step(&step)?.accepted().step(&step)?;
        let open = page.forms().into_iter().find(|form| form.value("declaration").is_some());
        let mut form = open.ok_or_else(|| wrong(&step, "the register has nothing to decide"))?;
        form.set("note", &interest.why).step(&step)?;
        let button = match interest.ruling {
            Ruling::Clear => "clear",
            Ruling::Recuse => "recuse",
        };
        form.press(browser, button).step(&step)?.accepted().step(&step)?;
        Ok(())
    }
}
