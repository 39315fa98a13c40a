use super::{ErrorItem, Words};

/// What every field of a form has, whatever control it is: one struct, so that a field and its
/// error are always written together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldView {
    /// The control's HTML id; for a group of choices or a date, the id that its parts begin with.
    pub id: Words,
    /// The name under which the form sends it.
    pub name: Words,
    /// The question. Empty for a group of checkboxes that needs no legend.
    pub label: Words,
    pub label_size: Size,
    /// Whether the question is also the page's heading.
    pub heading: bool,
    pub hint: Option<Words>,
    /// What the person typed, shown again as it was.
    pub value: Words,
    /// What is wrong with the value, in words.
    pub error: Option<Words>,
    /// The id of other text on the page that also describes this field.
    pub described_by: Option<Words>,
    /// Further CSS classes of the control, such as a width.
    pub classes: Words,
    /// Further CSS classes of the group around label and control.
    pub group_classes: Words,
}

impl FieldView {
    pub fn new(name: impl Into<Words>, label: impl Into<Words>) -> Self {
        let name = name.into();
        Self { id: name.clone(), name, label: label.into(), ..Self::default() }
    }

    /// The ids of everything that describes this field, for `aria-describedby`.
    #[must_use]
    pub fn description(&self) -> Option<String> {
        let mut ids = Vec::new();
        if let Some(other) = &self.described_by {
            ids.push(other.to_string());
        }
        if self.hint.is_some() {
            ids.push(format!("{}-hint", self.id));
        }
        if self.error.is_some() {
            ids.push(format!("{}-error", self.id));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// The field's line in the error summary, when something is wrong with it.
    #[must_use]
    pub fn error_item(&self) -> Option<ErrorItem> {
        let text = self.error.clone()?;
        Some(ErrorItem { href: Some(format!("#{}", self.id).into()), text })
    }
}

/// How large a question is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Size {
    #[default]
    Plain,
    Small,
    Medium,
    Large,
    ExtraLarge,
}

impl Size {
    /// The class of a label of this size.
    #[must_use]
    pub fn label_class(self) -> &'static str {
        match self {
            Self::Plain => "govuk-label",
            Self::Small => "govuk-label govuk-label--s",
            Self::Medium => "govuk-label govuk-label--m",
            Self::Large => "govuk-label govuk-label--l",
            Self::ExtraLarge => "govuk-label govuk-label--xl",
        }
    }

    /// The class of a fieldset's legend of this size.
    #[must_use]
    pub fn legend_class(self) -> &'static str {
        match self {
            Self::Plain => "govuk-fieldset__legend",
            Self::Small => "govuk-fieldset__legend govuk-fieldset__legend--s",
            Self::Medium => "govuk-fieldset__legend govuk-fieldset__legend--m",
            Self::Large => "govuk-fieldset__legend govuk-fieldset__legend--l",
            Self::ExtraLarge => "govuk-fieldset__legend govuk-fieldset__legend--xl",
        }
    }
}

/// What can be said of any field, whatever control it is.
pub trait Field: Sized {
    fn view(&self) -> &FieldView;
    fn view_mut(&mut self) -> &mut FieldView;

    /// The field's line in the error summary, when something is wrong with it.
    fn error_item(&self) -> Option<ErrorItem> {
        self.view().error_item()
    }

    #[must_use]
    fn id(mut self, id: impl Into<Words>) -> Self {
        self.view_mut().id = id.into();
        self
    }

    #[must_use]
    fn hint(mut self, hint: impl Into<Words>) -> Self {
        self.view_mut().hint = Some(hint.into());
        self
    }

    #[must_use]
    fn value(mut self, value: impl Into<Words>) -> Self {
        self.view_mut().value = value.into();
        self
    }

    /// Takes an `Option`, as forms hold it: no error, no change.
    #[must_use]
    fn error(mut self, error: Option<impl Into<Words>>) -> Self {
        self.view_mut().error = error.map(Into::into);
        self
    }

    /// The question is the page's heading, as on a page with one question.
    #[must_use]
    fn page_heading(mut self) -> Self {
        let view = self.view_mut();
        view.heading = true;
        view.label_size = Size::Large;
        self
    }

    #[must_use]
    fn label_size(mut self, size: Size) -> Self {
        self.view_mut().label_size = size;
        self
    }

    #[must_use]
    fn described_by(mut self, id: impl Into<Words>) -> Self {
        self.view_mut().described_by = Some(id.into());
        self
    }

    #[must_use]
    fn classes(mut self, classes: impl Into<Words>) -> Self {
        self.view_mut().classes = classes.into();
        self
    }
}

/// Says where a control keeps its [`FieldView`].
macro_rules! is_a_field {
    ($($control:ty),+) => { $(
        impl $crate::components::Field for $control {
            fn view(&self) -> &$crate::components::FieldView {
                &self.field
            }
            fn view_mut(&mut self) -> &mut $crate::components::FieldView {
                &mut self.field
            }
        }
    )+ };
}
pub(super) use is_a_field;
