//! Interests: the list of names, what people declare on it, and the register.

mod decide;
mod declare;
mod names;
mod register;
mod round;

pub use decide::DecideConflict;
pub use declare::DeclareInterests;
pub use names::{NameOnList, Names, NamesToDeclare};
pub use register::{GroupLink, Interest, ReadRegister, Register};
pub use round::{Declarable, RoundToDeclare};

use crate::{Cx, Eye, Outcome, Refusal};
use almoner_domain::access::{Role, RoleSet, Standing};
use almoner_domain::application::Status;
use almoner_domain::audit::Entry;
use almoner_domain::conflict::{self, Capacity, Declaration, Kind};
use almoner_domain::id::{ApplicationId, RoundId};

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

/// Writes on the register that the caller has a conflict and stands aside from a bid: for whoever
/// finds it while at work.
pub(crate) fn stand_aside(
    round: RoundId,
    application: ApplicationId,
    note: &str,
    cx: &mut Cx<'_>,
) -> Outcome<()> {
    let me = cx.person()?;
    let mine = cx.tx.declarations_of(me, round)?;
    let known = mine.into_iter().find(|one| one.application == application);
    let before = known.clone().unwrap_or_else(|| {
        Declaration::pending(cx.id(), round, application, me, capacity(cx.roles()))
    });
    let after = conflict::stand_aside(&before, note, cx.now).map_err(Refusal::from)?;
    if after == before {
        return Ok(());
    }
    match known {
        Some(_) => cx.tx.save_declaration(&after)?,
        None => cx.tx.add_declarations(std::slice::from_ref(&after))?,
    }
    let entry = Entry::round(round, "declaration.stood_aside")
        .id("application", application.uuid())
        .id("declaration", after.id.uuid())
        .code("interest", after.kind.map_or("", Kind::code))
        .code("from", before.status.code())
        .code("to", after.status.code());
    cx.audit(&entry)
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
