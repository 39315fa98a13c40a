//! What was typed into a form that was not taken, and what stands against it: the page comes back
//! with every word of it, the error summary, and the error at its field.
//!
//! A page with several forms tells them apart by a name; each draws itself from its own
//! [`Part`]. Where a form is no longer there to hold what was typed (somebody else moved the record
//! on), it is listed at the foot of the page, to be read and copied.

use crate::chrome::Chrome;
use crate::components::{ErrorItem, ErrorSummary, Words};
use crate::content::{faults, refusals};
use actix_web::http::StatusCode;
use almoner_http::Fields;
use almoner_usecases::{AppError, Refusal};

/// Fields that are never shown again: tokens, and codes that work once.
pub(crate) const NEVER_AGAIN: [&str; 3] = ["csrf", "code", "token"];
/// Fields that nobody types.
const MACHINERY: [&str; 8] =
    ["version", "intent", "then", "seen", "check", "declaration", "assessment", "application"];

/// What is said when somebody else was faster.
pub(crate) const STALE: &str = "Somebody else changed this since you opened it. Nothing was changed. What you \
                     typed is still here: look at what is there now, and press the button again \
                     if you still want to.";

/// A form that comes back. The default is a page that is opened for the first time.
#[derive(Debug, Default)]
pub(crate) struct Typed {
    form: &'static str,
    fields: Fields,
    /// The field, or none for the whole form, and the words.
    problems: Vec<(String, String)>,
    status: Option<StatusCode>,
}

impl Typed {
    /// What was typed cannot be read: problems by field, in words.
    pub(crate) fn wrong(
        form: &'static str,
        fields: &Fields,
        problems: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        let problems =
            problems.into_iter().map(|(field, words)| (field.into(), words.into())).collect();
        let status = Some(StatusCode::UNPROCESSABLE_ENTITY);
        Self { form, fields: fields.clone(), problems, status }
    }

    /// What was typed was refused; `field` names the field that a refusal is about, or nothing.
    ///
    /// # Errors
    /// Whatever a person cannot put right on this page.
    pub(crate) fn refused(
        form: &'static str,
        fields: &Fields,
        error: AppError,
        field: impl FnOnce(&Refusal) -> String,
    ) -> Result<Self, AppError> {
        match error {
            AppError::Refused(refusal) => {
                let words = sentence(&refusal);
                Ok(Self::wrong(form, fields, [(field(&refusal), words)]))
            }
            AppError::Stale => {
                let stale = Self::wrong(form, fields, [("", STALE)]);
                Ok(Self { status: Some(StatusCode::CONFLICT), ..stale })
            }
            AppError::Invalid(problems) => {
                let problems = problems.iter().map(|one| {
                    let label = one.field.replace('_', " ");
                    (one.field.clone(), faults::fault(&label, &one.fault))
                });
                Ok(Self::wrong(form, fields, problems))
            }
            other => Err(other),
        }
    }

    /// Whether anything stands against it.
    pub(crate) fn has_problems(&self) -> bool {
        !self.problems.is_empty()
    }

    /// The part of a page that draws the form of this name.
    pub(crate) fn part(&self, form: &str) -> Part<'_> {
        Part(Some(self).filter(|typed| typed.status.is_some() && typed.form == form))
    }

    /// The status of the answer.
    pub(crate) fn status(&self) -> StatusCode {
        self.status.unwrap_or(StatusCode::OK)
    }

    /// The error summary: what stands against the whole form first, then each field of the page in
    /// its order; and the frame's part in it. `drawn` is whether the form is on the page at all.
    pub(crate) fn summary(
        &self,
        fields: impl IntoIterator<Item = Option<ErrorItem>>,
        drawn: bool,
        chrome: &mut Chrome,
    ) -> ErrorSummary {
        let at: Vec<ErrorItem> = fields.into_iter().flatten().collect();
        let said = |words: &str| at.iter().any(|item| item.text == words);
        let whole: Vec<ErrorItem> = self
            .problems
            .iter()
            .filter(|(_, words)| !said(words))
            .map(|(_, words)| ErrorItem::general(words.clone()))
            .collect();
        if !drawn {
            chrome.kept = kept(&self.fields);
        }
        let errors: ErrorSummary = whole.into_iter().chain(at).collect();
        chrome.error = !errors.is_empty();
        errors
    }
}

/// What was typed into one form of a page; nothing unless that form came back.
#[derive(Clone, Copy)]
pub(crate) struct Part<'a>(Option<&'a Typed>);

impl Part<'_> {
    /// A form that did not come back.
    pub(crate) const fn none() -> Self {
        Self(None)
    }

    /// Whether this form came back.
    pub(crate) fn came_back(self) -> bool {
        self.0.is_some()
    }

    /// What was typed into a field, or what is stored. A field that came several times shows all.
    pub(crate) fn value(self, name: &str, stored: &str) -> String {
        match self.0 {
            None => stored.to_owned(),
            Some(typed) => typed.fields.all(name).collect::<Vec<_>>().join("\n"),
        }
    }

    /// The values of a field with many, or what is stored.
    pub(crate) fn values(self, name: &str, stored: impl FnOnce() -> Vec<String>) -> Vec<String> {
        match self.0 {
            None => stored(),
            Some(typed) => typed.fields.all(name).map(str::to_owned).collect(),
        }
    }

    /// The three boxes of a date, or what is stored.
    pub(crate) fn date(self, name: &str, stored: [String; 3]) -> [String; 3] {
        let [day, month, year] = stored;
        [("day", day), ("month", month), ("year", year)]
            .map(|(part, stored)| self.value(&format!("{name}-{part}"), &stored))
    }

    /// What stands against a field.
    pub(crate) fn error(self, name: &str) -> Option<Words> {
        let mut found = self.0?.problems.iter().filter(|(field, _)| field == name);
        found.next().map(|(_, words)| words.clone().into())
    }
}

/// A refusal in one line.
pub(crate) fn sentence(refusal: &Refusal) -> String {
    let (heading, paragraphs) = refusals::words(refusal);
    match paragraphs.first() {
        Some(first) => format!("{heading}. {first}"),
        None => heading,
    }
}

/// What a person typed among these fields, to be read and copied.
pub(crate) fn kept(fields: &Fields) -> Vec<(String, String)> {
    fields.0.iter().filter(|(name, text)| is_typed(name, text)).cloned().collect()
}

/// Whether a person typed or chose it, and may see it again.
pub(crate) fn is_typed(name: &str, text: &str) -> bool {
    !NEVER_AGAIN.contains(&name) && !MACHINERY.contains(&name) && !text.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        Fields(pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect())
    }

    #[test]
    fn only_the_form_that_came_back_holds_what_was_typed() {
        let sent = fields(&[("reason", "Because")]);
        let typed = Typed::wrong("waive", &sent, [("reason", "Too short")]);
        assert_eq!(typed.part("waive").value("reason", ""), "Because");
        assert_eq!(typed.part("waive").error("reason").as_deref(), Some("Too short"));
        assert_eq!(typed.part("unlock").value("reason", "as stored"), "as stored");
        assert_eq!(typed.part("unlock").error("reason"), None);
    }

    #[test]
    fn a_field_that_came_twice_keeps_both() {
        let sent = fields(&[("reason", "One"), ("reason", "Two")]);
        let typed = Typed::wrong("waive", &sent, [("", "Which?")]);
        assert_eq!(typed.part("waive").value("reason", ""), "One\nTwo");
    }

    #[test]
    fn codes_and_tokens_are_never_shown_again() {
        let sent =
            fields(&[("csrf", "a"), ("code", "123456"), ("note", "Words"), ("version", "1")]);
        assert_eq!(kept(&sent), [("note".to_owned(), "Words".to_owned())]);
    }
}
