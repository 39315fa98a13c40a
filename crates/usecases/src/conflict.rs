//! Interests: the list of names, what people declare on it, and the register.

mod decide;
mod declare;
mod names;
mod register;

pub use decide::DecideConflict;
pub use declare::DeclareInterests;
pub use names::{NameOnList, Names, NamesToDeclare};
pub use register::{GroupLink, Interest, ReadRegister, Register};

use crate::{Eye, Outcome};
use almoner_domain::access::{Role, RoleSet, Standing};
use almoner_domain::application::Status;
use almoner_domain::conflict::Capacity;
use almoner_domain::id::ApplicationId;

/// Where the caller stands towards an application.
///
/// # Errors
/// When the database fails. Somebody who is not signed in has declared nothing.
pub fn standing(eye: &mut Eye<'_>, application: ApplicationId) -> Outcome<Standing> {
    match eye.actor.person() {
        Some(person) => Ok(eye.tx.standing(person, application)?),
        None => Ok(Standing::Undeclared),
    }
}

/// In what capacity somebody with these roles judges: as a representative of the community only
/// if that is all they are.
fn capacity(roles: RoleSet) -> Capacity {
    let others = roles.iter().any(|role| role != Role::CommunityAssessor);
    if roles.has(Role::CommunityAssessor) && !others {
        Capacity::Community
    } else {
        Capacity::Staff
    }
}

/// Whether an application in this state is on the list of names: it was sent in time and has not
/// been taken back.
const fn is_on_list(status: Status) -> bool {
    !matches!(status, Status::Draft | Status::Abandoned | Status::Withdrawn | Status::Late)
}
