//! Reads answers in rows.

use super::kind::{CellKind, Choice, Kind};
use super::problem::{Fault, Measured};
use super::read::postcode;
use super::reader::{CELL, Reader};
use super::schema::Question;
use super::value::{Budget, BudgetLine, MatchFunding, Milestone, Outcome, Risk, Table, Value};
use crate::area::{AreaCode, Share, Shares, SharesFault};
use crate::value::{NumberFault, Pence, Quantity, parse_whole, words};

/// One row of a table, by the beginning of its fields' names.
struct Row {
    prefix: String,
}

impl Row {
    fn field(&self, column: &str) -> String {
        format!("{}.{column}", self.prefix)
    }
}

impl Question {
    /// Reads an answer in rows. Empty rows between others are passed over.
    pub(super) fn value_in_rows(&self, reader: &mut Reader<'_>) -> Option<Value> {
        let rows = self.rows_with_answers(reader);
        if rows.is_empty() {
            let first = self.first_cell();
            reader.note(&first, Fault::Missing);
            return None;
        }
        match &self.kind {
            Kind::AreaShares { areas, .. } => self.area_shares(reader, &rows, areas),
            Kind::Budget { categories, .. } => self.budget(reader, &rows, categories),
            Kind::MatchFunding { .. } => each(reader, &rows, match_row).map(Value::MatchFunding),
            Kind::Outcomes { max_words, .. } => {
                let outcomes = each(reader, &rows, outcome_row)?;
                let count = outcomes.iter().map(outcome_words).sum();
                self.all_within(reader, count, *max_words);
                Some(Value::Outcomes(outcomes))
            }
            Kind::Risks { max_words, .. } => {
                let risks = each(reader, &rows, risk_row)?;
                let count = risks.iter().map(|r| words(&r.risk) + words(&r.response)).sum();
                self.all_within(reader, count, *max_words);
                Some(Value::Risks(risks))
            }
            Kind::Milestones { .. } => each(reader, &rows, milestone_row).map(Value::Milestones),
            Kind::Table { .. } => self.table(reader, &rows),
            _ => None,
        }
    }

    fn rows_with_answers(&self, reader: &Reader<'_>) -> Vec<Row> {
        let answers = reader.answers();
        (0..self.rows_typed(answers))
            .map(|row| Row { prefix: format!("{}.{row}", self.id) })
            .filter(|row| {
                let start = format!("{}.", row.prefix);
                self.owned(answers).any(|(name, typed)| {
                    name.starts_with(&start) && typed.iter().any(|text| !text.trim().is_empty())
                })
            })
            .collect()
    }

    fn first_cell(&self) -> String {
        self.fields(&super::Fields::new()).into_iter().next().unwrap_or_else(|| self.id.to_string())
    }

    fn all_within(&self, reader: &mut Reader<'_>, count: usize, max_words: Option<u32>) {
        if let Some(max) = max_words {
            let first = self.first_cell();
            reader.within_words(&first, count, max);
        }
    }

    fn area_shares(
        &self,
        reader: &mut Reader<'_>,
        rows: &[Row],
        areas: &[Choice],
    ) -> Option<Value> {
        let read = each(reader, rows, |reader, row| {
            let postcode = reader.offered_as(&row.field("postcode"), postcode);
            let area = reader.offered_as(&row.field("area"), |text| {
                let offered = areas.iter().any(|area| area.value == text);
                let code = AreaCode::parse(text).ok().filter(|_| offered);
                code.ok_or(Fault::NotAnOption)
            });
            let nowhere = ["postcode", "area"].iter().all(|part| reader.is_blank(&row.field(part)));
            if nowhere {
                let column = if areas.is_empty() { "postcode" } else { "area" };
                reader.note(&row.field(column), Fault::Missing);
            }
            let percent = reader.wanted_as(&row.field("percent"), percent)?;
            Some(Share { postcode, area, percent })
        })?;
        match Shares::new(read) {
            Ok(shares) => Some(Value::AreaShares(shares)),
            Err(SharesFault::Total { total }) => {
                let field = rows.first().map(|row| row.field("percent"))?;
                reader.note(&field, Fault::SharesTotal { total });
                None
            }
            // Either was noted at its field before.
            Err(SharesFault::NoPlace | SharesFault::Nothing) => None,
        }
    }

    fn budget(
        &self,
        reader: &mut Reader<'_>,
        rows: &[Row],
        categories: &[Choice],
    ) -> Option<Value> {
        let lines = each(reader, rows, |reader, row| budget_row(reader, row, categories))?;
        let sum = |part: fn(&BudgetLine) -> Pence| Pence::total(lines.iter().map(part));
        let sums = (sum(|line| line.total), sum(|l| l.from_grant), sum(|l| l.from_others));
        let (Some(total), Some(from_grant), Some(from_others)) = sums else {
            let first = self.first_cell();
            reader.note(&first, Fault::SumTooLarge);
            return None;
        };
        Some(Value::Budget(Budget { lines, total, from_grant, from_others }))
    }
}

impl Question {
    /// The rows of a table as text, and the total of every column that has one.
    fn table(&self, reader: &mut Reader<'_>, rows: &[Row]) -> Option<Value> {
        let count = self.kind.columns().count();
        let mut totals: Vec<Option<Measured>> = vec![None; count];
        let read = each(reader, rows, |reader, row| {
            let mut cells = Vec::with_capacity(count);
            for ((name, column), total) in self.kind.columns().zip(&mut totals) {
                let field = row.field(name);
                let Some((text, amount)) = cell(reader, &field, column.cell) else {
                    cells.push(None);
                    continue;
                };
                cells.push(Some(text));
                match (amount, *total) {
                    (None, _) => {}
                    (Some(amount), None) => *total = Some(amount),
                    (Some(amount), Some(before)) => match before.plus(amount) {
                        Some(sum) => *total = Some(sum),
                        None => reader.note(&field, Fault::SumTooLarge),
                    },
                }
            }
            cells.into_iter().collect::<Option<Vec<String>>>()
        })?;
        Some(Value::Table(Table { rows: read, totals }))
    }
}

/// A cell as text, with its amount where it has one.
fn cell(
    reader: &mut Reader<'_>,
    field: &str,
    kind: CellKind,
) -> Option<(String, Option<Measured>)> {
    match kind {
        CellKind::Text => reader.wanted_line(field, CELL).map(|text| (text, None)),
        CellKind::Number => {
            let number = reader.wanted_as(field, |text| {
                let number = parse_whole(text).map_err(|fault| match fault {
                    NumberFault::Empty => Fault::Missing,
                    NumberFault::NotNumber => Fault::NotNumber,
                    NumberFault::NotWhole => Fault::NotWhole,
                    NumberFault::TooLarge => Fault::SumTooLarge,
                })?;
                if number < 0 { Err(Fault::NumberBelow { least: 0 }) } else { Ok(number) }
            })?;
            Some((number.to_string(), Some(Measured::Count(number))))
        }
        CellKind::Money => {
            let amount = reader.wanted_money(field)?;
            Some((amount.to_string(), Some(Measured::Money(amount))))
        }
    }
}

/// Every row's value; `None` when any row has none, after all rows were read.
fn each<T>(
    reader: &mut Reader<'_>,
    rows: &[Row],
    mut read: impl FnMut(&mut Reader<'_>, &Row) -> Option<T>,
) -> Option<Vec<T>> {
    let values: Vec<Option<T>> = rows.iter().map(|row| read(reader, row)).collect();
    values.into_iter().collect()
}

fn percent(text: &str) -> Result<u8, Fault> {
    let figures = text.strip_suffix('%').unwrap_or(text).trim_end();
    let plain = (1..=3).contains(&figures.len()) && figures.bytes().all(|b| b.is_ascii_digit());
    let percent = if plain { figures.parse().ok() } else { None };
    percent.filter(|percent| (1..=100).contains(percent)).ok_or(Fault::NotPercent)
}

fn budget_row(reader: &mut Reader<'_>, row: &Row, categories: &[Choice]) -> Option<BudgetLine> {
    let category = reader.wanted_option(&row.field("category"), categories);
    let description = reader.wanted_line(&row.field("description"), CELL);
    let quantity = reader
        .wanted_as(&row.field("quantity"), |text| Quantity::parse(text).map_err(Fault::Quantity));
    let unit_cost = reader.wanted_money(&row.field("unit_cost"));
    let from_grant = reader.money_or_zero(&row.field("from_grant"));
    let from_others = reader.money_or_zero(&row.field("from_others"));
    let (quantity, unit_cost) = (quantity?, unit_cost?);
    let (from_grant, from_others) = (from_grant?, from_others?);
    let sums = (quantity.cost(unit_cost), from_grant.checked_add(from_others));
    let (Some(total), Some(paid)) = sums else {
        reader.note(&row.field("quantity"), Fault::SumTooLarge);
        return None;
    };
    if total != paid {
        let fault = Fault::LineDoesNotAddUp { total, from_grant, from_others };
        reader.note(&row.field("from_grant"), fault);
    }
    let (category, description) = (category?, description?);
    Some(BudgetLine { category, description, quantity, unit_cost, total, from_grant, from_others })
}

fn match_row(reader: &mut Reader<'_>, row: &Row) -> Option<MatchFunding> {
    let source = reader.wanted_line(&row.field("source"), CELL);
    let amount = reader.wanted_money(&row.field("amount"));
    let in_kind = reader.wanted_as(&row.field("form"), |text| match text {
        "in_kind" => Ok(true),
        "cash" => Ok(false),
        _ => Err(Fault::NotAnOption),
    });
    let confirmed = reader.wanted_yes_no(&row.field("confirmed"));
    Some(MatchFunding {
        source: source?,
        amount: amount?,
        in_kind: in_kind?,
        confirmed: confirmed?,
    })
}

fn outcome_row(reader: &mut Reader<'_>, row: &Row) -> Option<Outcome> {
    let outcome = reader.wanted_line(&row.field("outcome"), CELL);
    let indicator = reader.wanted_line(&row.field("indicator"), CELL);
    let unknown_field = row.field("baseline_unknown");
    let unknown = reader.ticked(&unknown_field);
    let baseline = if unknown {
        let baseline = reader.offered_line(&row.field("baseline"), CELL);
        if baseline.is_some() {
            reader.note(&unknown_field, Fault::BaselineAndUnknown);
        }
        None
    } else {
        reader.wanted_line(&row.field("baseline"), CELL)
    };
    let target = reader.wanted_line(&row.field("target"), CELL);
    let how = reader.wanted_line(&row.field("how"), CELL);
    let (outcome, indicator) = (outcome?, indicator?);
    Some(Outcome { outcome, indicator, baseline, target: target?, how: how? })
}

fn outcome_words(row: &Outcome) -> usize {
    let texts = [&row.outcome, &row.indicator, &row.target, &row.how];
    texts.into_iter().chain(&row.baseline).map(|text| words(text)).sum()
}

fn risk_row(reader: &mut Reader<'_>, row: &Row) -> Option<Risk> {
    let risk = reader.wanted_line(&row.field("risk"), CELL);
    let response = reader.wanted_line(&row.field("response"), CELL);
    Some(Risk { risk: risk?, response: response? })
}

fn milestone_row(reader: &mut Reader<'_>, row: &Row) -> Option<Milestone> {
    let what = reader.wanted_line(&row.field("what"), CELL);
    let by = reader.wanted_date(&row.prefix);
    Some(Milestone { what: what?, by: by? })
}
