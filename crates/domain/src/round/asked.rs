//! Building a round's form together with what its answers count for.

use super::{Criterion, Part, Round, RoundRefused};
use crate::form::{BuildRefused, Form, FormEdit, Purpose, QuestionId};
use crate::value::Instant;

/// Marks exactly those questions of `form` that count for one of `criteria`.
pub(super) fn mark_what_counts(form: &mut Form, criteria: &[Criterion]) {
    for question in form.sections.iter_mut().flat_map(|one| one.questions.iter_mut()) {
        let counts = criteria.iter().any(|one| one.questions.contains(&question.id));
        question.purpose = match question.purpose {
            _ if counts => Purpose::Scored,
            Purpose::Scored => Purpose::Information,
            unmarked => unmarked,
        };
    }
}

impl Round {
    /// The round after one step of building its form. A question counts for exactly the criteria
    /// that the step names; one that is taken out counts for none.
    ///
    /// # Errors
    /// [`RoundRefused::Frozen`] unless it is a draft; [`RoundRefused::Form`].
    pub fn with_form(self, edit: FormEdit, at: Instant) -> Result<Self, RoundRefused> {
        let mut round = self.open_for(Part::Form, at)?;
        let edit = match edit {
            FormEdit::WriteQuestion { mut question, feeds } => {
                if let Some(unknown) = feeds.iter().find(|code| !round.has_criterion(code)) {
                    return Err(BuildRefused::NoSuchCriterion(unknown.clone()).into());
                }
                if !feeds.is_empty() {
                    question.purpose = Purpose::Scored;
                } else if question.purpose == Purpose::Scored {
                    question.purpose = Purpose::Information;
                }
                FormEdit::WriteQuestion { question, feeds }
            }
            FormEdit::AddQuestion { section, mut question } => {
                // What it is marked for is said once it is there.
                if question.purpose == Purpose::Scored && round.counts_for(&question.id).is_empty()
                {
                    question.purpose = Purpose::Information;
                }
                FormEdit::AddQuestion { section, question }
            }
            other => other,
        };
        round.form = round.form.edited(&edit)?;
        match &edit {
            FormEdit::WriteQuestion { question, feeds } => round.count(&question.id, feeds),
            FormEdit::RemoveQuestion { question } => round.count(question, &[]),
            _ => {}
        }
        Ok(round)
    }

    /// Codes of the criteria for which the answer to a question counts.
    #[must_use]
    pub fn counts_for(&self, question: &QuestionId) -> Vec<String> {
        let criteria = self.settings.scoring.criteria.iter();
        criteria
            .filter(|criterion| criterion.questions.contains(question))
            .map(|criterion| criterion.code.clone())
            .collect()
    }

    fn has_criterion(&self, code: &str) -> bool {
        self.settings.scoring.criteria.iter().any(|criterion| criterion.code == code)
    }

    fn count(&mut self, question: &QuestionId, feeds: &[String]) {
        for criterion in &mut self.settings.scoring.criteria {
            let counts = criterion.questions.contains(question);
            match (counts, feeds.contains(&criterion.code)) {
                (false, true) => criterion.questions.push(question.clone()),
                (true, false) => criterion.questions.retain(|one| one != question),
                _ => {}
            }
        }
    }
}
