//! Questions in rows: places, budget, match funding, outcomes, risks, milestones,
//! tables.

use super::labels::{column_label, rows_label};
use super::{Control, Drawing, QuestionView, Row, date, pick};
use crate::components::{Checkboxes, Choice, Field, Radios, TextInput, Textarea};
use almoner_domain::form::{CellKind, Kind, Value};
use almoner_domain::value::{Pence, Quantity};

/// Draws the rows that have an answer, and an empty one after them.
pub(super) fn draw(drawing: &Drawing<'_>, view: &mut QuestionView) {
    let question = drawing.question;
    let shown = question.rows_to_show(drawing.typed).max(1);
    view.more = question.kind.max_rows().is_some_and(|most| shown < most);
    view.rows = (0..shown)
        .map(|number| Row {
            legend: Some(format!(
                "{} {}",
                rows_label(&question.kind),
                u32::from(number).saturating_add(1)
            )),
            controls: controls(drawing, number),
            note: line_cost(drawing, number),
            reveal: None,
        })
        .collect();
    view.notes = totals(drawing);
}

fn controls(drawing: &Drawing<'_>, row: u16) -> Vec<Control> {
    let kind = &drawing.question.kind;
    let name = |column: &str| format!("{}.{row}.{column}", drawing.question.id);
    let label = |column: &str| column_label(kind, column);
    let filled = |input: TextInput, column: &str| {
        let name = name(column);
        Control::Line(input.value(drawing.text(&name)).error(drawing.error(&name)))
    };
    let line = |column: &str| filled(TextInput::new(name(column), label(column)), column);
    let money = |column: &str| filled(TextInput::money(name(column), label(column)), column);
    let text = |column: &str| {
        let name = name(column);
        let value = drawing.text(&name);
        let error = drawing.error(&name);
        Control::Text(Textarea::new(name, label(column)).rows(2).value(value).error(error))
    };
    let radios = |column: &str, choices: [(&'static str, &'static str); 2]| {
        let name = name(column);
        let chosen = drawing.text(&name);
        let error = drawing.error(&name);
        let items = choices.map(|(value, text)| Choice::new(value, text));
        Control::One(Radios::new(name, label(column), items).choose(&chosen).error(error))
    };
    match kind {
        Kind::AreaShares { areas, .. } => {
            let mut controls = vec![filled(
                TextInput::new(name("postcode"), label("postcode")).width(10),
                "postcode",
            )];
            if !areas.is_empty() {
                let area = name("area");
                let chosen = drawing.text(&area);
                let error = drawing.error(&area);
                let hint = "Choose one if there is no venue, or if the postcode would put it in \
                            the wrong place";
                let select = pick(area, label("area"), areas, &chosen);
                controls.push(Control::Pick(select.hint(hint).error(error)));
            }
            let percent = TextInput::whole_number(name("percent"), label("percent")).suffix("%");
            controls.push(filled(percent, "percent"));
            controls
        }
        Kind::Budget { categories, .. } => {
            let category = name("category");
            let chosen = drawing.text(&category);
            let error = drawing.error(&category);
            let select = pick(category, label("category"), categories, &chosen);
            let quantity = TextInput::whole_number(name("quantity"), label("quantity"));
            vec![
                Control::Pick(select.error(error)),
                line("description"),
                filled(quantity, "quantity"),
                money("unit_cost"),
                money("from_grant"),
                money("from_others"),
            ]
        }
        Kind::MatchFunding { .. } => vec![
            line("source"),
            money("amount"),
            radios("form", [("cash", "Money"), ("in_kind", "Help in kind")]),
            radios("confirmed", [("yes", "Yes"), ("no", "No")]),
        ],
        Kind::Outcomes { .. } => {
            let unknown = name("baseline_unknown");
            let ticked = !drawing.text(&unknown).trim().is_empty();
            let error = drawing.error(&unknown);
            let tick = Choice::new("yes", label("baseline_unknown")).chosen(ticked);
            vec![
                text("outcome"),
                line("indicator"),
                line("baseline"),
                Control::Some(Checkboxes::new(unknown, "", [tick]).error(error)),
                line("target"),
                line("how"),
            ]
        }
        Kind::Risks { .. } => vec![text("risk"), text("response")],
        Kind::Milestones { .. } => {
            let at = format!("{}.{row}", drawing.question.id);
            vec![line("what"), Control::Date(date(drawing, &at, label("day")))]
        }
        Kind::Table { .. } => kind
            .columns()
            .map(|(column, own)| match own.cell {
                CellKind::Text => line(column),
                CellKind::Money => money(column),
                CellKind::Number => {
                    filled(TextInput::whole_number(name(column), label(column)), column)
                }
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// What a budget line comes to, as far as it can be computed.
fn line_cost(drawing: &Drawing<'_>, row: u16) -> Option<String> {
    if !matches!(drawing.question.kind, Kind::Budget { .. }) {
        return None;
    }
    let text = |column: &str| drawing.text(&format!("{}.{row}.{column}", drawing.question.id));
    let quantity = Quantity::parse(&text("quantity")).ok()?;
    let unit = Pence::parse(&text("unit_cost")).ok()?;
    Some(format!("This line costs {}", quantity.cost(unit)?))
}

fn totals(drawing: &Drawing<'_>) -> Vec<String> {
    match drawing.question.read(drawing.typed).value {
        Some(Value::Budget(budget)) => vec![
            format!("Total cost: {}", budget.total),
            format!("From this grant: {}", budget.from_grant),
            format!("From others: {}", budget.from_others),
        ],
        Some(Value::Table(table)) => {
            let columns = drawing.question.kind.columns().zip(table.totals);
            columns
                .filter_map(|((_, column), total)| {
                    let total = crate::content::rules::measured(total?);
                    Some(format!("{}, in total: {total}", column.label))
                })
                .collect()
        }
        _ => Vec::new(),
    }
}
