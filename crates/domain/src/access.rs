//! Who may do what: the one policy.
//!
//! Every use case and every route names an [`Act`]; [`rule`] says, on one screen, who may perform
//! it; [`permits`] applies the rule to the facts about the record ([`On`]). Nothing else decides.

mod acts;
mod role;

pub use acts::{Act, rule};
pub use role::{Role, RoleSet};

use crate::id::{OrganisationId, PersonId};

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Nobody has signed in.
    Nobody,
    /// A signed-in person.
    Person(Caller),
    /// The program itself: scheduler and mail worker.
    System,
}

impl Actor {
    /// The signed-in person's id.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person(caller) => Some(caller.id),
            Self::Nobody | Self::System => None,
        }
    }

    /// The roles that count now: none without a second factor where staff need one.
    #[must_use]
    pub fn roles(&self) -> RoleSet {
        match self {
            Self::Person(caller) if caller.second_factor => caller.roles,
            Self::Person(_) | Self::Nobody | Self::System => RoleSet::EMPTY,
        }
    }

    /// Whether the signed-in person belongs to `organisation`.
    #[must_use]
    pub fn belongs_to(&self, organisation: OrganisationId) -> bool {
        matches!(self, Self::Person(caller) if caller.organisations.contains(&organisation))
    }
}

/// A signed-in person as the policy sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub id: PersonId,
    /// Roles of the office that they hold today.
    pub roles: RoleSet,
    /// Whether this session passed the second factor. Roles count only with it.
    pub second_factor: bool,
    /// Organisations of which they are a current member.
    pub organisations: Vec<OrganisationId>,
}

/// Who a rule admits. Any one that matches is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The public.
    Anyone,
    /// Anybody signed in.
    SignedIn,
    /// A current member of the organisation that owns the record.
    Member,
    /// A holder of this role.
    Holder(Role),
    /// A person whom the record itself names for this (its assessor, its chair, its approver).
    Named,
    /// A member of staff whom the record names for this (the officer who enters it for its group),
    /// once they have passed the second factor.
    NamedStaff,
    /// The program itself.
    System,
}

/// What a refused person learns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unseen {
    /// Answer exactly as if it did not exist.
    NotFound,
    /// Say that they may not: the record itself is visible to them.
    Forbidden,
}

/// One line of the policy.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Who may; any match is enough.
    pub who: &'static [Who],
    /// What others are told.
    pub otherwise: Unseen,
    /// Whether the person must have declared their interests about the record first, and a
    /// recused person is treated as if the record did not exist. Members of the organisation that
    /// owns it are recused.
    pub after_declaration: bool,
    /// Whether roles count only after the second factor. True for everything that staff do.
    pub second_factor: bool,
}

/// Where a person stands towards a record on the conflict register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Standing {
    /// The register does not apply to this record.
    #[default]
    NotApplicable,
    /// Declared, and clear to see it.
    Clear,
    /// Has not declared yet.
    Undeclared,
    /// Has a conflict: kept away from it altogether.
    Recused,
}

/// The facts about a record that the policy needs.
#[derive(Clone, Debug, Default)]
pub struct On {
    /// The organisation whose record it is.
    pub owner: Option<OrganisationId>,
    /// People whom the record names for this act.
    pub named: Vec<PersonId>,
    /// People who took a part that bars them from this one ("two people" means two persons,
    /// whatever their roles).
    pub barred: Vec<PersonId>,
    /// The caller's standing on the conflict register.
    pub standing: Standing,
}

impl On {
    /// A record of an organisation.
    #[must_use]
    pub fn of(owner: OrganisationId) -> Self {
        Self { owner: Some(owner), ..Self::default() }
    }

    /// Names the people whom the record admits.
    #[must_use]
    pub fn named(mut self, people: impl IntoIterator<Item = PersonId>) -> Self {
        self.named.extend(people);
        self
    }

    /// Names the people who are barred by an earlier part.
    #[must_use]
    pub fn barred(mut self, people: impl IntoIterator<Item = PersonId>) -> Self {
        self.barred.extend(people);
        self
    }

    /// Sets the caller's standing on the conflict register.
    #[must_use]
    pub fn standing(mut self, standing: Standing) -> Self {
        self.standing = standing;
        self
    }
}

/// What somebody wants to do, to what.
#[derive(Clone, Debug)]
pub struct Demand {
    /// The act.
    pub act: Act,
    /// The facts about the record.
    pub on: On,
}

impl Demand {
    /// An act on nothing in particular.
    #[must_use]
    pub fn of(act: Act) -> Self {
        Self { act, on: On::default() }
    }

    /// An act on a record.
    #[must_use]
    pub const fn on(act: Act, on: On) -> Self {
        Self { act, on }
    }
}

/// The policy's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permit {
    /// Go on.
    Yes,
    /// Sign in first.
    SignIn,
    /// Signed in, but the second factor is missing.
    SecondFactor,
    /// Declare interests about this record first.
    Declare,
    /// Answer as if it did not exist.
    NotFound,
    /// Not allowed for this person.
    Forbidden(Denied),
}

/// Why an act on a visible record is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// None of the person's roles allows it.
    Role,
    /// The person took an earlier part, and this one needs another person.
    EarlierPart,
}

/// Applies the policy. Pure and total: every act has a rule.
#[must_use]
pub fn permits(actor: &Actor, demand: &Demand) -> Permit {
    let rule = rule(demand.act);
    let unseen = match rule.otherwise {
        Unseen::NotFound => Permit::NotFound,
        Unseen::Forbidden => Permit::Forbidden(Denied::Role),
    };
    if rule.who.contains(&Who::Anyone) {
        return Permit::Yes;
    }
    let caller = match actor {
        Actor::System if rule.who.contains(&Who::System) => return Permit::Yes,
        Actor::System => return unseen,
        Actor::Nobody => return Permit::SignIn,
        Actor::Person(caller) => caller,
    };
    let by_role =
        rule.who.iter().any(|who| matches!(who, Who::Holder(role) if caller.roles.has(*role)));
    let by_record = rule.who.iter().any(|who| match who {
        Who::SignedIn => true,
        Who::Member => demand.on.owner.is_some_and(|owner| caller.organisations.contains(&owner)),
        Who::Named => demand.on.named.contains(&caller.id),
        Who::NamedStaff => {
            let staff = caller.second_factor && !caller.roles.is_empty();
            staff && demand.on.named.contains(&caller.id)
        }
        Who::Anyone | Who::Holder(_) | Who::System => false,
    });
    if !by_role && !by_record {
        return unseen;
    }
    if rule.second_factor && !caller.second_factor {
        return Permit::SecondFactor;
    }
    if rule.after_declaration {
        // Nobody judges a bid of their own group, whatever they declared about it.
        let own = demand.on.owner.is_some_and(|owner| caller.organisations.contains(&owner));
        match if own { Standing::Recused } else { demand.on.standing } {
            Standing::Recused => return Permit::NotFound,
            // No declaration mends an earlier part.
            Standing::Undeclared if !demand.on.barred.contains(&caller.id) => {
                return Permit::Declare;
            }
            Standing::Clear | Standing::Undeclared | Standing::NotApplicable => {}
        }
    }
    if demand.on.barred.contains(&caller.id) {
        return Permit::Forbidden(Denied::EarlierPart);
    }
    Permit::Yes
}
