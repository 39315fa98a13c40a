//! Two texts saved past each other: both are shown, part by part, and the person says which stays.

use super::super::question::{part_label, rows_label};
use crate::components::{Choice, ErrorItem, Field, Radios};
use almoner_domain::application::{Difference, Keep, differences, join};
use almoner_domain::form::{Fields, Question, Section};
use almoner_http::Fields as Posted;

/// One difference, as the page shows it.
pub(super) struct TwoTexts {
    /// The part that is asked about.
    pub part: String,
    /// Its question, and its row.
    pub label: String,
    /// One's own text.
    pub mine: String,
    /// What was stored meanwhile.
    pub theirs: String,
    /// Which stays.
    pub choice: Radios,
}

fn name(part: &str) -> String {
    format!("keep:{part}")
}

/// The differences as the page asks about them. With `missing`, those without a choice are errors.
pub(super) fn shown(
    section: &Section,
    mine: &Fields,
    theirs: &Fields,
    posted: &Posted,
    missing: bool,
) -> Vec<TwoTexts> {
    differences(section, mine, theirs)
        .into_iter()
        .filter_map(|one| {
            let question = owner(section, &one.part)?;
            Some(view(question, &one, posted, missing))
        })
        .collect()
}

/// The question of a part, which is the question or one of its rows.
fn owner<'a>(section: &'a Section, part: &str) -> Option<&'a Question> {
    let id = part.split('.').next()?;
    section.questions.iter().find(|one| one.id.as_str() == id)
}

fn view(question: &Question, one: &Difference, posted: &Posted, missing: bool) -> TwoTexts {
    let name = name(&one.part);
    let chosen = posted.text(&name).to_owned();
    let mut choices = vec![
        Choice::new("mine", "Keep my text"),
        Choice::new("theirs", "Keep the text that was saved"),
    ];
    if one.joinable {
        choices.push(Choice::new("both", "Keep both, one after the other"));
    }
    let label = if one.part == question.id.as_str() {
        question.text.clone()
    } else {
        row_label(question, &one.part)
    };
    let mut choice = Radios::new(name.clone(), format!("Which text stays for “{label}”?"), choices)
        .choose(&chosen)
        .id(id_of(&one.part));
    if missing && Keep::parse(&chosen).is_none() {
        choice = choice.error(Some(words(&label)));
    }
    TwoTexts {
        part: one.part.clone(),
        mine: text(question, &one.mine),
        theirs: text(question, &one.theirs),
        label,
        choice,
    }
}

fn words(label: &str) -> String {
    format!("Select which text stays for “{label}”")
}

fn id_of(part: &str) -> String {
    format!("keep-{part}")
}

fn row_label(question: &Question, part: &str) -> String {
    let row = part.rsplit('.').next().and_then(|row| row.parse::<u32>().ok()).unwrap_or(0);
    format!("{}, {} {}", question.text, rows_label(&question.kind), row.saturating_add(1))
}

/// A part as one text: each field that is not empty, with its name where it has one.
fn text(question: &Question, fields: &Fields) -> String {
    let mut lines = Vec::new();
    for (name, texts) in fields {
        let said = texts.iter().map(|text| said(question, text)).collect::<Vec<_>>().join(", ");
        lines.push(match part_label(question, name) {
            Some(label) => {
                let short = label.rsplit_once(", ").map_or(label.as_str(), |(_, last)| last);
                format!("{short}: {said}")
            }
            None => said,
        });
    }
    if lines.is_empty() { "Nothing".to_owned() } else { lines.join("\n") }
}

/// A value as the form words it.
fn said(question: &Question, value: &str) -> String {
    let option = question.kind.options().iter().find(|one| one.value == value);
    option.map_or_else(|| value.to_owned(), |one| one.label.clone())
}

/// The lines of the error summary for choices that are missing.
pub(super) fn problems(shown: &[TwoTexts]) -> Vec<ErrorItem> {
    let missing = shown.iter().filter(|one| one.choice.field.error.is_some());
    missing.map(|one| ErrorItem::at(&id_of(&one.part), words(&one.label))).collect()
}

/// The answers with the choices that were made; none if one of those that were asked is missing.
/// What was not asked about stays as it was typed.
pub(super) fn joined(
    section: &Section,
    mine: &Fields,
    theirs: &Fields,
    posted: &Posted,
) -> Option<Fields> {
    let mut choices = Vec::new();
    for one in differences(section, mine, theirs) {
        if !posted.all("asked").any(|asked| asked == one.part) {
            continue;
        }
        let keep = Keep::parse(posted.only(&name(&one.part)))?;
        choices.push((one, keep));
    }
    Some(join(mine, &choices))
}
