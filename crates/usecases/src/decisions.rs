//! From the panel's recommendation to the groups: due diligence, the finance officer's comment,
//! the decision, the letters, the reserve list, and the report.

mod announce;
mod diligence;
mod finance;
mod letters;
mod own;
mod papers;
mod prepare;
mod report;
mod reserve;
mod results;
mod send_back;
mod sign;
mod texts;
mod withheld;

pub use announce::{Announce, LetterRow, Notices, NoticesPage};
pub use diligence::{DiligencePage, DiligenceSheet, RecordDueDiligence};
pub use finance::CommentOnFinance;
pub use own::{OwnDecision, OwnResult};
pub use papers::{DecisionPage, DecisionPapers, Obstacle, PaperRow};
pub use prepare::{DescribeDecision, PrepareDecision, RefreshDecision, ReviseItem};
pub use report::{AreaFigures, ReportOf, ReportSheet};
pub use reserve::{PromoteReserve, ReservePage, ReserveSheet};
pub use results::{Award, PublicResults, ResultsInPublic};
pub use send_back::ReturnToPanel;
pub use sign::SignDecision;
pub(crate) use texts::text;
pub use withheld::Withheld;

use crate::{AppError, Refusal};
use almoner_domain::decision::DecisionRefused;

/// Turns the domain's refusal into the application's.
fn refused(refused: DecisionRefused) -> AppError {
    Refusal::from(refused).into()
}
