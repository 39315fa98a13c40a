//! Wards, census areas and postcodes: `wards.csv`, `lsoas.csv` and `postcodes.csv`.

use std::collections::{BTreeMap, HashMap, HashSet};

use almoner_domain::area::{AreaCode, Place};
use almoner_domain::value::Postcode;

use crate::document::Document;
use crate::error::{Fault, PackError, Thing};
use crate::files::PackFile;

/// A ward and the district it belongs to.
pub(crate) struct Ward {
    pub(crate) name: String,
    pub(crate) district: AreaCode,
}

/// A lower layer super output area of the 2021 census.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lsoa {
    /// Its name, such as `Leicester 012A`.
    pub name: String,
    /// How many people lived there at the census.
    pub residents: u32,
}

/// The statutory and statistical geography of the office.
pub(crate) struct Places {
    pub(crate) wards: BTreeMap<AreaCode, Ward>,
    pub(crate) lsoas: BTreeMap<AreaCode, Lsoa>,
    pub(crate) postcodes: Vec<(Postcode, Place)>,
}

impl Places {
    /// Where a postcode lies, if it is listed.
    pub(crate) fn of(&self, postcode: &Postcode) -> Option<&Place> {
        self.postcodes.iter().find(|(listed, _)| listed == postcode).map(|(_, place)| place)
    }
}

pub(crate) fn wards(
    document: Document<'_>,
    is_district: impl Fn(&AreaCode) -> bool,
) -> Result<BTreeMap<AreaCode, Ward>, PackError> {
    let at = |line, fault| PackError::at(PackFile::Wards, line, fault);
    let mut wards = BTreeMap::new();
    document.csv(["ward", "name", "district"], |line, [ward, name, district]| {
        let code = area_code(PackFile::Wards, line, ward)?;
        let district = area_code(PackFile::Wards, line, district)?;
        if name.is_empty() {
            return Err(at(line, Fault::Empty("name")));
        }
        if !is_district(&district) {
            return Err(at(line, unknown(Thing::District, district.as_str())));
        }
        match wards.insert(code, Ward { name: name.to_owned(), district }) {
            None => Ok(()),
            Some(_) => Err(at(line, twice(Thing::Ward, ward))),
        }
    })?;
    Ok(wards)
}

pub(crate) fn lsoas(document: Document<'_>) -> Result<BTreeMap<AreaCode, Lsoa>, PackError> {
    let at = |line, fault| PackError::at(PackFile::Lsoas, line, fault);
    let mut lsoas = BTreeMap::new();
    document.csv(["lsoa", "name", "residents"], |line, [lsoa, name, residents]| {
        let code = area_code(PackFile::Lsoas, line, lsoa)?;
        if name.is_empty() {
            return Err(at(line, Fault::Empty("name")));
        }
        let residents =
            residents.parse().map_err(|_| at(line, Fault::Number(residents.to_owned())))?;
        match lsoas.insert(code, Lsoa { name: name.to_owned(), residents }) {
            None => Ok(()),
            Some(_) => Err(at(line, twice(Thing::Lsoa, lsoa))),
        }
    })?;
    Ok(lsoas)
}

pub(crate) fn postcodes(
    document: Document<'_>,
    wards: BTreeMap<AreaCode, Ward>,
    lsoas: BTreeMap<AreaCode, Lsoa>,
) -> Result<Places, PackError> {
    let at = |line, fault| PackError::at(PackFile::Postcodes, line, fault);
    // By text, so that no code is built for each of some twenty thousand rows.
    let known_wards: HashMap<&str, (&AreaCode, &Ward)> =
        wards.iter().map(|(code, ward)| (code.as_str(), (code, ward))).collect();
    let known_lsoas: HashMap<&str, &AreaCode> =
        lsoas.keys().map(|code| (code.as_str(), code)).collect();
    let (mut postcodes, mut seen) = (Vec::new(), HashSet::new());
    document.csv(["postcode", "ward", "lsoa"], |line, [postcode, ward, lsoa]| {
        let read = Postcode::parse(postcode)
            .map_err(|_| at(line, Fault::Postcode(postcode.to_owned())))?;
        let (ward_code, known) =
            known_wards.get(ward).ok_or_else(|| at(line, unknown(Thing::Ward, ward)))?;
        let lsoa = known_lsoas.get(lsoa).ok_or_else(|| at(line, unknown(Thing::Lsoa, lsoa)))?;
        if !seen.insert(read) {
            return Err(at(line, twice(Thing::Postcode, postcode)));
        }
        let place = Place {
            lsoa: (*lsoa).clone(),
            ward: (*ward_code).clone(),
            district: known.district.clone(),
        };
        postcodes.push((read, place));
        Ok(())
    })?;
    drop((known_wards, known_lsoas));
    Ok(Places { wards, lsoas, postcodes })
}

pub(crate) fn unknown(thing: Thing, value: &str) -> Fault {
    Fault::Unknown { thing, value: value.to_owned() }
}

pub(crate) fn twice(thing: Thing, value: &str) -> Fault {
    Fault::Twice { thing, value: value.to_owned() }
}

fn area_code(file: PackFile, line: u64, text: &str) -> Result<AreaCode, PackError> {
    AreaCode::parse(text).map_err(|_| PackError::at(file, line, Fault::AreaCode(text.to_owned())))
}
