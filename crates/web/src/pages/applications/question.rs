//! One renderer for every kind of question: from the form's schema and what was typed to the
//! controls of a page.

mod labels;
mod reveal;
mod rows;

use super::files::FileLine;
use crate::components::{
    Checkboxes, Choice, DateInput, DatePart, ErrorItem, Field, Radios, Select, Size, TextInput,
    Textarea, Words,
};
use almoner_domain::form::{Choice as Option_, Fields, Kind, Meaning, Problem, Question, first};
use almoner_domain::value::words;
pub(crate) use labels::{field_label, part_label, rows_label};
pub(crate) use reveal::{Reveal, is_revealed, reveal};

/// A control of a page.
pub(crate) enum Control {
    /// One line.
    Line(TextInput),
    /// Paragraphs.
    Text(Textarea),
    /// One of several.
    One(Radios),
    /// Some of several.
    Some(Checkboxes),
    /// One of many.
    Pick(Select),
    /// A date.
    Date(DateInput),
}

/// One row of a question in rows, or all controls of one without.
pub(crate) struct Row {
    /// Such as "Budget line 2"; none for a question without rows.
    pub legend: Option<String>,
    /// Its controls.
    pub controls: Vec<Control>,
    /// What it comes to, such as a line's cost.
    pub note: Option<String>,
    /// Shown by a script only with an answer above it.
    pub reveal: Option<Reveal>,
}

/// A question as a page shows it.
pub(crate) struct QuestionView {
    /// Where links to it lead.
    pub id: String,
    /// The question, where it stands above several controls; otherwise the control has it.
    pub legend: Option<String>,
    /// Help, where the question stands above several controls.
    pub hint: Option<String>,
    /// What is wrong with it as a whole.
    pub error: Option<String>,
    /// Why it is asked, for questions about people.
    pub why: Option<String>,
    /// Its controls.
    pub rows: Vec<Row>,
    /// The files of the answer, for a question that takes files.
    pub files: Option<Vec<FileLine>>,
    /// Whether a row can be added.
    pub more: bool,
    /// What it comes to, such as a total.
    pub notes: Vec<String>,
    /// What is worth another look, and no error.
    pub looks: Vec<String>,
    /// The first of the questions that one answer reveals.
    pub opens: Option<Reveal>,
    /// The last of them.
    pub closes: bool,
}

/// What a question is drawn from.
pub(crate) struct Drawing<'a> {
    /// The question.
    pub question: &'a Question,
    /// What was typed, of the whole bid.
    pub typed: &'a Fields,
    /// What is wrong with it; empty while nothing is to be said.
    pub problems: &'a [Problem],
}

impl Drawing<'_> {
    fn text(&self, field: &str) -> String {
        first(self.typed, field).to_owned()
    }

    fn all(&self, field: &str) -> Vec<String> {
        self.typed.get(field).cloned().unwrap_or_default()
    }

    fn error(&self, field: &str) -> Option<String> {
        let problem = self.problems.iter().find(|problem| problem.field == field)?;
        Some(crate::content::faults::at_field(&problem.fault))
    }

    fn date_error(&self, field: &str) -> Option<String> {
        ["", ".day", ".month", ".year"]
            .iter()
            .find_map(|part| self.error(&format!("{field}{part}")))
    }
}

/// A problem in words, with the label of its field.
pub(crate) fn problem_words(question: &Question, problem: &Problem) -> String {
    crate::content::faults::fault(&field_label(question, &problem.field), &problem.fault)
}

/// The line of the error summary for a problem.
pub(crate) fn problem_item(question: &Question, problem: &Problem) -> ErrorItem {
    ErrorItem::at(&target(question, &problem.field), problem_words(question, problem))
}

/// The id on the page of the control that has this field.
pub(crate) fn target(question: &Question, field: &str) -> String {
    match &question.kind {
        // A date is known by its first box.
        Kind::Date {} if field == question.id.as_str() => format!("{field}.day"),
        _ => field.to_owned(),
    }
}

/// Draws a question.
pub(crate) fn draw(drawing: &Drawing<'_>) -> QuestionView {
    let question = drawing.question;
    let id = question.id.as_str();
    let label = if question.required {
        question.text.clone()
    } else {
        format!("{} (optional)", question.text)
    };
    let mut view = QuestionView {
        id: id.to_owned(),
        legend: None,
        hint: None,
        error: None,
        why: question.why.clone(),
        rows: Vec::new(),
        files: None,
        more: false,
        notes: Vec::new(),
        looks: Vec::new(),
        opens: None,
        closes: false,
    };
    if let Some(control) = single(drawing, &label) {
        view.rows = vec![Row { legend: None, controls: vec![control], note: None, reveal: None }];
        return view;
    }
    view.legend = Some(label);
    view.hint.clone_from(&question.hint);
    view.error = drawing.error(id);
    if question.kind.max_rows().is_some() {
        rows::draw(drawing, &mut view);
        return view;
    }
    view.rows = vec![Row { legend: None, controls: parts(drawing), note: None, reveal: None }];
    if matches!(question.kind, Kind::YesNoExplain { .. }) {
        reveal::explanation(id, &mut view);
        // The radios carry the question themselves.
        view.error = None;
    }
    view
}

fn decorate<F: Field>(field: F, drawing: &Drawing<'_>) -> F {
    let field = field.label_size(Size::Medium).error(drawing.error(drawing.question.id.as_str()));
    match &drawing.question.hint {
        Some(hint) => field.hint(hint.clone()),
        None => field,
    }
}

/// The control of a question that has one.
fn single(drawing: &Drawing<'_>, label: &str) -> Option<Control> {
    let id = drawing.question.id.as_str().to_owned();
    let label = label.to_owned();
    let value = drawing.text(&id);
    Some(match &drawing.question.kind {
        Kind::ShortText { .. } => {
            Control::Line(decorate(TextInput::new(id, label).value(value), drawing))
        }
        Kind::Postcode {} => Control::Line(decorate(
            TextInput::new(id, label).width(10).autocomplete("postal-code").value(value),
            drawing,
        )),
        Kind::LongText { max_words } => Control::Text(decorate(
            Textarea::new(id, label)
                .rows(text_rows(*max_words))
                .words(*max_words)
                .used(words(&value))
                .value(value),
            drawing,
        )),
        Kind::Number { .. } => {
            Control::Line(decorate(TextInput::whole_number(id, label).value(value), drawing))
        }
        Kind::Money { .. } => {
            Control::Line(decorate(TextInput::money(id, label).value(value), drawing))
        }
        Kind::Date {} => {
            let error = drawing.date_error(&id);
            Control::Date(decorate(date(drawing, &id, label), drawing).error(error))
        }
        Kind::Choice { options } => Control::One(decorate(
            Radios::new(id, label, options.iter().map(choice)).choose(&value),
            drawing,
        )),
        Kind::YesNo {} => Control::One(decorate(Radios::yes_no(id, label).choose(&value), drawing)),
        Kind::MultiChoice { options, .. } => {
            let chosen = drawing.all(&id);
            let boxes = Checkboxes::new(id, label, options.iter().map(choice)).choose(&chosen);
            Control::Some(decorate(boxes, drawing))
        }
        Kind::Declaration { statements } => {
            let chosen = drawing.all(&id);
            let ticks =
                statements.iter().map(|one| Choice::new(one.value.clone(), one.text.clone()));
            Control::Some(decorate(Checkboxes::new(id, label, ticks).choose(&chosen), drawing))
        }
        _ => return None,
    })
}

/// Higher for longer answers, within what a screen shows.
fn text_rows(most_words: u32) -> u16 {
    u16::try_from((most_words / 15).clamp(4, 16)).unwrap_or(8)
}

fn choice(option: &Option_) -> Choice {
    let choice = Choice::new(option.value.clone(), option.label.clone());
    match &option.hint {
        Some(hint) => choice.hint(hint.clone()),
        None => choice,
    }
}

/// A date whose boxes are named as the form names them.
fn date(drawing: &Drawing<'_>, field: &str, label: impl Into<Words>) -> DateInput {
    let mut input = DateInput::new(field.to_owned(), label);
    let boxes = [("day", "Day", 2_u8), ("month", "Month", 2), ("year", "Year", 4)];
    input.parts = boxes
        .into_iter()
        .map(|(part, label, width)| {
            let name = format!("{field}.{part}");
            DatePart {
                label: label.into(),
                value: drawing.text(&name).into(),
                wrong: drawing.error(&name).is_some() && drawing.error(field).is_none(),
                id: name.clone().into(),
                name: name.into(),
                width,
                autocomplete: None,
            }
        })
        .collect();
    input.error(drawing.date_error(field))
}

/// The controls of a question that has several without rows.
fn parts(drawing: &Drawing<'_>) -> Vec<Control> {
    let question = drawing.question;
    let id = question.id.as_str();
    let line = |part: &str| {
        let name = format!("{id}.{part}");
        let label = labels::part(&question.kind, part);
        let value = drawing.text(&name);
        let error = drawing.error(&name);
        (name, label, value, error)
    };
    let plain = |part: &str| {
        let (name, label, value, error) = line(part);
        TextInput::new(name, label).value(value).error(error)
    };
    match &question.kind {
        Kind::Period {} => ["start", "end"]
            .into_iter()
            .map(|part| {
                let label = labels::part(&question.kind, part);
                Control::Date(date(drawing, &format!("{id}.{part}"), label))
            })
            .collect(),
        Kind::YesNoExplain { max_words } => {
            let radios = Radios::yes_no(id.to_owned(), "Your answer")
                .choose(&drawing.text(id))
                .error(drawing.error(id));
            let (name, label, value, error) = line("text");
            let text = Textarea::new(name, label)
                .rows(text_rows(*max_words))
                .words(*max_words)
                .used(words(&value))
                .value(value)
                .error(error);
            vec![Control::One(radios), Control::Text(text)]
        }
        Kind::OrganisationIds {} => {
            let mut controls: Vec<Control> = ["charity", "company", "school", "other"]
                .into_iter()
                .map(|part| Control::Line(plain(part).width(20)))
                .collect();
            let (name, label, value, error) = line("none");
            let ticked = !value.trim().is_empty();
            let none = Choice::new("yes", label).chosen(ticked);
            controls.push(Control::Some(Checkboxes::new(name, "", [none]).error(error)));
            controls
        }
        Kind::Person { .. } => {
            // The first contact is mostly the person who types; a browser knows their own details,
            // and nobody else's.
            let own = question.meaning == Some(Meaning::MainContact);
            let purpose = |text: &'static str| own.then(|| text.into());
            let (name, label, value, error) = line("email");
            let email =
                TextInput { autocomplete: purpose("email"), ..TextInput::email(name, label) };
            let email = email.value(value).error(error);
            let (name, label, value, error) = line("phone");
            let phone =
                TextInput { autocomplete: purpose("tel"), ..TextInput::telephone(name, label) };
            let phone = phone.value(value).error(error);
            let name = TextInput { autocomplete: purpose("name"), ..plain("name") };
            let role = TextInput { autocomplete: purpose("organization-title"), ..plain("role") };
            [name, role, email, phone].into_iter().map(Control::Line).collect()
        }
        Kind::Address {} => [
            ("line1", "address-line1"),
            ("line2", "address-line2"),
            ("town", "address-level2"),
            ("county", "address-level1"),
            ("postcode", "postal-code"),
        ]
        .into_iter()
        .map(|(part, purpose)| {
            let input = plain(part).autocomplete(purpose);
            Control::Line(if part == "postcode" { input.width(10) } else { input })
        })
        .collect(),
        _ => Vec::new(),
    }
}

/// A list to pick from, with nothing picked at first.
fn pick(name: String, label: String, options: &[Option_], value: &str) -> Select {
    let none = Choice::new("", "Choose");
    let known = value.trim();
    let mut items: Vec<Choice> = std::iter::once(none).chain(options.iter().map(choice)).collect();
    if !known.is_empty() && !options.iter().any(|option| option.value == known) {
        // What was typed is shown again, even if it is none of the options.
        items.push(Choice::new(known.to_owned(), known.to_owned()));
    }
    Select::new(name, label, items).choose(known)
}
