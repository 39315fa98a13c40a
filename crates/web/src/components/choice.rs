use super::field::is_a_field;
use super::{FieldView, Words};

/// One answer of radios, checkboxes or a select.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    pub value: Words,
    pub text: Words,
    pub hint: Option<Words>,
    pub chosen: bool,
    pub disabled: bool,
    /// An id other than the numbered one that the group gives.
    pub id: Option<Words>,
    /// A name other than the group's (checkboxes only).
    pub name: Option<Words>,
    /// A word such as "or" that stands between two answers and is none itself.
    pub divider: bool,
    /// Choosing this one unchooses the others (checkboxes only).
    pub exclusive: bool,
    /// The caller's block writes more fields, shown when this is chosen.
    pub conditional: bool,
}

impl Choice {
    pub fn new(value: impl Into<Words>, text: impl Into<Words>) -> Self {
        Self { value: value.into(), text: text.into(), ..Self::default() }
    }

    /// The word between two answers.
    pub fn divider(text: impl Into<Words>) -> Self {
        Self { text: text.into(), divider: true, ..Self::default() }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<Words>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    #[must_use]
    pub fn chosen(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }

    #[must_use]
    pub fn conditional(mut self) -> Self {
        self.conditional = true;
        self
    }

    #[must_use]
    pub fn exclusive(mut self) -> Self {
        self.exclusive = true;
        self
    }
}

/// The answers with their ids: the first has the group's own, so that the error summary's link lands
/// on it.
fn numbered<'a>(
    field: &'a FieldView,
    items: &'a [Choice],
) -> impl Iterator<Item = (&'a Choice, Words)> {
    items.iter().enumerate().map(|(position, item)| {
        let id = match &item.id {
            Some(id) => id.clone(),
            None if position == 0 => field.id.clone(),
            None => format!("{}-{}", field.id, position + 1).into(),
        };
        (item, id)
    })
}

/// One answer of several. The macro is `forms::radios`, or `forms::radios_with` when an answer opens
/// more fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Radios {
    pub field: FieldView,
    pub items: Vec<Choice>,
}

impl Radios {
    pub fn new(
        name: impl Into<Words>,
        label: impl Into<Words>,
        items: impl IntoIterator<Item = Choice>,
    ) -> Self {
        Self { field: FieldView::new(name, label), items: items.into_iter().collect() }
    }

    /// The answers with their ids.
    pub fn numbered(&self) -> impl Iterator<Item = (&Choice, Words)> {
        numbered(&self.field, &self.items)
    }

    /// Yes or no.
    pub fn yes_no(name: impl Into<Words>, label: impl Into<Words>) -> Self {
        Self::new(name, label, [Choice::new("yes", "Yes"), Choice::new("no", "No")]).inline()
    }

    /// Beside each other, for two short answers.
    #[must_use]
    pub fn inline(mut self) -> Self {
        self.field.classes = "govuk-radios--inline".into();
        self
    }

    /// Marks the answer with this value as the chosen one.
    #[must_use]
    pub fn choose(mut self, value: &str) -> Self {
        for item in &mut self.items {
            item.chosen = !item.divider && item.value == value;
        }
        self
    }
}

/// Any number of answers. The macro is `forms::checkboxes`, or `forms::checkboxes_with`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checkboxes {
    pub field: FieldView,
    pub items: Vec<Choice>,
}

impl Checkboxes {
    pub fn new(
        name: impl Into<Words>,
        label: impl Into<Words>,
        items: impl IntoIterator<Item = Choice>,
    ) -> Self {
        Self { field: FieldView::new(name, label), items: items.into_iter().collect() }
    }

    /// The answers with their ids.
    pub fn numbered(&self) -> impl Iterator<Item = (&Choice, Words)> {
        numbered(&self.field, &self.items)
    }

    /// One box to tick, such as a declaration: it needs no legend.
    pub fn single(name: impl Into<Words>, text: impl Into<Words>) -> Self {
        Self::new(name, "", [Choice::new("yes", text)])
    }

    /// Marks the answers with these values as chosen.
    #[must_use]
    pub fn choose<V: AsRef<str>>(mut self, values: &[V]) -> Self {
        for item in &mut self.items {
            item.chosen = !item.divider && values.iter().any(|value| item.value == value.as_ref());
        }
        self
    }

    /// What describes one box: without a legend it carries the whole group's description.
    #[must_use]
    pub fn item_description(&self, item: &Choice, id: &str) -> Option<String> {
        let group = if self.field.label.is_empty() { self.field.description() } else { None };
        let own = item.hint.as_ref().map(|_| format!("{id}-item-hint"));
        match (group, own) {
            (Some(group), Some(own)) => Some(format!("{group} {own}")),
            (group, own) => group.or(own),
        }
    }
}

/// One answer of a long list. The macro is `forms::select`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Select {
    pub field: FieldView,
    pub items: Vec<Choice>,
}

impl Select {
    pub fn new(
        name: impl Into<Words>,
        label: impl Into<Words>,
        items: impl IntoIterator<Item = Choice>,
    ) -> Self {
        Self { field: FieldView::new(name, label), items: items.into_iter().collect() }
    }

    /// Marks the answer with this value as the chosen one.
    #[must_use]
    pub fn choose(mut self, value: &str) -> Self {
        for item in &mut self.items {
            item.chosen = item.value == value;
        }
        self
    }
}

is_a_field!(Radios, Checkboxes, Select);
