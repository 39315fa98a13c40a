//! Giving and ending roles: what stands against it.

use super::{Incompatible, may_also_hold};
use crate::access::{Role, RoleSet};
use crate::id::PersonId;
use thiserror::Error;

/// Why a role was not given or ended, or a second factor not reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RoleRefused {
    /// The person holds a role that excludes it.
    #[error(transparent)]
    Incompatible(#[from] Incompatible),
    /// The person holds it already.
    #[error("{} is held already", .0.code())]
    HeldAlready(Role),
    /// The person does not hold it.
    #[error("{} is not held", .0.code())]
    NotHeld(Role),
    /// Nobody gives, ends or resets their own: it takes two persons.
    #[error("own account")]
    OwnAccount,
    /// Nobody could give roles any more.
    #[error("last administrator")]
    LastAdministrator,
}

impl RoleRefused {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Incompatible(_) => "roles_exclude_each_other",
            Self::HeldAlready(_) => "role_held_already",
            Self::NotHeld(_) => "role_not_held",
            Self::OwnAccount => "own_account",
            Self::LastAdministrator => "last_administrator",
        }
    }
}

/// Whether `by` may give `role` to `person`, who holds `held`. `by` is none for the program.
///
/// # Errors
/// [`RoleRefused`].
pub fn may_grant(
    by: Option<PersonId>,
    person: PersonId,
    held: RoleSet,
    role: Role,
) -> Result<(), RoleRefused> {
    if by == Some(person) {
        return Err(RoleRefused::OwnAccount);
    }
    if held.has(role) {
        return Err(RoleRefused::HeldAlready(role));
    }
    Ok(may_also_hold(held, role)?)
}

/// Whether `by` may end `role` of `person`, who holds `held`, while the office has
/// `administrators` administrators.
///
/// # Errors
/// [`RoleRefused`].
pub fn may_end(
    by: Option<PersonId>,
    person: PersonId,
    held: RoleSet,
    role: Role,
    administrators: usize,
) -> Result<(), RoleRefused> {
    if by == Some(person) {
        return Err(RoleRefused::OwnAccount);
    }
    if !held.has(role) {
        return Err(RoleRefused::NotHeld(role));
    }
    if role == Role::Administrator && administrators <= 1 {
        return Err(RoleRefused::LastAdministrator);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const ADA: PersonId = PersonId(Uuid::from_u128(1));
    const BEN: PersonId = PersonId(Uuid::from_u128(2));

    #[test]
    fn nobody_changes_their_own_roles() {
        let held = RoleSet::EMPTY.with(Role::Administrator);
        assert_eq!(may_grant(Some(ADA), ADA, held, Role::Chair), Err(RoleRefused::OwnAccount));
        let ended = may_end(Some(ADA), ADA, held, Role::Administrator, 2);
        assert_eq!(ended, Err(RoleRefused::OwnAccount));
    }

    #[test]
    fn a_role_is_given_once() {
        let held = RoleSet::EMPTY.with(Role::Chair);
        let again = may_grant(Some(ADA), BEN, held, Role::Chair);
        assert_eq!(again, Err(RoleRefused::HeldAlready(Role::Chair)));
        assert_eq!(may_grant(Some(ADA), BEN, held, Role::Assessor), Ok(()));
        assert_eq!(may_grant(None, BEN, RoleSet::EMPTY, Role::Administrator), Ok(()));
    }

    #[test]
    fn a_role_that_excludes_another_is_refused_when_given() {
        let held = RoleSet::EMPTY.with(Role::Commissioner);
        let refused = may_grant(Some(ADA), BEN, held, Role::Finance);
        assert!(matches!(refused, Err(RoleRefused::Incompatible(_))));
    }

    #[test]
    fn the_last_administrator_stays() {
        let held = RoleSet::EMPTY.with(Role::Administrator).with(Role::Chair);
        let last = may_end(None, BEN, held, Role::Administrator, 1);
        assert_eq!(last, Err(RoleRefused::LastAdministrator));
        assert_eq!(may_end(Some(ADA), BEN, held, Role::Administrator, 2), Ok(()));
        assert_eq!(may_end(Some(ADA), BEN, held, Role::Chair, 1), Ok(()));
        let not_held = may_end(Some(ADA), BEN, held, Role::Finance, 1);
        assert_eq!(not_held, Err(RoleRefused::NotHeld(Role::Finance)));
    }
}
