//! From the inputs of a set-up page to its controls.

use super::inputs::{FieldError, Input, What};
use crate::components::{
    Checkboxes, Choice, DateInput, ErrorItem, ErrorSummary, Field, Radios, Select, TextInput,
    Textarea,
};
use crate::pages::applications::question::Control;
use almoner_http::Fields;

/// A piece of a page.
pub(super) enum Block {
    /// A control.
    Control(Box<Control>),
    /// The beginning of a row, with its legend and what is wrong with all rows together.
    Open {
        /// What the row is called.
        legend: String,
        /// Where links to the rows lead; empty but for the first.
        id: String,
        /// What is wrong with the rows as a whole.
        error: Option<String>,
    },
    /// The end of a row.
    Close,
    /// A value that is carried along unseen.
    Hidden(String, String),
    /// A row can be added.
    More,
}

/// Draws `inputs`.
pub(super) fn draw(
    inputs: &[Input],
    fields: &Fields,
    prefix: &str,
    errors: &[FieldError],
    into: &mut Vec<Block>,
) {
    for input in inputs {
        let name = input.name(prefix);
        match &input.what {
            What::Rows { legend, columns, most } => {
                rows((legend, columns, *most), fields, (&name, errors), into);
            }
            What::Hidden => {
                let value = fields.text(&name).to_owned();
                into.push(Block::Hidden(name, value));
            }
            What::Moment => {
                let mut moment = moment(input, fields, &name, errors);
                into.append(&mut moment);
            }
            _ => into.push(Block::Control(Box::new(control(input, fields, &name, errors)))),
        }
    }
}

/// The rows that hold something, and an empty one.
fn rows(
    (legend, columns, most): (&'static str, &[Input], usize),
    fields: &Fields,
    (name, errors): (&str, &[FieldError]),
    into: &mut Vec<Block>,
) {
    let begins = format!("{name}.");
    let last = fields
        .0
        .iter()
        .filter(|(field, value)| field.starts_with(&begins) && !value.trim().is_empty())
        .filter_map(|(field, _)| field.get(begins.len()..)?.split('.').next()?.parse().ok())
        .max();
    let shown = last.map_or(1, |last: usize| last + 2).min(most);
    for row in 0..shown {
        let first = row == 0;
        into.push(Block::Open {
            legend: format!("{legend} {}", row + 1),
            id: if first { name.to_owned() } else { String::new() },
            error: if first { error_at(errors, name) } else { None },
        });
        draw(columns, fields, &format!("{name}.{row}."), errors, into);
        into.push(Block::Close);
    }
    if shown < most {
        into.push(Block::More);
    }
}

fn error_at(errors: &[FieldError], name: &str) -> Option<String> {
    errors.iter().find(|(field, _)| field == name).map(|(_, words)| words.clone())
}

fn decorated<F: Field>(field: F, input: &Input, errors: &[FieldError], name: &str) -> F {
    let field = field.error(error_at(errors, name));
    match &input.hint {
        Some(hint) => field.hint(hint.clone()),
        None => field,
    }
}

fn day(input: &Input, fields: &Fields, name: &str, errors: &[FieldError]) -> DateInput {
    let typed =
        ["day", "month", "year"].map(|part| fields.text(&format!("{name}-{part}")).to_owned());
    decorated(DateInput::new(name.to_owned(), input.label.clone()), input, errors, name)
        .typed(typed)
}

/// A day and the time of the clock in London.
fn moment(input: &Input, fields: &Fields, name: &str, errors: &[FieldError]) -> Vec<Block> {
    let time = format!("{name}-time");
    let value = fields.text(&time).to_owned();
    let wrong = error_at(errors, &time);
    let clock = TextInput::new(time, format!("{}: time", input.label))
        .error(wrong)
        .width(5)
        .hint("Of London, by the 24-hour clock, for example 17:00")
        .value(value);
    vec![
        Block::Control(Box::new(Control::Date(day(input, fields, name, errors)))),
        Block::Control(Box::new(Control::Line(clock))),
    ]
}

fn control(input: &Input, fields: &Fields, name: &str, errors: &[FieldError]) -> Control {
    let label = input.label.clone();
    let value = fields.text(name).to_owned();
    let id = name.to_owned();
    match &input.what {
        What::Text(rows) | What::MaybeText(rows) => Control::Text(decorated(
            Textarea::new(id, label).rows(*rows).value(value),
            input,
            errors,
            name,
        )),
        What::Lines | What::Options(_) => Control::Text(decorated(
            Textarea::new(id, label).rows(6).value(value),
            input,
            errors,
            name,
        )),
        What::Pounds | What::MaybePounds => {
            Control::Line(decorated(TextInput::money(id, label).value(value), input, errors, name))
        }
        What::Whole(_) | What::MaybeWhole(_) => Control::Line(decorated(
            TextInput::whole_number(id, label).value(value),
            input,
            errors,
            name,
        )),
        What::Day => Control::Date(day(input, fields, name, errors)),
        What::Tick => Control::Some(decorated(
            Checkboxes::single(id, label).choose(&[value]),
            input,
            errors,
            name,
        )),
        What::Radio(choices) => Control::One(decorated(
            Radios::new(id, label, choices.clone()).choose(&value),
            input,
            errors,
            name,
        )),
        What::Some(choices) => {
            let chosen: Vec<&str> = fields.all(name).collect();
            Control::Some(decorated(
                Checkboxes::new(id, label, choices.clone()).choose(&chosen),
                input,
                errors,
                name,
            ))
        }
        What::One(choices)
        | What::Maybe(choices)
        | What::TieBreak(choices)
        | What::When(choices) => {
            let none =
                Choice::new("", if matches!(input.what, What::One(_)) { "Choose" } else { "None" });
            let mut items: Vec<Choice> = std::iter::once(none).chain(choices.clone()).collect();
            if !value.trim().is_empty() && !choices.iter().any(|one| one.value == value) {
                // What is stored is shown, even if it can no longer be chosen.
                items.push(Choice::new(value.clone(), value.clone()));
            }
            Control::Pick(decorated(
                Select::new(id, label, items).choose(&value),
                input,
                errors,
                name,
            ))
        }
        _ => Control::Line(decorated(TextInput::new(id, label).value(value), input, errors, name)),
    }
}

/// The lines of the error summary, in the order of the page; what has no field on it leads nowhere.
pub(super) fn summary(blocks: &[Block], errors: &[FieldError]) -> ErrorSummary {
    let of_control = |control: &Control| match control {
        Control::Line(f) => f.error_item(),
        Control::Text(f) => f.error_item(),
        Control::One(f) => f.error_item(),
        Control::Some(f) => f.error_item(),
        Control::Pick(f) => f.error_item(),
        Control::Date(f) => f.error_item(),
    };
    let item = |block: &Block| match block {
        Block::Control(control) => of_control(control),
        Block::Open { id, error: Some(words), .. } => Some(ErrorItem::at(id, words.clone())),
        _ => None,
    };
    let mut items: Vec<ErrorItem> = blocks.iter().filter_map(item).collect();
    for (_, words) in errors {
        if !items.iter().any(|item| item.text == *words) {
            items.push(ErrorItem::general(words.clone()));
        }
    }
    items.into_iter().collect()
}
