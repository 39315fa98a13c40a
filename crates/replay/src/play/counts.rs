//! What a round came to: read from its report page, which is derived from the audit trail.

use super::cast::Cast;
use super::story::Story;
use super::{Played, Step, wrong};
use crate::browser::Page;
use crate::file::Expected;
use almoner_domain::value::Pence;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// The counts of a round that was played to its end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Ever sent in time.
    pub received: i64,
    /// Not eligible.
    pub ineligible: i64,
    /// Moderated.
    pub moderated: i64,
    /// Recommended.
    pub recommended: i64,
    /// Recommended, in pence.
    pub recommended_pence: i64,
    /// Approved.
    pub approved: i64,
    /// Approved, in pence.
    pub approved_pence: i64,
    /// Asked for, in pence.
    pub requested_pence: i64,
    /// What the round may spend, in pence.
    pub budget_pence: i64,
    /// Recommended by area, each bid once, in its area of largest share.
    pub by_area: BTreeMap<String, i64>,
    /// The bids with agreed marks as the report ranks them; not part of what is printed.
    #[serde(skip)]
    pub ranking: Vec<Marked>,
    /// Letters that the mail server accepted, of the whole office.
    pub emails_sent: u64,
    /// Entries of the audit trail, of the whole office, its chains checked.
    pub audit_entries: u64,
}

/// A bid with agreed marks, as the report words it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Its reference.
    pub reference: String,
    /// The mean of what the assessors gave.
    pub assessors: String,
    /// What the panel agreed.
    pub agreed: String,
}

/// Where a round did not come to what its file expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What was counted.
    pub what: String,
    /// What the file expects.
    pub expected: String,
    /// What the report says.
    pub found: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: expected {}, found {}", self.what, self.expected, self.found)
    }
}

impl Counts {
    /// What differs from what a file expects. `area_name` gives the name of an area by its code.
    #[must_use]
    pub fn differences(
        &self,
        expected: &Expected,
        area_name: impl Fn(&str) -> String,
    ) -> Vec<Difference> {
        let mut differences = Vec::new();
        let mut differ = |what: &str, expected: String, found: String| {
            differences.push(Difference { what: what.to_owned(), expected, found });
        };
        for (what, expected, found) in [
            ("received", expected.received, self.received),
            ("ineligible", expected.ineligible, self.ineligible),
            ("moderated", expected.moderated, self.moderated),
            ("recommended", expected.recommended, self.recommended),
            ("recommended_pence", expected.recommended_pence, self.recommended_pence),
            ("approved", expected.approved, self.approved),
        ] {
            if expected != found {
                differ(what, expected.to_string(), found.to_string());
            }
        }
        for (what, [least, most], found) in [
            ("approved_pence", expected.approved_pence, self.approved_pence),
            ("requested_pence", expected.requested_pence, self.requested_pence),
        ] {
            if found < least || found > most {
                differ(what, format!("{least} to {most}"), found.to_string());
            }
        }
        for (code, expected) in &expected.by_area {
            let name = area_name(code);
            let found = self.by_area.get(&name);
            if found != Some(expected) {
                let found = found.map_or_else(|| "nothing".to_owned(), ToString::to_string);
                differ(&format!("by_area {name}"), expected.to_string(), found);
            }
        }
        differences
    }
}

impl Story<'_> {
    /// Reads the round's report.
    pub(super) fn count(&self, cast: &mut Cast<'_>) -> Played<Counts> {
        let step = "reading the report";
        if self.round_path.is_empty() {
            return Err(wrong(step, "the round was never created"));
        }
        let browser = cast.staff(&self.officer())?;
        let page = browser.get(&format!("{}/report", self.round_path)).step(step)?;
        let mut counts = read(&page.accepted().step(step)?)
            .ok_or_else(|| wrong(step, "a figure is missing or is none"))?;
        cast.stage.deliver();
        counts.emails_sent = cast.stage.post().accepted();
        counts.audit_entries = cast.stage.audit_entries().map_err(|why| wrong(step, why))?;
        Ok(counts)
    }
}

/// The figures of a report page.
fn read(page: &Page) -> Option<Counts> {
    let facts: BTreeMap<String, String> = page.summary_rows().into_iter().collect();
    let number = |key: &str| facts.get(key)?.trim().parse::<i64>().ok();
    // "7, £99,087", or words while there is none.
    let tally = |key: &str| match facts.get(key)?.split_once(", ") {
        Some((count, amount)) => Some((count.trim().parse::<i64>().ok()?, pence(amount)?)),
        None => Some((0, 0)),
    };
    let (recommended, recommended_pence) = tally("Recommended")?;
    let (approved, approved_pence) = tally("Approved")?;
    Some(Counts {
        received: number("Received in time")?,
        ineligible: number("Not eligible")?,
        moderated: number("Moderated")?,
        recommended,
        recommended_pence,
        approved,
        approved_pence,
        requested_pence: pence(facts.get("Asked for")?)?,
        budget_pence: pence(facts.get("Budget")?)?,
        by_area: by_area(page)?,
        ranking: ranking(page)?,
        ..Counts::default()
    })
}

fn pence(text: &str) -> Option<i64> {
    let plain = text.trim().replace(['£', ','], "");
    Pence::parse(&plain).ok().map(Pence::get)
}

/// The column of recommended bids in the table by area.
fn by_area(page: &Page) -> Option<BTreeMap<String, i64>> {
    let rows = page.table_rows();
    let (head, body) = table(&rows, "Area")?;
    let column = head.iter().position(|cell| cell == "Recommended")?;
    body.map(|row| Some((row.first()?.clone(), row.get(column)?.trim().parse().ok()?))).collect()
}

/// The table by agreed marks; empty while the panel has agreed none.
fn ranking(page: &Page) -> Option<Vec<Marked>> {
    let rows = page.table_rows();
    let Some((head, body)) = table(&rows, "Place") else { return Some(Vec::new()) };
    let column = |name: &str| head.iter().position(|cell| cell == name);
    let (reference, assessors, agreed) =
        (column("Application")?, column("Assessors’ mean")?, column("Agreed")?);
    body.map(|row| {
        let cell = |column: usize| row.get(column).map(|cell| cell.trim().to_owned());
        Some(Marked {
            reference: cell(reference)?,
            assessors: cell(assessors)?,
            agreed: cell(agreed)?,
        })
    })
    .collect()
}

/// The head of the first table whose first column has this name, and the rows under it.
fn table<'a>(
    rows: &'a [Vec<String>],
    first: &str,
) -> Option<(&'a Vec<String>, impl Iterator<Item = &'a Vec<String>>)> {
    let at = rows.iter().position(|row| row.first().is_some_and(|cell| cell == first))?;
    let head = rows.get(at)?;
    let body = rows
        .iter()
        .skip(at + 1)
        .take_while(move |row| row.len() == head.len() && row.first() != head.first());
    Some((head, body))
}
