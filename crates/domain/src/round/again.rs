//! A new round from a past one or from the office's template. The two share nothing afterwards.

use super::{Dates, Part, Round, Settings};
use crate::form::Form;
use crate::value::CivilDate;
use jiff::ToSpan;

/// How many days lie at least between the day on which a round is begun and the day proposed for
/// its opening (proposed default: four weeks to fill in, review and announce).
const LEAD_DAYS: i32 = 28;

/// What a new round can be begun from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its settings.
    pub settings: Settings,
    /// Its form.
    pub form: Form,
}

/// What is said of a new round at its beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// Its public title.
    pub title: String,
    /// The prefix of its references.
    pub reference: String,
    /// The fund that it belongs to.
    pub fund: String,
}

/// Parts that belong to their own year or occasion, so that somebody must look at them again.
const OF_THE_OCCASION: [Part; 10] = [
    Part::About,
    Part::Plan,
    Part::Evidence,
    Part::Funding,
    Part::Money,
    Part::Dates,
    Part::Posts,
    Part::Notes,
    Part::Privacy,
    Part::Contact,
];

impl Template {
    /// A template of settings and a form. Exactly those questions are marked that count for a
    /// criterion.
    #[must_use]
    pub fn new(settings: Settings, mut form: Form) -> Self {
        super::asked::mark_what_counts(&mut form, &settings.scoring.criteria);
        Self { settings, form }
    }

    /// A past round as the beginning of another.
    #[must_use]
    pub fn from_round(round: &Round) -> Self {
        Self { settings: round.settings.clone(), form: round.form.clone() }
    }

    /// Settings and form of a new round: what happened to the old one stays behind, its dates
    /// move on by whole weeks to at least four weeks after `today`, and the parts that belong to
    /// the occasion are marked as not looked at yet.
    #[must_use]
    pub fn begin(self, new: New, today: CivilDate) -> (Settings, Form) {
        let old = self.settings;
        let dates = old.dates.moved_after(today);
        let settings = Settings {
            title: new.title,
            reference: new.reference,
            fund: new.fund,
            dates,
            workshops: Vec::new(),
            questions: Vec::new(),
            publicity: Vec::new(),
            provenance: Vec::new(),
            to_check: OF_THE_OCCASION.to_vec(),
            ..old
        };
        (settings, Form { version: 1, ..self.form })
    }
}

impl Dates {
    /// The same dates, all later by whole weeks, so that the round opens at least four weeks after
    /// `today`; unchanged if it does already.
    fn moved_after(self, today: CivilDate) -> Self {
        let earliest = today.checked_add(LEAD_DAYS.days()).unwrap_or(today);
        let days = earliest.since(self.opens.date()).map_or(0, |span| span.get_days());
        let weeks = (days.max(0) + 6) / 7;
        let later = |date: CivilDate| date.checked_add(weeks.weeks()).unwrap_or(date);
        let time = |at: jiff::civil::DateTime| at.checked_add(weeks.weeks()).unwrap_or(at);
        Self {
            opens: time(self.opens),
            closes: time(self.closes),
            screening_by: later(self.screening_by),
            assessment_by: later(self.assessment_by),
            moderation_on: later(self.moderation_on),
            decision_by: later(self.decision_by),
            earliest_start: later(self.earliest_start),
            latest_end: later(self.latest_end),
            review_working_days: self.review_working_days,
            acceptance_working_days: self.acceptance_working_days,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::draft;
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn new() -> New {
        let (title, reference) = ("Test Fund, round 2".into(), "TST-2627-R2".into());
        New { title, reference, fund: "Test Fund".into() }
    }

    #[test]
    fn a_copy_leaves_behind_what_happened_to_the_old_round() {
        let old = draft();
        let (settings, form) = Template::from_round(&old).begin(new(), date(2026, 9, 1));
        assert_eq!((settings.workshops.len(), settings.publicity.len()), (0, 0));
        assert_eq!((settings.questions.len(), settings.provenance.len()), (0, 0));
        assert_eq!((settings.reference.as_str(), form), ("TST-2627-R2", old.form));
        assert_eq!(settings.scoring, old.settings.scoring);
    }

    #[test]
    fn the_dates_of_a_copy_wait_for_somebody_to_look_at_them() {
        let (settings, _) = Template::from_round(&draft()).begin(new(), date(2026, 9, 1));
        assert!(settings.to_check.contains(&Part::Dates));
        assert_eq!(settings.dates.opens.date(), date(2026, 10, 5));
    }

    proptest! {
        #[test]
        fn a_copy_opens_on_the_same_weekday_four_to_five_weeks_ahead(days in 0_i32..4_000) {
            let today = date(2026, 6, 1).checked_add(days.days()).unwrap();
            let old = draft().settings.dates;
            let moved = old.clone().moved_after(today);
            prop_assert_eq!(moved.opens.weekday(), old.opens.weekday());
            let ahead = moved.opens.date().since(today).unwrap().get_days();
            prop_assert!((28..35).contains(&ahead), "{}", ahead);
            let length = |dates: &Dates| dates.closes.duration_since(dates.opens);
            prop_assert_eq!(length(&moved), length(&old));
        }
    }
}
