//! Force, districts, policing areas and People Zones: `areas.toml`.

use std::collections::{BTreeMap, BTreeSet};

use almoner_domain::area::{Alias, Area, AreaCode, AreaKind, Members, Place};
use almoner_domain::value::Postcode;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::document::Document;
use crate::error::{Fault, PackError, Thing};
use crate::places::{Places, Ward, twice, unknown};

/// The police force whose area the office serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Force {
    /// Code of the national statistician for the police force area.
    pub code: AreaCode,
    /// Its name there.
    pub name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AreaFile {
    force: ForceTable,
    district: Vec<DistrictTable>,
    #[serde(default)]
    policing_area: Vec<AreaTable>,
    #[serde(default)]
    people_zone: Vec<AreaTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ForceTable {
    code: Spanned<String>,
    name: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DistrictTable {
    code: Spanned<String>,
    name: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AreaTable {
    code: Spanned<String>,
    name: Spanned<String>,
    approximate: bool,
    made_by: Option<String>,
    note: Option<String>,
    source: Spanned<String>,
    /// The district that a zone must lie in.
    district: Option<Spanned<String>>,
    valid_from: Option<Spanned<Datetime>>,
    valid_to: Option<Spanned<Datetime>>,
    #[serde(default)]
    districts: Vec<Spanned<String>>,
    #[serde(default)]
    wards: Vec<Spanned<String>>,
    #[serde(default)]
    lsoas: Vec<Spanned<String>>,
    #[serde(default)]
    postcodes: Vec<Spanned<String>>,
    #[serde(default)]
    alias: Vec<AliasTable>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AliasTable {
    name: Spanned<String>,
    confirmed: bool,
    source: Spanned<String>,
    note: Option<String>,
}

pub(crate) fn force(document: Document<'_>, file: &AreaFile) -> Result<Force, PackError> {
    Ok(Force {
        code: area_code(document, &file.force.code)?,
        name: document.filled("name", &file.force.name)?,
    })
}

/// The districts by code.
pub(crate) fn districts(
    document: Document<'_>,
    file: &AreaFile,
) -> Result<BTreeMap<AreaCode, String>, PackError> {
    let mut districts = BTreeMap::new();
    for table in &file.district {
        let code = area_code(document, &table.code)?;
        if districts.insert(code, document.filled("name", &table.name)?).is_some() {
            let fault = twice(Thing::District, table.code.get_ref());
            return Err(document.complain(&table.code, fault));
        }
    }
    Ok(districts)
}

/// Every area of the pack but the census areas: districts, wards, policing areas and zones.
pub(crate) fn areas(
    document: Document<'_>,
    file: &AreaFile,
    districts: &BTreeMap<AreaCode, String>,
    places: &Places,
) -> Result<Vec<Area>, PackError> {
    let mut areas: Vec<Area> = Vec::new();
    for (code, name) in districts {
        areas.push(statutory(AreaKind::District, code, name));
    }
    for (code, Ward { name, .. }) in &places.wards {
        areas.push(statutory(AreaKind::Ward, code, name));
    }
    let tables = file
        .policing_area
        .iter()
        .map(|table| (AreaKind::PolicingArea, table))
        .chain(file.people_zone.iter().map(|table| (AreaKind::Zone, table)));
    for (kind, table) in tables {
        let area = listed(document, kind, table, districts, places)?;
        refuse_doubles(document, table, &area, &areas)?;
        areas.push(area);
    }
    Ok(areas)
}

fn statutory(kind: AreaKind, code: &AreaCode, name: &str) -> Area {
    Area {
        code: code.clone(),
        kind,
        name: name.to_owned(),
        aliases: Vec::new(),
        valid_from: None,
        valid_to: None,
        approximate: false,
        note: None,
        members: Members::default(),
    }
}

/// An area that is a list.
fn listed(
    document: Document<'_>,
    kind: AreaKind,
    table: &AreaTable,
    districts: &BTreeMap<AreaCode, String>,
    places: &Places,
) -> Result<Area, PackError> {
    let own_code = document.code(&table.code)?;
    let (valid_from, valid_to) =
        document.days(table.valid_from.as_ref(), table.valid_to.as_ref())?;
    let members = members(document, table, districts, places)?;
    if let Some(district) = &table.district {
        let code = known(document, Thing::District, district, |code| districts.contains_key(code))?;
        refuse_outside(document, table, &code, places)?;
    }
    Ok(Area {
        code: area_code(document, &table.code)?,
        kind,
        name: document.filled("name", &table.name)?,
        aliases: table
            .alias
            .iter()
            .map(|alias| named_also(document, alias))
            .collect::<Result<_, _>>()?,
        valid_from,
        valid_to,
        approximate: table.approximate,
        note: extent_note(document, table, own_code)?,
        members,
    })
}

fn members(
    document: Document<'_>,
    table: &AreaTable,
    districts: &BTreeMap<AreaCode, String>,
    places: &Places,
) -> Result<Members, PackError> {
    let codes = |thing, list: &[Spanned<String>], is_known: &dyn Fn(&AreaCode) -> bool| {
        let mut codes = BTreeSet::new();
        for text in list {
            if !codes.insert(known(document, thing, text, is_known)?) {
                return Err(document.complain(text, twice(thing, text.get_ref())));
            }
        }
        Ok(codes)
    };
    let mut members = Members {
        districts: codes(Thing::District, &table.districts, &|c| districts.contains_key(c))?,
        wards: codes(Thing::Ward, &table.wards, &|c| places.wards.contains_key(c))?,
        lsoas: codes(Thing::Lsoa, &table.lsoas, &|c| places.lsoas.contains_key(c))?,
        postcodes: BTreeSet::new(),
    };
    for text in &table.postcodes {
        // Need not be in the table of postcodes: it may be newer than the table.
        if !members.postcodes.insert(postcode(document, text)?) {
            return Err(document.complain(text, twice(Thing::Postcode, text.get_ref())));
        }
    }
    if members == Members::default() {
        let nothing = Fault::EmptyArea(table.code.get_ref().clone());
        return Err(document.complain(&table.code, nothing));
    }
    Ok(members)
}

fn named_also(document: Document<'_>, table: &AliasTable) -> Result<Alias, PackError> {
    let source = document.filled("source", &table.source)?;
    let note = match (&table.note, table.confirmed) {
        (None, true) => source,
        (None, false) => format!("To confirm. Source: {source}"),
        (Some(note), _) => format!("{} Source: {source}", note.trim()),
    };
    Ok(Alias { name: document.filled("name", &table.name)?, note: Some(note) })
}

/// What a reader is told of an area's extent: the note, who made the list, where the name is from.
fn extent_note(
    document: Document<'_>,
    table: &AreaTable,
    own_code: String,
) -> Result<Option<String>, PackError> {
    let said = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let source = document.filled("source", &table.source)?;
    match (said(&table.note), said(&table.made_by)) {
        (Some(note), Some(maker)) => {
            Ok(Some(format!("{note} List made by {maker}. Named in: {source}.")))
        }
        _ if table.approximate => {
            Err(document.complain(&table.code, Fault::UnexplainedApproximation(own_code)))
        }
        (note, _) => {
            let named = format!("Source: {source}.");
            Ok(Some(note.map_or(named.clone(), |note| format!("{note} {named}"))))
        }
    }
}

/// Complains about the first part of a zone that is not in `district`.
fn refuse_outside(
    document: Document<'_>,
    table: &AreaTable,
    district: &AreaCode,
    places: &Places,
) -> Result<(), PackError> {
    let outside = |thing, text: &Spanned<String>| {
        let fault = Fault::OutsideDistrict {
            thing,
            value: text.get_ref().clone(),
            district: district.to_string(),
        };
        Err(document.complain(text, fault))
    };
    for text in &table.districts {
        if text.get_ref() != district.as_str() {
            return outside(Thing::District, text);
        }
    }
    for text in &table.wards {
        let code = area_code(document, text)?;
        if places.wards.get(&code).is_some_and(|ward| ward.district != *district) {
            return outside(Thing::Ward, text);
        }
    }
    let strays: BTreeSet<&str> = places
        .postcodes
        .iter()
        .filter(|(_, place)| place.district != *district)
        .map(|(_, place)| place.lsoa.as_str())
        .collect();
    for text in &table.lsoas {
        if strays.contains(text.get_ref().as_str()) {
            return outside(Thing::Lsoa, text);
        }
    }
    for text in &table.postcodes {
        let place: Option<&Place> = places.of(&postcode(document, text)?);
        if place.is_some_and(|place| place.district != *district) {
            return outside(Thing::Postcode, text);
        }
    }
    Ok(())
}

/// Complains when another area has the code, or another of the kind the name, at the same time.
fn refuse_doubles(
    document: Document<'_>,
    table: &AreaTable,
    area: &Area,
    before: &[Area],
) -> Result<(), PackError> {
    let names = || {
        let aliases = table.alias.iter().map(|alias| &alias.name);
        std::iter::once(&table.name).chain(aliases)
    };
    for other in before.iter().filter(|other| stand_together(area, other)) {
        if other.code == area.code {
            let fault = twice(Thing::Area, area.code.as_str());
            return Err(document.complain(&table.code, fault));
        }
        if other.kind == area.kind
            && let Some(name) = names().find(|name| other.is_named(name.get_ref()))
        {
            return Err(document.complain(name, twice(Thing::AreaName, name.get_ref())));
        }
    }
    Ok(())
}

/// Whether there is a day on which both stand.
fn stand_together(a: &Area, b: &Area) -> bool {
    let starts_in_time = |a: &Area, b: &Area| match (a.valid_from, b.valid_to) {
        (Some(from), Some(to)) => from <= to,
        _ => true,
    };
    starts_in_time(a, b) && starts_in_time(b, a)
}

fn known(
    document: Document<'_>,
    thing: Thing,
    text: &Spanned<String>,
    is_known: impl Fn(&AreaCode) -> bool,
) -> Result<AreaCode, PackError> {
    let code = area_code(document, text)?;
    if is_known(&code) {
        Ok(code)
    } else {
        Err(document.complain(text, unknown(thing, text.get_ref())))
    }
}

fn area_code(document: Document<'_>, text: &Spanned<String>) -> Result<AreaCode, PackError> {
    AreaCode::parse(text.get_ref())
        .map_err(|_| document.complain(text, Fault::AreaCode(text.get_ref().clone())))
}

fn postcode(document: Document<'_>, text: &Spanned<String>) -> Result<Postcode, PackError> {
    Postcode::parse(text.get_ref())
        .map_err(|_| document.complain(text, Fault::Postcode(text.get_ref().clone())))
}
