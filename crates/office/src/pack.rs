//! The whole pack, read and checked.

use std::collections::BTreeMap;
use std::path::Path;

use almoner_domain::area::{AreaCode, Gazetteer};
use almoner_domain::office::Office;

use crate::areas::{self, AreaFile, Force};
use crate::buildings::{self, PublicBuilding};
use crate::document::Document;
use crate::error::PackError;
use crate::evidence::{self, Evidence};
use crate::files::{Files, PackFile};
use crate::holidays::{self, HolidayList};
use crate::places::{self, Lsoa};
use crate::{kinds, plan, profile, starting};

/// An office pack, checked: every reference leads somewhere, dates are in order, codes are unique.
#[derive(Debug, Clone)]
pub struct OfficePack {
    /// What the use cases need of the office.
    pub office: Office,
    /// The police force whose area it serves.
    pub force: Force,
    /// Census areas by code. They are not areas of the gazetteer: a bid is never reported by one.
    pub lsoas: BTreeMap<AreaCode, Lsoa>,
    /// Bank holidays with their names.
    pub holidays: HolidayList,
    /// Published evidence, in the order of the file.
    pub evidence: Vec<Evidence>,
    /// Places for demonstration data.
    pub public_buildings: Vec<PublicBuilding>,
}

impl OfficePack {
    /// The pack of Leicester, Leicestershire and Rutland, built into the program.
    ///
    /// # Errors
    /// Only where the built-in files themselves are wrong, which the tests rule out.
    pub fn embedded_llr() -> Result<Self, PackError> {
        Self::read(&Files::EmbeddedLlr)
    }

    /// The pack in a folder: the same file names as the built-in pack.
    ///
    /// # Errors
    /// The first thing wrong, with its file and line.
    pub fn from_folder(folder: impl AsRef<Path>) -> Result<Self, PackError> {
        Self::read(&Files::Folder(folder.as_ref().to_owned()))
    }

    /// The published evidence about one area, in the order of the file.
    pub fn evidence_about<'a>(&'a self, area: &'a str) -> impl Iterator<Item = &'a Evidence> {
        self.evidence.iter().filter(move |evidence| evidence.area == area)
    }

    fn read(files: &Files) -> Result<Self, PackError> {
        let text = files.text(PackFile::Office)?;
        let (identity, titles) = profile::read(Document::new(PackFile::Office, &text))?;
        let text = files.text(PackFile::Areas)?;
        let document = Document::new(PackFile::Areas, &text);
        let file: AreaFile = document.toml()?;
        let force = areas::force(document, &file)?;
        let districts = areas::districts(document, &file)?;
        let places = read_places(files, |code| districts.contains_key(code))?;
        let areas = areas::areas(document, &file, &districts, &places)?;
        let gazetteer = Gazetteer::new(areas, places.postcodes)
            .map_err(|fault| PackError::whole(PackFile::Areas, fault.into()))?;

        let text = files.text(PackFile::Evidence)?;
        let is_area = |code: &str| gazetteer.areas().iter().any(|area| area.code.as_str() == code);
        let evidence = evidence::read(Document::new(PackFile::Evidence, &text), is_area)?;
        let text = files.text(PackFile::PublicBuildings)?;
        let document = Document::new(PackFile::PublicBuildings, &text);
        let public_buildings = buildings::read(document, &gazetteer)?;
        let text = files.text(PackFile::BankHolidays)?;
        let holidays = holidays::read(Document::new(PackFile::BankHolidays, &text))?;
        let text = files.text(PackFile::Plan)?;
        let plans = plan::read(Document::new(PackFile::Plan, &text))?;
        let text = files.text(PackFile::Questions)?;
        let questions = starting::questions(Document::new(PackFile::Questions, &text))?;
        let text = files.text(PackFile::RoundTemplate)?;
        let template =
            starting::template(Document::new(PackFile::RoundTemplate, &text), &questions)?;
        let text = files.text(PackFile::Kinds)?;
        let kinds = kinds::read(Document::new(PackFile::Kinds, &text))?;
        let bank_holidays = holidays.days();
        Ok(Self {
            office: Office {
                identity,
                titles,
                gazetteer,
                plans,
                kinds,
                bank_holidays,
                questions,
                template,
            },
            force,
            lsoas: places.lsoas,
            holidays,
            evidence,
            public_buildings,
        })
    }
}

fn read_places(
    files: &Files,
    is_district: impl Fn(&AreaCode) -> bool,
) -> Result<places::Places, PackError> {
    let text = files.text(PackFile::Wards)?;
    let wards = places::wards(Document::new(PackFile::Wards, &text), is_district)?;
    let text = files.text(PackFile::Lsoas)?;
    let lsoas = places::lsoas(Document::new(PackFile::Lsoas, &text))?;
    let text = files.text(PackFile::Postcodes)?;
    places::postcodes(Document::new(PackFile::Postcodes, &text), wards, lsoas)
}
