use std::borrow::Cow;

use almoner_web::components::{FieldView, Size, Words};
use serde_json::Value;

/// The options of one example.
#[derive(Clone, Copy)]
pub(super) struct Options<'a>(&'a Value);

impl<'a> Options<'a> {
    pub(super) fn new(value: &'a Value) -> Self {
        Self(value)
    }

    /// The option at this dotted path.
    pub(super) fn at(&self, path: &str) -> Options<'a> {
        Self(path.split('.').fold(self.0, |value, key| &value[key]))
    }

    pub(super) fn has(&self, path: &str) -> bool {
        !self.at(path).0.is_null()
    }

    pub(super) fn flag(&self, path: &str) -> bool {
        self.at(path).0.as_bool().unwrap_or(false)
    }

    pub(super) fn bool(&self, path: &str) -> Option<bool> {
        self.at(path).0.as_bool()
    }

    pub(super) fn words(&self, path: &str) -> Words {
        self.some_words(path).unwrap_or_default()
    }

    /// None for an option that is not there, or empty.
    pub(super) fn some_words(&self, path: &str) -> Option<Words> {
        match self.at(path).0 {
            Value::String(words) if !words.is_empty() => Some(Cow::Owned(words.clone())),
            Value::Number(number) => Some(Cow::Owned(number.to_string())),
            _ => None,
        }
    }

    /// The entries of a list; None when one of them is no set of options.
    pub(super) fn list(&self, path: &str) -> Option<Vec<Options<'a>>> {
        match self.at(path).0 {
            Value::Array(items) => items
                .iter()
                .map(|item| (item.is_object() || item.is_array()).then_some(Options(item)))
                .collect(),
            _ => Some(Vec::new()),
        }
    }

    /// A list of words.
    pub(super) fn words_list(&self) -> Vec<Words> {
        let words = |value: &Value| value.as_str().map(|words| Cow::Owned(words.to_owned()));
        self.0.as_array().map(|items| items.iter().filter_map(words).collect()).unwrap_or_default()
    }

    /// The list that this set of options itself is.
    pub(super) fn entries(&self) -> Vec<Options<'a>> {
        self.0.as_array().map(|items| items.iter().map(Options).collect()).unwrap_or_default()
    }

    /// What all fields share. `question` is the option that holds the label or legend.
    pub(super) fn field(&self, question: &str) -> Option<FieldView> {
        let name = self.words("name");
        Some(FieldView {
            id: self.some_words("id").unwrap_or_else(|| name.clone()),
            name,
            label: self.words(&format!("{question}.text")),
            label_size: size(&self.words(&format!("{question}.classes")))?,
            heading: self.flag(&format!("{question}.isPageHeading")),
            hint: self.some_words("hint.text"),
            value: self.words("value"),
            error: self.some_words("errorMessage.text"),
            described_by: self.some_words("describedBy"),
            classes: self.words("classes"),
            group_classes: self.words("formGroup.classes"),
        })
    }
}

fn size(classes: &str) -> Option<Size> {
    Some(match classes {
        "" => Size::Plain,
        "govuk-label--s" | "govuk-fieldset__legend--s" => Size::Small,
        "govuk-label--m" | "govuk-fieldset__legend--m" => Size::Medium,
        "govuk-label--l" | "govuk-fieldset__legend--l" => Size::Large,
        "govuk-label--xl" | "govuk-fieldset__legend--xl" => Size::ExtraLarge,
        _ => return None,
    })
}
