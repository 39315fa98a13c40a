//! Due diligence, the finance officer's comment, the decision and the letters.

use super::cast::Cast;
use super::story::Story;
use super::{Played, Step, wrong};
use crate::browser::Form;
use crate::file::{Bid, Typed};
use almoner_domain::form::Meaning;

/// What the officer writes about a check that found nothing against the group. Fictional.
const SEEN: &str = "Seen by the officer; nothing stands against it. Fictional.";
/// Why safeguarding has no bearing where nobody at risk takes part.
const NOBODY_AT_RISK: &str = "The group says that nobody at risk takes part. Fictional.";

impl Story<'_> {
    /// A result for every bid that the panel recommends.
    pub(super) fn due_diligence(&mut self, cast: &mut Cast<'_>) -> Played<()> {
        for bid in self.passed().into_iter().filter(|bid| self.suggestion(bid) == "Award") {
            let step = format!("due diligence about {}", bid.key);
            let path = format!("/staff/applications/{}/due-diligence", self.bid_id(bid)?);
            let browser = cast.staff(&self.worker(bid)?)?;
            let page = browser.get(&path).step(&step)?.accepted().step(&step)?;
            let mut form = page.main_form().step(&step)?;
            for name in form.names() {
                if let Some(check) = name.strip_suffix(".finding") {
                    let aside = check == "safeguarding" && !self.is_about_risk(bid);
                    let finding = if aside { "not_relevant" } else { "satisfied" };
                    let note = if aside { NOBODY_AT_RISK } else { SEEN };
                    form.set(&name, finding).step(&step)?;
                    form.set(&format!("{check}.note"), note).step(&step)?;
                }
            }
            form.set("outcome", "clear").step(&step)?;
            form.submit(browser).step(&step)?.accepted().step(&step)?;
        }
        Ok(())
    }

    /// Whether people at risk take part, by the group's own answer.
    fn is_about_risk(&self, bid: &Bid) -> bool {
        let asked = self.file.form.question_for(Meaning::PeopleAtRisk);
        let answer = asked.and_then(|question| bid.answers.get(question.id.as_str()));
        answer.is_none_or(|typed| *typed != Typed::One("no".to_owned()))
    }

    /// The officer drafts the decision and writes its reasons; the finance officer comments.
    pub(super) fn comment(&mut self, cast: &mut Cast<'_>) -> Played<()> {
        let officer = self.officer();
        let step = "drafting the decision";
        let path = format!("{}/decision", self.round_path);
        let browser = cast.staff(&officer)?;
        let page = browser.get(&path).step(step)?.accepted().step(step)?;
        page.form("prepare").step(step)?.submit(browser).step(step)?.accepted().step(step)?;
        for bid in self.passed() {
            self.decide(cast, bid)?;
        }
        self.describe(cast)?;
        let step = "the finance officer's comment";
        let finance = self.file.posts.finance.as_ref().map(|post| post.holder.clone());
        let browser = cast.staff(&finance.unwrap_or_default())?;
        let page = browser.get(&format!("{path}/finance")).step(step)?.accepted().step(step)?;
        let mut form = page.main_form().step(step)?;
        form.set("comment", &self.file.panel.finance_comment).step(step)?;
        form.submit(browser).step(step)?.accepted().step(step)?;
        Ok(())
    }

    /// The public reason of one bid.
    fn decide(&self, cast: &mut Cast<'_>, bid: &Bid) -> Played<()> {
        let step = format!("what is decided about {}", bid.key);
        let path = format!("{}/decision/items/{}", self.round_path, self.bid_id(bid)?);
        let browser = cast.staff(&self.officer())?;
        let page = browser.get(&path).step(&step)?.accepted().step(&step)?;
        let mut form = page.main_form().step(&step)?;
        let funds = form.value("outcome").is_some_and(|outcome| outcome.starts_with("fund"));
        if form.value("reason").unwrap_or_default().is_empty() {
            form.set("reason", self.coded_reason(bid)).step(&step)?;
        }
        let panel = &self.file.panel;
        let general = if funds { &panel.fund_reason } else { &panel.decline_reason };
        let own = bid.decision.as_ref().map(|decision| &decision.reason);
        form.set("public_reason", own.unwrap_or(general)).step(&step)?;
        form.submit(browser).step(&step)?.accepted().step(&step)?;
        Ok(())
    }

    fn coded_reason(&self, bid: &Bid) -> &'static str {
        let said = self.suggestion(bid);
        if said.contains("minimum") {
            "least_mark_missed"
        } else if said.contains("budget") {
            "budget_spent"
        } else {
            "below_line"
        }
    }

    fn describe(&self, cast: &mut Cast<'_>) -> Played<()> {
        let step = "the texts of the decision";
        let browser = cast.staff(&self.officer())?;
        let path = format!("{}/decision/texts", self.round_path);
        let page = browser.get(&path).step(step)?.accepted().step(step)?;
        let mut form: Form = page.main_form().step(step)?;
        let title = &self.file.round.title;
        for (name, text) in [
            ("summary", format!("The awards of {title}, as its panel recommends. Fictional.")),
            (
                "options",
                "Smaller awards to more groups, or fewer awards, were considered and set aside: \
                 the panel ranked the bids by the published criteria. Fictional."
                    .to_owned(),
            ),
            ("equality", "No group of people is put at a disadvantage. Fictional.".to_owned()),
            ("data_protection", "No personal data is published. Fictional.".to_owned()),
        ] {
            form.set(name, &text).step(step)?;
        }
        form.submit(browser).step(step)?.accepted().step(step)?;
        Ok(())
    }

    /// The approver signs.
    pub(super) fn sign(&mut self, cast: &mut Cast<'_>) -> Played<()> {
        let post = self.file.posts.approver.as_ref();
        let approver = post.ok_or_else(|| wrong("signing", "the round has no approver"))?;
        self.press(cast, &approver.holder, "decision/sign", None)
    }

    /// The officer looks at every letter and sends them all.
    pub(super) fn tell(&mut self, cast: &mut Cast<'_>) -> Played<()> {
        self.press(cast, &self.officer(), "notices", None)?;
        cast.stage.deliver();
        Ok(())
    }
}
