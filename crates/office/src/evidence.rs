//! What public papers say about need, by area: `evidence.toml`.

use serde::Deserialize;
use toml::Spanned;

use crate::document::Document;
use crate::error::{Fault, PackError, Thing};

/// One published statement about an area. The value is kept as printed, never computed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Code of the policing area or People Zone.
    pub area: String,
    /// What was measured or said.
    pub measure: String,
    /// The figure as printed; none where the paper gives a statement without a figure.
    pub value: Option<String>,
    /// Unit of the figure.
    pub unit: Option<String>,
    /// The public paper, with its paragraph.
    pub source: String,
    /// The work that the paper itself took it from.
    pub drawn_from: Option<String>,
    /// The period that the figure covers, or that it is not stated.
    pub period: String,
    /// What else a reader should know.
    pub note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceFile {
    #[serde(default)]
    evidence: Vec<EvidenceTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EvidenceTable {
    area: Spanned<String>,
    measure: Spanned<String>,
    value: Option<Spanned<String>>,
    unit: Option<String>,
    source: Spanned<String>,
    drawn_from: Option<String>,
    period: Spanned<String>,
    note: Option<String>,
}

pub(crate) fn read(
    document: Document<'_>,
    is_area: impl Fn(&str) -> bool,
) -> Result<Vec<Evidence>, PackError> {
    let file: EvidenceFile = document.toml()?;
    file.evidence
        .into_iter()
        .map(|table| {
            if !is_area(table.area.get_ref()) {
                let value = table.area.get_ref().clone();
                let unknown = Fault::Unknown { thing: Thing::Area, value };
                return Err(document.complain(&table.area, unknown));
            }
            Ok(Evidence {
                measure: document.filled("measure", &table.measure)?,
                value: table.value.map(|value| document.filled("value", &value)).transpose()?,
                unit: table.unit,
                source: document.filled("source", &table.source)?,
                drawn_from: table.drawn_from,
                period: document.filled("period", &table.period)?,
                note: table.note,
                area: table.area.into_inner(),
            })
        })
        .collect()
}
