//! From the pasted definition to the announcement.

use super::cast::Cast;
use super::story::Story;
use super::{Played, Step, path_of, wrong};

impl Story<'_> {
    /// Invites everybody of the office.
    pub(super) fn set_up(&self, cast: &mut Cast<'_>) -> Played<()> {
        for person in &self.file.people {
            for role in &person.roles {
                cast.invite(&person.name, &person.email, *role)?;
            }
        }
        Ok(())
    }

    /// The officer pastes the definition and asks for its review.
    pub(super) fn create(&mut self, cast: &mut Cast<'_>) -> Played<()> {
        let officer = self.officer();
        let definition =
            self.file.definition().map_err(|fault| wrong("the definition", fault.to_string()))?;
        let step = "pasting the definition";
        let browser = cast.staff(&officer)?;
        let page = browser.get("/staff/rounds/new").step(step)?;
        let mut form = page.main_form().step(step)?;
        form.set("definition", &definition).step(step)?;
        let page = form.submit(browser).step(step)?;
        self.round_path = path_of(&page.accepted().step(step)?);
        self.step(cast, &officer, "ask-for-review")
    }

    /// The money is confirmed and the round approved, each by whom the policy lets do it.
    pub(super) fn approve(&self, cast: &mut Cast<'_>) -> Played<()> {
        let chief = self.holder("chief_finance_officer")?;
        self.step(cast, &chief, "confirm-funds")?;
        let commissioner = self.holder("commissioner")?;
        self.step(cast, &commissioner, "approve")
    }

    /// Presses the button of one step of the round.
    pub(super) fn step(&self, cast: &mut Cast<'_>, email: &str, name: &str) -> Played<()> {
        self.press(cast, email, name, None)
    }

    /// Presses a button of one form on a page of the round.
    pub(super) fn press(
        &self,
        cast: &mut Cast<'_>,
        email: &str,
        page: &str,
        form: Option<&str>,
    ) -> Played<()> {
        let step = format!("{} by {email}", form.unwrap_or(page));
        let path = format!("{}/{page}", self.round_path);
        let browser = cast.staff(email)?;
        let page = browser.get(&path).step(&step)?.accepted().step(&step)?;
        let form = match form {
            Some(id) => page.form(id).step(&step)?,
            None => page.main_form().step(&step)?,
        };
        form.submit(browser).step(&step)?.accepted().step(&step)?;
        Ok(())
    }
}
