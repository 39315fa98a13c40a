//! Questions and boxes that an answer above them asks for. They are always on the page: without a
//! script all of them show, and with one they show once that answer is chosen.

use super::{Control, QuestionView, Row};
use crate::components::Choice;
use almoner_domain::form::{Fields, Form, Kind, Question, Section};

/// A part of the page that the design system's script shows with an answer.
#[derive(Clone)]
pub(crate) struct Reveal {
    /// Its id, by which the answer names it.
    pub id: String,
    /// Its classes.
    pub classes: String,
    /// The answer, as the page words it.
    pub answer: String,
}

impl Reveal {
    fn by(choice: &Choice, id: &str, component: &str) -> Self {
        let hidden = if choice.chosen {
            String::new()
        } else {
            format!(" govuk-{component}__conditional--hidden")
        };
        Self {
            id: format!("conditional-{id}"),
            classes: format!("govuk-{component}__conditional{hidden}"),
            answer: choice.text.to_string(),
        }
    }
}

/// The question in the same section on whose answer `question` depends, where that one is asked.
fn asked_by<'a>(
    form: &Form,
    section: &'a Section,
    question: &Question,
    answers: &Fields,
) -> Option<&'a Question> {
    let condition = question.when.as_ref()?;
    let asked = section.questions.iter().find(|one| one.id == condition.question)?;
    let chosen = matches!(
        asked.kind,
        Kind::Choice { .. } | Kind::YesNo {} | Kind::YesNoExplain { .. } | Kind::MultiChoice { .. }
    );
    (chosen && form.applies(asked, answers)).then_some(asked)
}

/// Whether a question that does not apply yet stands on the page all the same, as an answer on the
/// same page can ask for it. Only what directly follows the question that asks for it does.
pub(crate) fn is_revealed(
    form: &Form,
    section: &Section,
    question: &Question,
    answers: &Fields,
) -> bool {
    let Some(asked) = asked_by(form, section, question, answers) else { return false };
    let at = |id| section.questions.iter().position(|one| one.id == id);
    let (Some(first), Some(here)) = (at(asked.id.clone()), at(question.id.clone())) else {
        return false;
    };
    let mut between = section.questions.iter().take(here).skip(first + 1);
    between.all(|one| one.when == question.when)
}

/// Ties the questions of a page to the answers that ask for them.
pub(crate) fn reveal(form: &Form, section: &Section, views: &mut [QuestionView], answers: &Fields) {
    let mut open: Option<String> = None;
    for at in 0..views.len() {
        let condition = views.get(at).and_then(|view| {
            let question = section.questions.iter().find(|one| one.id.as_str() == view.id)?;
            let revealed = is_revealed(form, section, question, answers);
            question.when.as_ref().filter(|_| revealed)
        });
        let key = condition.map(|one| format!("{}={}", one.question, one.equals));
        if open.is_some() && open != key {
            if let Some(last) = at.checked_sub(1).and_then(|last| views.get_mut(last)) {
                last.closes = true;
            }
            open = None;
        }
        if let (Some(condition), None) = (condition, &open) {
            let asks = views.iter_mut().find(|one| one.id == condition.question.as_str());
            let found = asks.and_then(|one| tie(one, &condition.equals));
            if let (Some(found), Some(view)) = (found, views.get_mut(at)) {
                view.opens = Some(found);
                open = key;
            }
        }
    }
    if let (Some(_), Some(last)) = (open, views.last_mut()) {
        last.closes = true;
    }
}

/// Marks the answer of a question as one that shows more.
fn tie(asks: &mut QuestionView, value: &str) -> Option<Reveal> {
    let controls = asks.rows.iter_mut().flat_map(|row| &mut row.controls);
    for control in controls {
        let (items, component) = match control {
            Control::One(radios) => {
                // Beside each other there is no room for what an answer shows.
                radios.field.classes = "".into();
                (&mut radios.items, "radios")
            }
            Control::Some(boxes) => (&mut boxes.items, "checkboxes"),
            _ => continue,
        };
        let at = items.iter().position(|item| item.value == value)?;
        let item = items.get_mut(at)?;
        // One answer shows one part of the page.
        if item.conditional {
            return None;
        }
        item.conditional = true;
        let id = if at == 0 { asks.id.clone() } else { format!("{}-{}", asks.id, at + 1) };
        return Some(Reveal::by(item, &id, component));
    }
    None
}

/// The box that "yes" asks for, in a row of its own behind the radios.
pub(super) fn explanation(id: &str, view: &mut QuestionView) {
    let Some(row) = view.rows.first_mut() else { return };
    let Some(text) = row.controls.pop() else { return };
    let Some(Control::One(radios)) = row.controls.first_mut() else { return };
    radios.field.classes = "".into();
    let Some(yes) = radios.items.iter_mut().find(|item| item.value == "yes") else { return };
    yes.conditional = true;
    let reveal = Reveal::by(yes, id, "radios");
    view.rows.push(Row { legend: None, controls: vec![text], note: None, reveal: Some(reveal) });
}
