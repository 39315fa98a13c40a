//! Screening: the staff list, a bid as its readers see it, the checks, and what follows a result.

mod case;
mod checks;
mod group;
mod information;
mod letters;
mod list;
mod overrides;
mod page;
mod proposal;
mod read;
mod rounds;

pub use case::Case;
pub use checks::{PassScreening, RecordCheck};
pub use group::{AskForReview, OwnResult, ReadOwnResult};
pub use information::{AskForInformation, ExpireInformation, GiveInformation};
pub use list::{ListApplications, ListPage, PAGE};
pub use overrides::{AnswerReview, OverrideCheck};
pub use page::{CheckPage, Reader, ScreeningPage, ScreeningSeen};
pub use proposal::{ConfirmIneligible, ProposeIneligible, RejectProposal};
pub use read::{BidRead, History, ReadBid};
pub use rounds::{StartAssessing, StartScreening};
