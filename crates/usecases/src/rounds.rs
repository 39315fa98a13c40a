//! Rounds: set-up from a file, the way to publication, and opening and closing by the clock.

mod change;
mod define;
mod eligibility;
mod log;
mod more_time;
mod moves;
mod public;
mod record;
mod set_up;
mod staff;
mod tick;

pub use change::{Change, RoundMove};
pub use define::{CreateRound, ReviseRound};
pub use eligibility::{Answer, CheckEligibility, EligibilitySeen, Given, Instead};
pub use log::{AddPublicity, AddQuestion, AddWorkshop};
pub use more_time::{AnswerMoreTime, AskMoreTime, MoreTimeOfRound, MoreTimeSeen};
pub use moves::{
    Approve, AskForReview, Cancel, ConfirmFunds, Extend, Pause, Publish, Resume, SendBack,
};
pub use public::{AreaName, PublicRound, PublicRounds, RoundInPublic, RoundLine};
pub use set_up::{BeginFrom, BeginRound, BuildForm, GroupsNamed, RoundSetUp, SetUpSeen, WritePart};
pub use staff::{HomeLine, RoundForStaff, STEPS, StaffHome, StaffRound, StaffRounds, Step, act_of};
pub use tick::{Tick, Ticked};
