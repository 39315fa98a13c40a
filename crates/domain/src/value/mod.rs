//! The small values that everything else is made of: money, time, identifiers, marks, text.
//!
//! Each is read from what somebody typed by a `parse` that returns the value or a fault holding
//! facts, and cannot hold a wrong value afterwards.

mod calendar;
mod charity;
mod company;
mod deadline;
mod email;
mod instant;
pub mod london;
mod mark;
mod money;
mod number;
mod phone;
mod postcode;
mod quantity;
mod reference;
mod text;

pub use calendar::{
    BankHolidays, CivilDate, DateFault, FinancialYear, MissingParts, add_working_days,
    financial_year, is_working_day, read_date, working_days_between,
};
pub use charity::{CharityNumber, NotCharityNumber};
pub use company::{CompanyNumber, NotCompanyNumber};
pub use deadline::{Deadline, show_date, show_long_date, show_minute, show_moment, show_time};
pub use email::{EmailAddress, EmailFault};
pub use instant::{Instant, InstantFault};
pub use london::WallTimeFault;
pub use mark::{Mark, MarkFault, Percent, WeightFault, weighted_percent};
pub use money::{MoneyFault, Pence};
pub use number::{NumberFault, parse_whole};
pub use phone::{NotPhoneNumber, PhoneNumber};
pub use postcode::{NotPostcode, Postcode};
pub use quantity::{Quantity, QuantityFault};
pub use reference::{Reference, ReferenceFault, ReferencePrefix};
pub use text::{ControlCharacter, clean_text, without_hidden, words};
