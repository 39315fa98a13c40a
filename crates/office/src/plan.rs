//! Police and Crime Plans and their priorities: `plan.toml`.

use std::collections::HashSet;

use almoner_domain::plan::{Plan, Priority};
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::document::Document;
use crate::error::{Fault, PackError, Thing};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanFile {
    plan: Vec<PlanTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlanTable {
    code: Spanned<String>,
    title: Spanned<String>,
    valid_from: Spanned<Datetime>,
    valid_from_basis: Spanned<String>,
    valid_to: Option<Spanned<Datetime>>,
    valid_to_basis: Option<String>,
    source: Spanned<String>,
    note: Option<String>,
    priority: Vec<PriorityTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PriorityTable {
    code: Spanned<String>,
    title: Spanned<String>,
    #[serde(default)]
    added: bool,
    valid_from: Option<Spanned<Datetime>>,
    valid_from_basis: Option<String>,
    valid_to: Option<Spanned<Datetime>>,
    source: Spanned<String>,
}

pub(crate) fn read(document: Document<'_>) -> Result<Vec<Plan>, PackError> {
    let file: PlanFile = document.toml()?;
    let mut codes = HashSet::new();
    file.plan
        .into_iter()
        .map(|table| {
            let code = document.code(&table.code)?;
            if codes.insert(code.clone()) {
                plan(document, code, table)
            } else {
                let twice = Fault::Twice { thing: Thing::Plan, value: code };
                Err(document.complain(&table.code, twice))
            }
        })
        .collect()
}

fn plan(document: Document<'_>, code: String, table: PlanTable) -> Result<Plan, PackError> {
    let valid_from = document.day(&table.valid_from)?;
    let (_, valid_to) = document.days(Some(&table.valid_from), table.valid_to.as_ref())?;
    let mut plan = Plan {
        code,
        title: document.filled("title", &table.title)?,
        valid_from,
        valid_from_basis: document.filled("valid_from_basis", &table.valid_from_basis)?,
        valid_to,
        valid_to_basis: table.valid_to_basis,
        source: document.filled("source", &table.source)?,
        note: table.note,
        priorities: Vec::with_capacity(table.priority.len()),
    };
    for row in table.priority {
        let priority = priority(document, &plan, row)?;
        plan.priorities.push(priority);
    }
    Ok(plan)
}

fn priority(
    document: Document<'_>,
    plan: &Plan,
    table: PriorityTable,
) -> Result<Priority, PackError> {
    let code = document.code(&table.code)?;
    if plan.priority(&code).is_some() {
        let twice = Fault::Twice { thing: Thing::Priority, value: code };
        return Err(document.complain(&table.code, twice));
    }
    let (valid_from, valid_to) =
        document.days(table.valid_from.as_ref(), table.valid_to.as_ref())?;
    for date in [&table.valid_from, &table.valid_to].into_iter().flatten() {
        let day = document.day(date)?;
        if !plan.runs_on(day) {
            return Err(document.complain(date, Fault::OutsidePlan { day }));
        }
    }
    Ok(Priority {
        code,
        title: document.filled("title", &table.title)?,
        added: table.added,
        valid_from,
        valid_from_basis: table.valid_from_basis,
        valid_to,
        source: document.filled("source", &table.source)?,
    })
}
