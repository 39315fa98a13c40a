//! Places for demonstration data: `public-buildings.toml`.

use almoner_domain::area::{AreaCode, Gazetteer};
use almoner_domain::value::Postcode;
use serde::Deserialize;
use toml::Spanned;

use crate::document::Document;
use crate::error::{Fault, PackError, Thing};
use crate::places::unknown;

/// The real postcode of a public building, where invented groups may meet without pointing at
/// anybody's home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicBuilding {
    /// Its postcode, known to the pack.
    pub postcode: Postcode,
    /// What kind of building it is, or that this is not verified.
    pub kind: String,
    /// Policing area and People Zone that the postcode lies in: checked.
    pub areas: Vec<AreaCode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BuildingFile {
    #[serde(default)]
    building: Vec<BuildingTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BuildingTable {
    postcode: Spanned<String>,
    kind: Spanned<String>,
    areas: Vec<Spanned<String>>,
}

pub(crate) fn read(
    document: Document<'_>,
    gazetteer: &Gazetteer,
) -> Result<Vec<PublicBuilding>, PackError> {
    let file: BuildingFile = document.toml()?;
    file.building.iter().map(|table| building(document, table, gazetteer)).collect()
}

fn building(
    document: Document<'_>,
    table: &BuildingTable,
    gazetteer: &Gazetteer,
) -> Result<PublicBuilding, PackError> {
    let written = table.postcode.get_ref();
    let postcode = Postcode::parse(written)
        .map_err(|_| document.complain(&table.postcode, Fault::Postcode(written.clone())))?;
    let place = gazetteer
        .place(&postcode)
        .ok_or_else(|| document.complain(&table.postcode, unknown(Thing::Postcode, written)))?;
    let mut codes = Vec::with_capacity(table.areas.len());
    for text in &table.areas {
        let named = text.get_ref();
        let areas = gazetteer.areas().iter();
        let mut versions = areas.filter(|area| area.code.as_str() == named).peekable();
        let code = match versions.peek() {
            Some(area) => area.code.clone(),
            None => return Err(document.complain(text, unknown(Thing::Area, named))),
        };
        if !versions.any(|area| area.holds(&postcode, place)) {
            let fault = Fault::OutsideArea { postcode: postcode.to_string(), area: named.clone() };
            return Err(document.complain(text, fault));
        }
        codes.push(code);
    }
    Ok(PublicBuilding { postcode, kind: document.filled("kind", &table.kind)?, areas: codes })
}
