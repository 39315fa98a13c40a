use super::{ErrorItem, Field, FieldView, Words};

/// A date in three boxes, as people know it by heart. The macro is `forms::date_input`. The boxes
/// are sent as `NAME-day`, `NAME-month` and `NAME-year`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DateInput {
    pub field: FieldView,
    pub parts: Vec<DatePart>,
}

/// One of the three boxes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DatePart {
    pub label: Words,
    pub id: Words,
    pub name: Words,
    /// What was typed, shown again as it was.
    pub value: Words,
    /// In characters.
    pub width: u8,
    pub wrong: bool,
    pub autocomplete: Option<Words>,
}

impl DateInput {
    pub fn new(name: impl Into<Words>, label: impl Into<Words>) -> Self {
        let field = FieldView::new(name, label);
        let part = |key: &str, label: &'static str, width| DatePart {
            label: label.into(),
            id: format!("{}-{key}", field.id).into(),
            name: format!("{}-{key}", field.name).into(),
            width,
            ..DatePart::default()
        };
        let parts = vec![part("day", "Day", 2), part("month", "Month", 2), part("year", "Year", 4)];
        Self { field, parts }
    }

    /// The three values as they were typed.
    #[must_use]
    pub fn typed(mut self, values: [impl Into<Words>; 3]) -> Self {
        for (part, value) in self.parts.iter_mut().zip(values) {
            part.value = value.into();
        }
        self
    }

    /// Which of day, month and year are wrong; when none is named, the error is the whole date's.
    #[must_use]
    pub fn wrong(mut self, wrong: [bool; 3]) -> Self {
        for (part, wrong) in self.parts.iter_mut().zip(wrong) {
            part.wrong = wrong;
        }
        self
    }

    /// Whether this box is drawn as wrong: one that is named, or all of them when none is.
    #[must_use]
    pub fn shows_wrong(&self, part: &DatePart) -> bool {
        let any_named = self.parts.iter().any(|part| part.wrong);
        part.wrong || (self.field.error.is_some() && !any_named)
    }
}

impl Field for DateInput {
    fn view(&self) -> &FieldView {
        &self.field
    }

    fn view_mut(&mut self) -> &mut FieldView {
        &mut self.field
    }

    /// Leads to the first wrong box.
    fn error_item(&self) -> Option<ErrorItem> {
        let text = self.field.error.clone()?;
        let target = self.parts.iter().find(|part| self.shows_wrong(part));
        Some(ErrorItem { href: target.map(|part| format!("#{}", part.id).into()), text })
    }
}
