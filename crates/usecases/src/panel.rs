//! The panel: moderation, the line, the meeting and the recommendation.

mod agree;
mod line;
mod meeting;
mod recommend;
mod round_moves;
mod sheet;
mod start;
mod view;

pub use agree::AgreeMarks;
pub use line::SetLine;
pub use meeting::{MeetingPage, MeetingSheet, RecordMeeting};
pub use recommend::RecommendApplication;
pub use round_moves::RecommendRound;
pub use sheet::{ModerationPage, ModerationSheet};
pub use start::StartModerating;
pub use view::{AreaNeed, Panel, PanelOfRound, PanelRow};

use crate::{AppError, Refusal};
use almoner_domain::moderation::PanelRefused;

/// Turns the domain's refusal into the application's.
fn refused(refused: PanelRefused) -> AppError {
    Refusal::from(refused).into()
}
