//! The office pack: everything local to one commissioner's office, read from data files.
//!
//! A pack is a folder of TOML and CSV files: who the office is, its areas, wards and postcodes,
//! its Police and Crime Plans, bank holidays and the evidence it publishes. The pack of Leicester,
//! Leicestershire and Rutland is built into the program; any other office writes its own folder.
//!
//! This crate reads and checks; it knows nothing of storage, pages or mail.

mod areas;
mod buildings;
mod document;
mod error;
mod evidence;
mod files;
mod holidays;
mod kinds;
mod pack;
mod places;
mod plan;
mod profile;
mod starting;

pub use areas::Force;
pub use buildings::PublicBuilding;
pub use error::{Fault, PackError, Thing};
pub use evidence::Evidence;
pub use files::PackFile;
pub use holidays::{BankHoliday, HolidayList};
pub use pack::OfficePack;
pub use places::Lsoa;
