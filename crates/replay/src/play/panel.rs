//! The panel: agreed marks, the quality line, the meeting, and its recommendation.

use super::cast::Cast;
use super::story::Story;
use super::{Played, Step, wrong};
use crate::file::{Agreed, Bid};

impl Story<'_> {
    /// The panel's day.
    pub(super) fn moderate(&mut self, cast: &mut Cast<'_>) -> Played<()> {
        self.press(cast, &self.officer(), "progress", Some("start-moderating"))?;
        for bid in self.passed() {
            self.agree(cast, bid)?;
        }
        let chair = self.chairs().0;
        self.set_line(cast, &chair)?;
        self.meet(cast, &chair)?;
        self.read_ranking(cast, &chair)?;
        for bid in self.passed() {
            self.recommend(cast, bid)?;
        }
        self.press(cast, &chair, "panel", Some("recommend"))
    }

    /// The chair and their substitute.
    fn chairs(&self) -> (String, String) {
        self.file.posts.chair.as_ref().map_or_else(Default::default, |post| {
            (post.holder.clone(), post.substitute.clone().unwrap_or_default())
        })
    }

    fn chair_of(&self, bid: &Bid) -> Played<String> {
        let (holder, substitute) = self.chairs();
        Self::free(bid, &[&holder, &substitute])
    }

    fn agreed<'b>(bid: &'b Bid, step: &str) -> Played<&'b Agreed> {
        bid.agreed.as_ref().ok_or_else(|| wrong(step, "the file does not say what the panel said"))
    }

    /// Agreed marks beside the originals: those that follow from them, but where the panel changed
    /// one. A reason wherever they are not what all gave.
    fn agree(&self, cast: &mut Cast<'_>, bid: &Bid) -> Played<()> {
        let step = format!("agreeing marks of {}", bid.key);
        let agreed = Self::agreed(bid, &step)?;
        let path = format!("/staff/applications/{}/moderation", self.bid_id(bid)?);
        let browser = cast.staff(&self.chair_of(bid)?)?;
        let page = browser.get(&path).step(&step)?.accepted().step(&step)?;
        let mut form = page.form("agree").step(&step)?;
        for criterion in &self.file.round.scoring.criteria {
            let code = &criterion.code;
            let mark = bid.agreed_mark(code);
            let mark = mark.ok_or_else(|| wrong(&step, format!("nobody marked {code}")))?;
            form.set(&format!("mark.{code}"), &mark.to_string()).step(&step)?;
            let why = agreed.changed.get(code).map_or(&agreed.reason, |changed| &changed.why);
            if bid.given(code).iter().any(|given| *given != mark) {
                form.set(&format!("reason.{code}"), why).step(&step)?;
            }
        }
        form.set("discussion", &agreed.reason).step(&step)?;
        form.submit(browser).step(&step)?.accepted().step(&step)?;
        Ok(())
    }

    fn set_line(&self, cast: &mut Cast<'_>, chair: &str) -> Played<()> {
        let step = "setting the quality line";
        let panel = &self.file.panel;
        let browser = cast.staff(chair)?;
        let page = browser.get(&format!("{}/panel", self.round_path)).step(step)?;
        let mut form = page.accepted().step(step)?.form("line").step(step)?;
        form.set("percent", &panel.line.to_string()).step(step)?;
        form.set("reason", &panel.line_reason).step(step)?;
        form.submit(browser).step(step)?.accepted().step(step)?;
        Ok(())
    }

    fn meet(&self, cast: &mut Cast<'_>, chair: &str) -> Played<()> {
        let step = "recording the meeting";
        let mut present = Vec::new();
        for email in &self.file.panel.present {
            let person = self.file.people.iter().find(|person| person.email == *email);
            let person = person.ok_or_else(|| wrong(step, format!("nobody is {email}")))?;
            present.push(cast.person_id(&person.name)?);
        }
        let browser = cast.staff(chair)?;
        let page = browser.get(&format!("{}/meeting", self.round_path)).step(step)?;
        let mut form = page.accepted().step(step)?.main_form().step(step)?;
        form.clear("present").step(step)?;
        for person in &present {
            if !form.choices("present").contains(person) {
                return Err(wrong(step, "somebody who was present cannot be ticked"));
            }
            form.add("present", person);
        }
        form.set("left", "yes").step(step)?;
        form.submit(browser).step(step)?.accepted().step(step)?;
        Ok(())
    }

    /// What the published rules suggest for each group.
    fn read_ranking(&mut self, cast: &mut Cast<'_>, chair: &str) -> Played<()> {
        let step = "reading the ranking";
        let browser = cast.staff(chair)?;
        let page = browser.get(&format!("{}/panel", self.round_path)).step(step)?;
        let rows = page.accepted().step(step)?.table_rows();
        let column = rows.first().and_then(|head| head.iter().position(|c| c == "By the rules"));
        let column = column.ok_or_else(|| wrong(step, "the table has no such column"))?;
        self.suggestions = rows
            .iter()
            .skip(1)
            .filter_map(|row| Some((row.get(1)?.clone(), row.get(column)?.clone())))
            .collect();
        Ok(())
    }

    /// What the rules suggest for a bid, as the panel's table words it.
    pub(super) fn suggestion(&self, bid: &Bid) -> &str {
        self.suggestions.get(&bid.group.name).map_or("", String::as_str)
    }

    /// The panel follows the ranking; amount, conditions and feedback are its own.
    fn recommend(&self, cast: &mut Cast<'_>, bid: &Bid) -> Played<()> {
        let step = format!("recommending about {}", bid.key);
        let agreed = Self::agreed(bid, &step)?;
        let (outcome, mut reason) = match self.suggestion(bid) {
            "Award" => ("recommend", "merit"),
            "Reserve list" => ("reserve", "budget_spent"),
            said if said.contains("minimum") => ("not_recommended", "below_minimum"),
            said if said.contains("budget") => ("not_recommended", "budget_spent"),
            said if said.starts_with("No") => ("not_recommended", "below_line"),
            said => return Err(wrong(&step, format!("the ranking says “{said}”"))),
        };
        let path = format!("/staff/applications/{}/moderation", self.bid_id(bid)?);
        let browser = cast.staff(&self.chair_of(bid)?)?;
        let page = browser.get(&path).step(&step)?.accepted().step(&step)?;
        let mut form = page.form("recommendation").step(&step)?;
        form.set("outcome", outcome).step(&step)?;
        if let (Some(amount), "recommend") = (agreed.amount, outcome) {
            // The page offers what was asked for.
            if form.value("amount").is_some_and(|asked| asked != amount.plain()) {
                reason = "part";
            }
            form.set("amount", &amount.plain()).step(&step)?;
        }
        form.set("conditions", &agreed.conditions.join("\n")).step(&step)?;
        form.set("reason_code", reason).step(&step)?;
        form.set("why", &agreed.reason).step(&step)?;
        form.set("feedback", &agreed.feedback).step(&step)?;
        form.submit(browser).step(&step)?.accepted().step(&step)?;
        Ok(())
    }
}
