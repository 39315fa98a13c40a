//! Police and Crime Plans: what the office has promised to work for, version by version.
//!
//! A round pins one plan, and awards keep the plan of their round when the next one starts.

use serde::{Deserialize, Serialize};

use crate::value::CivilDate;

/// One version of the Police and Crime Plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Its stable code, such as `2021-24`.
    pub code: String,
    /// Its title.
    pub title: String,
    /// The first day it runs.
    pub valid_from: CivilDate,
    /// Where the first day comes from: `found: …` or `assumed: …`.
    pub valid_from_basis: String,
    /// The last day it runs; absent while that is not known.
    pub valid_to: Option<CivilDate>,
    /// Where the last day comes from.
    pub valid_to_basis: Option<String>,
    /// The public paper that its facts are taken from.
    pub source: String,
    /// What else should be known about it.
    pub note: Option<String>,
    /// Its priorities, in its own order.
    pub priorities: Vec<Priority>,
}

/// One priority, or theme, of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Priority {
    /// Its code, unique within the plan.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Whether it was added while the plan ran.
    pub added: bool,
    /// The first day it counts, where that is not the plan's.
    pub valid_from: Option<CivilDate>,
    /// Where that day comes from.
    pub valid_from_basis: Option<String>,
    /// The last day it counts, where that is not the plan's.
    pub valid_to: Option<CivilDate>,
    /// The public paper that names it.
    pub source: String,
}

impl Plan {
    /// Whether it runs on `day`, first and last day included.
    #[must_use]
    pub fn runs_on(&self, day: CivilDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// The priorities that count on `day`, in the plan's order; none when the plan does not run.
    pub fn priorities_on(&self, day: CivilDate) -> impl Iterator<Item = &Priority> {
        self.priorities.iter().filter(move |priority| {
            self.runs_on(day)
                && priority.valid_from.is_none_or(|first| first <= day)
                && priority.valid_to.is_none_or(|last| day <= last)
        })
    }

    /// The priority with this code.
    #[must_use]
    pub fn priority(&self, code: &str) -> Option<&Priority> {
        self.priorities.iter().find(|priority| priority.code == code)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn plan_with_a_late_theme() -> Plan {
        let priority = |code: &str, valid_from: Option<CivilDate>| Priority {
            code: code.to_owned(),
            title: code.to_owned(),
            added: valid_from.is_some(),
            valid_from,
            valid_from_basis: None,
            valid_to: None,
            source: "invented".to_owned(),
        };
        Plan {
            code: "one".to_owned(),
            title: "Plan one".to_owned(),
            valid_from: date(2021, 12, 1),
            valid_from_basis: "invented".to_owned(),
            valid_to: Some(date(2025, 3, 31)),
            valid_to_basis: None,
            source: "invented".to_owned(),
            note: None,
            priorities: vec![priority("early", None), priority("late", Some(date(2023, 6, 1)))],
        }
    }

    #[test]
    fn a_plan_runs_on_its_first_and_last_day_and_not_beyond() {
        let plan = plan_with_a_late_theme();
        assert!(plan.runs_on(date(2021, 12, 1)) && plan.runs_on(date(2025, 3, 31)));
        assert!(!plan.runs_on(date(2021, 11, 30)) && !plan.runs_on(date(2025, 4, 1)));
    }

    #[test]
    fn a_theme_added_later_counts_from_its_own_first_day() {
        let plan = plan_with_a_late_theme();
        fn codes(plan: &Plan, day: CivilDate) -> Vec<&str> {
            plan.priorities_on(day).map(|priority| priority.code.as_str()).collect()
        }
        assert_eq!(codes(&plan, date(2023, 5, 31)), ["early"]);
        assert_eq!(codes(&plan, date(2023, 6, 1)), ["early", "late"]);
        assert_eq!(codes(&plan, date(2025, 4, 1)), [""; 0]);
    }
}
