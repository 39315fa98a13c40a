//! What a page of the set-up asks for, as a table: each input names the setting that it writes.
//! The same table fills the page from what is stored, reads what was typed, and draws both.

use super::draw::Block;
use crate::components::Choice;
use almoner_domain::form::Fault;
use almoner_domain::value::{Pence, clean_text, read_date};
use almoner_http::Fields;
use serde_json::{Map, Value, json};

/// The most lines of a list.
const MOST_LINES: usize = 200;

/// One input of a page.
pub(super) struct Input {
    /// The path of the setting in its part, with dots: `areas.why`, `anchors.3`.
    pub path: &'static str,
    /// What is asked.
    pub label: String,
    /// Help with answering it.
    pub hint: Option<String>,
    /// How it is written.
    pub what: What,
}

/// How a setting is written.
pub(super) enum What {
    /// A line of text.
    Line,
    /// A line of text that may be left out.
    MaybeLine,
    /// Paragraphs.
    Text(u16),
    /// Paragraphs that may be left out.
    MaybeText(u16),
    /// Texts, one a line.
    Lines,
    /// Things to choose from, one a line; each keeps the value that it had.
    Options(&'static str),
    /// An amount in pounds; nothing typed is nothing.
    Pounds,
    /// An amount in pounds that may be left out.
    MaybePounds,
    /// A whole number from 0.
    Whole(i64),
    /// A whole number that may be left out.
    MaybeWhole(i64),
    /// A day.
    Day,
    /// A day that may be left out or is in a row that is left out.
    Moment,
    /// Yes or no, as one box.
    Tick,
    /// One of several that must be chosen.
    One(Vec<Choice>),
    /// One of several, as radios.
    Radio(Vec<Choice>),
    /// One of several, or none.
    Maybe(Vec<Choice>),
    /// Any of several.
    Some(Vec<Choice>),
    /// A way to split equal marks, written as `criterion:CODE`, `first_time` or `sent_first`.
    TieBreak(Vec<Choice>),
    /// The earlier answer on which a question depends, written as `B1=yes`.
    When(Vec<Choice>),
    /// A value that is carried along unseen.
    Hidden,
    /// Several rows of inputs.
    Rows {
        /// What one row is called.
        legend: &'static str,
        /// Its inputs.
        columns: Vec<Input>,
        /// The most rows.
        most: usize,
    },
}

impl Input {
    pub(super) fn new(path: &'static str, label: impl Into<String>, what: What) -> Self {
        Self { path, label: label.into(), hint: None, what }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(super) fn name(&self, prefix: &str) -> String {
        format!("{prefix}{}", self.path)
    }
}

/// What is wrong with a field, in words.
pub(super) type FieldError = (String, String);

/// What stands at a path of a value.
pub(super) fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    value.pointer(&format!("/{}", path.replace('.', "/")))
}

/// Puts a value at a path, making the objects and lists on the way.
pub(super) fn put(tree: &mut Value, path: &str, value: Value) {
    let (first, rest) = path.split_once('.').map_or((path, None), |(one, two)| (one, Some(two)));
    let slot = if let Ok(index) = first.parse::<usize>() {
        if !tree.is_array() {
            *tree = Value::Array(Vec::new());
        }
        let Some(list) = tree.as_array_mut() else { return };
        while list.len() <= index && index < MOST_LINES {
            list.push(Value::Null);
        }
        list.get_mut(index)
    } else {
        if !tree.is_object() {
            *tree = Value::Object(Map::new());
        }
        tree.as_object_mut().map(|object| object.entry(first).or_insert(Value::Null))
    };
    match (slot, rest) {
        (Some(slot), Some(rest)) => put(slot, rest, value),
        (Some(slot), None) => *slot = value,
        (None, _) => {}
    }
}

/// The fields that a stored value fills.
pub(super) fn filled(inputs: &[Input], value: &Value, prefix: &str, into: &mut Fields) {
    for input in inputs {
        let name = input.name(prefix);
        let stored = at(value, input.path).unwrap_or(&Value::Null);
        let mut add = |name: String, text: String| into.0.push((name, text));
        match &input.what {
            What::Rows { columns, .. } => {
                for (row, value) in stored.as_array().into_iter().flatten().enumerate() {
                    filled(columns, value, &format!("{name}.{row}."), into);
                }
            }
            What::Some(_) => {
                for one in stored.as_array().into_iter().flatten().filter_map(Value::as_str) {
                    add(name.clone(), one.to_owned());
                }
            }
            What::Lines => {
                let lines = stored.as_array().into_iter().flatten().filter_map(Value::as_str);
                add(name, lines.collect::<Vec<_>>().join("\n"));
            }
            What::Options(label) => {
                let lines = stored.as_array().into_iter().flatten();
                let lines = lines.filter_map(|one| at(one, label)?.as_str());
                add(name, lines.collect::<Vec<_>>().join("\n"));
            }
            What::Pounds | What::MaybePounds => {
                let amount = stored.as_i64().map(|pence| Pence::new(pence).plain());
                add(name, amount.unwrap_or_default());
            }
            What::Day => {
                if let Some(day) = stored.as_str().and_then(|text| text.parse().ok()) {
                    add_day(day, &name, into);
                }
            }
            What::Moment => {
                let stored = stored.as_str();
                if let Some(at) = stored.and_then(|t| t.parse::<jiff::civil::DateTime>().ok()) {
                    add_day(at.date(), &name, into);
                    into.0.push((format!("{name}-time"), at.strftime("%H:%M").to_string()));
                }
            }
            What::Tick => {
                if stored.as_bool() == Some(true) {
                    add(name, "yes".to_owned());
                }
            }
            What::TieBreak(_) => add(name, tie_break_text(stored)),
            What::When(_) => {
                let part = |key: &str| stored.get(key).and_then(Value::as_str);
                if let (Some(question), Some(equals)) = (part("question"), part("equals")) {
                    add(name, format!("{question}={equals}"));
                }
            }
            _ => match stored {
                Value::String(text) => add(name, text.clone()),
                Value::Number(number) => add(name, number.to_string()),
                Value::Bool(flag) => add(name, if *flag { "yes" } else { "no" }.to_owned()),
                _ => {}
            },
        }
    }
}

fn add_day(day: jiff::civil::Date, name: &str, into: &mut Fields) {
    into.0.push((format!("{name}-day"), day.day().to_string()));
    into.0.push((format!("{name}-month"), day.month().to_string()));
    into.0.push((format!("{name}-year"), day.year().to_string()));
}

fn tie_break_text(stored: &Value) -> String {
    let part = |key: &str| stored.get(key).and_then(Value::as_str).unwrap_or_default();
    match part("by") {
        "criterion" => format!("criterion:{}", part("code")),
        other => other.to_owned(),
    }
}

/// Reads what was typed into the settings of `tree`, and tells what cannot be read.
pub(super) fn read(
    inputs: &[Input],
    fields: &Fields,
    prefix: &str,
    tree: &mut Value,
    errors: &mut Vec<FieldError>,
) {
    for input in inputs {
        let name = input.name(prefix);
        if let What::Rows { columns, most, .. } = &input.what {
            let old = at(tree, input.path).cloned().unwrap_or(Value::Null);
            let rows = read_rows(columns, fields, (&name, *most), &old, errors);
            put(tree, input.path, Value::Array(rows));
            continue;
        }
        let before = at(tree, input.path).cloned().unwrap_or(Value::Null);
        match read_one(input, fields, &name, &before) {
            Ok(value) => put(tree, input.path, value),
            Err(Fault::NotNumber) if matches!(input.what, What::Moment) => {
                let words = format!("{}: enter the time like 09:00 or 17:30", input.label);
                errors.push((format!("{name}-time"), words));
            }
            Err(fault) => {
                let words = crate::content::faults::fault(&input.label, &fault);
                errors.push((name, words));
            }
        }
    }
}

/// Rows in which something was typed; a row that was cleared is gone.
fn read_rows(
    columns: &[Input],
    fields: &Fields,
    (name, most): (&str, usize),
    old: &Value,
    errors: &mut Vec<FieldError>,
) -> Vec<Value> {
    let mut rows = Vec::new();
    for row in 0..most {
        let prefix = format!("{name}.{row}.");
        if is_blank(columns, fields, &prefix) {
            continue;
        }
        let mut value = old.get(row).cloned().unwrap_or_else(|| json!({}));
        read(columns, fields, &prefix, &mut value, errors);
        rows.push(value);
    }
    rows
}

/// Whether nothing was typed into a row. What is chosen or carried along does not count.
fn is_blank(columns: &[Input], fields: &Fields, prefix: &str) -> bool {
    columns.iter().all(|input| {
        let name = input.name(prefix);
        match &input.what {
            What::Hidden | What::Tick | What::Radio(_) => true,
            What::Day | What::Moment => ["day", "month", "year"]
                .iter()
                .all(|part| fields.text(&format!("{name}-{part}")).trim().is_empty()),
            _ => fields.text(&name).trim().is_empty(),
        }
    })
}

fn read_one(input: &Input, fields: &Fields, name: &str, before: &Value) -> Result<Value, Fault> {
    let typed = clean(fields.text(name))?;
    let text = typed.trim();
    let or_null = |value: Value| if text.is_empty() { Value::Null } else { value };
    let chosen = |choices: &[Choice]| {
        if choices.iter().any(|choice| choice.value == text) {
            Ok(())
        } else {
            Err(Fault::NotAnOption)
        }
    };
    Ok(match &input.what {
        What::Line | What::Text(_) | What::Hidden => json!(text),
        What::MaybeLine | What::MaybeText(_) => or_null(json!(text)),
        What::Lines => json!(lines(text)?),
        What::Options(label) => options(text, label, before)?,
        What::Pounds if text.is_empty() => json!(0),
        What::MaybePounds if text.is_empty() => Value::Null,
        What::Pounds | What::MaybePounds => {
            json!(Pence::parse(text).map_err(Fault::Money)?.get())
        }
        What::MaybeWhole(_) if text.is_empty() => Value::Null,
        What::Whole(most) | What::MaybeWhole(most) => json!(whole(text, *most)?),
        What::Day => json!(day(fields, name)?.to_string()),
        What::Moment => {
            let day = day(fields, name)?;
            let typed = fields.text(&format!("{name}-time")).trim().to_owned();
            let time =
                jiff::civil::Time::strptime("%H:%M", &typed).map_err(|_| Fault::NotNumber)?;
            json!(day.to_datetime(time).to_string())
        }
        What::Tick => json!(text == "yes"),
        What::Maybe(_) | What::TieBreak(_) | What::When(_) if text.is_empty() => Value::Null,
        What::One(choices) | What::Radio(choices) | What::Maybe(choices) => {
            chosen(choices)?;
            match text {
                "yes" if is_yes_no(choices) => json!(true),
                "no" if is_yes_no(choices) => json!(false),
                other => json!(other),
            }
        }
        What::Some(choices) => {
            let values: Vec<&str> = fields.all(name).map(str::trim).collect();
            let known = |value: &&str| choices.iter().any(|choice| choice.value == **value);
            if !values.iter().all(known) {
                return Err(Fault::NotAnOption);
            }
            json!(values)
        }
        What::TieBreak(choices) => {
            chosen(choices)?;
            match text.split_once(':') {
                Some((_, code)) => json!({ "by": "criterion", "code": code }),
                None => json!({ "by": text }),
            }
        }
        What::When(choices) => {
            chosen(choices)?;
            let (question, equals) = text.split_once('=').ok_or(Fault::NotAnOption)?;
            json!({ "question": question, "equals": equals })
        }
        What::Rows { .. } => Value::Null,
    })
}

fn is_yes_no(choices: &[Choice]) -> bool {
    choices.len() == 2 && choices.iter().all(|one| one.value == "yes" || one.value == "no")
}

fn clean(typed: &str) -> Result<String, Fault> {
    clean_text(typed).map_err(|found| Fault::ControlCharacter { code: found.code })
}

fn lines(text: &str) -> Result<Vec<String>, Fault> {
    let lines: Vec<String> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if lines.len() > MOST_LINES {
        return Err(Fault::TooManyChosen { count: lines.len(), max: MOST_LINES });
    }
    Ok(lines)
}

/// Things to choose from: what had a value before keeps it, what is new gets one of its words.
fn options(text: &str, label: &str, before: &Value) -> Result<Value, Fault> {
    let old: Vec<&Value> = before.as_array().into_iter().flatten().collect();
    let mut taken: Vec<String> =
        old.iter().filter_map(|one| one.get("value")?.as_str().map(str::to_owned)).collect();
    let made = lines(text)?.into_iter().map(|line| {
        if let Some(known) = old.iter().find(|one| at(one, label).is_some_and(|l| *l == line)) {
            return (*known).clone();
        }
        let value = slug(&line, &taken);
        taken.push(value.clone());
        json!({ "value": value, label: line })
    });
    Ok(Value::Array(made.collect()))
}

/// A code of the words of a text that none of `taken` is.
pub(super) fn slug(text: &str, taken: &[String]) -> String {
    let plain: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    let words: Vec<&str> = plain.split('_').filter(|word| !word.is_empty()).collect();
    let mut short: String = words.join("_").chars().take(24).collect();
    short.truncate(short.trim_end_matches('_').len());
    if short.is_empty() {
        "option".clone_into(&mut short);
    }
    std::iter::once(short.clone())
        .chain((2..=MOST_LINES + 2).map(|number| format!("{short}_{number}")))
        .find(|code| !taken.contains(code))
        .unwrap_or(short)
}

fn whole(text: &str, most: i64) -> Result<i64, Fault> {
    let number: i64 = text.replace(',', "").parse().map_err(|_| Fault::NotWhole)?;
    match number {
        ..0 => Err(Fault::NumberBelow { least: 0 }),
        _ if number > most => Err(Fault::NumberAbove { most }),
        _ => Ok(number),
    }
}

fn day(fields: &Fields, name: &str) -> Result<jiff::civil::Date, Fault> {
    let part = |part: &str| fields.text(&format!("{name}-{part}")).to_owned();
    read_date(&part("day"), &part("month"), &part("year")).map_err(Fault::Date)
}

/// Every block of a page, in order.
pub(super) fn drawn(inputs: &[Input], fields: &Fields, errors: &[FieldError]) -> Vec<Block> {
    let mut blocks = Vec::new();
    super::draw::draw(inputs, fields, "", errors, &mut blocks);
    blocks
}
