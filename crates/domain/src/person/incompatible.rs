//! Roles that no one person may hold together, so that no one person both decides and pays, or
//! gives out rights and uses them (separation of duties; proposed default).

use crate::access::{Role, RoleSet};
use thiserror::Error;

/// Pairs that no one person may hold together. Each pair is written once.
pub const INCOMPATIBLE: &[(Role, Role)] = &[
    // Who decides an award does not pay it or certify that the money is there. The chief
    // executive and the chief finance officer are the Commissioner's own statutory officers
    // (Police Reform and Social Responsibility Act 2011, Schedule 1, paragraph 6).
    (Role::Commissioner, Role::Finance),
    (Role::Commissioner, Role::ChiefFinanceOfficer),
    (Role::Commissioner, Role::ChiefExecutive),
    // Who gives out roles does not decide, pay or certify.
    (Role::Administrator, Role::Commissioner),
    (Role::Administrator, Role::Finance),
    (Role::Administrator, Role::ChiefFinanceOfficer),
    // Who checks the work takes no part in it.
    (Role::Auditor, Role::GrantsOfficer),
    (Role::Auditor, Role::GrantsLead),
    (Role::Auditor, Role::Assessor),
    (Role::Auditor, Role::CommunityAssessor),
    (Role::Auditor, Role::Chair),
    (Role::Auditor, Role::Commissioner),
    (Role::Auditor, Role::Finance),
    (Role::Auditor, Role::ChiefFinanceOfficer),
    (Role::Auditor, Role::Administrator),
];

/// A role that cannot be given because of another that the person holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{} cannot be held together with {}", wanted.code(), held.code())]
pub struct Incompatible {
    /// What they hold.
    pub held: Role,
    /// What they were to get.
    pub wanted: Role,
}

/// Whether somebody with the roles `held` may also hold `wanted`.
///
/// # Errors
/// [`Incompatible`], with the first role that stands against it.
pub fn may_also_hold(held: RoleSet, wanted: Role) -> Result<(), Incompatible> {
    let against = held.iter().find(|role| {
        INCOMPATIBLE.contains(&(*role, wanted)) || INCOMPATIBLE.contains(&(wanted, *role))
    });
    against.map_or(Ok(()), |held| Err(Incompatible { held, wanted }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn who_decides_does_not_pay() {
        let commissioner = RoleSet::EMPTY.with(Role::Commissioner);
        let refused = may_also_hold(commissioner, Role::Finance);
        assert_eq!(refused, Err(Incompatible { held: Role::Commissioner, wanted: Role::Finance }));
        assert!(may_also_hold(RoleSet::EMPTY.with(Role::Finance), Role::Commissioner).is_err());
    }

    #[test]
    fn who_gives_out_roles_does_not_decide_pay_or_certify() {
        let administrator = RoleSet::EMPTY.with(Role::Administrator);
        for role in [Role::Commissioner, Role::Finance, Role::ChiefFinanceOfficer] {
            assert!(may_also_hold(administrator, role).is_err(), "{role:?}");
        }
    }

    #[test]
    fn a_grants_lead_may_also_be_an_assessor() {
        assert_eq!(may_also_hold(RoleSet::EMPTY.with(Role::GrantsLead), Role::Assessor), Ok(()));
    }

    #[test]
    fn no_pair_is_written_twice_or_of_one_role() {
        for (place, (first, second)) in INCOMPATIBLE.iter().enumerate() {
            assert_ne!(first, second);
            let again = INCOMPATIBLE.iter().enumerate().any(|(other, pair)| {
                other != place && (*pair == (*first, *second) || *pair == (*second, *first))
            });
            assert!(!again, "{first:?} and {second:?}");
        }
    }

    fn any_role() -> impl Strategy<Value = Role> {
        (0..Role::ALL.len()).prop_map(|place| Role::ALL[place])
    }

    proptest! {
        #[test]
        fn the_order_in_which_roles_are_given_makes_no_difference(
            first in any_role(),
            second in any_role(),
        ) {
            let one = may_also_hold(RoleSet::EMPTY.with(first), second).is_ok();
            let other = may_also_hold(RoleSet::EMPTY.with(second), first).is_ok();
            prop_assert_eq!(one, other);
        }

        #[test]
        fn more_roles_never_make_a_role_possible(
            held in proptest::collection::vec(any_role(), 0..5),
            more in any_role(),
            wanted in any_role(),
        ) {
            let held: RoleSet = held.into_iter().collect();
            if may_also_hold(held, wanted).is_err() {
                prop_assert!(may_also_hold(held.with(more), wanted).is_err());
            }
        }
    }
}
