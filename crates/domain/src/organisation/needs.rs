//! What each kind of group is asked for, as the office decides.

use super::Kind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A register that gives numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Register {
    /// A register of charities.
    Charity,
    /// The register of companies.
    Company,
}

/// What a kind of group is asked for. None of it stops a bid from being sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Needs {
    /// The registers whose number is asked for.
    #[serde(default)]
    pub numbers: Vec<Register>,
    /// What it helps to have ready while answering, a phrase each.
    #[serde(default)]
    pub at_hand: Vec<String>,
    /// What is asked for only when a grant is offered, a phrase each.
    #[serde(default)]
    pub before_agreement: Vec<String>,
}

/// What every kind of group is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindNeeds(BTreeMap<Kind, Needs>);

impl KindNeeds {
    /// From a table; a kind that it leaves out is asked for both numbers and nothing else.
    #[must_use]
    pub fn new(mut table: BTreeMap<Kind, Needs>) -> Self {
        for kind in Kind::ALL {
            table.entry(*kind).or_insert_with(|| Needs {
                numbers: vec![Register::Charity, Register::Company],
                ..Needs::default()
            });
        }
        Self(table)
    }

    /// What groups of this kind are asked for.
    #[must_use]
    pub fn of(&self, kind: Kind) -> &Needs {
        const NOTHING: &Needs =
            &Needs { numbers: Vec::new(), at_hand: Vec::new(), before_agreement: Vec::new() };
        self.0.get(&kind).unwrap_or(NOTHING)
    }
}

impl Needs {
    /// Whether the number of `register` is asked for.
    #[must_use]
    pub fn asks_for(&self, register: Register) -> bool {
        self.numbers.contains(&register)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_that_the_office_leaves_out_is_asked_for_both_numbers() {
        let needs = KindNeeds::new(BTreeMap::new());
        assert!(needs.of(Kind::Cic).asks_for(Register::Charity));
        assert!(needs.of(Kind::Cic).asks_for(Register::Company));
    }

    #[test]
    fn a_kind_is_asked_only_for_what_the_office_says() {
        let group = Needs { numbers: Vec::new(), ..Needs::default() };
        let needs = KindNeeds::new([(Kind::Group, group)].into());
        assert!(!needs.of(Kind::Group).asks_for(Register::Charity));
    }
}
