//! From the pasted definition to the announcement, and the clock that opens the round.

use super::{Play, Played, Step, path_of, wrong};

impl Play<'_> {
    /// Creates the round, has it reviewed, funded, approved and announced, each by whom the
    /// policy lets do it.
    pub(super) fn publish_round(&mut self) -> Played<()> {
        let file = self.file;
        let officer = file.posts.officer.clone().unwrap_or_default();
        self.at(file.timetable.created)?;
        let definition =
            file.definition().map_err(|fault| wrong("the definition", fault.to_string()))?;
        let step = "pasting the definition";
        let browser = self.staff(&officer)?;
        let page = browser.get("/staff/rounds/new").step(step)?;
        let mut form = page.main_form().step(step)?;
        form.set("definition", &definition).step(step)?;
        let page = form.submit(browser).step(step)?;
        let page = page.accepted().step(step)?;
        self.round_path = path_of(&page).split('?').next().unwrap_or_default().to_owned();
        self.round_step(&officer, "ask-for-review")?;
        self.at(file.timetable.approved)?;
        let chief = self.holder("chief_finance_officer")?;
        self.round_step(&chief, "confirm-funds")?;
        let commissioner = self.holder("commissioner")?;
        self.round_step(&commissioner, "approve")?;
        self.at(file.timetable.published)?;
        self.round_step(&officer, "announce")
    }

    /// Presses the button of one step of the round.
    pub(super) fn round_step(&mut self, email: &str, name: &str) -> Played<()> {
        let step = format!("{name} by {email}");
        let path = format!("{}/{name}", self.round_path);
        let browser = self.staff(email)?;
        let page = browser.get(&path).step(&step)?;
        let form = page.main_form().step(&step)?;
        form.submit(browser).step(&step)?.accepted().step(&step)?;
        Ok(())
    }

    /// The first person of the file who holds a role.
    pub(super) fn holder(&self, role: &str) -> Played<String> {
        self.file
            .people
            .iter()
            .find(|person| person.roles.iter().any(|held| held.code() == role))
            .map(|person| person.email.clone())
            .ok_or_else(|| wrong("the people of the file", format!("nobody is {role}")))
    }
}
